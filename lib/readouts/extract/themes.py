"""Policy areas that a readout touches, by the forms of the coding scheme (vocab/themes.toml)."""

from __future__ import annotations

from readouts.frame import Frame
from readouts.model import Span, ThemeMention


def extract(frame: Frame) -> tuple[ThemeMention, ...]:
    """Every place where a theme's form stands in the readout, furniture left out."""
    marks = frame.marks
    return tuple(
        ThemeMention(hit.entry, Span(hit.start, hit.end))
        for hit in marks.hits
        if hit.kind == "theme" and not marks.in_furniture(hit.start)
    )
