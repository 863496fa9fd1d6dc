"""Who carries the meetings: appearances, who presides, handovers of posts, moves between places, ranks, company kept."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from readouts.compare.intervals import add_wilson
from readouts.corpus import Corpus, add_days
from readouts.seats import load_rules

LARGEST = 60  # people of one readout beyond which company says nothing; its pairs are left out
PRESIDED = ["city", "person", "name", "presided", "of", "share", "low", "high", "key", "document"]
HANDOVERS = [
    "place",
    "level",
    "post",
    "one",
    "other",
    "after",
    "before",
    "days_max",
    "state",
    "one_tenure",
    "other_tenure",
]
MOVES = [
    "name",
    "from_place",
    "from_post",
    "from_last",
    "to_place",
    "to_post",
    "to_first",
    "joined",
    "one_tenure",
    "other_tenure",
]
RANKS = ["city", "person", "name", "held_from", "held_to", "order", "listed", "key", "document"]
PAIRS = ["one", "other", "city_one", "city_other", "together", "readouts_one", "readouts_other", "share"]


def bound_appearances(corpus: Corpus) -> pd.DataFrame:
    """One row a city and name: first and last day, number of readouts, how many of them undated, last office.

    Names are compared as they stand; two people of one name in one city are one row.
    """
    offices = corpus["offices"].drop_duplicates("person")[["person", "text"]]
    offices = offices.rename(columns={"person": "key", "text": "office"})
    people = add_days(corpus, corpus["people"].drop_duplicates(["document", "name"]))
    people = people.merge(offices, on="key", how="left").sort_values(["city", "name", "held_from", "key"])
    grouped = people.groupby(["city", "name"], sort=True)
    out = grouped.agg(
        first=("held_from", "min"),
        last=("held_to", "max"),
        readouts=("document", "nunique"),
        dated=("held_from", "count"),
        office=("office", "last"),
    ).reset_index()
    return out.assign(undated=out["readouts"] - out["dated"]).drop(columns="dated")


def join_persons(corpus: Corpus) -> pd.DataFrame:
    """The rows of people with the person that each was joined to, and the most frequent spelling of the name."""
    links = corpus["person_links"][["key", "person"]]
    spelling = corpus["persons"][["person", "name"]].rename(columns={"name": "spelling"})
    rows = corpus["people"].merge(links, on="key", how="left")
    rows = rows.assign(person=rows["person"].where(rows["person"].notna(), rows["key"])).merge(
        spelling, on="person", how="left"
    )
    return rows.assign(name=rows["spelling"].where(rows["spelling"].notna(), rows["name"])).drop(columns="spelling")


def count_presiding(corpus: Corpus) -> pd.DataFrame:
    """One row a city and person who presides: readouts presided over, of the city's readouts that name who presided.

    Columns: city, person (id), name, presided, of, share, low, high (Wilson's 95 % interval), key and document of the first
    such row. A meeting with two who presided counts for both.
    """
    rows = join_persons(corpus)
    chairs = [roles is not None and "presided" in roles for roles in rows["roles"]]
    rows = rows[pd.Series(chairs, index=rows.index, dtype="bool")]
    of = rows.groupby("city")["document"].nunique()
    grouped = rows.sort_values("key").groupby(["city", "person", "name"], sort=True)
    out = grouped.agg(
        presided=("document", "nunique"), key=("key", "first"), document=("document", "first")
    ).reset_index()
    out = add_wilson(out.assign(of=out["city"].map(of).astype("int64")), "presided", "of")
    return out.sort_values(["city", "presided", "name"], ascending=[True, False, True], ignore_index=True)[PRESIDED]


def bound_handovers(corpus: Corpus) -> pd.DataFrame:
    """One row a post that one person at a time holds, and two people seen in it in turn: the days between which it changed.

    Columns: place, level, post (party-head, government-head, congress-head, cppcc-head: vocab/linking.toml), one and other
    (names), after (one last seen: the earliest day it can be), before (other first seen: the latest day it can be),
    days_max (days between), state (bounded; overlap, where the two were seen in the post in turns, so that a reading
    must be wrong or the post shared), one_tenure and other_tenure (keys in tenures). People seen without a day are left out; others
    may have held the post in between.
    """
    posts = load_rules().posts
    tenures = corpus["tenures"].dropna(subset=["first_start", "last_start"])
    bodies = tenures["body_type"].astype("object").where(tenures["body_type"].notna(), "")
    named = [posts.get((str(o), b), "") for o, b in zip(tenures["office_type"], bodies, strict=True)]
    tenures = tenures.assign(post=named)
    tenures = tenures[tenures["post"] != ""]
    tenures = tenures[tenures["adcode"].notna() | tenures["place"].notna() | (tenures["level"] == "central")]
    seat = tenures["adcode"].where(tenures["adcode"].notna(), tenures["place"]).astype("object").fillna("")
    tenures = tenures.assign(seat=seat, level=tenures["level"].astype("object").fillna(""))
    grouped = tenures.groupby(["seat", "level", "post", "person"], sort=True)
    held = grouped.agg(
        place=("place", "first"), name=("name", "first"), key=("key", "first"), first_end=("first_end", "min"),
        first_start=("first_start", "min"), last_start=("last_start", "max"),
    ).reset_index()  # fmt: skip
    held = held.sort_values(["seat", "level", "post", "first_start", "person"], ignore_index=True)
    after = held.groupby(["seat", "level", "post"])[["name", "key", "first_end", "first_start"]].shift(-1)
    out = held.rename(columns={"name": "one", "last_start": "after", "key": "one_tenure"}).assign(
        other=after["name"], other_tenure=after["key"], before=after["first_end"], follows=after["first_start"]
    )
    out = out[out["other"].notna()]
    days = (pd.to_datetime(out["before"]) - pd.to_datetime(out["after"])).dt.days
    out = out.assign(days_max=days.where(days >= 0).astype("Int64"))
    out["state"] = ["overlap" if late < 0 else "bounded" for late in days]
    return out.sort_values(["place", "level", "post", "after"], ignore_index=True)[HANDOVERS]


def list_moves(corpus: Corpus) -> pd.DataFrame:
    """One row a name seen in a post in one place and later in another: a move, or two people of one name.

    Columns: name, from_place, from_post, from_last (last seen there), to_place, to_post, to_first (first seen there),
    joined (whether the rules joined both to one person; they never join by name alone, so mostly not), one_tenure
    and other_tenure (keys in tenures). A person to check, not a finding.
    """
    tenures = (
        corpus["tenures"]
        .dropna(subset=["first_start", "last_end", "place"])
        .sort_values(["name", "first_start", "key"])
    )
    once = tenures.drop_duplicates(["name", "person", "place"])
    last = tenures.groupby(["name", "person", "place"])["last_end"].max().rename("from_last").reset_index()
    once = once[["name", "person", "place", "office_type", "first_start", "key"]].merge(
        last, on=["name", "person", "place"]
    )
    pairs = once.merge(once, on="name", suffixes=("", "_to"))
    pairs = pairs[(pairs["place"] != pairs["place_to"]) & (pairs["from_last"] < pairs["first_start_to"])]
    pairs = pairs.assign(joined=pairs["person"] == pairs["person_to"])
    pairs = pairs.rename(columns={
        "place": "from_place", "office_type": "from_post", "place_to": "to_place", "office_type_to": "to_post",
        "first_start_to": "to_first", "key": "one_tenure", "key_to": "other_tenure",
    })  # fmt: skip
    return pairs.sort_values(["name", "from_last", "one_tenure", "other_tenure"], ignore_index=True)[MOVES]


def trace_ranks(corpus: Corpus) -> pd.DataFrame:
    """One row a person and readout: the place in the order of the list (1 first), of so many listed, and the day's bounds.

    Columns: city, person, name, held_from, held_to, order, listed, key, document. Protocol order is the order of the text;
    a readout that names one person ranks nobody, so it is left out.
    """
    rows = add_days(corpus, join_persons(corpus))
    listed = rows.groupby("document")["key"].transform("size")
    rows = rows.assign(listed=listed)[listed > 1]
    return rows.sort_values(["city", "name", "held_from", "key"], ignore_index=True)[RANKS]


def pair_attendance(corpus: Corpus) -> pd.DataFrame:
    """One row a pair of people named in two or more readouts together: how often, of all readouts that name either.

    Columns: one, other (names), city_one, city_other (where each is mostly named), together, readouts_one, readouts_other, share
    (together over readouts that name either: Jaccard's coefficient). Readouts of more than LARGEST people are left
    out: their pairs grow with the square.
    """
    rows = join_persons(corpus).drop_duplicates(["document", "person"]).sort_values(["document", "person"])
    sizes = rows["document"].map(rows["document"].value_counts())
    met: dict[tuple[str, str], int] = {}
    for _, people in rows[(sizes > 1) & (sizes <= LARGEST)].groupby("document")["person"]:
        for pair in combinations(people, 2):
            met[pair] = met.get(pair, 0) + 1
    often = rows["person"].value_counts()
    names = rows.drop_duplicates("person").set_index("person")["name"]
    home = rows.groupby(["person", "city"]).size().rename("times").reset_index()
    homes = home.sort_values(["times", "city"], ascending=[False, True]).drop_duplicates("person")
    city = dict(zip(homes["person"], homes["city"], strict=True))
    lines = [
        (
            names[a],
            names[b],
            city[a],
            city[b],
            times,
            int(often[a]),
            int(often[b]),
            times / int(often[a] + often[b] - times),
        )
        for (a, b), times in sorted(met.items())
        if times > 1
    ]
    out = pd.DataFrame(lines, columns=PAIRS)
    return out.sort_values(
        ["together", "share", "one", "other"], ascending=[False, False, True, True], ignore_index=True
    )
