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
from readouts.overlay import judge_split
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
        self.holding: list[Correction] = []
        self._joined: dict[
            str, tuple[str, int]
        ] = {}  # of each row split off: the person it was joined to, how many others
        self._places = name_everywhere(self.archive)
        changed = self.read_log()
        built = pq.read_table(folder / "corrections.parquet", columns=["document"])["document"].to_pylist()
        self.lay({*built, *changed})

    def read_log(self) -> set[str]:
        """The documents that the log now corrects otherwise; it is read as it stands, with what others have appended."""
        before = group_by_document(self.holding)
        self.listed, self.problems = read_log(self.log)
        self.holding = in_force(self.listed)
        after = group_by_document(self.holding)
        return {document for document in before | after if before.get(document) != after.get(document)}

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
        numbers = {document: self.archive.number_of(document) for document in documents}
        here = {document: number for document, number in numbers.items() if number is not None}
        own, names = group_by_document(self.holding), set[str]()
        for document in sorted(here, key=here.__getitem__):  # in the order of the files, which are read by the batch
            rows, text = self.rows_as_parsed(document)
            self.replayed[document] = replay_corrections(rows, text, own.get(document, ()))
            names |= self.names_in(document)
            self.archive.replace(document, self.replayed[document].tables)
            names |= self.names_in(document)
        self.join_again(names)

    def names_in(self, document: str) -> set[str]:
        """The names in a document as it is in view, folded."""
        return {fold_name(row["name"]) for row in self.archive.read_document(document)[0]["people"]}

    def join_again(self, names: set[str]) -> None:
        """The persons of these names joined by the rules and the splits in force, as a build joins them."""
        before, self._places = self._places, name_everywhere(self.archive)
        renamed = {code for code, place in self._places.items() if before.get(code) != place}
        names = names | names_at(self.archive, renamed) if renamed else names
        splits = [split for done in self.replayed.values() for split in done.splits]
        if names:
            self._joined |= relink_names(self.archive, names, self._places, splits)

    def correct(self, document: str, **given: Any) -> Correction:
        """The correction of a row of a document, on disk and in view. Raises CorrectionError where it does not hold together."""
        rows, text = self.archive.read_document(document)
        made = append_correction(self.log, draft_correction(rows, text, **given))
        self.lay(self.read_log())
        return made

    def undo(self, id: str, who: str, reason: str) -> Correction:
        """The undo of a correction, on disk and in view. Raises CorrectionError where there is none of that id."""
        made = undo_correction(self.log, id, who, reason)
        self.lay(self.read_log())
        return made

    def outcomes(self) -> dict[str, Outcome]:
        """What became of each correction in force, by its id; one of a text that is not here has none."""
        told = [outcome for done in self.replayed.values() for outcome in done.outcomes]
        return {outcome.correction.id: judge_split(outcome, self._joined) for outcome in told}

    def undone(self) -> set[str]:
        """The ids of the corrections that were undone."""
        return find_undone(self.listed)

    def who(self) -> str:
        """Who made the last correction; nothing where there is none."""
        return self.listed[-1].who if self.listed else ""


def group_by_document(corrections: Iterable[Correction]) -> dict[str, list[Correction]]:
    """The corrections by document, in their order."""
    out: dict[str, list[Correction]] = {}
    for correction in corrections:
        out.setdefault(correction.document, []).append(correction)
    return out


def name_everywhere(archive: Archive) -> dict[str, str]:
    """A name by code, as the documents in view have it."""
    return name_places(read_frame({"documents": archive.documents}, "documents", ("lang", "place", "adcode")))


def names_at(archive: Archive, codes: set[str]) -> set[str]:
    """The names of persons who serve at these places, or have a post there, folded."""
    wanted = pa.array(sorted(codes), pa.string())
    rows = [archive.columns(table, ("name", "adcode")) for table in ("persons", "tenures")]
    found = [part["name"].filter(pc.is_in(part["adcode"], value_set=wanted)).to_pylist() for part in rows]
    return {fold_name(name) for part in found for name in part}


def relink_names(
    archive: Archive, names: set[str], places: dict[str, str], splits: list[Split]
) -> dict[str, tuple[str, int]]:
    """Of each row split off, who the rules had joined it to; the linked tables have the persons of these names anew."""
    linked = link_people(gather_names(archive, names), places, None, splits)
    old = archive.columns("person_links", ("name", "person"))
    gone = mask_names(old["name"], names)
    persons = pc.unique(old["person"].filter(pa.array(gone)))
    for table in ("person_links", "persons", "tenures"):
        whole = archive.columns(table, linked[table].schema.names)
        out = gone if table == "person_links" else np.asarray(pc.is_in(whole["person"], value_set=persons))
        kept = whole.filter(pa.array(~out.astype(bool)))
        archive.replace_table(table, pa.concat_tables([kept, linked[table].cast(kept.schema)]))
    told = linked["splits"].to_pylist() if "splits" in linked else []
    return {row["key"]: (row["was"], row["others"]) for row in told}


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
