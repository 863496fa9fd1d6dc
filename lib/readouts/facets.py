"""The readouts of a built corpus by city, period, body, person, office, theme, formulation, relay and words: what fits
a choice, and how many readouts each further choice would leave.

Everything is whole numbers in arrays: a facet is a list of pairs (number of the document, number of the value), a choice
is a mask over the documents. So a filter over 100,000 readouts is answered in some tens of milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from readouts.archive import Archive
from readouts.naming import map_twins

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int32]
UNKNOWN = -1  # month of a readout without a known day


@dataclass(frozen=True)
class Facet:
    """One way to choose: the values of every document as pairs, in the order of the documents."""

    name: str
    label: str
    documents: Numbers
    values: Numbers
    ids: Sequence[str]
    labels: Sequence[str]
    groups: Sequence[str]


@dataclass(frozen=True)
class Choices:
    """What was chosen: ids by facet (any of them fits), first and last month (2024-01), words the text must have."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    start: str = ""
    end: str = ""
    words: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was chosen, so that everything fits."""
        return not (any(self.values.values()) or self.start or self.end or self.words.strip())


@dataclass(frozen=True)
class Fitting:
    """What fits a choice: the documents, by facet how many each value would leave, the same by month."""

    mask: Mask
    counts: Mapping[str, Numbers]
    months: Numbers
    undated: int

    @property
    def size(self) -> int:
        """How many readouts fit."""
        return int(self.mask.sum())


class FacetIndex:
    """The facets of an archive, made once; choosing changes nothing in it."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.facets = {facet.name: facet for facet in make_facets(archive)}
        self.numbers = {name: {value: n for n, value in enumerate(facet.ids)} for name, facet in self.facets.items()}
        self.first, self.last = archive.months()
        known = self.first != UNKNOWN
        self.origin = int(self.first[known].min()) if known.any() else 0
        self.length = int(self.last[known].max()) - self.origin + 1 if known.any() else 0
        self._words = "", np.ones(archive.size, bool)

    def fit(self, choices: Choices) -> Fitting:
        """What fits, and by each facet what would be left of what fits all the other choices."""
        masks = {name: self.mask_facet(name, choices.values.get(name, ())) for name in self.facets}
        masks["period"] = self.mask_period(choices.start, choices.end)
        masks["words"] = self.mask_words(choices.words)
        others = dict(leave_one_out(masks, self.archive.size))
        own = masks["words"]
        mask = others["words"] if own is None else others["words"] & own
        counts = {name: count_values(facet, others[name]) for name, facet in self.facets.items()}
        return Fitting(mask, counts, *self.count_months(others["period"]))

    def rename(self, before: FacetIndex, choices: Choices) -> Choices:
        """Choices made while places and people had other names: each city and person under the name that it has now."""
        values = dict(choices.values)
        if values.get("city"):
            old, new = before.facets["city"], self.facets["city"]
            chosen = old.documents[np.isin(old.values, before.number("city", values["city"]))]
            values["city"] = tuple(new.ids[n] for n in np.unique(new.values[np.isin(new.documents, chosen)]).tolist())
        if values.get("person"):
            known = self.archive.columns("person_names", ("person", "name", "name_zh", "twin")).to_pandas()
            into = map_twins(known, self.archive.naming) if len(known) else {}
            values["person"] = tuple(dict.fromkeys(into.get(person, person) for person in values["person"]))
        return Choices(values, choices.start, choices.end, choices.words)

    def number(self, name: str, values: Sequence[str]) -> list[int]:
        """The numbers of values of a facet; a value that is not here has none."""
        known = self.numbers[name]
        return [known[value] for value in values if value in known]

    def mask_facet(self, name: str, chosen: Sequence[str]) -> Mask | None:
        """The documents that have any of the values chosen; None for no choice. A value that is not here fits nothing."""
        if not chosen:
            return None
        facet = self.facets[name]
        wanted = np.zeros(len(facet.ids), bool)
        wanted[self.number(name, chosen)] = True
        mask = np.zeros(self.archive.size, bool)
        mask[facet.documents[wanted[facet.values]]] = True
        return mask

    def mask_period(self, start: str, end: str) -> Mask | None:
        """The documents whose day, or the bounds of it, touch the months; None for no bound, never an undated one."""
        if not (start or end):
            return None
        mask: Mask = self.first != UNKNOWN
        if start:
            mask &= self.last >= number_month(start)
        if end:
            mask &= self.first <= number_month(end)
        return mask

    def mask_words(self, words: str) -> Mask | None:
        """The documents whose text has the words, case and kind of space set aside; None for no words."""
        wanted = " ".join(words.split()).lower()
        if not wanted:
            return None
        if self._words[0] != wanted:
            self._words = (wanted, self.archive.find_words(wanted))
        found: Mask = self._words[1]
        return found

    def count_months(self, mask: Mask) -> tuple[Numbers, int]:
        """How many of these documents by month of the earliest possible day, and how many without a day."""
        months = self.first[mask]
        dated = months[months != UNKNOWN]
        return np.bincount(dated - self.origin, minlength=self.length).astype(np.int32), len(months) - len(dated)

    def month_names(self) -> list[str]:
        """The months of the period from first to last, as 2024-01."""
        return [name_month(self.origin + number) for number in range(self.length)]


