"""The tables that span documents: their columns, and the way from frames to Arrow tables and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from readouts import columns
from readouts.columns import CATEGORY, DAY, DOCUMENT, LIST, NUMBER, TEXT, Column, Table

Tables = Mapping[str, pd.DataFrame | pa.Table]

SEEN = (
    Column("readouts", NUMBER, "documents in which it stands"),
    Column("undated", NUMBER, "of these, documents whose day has no two bounds; they do not count for first and last"),
    Column("first_start", DAY, "first seen: earliest possible day"),
    Column("first_end", DAY, "first seen: latest possible day"),
    Column("last_start", DAY, "last seen: earliest possible day; nothing is said of the time after it"),
    Column("last_end", DAY, "last seen: latest possible day"),
)
PLACE = Column("place", TEXT, "place, as most documents name it; empty for the centre and where none is known")
ADCODE = Column("adcode", TEXT, "GB/T 2260 code of the place")
SURFACES = Column("surfaces", LIST, "the words of the texts, the most frequent first")
PERSON = Column("person", TEXT, "id of the person, from name and place; the same in every build")

PERSONS = Table(
    "persons",
    "",
    "one row a person: one a name and place, unless offices or dates contradict; people of other places stay apart",
    (
        PERSON,
        Column("name", TEXT, "the most frequent spelling"),
        Column("level", CATEGORY, "level at which the person serves"),
        PLACE,
        ADCODE,
        *SEEN,
        Column("namesakes", NUMBER, "other persons of this name in the corpus, never merged by name alone"),
        SURFACES,
    ),
)
PERSON_LINKS = Table(
    "person_links",
    "",
    "one row a row of people: which person it was joined to and by which rule; without its row here it stands alone",
    (
        Column("key", TEXT, "row key in people"),
        PERSON,
        DOCUMENT,
        Column("name", TEXT, "the name as this text has it"),
        Column("rule", CATEGORY, "what joined the row to the person, or kept it apart"),
        Column("detail", TEXT, "the place and its basis, the row joined with, the contradiction"),
    ),
)
TENURES = Table(
    "tenures",
    "",
    "one row a person and office: when it was seen, never until when it was held",
    (
        Column("key", TEXT, "id of the tenure, from person and office"),
        PERSON,
        Column("name", TEXT, "the person's most frequent spelling"),
        Column("office_type", CATEGORY, "secretary, deputy-secretary, mayor, director …"),
        Column("body_type", CATEGORY, "kind of the organ, where the text names it"),
        Column("level", CATEGORY, "level of the organ"),
        PLACE,
        ADCODE,
        Column("basis", CATEGORY, "of the level: stated; derived from the post, or from the person's place"),
        *SEEN,
        SURFACES,
    ),
)
BODIES = Table(
    "bodies",
    "",
    "one row an organ: kind, level, place and term; enlarged meetings belong to the organ that holds them",
    (
        Column("body", TEXT, "id of the organ, from kind, level, place and term; the same in every build"),
        Column("body_type", CATEGORY, "kind of the organ"),
        Column("name", TEXT, "its words, only where the kind is other"),
        Column("level", CATEGORY, "level of the organ"),
        PLACE,
        ADCODE,
        Column("term", NUMBER, "届, where stated or given by the calendar of central meetings"),
        Column("place_basis", CATEGORY, "how the place is known, by the best of its rows in body_links"),
        Column("meetings", NUMBER, "rows in meetings"),
        Column("relays", NUMBER, "rows in relays"),
        *SEEN[:1],
        SURFACES,
    ),
)
BODY_LINKS = Table(
    "body_links",
    "",
    "one row a row of meetings or relays: which organ it was resolved to and on what basis",
    (
        Column("key", TEXT, "row key in meetings or relays"),
        Column("body", TEXT, "id of the organ; empty where the text does not say which"),
        DOCUMENT,
        Column("table", CATEGORY, "meetings or relays"),
        Column("surface", TEXT, "the words resolved"),
        Column("place_basis", CATEGORY, "stated, inherited from the document, derived, or the reason for none"),
        Column("term_basis", CATEGORY, "stated, reference or not-stated"),
    ),
)
PERSON_NAMES = Table(
    "person_names",
    "",
    "one row a person whose name in characters is known: from a Chinese text, or from a meeting reported in both languages",
    (
        PERSON,
        Column("name", TEXT, "the most frequent spelling"),
        Column("name_zh", TEXT, "the name in characters"),
        Column("pinyin", TEXT, "the usual reading of the characters; empty where they are not two to four"),
        Column("twin", TEXT, "id of the same person in the other language, by a meeting reported in both"),
        Column("basis", CATEGORY, "stated, or derived: twin"),
    ),
)
TWINS = Table(
    "twins",
    "",
    "one row a meeting that an English and a Chinese readout report: the two rows of meetings, and what joined them",
    (
        Column("twin", TEXT, "id of the twin, from the two rows"),
        Column("document", TEXT, "the English readout"),
        Column("chinese", TEXT, "the Chinese readout"),
        Column("meeting", TEXT, "row key in meetings of the English readout"),
        Column("chinese_meeting", TEXT, "row key in meetings of the Chinese readout"),
        Column("rule", CATEGORY, "what joined them: organ and number, organ and day, day and people"),
        Column("shared", NUMBER, "people named in both"),
        Column("detail", TEXT, "the number, the day and the people that the two have in common"),
    ),
)
TWIN_VALUES = Table(
    "twin_values",
    "",
    "one row a value of a twin, as either readout has it: where they disagree the translation, or the parser, has failed",
    (
        Column("twin", TEXT, "id of the twin"),
        Column("document", TEXT, "the English readout"),
        Column("chinese", TEXT, "the Chinese readout"),
        Column("field", CATEGORY, "which value: place, held, ordinal, people, roles, relays …"),
        Column("english_value", TEXT, "as the English readout has it"),
        Column("chinese_value", TEXT, "as the Chinese readout has it"),
        Column("state", CATEGORY, "same, different, only English, only Chinese"),
        Column("key", TEXT, "row key of the English value, where it is a row"),
        Column("chinese_key", TEXT, "row key of the Chinese value, where it is a row"),
    ),
)
LINKED: tuple[Table, ...] = (PERSONS, PERSON_LINKS, TENURES, BODIES, BODY_LINKS, PERSON_NAMES, TWINS, TWIN_VALUES)


class Split(NamedTuple):
    """A row of people that somebody takes off the person it was joined to."""

    key: str
    person: str  # the person that it was joined to then
    label: str  # rows off one person under one label are one person again
    detail: str  # by whom, when, why


def linked_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a linked table, with the notes that give pandas its nullable integers."""
    schema = pa.schema([pa.field(c.name, c.type, metadata={"note": c.note}) for c in table.columns])
    return schema.with_metadata({b"pandas": json.dumps(columns._pandas_notes(table.columns)).encode()})


