"""Title, subtitle, day of printing, and the furniture lines of the page."""

from __future__ import annotations

from readouts.frame import Frame
from readouts.model import Furniture, Headline, Published


def extract(frame: Frame) -> tuple[Furniture, ...]:
    """The lines that are no part of the readout."""
    text = frame.marks.text
    blocks = frame.marks.layout.blocks
    return tuple(Furniture(text[b.span.start : b.span.end], b.span) for b in blocks if b.kind == "furniture")


def extract_title(frame: Frame) -> Headline | None:
    """The title without site names, null where no line heads the text."""
    span = frame.marks.layout.title
    return Headline(frame.marks.text[span.start : span.end], span) if span else None


def extract_subtitle(frame: Frame) -> Headline | None:
    """The line under the title, null where there is none."""
    span = frame.marks.layout.subtitle
    return Headline(frame.marks.text[span.start : span.end], span) if span else None


def extract_published(frame: Frame) -> Published | None:
    """The day of printing, by the text's date line, else by sidecar or page."""
    if frame.published is None:
        return None
    if frame.published_span is not None:
        return Published(frame.published.isoformat(), frame.published_span, "stated")
    return Published(frame.published.isoformat(), None, frame.marks.document.published_basis or "reference")
