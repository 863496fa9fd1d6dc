"""What a notebook cell shows: sentences, tables with all their rows, and texts with their evidence marked.

Tables go out in a form of our own (TABLE_TYPE) that the report turns into a searchable table; a person in JupyterLab
sees the same rows as an itables table. The text of documents is escaped here, once, before it meets any HTML.
"""

from __future__ import annotations

import html
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import pandas as pd

from readouts.compare.ledger import say_ledger
from readouts.corpus import Corpus, count, describe_view, iter_rows
from readouts.evidence import STYLES, Rows, collect_marks, render_evidence, render_styles

TABLE_TYPE = "application/vnd.readouts.table+json"
HEADLESS_VARIABLE = "READOUTS_HEADLESS"
MOST_TEXTS = 60
MOST_ROWS = 3000
MOST_REFERENCES = 1000
FACETS = frozenset(
    {"city", "lang", "level", "body_type", "relation", "action", "kind", "roles", "state", "reason", "theme"}
    | {"canonical", "held_basis", "held_precision", "published_basis", "place_basis", "office_type", "upstream"}
)


@dataclass(frozen=True)
class Shown:
    """Something a cell displays: a bundle of forms, the richest first."""

    bundle: dict[str, Any]

    def _ipython_display_(self) -> None:
        display_bundle(self.bundle)


class Displayed(Protocol):
    """Anything that knows how to show itself in a notebook."""

    def _ipython_display_(self) -> None: ...


@dataclass(frozen=True)
class ShownTogether:
    """Several things that one cell displays, one below the other."""

    parts: tuple[Displayed, ...]

    def _ipython_display_(self) -> None:
        for part in self.parts:
            part._ipython_display_()


def display_bundle(bundle: dict[str, Any]) -> None:
    """The bundle as a cell output; nothing outside a notebook."""
    from IPython.display import publish_display_data

    publish_display_data(bundle)  # type: ignore[no-untyped-call]


def show_view(corpus: Corpus) -> Shown:
    """What is in view and what was left out, as a paragraph."""
    return show_sentences([*describe_view(corpus), *([say_ledger(corpus)] if corpus.size else [])])


def show_sentences(sentences: Sequence[str]) -> Shown:
    """One paragraph a sentence."""
    paragraphs = "".join(f'<p class="note">{html.escape(sentence)}</p>' for sentence in sentences)
    return Shown({"text/html": paragraphs, "text/plain": "\n".join(sentences)})


def show_table(frame: pd.DataFrame, caption: str, columns: Sequence[str] = (), facets: Sequence[str] = ()) -> Shown:
    """A table with search, sorting and a filter a column; a row with a key links to its evidence in the page."""
    if not len(frame):
        return show_sentences([f"{caption}: no rows."])
    shown = frame.head(MOST_ROWS)
    chosen = [name for name in (columns or frame.columns) if name in frame.columns and name != "key"]
    heads = [name.replace("_", " ") for name in chosen]
    rows = [[render_cell(value) for value in row] for row in shown[chosen].astype("object").itertuples(index=False)]
    if "key" in frame.columns:
        heads.insert(0, "evidence")
        rows = [[link, *row] for row, link in zip(rows, link_evidence(shown), strict=True)]
    kept = [heads.index(name.replace("_", " ")) for name in chosen if name in FACETS or name in facets]
    size = count(len(frame), "row")
    if len(shown) < len(frame):
        size = f"{len(shown):,} of {size}; all are in the Parquet files of the corpus"
    payload = {"caption": f"{caption}: {size}.", "heads": heads, "rows": rows, "facets": kept}
    bundle: dict[str, Any] = {TABLE_TYPE: payload, "text/plain": payload["caption"]}
    if not os.environ.get(HEADLESS_VARIABLE):
        bundle["text/html"] = render_interactive(payload)
    return Shown(bundle)


def link_evidence(frame: pd.DataFrame) -> list[str]:
    """A link a row to its words in the texts of the page, to the whole text for a row without a place in it."""
    placed = frame["start"].notna() if "start" in frame.columns else pd.Series(True, index=frame.index)
    whole = frame["document"] if "document" in frame.columns else pd.Series("", index=frame.index)
    targets = [
        f"e-{key}" if found else f"d-{document}" if document else ""
        for key, found, document in zip(frame["key"], placed, whole, strict=True)
    ]
    return [f'<a href="#{html.escape(target, quote=True)}">text</a>' if target else "" for target in targets]


def render_cell(value: Any) -> str:
    """A cell as escaped HTML: lists joined, days in ISO form, nothing for an empty cell."""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, str):
        return link_address(value) if value.startswith(("http://", "https://")) else html.escape(value)
    if hasattr(value, "__iter__"):
        return html.escape(", ".join(map(str, value)))
    if value is None or pd.isna(value):
        return ""
    return f"{value:.2f}" if isinstance(value, float) else html.escape(str(value))


