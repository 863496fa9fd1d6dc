"""Tables for readers outside Python: CSV files, the codebook and a Data Package descriptor."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from readouts.columns import TABLES, Table, name_type
from readouts.linked import LINKED
from readouts.stored import StoredTable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
EMPTY_CELLS = (
    "An empty cell means that the text does not say it (`not-stated`), unless a row in `doubts` gives another reason "
    "(`vague`, `truncated`, `garbled`, `ambiguous`). Nothing is guessed."
)


def write_csv(parquet: Path, target: Path) -> None:
    """A CSV file with byte-order mark, lists joined by '; ', cells that a spreadsheet would run made plain text."""
    with StoredTable(parquet) as source, target.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(source.schema.names)
        for batch in source.iter_batches():
            columns = [column.to_pylist() for column in batch.columns]
            writer.writerows([format_cell(value) for value in row] for row in zip(*columns, strict=True))


def format_cell(value: Any) -> Any:
    """A cell as CSV text: days in ISO form, nothing for null, an apostrophe before a formula's first character."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def render_codebook(corpus: str, rows: dict[str, int]) -> str:
    """CODEBOOK.md: every table and column with type and meaning, from the row classes."""
    lines = [f"# Codebook of the corpus {corpus}", "", *_codebook_preface(), ""]
    for table in (*TABLES, *LINKED):
        lines += [f"## {table.name}", "", f"{table.note[0].upper()}{table.note[1:]}. Rows: {rows[table.name]}.", ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {name_type(c.type)[1]} | {c.note} |" for c in table.columns]
        lines.append("")
    return "\n".join(lines)


def _codebook_preface() -> Iterator[str]:
    yield "Generated from the row classes; do not edit. A folder of Parquet files a table; `pandas.read_parquet` reads each folder."
    yield ""
    yield f"- {EMPTY_CELLS}"
    yield "- `document` joins all tables. Row keys are `<document id>-<table letter><number>`."
    yield "- Offsets are half-open, in Unicode code points of the text in `texts`."
    yield "- `evidence` has a row for every filled cell that was read off a text: its place, its words and its basis."
    yield "- A held date has its surface (`held`), its bounds, a precision and a basis; a year is never invented."
    yield "- What a person corrected has the basis `corrected`; `corrections` says why, `parsed` what the parser gave."
    yield "- In CSV files lists are joined by `; `, and a cell beginning with `=`, `+`, `-`, `@` has a `'` before it."


def render_datapackage(corpus: str, version: str, files: Iterable[tuple[Table, str, Mapping[str, str]]]) -> str:
    """A Data Package descriptor: name, resources with paths, hashes by path, and schema."""
    resources = [describe_resource(table, kind, hashes) for table, kind, hashes in files]
    package = {
        "profile": "data-package",
        "name": "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in corpus.lower()) or "corpus",
        "title": f"Readouts of the corpus {corpus}",
        "version": version,
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def describe_resource(table: Table, kind: str, hashes: Mapping[str, str]) -> dict[str, object]:
    """One resource of the data package."""
    names = [column.name for column in table.columns]
    schema: dict[str, object] = {
        "fields": [{"name": c.name, "type": name_type(c.type)[0], "description": c.note} for c in table.columns],
        "missingValues": [""],
    }
    if "key" in names:
        schema["primaryKey"] = "key"
    elif table.name in ("documents", "texts"):
        schema["primaryKey"] = "document"
    elif table.name in ("persons", "bodies", "corrections"):
        schema["primaryKey"] = names[0]
    if "document" in names and table.name not in ("documents", "corrections"):  # a corrected text may be gone
        reference = {"resource": "documents", "fields": "document"}
        schema["foreignKeys"] = [{"fields": "document", "reference": reference}]
    return {
        "name": table.name if kind == "parquet" else f"{table.name}-{kind}",
        "path": next(iter(hashes)) if len(hashes) == 1 else list(hashes),
        "format": kind,
        "mediatype": "application/vnd.apache.parquet" if kind == "parquet" else "text/csv",
        "description": table.note,
        **describe_hashes(hashes),
        "schema": schema,
    }


def describe_hashes(hashes: Mapping[str, str]) -> dict[str, object]:
    """The hash of a resource; of one in several files the hash of each, since the descriptor's form has none for that."""
    told = {path: f"sha256:{sha256}" for path, sha256 in hashes.items()}
    return {"hash": next(iter(told.values()))} if len(told) == 1 else {"hashes": told}
