"""Records against gold: how many rows of each table are found, by document, with cities seen and unseen apart."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from readouts.matching import (
    RECALLED,
    TABLES,
    VALUES,
    Count,
    Json,
    Pairs,
    Rows,
    Value,
    bare_place,
    fold,
    iter_spans,
    pair_rows,
    surface_of,
)


class EvaluationError(Exception):
    """Why there is nothing to evaluate, in a sentence that says how to mend it."""


@dataclass(frozen=True)
class Scored:
    """One document: counts by table, its city and whether that is a seen one, and whether there was a record."""

    counts: Mapping[str, Count]
    recalled: Mapping[str, Count]
    city: str | None
    seen: bool | None
    missing: bool

    @property
    def exact(self) -> bool:
        """Whether every table is the gold's, row by row."""
        return not self.missing and all(c.gold == c.found == c.hit for c in self.counts.values())


@dataclass(frozen=True)
class Evaluation:
    """Every document's counts; the sums are made from them."""

    documents: Mapping[str, Scored] = field(default_factory=dict)

    def narrow(self, split: str) -> Evaluation:
        """Only the documents of seen, or of unseen cities; those without a place are in neither."""
        if split == "all":
            return self
        kept = {stem: scored for stem, scored in self.documents.items() if scored.seen is (split == "seen")}
        return Evaluation(kept)

    @property
    def tables(self) -> dict[str, Count]:
        """The counts of each table over all documents, tables that nobody holds left out."""
        return add_counts(scored.counts for scored in self.documents.values())

    @property
    def recalled(self) -> dict[str, Count]:
        """The counts of what is judged by recall only."""
        return add_counts(scored.recalled for scored in self.documents.values())

    @property
    def headline(self) -> float:
        """The plain mean of the tables' F1."""
        return mean([f1_of(count) for count in self.tables.values()])

    @property
    def exact(self) -> int:
        """How many records are exact as a whole."""
        return sum(scored.exact for scored in self.documents.values())


def evaluate(
    gold_dir: Path,
    records: Mapping[str, Json],
    texts: Mapping[str, str] | None = None,
    is_seen: Callable[[str], bool] | None = None,
) -> Evaluation:
    """The counts of every gold file in a folder, paired with the records by file stem."""
    return count_documents(read_gold(gold_dir), records, texts, is_seen)


def read_gold(gold_dir: Path) -> dict[str, Json]:
    """The gold records of a folder by file stem."""
    paths = sorted(gold_dir.glob("*.json")) if gold_dir.is_dir() else []
    if not paths:
        raise EvaluationError(f"{gold_dir} holds no gold: give a folder with one JSON file a document")
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def look_in(texts: Collection[str]) -> Callable[[str], bool]:
    """A test whether a city is seen: whether its name stands in one of the texts, as a word of its own in English."""
    whole = "\n".join(fold(text) for text in texts)

    def is_seen(city: str) -> bool:
        name = bare_place(city)
        edge = r"\b" if name.isascii() else ""
        return bool(name) and re.search(f"{edge}{re.escape(name)}{edge}", whole) is not None

    return is_seen


def count_documents(
    gold: Mapping[str, Json],
    records: Mapping[str, Json],
    texts: Mapping[str, str] | None = None,
    is_seen: Callable[[str], bool] | None = None,
) -> Evaluation:
    """The counts of every gold document; one without a record counts as empty. With texts, spans are checked too."""
    out = {}
    for stem in sorted(gold):
        record, text = records.get(stem), (texts or {}).get(stem)
        city = surface_of(gold[stem].get("place")) or None
        counts = count_document(gold[stem], record or {})
        if record and text is not None and "tables" not in gold[stem]:
            counts["spans"] = count_spans(record, text)
        seen = is_seen(city) if is_seen and city else None
        out[stem] = Scored(counts, recall_document(gold[stem], record or {}), city, seen, record is None)
    return Evaluation(out)


