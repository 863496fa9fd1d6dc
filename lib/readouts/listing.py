"""The log of corrections against the tables that were built: what became of each line, and whether all still fit."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from readouts.corrections import Correction, in_force, log_path, read_log
from readouts.decisions import find_undone
from readouts.desk import APPLIED, NOTED, Outcome
from readouts.overlay import judge_missing, open_overlay
from readouts.replay import Replayed, replay_corrections
from readouts.rows import read_document_rows
from readouts.stored import has_table, table_path

UNDONE, OVERTAKEN, NOT_BUILT = "undone", "overtaken", "not built"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the log and what became of it: undone, overtaken by a later one, not built yet, or its outcome."""

    correction: Correction
    state: str
    note: str

    @property
    def cell(self) -> str:
        """The table, and the field where there is one."""
        correction = self.correction
        return ".".join(part for part in (correction.table, correction.field) if part)


def list_corrections(folder: Path, processed: Path, corpus: str) -> tuple[list[Listed], list[str]]:
    """The lines of a corpus's log, the newest first, with what the last build made of them; and the unreadable lines."""
    listed, problems = read_log(log_path(folder, corpus))
    built = read_states(processed / corpus)
    holding = {correction.id for correction in in_force(listed)}
    undone = find_undone(listed)
    out = []
    for correction in reversed(listed):
        if correction.id in undone:
            state, note = UNDONE, ""
        elif correction.action == "undo":
            state, note = NOTED, ""
        elif correction.id not in holding:
            state, note = OVERTAKEN, ""
        else:
            state, note = built.get(correction.id, (NOT_BUILT, ""))
        out.append(Listed(correction, state, note))
    return out, problems


def list_as_dict(listed: Listed) -> dict[str, Any]:
    """A line with its state, for printing as JSON."""
    return asdict(listed.correction) | {"state": listed.state, "note": listed.note}


def read_states(built: Path) -> dict[str, tuple[str, str]]:
    """State and note of each correction in the tables of a corpus; nothing where there are none."""
    path = table_path(built, "corrections")
    rows = pq.read_table(path, columns=["id", "state", "note"]).to_pylist() if path.exists() else []
    return {row["id"]: (row["state"], row["note"]) for row in rows}


def check_corrections(folder: Path, processed: Path, corpus: str) -> tuple[list[Outcome], list[str]]:
    """What became of each correction in force, laid anew over the tables as built; and the unreadable lines of the log.

    Whether a split still fits is only known to a build, so that its outcome is the last build's.
    """
    overlay = open_overlay(folder, corpus)
    built, states = processed / corpus, read_states(processed / corpus)
    paths = set()
    for table in ("documents", "refusals"):
        path = table_path(built, table)
        paths |= set(pc.unique(pq.read_table(path, columns=["path"])["path"]).to_pylist()) if path.exists() else set()
    for document, own in overlay.by_document.items():
        for outcome in replay_document(built, document, own, paths):
            known = states.get(outcome.correction.id)
            split = outcome.correction.action == "split" and outcome.state == APPLIED and known is not None
            judged = Outcome(outcome.correction, *known, outcome.row) if split and known else outcome
            overlay.outcomes[outcome.correction.id] = judged
    return [overlay.outcomes[correction.id] for correction in overlay.corrections], list(overlay.problems)


def replay_document(built: Path, document: str, own: list[Correction], paths: set[str]) -> tuple[Outcome, ...]:
    """What becomes of the corrections of one document; conflicts where the corpus does not have it."""
    done = lay_document(built, document, own)
    return tuple(judge_missing(correction, paths) for correction in own) if done is None else done.outcomes


def lay_document(built: Path, document: str, own: list[Correction]) -> Replayed | None:
    """The rows of a document with its corrections; None where the corpus does not have it."""
    if not has_table(built, "texts"):
        return None
    try:
        rows, text = read_document_rows(built, document)
    except KeyError:
        return None
    return replay_corrections(rows, text, own)
