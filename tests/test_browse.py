"""Rows of every kind in every order: all of them, each once, sorted, cells that are empty last."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from readouts.archive import Archive
from readouts.browse import KINDS, Browser
from readouts.build import Built
from readouts.facets import Choices, FacetIndex

COLUMNS = [(kind, column) for kind, columns in KINDS.items() for column in ("city", "day", *columns)]


@pytest.fixture(scope="module")
def browser(built: Built) -> Browser:
    return Browser(Archive(built.folder))


def all_rows(browser: Browser, kind: str) -> Any:
    return browser.fitting_rows(kind, np.ones(browser.archive.size, bool), {})


def sort_key(value: str) -> tuple[int, Any]:
    return (0, int(value)) if value.isdigit() else (1, value)


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize(("kind", "column"), COLUMNS)
def test_every_column_sorts_either_way(browser: Browser, kind: str, column: str, down: bool) -> None:
    rows = all_rows(browser, kind)
    page = browser.page(kind, rows, column, down, 0, len(rows) + 1)
    cells = [row[page.heads.index(column)] for row in page.rows]
    filled = [cell for cell in cells if cell]
    assert cells == filled + [""] * (len(cells) - len(filled))
    numbers = [cell for cell in filled if cell.isdigit()]
    if column == "day":  # by the first possible day; where that is open, as if there were none
        filled = [cell.partition("/")[0] for cell in filled if not cell.startswith("..")]
    keys = [sort_key(cell) if len(numbers) == len(filled) else (1, cell) for cell in filled]
    assert keys == sorted(keys, reverse=down)
    assert sorted(page.keys) == sorted(browser.page(kind, rows, "", False, 0, len(rows) + 1).keys)
    assert page.total == len(rows) == len(page.rows)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 7])
def test_pages_add_up(browser: Browser, kind: str, size: int) -> None:
    rows = all_rows(browser, kind)[:40]
    sort = KINDS[kind][0]
    parts = [browser.page(kind, rows, sort, True, first, size) for first in range(0, len(rows), size)]
    whole = browser.page(kind, rows, sort, True, 0, 1000)
    assert tuple(key for part in parts for key in part.keys) == whole.keys
    assert tuple(name for part in parts for name in part.documents) == whole.documents
    assert all(part.total == len(rows) for part in parts)


def test_rows_of_a_kind_are_narrowed_by_the_value_chosen(browser: Browser, built: Built) -> None:
    index = FacetIndex(browser.archive)
    for name, kind, column in (
        ("office_type", "offices", "office_type"),
        ("theme", "themes", "theme"),
        ("body_type", "meetings", "body_type"),
    ):
        for value in index.facets[name].ids[:4]:
            choices = Choices({name: (value,)})
            fitting = index.fit(choices)
            rows = browser.fitting_rows(kind, fitting.mask, choices.values)
            page = browser.page(kind, rows, size=1000)
            assert {row[page.heads.index(column)] for row in page.rows} == {value}
            assert len(set(page.documents)) == fitting.size
    person = index.facets["person"].ids[0]
    fitting = index.fit(Choices({"person": (person,)}))
    page = browser.page("people", browser.fitting_rows("people", fitting.mask, {"person": (person,)}), size=1000)
    links = browser.archive.columns("person_links", ("key", "person")).to_pylist()
    assert set(page.keys) == {link["key"] for link in links if link["person"] == person}


def test_days_are_said_with_their_open_bounds(browser: Browser) -> None:
    from readouts.browse import say_bounds
    from readouts.evidence import say_value

    day, none = np.datetime64("2024-05-06"), np.datetime64("NaT", "D")
    said = [say_bounds(*pair) for pair in ((day, day), (day, none), (none, day), (none, none))]
    assert said == ["2024-05-06", "2024-05-06/..", "../2024-05-06", ""]
    cells: list[Any] = [None, ["a", "b"], dt.datetime(2024, 5, 6), 0, []]
    assert [say_value(cell) for cell in cells] == ["", "a, b", "2024-05-06", "0", ""]


@pytest.mark.parametrize("down", [False, True])
def test_an_empty_list_comes_last(built: Built, down: bool) -> None:
    archive = Archive(built.folder)
    document = archive.columns("people", ("document",))["document"][0].as_py()
    rows, _ = archive.read_document(document)
    rows["people"][0]["roles"] = []
    archive.replace(document, rows)
    page = browse_people(Browser(archive), down)
    assert page.keys[-1] == rows["people"][0]["key"]


def browse_people(browser: Browser, down: bool) -> Any:
    return browser.page("people", all_rows(browser, "people"), "roles", down, 0, 10_000)
