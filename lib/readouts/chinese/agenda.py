"""What a Chinese meeting did with which item: reviewed, heard, studied, deployed.

The object of each agenda verb runs to the next verb of that kind or the end of its clause. Titles in 《》 are items;
else the object is cut at 、 where each piece ends like an item.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from readouts.chinese.accounts import explained, minute, reported, submitted
from readouts.chinese.acts import (
    LOOK_BACK,
    PASSIVE,
    SETTLING,
    is_act,
    is_of_another,
    is_request,
    opens_with_meeting,
    speech_start,
    verb_groups,
)
from readouts.chinese.heard import cut_heard
from readouts.chinese.items import (
    before_titles,
    behind_titles,
    between_titles,
    cut_around_titles,
    cut_studied,
    is_wanted,
    listed_on,
    make_item,
    titles_in,
    told_in,
)
from readouts.chinese.pieces import ends_in_spirit, is_proposed
from readouts.chinese.repeated import once, unrepeated, without_short_names
from readouts.chinese.speeches import cut_speeches
from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import within
from readouts.model import AgendaItem, Mention, Span

_PASSED = re.compile(r"通过|同意|审定|批准")
_REPORT = re.compile(r"汇报|报告|通报|述职述责|述职|介绍|情况说明|意见建议|说明|发言|意见")
_OTHER_LINE = re.compile(
    r"^[ \u3000]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])[ ]?(其[他它](?:有关)?事[项宜])[。；]?$",
    re.M,
)
_OTHER_MATTERS = re.compile(r"(其[他它](?:有关|相关|重要)?(?:事项|事宜|议题))(?=[，。；]|$)")
_ETC = re.compile(r"等(?:有关|相关)?(?:事宜|事项|工作|议题|问题)[；。]$")
_TO_ETC = re.compile(r"(?:[^。，；]{4,40}；){0,24}[^。，；]{4,40}等(?:有关|相关)?(?:事宜|事项|工作|议题|问题)[；。]")
_TERM_ONLY = re.compile(r"“[^“”]{2,30}”")
_LISTED = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）.、．]?|[①-⑳●·•—-])?[ 　]*(?:关于)?《")
_PLANNED = re.compile(
    r"(?:决定[，：]?(?:于|在|今年|明年)?|(?:协商)?[定将拟][于在])[^，。；]{0,16}召开|决定[^，。；]{4,30}(?:将|定|拟)?于[^，。；]{2,12}(?:举行|召开)"
)
_TASK_TO_COME = re.compile(
    r"(?:会议|全会|大会|这次[全大]?会议?)的主要(?:任务|议程|议题)"
)  # of the meeting that was called
_AGENDA_TO_COME = re.compile(r"(?:议程|议题|任务)(?:是|为|有|包括)?：")  # …定于5月27日召开，主要议程是：审议…；
_ON_REPORT = re.compile(r"关于[^，。；《》]{6,80}情况的(?:汇报|报告)")  # 审议并同意关于…情况的汇报
_BROUGHT = re.compile(r"[^，。；：《》]{2,20}(?:提请|提交|报请|呈报|报送|提报)(?:审议|研究)?的《")
_TALKED_OF = re.compile(
    r"(?:围绕|聚焦)([^。；]{0,160}(?:》|讲话|讲话精神|指示精神|重要论述))[^，。；]{0,6}(?:开展|进行|展开)了?(?:专题|集中|集体|深入)*(学习|研讨|交流)"
)  # 围绕习近平总书记重要文章《…》开展专题学习


def extract(frame: Frame) -> tuple[AgendaItem, ...]:
    """The items in order of the text, each once."""
    marks = frame.marks
    rows: list[AgendaItem] = []
    opened: AgendaItem | None = None
    for block in marks.layout.blocks:
        if block.kind != "paragraph":
            continue
        if told := minute(marks.text, block.span):
            rows.append(told)
            continue
        line = _LISTED.match(marks.text, block.span.start, block.span.end)
        if line and opened is not None:
            found = titles_in(marks.text, block.span.start, block.span.end)
            rows.extend(make_item(marks.text, opened.action, t, opened.action_span, "document") for t in found)
            continue
        if opened is not None and opened.action == "studied" and ends_in_spirit(marks.text, block.span):
            titles = titles_in(marks.text, *block.span)
            rows.extend(cut_speeches(frame, block.span, titles, opened.action_span or block.span))
            opened = None
            continue
        opened = _opened(frame, block.span)
        in_speech = planned = coming = False
        conveyed: Span | None = None
        passed: Span | None = None
        studied: Span | None = None
        for sentence in _sentences_of(marks.layout.sentences, block.span):
            to_come = coming or (planned and _TASK_TO_COME.match(marks.text, *sentence))
            planned = _PLANNED.search(marks.text, *sentence) is not None
            ahead = planned and _AGENDA_TO_COME.search(marks.text, *sentence) is not None
            coming = (coming or ahead) and marks.text[sentence.end - 1] == "；"
            if not to_come and (not in_speech or opens_with_meeting(marks, sentence)):
                items = _sentence_items(frame, sentence)
                items = items or _listed_on(frame, sentence, conveyed) or _passed_on(frame, sentence, passed)
                items = items or _studied_on(frame, sentence, studied)
                rows.extend(items)
                last = items[-1] if items and marks.text[sentence.end - 1] == "；" else None
                passed = last.action_span if last and last.action == "reviewed" else None
                to_etc = last and _TO_ETC.match(marks.text, sentence.end, block.span.end)
                studied = last.action_span if last and last.action == "studied" and to_etc else None
            conveyed = _conveying(frame, sentence) or conveyed
            in_speech = in_speech or any(
                h.kind == "verb" and h.value.get("say") and not is_request(marks.text, h)
                for h in within(marks.hits, sentence)
            )
    rows.extend(_bare_others(marks.text))
    rows = [row for row in rows if not _is_short_of_heard(row, rows, marks.text)]
    return tuple(without_short_names(once(unrepeated(rows, marks.text)), marks.text))


def _bare_others(text: str) -> Iterator[AgendaItem]:
    """A line of minutes that says no more than other matters: 六、其他事项。"""
    for match in _OTHER_LINE.finditer(text):
        yield make_item(text, "studied", Span(*match.span(1)), Span(*match.span(1)))


def _is_short_of_heard(row: AgendaItem, rows: list[AgendaItem], text: str) -> bool:
    """Whether a document that is passed is one just reported on, in fewer words: 听取…实施意见的汇报，并原则通过实施意见."""
    if row.action != "reviewed" or row.action_span is None or text[row.span.start - 1] == "《":
        return False
    joined = text.endswith(("，并", "并"), 0, row.action_span.start)
    heard = [r for r in rows if r.action == "heard" and 0 < row.span.start - r.span.end < LOOK_BACK]
    return joined and any(row.title in r.title for r in heard)


def _sentences_of(sentences: Sequence[Span], block: Span) -> Sequence[Span]:
    """The sentences that begin in a block."""
    return sentences[bisect_left(sentences, (block.start,)) : bisect_left(sentences, (block.end,))]


def _conveying(frame: Frame, sentence: Span) -> Span | None:
    """The last verb of conveying in a sentence whose list goes on behind its semicolon."""
    if frame.marks.text[sentence.end - 1] != "；":
        return None
    verbs = [h for h in within(frame.marks.hits, sentence) if "relation" in h.value and is_act(frame, h, sentence)]
    return Span(verbs[-1].start, verbs[-1].end) if verbs else None


def _listed_on(frame: Frame, sentence: Span, act: Span | None) -> list[AgendaItem]:
    """The speeches and documents of a piece behind a semicolon that goes on with what is conveyed."""
    text = frame.marks.text
    documents = grammar_words("document_ends", "zh")
    goes_on = ends_in_spirit(text, sentence) or text[sentence.start : sentence.end].rstrip("；。").endswith(documents)
    if act is None or text[sentence.start - 1] != "；" or not goes_on:
        return []
    if any(h.kind == "verb" and is_act(frame, h, sentence) for h in within(frame.marks.hits, sentence)):
        return []
    return cut_speeches(frame, sentence, titles_in(text, *sentence), act)


def _passed_on(frame: Frame, sentence: Span, act: Span | None) -> list[AgendaItem]:
    """The documents of a piece behind a semicolon that goes on with what is passed."""
    if act is None or any(h.kind == "verb" and is_act(frame, h, sentence) for h in within(frame.marks.hits, sentence)):
        return []
    text = frame.marks.text
    if _BROUGHT.match(text, sentence.start, sentence.end):  # 审议了：县交运局提请的《…》；县教科体局提请的《…》
        return [make_item(text, "reviewed", t, act, "document") for t in titles_in(text, *sentence)]
    return list(listed_on(text, "reviewed", sentence, act))


def _studied_on(frame: Frame, sentence: Span, act: Span | None) -> list[AgendaItem]:
    """The matter of a piece behind a semicolon, in a list of what is studied that 等有关事宜 ends."""
    text = frame.marks.text
    if act is None or any(h.kind == "verb" and is_act(frame, h, sentence) for h in within(frame.marks.hits, sentence)):
        return []
    tail = _ETC.search(text, *sentence)
    piece = Span(sentence.start, tail.start() if tail else sentence.end - 1)
    return [make_item(text, "studied", piece, act)] if is_wanted(text, piece) else []


def _opened(frame: Frame, block: Span) -> AgendaItem | None:
    """The act of a paragraph that ends in a colon: its documents stand one a line below."""
    marks = frame.marks
    if marks.text[block.end - 1] != "：":
        return None
    verbs = [h for h in within(marks.hits, block) if is_act(frame, h, block)]
    if not verbs:
        return None
    act = Span(verbs[-1].start, verbs[-1].end)
    return AgendaItem(str(verbs[-1].value.get("agenda", "studied")), "document", "", block, act)


def _sentence_items(frame: Frame, sentence: Span) -> list[AgendaItem]:
    marks = frame.marks
    limit = speech_start(marks, sentence)
    planned = _PLANNED.search(marks.text, sentence.start, limit)
    limit = planned.start() if planned else limit
    if limit == sentence.start or is_of_another(frame, Span(sentence.start, limit)):
        return []
    verbs = [h for h in within(marks.hits, (sentence.start, limit)) if is_act(frame, h, sentence)]
    if verbs and is_proposed(marks.text, verbs[-1].start):
        verbs = [v for v in verbs if not is_proposed(marks.text, v.start)]
        limit = sentence.start
    out: list[AgendaItem] = []
    groups = verb_groups(marks, verbs)
    for at, group in enumerate(groups):
        end = _object_end(marks.text, group[-1].end, groups[at + 1][0].start) if at + 1 < len(groups) else limit
        out.extend(_items_of(frame, sentence, group, end))
    out.extend(explained(marks, sentence, limit))
    out.extend(submitted(marks.text, Span(sentence.start, limit)))
    for match in _TALKED_OF.finditer(marks.text, sentence.start, limit):
        region = Span(*match.span(1))
        out.extend(cut_speeches(frame, region, titles_in(marks.text, *region), Span(*match.span(2))))
    if not any("agenda" in v.value for v in verbs):
        out.extend(reported(marks, sentence, limit))
    return out


def _object_end(text: str, start: int, following: int) -> int:
    """Where the object of an act ends: at the next act, or at what that is done to: 听取…汇报，对《…》进行研究."""
    before = PASSIVE.search(text, max(start, following - LOOK_BACK), following)
    return before.start() if before else following


def _items_of(frame: Frame, sentence: Span, group: list[Mention], end: int) -> list[AgendaItem]:
    marks = frame.marks
    text = marks.text
    acting = [v for v in group if v.entry != SETTLING] or group  # 研究确定: what comes before the settling counts
    acts = [str(v.value["agenda"]) for v in acting if "agenda" in v.value]
    relations = [str(v.value["relation"]) for v in group if "relation" in v.value]
    act = Span(group[0].start, group[-1].end)
    action = "reviewed" if "reviewed" in acts else "heard" if "heard" in acts else acts[0] if acts else "studied"
    if "deployed" in acts:
        action = "deployed" if "heard" not in acts and "reviewed" not in acts else action
    heard_too = "heard" in acts or "听取" in text[act.start : act.end]
    both = heard_too and "reviewed" in acts and not _PASSED.search(text, *act) and _REPORT.search(text, act.end, end)
    action = "heard" if both else action  # 听取并审议《关于…的报告》
    before = PASSIVE.search(text, max(sentence.start, act.start - LOOK_BACK), act.start)
    told = titles_in(text, *before.span(1)) if before and action in {"reviewed", "studied"} else []
    if before and "conveyed" in relations:  # 对省委部署要求进行传达学习
        return cut_speeches(frame, Span(*before.span(1)), told, act)
    if told:
        return [make_item(text, action, t, act, "document") for t in told]
    if before and (_TERM_ONLY.fullmatch(before[1]) or before[1].endswith("的自觉")):
        return []  # 围绕“三个大局”开展研讨: a term that is talked about is no matter
    if (
        before
        and action in {"deployed", "studied"}
        and text[act.start : act.end] not in grammar_words("only_talk", "zh")
    ):
        rows = list(cut_studied(text, action, Span(before.start(1), before.end(1)), act, listed=True))
        told_of = [g.mention for g in told_in(frame, Span(*before.span(1))) if g.relation != "referred"]
        return [r for r in rows if not any(r.span.start <= m.start < r.span.end for m in told_of)]
    start = act.end + (1 if text.startswith("了", act.end) else 0)
    titles = titles_in(text, start, end)
    if relations and not {"reviewed", "heard", "deployed"} & set(acts):
        if other := _OTHER_MATTERS.match(text, start, end):
            return [make_item(text, action, Span(*other.span(1)), act)]  # 传达学习并研究了其他事项
        return cut_speeches(frame, Span(start, end), titles, act)
    if titles and action == "studied" and (matters := cut_around_titles(text, action, Span(start, end), act)):
        return matters
    if titles and action in {"reviewed", "studied"}:
        rows = [make_item(text, action, t, act, "document") for t in titles]
        return (
            before_titles(text, action, start, titles, act)
            + rows
            + behind_titles(text, action, titles, end, act)
            + between_titles(text, action, Span(start, end), act)
        )
    if action == "heard":
        rows = list(cut_heard(text, Span(start, end), act))
        return [dataclasses.replace(r, action="reviewed") if both and r.title.endswith("事项") else r for r in rows]
    heard_too = heard_too or _ON_REPORT.match(text, start, end) is not None
    if heard_too and not titles and _REPORT.search(text, start, end):
        return [dataclasses.replace(row, action=action) for row in cut_heard(text, Span(start, end), act)]
    if titles:
        return [make_item(text, action, t, act, "document") for t in titles]
    relayed = [g.mention for g in told_in(frame, Span(start, end)) if g.relation != "referred"]
    studied = cut_studied(text, "studied" if group[-1].entry == SETTLING else action, Span(start, end), act)
    rows = [dataclasses.replace(row, action=action) for row in studied]
    if action == "reviewed" and rows and (comma := text.find("，", rows[-1].span.end, end)) >= 0:
        rows.extend(listed_on(text, action, Span(comma + 1, end), act))
    if action == "reviewed":
        return rows  # 审议学习贯彻全会精神工作安排
    return [r for r in rows if not any(r.span.start <= m.start < r.span.end for m in relayed)]
