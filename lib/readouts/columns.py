"""The columns of each table, derived from the row classes of model.py.

A table's schema, its codebook entry and its data package descriptor all come from here, so that a new field in a row
class is a new column everywhere. Dates are stored as Parquet timestamps, because pandas reads Parquet's plain dates as
Python objects that compare with nothing; the surface of a date is kept beside it as a string.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pyarrow as pa

from readouts import model

CATEGORY = pa.dictionary(pa.int32(), pa.string())
DAY = pa.timestamp("ms")
TEXT = pa.string()
NUMBER = pa.int32()
LIST = pa.list_(pa.string())
FLAG = pa.bool_()

CATEGORIES = frozenset(
    {"body_type", "level", "part_of_day", "basis", "precision", "kind", "action", "relation", "modality", "theme"}
    | {"lang", "format", "encoding", "office_type", "table", "field", "reason"}
)
HELD_COLUMNS = (
    ("held", TEXT, "day as the record gives it: YYYY-MM-DD, or --MM-DD where no year can be had from the text"),
    ("held_day", DAY, "the day, where it is known to the day"),
    ("held_start", DAY, "earliest possible day"),
    ("held_end", DAY, "latest possible day"),
    ("held_precision", CATEGORY, "day, month-day, interval, unknown"),
    ("held_basis", CATEGORY, "stated, derived with its rule, reference, corrected, or the reason for an empty cell"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, Arrow type and the note that the codebook prints."""

    name: str
    type: pa.DataType
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, the letter in its row keys, the row class and where a record keeps the rows."""

    name: str
    letter: str
    note: str
    columns: tuple[Column, ...]
    attribute: str | None = None
    row_class: type | None = None


KEY = Column("key", TEXT, "row key: document id, table letter, number of the row in the document")
DOCUMENT = Column("document", TEXT, "document id; joins with every other table")
START = Column("start", NUMBER, "first character of the surface in the document's text (code points)")
END = Column("end", NUMBER, "first character after the surface")
SURFACE = Column("surface", TEXT, "the exact words of the text")


def row_columns(row_class: type) -> tuple[Column, ...]:
    """The columns a row class gives: one a plain field, six for a held date, start and end for the main span."""
    hints = get_type_hints(row_class, include_extras=True)
    out: list[Column] = []
    for field in fields(row_class):
        bare, note = _unwrap(hints[field.name])
        if field.name == "held":
            out.extend(Column(*column) for column in HELD_COLUMNS)
        elif field.name == "span":
            out.extend((START, END))
        elif bare is str:
            kind = CATEGORY if field.name in CATEGORIES else TEXT
            out.append(Column(field.name, kind, note))
        elif bare is int:
            out.append(Column(field.name, NUMBER, note))
        elif get_origin(bare) is tuple and get_args(bare)[0] is str:
            out.append(Column(field.name, LIST, note))
    return tuple(out)


def _unwrap(hint: Any) -> tuple[Any, str]:
    """The type without Annotated and None, and the note."""
    note = ""
    if get_origin(hint) is Annotated:
        hint, note = hint.__origin__, str(hint.__metadata__[0])
    parts = [part for part in get_args(hint) if part is not type(None)]
    if type(None) in get_args(hint) and len(parts) == 1:
        hint = parts[0]
    return hint, note


def _entity(name: str, letter: str, note: str, row_class: type, *extra: Column) -> Table:
    """A table of rows that a record holds under the table's own name."""
    columns = (KEY, DOCUMENT, *extra, *row_columns(row_class))
    return Table(name, letter, note, columns, name, row_class)


COUNTED = ("meetings", "people", "relays", "agenda", "formulations", "assignments", "directives", "doubts")

