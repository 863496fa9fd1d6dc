"""Whether a readout reports a meeting that it names: in the title, as what was held, beside or in a row with one that was."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from readouts.governed import Governed, block_of, is_specific
from readouts.lexicon import grammar_pattern, grammar_words
from readouts.mark import Marks, within
from readouts.model import Mention, Span
from readouts.occasions import Convening

LEAD_PARAGRAPHS = 4
LEAD_CHARS = 1400
MAX_OPENING = 160  # characters of "Held in May after the plenum, the"
_RELEASED = r"(?:released|issued|published)(?: on)?(?: (?:[A-Za-z]+day|late|earlier))? (?:after|following)"
_HELD_ON = re.compile(r"[ \u00a0]*,?[ \u00a0](?:which was |that was )?(?:held|convened)[ \u00a0](?:on|from|in)\b")
_SPEAKING_AT = re.compile(
    rf"\b(?:{_RELEASED}|(?:speaking|spoke|remarks|said|speech)(?: made| delivered)? during)[ ](?:the |a )?$"
)
_TO_THE_MEETING = r"[ ,](?:the |a |an |its |their |over |and [a-z ]{3,20} )*(?:[a-z]+ )?$"
_HELD_OPENING = re.compile(
    r"(?:^|[.] )(?:Held|Convened)[ \u00a0](?:on|in|before|after|at|ahead of|just|this|last|yesterday|amid)[^.;]{2,110},[ \u00a0](?:the )?$"
    r"|(?:^|[.] )On the same (?:day|morning|afternoon|evening), [^.;]{3,110}[ \u00a0](?:held|convened)[ \u00a0](?:its |the |an? )?$"
)
_OPENINGS = ("Held ", "Convened ", "On the same ")
_HELD_COLON = re.compile(
    r"\b(?:meetings|sessions)[ \u00a0]were[ \u00a0](?:held|convened)[^.;:]{0,60}:[ \u00a0](?:the |an? )?$"
)
_ROW_GAP = re.compile(r"(?:,|,?[ \u00a0](?:and|cum))[ \u00a0](?:the[ \u00a0]|an?[ \u00a0])?")
_TOGETHER = r"(?:[ \u00a0]on[ \u00a0][A-Z][a-z]+[ \u00a0]\d{1,2})?,?[ \u00a0](?:which was |was )?(?:held )?(?:concurrently|together|jointly|simultaneously|in conjunction|along|back-to-back)[ \u00a0]with[ \u00a0](?:the[ \u00a0]|an?[ \u00a0])?"
_HELD_TOGETHER = re.compile(_TOGETHER)
HELD_WITH = re.compile(
    rf"{_TOGETHER}|(?:[ \u00a0](?:in[ \u00a0]20\d\d|met|convened|on[ \u00a0][A-Z][a-z]+[ \u00a0]\d{{1,2}}))?(?:,|,?[ \u00a0](?:and|cum|as well as|followed by|which was also|and then)|[ \u00a0]?[(（](?:also)?)[ \u00a0]?(?:the[ \u00a0]|an?[ \u00a0])?(?:enlarged[ \u00a0]|expanded[ \u00a0])?(?:study[ \u00a0])?"
    r"|(?:[ \u00a0]was[ \u00a0](?:also[ \u00a0])?(?:held|convened))?,?[ \u00a0]and[ \u00a0]so[ \u00a0]was[ \u00a0](?:the[ \u00a0]|an?[ \u00a0])?"
)
_AND_MEETING_OF = re.compile(
    r"[ \u00a0](?:for|on|to)[ \u00a0][^.;,]{3,80}[ \u00a0]and[ \u00a0](?:the |an? )?"
)  # of two groups


_JUST_HELD = re.compile(
    r" (?:has|have|had|was) just (?:been )?[a-z]+ed\b|[ ](?:has|have|had) just been held\b"
)  # another has just been held, has just concluded


@cache
def _held_after() -> re.Pattern[str]:
    """Was held, met, opened: a word near the meeting's name, several words further off too."""
    words = {
        far: "|".join(re.escape(w) for w in grammar_words("held_after") if (" " in w) is far) for far in (True, False)
    }
    return re.compile(rf"[^.;]{{0,20}}?\b(?:{words[False]})\b|[^.;]{{0,140}}?\b(?:{words[True]})\b")


