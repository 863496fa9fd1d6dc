"""Named organs told to do a thing, and unnamed groups that take part, in Chinese."""

from __future__ import annotations

import re

from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import within
from readouts.model import Assignment, Group, Span

_ORGAN = re.compile(
    r"(?:(?<=[，。；：、])|(?<=要求)|(?<=由)|^)(?P<actors>(?:[\u3400-\u9fff]{2,14}(?:局|办|委|部|院|中心|公司|集团|街道|镇|乡|厅|联|改革办|组|总队|支队)(?:、|和|及)?)+)(?P<modal>要|负责|必须|务必|牵头)(?!求|点|闻|领导)"
)
_ONE = re.compile(r"[\u3400-\u9fff]+(?:局|办|委|部|院|中心|公司|集团|街道|镇|乡|厅|联|改革办|组|总队|支队)(?=、|$)")
_END = re.compile(r"[。；]")


def extract(frame: Frame) -> tuple[Assignment, ...]:
    """The assignments in order of the organ told; 各部门 and the like are no named organs."""
    marks, text = frame.marks, frame.marks.text
    rows: list[Assignment] = []
    for sentence in marks.layout.sentences:
        for match in _ORGAN.finditer(text, sentence.start, sentence.end):
            if any(word in match["actors"] for word in grammar_words("general_actors", "zh")):
                continue
            stop = _END.search(text, match.end(), sentence.end)
            end = stop.start() if stop else sentence.end
            task = Span(match.end(), end)
            if task.end - task.start < 4:
                continue
            for one in _ONE.finditer(text, match.start("actors"), match.end("actors")):
                span = Span(*one.span())
                if one[0] in grammar_words("bare_organs", "zh"):
                    continue
                rows.append(Assignment(text[span.start : span.end], text[task.start : task.end], span, task))
    return tuple(rows)


def extract_groups(frame: Frame) -> tuple[Group, ...]:
    """The groups in order: the pieces before a verb of attending that a plural noun of people heads."""
    marks, text = frame.marks, frame.marks.text
    rows: list[Group] = []
    for sentence in marks.layout.sentences:
        low = sentence.start
        for verb in within(marks.hits, sentence):
            role = verb.value.get("role") if verb.kind == "verb" else None
            if role not in {"attended", "attended-nonvoting"}:
                continue
            nouns = [h for h in within(marks.hits, (low, verb.start)) if h.kind == "group"]
            names = [n.end for n in within(marks.names, (low, verb.start))]
            for noun in nouns:
                if noun.end in {n.start for n in within(marks.names, (low, verb.start))}:
                    continue
                start = max(
                    [text.rfind(m, low, noun.start) + 1 for m in "，。；"]
                    + [low]
                    + [e for e in names if e <= noun.start]
                )
                while start < noun.start and text[start] in "、，和及等 　":
                    start += 1
                if any(noun.start < r.span.end for r in rows[-1:]) or re.search(r"要|必须", text[start : noun.start]):
                    continue
                rows.append(Group(text[start : noun.end], Span(start, noun.end), (str(role),)))
            low = verb.end
    return tuple(rows)
