"""What is an item of an agenda: a title, a document, a matter; no count, no tail of a list, no name of an organ alone."""

from __future__ import annotations

import re

from readouts.lexicon import grammar_words, join_words
from readouts.mark import Marks
from readouts.model import AgendaItem, Mention

OTHER = re.compile(r"(?:and )?(?:other|etc|so on|the like|and other|some other)\b", re.I)
_COUNT_ALONE = re.compile(rf"(?:{join_words('counts')})", re.I)
_COUNTED_REPORTERS = re.compile(
    rf"(?:{'|'.join(grammar_words('counts'))}) (?:[a-z-]+ )?(?:groups|bureaus|departments|units|districts|counties|cities)",
    re.I,
)
_HOW_TO = re.compile(r"how to [a-z ]+ (?:it|them)(?: out| through)?")
OTHER_BUSINESS = re.compile(r"(?:some |several |various )?other (?:matters|issues|affairs|items|work|topics)", re.I)


def is_wanted(text: str, row: AgendaItem) -> bool:
    if row.title.lower() in grammar_words("empty_items") or not re.search(r"\w{2}", row.title):
        return False
    if _COUNT_ALONE.fullmatch(row.title) or _COUNTED_REPORTERS.fullmatch(row.title) or _HOW_TO.fullmatch(row.title):
        return False
    if re.fullmatch(
        r"among other(?:s| things)|inter alia|at the (?:meeting|session|conference)|in (?:principle|depth|detail|full|general)|[a-z]+ly",
        row.title,
        re.I,
    ):
        return False
    if re.match(
        r"(?:practice |and practice )?Xi Jinping[^,]{0,70}\b(?:era|socialism|thought)\b", row.title, re.I
    ) and not re.search(r"speech|instruct|letter|remark|exposition", row.title):
        return False
    counted = "|".join(grammar_words("counts"))
    if re.fullmatch(
        rf"(?:relevant|related|{counted}|(?:number|series|raft|batch|slew|set|host|total) of(?: \w+)?) (?:[a-z]+ )?(?:documents|matters|reports|items|issues|plans|regulations|policies)(?: and [a-z]+)?",
        row.title,
        re.I,
    ):
        return False
    if re.match(r"(?:was|were) |[a-z]+ed (?:and [a-z]+ed )?(?:the|our|its|their) ", row.title):
        return False
    if re.match(
        r"(?:including|at which|in which|for which|in speeches|why|whether|that|where|who|from|not|with the) ",
        row.title,
        re.I,
    ):
        return False
    return not OTHER.match(row.title) or bool(OTHER_BUSINESS.fullmatch(row.title))


def is_title(text: str, quote: Mention) -> bool:
    """Whether a quotation is a title: capitals on its main words, or longer than a coined term."""
    words = [w for w in re.findall(r"[A-Za-z][\w'’-]*", text[quote.start : quote.end]) if len(w) > 3]
    if not words:
        return False
    capitals = sum(w[0].isupper() for w in words)
    return (len(words) >= 2 and capitals * 2 >= len(words)) or len(words) > 8


def is_document(marks: Marks, quote: Mention) -> bool:
    """Whether a quotation that is reviewed or heard is a title in small letters: five words, one of them a document's."""
    shown = marks.text[quote.start : quote.end]
    long = shown[:1].isupper() and shown.count(" ") >= 4
    return long and any(quote.start <= h.start < quote.end for h in marks.hits if h.kind == "document-noun")
