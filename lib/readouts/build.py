"""A folder of raw files to a folder of tables, all or nothing, the same bytes for the same inputs."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa

from readouts import __version__, export
from readouts.batches import DOCUMENT, DUPLICATE, REFUSED, Harvest, Input, Job, copy_of, iter_batches
from readouts.columns import TABLES, table_schema
from readouts.crew import CrewError, harvest_batches
from readouts.desk import Outcome
from readouts.files import hash_file, hold_lock, make_stamp
from readouts.ledger import Ledger
from readouts.lexicon import vocabulary_sha256
from readouts.link import write_linked
from readouts.linked import LINKED
from readouts.model import CorpusManifest, Refusal
from readouts.overlay import Overlay, close_overlay, frame_outcomes, judge_splits, open_overlay
from readouts.pieces import AS_EVER, Reading
from readouts.placing import MANIFEST, READY, move_ready, put_in_place, working_folder
from readouts.reuse import LEDGER, LastBuild, drop_documents, find_last, take_over
from readouts.stored import list_parts, table_path, write_table
from readouts.tableset import ParquetSet

TOLD = 1000  # refusals kept to be told one by one
LISTED = 10_000  # inputs that a manifest lists; of more, documents and refusals have path and hash


class BuildError(Exception):
    """Why a build did not start or finish, in a sentence that says how to mend it."""


@dataclass(frozen=True)
class Crew:
    """Who builds: so many processes, or the workers of a Dask scheduler; and whether all is done again.

    A script that asks for several processes does so below `if __name__ == "__main__":`, because each of them reads it.
    """

    workers: int = 1
    scheduler: str = ""
    again: bool = False


ALONE = Crew()


@dataclass(frozen=True)
class Built:
    """A finished build: where it is, its manifest and the first of the inputs that were refused."""

    folder: Path
    manifest: CorpusManifest
    refusals: tuple[Refusal, ...]
    outcomes: tuple[Outcome, ...] = ()  # what became of each correction in force
    problems: tuple[str, ...] = ()  # lines of the log of corrections that could not be read
    reasons: Mapping[str, int] = field(default_factory=dict)  # how many were refused, duplicates included, and why
    kept: int = 0  # documents whose rows are those of the last build


@dataclass
class Tally:
    """What is told of a build while it goes on and when it is done."""

    inputs: int = 0
    kept: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


def build_corpus(
    raw: Path,
    out: Path,
    corpus: str,
    with_csv: bool = False,
    watch: Callable[[int], None] | None = None,
    corrections: Path | None = None,
    reading: Reading = AS_EVER,
    crew: Crew = ALONE,
) -> Built:
    """The tables of every readable input under raw, in out/corpus; refused inputs and duplicates are rows too.

    With the folder of corrections, those of this corpus that are in force are laid over what the parser gives. What is
    unchanged since the last build is taken over from it. watch is told how many inputs are done.
    """
    if not raw.exists():
        raise BuildError(f"{raw} is not a folder: give the folder that holds the raw texts, or a file of them")
    folder = out / corpus
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with hold_lock(folder):
            if (folder / READY).is_dir():
                move_ready(folder)
            with working_folder(folder) as beside:
                overlay = open_overlay(corrections, corpus)
                built = build_tables(raw.absolute(), beside, folder, corpus, with_csv, watch, overlay, reading, crew)
                put_in_place(beside, folder)
    except CrewError as problem:
        raise BuildError(str(problem)) from None
    except (OSError, sqlite3.Error) as problem:
        said = f"{folder} cannot be written ({problem}); the tables of the last finished build, if any, are untouched"
        raise BuildError(said) from problem
    return built


def build_tables(
    raw: Path,
    beside: Path,
    folder: Path,
    corpus: str,
    with_csv: bool,
    watch: Callable[[int], None] | None,
    overlay: Overlay,
    reading: Reading,
    crew: Crew,
) -> Built:
    """All files of a build, in the folder beside that of the last one."""
    last = None if crew.again else find_last(folder)
    tally = Tally()
    before = None if last is None else (folder / LEDGER).absolute()
    job = Job(raw, reading, {key: tuple(own) for key, own in overlay.by_document.items()}, before)
    try:
        with closing(Ledger(beside / LEDGER)) as ledger:
            with ParquetSet(beside) as tables:
                harvests = harvest_batches(iter_batches(raw, reading), job, crew.workers, crew.scheduler)
                with closing(harvests):
                    for harvest in harvests:
                        add_harvest(harvest, tables, ledger, tally, overlay, last)
                        if watch is not None:
                            watch(tally.inputs)
            linked, joined = write_linked(beside, overlay.splits)
            outcomes = write_outcomes(beside, overlay, ledger, joined)
            rows = tables.rows | linked | {"corrections": len(outcomes)}
            given = {"csv": str(with_csv).lower()} | ({"corrections": overlay.hash} if overlay.hash else {})
            manifest = write_descriptions(beside, corpus, ledger, rows, given)
    finally:
        if last is not None:
            last.close()
    told = tuple(tally.refusals)
    return Built(folder, manifest, told, outcomes, overlay.problems, dict(tally.reasons), tally.kept)


def add_harvest(
    harvest: Harvest, tables: ParquetSet, ledger: Ledger, tally: Tally, overlay: Overlay, last: LastBuild | None
) -> None:
    """What a batch gave, in the tables and in the ledger; documents that came in an earlier batch are duplicates."""
    inputs, rows = settle_duplicates(harvest, ledger)
    documents = [item.document for item in inputs if item.document]
    if last is not None and harvest.kept:
        rows = take_over(rows, harvest.kept, documents, last)
    told = [item for item in inputs if item.state != DOCUMENT]
    rows["refusals"] = frame_refusals(told)
    for document in documents:
        if document in harvest.corrected:
            overlay.outcomes.update({o.correction.id: o for o in harvest.corrected[document].outcomes})
            overlay.splits.extend(harvest.corrected[document].splits)
    ledger.add_groups(harvest.number, tables.write(rows))
    own = [(i.sha256 or "", i.path, i.key, harvest.number) for i in inputs if i.state == DOCUMENT]
    ledger.add([(i.path, i.sha256, i.state) for i in inputs], own)
    tally.inputs += len(inputs)
    tally.kept += len(harvest.kept)
    tally.reasons.update(item.reason for item in told)
    room = max(TOLD - len(tally.refusals), 0)
    tally.refusals.extend(Refusal(item.path, item.reason, item.detail, item.sha256) for item in told[:room])


def settle_duplicates(harvest: Harvest, ledger: Ledger) -> tuple[list[Input], dict[str, pa.Table]]:
    """The inputs and rows of a batch without the documents that came in an earlier one: these are duplicates."""
    first = ledger.find_paths([item.sha256 for item in harvest.inputs if item.sha256 and item.state != REFUSED])
    if not first:
        return harvest.inputs, dict(harvest.tables)
    dropped = [item.document for item in harvest.inputs if item.document and item.sha256 in first]
    for document in dropped:
        harvest.kept.pop(document, None)
    inputs = [
        copy_of(item.path, item.sha256, first[item.sha256]) if item.sha256 in first and item.state != REFUSED else item
        for item in harvest.inputs
    ]
    return inputs, drop_documents(harvest.tables, dropped)


def frame_refusals(told: list[Input]) -> pa.Table:
    """The rows of the table `refusals`."""
    columns = [[getattr(item, name) for item in told] for name in ("path", "reason", "detail", "sha256", "same_as")]
    schema = table_schema("refusals")
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def write_outcomes(
    beside: Path, overlay: Overlay, ledger: Ledger, joined: Mapping[str, tuple[str, int]]
) -> tuple[Outcome, ...]:
    """What became of the corrections in force, written as the table `corrections`."""
    judge_splits(overlay, joined)
    gone = [correction.path for correction in overlay.corrections if correction.id not in overlay.outcomes]
    outcomes = close_overlay(overlay, (path for path in gone if ledger.has_path(path)))
    if outcomes:
        write_table(frame_outcomes(outcomes), table_path(beside, "corrections"))
    return outcomes


def write_descriptions(
    beside: Path, corpus: str, ledger: Ledger, rows: dict[str, int], parameters: Mapping[str, str]
) -> CorpusManifest:
    """The manifest, written after CSV files, codebook and data package."""
    with_csv = parameters["csv"] == "true"
    tables = (*TABLES, *LINKED)
    files = [(table, "parquet", list_parts(table_path(beside, table.name))) for table in tables]
    if with_csv:
        for table in tables:
            export.write_csv(table_path(beside, table.name), beside / f"{table.name}.csv")
        files += [(table, "csv", [beside / f"{table.name}.csv"]) for table in tables]
    hashes = {part.relative_to(beside).as_posix(): hash_file(part) for _, _, parts in files for part in parts}
    described = [
        (table, kind, {path: hashes[path] for path in (part.relative_to(beside).as_posix() for part in parts)})
        for table, kind, parts in files
    ]
    (beside / "CODEBOOK.md").write_text(export.render_codebook(corpus, rows), encoding="utf-8")
    (beside / "datapackage.json").write_text(
        export.render_datapackage(corpus, __version__, described), encoding="utf-8"
    )
    ledger.write_fact("stamp", make_stamp())
    ledger.write_fact("files", hashes)
    counted = ledger.count()
    manifest = CorpusManifest(
        corpus=corpus,
        version=__version__,
        vocabulary=vocabulary_sha256(),
        inputs=sum(counted.values()),
        documents=counted.get(DOCUMENT, 0),
        refused=counted.get(REFUSED, 0),
        duplicates=counted.get(DUPLICATE, 0),
        corpus_sha256=ledger.hash_inputs(),
        parameters=parameters,
    )
    listed = {**asdict(manifest), "rows": rows, "files": hashes, "read": list_inputs(ledger, manifest.inputs)}
    (beside / MANIFEST).write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return manifest


def list_inputs(ledger: Ledger, inputs: int) -> list[dict[str, str | None]] | str:
    """Path, hash and state of every input; of very many, where these stand."""
    if inputs <= LISTED:
        return list(ledger.iter_inputs())
    return "over 10,000 inputs: the tables documents and refusals have path and sha256 of each"
