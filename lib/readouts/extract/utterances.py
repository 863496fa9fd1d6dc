"""Who says what: a speaker or the meeting, the verb, and what follows it."""

from __future__ import annotations

import re
from functools import cache

from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import Marks, within
from readouts.model import Mention, Span, Utterance
from readouts.patterns import NEAR

_BETWEEN = re.compile(
    r"(?:,[^,.;]{0,120},)?[ \u00a0]+(?:also |further |then |clearly |repeatedly |particularly |especially |again |has |have |in (?:his|her) speech,? )*",
    re.I,
)

SUBJECT_REACH = 300  # characters before a verb of saying in which its subject stands


def extract(frame: Frame) -> tuple[Utterance, ...]:
    """The utterances in order: one for each verb of saying that a named speaker, a pronoun or the meeting governs."""
    marks = frame.marks
    rows = []
    last_name: str | None = None
    for sentence in marks.layout.sentences:
        names = within(marks.names, sentence)
        for verb in within(marks.hits, sentence):
            if verb.kind != "verb" or not isinstance(verb.value, dict) or not verb.value.get("say"):
                continue
            found = _speaker(marks, sentence, verb, names, last_name)
            if found and verb.end < sentence.end:
                rows.append(_row(marks, *found, verb, sentence))
                break
        last_name = _subject(marks, sentence, names) or last_name
    return tuple(rows)


def _row(marks: Marks, speaker: str, start: int, verb: Mention, sentence: Span) -> Utterance:
    that = re.compile(r"[ ,:]*(?:that[ ,]+)?[“\"]?").match(marks.text, verb.end, sentence.end)
    content = Span(that.end() if that and that.end() < sentence.end else verb.end, sentence.end)
    return Utterance(
        speaker, marks.text[verb.start : verb.end], Span(start, verb.end), content, Span(verb.start, verb.end)
    )


def _speaker(
    marks: Marks, sentence: Span, verb: Mention, names: list[Mention], last: str | None
) -> tuple[str, int] | None:
    """The speaker and where the subject begins; None where the verb has no subject at its side."""
    text = marks.text
    for name in reversed(names):
        if (
            name.end <= verb.start
            and _BETWEEN.fullmatch(text[name.end : verb.start])
            and not text[name.end :].startswith(("'s", "’s"))
        ):
            return str(name.entry), name.start
    low = max(sentence.start, verb.start - SUBJECT_REACH)
    before = "." * (low > sentence.start) + text[low : verb.start]  # no sentence begins where it is cut
    for speaker, subjects in (("meeting", "meeting_subjects"), (last, "pronouns")):
        match = _subject_pattern(subjects).search(before)
        if match and speaker:
            return speaker, low - (low > sentence.start) + match.start(1)
    return None


@cache
def _subject_pattern(subjects: str) -> re.Pattern[str]:
    """One of some subjects at the head of a clause, and what can stand between it and its verb."""
    words = "|".join(map(re.escape, grammar_words(subjects)))
    return re.compile(rf"(?:^|[,;] |\band |“)({words})(?:{_BETWEEN.pattern})$", re.I)


def _subject(marks: Marks, sentence: Span, names: list[Mention]) -> str | None:
    """Whom a pronoun in the next sentence means: the first named person that is not only cited."""
    for name in names:
        before = marks.text[max(sentence.start, name.start - NEAR) : name.start].lower()
        cited = re.search(r"(?:of|by|from|comrade|secretary) $", before) and not re.search(
            r"^[^a-z]*(?:deputy |party )?secretary $", before
        )
        if marks.text[name.end : name.end + 2] not in ("'s", "’s") and not cited:
            return str(name.entry)
    return None
