"""The commands that show how good the tables are: evaluate and doubts."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from readouts import __version__

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from readouts.evaluate import Evaluation

FALLEN = 1
USAGE = 2
WIDTH = 100
SHOWN = 20  # rows of gains and losses printed; all are in the JSON file


@click.command()
@click.argument("gold", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("raw", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--against", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="An earlier --json FILE.")
@click.option("--json", "saved", type=click.Path(path_type=Path, dir_okay=False), help="Save the run to FILE.")
@click.option("--seen", type=click.Path(path_type=Path, exists=True), help="Names or texts of cities seen before.")
@click.option("--misses", default=0, show_default=True, help="Print so many rows missed or wrong.")
def evaluate(gold: Path, raw: Path, against: Path | None, saved: Path | None, seen: Path | None, misses: int) -> None:
    """Score the texts in the folder RAW against the folder GOLD, table by table.

    A gold file and a text belong together by their stem, or by the text's path below RAW with __ for /: suzhou__a.json
    and suzhou/a.txt. Precision, recall and F1 have Wilson's 95 % intervals. A city is seen when its name stands in
    --seen (a file, or a folder of texts); the vocabulary's own words unless given. The exit status is 1 where the
    headline is more than 1.5 points below that of --against.

    \b
    Examples:
      readouts evaluate tests/gold/sample data/raw/sample
      readouts evaluate gold texts --json now.json --against last.json
    """
    from readouts.evaluate import EvaluationError, look_in, read_gold
    from readouts.evaluate import evaluate as evaluate_records
    from readouts.scores import has_fallen, load_evaluation

    try:
        stems = set(read_gold(gold))
        records, texts = parse_texts(raw, stems)
        done = evaluate_records(gold, records, texts, look_in(list(seen_texts(seen))))
        earlier = load_evaluation(against) if against else None
    except (EvaluationError, KeyError, json.JSONDecodeError) as problem:
        fail(
            f"{problem}"
            if isinstance(problem, EvaluationError)
            else f"{against or gold} is not of this form: {problem}"
        )
    for stem in sorted(stems - set(records)):
        click.echo(f"{gold / stem}.json: no readable text under {raw} has this name; counted as not found", err=True)
    console = open_console()
    print_scores(done, console)
    print_misses(done, misses)
    if saved:
        save_run(saved, done, earlier)
    if earlier:
        print_changes(done, earlier, console)
        sys.exit(FALLEN if has_fallen(done, earlier) else 0)


def parse_texts(raw: Path, stems: Collection[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The records and texts that these gold stems name, read as a build reads them; two texts of one name are an error."""
    from readouts.evaluate import EvaluationError
    from readouts.model import Refusal
    from readouts.parse import parse_document, record_to_json
    from readouts.source import iter_inputs, read_document

    records: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for path in iter_inputs(raw):
        stem = find_stem(path.relative_to(raw), stems)
        if stem is None:
            continue
        if stem in records:
            raise EvaluationError(f"{path}: another text answers to the gold file {stem}.json too; rename one")
        read = read_document(path, raw)
        if not isinstance(read, Refusal):
            records[stem] = json.loads(json.dumps(record_to_json(parse_document(read))))
            texts[stem] = read.text
    return records, texts


def find_stem(path: Path, stems: Collection[str]) -> str | None:
    """The gold stem that names a text: its path with __ for /, or the end of that, the longest first; None for no gold."""
    parts = (*path.parts[:-1], path.stem)
    names = ("__".join(parts[first:]) for first in range(len(parts)))
    return next((name for name in names if name in stems), None)


def save_run(path: Path, done: Evaluation, earlier: Evaluation | None) -> None:
    """The run in a file, with what made it and, beside an earlier run, gains and losses; no times and no paths."""
    from readouts.files import write_text
    from readouts.lexicon import vocabulary_sha256
    from readouts.scores import compare_runs, evaluation_to_json, render_run

    made_by = {"version": __version__, "vocabulary": vocabulary_sha256()}
    changes = {"changes": compare_runs(done, earlier).to_dict("records")} if earlier else {}
    write_text(path, render_run(made_by | evaluation_to_json(done) | changes))


def seen_texts(seen: Path | None) -> Iterator[str]:
    """The texts that a seen city's name stands in: the file or folder given, else the vocabulary."""
    from importlib.resources import files

    if seen is None:
        listed = sorted(files("readouts").joinpath("vocab").iterdir(), key=lambda item: item.name)
        yield from (item.read_text(encoding="utf-8") for item in listed if item.is_file() and item.name != "places.csv")
    elif seen.is_dir():
        yield from (path.read_text(encoding="utf-8", errors="replace") for path in sorted(seen.rglob("*.txt")))
    else:
        yield seen.read_text(encoding="utf-8")


