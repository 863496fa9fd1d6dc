"""What a person can correct: fields, the form of their values in a log, and the values that a closed column allows.

A value in a log is text: words as they are, numbers as digits, lists as JSON, days in ISO form, nothing for an empty
cell. Which values a column allows is read from its note (a list of words before the colon, `as for TABLE`, `id in FILE`),
so that the list in the codebook is the list that is checked.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, get_args, get_type_hints

from readouts.columns import BY_NAME, DAY, LIST, NUMBER, TABLES, Column
from readouts.lexicon import vocabulary_file
from readouts.tables import HELD_FIELDS, parse_day

# The exact surface of a row: where it is read anew from other words, the row stands there.
SURFACES = {
    "meetings": "surface",
    "people": "name",
    "offices": "text",
    "groups": "text",
    "relays": "surface",
    "agenda": "title",
    "utterances": "surface",
    "directives": "surface",
    "formulations": "text",
    "programmes": "text",
    "themes": "surface",
    "time_references": "text",
    "furniture": "text",
    "doubts": "surface",
}
# Surfaces with a place of their own beside the row's.
OWN_SURFACES = {
    "documents": ("title", "subtitle"),
    "meetings": ("body",),
    "utterances": ("verb", "content"),
    "assignments": ("actor", "task"),
}
# The surface by whose place a row is found again.
ANCHORS = SURFACES | {"assignments": "actor"}
DOCUMENT_FIELDS = ("place", "level", "adcode", "province", "title", "subtitle", "published")
CORRECTABLE = ("documents", *(table.name for table in TABLES if table.row_class is not None))
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AS_FOR = re.compile(r"as for (\w+)")
_ID_IN = re.compile(r"id in vocab/(\w+\.(?:toml|csv))")
_MONTH_DAY = re.compile(r"--(\d\d)-(\d\d)")


class CorrectionError(Exception):
    """Why a correction cannot be made, in a sentence that says how to mend it."""


@cache
def list_fields(table: str) -> tuple[str, ...]:
    """The fields of a table that a correction can change; none for a table that takes no corrections."""
    if table == "documents":
        return DOCUMENT_FIELDS
    if table not in CORRECTABLE:
        return ()
    fixed = {"key", "document", "start", "end", "person", *HELD_FIELDS[1:]}
    fixed |= {"name"} if table == "offices" else set()
    return tuple(column.name for column in BY_NAME[table].columns if column.name not in fixed)


@cache
def list_choices(table: str, field: str) -> tuple[str, ...]:
    """The values that a closed column allows; empty for a column that takes any."""
    return read_choices(find_column(table, field).note, field)


def read_choices(note: str, field: str) -> tuple[str, ...]:
    """The values that a column's note lists, directly, by another table or by a vocabulary file; empty for prose."""
    out: list[str] = []
    for part in re.split(r", | or ", note.partition(":")[0]):
        if same := _AS_FOR.fullmatch(part):
            out.extend(list_choices(same[1], field))
        elif file := _ID_IN.fullmatch(part):
            out.extend(list_ids(file[1]))
        elif _WORD.fullmatch(part):
            out.append(part)
        else:
            return ()
    return tuple(dict.fromkeys(out)) if len(out) > 1 else ()


def list_ids(file: str) -> tuple[str, ...]:
    """The ids of a vocabulary file."""
    text = vocabulary_file(file)
    rows = csv.DictReader(text.splitlines()) if file.endswith(".csv") else tomllib.loads(text)["entry"]
    return tuple(row["id"] for row in rows)


def find_column(table: str, field: str) -> Column:
    """The column of that name; CorrectionError where the table has none or does not let it be corrected."""
    if table not in CORRECTABLE:
        raise CorrectionError(f"{table!r} takes no corrections; these tables do: {', '.join(CORRECTABLE)}")
    if field not in list_fields(table):
        raise CorrectionError(f"{table}.{field} cannot be corrected; these fields can: {', '.join(list_fields(table))}")
    return next(column for column in BY_NAME[table].columns if column.name == field)


@cache
def is_required(table: str, field: str) -> bool:
    """Whether a cell must hold something."""
    row_class = BY_NAME[table].row_class
    if row_class is None or field == "held":
        return False
    hint = get_type_hints(row_class).get(field)
    return hint is None or type(None) not in get_args(hint)


def is_surface(table: str, field: str) -> bool:
    """Whether a field holds exact words of the text, so that it can be read from a selection."""
    return SURFACES.get(table) == field or field in OWN_SURFACES.get(table, ())


def encode_value(table: str, field: str, row: Mapping[str, Any]) -> str:
    """A row's value as a log writes it; `held` stands for its six columns. CorrectionError for a field that takes none."""
    column = find_column(table, field)
    if field == "held":
        return encode_held(row)
    value = row[field]
    if column.type == LIST:
        return json.dumps([str(item) for item in value] if value is not None else [], ensure_ascii=False)
    if value is None:
        return ""
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime) else str(value)


