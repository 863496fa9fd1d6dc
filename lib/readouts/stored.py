"""A table on disk: a folder of Parquet files, its parts, which follow one another in the order of their names.

The tables of one build are parted at the same documents: a part of one table and the parts of that number of the others
belong together. pandas, pyarrow and Dask read such a folder as one table; a single Parquet file is a table of one part.
"""

from __future__ import annotations

import shutil
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

DOCUMENTS = 50_000  # documents after which a part ends; the batch that reaches them stays whole
ROWS = 2_000_000  # rows after which a part ends of a table that spans documents


def table_path(folder: Path, name: str) -> Path:
    """Where a table of a folder is."""
    return folder / f"{name}.parquet"


def has_table(folder: Path, name: str) -> bool:
    """Whether a folder has a table."""
    return table_path(folder, name).exists()


def list_parts(path: Path) -> list[Path]:
    """The files of a table in their order."""
    return sorted(path.glob("part-*.parquet")) if path.is_dir() else [path]


class PartWriter:
    """A table written part by part, from an empty folder on."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        self.path, self.schema = path, schema
        self.number = self.rows = 0
        self.file = self._open()

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> pq.ParquetWriter:
        return pq.ParquetWriter(self.path / f"part-{self.number:05}.parquet", self.schema, compression="zstd")

    def write(self, table: pa.Table) -> None:
        """Rows more, one row group."""
        self.file.write_table(table, row_group_size=max(table.num_rows, 1))
        self.rows += table.num_rows

    def end_part(self) -> None:
        """What comes now goes into the next part."""
        self.file.close()
        self.number, self.rows = self.number + 1, 0
        self.file = self._open()

    def close(self) -> None:
        """The last part is whole."""
        self.file.close()


def write_table(table: pa.Table, path: Path) -> None:
    """A table at a path, in parts of so many rows, each one row group."""
    with PartWriter(path, table.schema) as target:
        for first in range(0, table.num_rows, ROWS):
            if first:
                target.end_part()
            target.write(table.slice(first, ROWS))


class StoredTable:
    """A table on disk, read by row groups, which are numbered through all its parts."""

    def __init__(self, path: Path) -> None:
        self.files = [pq.ParquetFile(part) for part in list_parts(path)]
        self.ends = list(accumulate(file.num_row_groups for file in self.files))

    def __enter__(self) -> StoredTable:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing held any more."""
        for file in self.files:
            file.close()

    @property
    def schema(self) -> pa.Schema:
        """The columns and their types."""
        return self.files[0].schema_arrow

    @property
    def sizes(self) -> list[int]:
        """The rows of each row group."""
        return [file.metadata.row_group(n).num_rows for file in self.files for n in range(file.num_row_groups)]

    def read_group(self, number: int, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of a group, or some columns of them."""
        part = bisect_right(self.ends, number)
        inside = number - (self.ends[part - 1] if part else 0)
        return self.files[part].read_row_group(inside, columns=None if columns is None else list(columns))

    def iter_batches(self) -> Iterator[pa.RecordBatch]:
        """All rows, so many in memory at a time."""
        for file in self.files:
            yield from file.iter_batches()


def count_rows(path: Path) -> int:
    """How many rows a table has; no row is read."""
    return sum(pq.read_metadata(part).num_rows for part in list_parts(path))