def count_document(gold: Json, record: Json) -> dict[str, Count]:
    """The counts of one document by table, in the order of the tables; only those that gold names under `tables`, if any."""
    counts: dict[str, Count] = {}
    named = gold.get("tables")
    for value in VALUES:
        if named is None or value.name in named:
            compare_value(value, gold, record, counts)
    for table in TABLES:
        want = table.want(gold) if named is None or table.name in named else None
        if want is not None:
            count_rows(table, want, table.have(record), counts)
    return counts


def count_rows(table: Rows, want: Any, have: Any, counts: dict[str, Count]) -> None:
    """The counts of a table and of what is compared over its matched rows, added to counts."""
    pairs = pair_rows(want, have, table.likeness)
    missed = set(range(len(want))) - {i for i, _ in pairs}
    wrong = set(range(len(have))) - {j for _, j in pairs}
    lines = [f"missed {brief(want[i])}" for i in sorted(missed)] + [f"wrong {brief(have[j])}" for j in sorted(wrong)]
    counts[table.name] = Count(len(want), len(have), len(pairs), lines)
    for i, j in pairs:
        for value in table.pairs:
            compare_value(value, want[i], have[j], counts)
    if table.order:
        counts[table.order] = count_order(pairs)


def compare_value(value: Value, gold: Any, record: Any, counts: dict[str, Count]) -> None:
    """One comparison added to counts; none where gold holds nothing to compare with."""
    count = counts.setdefault(value.name, Count())
    want, have = value.want(gold), value.have(record)
    if not want:
        return
    agrees = value.agrees(want, have)
    count.gold, count.found, count.hit = count.gold + 1, count.found + 1, count.hit + agrees
    if not agrees:
        count.misses.append(f"want {brief(want)} have {brief(have)}")


def count_order(pairs: Pairs) -> Count:
    """How many neighbours in gold's order stand in that order in the record."""
    places = [j for _, j in sorted(pairs)]
    kept = [one < other for one, other in itertools.pairwise(places)]
    return Count(len(kept), len(kept), sum(kept))


def count_spans(record: Json, text: str) -> Count:
    """How many spans of a record hold the surface beside them."""
    held = [(fold(text[span[0] : span[1]]) == fold(surface), surface) for span, surface in iter_spans(record)]
    return Count(len(held), len(held), sum(ok for ok, _ in held), [f"wrong {brief(s)}" for ok, s in held if not ok])


def recall_document(gold: Json, record: Json) -> dict[str, Count]:
    """What of gold's slogans, programmes and themes is in the record, in whatever words around it."""
    texts = {fold(surface_of(x)) for key in ("formulations", "programmes") for x in record.get(key) or []}
    themes = {x.get("theme") for x in record.get("themes") or []}
    out = {}
    for key in RECALLED:
        items = gold.get(key) or []
        if key == "themes":
            hit = sum(item["theme"] in themes for item in items)
        else:
            hit = sum(any(contains(fold(surface_of(item)), text) for text in texts) for item in items)
        out[key] = Count(len(items), len(items), hit)
    return out


def contains(one: str, other: str) -> bool:
    """Whether one text holds the other, either way round."""
    return one in other or bool(other and other in one)


def brief(value: Any) -> str:
    """A row in at most 160 characters."""
    return json.dumps(value, ensure_ascii=False)[:160]


def add_counts(parts: Iterable[Mapping[str, Count]]) -> dict[str, Count]:
    """The sums by table, tables without a row on either side left out."""
    out: dict[str, Count] = {}
    for part in parts:
        for name, count in part.items():
            total = out.setdefault(name, Count())
            total.gold, total.found, total.hit = (
                total.gold + count.gold,
                total.found + count.found,
                total.hit + count.hit,
            )
    order = [v.name for v in VALUES] + [n for t in TABLES for n in (t.name, *(v.name for v in t.pairs), t.order) if n]
    ranks = {name: number for number, name in enumerate([*order, "spans", *RECALLED])}
    kept = {name: count for name, count in out.items() if count.gold or count.found}
    return dict(sorted(kept.items(), key=lambda item: ranks[item[0]]))


def f1_of(count: Count) -> float:
    """F1 of a table; 1 where there was nothing to find and nothing was found."""
    rows = count.gold + count.found
    return 2 * count.hit / rows if rows else 1.0


def mean(values: Collection[float]) -> float:
    """The plain mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0