def is_own(marks: Marks, meeting: Mention) -> bool:
    """Whether the readout reports this meeting: in the title, or in the lead as what was held, chaired, attended."""
    text, value = marks.text, meeting.value
    block = block_of(marks, meeting.start)
    if block is None or not isinstance(value, Convening):
        return False
    if told_as_held(marks, meeting):
        return True
    line = marks.block_at(meeting.start)
    kind = line.kind if line else ""
    before = text[max(block.start, meeting.start - 45) : meeting.start].lower().replace("\u00a0", " ")
    since = grammar_pattern(r"\b", "since_marks", r"\b[ a-z]{0,6}$").search(before)
    told = since is not None and since[0].lstrip().startswith("during") and _HELD_ON.match(text, meeting.end)
    if since and not told and not _SPEAKING_AT.search(before):
        return False
    if kind in {"title", "subtitle"}:
        return not _governed_in_title(marks, block, meeting) and (is_specific(meeting) or value.body_type != "other")
    lead = lead_end(marks)
    if meeting.start > lead:
        return False
    after = text[meeting.end : meeting.end + 160].lower()
    of_place = value.level != "central" and (
        value.form == "party-congress" or (value.form == "work-conference" and value.level is not None)
    )
    local = of_place and _held_after().match(after)
    if value.form in {"two-sessions", "party-congress", "work-conference"} and not (
        local or re.search(r"\b(?:held|chaired|presided)\b", before)
    ):
        return False
    if _JUST_HELD.match(after):
        return False
    held = _held_after().match(after)
    attending = bool(re.search(rf"\b{_RELEASED} (?:the |a )?$", before)) or bool(
        grammar_pattern(r"\b", "attending_before", _TO_THE_MEETING).search(
            before + " " if before and before[-1] != " " else before
        )
    )
    attending = attending or bool(_HELD_COLON.search(text, block.start, meeting.start))
    subject = value.body is not None and value.body.end <= meeting.start and not attending
    known = is_specific(meeting) or value.enlarged or value.body_type == "government-executive"
    return (held or attending or (subject and is_specific(meeting))) and known


def told_as_held(marks: Marks, meeting: Mention) -> bool:
    """Whether a sentence, wherever it stands, opens with when a numbered meeting was held: Held on Friday, the 16th …

    On the same day counts too: On the same day, the government held its 41st executive meeting.
    """
    if not isinstance(meeting.value, Convening) or not meeting.value.ordinals or meeting.value.body_type == "other":
        return False
    opening = marks.text[max(0, meeting.start - MAX_OPENING) : meeting.start]
    block = block_of(marks, meeting.start) if any(w in opening for w in _OPENINGS) else None
    return (
        block is not None
        and _HELD_OPENING.search(marks.text[max(block.start, meeting.start - MAX_OPENING) : meeting.start]) is not None
    )


def is_held_with(marks: Marks, own: list[Mention], meeting: Mention) -> bool:
    """Whether a meeting is joined by "and" to one that was held: held an enlarged meeting and the 31st executive meeting."""
    gap = marks.text[own[-1].end : meeting.start] if own else ""
    kind = meeting.value.body_type if isinstance(meeting.value, Convening) else "other"
    of_group = own and own[-1].value.of_leading_group and "meeting of" in marks.text[own[-1].start : meeting.end]
    joined = HELD_WITH.fullmatch(gap) or (of_group and _AND_MEETING_OF.fullmatch(gap))
    return (is_specific(meeting) or kind != "other") and bool(joined)


def is_held_together(marks: Marks, own: list[Mention], meeting: Mention) -> bool:
    """Whether a meeting with an organ was held in one sitting with the last one held: a meeting together with the 49th …"""
    joint = _HELD_TOGETHER.fullmatch(marks.text, own[-1].end, meeting.start) if own else None
    return joint is not None and is_specific(meeting)


def held_in_a_row(marks: Marks, own: list[Mention], others: list[Governed]) -> list[Mention]:
    """Meetings named right before one that was held, in one row: A, B and C were held."""
    row: list[Mention] = []
    for governed in reversed(others):
        gaps = (marks.text[governed.mention.end : m.start] for m in (*own, *row))
        if governed.relation == "referred" and any(_ROW_GAP.fullmatch(gap) for gap in gaps):
            row.append(governed.mention)
    return row


def is_verbless(marks: Marks, meeting: Mention) -> bool:
    """Whether a sentence of the lead is nothing but names of meetings, the verb lost in translation."""
    sentence = marks.sentence_at(meeting.start)
    if sentence is None or meeting.start > lead_end(marks) or not is_specific(meeting):
        return False
    rest, at = "", sentence.start
    for named in within(marks.meetings, sentence):
        rest, at = rest + marks.text[at : named.start], max(at, named.end)
    return not re.sub(r"[\W_]|\band\b|\bthe\b", "", rest + marks.text[at : sentence.end])


def _governed_in_title(marks: Marks, block: Span, meeting: Mention) -> bool:
    """Whether a headline tells what is done with a meeting's spirit, or what prepares it, rather than that it was held."""
    before = within(marks.hits, (block.start, meeting.start))
    if any(h.kind == "spirit" or (h.kind == "verb" and "relation" in h.value) for h in before):
        return True
    words = "|".join(map(re.escape, grammar_words("prepares")))
    return bool(re.search(rf"\b(?:{words}) (?:the )?$", marks.text[block.start : meeting.start], re.I))


def lead_end(marks: Marks) -> int:
    paragraphs = list(islice((b.span for b in marks.layout.blocks if b.kind == "paragraph"), LEAD_PARAGRAPHS))
    return min(paragraphs[-1].end, paragraphs[0].start + LEAD_CHARS) if paragraphs else 0
