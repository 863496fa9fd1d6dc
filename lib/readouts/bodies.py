"""The organs that meet or are relayed: each surface resolved to kind, level, place and term."""

from __future__ import annotations

import pandas as pd

from readouts.calendar import load_calendar
from readouts.lexicon import fold
from readouts.linked import BODIES, BODY_LINKS, Tables, keep_none, make_id, order_surfaces, read_frame
from readouts.persons import sort_frame
from readouts.seats import CENTRAL, Home, Seat, homes_of, load_rules, settle

OTHER = "other"
READ = ("key", "document", "body_type", "level", "term", "ordinal", "held_start")
TALLIED = ["body", "body_type", "name", "level", "adcode", "place", "term", "table", "place_basis", "surface"]
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


def tally_bodies(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Times by organ, table, basis and surface, and readouts by organ: what describe_bodies adds up over shards."""
    rows = rows[rows["body"].notna()]
    seats = rows["seat"].tolist()
    rows = rows.assign(
        level=keep_none(seat.level for seat in seats).to_numpy(),
        adcode=keep_none(seat.adcode for seat in seats).to_numpy(),
        place=keep_none(seat.place for seat in seats).to_numpy(),
    )
    times = rows.groupby(TALLIED, sort=True, dropna=False).size().rename("times").reset_index()
    return times, rows.groupby("body", sort=True)["document"].nunique().reset_index()


def describe_bodies(times: pd.DataFrame, readouts: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """One row an organ, from the top, by kind, place and term."""
    times = times.astype({column: "object" for column in TALLIED if column != "times"})
    times = times.where(times.notna(), None)
    first = times.sort_values("level", kind="stable", na_position="last").drop_duplicates("body").set_index("body")
    out = first.sort_index()[["body_type", "name", "level", "place", "adcode", "term"]]
    by_table = times.groupby(["body", "table"])["times"].sum().unstack(fill_value=0)
    levels = load_rules().levels
    surfaces = order_surfaces(
        times.groupby(["body", "surface"], sort=True)["times"].sum().reset_index(), "body", "surface"
    )
    out = out.assign(
        place=keep_none(
            names.get(code or "", place) for code, place in zip(out["adcode"], out["place"], strict=True)
        ).to_numpy(),
        place_basis=times.groupby("body")["place_basis"].agg(pick_basis),
        meetings=by_table.get("meetings", 0),
        relays=by_table.get("relays", 0),
        readouts=readouts.groupby("body")["document"].sum(),
        surfaces=surfaces,
        rank=[levels.index(level) if level in levels else len(levels) for level in out["level"]],
    )
    out["surfaces"] = keep_none(x if isinstance(x, list) else [] for x in out["surfaces"]).to_numpy()
    order = ["rank", "body_type", "adcode", "place", "term", "body"]
    return sort_frame(out.reset_index(), order, [column.name for column in BODIES.columns])


def pick_basis(bases: pd.Series[str]) -> str:
    """The best basis among the rows of an organ: stated before any other."""
    return "stated" if (bases == "stated").any() else sorted(bases)[0]


def describe_body_links(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a row of meetings or relays, in the order of those tables."""
    return rows[[column.name for column in BODY_LINKS.columns]].reset_index(drop=True)
