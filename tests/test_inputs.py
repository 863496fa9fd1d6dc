"""Tables and archives as inputs: every record a document under the name of its place, or one line that says why not."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from readouts import pieces, webarchive
from readouts.build import build_corpus
from readouts.cli import main
from readouts.inputs import iter_pieces, read_piece
from readouts.model import Document, Refusal
from readouts.pieces import Reading
from readouts.stored import has_table

TEXTS = [f"On May {n}, 2024, Li Ming, Mayor of Wuhu, presided over the {n}th “meeting”." for n in range(1, 8)]
CHINESE = [
    f"中共肥城市委常委会召开第{n}次会议，传达学习习近平总书记重要讲话精神，市委书记李明主持。" for n in range(1, 8)
]
Read = list[Document | Refusal]


def read_all(raw: Path, reading: Reading = pieces.AS_EVER) -> Read:
    return [read for piece in iter_pieces(raw, reading) for read in read_piece(piece, raw, reading)]


def texts_of(reads: Read) -> list[str]:
    return [read.text for read in reads if isinstance(read, Document)]


def told(reads: Read) -> list[tuple[str, str]]:
    """The refusals as path and reason; each is one clear line."""
    refusals = [read for read in reads if isinstance(read, Refusal)]
    for refusal in refusals:
        assert refusal.detail.startswith(f"{refusal.path}: ")
        assert "\n" not in refusal.detail
        assert len(refusal.detail) < 400
    return [(refusal.path, refusal.reason) for refusal in refusals]


def write_lines(path: Path, rows: list[Any], encoding: str = "utf-8") -> None:
    path.write_bytes("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(encoding))


def write_sheet(path: Path, rows: list[dict[str, Any]], encoding: str = "utf-8-sig", separator: str = ",") -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0], delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


def write_warc(path: Path, pages: list[tuple[str, str, bytes, str]], packed: bool = True) -> None:
    """Pages as (address, content type, body, status line)."""
    with path.open("wb") as handle:
        writer = WARCWriter(handle, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a test"}))
        for url, kind, body, status in pages:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
            writer.write_record(record)


ROWS = [{"text": text, "url": f"https://example.org/{n}", "published": "2024-05-20"} for n, text in enumerate(TEXTS)]


@pytest.mark.parametrize("run", [1, 2, 250])
@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.csv", "a.tsv", "a.parquet"])
def test_every_row_is_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, run: int) -> None:
    """The same in runs of any length, which is what workers are given."""
    for module in ("readouts.sheets", "readouts.webarchive"):
        monkeypatch.setattr(f"{module}.RUN", run)
    path = tmp_path / name
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=3)
    elif path.suffix in (".csv", ".tsv"):
        write_sheet(path, ROWS, separator="\t" if path.suffix == ".tsv" else ",")
    else:
        write_lines(path, ROWS)
    reads = read_all(tmp_path)
    assert texts_of(reads) == TEXTS
    assert not told(reads)
    first = reads[0]
    assert isinstance(first, Document)
    begin = {".csv": 2, ".tsv": 2}.get(path.suffix, 1)
    assert first.source.path == f"{name}#{begin}"
    assert (first.source.url, first.published) == ("https://example.org/0", "2024-05-20")
    assert first.published_basis == "reference: columns"
    assert sum(piece.count for piece in iter_pieces(tmp_path, pieces.AS_EVER)) == len(TEXTS)
    assert read_all(path) == reads  # the file itself given instead of its folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_tables_are_decoded_as_texts_are(tmp_path: Path, name: str, encoding: str) -> None:
    rows = [{"id": "=1", "text": text + "\n“第二行”,\t\n"} for text in CHINESE]
    (write_lines if name.endswith("l") else write_sheet)(tmp_path / name, rows, encoding)
    assert texts_of(read_all(tmp_path)) == [row["text"] for row in rows]


def test_a_utf16_table_says_how_to_save_it(tmp_path: Path) -> None:
    write_sheet(tmp_path / "a.csv", ROWS, "utf-16")
    reads = read_all(tmp_path)
    assert told(reads) == [("a.csv", "encoding")]
    assert "save it as UTF-8" in reads[0].detail  # type: ignore[union-attr]


def test_malformed_lines_are_told_by_number(tmp_path: Path) -> None:
    good = json.dumps({"text": TEXTS[0]})
    lines = [
        good,
        "{",
        "",
        "[1]",
        '{"text": 5}',
        '{"text": ""}',
        '{"text": "half \\ud800"}',
        '{"other": 1}',
        "[" * 10**5,
    ]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, json.dumps({"text": TEXTS[1]})]), encoding="utf-8")
    reads = read_all(tmp_path)
    assert texts_of(reads) == TEXTS[:2]
    assert told(reads) == [
        ("a.jsonl#2", "malformed"),
        ("a.jsonl#4", "malformed"),
        ("a.jsonl#5", "malformed"),
        ("a.jsonl#6", "empty"),
        ("a.jsonl#7", "encoding"),
        ("a.jsonl#8", "empty"),
        ("a.jsonl#9", "malformed"),
    ]


def test_malformed_rows_of_a_csv_file_cost_no_other(tmp_path: Path) -> None:
    rows = [
        "text,place",
        f'"{TEXTS[0]}",Wuhu',
        "one,two,three",
        f'"{TEXTS[1]}\nmore",Wuhu',
        '"a"b,Wuhu',
        f'"{TEXTS[2]}",Wuhu',
    ]
    (tmp_path / "a.csv").write_text("\r\n".join(rows), encoding="utf-8", newline="")
    reads = read_all(tmp_path)
    assert texts_of(reads) == [TEXTS[0], TEXTS[1] + "\nmore", TEXTS[2]]
    assert told(reads) == [("a.csv#3", "malformed"), ("a.csv#6", "malformed")]
    assert [read.source.path for read in reads if isinstance(read, Document)] == ["a.csv#2", "a.csv#4", "a.csv#7"]


def test_a_line_in_another_encoding_is_told(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in (*CHINESE, "会议")]
    raw = "\n".join(lines[:7]).encode() + b"\n" + lines[7].encode("gb18030") + b"\n"
    (tmp_path / "a.jsonl").write_bytes(raw * 900)  # beyond what the encoding is told from
    reads = read_all(tmp_path)
    assert len(reads) == 7200
    assert {reason for _, reason in told(reads)} <= {"malformed", "encoding"}


MAPPED = [{"body": text, "when": "2024-05-20", "lang": "English"} for text in TEXTS]
COLUMNS = (("text", "body"), ("published", "when"), ("lang", ""))


@pytest.mark.parametrize("by_file", [True, False])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_columns_are_named_by_the_call_or_beside_the_file(tmp_path: Path, name: str, by_file: bool) -> None:
    path = tmp_path / name
    if name.endswith("parquet"):
        pq.write_table(pa.Table.from_pylist(MAPPED), path)
    else:
        (write_lines if name.endswith("l") else write_sheet)(path, MAPPED)
    if by_file:
        said = "".join(f'{key} = "{column}"\n' for key, column in COLUMNS)
        (tmp_path / f"{name}.columns.toml").write_text(said, encoding="utf-8")
    reads = read_all(tmp_path, pieces.AS_EVER if by_file else Reading(columns=COLUMNS))
    assert texts_of(reads) == TEXTS
    assert {read.published for read in reads if isinstance(read, Document)} == {"2024-05-20"}


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_table_without_a_column_of_text_lists_what_it_has(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_sheet(path, MAPPED) if name.endswith("csv") else pq.write_table(pa.Table.from_pylist(MAPPED), path)
    reads = read_all(tmp_path)
    assert told(reads) == [(name, "columns")]
    assert "body, when, lang" in reads[0].detail  # type: ignore[union-attr]
    assert "--column text=NAME" in reads[0].detail  # type: ignore[union-attr]


def test_a_column_for_an_unknown_thing_is_told(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", ROWS)
    assert told(read_all(tmp_path, Reading(columns=(("author", "by"),)))) == [("a.jsonl", "columns")]


def test_pages_in_a_column_are_read_as_pages(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [{"html": f"<p>{TEXTS[0]}<br>{TEXTS[1]}"}])
    assert texts_of(read_all(tmp_path)) == [f"{TEXTS[0]}\n{TEXTS[1]}"]


def test_a_parquet_column_of_bytes_is_decoded(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [CHINESE[0].encode("gb18030"), CHINESE[1].encode()]}), tmp_path / "a.parquet")
    assert texts_of(read_all(tmp_path)) == CHINESE[:2]


def test_broken_tables_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more PAR1")
    (tmp_path / "b.jsonl").write_bytes(b"")
    (tmp_path / "c.csv").write_bytes(b"\xff\x00" * 50)
    (tmp_path / "d.jsonl").mkdir()
    (tmp_path / "e.csv").write_text("text,text\na,b\n", encoding="utf-8")
    reads = read_all(tmp_path)
    assert [path for path, _ in told(reads)] == ["a.parquet", "b.jsonl", "c.csv", "e.csv"]


PAGES = [
    ("https://example.org/1", "text/html; charset=utf-8", f"<p>{CHINESE[0]}".encode(), "200 OK"),
    ("https://example.org/2", "text/html; charset=gb2312", f"<p>{CHINESE[1]}".encode("gb18030"), "200 OK"),
    ("https://example.org/3", "image/png", b"\x89PNG", "200 OK"),
    ("https://example.org/4", "text/html", b"<p>gone", "404 Not Found"),
    ("https://example.org/5", "text/plain", TEXTS[0].encode(), "200 OK"),
]


@pytest.mark.parametrize("run", [1, 3, 250])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_the_pages_of_a_web_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, run: int) -> None:
    monkeypatch.setattr(webarchive, "RUN", run)
    if name.endswith("wacz"):
        write_warc(tmp_path / "data.warc.gz", PAGES)
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            packed.write(tmp_path / "data.warc.gz", "archive/data.warc.gz")
            packed.writestr("pages/pages.jsonl", "{}")
            packed.writestr("datapackage.json", "{}")
        (tmp_path / "data.warc.gz").unlink()
        name = "a.wacz#archive/data.warc.gz"
    else:
        write_warc(tmp_path / name, PAGES, name.endswith("gz"))
    reads = read_all(tmp_path)
    assert texts_of(reads) == [CHINESE[0], CHINESE[1], TEXTS[0]]
    assert told(reads) == [(f"{name}#4", "format"), (f"{name}#5", "status")]
    first = reads[0]
    assert isinstance(first, Document)
    assert (first.source.path, first.source.url) == (f"{name}#2", "https://example.org/1")
    assert first.source.retrieved
    assert sum(piece.count for piece in iter_pieces(tmp_path, pieces.AS_EVER)) == len(PAGES)


def test_a_web_archive_cut_short_keeps_what_was_whole(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", PAGES)
    raw = (tmp_path / "a.warc.gz").read_bytes()
    (tmp_path / "a.warc.gz").write_bytes(raw[:-60])
    reads = read_all(tmp_path)
    assert texts_of(reads)[:2] == CHINESE[:2]
    assert len(reads) >= 4
    (tmp_path / "a.warc.gz").write_bytes(b"no archive")
    assert [path for path, _ in told(read_all(tmp_path))] == ["a.warc.gz#1"]
    (tmp_path / "a.warc.gz").write_bytes(b"")
    assert told(read_all(tmp_path)) == [("a.warc.gz", "empty")]


def test_a_web_archive_that_unpacks_without_end_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webarchive, "FREE", 2**20)
    bomb = ("https://example.org/b", "image/png", bytes(2**25), "200 OK")
    write_warc(tmp_path / "a.warc.gz", [PAGES[0], bomb, PAGES[4]])
    reads = read_all(tmp_path)
    assert texts_of(reads) == [CHINESE[0]]
    assert told(reads)[-1] == ("a.warc.gz#3", "bomb")


def test_a_packed_folder_gives_its_texts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("b/1.txt", TEXTS[0])
        packed.writestr("b/1.meta.toml", 'url = "https://example.org/1"')
        packed.writestr("b/2.html", f"<p>{TEXTS[1]}")
        packed.writestr("../../3.txt", TEXTS[2])  # a name that leaves the folder is a name only: nothing is written
        packed.writestr("b/4.pdf", b"%PDF")
        packed.writestr("b/.hidden", b"x")
        packed.writestr("b/inner.zip", b"PK")
        packed.writestr("b/5.txt", "x" * 3000)
    reads = read_all(tmp_path, Reading(limit=2000))
    assert texts_of(reads) == TEXTS[:3]
    assert told(reads) == [("a.zip#b/4.pdf", "format"), ("a.zip#b/inner.zip", "format"), ("a.zip#b/5.txt", "too-large")]
    assert isinstance(reads[0], Document) and reads[0].source.url == "https://example.org/1"
    assert not (tmp_path.parent / "3.txt").exists()


def test_a_zip_bomb_is_one_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for number in range(9):
            packed.writestr(f"{number}.txt", bytes(2**23))
    (tmp_path / "b.txt").write_text(TEXTS[0], encoding="utf-8")
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04 and no more")
    reads = read_all(tmp_path)
    assert told(reads) == [("a.zip", "bomb"), ("c.zip", "format")]
    assert texts_of(reads) == [TEXTS[0]]


def test_a_build_of_all_kinds_adds_up(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    write_lines(raw / "b.jsonl", [*ROWS, "no object"])
    write_sheet(raw / "c.csv", [{"text": text} for text in CHINESE])
    write_warc(raw / "d.warc.gz", PAGES)
    built = build_corpus(raw, tmp_path / "out", "all")
    done = built.manifest
    assert done.inputs == 1 + 8 + 7 + 5 == done.documents + done.refused + done.duplicates
    assert (done.refused, done.duplicates) == (3, 2)  # the first row and the last page are the text of a.txt
    documents = pd.read_parquet(built.folder / "documents.parquet")
    assert {"a.txt", "b.jsonl#2", "c.csv#2", "d.warc.gz#2"} <= set(documents["path"])
    refusals = pd.read_parquet(built.folder / "refusals.parquet").set_index("path")
    assert refusals.loc["b.jsonl#1", "same_as"] == "a.txt"


def test_one_file_is_a_corpus_of_its_name(tmp_path: Path) -> None:
    write_lines(tmp_path / "articles.jsonl", MAPPED)
    words = [
        "build",
        tmp_path / "articles.jsonl",
        "--out",
        tmp_path / "out",
        "--column",
        "text=body",
        "--column",
        "lang=",
    ]
    shown = CliRunner().invoke(main, [str(word) for word in words])
    assert shown.exit_code == 0, shown.output
    assert "7 inputs = 7 documents" in shown.stdout
    assert has_table(tmp_path / "out" / "articles", "documents")
    wrong = CliRunner().invoke(main, ["build", str(tmp_path / "articles.jsonl"), "--column", "text"])
    assert wrong.exit_code == 2
    assert "KEY=NAME" in wrong.stderr
