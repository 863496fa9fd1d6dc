"""Each row of tests/cases: a text with its spans drawn, and the record's spans of those kinds, exactly."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from drawn import make_document, read_drawn
from readouts.parse import parse_document, record_to_json

CASES = Path(__file__).parent / "cases"
# How the drawn kinds are read off a record.
READERS = {
    "person": lambda r: [p["span"] for p in r["people"]],
    "office": lambda r: [o["span"] for p in r["people"] for o in p["offices"]],
    "meeting": lambda r: [m["span"] for m in r["meetings"]],
    "day": lambda r: [s for m in r["meetings"][:1] for s in m["held"]["evidence"]],
    "relay": lambda r: [x["span"] for x in r["relays"] if x["relation"] != "referred"],
    "item": lambda r: [x["span"] for x in r["agenda"]],
    "term": lambda r: [x["span"] for x in r["formulations"]],
    "programme": lambda r: [x["span"] for x in r["programmes"]],
    "says": lambda r: [x["span"] for x in r["utterances"]],
    "demand": lambda r: [x["span"] for x in r["directives"]],
    "actor": lambda r: [x["actor_span"] for x in r["assignments"]],
    "task": lambda r: [x["task_span"] for x in r["assignments"]],
    "group": lambda r: [x["span"] for x in r["groups"]],
    "time": lambda r: [x["span"] for x in r["time_references"]],
    "place": lambda r: [r["place"]["span"]] if r["place"]["span"] else [],
    "title": lambda r: [r["title"]["span"]] if r["title"] else [],
    "page": lambda r: [x["span"] for x in r["furniture"]],
}


def load_cases() -> list[tuple[str, list[str], dict[str, Any]]]:
    """Every case with the file and the kinds that it checks."""
    out = []
    for path in sorted(CASES.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        out += [(f"{path.stem}: {row['why']}", row.get("checks", data["checks"]), row) for row in data["case"]]
    return out


@pytest.mark.parametrize(("name", "checks", "row"), load_cases(), ids=lambda v: v if isinstance(v, str) else "")
def test_spans_are_where_they_are_drawn(name: str, checks: list[str], row: dict[str, Any]) -> None:
    text, drawn = read_drawn(row["text"])
    record = record_to_json(parse_document(make_document(text, **row.get("known", {}))))
    for kind in checks:
        want = sorted({text[a:b] + f" @{a}" for k, a, b in drawn if k == kind})
        got = sorted({text[a:b] + f" @{a}" for a, b in READERS[kind](record)})
        assert got == want, f"{kind}: {row['why']}"
    for path, value in row.get("values", {}).items():
        assert read_path(record, path) == value, f"{path}: {row['why']}"


def read_path(record: Any, path: str) -> Any:
    """The value at a dotted path, null as ""; a list in the way is read item by item."""
    at: Any = record
    for index, key in enumerate(path.split(".")):
        if isinstance(at, (list, tuple)):
            rest = ".".join(path.split(".")[index:])
            return [read_path(item, rest) for item in at]
        at = at[key]
    if at is None:
        return ""
    return list(at) if isinstance(at, tuple) else at