def link_address(address: str) -> str:
    """An address of the web as a link, escaped; words that only begin like one stay words."""
    shown = html.escape(address, quote=True)
    return shown if any(sign.isspace() for sign in address) else f'<a href="{shown}" rel="noreferrer">{shown}</a>'


def render_interactive(payload: dict[str, Any]) -> str:
    """The same table for a person in JupyterLab, by itables, without a network."""
    import itables

    open_itables()
    frame = pd.DataFrame(payload["rows"], columns=payload["heads"])
    shown: str = itables.to_html_datatable(
        frame,
        payload["caption"],
        connected=False,
        allow_html=True,
        maxBytes=0,
        display_logo_when_loading=False,
        columnDefs=[{"className": "dt-left", "targets": "_all"}],
        style="table-layout:auto;width:auto;caption-side:top",
    )
    return shown


@cache
def open_itables() -> None:
    """The table library in the notebook, once a kernel."""
    import itables

    itables.init_notebook_mode(all_interactive=False, connected=False)


def show_sources(corpus: Corpus) -> Shown:
    """The readouts in view as a table of sources with their addresses, and as BibTeX and CSL-JSON to take away."""
    from readouts.cite import list_items, render_bibtex, render_csl

    documents = corpus["documents"].sort_values(["city", "published", "document"], na_position="last")
    if not len(documents):
        return show_sentences(["There are no sources in view."])
    shown = show_table(documents, "Sources", ["city", "title", "publisher", "published", "url", "retrieved", "path"])
    payload = dict(shown.bundle[TABLE_TYPE])
    if len(documents) <= MOST_REFERENCES:
        items = list_items(documents)
        payload["files"] = {
            "BibTeX": [f"{corpus.name}.bib", render_bibtex(items)],
            "CSL-JSON": [f"{corpus.name}.csl.json", render_csl(items)],
        }
    else:
        payload["caption"] += f" References of so many: readouts cite --corpus {corpus.name}."
    return Shown({**shown.bundle, TABLE_TYPE: payload})


def show_texts(corpus: Corpus, tables: Sequence[str] = ()) -> Shown:
    """The texts in view with their evidence marked, folded up, the anchor of every row in them."""
    documents = corpus["documents"].sort_values(["city", "path"]) if corpus.size else corpus["documents"]
    if not len(documents):
        return show_sentences(["There are no texts in view."])
    kept = documents.head(MOST_TEXTS)
    rows = rows_of_documents(corpus, kept["document"].tolist(), tables)
    texts = corpus["texts"].set_index("document")["text"]
    folds = [render_fold(row, texts[row.document], rows[row.document]) for row in iter_rows(kept)]
    more = "" if len(kept) == len(documents) else (
        f'<p class="note">{len(kept)} of {count(len(documents), "text")} shown; all are in the table texts.</p>'
    )  # fmt: skip
    body = f"<style>{render_styles()}</style>{more}{''.join(folds)}"
    return Shown({"text/html": f'<div class="evidence">{body}</div>', "text/plain": count(len(kept), "text")})


def rows_of_documents(corpus: Corpus, documents: Sequence[str], tables: Sequence[str]) -> dict[str, Rows]:
    """By document its rows by table, evidence among them: all tables, or those named and what is said of the document."""
    out: dict[str, dict[str, list[dict[str, Any]]]] = {document: {} for document in documents}
    for name in (*STYLES, "evidence"):
        frame = corpus[name]
        frame = frame[frame["document"].isin(documents)]
        if tables:
            frame = frame[frame["table"].isin([*tables, "documents"])] if name == "evidence" else frame
        for row in frame.astype("object").where(frame.notna(), None).to_dict("records"):
            out[row["document"]].setdefault(name, []).append({str(column): cell for column, cell in row.items()})
    return {**out}


def render_fold(row: Any, text: str, rows: Rows) -> str:
    """One text, folded under its city, day and title, with where it came from."""
    title = row.title if isinstance(row.title, str) else "(no title)"
    url = row.url if isinstance(row.url, str) and row.url.startswith(("http://", "https://")) else ""
    source = f'<a href="{html.escape(url, quote=True)}" rel="noreferrer">source page</a> · ' if url else ""
    return (
        f'<details id="d-{html.escape(row.document, quote=True)}"><summary>{html.escape(row.city)} · '
        f"{html.escape(title)}</summary>"
        f'<p class="origin">{source}{html.escape(row.path)} · {row.document}</p>'
        f"{render_evidence(text, collect_marks(rows), str(row.lang))}</details>"
    )
