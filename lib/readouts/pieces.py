"""What a build reads at a time: pieces of inputs, and what it is told about reading them."""

from __future__ import annotations

from dataclasses import dataclass

from readouts.source import MAX_BYTES

RUN = 250  # records of one file in a piece
RUN_BYTES = 4 * 2**20  # bytes after which a piece ends


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read: the largest readout in bytes, and which column holds what."""

    limit: int = MAX_BYTES
    columns: tuple[tuple[str, str], ...] = ()


AS_EVER = Reading()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some records of one input: a whole text, or a run of lines, rows, members or pages of a file."""

    path: str
    shown: str  # the path below the corpus folder, as one line
    kind: str = "text"  # text, jsonl, csv, parquet, warc, zip
    member: str = ""  # the web archive in a packed one
    at: int = 0  # where the first record begins: byte, row group or member
    number: int = 1  # the number of the first record: line, row or page
    count: int = 1  # how many inputs are expected
    size: int = 0  # bytes
    trouble: tuple[str, str] | None = None  # reason and remedy, where the file as a whole cannot be read


class PieceError(Exception):
    """Why a file as a whole cannot be read: the reason, and a remedy in words."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(remedy)
        self.reason, self.remedy = reason, remedy
