"""Pieces of a Chinese list that semicolons part: 传达学习了…讲话精神；…讲话精神."""

from __future__ import annotations

import re

from readouts.model import Span

_PROPOSED = re.compile(
    r"(?:建议|拟定?)(?:本次|此次|该次)?[^，。；]{0,10}(?:议程|议题)(?:（[^（）]{1,4}）)?(?:为|是|：|有|包括)"
)
_SPIRIT_END = re.compile(r"(?:精神|讲话|指示|批示|回信|贺信|》)(?:精神)?(?:（[^（）]{1,20}）)?[；。]?$")
MAX_TAIL = 32  # characters
REACH = 600  # characters of a proposed agenda


_FURTHER_NEWS = re.compile(r"^[ \u3000]*(?:又讯|另讯)", re.M)


def ends_in_spirit(text: str, sentence: Span) -> bool:
    """Whether a piece ends in what is conveyed: a speech, a spirit, a title."""
    return _SPIRIT_END.search(text, max(sentence.start, sentence.end - MAX_TAIL), sentence.end) is not None


def is_proposed(text: str, at: int) -> bool:
    """Whether a place stands in the agenda proposed for a meeting to come: 建议会议议程：听取…；审议…."""
    opened = max(text.rfind(word, max(0, at - REACH), at) for word in ("议程", "议题"))
    if opened < 0:
        return False
    low = max(text.rfind("。", max(0, at - REACH), at), text.rfind("\n", max(0, at - REACH), at), at - REACH - 1) + 1
    return opened > low and _PROPOSED.search(text, low, at) is not None


def further_news(text: str) -> tuple[int, ...]:
    """Where a story goes on with further news, each with meetings and a day of its own: 又讯 5月29日，…"""
    return tuple(m.start() for m in _FURTHER_NEWS.finditer(text))
