"""Everything under a folder, or in one file, as a stream of pieces, and the documents and refusals of a piece."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from readouts.model import Document, Refusal
from readouts.pieces import Piece, PieceError, Reading
from readouts.sheets import SUFFIXES, read_sheet, split_sheet
from readouts.source import SIDECAR_SUFFIX, find_trouble, iter_inputs, read_document, show_path
from readouts.webarchive import read_warc, read_zip, split_archive

KINDS = SUFFIXES | {".warc": "warc", ".wacz": "zip", ".zip": "zip"}


def find_kind(path: Path) -> str:
    """How a file is read, by its ending; `text` for all that are not tables or archives."""
    name = path.name.lower()
    return "warc" if name.endswith(".warc.gz") else KINDS.get(path.suffix.lower(), "text")


def iter_pieces(raw: Path, reading: Reading) -> Iterator[Piece]:
    """The pieces of everything under a folder, or of one file, in order, as it is come by."""
    for path in iter_inputs(raw):
        yield from split_input(path, raw, reading)


def split_input(path: Path, raw: Path, reading: Reading) -> Iterator[Piece]:
    """The pieces of one input: itself, or runs of the records that it holds."""
    shown, kind = show_path(path, raw), find_kind(path)
    piece = Piece(str(path), shown, kind)
    if kind == "text":
        yield piece
        return
    try:
        trouble = find_trouble(path, raw)
        if trouble is not None:
            raise PieceError(*trouble)
        yield from split_sheet(piece, reading) if kind in SUFFIXES.values() else split_archive(piece)
    except PieceError as problem:
        yield Piece(str(path), shown, kind, trouble=(problem.reason, problem.remedy))
    except OSError as error:
        yield Piece(str(path), shown, kind, trouble=("unreadable", f"{error.strerror or error}; check its permissions"))


def read_beside(piece: Piece) -> bytes:
    """The bytes of the sidecar of a text; none where it has none."""
    try:
        with open(os.path.splitext(piece.path)[0] + SIDECAR_SUFFIX, "rb") as handle:
            return handle.read()
    except OSError:
        return b""


def read_key(piece: Piece, reading: Reading) -> tuple[str, bytes] | None:
    """The content hash of a text and its key, without decoding it; None where it is no plain file within the limit."""
    try:
        state = os.lstat(piece.path)
        if not stat.S_ISREG(state.st_mode) or state.st_size > reading.limit:
            return None
        beside = read_beside(piece)
        with open(piece.path, "rb") as handle:
            sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return None
    return sha256, make_key(piece, sha256, beside)


def make_key(piece: Piece, sha256: str, beside: bytes) -> bytes:
    """A hash of all that the document of a text is made from, the library aside: its name, its bytes, its sidecar."""
    whole = hashlib.sha256(f"{piece.shown}\0{sha256}\0".encode())
    whole.update(beside)
    return whole.digest()[:16]


def read_piece(piece: Piece, raw: Path, reading: Reading) -> Iterator[Document | Refusal]:
    """The documents and refusals in a piece. Never raises on content, nor where a file has gone or changed since."""
    path = Path(piece.path)
    if piece.trouble is not None:
        yield Refusal(piece.shown, piece.trouble[0], f"{piece.shown}: {piece.trouble[1]}")
        return
    try:
        if piece.kind == "text":
            yield read_document(path, raw, reading.limit)
        elif piece.kind == "warc":
            yield from read_warc(piece, reading)
        elif piece.kind == "zip":
            yield from read_zip(piece, reading)
        else:
            yield from read_sheet(piece, reading)
    except PieceError as problem:
        yield Refusal(piece.shown, problem.reason, f"{piece.shown}: {problem.remedy}")
    except OSError as error:
        said = f"{error.strerror or error}; it was there when the build began, build again"
        yield Refusal(piece.shown, "vanished", f"{piece.shown}: {said}")
