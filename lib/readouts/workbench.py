"""A built corpus with its corrections as they stand now: what a reader puts right shows at once, as the next build gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from readouts.archive import Archive
from readouts.corrections import append_correction, log_path, read_log, undo_correction
from readouts.decisions import Correction, find_undone, in_force
from readouts.desk import Outcome
from readouts.link import NEEDED, keep_rows, link_people, name_places
from readouts.linked import Split, read_frame
from readouts.persons import fold_name
from readouts.replay import Replayed, draft_correction, replay_corrections
from readouts.rows import OF_DOCUMENT, Rows, read_cells


class Workbench:
    """An archive over which the corrections in force are laid; each method that changes anything appends to the log."""

    def __init__(self, folder: Path, corrections: Path) -> None:
        self.archive = Archive(folder)
        self.log = log_path(corrections, str(self.archive.manifest["corpus"]))
        self.listed: list[Correction] = []
        self.problems: list[str] = []
        self.replayed: dict[str, Replayed] = {}
        self._parsed: dict[str, Rows] = {}
        self.read_log()
        built = pq.read_table(folder / "corrections.parquet", columns=["document"])["document"].to_pylist()
        self.lay({*built, *(correction.document for correction in self.holding)})

    def read_log(self) -> None:
        """The log as it stands, with what others have appended."""
        self.listed, self.problems = read_log(self.log)
        self.holding = in_force(self.listed)

    def rows_as_parsed(self, document: str) -> tuple[Rows, str]:
        """The rows of a document as the parser gave them, and its text."""
        if document not in self._parsed:
            kept = pq.read_table(self.archive.folder / "parsed.parquet", filters=pc.field("document") == document)
            rows: Rows = {name: [] for name in OF_DOCUMENT}
            for row in kept.to_pylist():
                rows[row["table"]].append(read_cells(row["table"], row["cells"]))
            self._parsed[document] = rows if kept.num_rows else Archive(self.archive.folder).read_document(document)[0]
        return self._parsed[document], self.archive.read_document(document)[1]

    def lay(self, documents: Iterable[str]) -> None:
        """The corrections in force laid over the rows of these documents, the persons in them joined anew."""
        before = {split for done in self.replayed.values() for split in done.splits}
        for document in sorted(documents):
            if self.archive.number_of(document) is None:
                continue
            rows, text = self.rows_as_parsed(document)
            own = [correction for correction in self.holding if correction.document == document]
            self.replayed[document] = replay_corrections(rows, text, own)
            self.archive.replace(document, self.replayed[document].tables)
        self.join_again(before)

    def join_again(self, before: set[Split]) -> None:
        """The persons of the documents laid over joined by the rules and the splits in force, as a build joins them."""
        splits = [split for done in self.replayed.values() for split in done.splits]
        rows = [row for done in self.replayed.values() for row in done.tables["people"]]
        keys = {split.key for split in before.symmetric_difference(splits)}
        names = {fold_name(row["name"]) for row in rows} | {fold_name(self.name_of(key)) for key in keys}
        if names:
            relink_names(self.archive, names, splits)

    def name_of(self, key: str) -> str:
        """The name in a row of people; nothing for a row that is not there."""
        people = self.archive.columns("people", ("key", "name"))
        found = pc.index(people["key"], key).as_py()
        return str(people["name"][found].as_py()) if found >= 0 else ""

    def correct(self, document: str, **given: Any) -> Correction:
        """The correction of a row of a document, on disk and in view. Raises CorrectionError where it does not hold together."""
        rows, text = self.archive.read_document(document)
        made = append_correction(self.log, draft_correction(rows, text, **given))
        self.read_log()
        self.lay({document})
        return made

    def undo(self, id: str, who: str, reason: str) -> Correction:
        """The undo of a correction, on disk and in view. Raises CorrectionError where there is none of that id."""
        made = undo_correction(self.log, id, who, reason)
        self.read_log()
        self.lay({correction.document for correction in self.listed if correction.id == id})
        return made

    def outcomes(self) -> dict[str, Outcome]:
        """What became of each correction in force, by its id; one of a text that is not here has none."""
        return {outcome.correction.id: outcome for done in self.replayed.values() for outcome in done.outcomes}

    def undone(self) -> set[str]:
        """The ids of the corrections that were undone."""
        return find_undone(self.listed)

    def who(self) -> str:
        """Who made the last correction; nothing where there is none."""
        return self.listed[-1].who if self.listed else ""


def relink_names(archive: Archive, names: set[str], splits: list[Split]) -> None:
    """The linked tables of persons with those of these names joined anew."""
    part = gather_names(archive, names)
    everywhere = read_frame({"documents": archive.documents}, "documents", ("lang", "place", "adcode"))
    linked = link_people(part, name_places(everywhere), None, splits)
    old = archive.columns("person_links", ("name", "person"))
    gone = mask_names(old["name"], names)
    persons = pc.unique(old["person"].filter(pa.array(gone)))
    for table in ("person_links", "persons", "tenures"):
        whole = archive.columns(table, linked[table].schema.names)
        out = gone if table == "person_links" else np.asarray(pc.is_in(whole["person"], value_set=persons))
        kept = whole.filter(pa.array(~out.astype(bool)))
        archive.replace_table(table, pa.concat_tables([kept, linked[table].cast(kept.schema)]))


def gather_names(archive: Archive, names: set[str]) -> Mapping[str, pa.Table]:
    """What linking needs of all rows of these names: people and offices, their documents and meetings."""
    tables = {name: archive.columns(name, wanted) for name, wanted in NEEDED.items() if name != "relays"}
    people = tables["people"].filter(pa.array(mask_names(tables["people"]["name"], names)))
    offices = keep_rows(tables["offices"], "person", people["key"].combine_chunks())
    documents = pc.unique(people["document"].cast(pa.string()))
    own = {name: keep_rows(tables[name], "document", documents) for name in ("documents", "meetings")}
    return {"people": plain_words(people), "offices": plain_words(offices)} | {
        n: plain_words(t) for n, t in own.items()
    }


def mask_names(column: pa.ChunkedArray, names: set[str]) -> Any:
    """Which cells hold one of these names, folded."""
    flat = column.combine_chunks()
    coded = flat if pa.types.is_dictionary(flat.type) else flat.dictionary_encode()
    hit = np.array([fold_name(name) in names for name in coded.dictionary.to_pylist()] or [False], bool)
    return hit[coded.indices.to_numpy(zero_copy_only=False)]


def plain_words(table: pa.Table) -> pa.Table:
    """The table with words as words, not coded."""
    kinds = [pa.string() if pa.types.is_dictionary(field.type) else field.type for field in table.schema]
    return table.cast(pa.schema(list(zip(table.column_names, kinds, strict=True))))
