"""Inputs in batches, and what a batch gives: the same in one process, in many and on a cluster.

Where one batch ends hangs on its own inputs, not on how many came before: an input more changes its own batch only.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from readouts.corrections import Correction
from readouts.desk import Outcome
from readouts.files import make_stamp
from readouts.inputs import iter_pieces, make_key, read_beside, read_key, read_piece
from readouts.ledger import Ledger
from readouts.linked import Split
from readouts.model import Document, Record, Refusal
from readouts.overlay import Overlay, correct_rows
from readouts.parse import parse_document
from readouts.pieces import Piece, Reading
from readouts.tables import TableBuffer

BATCH = 2000  # inputs at most
SMALLEST = 250  # inputs before a batch may end by the name of its last one
ENDING = 500  # one name of so many ends a batch
BATCH_BYTES = 64 * 2**20

DOCUMENT, REFUSED, DUPLICATE = "document", "refused", "duplicate"


@dataclass(frozen=True, slots=True)
class Batch:
    """Pieces that are read together, and the number of the batch in its build."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is told once: where the inputs are, how they are read, what was corrected, what was built before."""

    raw: Path
    reading: Reading
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    before: Path | None = None  # the ledger of the last build, where its rows still hold


class Input(NamedTuple):
    """What became of one input."""

    path: str
    sha256: str | None
    state: str
    document: str | None = None
    key: bytes | None = None  # of all that its rows are made from; None where they are never taken over
    reason: str = ""
    detail: str = ""
    same_as: str | None = None


class Corrected(NamedTuple):
    """What became of the corrections of one document."""

    outcomes: tuple[Outcome, ...]
    splits: tuple[Split, ...]


@dataclass(slots=True)
class Harvest:
    """What a batch gave: its inputs, their rows, which documents have theirs from the last build, in which batch."""

    number: int
    stamp: str
    inputs: list[Input] = field(default_factory=list)
    tables: dict[str, pa.Table] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    corrected: dict[str, Corrected] = field(default_factory=dict)


def iter_batches(raw: Path, reading: Reading) -> Iterator[Batch]:
    """The inputs in batches, as they are come by."""
    pieces: list[Piece] = []
    inputs = size = number = 0
    for piece in iter_pieces(raw, reading):
        if pieces and (inputs + piece.count > BATCH or size > BATCH_BYTES):
            yield Batch(number, tuple(pieces))
            pieces, inputs, size, number = [], 0, 0, number + 1
        pieces.append(piece)
        inputs, size = inputs + piece.count, size + piece.size
        if inputs >= SMALLEST and zlib.crc32(f"{piece.shown}#{piece.number}".encode()) % ENDING < piece.count:
            yield Batch(number, tuple(pieces))
            pieces, inputs, size, number = [], 0, 0, number + 1
    if pieces:
        yield Batch(number, tuple(pieces))


def parse_batch(batch: Batch, job: Job) -> Harvest:
    """What a batch gives. Nothing in it raises but a folder that is not there, such as on a machine of another disk."""
    if not job.raw.exists():
        raise FileNotFoundError(f"{job.raw} is not there; every worker must see it under this name")
    harvest, buffer = Harvest(batch.number, make_stamp()), TableBuffer()
    before = Ledger(job.before, readonly=True) if job.before else None
    first: dict[str, str] = {}
    try:
        for piece in batch.pieces:
            known = find_known(piece, harvest, job, before, first) if before is not None else None
            if known is not None:
                harvest.inputs.append(known)
                continue
            beside = read_beside(piece) if piece.kind == "text" else b""
            for read in read_piece(piece, job.raw, job.reading):
                key = None
                if isinstance(read, Document) and read.id not in job.corrections:
                    told = read.source.sha256
                    key = make_key(piece, told, beside) if piece.kind == "text" else hash_document(read)
                harvest.inputs.append(add_read(read, key, harvest, buffer, job, before, first))
    finally:
        if before is not None:
            before.close()
    harvest.tables = buffer.take()
    return harvest


