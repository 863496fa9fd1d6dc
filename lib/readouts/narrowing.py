"""The part of a corpus in which meetings told in two languages can be: all else need not be in memory to find them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from readouts.seats import CENTRAL, load_rules

# What is looked at of each table to tell which documents may have a twin.
NARROWED = {
    "documents": ("document", "lang", "adcode"),
    "meetings": ("key", "document", "body_type", "ordinal", "held_start", "held_end"),
}
Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def find_twinned(tables: Mapping[str, pa.Table], links: pa.Table, bodies: pd.DataFrame) -> pa.Array:
    """The documents that may have a twin: with a meeting of a day, or of an organ and number, that one in the other
    language has too. Of a large corpus these are few."""
    documents, meetings = tables["documents"], tables["meetings"]
    own = pc.index_in(meetings["document"], value_set=documents["document"].combine_chunks())
    english = numbers(pc.equal(documents["lang"].take(own), "en"))
    body = links["body"].take(pc.index_in(meetings["key"], value_set=links["key"].combine_chunks()))
    code = bodies["adcode"].where(bodies["adcode"].notna(), bodies["place"]).where(bodies["level"] != CENTRAL, CENTRAL)
    seats = dict(zip(bodies["body"], code.where(bodies["adcode"].isna(), bodies["adcode"]), strict=True))
    seat = pc.coalesce(map_words(body, seats), pc.cast(documents["adcode"], pa.string()).take(own))
    same = load_rules().same_organ
    kind = encode(map_words(meetings["body_type"], {}, same))
    start, end = (numbers(pc.cast(meetings[name], pa.int64())) for name in ("held_start", "held_end"))
    dated = numbers(pc.is_valid(meetings["held_start"])).astype(bool) & (start == end)
    ordinal = numbers(meetings["ordinal"])
    counted = numbers(pc.is_valid(seat)) * numbers(pc.is_valid(meetings["ordinal"])) > 0
    place, seated = encode(seat), numbers(pc.is_valid(seat)) > 0
    found = others(join_keys(kind, place, ordinal), english, counted, counted)
    found |= others(join_keys(kind, start, place), english, dated & seated, dated & seated)
    day = join_keys(kind, start)  # a place that one of the two does not tell can be the other's
    found |= others(day, english, dated, dated & ~seated) | others(day, english, dated & ~seated, dated)
    return pc.unique(meetings["document"].filter(pa.array(found)).combine_chunks().cast(pa.string()))


def map_words(column: Any, known: Mapping[str, Any], changed: Mapping[str, str] | None = None) -> pa.Array:
    """A column of words by a mapping: null for a word that is not in it, or itself where only some words change."""
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = flat if pa.types.is_dictionary(flat.type) else flat.dictionary_encode()
    words = coded.dictionary.to_pylist()
    mapped = [known.get(word) if changed is None else changed.get(word, word) for word in words]
    return pa.array(mapped, pa.string(), from_pandas=True).take(coded.indices)


def encode(words: Any) -> Codes:
    """A number for each word; -1 for none."""
    words = words.combine_chunks() if isinstance(words, pa.ChunkedArray) else words
    codes: Codes = pc.fill_null(words.dictionary_encode().indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes


def numbers(column: Any) -> Codes:
    """A column of numbers or of yes and no, 0 for none."""
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    whole: Codes = pc.fill_null(flat.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    return whole


def join_keys(*keys: Codes) -> Codes:
    """One number for each set of equal keys."""
    group = np.zeros(len(keys[0]), np.int64)
    for key in keys:
        _, codes = np.unique(key, return_inverse=True)
        _, group = np.unique(group * (codes.max(initial=0) + 1) + codes, return_inverse=True)
    return group


def others(group: Codes, english: Codes, rows: Mask, fit: Mask) -> Mask:
    """Which of these rows share their group with a row of the other language that is fit."""
    size = int(group.max(initial=-1)) + 1
    of_english = np.bincount(group[fit & (english > 0)], minlength=size)
    of_chinese = np.bincount(group[fit & (english == 0)], minlength=size)
    found: Mask = rows & (np.where(english > 0, of_chinese[group], of_english[group]) > 0)
    return found
