"""Many workers, a cluster, a second build: the tables are those that one process makes from nothing, to the byte."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import psutil
import pytest
from tests.bench.texts import make_texts
from tests.made import read_files

from readouts import batches, build, reuse
from readouts.build import BuildError, Built, Crew, build_corpus
from readouts.columns import TABLES
from readouts.correctable import CorrectionError
from readouts.corrections import append_correction, log_path
from readouts.pieces import AS_EVER
from readouts.replay import draft_correction
from readouts.rows import read_document_rows

NAMES = [table.name for table in TABLES]
SIZE = 45


def cut_small(patch: pytest.MonkeyPatch) -> None:
    for name, size in (("BATCH", 9), ("SMALLEST", 3), ("ENDING", 4)):
        patch.setattr(batches, name, size)
    patch.setattr("readouts.tableset.DOCUMENTS", 15)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """Texts, rows of a table, duplicates near and far, refusals, in a dozen batches; and what one process makes of them."""
    folder = tmp_path_factory.mktemp("base") / "raw"
    folder.mkdir()
    texts = list(make_texts(SIZE))
    for number, text in enumerate(texts[:30]):
        (folder / f"{number:02d}.txt").write_text(text, encoding="utf-8")
    lines = [json.dumps({"text": text}) for text in [*texts[30:], texts[0], texts[31], texts[0]]]
    (folder / "more.jsonl").write_text("\n".join([*lines, "{"]), encoding="utf-8")
    (folder / "05.pdf").write_bytes(b"%PDF")
    (folder / "zz.txt").write_text(texts[7], encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        cut_small(patch)
        return folder, build_corpus(folder, folder.parent / "alone", "one")


@pytest.fixture
def raw(base: tuple[Path, Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The inputs, to be changed at will."""
    cut_small(monkeypatch)
    return Path(shutil.copytree(base[0], tmp_path / "raw"))


@pytest.fixture
def alone(base: tuple[Path, Built], tmp_path: Path) -> Built:
    """What one process made of them, in a folder to build into."""
    return dataclasses.replace(base[1], folder=Path(shutil.copytree(base[1].folder, tmp_path / "alone" / "one")))


def test_inputs_are_cut_into_batches(raw: Path, alone: Built) -> None:
    cut = list(batches.iter_batches(raw, AS_EVER))
    assert len(cut) > 5
    assert [batch.number for batch in cut] == list(range(len(cut)))
    done = alone.manifest
    assert (done.inputs, done.documents, done.refused, done.duplicates) == (51, SIZE, 2, 4)
    refusals = pd.read_parquet(alone.folder / "refusals.parquet")
    assert set(refusals["same_as"].dropna()) == {"00.txt", "07.txt", "more.jsonl#2"}
    assert list(refusals["path"]) == [
        "05.pdf",
        "more.jsonl#16",
        "more.jsonl#17",
        "more.jsonl#18",
        "more.jsonl#19",
        "zz.txt",
    ]


def test_several_processes_make_the_same_bytes(raw: Path, alone: Built, tmp_path: Path) -> None:
    many = build_corpus(raw, tmp_path / "many", "one", crew=Crew(workers=2))
    assert read_files(many.folder) == read_files(alone.folder)


def test_a_worker_that_dies_is_replaced(raw: Path, alone: Built, tmp_path: Path) -> None:
    """Killed once while the build goes on; its batches are begun again."""
    killed = []

    def is_worker(process: psutil.Process) -> bool:
        try:
            return "forkserver" in " ".join(process.cmdline()) and process.ppid() != os.getpid()
        except psutil.Error:  # gone in between
            return False

    def kill_one(done: int) -> None:
        own = [process for process in psutil.Process().children(recursive=True) if is_worker(process)]
        if own and not killed:
            killed.append(own[0].pid)
            own[0].kill()

    many = build_corpus(raw, tmp_path / "many", "one", watch=kill_one, crew=Crew(workers=2))
    assert killed
    assert read_files(many.folder) == read_files(alone.folder)


