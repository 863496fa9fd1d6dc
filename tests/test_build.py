"""A folder to tables: nothing lost, nothing mixed, the same bytes twice."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from tests.made import read_files

from readouts import batches
from readouts.build import BuildError, Built, Crew, build_corpus
from readouts.export import format_cell
from readouts.files import BusyError, hold_lock, write_text
from readouts.model import Document, Record


def test_every_input_is_accounted_for(built: Built, small_raw: Path) -> None:
    done = built.manifest
    files = [p for p in small_raw.rglob("*") if p.is_file() and not p.name.endswith(".meta.toml")]
    assert done.inputs == len(files) == done.documents + done.refused + done.duplicates
    assert (done.refused, done.duplicates) == (2, 1)
    refusals = pd.read_parquet(built.folder / "refusals.parquet").set_index("path")
    assert set(refusals.index) == {"empty.txt", "binary.txt", "zz-copy.txt"}
    assert refusals.loc["zz-copy.txt", "same_as"].startswith("mianyang/")
    assert refusals["detail"].str.len().min() > 10


def test_a_text_on_which_a_rule_fails_costs_no_other(
    small_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = batches.parse_document

    def fail_on_one(document: Document) -> Record:
        if document.source.path.startswith("mianyang/"):
            raise IndexError("no such\nblock")
        return real(document)

    monkeypatch.setattr(batches, "parse_document", fail_on_one)
    done = build_corpus(small_raw, tmp_path, "small")
    failed = [refusal for refusal in done.refusals if refusal.reason == "parser"]
    assert failed and done.manifest.documents and done.manifest.refused == 2 + len(failed)
    assert "IndexError: no such block" in failed[0].detail
    assert pd.read_parquet(done.folder / "refusals.parquet")["path"].isin([failed[0].path]).any()


def test_two_builds_give_the_same_bytes(built: Built, small_raw: Path, tmp_path: Path) -> None:
    again = build_corpus(small_raw, tmp_path, "small", with_csv=True)
    assert read_files(again.folder) == read_files(built.folder)


def test_manifest_lists_inputs_and_files_with_hashes(built: Built) -> None:
    manifest = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["read"]) == manifest["inputs"]
    assert {item["state"] for item in manifest["read"]} == {"document", "refused", "duplicate"}
    assert manifest["rows"]["documents"] == manifest["documents"]
    assert set(manifest["files"]) >= {
        "documents.parquet/part-00000.parquet",
        "evidence.parquet/part-00000.parquet",
        "people.csv",
    }
    assert str(built.folder.parent) not in json.dumps(manifest)


def test_csv_has_a_mark_and_no_formulas(built: Built) -> None:
    raw = (built.folder / "documents.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    for path in built.folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            assert not [
                cell for row in csv.reader(handle) for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))
            ]


CELLS = [
    ("=1+1", "'=1+1"), ("+86", "'+86"), ("--01-07", "'--01-07"), ("@x", "'@x"), ("\tx", "'\tx"),
    ("平安", "平安"), (None, ""), (7, 7), (-7, -7), (["a", "b"], "a; b"), (["=a"], "'=a"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), CELLS)
def test_format_cell(value: object, expected: object) -> None:
    assert format_cell(value) == expected


def test_interrupted_build_leaves_the_finished_one(
    small_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_corpus(small_raw, tmp_path, "small")
    before = read_files(first.folder)
    seen = []

    def stop(document: object) -> object:
        seen.append(document)
        raise KeyboardInterrupt

    monkeypatch.setattr(batches, "parse_document", stop)
    with pytest.raises(KeyboardInterrupt):
        build_corpus(small_raw, tmp_path, "small", crew=Crew(again=True))
    assert seen
    assert read_files(first.folder) == before


def test_two_corpora_do_not_mix(small_raw: Path, tmp_path: Path) -> None:
    one = build_corpus(small_raw / "mianyang", tmp_path, "one")
    two = build_corpus(small_raw / "centre", tmp_path, "two")
    assert not set(pd.read_parquet(one.folder / "texts.parquet")["text"]) & set(
        pd.read_parquet(two.folder / "texts.parquet")["text"]
    )


def test_an_empty_folder_gives_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    empty = build_corpus(tmp_path / "raw", tmp_path / "out", "empty")
    assert empty.manifest.inputs == 0
    assert str(pd.read_parquet(empty.folder / "meetings.parquet")["term"].dtype) == "Int64"


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="is not a folder"):
        build_corpus(tmp_path / "none", tmp_path, "none")


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    code = f"import sys, time; sys.path[:0] = {sys.path!r}\n"
    code += "from pathlib import Path; from readouts.files import hold_lock\n"
    code += f"with hold_lock(Path({str(tmp_path)!r})): print('held', flush=True); time.sleep(30)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=dict(os.environ)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match=f"process {holder.pid}"), hold_lock(tmp_path):
            pass
        holder.kill()
    with hold_lock(tmp_path):
        pass  # the lock died with its process


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    write_text(target, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(target, "\ud800")
    assert target.read_text(encoding="utf-8") == "old"
