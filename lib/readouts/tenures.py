"""Persons and their offices: when each was seen in an office, never until when it was held."""

from __future__ import annotations

import pandas as pd

from readouts.linked import TENURES, bound_seen, gather_surfaces, keep_none, make_id
from readouts.persons import sort_frame
from readouts.seats import Home, Seat, settle

BASES = ("stated", "derived: kind of post", "derived: place of the person")


def describe_tenures(rows: pd.DataFrame, offices: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """One row a person and office (kind of post, organ, level, place), by person, then first seen."""
    joined = offices.drop(columns="document").merge(rows, left_on="person", right_on="key", suffixes=("_row", ""))
    joined = joined[joined["office_type"].notna()].reset_index(drop=True)
    seats = [place_office(*cells) for cells in zip(joined["seat"], joined["pull"], joined["text"], strict=True)]
    joined = joined.assign(
        level=keep_none(seat.level for seat in seats),
        adcode=keep_none(seat.adcode for seat in seats),
        place=keep_none(names.get(seat.adcode or "", seat.place) for seat in seats),
    )
    parts = ("person", "office_type", "body_type", "level", "adcode", "place")
    joined["tenure"] = [make_id("t", *cells) for cells in zip(*(joined[part] for part in parts), strict=True)]
    out = bound_seen(joined, "tenure")
    first = joined.drop_duplicates("tenure").set_index("tenure")
    out = out.assign(**{part: first[part] for part in parts}, surfaces=gather_surfaces(joined, "tenure", "text"))
    rank = joined["basis"].map({basis: number for number, basis in enumerate(BASES)})
    out["basis"] = rank.groupby(joined["tenure"]).min().map(dict(enumerate(BASES)))
    spelling = gather_surfaces(rows, "person", "name").str[0]
    out = out.assign(name=out["person"].map(spelling)).rename_axis("key").reset_index()
    return sort_frame(out, ["name", "person", "first_start", "key"], [column.name for column in TENURES.columns])


def place_office(seat: Seat, level: str | None, words: str) -> Seat:
    """Where an office is: at the person's seat, above it, or where its words say."""
    return settle(Home(seat.level, seat.adcode, seat.place, "derived"), level, words)
