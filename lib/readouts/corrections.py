"""The log of corrections: one CSV file a corpus, only ever appended to, so that every decision can be read and undone.

A cell that a spreadsheet would run has an apostrophe before it, as has one that begins with an apostrophe; reading takes
one away. The id of a line is the hash of its other cells, so a line changed by hand or torn by a crash is told.
"""

from __future__ import annotations

import csv
import getpass
import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from readouts.correctable import CorrectionError
from readouts.decisions import (
    ACTIONS,
    APART,
    FIELDS,
    NUMBERS,
    Correction,
    added_key,
    check_correction,
    find_undone,
    in_force,
    make_correction,
    stamp_id,
    write_cells,
)
from readouts.export import FORMULA_STARTS
from readouts.files import hold_lock, sync_folder

__all__ = ["ACTIONS", "APART", "FIELDS", "Correction", "CorrectionError", "added_key", "in_force", "make_correction"]
WHO_VARIABLE = "READOUTS_WHO"
FOLDER_VARIABLE = "READOUTS_CORRECTIONS"
WAIT = 10.0  # seconds for another process to finish its line
_RECORD = re.compile(rf"[0-9a-f]{{12}},(?:{'|'.join(ACTIONS)}),")


def find_corrections() -> Path:
    """The folder of the logs: as the environment says, else corrections in the nearest data folder upwards."""
    if os.environ.get(FOLDER_VARIABLE):
        return Path(os.environ[FOLDER_VARIABLE])
    here = Path.cwd()
    found = next((folder for folder in (here, *here.parents) if (folder / "data").is_dir()), here)
    return found / "data" / "corrections"


def log_path(folder: Path, corpus: str) -> Path:
    """The log of a corpus; CorrectionError for a name that is a path."""
    if not corpus or corpus.startswith(".") or "/" in corpus or "\\" in corpus:
        raise CorrectionError(f"{corpus!r} cannot be the name of a corpus: use letters, digits, - and _")
    return folder / f"{corpus}.csv"


def find_who() -> str:
    """Who corrects: as the environment says, else the name of the account."""
    if os.environ.get(WHO_VARIABLE):
        return os.environ[WHO_VARIABLE]
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def escape_cell(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return "'" + cell if cell.startswith((*FORMULA_STARTS, "'")) else cell


def restore_cell(cell: str) -> str:
    """The cell that was escaped."""
    return cell[1:] if cell.startswith("'") else cell


def format_line(cells: Iterable[str]) -> str:
    """One record of the CSV file (RFC 4180)."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow([escape_cell(cell) for cell in cells])
    return buffer.getvalue()


HEADER = format_line(FIELDS)


def append_correction(path: Path, correction: Correction) -> Correction:
    """The correction as it now stands at the end of the log: on disk, whole, and under an id of its own.

    A second like it in the same second gets the next second. CorrectionError where it does not hold together, BusyError
    where another process keeps the log for long.
    """
    check_correction(correction)
    path.parent.mkdir(parents=True, exist_ok=True)
    with hold_lock(path.parent, WAIT):
        fresh = not path.exists()
        known = b"" if fresh else path.read_bytes()
        correction = stamp_id(correction)
        while f"\n{correction.id},".encode() in known:
            correction = stamp_id(replace(correction, when=next_second(correction.when)))
        line = format_line(write_cells(correction))
        # A line that a crash cut short is ended first, so that it is told as one and costs no other.
        before = "" if known.endswith(b"\n") else "\r\n" if known else HEADER
        with path.open("ab", buffering=0) as handle:
            handle.write((before + line).encode("utf-8"))
            os.fsync(handle.fileno())
        if fresh:
            sync_folder(path.parent)
    return correction


def next_second(when: str) -> str:
    """The time one second later."""
    return (datetime.fromisoformat(when) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_log(path: Path) -> tuple[list[Correction], list[str]]:
    """The corrections of a log in order, and a sentence for each line that is none; nothing where there is no file.

    A malformed line costs no other: where the file as a whole is no CSV, each line that begins as a record begins one.
    """
    if not path.is_file():
        return [], []
    text = path.read_bytes().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    try:
        records = list(split_records(text, 1))
        broken = any(isinstance(read_record(cells), str) for _, cells in records[1:]) or not records
    except csv.Error:
        broken = True
    if broken:
        records = list(resume_records(text))
    out: dict[str, Correction] = {}
    problems = []
    for line, cells in records:
        read = None if line == 1 and tuple(cells) == FIELDS else read_record(cells)
        if isinstance(read, str):
            problems.append(f"{path}, line {line}: {read}")
        elif read is not None:
            out.setdefault(read.id, read)
    return list(out.values()), problems


def split_records(text: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """The records of CSV text with the number of the line on which each begins; csv.Error where it is none."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for cells in reader:
        if cells:
            yield line, [restore_cell(cell) for cell in cells]
        line += sum(cell.count("\n") for cell in cells) + 1


def resume_records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records of text that is not wholly CSV: each piece from one beginning of a record to the next, by itself."""
    piece: list[str] = []
    first = 1
    for number, line in enumerate(re.findall(r"[^\n]*\n|[^\n]+", text), start=1):
        if piece and (_RECORD.match(line) or (number == 2 and piece[0].strip() == HEADER.strip())):
            yield from read_piece("".join(piece), first)
            piece, first = [], number
        piece.append(line)
    if piece:
        yield from read_piece("".join(piece), first)


def read_piece(piece: str, line: int) -> list[tuple[int, list[str]]]:
    """The records of a piece; one without cells where it is no CSV."""
    try:
        return list(split_records(piece, line))
    except csv.Error:
        return [(line, [])]


def read_record(cells: list[str]) -> Correction | str:
    """The correction in a record's cells, or what is wrong with them and how to mend it."""
    mend = "delete the line, or take it from a copy, and correct again"
    if any("\udc80" <= char <= "\udcff" for cell in cells for char in cell):
        return f"is not UTF-8; {mend}"
    if len(cells) != len(FIELDS):
        return f"is cut short or is none of this log's ({len(cells)} cells, not {len(FIELDS)}); {mend}"
    named = dict(zip(FIELDS, cells, strict=True))
    try:
        numbers = {name: int(named[name]) if named[name] else None for name in NUMBERS}
    except ValueError:
        return f"has a place in the text that is no number; {mend}"
    correction = Correction(**(named | numbers))  # type: ignore[arg-type]
    if stamp_id(correction).id != correction.id:
        return f"was changed after it was written (its id does not fit its cells); {mend}"
    # It was checked when it was written. What a later version does not allow is a conflict, told by replay, not a fault.
    return correction if correction.action in ACTIONS else f"has no known action; {mend}"


def undo_correction(path: Path, id: str, who: str, reason: str) -> Correction:
    """The undo of a correction, appended to its log; CorrectionError where there is no such one, or it is undone already."""
    corrections, _ = read_log(path)
    found = next((correction for correction in corrections if correction.id == id), None)
    if found is None:
        raise CorrectionError(f"{path} has no correction {id!r}; `readouts corrections` lists their ids")
    if id in find_undone(corrections):
        raise CorrectionError(f"correction {id} is undone already")
    whole = {name: getattr(found, name) for name in ("document", "text_sha256", "path", "table")}
    return append_correction(path, make_correction(action="undo", who=who, reason=reason, row=id, **whole))
