"""JSON Lines, CSV and Parquet files as documents, a run of rows at a time; a row that cannot be read is told by its number."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from readouts.decoding import decode_text
from readouts.mapping import check_columns, find_columns, read_row
from readouts.model import Document, Refusal
from readouts.pieces import RUN, RUN_BYTES, Piece, PieceError, Reading

SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet"}
HEAD = 2**18  # bytes from which encoding and separator are told
SEPARATORS = ",\t;|"
BYTES = "latin-1"  # every byte a character: records are told apart before they are decoded
Line = tuple[int, int, "list[str] | bytes | str"]  # offset, number, and cells or bytes; a sentence where it is neither


def split_sheet(piece: Piece, reading: Reading) -> Iterator[Piece]:
    """The runs of a table, in order; PieceError where the file as a whole cannot be read."""
    path = Path(piece.path)
    if piece.kind == "parquet":
        yield from split_parquet(piece, reading)
        return
    find_encoding(path)
    named = find_columns(path, reading)
    if piece.kind == "csv":
        check_columns(named, read_header(path)[0])
    with path.open("rb") as handle:
        lines = iter_records(handle, piece.kind, path, 0, None, reading)
        at, number, count = 0, 1, 0
        for offset, line, _ in lines:
            if count and (count == RUN or offset - at > RUN_BYTES):
                yield run_of(piece, at, number, count, offset - at)
                count = 0
            at, number, count = (at, number, count + 1) if count else (offset, line, 1)
        if count:
            yield run_of(piece, at, number, count, path.stat().st_size - at)


def run_of(piece: Piece, at: int, number: int, count: int, size: int) -> Piece:
    """A run of records of a file."""
    return Piece(piece.path, piece.shown, piece.kind, piece.member, at, number, count, size)


def read_sheet(piece: Piece, reading: Reading) -> Iterator[Document | Refusal]:
    """The documents and refusals in a run of rows."""
    path = Path(piece.path)
    named = find_columns(path, reading)
    if piece.kind == "parquet":
        yield from read_parquet(piece, named, reading)
        return
    encoding = find_encoding(path)
    with path.open("rb") as handle:
        for _, number, found in iter_records(handle, piece.kind, path, piece.at, piece.number, reading, piece.size):
            shown = f"{piece.shown}#{number}"
            row = found if isinstance(found, str) else read_cells(found, encoding, path)
            if isinstance(row, str):
                yield Refusal(shown, "malformed", f"{shown}: {row}")
            else:
                yield read_row(row, named, shown, reading)


def read_cells(found: bytes | list[str], encoding: str, path: Path) -> dict[str, Any] | str:
    """A record by column; a sentence where it is none."""
    try:
        if isinstance(found, list):
            header = read_header(path)[0]
            cells = [cell.encode(BYTES).decode(encoding) for cell in found]
            if len(cells) != len(header):
                return f"has {len(cells)} cells where the header has {len(header)}; mend its quotes and separators"
            return dict(zip(header, cells, strict=True))
        row = json.loads(found.decode(encoding))
    except UnicodeDecodeError:
        return f"is not {encoding.upper()} as the beginning of the file is; save the whole file as UTF-8"
    except (ValueError, RecursionError) as error:
        return f"is no JSON ({str(error).splitlines()[0][:80]}); mend the line"
    return row if isinstance(row, dict) else "is no JSON object ({…}); write one a line"


def iter_records(
    handle: IO[bytes], kind: str, path: Path, at: int, number: int | None, reading: Reading, size: int | None = None
) -> Iterator[Line]:
    """The records from a place in a file on, each with its offset and the number of its first line."""
    if kind == "jsonl":
        handle.seek(at)
        for offset, line, raw in iter_lines(handle, at, number or 1, reading.limit):
            if size is not None and offset >= at + size:
                return
            if isinstance(raw, str) or raw.strip(b" \t\r\n\xef\xbb\xbf"):
                yield offset, line, raw.removeprefix(b"\xef\xbb\xbf") if isinstance(raw, bytes) else raw
        return
    _, separator, begin, first = read_header(path)
    at, number = (begin, first) if number is None else (at, number)
    at, number = (begin, first) if at < begin else (at, number)
    handle.seek(at)
    for record in iter_csv(handle, at, number, separator, reading.limit):
        if size is not None and record[0] >= at + size:
            return
        yield record


def iter_lines(handle: IO[bytes], offset: int, number: int, limit: int) -> Iterator[tuple[int, int, bytes | str]]:
    """The lines of a file with offset and number; a sentence in place of one that is over the limit."""
    while line := handle.readline(limit + 2):
        begin, long = offset, len(line) > limit + 1
        offset += len(line)
        while long and not line.endswith(b"\n") and (line := handle.readline(2**20)):
            offset += len(line)
        yield begin, number, f"over {limit / 2**20:g} MB for one line; split it, or raise the limit" if long else line
        number += 1


class ByteLines:
    """The lines of a file as the csv module takes them, counted in lines and bytes; a record may not be over a limit."""

    def __init__(self, handle: IO[bytes], offset: int, number: int, limit: int) -> None:
        self.handle, self.offset, self.number, self.limit = handle, offset, number, limit
        self.begin = offset

    def __iter__(self) -> ByteLines:
        return self

    def __next__(self) -> str:
        if self.offset - self.begin > self.limit:
            raise csv.Error("a quotation mark is not closed, or the row is over the limit")
        line = self.handle.readline(self.limit + 1)
        if not line:
            raise StopIteration
        self.offset += len(line)
        self.number += 1
        return line.decode(BYTES)


def iter_csv(handle: IO[bytes], offset: int, number: int, separator: str, limit: int) -> Iterator[Line]:
    """The rows of a CSV file as cells of bytes, with offset and number of the first line; a sentence for one that is none."""
    csv.field_size_limit(max(limit, csv.field_size_limit()))
    lines = ByteLines(handle, offset, number, limit)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        lines.begin, first = lines.offset, lines.number
        begin = lines.offset
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            last = f" (lines {first} to {lines.number - 1})" if lines.number - 1 > first else ""
            yield begin, first, f"is no row of a CSV file{last}: {error}; mend its quotes and line ends"
            continue
        if cells:
            yield begin, first, cells


def find_encoding(path: Path) -> str:
    """The encoding of a table of text, told from its beginning; PieceError where no encoding decodes that."""
    return _encoding(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _encoding(path: str, changed: int) -> str:
    with open(path, "rb") as handle:
        head = handle.read(HEAD)
    if len(head) == HEAD:
        head = head[: head.rfind(b"\n") + 1] or head
    if not head.strip():
        raise PieceError("empty", "holds no rows; fetch it again or remove it")
    decoded = decode_text(head)
    found = decoded[1] if decoded else most_lines(head)
    if found is None or found.startswith("utf-16"):
        said = "is UTF-16" if found else "neither UTF-8, GB18030 nor Big5 decodes it without loss"
        raise PieceError("encoding", f"{said}; save it as UTF-8")
    return "utf-8" if found == "utf-8-sig" else found


def most_lines(head: bytes) -> str | None:
    """The encoding that decodes most lines by themselves; None where no line has one."""
    found = Counter(decoded[1] for line in head.splitlines() if line.strip() and (decoded := decode_text(line)))
    return found.most_common(1)[0][0] if found else None


def read_header(path: Path) -> tuple[tuple[str, ...], str, int, int]:
    """The columns of a CSV file, its separator, and where its rows begin: byte and line."""
    return _header(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _header(path: str, changed: int) -> tuple[tuple[str, ...], str, int, int]:
    encoding = find_encoding(Path(path))
    with open(path, "rb") as handle:
        first = handle.readline(HEAD).removeprefix(b"\xef\xbb\xbf")
        begin = handle.tell()
    line = first.decode(encoding, "replace").rstrip("\r\n")
    separator = max(SEPARATORS, key=line.count)
    try:
        header = tuple(cell.strip() for cell in next(csv.reader([line], delimiter=separator), []))
    except csv.Error:
        header = ()
    doubled = [name for name in header if header.count(name) > 1 and name]
    if doubled:
        raise PieceError("columns", f"has more than one column {doubled[0]!r}; rename one")
    return header, separator, begin, 2


def split_parquet(piece: Piece, reading: Reading) -> Iterator[Piece]:
    """The runs of rows of a Parquet file, none across two row groups."""
    path = Path(piece.path)
    file = open_parquet(path)
    check_columns(find_columns(path, reading), file.schema_arrow.names)
    number = 1
    for group in range(file.metadata.num_row_groups):
        meta = file.metadata.row_group(group)
        rows = meta.num_rows
        for first in range(0, rows, RUN):
            count = min(RUN, rows - first)
            yield run_of(piece, group, number + first, count, meta.total_byte_size * count // max(rows, 1))
        number += rows
    if number == 1:
        raise PieceError("empty", "holds no rows; fetch it again or remove it")


def open_parquet(path: Path) -> pq.ParquetFile:
    """A Parquet file, read as a stream; PieceError where it is none."""
    try:
        return pq.ParquetFile(path, pre_buffer=False, buffer_size=2**20)
    except (pa.ArrowInvalid, OSError) as error:
        raise PieceError("format", f"is no Parquet file ({str(error).splitlines()[0][:80]}); fetch it again") from None


class Cursor:
    """A place in a row group, from which the next rows are read without reading those before again."""

    key: tuple[str, int, int] | None = None
    batches: Iterator[pa.RecordBatch]
    row = 0


CURSOR = Cursor()


def read_parquet(piece: Piece, named: Mapping[str, str], reading: Reading) -> Iterator[Document | Refusal]:
    """The documents and refusals in a run of rows of a Parquet file."""
    path = Path(piece.path)
    key = (piece.path, path.stat().st_mtime_ns, piece.at)
    file = open_parquet(path)
    before = sum(file.metadata.row_group(group).num_rows for group in range(piece.at))
    first = piece.number - 1 - before
    if CURSOR.key != key or CURSOR.row > first:
        wanted = [column for column in dict.fromkeys(named.values()) if column in file.schema_arrow.names]
        CURSOR.key, CURSOR.row = key, 0
        CURSOR.batches = file.iter_batches(RUN, row_groups=[piece.at], columns=wanted)
    said = "its row groups do not add up"
    try:
        for batch in CURSOR.batches:
            begin, CURSOR.row = CURSOR.row, CURSOR.row + batch.num_rows
            if begin == first:
                rows = batch.to_pylist()
                for place, row in enumerate(rows):
                    yield read_row(row, named, f"{piece.shown}#{piece.number + place}", reading)
                return
    except (pa.ArrowInvalid, OSError, UnicodeDecodeError) as error:
        said = str(error).splitlines()[0][:80]
    CURSOR.key = None
    for number in range(piece.number, piece.number + piece.count):
        shown = f"{piece.shown}#{number}"
        yield Refusal(shown, "malformed", f"{shown}: its rows cannot be read ({said}); fetch the file again")
