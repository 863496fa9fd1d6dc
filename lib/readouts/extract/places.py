"""The jurisdiction whose body meets: named in an organ's or a document's name, or by the text as its own city."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from readouts.frame import Frame
from readouts.mark import holds, overlaps
from readouts.model import Mention, Place, Span
from readouts.names import count_syllables
from readouts.occasions import Convening
from readouts.organs import Body, name_before, names_county
from readouts.patterns import NEAR, REACH
from readouts.places import PlaceEntry, find_place, load_gazetteer, places_by_english

_BARE_PLACE = re.compile(
    r"(?:\b(?:in|of|for|to|across|and|at)[ \u00a0]|^)([A-Z][a-z]{3,14})(?=[’']s\b|[,.;]|[ \u00a0](?!(?:Bay|Lake|River|Island|Mountain|Road|Bridge|Airport|Hotel|University|Daily|Port)\b))",
    re.M,
)
_TITLE_PLACE = re.compile(
    r"([A-Z][a-z]{3,14})(?=[’']s |[ ](?:[A-Z][\w-]+ ){0,4}(?:Group|Commission|Committee|Government)\b)"
)
TITLE_WEIGHT = 20
_IN_PROVINCE = re.compile(r", [A-Z][a-z]+ Province\b")  # a city told with its province is seldom the reader's own
_ZONE = re.compile(
    r"\b([A-Z][a-z]{3,14})[ ](?:National |State-level )?(?:High-[Tt]ech|Hi-[Tt]ech|Economic(?: and Technological)? Development|Industrial)"
    r"(?: Industrial)?(?: Development)? (?:Zone|Area|Park)(?:[’']s)?[ ](?:Party |Working ){0,2}Committee\b"
)
ZONE_WEIGHT = 12
_PARTNER = re.compile(
    r"\b(?:inspect\w*|visit\w*|tour|touring|trip|research) (?:tour |trip )?(?:in|to|of|the)? ?$|\binspected [A-Z][\w’']+, [A-Z][a-z]+ and $"
    r"|\b(?:cooperation|cooperate|exchanges?|docking|paired|pairing|assistance|aid)\b[^.;,]{0,24} (?:with|from|by) $",
    re.I,
)
_ITS_OWN = re.compile(
    r"\b(?:plans?|development|construction|reality|conditions|modernization|revitalization|economy|people|practice|future|image)"
    r" (?:of|in|for) $|\b(?:draw|attract|introduce|bring)\w* to $"
)


def extract(frame: Frame) -> Place:
    """The place with its level and gazetteer row; name null where nothing names it."""
    level = frame.level
    if level == "central":
        return _country(frame)
    votes: Counter[str] = Counter()
    spans: dict[str, Span] = {}
    marks = frame.marks
    text = marks.text
    relayed = [g.mention for g in frame.others if g.relation != "referred"]
    bodies = [b for b in marks.bodies if not holds(relayed, b.start)]
    of_province = any(b.value.level == "provincial" for b in marks.bodies if isinstance(b.value, Body))
    for body in [*bodies, *(m for m in frame.own if isinstance(m.value, Convening))]:
        value = body.value
        if isinstance(value, Convening):
            inner = value.body.value if value.body else None
            _count(text, inner if isinstance(inner, Body) else None, level, votes, spans, 12, frame)
        elif isinstance(value, Body):
            _count(text, value, level, votes, spans, 6, frame)
    for hit in marks.hits:
        if (
            hit.kind == "place"
            and not holds(relayed, hit.start)
            and not holds(marks.names, hit.start)
            and not _of_the_page(frame, hit.start)
            and not _dateline(frame, hit)
        ):
            if _PARTNER.search(text, max(0, hit.start - NEAR), hit.start):
                continue
            entry = hit.value["place"]
            if of_province and level == "municipal" and entry.adcode.endswith("0000"):
                continue  # a city of a province is none that is one itself
            if _fits(entry, level):
                name = text[hit.start : hit.end]
                aside = text[hit.start - 2 : hit.start] == ", " or _IN_PROVINCE.match(text, hit.end)
                votes[name] += 1 if aside else 2
                if name not in spans or hit.start < spans[name].start:
                    spans[name] = Span(hit.start, hit.end)
    named = list(_named_districts(frame, level))
    free = [span for span in named if not holds(relayed, span.start)]
    for span in free or named:
        name = text[span.start : span.end]
        votes[name] += 2
        spans.setdefault(name, span)
    opening = _opens_title(frame, level)
    if opening is not None:
        name = text[opening.start : opening.end]
        votes[name] += TITLE_WEIGHT
        spans.setdefault(name, opening)
    for span in _named_zones(frame, level):
        votes[text[span.start : span.end]] += ZONE_WEIGHT
        spans.setdefault(text[span.start : span.end], span)
    for span in () if votes else _spoken_of(frame, level):
        votes[text[span.start : span.end]] += 1
        spans.setdefault(text[span.start : span.end], span)
    if not votes:
        return from_sidecar(frame)
    name = votes.most_common(1)[0][0]
    row = find_place(name, level)
    return Place(
        name,
        spans[name],
        level or (row.level if row else None),
        row.adcode if row else None,
        row.province if row else None,
    )


def _of_the_page(frame: Frame, start: int) -> bool:
    """Whether a place stands in furniture, or in what a site wrote around the headline."""
    block, title = frame.marks.block_at(start), frame.marks.layout.title
    outside = title is None or not title.start <= start < title.end
    return block is not None and (block.kind == "furniture" or (block.kind == "title" and outside))


def _spoken_of(frame: Frame, level: str | None) -> Iterator[Span]:
    """Counties and districts that the text speaks of by their bare name, twice or in its headline (the lanes of Minhang).

    Once, where it is said to have plans or work of its own (the five-year plan of Zizhou) and no other is spoken of.
    """
    marks = frame.marks
    found: dict[str, list[Span]] = {}
    for match in _BARE_PLACE.finditer(marks.text) if level in {"county", "municipal"} else ():
        rows = places_by_english().get(match[1].lower(), ())
        named = overlaps(marks.names, *match.span(1)) or _of_the_page(frame, match.start(1))
        levels = {row.level for row in rows}
        if not named and count_syllables(match[1]) > 1 and "county" in levels and "provincial" not in levels:
            found.setdefault(match[1], []).append(Span(*match.span(1)))
    title = marks.layout.title
    for spans in found.values():
        in_title = title is not None and title.start <= spans[0].start < title.end
        if len(spans) > 1 or in_title or _on_page(frame, marks.text[spans[0].start : spans[0].end]):
            yield from spans
    alone = next(iter(found.values()))[0] if len(found) == 1 else None
    if alone is not None and _ITS_OWN.search(marks.text, max(0, alone.start - REACH), alone.start):
        yield alone


def _opens_title(frame: Frame, level: str | None) -> Span | None:
    """A county or county-level city whose bare name opens the headline before its organ: Yidu Reform Leading Group Met."""
    title, text = frame.marks.layout.title, frame.marks.text
    named = _TITLE_PLACE.match(text, title.start, title.end) if title and level in {"county", "municipal"} else None
    rows = places_by_english().get(named[1].lower(), ()) if named else ()
    if named is None or overlaps(frame.marks.names, *named.span(1)) or count_syllables(named[1]) < 2:
        return None
    return Span(*named.span(1)) if any(row.level == "county" for row in rows) else None


def _on_page(frame: Frame, name: str) -> bool:
    """Whether a line of the page names a place as well: Wugang News."""
    lines = (b.span for b in frame.marks.layout.blocks if b.kind == "furniture")
    return any(re.search(rf"\b{re.escape(name)}\b", frame.marks.text[line.start : line.end]) for line in lines)


def _named_districts(frame: Frame, level: str | None) -> Iterator[Span]:
    """Names right before a word of the readout's level (Tianhe District held …)."""
    marks = frame.marks
    for hit in marks.hits:
        if (
            hit.kind != "level"
            or hit.entry != level
            or _of_the_page(frame, hit.start)
            or not marks.text[hit.start].isupper()
        ):
            continue
        match = name_before(marks.text, 0, hit.start)
        if match and _PARTNER.search(marks.text, max(0, match.start() - NEAR), match.start()):
            continue
        if match and names_county(marks.text, match[1], hit):
            yield Span(match.start(1), match.end(1))


