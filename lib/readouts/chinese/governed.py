"""What governs a meeting that a Chinese readout names: whose spirit was conveyed, studied, carried out."""

from __future__ import annotations

import re

from readouts.chinese.pieces import ends_in_spirit, is_proposed
from readouts.chinese.printed import printed_day
from readouts.dates import parse_day
from readouts.governed import Governed, is_specific
from readouts.lexicon import grammar_words, load_lists
from readouts.mark import Marks, holds, within
from readouts.model import Mention, Span

_TO_SPIRIT = re.compile(
    r"[^。；！？]{0,160}?(?:精神|讲话|上的报告|部署要求|决策部署|要求|部署|安排|议定|决议|决定|(?:确定|提出|明确)的[^，。；]{0,10}(?:任务|目标|工作|举措|措施|要求|思路))"
)
_WHILE = re.compile(r"[^，。；！？]{0,60}?时，?(?:强调|指出|要求)")  # 在传达学习省委农村工作会议时强调
_CARRIED = re.compile(
    r"[^，。；！？、]{0,8}(?:精神|部署|要求|任务)的(?P<studied>学习)?(?:宣传)?(?:、)?(?:贯彻|落实)"
    r"|(?:(?:、|和|及)[^，。；、]{2,24}会议)?精神，要[^，。；]{0,10}(?:全面|坚决|切实|不折不扣)*(?:贯彻落实|贯彻|落实)"
    r"|(?:精神|部署要求|部署)[^，。；！？、]{0,6}(?:落到|转化为|落实到|贯彻到|贯穿)"
)  # 抓好党的二十大精神的学习宣传贯彻, 把党的二十大精神转化为…实践
_IN_COURSE = re.compile(
    r"精神[^，。；、]{0,8}(?:轮训班|研讨班|培训班|读书班|宣讲团)"
)  # a class on what a congress said
_ABROAD = re.compile(
    r"亚太经合组织|二十国集团|金砖国家|上合组织|上海合作组织|联合国|东盟|领导人(?:非正式|第[^，。；]{1,5}次)?(?:会议|会晤)|峰会|国际会议"
)  # of states, no higher meeting
_SINCE_AFTER = re.compile(r"以来|召开|之后|胜利召开|期间|后，|前，|前夕|即将|闭幕(?!式|会)|开幕(?!式|会)|是(?:在|一)")
_BY_WHICH = re.compile(
    r"(?:(?P<by>按照|根据|遵照|对照|对标)|(?P<as>以))(?![^，。；]*(?:指示|论述|思想))[^，。；《》]{0,40}$"
)
_AS_GUIDE = re.compile(
    r"(?>、|和|及|以及|会|(?:(?!精神)[^，。；、]){4,40}?(?:会议|全会|大会|大))*+精神为(?:指导|指引|统领|引领|遵循)"
)
_AS_ASKED = re.compile(
    r"(?>(?:、|和|及|以及|暨)[^，。；、]{4,40}?(?:会议|全会|大会))*+的?(?:决策|有关|工作|具体)?(?:部署|要求|精神)"
)
_JOINED_THOSE = re.compile(
    r"[^，。；]{0,60}(?:代表团|联组会|团组|委员)[^，。；]{0,12}时的?(?:重要)?讲话"
)  # 在参加全国人大会议某代表团审议时的讲话
_VISITED_THOSE = re.compile(r"(?:看望|会见|接见)(?:出席|参加)(?:了)?$")  # 看望参加全国政协会议的委员时的讲话
_SENT_TO = re.compile(r"[致向给](?:20\d\d年?)?$")  # 致某大会的贺信: the letter is studied, no meeting's spirit
_LETTER = re.compile(r"(?:开幕)?(?:所?[致发]?的)?(?:贺信|贺电|贺词|致辞)")
_TOWARDS = re.compile(r"对[^，。；]{0,40}$|[把将]$")  # 对某会议精神，要全面落实
_DONE_TO = re.compile(
    r"[^，。；]{0,40}?精神[^，。；]{0,4}进行了?(?:专题|集中|再次|认真)*(传达学习|传达|学习)"
)  # 对全会精神进行传达学习
_OF_YEAR = re.compile(r"精神的?(?:开局|第一|关键|起步|首|重要一|起始)")
_HEARS_OF = re.compile(r"(听取)(?:了)?[^，。；]{0,24}关于[^，。；]{0,24}$")
_SPIRIT_TOLD = re.compile(r"(?:主要)?精神[^。；，]{0,24}(?:汇报|报告|传达|通报)")
_STOP = re.compile(r"[。；！？]")
GAP_ABOVE = 12  # characters
MAX_GUIDES = 40  # characters of the meetings by whose plans things are done, before the last of them
RELATION_REACH = 260
SETTING = re.compile(
    r"[^。；！？]{0,120}(?:(?:形势|背景)下|时期|阶段|时刻|关头|节点|之际|之年)(?:胜利)?(?:召开|举行|举办)|精神[^。；！？]{0,40}(?:第一个完整|开局|关键|起步)之?年"
)  # what a meeting or a year is said to be amid


