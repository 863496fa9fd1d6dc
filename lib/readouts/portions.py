"""The tables of a folder in portions that fit in memory: all rows of a name together, or whole documents in their order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from readouts.stored import StoredTable, table_path

SLAB = 150_000  # rows of a table among which rows are looked up at once
Wanted = Mapping[str, Sequence[str]]  # by table the columns needed


def portion_by_name(
    folder: Path, wanted: Wanted, number_of: Callable[[str], int], portions: int
) -> Iterator[dict[str, pa.Table]]:
    """People and offices in portions that hold all rows of a name, the documents and meetings of these rows with them.

    The rows are first spread over files of their portions, beside the tables; these are gone afterwards.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".names-") as scratch:
        for name in ("people", "offices"):
            spread_rows(folder, name, wanted[name], Path(scratch), number_of, portions)
        for number in range(portions):
            part = {name: read_whole(Path(scratch) / f"{name}-{number}.arrow") for name in ("people", "offices")}
            own = pc.unique(part["people"]["document"])
            yield part | {name: pick_rows(folder, name, wanted[name], own) for name in ("documents", "meetings")}


def spread_rows(
    folder: Path, name: str, wanted: Sequence[str], scratch: Path, number_of: Callable[[str], int], portions: int
) -> None:
    """The rows of a table in one file a portion, by the number of their name."""
    known: dict[str, int] = {}
    with ExitStack() as open_files:
        writers: list[pa.RecordBatchFileWriter] = []
        for table in iter_groups(folder, name, wanted):
            if not writers:
                paths = (str(scratch / f"{name}-{number}.arrow") for number in range(portions))
                writers = [open_files.enter_context(pa.ipc.new_file(path, table.schema)) for path in paths]
            coded = table["name"].combine_chunks().dictionary_encode()
            words = coded.dictionary.to_pylist()
            known.update({word: number_of(word) % portions for word in words if word not in known})
            own = np.array([known[word] for word in words] or [0], np.int64)
            own = own[coded.indices.to_numpy(zero_copy_only=False)]
            order = np.argsort(own, kind="stable")
            ordered, bounds = table.take(pa.array(order)), np.searchsorted(own[order], np.arange(portions + 1))
            for number in np.unique(own).tolist():
                first, last = int(bounds[number]), int(bounds[number + 1])
                writers[number].write_table(ordered.slice(first, last - first))


def portion_by_document(folder: Path, wanted: Wanted, size: int) -> Iterator[dict[str, pa.Table]]:
    """Documents, so many or few more, with their meetings and relays; the batches of a build stay whole."""
    rest = {name: Groups(iter_groups(folder, name, wanted[name])) for name in ("meetings", "relays")}
    held: list[pa.Table] = []
    for table in iter_groups(folder, "documents", wanted["documents"]):
        held.append(table)
        if sum(part.num_rows for part in held) >= size:
            yield join_portion(held, rest)
            held = []
    if held:
        yield join_portion(held, rest)


def join_portion(held: list[pa.Table], rest: Mapping[str, Groups]) -> dict[str, pa.Table]:
    """Documents with the rows that are theirs."""
    documents = pa.concat_tables(held)
    own = set(documents["document"].to_pylist())
    return {"documents": documents} | {name: groups.take(own) for name, groups in rest.items()}


class Groups:
    """The row groups of a table in order, each taken with the documents that it belongs to."""

    def __init__(self, tables: Iterator[pa.Table]) -> None:
        self.tables = tables
        self.first = next(tables)
        self.following = next(tables, None)

    def take(self, documents: set[str]) -> pa.Table:
        """The row groups that come next as long as they are of these documents."""
        taken = [self.first.slice(0, 0)]
        while self.following is not None and self.following["document"][0].as_py() in documents:
            taken.append(self.following)
            self.following = next(self.tables, None)
        return pa.concat_tables(taken)


def iter_groups(folder: Path, name: str, wanted: Sequence[str]) -> Iterator[pa.Table]:
    """An empty table of the columns needed, then the row groups of a table, words in place of codes."""
    with StoredTable(table_path(folder, name)) as stored:
        schema = plain_types(stored.schema, wanted)
        yield schema.empty_table()
        for number in (number for number, size in enumerate(stored.sizes) if size):
            yield stored.read_group(number, wanted).select(list(wanted)).cast(schema)


def pick_rows(folder: Path, name: str, wanted: Sequence[str], documents: pa.Array) -> pa.Table:
    """The rows of some documents, a slab of a table in memory at a time."""
    values = documents.cast(pa.string())
    slabs = iter_slabs(iter_groups(folder, name, wanted))
    return pa.concat_tables([slab.filter(pc.is_in(slab["document"], value_set=values)) for slab in slabs])


def iter_slabs(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Tables joined to some that have SLAB rows or few more, so that what is looked up is made ready seldom."""
    held: list[pa.Table] = []
    for table in tables:
        held.append(table)
        if sum(part.num_rows for part in held) >= SLAB:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)


def read_whole(path: Path) -> pa.Table:
    """A file of rows, all of it."""
    with pa.ipc.open_file(str(path)) as file:
        return file.read_all()


def plain_types(schema: pa.Schema, wanted: Sequence[str]) -> pa.Schema:
    """The types of some columns with words in place of codes."""
    kinds = [(name, schema.field(name).type) for name in wanted]
    return pa.schema([(name, k.value_type if pa.types.is_dictionary(k) else k) for name, k in kinds])
