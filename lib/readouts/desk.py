"""The rows of one document while corrections are laid over them, one at a time: cells, evidence, order and counts.

Over 300 lines for a reason: finding, changing, adding and removing share the rows, places and evidence of one document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from readouts.columns import BY_NAME, COUNTED, LIST
from readouts.correctable import (
    ANCHORS,
    OWN_SURFACES,
    SURFACES,
    CorrectionError,
    decode_held,
    decode_row,
    decode_value,
    encode_value,
    is_surface,
)
from readouts.corrections import Correction, added_key
from readouts.places import find_place
from readouts.rows import Rows
from readouts.tables import HELD_FIELDS, RULES, evidence_fields

APPLIED, AGREES, CONFLICT, NOTED = "applied", "agrees", "conflict", "noted"
PLACE_FIELDS = ("place", "level", "adcode", "province")
SHARED = ("meetings", "offices", "relays")  # tables in which two rows may rightly be read from the same words
SHOWN = 80  # characters of a former value that a basis repeats
Place = tuple[int, int] | None
Told = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction: applied, agrees (the parser says so too), conflict, noted (touches no table)."""

    correction: Correction
    state: str
    note: str = ""
    row: str = ""  # the key that its row has now


def flatten(words: str) -> str:
    """Words on one line."""
    return " ".join(words.split())


def name_basis(correction: Correction) -> str:
    """The basis of a corrected cell: by whom, when, from what."""
    was = "added"
    if correction.action != "add":
        old = flatten(correction.old) or "empty"
        was = f"was {old if len(old) <= SHOWN else old[: SHOWN - 1] + '…'}"
    return f"corrected: by {flatten(correction.who)} on {correction.day}, {was}"


def place_row(table: str, row: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]]) -> Place:
    """The main span of a row: its own, else (assignments) that of the words by which it is found."""
    if "start" in row:
        return None if row["start"] is None else (row["start"], row["end"])
    cell = (table, row.get("key"), ANCHORS.get(table))
    own = next((e for e in evidence if (e["table"], e["row"], e["field"]) == cell and e["start"] is not None), None)
    return (own["start"], own["end"]) if own is not None else None


def empty_row(table: str) -> dict[str, Any]:
    """A row of a table without cells; the day of a meeting that nobody gave is unknown, as the parser has it."""
    row: dict[str, Any] = {column.name: [] if column.type == LIST else None for column in BY_NAME[table].columns}
    return row | ({"held_precision": "unknown", "held_basis": "not-stated"} if table == "meetings" else {})


def evidence_fields_of(table: str) -> tuple[str, ...]:
    """The fields of a table that have evidence."""
    if table == "documents":
        return ("place", "level", "adcode", "province", "title", "subtitle", "published")
    return (*evidence_fields(table), "name") if table == "offices" else evidence_fields(table)


