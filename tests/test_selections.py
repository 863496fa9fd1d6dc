"""Named selections: what is kept is what is read, names are no paths, and files of another form are told."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from readouts.build import Built
from readouts.corpus import open_corpus
from readouts.selections import (
    Selection,
    SelectionError,
    export_tables,
    list_selections,
    read_selection,
    save_selection,
    selection_path,
)

CHOICES = {"values": {"city": ["Mianyang"], "person": []}, "start": "2024-01", "end": "", "words": "改革 “x”"}


def make(name: str = "mine", documents: tuple[str, ...] = ("a", "b"), sha: str = "") -> Selection:
    return Selection(name, "small", sha, CHOICES, documents)


@pytest.mark.parametrize("name", ["mine", "a-b_c d.e", "甘肃 2024", "x" * 60])
def test_what_is_kept_is_read_again(tmp_path: Path, name: str) -> None:
    save_selection(tmp_path, make(name))
    save_selection(tmp_path, make(name, ("c",)))
    assert read_selection(tmp_path, "small", name) == make(name, ("c",))
    assert list_selections(tmp_path, "small") == [name]


@pytest.mark.parametrize(
    "name",
    ["", " ", ".", "..", "../x", "a/b", "a\\b", "/etc/x", ".hidden", "x.", "x" * 61, "a\nb", "a:b", "a\0b", "-p"],
)
def test_names_that_are_paths_name_nothing(tmp_path: Path, name: str) -> None:
    for act in (lambda: selection_path(tmp_path, "small", name), lambda: read_selection(tmp_path, "small", name)):
        with pytest.raises(SelectionError, match="cannot name a selection"):
            act()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[]",
        "{",
        "null",
        json.dumps({"name": "mine"}),
        json.dumps({**make().__dict__, "documents": 3}),
        json.dumps({**make().__dict__, "choices": ["x"]}),
        json.dumps({**make().__dict__, "choices": {**CHOICES, "start": "soon"}}),
        json.dumps({**make().__dict__, "choices": {**CHOICES, "start": None}}),
        json.dumps({**make().__dict__, "choices": {**CHOICES, "values": {"city": 4}}}),
    ],
)
def test_a_file_of_another_form_is_told(tmp_path: Path, kept: str) -> None:
    path = save_selection(tmp_path, make())
    path.write_text(kept, encoding="utf-8")
    with pytest.raises(SelectionError, match="is not a selection file"):
        read_selection(tmp_path, "small", "mine")


def test_one_that_was_never_kept_names_those_that_were(tmp_path: Path) -> None:
    save_selection(tmp_path, make())
    with pytest.raises(SelectionError, match="Kept so far: mine"):
        read_selection(tmp_path, "small", "yours")


def test_both_formats_stand_beside_one_another(tmp_path: Path) -> None:
    rows = pa.table({"key": ["=1+1", "b"], "roles": [["x", "y"], []]})
    for kind in ("parquet", "csv"):
        assert export_tables([("people", rows)], tmp_path / "out", kind) == [tmp_path / "out" / f"people.{kind}"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["people.csv", "people.parquet"]
    assert pq.read_table(tmp_path / "out" / "people.parquet").equals(rows)
    assert (tmp_path / "out" / "people.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "key,roles",
        "'=1+1,x; y",
        "b,",
    ]
    with pytest.raises(SelectionError, match="csv or parquet"):
        export_tables([], tmp_path / "other", "xlsx")
    assert not (tmp_path / "other").exists()


def test_a_corpus_is_opened_at_a_selection(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "processed").mkdir()
    (tmp_path / "processed" / "small").symlink_to(built.folder)
    monkeypatch.setenv("READOUTS_PROCESSED", str(tmp_path / "processed"))
    documents = open_corpus("small")["documents"]["document"].tolist()
    folder = tmp_path / "selections"
    save_selection(folder, make("two", tuple(documents[:2]), built.manifest.corpus_sha256))
    save_selection(folder, make("partly gone", (documents[0], "gone"), "another"))
    save_selection(folder, make("gone", ("gone",), "another"))
    opened = {name: open_corpus("small", selection=name) for name in ("two", "partly gone", "gone", "never", "../x")}
    assert {name: corpus.size for name, corpus in opened.items()} == {
        "two": 2,
        "partly gone": 1,
        "gone": 0,
        "never": 0,
        "../x": 0,
    }
    assert set(opened["two"]["meetings"]["document"]) <= set(documents[:2])
    assert "1 readout of it are gone" not in " ".join(opened["two"].notes)
    assert any("has changed since" in note for note in opened["partly gone"].notes)
    assert any("never" in note for note in opened["never"].notes)
    assert any("cannot name a selection" in note for note in opened["../x"].notes)
