"""Web archives (WARC, WACZ) and packed folders (zip) as documents; nothing in them is unpacked beyond stated limits."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed

from readouts.model import Document, Refusal
from readouts.pieces import RUN, RUN_BYTES, Piece, PieceError, Reading
from readouts.source import SIDECAR_SUFFIX, document_from_bytes, is_note, parse_sidecar, show_path

WARCS = (".warc", ".warc.gz")
MAX_RATIO = 200  # bytes unpacked a byte packed, beyond the first FREE
FREE = 64 * 2**20
MAX_MEMBERS = 500_000
MAX_LINE = 2**20  # bytes of a line in a header
PAGES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt"}
CARRYING = ("response", "resource", "conversion")  # kinds of records that hold a page; the others tell of them
BROKEN = (ArchiveLoadFailed, EOFError, zlib.error, OSError, ValueError, zipfile.BadZipFile)


class BombError(Exception):
    """An archive that unpacks to far more than it holds."""


class ShortLines(DecompressingBufferedReader):  # type: ignore[misc]
    """A reader of packed bytes that does not look for the end of a line without end."""

    def readline(self, length: int | None = None) -> bytes:
        """The next line, or as much of it as a header may have."""
        line: bytes = super().readline(MAX_LINE if length is None else length)
        return line


class Pages:
    """The records of a web archive from a place on, each with its offset; what is left of one is passed over in bounds."""

    def __init__(self, handle: IO[bytes], at: int) -> None:
        handle.seek(at)
        self.handle, self.at = handle, at
        self.archive = ArchiveIterator(handle)
        self.archive.reader = ShortLines(handle, block_size=16384)

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        for record in self.archive:
            offset = int(self.archive.offset)
            yield offset, record
            taken = 0
            while block := record.raw_stream.read(2**16):
                taken += len(block)
                self.check(offset, taken)

    def check(self, offset: int, taken: int) -> None:
        """Nothing where so many bytes may come from a record that begins there; BombError where not."""
        if taken > FREE and taken > MAX_RATIO * max(self.handle.tell() - offset, 1):
            raise BombError


def split_archive(piece: Piece) -> Iterator[Piece]:
    """The runs of pages or members of an archive, in order; PieceError where the file as a whole cannot be read."""
    if piece.kind == "warc":
        yield from split_warc(piece)
        return
    packed = open_zip(Path(piece.path))
    count = 0
    for first, info in enumerate(packed.infolist()):
        if info.filename.endswith(WARCS):
            shown = f"{piece.shown}#{show_path(Path(member_name(info)), Path())}"
            yield from split_warc(Piece(piece.path, shown, "warc", info.filename))
        elif not is_furniture(info, piece.shown):
            yield Piece(piece.path, piece.shown, "zip", "", first, size=info.file_size)
        else:
            continue
        count += 1
    if not count:
        raise PieceError("empty", "holds neither texts nor web archives; fetch it again or remove it")


def split_warc(piece: Piece) -> Iterator[Piece]:
    """The runs of records of a web archive; the last one goes on to where it ends or breaks."""
    at, number, count, inputs = 0, 1, 0, 0
    with open_member(piece) as handle:
        try:
            for offset, record in Pages(handle, 0):
                if count and (count == RUN or offset - at > RUN_BYTES):
                    yield Piece(piece.path, piece.shown, "warc", piece.member, at, number, inputs, offset - at)
                    at, number, count, inputs = offset, number + count, 0, 0
                count += 1
                inputs += record.rec_type in CARRYING
        except (*BROKEN, BombError):
            inputs += 1
    if number == 1 and not inputs:
        raise PieceError("empty", "holds no pages; fetch it again or remove it")
    yield Piece(piece.path, piece.shown, "warc", piece.member, at, number, inputs)


@contextmanager
def open_member(piece: Piece) -> Iterator[IO[bytes]]:
    """A web archive, or the one that a packed one holds, open for reading."""
    with open_zip(Path(piece.path)).open(piece.member) if piece.member else open(piece.path, "rb") as handle:
        yield handle


def read_warc(piece: Piece, reading: Reading) -> Iterator[Document | Refusal]:
    """The documents and refusals in a run of records of a web archive."""
    number = piece.number - 1
    with open_member(piece) as handle:
        try:
            for offset, record in Pages(handle, piece.at):
                if piece.size and offset >= piece.at + piece.size:
                    return
                number += 1
                if record.rec_type in CARRYING:
                    yield read_page(record, f"{piece.shown}#{number}", reading)
        except BombError:
            shown = f"{piece.shown}#{number}"
            said = (
                f"unpacks to over {MAX_RATIO} times its size; what comes after it was not read, pack it again without"
            )
            yield Refusal(shown, "bomb", f"{shown}: {said}")
        except BROKEN as error:
            shown = f"{piece.shown}#{number + 1}"
            said = (str(error).strip().splitlines() or [type(error).__name__])[0][:80]
            yield Refusal(shown, "malformed", f"{shown}: the archive breaks off here ({said}); fetch it again")


def read_page(record: Any, shown: str, reading: Reading) -> Document | Refusal:
    """The document in a record of a web archive, or the refusal that says why it gives none."""
    headers = record.http_headers
    kind = (headers and headers.get_header("Content-Type")) or record.rec_headers.get_header("Content-Type") or ""
    facts = {
        "url": record.rec_headers.get_header("WARC-Target-URI") or "",
        "retrieved": (record.rec_headers.get_header("WARC-Date") or "")[:10],
    }
    facts = {key: value for key, value in facts.items() if value and value.isprintable()}
    status = headers.get_statuscode() if headers and record.rec_type == "response" else "200"
    if status != "200":
        return Refusal(shown, "status", f"{shown}: the server answered {status or 'nothing'}; fetch the page again")
    media, _, rest = kind.partition(";")
    suffix = PAGES.get(media.strip().lower())
    if suffix is None:
        return Refusal(
            shown, "format", f"{shown}: {media.strip() or 'no kind of file'} is not read; only pages and texts are"
        )
    raw = read_bounded(record.content_stream(), reading.limit + 1)
    if len(raw) > reading.limit:
        limit = f"{reading.limit / 2**20:g} MB for one readout"
        return Refusal(shown, "too-large", f"{shown}: over {limit}; split it, or raise the limit")
    charset = rest.lower().partition("charset=")[2].strip(" \"';") or None
    return document_from_bytes(raw, shown, suffix, facts, charset, "archive")


def read_bounded(stream: Any, limit: int) -> bytes:
    """The bytes of a stream, at most so many."""
    blocks, left = [], limit
    while left > 0 and (block := stream.read(min(left, 2**16))):
        blocks.append(block[:left])
        left -= len(block)
    return b"".join(blocks)


def open_zip(path: Path) -> zipfile.ZipFile:
    """A packed folder, its limits checked; PieceError where it is none or goes beyond them."""
    return _open_zip(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _open_zip(path: str, changed: int) -> zipfile.ZipFile:
    try:
        packed = zipfile.ZipFile(path)
    except BROKEN as error:
        raise PieceError("format", f"is no zip archive ({error}); fetch it again") from None
    size = Path(path).stat().st_size
    infos = packed.infolist()
    if len(infos) > MAX_MEMBERS:
        raise PieceError("bomb", f"holds over {MAX_MEMBERS:,} files; split it")
    whole = sum(info.file_size for info in infos)
    if whole > FREE and whole > MAX_RATIO * size:
        raise PieceError("bomb", f"unpacks to over {MAX_RATIO} times its size; unpack it yourself if you trust it")
    return packed


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; one that is not UTF-8 read as GB18030, as Chinese systems write it."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def is_furniture(info: zipfile.ZipInfo, shown: str) -> bool:
    """Whether a member is no input: folders, notes, hidden files, and what a WACZ holds beside its archives."""
    parts = PurePosixPath(member_name(info)).parts
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)
    return info.is_dir() or hidden or not parts or is_note(parts[-1]) or shown.lower().endswith(".wacz")


def read_zip(piece: Piece, reading: Reading) -> Iterator[Document | Refusal]:
    """The document or refusal in a member of a packed folder."""
    packed = open_zip(Path(piece.path))
    info = packed.infolist()[piece.at]
    name = member_name(info)
    shown = f"{piece.shown}#{show_path(Path(name), Path())}"
    if info.flag_bits & 1:
        yield Refusal(shown, "unreadable", f"{shown}: is locked with a password; unpack it")
        return
    if info.file_size > reading.limit:
        limit = f"{reading.limit / 2**20:g} MB for one readout"
        yield Refusal(shown, "too-large", f"{shown}: over {limit}; split it, or raise the limit")
        return
    beside = str(PurePosixPath(info.filename).with_suffix("")) + SIDECAR_SUFFIX
    try:
        with packed.open(info) as handle:
            raw = read_bounded(handle, reading.limit)
        facts = parse_sidecar(packed.read(beside)) if beside in packed.NameToInfo else {}
    except (*BROKEN, RuntimeError, NotImplementedError) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0][:80]
        yield Refusal(shown, "malformed", f"{shown}: cannot be unpacked ({said}); fetch the archive again")
        return
    yield document_from_bytes(raw, shown, PurePosixPath(name).suffix.lower(), facts)
