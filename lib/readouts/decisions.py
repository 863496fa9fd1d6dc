"""A correction: one decision of a person about a row or a cell, checked against the columns, and which of many hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime

from readouts.columns import BY_NAME
from readouts.correctable import ANCHORS, CORRECTABLE, CorrectionError, decode_row, is_surface, settle_value

ACTIONS = ("change", "add", "remove", "split", "accept", "skip", "undo")
NUMBERS = ("row_start", "row_end", "start", "end")
APART = "apart"  # the label of rows split off a person, unless another is given


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a person about a row or a cell, as its line in the log has it."""

    id: str
    action: str
    who: str
    when: str
    document: str
    text_sha256: str
    path: str
    table: str
    row: str
    row_start: int | None
    row_end: int | None
    field: str
    old: str
    new: str
    start: int | None
    end: int | None
    reason: str

    @property
    def day(self) -> str:
        """The day on which it was made."""
        return self.when[:10]


FIELDS = tuple(field.name for field in fields(Correction))


def make_correction(
    *,
    action: str,
    who: str,
    reason: str,
    document: str,
    text_sha256: str,
    path: str,
    table: str,
    row: str = "",
    row_start: int | None = None,
    row_end: int | None = None,
    field: str = "",
    old: str = "",
    new: str = "",
    start: int | None = None,
    end: int | None = None,
    when: str | None = None,
) -> Correction:
    """A correction with id and time, checked against the columns; CorrectionError says what does not fit, in a sentence."""
    if action not in ACTIONS:
        raise CorrectionError(f"{action!r} is no action; there are {', '.join(ACTIONS)}")
    when = when or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    field, new = ("person", new or APART) if action == "split" else (field, new)
    new = settle_value(table, field, new) if action == "change" else new
    cells = (
        who.strip(),
        when,
        document,
        text_sha256,
        path,
        table,
        row,
        row_start,
        row_end,
        field,
        old,
        new,
        start,
        end,
    )
    made = stamp_id(Correction("", action, *cells, reason.strip()))
    check_correction(made)
    return made


def check_correction(made: Correction) -> None:
    """Nothing for a correction that holds together; CorrectionError, in one sentence, for another."""
    if any("\ud800" <= char <= "\udfff" for cell in astuple(made) if isinstance(cell, str) for char in cell):
        raise CorrectionError("a cell holds half a character (a lone surrogate), which no file can keep; leave it out")
    if not made.who:
        raise CorrectionError("a correction says who makes it; give a name")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", made.when):
        raise CorrectionError(f"{made.when!r} is no time; write it as 2024-04-12T09:30:00Z")
    if not made.reason and made.action not in ("accept", "skip"):
        raise CorrectionError("a correction says why it is made; give a reason")
    for name, first, last in (("row", made.row_start, made.row_end), ("words", made.start, made.end)):
        if (first is None) != (last is None) or (first is not None and last is not None and not 0 <= first < last):
            raise CorrectionError(f"the place of the {name} is a start and an end behind it, not {first} and {last}")
    CHECKS.get(made.action, _check_row)(made)


def _check_row(made: Correction) -> None:
    table = made.table if made.action != "split" else "people"
    if made.action == "split" and made.table != "person_links":
        raise CorrectionError(f"a split is of person_links, not of {made.table!r}")
    if made.action == "split" and not made.old:
        raise CorrectionError("a split says which person the row was joined to; give its id as old")
    if table not in CORRECTABLE or (table == "documents" and made.action == "remove"):
        raise CorrectionError(f"rows of {made.table!r} take no {made.action}; those of {', '.join(CORRECTABLE[1:])} do")
    if not made.row.startswith(made.document) or not made.document:
        raise CorrectionError(f"row {made.row!r} is none of document {made.document!r}")


