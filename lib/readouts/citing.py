"""The command that writes the readouts of a corpus as references."""

from __future__ import annotations

import sys
from pathlib import Path

import click

USAGE = 2


@click.command()
@click.option("--corpus", default="sample", show_default=True, help="Which corpus, as built.")
@click.option("--city", "cities", multiple=True, metavar="NAME", help="Only readouts of this place; repeatable.")
@click.option("--format", "form", type=click.Choice(["bibtex", "csl-json"]), default="bibtex", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write this file instead of printing.")
@click.option("--processed", type=click.Path(path_type=Path), default=Path("data/processed"), show_default=True)
def cite(corpus: str, cities: tuple[str, ...], form: str, out: Path | None, processed: Path) -> None:
    """Print the readouts of a corpus as BibTeX or CSL-JSON, for a reference manager.

    \b
    Examples:
      readouts cite --corpus sample --out sample.bib
      readouts cite --city Jinan --format csl-json
    """
    import pandas as pd

    from readouts.cite import list_items, render_bibtex, render_csl
    from readouts.files import write_text
    from readouts.stored import table_path

    path = table_path(processed / corpus, "documents")
    if not path.exists():
        click.echo(f"{path} is missing: build the corpus first with readouts build RAW --corpus {corpus}", err=True)
        sys.exit(USAGE)
    documents = pd.read_parquet(path)
    wanted = {city.lower() for city in cities}
    if wanted:
        documents = documents[documents["place"].str.lower().isin(wanted)]
    if not len(documents):
        click.echo(f"No readout of {', '.join(cities) or corpus} to cite.", err=True)
        sys.exit(USAGE)
    items = list_items(documents)
    text = render_bibtex(items) if form == "bibtex" else render_csl(items)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_text(out, text)
        click.echo(f"{len(items)} references: {out}", err=True)