def leave_one_out(masks: Mapping[str, Mask | None], size: int) -> Iterator[tuple[str, Mask]]:
    """Each name with the documents that fit all the other masks."""
    present = {name: mask for name, mask in masks.items() if mask is not None}
    every = np.ones(size, bool)
    whole = every.copy()
    for mask in present.values():
        whole &= mask
    for name in masks:
        if name not in present:
            yield name, whole
            continue
        rest = every.copy()
        for other, mask in present.items():
            if other != name:
                rest &= mask
        yield name, rest


def count_values(facet: Facet, mask: Mask) -> Numbers:
    """How many of these documents have each value."""
    kept = facet.values if mask.all() else facet.values[mask[facet.documents]]
    return np.bincount(kept, minlength=len(facet.ids)).astype(np.int32)


# The facets that rows of a table carry: the table, the column and what the reader calls it.
CARRIED = {
    "body_type": ("meetings", "Kind of body"),
    "person": ("people", "Person"),
    "office_type": ("offices", "Office"),
    "theme": ("themes", "Theme"),
    "formulation": ("formulations", "Formulation"),
    "relay": ("relays", "Meeting relayed"),
}


def make_facets(archive: Archive) -> Iterator[Facet]:
    """Every facet of the archive, in the order in which a reader meets them."""
    cities, provinces = archive.cities()
    every = np.arange(archive.size, dtype=np.int32)
    yield pair_up("city", "City", every, cities, str, provinces)
    for name, (table, label) in CARRIED.items():
        say = name_persons(archive) if name == "person" else say_kind
        yield pair_up(name, label, archive.numbers(table), carried_words(archive, name), say)


def carried_words(archive: Archive, name: str) -> Any:
    """The id of a facet's value in each row of the table that carries it; null in a row that has none."""
    table = CARRIED[name][0]
    if name == "person":
        return link_persons(archive)
    if name == "formulation":
        rows = archive.columns(table, ("text", "canonical"))
        return pc.coalesce(pc.cast(rows["canonical"], pa.string()), pc.utf8_lower(pc.cast(rows["text"], pa.string())))
    return name_relays(archive) if name == "relay" else archive.columns(table, (name,))[name]


def say_kind(value: str) -> str:
    """A kind in words."""
    return value.replace("-", " ")


def link_persons(archive: Archive) -> Any:
    """The person of each row of people, by the row's link, one for both languages; null for a row that has none."""
    links = archive.columns("person_links", ("key", "person"))
    places = pc.index_in(archive.columns("people", ("key",))["key"], value_set=links["key"].combine_chunks())
    found = pc.cast(links["person"], pa.string()).take(places).combine_chunks()
    known = archive.columns("person_names", ("person", "name", "name_zh", "twin")).to_pandas()
    into = map_twins(known, archive.naming) if len(known) else {}
    if not into:
        return found
    at = pc.index_in(found, value_set=pa.array(list(into), pa.string()))
    return pc.coalesce(pa.array(list(into.values()), pa.string()).take(at), found)


def name_persons(archive: Archive) -> Callable[[str], str]:
    """How to name a person: the name, and the place where one is known."""
    persons = archive.columns("persons", ("person", "name", "place"))
    words = [pc.cast(persons[name], pa.string()) for name in ("name", "place")]
    shown = pc.binary_join_element_wise(*words, ", ", null_handling="skip")
    names = dict(zip(persons["person"].to_pylist(), shown.to_pylist(), strict=True))
    return lambda person: names.get(person, person)


def name_relays(archive: Archive) -> Any:
    """The higher meeting of each relay by level, kind of body, term and number; null for one that is merely mentioned."""
    rows = archive.columns("relays", ("level", "body_type", "term", "ordinal", "relation"))
    parts = [pc.cast(rows[name], pa.string()) for name in ("level", "body_type")]
    term = pc.binary_join_element_wise("term", pc.cast(rows["term"], pa.string()), " ")
    ordinal = pc.binary_join_element_wise("no.", pc.cast(rows["ordinal"], pa.string()), " ")
    words = pc.binary_join_element_wise(*parts, term, ordinal, " ", null_handling="skip")
    mentioned = pc.fill_null(pc.equal(pc.cast(rows["relation"], pa.string()), "referred"), False)
    return pc.if_else(mentioned, pa.scalar(None, pa.string()), words)


def pair_up(
    name: str,
    label: str,
    documents: Numbers,
    column: Any,
    say: Callable[[str], str],
    groups: Mapping[str, str] | None = None,
) -> Facet:
    """The facet of a column of words: pairs without repeats, values in the order of the alphabet of their labels."""
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = flat if pa.types.is_dictionary(flat.type) else flat.dictionary_encode()
    ids = coded.dictionary.to_pylist()
    labels = [say(value) for value in ids]
    order = sorted(range(len(ids)), key=lambda number: (labels[number], ids[number]))
    place = np.empty(len(ids) + 1, np.int64)
    place[order] = np.arange(len(ids))
    codes = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
    known = codes >= 0
    size = max(len(ids), 1)
    pairs = np.sort(documents[known].astype(np.int64) * size + place[codes[known]])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    sorted_ids = [ids[number] for number in order]
    return Facet(
        name,
        label,
        (pairs // size).astype(np.int32),
        (pairs % size).astype(np.int32),
        sorted_ids,
        [labels[number] for number in order],
        [(groups or {}).get(value, "") for value in sorted_ids],
    )


def number_month(name: str) -> int:
    """The number of a month given as 2024-01 or a longer ISO day; months are counted from year 0."""
    return int(name[:4]) * 12 + int(name[5:7]) - 1


def name_month(number: int) -> str:
    """The month of a number, as 2024-01."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
