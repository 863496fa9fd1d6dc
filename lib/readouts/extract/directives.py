"""Sentences that demand action, with how they demand it and the themes they touch."""

from __future__ import annotations

import re

from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import Marks, within
from readouts.model import Directive, Span

_OPENING = re.compile(
    r"(?:(?:First|Second|Third|Fourth|Fifth|Sixth|Finally|At the same time|Meanwhile|In addition|Moreover|Furthermore)(?:ly)?, ?)?",
    re.I,
)
_INFINITIVE = re.compile(r"To [a-z]+ [^.]{10,}, [a-z]+ [^.]{5,}")


def extract(frame: Frame) -> tuple[Directive, ...]:
    """The demanding sentences in order: a modal word, an imperative that goes on from a demand, or a bare infinitive."""
    marks = frame.marks
    rows: list[Directive] = []
    previous = False
    speaker: str | None = None
    for sentence in marks.layout.sentences:
        speaker = _speaker(marks, sentence) or speaker
        modality = _modality(marks, sentence, previous)
        previous = modality is not None
        if modality:
            themes = tuple(dict.fromkeys(h.entry for h in within(marks.hits, sentence) if h.kind == "theme"))
            rows.append(Directive(sentence, speaker, modality, themes))
    return tuple(rows)


def _modality(marks: Marks, sentence: Span, previous: bool) -> str | None:
    demands = [h for h in within(marks.hits, sentence) if h.kind == "demand"]
    for hit in demands:
        if not _false_cue(marks, hit.start, hit.end, sentence):
            return hit.entry
    text = marks.text[sentence.start : sentence.end]
    opening = _OPENING.match(text)
    word = re.match(r"[A-Za-z]+", text[opening.end() if opening else 0 :])
    if previous and word and word[0].lower() in grammar_words("imperatives"):
        return "imperative"
    if _INFINITIVE.match(text):
        return "imperative"
    return None


def _false_cue(marks: Marks, start: int, end: int, sentence: Span) -> bool:
    """A cue that demands nothing: in a quotation, or told of the past or of a report's contents."""
    if any(q.start <= start < q.end for q in within(marks.quotes, sentence)):
        return True
    surface = marks.text[start:end].lower()
    return surface in {
        "needs of",
        "importance of",
        "need for",
        "required",
        "requested",
        "asked",
        "ordered",
    } and not re.match(r"[ \u00a0]+(?:that|to|all|the|every|each)\b", marks.text[end : end + 12])


def _speaker(marks: Marks, sentence: Span) -> str | None:
    """The meeting or person whose words a sentence and those after it are."""
    says = [
        h for h in within(marks.hits, sentence) if h.kind == "verb" and isinstance(h.value, dict) and h.value.get("say")
    ]
    if not says:
        return None
    names = [n for n in within(marks.names, sentence) if n.end <= says[0].start and says[0].start - n.end < 40]
    if names:
        return str(names[-1].entry)
    low = marks.text[sentence.start : says[0].start].lower()
    return "meeting" if any(low.strip().endswith(s) for s in grammar_words("meeting_subjects")) else None
