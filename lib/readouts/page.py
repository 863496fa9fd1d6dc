"""An executed notebook as one HTML page that needs no network: figures, tables, contents, provenance."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2

from readouts.display import TABLE_TYPE
from readouts.figures.style import FIGURE_TYPE
from readouts.jupyter import HTMLExporter, Preprocessor

LIMIT = 3_000_000
INLINE, SHARED = "inline", "shared"  # where the libraries of a page are: in it, or in files beside it
LONG = 36  # characters from which a table's column is given room
WIDE = 8  # columns from which a table is set smaller on paper
SHORT = 12  # and up to which its cells stay on one line
HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)(?:<a class="anchor-link".*?</a>)?</h2>', re.S)
FIRST_TITLE = re.compile(r"^#\s+(.+)$", re.M)
# Networks a page must never ask for: nbconvert fills these with addresses unless told otherwise.
ADDRESSES = (
    "require_js_url",
    "mathjax_url",
    "mermaid_js_url",
    "mermaid_layout_elk_js_url",
    "jquery_url",
    "jupyter_widgets_base_url",
    "widget_renderer_url",
)


class PageError(Exception):
    """An output that cannot stand in a page, with the cell it came from."""


@dataclass
class Fragments:
    """The HTML of outputs, kept out of nbconvert's own passes and put back afterwards."""

    pieces: list[str] = field(default_factory=list)
    figures: int = 0
    tables: int = 0

    def keep(self, piece: str) -> str:
        """A placeholder for a piece of HTML."""
        self.pieces.append(piece)
        return slot(len(self.pieces) - 1)


def slot(number: int) -> str:
    """The placeholder of a fragment."""
    return f'<div class="slot" id="slot-{number}"></div>'


class OutputRenderer(Preprocessor):  # type: ignore[misc]
    """Cells without code, their outputs as HTML; an output without an HTML form is an error."""

    def __init__(self, fragments: Fragments) -> None:
        super().__init__(enabled=True)
        self.fragments = fragments

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """The notebook with rendered outputs, silent code cells gone, cell ids by number."""
        for number, cell in enumerate(nb.cells, start=1):
            if cell.cell_type == "code":
                rendered = [self.render(output, number) for output in cell.outputs]
                cell.outputs = [output for output in rendered if output is not None]
                cell.execution_count = None
            cell.id = f"c{number}"
            cell.metadata = {}
        nb.cells = [cell for cell in nb.cells if cell.cell_type != "code" or cell.outputs]
        return nb, resources

    def render(self, output: Any, number: int) -> Any:
        """An output with nothing but HTML; None for what stays out of a page."""
        if output.output_type == "error":
            raise PageError(f"cell {number} ended in an error: {output.ename}: {output.evalue}")
        if output.output_type == "stream":
            if output.name == "stderr":
                return None
            output.output_type = "display_data"
            output.data = {"text/html": self.fragments.keep(f"<pre>{html.escape(output.pop('text'))}</pre>")}
        else:
            output.data = {"text/html": self.fragments.keep(self.render_bundle(output.data, number))}
        output.metadata = {}
        output.output_type = "display_data"
        output.pop("execution_count", None)
        output.pop("name", None)
        return output

    def render_bundle(self, data: Mapping[str, Any], number: int) -> str:
        """The richest form of an output that a page can hold."""
        if FIGURE_TYPE in data:
            self.fragments.figures += 1
            return render_figure(data[FIGURE_TYPE], self.fragments.figures, data.get("text/plain", ""))
        if TABLE_TYPE in data:
            self.fragments.tables += 1
            return render_table(data[TABLE_TYPE], self.fragments.tables)
        if "text/html" in data and "application/vnd.jupyter.widget-view+json" not in data:
            return join_text(data["text/html"])
        kinds = ", ".join(sorted(data))
        raise PageError(f"an output of cell {number} has no HTML form (it has {kinds}); print or show it otherwise")


def join_text(value: Any) -> str:
    """Text that a notebook file may hold as a list of lines."""
    return "".join(value) if isinstance(value, list) else str(value)


def render_figure(figure: Mapping[str, Any], number: int, label: str) -> str:
    """A box for a figure with its data beside it, drawn by report.js."""
    height = int(figure.get("layout", {}).get("height", 420))
    plain = {"data": figure["data"], "layout": figure["layout"]}
    named = html.escape(label, quote=True)
    return (
        f'<figure class="figure"><div class="plot" id="figure-{number}" role="group" aria-label="{named}" '
        f'style="height:{height}px"></div><script type="application/json">{embed_json(plain)}</script>'
        '<details class="data"><summary>Data of the figure</summary></details></figure>'
    )


