"""Named selections: what was chosen on the explore screen and the readouts that fitted, as a file that a report can take."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from readouts.export import write_csv
from readouts.files import write_text

FORMATS = ("csv", "parquet")
MONTH = re.compile(r"(\d{4}-\d\d)?")


class SelectionError(Exception):
    """Why a selection cannot be kept or read, in a sentence that says how to mend it."""


@dataclass(frozen=True)
class Selection:
    """A selection by name: the state of the corpus it was made from, the choices, and the readouts that fitted them."""

    name: str
    corpus: str
    corpus_sha256: str
    choices: Mapping[str, Any]
    documents: tuple[str, ...]


def selection_path(folder: Path, corpus: str, name: str) -> Path:
    """Where a selection is kept. Raises SelectionError for a name that is no plain file name."""
    if not re.fullmatch(r"\w[\w .-]{0,59}", name) or name.endswith("."):
        raise SelectionError(f"{name!r} cannot name a selection: use letters, digits, spaces, - and _, at most 60")
    return folder / corpus / f"{name}.json"


def save_selection(folder: Path, selection: Selection) -> Path:
    """The file of a selection, written or replaced whole."""
    path = selection_path(folder, selection.corpus, selection.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        "name": selection.name,
        "corpus": selection.corpus,
        "corpus_sha256": selection.corpus_sha256,
        "choices": selection.choices,
        "documents": list(selection.documents),
    }
    write_text(path, json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return path


def read_selection(folder: Path, corpus: str, name: str) -> Selection:
    """A selection that was kept. Raises SelectionError where there is none of that name or its file is of another form."""
    path = selection_path(folder, corpus, name)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Selection(
            str(kept["name"]),
            str(kept["corpus"]),
            str(kept["corpus_sha256"]),
            check_choices(kept["choices"]),
            tuple(map(str, kept["documents"])),
        )
    except FileNotFoundError:
        known = ", ".join(list_selections(folder, corpus)) or "none"
        raise SelectionError(
            f"There is no selection called {name!r} of the corpus {corpus}. Kept so far: {known}."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, IsADirectoryError):
        raise SelectionError(f"{path} is not a selection file: keep the selection again, or remove it") from None


def check_choices(kept: Any) -> dict[str, Any]:
    """The choices as they were kept; ValueError, or what Python raises, for another form."""
    values = {str(name): [str(value) for value in chosen] for name, chosen in kept["values"].items()}
    start, end, words = (kept[part] for part in ("start", "end", "words"))
    if not (MONTH.fullmatch(start) and MONTH.fullmatch(end)):
        raise ValueError("a month is written 2024-01")
    return {"values": values, "start": start, "end": end, "words": str(words)}


def list_selections(folder: Path, corpus: str) -> list[str]:
    """The names of the selections kept of a corpus."""
    return sorted(path.stem for path in (folder / corpus).glob("*.json"))


def export_tables(tables: Iterable[tuple[str, pa.Table]], target: Path, kind: str) -> list[Path]:
    """The tables in a folder, a file each: CSV for spreadsheets, or Parquet."""
    if kind not in FORMATS:
        raise SelectionError(f"{kind!r} is no format of an export: {' or '.join(FORMATS)}")
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in tables:
        path, beside = target / f"{name}.{kind}", target / f".{name}.parquet"
        pq.write_table(rows, beside, compression="zstd")
        if kind == "csv":
            write_csv(beside, path)
            beside.unlink()
        else:
            beside.replace(path)
        written.append(path)
    return written
