"""The organs that meet or are relayed: each surface resolved to kind, level, place and term."""

from __future__ import annotations

import pandas as pd

from readouts.calendar import load_calendar
from readouts.lexicon import fold
from readouts.linked import BODIES, BODY_LINKS, Tables, gather_surfaces, keep_none, make_id, read_frame
from readouts.persons import sort_frame
from readouts.seats import CENTRAL, Home, Seat, homes_of, load_rules, settle

OTHER = "other"
READ = ("key", "document", "body_type", "level", "term", "ordinal", "held_start")
UNNAMED = "not resolved: no organ of a known kind is named"


def read_meetings(tables: Tables) -> pd.DataFrame:
    """The rows of meetings and relays, the organ's words as surface; a relay has the words of its meeting."""
    held = read_frame(tables, "meetings", (*READ, "body")).rename(columns={"body": "surface"}).assign(table="meetings")
    relayed = read_frame(tables, "relays", (*READ, "surface")).assign(table="relays")
    return pd.concat([frame for frame in (held, relayed) if len(frame)] or [held], ignore_index=True)


def resolve_bodies(tables: Tables) -> pd.DataFrame:
    """The rows of meetings and relays, each with its body, and the basis of place and term."""
    homes = homes_of(read_frame(tables, "documents", ("document", "level", "adcode", "place", "place_basis")))
    rows = read_meetings(tables)
    same = load_rules().same_organ
    rows["body_type"] = keep_none(same.get(kind, kind) for kind in rows["body_type"])
    seats = [
        seat_body(homes[document], level, surface, table)
        for document, level, surface, table in rows[["document", "level", "surface", "table"]].itertuples(index=False)
    ]
    terms = complete_terms(rows)
    rows = rows.assign(
        seat=keep_none(seats),
        term=keep_none(term for term, _ in terms),
        term_basis=[basis for _, basis in terms],
        name=keep_none(name_other(*c) for c in zip(rows["body_type"], rows["table"], rows["surface"], strict=True)),
    )
    columns = (rows["body_type"], rows["name"], rows["seat"], rows["term"])
    rows["body"] = keep_none(identify(*cells) for cells in zip(*columns, strict=True))
    basis = [seat.basis if body else UNNAMED for seat, body in zip(seats, rows["body"], strict=True)]
    return rows.assign(place_basis=basis)


def seat_body(home: Home, level: str | None, surface: str | None, table: str) -> Seat:
    """The jurisdiction of an organ. A relay without a level is of some higher organ, so it inherits nothing."""
    if level is None and table == "relays":
        return Seat(None, None, None, "not-stated")
    return settle(home, level, surface or "")


def name_other(kind: str, table: str, surface: str | None) -> str | None:
    """The words of an organ whose kind is other; a relay's words name a meeting, not an organ."""
    return " ".join(fold(surface).split()) if kind == OTHER and table == "meetings" and surface else None


def identify(kind: str, name: str | None, seat: Seat, term: int | None) -> str | None:
    """The id of an organ; None where its kind is other and nothing names it."""
    if kind == OTHER and name is None:
        return None
    return make_id("b", kind, name, seat.level if seat.key == CENTRAL else seat.key or seat.level, term)


def complete_terms(rows: pd.DataFrame) -> list[tuple[int | None, str]]:
    """The term of each row and its basis: stated, else by kind, number and day from the calendar of central meetings."""
    out: list[tuple[int | None, str]] = []
    known = {(row.kind, row.ordinal, row.date): row.term for row in load_calendar() if row.term and row.ordinal}
    columns = (rows["body_type"], rows["level"], rows["term"], rows["ordinal"], rows["held_start"])
    for kind, level, term, ordinal, start in zip(*columns, strict=True):
        if not pd.isna(term):
            out.append((int(term), "stated"))
            continue
        central = level == CENTRAL and not pd.isna(ordinal) and not pd.isna(start)
        given = known.get((kind, int(ordinal), start.date())) if central else None
        out.append((given, "reference: calendar of central meetings" if given else "not-stated"))
    return out


def describe_bodies(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """One row an organ, from the top, by kind, place and term."""
    rows = rows[rows["body"].notna()]
    grouped = rows.groupby("body", sort=True)
    first = rows.drop_duplicates("body").set_index("body").sort_index()
    seats = first["seat"].tolist()
    levels = load_rules().levels
    out = pd.DataFrame(
        {
            "body_type": first["body_type"],
            "name": first["name"],
            "level": [seat.level for seat in seats],
            "place": [names.get(seat.adcode or "", seat.place) for seat in seats],
            "adcode": [seat.adcode for seat in seats],
            "term": first["term"].astype("Int64"),
            "place_basis": grouped["place_basis"].agg(pick_basis),
            "meetings": grouped["table"].agg(lambda table: int((table == "meetings").sum())),
            "relays": grouped["table"].agg(lambda table: int((table == "relays").sum())),
            "readouts": grouped["document"].nunique(),
            "surfaces": gather_surfaces(rows, "body", "surface"),
            "rank": [levels.index(seat.level) if seat.level in levels else len(levels) for seat in seats],
        },
        index=first.index,
    )
    out["surfaces"] = [found if isinstance(found, list) else [] for found in out["surfaces"]]
    order = ["rank", "body_type", "adcode", "place", "term", "body"]
    return sort_frame(out.reset_index(), order, [column.name for column in BODIES.columns])


def pick_basis(bases: pd.Series[str]) -> str:
    """The best basis among the rows of an organ: stated before any other."""
    return "stated" if (bases == "stated").any() else sorted(bases)[0]


def describe_body_links(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a row of meetings or relays, in the order of those tables."""
    return rows[[column.name for column in BODY_LINKS.columns]].reset_index(drop=True)
