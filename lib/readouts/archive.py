"""The tables of a built corpus read by column and by document, as much as is asked for and no more.

Rows of a document stand together, and every table is written in batches of the same documents. So a table is a run of
rows a document, and the words behind a value are read from one row group.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from readouts.columns import BY_NAME, table_schema
from readouts.corpus import CENTRE, UNNAMED
from readouts.naming import choose_language, name_cities
from readouts.places import english_province, load_gazetteer
from readouts.placing import settle_tables
from readouts.rows import OF_DOCUMENT, Rows
from readouts.stored import StoredTable, count_rows, table_path

Numbers = npt.NDArray[np.int32]
WORDY = frozenset({"document", "city", "name", "body", "text", "surface", "place"})  # words that come again and again
SPACES = (
    "\u00a0",
    "\u3000",
    "\r\n",
)  # of more than one byte, found as one space; tabs and line ends are put byte by byte


class Archive:
    """The tables of one corpus; columns are kept once read."""

    def __init__(self, folder: Path) -> None:
        settle_tables(folder)
        self.folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self._columns: dict[str, pa.Table] = {}
        self._numbers: dict[str, Numbers] = {}
        self._groups: dict[str, tuple[int, pa.Table]] = {}
        self._replaced: dict[str, Rows] = {}
        self._whole: dict[str, pa.Table] = {}
        self.names = ""  # language in which places and people are named; empty for that of most readouts

    @property
    def documents(self) -> pa.Table:
        """The table of documents, all of it."""
        return self.columns("documents", [column.name for column in BY_NAME["documents"].columns])

    @cached_property
    def size(self) -> int:
        """How many readouts there are."""
        return count_rows(table_path(self.folder, "documents"))

    @cached_property
    def ids(self) -> pa.Array:
        """The document ids in the order of the documents."""
        return pq.read_table(self.folder / "documents.parquet", columns=["document"])["document"].combine_chunks()

    def number_of(self, document: str) -> int | None:
        """The number of a document; None for one that is not here."""
        number = pc.index(self.ids, document).as_py()
        return None if number < 0 else int(number)

    def columns(self, table: str, wanted: Sequence[str]) -> pa.Table:
        """Columns of a table, in the order of its rows."""
        have = self._columns.get(table)
        missing = [name for name in wanted if have is None or name not in have.column_names]
        if missing:
            read = self._whole[table].select(missing) if table in self._whole else self._read(table, missing)
            for name in missing:
                have = read.select([name]) if have is None else have.append_column(name, read[name])
            self._columns[table] = have
        assert have is not None
        return have.select(list(wanted))

    def replace(self, document: str, rows: Rows) -> None:
        """Other rows for one document, such as corrected ones, from now on; the files stay as they are."""
        self._replaced[document] = rows
        self._forget()

    def replace_table(self, name: str, table: pa.Table) -> None:
        """Another linked table from now on, such as one with a person split; the files stay as they are."""
        self._whole[name] = table
        self._forget()

    def _forget(self) -> None:
        self._columns.clear()
        self._numbers.clear()

    def _read(self, table: str, wanted: Sequence[str]) -> pa.Table:
        """Columns of a table from its file, with the rows of replaced documents."""
        repeated = [name for name in wanted if name in WORDY]
        read = pq.read_table(self.folder / f"{table}.parquet", columns=list(wanted), read_dictionary=repeated)
        if table not in OF_DOCUMENT or not self._replaced:
            return read
        keys = pq.read_table(self.folder / f"{table}.parquet", columns=["document"])["document"]
        return self._put_replaced(table, read, keys, self._replaced)

    def rows_of(self, table: str, documents: Sequence[str]) -> pa.Table:
        """All columns of a table's rows of these documents, with replaced rows; nothing else is read into memory."""
        wanted = pa.array(documents, pa.string())
        read = pq.read_table(self.folder / f"{table}.parquet", filters=pc.field("document").isin(wanted))
        inside = self._replaced.keys() & set(documents) if table in OF_DOCUMENT else ()
        return self._put_replaced(table, read, read["document"], inside)

    def _put_replaced(self, table: str, read: pa.Table, keys: pa.ChunkedArray, documents: Iterable[str]) -> pa.Table:
        """Columns of a table with the rows of replaced documents in the place of the old ones."""
        for document in sorted(documents):
            new = pa.Table.from_pylist(self._replaced[document][table], schema=table_schema(table))
            own = np.flatnonzero(equals(keys, document))
            first, last = (int(own[0]), int(own[-1]) + 1) if len(own) else (len(keys), len(keys))
            fitted = new.select(read.column_names).cast(read.schema)
            read = pa.concat_tables([read.slice(0, first), fitted, read.slice(last)])
            inside = new["document"].cast(keys.type)
            keys = pa.chunked_array([*keys.slice(0, first).chunks, *inside.chunks, *keys.slice(last).chunks], keys.type)
        return read.unify_dictionaries()

    def numbers(self, table: str) -> Numbers:
        """The number of the document of each row of a table."""
        if table not in self._numbers:
            column = self.columns(table, ("document",))["document"].combine_chunks()
            if table == "documents":
                self._numbers[table] = np.arange(self.size, dtype=np.int32)
            else:
                coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
                places = pc.index_in(coded.dictionary.cast(pa.string()), value_set=self.ids)
                places = pc.fill_null(places, -1).to_numpy(zero_copy_only=False)
                own = places[coded.indices.to_numpy(zero_copy_only=False)] if len(places) else np.empty(0)
                self._numbers[table] = own.astype(np.int32)
        return self._numbers[table]

    def bounds(self) -> tuple[pa.ChunkedArray, pa.ChunkedArray, Numbers]:
        """The first possible and the last possible day of the first meeting of each document that has one, and whose they are."""
        own = self.numbers("meetings")
        days = self.columns("meetings", ("held_start", "held_end"))
        _, firsts = np.unique(own, return_index=True)
        rows = days.take(pa.array(firsts))
        return rows["held_start"], rows["held_end"], own[firsts]

    def months(self) -> tuple[Numbers, Numbers]:
        """By document the month of the earliest and of the latest possible day, counted from year 0; -1 where either is open."""
        start, end, own = self.bounds()
        out = []
        for column in (start, end):
            years, months = pc.year(column), pc.month(column)
            number = pc.add(pc.multiply(years, 12), pc.subtract(months, 1))
            whole = np.full(self.size, -1, np.int32)
            whole[own] = pc.fill_null(number, -1).to_numpy().astype(np.int32)
            out.append(whole)
        open_ended = (out[0] < 0) | (out[1] < 0)
        for whole in out:
            whole[open_ended] = -1
        return out[0], out[1]

    @property
    def languages(self) -> list[str]:
        """The languages of the readouts, in the order of the alphabet."""
        return sorted(pc.unique(pc.cast(self.documents["lang"], pa.string())).drop_null().to_pylist())

    @property
    def naming(self) -> str:
        """The language in which places and people are named."""
        return self.names or choose_language(self.documents["lang"].to_pylist())

    def cities(self) -> tuple[pa.Array, dict[str, str]]:
        """The city of each document, the Centre and a word for none among them, and the province of each city."""
        levels = self.columns("meetings", ("level",))["level"]
        central = equals(self.documents["level"], "central")
        central[self.numbers("meetings")[equals(levels, "central")]] = True
        places, langs = self.documents["place"].combine_chunks(), self.documents["lang"]
        if self.names or len(self.languages) > 1:
            own = (self.documents["adcode"].to_pylist(), places.to_pylist(), langs.to_pylist())
            places = pa.array(name_cities(*own, self.naming), pa.string())
        named = pc.fill_null(places, UNNAMED)
        cities = pc.if_else(pa.array(central), CENTRE, named)
        pairs = (
            pa.table({"city": cities, "code": self.documents["adcode"]}).group_by("city").aggregate([("code", "min")])
        )
        groups = {city: name_province(code) for city, code in zip(*pairs.to_pydict().values(), strict=True)}
        return cities, groups | {CENTRE: "", UNNAMED: ""}

    def read_texts(self) -> None:
        """The texts made ready to be searched; find_words does it too, at its first call."""
        _ = self._searchable

    def find_words(self, words: str) -> npt.NDArray[np.bool_]:
        """The documents whose text has the words, given in small letters; any single space in them fits any other."""
        data, ends = self._searchable
        found = np.zeros(self.size, bool)
        wanted = words.encode("utf-8", "replace")
        owner = self.numbers("texts")
        at = data.find(wanted)
        while at >= 0:
            number = int(np.searchsorted(ends, at, side="right"))
            inside = at + len(wanted) <= ends[number]
            found[owner[number]] |= inside
            at = data.find(wanted, int(ends[number]) if inside else at + 1)
        return found

    @cached_property
    def _searchable(self) -> tuple[bytes, npt.NDArray[np.int64]]:
        """All texts in small letters as UTF-8, one after another, and where each ends."""
        texts = pc.cast(pq.read_table(self.folder / "texts.parquet", columns=["text"])["text"], pa.large_string())
        small = pc.utf8_lower(texts)
        for space in SPACES:
            small = pc.replace_substring(small, space, " ")
        lengths = pc.binary_length(small).to_numpy()
        flat = pa.concat_arrays(small.chunks) if small.num_chunks else pa.array([], pa.large_string())
        data = flat.buffers()[2].to_pybytes() if len(flat) else b""
        return data.translate(bytes.maketrans(b"\n\r\t", b"   ")), np.cumsum(lengths)

    def read_document(self, document: str) -> tuple[Rows, str]:
        """The rows of one document by table, evidence among them, and its text; empty for a document that is not here."""
        number = self.number_of(document)
        if number is None:
            return {name: [] for name in OF_DOCUMENT}, ""
        parts = {name: self._document_rows(name, number, document) for name in (*OF_DOCUMENT, "texts")}
        text = parts.pop("texts")[0]["text"]
        return self._replaced.get(document, parts), text

    def _document_rows(self, table: str, number: int, document: str) -> list[dict[str, Any]]:
        group = self._group_of(table, number)
        return list(group.filter(pc.equal(group["document"], document)).to_pylist())

    def _group_of(self, table: str, number: int) -> pa.Table:
        """The rows among which those of a document stand: the row group of its batch, or all where batches do not answer."""
        path, ends = table_path(self.folder, table), np.cumsum(self._batch_sizes)
        with StoredTable(path) as stored:
            batch = int(np.searchsorted(ends, number, side="right")) if len(stored.sizes) == len(ends) else -1
            if self._groups.get(table, (None,))[0] != batch:
                self._groups[table] = batch, pq.read_table(path) if batch < 0 else stored.read_group(batch)
        return self._groups[table][1]

    @cached_property
    def _batch_sizes(self) -> list[int]:
        with StoredTable(table_path(self.folder, "documents")) as stored:
            return stored.sizes


@cache
def name_province(adcode: str | None) -> str:
    """The province of a GB/T 2260 code, in English and Chinese; nothing for no code."""
    name = english_province(adcode)
    return f"{name} {load_gazetteer()[f'{adcode[:2]}0000'].name}" if adcode and name else ""


def equals(column: pa.ChunkedArray, value: str) -> npt.NDArray[np.bool_]:
    """Where a column of words has a value."""
    words = pc.equal(pc.cast(column, pa.string()), value)
    return np.asarray(pc.fill_null(words, False).to_numpy(zero_copy_only=False), bool)
