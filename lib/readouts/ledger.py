"""The ledger of a build: what became of every input, kept on disk, so that a corpus may be larger than memory."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

TABLES = """
create table inputs (number integer primary key, path blob, sha256 text, state text);
create table documents (sha256 blob primary key, path blob, key blob, batch integer) without rowid;
create table groups (batch integer, name text, place integer, primary key (batch, name)) without rowid;
create table facts (name text primary key, value text) without rowid;
"""
ENTRY = tuple[str, "str | None", str]  # path, content hash, what became of it
DOCUMENT = tuple[str, str, "bytes | None", int]  # content hash, path, key, batch


class Ledger:
    """Inputs in order, documents by content, where the rows of each batch stand, and what the build was made by."""

    def __init__(self, path: Path, readonly: bool = False) -> None:
        """An empty ledger at a path where there is none; one that was kept, to be read only."""
        address = f"{path.absolute().as_uri()}?immutable=1" if readonly else str(path)
        self.base = sqlite3.connect(address, uri=readonly, isolation_level=None)
        if not readonly:
            # A build that is interrupted is begun anew with an empty ledger, so nothing has to be safe in between.
            self.base.executescript(f"pragma journal_mode=off; pragma synchronous=off; {TABLES}")

    def close(self) -> None:
        """Nothing held any more."""
        self.base.close()

    def add(self, inputs: Iterable[ENTRY], documents: Iterable[DOCUMENT]) -> None:
        """Inputs, in their order, and those among them that are documents."""
        rows = [(encode(path), sha256, state) for path, sha256, state in inputs]
        self.base.execute("begin")
        self.base.executemany("insert into inputs (path, sha256, state) values (?, ?, ?)", rows)
        own = [(bytes.fromhex(sha256), encode(path), key, batch) for sha256, path, key, batch in documents]
        self.base.executemany("insert into documents values (?, ?, ?, ?)", own)
        self.base.execute("commit")

    def add_groups(self, batch: int, groups: dict[str, int]) -> None:
        """Which row group of each table has the rows of a batch."""
        self.base.executemany("insert into groups values (?, ?, ?)", [(batch, *item) for item in groups.items()])

    def find_group(self, batch: int, name: str) -> int | None:
        """The row group of a table that has the rows of a batch; None where it has none."""
        row = self.base.execute("select place from groups where batch = ? and name = ?", (batch, name)).fetchone()
        return None if row is None else int(row[0])

    def find_paths(self, hashes: Sequence[str]) -> dict[str, str]:
        """The path of the document of each content hash that has one."""
        out = {}
        for sha256 in hashes:
            row = self.base.execute("select path from documents where sha256 = ?", (bytes.fromhex(sha256),)).fetchone()
            if row is not None:
                out[sha256] = row[0].decode()
        return out

    def find_batch(self, sha256: str, key: bytes) -> int | None:
        """The batch with the rows of a document made from just this; None where there is none."""
        found = self.base.execute("select key, batch from documents where sha256 = ?", (bytes.fromhex(sha256),))
        row = found.fetchone()
        return int(row[1]) if row is not None and row[0] == key else None

    def has_path(self, path: str) -> bool:
        """Whether an input has this path; slow, for the few corrections whose text is gone."""
        row = self.base.execute("select 1 from inputs where path = ? limit 1", (encode(path),)).fetchone()
        return row is not None

    def count(self) -> dict[str, int]:
        """Inputs by what became of them."""
        return dict(self.base.execute("select state, count(*) from inputs group by state"))

    def iter_inputs(self) -> Iterator[dict[str, Any]]:
        """Path, content hash and state of every input, in order."""
        for path, sha256, state in self.base.execute("select path, sha256, state from inputs order by number"):
            yield {"path": path.decode(), "sha256": sha256, "state": state}

    def hash_inputs(self) -> str:
        """One hash for the whole corpus: over path and content hash of every input, sorted."""
        whole = hashlib.sha256()
        query = (
            "select path || x'09' || cast(coalesce(sha256, 'None') as blob) || x'0a' as line from inputs order by line"
        )
        for (line,) in self.base.execute(query):
            whole.update(line if isinstance(line, bytes) else line.encode())
        return whole.hexdigest()

    def write_fact(self, name: str, value: Any) -> None:
        """Something known of the build."""
        self.base.execute("insert or replace into facts values (?, ?)", (name, json.dumps(value, sort_keys=True)))

    def read_fact(self, name: str) -> Any:
        """What was written; None where nothing was."""
        row = self.base.execute("select value from facts where name = ?", (name,)).fetchone()
        return None if row is None else json.loads(row[0])


def encode(path: str) -> bytes:
    """A path as bytes; paths are sound text by the time they are written."""
    return path.encode("utf-8", "backslashreplace")
