"""The speeches, instructions, letters and documents that an English meeting conveyed or studied, cut where the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.edges import make_item
from readouts.frame import Frame
from readouts.lexicon import grammar_words, join_words
from readouts.mark import Marks, within
from readouts.model import AgendaItem, Mention, Span
from readouts.wanted import is_title, is_wanted

NAMED_DOCUMENTS = (
    "Decision|Regulations|Opinions|Measures|Law|Notice|Circular|Rules|Guidelines|Constitution|Outline|Plan"
)
_SPEECHES_SUCH_AS = re.compile(
    r"[^.;]{0,60}\b(?:speeches|instructions|letters|remarks)\b[^.;]{0,60}, (?:such as|including|especially) (?=the (?:important )?(?:speech|instruction|letter|remark))"
)
_VISIT = re.compile(
    r"\b(?:during|on|in|when|while|after)\b(?:(?!\b(?:during|on|in|when|while|after|and)\b)[^,;.]){0,40}?\b(?:visits?|inspections?|inspecting|tours?|touring|investigations?|investigating|visiting|trips?|research)\b"
)
_ON_MATTER = re.compile(r"\b(?:speech|instructions?|remarks|address)\b[^,;.]*\bon (?:the )?\w")
# his instructions on schools, [the National Conference on …]
_SPEECH_AHEAD = re.compile(
    r"((?:important |recent |latest )*(?:speech(?:es)?|instructions?|remarks|letters?|replies|reply)\b(?!.*\b(?:at|in|during) )[^,;.]* (?:on|about|to) [^,;.]*), (?:and )?(?:of )?(?:the )?"
)
_SPOKEN = re.compile(r"\b(?:and|as well as)[ ](?:at|in|during)[ ]")
_JOINT_BEFORE = re.compile(
    r"[ ,]+(?:and|as well as)[ ](?:(?:at|in|during|on|when|while)[ ])?(?:(?:presiding over|chairing|attending|addressing)[ ])?(?:the[ ])?$"
)
_JOINT_BEHIND = re.compile(r"[ ,]+(?:and|as well as)[ ](?=during|on|in|when|while)")
_SERIES_OF = re.compile(
    r"^[ \u00a0]*(?:(?:an?|the|his) (?:recent |latest |important )*series of |in an? [a-z]+(?: and [a-z]+)? (?:way|manner) )"
)
_DOCUMENT_AHEAD = re.compile(  # the Circular of A on B, [the spirit of …]
    rf"[ ]?(?:[Tt]he )?(?:[A-Z][\w’'-]+ ){{0,4}}?(?:{NAMED_DOCUMENTS}) (?:of|on|for)\b[^;]*(?:,|,? and|,? as well as)[ ](?:the )?"
)
_OF_MEETING = re.compile(r"(?:important |relevant )*(?:spirit|essence|guiding|speech|instruction)", re.I)
_SPIRIT_HEAD = r"(?:(?:important )?(?:spirits?|guiding principles|essence|key messages) (?:of|from|in)|(?:important |recent |congratulatory |work |research |keynote |opening )*(?:demands|speech|instruction|letter|remark|address|requirement|exposition|discourse|statement|article|directive|reply))"
_NEXT_SPIRIT = re.compile(
    rf"[ \u00a0]*(?:[,;][ ](?:and |along with |together with |as well as )?(?:of )?(?:[Tt]he |his |her )?(?={_SPIRIT_HEAD})|,[ ](?:and )?(?:the )?(?=[“\"][A-Z])|[,;][ ](?:and )?(?=(?:[A-Z][\w-]+ ){{1,5}}?[A-Z][\w-]+[’']s (?:important |latest )?(?:speech|instructions?|letter|exposition|remarks|statements?|discourses?|articles?))|(?:,[ ])?\b(?:and|as well as)[ ](?:of[ ])?(?=(?:the |his |her |(?:[A-Z][\w’'-]+ ){{1,5}}){_SPIRIT_HEAD})|\band[ ](?=spirit of)|(?:[,;][ ](?:and )?(?:the )?|\band[ ]the )(?=(?:[A-Z][\w’'-]+ ){{0,4}}(?:{NAMED_DOCUMENTS})[ ](?:of|on|for)\b)|,[ ](?:and )?(?=(?:the )?relevant (?:[a-z]+ )?meetings?\b)|,?[ ]and[ ](?:the )?(?=(?:CPC )?Central Committee(?:[’']s)? [^,;.]{{0,60}}\brequirements\b)|(?:,[ ])?\band[ ](?:the )?(?=(?:decisions?|deployment|arrangements) (?:made |taken |adopted )?(?:by|at|of) )|,[ ](?:and )?(?=documents (?:of|on) )|(?:,[ ](?:and )?|\band[ ])(?:the )?(?=(?:notice|circular|bulletin)s? (?:of|on|from|issued by) ))"
)
_NOTICE = re.compile(
    rf"[ ]?(?:of )?(?:the (?:spirits?|essence|gist) of )?(?:[Tt]he )?(?:(?:[a-z]+ )?(?i:notice|circular|bulletin)s?|(?:[a-z]+ |(?:[A-Z][\w’'-]+ ){{0,4}})(?:{NAMED_DOCUMENTS})) "
)
_SPEECH_AT = re.compile(r"\b(?:speech(?:es)?|remarks|address|instructions?|letters?|expositions?)\b(?!.*\bspirit\b)")
_ONE_SPEECH = re.compile(r"\b(?:speech|remarks|address)\b[^,;.]{0,60}\b(?:at|in|during) $")
_AND_THE = re.compile(r",? and the ")
_IN_LIST = re.compile(
    r"(?:(?:[,;]|\band)[ \u00a0](?:and[ \u00a0])?(?:the[ \u00a0])?|\b[Vv]olumes? of |\bJinping[’']s )[“\"]$"
)
_FIRST_QUOTE = re.compile(r"[ ]?(?:the )?(?:(?:relevant )?contents of )?(?:the )?[“\"]")
_BOOK = re.compile(
    r"\b(?:Selected|Excerpts|Outline|Governance of China|Reader|Readings|Anthology|Quotations|History)\b"
)
_FINDINGS = re.compile(rf"\b(?:{join_words('conveyed_pieces')})\b")
_DOCUMENT_IN_LIST = re.compile(
    rf"(?:[,;] (?:and |together with |along with )?|\b(?:spirit|essence|requirements) of | and (?=[^,;.]{{0,60}} (?:of|on|for) ))(?:the |newly revised |the newly revised )((?:[A-Z][\w’'-]+ ){{0,3}}(?:{NAMED_DOCUMENTS})\b[^,;.]*?)"
    r"(?=,|;|\.| and (?:the (?!State Council)|earnestly |to )|$)"
)
_SMALL_IN_LIST = re.compile(  # the spirit of a meeting, the outline of the plan for the lake, and …
    r"[,;] (?:and )?the ((?:outline|plan|regulations|opinions|notice|circular|measures|rules|law) (?:of|on|for) [^,;.]{8,160}?)(?=,|;|\.|$| and the )"
)
_SPIRIT_OF_DOCUMENT = re.compile(
    r"\b(?:spirits?|essence|gist|main points) of (?:the |our )?((?:(?!of |and |on |for )[\w’'-]+ ){0,4}?(?:programme|program|plan|scheme|notice|circular|regulations|opinions|measures|documents?|law|guidelines)\b"
    r"(?: (?:on|of|for|issued) [^,;.“\"]*?)?)(?=,|;|\.| and |$)"
)  # the main spirit of the reform plan of the county
MAX_BEFORE_SPIRIT = 4  # words
MAX_LIST_JOINT = 16  # characters


def cut_speeches(frame: Frame, region: Span, act: Span, conveyed: bool) -> list[AgendaItem] | None:
    """Speeches, instructions and letters among what is conveyed or studied; None where the object is no spirit of any.

    The pieces that tell a higher meeting's spirit are relays and no items.
    """
    marks, text = frame.marks, frame.marks.text
    more = _FINDINGS.search(text, region.start, region.end) if conveyed else None
    words = "|".join([*grammar_words("spirit_pieces"), *([more[0]] if more else [])])
    relayed = [g.mention for g in frame.others if region.start <= g.mention.start < region.end]
    spirits = [h for h in within(marks.hits, region) if h.kind == "spirit"]
    titles = [q for q in within(marks.quotes, region) if is_title(text, q)]
    if titles:
        spirits = [h for h in spirits if not text.endswith(" other ", 0, h.start)]  # titles and other topics
    worded = re.search(rf"(?<!for )\b(?:{words})\b", text[region.start : region.end], re.I)
    if not (spirits or worded) or (spirits and not more and _far_from_spirit(text, region, spirits[0])):
        return None
    out = list(_spoken(text, region, relayed, words, act))
    for quote in titles:
        if _is_listed(text, region, quote) and _names_document(marks, quote) and not _in_items(out, quote.start):
            out.append(make_item(text, "studied", Span(quote.start, quote.end), act, "document"))
    for told in _documents_told(text, region, beside_meetings=bool(relayed)):
        if not _in_items(out, told.start):
            out.append(make_item(text, "studied", told, act, "document"))
    if not out and not relayed:
        named = [q for q in titles if _has_noun(marks, q)]
        out = [make_item(text, "studied", Span(q.start, q.end), act, "document") for q in named]
    of_leader = any(
        re.search(r"spirit|principle|essence|gist|speech|keynote", text[s.start : s.end], re.I) for s in spirits
    )
    return out if out or relayed or of_leader else None


def _spoken(text: str, region: Span, relayed: list[Mention], words: str, act: Span) -> Iterator[AgendaItem]:
    """The pieces that tell of a speech, an instruction, a notice; of those that name a meeting, what is an item too."""
    for start, end in _spirit_pieces(text, region):
        told = [m for m in relayed if start <= m.start < end]
        beside = _beside_relay(text, Span(start, end), told) if told else None
        piece = beside or Span(start, _end_of_speech(text, Span(start, end), told))
        notice = _NOTICE.match(text, piece.start)
        spoken: object = notice or re.search(rf"\b(?:{words})\b", text[piece.start : piece.end], re.I)
        spoken = spoken or text.startswith(("documents of ", "documents on "), piece.start)
        spoken_at = told and _SPEECH_AT.search(text, piece.start, told[0].start)  # an item, and its meeting a relay
        if beside or spoken_at or (not told and spoken):
            row = make_item(text, "studied", piece, act, "document" if notice else "other")
            if is_wanted(row):
                yield row


def _documents_told(text: str, region: Span, *, beside_meetings: bool) -> Iterator[Span]:
    """Documents told by their names without quotation marks: the Regulations on A, the outline of the plan for B."""
    yield from (Span(*m.span(1)) for m in _DOCUMENT_IN_LIST.finditer(text, *region))
    if not beside_meetings:
        yield from (Span(*m.span(1)) for m in _SPIRIT_OF_DOCUMENT.finditer(text, *region))
    yield from (Span(*m.span(1)) for m in _SMALL_IN_LIST.finditer(text, *region))


def _spirit_pieces(text: str, region: Span) -> Iterator[tuple[int, int]]:
    """A region cut where another spirit, speech or letter begins."""
    told = _SPEECHES_SUCH_AS.match(text, region.start, region.end)
    at = told.end() if told else region.start
    for match in _NEXT_SPIRIT.finditer(text, at, region.end):
        yield at, match.start()
        at = match.end()
    yield at, region.end


def _far_from_spirit(text: str, region: Span, spirit: Mention) -> bool:
    """Whether the words before a spirit say that something else is the object; a document may be told first."""
    before = _SERIES_OF.sub("", text[region.start : spirit.start])
    if _DOCUMENT_AHEAD.fullmatch(before) and _OF_MEETING.match(text, spirit.start):
        return False
    if re.search(rf"\b(?:{join_words('spirit_pieces')})\b", before):
        return False
    return before.count(" ") > MAX_BEFORE_SPIRIT and not re.search(r"\bXi\b|[Ss]ecretary|[’']s\b", before)


def _beside_relay(text: str, piece: Span, relayed: list[Mention]) -> Span | None:
    """What is told beside a higher meeting in one piece: speeches made during a visit and at the symposium."""
    visit = _VISIT.search(text, piece.start, piece.end)
    if visit is None:
        ahead = _SPEECH_AHEAD.fullmatch(text, piece.start, relayed[0].start)
        if ahead:
            return Span(piece.start, ahead.end(1))
        on = _ON_MATTER.search(text, piece.start, relayed[0].start)
        joint = _JOINT_BEFORE.search(text[piece.start : relayed[0].start]) if on else None
        return Span(piece.start, piece.start + joint.start()) if joint and _SPOKEN.search(joint[0]) else None
    if any(m.start <= visit.start() < m.end for m in relayed):
        return None
    if visit.end() <= relayed[0].start:
        joint = _JOINT_BEFORE.search(text[piece.start : relayed[0].start])
        return Span(piece.start, piece.start + joint.start()) if joint else None
    joint = next(
        (m for m in _JOINT_BEHIND.finditer(text, relayed[-1].start, piece.end) if m.end() == visit.start()), None
    )
    return Span(joint.end(), piece.end) if joint else None


def _end_of_speech(text: str, piece: Span, told: list[Mention]) -> int:
    """Where a speech at one meeting ends before another meeting: the speech at the symposium and the plenary of the committee."""
    one = len(told) > 1 and _ONE_SPEECH.search(text, piece.start, told[0].start)
    return told[0].end if one and _AND_THE.fullmatch(text, told[0].end, told[1].start + len("the ")) else piece.end


def _in_items(rows: list[AgendaItem], at: int) -> bool:
    """Whether a place lies in one of the items."""
    return any(row.span.start <= at < row.span.end for row in rows)


def _is_listed(text: str, region: Span, quote: Mention) -> bool:
    """Whether a title in quotation marks stands first in what is conveyed, or as one of a list."""
    before = max(region.start, quote.start - MAX_LIST_JOINT)
    return bool(_IN_LIST.search(text, before, quote.start) or _FIRST_QUOTE.fullmatch(text, region.start, quote.start))


def _names_document(marks: Marks, quote: Mention) -> bool:
    """Whether a title is a document's or a book's."""
    return _BOOK.search(marks.text, quote.start, quote.end) is not None or _has_noun(marks, quote)


def _has_noun(marks: Marks, quote: Mention) -> bool:
    return any(h.kind == "document-noun" for h in within(marks.hits, (quote.start, quote.end)))
