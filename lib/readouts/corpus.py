"""The tables of one corpus as pandas frames, narrowed to cities, period and kinds of meeting."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from readouts.columns import TABLES, table_schema
from readouts.linked import LINKED, linked_schema
from readouts.naming import LANGUAGES, choose_language, join_languages, name_cities
from readouts.placing import settle_tables
from readouts.selections import SelectionError, read_selection
from readouts.whole import read_whole

FOLDER_VARIABLE = "READOUTS_PROCESSED"
CENTRE = "Centre"
UNNAMED = "(place not stated)"


@dataclass(frozen=True, eq=False)  # one object is one view, so that what is counted over it can be kept
class Corpus:
    """The readouts in view: frames by table name, the size of the whole corpus and what was left out, in sentences."""

    name: str
    manifest: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    total: int
    notes: tuple[str, ...]

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    @property
    def size(self) -> int:
        """How many readouts are in view."""
        return len(self.tables["documents"])

    @property
    def cities(self) -> list[str]:
        """The cities in view: the Centre first, then by name, texts without a place last."""
        return order_cities(self.tables["documents"]["city"])


def find_processed() -> Path:
    """The folder of processed corpora: as the environment says, else the nearest data/processed upwards."""
    if os.environ.get(FOLDER_VARIABLE):
        return Path(os.environ[FOLDER_VARIABLE])
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / "processed").is_dir():
            return folder / "data" / "processed"
    return here / "data" / "processed"


def list_corpora(processed: Path) -> list[str]:
    """The names of the corpora that have been built."""
    return sorted(path.parent.name for path in processed.glob("*/manifest.json"))


def open_corpus(
    corpus: str,
    cities: Sequence[str] = (),
    start: str = "",
    end: str = "",
    body_types: Sequence[str] = (),
    selection: str = "",
    names: str = "",
) -> Corpus:
    """The readouts of a corpus that fit the filters, of a kept selection if one is named; an empty filter lets all through.

    Nothing raises for an empty or missing corpus, an unknown city, selection or an empty period: the notes say it in a
    sentence. A selection that is not there lets nothing through. `names` is the language in which places, and persons known in
    both, are named: en or zh, else that of most readouts.
    """
    processed = find_processed()
    manifest, tables, notes = read_tables(processed / corpus, corpus, list_corpora(processed), names)
    whole = len(tables["documents"])
    kept = filter_selection(tables["documents"], selection, corpus, manifest, notes)
    kept = filter_cities(kept, cities, notes)
    bounds = parse_bound(start, "start", notes), parse_bound(end, "end", notes)
    kept = filter_meetings(kept, tables["meetings"], bounds, body_types, notes)
    if whole and not len(kept):
        notes.append("No readout fits these filters, so the tables and figures below are empty.")
    return Corpus(corpus, manifest, narrow_tables(tables, kept), whole, tuple(notes))


def read_tables(
    folder: Path, corpus: str, known: Sequence[str], names: str = ""
) -> tuple[dict[str, Any], dict[str, pd.DataFrame], list[str]]:
    """Manifest, frames by name and notes; empty frames with the right columns where there is no corpus."""
    settle_tables(folder)
    path = folder / "manifest.json"
    if not path.is_file():
        notes = [f"There are no tables of a corpus called {corpus!r}. {suggest(corpus, known, 'Built so far')}"]
        empty = {t.name: table_schema(t.name).empty_table().to_pandas() for t in TABLES}
        empty |= {t.name: linked_schema(t).empty_table().to_pandas() for t in LINKED}
        return {}, add_cities(empty), notes
    raw, tables = read_whole(folder)
    manifest = json.loads(raw)
    notes = []
    if not len(tables["documents"]):
        notes.append(f"The corpus {corpus!r} is empty: none of its {manifest['inputs']} inputs gave a document.")
    if names and names not in LANGUAGES:
        notes.append(f"names = {names!r} is no language: write en or zh. The names are those of most readouts.")
    most = names if names in LANGUAGES else choose_language(tables["documents"]["lang"])
    return manifest, add_cities(join_languages(tables, most), most), notes


def add_cities(tables: dict[str, pd.DataFrame], most: str = "en") -> dict[str, pd.DataFrame]:
    """The frames with a city column: the place by its name in a language, or Centre, or a word for none."""
    documents = tables["documents"]
    central = set(tables["meetings"].loc[tables["meetings"]["level"] == "central", "document"])
    central |= set(documents.loc[documents["level"] == "central", "document"])
    names = name_cities(documents["adcode"].tolist(), documents["place"].tolist(), documents["lang"].tolist(), most)
    city = {
        document: CENTRE if document in central else name or UNNAMED
        for document, name in zip(documents["document"], names, strict=True)
    }
    out = {}
    for name, frame in tables.items():
        if "document" in frame.columns:
            out[name] = frame.assign(city=frame["document"].map(city).fillna(UNNAMED).astype("str"))
        else:
            out[name] = frame
    return out


def order_cities(cities: pd.Series[str]) -> list[str]:
    """The distinct cities: the Centre first, then by name, texts without a place last."""
    return order_names(cities.unique())


def order_names(cities: Iterable[str]) -> list[str]:
    """Names of cities: the Centre first, then by name, the word for none last."""
    return sorted(cities, key=lambda city: (city == UNNAMED, city != CENTRE, city))


def suggest(word: str, known: Sequence[str], label: str) -> str:
    """The nearest known word as a question, and all known ones."""
    lowered = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    question = f"Did you mean {lowered[near[0]]}? " if near else ""
    return f"{question}{label}: {', '.join(known) or 'none'}."


def find_selections() -> Path:
    """The folder of kept selections: beside that of the processed corpora."""
    return find_processed().parent / "selections"


def filter_selection(
    documents: pd.DataFrame, name: str, corpus: str, manifest: dict[str, Any], notes: list[str]
) -> pd.DataFrame:
    """The documents of a kept selection; a note that says which, and how many of its readouts are gone."""
    if not name:
        return documents
    try:
        selection = read_selection(find_selections(), corpus, name)
    except SelectionError as problem:
        notes.append(str(problem))
        return documents.head(0)
    kept = documents[documents["document"].isin(selection.documents)]
    notes.append(f"Only the selection {name}, kept with {count(len(selection.documents), 'readout')}.")
    if selection.corpus_sha256 != manifest.get("corpus_sha256"):
        gone = len(selection.documents) - len(kept)
        notes.append(f"The corpus has changed since the selection was kept; {count(gone, 'readout')} of it are gone.")
    return kept


def filter_cities(documents: pd.DataFrame, cities: Sequence[str], notes: list[str]) -> pd.DataFrame:
    """The documents of the cities asked for; a note for each city the corpus does not have."""
    if not cities:
        return documents
    known = {name.lower(): name for name in sorted(documents["city"].unique())}
    for city in cities:
        if city.lower() not in known:
            notes.append(f"No readout of {city} in this corpus. {suggest(city, list(known.values()), 'Cities here')}")
    wanted = [known[city.lower()] for city in cities if city.lower() in known]
    return documents[documents["city"].isin(wanted)]


def filter_meetings(
    documents: pd.DataFrame,
    meetings: pd.DataFrame,
    bounds: tuple[pd.Timestamp | None, pd.Timestamp | None],
    body_types: Sequence[str],
    notes: list[str],
) -> pd.DataFrame:
    """The documents that report a meeting of these kinds whose bounds touch the period."""
    fits = meetings
    if body_types:
        unknown = sorted(set(body_types) - set(meetings["body_type"].dropna().unique()))
        notes.extend(f"No meeting of the kind {kind!r} in this corpus." for kind in unknown)
        fits = fits[fits["body_type"].isin(list(body_types))]
    if any(bounds):
        fits = fits[fits["document"].isin(documents["document"])]
        dated = fits[fits["held_start"].notna() & fits["held_end"].notna()]
        left_out = fits["document"].nunique() - dated["document"].nunique()
        if left_out:
            notes.append(f"{count(left_out, 'readout')} left out: no date known to compare with the period.")
        first, last = bounds
        fits = dated if first is None else dated[dated["held_end"] >= first]
        fits = fits if last is None else fits[fits["held_start"] <= last]
    if fits is meetings:
        return documents
    return documents[documents["document"].isin(fits["document"])]


def parse_bound(value: str, name: str, notes: list[str]) -> pd.Timestamp | None:
    """A day of the period; a note where it is not an ISO day."""
    if not value:
        return None
    day = pd.to_datetime(value, format="ISO8601", errors="coerce")
    if day is pd.NaT:
        notes.append(f"{name} = {value!r} is no day: write it as 2024-04-12. It was left out.")
        return None
    return pd.Timestamp(str(day))


def narrow_tables(tables: dict[str, pd.DataFrame], documents: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The frames with only the rows of these documents, and of the persons and bodies that stand in them."""
    if len(documents) == len(tables["documents"]):
        return dict(tables)
    out = {
        name: frame[frame["document"].isin(documents["document"])].reset_index(drop=True)
        if "document" in frame.columns
        else frame
        for name, frame in tables.items()
    }
    for name, links, column in (
        ("persons", "person_links", "person"),
        ("tenures", "person_links", "person"),
        ("bodies", "body_links", "body"),
        ("person_names", "person_links", "person"),
    ):
        out[name] = out[name][out[name][column].isin(out[links][column])].reset_index(drop=True)
    return out