def _named_zones(frame: Frame, level: str | None) -> Iterator[Span]:
    """Names of zones before their committees, where a zone's committee meets: the Zhongkai High-Tech Zone Committee."""
    for match in _ZONE.finditer(frame.marks.text) if level == "county" else ():
        rows = places_by_english().get(match[1].lower(), ())
        if count_syllables(match[1]) > 1 and not any(row.level != "county" for row in rows):
            yield Span(*match.span(1))


def _country(frame: Frame) -> Place:
    """The country, where a text on a central meeting names it."""
    for hit in frame.marks.of_kind("country"):
        if not frame.marks.in_furniture(hit.start):
            span = Span(hit.start, hit.end)
            return Place(frame.marks.text[hit.start : hit.end], span, "central", None, None)
    return Place(None, None, "central", None, None, "not-stated")


def _count(
    text: str,
    body: Body | None,
    level: str | None,
    votes: Counter[str],
    spans: dict[str, Span],
    weight: int,
    frame: Frame,
) -> None:
    if body is None or body.place_span is None or frame.marks.in_furniture(body.place_span[0]):
        return
    if body.level not in (None, level) and level is not None:
        return
    span = Span(*body.place_span)
    name = text[span.start : span.end]
    votes[name] += weight
    if name not in spans or span.start < spans[name].start:
        spans[name] = span


def _fits(entry: PlaceEntry, level: str | None) -> bool:
    """Whether a place of the gazetteer can be the jurisdiction: a city calls itself municipal at county level too."""
    return level is None or entry.level == level


def _dateline(frame: Frame, hit: Mention) -> bool:
    first = next((b.span for b in frame.marks.layout.blocks if b.kind == "paragraph"), None)
    return first is not None and hit.start - first.start < 12 and frame.marks.text[hit.start : hit.end].isupper()


def from_sidecar(frame: Frame) -> Place:
    given = frame.marks.document.place
    if not given:
        return Place(None, None, frame.level, None, None, "not-stated")
    row = load_gazetteer().get(given) or find_place(given, frame.level)
    return Place(
        row.name if row and given == row.adcode else given,
        None,
        frame.level,
        row.adcode if row else None,
        row.province if row else None,
        "reference: sidecar",
    )
