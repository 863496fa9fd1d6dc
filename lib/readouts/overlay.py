"""The corrections of one corpus while it is built: by document, what became of each, and what the build writes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from readouts.columns import table_schema
from readouts.corrections import Correction, in_force, log_path, read_log
from readouts.desk import AGREES, APPLIED, CONFLICT, NOTED, Outcome
from readouts.linked import Split
from readouts.model import Document, Record
from readouts.replay import replay_corrections
from readouts.rows import Rows, keep_parsed, lay_rows

TOUCHING = ("change", "add", "remove")


@dataclass
class Overlay:
    """The corrections in force and, as the build goes on, what became of them."""

    corrections: tuple[Correction, ...] = ()
    problems: tuple[str, ...] = ()
    by_document: dict[str, list[Correction]] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    splits: list[Split] = field(default_factory=list)

    @property
    def hash(self) -> str | None:
        """One hash over the corrections in force; None where there are none."""
        if not self.corrections:
            return None
        return hashlib.sha256("\n".join(c.id for c in self.corrections).encode()).hexdigest()


def open_overlay(folder: Path | None, corpus: str) -> Overlay:
    """The corrections in force of a corpus by document; nothing without a folder. A line that is none is a problem."""
    if folder is None:
        return Overlay()
    listed, problems = read_log(log_path(folder, corpus))
    holding = in_force(listed)
    by_document: dict[str, list[Correction]] = {}
    for correction in holding:
        by_document.setdefault(correction.document, []).append(correction)
    return Overlay(tuple(holding), tuple(problems), by_document)


def correct_rows(overlay: Overlay, document: Document, record: Record) -> tuple[Rows, list[dict[str, Any]]]:
    """The rows of a document that has corrections, with them, and its rows in `parsed`."""
    rows = lay_rows(document, record)
    own = overlay.by_document[record.id]
    done = replay_corrections(rows, document.text, own)
    overlay.outcomes.update({outcome.correction.id: outcome for outcome in done.outcomes})
    overlay.splits.extend(done.splits)
    touched = any(correction.action in TOUCHING for correction in own)
    return done.tables, list(keep_parsed(record.id, rows)) if touched else []


def judge_splits(overlay: Overlay, joined: Mapping[str, tuple[str, int]]) -> None:
    """The outcomes of splits, by what the rules had joined each row to: (person, how many others)."""
    for outcome in list(overlay.outcomes.values()):
        overlay.outcomes[outcome.correction.id] = judge_split(outcome, joined)


def judge_split(outcome: Outcome, joined: Mapping[str, tuple[str, int]]) -> Outcome:
    """The outcome of a split, by what the rules had joined its row to; any other outcome as it is."""
    if outcome.correction.action != "split" or outcome.row not in joined or outcome.state != APPLIED:
        return outcome
    person, others = joined[outcome.row]
    if not others:
        return replace(outcome, state=AGREES, note="the rules no longer join it to anybody")
    if person != outcome.correction.old:
        said = f"the rules now join it to person {person}, not to {outcome.correction.old}; it stays apart"
        return replace(outcome, state=CONFLICT, note=said)
    return outcome


def close_overlay(overlay: Overlay, paths: Iterable[str]) -> tuple[Outcome, ...]:
    """What became of every correction in force, in order; those of texts that are not there any more are conflicts."""
    known = set(paths)
    return tuple(overlay.outcomes.get(c.id) or judge_missing(c, known) for c in overlay.corrections)


def judge_missing(correction: Correction, paths: set[str]) -> Outcome:
    """What becomes of a correction whose document the corpus does not have."""
    if correction.action in ("accept", "skip"):
        return Outcome(correction, NOTED)
    if correction.path in paths:
        return Outcome(correction, CONFLICT, f"at {correction.path} there is now another text")
    return Outcome(correction, CONFLICT, f"the text is gone: no file has its content, and none is at {correction.path}")


def frame_outcomes(outcomes: Iterable[Outcome]) -> pa.Table:
    """The table `corrections`."""
    rows = [(*astuple(o.correction), o.state, o.note) for o in outcomes]
    schema = table_schema("corrections")
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.table([pa.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
