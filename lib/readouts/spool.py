"""Tables larger than memory on their way to disk: part by part, then in order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from readouts.columns import Table
from readouts.linked import linked_schema
from readouts.stored import ROWS, PartWriter, table_path

SLICE = 100_000  # rows in memory when a table is written


class Spool:
    """Parts of tables on disk, until they are put in order and written as Parquet files; gone afterwards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writers: dict[str, pa.ipc.RecordBatchFileWriter] = {}

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        for name in self.writers:
            self.path(name).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Where the parts of a table are."""
        return self.folder / f".{name}.arrow"

    def add(self, name: str, table: pa.Table) -> None:
        """A part more of a table."""
        plain = pa.schema([pa.field(f.name, words_of(f.type)) for f in table.schema])
        if name not in self.writers:
            self.writers[name] = pa.ipc.new_file(str(self.path(name)), plain)
        self.writers[name].write_table(table.cast(plain), max_chunksize=SLICE)

    def read(self, name: str) -> pa.Table:
        """All parts of a table, in the order in which they came; they stay on disk. Nothing can be added from then on."""
        self.writers[name].close()
        return pa.ipc.open_file(pa.memory_map(str(self.path(name)))).read_all()

    def replace(self, name: str, table: pa.Table) -> None:
        """Another table in place of all its parts."""
        if name in self.writers:
            self.path(name).unlink()
            del self.writers[name]
        self.add(name, table)

    def write(self, table: Table, by: Sequence[str]) -> int:
        """How many rows a table has that is now on disk as Parquet files, its rows in an order."""
        schema = linked_schema(table)
        order = [(column, "ascending") for column in by]
        if table.name not in self.writers:
            self.add(table.name, schema.empty_table())
        whole = self.read(table.name)
        with PartWriter(table_path(self.folder, table.name), schema) as target:
            places = pc.sort_indices(whole.select([name for name, _ in order]), order) if order else None
            for first in range(0, whole.num_rows, SLICE):
                part = whole.slice(first, SLICE) if places is None else whole.take(places.slice(first, SLICE))
                cells = [code_words(part[field.name].combine_chunks(), field.type) for field in schema]
                if target.rows >= ROWS:
                    target.end_part()
                target.write(pa.Table.from_arrays(cells, schema=schema))
            return int(whole.num_rows)


def words_of(kind: pa.DataType) -> pa.DataType:
    """The type of the words themselves, for a type that codes them."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def code_words(cells: pa.Array, kind: pa.DataType) -> pa.Array:
    """Cells in a type, words coded where it codes them."""
    return cells.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else cells.cast(kind)
