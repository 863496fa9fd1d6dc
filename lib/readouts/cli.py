"""The command line: parse, build, report, lab, show; evaluate, doubts, corrections and cite stand beside."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from readouts import __version__
from readouts.citing import cite
from readouts.progress import open_progress
from readouts.publish import report
from readouts.quality import doubts, evaluate
from readouts.review import corrections, tell_built

if TYPE_CHECKING:
    from readouts.build import Built
    from readouts.model import Document, Mention, Refusal

REFUSED = 1
USAGE = 2
INTERRUPTED = 130
SHOWN = 100  # refusals told one by one
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=HELP)
@click.version_option(__version__, prog_name="readouts")
def main() -> None:
    """Press texts (通稿) of Chinese Party-state meetings as records, tables and reports.

    \b
    A first run on your own texts:
      readouts build data/raw/mytexts      tables in data/processed/mytexts
      readouts report --corpus mytexts     pages in reports/mytexts

    Exit status: 0 all went well, 1 some input or report failed and the rest was done, 2 the request made no sense.
    """


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write DIR/<stem>.json instead.")
def parse(files: tuple[Path, ...], out: Path | None) -> None:
    """Print the record of each FILE, one JSON object a line.

    A file that cannot be read gives one line on standard error; the others are still parsed.

    \b
    Examples:
      readouts parse a.txt b.html > records.jsonl
      readouts parse texts/*.txt --out records
    """
    from readouts.files import write_text
    from readouts.model import Refusal
    from readouts.parse import parse_document, record_to_json
    from readouts.source import read_document

    refused, written = 0, dict[str, Path]()
    for path in list_files(files):
        read = read_document(path, path.parent)
        if isinstance(read, Refusal):
            refused += 1
            complain(path, read)
            continue
        record = record_to_json(parse_document(read))
        if out is None:
            click.echo(json.dumps(record, ensure_ascii=False))
        elif path.stem in written:
            refused += 1
            click.echo(f"{path}: same stem as {written[path.stem]}; not written, rename one of the two", err=True)
        else:
            written[path.stem] = path
            out.mkdir(parents=True, exist_ok=True)
            write_text(out / f"{path.stem}.json", json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    sys.exit(REFUSED if refused else 0)


def list_files(given: tuple[Path, ...]) -> Iterator[Path]:
    """The files given, a folder standing for the inputs in it."""
    from readouts.source import iter_inputs

    for path in given:
        yield from iter_inputs(path) if path.is_dir() else (path,)


def complain(path: Path, refusal: Refusal) -> None:
    """One line on standard error: what, where, how to mend it."""
    click.echo(f"{path}: {refusal.reason}: {refusal.detail}", err=True)


@main.command()
@click.argument("raw", type=click.Path(path_type=Path, exists=True))
@click.option("--corpus", help="Name of the corpus; that of RAW unless given.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("data/processed"), show_default=True)
@click.option("--csv", "with_csv", is_flag=True, help="Write CSV files beside the tables.")
@click.option(
    "--corrections", "put_right", type=click.Path(path_type=Path), help="Folder of the logs: data/corrections."
)
@click.option("--column", "columns", multiple=True, metavar="KEY=NAME", help="Which column holds what: text=body.")
@click.option("--max-mb", default=64.0, show_default=True, help="The largest readout that is read.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes that read texts.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="A Dask scheduler whose workers read texts instead.")
@click.option("--again", is_flag=True, help="Read all anew, also what has not changed since the last build.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def build(
    raw: Path,
    corpus: str | None,
    out: Path,
    with_csv: bool,
    put_right: Path | None,
    columns: tuple[str, ...],
    max_mb: float,
    workers: int,
    scheduler: str,
    again: bool,
    quiet: bool,
) -> None:
    """Build the tables of every readable input under RAW, a folder or one file, with the corrections made of them.

    Inputs are texts (.txt, .html), rows of tables (.jsonl, .csv, .parquet), pages of web archives (.warc, .wacz) and
    members of .zip files. Columns have the names text or html, url, publisher, published, retrieved, place, lang, title,
    unless --column or FILE.columns.toml names others.

    The tables go to OUT/CORPUS: a folder of Parquet files a table, CODEBOOK.md, datapackage.json and manifest.json. Files that
    cannot be read are rows of the table refusals. An interrupted build leaves the tables of the last one untouched.

    \b
    Examples:
      readouts build data/raw/sample
      readouts build ~/texts --corpus shanghai --csv
      readouts build articles.jsonl --column text=body --column published=date
      readouts build ~/texts --workers 4
      readouts build /shared/texts --out /shared/tables --scheduler tcp://10.0.0.5:8786
    """
    from readouts.build import BuildError, Crew, build_corpus
    from readouts.corrections import find_corrections
    from readouts.files import BusyError
    from readouts.pieces import Reading

    name = check_name(corpus or (raw.resolve().name if raw.is_dir() else raw.name.partition(".")[0]))
    crew = Crew(workers, scheduler, again)
    reading = Reading(int(max_mb * 2**20), tuple(check_column(column) for column in columns))
    try:
        with open_progress(raw, reading, quiet) as watch:
            built = build_corpus(raw, out, name, with_csv, watch, put_right or find_corrections(), reading, crew)
    except (BuildError, BusyError) as problem:
        fail(str(problem), USAGE)
    except KeyboardInterrupt:
        fail(f"Interrupted: the tables of the last finished build in {out / name}, if any, are untouched.", INTERRUPTED)
    complain_all(raw, built)
    done = built.manifest
    click.echo(
        f"{done.inputs} inputs = {done.documents} documents + {done.refused} refused + {done.duplicates} duplicates"
    )
    if built.kept:
        click.echo(f"{built.kept} documents have not changed since the last build; their rows were taken over.")
    click.echo(f"Tables: {built.folder}")
    tell_built(built)
    if not done.inputs:
        click.echo(f"{raw} holds no input files; the tables are empty.", err=True)
    sys.exit(REFUSED if done.refused or not done.inputs else 0)


def complain_all(raw: Path, built: Built) -> None:
    """A line on standard error for each refusal; of very many, how many more there are by reason."""
    shown = built.refusals[:SHOWN]
    for refusal in shown:
        complain(raw / refusal.path if raw.is_dir() else raw.with_name(refusal.path), refusal)
    left = Counter(built.reasons)
    left.subtract(refusal.reason for refusal in shown)
    if left.total():
        counted = ", ".join(f"{number} {reason}" for reason, number in left.most_common() if number)
        click.echo(f"… and {left.total()} more ({counted}): all are in the table refusals", err=True)


def check_column(given: str) -> tuple[str, str]:
    """A thing known of readouts and the column that holds it, from KEY=NAME."""
    key, equals, name = given.partition("=")
    if not equals:
        fail(f"--column {given}: write it as KEY=NAME, for example text=body", USAGE)
    return key.strip(), name.strip()


def check_name(name: str) -> str:
    """A corpus name that is one folder's name."""
    if not name or name.startswith(".") or "/" in name or "\\" in name:
        fail(f"{name!r} cannot be the name of a corpus: use letters, digits, - and _", USAGE)
    return name


@main.command()
@click.option("--notebooks", type=click.Path(path_type=Path), default=Path("notebooks"), show_default=True)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
def lab(notebooks: Path, no_browser: bool, more: tuple[str, ...]) -> None:
    """Open JupyterLab on the notebooks.

    \b
    Examples:
      readouts lab
      readouts lab --no-browser -- --port 8890     what stands after -- goes to JupyterLab
    """
    if not notebooks.is_dir():
        fail(f"{notebooks} is not a folder: run this in the project's folder or give --notebooks", USAGE)
    # The folder holds labconfig/default_setting_overrides.json, which keeps JupyterLab from asking about its news.
    paths = [str(Path(__file__).parent / "web"), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}
    quiet = ["--no-browser"] if no_browser else []
    words = ["-m", "jupyterlab", str(notebooks), "--LabApp.news_url=None", *quiet, *more]
    os.execve(sys.executable, [sys.executable, *words], environment)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--html", "as_html", is_flag=True, help="Print a page instead, to redirect into a file.")
def show(file: Path, as_html: bool) -> None:
    """Print the text of FILE with its mentions coloured, or a page of it with the words behind every value marked.

    \b
    Examples:
      readouts show a.txt | less -R
      readouts show a.txt --html > a.html
    """
    from readouts.model import Refusal
    from readouts.parse import mentions_of
    from readouts.source import read_document

    read = read_document(file, file.parent)
    if isinstance(read, Refusal):
        complain(file, read)
        sys.exit(REFUSED)
    if as_html:
        from readouts.evidence import collect_marks, render_page
        from readouts.parse import parse_document
        from readouts.rows import lay_rows

        rows = lay_rows(read, parse_document(read))
        click.echo(render_page(file.name, read.text, collect_marks(rows), read.lang or ""), nl=False)
    else:
        print_coloured(read, mentions_of(read))


def print_coloured(document: Document, mentions: list[Mention]) -> None:
    """The text with colours and a legend; bare where the output is no terminal and colours are not forced."""
    from rich.console import Console
    from rich.text import Text

    from readouts.evidence import STYLES, TERMINAL, mark_mentions

    text, marks = Text(document.text), mark_mentions(mentions)
    for mark in marks:
        text.stylize(TERMINAL.get(mark.kind, "underline"), mark.start, mark.end)
    legend = Text("Marked: ")
    for kind in sorted({mark.kind for mark in marks} & set(TERMINAL)):
        legend.append(STYLES[kind][0], style=TERMINAL[kind]).append("  ")
    console = Console(highlight=False, soft_wrap=True, force_terminal=True if os.environ.get("FORCE_COLOR") else None)
    console.print(text)
    console.print(legend)


def fail(message: str, status: int) -> NoReturn:
    """One line on standard error and the exit status."""
    click.echo(message, err=True)
    sys.exit(status)


for command in (report, evaluate, doubts, corrections, cite):
    main.add_command(command)
