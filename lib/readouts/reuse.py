"""Rows of the last build taken over where all that they are made from is unchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from readouts.columns import table_schema
from readouts.files import hash_file, make_stamp
from readouts.ledger import Ledger
from readouts.rows import OF_DOCUMENT
from readouts.stored import StoredTable, table_path

TAKEN = (*OF_DOCUMENT, "texts", "parsed")  # tables whose rows belong to documents
LEDGER = ".ledger.sqlite"
HELD = 3  # batches of a table kept in memory


class LastBuild:
    """The tables of the last build, read batch by batch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = Ledger(folder / LEDGER, readonly=True)
        self.stored: dict[str, StoredTable] = {}
        self.held: dict[tuple[str, int], pa.Table] = {}

    def close(self) -> None:
        """Nothing held any more."""
        self.ledger.close()
        for table in self.stored.values():
            table.close()

    def rows(self, name: str, batch: int) -> pa.Table:
        """The rows that a batch gave a table."""
        key = (name, batch)
        if key not in self.held:
            place = self.ledger.find_group(batch, name)
            if name not in self.stored:
                self.stored[name] = StoredTable(table_path(self.folder, name))
            empty = table_schema(name).empty_table()
            own = [item for item in self.held if item[0] == name]
            for old in own[: len(own) + 1 - HELD]:
                del self.held[old]
            self.held[key] = empty if place is None else self.stored[name].read_group(place)
        return self.held[key]


def find_last(folder: Path) -> LastBuild | None:
    """The last build of a folder, where it was made by just this library and not a byte of it has changed since."""
    path = folder / LEDGER
    if not path.is_file():
        return None
    last = LastBuild(folder)
    hashes = last.ledger.read_fact("files") if last.ledger.read_fact("stamp") == make_stamp() else None
    sound = isinstance(hashes, dict) and all(
        (folder / name).is_file() and hash_file(folder / name) == known for name, known in hashes.items()
    )
    if sound:
        return last
    last.close()
    return None


def take_over(
    tables: Mapping[str, pa.Table], kept: Mapping[str, int], documents: Sequence[str], last: LastBuild
) -> dict[str, pa.Table]:
    """The tables of a batch with the rows of documents kept from the last build, in the order of the documents."""
    order = pa.array(documents, pa.string())
    batches = sorted(set(kept.values()))
    new = len(kept) < len(documents)
    out = dict(tables)
    if not new and len(batches) == 1 and last.rows("documents", batches[0]).num_rows == len(documents):
        return out | {name: last.rows(name, batches[0]) for name in TAKEN}
    for name in TAKEN:
        parts = []
        for batch in batches:
            rows = last.rows(name, batch)
            own = pc.is_in(
                rows["document"], value_set=pa.array([d for d, b in kept.items() if b == batch], pa.string())
            )
            parts.append(rows if pc.all(own).as_py() is not False else rows.filter(own))
        if new and name in tables:
            parts.append(tables[name])
        whole = pa.concat_tables([part.cast(plain_schema(name)) for part in parts])
        if len(parts) > 1:
            places = pc.index_in(whole["document"].combine_chunks(), value_set=order).to_numpy(zero_copy_only=False)
            whole = whole.take(pa.array(np.argsort(places, kind="stable")))
        out[name] = settle_types(whole, name)
    return out


def drop_documents(tables: Mapping[str, pa.Table], dropped: Sequence[str]) -> dict[str, pa.Table]:
    """The tables of a batch without the rows of some documents."""
    out = dict(tables)
    for name in TAKEN:
        if name in tables:
            own = pc.is_in(tables[name]["document"], value_set=pa.array(dropped, pa.string()))
            out[name] = settle_types(tables[name].filter(pc.invert(own)).cast(plain_schema(name)), name)
    return out


def plain_schema(name: str) -> pa.Schema:
    """A table's schema with words in place of codes, so that rows of several batches go together."""
    fields = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in table_schema(name)
    ]
    return pa.schema(fields)


def settle_types(table: pa.Table, name: str) -> pa.Table:
    """The table in its own types, coded as a batch codes it that is parsed anew: to the byte the same file."""
    columns = []
    for field in table_schema(name):
        cells = table[field.name].combine_chunks()
        columns.append(cells.dictionary_encode().cast(field.type) if pa.types.is_dictionary(field.type) else cells)
    return pa.Table.from_arrays(columns, schema=table_schema(name))