def relation_of(marks: Marks, meeting: Mention, before: list[Governed]) -> Governed | None:
    """What the text does with a meeting's spirit, or None where nothing governs it."""
    if not is_specific(meeting):
        return None
    text = marks.text
    sentence = marks.sentence_at(meeting.start)
    block = marks.block_at(meeting.start)
    if sentence is None:
        sentence = block.span if block is not None else None
    if _ABROAD.search(text, max(sentence.start if sentence else 0, meeting.start), meeting.end):
        return None
    if meeting.value.form == "party-congress" and _is_to_come(marks, meeting):
        return None
    if is_proposed(text, meeting.start):
        return None
    if sentence is None or _SINCE_AFTER.match(text, meeting.end) or _OF_YEAR.match(text, meeting.end):
        return None
    if _IN_COURSE.match(text, meeting.end) or SETTING.match(text, meeting.end, sentence.end):
        return None
    verbs = [
        h
        for h in within(marks.hits, (max(sentence.start, meeting.start - RELATION_REACH), meeting.start))
        if h.kind == "verb" and "relation" in h.value and not holds(marks.meetings, h.start)
    ]
    if not verbs and text[sentence.start - 1 : sentence.start] == "；" and ends_in_spirit(text, sentence):
        low = max(text.rfind("。", 0, sentence.start), text.rfind("\n", 0, sentence.start)) + 1
        found = [h for h in within(marks.hits, (low, sentence.start)) if h.kind == "verb"]
        verbs = [h for h in found if "relation" in h.value and not holds(marks.meetings, h.start)]
        verbs = verbs if not any({"say", "agenda"} & set(h.value) and "relation" not in h.value for h in found) else []
    if not verbs and block is not None and ends_in_spirit(text, block.span):
        verbs = _verbs_above(marks, block.span)
    body = meeting.value.body
    called = body is not None and re.search("召开|举行", text[min(body.start, meeting.start) : meeting.end])
    if called and text.startswith(("，", "。"), meeting.end):
        return None  # 区政协召开党组会议，传达学习…精神
    if _VISITED_THOSE.search(text, max(0, meeting.start - GAP_ABOVE), meeting.start):
        return None
    if _SENT_TO.search(text, max(0, meeting.start - GAP_ABOVE), meeting.start) and _LETTER.match(text, meeting.end):
        return None
    if text.endswith(("在参加", "参加"), 0, meeting.start) and _JOINED_THOSE.match(text, meeting.end, sentence.end):
        return None
    guided = _guided(text, sentence, meeting)
    if guided:
        return guided
    if done := _DONE_TO.match(text, meeting.end, sentence.end):
        return Governed(meeting, "studied" if done[1] == "学习" else "conveyed", Span(*done.span(1)))
    if not verbs:
        heard = _heard(text, sentence, meeting)
        told_of = meeting.value.ordinals or _TOWARDS.search(text, sentence.start, meeting.start)
        return heard or (_carried(text, meeting) if told_of else None)
    verb = verbs[-1]
    between = text[verb.end : meeting.start]
    told = not _parted(marks, max(verb.end, sentence.start), meeting.start) and (
        _TO_SPIRIT.match(text, meeting.end, sentence.end) or _WHILE.match(text, meeting.end, sentence.end)
    )
    if not told and (str(verb.value["relation"]) != "conveyed" or between.strip("了")):
        return None
    first = verb
    for earlier in reversed(verbs[:-1]):
        gap = text[earlier.end : first.start]
        if gap.strip() in ("", *grammar_words("between_relations", "zh")):
            first = earlier
        else:
            break
    return Governed(meeting, str(first.value["relation"]), Span(first.start, verb.end))


