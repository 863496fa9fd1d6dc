"""What persons and organs tell a Chinese meeting, and what is brought before it: 汇报了《…》, 就《…》作说明, lines of minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.chinese.items import each_reporter, make_item, titles_in
from readouts.mark import Marks, within
from readouts.model import AgendaItem, Span

_REPORTED = re.compile(
    r"(?:负责人|负责同志|局|委|办|公司|，)(?:依次|分别)?(汇报了?|通报了?|说明了)《[^《》]*》(?:（[^（）]{1,8}）)?(?:(?:、|和|及|以及)?《[^《》]*》)*"
)
_EXPLAINED = re.compile(
    r"(?:就|围绕|分别对|对)((?:《[^《》]*(?:《[^《》]*》[^《》]*)*》(?:、|和|以及)?)+)(?:(?![^，。；]{0,12}(?:落实|实施|执行)[^，。；]{0,12}汇报)[^，。；]{0,16}?)(?:作|做|进行)(?:了)?[^，。；]{0,8}?(说明|讲解|讲座|授课|解读|汇报)"
)
_MINUTE = re.compile(
    r"（[一二三四五六七八九十]{1,3}）[\u3400-\u9fff]{2,16}?(汇报|通报|提请审议)(?:关于)?((?!关于|了)[^，。；：《》]{6,60})"
)
_SECTION = re.compile(r"^[ \u3000]*[一二三四五六七八九十]{1,3}、[^\n]*", re.M)
_REPORTED_TO = re.compile(r"(?:向[全大]会|向会议)?作了?(《[^《》]*(?:《[^《》]*》[^《》]*)*》)的(?:工作)?报告")
MIN_TITLE = 5  # characters of a title that is no short form: 就《决定（讨论稿）》作说明
_DRAFT = re.compile(r"（[^（）]*）")
_AGREED = re.compile(r"(?:会议|会上|一致|原则)(同意)[^，。；《》]{0,60}《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_SUBMITTED = re.compile(
    r"(?:提交|提请)(?:本次|这次)?(?:会议)?(审议)(?:并(?:获|原则)?(?:得)?(?:通过)?)?的(?:文件|议题|事项|材料)[^，。；：《]{0,12}[：，]?(?=《)"
)
_BROUGHT = re.compile(
    r"》(?:（[^（）]{1,8}）)?(?:等)?(?:[两二三四五六七八九\d]{1,2}[个份项](?:文件|材料|议题)?)?(?:提交|提请|报)(?:本次|这次)?会议[^，。；]{0,6}(审议|审定|讨论)"
)
_PASSED = re.compile(
    r"会议(?:予以|一致)*(?:原则上?)?(?:通过|同意)|(?:文件|方案|办法|意见)(?:均|都)?获(?:得)?(?:原则)?通过"
)
_ORGAN = (
    r"(?:办公室|[局办委]|公司|小组|专班|单位|部门|[\u3400-\u9fff]{2}[市县])(?:(?:主要|有关|相关)?(?:负责人|负责同志))?"
)
_ORGAN_BEFORE = re.compile(rf"{_ORGAN}(?:分别|先后|依次)?$")
_TOLD_MEETING = re.compile(
    _ORGAN
    + r"(?:书面|(?P<each>分别)|先后|依次)?(?P<act>汇报|通报)了(?P<matter>[^，。；《》]{6,60}?(?:情况|[水灾雨汛疫险社]情(?![报况])|关于[^，。；《》]{6,60}的报告)|(?!有关|相关|各自|本单位)[^，。；《》、]{4,30}?工作)(?=[，。；])"
)
_ALSO_TOLD = re.compile(r"(?<=情况)(?:和|及|以及)(?=[^，。；、]{6,60}情况$)")  # …分解情况和…完善情况: two reports
_ORGANS = re.compile(r"[^，。；《》]*$")
_PERSON_TOLD = re.compile(
    r"(?:同志)?(?:就(?P<on>(?!有关|相关|各自)[^，。；《》]{6,60}?(?:情况|工作))(?:作|做|进行)了?(?:专题|书面|工作)?(?P<act>汇报)|(?:书面)?(?P<told>汇报)了(?P<matter>(?!有关|相关)[^，。；《》、]{6,40}?情况))(?=[，。；])"
)  # 副市长李云就…情况作了汇报, 李云汇报了…情况
_EACH_TOLD = re.compile(
    r"(?:[局办委院司镇乡组]|单位|部门)(?:负责人)?分别(?P<act>汇报)了(?P<matters>(?:[^，。；《》、]{6,40}?情况、){2,}[^，。；《》、]{6,40}?情况)(?=[，。；])"
)
SECTION_REACH = 4000  # characters from the heading of a section to a line of it
PASSED_REACH = 260  # characters from the report on a document to the word that it was passed


def minute(text: str, block: Span) -> AgendaItem | None:
    """The matter of a line of minutes: （三）县教育局汇报关于学校布局调整有关工作; reviewed below a heading that says so."""
    line = _MINUTE.fullmatch(text, *block)
    if line is None:
        return None
    sections = list(_SECTION.finditer(text, max(0, block.start - SECTION_REACH), block.start))
    reviewed = "审议" in line[1] or (sections and "审议" in sections[-1][0])
    act = Span(*line.span(1))
    return make_item(text, "reviewed" if reviewed else "heard", Span(*line.span(2)), act)


def submitted(text: str, sentence: Span) -> Iterator[AgendaItem]:
    """Titles told before or behind what was done with them: 提交审议的文件共六份：《…》; 《…》两个文件提交会议审议."""
    ahead, behind = _SUBMITTED.search(text, *sentence), _BROUGHT.search(text, *sentence)
    regions = [(Span(m.end(), sentence.end), m) for m in [ahead] if m] + [
        (Span(sentence.start, m.start() + 1), m) for m in [behind] if m
    ]
    for region, match in regions:
        for title in titles_in(text, *region):
            yield make_item(text, "reviewed", title, Span(*match.span(1)), "document")


def reported(marks: Marks, sentence: Span, limit: int) -> Iterator[AgendaItem]:
    """Documents that an office reports to the meeting: 市财政局负责人汇报了《…》; reviewed where the meeting then passes them."""
    text = marks.text
    for match in _REPORTED.finditer(text, sentence.start, limit):
        passed = not match[1].startswith("通报") and _is_passed(text, match.end())
        act = Span(match.start(1), match.start(1) + 2)
        for title in titles_in(text, match.end(1), match.end()):
            yield make_item(text, "reviewed" if passed else "heard", title, act, "document")
    names = {n.end for n in within(marks.names, sentence)}
    for match in _PERSON_TOLD.finditer(text, sentence.start, limit + 1):
        if match.start() in names or (
            match["on"] and _ORGAN_BEFORE.search(text, sentence.start, match.start("on") - 1)
        ):
            on, verb = ("on", "act") if match["on"] else ("matter", "told")
            yield make_item(text, "heard", Span(*match.span(on)), Span(*match.span(verb)), "report")
    for match in _EACH_TOLD.finditer(text, sentence.start, limit + 1):
        at = match.start("matters")
        for piece in match["matters"].split("、"):
            yield make_item(text, "heard", Span(at, at + len(piece)), Span(*match.span("act")), "report")
            at += len(piece) + 1
    for match in _TOLD_MEETING.finditer(text, sentence.start, limit + 1):
        at = match.start("matter")
        about = re.match(r"[^，。；]{2,40}?关于(?=[^，。；]*的报告$)", match["matter"])
        end = match.end("matter") - (3 if about else 0)
        at += about.end() if about else 0
        act = Span(*match.span("act"))
        if also := _ALSO_TOLD.search(text, at, end):
            yield make_item(text, "heard", Span(at, also.start()), act, "report")
            at = also.end()
        organs = _ORGANS.search(text, sentence.start, match.start("each")) if match["each"] else None
        for part in each_reporter(text, Span(at, end), organs[0].count("、") + 1 if organs else 1):
            yield make_item(text, "heard", part, act, "report")
    for match in _AGREED.finditer(text, sentence.start, limit):
        for title in titles_in(text, match.end(1), match.end()):
            yield make_item(text, "reviewed", title, Span(*match.span(1)), "document")


def _is_passed(text: str, at: int) -> bool:
    """Whether the meeting passes what was reported on shortly before a place."""
    return _PASSED.search(text, at, at + PASSED_REACH) is not None


def explained(marks: Marks, sentence: Span, limit: int) -> Iterator[AgendaItem]:
    """Documents whose drafting is explained, and those that are taught: 就《…》起草情况作说明, 围绕《…》作专题讲座."""
    text = marks.text
    for match in _REPORTED_TO.finditer(text, sentence.start, limit):
        yield make_item(
            text, "heard", Span(match.start(1) + 1, match.end(1) - 1), Span(match.end() - 2, match.end()), "report"
        )
    for match in _EXPLAINED.finditer(text, sentence.start, limit):
        if match[2] == "汇报":
            action = "reviewed" if _is_passed(text, match.end()) else "heard"
        else:
            action = "reviewed" if match[2] == "说明" else "studied"
        for title in titles_in(text, *match.span(1)):
            if len(_DRAFT.sub("", text[title.start : title.end])) >= MIN_TITLE:
                yield make_item(text, action, title, Span(match.end() - 2, match.end()), "document")