def embed_json(value: object) -> str:
    """JSON that cannot end its script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def render_table(payload: Mapping[str, Any], number: int) -> str:
    """A plain table that reads without script; report.js adds search, sorting and filters. Cells come escaped."""
    looks = [mark_width(payload["rows"], column) for column in range(len(payload["heads"]))]
    heads = "".join(
        f'<th scope="col"{look}>{html.escape(head)}</th>' for head, look in zip(payload["heads"], looks, strict=True)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td{look}>{cell}</td>" for cell, look in zip(row, looks, strict=True)) + "</tr>"
        for row in payload["rows"]
    )
    facets = html.escape(json.dumps(payload["facets"]), quote=True)
    return (
        f'<div class="table"><table class="display compact{" wide" if len(looks) > WIDE else ""}" id="table-{number}" data-facets="{facets}">'
        f"<caption>{html.escape(payload['caption'])}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{embed_files(payload.get('files'))}</div>"
    )


def embed_files(files: Mapping[str, Sequence[str]] | None) -> str:
    """Files that a reader can take away from below a table: a label, a name, a text each."""
    return f'<script type="application/json" class="files">{embed_json(files)}</script>' if files else ""


def mark_width(rows: Sequence[Sequence[str]], column: int) -> str:
    """A class for columns of sentences, which need room, or of days, numbers and links, which do not."""
    if all(row[column].startswith('<a href="#') or not row[column] for row in rows) and any(
        row[column] for row in rows
    ):
        return ' class="short" data-links="yes"'
    longest = max((len(row[column]) for row in rows), default=0)
    return ' class="long"' if longest > LONG else ' class="short"' if longest <= SHORT else ""


def render_page(notebook: Any, facts: Mapping[str, Any]) -> str:
    """The whole page; the same notebook outputs and facts give the same bytes."""
    title = find_title(notebook)
    fragments = Fragments()
    body = render_body(notebook, fragments)
    if facts.get("subject"):
        title = f"{title}: {facts['subject']}"
        body = body.replace("</h1>", f": {html.escape(facts['subject'])}</h1>", 1)
    contents = [(target, re.sub(r"<[^>]+>", "", label)) for target, label in HEADING.findall(body)]
    contents += [("citation", "Cite this report"), ("provenance", "Provenance")]
    for number, piece in enumerate(fragments.pieces):
        body = body.replace(slot(number), piece, 1)
    seed = "\x00".join([title, body, json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)])
    digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
    page = load_template().render(
        title=title,
        body=body,
        contents=contents,
        facts=facts,
        # The nonce must not be random, or two runs differ; nobody can put it into a text, because it depends on it.
        nonce=base64.b64encode(digest).decode()[:32],
        style=read_asset("web/report.css") + (read_tables_style() if fragments.tables else ""),
        script=read_asset("web/data.js") + read_asset("web/report.js"),
        scripts=choose_scripts(fragments, facts.get("assets") == SHARED),
    )
    if len(page.encode("utf-8", "surrogatepass")) > LIMIT:
        page = page.replace(
            "<!--size-->", '<p class="note">This report is over 3 MB: narrow it by city or period.</p>', 1
        )
    return page


def choose_scripts(fragments: Fragments, shared: bool) -> list[dict[str, str]]:
    """The libraries a page needs: each its text, or the address of the file beside that pages share."""
    wanted = [name for name, used in (("plotly", fragments.figures), ("datatables", fragments.tables)) if used]
    found = [{"name": name, "text": read_library(name)} for name in wanted]
    return [{"name": item["name"], "src": name_asset(item["name"])} for item in found] if shared else found


def list_assets() -> dict[str, str]:
    """The files that pages made with shared assets load, by address below the pages' folder."""
    return {name_asset(name): read_library(name) for name in ("plotly", "datatables")}


@cache
def name_asset(name: str) -> str:
    """The address of a library's file, with a hash of what is in it: another version is another file."""
    return f"assets/{name}-{hashlib.sha256(read_library(name).encode()).hexdigest()[:12]}.js"


@cache
def read_library(name: str) -> str:
    """A library as a classic script; the table library is a module, kept as a string until report.js opens it."""
    if name == "plotly":
        return read_plotly()
    return f"globalThis.datatablesSource = {embed_json(read_tables_script())};"


def render_body(notebook: Any, fragments: Fragments) -> str:
    """The cells as HTML by nbconvert, outputs as placeholders."""
    exporter = HTMLExporter(
        template_name="basic",
        exclude_input=True,
        exclude_output_prompt=True,
        exclude_input_prompt=True,
        anchor_link_text="",
        **dict.fromkeys(ADDRESSES, ""),
    )
    exporter.register_preprocessor(OutputRenderer(fragments), enabled=True)
    body, _ = exporter.from_notebook_node(notebook)
    return str(body)


def find_title(notebook: Any) -> str:
    """The notebook's first heading."""
    for cell in notebook.cells:
        found = FIRST_TITLE.search(cell.source) if cell.cell_type == "markdown" else None
        if found:
            return found.group(1).strip()
    return "Report"


@cache
def load_template() -> jinja2.Template:
    """The page around the cells."""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(read_asset("web/page.html.j2"))


@cache
def read_asset(name: str) -> str:
    """A text file of the package."""
    return files("readouts").joinpath(name).read_text(encoding="utf-8")


@cache
def read_plotly() -> str:
    """plotly.js: the cartesian bundle where its version fits the installed plotly, else plotly's own full one."""
    from plotly.offline import get_plotlyjs, get_plotlyjs_version

    bundle = read_asset("vendor/plotly-cartesian.min.js")
    return bundle.rstrip() if f"v{get_plotlyjs_version()}\n" in bundle[:200] else str(get_plotlyjs())


@cache
def read_tables_script() -> str:
    """The table library that itables brings, a JavaScript module."""
    return files("itables").joinpath("html/dt_bundle.js").read_text(encoding="utf-8")


@cache
def read_tables_style() -> str:
    """Its style sheet."""
    return files("itables").joinpath("html/dt_bundle.css").read_text(encoding="utf-8")
