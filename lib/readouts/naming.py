"""One name a place and a person in a corpus of two languages: that of most readouts, or of the language asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from readouts.places import english_names, load_gazetteer

LANGUAGES = ("en", "zh")


def choose_language(langs: Iterable[Any]) -> str:
    """The language of most readouts; English for a tie and for none."""
    listed = list(langs)
    return "en" if sum(lang == "en" for lang in listed) * 2 >= len(listed) else "zh"


def map_twins(names: pd.DataFrame, language: str) -> dict[str, str]:
    """By person named in the other language the same person in this one, from the table person_names."""
    known = names.dropna(subset=["twin"])
    chinese = known["name"] == known["name_zh"]
    goes = known[chinese if language == "en" else ~chinese]
    into = dict(zip(goes["person"], goes["twin"], strict=True))
    return {one: other for one, other in into.items() if other not in into}


def join_languages(tables: dict[str, pd.DataFrame], names: str) -> dict[str, pd.DataFrame]:
    """The frames with one person where a twin shows that two names are one, under the name in the language asked for."""
    persons, into = tables["persons"], map_twins(tables["person_names"], names)
    if not into:
        return tables
    merged = persons.assign(person=persons["person"].replace(into), rank=persons["person"].isin(list(into)))
    merged = merged.sort_values("rank", kind="stable")
    grouped = merged.groupby("person", sort=False)
    out = grouped.first()
    out = out.assign(
        **{name: grouped[name].sum() for name in ("readouts", "undated")},
        **{name: grouped[name].min() for name in ("first_start", "first_end")},
        **{name: grouped[name].max() for name in ("last_start", "last_end")},
    )
    kept = persons[~persons["person"].isin(list(into))]["person"]
    joined = {"persons": out.loc[kept].reset_index()[list(persons.columns)].astype(persons.dtypes.to_dict())}
    for name in ("person_links", "tenures"):
        joined[name] = tables[name].assign(person=tables[name]["person"].replace(into))
    return {**tables, **joined}


def name_cities(codes: Sequence[Any], places: Sequence[Any], langs: Sequence[Any], most: str) -> list[str | None]:
    """By document the name of its place, the same for a place in characters and in pinyin where a corpus has both.

    A place has the name that most readouts in the language `most` give it, the first by the alphabet where several are as
    frequent, else the gazetteer's in that language; one that has no code keeps its own.
    """
    times: dict[str, Counter[str]] = {}
    for code, place, lang in zip(codes, places, langs, strict=True):
        if isinstance(code, str) and isinstance(place, str) and lang == most:
            times.setdefault(code, Counter())[place] += 1
    chosen = {code: min(counted, key=lambda name: (-counted[name], name)) for code, counted in times.items()}
    out: list[str | None] = []
    for code, place, lang in zip(codes, places, langs, strict=True):
        own = place if isinstance(place, str) else None
        out.append(
            own if lang == most or not isinstance(code, str) else chosen.get(code) or in_language(code, most) or own
        )
    return out


def in_language(code: str, lang: str) -> str | None:
    """The gazetteer's name of a place in a language; None where the gazetteer has no such code."""
    entry = load_gazetteer().get(code)
    return None if entry is None else english_names(entry)[0] if lang == "en" else entry.name
