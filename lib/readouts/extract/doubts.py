"""What the parser was unsure of: a row for each value left null or taken on a doubtful reading, with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readouts.blocks import CLOSED
from readouts.model import Doubt, Record, Span
from readouts.patterns import REACH

_MOJIBAKE = re.compile(r"Ã.|¡[°±®¯ª¤¢¶·]|â€.|ï»¿|\ufffd|\?\?\?+")


def find_doubts(record: Record, text: str, foreign: Sequence[Span] = ()) -> tuple[Doubt, ...]:
    """The doubts of a record, in the order of the record's keys; foreign lines are in the other language."""
    out: list[Doubt] = []
    if record.place.name is None and record.place.level != "central":
        out.append(Doubt("not-stated", None, "place: no organ, document or passage names the jurisdiction"))
    elif record.place.name and record.place.adcode is None and record.place.level != "central":
        out.append(Doubt("ambiguous", record.place.span, "place: no single gazetteer row has this name at this level"))
    if not record.meetings:
        out.append(Doubt("not-stated", None, "meetings: nothing tells which meeting the text reports"))
    for meeting in record.meetings:
        if meeting.held.date is None:
            span = meeting.held.evidence[0] if meeting.held.evidence else meeting.span
            out.append(Doubt("vague" if meeting.held.evidence else "not-stated", span, "held: no day is stated"))
        elif meeting.held.date.startswith("--"):
            out.append(Doubt("not-stated", meeting.held.evidence[0], f"held: no year is stated ({meeting.held.basis})"))
        if meeting.body_type == "other":
            out.append(Doubt("ambiguous", meeting.span, "meetings: the organ is not one of the known kinds"))
    out.extend(
        Doubt("garbled", item.span, "agenda: the verb is lost; taken as reviewed")
        for item in record.agenda
        if item.action_span is None
    )
    out.extend(
        Doubt("garbled", Span(*m.span()), "text: characters that a wrong decoding leaves")
        for m in _MOJIBAKE.finditer(text)
    )
    if foreign:
        told = "text: lines in another language; where both tell of the same meetings, the facts are those of the main language"
        out.append(Doubt("ambiguous", foreign[0], told))
    tail = text.rstrip()
    if (
        tail
        and not CLOSED.search(tail)
        and not any(f.span.end >= len(tail) for f in record.furniture)
        and len(tail) > 400
    ):
        out.append(Doubt("truncated", Span(max(0, len(tail) - REACH), len(tail)), "text: breaks off in mid-sentence"))
    return tuple(out)
