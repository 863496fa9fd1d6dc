"""The explore screen in a notebook: live in JupyterLab or Voilà, a still where no reader can answer."""

from __future__ import annotations

import html
import os
from typing import Any

from readouts.corpus import Corpus, find_processed, open_corpus
from readouts.display import (
    HEADLESS_VARIABLE,
    Shown,
    ShownTogether,
    show_sentences,
    show_sources,
    show_table,
    show_texts,
    show_view,
)
from readouts.figures import Drawn, draw_timeline

HOW = (
    "This is a still of the explore screen. Live it filters, sorts, opens each readout at the words behind a value and "
    "takes corrections: run `make lab` in the project's folder and open 05_explore.ipynb, or see the README for Voilà."
)


def explore(corpus: str, selection: str = "", interactive: bool = True) -> Any:
    """The screen of a corpus, with a kept selection chosen if one is named.

    A still where interactive is false, where notebooks are run to make reports, and where there is no such corpus.
    """
    folder = find_processed() / corpus
    if not interactive or os.environ.get(HEADLESS_VARIABLE) or not (folder / "manifest.json").is_file():
        return show_still(open_corpus(corpus, selection=selection))
    from readouts.corrections import find_corrections
    from readouts.widgets import Screen
    from readouts.workbench import Workbench

    return Screen(Workbench(folder, find_corrections()), selection).widget


def show_still(corpus: Corpus) -> ShownTogether:
    """The views of the screen as they stand: what is in view, timeline, meetings, the readouts with their evidence."""
    parts: list[Shown | Drawn] = [
        show_sentences([HOW]),
        show_view(corpus),
        draw_timeline(corpus),
        show_table(
            corpus["meetings"], "Meetings", ["city", "held", "body_type", "body", "level", "term", "ordinal", "key"]
        ),
        show_heading("Sources"),
        show_sources(corpus),
        show_heading("The readouts with their evidence"),
        show_texts(corpus),
    ]
    return ShownTogether(tuple(parts))


def show_heading(words: str) -> Shown:
    """A heading inside an output."""
    return Shown({"text/html": f"<h3>{html.escape(words)}</h3>", "text/plain": words})
