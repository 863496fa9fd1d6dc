"""A document's text with the words behind its cells marked: escaped HTML with a legend, or terminal colours."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from readouts.model import Mention

Rows = Mapping[str, Sequence[Mapping[str, Any]]]  # the rows of one document by table, each by column
LONGEST = 80  # characters of a value said on hover

# Colours that stay apart for colour-blind readers; the line below each is a second cue.
STYLES = {
    "meetings": ("meeting", "#cfe3f5", "solid #0072b2"),
    "people": ("person", "#fbe3b5", "solid #a86a00"),
    "offices": ("office", "#fdf3c4", "dotted #a86a00"),
    "groups": ("group", "#f3ead9", "dashed #8a6d3b"),
    "relays": ("relay", "#f6d5e5", "double #a8326f"),
    "agenda": ("agenda", "#cdeee2", "solid #00785a"),
    "assignments": ("assignment", "#f9d9c4", "dashed #c04a00"),
    "formulations": ("formulation", "#e4dbf5", "dotted #5b3fa0"),
    "programmes": ("programme", "#e3f1c9", "dashed #4d7a00"),
    "themes": ("theme", "transparent", "dotted #7a7a7a"),
    "time_references": ("time", "#d8f0f7", "dotted #006d8f"),
    "furniture": ("furniture", "#eeeeee", "solid #767676"),
    "documents": ("title or place", "#e6e6fa", "solid #555599"),
    "utterances": ("verb or demand", "#f7e0e0", "dotted #8f2d2d"),
    "doubts": ("doubt", "#ffd6d6", "double #b00020"),
}
# Which of these styles a mention of the scan is shown in; other kinds are underlined only.
FAMILIES = {
    **dict.fromkeys(("name", "person"), "people"),
    **dict.fromkeys(("office", "rank"), "offices"),
    **dict.fromkeys(("body", "meeting", "organ", "party", "level", "convening", "ordinal"), "meetings"),
    **dict.fromkeys(("date", "month", "deictic-year", "anniversary", "vague-day", "plan", "year"), "time_references"),
    **dict.fromkeys(("quote", "formulation"), "formulations"),
    **dict.fromkeys(("theme", "topic"), "themes"),
    **dict.fromkeys(("verb", "demand"), "utterances"),
    **dict.fromkeys(("spirit", "occasion"), "relays"),
    "document-noun": "agenda",
    "group": "groups",
    "class-word": "groups",
    "place": "documents",
    "furniture": "furniture",
}
TERMINAL = {
    "people": "bold yellow",
    "offices": "yellow",
    "meetings": "blue",
    "time_references": "green",
    "formulations": "magenta",
    "themes": "cyan",
    "utterances": "red",
    "relays": "bold magenta",
    "agenda": "bold green",
    "groups": "bright_yellow",
    "documents": "bold cyan",
    "furniture": "dim",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to be marked: its kind, what to say on hover, and the row it is evidence for."""

    start: int
    end: int
    kind: str
    label: str
    row: str = ""


def collect_marks(rows: Rows) -> list[Mark]:
    """The marks of one document's rows by table, evidence among them; the longest first where they begin together."""
    values = {row.get("key", row["document"]): row for name in STYLES for row in rows.get(name, ())}
    marks = [
        Mark(item["start"], item["end"], item["table"], label_cell(item, values.get(item["row"], {})), item["row"])
        for item in rows.get("evidence", ())
        if item["start"] is not None
        and item["table"] in STYLES
        and (item["table"], item["field"]) != ("offices", "name")  # the person's own row marks the name
    ]
    order = list(STYLES)
    return sorted(marks, key=lambda mark: (mark.start, -mark.end, order.index(mark.kind), mark.row))


