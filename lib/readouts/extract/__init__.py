"""One file a kind of row. Each module has `extract(frame)`, which returns rows; none reads another."""

from collections.abc import Callable, Mapping
from typing import Any

from readouts.extract import (
    agenda,
    assignments,
    directives,
    doubts,
    formulations,
    groups,
    meetings,
    people,
    places,
    relays,
    themes,
    times,
    titles,
    utterances,
)
from readouts.frame import Frame

EXTRACTORS: Mapping[str, Callable[[Frame], tuple[Any, ...]]] = {
    "agenda": agenda.extract,
    "assignments": assignments.extract,
    "directives": directives.extract,
    "formulations": formulations.extract,
    "meetings": meetings.extract,
    "people": people.extract,
    "groups": groups.extract,
    "relays": relays.extract,
    "themes": themes.extract,
    "time_references": times.extract,
    "utterances": utterances.extract,
    "furniture": titles.extract,
    "programmes": formulations.extract_programmes,
}
__all__ = ["EXTRACTORS", "doubts", "places", "titles"]