def print_scores(done: Evaluation, console: Console) -> None:
    """The tables with their figures, then the headline and exact records of each split."""
    from readouts.scores import frame_scores, frame_summary, show_share

    shown = start_table("table", "gold", "found", "hit", "precision", "recall", "F1")
    scores = frame_scores(done)
    for row in scores[scores["split"] == "all"].to_dict("records") if len(scores) else ():
        counts = (str(row[key]) for key in ("gold", "found", "hit"))
        shown.add_row(str(row["table"]), *counts, *(show_share(row, key) for key in ("precision", "recall", "f1")))
    console.print(shown)
    summed = start_table("cities", "documents", "without record", "headline", "exact records")
    for row in frame_summary(done).to_dict("records"):
        headline = f"{row['headline']:.3f}" if row["documents"] else "–"
        cells = str(row["documents"]), str(row["missing"]), headline, f"{row['exact']}: {show_share(row, 'exact_rate')}"
        summed.add_row(str(row["split"]), *cells)
    console.print(summed)
    for name, count in done.recalled.items():
        console.print(f"recall only: {name} {count.hit}/{count.gold} = {count.hit / count.gold:.3f}")


def print_changes(done: Evaluation, earlier: Evaluation, console: Console) -> None:
    """Gains and losses by table and by document, the greatest loss first, and what became of the headline."""
    from readouts.scores import ALLOWED_FALL, compare_runs, compare_tables, has_fallen

    changes = compare_runs(done, earlier)
    for rows, heads in ((compare_tables(done, earlier), ["table"]), (changes.head(SHOWN), ["document", "table"])):
        shown = start_table(*heads, "before", "after", "change")
        for row in rows.to_dict("records"):
            figures = f"{row['before']:.3f}", f"{row['after']:.3f}", f"{row['change']:+.3f}"
            shown.add_row(*(str(row[head]) for head in heads), *figures)
        if len(rows):
            console.print(shown)
    losses = int((changes["change"] < 0).sum())
    console.print(f"{len(changes) - losses} gains, {losses} losses, {max(0, len(changes) - SHOWN)} not shown")
    console.print(f"headline {earlier.headline:.3f} before, {done.headline:.3f} now")
    if has_fallen(done, earlier):
        click.echo(f"The headline fell by more than {ALLOWED_FALL * 100:g} points.", err=True)


def print_misses(done: Evaluation, number: int) -> None:
    """The first rows missed or wrong, by document and table."""
    lines = [
        f"{stem} {table} {line}"
        for stem, scored in done.documents.items()
        for table, count in scored.counts.items()
        for line in count.misses
    ]
    for line in lines[:number]:
        click.echo(line)


@click.command()
@click.option("--corpus", default="sample", show_default=True, help="Which corpus, as built.")
@click.option("--processed", type=click.Path(path_type=Path), default=Path("data/processed"), show_default=True)
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="How many; 0 for all.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line instead.")
def doubts(corpus: str, processed: Path, limit: int, as_json: bool) -> None:
    """List what the parser was unsure of, the worst first.

    First what is truncated or garbled, then ambiguous, vague and not stated; among these, the doubts on which most
    values hang.

    \b
    Examples:
      readouts doubts --corpus sample
      readouts doubts --limit 0 --json > doubts.jsonl
    """
    from readouts.corpus import count
    from readouts.doubts import read_doubts
    from readouts.stored import has_table

    folder = processed / corpus
    if not has_table(folder, "doubts"):
        fail(f"There are no tables of a corpus called {corpus!r} in {processed}: build them first.")
    listed, number = read_doubts(folder, limit)
    if as_json:
        for row in listed.to_dict("records"):
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    console = open_console()
    for row in listed.to_dict("records"):
        console.print(f"{row['kind']}  {row['value']}: {row['reason']}", style="bold")
        console.print(f"  {row['path']}  ({count(row['values'], 'value')} on it)")
        if row["words"]:
            console.print(f"  … {row['before']} ⟦{row['words']}⟧ {row['after']} …", soft_wrap=True)
    click.echo(f"{len(listed)} of {count(number, 'doubt')} shown")


def start_table(*names: str) -> Table:
    """An empty table with these columns, figures to the right."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name in names:
        words = name in ("table", "cities", "document", "exact records")
        table.add_column(name, justify="left" if words else "right", overflow="fold")
    return table


def open_console() -> Console:
    """A console that prints texts as they are, wide enough for the tables where it is no terminal."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.width = console.width if console.is_terminal else WIDTH
    return console


def fail(message: str) -> NoReturn:
    """One line on standard error and the exit status of a request that made no sense."""
    click.echo(message, err=True)
    sys.exit(USAGE)
