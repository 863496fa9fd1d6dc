"""Where the title of an item begins and ends, and the row made of it."""

from __future__ import annotations

import re

from readouts.model import AgendaItem, Span

_ARTICLE = re.compile(
    r"(?:and|deeply|thoroughly|earnestly|in an? [a-z]+(?: and [a-z]+)? (?:way|manner)|in (?:depth|detail|writing|earnest)|learning from|among which|among them|among others,?|among other things,?|of which|the|a|an|another|on|of|for|“|\"|(?:the )?(?:important )?(?:spirits?|guiding principles|essence|key messages) (?:of|from|in)(?: learning(?: from)?| studying)?)[ \u00a0]+",
    re.I,
)
_TAILS = (  # in the order in which they are tried
    r"(?<!inspection)(?<!audit)(?<!supervision)(?<!assessment)(?<!check)(?<!review) by the (?:[a-z]+ ){1,4}(?:bureau|department|office|commission|committee)$",  # who says it, where it is no part of the matter
    r",? (?:suggesting|requesting|requiring|proposing|noting|stressing|believing|asking) that .*$",  # what is suggested
    r" for (?:revising|revision|further revision|soliciting|comments|public comments?)\b[^()（）]*$",  # what a draft is for
    r"(?:,|,? (?:which|that) (?:is|are|will))(?: to)? be (?:delivered|submitted|presented|tabled|put) (?:[a-z ]+ )?(?:to|at|for) .*$",  # to whom it goes next
    r" (?:at|in|during) (?:[A-Z][a-z]+day|today|yesterday|the day)[’']s (?:meeting|session|conference)$",  # at which day's meeting
    r",? (?:subject to|with) (?:some |further |minor )?(?:revisions?|modifications?|changes|amendments?|approval)\b.*$",  # under what condition
    r" at (?:the )?[A-Z][^,;]{2,60} on the (?:morning|afternoon|evening) of .*$",  # where and when it was done
    r", where (?:he|she|they) .*$",  # what was done where
    r" (?:named|listed) in (?:a|an|the) .*$",  # where it is listed
    r",(?: and)? [a-z]+ly *$",  # an adverb left over
    r" (?:in|at|during) (?:a|an) (?:recent )?(?:[a-z]+ ){0,2}(?:meeting|session|conference)(?: (?:led|chaired|held|presided over) by .*)?$",  # at a recent meeting, and whose
    r" by [a-z]+ [^,;]{0,60}\b(?:entrusted|on behalf)\b.*$",  # on whose behalf
    r" at (?:its|their|this) (?:[a-z]+ ){0,3}(?:session|meeting|plenum|conference)$",  # at its session
    r",? (?:jointly )?(?:presented|submitted|issued) by .*$",  # who presented it
    r",? (?:according to|in accordance with|in line with) the (?:deployment |relevant |latest |work )?(?:requirements|deployments?|arrangements|spirit) of .*$",  # by what it is done
    r", and (?:solved|resolved|helped|answered|exchanged) (?!with ).*$",  # what was done with it
    r", (?:in particular|especially|particularly) (?:those|the) .*$",  # what is particular
    r"(?<=report) (?:delivered|made|given) by .*$",  # who made a report
    r" (?:delivered|made|given) by [^,;]*\bon (?:its|their|his|her) behalf.*$",  # on whose behalf it was made
    r"(?:[ ,]+(?:and )?(?:so on|etc\.?|and other [a-z ]{3,30}|and (?:two|three|four|five|six|seven|eight|nine|ten|several|\d+) (?:other|more) [a-z ]{3,30}|among others|as well|other documents|and others|by the (?:meeting|session|conference)|in principle|one after another|in turn|respectively|at the meeting))+[. ]*$",  # what else there was
    r"(?:[ ,]+(?:and|to|also|further|then|after discussion|fully|highly|as well as|as well as to))+ *$",  # a joint left over
    r"(?:—|–)(?:the|a|an) .*$",  # who somebody is, between dashes
    r"[ ,.;:]+$",  # marks
)
_TAIL = re.compile(rf"(?=[ ,.;:—–])(?:{'|'.join(_TAILS)})", re.I)  # all of them open with a space or a mark
_GLUED = re.compile(r"(?<=[A-Za-z0-9)])(?:[\u3400-\u9fff]| ?[\[【]).*$")
_GIVEN_BY = re.compile(
    r"[ ](?:given|delivered|made|presented|submitted) by (?:the )?(?:[A-Z]|secretary|mayor|director|governor|head)[^,;]*$"
    r"|[ ]by [A-Z][a-z]+ [A-Z][a-z]+, (?:the )?(?:deputy|vice|executive|secretary|director|mayor|governor|head|chair)\w*\b.*$"
)
_DOCUMENT = re.compile(
    r"\b(?:Plan|Opinions|Measures|Regulations|Rules|Report|Points|List|Scheme|Guideline|Guidance|Provisions|Work|Outline|Programme|Notice|Decision|Catalogue)"
)
_PLAIN_DOCUMENT = re.compile(
    r"\b(?:plan|guideline|opinions|measures|regulations?|rules|document|list|proposal|resolution|report|draft|key points)\b",
    re.I,
)
_SPOKEN = re.compile(r"\b(?:speech|speeches|remarks|instructions?|expositions?|letters?|articles?)\b")
SHORTEST = 2  # characters that are no item


def strip_piece(text: str, start: int, end: int) -> Span | None:
    """A piece without articles, marks and tails such as "and other documents" at its edges; None where nothing is left."""
    while start < end and text[start] in " \u00a0":
        start += 1
    while article := _ARTICLE.match(text, start, end):
        start = article.end()
    glued = _GLUED.search(text[start:end])
    end = start + glued.start() if glued else end
    tail = _TAIL.search(text[start:end])
    if tail:
        end = start + tail.start()
    while start < end and text[start] in ' ,.:;“"\u00a0':
        start += 1
    while end > start and text[end - 1] in ' ,.:;”"\u00a0' and not _closes(text[start:end]):
        end -= 1
    return Span(start, end) if end - start > SHORTEST else None


def _closes(piece: str) -> bool:
    """Whether a piece ends in the mark that closes a quotation opened in it."""
    if piece[-1] == '"':
        return piece.count('"') % 2 == 0
    return piece[-1] == "”" and piece.count("“") == piece.count("”")


def make_item(text: str, action: str, span: Span, action_span: Span | None, kind: str | None) -> AgendaItem:
    """The row of an item: its title between the edges, its kind by what is done with it and its words."""
    stripped = strip_piece(text, span.start, span.end) or span
    by = _GIVEN_BY.search(text, stripped.start, stripped.end) if action == "heard" else None
    stripped = Span(stripped.start, by.start()) if by else stripped
    title = text[stripped.start : stripped.end]
    return AgendaItem(action, kind or _kind(action, title), title, stripped, action_span)


def _kind(action: str, title: str) -> str:
    """What an item is by its words: a report where it was heard, a speech before a document, a document, a reform."""
    if action == "heard":
        return "report"
    document = _DOCUMENT.search(title) if title[:1].isupper() else None
    document = document or _PLAIN_DOCUMENT.search(title)
    spoken = _SPOKEN.search(title)
    if document and not (spoken and spoken.start() < document.start()):
        return "document"
    return "reform" if "reform" in title.lower() and not spoken else "other"
