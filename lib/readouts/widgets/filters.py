"""What the filter view offers: by facet the values worth showing, with the readouts that each would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from readouts.facets import Choices, Facet, FacetIndex, Fitting, Numbers

SHOWN = 30  # values of a facet shown at a time; the others are found by typing


def offer_choices(index: FacetIndex, fitting: Fitting, choices: Choices, queries: Mapping[str, str]) -> dict[str, Any]:
    """The state of the filter view: how many fit, the facets with their values, the months."""
    return {
        "size": fitting.size,
        "of": index.archive.size,
        "empty": choices.empty,
        "words": choices.words,
        "facets": [
            offer_facet(
                facet, fitting.counts[name], index.number(name, choices.values.get(name, ())), queries.get(name, "")
            )
            for name, facet in index.facets.items()
        ],
        "months": {
            "names": index.month_names(),
            "counts": fitting.months.tolist(),
            "undated": fitting.undated,
            "start": choices.start,
            "end": choices.end,
        },
    }


def offer_facet(facet: Facet, counts: Numbers, kept: Sequence[int], query: str) -> dict[str, Any]:
    """One facet: the values chosen, then those that leave most readouts; of grouped values group by group."""
    found = find_values(facet, counts, query)
    best = found[np.argsort(-counts[found], kind="stable")[:SHOWN]]
    shown = [*kept, *(number for number in best.tolist() if number not in set(kept))]
    if any(facet.groups):
        shown.sort(key=lambda number: (facet.groups[number], facet.labels[number]))
    return {
        "name": facet.name,
        "label": facet.label,
        "values": int((counts > 0).sum()),
        "more": max(0, len(found) - len(best)),
        "most": int(counts.max()) if len(counts) else 0,
        "choices": [
            {
                "id": facet.ids[number],
                "label": facet.labels[number],
                "group": facet.groups[number],
                "n": int(counts[number]),
                "chosen": number in kept,
            }
            for number in shown
        ],
    }


def find_values(facet: Facet, counts: Numbers, query: str) -> Numbers:
    """The numbers of the values that leave any readout; those whose label or group has the words, where there are any."""
    left = np.flatnonzero(counts).astype(np.int32)
    wanted = query.strip().lower()
    if not wanted:
        return left
    hits = [n for n in left.tolist() if wanted in facet.labels[n].lower() or wanted in facet.groups[n].lower()]
    return np.array(hits, np.int32)
