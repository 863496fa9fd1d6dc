"""Rows of one name and place that are not one person: found by posts that exclude one another, and parted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from readouts.linked import keep_none
from readouts.seats import load_rules


class Clash:
    """Why the rows of one name and place are not one person: posts that exclude one another, or a document with two."""

    def __init__(self, reason: str, pairs: frozenset[frozenset[str]] = frozenset()) -> None:
        self.reason, self.pairs = reason, pairs


def find_clashes(rows: pd.DataFrame, offices: pd.DataFrame) -> dict[str, Clash]:
    """By name and place: the contradiction in its rows, where there is one."""
    placed = rows[rows["placed"]]
    twice = placed.loc[placed.duplicated(["group", "document"]), "group"].unique()
    out = {group: Clash("twice in one document") for group in twice}
    held = name_posts(rows, offices)
    for group, posts in gather_seen(held).items():
        pairs = find_overlaps(posts)
        if pairs:
            words = "; ".join(sorted(" and ".join(sorted(pair)) for pair in pairs))
            out[group] = Clash(f"offices contradict: {words} at overlapping dates", frozenset(pairs))
    return out


@dataclass(slots=True)
class Seen:
    """When a post was seen under one name and place: the first of the last possible days, the last of the first, the rows."""

    end: pd.Timestamp | None = None
    start: pd.Timestamp | None = None
    keys: set[str] = field(default_factory=set)


def gather_seen(held: pd.DataFrame) -> dict[str, dict[str, Seen]]:
    """By name and place, in order, and by post: when it was seen."""
    out: dict[str, dict[str, Seen]] = {}
    for group, post, key, start, end in held[["group", "post", "key", "start", "end"]].itertuples(index=False):
        seen = out.setdefault(group, {}).setdefault(post, Seen())
        seen.keys.add(key)
        if not pd.isna(end):
            seen.end = end if seen.end is None else min(seen.end, end)
        if not pd.isna(start):
            seen.start = start if seen.start is None else max(seen.start, start)
    return dict(sorted(out.items()))


def name_posts(rows: pd.DataFrame, offices: pd.DataFrame) -> pd.DataFrame:
    """The rows of offices that one person at a time holds at the seat, with group and day bounds."""
    rules = load_rules()
    kinds = zip(offices["office_type"], offices["body_type"], strict=True)
    posts = offices.assign(post=keep_none(rules.posts.get((office or "", body or "")) for office, body in kinds))
    posts = posts[posts["post"].notna()].drop(columns=["document"])
    joined = posts.merge(rows[["key", "group", "seat", "start", "end"]], left_on="person", right_on="key")
    here = keep_none(p is None or p == s.level for p, s in zip(joined["pull"], joined["seat"], strict=True))
    return joined[here.astype("bool")]


def find_overlaps(posts: Mapping[str, Seen]) -> set[frozenset[str]]:
    """The pairs of exclusive posts that were certainly held across one another and never stand in one text together."""
    out = set()
    for pair in load_rules().exclusive:
        one, other = (posts.get(post) for post in sorted(pair))
        if one is None or other is None or one.keys & other.keys:
            continue
        if None in (one.end, one.start, other.end, other.start):
            continue
        if one.end < other.start and other.end < one.start:  # type: ignore[operator]
            out.add(pair)
    return out


def part_rows(inside: pd.DataFrame, offices: pd.DataFrame, clash: Clash) -> dict[str, str]:
    """By row key: the smallest key of its part. Rows are joined by a shared office only, never against the clash."""
    rules = load_rules()
    document = dict(zip(inside["key"], inside["document"], strict=True))
    held: dict[str, set[tuple[str, str]]] = {key: set() for key in document}
    for person, office, body in offices[["person", "office_type", "body_type"]].itertuples(index=False):
        held[person].add((office or "", body or ""))
    having: dict[tuple[str, str], list[str]] = {}
    for key in sorted(document):
        for office in held[key]:
            having.setdefault(office, []).append(key)
    parts = {key: {key} for key in document}
    refused: set[frozenset[str]] = set()  # parts that contradict go on doing so as they grow
    for one in sorted(document):
        for other in sorted({key for office in held[one] for key in having[office] if key > one}):
            ends = frozenset((min(parts[one]), min(parts[other]))) if parts[one] is not parts[other] else None
            if ends is None or ends in refused:
                continue
            both = parts[one] | parts[other]
            posts = {rules.posts.get(office) for key in both for office in held[key]}
            if len({document[key] for key in both}) < len(both) or any(pair <= posts for pair in clash.pairs):
                refused.add(ends)
                continue
            for key in both:
                parts[key] = both
    return {key: min(part) for key, part in parts.items()}