def _check_change(made: Correction) -> None:
    _check_row(made)
    if settle_value(made.table, made.field, made.new) != made.new:
        raise CorrectionError(f"{made.new!r} is not the form in which {made.table}.{made.field} is written")
    if made.new == made.old and made.start is None:
        raise CorrectionError(f"{made.table}.{made.field} is {made.old!r} already; nothing changes")
    if is_surface(made.table, made.field) and made.start is not None and not made.new:
        raise CorrectionError(f"{made.table}.{made.field} holds exact words: give those of the selection")


def _check_add(made: Correction) -> None:
    if made.start is None:
        raise CorrectionError("a row is added by the words it is read from; select some")
    if not made.document:
        raise CorrectionError("a row is added to a document; give its id")
    decode_row(made.table, made.new)


def _check_undo(made: Correction) -> None:
    if not re.fullmatch("[0-9a-f]{12}", made.row):
        raise CorrectionError(f"an undo names the id of what it undoes; {made.row!r} is none")


CHECKS = {"change": _check_change, "add": _check_add, "undo": _check_undo}


def stamp_id(correction: Correction) -> Correction:
    """The correction with the id that its other cells give."""
    cells = "\x1f".join(write_cells(correction)[1:])
    return replace(correction, id=hashlib.sha256(cells.encode("utf-8", "surrogatepass")).hexdigest()[:12])


def write_cells(correction: Correction) -> list[str]:
    """The cells of a line, as plain text."""
    return ["" if value is None else str(value) for value in astuple(correction)]


def find_undone(corrections: Iterable[Correction]) -> set[str]:
    """The ids of the corrections that an undo takes back; an undo that was itself undone takes nothing back."""
    undone: set[str] = set()
    for correction in reversed(list(corrections)):
        if correction.action == "undo" and correction.id not in undone:
            undone.add(correction.row)
    return undone


def in_force(corrections: Iterable[Correction]) -> list[Correction]:
    """The corrections that hold, in order: without those undone, overtaken by a later one, or of a row that is gone.

    `old` is then what the parser gave, and the row's place the parser's, also where one was made on top of another.
    """
    listed = list(corrections)
    undone = find_undone(listed)
    live = [c for c in trace_places(listed) if c.id not in undone and c.action != "undo"]
    added = {added_key(c) for c in listed if c.action == "add"}
    removed = {identify_row(c) for c in live if c.action == "remove"}
    standing = {added_key(c) for c in live if c.action == "add"} - {c.row for c in live if c.action == "remove"}
    out: dict[tuple[object, ...], Correction] = {}
    for correction in live:
        key = added_key(correction) if correction.action == "add" else correction.row
        gone = identify_row(correction) in removed and correction.action != "remove"
        if gone or (key in added and key not in standing):
            continue
        kind = "judge" if correction.action in ("accept", "skip") else correction.action
        slot = (*identify_row(correction), kind, correction.field, correction.id if kind == "add" else "")
        before = out.pop(slot, None)
        if before is not None and kind == "change" and correction.old == before.new:
            correction = replace(correction, old=before.old)
        out[slot] = correction
    return list(out.values())


def trace_places(corrections: Iterable[Correction]) -> Iterator[Correction]:
    """The corrections, each with the place that its row had before corrections moved it."""
    moved: dict[tuple[object, ...], tuple[int | None, int | None]] = {}
    for correction in corrections:
        origin = moved.get(identify_row(correction), (correction.row_start, correction.row_end))
        yield replace(correction, row_start=origin[0], row_end=origin[1])
        if (
            correction.action == "change"
            and ANCHORS.get(correction.table) == correction.field
            and correction.start is not None
        ):
            place = (correction.start, correction.end)
            moved[(correction.document, correction.table, correction.row, *place)] = origin


def identify_row(correction: Correction) -> tuple[object, ...]:
    """The row that a correction is about, the same for all corrections of it."""
    table = "people" if correction.action == "split" else correction.table
    return correction.document, table, correction.row, correction.row_start, correction.row_end


def added_key(correction: Correction) -> str:
    """The key of the row that a correction adds."""
    table = BY_NAME.get(correction.table)
    return f"{correction.document}-{table.letter if table else ''}{correction.id}"