def read_frame(tables: Tables, name: str, wanted: Sequence[str]) -> pd.DataFrame:
    """The columns wanted of a table: words as objects with None for empty cells, days and numbers as they are."""
    table = tables[name]
    frame = table.select(list(wanted)).to_pandas() if isinstance(table, pa.Table) else table[list(wanted)]
    words = {column: as_words(frame[column]) for column in wanted if is_words(frame[column])}
    return frame.assign(**words).reset_index(drop=True)


def is_words(column: pd.Series[Any]) -> bool:
    """Whether a column holds words: text, categories, or nothing at all."""
    return not (pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_datetime64_any_dtype(column.dtype))


def as_words(column: pd.Series[Any]) -> pd.Series[Any]:
    """A column of strings and None."""
    plain = column.astype("object")
    return plain.where(plain.notna(), None)


def keep_none(values: Iterable[Any]) -> pd.Series[Any]:
    """A column of objects in which an empty cell is None and stays so."""
    return pd.Series(list(values), dtype="object")


def to_arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    """A frame as the Arrow table of that name: its columns in order, with its types."""
    arrays = [to_array(frame[column.name], column.type) for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=linked_schema(table))


def to_array(values: pd.Series[Any], kind: pa.DataType) -> pa.Array:
    """One column in its Arrow type."""
    if kind == DAY:
        return pa.array(pd.to_datetime(values).astype("datetime64[ms]"), type=kind, from_pandas=True)
    if kind == NUMBER:
        return pa.array(values.astype("Int64"), type=kind, from_pandas=True)
    return pa.array(values.tolist(), type=kind, from_pandas=True)


def make_id(letter: str, *parts: object) -> str:
    """An id from content: the same parts give the same id in every build."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return letter + hashlib.sha256(joined.encode("utf-8", "surrogateescape")).hexdigest()[:15]


def bound_seen(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """By each value of a column: readouts, how many undated, and the bounds of the first and last day seen."""
    once = rows.drop_duplicates([by, "document"])
    dated = once["start"].notna() & once["end"].notna()
    once = once.assign(start=once["start"].where(dated), end=once["end"].where(dated), known=dated)
    grouped = once.groupby(by, sort=True)
    out = grouped.agg(
        readouts=("document", "size"),
        known=("known", "sum"),
        first_start=("start", "min"),
        first_end=("end", "min"),
        last_start=("start", "max"),
        last_end=("end", "max"),
    )
    return out.assign(undated=out["readouts"] - out["known"]).drop(columns="known")


def gather_surfaces(rows: pd.DataFrame, by: str, words: str) -> pd.Series[Any]:
    """By each value of a column: the distinct words, the most frequent first, then in order of the alphabet."""
    return order_surfaces(rows.groupby([by, words], sort=True).size().rename("times").reset_index(), by, words)


def order_surfaces(counted: pd.DataFrame, by: str, words: str) -> pd.Series[Any]:
    """By each value of a column: the words as a list, those with more times first."""
    counted = counted.sort_values([by, "times", words], ascending=[True, False, True])
    lists: dict[str, list[str]] = {}
    for value, surface in zip(counted[by].tolist(), counted[words].tolist(), strict=True):
        lists.setdefault(value, []).append(surface)
    return pd.Series(lists, dtype="object")
