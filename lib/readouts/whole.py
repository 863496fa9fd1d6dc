"""The frames of one build, never of two, whatever is built meanwhile."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from readouts.columns import TABLES, table_schema
from readouts.linked import LINKED, linked_schema
from readouts.placing import READY, settle_tables
from readouts.stored import has_table, table_path


def read_whole(folder: Path) -> tuple[bytes, dict[str, pd.DataFrame]]:
    """Manifest and frames of one build: read again where another put its tables in place in between."""
    while True:
        settle_tables(folder)
        raw = (folder / "manifest.json").read_bytes()
        trouble: OSError | None = None
        try:
            tables = read_frames(folder)
        except OSError as error:
            trouble = error
        if (folder / READY).is_dir() or (folder / "manifest.json").read_bytes() != raw:
            continue
        if trouble is not None:
            raise trouble
        return raw, tables


def read_frames(folder: Path) -> dict[str, pd.DataFrame]:
    """The frames of a folder by name; empty ones for tables that its build did not have yet."""
    schemas = {t.name: table_schema(t.name) for t in TABLES} | {t.name: linked_schema(t) for t in LINKED}
    return {
        name: pd.read_parquet(table_path(folder, name)) if has_table(folder, name) else schema.empty_table().to_pandas()
        for name, schema in schemas.items()
    }