def find_known(piece: Piece, harvest: Harvest, job: Job, before: Ledger, first: dict[str, str]) -> Input | None:
    """What became of a text that the last build has rows of, without decoding it; None where it must be read."""
    found = read_key(piece, job.reading) if piece.kind == "text" and piece.trouble is None else None
    if found is None:
        return None
    sha256, key = found
    document = sha256[:16]
    batch = None if document in job.corrections or sha256 in first else before.find_batch(sha256, key)
    if batch is None:
        return None
    harvest.kept[document] = batch
    first[sha256] = piece.shown
    return Input(piece.shown, sha256, DOCUMENT, document, key)


def add_read(
    read: Document | Refusal,
    key: bytes | None,
    harvest: Harvest,
    buffer: TableBuffer,
    job: Job,
    before: Ledger | None,
    first: dict[str, str],
) -> Input:
    """What became of an input; the rows of a document are then in the buffer, or known to be those of the last build."""
    if isinstance(read, Refusal):
        return refuse(read)
    source = read.source
    if source.sha256 in first:
        return copy_of(source.path, source.sha256, first[source.sha256])
    corrections = job.corrections.get(read.id)
    batch = before.find_batch(source.sha256, key) if before is not None and key is not None else None
    if batch is not None:
        harvest.kept[read.id] = batch
    else:
        record = parse_or_refuse(read)
        if isinstance(record, Refusal):
            return refuse(record)
        if corrections:
            add_corrected(read, record, corrections, harvest, buffer)
        else:
            buffer.add(read, record)
    first[source.sha256] = source.path
    return Input(source.path, source.sha256, DOCUMENT, read.id, key)


def add_corrected(
    document: Document, record: Record, corrections: tuple[Correction, ...], harvest: Harvest, buffer: TableBuffer
) -> None:
    """The rows of a document with its corrections in the buffer, and what became of these in the harvest."""
    overlay = Overlay(by_document={record.id: list(corrections)})
    rows, parsed = correct_rows(overlay, document, record)
    buffer.add_rows(document, rows | {"parsed": parsed})
    harvest.corrected[record.id] = Corrected(tuple(overlay.outcomes.values()), tuple(overlay.splits))


def parse_or_refuse(document: Document) -> Record | Refusal:
    """The record of a document; a refusal where a rule fails on it, so that one text never costs a corpus."""
    source = document.source
    try:
        return parse_document(document)
    except Exception as error:
        said = f"{source.path}: a rule failed on this text ({type(error).__name__}: {error}); report it with the text"
        return Refusal(source.path, "parser", said.replace("\n", " "), source.sha256)


def refuse(refusal: Refusal) -> Input:
    """A refused input."""
    return Input(refusal.path, refusal.sha256, REFUSED, reason=refusal.reason, detail=refusal.detail)


def copy_of(path: str, sha256: str | None, first: str) -> Input:
    """An input that has the bytes of a document, which is named."""
    detail = f"the same bytes as {first}; counted once"
    return Input(path, sha256, DUPLICATE, reason=DUPLICATE, detail=detail, same_as=first)


def hash_document(document: Document) -> bytes:
    """A hash of all that the rows of a document are made from, the parser aside."""
    source = astuple(document.source)
    told = (document.lang, document.published, document.published_basis, document.place, document.title)
    return hashlib.sha256(repr((source, document.text_sha256, told)).encode("utf-8")).digest()[:16]


def pack_harvest(harvest: Harvest) -> tuple[Harvest, dict[str, bytes]]:
    """A harvest as it travels between processes: its tables as Arrow bytes."""
    packed = {}
    for name, table in harvest.tables.items():
        if table.num_rows:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema) as writer:
                writer.write_table(table)
            packed[name] = sink.getvalue().to_pybytes()
    harvest.tables = {}
    return harvest, packed


def unpack_harvest(travelled: tuple[Harvest, dict[str, bytes]]) -> Harvest:
    """The harvest that was packed."""
    harvest, packed = travelled
    for name, raw in packed.items():
        with pa.ipc.open_stream(pa.py_buffer(raw)) as reader:
            harvest.tables[name] = reader.read_all()
    return harvest


def work(batch: Batch, job: Job) -> tuple[Harvest, dict[str, bytes]]:
    """What a worker hands back for a batch."""
    return pack_harvest(parse_batch(batch, job))
