"""A folder of raw files to a folder of tables, all or nothing, the same bytes for the same inputs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from readouts import __version__, export
from readouts.columns import BY_NAME, TABLES, table_schema
from readouts.desk import Outcome
from readouts.files import hash_file, hold_lock
from readouts.inputs import iter_pieces, read_piece
from readouts.lexicon import vocabulary_sha256
from readouts.link import write_linked
from readouts.linked import LINKED
from readouts.model import CorpusManifest, Document, Record, Refusal
from readouts.overlay import Overlay, close_overlay, correct_rows, frame_outcomes, judge_splits, open_overlay
from readouts.parse import parse_document
from readouts.pieces import AS_EVER, Reading
from readouts.tables import TableBuffer

BATCH = 2000
MANIFEST = "manifest.json"


class BuildError(Exception):
    """Why a build did not start or finish, in a sentence that says how to mend it."""


@dataclass
class Tally:
    """What became of each input."""

    inputs: list[dict[str, str | None]] = field(default_factory=list)
    first_paths: dict[str, str] = field(default_factory=dict)
    documents: int = 0
    refused: int = 0
    duplicates: int = 0


@dataclass(frozen=True)
class Built:
    """A finished build: where it is, its manifest and the inputs that were refused."""

    folder: Path
    manifest: CorpusManifest
    refusals: tuple[Refusal, ...]
    outcomes: tuple[Outcome, ...] = ()  # what became of each correction in force
    problems: tuple[str, ...] = ()  # lines of the log of corrections that could not be read


def build_corpus(
    raw: Path,
    out: Path,
    corpus: str,
    with_csv: bool = False,
    watch: Callable[[int, int], None] | None = None,
    corrections: Path | None = None,
    reading: Reading = AS_EVER,
) -> Built:
    """The tables of every readable input under raw, in out/corpus; refused inputs and duplicates are rows too.

    With the folder of corrections, those of this corpus that are in force are laid over what the parser gives.
    """
    if not raw.exists():
        raise BuildError(f"{raw} is not a folder: give the folder that holds the raw texts, or a file of them")
    pieces = list(iter_pieces(raw, reading))
    expected = sum(piece.count for piece in pieces)
    folder = out / corpus
    folder.mkdir(parents=True, exist_ok=True)
    with hold_lock(folder), working_folder(folder) as beside:
        tally, refusals, overlay = Tally(), [], open_overlay(corrections, corpus)
        with ParquetSet(beside) as tables:
            for piece in pieces:
                for read in read_piece(piece, raw, reading):
                    refusal = add_input(read, tables, tally, overlay)
                    if refusal is not None:
                        refusals.append(refusal)
                    if watch is not None:
                        watch(len(tally.inputs), max(expected, len(tally.inputs)))
        linked, joined = write_linked(beside, overlay.splits)
        outcomes = write_outcomes(beside, overlay, tally, joined)
        rows = tables.rows | linked | {"corrections": len(outcomes)}
        given = {"csv": str(with_csv).lower()} | ({"corrections": overlay.hash} if overlay.hash else {})
        manifest = write_descriptions(beside, corpus, tally, rows, given)
        replace_files(beside, folder)
    return Built(folder, manifest, tuple(refusals), outcomes, overlay.problems)


def write_outcomes(
    beside: Path, overlay: Overlay, tally: Tally, joined: Mapping[str, tuple[str, int]]
) -> tuple[Outcome, ...]:
    """What became of the corrections in force, written as the table `corrections`."""
    judge_splits(overlay, joined)
    outcomes = close_overlay(overlay, (item["path"] or "" for item in tally.inputs))
    if outcomes:
        pq.write_table(frame_outcomes(outcomes), beside / "corrections.parquet", compression="zstd")
    return outcomes


def add_input(read: Document | Refusal, tables: ParquetSet, tally: Tally, overlay: Overlay) -> Refusal | None:
    """The refusal or duplicate that an input gave; None where it gave a document, which is then in the tables."""
    refusal, first = (read, None) if isinstance(read, Refusal) else find_duplicate(read, tally)
    if isinstance(read, Document) and refusal is None:
        record = parse_or_refuse(read)
        if isinstance(record, Refusal):
            refusal = record
        else:
            if record.id in overlay.by_document:
                rows, parsed = correct_rows(overlay, read, record)
                tables.buffer.add_rows(read, rows | {"parsed": parsed})
            else:
                tables.buffer.add(read, record)
            tally.documents += 1
            tally.inputs.append({"path": read.source.path, "sha256": read.source.sha256, "state": "document"})
    if refusal is not None:
        tables.buffer.add_refusal(refusal, first)
        state = "duplicate" if first else "refused"
        tally.duplicates += state == "duplicate"
        tally.refused += state == "refused"
        tally.inputs.append({"path": refusal.path, "sha256": refusal.sha256, "state": state})
    if len(tally.inputs) % BATCH == 0:
        tables.flush()
    return refusal


def parse_or_refuse(document: Document) -> Record | Refusal:
    """The record of a document; a refusal where a rule fails on it, so that one text never costs a corpus."""
    source = document.source
    try:
        return parse_document(document)
    except Exception as error:
        said = f"{source.path}: a rule failed on this text ({type(error).__name__}: {error}); report it with the text"
        return Refusal(source.path, "parser", said.replace("\n", " "), source.sha256)


def find_duplicate(document: Document, tally: Tally) -> tuple[Refusal | None, str | None]:
    """A refusal that names the first copy, where the same bytes came before."""
    source = document.source
    first = tally.first_paths.setdefault(source.sha256, source.path)
    if first == source.path:
        return None, None
    return Refusal(source.path, "duplicate", f"the same bytes as {first}; counted once", source.sha256), first


class ParquetSet:
    """One Parquet file a table, written in batches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.buffer = TableBuffer()
        self.rows = dict.fromkeys(BY_NAME, 0)
        self.writers: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> ParquetSet:
        for table in TABLES:
            path = self.folder / f"{table.name}.parquet"
            self.writers[table.name] = pq.ParquetWriter(path, table_schema(table.name), compression="zstd")
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self.flush()
        for writer in self.writers.values():
            writer.close()

    def flush(self) -> None:
        """The rows gathered so far on disk."""
        for name, table in self.buffer.take().items():
            self._write(name, table)

    def _write(self, name: str, table: pa.Table) -> None:
        self.rows[name] += table.num_rows
        if table.num_rows:
            self.writers[name].write_table(table)


