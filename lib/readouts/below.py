"""Documents listed one a line below a question or a heading: "What was adopted at the meeting?" and the titles under it."""

from __future__ import annotations

import re

from readouts.mark import Marks, within
from readouts.model import Span

_QUESTION_END = "?？"
_STOPS = re.compile(r"[.;,!?:：。；，](?:[”\"])?$|[.;!?] ")
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_LIST_HEAD = re.compile(
    r"(?:(?:what|which|the following|the)? ?(?:draft |policy |reform )?(?:documents|items|topics|plans|reports|regulations|matters)\b"
    r"|(?:the |this )?(?:meeting|session|conference|commission|group|it)\b)",
    re.I,
)
_OPEN_END = re.compile(
    r"\b(?:documents|reports|plans|items|topics|matters|issues)\b[^.;:]{0,60} (?:on|for|of|including)$"
)
MAX_HEAD = 90  # characters of a heading without a mark at its end
MAX_TITLE = 240
MIN_WORDS = 3
LONG = 3  # letters up to which a word of a title may be small


def heads_list(text: str, sentence: Span, block: Span) -> bool:
    """Whether a sentence that tells of acts opens a list below it: it asks which documents, or stops without a mark."""
    last = text[sentence.end - 1]
    if sentence.end < block.end:
        return False
    if _OPEN_END.search(text, sentence.start, sentence.end):
        return True
    if last in _QUESTION_END:
        return _LIST_HEAD.match(text, sentence.start, sentence.end) is not None
    bare = last.isalpha() and not text.endswith(" to", 0, sentence.end) and sentence.end - sentence.start <= MAX_HEAD
    return bare and _LIST_HEAD.match(text, sentence.start, sentence.end) is not None


def is_title_line(marks: Marks, block: Span) -> bool:
    """Whether a line is one title: no mark of a sentence, capitals on its long words, a document's noun among them."""
    shown = marks.text[block.start : block.end].strip()
    if len(shown) > MAX_TITLE or _STOPS.search(shown) or not shown[:1].isupper():
        return False
    words = [w for w in _WORD.findall(shown) if len(w) > LONG]
    capitals = sum(w[0].isupper() for w in words)
    if len(words) < MIN_WORDS or capitals * 4 < len(words) * 3:
        return False
    return any(h.kind == "document-noun" for h in within(marks.hits, block))
