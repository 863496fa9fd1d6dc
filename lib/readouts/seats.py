"""Where a body sits and a person serves: the place of the document, or the one that the level of the words points to."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from readouts.lexicon import vocabulary_file
from readouts.places import PlaceEntry, english_names, load_gazetteer, places_by_english

CENTRAL = "central"


@dataclass(frozen=True, slots=True)
class LinkRules:
    """What vocab/linking.toml says of posts and organs."""

    levels: tuple[str, ...]
    no_seat: tuple[str, ...]
    same_organ: Mapping[str, str]
    seat_levels: Mapping[str, tuple[str, ...]]
    posts: Mapping[tuple[str, str], str]
    exclusive: frozenset[frozenset[str]]

    def rank_of(self, level: str | None) -> int | None:
        """The number of a level from the top; None for none."""
        return self.levels.index(level) if level in self.levels else None


class Seat(NamedTuple):
    """A jurisdiction: level, code, name, and how it is known."""

    level: str | None
    adcode: str | None
    place: str | None
    basis: str

    @property
    def key(self) -> str | None:
        """The same for the same jurisdiction; None where none is known."""
        if self.level == CENTRAL:
            return CENTRAL
        return self.adcode or (f"{self.level}:{self.place.casefold()}" if self.place else None)


class Home(NamedTuple):
    """The jurisdiction of a document: its level, code, name and the basis of the name."""

    level: str | None
    adcode: str | None
    place: str | None
    basis: str


@cache
def load_rules() -> LinkRules:
    """The rules of vocab/linking.toml."""
    raw = tomllib.loads(vocabulary_file("linking.toml"))
    posts = {(o, b): post["id"] for post in raw["post"] for o in post["office_types"] for b in post["bodies"]}
    return LinkRules(
        tuple(raw["levels"]),
        tuple(raw["no_seat"]),
        raw["same_organ"],
        {office: tuple(levels) for office, levels in raw["seat_levels"].items()},
        posts,
        frozenset(frozenset((one, other)) for one, others in raw["exclusive"].items() for other in others),
    )


def is_kind(office_type: str | None, plain: str) -> bool:
    """Whether a post is of a kind, deputies and other ranks of it included: deputy-mayor is of the kind mayor."""
    return office_type is not None and (office_type == plain or office_type.endswith(f"-{plain}"))


def level_of_post(office_type: str | None, level: str | None, home_level: str | None) -> tuple[str | None, str]:
    """The level of a post and its basis: stated, or the level that posts of its kind have; None where neither."""
    rules = load_rules()
    if level is not None:
        return level, "stated"
    for plain, levels in rules.seat_levels.items():
        if is_kind(office_type, plain):
            return (home_level if home_level in levels else levels[0]), "derived: kind of post"
    return None, "derived: place of the person"


@cache
def settle(home: Home, level: str | None, words: str) -> Seat:
    """The jurisdiction that words of a level mean in a document: its own, the one above it, or one that they name."""
    rules = load_rules()
    rank, own = rules.rank_of(level), rules.rank_of(home.level)
    if (level or home.level) == CENTRAL:
        return Seat(CENTRAL, None, None, "derived: the centre")
    if level is None or level == home.level:
        return settle_home(home, level or home.level, words)
    named = find_named(words, level)
    if named is not None:
        return Seat(level, named.adcode, named.name, "stated")
    if rank is not None and own is not None and rank < own and home.adcode:
        above = lift(home.adcode, level)
        if above is not None:
            return Seat(level, above.adcode, above.name, "derived: the jurisdiction above the document's")
    return Seat(level, None, None, "not-stated")


def settle_home(home: Home, level: str | None, words: str) -> Seat:
    """The document's own jurisdiction: stated where the words name it, else inherited on the document's basis."""
    if home.place is None and home.adcode is None:
        named = find_named(words, level) if level else None
        return Seat(level, named.adcode, named.name, "stated") if named else Seat(level, None, None, "not-stated")
    entry = load_gazetteer().get(home.adcode or "")
    names = [home.place or "", *([entry.name, *english_names(entry)] if entry else [])]
    named_here = any(name and name.casefold() in words.casefold() for name in names)
    return Seat(
        level, home.adcode, home.place, "stated" if named_here else f"inherited from the document ({home.basis})"
    )


def lift(adcode: str, level: str) -> PlaceEntry | None:
    """The province or city that a place lies in; None where the gazetteer has none of that level above it."""
    tails = {"provincial": ("0000",), "municipal": ("00", "0000")}.get(level, ())
    for tail in tails:
        above = adcode[: 6 - len(tail)] + tail
        entry = load_gazetteer().get(above)
        if above != adcode and entry is not None and entry.level == level:
            return entry
    return None


@cache
def find_named(words: str, level: str) -> PlaceEntry | None:
    """The one place of a level that words name, in either language; None where none or several are.

    English names of counties under four letters are passed over: too many are also words.
    """
    found: dict[str | None, PlaceEntry] = {}
    parts = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", words)
    runs = [" ".join(parts[i : i + n]).replace("’", "'") for n in (3, 2, 1) for i in range(len(parts) - n + 1)]
    for run in runs:
        if not run[:1].isupper() or (level == "county" and len(run) < 4):
            continue
        for entry in places_by_english().get(run.casefold(), ()):
            if entry.level == level:
                found[entry.adcode] = entry
    if not words.isascii():
        for entry in places_of_level(level):
            if entry.name in words and (level == "provincial" or len(entry.name) > 1):
                found[entry.adcode] = entry
    return next(iter(found.values())) if len(found) == 1 else None


@cache
def places_of_level(level: str) -> tuple[PlaceEntry, ...]:
    """The gazetteer's places of one level."""
    return tuple(entry for entry in load_gazetteer().values() if entry.level == level)


def homes_of(documents: Any) -> dict[str, Home]:
    """The jurisdiction of each document of a frame."""
    named = zip(*(documents[c].tolist() for c in ("document", "level", "adcode", "place", "place_basis")), strict=True)
    known: dict[Home, Home] = {}
    out = {}
    for document, level, adcode, place, basis in named:
        home = Home(level, adcode, place, basis or "not-stated")
        out[document] = known.setdefault(home, home)
    return out
