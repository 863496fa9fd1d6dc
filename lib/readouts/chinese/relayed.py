"""Higher meetings whose spirit is conveyed, in Chinese: the shared rows, what names the same meeting again left out."""

from __future__ import annotations

import re

from readouts.extract import relays
from readouts.frame import Frame
from readouts.model import Relay

_TWO_SESSIONS = re.compile("两会")


def extract(frame: Frame) -> tuple[Relay, ...]:
    """The relays in order of their first mention; one row for each organ's meetings without numbers."""
    out: list[Relay] = []
    for row in relays.extract(frame):
        if not any(_is_same(known, row) for known in out):
            out.append(row)
    return tuple(out)


def _is_same(known: Relay, row: Relay) -> bool:
    """Whether two rows without numbers are one meeting: of one organ, or called by one name."""
    if (known.level, known.body_type, known.ordinal) != (row.level, row.body_type, row.ordinal):
        return False
    if row.ordinal is not None or row.relation == "referred":
        return False
    if row.body_type != "other":
        return ("学习" in known.surface) == ("学习" in row.surface)
    return bool(_TWO_SESSIONS.search(known.surface) and _TWO_SESSIONS.search(row.surface))