class Desk:
    """The rows of one document while corrections are laid over them."""

    def __init__(self, tables: Mapping[str, list[dict[str, Any]]], text: str) -> None:
        self.text = text
        self.rows: Rows = {name: [dict(row) for row in rows] for name, rows in tables.items()}
        self.document = self.rows["documents"][0]
        self.places: dict[tuple[str, str], Place] = {("documents", self.document["document"]): None}
        self.origins: dict[tuple[str, str], dict[str, Any]] = {
            ("documents", self.document["document"]): dict(self.document)
        }
        for name in SURFACES | OWN_SURFACES:
            for row in self.rows[name] if name != "documents" else ():
                self.places[(name, row["key"])] = place_row(name, row, self.rows["evidence"])
                self.origins[(name, row["key"])] = dict(row)
        self.gone: dict[tuple[str, str], str] = {}
        self.touched: set[str] = set()  # fields of documents that a person put
        self.orders: dict[str, int] = {}
        # Cells that go by other corrections too (order by rows added, code by the place): no comparing with the parser's.
        self.following = {("people", "order")}
        self.actions: dict[str, Callable[[Correction, str], Told]] = {
            "change": self.change,
            "remove": self.remove,
            "split": self.split,
        }

    def judge(self, correction: Correction) -> Outcome:
        """What became of one correction, its rows changed."""
        changed = correction.text_sha256 != self.document["text_sha256"]
        if correction.action in ("accept", "skip"):
            key = None if changed else self.find(correction)[0]
            return Outcome(correction, NOTED, "" if key else "its row is not there any more", key or "")
        if changed:
            return Outcome(correction, CONFLICT, "the text is read otherwise now than when it was corrected")
        if max(correction.end or 0, correction.row_end or 0) > len(self.text):
            return Outcome(correction, CONFLICT, "its place in the text lies behind the end of the text")
        try:
            if correction.action == "add":
                told, added = self.add(correction), added_key(correction)
                return Outcome(correction, *told, added if (correction.table, added) in self.places else "")
            key, note = self.find(correction)
            if key is None:
                return Outcome(correction, *self.miss(correction, note))
            return Outcome(correction, *self.actions[correction.action](correction, key), key)
        except CorrectionError as error:
            return Outcome(correction, CONFLICT, f"it cannot be laid over the table any more: {error}")

    def find(self, correction: Correction) -> tuple[str | None, str]:
        """The key of a correction's row, by its key and place, else by its place; None and a sentence where it is not there."""
        table = "people" if correction.action == "split" else correction.table
        place = None if correction.row_start is None else (correction.row_start, correction.row_end)
        there = [key for (name, key), at in self.places.items() if name == table and at == place]
        if len(there) > 1 and correction.action == "change":
            was = [self.shows(correction, key) for key in there]
            if not (correction.row in there and was[there.index(correction.row)]) and sum(was) == 1:
                there = [there[was.index(True)]]
        if correction.row in there:
            return correction.row, ""
        if place is None:
            return None, f"{table} has no row {correction.row} without a place any more"
        if len(there) == 1:
            return there[0], ""
        if not there:
            return None, f"no row of {table} stands at {place[0]}–{place[1]} any more"
        return None, f"{len(there)} rows of {table} stand at {place[0]}–{place[1]}, none under the key {correction.row}"

    def shows(self, correction: Correction, key: str) -> bool:
        """Whether a row as parsed holds what a correction changed."""
        return encode_value(correction.table, correction.field, self.origins[(correction.table, key)]) == correction.old

    def miss(self, correction: Correction, note: str) -> Told:
        """State and note of a correction whose row is not there."""
        if correction.action == "remove":
            return AGREES, "the parser no longer gives this row"
        return CONFLICT, note

    def change(self, correction: Correction, key: str) -> Told:
        """A cell set, with its evidence."""
        table, field = correction.table, correction.field
        if (table, key) in self.gone:
            return NOTED, f"its row was removed by correction {self.gone[(table, key)]}"
        row, parsed = self.row(table, key), encode_value(table, field, self.origins[(table, key)])
        words = is_surface(table, field) and correction.start is not None
        new = self.text[correction.start : correction.end] if words else correction.new
        cells = decode_held(new) if field == "held" else {field: decode_value(table, field, new)}
        row.update(cells)
        span = self.cite(correction, table, key, field)
        if words and SURFACES.get(table) == field:
            row["start"], row["end"] = correction.start, correction.end
        basis = name_basis(correction)
        self.put_evidence(table, key, cells, span, basis)
        self.follow(correction, key, cells, span, basis)
        if new != correction.new:
            return CONFLICT, f"its place in the text reads {new!r}, which is not what was put down"
        if (table, field) in self.following:
            return APPLIED, ""
        if parsed == new:
            return AGREES, ""
        if parsed != correction.old:
            return CONFLICT, f"the parser now gives {parsed!r}, where it gave {correction.old!r}; the correction stands"
        return APPLIED, ""

    def cite(self, correction: Correction, table: str, key: str, field: str) -> Place:
        """The words behind a corrected cell: those selected, else the row's; else those that the cell was read from."""
        if correction.start is not None and correction.end is not None:
            return correction.start, correction.end
        row = self.row(table, key)
        place = (row["start"], row["end"]) if row.get("start") is not None else self.places[(table, key)]
        known = [e for e in self.rows["evidence"] if (e["table"], e["row"], e["field"]) == (table, key, field)]
        if known and known[0]["start"] is not None and (place is None or field in OWN_SURFACES.get(table, ())):
            return known[0]["start"], known[0]["end"]
        return place

    def follow(self, correction: Correction, key: str, cells: dict[str, Any], span: Place, basis: str) -> None:
        """The cells that hang on the one corrected."""
        table, field = correction.table, correction.field
        if table == "documents":
            self.touched.add(field)
            if field in (*PLACE_FIELDS, "published"):
                self.document["place_basis" if field in PLACE_FIELDS else "published_basis"] = "corrected"
        elif table == "people" and field == "order":
            self.orders[key] = cells["order"]
        elif table == "people" and field == "name":
            for office in self.rows["offices"]:
                if office["person"] == key:
                    office["name"] = cells["name"]
                    self.put_evidence("offices", office["key"], {"name": cells["name"]}, span, basis)

    def remove(self, correction: Correction, key: str) -> Told:
        """A row gone, with its evidence; with a person, the posts."""
        if correction.table == "documents":
            return CONFLICT, "a document is not removed by a correction; remove its file"
        self.drop(correction.table, key, correction.id)
        if correction.table == "people":
            for office in [office["key"] for office in self.rows["offices"] if office["person"] == key]:
                self.drop("offices", office, correction.id)
        return APPLIED, ""

    def split(self, correction: Correction, key: str) -> Told:
        """Nothing here: a row leaves its person where rows are linked."""
        removed = self.gone.get(("people", key))
        return (NOTED, f"its row was removed by correction {removed}") if removed else (APPLIED, "")

    def drop(self, table: str, key: str, by: str) -> None:
        """One row gone, with its evidence."""
        self.gone[(table, key)] = by
        self.rows[table] = [row for row in self.rows[table] if row["key"] != key]
        self.rows["evidence"] = [e for e in self.rows["evidence"] if (e["table"], e["row"]) != (table, key)]

    def add(self, correction: Correction) -> Told:
        """A row put in at its place in the text, with evidence for each cell."""
        table, key = correction.table, added_key(correction)
        start, end = correction.start or 0, correction.end or 0
        given, spans = self.read_added(correction)
        owner = next((one for one in self.rows["people"] if one["key"] == given.get("person")), None)
        if table == "offices" and owner is None:
            return CONFLICT, f"people has no row {given['person']} any more"
        place = (start, end) if table in SURFACES else spans[ANCHORS[table]]
        twin, told = self.match_parsed(table, place, given)
        if twin is None:
            row = empty_row(table) | {"key": key, "document": correction.document} | given
            row |= {name: value for name, value in (("start", start), ("end", end)) if name in row}
            self.insert(table, row, place or (start, end))
        else:
            row = twin
            self.rename(table, twin["key"], key)
            row.update(given)
        if owner is not None:
            row["name"] = owner["name"]
        self.places[(table, key)] = place
        self.origins[(table, key)] = dict(row)
        self.cite_added(correction, row, given, spans)
        return told

    def read_added(self, correction: Correction) -> tuple[dict[str, Any], dict[str, Place]]:
        """The cells given for a row to add, those read off the selected words too, and the place of each."""
        table, whole = correction.table, (correction.start or 0, correction.end or 0)
        given = decode_row(table, correction.new)
        spans: dict[str, Place] = {}
        for field in OWN_SURFACES.get(table, ()):
            own = given.pop(f"{field}_span", None)
            if own is None and given.get(field):
                at = self.text.find(given[field], *whole)
                own = (at, at + len(given[field])) if at >= 0 else None
            elif own is not None:
                given[field] = self.text[slice(*own)]
            if own is not None:
                spans[field] = own
        if table in SURFACES:
            given[SURFACES[table]] = self.text[slice(*whole)]
        return given, {field: spans.get(field, whole) for field in given}

    def match_parsed(self, table: str, place: Place, given: dict[str, Any]) -> tuple[dict[str, Any] | None, Told]:
        """The row that the parser now gives at the words of a row to add, if it is the same one, with state and note."""
        twins = [row for row in self.rows[table] if place_row(table, row, self.rows["evidence"]) == place]
        same = [row for row in twins if all(row[name] == value for name, value in given.items() if name != "order")]
        if same:
            return same[0], (AGREES, "")
        if twins and table not in SHARED:
            return twins[0], (
                CONFLICT,
                "the parser now gives a row at these words with other cells; the correction stands",
            )
        return None, (APPLIED, "")

    def rename(self, table: str, old: str, new: str) -> None:
        """Another key for a row, in its evidence and its posts too."""
        for row in [row for row in self.rows[table] if row["key"] == old]:
            row["key"] = new
        for row in [e for e in self.rows["evidence"] if (e["table"], e["row"]) == (table, old)]:
            row["row"] = new
        for row in [o for o in self.rows["offices"] if o["person"] == old]:
            row["person"] = new
        del self.places[(table, old)]

    def insert(self, table: str, row: dict[str, Any], here: tuple[int, int]) -> None:
        """A row at its place in the text; a post behind those of its person."""
        rows = self.rows[table]
        if table == "offices":
            order = {person["key"]: number for number, person in enumerate(self.rows["people"])}
            at = sum(order.get(one["person"], -1) <= order[row["person"]] for one in rows)
        else:
            places = [self.places.get((table, one["key"])) or (0, 0) for one in rows]
            at = next((number for number, place in enumerate(places) if place > here), len(rows))
        rows.insert(at, row)

    def cite_added(
        self, correction: Correction, row: dict[str, Any], given: dict[str, Any], spans: dict[str, Place]
    ) -> None:
        """Evidence for each cell of a row that was added."""
        table, basis = correction.table, name_basis(correction)
        for field in evidence_fields(table):
            if field in given:
                self.put_evidence(table, row["key"], {field: row[field]}, spans[field], basis)
        if table == "people":
            self.put_evidence(table, row["key"], {"order": 0}, spans["name"], RULES["order"])
        if table == "offices":
            self.put_evidence(
                table, row["key"], {"name": row["name"]}, self.places[("people", row["person"])], "stated"
            )

    def put_evidence(self, table: str, key: str, cells: Mapping[str, Any], span: Place, basis: str) -> None:
        """One row of evidence for each cell, in place of those it had; empty bounds of a day have none."""
        listed = self.rows["evidence"]
        for field in cells:
            if field not in evidence_fields_of(table) or (field in HELD_FIELDS[1:] and cells[field] is None):
                self.rows["evidence"] = listed = [
                    e for e in listed if (e["table"], e["row"], e["field"]) != (table, key, field)
                ]
                continue
            start, end = span or (None, None)
            surface = None if span is None else self.text[slice(*span)]
            cell = (self.document["document"], table, key, field, start, end, surface, basis)
            row = dict(zip((column.name for column in BY_NAME["evidence"].columns), cell, strict=True))
            own = [n for n, e in enumerate(listed) if (e["table"], e["row"]) == (table, key)]
            at = next((n for n in own if listed[n]["field"] == field), own[-1] + 1 if own else len(listed))
            kept = [e for e in listed[at:] if (e["table"], e["row"], e["field"]) != (table, key, field)]
            self.rows["evidence"] = listed = [*listed[:at], row, *kept]

    def row(self, table: str, key: str) -> dict[str, Any]:
        """The row of a key; CorrectionError where it is gone."""
        if table == "documents":
            return self.document
        found = next((row for row in self.rows[table] if row["key"] == key), None)
        if found is None:
            raise CorrectionError(f"{table} has no row {key} any more")
        return found

    def settle(self) -> None:
        """What follows once all corrections are laid: code and province of a corrected place, order, counts."""
        if self.touched & {"place", "level"}:
            self.settle_place()
        people = self.rows["people"]
        for key, order in sorted(self.orders.items(), key=lambda item: item[1]):
            moved = [row for row in people if row["key"] == key]
            people[:] = [row for row in people if row["key"] != key]
            people[order - 1 : order - 1] = moved
        for number, row in enumerate(people, start=1):
            row["order"] = number
        self.document.update({f"n_{name}": len(self.rows[name]) for name in COUNTED})

    def settle_place(self) -> None:
        """Code and province of the place as corrected, from the gazetteer, unless a person put them."""
        document = self.document
        found = find_place(document["place"], document["level"]) if document["place"] else None
        if document["level"] == "central":
            found = None
        for field in [name for name in ("adcode", "province") if name not in self.touched]:
            document[field] = getattr(found, field) if found is not None else None
            cited = [e for e in self.rows["evidence"] if (e["table"], e["field"]) == ("documents", "place")]
            span = (cited[0]["start"], cited[0]["end"]) if cited and cited[0]["start"] is not None else None
            cells = {field: document[field]} if document[field] is not None else {}
            self.rows["evidence"] = [
                e for e in self.rows["evidence"] if (e["table"], e["field"]) != ("documents", field)
            ]
            self.put_evidence("documents", document["document"], cells, span, "reference: gazetteer")