def test_workers_end_with_the_build_that_started_them(raw: Path, tmp_path: Path) -> None:
    words = ["-m", "readouts", "build", raw, "--out", tmp_path / "out", "--workers", "2", "--quiet"]
    code = f"import sys; sys.path[:0] = {sys.path!r}; sys.argv[1:] = {[str(w) for w in words[2:]]!r}; "
    code += "from readouts.cli import main; main()"
    with subprocess.Popen([sys.executable, "-c", code], start_new_session=True) as parent:
        family: list[psutil.Process] = []
        while parent.poll() is None and len(family) < 3:
            family = psutil.Process(parent.pid).children(recursive=True)
            time.sleep(0.02)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own."""
    pytest.importorskip("distributed")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    begin = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    scheduler = subprocess.Popen(begin, stderr=subprocess.PIPE, env=environment)
    assert scheduler.stderr is not None
    address = ""
    for line in scheduler.stderr:
        if b"Scheduler at:" in line:
            address = line.decode().split()[-1]
            break
    assert address.startswith("tcp://")
    work = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
    ]
    workers = [subprocess.Popen(work, stderr=subprocess.DEVNULL, env=environment) for _ in range(2)]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()
    scheduler.stderr.close()


def test_a_cluster_that_loses_a_worker_makes_the_same_bytes(
    raw: Path, alone: Built, tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    from distributed import Client

    with Client(address, timeout=20, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)

    def kill_half_way(done: int) -> None:
        if done >= 20 and workers[0].poll() is None:
            workers[0].kill()

    many = build_corpus(raw, tmp_path / "many", "one", watch=kill_half_way, crew=Crew(scheduler=address))
    assert workers[0].poll() is not None
    assert workers[1].poll() is None
    for name in NAMES:
        one, other = (pd.read_parquet(folder / f"{name}.parquet") for folder in (alone.folder, many.folder))
        pd.testing.assert_frame_equal(one, other)
    assert read_files(many.folder) == read_files(alone.folder)


def test_no_scheduler_is_a_sentence(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readouts.crew.CONNECT", 1)
    with pytest.raises(BuildError, match="no Dask scheduler answers at"):
        build_corpus(raw, tmp_path / "many", "one", crew=Crew(scheduler="tcp://127.0.0.1:9"))


def add_some(raw: Path) -> None:
    for number, text in enumerate(make_texts(4, seed=7)):
        (raw / f"{number * 9:02d}b.txt").write_text(text, encoding="utf-8")


def take_some(raw: Path) -> None:
    for name in ("00.txt", "07.txt", "19.txt"):  # two have duplicates, which are documents now
        (raw / name).unlink()


def change_some(raw: Path) -> None:
    with (raw / "11.txt").open("a", encoding="utf-8") as handle:
        handle.write("\nWang Wei, Mayor of Wuhu, attended.\n")


def tell_some(raw: Path) -> None:
    (raw / "12.meta.toml").write_text('published = "2024-05-20"\nplace = "Wuhu"\n', encoding="utf-8")


def move_some(raw: Path) -> None:
    (raw / "13.txt").rename(raw / "99.txt")


def copy_some(raw: Path) -> None:
    (raw / "000.txt").write_bytes((raw / "20.txt").read_bytes())


def do_nothing(raw: Path) -> None:
    pass


CHANGES = [
    (do_nothing, 45),
    (add_some, 45),
    (take_some, 42),
    (change_some, 44),
    (tell_some, 44),
    (move_some, 44),
    (copy_some, 44),
]


@pytest.mark.parametrize(("change", "kept"), CHANGES)
def test_a_second_build_takes_over_what_is_unchanged(
    raw: Path, alone: Built, tmp_path: Path, change: Callable[[Path], None], kept: int
) -> None:
    change(raw)
    again = build_corpus(raw, alone.folder.parent, "one", crew=Crew(workers=2 if change is add_some else 1))
    fresh = build_corpus(raw, tmp_path / "fresh", "one")
    assert (again.kept, fresh.kept) == (kept, 0) if change is not take_some else again.kept in (42, 43)
    assert read_files(again.folder) == read_files(fresh.folder)
    third = build_corpus(raw, alone.folder.parent, "one")
    assert third.kept == third.manifest.documents
    assert read_files(third.folder) == read_files(fresh.folder)


def correct(folder: Path, log: Path, document: str) -> None:
    rows, text = read_document_rows(folder, document)
    made = draft_correction(
        rows, text, action="change", who="a", reason="wrong", table="documents", row="", field="place", new="Nanjing"
    )
    append_correction(log_path(log, "one"), made)


def test_corrections_and_what_is_taken_over_go_together(raw: Path, alone: Built, tmp_path: Path) -> None:
    log = tmp_path / "corrections"
    listed = pd.read_parquet(alone.folder / "documents.parquet")["document"]
    for number in (3, 17):
        try:
            correct(alone.folder, log, listed[number])
        except CorrectionError as problem:
            pytest.fail(str(problem))
    again = build_corpus(raw, alone.folder.parent, "one", corrections=log)
    fresh = build_corpus(raw, tmp_path / "fresh", "one", corrections=log)
    assert again.kept == SIZE - 2
    assert read_files(again.folder) == read_files(fresh.folder)
    assert [outcome.state for outcome in again.outcomes] == ["applied", "applied"]
    (log / "one.csv").unlink()  # what was corrected in the last build is parsed anew
    without = build_corpus(raw, alone.folder.parent, "one", corrections=log)
    assert without.kept == SIZE - 2
    assert read_files(without.folder) == read_files(build_corpus(raw, tmp_path / "bare", "one").folder)


def test_a_changed_library_or_vocabulary_takes_nothing_over(
    raw: Path, alone: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reuse, "make_stamp", lambda: "another")
    assert build_corpus(raw, alone.folder.parent, "one").kept == 0


@pytest.mark.parametrize("name", ["people.parquet/part-00000.parquet", "evidence.parquet/part-00000.parquet"])
def test_tables_that_were_touched_are_not_taken_over(raw: Path, alone: Built, name: str) -> None:
    before = read_files(alone.folder)
    with (alone.folder / name).open("ab") as handle:
        handle.write(b" ")
    again = build_corpus(raw, alone.folder.parent, "one")
    assert again.kept == 0
    assert read_files(again.folder) == before
    (alone.folder / name).unlink()
    assert build_corpus(raw, alone.folder.parent, "one").kept == 0


def test_again_takes_nothing_over(raw: Path, alone: Built) -> None:
    assert build_corpus(raw, alone.folder.parent, "one", crew=build.Crew(again=True)).kept == 0
