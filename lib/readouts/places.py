"""Places by the gazetteer (GB/T 2260 codes and names from the package cpca, spellings from pypinyin)."""

from __future__ import annotations

import csv
import importlib.util
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from pypinyin import lazy_pinyin

# Generic endings of official Chinese place names; the ethnic groups named before them come from the package too.
_GENERIC = re.compile(r"(特别行政区|地区|新区|林区|特区|省|市|县|区|盟|旗|州)$")
_AUTONOMOUS = re.compile(r"自治[区州县旗]$")
_MUNICIPALITIES = {"110000", "120000", "310000", "500000"}


class PlaceEntry(NamedTuple):
    """One row of the gazetteer: code, Chinese name without ending, level by the words used of it, province."""

    adcode: str | None
    name: str
    level: str
    province: str | None


def _resources() -> Path:
    """The package's own tables. The package is found, not imported: its import asks for the retired pkg_resources."""
    spec = importlib.util.find_spec("cpca")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the gazetteer package cpca is not installed; run `make setup`")
    return Path(next(iter(spec.submodule_search_locations))) / "resources"


def _level(adcode: str) -> str:
    if adcode in _MUNICIPALITIES:
        return "municipal"
    if adcode.endswith("0000"):
        return "provincial"
    return "municipal" if adcode.endswith("00") else "county"


@cache
def _peoples() -> tuple[str, ...]:
    """The names of the ethnic groups, with and without their last character, longest first."""
    with (_resources() / "56_nations.csv").open(encoding="utf-8") as handle:
        names = {line.strip() for line in handle if line.strip()}
    short = {name.removesuffix("族") for name in names if len(name) > len("某族")}
    return tuple(sorted(names | short | {"各族"}, key=len, reverse=True))


def strip_generic(name: str) -> str:
    """A Chinese place name without its generic ending (肥城市 → 肥城); two-character names keep theirs."""
    autonomous = _AUTONOMOUS.search(name)
    if autonomous:
        bare = name[: autonomous.start()]
        while people := next((p for p in _peoples() if bare.endswith(p) and len(bare) - len(p) > 1), None):
            bare = bare.removesuffix(people)
        return bare
    bare = _GENERIC.sub("", name)
    return bare if len(bare) > 1 else name


@cache
def load_gazetteer() -> dict[str, PlaceEntry]:
    """Every place to county level by its six-digit code."""
    with (_resources() / "adcodes.csv").open(encoding="utf-8", newline="") as handle:
        names = {row["adcode"][:6]: row["name"] for row in csv.DictReader(handle)}
    out: dict[str, PlaceEntry] = {}
    for adcode, name in names.items():
        province = names.get(adcode[:2] + "0000")
        out[adcode] = PlaceEntry(
            adcode, strip_generic(name), _level(adcode), strip_generic(province) if province else None
        )
    return out


@cache
def _readings() -> dict[str, str]:
    """Characters that place names read otherwise than the dictionary's first reading."""
    text = files("readouts").joinpath("vocab", "surnames.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["places"])


def romanise(name: str) -> str:
    """A Chinese name in unmarked pinyin, one capitalised word, an apostrophe where syllables would run together."""
    parts = [_readings().get(char, part) for char, part in zip(name, lazy_pinyin(name), strict=False)]
    word = parts[0]
    for part in parts[1:]:
        word += ("'" if part[:1] in "aeo" else "") + part
    return word.replace("v", "u").capitalize()


@cache
def _exceptions() -> dict[str, list[str]]:
    text = files("readouts").joinpath("vocab", "places.csv").read_text(encoding="utf-8")
    return {row["adcode"]: row["en"].split("|") for row in csv.DictReader(text.splitlines())}


def english_names(place: PlaceEntry) -> list[str]:
    """The English spellings of a place, exceptions first."""
    listed = _exceptions().get(place.adcode or "")
    return listed if listed else [romanise(place.name)]


def english_province(adcode: object) -> str | None:
    """The English name of the province of a GB/T 2260 code; None for no code."""
    entry = load_gazetteer().get(f"{adcode[:2]}0000") if isinstance(adcode, str) else None
    return english_names(entry)[0] if entry else None


def english_city(adcode: object) -> str | None:
    """The English name of the city that a GB/T 2260 code is of or lies in; None for no code.

    Rows that only gather what a province rules itself (市辖区, 省直辖县级行政区划) are no cities: there it is the province.
    """
    if not isinstance(adcode, str):
        return None
    entry = load_gazetteer().get(f"{adcode[:4]}00")
    if entry is None or adcode[2:4] in ("00", "90") or entry.name.startswith("市辖"):
        return english_province(adcode)
    return english_names(entry)[0]


def gazetteer_forms(lang: str) -> Iterator[tuple[str, PlaceEntry]]:
    """Every form that the scan looks for: provinces and cities; counties only in Chinese with their ending."""
    order = {"provincial": 0, "municipal": 1, "county": 2}
    for place in sorted(load_gazetteer().values(), key=lambda p: (order[p.level], p.adcode or "")):
        if lang == "zh":
            if len(place.name) > 1 and not re.search(
                "直辖|^(?:市辖区|城区|郊区|东区|西区|市中|城中|新区|矿区|[代和应成会通随任费定]县)$", place.name
            ):
                yield place.name, place
        elif place.level != "county" and not re.search("直辖|城区$|郊县", place.name):
            for name in english_names(place):
                yield name, place


@cache
def places_by_english() -> dict[str, tuple[PlaceEntry, ...]]:
    """Every place, counties too, by its English spelling in lower case."""
    out: dict[str, list[PlaceEntry]] = {}
    for place in load_gazetteer().values():
        for name in english_names(place):
            out.setdefault(name.lower(), []).append(place)
    return {name: tuple(found) for name, found in out.items()}


@cache
def counties_of_one_syllable() -> dict[str, tuple[PlaceEntry, ...]]:
    """The counties with one character before 县, by its spelling in lower case: jia of Jia County is 佳县 or 郏县."""
    out: dict[str, list[PlaceEntry]] = {}
    for place in load_gazetteer().values():
        if place.level == "county" and len(place.name) == 2 and place.name.endswith("县"):
            out.setdefault(romanise(place.name)[: -len("xian")].lower(), []).append(place)
    return {name: tuple(found) for name, found in out.items()}


@cache
def places_by_chinese() -> dict[str, tuple[PlaceEntry, ...]]:
    """Every place by its Chinese name without generic ending."""
    out: dict[str, list[PlaceEntry]] = {}
    for place in load_gazetteer().values():
        out.setdefault(place.name, []).append(place)
    return {name: tuple(found) for name, found in out.items()}


def find_place(name: str, level: str | None) -> PlaceEntry | None:
    """The one gazetteer row that a name and a level point to; None where none or several do.

    County-level cities speak of themselves as municipal, so a municipal name may be found at county level.
    """
    bare = name.strip().lower()
    rows = [*places_by_english().get(bare, ()), *places_by_chinese().get(name, ())]
    rows += counties_of_one_syllable().get(bare, ()) if level == "county" else ()
    if (stripped := strip_generic(name)) != name:
        rows += places_by_chinese().get(stripped, ())
    for wanted in dict.fromkeys([level, "municipal", "county"] if level in {"municipal", None} else [level]):
        hits = {place.adcode: place for place in rows if place.level == wanted or wanted is None}
        if len(hits) == 1:
            return next(iter(hits.values()))
        if hits:
            return None
    return None
