"""Rows of people to persons: one a name and place, unless offices or dates contradict; every joint a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import pandas as pd

from readouts.clashes import find_clashes, part_rows
from readouts.linked import (
    PERSON_LINKS,
    PERSONS,
    Split,
    Tables,
    bound_seen,
    gather_surfaces,
    keep_none,
    make_id,
    read_frame,
)
from readouts.seats import Home, Seat, homes_of, is_kind, level_of_post, load_rules, settle

SPLIT = "corrected: split"
OFFICE_COLUMNS = ("person", "document", "text", "office_type", "body_type", "level")


def read_offices(tables: Tables, homes: dict[str, Home]) -> pd.DataFrame:
    """The rows of offices, each with the level its post has (pull) and the basis of that level."""
    offices = read_frame(tables, "offices", OFFICE_COLUMNS)
    triples = list(zip(offices["office_type"], offices["level"], map_level(offices["document"], homes), strict=True))
    known = {triple: level_of_post(*triple) for triple in set(triples)}
    return offices.assign(pull=keep_none(known[t][0] for t in triples), basis=[known[t][1] for t in triples])


def map_level(documents: pd.Series[Any], homes: dict[str, Home]) -> list[str | None]:
    """The level of each row's document."""
    return [homes[document].level for document in documents]


def read_days(tables: Tables) -> pd.DataFrame:
    """One row a document: the bounds of its first meeting as start and end."""
    days = read_frame(tables, "meetings", ("document", "held_start", "held_end")).drop_duplicates("document")
    return days.rename(columns={"held_start": "start", "held_end": "end"})


