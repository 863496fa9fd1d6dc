"""The rows of one document as dicts by table: from a parsed record, from the Parquet files, and as text to keep."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from readouts.columns import BY_NAME, DAY, TABLES
from readouts.model import Document, Record
from readouts.placing import settle_tables
from readouts.stored import StoredTable, has_table, table_path
from readouts.tables import TableBuffer

Rows = dict[str, list[dict[str, Any]]]
OF_CORPUS = ("refusals", "texts", "corrections", "parsed")
OF_DOCUMENT = tuple(table.name for table in TABLES if table.name not in OF_CORPUS)


def lay_rows(document: Document, record: Record) -> Rows:
    """The rows of one document by table, evidence included, as a build writes them."""
    buffer = TableBuffer()
    buffer.add(document, record)
    return {name: from_columns(buffer.columns[name]) for name in OF_DOCUMENT}


def from_columns(columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """Rows as dicts from columns as lists."""
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def keep_parsed(document: str, rows: Rows) -> Iterable[dict[str, Any]]:
    """The rows of the table `parsed`: each row of a document as the parser gave it, its cells as JSON."""
    for table in OF_DOCUMENT:
        for row in rows[table]:
            key = row.get("key") or row.get("row") or document
            yield {"document": document, "table": table, "row": key, "cells": write_cells(row)}


def write_cells(row: Mapping[str, Any]) -> str:
    """The cells of a row as JSON, days in ISO form."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, default=lambda day: day.strftime("%Y-%m-%d"))


def read_cells(table: str, cells: str) -> dict[str, Any]:
    """The row that write_cells wrote, its columns in order."""
    given = json.loads(cells)
    row = {column.name: given[column.name] for column in BY_NAME[table].columns}
    for column in BY_NAME[table].columns:
        if column.type == DAY and row[column.name] is not None:
            row[column.name] = datetime.fromisoformat(row[column.name])
    return row


def read_document_rows(folder: Path, document: str) -> tuple[Rows, str]:
    """The rows of a document by table as the parser gave them, corrections set aside, and its text, from a built corpus.

    KeyError where the corpus has no such document.
    """
    settle_tables(folder)
    texts = read_part(folder, "texts", document)
    if not texts:
        raise KeyError(f"{folder} has no document {document}")
    kept = read_part(folder, "parsed", document) if has_table(folder, "parsed") else []
    if not kept:
        return {name: read_part(folder, name, document) for name in OF_DOCUMENT}, texts[0]["text"]
    rows: Rows = {name: [] for name in OF_DOCUMENT}
    for row in kept:
        rows[row["table"]].append(read_cells(row["table"], row["cells"]))
    return rows, texts[0]["text"]


def read_part(folder: Path, table: str, document: str) -> list[dict[str, Any]]:
    """The rows of one table that belong to a document, in their order."""
    out: list[dict[str, Any]] = []
    with StoredTable(table_path(folder, table)) as stored:
        # A build writes a document's rows together: of the other groups only the ids are read, not their texts.
        for group in range(len(stored.sizes)):
            own = pc.equal(stored.read_group(group, ("document",))["document"], document)
            if pc.any(own).as_py():
                out.extend(stored.read_group(group).filter(own).to_pylist())
            elif out:
                break
    return out