def decode_value(table: str, field: str, cell: str) -> Any:
    """The value that a log's cell stands for; CorrectionError where the column cannot hold it. Not for `held`."""
    column = find_column(table, field)
    if not cell and is_required(table, field) and column.type != LIST:
        raise CorrectionError(f"{table}.{field} cannot be empty; remove the row instead")
    if column.type == LIST:
        return check_choices(table, field, decode_list(table, field, cell))
    if not cell:
        return None
    if column.type == NUMBER:
        if not re.fullmatch(r"\d{1,9}", cell) or (field == "order" and not int(cell)):
            raise CorrectionError(f"{table}.{field} is a number: {cell!r} is none; write digits")
        return int(cell)
    if column.type == DAY:
        day = parse_day(cell)
        if day is None:
            raise CorrectionError(f"{table}.{field} is a day: {cell!r} is none; write it as 2024-04-12")
        return day
    return check_choices(table, field, [cell])[0]


def decode_list(table: str, field: str, cell: str) -> list[str]:
    """The list in a cell; CorrectionError where it holds none."""
    try:
        value = json.loads(cell or "[]")
    except json.JSONDecodeError:
        value = None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise CorrectionError(f'{table}.{field} is a list: {cell!r} is none; write it as ["presided", "spoke"]')
    return value


def check_choices(table: str, field: str, values: list[str]) -> list[str]:
    """The values as given; CorrectionError where a closed column does not allow one."""
    allowed = list_choices(table, field)
    for value in values:
        if allowed and value not in allowed:
            raise CorrectionError(f"{table}.{field} cannot be {value!r}; it can be {', '.join(allowed)}")
    return values


def encode_held(row: Mapping[str, Any]) -> str:
    """The day of a row: the full day, --MM-DD (with its bounds, where there are any), bounds alone, or nothing."""
    held = row["held"] or ""
    days = [row[name].strftime("%Y-%m-%d") if row[name] is not None else "" for name in ("held_start", "held_end")]
    if parse_day(held) or not any(days):
        return str(held)
    return f"{held} {'/'.join(days)}".strip()


def decode_held(cell: str) -> dict[str, Any]:
    """The six columns of a held date from 2024-01-07, --01-07, bounds 2024-01-01/2024-01-09 (one may be left out), or both.

    CorrectionError where the cell is none of these.
    """
    surface, _, bounds = cell.partition(" ") if cell.startswith("--") else ("", "", cell)
    start, sign, end = bounds.partition("/")
    first, last = parse_day(start), parse_day(end if sign else start)
    month = _MONTH_DAY.fullmatch(surface)
    wrong = (start and first is None) or (sign and end and last is None) or (first and last and last < first)
    if wrong or (surface and (month is None or parse_day(f"2024-{month[1]}-{month[2]}") is None)) or bounds == "/":
        raise CorrectionError(f"{cell!r} is no day: write 2024-01-07, --01-07 or bounds 2024-01-01/2024-01-09")
    day = first if first == last else None
    precision = "month-day" if surface else "unknown" if not bounds else "day" if day else "interval"
    held = surface or (start if day else None)
    values = (held, day, first, last, precision, "corrected")
    return dict(zip(HELD_FIELDS, values, strict=True))


def settle_value(table: str, field: str, cell: str) -> str:
    """A value in the one form that the log writes (lists and days may be put in several); CorrectionError where it is none."""
    if field == "held" and field in list_fields(table):
        return encode_held(decode_held(cell))
    return encode_value(table, field, {field: decode_value(table, field, cell)})


def decode_row(table: str, cell: str) -> dict[str, Any]:
    """The cells of a row to add, by field, from a JSON object in a log: values in the log's form or as JSON has them.

    A surface with a place of its own may have it beside it (`actor_span`: [12, 30]); a post names its `person` by row key.
    CorrectionError where a field is unknown, a value does not fit or a needed one is missing.
    """
    try:
        given = json.loads(cell or "{}")
    except json.JSONDecodeError:
        given = None
    if not isinstance(given, dict):
        raise CorrectionError(f"a row to add is a JSON object of its cells; {cell!r} is none")
    if table == "documents" or table not in CORRECTABLE:
        raise CorrectionError(f"no row can be added to {table}")
    out: dict[str, Any] = {}
    for name, value in given.items():
        if name == "person" and table == "offices" and isinstance(value, str):
            out[name] = value
        elif name.removesuffix("_span") in OWN_SURFACES.get(table, ()) and name.endswith("_span"):
            out[name] = decode_span(name, value)
        else:
            as_text = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
            as_text = "" if as_text is None else str(as_text)
            as_text = settle_value(table, name, as_text)
            out |= decode_held(as_text) if name == "held" else {name: decode_value(table, name, as_text)}
    missing = [name for name in needed_cells(table) if name not in out and f"{name}_span" not in out]
    if missing:
        raise CorrectionError(f"a row of {table} needs {', '.join(missing)} too")
    return out


@cache
def needed_cells(table: str) -> tuple[str, ...]:
    """The cells that a row to add must be given: those that neither the selection nor the place in the text gives."""
    lists = {column.name for column in BY_NAME[table].columns if column.type == LIST}
    given = {SURFACES.get(table), "order", "content", "held", *lists}
    needed = tuple(name for name in list_fields(table) if name not in given and is_required(table, name))
    return ("person", *needed) if table == "offices" else needed


def decode_span(name: str, value: Any) -> tuple[int, int]:
    """A span given as [start, end]; CorrectionError where it is none."""
    good = isinstance(value, list) and len(value) == 2 and all(type(item) is int for item in value)
    if not good or not 0 <= value[0] < value[1]:
        raise CorrectionError(f"{name} is a place in the text: {value!r} is none; write it as [12, 30]")
    return value[0], value[1]
