"""Corrections laid over the rows of one document: what a person put stands, and where it no longer fits that is told.

The same function serves a build, which writes its rows, and a view, which shows at once what the next build will give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from readouts.correctable import CorrectionError, encode_value, is_surface
from readouts.corrections import Correction, make_correction
from readouts.desk import APPLIED, Desk, Outcome, flatten, place_row
from readouts.linked import Split
from readouts.rows import Rows

LEADING = (("documents", "place"), ("documents", "level"))


@dataclass(frozen=True, slots=True)
class Replayed:
    """The rows of a document with its corrections, what became of each, and the rows to be split off their persons."""

    tables: Rows
    outcomes: tuple[Outcome, ...]
    splits: tuple[Split, ...]


def replay_corrections(
    tables: Mapping[str, list[dict[str, Any]]], text: str, corrections: Iterable[Correction]
) -> Replayed:
    """The rows of one document with the corrections in force laid over them; nothing given is changed, nothing raises."""
    desk = Desk(tables, text)
    listed = list(corrections)
    if any((correction.table, correction.field) in LEADING for correction in listed):
        desk.following |= {("documents", "adcode"), ("documents", "province")}
    outcomes, splits = [], []
    for correction in listed:
        outcome = desk.judge(correction)
        outcomes.append(outcome)
        if correction.action == "split" and outcome.state == APPLIED:
            splits.append(make_split(correction, outcome.row))
    desk.settle()
    return Replayed(desk.rows, tuple(outcomes), tuple(splits))


def make_split(correction: Correction, key: str) -> Split:
    """A split as linking takes it."""
    why = f"by {flatten(correction.who)} on {correction.day}: {flatten(correction.reason)}"
    return Split(key, correction.old, correction.new, why)


def draft_correction(
    tables: Mapping[str, list[dict[str, Any]]],
    text: str,
    *,
    action: str,
    who: str,
    reason: str,
    table: str,
    row: str = "",
    field: str = "",
    new: str = "",
    start: int | None = None,
    end: int | None = None,
    old: str | None = None,
) -> Correction:
    """The correction of a row as the tables of its document show it now: old value and places are looked up.

    Words selected for an exact surface are the new value. `old` is given for a split (the person's id), and to settle a
    conflict by keeping the corrected value: what the parser gives now. CorrectionError where the row is not there or
    make_correction finds fault.
    """
    document = tables["documents"][0]
    kind = "people" if action == "split" else table
    found = document if action == "add" or kind == "documents" else find_row(tables, kind, row)
    place = None if found is document else place_row(kind, found, tables["evidence"])
    if action == "change" and old is None:
        old = encode_value(table, field, found)
    if action == "change" and start is not None and end is not None and is_surface(table, field):
        new = text[start:end]
    return make_correction(
        action=action,
        who=who,
        reason=reason,
        **{name: document[name] for name in ("document", "text_sha256", "path")},
        table=table,
        row=document["document"] if kind == "documents" else row,
        row_start=place and place[0],
        row_end=place and place[1],
        field=field,
        old=old or "",
        new=new,
        start=start,
        end=end,
    )


def find_row(tables: Mapping[str, list[dict[str, Any]]], table: str, key: str) -> dict[str, Any]:
    """The row of a key; CorrectionError where the table has none."""
    found = next((row for row in tables.get(table, ()) if row["key"] == key), None)
    if found is None:
        raise CorrectionError(f"{table} has no row {key!r}; load the document again")
    return found
