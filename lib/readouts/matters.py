"""Meetings that the text names by their matter alone, with the level of whoever spoke, held or chaired, or of the series.

The speech at a symposium, the spirit of a teleconference held by an organ, the next one in a row of relayed meetings.
"""

from __future__ import annotations

import re

from readouts.governed import SERIES_GAP, Governed, is_specific
from readouts.lexicon import join_words, level_of
from readouts.mark import Marks, within
from readouts.model import Mention, Span
from readouts.occasions import Convening
from readouts.organs import Body
from readouts.patterns import CLOSE
from readouts.posts import Post

_THIS_ONE = {"the meeting", "meeting", "this meeting", "the session", "the sessions"}
_SPIRIT_OF = re.compile(
    r"[ \u00a0](?:of|from|at)[ \u00a0]((?:the |an? )?(?:(?!of |on |at |and the |and of )[\w’'-]+[ ]){0,4})"
)
_SPOKE_AT = re.compile(
    r"\b(?:speech|speeches|remarks|address|instructions?)\b[^.;:]{0,120}?\b(?:at|during|on|in|presiding over|chairing|attending|attended|hosting|presided over|chaired|and(?= the | $)) "
    r"((?!(?:his|her) )(?:the )?(?:(?!\b(?:at|during|on|and the) |\band $)[^,.;:]){0,70})$"
)
_SPEAKS_HERE = re.compile(
    r"\b(?:made|delivered|gave|delivers|makes)[ \u00a0](?:an?[ \u00a0])?(?:important |concluding |keynote )?$"
)
_XI_SPEAKS = re.compile(r"\bXi(?: Jinping)?\b")
_LEADERS_OWN = re.compile(
    r"\b(?:General Secretary )?Xi Jinping[’']s[ \u00a0](?:(?!(?:at|the|in|of|on|and|to|speech|speeches|remarks|instructions?) )[\w-]+[ \u00a0]){2,6}$"
)  # the General Secretary's school reform work conference
_DONE_BY = re.compile(r"[ \u00a0](?:was|were)[ \u00a0].*\bby (?:the )?$")  # … in Hunan were studied by the meeting
_HOLDER = re.compile(
    r"\b(?:(?:held|convened|chaired|hosted|organi[sz]ed|called|attended|presided over) by|(?:in|of|across) (?:the |our )(?=province|city|country|region|nation)|of (?:the )?(?=(?:provincial|municipal|prefectural|county|district|city) (?:CPC |[Pp]arty )?[Cc]ommittee)|at the (?=provincial and ministerial)|cadres under (?=provincial (?:administration|management)))[ ]?(?:the )?"
)
_MODIFIERS = re.compile(
    r"(?:(?<=and )|(?<=, of the ))((?:(?!the |its |their |of |to |by |in |on |at |was |were |held |and |that )[\w’'-]+[ \u00a0]){1,6})$"
)
_NEXT_OCCASION = re.compile(
    r"[ \u00a0]and[ \u00a0](?:of (?=the )|his (?=(?:[a-z]+ )?(?:reply|letters?|speech|instructions?|remarks)\b)|the (?=spirit|guiding|speech|important|outline|notice|circular|opinions|regulations|(?:city|province|county|district|region)[’']s[ \u00a0])|during|when|while|at|act|implement|carry|put|study|follow|fully|earnestly|thoroughly|resolutely)\b"
)
_NAMED_MATTER = re.compile(
    r"[ \u00a0](?:on|of|for|with|marking|celebrating|commemorating|attended by)[ \u00a0](?:(?![ ](?:was|were|has been|have been)[ ])[^,.;:()\n]){3,140}(?!\w)(?:(?:,[ \u00a0][A-Z]\w+)+,?[ \u00a0]and[ \u00a0][A-Z]\w+)?"
)
_CENTRAL_SYMPOSIUM = re.compile(
    rf"(?:the )?[Ss]ymposium on (?:[\w’'-]+ ){{0,6}}?(?i:{join_words('central_symposiums')})\b"
)  # on Cultural Inheritance and Development
_OF_COMMITTEE = re.compile(
    r"\bof (?:the )?(provincial|municipal|county|district|city) (?:CPC |[Pp]arty )?[Cc]ommittee\b"
)
MAX_SERIES = 60  # characters between a meeting and the head word of the next in a series
MAX_MATTER = 150  # characters of what a meeting known by its matter was about, and by whom it was held
MAX_SPEECH = 230  # characters between a speech and the meeting at which it was made
SPEAKER_REACH = 60  # characters before the word speech in which its speaker can stand


