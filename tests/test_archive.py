"""Rows of one document, read by row group and replaced, against a plain filter of the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from readouts.archive import Archive
from readouts.build import build_corpus
from readouts.rows import OF_DOCUMENT
from readouts.stored import StoredTable, list_parts, table_path


@pytest.fixture(scope="module")
def batched(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus in row groups of three inputs and parts of six documents."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("readouts.batches.BATCH", 3)
        monkeypatch.setattr("readouts.tableset.DOCUMENTS", 6)
        return build_corpus(small_raw, tmp_path_factory.mktemp("batched"), "small").folder


def plain(folder: Path, table: str, document: str = "") -> list[dict[str, Any]]:
    rows = pq.read_table(folder / f"{table}.parquet")
    kept: list[dict[str, Any]] = (rows.filter(pc.equal(rows["document"], document)) if document else rows).to_pylist()
    return kept


def test_the_corpus_has_many_row_groups_and_a_table_that_lacks_some(batched: Path) -> None:
    groups = {name: len(StoredTable(table_path(batched, name)).sizes) for name in (*OF_DOCUMENT, "texts")}
    assert len(list_parts(table_path(batched, "documents"))) > 1
    assert groups["documents"] > 3
    assert min(groups.values()) < groups["documents"]


def test_every_document_reads_as_a_plain_filter_has_it(batched: Path) -> None:
    archive = Archive(batched)
    ids = archive.ids.to_pylist()
    for document in [*ids, *reversed(ids)]:
        rows, text = archive.read_document(document)
        assert text == plain(batched, "texts", document)[0]["text"]
        for table in OF_DOCUMENT:
            assert rows[table] == plain(batched, table, document), (table, document)
            assert archive.rows_of(table, [document]).to_pylist() == rows[table]
    assert archive.read_document("none") == ({name: [] for name in OF_DOCUMENT}, "")
    assert archive.rows_of("people", []).num_rows == 0


@pytest.mark.parametrize("at", [0, 4, -1])
@pytest.mark.parametrize("copies", [0, 1, 3])
def test_rows_replaced_stand_where_the_old_ones_stood(batched: Path, at: int, copies: int) -> None:
    archive = Archive(batched)
    archive.numbers("people")
    document = archive.ids[at % archive.size].as_py()
    rows, _ = archive.read_document(document)
    title = {**rows["documents"][0], "title": "Another"}
    other = {name: own * copies for name, own in rows.items()} | {"documents": [title]}
    archive.replace(document, other)
    assert archive.read_document(document)[0] == other
    for table in OF_DOCUMENT:
        names = pq.read_table(batched / f"{table}.parquet").column_names
        old = plain(batched, table)
        first = next((n for n, row in enumerate(old) if row["document"] == document), len(old))
        rest = [row for row in old if row["document"] != document]
        expected = [*rest[:first], *other[table], *rest[first:]]
        assert archive.columns(table, names).to_pylist() == expected, table
        numbers = archive.numbers(table).tolist()
        assert [archive.ids[number].as_py() for number in numbers] == [row["document"] for row in expected]


def test_a_document_that_gains_the_first_rows_of_a_table_and_two_replaced_together(batched: Path) -> None:
    archive = Archive(batched)
    giver = plain(batched, "relays")[0]["document"]
    taker = next(name for name in archive.ids.to_pylist() if not plain(batched, "relays", name))
    relay = {**plain(batched, "relays", giver)[0], "document": taker, "key": f"{taker}-r1"}
    rows, _ = archive.read_document(taker)
    archive.replace(taker, rows | {"relays": [relay]})
    given, _ = archive.read_document(giver)
    archive.replace(giver, {name: [] for name in given} | {"documents": given["documents"]})
    relays = archive.columns("relays", ("key", "document", "surface")).to_pylist()
    assert [row["surface"] for row in relays if row["document"] == taker] == [relay["surface"]]
    assert not [row for row in relays if row["document"] == giver]
    assert len(relays) == len(plain(batched, "relays")) + 1 - len(plain(batched, "relays", giver))
    assert archive.rows_of("relays", [taker, giver]).num_rows == 1
    first, last = archive.months()
    assert len(first) == len(last) == archive.size
    assert len(archive.cities()[0]) == archive.size
