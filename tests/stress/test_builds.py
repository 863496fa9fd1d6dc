"""Builds that are killed, run out of disk, may not write, or meet: the tables are whole ones, of one build or the other.

READOUTS_KILLS says how often a build is killed; `make stress` says 200.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.bench.texts import make_texts
from tests.made import read_files
from tests.stress.zygote import CORPUS

from readouts.build import BuildError, build_corpus
from readouts.corpus import FOLDER_VARIABLE, open_corpus
from readouts.files import BusyError
from readouts.placing import BUILDING, READY, settle_tables

KILLS = int(os.environ.get("READOUTS_KILLS", "4"))
LIMITS = max(KILLS // 4, 2)
SIZE = 12
Files = dict[str, bytes]


class Zygote:
    """Builds to be killed, begun by a process that is ready to."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        words = [sys.executable, "-m", "tests.stress.zygote"]
        self.process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=Path(__file__).parents[2],
        )
        assert self.read() == ("ready", "")

    def read(self) -> tuple[str, str]:
        assert self.process.stdout is not None
        word, _, rest = self.process.stdout.readline().strip().partition(" ")
        return word, rest

    def begin(self, raw: Path, out: Path, limit: int = 0) -> int:
        """The number of the process of a build that has begun."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"raw": str(raw), "out": str(out), "limit": limit}) + "\n")
        self.process.stdin.flush()
        word, rest = self.read()
        assert word == "pid"
        return int(rest)

    def end(self) -> tuple[int, str]:
        """The exit status of the build and what it said."""
        said = ""
        while True:
            word, rest = self.read()
            if word == "ended":
                return int(rest), said
            said += rest


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    made = Zygote()
    yield made
    made.process.kill()
    made.process.wait()


@pytest.fixture(scope="module")
def raws(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Files]]:
    """Two states of a corpus, and the files of an undisturbed build of each."""
    out = []
    texts = list(make_texts(SIZE))
    for number, chosen in enumerate((texts[:-4], texts[4:])):
        folder = tmp_path_factory.mktemp("stress") / "raw"
        folder.mkdir()
        for place, text in enumerate(chosen):
            (folder / f"{place:02d}-{number if place % 3 else 0}.txt").write_text(text, encoding="utf-8")
        (folder / "empty.txt").write_bytes(b"")
        built = build_corpus(folder, folder.parent / "out", CORPUS)
        out.append((folder, read_files(built.folder)))
    return out


def wait_for(path: Path, pid: int, most: float = 20) -> None:
    """Until a path is there, or the process is not, or it takes too long."""
    last = time.monotonic() + most
    while time.monotonic() < last and not path.exists() and Path(f"/proc/{pid}").exists():
        pass


def test_a_build_that_is_killed_leaves_whole_tables(
    zygote: Zygote, raws: list[tuple[Path, Files]], tmp_path: Path
) -> None:
    """At any moment, and while the files are put in place; the next build gives what an undisturbed one gives."""
    drawn = random.Random(7)
    folder = tmp_path / CORPUS
    begun = time.monotonic()
    zygote.begin(raws[0][0], tmp_path)
    assert zygote.end() == (0, "")
    length = time.monotonic() - begun
    killed = states = 0
    for number in range(KILLS):
        raw, whole = raws[(number + 1) % 2]
        pid = zygote.begin(raw, tmp_path)
        if number % 2:
            wait_for(folder / READY, pid)
            time.sleep(drawn.random() * 0.003)
        else:
            time.sleep(drawn.random() * length)
        if Path(f"/proc/{pid}").exists():
            os.kill(pid, signal.SIGKILL)
        killed += zygote.end()[0] == -signal.SIGKILL
        states += (folder / READY).is_dir()
        settle_tables(folder)  # what every reader does first
        assert read_files(folder) in [files for _, files in raws], f"after kill {number}"
        if number % 5 == 4 or number == KILLS - 1:
            zygote.begin(raw, tmp_path)
            assert zygote.end() == (0, "")
            assert read_files(folder) == whole
            assert not (folder / BUILDING).exists()
    print(f"killed {killed} of {KILLS}, {states} while files were put in place")
    assert killed > KILLS // 4


def test_readers_see_one_build_or_the_other(
    zygote: Zygote, raws: list[tuple[Path, Files]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read again and again while builds of two states of a corpus follow one another."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    known = []
    for raw, _ in raws:
        zygote.begin(raw, tmp_path)
        assert zygote.end()[0] == 0
        opened = open_corpus(CORPUS)
        known.append(
            (opened.manifest["corpus_sha256"], set(opened["documents"]["document"]), set(opened["persons"]["person"]))
        )
    done = threading.Event()

    def build_on() -> None:
        for number in range(max(KILLS // 4, 2)):
            zygote.begin(raws[number % 2][0], tmp_path)
            assert zygote.end()[0] == 0
        done.set()

    builder = threading.Thread(target=build_on, daemon=True)
    builder.start()
    seen = 0
    while not done.is_set() and builder.is_alive():
        read = open_corpus(CORPUS)
        now = (read.manifest["corpus_sha256"], set(read["documents"]["document"]), set(read["persons"]["person"]))
        assert now in known
        assert set(read["texts"]["document"]) == now[1]
        seen += 1
    builder.join()
    assert done.is_set()
    assert seen


def test_a_full_disk_is_a_sentence_and_costs_nothing(
    zygote: Zygote, raws: list[tuple[Path, Files]], tmp_path: Path
) -> None:
    """Files may grow to a size drawn at random only: each write that fails is one of a full disk."""
    drawn = random.Random(7)
    zygote.begin(raws[0][0], tmp_path)
    assert zygote.end() == (0, "")
    largest = max(len(raw) for raw in raws[1][1].values())
    failed = 0
    for _ in range(LIMITS):
        zygote.begin(raws[1][0], tmp_path, 1 + int(largest * drawn.random() ** 2))
        status, said = zygote.end()
        assert status == 2, said
        assert "cannot be written" in said
        assert "untouched" in said
        failed += 1
        settle_tables(tmp_path / CORPUS)
        assert read_files(tmp_path / CORPUS) == raws[0][1]
    zygote.begin(raws[1][0], tmp_path)
    assert zygote.end() == (0, "")
    assert read_files(tmp_path / CORPUS) == raws[1][1]
    print(f"{failed} of {LIMITS} builds ran out of disk")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this account may not mount a file system")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_small_disk(raws: list[tuple[Path, Files]], small_disk: Path) -> None:
    """A real one that is full, then has room, then may only be read."""
    build_corpus(raws[0][0], small_disk, CORPUS)
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as handle, pytest.raises(OSError, match="space"):
        while True:
            handle.write(bytes(4096))
    with pytest.raises(BuildError, match="cannot be written"):
        build_corpus(raws[1][0], small_disk, CORPUS)
    assert read_files(small_disk / CORPUS) == raws[0][1]
    ballast.unlink()
    assert read_files(build_corpus(raws[1][0], small_disk, CORPUS).folder) == raws[1][1]
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(BuildError, match="Read-only file system"):
        build_corpus(raws[0][0], small_disk, CORPUS)
    assert read_files(small_disk / CORPUS) == raws[1][1]


def test_a_place_that_cannot_be_a_folder_is_a_sentence(raws: list[tuple[Path, Files]], tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(BuildError, match="cannot be written"):
        build_corpus(raws[0][0], tmp_path / "out", CORPUS)


def test_of_two_builds_at_once_one_is_told_who_holds_the_lock(
    zygote: Zygote, raws: list[tuple[Path, Files]], tmp_path: Path
) -> None:
    pid = zygote.begin(raws[0][0], tmp_path)
    wait_for(tmp_path / CORPUS / BUILDING, pid)
    with pytest.raises(BusyError, match=f"is being written by process {pid}"):
        build_corpus(raws[1][0], tmp_path, CORPUS)
    assert zygote.end() == (0, "")
    assert read_files(tmp_path / CORPUS) == raws[0][1]


def test_a_build_killed_while_it_took_rows_over(zygote: Zygote, raws: list[tuple[Path, Files]], tmp_path: Path) -> None:
    """What is left of it is not taken for a build, and rows are taken over from the last whole one."""
    raw = Path(shutil.copytree(raws[0][0], tmp_path / "raw"))
    zygote.begin(raw, tmp_path)
    assert zygote.end()[0] == 0
    (raw / "00-0.txt").unlink()
    pid = zygote.begin(raw, tmp_path)
    wait_for(tmp_path / CORPUS / BUILDING / "texts.parquet", pid)
    os.kill(pid, signal.SIGKILL)
    zygote.end()
    again = build_corpus(raw, tmp_path, CORPUS)
    assert again.kept == again.manifest.documents
    assert read_files(again.folder) == read_files(build_corpus(raw, tmp_path / "fresh", CORPUS).folder)