def where_leader_spoke(marks: Marks, meeting: Mention) -> Mention | None:
    """A meeting known by its matter alone at which a leader spoke: of the leader's level, its matter in its name."""
    if is_specific(meeting) or not isinstance(meeting.value, Convening):
        return None
    first = max(0, meeting.start - MAX_SPEECH)
    own = _LEADERS_OWN.search(marks.text, first, meeting.start)
    if own:
        return named_by_matter(marks, meeting, own.start(), "central")
    match = _SPOKE_AT.search(marks.text[first : meeting.start])
    if not match or _SPEAKS_HERE.search(marks.text[max(0, first + match.start() - CLOSE) : first + match.start()]):
        return None
    level = _speaker_level(marks, Span(max(0, first + match.start() - SPEAKER_REACH), first + match.start(1)))
    found = named_by_matter(marks, meeting, first + match.start(1), level) if level else None
    done = found is not None and _DONE_BY.search(marks.text, found.start, meeting.start) is not None
    return None if done or (found and marks.text[found.start : found.end].lower() in _THIS_ONE) else found


def told_by_matter(marks: Marks, meeting: Mention) -> Mention | None:
    """A meeting known by its matter alone whose spirit is told: of the level of whoever held or chaired it."""
    if is_specific(meeting) or not isinstance(meeting.value, Convening):
        return None
    spirit = next(
        (
            h
            for h in reversed(within(marks.hits, (max(0, meeting.start - MAX_SPEECH), meeting.start)))
            if h.kind == "spirit"
        ),
        None,
    )
    named = _SPIRIT_OF.fullmatch(marks.text, spirit.end, meeting.start) if spirit else None
    sentence = marks.sentence_at(meeting.start)
    if named is None or sentence is None:
        return None
    stop = min(sentence.end, meeting.end + MAX_MATTER)
    holder = _HOLDER.search(marks.text, meeting.end, stop)
    if _CENTRAL_SYMPOSIUM.match(marks.text, meeting.start):
        return named_by_matter(marks, meeting, named.start(1), "central")
    if holder is None or re.search(r"[,.;:]", marks.text[meeting.end : holder.start()]):
        return None
    if any(meeting.end <= m.start < holder.start() for m in marks.meetings):
        return None
    level = _holder_level(marks, holder.end())
    return named_by_matter(marks, meeting, named.start(1), level) if level else None


def in_series(marks: Marks, meeting: Mention, before: list[Governed]) -> Mention | None:
    """A meeting known by its matter that goes on a series of relayed ones: of the level of the one before it."""
    last = before[-1] if before else None
    if last is None or last.relation == "referred" or is_specific(meeting) or meeting.start < last.mention.end:
        return None
    gap = marks.text[last.mention.end : meeting.start]
    named = _MODIFIERS.search(gap)
    start = meeting.start - len(named[1]) if named and len(gap) < MAX_SERIES else meeting.start
    if start == meeting.start and not _NAMED_MATTER.match(marks.text, meeting.end):
        return None
    gap = marks.text[last.mention.end : start]
    if len(gap) > 30 or not SERIES_GAP.fullmatch(gap):
        return None
    found = named_by_matter(marks, meeting, start, last.mention.value.level)
    owner = _OF_COMMITTEE.search(marks.text, found.start, found.end)
    return found._replace(value=found.value._replace(level=level_of(owner[1]))) if owner else found


def named_by_matter(marks: Marks, meeting: Mention, start: int, level: str | None) -> Mention:
    """A meeting with a level, its name running over the matter behind it: the symposium on private firms."""
    matter = _NAMED_MATTER.match(marks.text, meeting.end)
    next_one = _NEXT_OCCASION.search(matter[0]) if matter else None
    end = meeting.end + next_one.start() if next_one else matter.end() if matter else meeting.end
    value = meeting.value
    assert isinstance(value, Convening)
    return meeting._replace(start=start, end=end, value=value._replace(level=level))


def _holder_level(marks: Marks, start: int) -> str | None:
    """The level of whoever is named at a place: a leader, an organ, or a level itself."""
    word = re.compile(r"[A-Za-z]+").match(marks.text, start)
    if word and level_of(word[0]):
        return "central" if marks.text.startswith("provincial and ministerial", start) else level_of(word[0])
    body = next((b for b in marks.bodies if b.start == start), None)
    if body is not None and isinstance(body.value, Body):
        return body.value.level
    return _speaker_level(marks, Span(start, start + SPEAKER_REACH))


def _speaker_level(marks: Marks, window: Span) -> str | None:
    """The level of whoever speaks: the General Secretary's, else that of the organ of the post named last."""
    if _XI_SPEAKS.search(marks.text, window.start, window.end):
        return "central"
    posts = [p for p in within(marks.offices, window) if isinstance(p.value, Post)]
    levels = [_post_level(marks.text, post) for post in posts]
    return next((level for level in reversed(levels) if level), None)


def _post_level(text: str, post: Mention) -> str | None:
    """The level of a post: its organ's, else the one that its first word says (provincial Party secretary)."""
    body = post.value.body
    return body.level if body is not None else level_of(text[post.start : post.end].split(maxsplit=1)[0])
