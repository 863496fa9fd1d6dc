"""Every vocabulary entry is well formed and finds its own examples."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
import tomllib
from collections import Counter
from typing import Any

import pytest

from readouts.blocks import is_furniture
from readouts.calendar import load_calendar
from readouts.chinese.layout import is_furniture as is_chinese_furniture
from readouts.lexicon import (
    ENTRY_FILES,
    LANGUAGES,
    expand_form,
    load_entries,
    load_formulations,
    load_lexicon,
    vocabulary_file,
)
from readouts.names import load_surnames
from readouts.places import load_gazetteer
from readouts.scan import scan_text

# What an entry may say, for all kinds and for each kind; a misspelt key would be silently without effect.
COMMON_KEYS = {"id", "kind", "example", "source", "en", "zh", "note"}
KIND_KEYS = {
    "anniversary": {"year"},
    "deictic-year": {"shift"},
    "furniture": {"match"},
    "meeting": {"body", "study"},
    "month": {"number"},
    "occasion": {"body", "level"},
    "office": {"body", "bare", "plural"},
    "organ": {"body", "level", "named"},
    "theme": {"definition"},
    "verb": {
        "role",
        "agenda",
        "relation",
        "say",
        "passive",
        "noun",
        "before_meeting",
        "behind",
        "echo",
        "object",
        "colon",
        "head",
        "leads",
        "after_presence",
        "subject",
    },
}
MATCHES = {"start", "short-start", "site", "clock"}
LEVELS = {"central", "provincial", "municipal", "county"}
ENTRIES = load_entries()
TOML_ENTRIES = [
    (name, entry) for name in ENTRY_FILES for entry in tomllib.loads(vocabulary_file(f"{name}.toml"))["entry"]
]


def name_of(value: object) -> str:
    return str(value["id"]) if isinstance(value, dict) else str(value)


def all_forms(entry: dict[str, Any]) -> list[str]:
    return [form for key in (*LANGUAGES, "plural") for form in entry.get(key, ())]


@pytest.mark.parametrize(("file", "entry"), TOML_ENTRIES, ids=name_of)
def test_entry_is_well_formed(file: str, entry: dict[str, Any]) -> None:
    place = f"vocab/{file}.toml, {entry.get('id')}"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"]), f"{place}: an id is lower-case words joined by -"
    unknown = set(entry) - COMMON_KEYS - KIND_KEYS.get(entry["kind"], set())
    assert not unknown, f"{place}: unknown keys {sorted(unknown)} for kind {entry['kind']}"
    assert str(entry.get("source", "")).strip(), f"{place}: a source says where the forms were met"
    assert any(entry.get(lang) for lang in LANGUAGES), f"{place}: no forms"
    for lang in LANGUAGES:
        if entry.get(lang):
            assert entry.get("example", {}).get(lang), f"{place}: has {lang} forms and no example.{lang}"
    assert entry.get("level", "central") in LEVELS, f"{place}: level {entry['level']}"
    if entry["kind"] == "furniture":
        assert entry["match"] in MATCHES, f"{place}: match is one of {sorted(MATCHES)}"


def test_ids_are_unique() -> None:
    repeated = [entry for entry, times in Counter(entry["id"] for entry in ENTRIES).items() if times > 1]
    assert not repeated, f"ids given twice: {repeated}"


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_no_form_is_empty_or_broken(entry: dict[str, Any]) -> None:
    for form in all_forms(entry):
        spellings = list(expand_form(form))
        assert all(spellings), f"{entry['id']}: {form!r} can be empty"
        assert not [s for s in spellings if re.search(r"[()\[\]|]", s)] or entry["kind"] == "furniture", (
            f"{entry['id']}: brackets left over in {form!r}"
        )
    for key in (*LANGUAGES, "plural"):
        forms = entry.get(key, ())
        repeated = [form for form, times in Counter(forms).items() if times > 1]
        assert not repeated, f"{entry['id']}: forms given twice: {repeated}"


EXAMPLES = [(entry, lang) for entry in ENTRIES for lang in LANGUAGES if entry.get("example", {}).get(lang)]


@pytest.mark.parametrize(("entry", "lang"), EXAMPLES, ids=name_of)
def test_example_is_marked_with_its_entry(entry: dict[str, Any], lang: str) -> None:
    example = entry["example"][lang]
    if entry["kind"] == "furniture":
        look = is_chinese_furniture if lang == "zh" else is_furniture
        assert look(example), f"{entry['id']}: {example!r} is not taken for furniture"
        return
    found = {(hit.kind, hit.entry) for hit in scan_text(example, load_lexicon(lang))}
    assert (entry["kind"], entry["id"]) in found, f"{entry['id']}: {example!r} gives only {sorted(found)}"


def test_every_formulation_has_forms_an_english_example_and_a_source() -> None:
    for entry in load_formulations():
        assert entry["en"] or entry["zh"], entry["id"]
        assert not entry["en"] or entry["example"]["en"], f"{entry['id']}: no example_en"
        assert entry["source"], f"{entry['id']}: no source"


def test_tables_have_the_columns_they_need() -> None:
    for name, columns in {
        "formulations.csv": ["id", "zh", "en", "example_en", "source"],
        "calendar.csv": ["kind", "series", "term", "ordinal", "date", "end", "url"],
        "places.csv": ["adcode", "en", "note"],
    }.items():
        rows = list(csv.DictReader(vocabulary_file(name).splitlines()))
        assert list(rows[0])[: len(columns)] == columns, name
        long_or_short = [row for row in rows if None in row or None in row.values()]
        assert not long_or_short, f"{name}: a comma too many or too few in {long_or_short[:2]}"


def test_calendar_rows_have_days_numbers_and_a_source() -> None:
    rows = list(csv.DictReader(vocabulary_file("calendar.csv").splitlines()))
    assert len(rows) == len(load_calendar())
    for row in rows:
        start = dt.date.fromisoformat(row["date"])
        assert not row["end"] or dt.date.fromisoformat(row["end"]) >= start, row
        assert dt.date(2012, 1, 1) < start <= dt.date.today(), row
        assert row["url"].startswith(("http://", "https://")) or row.get("note"), f"no source: {row}"
        for number in (row["term"], row["ordinal"]):
            assert not number or int(number) > 0, row


def test_a_numbered_series_runs_on() -> None:
    """Within a series numbers rise with the days and stand once; they start again only with a new term."""
    series: dict[tuple[str, bool, int | None], list[int]] = {}
    for row in load_calendar():
        if row.ordinal is not None:
            series.setdefault((row.kind, row.group, row.term), []).append(row.ordinal)
    assert series
    for key, numbers in series.items():
        wrong = [(a, b) for a, b in itertools.pairwise(numbers) if b <= a and not (key[2] is None and b == 1 and a > 5)]
        assert not wrong, f"{key}: {wrong} follow one another by date"


def test_place_exceptions_are_gazetteer_codes() -> None:
    codes = [row["adcode"] for row in csv.DictReader(vocabulary_file("places.csv").splitlines())]
    assert set(codes) <= set(load_gazetteer())
    assert len(codes) == len(set(codes))


def test_grammar_and_lists_hold_lists_of_words() -> None:
    grammar = tomllib.loads(vocabulary_file("grammar.toml"))
    assert set(grammar) <= set(LANGUAGES)
    for lang, lists in grammar.items():
        for key, words in lists.items():
            where = f"grammar.toml [{lang}] {key}"
            assert words and all(isinstance(word, str) and word.strip() for word in words), where
            assert len(words) == len(set(words)), f"{where}: {[w for w, n in Counter(words).items() if n > 1]}"
    assert len(load_surnames()) > 200