def _verbs_above(marks: Marks, block: Span) -> list[Mention]:
    """The verbs of conveying in a line above that ends in a colon: 会议传达学习： with what is conveyed below."""
    line = marks.text.rfind("：", max(0, block.start - GAP_ABOVE), block.start)
    if line < 0 or marks.text[line + 1 : block.start].strip():
        return []
    found = within(marks.hits, (max(0, line - GAP_ABOVE), line))
    return [h for h in found if h.kind == "verb" and "relation" in h.value and h.end == line]


def _heard(text: str, sentence: Span, meeting: Mention) -> Governed | None:
    """A meeting whose spirit a report told: 听取了组织部关于全市组织部长会议精神的汇报."""
    act = _HEARS_OF.search(text, sentence.start, meeting.start)
    if act is None or not _SPIRIT_TOLD.match(text, meeting.end, sentence.end):
        return None
    return Governed(meeting, "conveyed", Span(*act.span(1)))


def _guided(text: str, sentence: Span, meeting: Mention) -> Governed | None:
    """A meeting by whose spirit things are done: 以党的十八大精神为指导, 按照中央经济工作会议部署."""
    if meeting.value.level is None or meeting.value.form == "two-sessions":
        return None
    low = max(sentence.start, meeting.start - MAX_GUIDES)
    found = _BY_WHICH.search(text, low, meeting.start)
    behind = (_AS_ASKED if found["by"] else _AS_GUIDE).match(text, meeting.end, sentence.end) if found else None
    return Governed(meeting, "implemented", Span(*found.span(found.lastgroup or 0))) if found and behind else None


def _carried(text: str, meeting: Mention) -> Governed | None:
    """A meeting whose spirit is told before what is done with it: 抓好党的二十大精神的学习宣传贯彻."""
    found = _CARRIED.match(text, meeting.end)
    if found is None:
        return None
    start = found.start("studied") if found["studied"] else found.end() - 2
    return Governed(meeting, "studied" if found["studied"] else "implemented", Span(start, found.end()))


def _is_to_come(marks: Marks, meeting: Mention) -> bool:
    """Whether a congress is still to be held on the day of printing (its first day by vocab/lists.toml)."""
    printed, _ = printed_day(marks)
    day = parse_day(load_lists()["congresses"].get(str(meeting.value.ordinals[0])))
    return printed is not None and day is not None and printed < day


def _parted(marks: Marks, start: int, end: int) -> bool:
    """Whether another act stands between a verb of conveying and a meeting."""
    for hit in within(marks.hits, (start, end)):
        if hit.kind != "verb":
            continue
        before = marks.text[max(start, hit.start - 1) : hit.start]
        if {"agenda", "say"} & set(hit.value) and "relation" not in hit.value and before in ("，", "；", "议", "并"):
            return True
        if hit.value.get("role") in {"presided", "attended"} and before in ("，", "；"):
            return True
    return _STOP.search(marks.text, start, end) is not None
