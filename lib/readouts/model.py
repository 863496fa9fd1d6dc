"""The row classes of the record: frozen, no behaviour.

Field names and values are the contract with users (see CODEBOOK.md, generated from the notes here).
Offsets are half-open [start, end) in Unicode code points of the document's text.

Over 300 lines for a reason: the record is one contract, and a reader wants its classes side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple


class Span(NamedTuple):
    """Half-open character offsets into the document's text."""

    start: int
    end: int


class Mention(NamedTuple):
    """One hit of the scan: where, what kind, which vocabulary entry, and what a small rule read off it."""

    start: int
    end: int
    kind: str
    entry: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from."""

    path: Annotated[str, "path below the corpus folder"]
    sha256: Annotated[str, "SHA-256 of the raw bytes"]
    format: Annotated[str, "txt, html …"]
    encoding: Annotated[str, "the encoding that decoded the bytes strictly"]
    url: Annotated[str | None, "page address, from the sidecar or the page"] = None
    publisher: Annotated[str | None, "who printed it, from the sidecar or the page"] = None
    retrieved: Annotated[str | None, "day of download, ISO, from the sidecar"] = None


@dataclass(frozen=True, slots=True)
class Document:
    """One readout as read: its final text and what sidecar or page say of it."""

    id: str
    source: Source
    text: str
    text_sha256: str
    lang: str | None = None
    published: str | None = None
    published_basis: str | None = None
    place: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One input that could not be read, with the reason and how to mend it."""

    path: Annotated[str, "path below the corpus folder"]
    reason: Annotated[str, "empty, binary, encoding, unreadable, duplicate, parser …"]
    detail: Annotated[str, "one line: what is wrong and how to mend it"]
    sha256: Annotated[str | None, "SHA-256 of the raw bytes where they could be read"] = None


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the text and what it is: furniture, title, subtitle, dateline, paragraph."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """The jurisdiction whose body meets."""

    name: Annotated[str | None, "name without generic suffix; null where nothing names it"]
    span: Annotated[Span | None, "where the text says it"]
    level: Annotated[str | None, "central, provincial, municipal, county"]
    adcode: Annotated[str | None, "GB/T 2260 code, from the gazetteer"]
    province: Annotated[str | None, "province by the gazetteer"]
    basis: Annotated[str, "stated, or reference where site or sidecar give it, or not-stated"] = "stated"


@dataclass(frozen=True, slots=True)
class Headline:
    """A title or subtitle, site prefixes and suffixes cut off."""

    text: Annotated[str, "exact surface"]
    span: Annotated[Span, "where it stands"]


@dataclass(frozen=True, slots=True)
class Published:
    """The day of printing."""

    date: Annotated[str, "ISO day"]
    span: Annotated[Span | None, "where the text says it; null where the sidecar or page does"]
    basis: Annotated[str, "stated or reference"] = "stated"


@dataclass(frozen=True, slots=True)
class Held:
    """When a meeting was held: the surface day and its bounds."""

    date: Annotated[str | None, "YYYY-MM-DD, or --MM-DD where no year can be had from the text, or null"]
    start: Annotated[str | None, "earliest day, ISO"]
    end: Annotated[str | None, "latest day, ISO"]
    precision: Annotated[str, "day, month-day, interval, unknown"]
    basis: Annotated[str, "stated, derived: rule, reference, or a reason for null"]
    evidence: Annotated[tuple[Span, ...], "the spans the day was had from"] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting (or one of several) that the readout reports."""

    body_type: Annotated[
        str,
        "deepening-reform-commission, standing-committee, standing-committee-enlarged, government-executive, "
        "party-group, leading-group, plenary, theory-study, other: kind of the organ that meets",
    ]
    body: Annotated[str | None, "the organ that meets, exact surface"]
    level: Annotated[str | None, "central, provincial, municipal, county: by the words of the text"]
    term: Annotated[int | None, "届: number of the committee's term"]
    ordinal: Annotated[int | None, "次: number of the meeting"]
    held: Annotated[Held, "when"]
    part_of_day: Annotated[str | None, "morning, afternoon, evening"]
    span: Annotated[Span, "the first full mention in the body of the text, else in the title"]
    body_span: Annotated[Span | None, "where the organ's name stands"] = None
    mentions: Annotated[tuple[Span, ...], "other mentions"] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """One post, exact surface."""

    text: Annotated[str, "exact surface"]
    span: Annotated[Span, "where it stands"]
    office_type: Annotated[str | None, "secretary, deputy-secretary, mayor, director …"]
    body_type: Annotated[str | None, "kind of the organ the post belongs to"]
    level: Annotated[str | None, "as for meetings: level of that organ"]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who takes part, in the order in which the text lists them."""

    name: Annotated[str, "exact surface"]
    span: Annotated[Span, "first place where the name stands as a participant"]
    roles: Annotated[
        tuple[str, ...], "presided, spoke, attended, attended-nonvoting, conveyed, deployed, reported, guided"
    ]
    offices: Annotated[tuple[Office, ...], "posts, one an item"]
    order: Annotated[int, "1 for the first listed"]
    group: Annotated[str | None, "the group the person is listed under"] = None
    role_spans: Annotated[tuple[Span, ...], "the words behind each role, in the order of roles"] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """An unnamed group that takes part."""

    text: Annotated[str, "exact surface"]
    span: Annotated[Span, "where it stands"]
    roles: Annotated[tuple[str, ...], "as for people"]


@dataclass(frozen=True, slots=True)
class Relay:
    """A higher meeting whose spirit is conveyed, studied, to be implemented, or only referred to."""

    level: Annotated[str | None, "as for meetings: level of the higher meeting"]
    body_type: Annotated[str, "as for meetings, political-bureau: its organ"]
    term: Annotated[int | None, "届"]
    ordinal: Annotated[int | None, "次"]
    surface: Annotated[str, "its first surface"]
    span: Annotated[Span, "where that stands"]
    relation: Annotated[str, "conveyed, studied, implemented, referred: the first stated"]
    held: Annotated[Held | None, "its day, stated or from the calendar of central meetings"] = None
    relation_span: Annotated[Span | None, "the words of the relation"] = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing reviewed, heard, studied or deployed."""

    action: Annotated[str, "reviewed, heard, studied, deployed"]
    kind: Annotated[str, "document, report, reform, other"]
    title: Annotated[str, "exact surface without leading article"]
    span: Annotated[Span, "where it stands"]
    action_span: Annotated[Span | None, "the verb; null where the verb is lost"]