def narrow_corpus(corpus: Corpus, documents: Iterable[str], note: str) -> Corpus:
    """The corpus with only these documents in view, and a note that says which they are."""
    wanted = set(documents)
    kept = corpus["documents"][corpus["documents"]["document"].isin(wanted)]
    return Corpus(corpus.name, corpus.manifest, narrow_tables(corpus.tables, kept), corpus.total, (*corpus.notes, note))


def keep_rows(frame: pd.DataFrame, **values: str) -> pd.DataFrame:
    """The rows that have these values: keep_rows(lags, upstream="central plenary term 20 no. 3")."""
    for column, value in values.items():
        frame = frame[frame[column].astype("object") == value]
    return frame.reset_index(drop=True)


def add_days(corpus: Corpus, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the bounds of the document's first meeting as held_from and held_to."""
    meetings = corpus["meetings"].drop_duplicates("document")
    days = meetings[["document", "held_start", "held_end"]]
    days = days.rename(columns={"held_start": "held_from", "held_end": "held_to"})
    return frame.merge(days, on="document", how="left")


def name_documents(corpus: Corpus, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the title of each row's document."""
    return frame.merge(corpus["documents"][["document", "title"]], on="document", how="left")


def iter_rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, each with its columns as attributes."""
    return iter(frame.itertuples(index=False))


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 readout, 12 readouts, 3 cities."""
    plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def describe_view(corpus: Corpus) -> list[str]:
    """The sentences that open every report: what is in view, and what was left out."""
    documents = corpus["documents"]
    if not corpus.size:
        return list(corpus.notes)
    days = pd.concat([corpus["meetings"]["held_start"], corpus["meetings"]["held_end"]]).dropna()
    period = f", held between {days.min():%Y-%m-%d} and {days.max():%Y-%m-%d}" if len(days) else ""
    places = count(documents.loc[documents["city"] != UNNAMED, "city"].nunique(), "place")
    inputs = corpus.manifest.get("inputs", corpus.total)
    return [
        f"In view: {corpus.size:,} of {count(corpus.total, 'readout')} in the corpus {corpus.name}, "
        f"from {places}{period}. The corpus was built from {count(inputs, 'file')}.",
        *corpus.notes,
    ]