def label_cell(item: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """What a stretch is evidence of: field, value and basis."""
    value = say_value(row.get(item["field"]))
    shown = f" = {value if len(value) <= LONGEST else value[: LONGEST - 1].rstrip() + '…'}" if value else ""
    return f"{item['field'].replace('_', ' ')}{shown} · {item['basis']}"


def say_value(value: Any) -> str:
    """A cell in words: lists joined, days in ISO form, nothing for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def quote_sentence(text: str, start: int, end: int, limit: int = 260) -> str:
    """The sentence around a span, cut to a readable length, with dots where words were left out."""
    stops = (".", "。", "!", "！", "?", "？", ";", "；", "\n")
    before = max((text.rfind(stop, 0, start) for stop in stops), default=-1) + 1
    ends = [found for stop in stops if (found := text.find(stop, end)) >= 0]
    after = min(ends, default=len(text) - 1) + 1
    room = max(0, limit - (end - start)) // 2
    first, last = max(before, start - room), min(after, end + room)
    quoted = " ".join(text[first:last].split())
    return f"{'… ' if first > before else ''}{quoted}{' …' if last < after else ''}"


def render_evidence(text: str, marks: Sequence[Mark], lang: str = "", live: bool = False) -> str:
    """The evidence view as escaped HTML: a legend of the kinds present, then the text with its marks.

    Reports, the widgets and `readouts show --html` all show this. The text stands in it letter for letter, line ends
    too, so that a place in it is a place in the text; live marks also name their rows for the widgets to follow.
    """
    language = f' lang="{html.escape(lang, quote=True)}"' if lang else ""
    legend = render_legend(mark.kind for mark in marks)
    return f'{legend}<div class="text"{language}>{render_marks(text, marks, live)}</div>'


def render_marks(text: str, marks: Sequence[Mark], live: bool = False) -> str:
    """Escaped HTML: every stretch wrapped by its shortest mark, all marks named on hover, an anchor a row."""
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    anchored: set[str] = set()
    out: list[str] = []
    current: list[Mark] = []
    waiting = list(reversed(marks))
    for start, end in pairwise(edges):
        current = [mark for mark in current if mark.end > start]
        while waiting and waiting[-1].start <= start:
            mark = waiting.pop()
            current.append(mark)
            if mark.row and mark.row not in anchored:
                anchored.add(mark.row)
                out.append("" if live else f'<a id="e-{html.escape(mark.row, quote=True)}"></a>')
        out.append(render_stretch(text[start:end], current, live))
    return "".join(out)


def render_stretch(words: str, current: Sequence[Mark], live: bool) -> str:
    """One stretch: bare, or in a mark element with class and hover text; with its rows, the innermost first, if live."""
    escaped = html.escape(words).replace("\r", "&#13;").replace("\0", "\ufffd")
    if not current:
        return escaped
    inward = sorted(current, key=lambda mark: mark.end - mark.start)
    named = dict.fromkeys(f"{STYLES[m.kind][0]}: {m.label}" if m.kind in STYLES else m.label for m in inward)
    title = html.escape("\n".join(list(named)[:8]), quote=True)
    rows = " ".join(dict.fromkeys(mark.row for mark in inward if mark.row)) if live else ""
    followed = f' data-rows="{html.escape(rows, quote=True)}"' if rows else ""
    return f'<mark class="m-{html.escape(inward[0].kind, quote=True)}" title="{title}"{followed}>{escaped}</mark>'


def render_legend(kinds: Iterable[str]) -> str:
    """One line that names each kind in its colour and line."""
    present = set(kinds)
    items = [f'<mark class="m-{kind}">{name}</mark>' for kind, (name, _, _) in STYLES.items() if kind in present]
    return f'<p class="legend">Marked: {" ".join(items)}. Hover for what a stretch is evidence of.</p>'


def render_styles() -> str:
    """The style sheet of the evidence view: light, and dark below an element of the class dark."""
    rules = ["mark{color:inherit;padding:0 1px}.text{white-space:pre-wrap;overflow-wrap:anywhere}"]
    for kind, (_, ground, line) in STYLES.items():
        style, colour = line.split()
        rules.append(f"mark.m-{kind}{{background:{ground};border-bottom:2px {line}}}")
        dim = "transparent" if ground == "transparent" else f"{colour}59"
        rules.append(
            f".dark mark.m-{kind}{{background:{dim};border-bottom:2px {style} color-mix(in srgb,{colour} 55%,white)}}"
        )
    return "".join(rules)


def render_page(title: str, text: str, marks: Sequence[Mark], lang: str = "") -> str:
    """A whole page for one document: title, legend and marked text, no script."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{html.escape(title)}</title><style>body{{max-width:46rem;margin:2rem auto;padding:0 1rem;"
        f"font:16px/1.8 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif}}{render_styles()}</style></head>"
        f"<body><h1>{html.escape(title)}</h1>{render_evidence(text, marks, lang)}</body></html>\n"
    )


def mark_mentions(mentions: Iterable[Mention]) -> list[Mark]:
    """The marks of the scan's mentions, in the styles of the tables they feed."""
    marks = [Mark(m.start, m.end, FAMILIES.get(m.kind, "other"), m.kind.replace("-", " ")) for m in mentions]
    return sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.kind))