@dataclass(frozen=True, slots=True)
class Utterance:
    """Who says what."""

    speaker: Annotated[str, "a name, or meeting"]
    verb: Annotated[str, "exact surface of the verb"]
    span: Annotated[Span, "speaker and verb as they stand"]
    content_span: Annotated[Span, "what is said, to the end of the sentence"]
    verb_span: Annotated[Span | None, "the verb"] = None


@dataclass(frozen=True, slots=True)
class Directive:
    """A sentence that demands action."""

    span: Annotated[Span, "the sentence"]
    speaker: Annotated[str | None, "a name, or meeting"]
    modality: Annotated[str, "must, should, necessary, need, imperative, will …"]
    themes: Annotated[tuple[str, ...], "id in vocab/themes.toml: those touched in the sentence"] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """A named organ is told to do a thing."""

    actor: Annotated[str, "the organ, exact surface"]
    task: Annotated[str, "the task, exact surface"]
    actor_span: Annotated[Span, "where the organ stands"]
    task_span: Annotated[Span, "where the task stands"]


@dataclass(frozen=True, slots=True)
class Formulation:
    """A quoted term or known fixed formulation (提法)."""

    text: Annotated[str, "exact surface, without quotes"]
    span: Annotated[Span, "where it stands"]
    kind: Annotated[str, "quoted or fixed"]
    canonical: Annotated[str | None, "id of the known formulation"] = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A named programme, project, or number used as a name."""

    text: Annotated[str, "exact surface"]
    span: Annotated[Span, "where it stands"]


@dataclass(frozen=True, slots=True)
class ThemeMention:
    """A policy area touched."""

    theme: Annotated[str, "id in vocab/themes.toml"]
    span: Annotated[Span, "the words that touch it"]


@dataclass(frozen=True, slots=True)
class TimeReference:
    """A date, year, anniversary, plan period or relative time."""

    text: Annotated[str, "exact surface"]
    span: Annotated[Span, "where it stands"]
    kind: Annotated[str, "published, date, year, deictic-year, anniversary, plan, relative, part-of-day …"]
    norm: Annotated[str | None, "ISO day, year, start/end; null where it cannot be had"]


@dataclass(frozen=True, slots=True)
class Furniture:
    """A page line that is no part of the readout."""

    text: Annotated[str, "exact surface"]
    span: Annotated[Span, "where it stands"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the parser was unsure of."""

    kind: Annotated[str, "not-stated, vague, truncated, garbled, ambiguous"]
    span: Annotated[Span | None, "the words in doubt"]
    detail: Annotated[str, "one line: which value, why"]


@dataclass(frozen=True, slots=True)
class Record:
    """What one readout says, each value with its place in the text."""

    id: str
    source: Source
    lang: str
    text_sha256: str
    place: Place
    title: Headline | None
    subtitle: Headline | None
    published: Published | None
    meetings: tuple[Meeting, ...] = ()
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()
    relays: tuple[Relay, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    directives: tuple[Directive, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    formulations: tuple[Formulation, ...] = ()
    programmes: tuple[Programme, ...] = ()
    themes: tuple[ThemeMention, ...] = ()
    time_references: tuple[TimeReference, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusManifest:
    """What a build read and what became of it."""

    corpus: str
    version: str
    vocabulary: str
    inputs: int
    documents: int
    refused: int
    duplicates: int
    corpus_sha256: str
    parameters: Mapping[str, str] = field(default_factory=dict)
