"""What the command line prints and which exit status it gives."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import NOTEBOOKS, SAMPLE, Workspace

from readouts.cli import main
from readouts.stored import has_table


def call(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def texts(city: str) -> list[Path]:
    return sorted((SAMPLE / city).glob("*.txt"))


@pytest.mark.parametrize("command", ["parse", "build", "report", "lab", "show", "evaluate", "doubts", "corrections"])
def test_help_says_what_comes_out_and_how(command: str) -> None:
    shown = call(command, "--help")
    assert shown.exit_code == 0
    assert "Usage:" in shown.output
    assert command in call("--help").output
    assert "Examples:" in shown.output


def test_help_is_fast_because_it_loads_nothing() -> None:
    code = "import sys; import readouts.cli; print([m for m in ('pandas', 'pyarrow', 'papermill') if m in sys.modules])"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SAMPLE.parents[2] / "lib"
    )
    assert shown.stdout.strip() == "[]"


def test_version() -> None:
    assert call("--version").output.startswith("readouts, version ")


def test_parse_prints_one_record_a_line() -> None:
    files = texts("mianyang")
    shown = call("parse", *files)
    records = [json.loads(line) for line in shown.stdout.splitlines()]
    assert shown.exit_code == 0
    assert len(records) == len(files)
    assert all({"id", "source", "lang", "place", "meetings", "people"} <= set(record) for record in records)


def test_parse_does_the_rest_when_a_file_is_bad(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    shown = call("parse", bad, tmp_path / "missing.txt", texts("mianyang")[0], "--out", tmp_path / "out")
    assert shown.exit_code == 1
    assert [path.stem for path in (tmp_path / "out").iterdir()] == [texts("mianyang")[0].stem]
    lines = shown.stderr.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"{bad}: ")
    assert "missing.txt" in lines[1]


def test_parse_names_two_files_of_one_stem(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(texts("mianyang")[0].read_text(encoding="utf-8"), encoding="utf-8")
    shown = call("parse", tmp_path / "a" / "same.txt", tmp_path / "b" / "same.txt", "--out", tmp_path / "out")
    assert shown.exit_code == 1
    assert "same stem" in shown.stderr


def test_build_prints_the_sum(small_raw: Path, tmp_path: Path) -> None:
    shown = call("build", small_raw, "--out", tmp_path, "--corpus", "mine")
    assert shown.exit_code == 1  # two inputs were refused
    assert " documents + 2 refused + 1 duplicates" in shown.stdout
    assert "empty.txt: " in shown.stderr
    assert has_table(tmp_path / "mine", "documents")


@pytest.mark.parametrize("name", ["../x", ".hidden", "a/b"])
def test_build_refuses_a_name_that_is_a_path(small_raw: Path, tmp_path: Path, name: str) -> None:
    shown = call("build", small_raw, "--out", tmp_path, "--corpus", name)
    assert shown.exit_code == 2
    assert "cannot be the name" in shown.stderr


REFUSED = [
    (["-p", "citis=Mianyang"], "Did you mean cities?"),
    (["-p", "cities"], "name=value"),
    (["--only", "timelin"], "Did you mean"),
    (["--corpus", "smal"], "Did you mean small?"),
]


@pytest.mark.parametrize(("words", "sentence"), REFUSED)
def test_report_refuses_before_a_kernel_starts(
    workspace: Workspace, tmp_path: Path, words: list[str], sentence: str
) -> None:
    options = ["--corpus", "small", "--processed", workspace.processed, "--out", tmp_path, "--notebooks", NOTEBOOKS]
    shown = call("report", *options, *words)
    assert shown.exit_code == 2
    assert sentence in shown.stderr
    assert not list(tmp_path.iterdir())


def test_show_prints_the_whole_text() -> None:
    path = texts("mianyang")[0]
    shown = call("show", path)
    assert shown.exit_code == 0
    assert path.read_text(encoding="utf-8").splitlines()[0] in shown.stdout


def test_show_as_a_page_escapes_the_text(small_raw: Path) -> None:
    shown = call("show", small_raw / "hostile.txt", "--html")
    assert "<script" not in shown.stdout
    assert "&lt;script&gt;" in shown.stdout


def test_lab_without_notebooks_is_a_sentence(tmp_path: Path) -> None:
    shown = call("lab", "--notebooks", tmp_path / "none")
    assert shown.exit_code == 2
    assert "is not a folder" in shown.stderr