def write_descriptions(
    beside: Path, corpus: str, tally: Tally, rows: dict[str, int], parameters: Mapping[str, str]
) -> CorpusManifest:
    """The manifest, written after CSV files, codebook and data package."""
    with_csv = parameters["csv"] == "true"
    if with_csv:
        for table in (*TABLES, *LINKED):
            export.write_csv(beside / f"{table.name}.parquet", beside / f"{table.name}.csv")
    kinds = ("parquet", "csv") if with_csv else ("parquet",)
    files = [(table, f"{table.name}.{kind}") for kind in kinds for table in (*TABLES, *LINKED)]
    hashes = {path: hash_file(beside / path) for _, path in files}
    described = [(table, path, hashes[path]) for table, path in files]
    (beside / "CODEBOOK.md").write_text(export.render_codebook(corpus, rows), encoding="utf-8")
    (beside / "datapackage.json").write_text(
        export.render_datapackage(corpus, __version__, described), encoding="utf-8"
    )
    manifest = CorpusManifest(
        corpus=corpus,
        version=__version__,
        vocabulary=vocabulary_sha256(),
        inputs=len(tally.inputs),
        documents=tally.documents,
        refused=tally.refused,
        duplicates=tally.duplicates,
        corpus_sha256=hash_inputs(tally.inputs),
        parameters=parameters,
    )
    listed = {**asdict(manifest), "rows": rows, "files": hashes, "read": tally.inputs}
    (beside / MANIFEST).write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return manifest


def hash_inputs(inputs: Iterable[dict[str, str | None]]) -> str:
    """One hash for the whole corpus: over path and content hash of every input, sorted."""
    lines = sorted(f"{item['path']}\t{item['sha256']}\n" for item in inputs)
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


@contextmanager
def working_folder(folder: Path) -> Iterator[Path]:
    """An empty folder beside the tables, gone afterwards: an interrupted build leaves the finished one untouched."""
    beside = folder / ".building"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def replace_files(beside: Path, folder: Path) -> None:
    """The new files in place of the old ones, each by flush and rename, the manifest last; old CSV files gone."""
    names = sorted(path.name for path in beside.iterdir())
    for name in names:
        with (beside / name).open("rb") as handle:
            os.fsync(handle.fileno())
    for name in sorted(names, key=lambda name: name == MANIFEST):
        os.replace(beside / name, folder / name)
    for stale in folder.glob("*.csv"):
        if stale.name not in names and stale.stem in {table.name for table in (*TABLES, *LINKED)}:
            stale.unlink()
