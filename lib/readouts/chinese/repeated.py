"""Agenda items that a Chinese text tells twice: each once, in its fuller words."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from readouts.lexicon import grammar_words
from readouts.model import AgendaItem, Span

_ALL_SPEECHES = re.compile(
    r"(?:习近平总书记|[\u3400-\u9fff]{2,3}总理)(?:近期|最新|系列|有关|相关)*(?:重要)?讲话(?:、|和)?(?:重要)?(?:指示|批示|指示批示)?"
)
_DRAFT = re.compile(r"[（(](?:讨论稿|送审稿|审议稿|征求意见稿|草案|稿)[）)]$")
_SHORT_NAME = re.compile(r"[（(]以?下(?:统)?简?称[：:]?《(?P<name>[^《》]{2,30})》")
MIN_LISTED = 3  # matters studied in one breath
MAX_LISTED = 12  # characters of each
MAX_BELOW = 60  # rows below in which one of them can be told in full
MAX_SUMMARY = 24  # characters of a matter told again in fuller words
_SPEECH_OF = re.compile(r"习近平|[\u3400-\u9fff]{2,3}总理|在|对|给|致")


def without_short_names(rows: Iterable[AgendaItem], text: str) -> list[AgendaItem]:
    """The items without those that are a document's short name (以下简称《行动方案》); passed by that name, it was reviewed."""
    short = [(Span(*m.span("name")), m.start()) for m in _SHORT_NAME.finditer(text)]
    out: list[AgendaItem] = []
    for row in rows:
        named = [at for span, at in short if text[span.start : span.end] == row.title and span.start <= row.span.start]
        full = next((i for at in named for i, r in enumerate(out) if 0 <= at - r.span.end <= 2), None)
        if full is None:
            out.append(row)
        elif row.action == "reviewed" and out[full].action == "heard":
            out[full] = dataclasses.replace(out[full], action=row.action, kind=row.kind, action_span=row.action_span)
    return out


def unrepeated(rows: list[AgendaItem], text: str) -> list[AgendaItem]:
    """The rows without speeches, and matters that no title marks, that are told again in fuller words."""
    rows = _without_lead_list(rows, text)
    rows = [row for at, row in enumerate(rows) if not _is_told_below(row, rows[at + 1 :])]
    keys = [_letters(row.title) for row in rows]
    return [
        row
        for at, row in enumerate(rows)
        if not _is_summed_up(row, text)
        or not any(
            _is_told_by(keys[at], keys[n])
            for n, other in enumerate(rows)
            if n != at and other.action == row.action and other.action_span != row.action_span
        )
    ]


def _is_told_below(row: AgendaItem, below: list[AgendaItem]) -> bool:
    """Whether a matter that an opening sentence names, or speeches that it names in general, are told in full below."""
    if row.action == "heard" and row.title in grammar_words("plain_reports", "zh"):
        return any(other.action == "heard" for other in below)
    if row.action not in {"studied", "deployed"} or row.kind == "document":
        return False
    if _ALL_SPEECHES.fullmatch(row.title):
        return any(
            _SPEECH_OF.match(other.title) and other.action == "studied" and other.kind != "document" for other in below
        )
    return any(len(row.title) < len(other.title) and row.title in other.title for other in below)


def _without_lead_list(rows: list[AgendaItem], text: str) -> list[AgendaItem]:
    """The rows without matters of a list in the lead that later rows tell in full, whatever was done with them."""
    listed = Counter(row.action_span for row in rows)
    letters = [_letters(row.title) for row in rows]
    below = [range(at + 1, min(at + MAX_BELOW, len(rows))) for at in range(len(rows))]
    return [
        row
        for at, row in enumerate(rows)
        if listed[row.action_span] < MIN_LISTED
        or not _is_short_matter(row, text)
        or not any(rows[n].action_span != row.action_span and _stands_in(letters[at], letters[n]) for n in below[at])
    ]


def _is_short_matter(row: AgendaItem, text: str) -> bool:
    """Whether a matter is studied in few words, without marks of a title."""
    marked = text[row.span.start - 1 : row.span.start] in ("《", "“")
    return row.action == "studied" and not marked and len(row.title) <= MAX_LISTED


def _is_summed_up(row: AgendaItem, text: str) -> bool:
    """Whether a row can be told again below: a speech or matter studied, what is reviewed without marks of a title."""
    if row.action == "studied":
        return row.kind != "document"
    return row.action == "reviewed" and text[row.span.start - 1 : row.span.start] not in ("《", "“", "于")


def _is_told_by(short: str, full: str) -> bool:
    """Whether one title is another in fewer words: not too long to be a summary."""
    return MAX_SUMMARY > len(short) > 5 and _stands_in(short, full)


def _stands_in(short: str, full: str) -> bool:
    """Whether the characters of one title stand in another in their order, which says more."""
    rest = iter(full)
    return len(full) > len(short) and all(char in rest for char in short)


def _letters(title: str) -> str:
    """A title without marks."""
    return re.sub(r"[\W_]", "", title)


def _key(title: str) -> str:
    """A title without marks, small words and its owner's full name: one for 全体会议 and 全会, with and without 中共."""
    bare = (
        re.sub(r"[\W_]|了|的|以及|和|及|与", "", _DRAFT.sub("", title)).replace("全体会议", "全会").removesuffix("稿")
    )
    return re.sub(r"^中共[\u3400-\u9fff]{2,4}(?=[省市县区]委)", "", bare)


def once(rows: list[AgendaItem]) -> Iterator[AgendaItem]:
    """Each item once: what is told again in the same words, or inside of an item told, is left out."""
    seen: dict[str, AgendaItem] = {}
    end = 0
    for row in sorted(rows, key=lambda row: row.span):
        if row.span.start < end:
            continue
        key = _key(row.title)
        if key in seen:
            known = seen[key]
            if (known.action, row.action) == ("heard", "reviewed"):  # explained, then passed
                seen[key] = dataclasses.replace(known, action="reviewed", kind=row.kind, action_span=row.action_span)
            continue
        seen[key] = row
        end = row.span.end
    yield from seen.values()
