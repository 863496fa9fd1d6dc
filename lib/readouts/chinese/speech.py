"""Who says what in a Chinese readout, and the sentences that demand action."""

from __future__ import annotations

import re

from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import Marks, within
from readouts.model import Directive, Mention, Span, Utterance

_ON_WHAT = r"(?:(?!就|在(?:讲话|会上|会议|总结|主持))[^，。；])"
_BETWEEN = re.compile(
    rf"(?:在(?:讲话|会上|会议|总结|主持){_ON_WHAT}{{0,10}}|还|同时|又|进一步|最后|同志|再次|特别|反复|明确|就{_ON_WHAT}{{2,40}}|，)*"
)
_CONTENT = re.compile(r"[，：:“ ]*")
_DEMAND = re.compile(
    r"(?:^|[，；：。“、]|会议强调|会议要求|会议指出|(?:[一二三四五六七八九十]+是)|(?:[一二三四五六七八九十]+)|各[^，。；：]{1,24}|我[们市县区省]|全[市县区省州][^，。；：]{0,14}|要求[^，。；：]{0,14}|同时|还|也|强调|指出|单位|部门|干部|同志|党员|大家|班子)(?P<modal>要(?!求|点|闻|素|件|领|义|害|职|案|不是|么|塞|紧)|必须|务必|应当|应该|应(?!急|用|对|有尽有|邀|变)|需要|须|切实|确保)"
)
MODALITY = {
    "要": "should",
    "应": "should",
    "应当": "should",
    "应该": "should",
    "必须": "must",
    "务必": "must",
    "须": "must",
    "需要": "need",
}


def extract(frame: Frame) -> tuple[Utterance, ...]:
    """The utterances in order: one a sentence, for the first verb of saying that a speaker or the meeting governs."""
    marks = frame.marks
    rows: list[Utterance] = []
    last: str | None = None
    for sentence in marks.layout.sentences:
        names = within(marks.names, sentence)
        for verb in within(marks.hits, sentence):
            if verb.kind != "verb" or not verb.value.get("say"):
                continue
            found = _speaker(marks, sentence, verb, names, last)
            if found and verb.end < sentence.end:
                rows.append(_row(marks, *found, verb, sentence))
                break
        last = str(names[0].entry) if names else last
    return tuple(rows)


def _row(marks: Marks, speaker: str, start: int, verb: Mention, sentence: Span) -> Utterance:
    that = _CONTENT.match(marks.text, verb.end, sentence.end)
    at = that.end() if that and that.end() < sentence.end else verb.end
    return Utterance(
        speaker,
        marks.text[verb.start : verb.end],
        Span(start, verb.end),
        Span(at, sentence.end),
        Span(verb.start, verb.end),
    )


def _speaker(
    marks: Marks, sentence: Span, verb: Mention, names: list[Mention], last: str | None
) -> tuple[str, int] | None:
    """The speaker and where the subject begins; None where the verb has no subject at its side."""
    text = marks.text
    for name in reversed(names):
        if name.end <= verb.start and _BETWEEN.fullmatch(text[name.end : verb.start]):
            return text[name.start : name.end], name.start
    for word in grammar_words("meeting_subjects", "zh"):
        at = text.rfind(word, sentence.start, verb.start)
        if at >= 0 and _BETWEEN.fullmatch(text[at + len(word) : verb.start]):
            return "meeting", at
    for word in grammar_words("pronouns", "zh"):
        at = text.rfind(word, sentence.start, verb.start)
        if at >= 0 and last and _BETWEEN.fullmatch(text[at + len(word) : verb.start]):
            return last, at
    return None


def extract_directives(frame: Frame) -> tuple[Directive, ...]:
    """The demanding sentences in order, with how they demand it and the themes they touch."""
    marks = frame.marks
    rows: list[Directive] = []
    speaker: str | None = None
    for sentence in marks.layout.sentences:
        names = within(marks.names, sentence)
        for verb in within(marks.hits, sentence):
            if verb.kind == "verb" and verb.value.get("say"):
                found = _speaker(marks, sentence, verb, names, speaker)
                speaker = found[0] if found else speaker
                break
        match = _DEMAND.search(marks.text, sentence.start, sentence.end)
        if match:
            themes = tuple(dict.fromkeys(h.entry for h in within(marks.hits, sentence) if h.kind == "theme"))
            rows.append(Directive(sentence, speaker, MODALITY.get(match["modal"], "imperative"), themes))
    return tuple(rows)
