"""What came in is what came out: documents, named refusals and duplicates of a named document; nothing raises or is lost."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from readouts import decoding, source
from readouts.build import Built, build_corpus
from readouts.cli import main
from readouts.decoding import decode_text, find_mojibake
from readouts.model import Document, Refusal
from readouts.pieces import Reading
from readouts.source import document_from_bytes, iter_inputs, read_document

ENGLISH = (
    "On May 6, 2024, Li Ming, Mayor of Wuhu, presided over “a meeting” of the Party’s committee.\nIt was the fifth.\n"
)
SIMPLIFIED = (
    "肥城市委常委会召开会议，传达学习习近平总书记重要讲话精神。会议强调，要全面深化改革，贯彻落实中央决策部署。\n"
)
TRADITIONAL = "市委常委會召開會議，傳達學習總書記重要講話精神。會議強調，要全面深化改革，貫徹落實中央決策部署。\n"


@pytest.mark.parametrize("text", [ENGLISH, SIMPLIFIED, TRADITIONAL])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == (text, encoding)


UNBELIEVED = [
    (TRADITIONAL, "big5", "gb2312"),
    (TRADITIONAL, "big5", "iso-8859-1"),
    (SIMPLIFIED, "gb18030", "big5"),
    (SIMPLIFIED, "gb18030", "windows-1252"),
    (SIMPLIFIED, "utf-8", "iso-8859-1"),
    (ENGLISH, "cp1252", "iso-8859-1"),  # what a browser reads, too
    (SIMPLIFIED, "gb18030", "unicode_escape"),
    (SIMPLIFIED, "utf-8", "utf-7"),
]


@pytest.mark.parametrize(("text", "saved_as", "declared"), UNBELIEVED)
def test_what_a_page_declares_is_one_voice_among_others(text: str, saved_as: str, declared: str) -> None:
    found = decode_text(text.encode(saved_as), declared)
    assert found is not None
    assert found[0] == text


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\n\r\n\r"])
def test_line_ends_stay(ends: str) -> None:
    text = ENGLISH.replace("\n", ends)
    document = document_from_bytes(text.encode(), "a.txt", ".txt", {})
    assert isinstance(document, Document)
    assert document.text == text


GARBLED = [
    (SIMPLIFIED.encode().decode("latin-1"), "UTF-8 that was read as Windows-1252"),
    (TRADITIONAL.encode().decode("cp1252", "ignore"), "UTF-8 that was read as Windows-1252"),
    (SIMPLIFIED.encode("gb18030").decode("latin-1"), "GB18030 that was read as Windows-1252"),
    (SIMPLIFIED.encode().decode("gb18030", "ignore"), "UTF-8 that was read as GBK"),
    (SIMPLIFIED.encode().decode("ascii", "replace"), "characters were lost"),
    ("锟斤拷" * 40 + "会议", "characters were lost"),
]


@pytest.mark.parametrize(("text", "said"), GARBLED)
def test_mojibake_is_named(text: str, said: str) -> None:
    refusal = document_from_bytes(text.encode(), "a.txt", ".txt", {})
    assert isinstance(refusal, Refusal), refusal.text[:80]
    assert refusal.reason == "mojibake"
    assert said in refusal.detail
    assert "fetch it again" in refusal.detail


SOUND = [
    ENGLISH,
    SIMPLIFIED,
    TRADITIONAL,
    "Café à Genève, naïve déjà vu — “quoted”",
    "ÄÖÜ äöü ß",
    ENGLISH.encode().decode("latin-1"),  # quotation marks gone wrong leave a text that can be read
    ENGLISH.replace("’", "\ufffd"),
    "涓流、浼水",
    "é",
]


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_text_is_no_mojibake(text: str) -> None:
    assert find_mojibake(text) is None
    assert find_mojibake(text * 200) is None


def test_no_sample_is_mojibake() -> None:
    sample = Path(__file__).parents[1] / "data" / "raw" / "sample"
    reads = [read_document(path, sample) for path in iter_inputs(sample)]
    assert reads
    assert all(isinstance(read, Document) for read in reads)


def test_any_bytes_are_decoded_or_refused() -> None:
    """Every pair of bytes, alone and among letters."""
    for first in range(0, 256, 5):
        for second in range(0, 256, 3):
            for raw in (bytes([first, second]), b"a" + bytes([first, second]) * 9 + b"b"):
                read = document_from_bytes(raw, "a.txt", ".txt", {})
                assert isinstance(read, (Document, Refusal))
                if isinstance(read, Document):
                    read.text.encode("utf-8")
    assert decoding.is_likely("") is False


def make_fifo(folder: Path) -> None:
    os.mkfifo(folder / "bad.txt")


def make_socket(folder: Path) -> None:
    here = os.getcwd()
    os.chdir(folder)  # the path of a socket may be short only
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("bad.txt")
    finally:
        os.chdir(here)


def make_large(folder: Path) -> None:
    with (folder / "bad.txt").open("wb") as handle:
        handle.truncate(500 * 2**20)  # a file with a hole: no byte is written, and none may be read


def link_out(folder: Path) -> None:
    (folder.parent / "outside.txt").write_text("a secret", encoding="utf-8")
    (folder / "bad.txt").symlink_to(folder.parent / "outside.txt")


def link_folder(folder: Path) -> None:
    (folder.parent / "other").mkdir()
    (folder.parent / "other" / "more.txt").write_text("a secret", encoding="utf-8")
    (folder / "bad").symlink_to(folder.parent / "other")


def link_itself(folder: Path) -> None:
    (folder / "bad.txt").symlink_to(folder / "bad.txt")


def name_oddly(folder: Path) -> None:
    (folder / os.fsdecode(b"bad\xff\n.pdf")).write_bytes(b"%PDF")


BAD: list[tuple[Callable[[Path], object], str, str]] = [
    (lambda folder: (folder / "bad.txt").write_bytes(b""), "bad.txt", "empty"),
    (lambda folder: (folder / "bad.html").write_bytes(b"<p>"), "bad.html", "empty"),
    (lambda folder: (folder / "bad.txt").write_bytes(os.urandom(4096) + b"\x00\xff"), "bad.txt", "binary"),
    (lambda folder: (folder / "bad.docx").write_bytes(b"PK"), "bad.docx", "format"),
    (lambda folder: (folder / "bad.txt").mkdir(), "bad.txt", "folder"),
    (make_large, "bad.txt", "too-large"),
    (make_fifo, "bad.txt", "unreadable"),
    (make_socket, "bad.txt", "unreadable"),
    (link_out, "bad.txt", "link"),
    (link_folder, "bad", "link"),
    (link_itself, "bad.txt", "link"),
    (lambda folder: (folder / "bad.txt").symlink_to("nowhere"), "bad.txt", "link"),
    (name_oddly, "bad\\xff\\x0a.pdf", "format"),
    (lambda folder: (folder / "bad.zip").write_bytes(b"PK\x03\x04"), "bad.zip", "format"),
    (lambda folder: (folder / "bad.parquet").write_bytes(b""), "bad.parquet", "format"),
    (lambda folder: (folder / "bad.csv").mkdir(), "", ""),  # an empty folder is nothing
]


def build_with(raw: Path, make: Callable[[Path], object]) -> Built:
    raw.mkdir()
    (raw / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (raw / "z.txt").write_text(SIMPLIFIED, encoding="utf-8")
    make(raw)
    return build_corpus(raw, raw.parent / "out", "all")


@pytest.mark.parametrize(("make", "path", "reason"), BAD)
def test_a_bad_input_is_one_line_and_harms_nothing(
    tmp_path: Path, make: Callable[[Path], object], path: str, reason: str
) -> None:
    built = build_with(tmp_path / "raw", make)
    done = built.manifest
    assert done.inputs == done.documents + done.refused + done.duplicates
    assert list(pd.read_parquet(built.folder / "documents.parquet")["path"]) == ["a.txt", "z.txt"]
    refusals = pd.read_parquet(built.folder / "refusals.parquet")
    assert list(zip(refusals["path"], refusals["reason"], strict=True)) == ([(path, reason)] if path else [])
    assert not refusals["detail"].str.contains("\n").any()
    assert "secret" not in "".join(pd.read_parquet(built.folder / "texts.parquet")["text"])


def test_names_with_odd_bytes_are_read(tmp_path: Path) -> None:
    names = [
        b"\xff\xfe.txt",
        "会议\n一.txt".encode(),
        "会议".encode("gb18030") + b".txt",
        b"a\\xff.txt",
        b"-rf.txt",
        b" .txt",
    ]

    def make(folder: Path) -> None:
        for number, name in enumerate(names):
            (folder / os.fsdecode(name)).write_text(f"{ENGLISH}{number}", encoding="utf-8")

    built = build_with(tmp_path / "raw", make)
    assert built.manifest.documents == 2 + len(names)
    paths = set(pd.read_parquet(built.folder / "documents.parquet")["path"])
    assert {"\\xff\\xfe.txt", "会议\\x0a一.txt", "a\\xff.txt"} <= paths
    assert len(paths) == 2 + len(names)


def test_what_vanishes_or_locks_between_listing_and_reading_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "b.txt":
            path.unlink()
            raise FileNotFoundError(2, "No such file or directory")
        if path.name == "c.txt":
            raise PermissionError(13, "Permission denied")
        return real(path)

    def make(folder: Path) -> None:
        for name in ("b", "c", "d"):
            (folder / f"{name}.txt").write_text(f"{ENGLISH}{name}", encoding="utf-8")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    built = build_with(tmp_path / "raw", make)
    assert (built.manifest.documents, built.manifest.refused) == (3, 2)
    assert [(refusal.path, refusal.reason) for refusal in built.refusals] == [
        ("b.txt", "vanished"),
        ("c.txt", "unreadable"),
    ]


def test_a_file_gone_before_its_turn_is_told(tmp_path: Path) -> None:
    refusal = read_document(tmp_path / "gone.txt", tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "vanished"


def test_a_folder_that_may_not_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = source.list_folder

    def lock(folder: Path) -> object:
        if folder.name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(source, "list_folder", lock)
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    assert [path.name for path in iter_inputs(tmp_path)] == ["a.txt", "locked"]
    monkeypatch.setattr(os, "access", lambda *_: False)
    refusal = read_document(tmp_path / "locked", tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "unreadable"


def test_the_limit_is_a_setting(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH * 100, encoding="utf-8")
    assert isinstance(read_document(tmp_path / "a.txt", tmp_path), Document)
    refusal = read_document(tmp_path / "a.txt", tmp_path, Reading(limit=2**10).limit)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "too-large"
    words = ["build", str(tmp_path), "--out", str(tmp_path / ".out"), "--corpus", "small", "--max-mb", "0.001"]
    assert "over 0.000999451 MB" in CliRunner().invoke(main, words).stderr


def test_a_copy_is_a_duplicate_of_a_document_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy of a refused text is refused too: it is a duplicate of no document."""

    def make(folder: Path) -> None:
        (folder / "b.txt").write_text(ENGLISH, encoding="utf-8")
        (folder / "c.txt").write_bytes(b"")
        (folder / "d.txt").write_bytes(b"")

    built = build_with(tmp_path / "raw", make)
    done = built.manifest
    assert (done.documents, done.refused, done.duplicates) == (2, 2, 1)
    refusals = pd.read_parquet(built.folder / "refusals.parquet")
    assert list(refusals["same_as"].fillna("")) == ["a.txt", "", ""]


def test_very_many_refusals_are_counted(tmp_path: Path) -> None:
    for number in range(130):
        (tmp_path / f"{number}.{'pdf' if number % 2 else 'txt'}").write_bytes(b"")
    shown = CliRunner().invoke(main, ["build", str(tmp_path), "--out", str(tmp_path / ".out"), "--corpus", "all"])
    lines = shown.stderr.splitlines()
    assert len(lines) == 101
    assert lines[-1].startswith("… and 30 more (")
    assert "130 inputs = 0 documents + 130 refused + 0 duplicates" in shown.stdout