DOCUMENTS = Table(
    "documents",
    "",
    "one row a document that was read",
    (
        DOCUMENT,
        *row_columns(model.Source),
        Column("text_sha256", TEXT, "SHA-256 of the text that all offsets refer to"),
        Column("characters", NUMBER, "length of that text in code points"),
        Column("lang", CATEGORY, "en or zh"),
        Column("place", TEXT, "the jurisdiction whose body meets, without generic suffix"),
        Column("level", CATEGORY, "as for meetings: its level"),
        Column("adcode", TEXT, "GB/T 2260 code, from the gazetteer"),
        Column("province", CATEGORY, "province by the gazetteer"),
        Column("place_basis", CATEGORY, "stated, reference, corrected or not-stated"),
        Column("title", TEXT, "title, site suffixes cut off"),
        Column("subtitle", TEXT, "subtitle"),
        Column("published", DAY, "day of printing"),
        Column("published_basis", CATEGORY, "stated, reference where the sidecar or page gives it, corrected"),
        *(Column(f"n_{name}", NUMBER, f"rows of this document in {name}") for name in COUNTED),
    ),
)
PERSON = Column("person", TEXT, "row key of the person in people")
PERSON_NAME = Column("name", TEXT, "the person's name, exact surface")
OFFICES = Table(
    "offices",
    "o",
    "one row a post that a text gives a person",
    (KEY, DOCUMENT, PERSON, PERSON_NAME, *row_columns(model.Office)),
    row_class=model.Office,
)
REFUSALS = Table(
    "refusals",
    "",
    "one row an input that gave no document, duplicates included",
    (*row_columns(model.Refusal), Column("same_as", TEXT, "path of the first copy, for a duplicate")),
)
EVIDENCE = Table(
    "evidence",
    "e",
    "for every cell read off a text: where it stands and on what basis",
    (
        DOCUMENT,
        Column("table", CATEGORY, "table of the cell"),
        Column("row", TEXT, "row key of the cell (the document id for documents)"),
        Column("field", CATEGORY, "column of the cell"),
        START,
        END,
        SURFACE,
        Column("basis", CATEGORY, "stated, derived with its rule, reference, corrected: by whom, when, from what"),
    ),
)
TEXTS = Table(
    "texts",
    "",
    "the final text of each document; all offsets refer to it",
    (DOCUMENT, Column("text_sha256", TEXT, "SHA-256 of the text"), Column("text", TEXT, "the text")),
)
CORRECTIONS = Table(
    "corrections",
    "",
    "one row a correction in force, from the log of the corpus: what a person changed, and whether it still fits",
    (
        Column("id", TEXT, "id of its line in the log"),
        Column("action", CATEGORY, "change, add, remove, split, accept, skip"),
        Column("who", TEXT, "who made it"),
        Column("when", TEXT, "when, ISO, UTC"),
        Column("document", TEXT, "document id; of a text that has changed or gone, as it was"),
        Column("text_sha256", TEXT, "SHA-256 of the text that was corrected"),
        Column("path", TEXT, "path of the text then"),
        Column("table", CATEGORY, "table of the row"),
        Column("row", TEXT, "row key then; empty for a row added"),
        Column("row_start", NUMBER, "first character of the row's surface"),
        Column("row_end", NUMBER, "first character after it"),
        Column("field", CATEGORY, "column of the cell, for a change or a split"),
        Column("old", TEXT, "what the parser gave"),
        Column("new", TEXT, "what the person put; for a row added, its cells as JSON; for a split, its label"),
        Column("start", NUMBER, "first character of the words that it is read from"),
        Column("end", NUMBER, "first character after them"),
        Column("reason", TEXT, "why"),
        Column("state", CATEGORY, "applied, agrees, conflict, noted"),
        Column("note", TEXT, "for a conflict, what has changed underneath"),
    ),
)
PARSED = Table(
    "parsed",
    "",
    "the rows of corrected documents as the parser gave them; no others",
    (
        DOCUMENT,
        Column("table", CATEGORY, "table of the row"),
        Column("row", TEXT, "row key; for evidence, that of its cell's row"),
        Column("cells", TEXT, "the row as a JSON object"),
    ),
)
CONTENT = Column("content", TEXT, "what is said, exact surface")

TABLES: tuple[Table, ...] = (
    DOCUMENTS,
    _entity("meetings", "m", "one row a meeting that a document reports", model.Meeting, SURFACE),
    _entity("people", "p", "one row a person and document, in the order of the text", model.Person),
    OFFICES,
    _entity("groups", "g", "unnamed groups that take part", model.Group),
    _entity("relays", "r", "higher meetings whose spirit is conveyed, studied, implemented", model.Relay),
    _entity("agenda", "a", "things reviewed, heard, studied or deployed", model.AgendaItem),
    _entity("utterances", "u", "who says what", model.Utterance, CONTENT, SURFACE),
    _entity("directives", "d", "sentences that demand action", model.Directive, SURFACE),
    _entity("assignments", "s", "named organs told to do a thing", model.Assignment),
    _entity("formulations", "f", "quoted terms and fixed formulations (提法)", model.Formulation),
    _entity("programmes", "n", "named programmes and projects", model.Programme),
    _entity("themes", "t", "policy areas touched", model.ThemeMention, SURFACE),
    _entity("time_references", "w", "dates, years, anniversaries, plan periods", model.TimeReference),
    _entity("furniture", "x", "page lines that are no part of the readout", model.Furniture),
    _entity("doubts", "q", "what the parser was unsure of", model.Doubt, SURFACE),
    REFUSALS,
    EVIDENCE,
    TEXTS,
    CORRECTIONS,
    PARSED,
)
BY_NAME = {table.name: table for table in TABLES}


@cache
def table_schema(name: str) -> pa.Schema:
    """The Arrow schema, with the notes pandas needs to give nullable integers and flags back."""
    columns = BY_NAME[name].columns
    schema = pa.schema([pa.field(c.name, c.type, metadata={"note": c.note}) for c in columns])
    return schema.with_metadata({b"pandas": json.dumps(_pandas_notes(columns)).encode()})


def _pandas_notes(columns: tuple[Column, ...]) -> dict[str, object]:
    """The block pandas writes itself, without versions, so that two builds give the same bytes."""
    kinds: dict[pa.DataType, tuple[str, str]] = {NUMBER: ("int32", "Int64"), FLAG: ("bool", "boolean")}
    described = [
        {
            "name": c.name,
            "field_name": c.name,
            "pandas_type": kinds[c.type][0],
            "numpy_type": kinds[c.type][1],
            "metadata": None,
        }
        for c in columns
        if c.type in kinds
    ]
    return {"index_columns": [], "column_indexes": [], "columns": described, "pandas_version": "2.2.0"}


def name_type(kind: pa.DataType) -> tuple[str, str]:
    """The words for a type: in the Data Package format, and for the codebook."""
    words: dict[pa.DataType, tuple[str, str]] = {
        CATEGORY: ("string", "category"),
        DAY: ("date", "date"),
        TEXT: ("string", "text"),
        NUMBER: ("integer", "integer, may be empty"),
        LIST: ("list", "list of text"),
        FLAG: ("boolean", "true or false"),
    }
    return words[kind]
