"""The reports that a Chinese meeting heard: each up to its 汇报 or 报告, whoever reports cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.chinese.items import BETWEEN_MARKS, DEEDS, between_titles, each_reporter, is_wanted, make_item, titles_in
from readouts.lexicon import grammar_words
from readouts.model import AgendaItem, Span
from readouts.numerals import read_han

_REPORT = re.compile(r"汇报|报告|通报|述职述责|述职|介绍|说明")
_REPORT_CUT = re.compile(
    r"(?:汇报|报告|通报|介绍|情况|事宜|进展(?=(?:和|及)(?!下一?步|下一?阶段|今后)[^，。；]{4,30}(?:情况|进展)的?(?:汇报|报告))|述职述责|述职|说明)(?:（[^（）]{1,20}）)?[ ]*(?:，以及|，及|，和|、|和|及|以及|，)"
)
_REPORT_END = re.compile(
    r"(?:的?(?:专题|书面|工作|情况|有关情况)*(?:汇报|报告|通报|介绍|说明)|的?(?:汇报|报告|通报|介绍|说明))(?:等)?$"
)
_REPORTER = re.compile(r"^(?:[^，。；《》“”]{2,40}?)(?:关于|对于)|^关于")
_TWO_REPORTS = re.compile(r"([^，。；、《》“”]{4,40}?(?:工作|情况))、(?=关于)")
_DRAFTED = re.compile(
    r"》(?:（[^（）]*）)?(?:的)?(?:起草|编制|修订|制定|修改)(?:工作)?(?:情况|过程)?(?:等)?(?:的)?(?:说明|汇报|报告|介绍)?"
)
_ALSO = re.compile(
    r"(?:、|和|及|以及)((?!其他|其它|有关|相关)[^，。；、]{2,14}(?:事项|事宜))(?=[，。；]|$)"
)  # 筹备情况汇报及人事任免事项
_BEHIND = re.compile(
    r"》(?:、|和|及|以及)([^《》，。；、]{6,40}?)(?:等)?(?:的)?(?:有关|相关)?(?:工作)?(?:情况)?的?(?:汇报|报告|通报)(?=[，。；]|$)"
)
_MORE_BEHIND = re.compile(
    r"》[^《》，。；、]{0,8}情况，(?:以及|和|及)([^《》，。；]{6,60}?)的?(?:汇报|报告|通报)(?=[，。；]|$)"
)
_CARRIED_OUT = re.compile(
    r"》(?P<matter>稿?(?:在[^，。；《》]{2,20})?(?:学习|宣传)?(?:贯彻|落实|实施|执行|征求意见)[^，。；、《》]{0,8}?情况)的?(?:汇报|报告|通报)"
)  # 《条例》贯彻落实情况汇报
_AND_SITUATION = re.compile(
    r"[^，。；、《》]{6,60}(?:情况|进展)(?:的?(?:汇报|报告|通报))?$"
)  # 经济运行情况和指标完成情况汇报: two
_DEED = re.compile(f"(?:改革)?(?:{DEEDS})")
TWO = 2
_WORKS = ("工作", "情况", "进展")
_SITUATION_TOLD = re.compile(r"情况(的?(?:汇报|报告|通报))$")
_OPINION = re.compile(
    r"了?(?:[^，。；《》对]{2,24}关于)?([^，。；《》]{6,70}?的(?:审议|安排|处理|审查|办理|初步)?意见)(?=[，。；]|$)"
)  # 听取办公厅关于召开常委会会议的安排意见: no report is told
LONG_REPORT = 8  # characters of what a report is on, among others in a list
LONG_LISTED = 4  # the same in a list that 等 ends: 冬季清洁取暖、…准备等情况
_DRAFTS = ("（讨论稿）", "（送审稿）", "（草案）", "（审议稿）", "（征求意见稿）")
SHORT_LISTED = 2  # the same among many: 应急管理、民政、住建等工作
MANY = 3
_LISTED_END = re.compile(
    r"等(?:方面)?(?:(?!单位|部门|地)[^，。；、《》等]{0,8}(?:工作|情况|进展|事项|事宜|任务|推进|落实|开展|实施))?$"
)
_NEXT_ORGAN = re.compile(r"(?:、|(?<=情况)和)(?=[^，。；、《》“”]{2,14}(?:局|厅|委|办|部|院|公司|集团|中心|室|会)关于)")
_HOW_MANY = re.compile(
    r"([两二三四五六七八九])(?:项|个|方面)(?:工作|改革|建议|任务|试点|事项)?(?:进展|推进|落实|开展)?(?:情况)?$"
)
_LAST_JOINT = re.compile(r"和|以及|及")
_LAST_OF_ALL = re.compile(r"以及")
_NEXT_ON = re.compile(r"(?:、|和|及|以及)(?=关于)(?![^《]*》)")
_PARTED = re.compile(r"，(?!以及|及|和)")
_GOES_ON = re.compile(r"，[^，。；]{6,60}(?:的|情况)")  # 听取…情况的汇报，…情况的汇报
_MADE_BY = re.compile(r"[^，。；《》]{2,44}?(?:所作|(?<![工合操协运])作|做)的")


def cut_heard(text: str, region: Span, act: Span) -> Iterator[AgendaItem]:
    """The reports in the object of 听取: each up to its 汇报 or 报告, the reporter before 关于 cut off."""
    stop = re.compile(r"[。；！？]").search(text, region.start, region.end)
    end = stop.start() if stop else region.end
    if opinion := _OPINION.match(text, region.start, end):
        yield make_item(text, "heard", Span(*opinion.span(1)), act, "report")
        return
    last = None
    for match in _REPORT.finditer(text, region.start, end):
        if (
            last is not None
            and _PARTED.search(text, last, match.start())
            and not _GOES_ON.fullmatch(text, last, match.start())
        ):
            break
        last = match.end()
    if last is None:
        comma = text.find("，", region.start, end)
        last = comma if comma >= 0 else end
    titles = titles_in(text, region.start, end)
    if (
        titles
        and "关于" not in text[region.start : titles[0].start - 1]
        and "修订" not in text[region.start : titles[0].start]
    ):
        for title in titles:
            carried = _CARRIED_OUT.match(text, title.end, end)
            whole = Span(title.start - 1, carried.end("matter")) if carried else title
            told = _SITUATION_TOLD.search(text, *title) if text[title.start] == "《" else None
            whole = Span(title.start, told.start(1)) if told else whole
            yield make_item(text, "heard", whole, act, "report")
        yield from between_titles(text, "heard", Span(region.start, end), act)
        if behind := _BEHIND.match(text, titles[-1].end, end):
            yield make_item(text, "heard", Span(*behind.span(1)), act, "report")
        elif more := _MORE_BEHIND.match(text, titles[-1].end, end):
            for piece in _counted(text, Span(*more.span(1))) or [Span(*more.span(1))]:
                yield from _heard(text, piece, act)
        return
    at = region.start
    pieces: list[Span] = []
    for cut in _REPORT_CUT.finditer(text, region.start, last):
        if text.count("《", at, cut.end()) > text.count("》", at, cut.end()):
            continue
        in_list = bool(pieces) and text.endswith("情况", *pieces[-1])
        goes_on = cut[0].endswith("、") or in_list or _goes_on(text, cut.end(), last)
        if cut[0].startswith("情况") and not (goes_on or _AND_SITUATION.match(text, cut.end(), last)):
            continue
        joint = re.search(r"(?:，以及|，及|，和|、|和|及|以及|，)$", cut[0])
        pieces.append(Span(at, cut.end() - len(joint[0]) if joint else cut.end()))
        at = cut.end()
    pieces.append(Span(at, last))
    if two := _TWO_REPORTS.match(text, pieces[0].start, pieces[0].end):
        pieces[:1] = [Span(*two.span(1)), Span(two.end(), pieces[0].end)]
    pieces = [part for piece in pieces for told in _cut_at_organs(text, piece) for part in _cut_at_on(text, told)]
    for listed in (_documents_in(text, reported) for reported in pieces):
        for piece in listed:
            yield from _heard(text, piece, act, SHORT_LISTED if len(listed) > MANY else 3)
    if also := _ALSO.match(text, last, end):
        yield make_item(text, "heard", Span(*also.span(1)), act, "other")


def _cut_at_organs(text: str, piece: Span) -> list[Span]:
    """A piece parted before each organ that reports on its own matter: 林业厅关于绿化机制、卫计委关于医改的汇报."""
    cuts = [m.start() for m in _NEXT_ORGAN.finditer(text, *piece) if "关于" in text[piece.start : m.start()]]
    return [Span(a, b) for a, b in zip([piece.start, *(c + 1 for c in cuts)], [*cuts, piece.end], strict=True)]


def _cut_at_on(text: str, piece: Span) -> list[Span]:
    """A piece parted before each 关于 that goes on with another report: 关于造林绿化、关于医改的汇报."""
    if not text.startswith("关于", piece.start):
        return [piece]
    cuts = [m.span() for m in _NEXT_ON.finditer(text, piece.start, piece.end)]
    starts = [piece.start, *(end for _, end in cuts)]
    return [Span(*pair) for pair in zip(starts, [*(start for start, _ in cuts), piece.end], strict=True)]


def _documents_in(text: str, piece: Span) -> list[Span]:
    """The documents of a list on which one report was heard: 扶贫方案、实施意见、工作方案的汇报; else the piece."""
    told = _REPORT_END.search(text[piece.start : piece.end])
    end = piece.start + told.start() if told else piece.end
    parts = [Span(*m.span()) for m in BETWEEN_MARKS.finditer(text, piece.start, end)]
    if counted := _counted(text, Span(piece.start, end)):
        return counted
    if (
        parts
        and "关于" not in text[slice(*parts[0])]
        and any("关于" in text[part.start + 1 : part.end] for part in parts)
    ):
        return [piece]  # 市人大党组、市政协党组关于…的汇报
    documents = tuple(word + mark for word in grammar_words("document_ends", "zh") for mark in ("", *_DRAFTS))
    listed = _LISTED_END.search(text, piece.start, end)
    shortest = (SHORT_LISTED if len(parts) > MANY else LONG_LISTED) if listed else LONG_REPORT
    joint = _LAST_OF_ALL.search(text, *parts[-1]) or _LAST_JOINT.search(text, *parts[-1]) if len(parts) > 1 else None
    of_documents = len(parts) > 1 and all(text.endswith(documents, *part) for part in parts)
    long_sides = joint and min(joint.start() - parts[-1].start, parts[-1].end - joint.end()) >= LONG_LISTED
    if joint and long_sides and (listed or of_documents or joint[0] == "以及"):
        parts[-1:] = [Span(parts[-1].start, joint.start()), Span(joint.end(), parts[-1].end)]
        shortest = min(shortest, LONG_LISTED)
    long = len(parts) > 2 and all(part.end - part.start >= shortest for part in parts)
    works = len(parts) > 1 and all(text.endswith(_WORKS, *part) for part in parts[min(1, len(parts) - 2) : -1])
    works = works and any(word in text[parts[-1].start : piece.end] for word in _WORKS)
    deeds = len(parts) == TWO and all(_DEED.match(text, part.start) for part in parts)
    long = long or works or deeds
    if len(parts) < 2 or not (long or all(text.endswith(documents, *part) for part in parts)):
        return [piece]
    return [*parts[:-1], Span(parts[-1].start, listed.start() if listed and not works else piece.end)]


def _counted(text: str, piece: Span) -> list[Span]:
    """The matters of one report that says how many they are: 粮食储备和违建整治两项工作情况; none where they are not as many."""
    told = _HOW_MANY.search(text, piece.start, piece.end)
    if told is None:
        return []
    count = read_han(told[1]) or 0
    parts = [Span(*m.span()) for m in BETWEEN_MARKS.finditer(text, piece.start, told.start())]
    joint = _LAST_JOINT.search(text, *parts[-1]) if parts and len(parts) < count else None
    if joint:
        parts[-1:] = [Span(parts[-1].start, joint.start()), Span(joint.end(), parts[-1].end)]
    return parts if len(parts) == count else []


def _goes_on(text: str, at: int, last: int) -> bool:
    """Whether another report begins at a place: 关于 or a jurisdiction, and 汇报 or 报告 behind it."""
    return re.search("汇报|报告", text[at:last]) is not None and text.startswith(
        ("20", *grammar_words("report_heads", "zh")), at
    )


def _heard(text: str, piece: Span, act: Span, shortest: int = 3) -> Iterator[AgendaItem]:
    titles = titles_in(text, piece.start, piece.end)
    start, end = piece
    while start < end and text[start] in "，、及和以了 　":
        start += 1
    if titles and titles[-1].end + 8 >= end and not text.startswith("关于", start):
        for title in titles:
            yield make_item(text, "heard", title, act, "report")
        return
    made = _MADE_BY.match(text, start, end)
    start = made.end() if made else start
    if text[start:end] in grammar_words("plain_reports", "zh"):
        yield make_item(text, "heard", Span(start, end), act)
        return
    reporter = _REPORTER.match(text[start:end])
    start += reporter.end() if reporter else 0
    if titles and titles[0].start == start + 1 and _DRAFTED.fullmatch(text, titles[0].end, end):
        yield make_item(text, "heard", titles[0], act, "report")
        return
    tail = _REPORT_END.search(text[start:end])
    if tail:
        shown = tail[0]
        keep = 2 if re.match(r"(?:的)?(?:工作|情况)", shown) and not shown.startswith("的") else 0
        keep = len(re.match(r"(?:工作情况|情况|工作)?", shown)[0]) if keep else 0  # type: ignore[index]
        if shown.startswith("的情况"):
            keep = 3
        end = start + tail.start() + keep
    for part in each_reporter(text, Span(start, end), reporter[0].count("、") + 1 if reporter else 1):
        if is_wanted(text, part, shortest):
            yield make_item(text, "heard", part, act)
