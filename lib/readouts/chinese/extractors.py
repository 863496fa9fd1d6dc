"""The Chinese extractors by the record's keys; what no grammar parts is read by the shared ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from readouts.chinese import agenda, convened, people, relayed, speech, tasks, terms, times
from readouts.extract import EXTRACTORS as SHARED
from readouts.frame import Frame

EXTRACTORS: Mapping[str, Callable[[Frame], tuple[Any, ...]]] = {
    **SHARED,
    "agenda": agenda.extract,
    "assignments": tasks.extract,
    "directives": speech.extract_directives,
    "formulations": terms.extract,
    "meetings": convened.extract,
    "people": people.extract,
    "relays": relayed.extract,
    "groups": tasks.extract_groups,
    "time_references": times.extract,
    "utterances": speech.extract,
    "programmes": terms.extract_programmes,
}
