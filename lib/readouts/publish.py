"""The command that makes the reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from readouts.runner import Outcome

REFUSED = 1
USAGE = 2
INTERRUPTED = 130


@click.command()
@click.option("--corpus", default="sample", show_default=True, help="Which corpus, as built.")
@click.option("--only", multiple=True, metavar="NAME", help="Only this report (03_timeline or timeline); repeatable.")
@click.option("--jobs", type=click.IntRange(1, 16), default=2, show_default=True, help="Notebooks run at a time.")
@click.option("-p", "--parameter", "words", multiple=True, metavar="NAME=VALUE", help="Set a notebook parameter.")
@click.option("--again", is_flag=True, help="Make pages again that still hold.")
@click.option(
    "--assets",
    type=click.Choice(["inline", "shared"]),
    default="inline",
    show_default=True,
    help="Libraries in every page, or once in a folder beside the pages.",
)
@click.option("--processed", type=click.Path(path_type=Path), default=Path("data/processed"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True)
@click.option("--notebooks", type=click.Path(path_type=Path), default=Path("notebooks"), show_default=True)
def report(
    corpus: str,
    only: tuple[str, ...],
    jobs: int,
    words: tuple[str, ...],
    again: bool,
    assets: str,
    processed: Path,
    out: Path,
    notebooks: Path,
) -> None:
    """Run the notebooks on a corpus and write HTML reports that open without a network.

    Parameters are checked by name and type before anything runs. A notebook that fails leaves its executed copy
    (NAME.failed.ipynb) and the last good page; the other reports are still written, and the exit status is 1. A page made
    from the same tables, notebook, parameters and version is kept as it is.

    \b
    Examples:
      readouts report --corpus sample
      readouts report --only timeline -p cities=Jinan,Suzhou -p start=2023-01-01
    """
    from readouts.files import BusyError
    from readouts.runner import warm_up
    from readouts.runs import STATE, UsageError, find_due

    try:
        given = dict(split_parameter(word) for word in words)
        if (processed / corpus).is_dir() and not (out / corpus / STATE).is_file():
            warm_up()  # something is due for certain: load while looking for what
        runs, due = find_due(corpus, processed, out, notebooks, only, given, assets)
        if (out / corpus / "index.html").is_file() and not due and not again:
            tell_kept(len(runs), out / corpus / "index.html")
            return
        warm_up()
        from readouts.report import make_reports

        made = make_reports(corpus, processed, out, notebooks, only, given, jobs, tell_outcome, again, assets)
    except (UsageError, BusyError) as problem:
        fail(str(problem), USAGE)
    except KeyboardInterrupt:
        fail(
            "Interrupted: reports already listed as written are complete; the next call goes on from there.",
            INTERRUPTED,
        )
    tell_kept(made.kept, made.folder / "index.html")
    sys.exit(REFUSED if made.failed else 0)


def tell_kept(kept: int, index: Path) -> None:
    """One line on the pages that were not made again, one on where they all are."""
    if kept:
        click.echo(f"{kept} unchanged: made from the same tables, notebook, parameters and version before.")
    click.echo(f"Reports: {index}")


def split_parameter(word: str) -> tuple[str, str]:
    """Name and value of NAME=VALUE."""
    name, sign, value = word.partition("=")
    if not sign or not name.strip():
        fail(f"-p {word}: write it as name=value", USAGE)
    return name.strip(), value


def tell_outcome(outcome: Outcome) -> None:
    """One line a finished run."""
    page = outcome.job.output
    if outcome.message is None:
        click.echo(f"{page.name}: written in {outcome.seconds:.1f} s")
    else:
        click.echo(f"{page.name}: failed: {outcome.message}", err=True)


def fail(message: str, status: int) -> NoReturn:
    """One line on standard error and the exit status."""
    click.echo(message, err=True)
    sys.exit(status)
