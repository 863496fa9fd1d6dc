"""Tables of a large corpus to measure with: the sample's documents many times over, each with places, days, people, numbers
and words of its own, written as a build writes them and linked as a build links them."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from tests.bench.texts import SURNAMES, SYLLABLES

from readouts.batches import BATCH
from readouts.build import build_corpus
from readouts.columns import TABLES, table_schema
from readouts.link import write_linked
from readouts.places import english_names, load_gazetteer
from readouts.stored import table_path
from readouts.tableset import ParquetSet

KEYS = {"key", "row", "person"}  # row keys: the document's id, then letter and number
HELD = ("held_day", "held_start", "held_end")
FIRST_DAY, DAYS = np.datetime64("2013-01-01"), 5000
GIVEN = SYLLABLES[:24]


def make_corpus(raw: Path, folder: Path, size: int, seed: int = 20240613) -> Path:
    """The folder of the tables of so many readouts, made from those under raw."""
    base = build_corpus(raw, folder / "base", "base").folder
    out = folder / "processed" / "large"
    out.mkdir(parents=True)
    maker = Maker({table.name: pq.read_table(table_path(base, table.name)) for table in TABLES}, seed)
    with ParquetSet(out) as tables:
        for first in range(0, size, BATCH):
            tables.write(maker.batch(first, min(BATCH, size - first)))
    write_linked(out)
    manifest = {"corpus": "large", "corpus_sha256": hashlib.sha256(str(seed).encode()).hexdigest(), "documents": size}
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return out


class Maker:
    """Batches of documents drawn from the base tables."""

    def __init__(self, tables: dict[str, pa.Table], seed: int) -> None:
        self.tables = tables
        self.random, self.numbers = random.Random(seed), np.random.default_rng(seed)
        self.base = tables["documents"]["document"].to_pylist()
        self.places = [
            (english_names(entry)[0], code, load_gazetteer()[f"{code[:2]}0000"].name)
            for code, entry in load_gazetteer().items()
            if code.endswith("00") and not code.endswith(("0000", "9000"))
        ]
        self.names = [f"{s} {a.title()}{b}" for s in SURNAMES[:22] for a in GIVEN for b in ("", *GIVEN)]
        words = {word for text in tables["texts"]["text"].to_pylist() for word in text.split() if word.isalpha()}
        self.words = sorted(words)
        self.rows = {
            name: {
                document: np.flatnonzero(pc.equal(pc.cast(table["document"], pa.string()), document))
                for document in self.base
            }
            for name, table in tables.items()
            if "document" in table.column_names and name not in ("corrections", "parsed")
        }

    def batch(self, first: int, size: int) -> dict[str, pa.Table]:
        """The tables of some documents, rows of a document together."""
        drawn = [self.base[self.random.randrange(len(self.base))] for _ in range(size)]
        ids = [hashlib.sha256(f"{first + n}".encode()).hexdigest()[:16] for n in range(size)]
        shifts = FIRST_DAY + self.numbers.integers(0, DAYS, size)
        places = [self.places[int(n)] for n in self.numbers.zipf(1.3, size) % len(self.places)]
        return {name: self.table(name, drawn, ids, shifts, places) for name in self.rows}

    def table(self, name: str, drawn: list[str], ids: list[str], days: Any, places: list[Any]) -> pa.Table:
        """One table: the rows of the documents drawn, with ids, days, names, places and texts of their own."""
        rows = [self.rows[name][document] for document in drawn]
        owner = np.repeat(np.arange(len(drawn)), [len(part) for part in rows])
        table = self.tables[name].take(pa.array(np.concatenate(rows) if rows else []))
        own = pa.array(ids).take(pa.array(owner))
        for column in table.column_names:
            cells = self.cells(name, column, table[column], own, owner, days, places)
            if cells is not None:
                table = table.set_column(table.column_names.index(column), table.schema.field(column), cells)
        return table.cast(table_schema(name))

    def cells(self, name: str, column: str, old: Any, own: Any, owner: Any, days: Any, places: list[Any]) -> Any:
        """The cells of a column that differ from the base; None for a column that stays."""
        if column == "document":
            return own
        if column in KEYS:
            tail = pc.utf8_slice_codeunits(old, 16)
            return pc.if_else(pc.is_null(old), old, pc.binary_join_element_wise(own, pc.coalesce(tail, ""), ""))
        if column in HELD:
            moved = days[owner].astype("datetime64[ms]")
            return pc.if_else(pc.is_null(old), old, pa.array(moved, pa.timestamp("ms")))
        if column == "ordinal":
            return pc.if_else(pc.is_null(old), old, pa.array(self.numbers.integers(1, 40, len(owner)), old.type))
        if name in ("people", "offices") and column == "name":
            return pa.array([self.name_of(int(n), str(word)) for n, word in zip(owner, old.to_pylist(), strict=True)])
        if name == "documents" and column in ("place", "adcode", "province"):
            at = ("place", "adcode", "province").index(column)
            return pa.array([places[n][at] for n in owner], pa.string()).cast(old.type)
        if name == "texts" and column == "text":
            return pa.array([f"{text}\n{' '.join(self.random.choices(self.words, k=60))}" for text in old.to_pylist()])
        return None

    def name_of(self, document: int, name: str) -> str:
        """A name drawn for a name of the base, the same throughout a document; some names come often, most seldom."""
        key = int.from_bytes(hashlib.blake2b(f"{document}|{name}".encode(), digest_size=4).digest(), "big") / 2**32
        return self.names[int(len(self.names) * key**3)]
