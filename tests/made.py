"""Small corpora written by hand: rows of any table as dicts, linked as a build links them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from readouts.columns import TABLES, table_schema
from readouts.corpus import Corpus, open_corpus
from readouts.link import write_linked
from readouts.stored import table_path, write_table

Rows = dict[str, list[dict[str, Any]]]
EMPTY = "no such corpus"


def read_files(folder: Path) -> dict[str, bytes]:
    """The bytes of all files of a build by path, without those that only builds look at."""
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in paths.items() if not name.startswith(".")}


def day(text: str | None) -> pd.Timestamp | None:
    return pd.Timestamp(text) if text else None


def document(name: str, place: str | None, level: str = "municipal", text: str = "", **cells: Any) -> dict[str, Any]:
    row = {
        "document": name,
        "place": place,
        "level": level,
        "path": f"{name}.txt",
        "place_basis": "stated",
        "text": text,
    }
    return {"lang": "en", "title": f"Readout {name}", **row, **cells}


def meeting(
    name: str, start: str | None, ordinal: int | None = None, end: str | None = None, **cells: Any
) -> dict[str, Any]:
    bounds = {"held_start": day(start), "held_end": day(end or start)}
    row = {"key": f"{name}-m{ordinal or 1}", "document": name, "ordinal": ordinal, "level": "municipal", **bounds}
    return {"body_type": "deepening-reform-commission", "body": "the commission", **row, **cells}


def relay(name: str, number: int, ordinal: int | None, start: str | None, **cells: Any) -> dict[str, Any]:
    row = {"key": f"{name}-r{number}", "document": name, "ordinal": ordinal, "level": "central"}
    bounds = {"held_start": day(start), "held_end": day(start), "relation": "conveyed", "surface": "the meeting"}
    return {"body_type": "deepening-reform-commission", **row, **bounds, **cells}


def make_corpus(folder: Path, rows: Rows, name: str = "made") -> Corpus:
    """The corpus of these rows; READOUTS_PROCESSED must point to the folder."""
    out = folder / name
    out.mkdir(parents=True)
    rows = {"texts": [{"document": r["document"], "text": r.get("text", "")} for r in rows["documents"]], **rows}
    for table in TABLES:
        lines = [{column.name: row.get(column.name) for column in table.columns} for row in rows.get(table.name, [])]
        write_table(pa.Table.from_pylist(lines, table_schema(table.name)), table_path(out, table.name))
    (out / "manifest.json").write_text(json.dumps({"inputs": len(rows["documents"])}), encoding="utf-8")
    write_linked(out)
    return open_corpus(name)
