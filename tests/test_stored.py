"""Tables in parts: the same rows in one part and in many, and one table after another in place of the last."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.made import read_files

from readouts import placing, stored
from readouts.build import Built, build_corpus
from readouts.corpus import open_corpus
from readouts.rows import OF_DOCUMENT, read_part
from readouts.stored import StoredTable, count_rows, list_parts, table_path, write_table


@pytest.fixture(scope="module")
def parted(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus in batches of three inputs and parts of five documents or few more."""
    with pytest.MonkeyPatch.context() as patch:
        cut_small(patch)
        return build_corpus(small_raw, tmp_path_factory.mktemp("parted"), "small", with_csv=True).folder


def cut_small(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("readouts.batches.BATCH", 3)
    patch.setattr("readouts.tableset.DOCUMENTS", 5)


def listed(folder: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return rows


def test_many_parts_hold_the_rows_of_one(parted: Path, built: Built) -> None:
    tables = [path.stem for path in sorted(built.folder.glob("*.parquet"))]
    assert len(tables) > len(OF_DOCUMENT)
    assert len(list_parts(table_path(built.folder, "people"))) == 1 < len(list_parts(table_path(parted, "people")))
    for table in tables:
        assert listed(parted, table) == listed(built.folder, table), table
        assert (parted / f"{table}.csv").read_bytes() == (built.folder / f"{table}.csv").read_bytes(), table
        assert count_rows(table_path(parted, table)) == len(listed(parted, table))


def test_parts_of_all_tables_are_of_the_same_documents(parted: Path) -> None:
    parts = [set(pd.read_parquet(part)["document"]) for part in list_parts(table_path(parted, "documents"))]
    assert min(len(own) for own in parts[:-1]) >= 5
    for table in (*OF_DOCUMENT, "texts"):
        own = [set(pd.read_parquet(part)["document"]) for part in list_parts(table_path(parted, table))]
        assert len(own) == len(parts)
        assert all(mine <= theirs for mine, theirs in zip(own, parts, strict=True)), table


def test_pandas_and_the_notebooks_read_all_parts(parted: Path, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUTS_PROCESSED", str(parted.parent))
    many = open_corpus("small")
    monkeypatch.setenv("READOUTS_PROCESSED", str(built.folder.parent))
    one = open_corpus("small")
    for table in ("documents", "meetings", "people", "evidence", "persons"):
        assert many[table].astype("str").equals(one[table].astype("str")), table
    for document in many["documents"]["document"]:
        assert read_part(parted, "people", document) == read_part(built.folder, "people", document)


def test_the_manifest_and_the_data_package_list_every_part(parted: Path) -> None:
    files = set(json.loads((parted / "manifest.json").read_text(encoding="utf-8"))["files"])
    assert {name for name in read_files(parted) if name.endswith((".parquet", ".csv"))} == files
    package = json.loads((parted / "datapackage.json").read_text(encoding="utf-8"))
    paths: dict[str, Any] = {resource["name"]: resource["path"] for resource in package["resources"]}
    assert paths["people"] == [name for name in sorted(files) if name.startswith("people.parquet/")]
    assert paths["persons"] == "persons.parquet/part-00000.parquet"
    hashes = next(resource["hashes"] for resource in package["resources"] if resource["name"] == "people")
    assert list(hashes) == paths["people"]


def test_a_smaller_corpus_leaves_no_part_of_the_larger_one(
    small_raw: Path, parted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_small(monkeypatch)
    shutil.copytree(parted, tmp_path / "out" / "small")
    raw = tmp_path / "raw"
    shutil.copytree(sorted(path for path in small_raw.iterdir() if path.is_dir())[0], raw)
    fewer = build_corpus(raw, tmp_path / "out", "small")
    assert read_files(fewer.folder) == read_files(build_corpus(raw, tmp_path / "fresh", "small").folder)


def test_tables_that_were_single_files_make_way(small_raw: Path, built: Built, tmp_path: Path) -> None:
    for table in ("documents", "people"):
        (tmp_path / "small").mkdir(exist_ok=True)
        pq.write_table(pq.read_table(table_path(built.folder, table)), tmp_path / "small" / f"{table}.parquet")
    again = build_corpus(small_raw, tmp_path, "small", with_csv=True)
    assert read_files(again.folder) == read_files(built.folder)


@pytest.mark.parametrize("last", [0, 1, 2, 7, 20])
@pytest.mark.parametrize("call", ["rename", "replace"])
def test_a_move_that_ends_half_way_is_brought_to_its_end(
    small_raw: Path, parted: Path, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int, call: str
) -> None:
    shutil.copytree(parted, tmp_path / "small")
    real, made = getattr(os, call), []

    def end_there(source: Any, target: Any) -> None:
        if Path(target).name != placing.READY:
            made.append(target)
            if len(made) > last:
                raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(placing.os, call, end_there)
        with pytest.raises(KeyboardInterrupt):
            build_corpus(small_raw, tmp_path, "small", with_csv=True)
    placing.settle_tables(tmp_path / "small")
    assert read_files(tmp_path / "small") == read_files(built.folder)
    assert not [path for path in (tmp_path / "small").iterdir() if path.name in (placing.READY, placing.REPLACED)]


def test_a_table_that_spans_documents_is_parted_by_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "ROWS", 4)
    table = pa.table({"number": list(range(10))})
    write_table(table, tmp_path / "numbers.parquet")
    assert [pq.read_metadata(part).num_rows for part in list_parts(tmp_path / "numbers.parquet")] == [4, 4, 2]
    with StoredTable(tmp_path / "numbers.parquet") as read:
        assert read.sizes == [4, 4, 2]
        assert [read.read_group(number)["number"].to_pylist() for number in range(3)] == [
            [0, 1, 2, 3],
            [4, 5, 6, 7],
            [8, 9],
        ]
        assert [value for batch in read.iter_batches() for value in batch.column(0).to_pylist()] == list(range(10))
    write_table(table.slice(0, 3), tmp_path / "numbers.parquet")
    assert pq.read_table(tmp_path / "numbers.parquet").num_rows == 3


def test_one_file_is_a_table_of_one_part(tmp_path: Path) -> None:
    pq.write_table(pa.table({"number": list(range(10))}), tmp_path / "numbers.parquet", row_group_size=3)
    with StoredTable(tmp_path / "numbers.parquet") as read:
        assert read.sizes == [3, 3, 3, 1]
        assert read.read_group(3, ["number"]).to_pylist() == [{"number": 9}]
        assert read.schema.names == ["number"]