def place_people(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of people with folded name, seat and day bounds, and the rows of offices with their levels."""
    homes = homes_of(read_frame(tables, "documents", ("document", "level", "adcode", "place", "place_basis")))
    offices = read_offices(tables, homes)
    people = read_frame(tables, "people", ("key", "document", "name"))
    seats = keep_none(seat_people(people, offices, homes))
    people = people.assign(folded=[fold_name(name) for name in people["name"]], seat=seats)
    return people.merge(read_days(tables), on="document", how="left"), offices


def seat_people(people: pd.DataFrame, offices: pd.DataFrame, homes: dict[str, Home]) -> list[Seat]:
    """Where each row's person serves: the document's place, unless every post is of a higher or of a lower level."""
    rules = load_rules()
    telling = keep_none(not any(is_kind(o, plain) for plain in rules.no_seat) for o in offices["office_type"])
    posts: dict[str, list[tuple[str | None, str]]] = {}
    for person, pull, text in offices.loc[telling.astype("bool"), ["person", "pull", "text"]].itertuples(index=False):
        posts.setdefault(person, []).append((pull, text))
    return [
        seat_person(homes[document], posts.get(key, []))
        for key, document in zip(people["key"], people["document"], strict=True)
    ]


def seat_person(home: Home, posts: list[tuple[str | None, str]]) -> Seat:
    """The seat that posts give: the document's, or that of the post nearest to the document's level."""
    rules = load_rules()
    own = rules.rank_of(home.level)
    ranks = [rules.rank_of(level) for level, _ in posts]
    if not posts or own is None or any(rank is None or rank == own for rank in ranks):
        return settle(home, None, "")
    steps = [rank - own for rank in ranks if rank is not None]
    if min(steps) < 0 < max(steps):
        return settle(home, None, "")
    level, words = min(posts, key=lambda post: abs((rules.rank_of(post[0]) or 0) - own))
    return settle(home, level, words)


def fold_name(name: str) -> str:
    """A name for comparing: width, case, hyphens and apostrophes set aside; spaces too between Chinese characters."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = re.sub(r"[-‐‑'’·•]", "", folded)
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", re.sub(r"\s+", " ", folded)).strip()


def join_people(people: pd.DataFrame, offices: pd.DataFrame, splits: Sequence[Split] = ()) -> pd.DataFrame:
    """The rows of people, each with its person, the rule that joined it or kept it apart, and the detail.

    Rows split off by hand leave the person that the rules joined them to, and nobody else's changes.
    """
    keys = [seat.key for seat in people["seat"]]
    names = zip(people["folded"], keys, people["key"], strict=True)
    group = keep_none(f"{name}|{key}" if key else f"{name}||{row}" for name, key, row in names)
    placed = keep_none(key is not None for key in keys).astype("bool")
    rows = people.assign(group=group, placed=placed, part=keep_none("" for _ in keys), clash="")
    rows = rows.sort_values(["group", "start", "key"], na_position="last", ignore_index=True)
    clashes = find_clashes(rows, offices)
    clashing = rows[rows["group"].isin(list(clashes))]
    posts = offices[offices["person"].isin(clashing["key"])].merge(
        clashing[["key", "group"]], left_on="person", right_on="key"
    )
    by_group = dict(list(posts.groupby("group", sort=False)))
    parts: dict[str, str] = {}
    for name, inside in clashing.groupby("group", sort=False):
        parts |= part_rows(inside, by_group.get(name, posts.head(0)), clashes[str(name)])
    rows["part"] = keep_none(parts.get(key, "") for key in rows["key"])
    rows["clash"] = keep_none(clashes[name].reason if name in clashes else "" for name in rows["group"])
    return name_rules(rows, splits)


def name_rules(rows: pd.DataFrame, splits: Sequence[Split] = ()) -> pd.DataFrame:
    """The rows with person, rule and detail, the first row of each person the one that the others join."""
    whole = rows["group"] + "|" + rows["part"]
    as_ruled = whole
    by_key = {split.key: split for split in splits}
    if by_key:
        own = zip(rows["key"], rows["folded"], as_ruled, strict=True)
        whole = keep_none(name_split(by_key.get(key), folded, name) for key, folded, name in own)
    first = rows.groupby(whole, sort=False)["key"].transform("first")
    alone = whole.groupby(whole, sort=False).transform("size") == 1
    ids = {name: make_id("p", name) for name in whole.unique()}
    out: dict[str, list[str]] = {"rule": [], "detail": []}
    columns = (rows["key"], first, alone, rows["seat"], rows["placed"], rows["part"], rows["clash"])
    for key, anchor, single, seat, placed, part, clash in zip(*columns, strict=True):
        where = f"{seat.place or seat.level or 'no place'} {seat.adcode or ''}".strip() + f", {seat.basis}"
        if part and (single or key == anchor):
            rule = "apart: " + clash.split(":")[0]
        elif part:
            rule = "same name, place and office"
        elif not placed:
            rule = "apart: no place"
        elif single or key == anchor:
            rule = "first of its name and place"
        else:
            rule = "same name and place" if seat.adcode or seat.level == "central" else "same name and place name"
        joined = "" if key == anchor else f"; joins {anchor}"
        out["rule"].append(rule)
        out["detail"].append(where + joined + (f"; {clash}" if clash else ""))
    named = rows.assign(person=[ids[name] for name in whole], **out)
    return tell_splits(named, by_key, as_ruled) if by_key else named


def name_split(split: Split | None, folded: str, own: str) -> str:
    """What the id of a row's person is made from: its name, place and part, or the split that takes it off them."""
    return own if split is None else f"split|{split.person}|{split.label}|{folded}"


def tell_splits(rows: pd.DataFrame, splits: dict[str, Split], as_ruled: pd.Series[Any]) -> pd.DataFrame:
    """The rows, those split off with a rule that says so and, as was and others, what the rules had joined them to."""
    others = as_ruled.groupby(as_ruled, sort=False).transform("size") - 1
    rows = rows.assign(was=[make_id("p", name) for name in as_ruled], others=others)
    taken = [splits.get(key) for key in rows["key"]]
    told = zip(taken, rows["rule"], rows["detail"], rows["was"], strict=True)
    said = [
        (rule, detail) if s is None else (SPLIT, f"{s.detail}; was joined to {was}") for s, rule, detail, was in told
    ]
    return rows.assign(rule=[rule for rule, _ in said], detail=[detail for _, detail in said])


def keep_links(people: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The rows of people with the persons of links that were kept; a row without a link stands alone."""
    kept = links[["key", "person", "rule", "detail"]].astype("object").drop_duplicates("key").set_index("key")
    rows = people.sort_values(["folded", "start", "key"], na_position="last", ignore_index=True)
    linked = rows["key"].isin(kept.index)
    own = [make_id("p", folded, key) for folded, key in zip(rows["folded"], rows["key"], strict=True)]
    person = rows["key"].map(kept["person"]).where(linked, pd.Series(own, index=rows.index))
    rule = rows["key"].map(kept["rule"]).where(linked, "apart: link dropped")
    detail = rows["key"].map(kept["detail"]).where(linked, "no row in person_links")
    return rows.assign(person=person, rule=rule, detail=detail)


def describe_persons(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """One row a person, by name and place."""
    out = bound_seen(rows, "person")
    surfaces = gather_surfaces(rows, "person", "name")
    seats = rows.groupby("person", sort=True)["seat"].first()
    folded = rows.groupby("person", sort=True)["folded"].first()
    out = out.assign(
        surfaces=surfaces,
        name=surfaces.str[0],
        level=[seat.level for seat in seats],
        adcode=[seat.adcode for seat in seats],
        place=[names.get(seat.adcode or "", seat.place) for seat in seats],
        namesakes=folded.map(folded.value_counts()) - 1,
    )
    return sort_frame(out.reset_index(), ["name", "adcode", "place", "person"], [c.name for c in PERSONS.columns])


def describe_links(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a row of people, by person, then day."""
    order = rows.sort_values(["person", "start", "key"], na_position="last")
    return order[[column.name for column in PERSON_LINKS.columns]].reset_index(drop=True)


def sort_frame(frame: pd.DataFrame, by: list[str], columns: list[str]) -> pd.DataFrame:
    """The columns in order, the rows sorted, empty cells last."""
    return frame.sort_values(by, na_position="last", ignore_index=True)[columns]
