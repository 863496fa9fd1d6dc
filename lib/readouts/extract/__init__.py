"""One file a kind of row. Each module has `extract(frame)`, which returns rows; none reads another."""

from readouts.extract import (
    agenda,
    assignments,
    directives,
    doubts,
    formulations,
    meetings,
    people,
    places,
    relays,
    themes,
    times,
    titles,
    utterances,
)

EXTRACTORS = {
    "agenda": agenda.extract,
    "assignments": assignments.extract,
    "directives": directives.extract,
    "formulations": formulations.extract,
    "meetings": meetings.extract,
    "relays": relays.extract,
    "themes": themes.extract,
    "time_references": times.extract,
    "utterances": utterances.extract,
    "furniture": titles.extract,
    "programmes": formulations.extract_programmes,
}
__all__ = ["EXTRACTORS", "doubts", "people", "places", "titles"]
