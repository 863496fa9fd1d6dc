"""The Parquet files of a build while they are written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from readouts.columns import TABLES, table_schema
from readouts.stored import DOCUMENTS, PartWriter, table_path


class ParquetSet:
    """The tables, written batch by batch: the rows of a batch are one row group of each. All are parted at the same batches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = {table.name: 0 for table in TABLES}
        self.groups = {table.name: 0 for table in TABLES}
        self.writers: dict[str, PartWriter] = {}

    def __enter__(self) -> ParquetSet:
        for table in TABLES:
            self.writers[table.name] = PartWriter(table_path(self.folder, table.name), table_schema(table.name))
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        for writer in self.writers.values():
            try:
                writer.close()
            except OSError:
                if kind is None:
                    raise

    def write(self, tables: Mapping[str, pa.Table]) -> dict[str, int]:
        """The rows of a batch on disk; by table the number of the row group that they are now."""
        places = {}
        if self.writers["documents"].rows >= DOCUMENTS:
            for writer in self.writers.values():
                writer.end_part()
        for name, table in tables.items():
            if table.num_rows:
                self.writers[name].write(table)
                places[name] = self.groups[name]
                self.rows[name] += table.num_rows
                self.groups[name] += 1
        return places
