"""What is an item of an agenda: a title, a document, a matter; no count, no tail of a list, no name of an organ alone."""

from __future__ import annotations

import re

from readouts.lexicon import grammar_words, join_words
from readouts.mark import Marks, within
from readouts.model import AgendaItem, Mention

OTHER = re.compile(r"(?:and )?(?:other|etc|so on|the like|and other|some other)\b", re.I)
OTHER_BUSINESS = re.compile(
    r"(?:some |several |various )?other (?:key |important )?(?:matters|issues|affairs|items|work|topics)(?: (?:related to|concerning|of) the (?:work|affairs) of [^,;]{3,40})?"
    r"|(?:some |several |relevant |related |other )?personnel (?:matters|issues|affairs|appointments(?: and (?:removals|dismissals))?)",
    re.I,
)
_PAPERS = re.compile(r"(?:relevant|related) documents", re.I)  # what was reviewed, no more told
_NO_ITEM = re.compile(
    rf"(?:{join_words('counts')})"
    r"|(?:the )?(?:carrying|putting|implementing) (?:out )?(?:of )?(?:it|them)(?: out| through| into [a-z]+)?"
    r"|(?:[a-z]+ )?reports (?:made|delivered|given)(?: by [^,;]*)?|in the (?:city|county|district|province)|(?:this|next|last|the) (?:year|month|quarter)|(?:first|second|latter) half(?: of (?:the|this) year)?|(?:all )?(?:of )?(?:its|the) agenda\b.*|some (?!other )(?:[a-z]+ )?matters(?: of [a-z]+)?"
    rf"|(?:{'|'.join(grammar_words('counts'))}) (?:[a-z-]+ )?(?:groups|bureaus|departments|units|districts|counties|cities)"
    r"|(?:what|which) (?:documents|plans|reports|items|topics)|among other(?:s| things)|inter alia|at the (?:meeting|session|conference)|over|in (?:principle|depth|detail|full|general|writing|written form)|[a-z]+ly"
    rf"|(?:relevant|related|{'|'.join(grammar_words('counts'))}|(?:number|series|raft|batch|slew|set|host|total) of(?: \w+)?) (?:[a-z]+ )?"
    r"(?:documents|matters|reports?|items|issues|plans|regulations|policies)(?: and [a-z]+)?",
    re.I,
)
_PLANS_THAT = re.compile(
    r"(?:[^ ]* -+ )?(?:an? )?(?:number|series|raft|batch|slew|set|host|package) of (?:[a-z]+ )?(?:documents|plans|measures|guidelines|proposals) (?:that|which|to) ",
    re.I,
)  # a set of plans that will give the province room: they are told one by one
_DONE = re.compile(r"(?:was|were) |[a-z]+ed on (?:it|them)\b|[a-z]+ed (?:and [a-z]+ed )?(?:the|our|its|their) ")
_NO_OPENING = re.compile(
    r"(?:(?:[Aa]fter|[Bb]efore) (?:that|this) |to [a-z]+ (?:on|the|its|our)|including|as|themselves|himself|what (?:was|were|is|are|has|had)|at which|in which|for which|in speeches|how things(?= stand)|its(?= list\b)|why|whether|that|where|who|from|not|behalf of|with the|by (?:them|him|her)sel(?:f|ves)|their(?: own)? (?:work|difficulties|problems|opinions)|which|through|via|relevant spirit of|(?:conveyance|relay) of|transmission of the spirit of) ",
    re.I,
)
_NO_END = re.compile(r"^(?:\w+ ){1,3}(?:on|for|of)(?: the)?$")  # measures on: what they are on stands a line below
_ORGAN_ALONE = re.compile(
    r"(?:[A-Z][\w’'-]+,? |and |of ){1,6}(?:Bureau|Department|Office|Commission|Committee|Administration)"
    r"|(?:[A-Z][\w’'-]+ )*(?:Bureau|Department|Office|Commission) of (?:[A-Z][\w’'-]+,? |and )*[A-Z][\w’'-]+"
)
_ITSELF = re.compile(r"(?:Under|In|With|By|As) .* it")  # Under the programme it planned
_THOUGHT = re.compile(
    r"(?:practice |and practice )?Xi Jinping[^,]{0,70}\b(?:era|socialism|thought(?! (?:on|of) (?!socialism)))\b", re.I
)  # his thought on the rule of law is what a meeting studied
_SPEECH = re.compile(r"speech|instruct|letter|remark|exposition")
_NOUN_LAST = re.compile(
    r"\b(?:opinions?|plan|measures|regulations|rules|scheme|guidelines?|notice|provisions)(?: ?[(（][^()（）]{3,20}[)）])?$",
    re.I,
)
MIN_SPACES = 4  # in a title in small letters
_PAST_WORK = re.compile(
    r"(?:(?:the )?work (?:of|in|during) (?:the year )?)?\d{4}"
)  # reviewed the work in 2025: looked back on it
_WORD = re.compile(r"\w{2}")


def is_wanted(row: AgendaItem) -> bool:
    """Whether a piece of an object is an item: it names something, and that thing stood on the agenda."""
    title = row.title
    if OTHER_BUSINESS.fullmatch(title) or (row.action == "deployed" and title == "implementation"):
        return True
    if row.action == "reviewed" and _PAPERS.fullmatch(title):
        return True
    draft = row.action == "reviewed" and title == "Decision"  # a plenary's, told by that word alone
    if (title.lower() in grammar_words("empty_items") and not draft) or not _WORD.search(title):
        return False
    if _NO_ITEM.fullmatch(title) or _PLANS_THAT.match(title) or _DONE.match(title) or _NO_OPENING.match(title):
        return False
    if row.action == "heard" and _ORGAN_ALONE.fullmatch(title):
        return False
    if _NO_END.search(title) or _ITSELF.fullmatch(title):
        return False
    if row.action == "reviewed" and _PAST_WORK.fullmatch(title):
        return False
    if _THOUGHT.match(title) and not _SPEECH.search(title):
        return False
    return not OTHER.match(title) or bool(OTHER_BUSINESS.fullmatch(title))


def is_title(text: str, quote: Mention) -> bool:
    """Whether a quotation is a title: capitals on its main words, or longer than a coined term."""
    words = [w for w in re.findall(r"[A-Za-z][\w'’-]*", text[quote.start : quote.end]) if len(w) > 3]
    if not words:
        return False
    capitals = sum(w[0].isupper() for w in words)
    return (len(words) >= 2 and capitals * 2 >= len(words)) or len(words) > 8


def is_document(marks: Marks, quote: Mention) -> bool:
    """Whether a quotation that is reviewed or heard is a title in small letters: five words, one of them a document's.

    One that begins in a small letter begins or ends with that word: "opinions of the province on …", "… plan (Trial)".
    """
    shown = marks.text[quote.start : quote.end]
    if shown.count(" ") < MIN_SPACES:
        return False
    nouns = [h for h in within(marks.hits, quote[:2]) if h.kind == "document-noun"]
    return bool(nouns) and (
        shown[0].isupper() or shown[0].isdigit() or nouns[0].start == quote.start or bool(_NOUN_LAST.search(shown))
    )
