"""The command that shows what people put right: corrections. And what a build says of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from readouts.build import Built
    from readouts.listing import Listed

CONFLICTS = 1
USAGE = 2
SHOWN = 60  # characters of a value in the list


@click.command()
@click.option("--corpus", default="sample", show_default=True, help="Which corpus.")
@click.option("--processed", type=click.Path(path_type=Path), default=Path("data/processed"), show_default=True)
@click.option("--corrections", "folder", type=click.Path(path_type=Path), help="Folder of the logs: data/corrections.")
@click.option("--check", is_flag=True, help="Lay them over the tables as built; exit status 1 where one does not fit.")
@click.option("--gold", type=click.Path(path_type=Path, file_okay=False), help="Write them as gold into this folder.")
@click.option("--undo", metavar="ID", help="Undo one; give a --reason too.")
@click.option("--reason", default="", help="Why it is undone.")
@click.option("--who", help="Who undoes it; READOUTS_WHO or the account's name unless given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line instead.")
def corrections(
    corpus: str,
    processed: Path,
    folder: Path | None,
    check: bool,
    gold: Path | None,
    undo: str | None,
    reason: str,
    who: str | None,
    as_json: bool,
) -> None:
    """List the corrections of a corpus, the newest first: who, when, what, and whether it still fits.

    They stand in data/corrections/CORPUS.csv and are laid over what the parser gives by every build. Where the text or
    the parser's value has changed since, a correction is a conflict and is kept.

    \b
    Examples:
      readouts corrections --corpus sample
      readouts corrections --check
      readouts corrections --undo 3f2a90c1d4e5 --reason "read the wrong line"
      readouts corrections --gold mygold && readouts evaluate mygold/gold mygold/texts
    """
    from readouts.corrections import CorrectionError, find_corrections, find_who, log_path, undo_correction
    from readouts.files import BusyError

    folder = folder or find_corrections()
    try:
        path = log_path(folder, corpus)
        if undo:
            done = undo_correction(path, undo, who or find_who(), reason)
            click.echo(f"{undo} is undone by {done.id}; the next build leaves it out.")
        elif not path.is_file():
            click.echo(f"There are no corrections of the corpus {corpus!r}: {path} is not there.")
        elif check:
            check_log(folder, processed, corpus, as_json)
        elif gold:
            write_log_as_gold(folder, processed, corpus, gold)
        else:
            print_log(folder, processed, corpus, as_json)
    except (CorrectionError, BusyError) as problem:
        fail(str(problem))


def print_log(folder: Path, processed: Path, corpus: str, as_json: bool) -> None:
    """The lines of the log, the newest first; those that cannot be read on standard error."""
    from readouts.corpus import count
    from readouts.listing import list_as_dict, list_corrections

    listed, problems = list_corrections(folder, processed, corpus)
    for line in listed:
        if as_json:
            click.echo(json.dumps(list_as_dict(line), ensure_ascii=False))
        else:
            print_line(line)
    for problem in problems:
        click.echo(problem, err=True)
    if not as_json:
        click.echo(f"{count(len(listed), 'line')} in the log")


def print_line(line: Listed) -> None:
    """One line of the log, with reason and note below it."""
    made = line.correction
    if made.action == "change":
        what = f"{line.cell}: {shorten(made.old) or 'empty'} → {shorten(made.new) or 'empty'}"
    elif made.action == "undo":
        what = f"undo of {made.row}"
    else:
        what = (
            f"{made.action} {line.cell} {shorten(made.new) if made.action in ('add', 'split') else made.row}".rstrip()
        )
    click.echo(f"{made.id}  {made.when}  {shorten(made.who)}  {made.path}  {what}  [{line.state}]")
    for words in (made.reason, line.note):
        if words:
            click.echo(f"  {' '.join(words.split())}")


def shorten(words: str) -> str:
    """Words on one line, cut where they are long."""
    words = " ".join(words.split())
    return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"


def check_log(folder: Path, processed: Path, corpus: str, as_json: bool) -> None:
    """What became of the corrections in force; ends with exit status 1 where one is a conflict or cannot be read."""
    from readouts.desk import CONFLICT
    from readouts.listing import Listed, check_corrections, list_as_dict

    need_tables(processed, corpus)
    outcomes, problems = check_corrections(folder, processed, corpus)
    conflicts = [outcome for outcome in outcomes if outcome.state == CONFLICT]
    for outcome in conflicts:
        made = outcome.correction
        line = json.dumps(list_as_dict(Listed(made, outcome.state, outcome.note)), ensure_ascii=False)
        click.echo(line if as_json else tell_conflict(made.path, made.id, outcome.note))
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(sum_states([outcome.state for outcome in outcomes]) or "No correction is in force.", err=as_json)
    sys.exit(CONFLICTS if conflicts or problems else 0)


def write_log_as_gold(folder: Path, processed: Path, corpus: str, out: Path) -> None:
    """The gold files, with the command that uses them."""
    from readouts.corpus import count
    from readouts.gold import write_gold

    need_tables(processed, corpus)
    written = write_gold(folder, processed, corpus, out)
    click.echo(f"{count(len(written), 'gold file')} written: readouts evaluate {out / 'gold'} {out / 'texts'}")


def need_tables(processed: Path, corpus: str) -> None:
    """Nothing where the corpus is built; else the end, with a sentence."""
    from readouts.stored import has_table

    if not has_table(processed / corpus, "texts"):
        fail(f"There are no tables of a corpus called {corpus!r} in {processed}: build them first.")


def tell_built(built: Built) -> None:
    """What became of the corrections in a build: one line in all, and one on standard error for each that does not fit."""
    for problem in built.problems:
        click.echo(problem, err=True)
    for outcome in built.outcomes:
        if outcome.state == "conflict":
            made = outcome.correction
            click.echo(tell_conflict(made.path, made.id, outcome.note), err=True)
    states = sum_states([outcome.state for outcome in built.outcomes])
    if states:
        click.echo(states)


def tell_conflict(path: str, id: str, note: str) -> str:
    """One line a conflict."""
    return f"{path}: correction {id}: {' '.join(note.split())}"


def sum_states(states: list[str]) -> str:
    """How many corrections touch tables, and how many of these are applied, agree with the parser or conflict."""
    touching = [state for state in states if state != "noted"]
    if not touching:
        return ""
    applied, agree, conflict = (touching.count(state) for state in ("applied", "agrees", "conflict"))
    noun, verb = ("correction" if len(touching) == 1 else "corrections"), ("agrees" if agree == 1 else "agree")
    conflicts = "conflict" if conflict == 1 else "conflicts"
    return f"{len(touching)} {noun}: {applied} applied, {agree} {verb}, {conflict} {conflicts}"


def fail(message: str) -> NoReturn:
    """One line on standard error and the exit status of a request that made no sense."""
    click.echo(message, err=True)
    sys.exit(USAGE)
