"""The frame of a Chinese readout: which of the meetings it names are its own, their level, and what governs the others.

Over 300 lines for a reason: what makes a meeting one of its own is read beside what makes it another's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from readouts.chinese.organs import LEVEL_BY_SUFFIX, NUM
from readouts.chinese.persons import read_parts
from readouts.chinese.pieces import ends_in_spirit, further_news, is_proposed
from readouts.dates import DateValue, parse_day
from readouts.frame import OFFICE_LEVELS, Frame
from readouts.governed import Governed, is_specific
from readouts.lexicon import grammar_words, load_lists
from readouts.mark import Marks, holds, in_text_order, within
from readouts.model import Mention, Span
from readouts.occasions import Convening
from readouts.organs import Body
from readouts.parts import Part
from readouts.patterns import CLOSE
from readouts.posts import Post

_CALLED = re.compile(
    r"(?:召开|举行|主持|主持召开|召集|出席|参加|列席|组织召开|套开|举办|开展)(?:了|的)?(?:[全我][省市县区州旗]|本次|此次|这次|今年)?(?:20\d\d年)?(?:新一届|[局厅院省市县区州旗])?“?$"
)
_CALLED_FOR = re.compile(
    r"[省市县区州旗](?:召开|举行|举办)了?(?:20\d\d年)?[\u3400-\u9fff、]{2,20}$"
)  # 县举行河湖长制工作会议
_HELD = re.compile(
    r"于?(?:20\d\d年)?(?:(?:\d{1,2}月)?\d{1,2}日)?(?:上午|下午|晚)?(?:在[^，。；]{1,16})?(?:今天|昨天|昨日|近日)?(?:上午|下午)?(?:隆重|胜利|正式|先后|分别|相继|依次|如期)?(?:召开(?!在即|之际|前|的)|举行|开幕|闭幕|开会|结束)(?!后|以来|之后|以后)"
)
_PASSIVE = re.compile(r"由[^，。；]{2,60}主持")
_JOINED = re.compile(r"暨|和|及|以及|、|，并|并|与|，随后(?:召开)?")
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
_SAME_DAY = re.compile(r"^(?:当日|同日|当天)[^。；]{0,24}(?:召开|举行)(?:了)?(?:20\d\d年)?$")  # 当日，行署还召开…
_SINCE = re.compile(r"(?:自|从|庆祝|迎接|喜迎|纪念|为了?|筹备|筹办|备战|服务保障|召开|开好)$")
_SAID_TO_CALL = re.compile(
    r"(?:指出|强调|要求|表示|认为|说)[，：]?(?:要)?(?:及时|适时|定期)?(?:召开|举行)$"
)  # …指出，召开常委会会议学习…是…举措
_SAID_OF = re.compile(r"(?:指出|强调|认为|表示)[，：]$")  # 会议指出，全国人大一次会议昨天闭幕
_CLOSED = re.compile(r"(?:昨[天日]|日前|刚刚|已经?)?(?:胜利|圆满)?(?:闭幕|结束)")
_ABROAD = re.compile(
    r"亚太经合组织|二十国集团|金砖国家|上合组织|上海合作组织|联合国|东盟|领导人(?:非正式|第[^，。；]{1,5}次)?(?:会议|会晤)|峰会|国际会议"
)  # of states, no higher meeting
_CALLED_HERE = re.compile(r"在(?:这里|此)(?:召开|举行)(?:了)?$")  # 市政府在这里召开动员大会: told by who speaks
_COUNTED = re.compile(r"这也?是[^，。；]{0,20}$")  # 这是中央深改组今年召开的第七次会议: counted anew
_JUST = re.compile(r"(?:刚刚|刚|新近|前不久|不久前|即将|将要)(?:胜利)?(?:召开|结束|闭幕|举行)的$")
_PLANNED = re.compile(
    r"(?:决定|将|拟|定于|建议|同意|准备|关于|筹备|研究了?|讨论了?|审议了?|审定了?|听取了?)(?:，(?=[^，。；]{0,8}日))?[^，。；]{0,20}(?:召开|举行)(?:了)?(?:中共|中国共产党)?[省市县区州]?$"
)
_DECIDED = re.compile(r"(?:会议|全会|大会)(?:研究)?(?:决定|同意|建议)[，：]?")  # 会议决定，…常委会会议2月4日召开
_DELEGATES = re.compile(rf"(?:第{NUM}次(?:全体)?会议)?的?代表(?!团)")  # 出席省第十次党代会的代表
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
_SETTING = re.compile(
    r"[^。；！？]{0,120}(?:(?:形势|背景)下|时期|阶段|时刻|关头|节点|之际|之年)(?:胜利)?(?:召开|举行|举办)|精神[^。；！？]{0,40}(?:第一个完整|开局|关键|起步)之?年"
)  # what a meeting or a year is said to be amid
HELD_LINE = re.compile(r"(?:会议|召开|开会)(?:的)?时间")  # a line of minutes that gives the meeting's day
_PAPER = re.compile(
    r"第?[A-Z]?\d{1,2}版|数字报|电子报"
)  # a page of a newspaper, which prints the day of the week beside the date
PAGE_HEAD = 200  # characters
_ZONE = re.compile(
    r"(?:经开|经济(?:技术)?开发|开发|高新(?:技术产业)?|产业园|园|示范|试验)区|[\u3400-\u9fff]{2}新城(?=党委|党工委|管委会)"
)  # the organ of a zone is a district's
ZONE_REACH = 14  # characters
_BUREAU = (  # a bureau or a body like it, behind the word for its level
    r"([省市县区州旗])(?!委|政府|人大|政协|直|级|内|长)[\u3400-\u9fff]{0,8}?"
    r"(?:[\u3400-\u9fff]{2}(?:局|厅|院|中心|公司|集团|学校|委)|残联|文联|科协|工商联|团委|妇联|总工会|供销社)"
)
_BUREAU_OF = re.compile(rf"{_BUREAU}(?:党组|党委|召开|举行)")  # 兰州市气象局党组, 某县人民法院召开
_BUREAU_MEETS = re.compile(
    rf"(?:^|[，、。；：日午晚\s]){_BUREAU}(?:党组|党委|召开|举行)", re.M
)  # 市水务局党组书记李云主持召开局党组会议
BUREAU_REACH = 60  # characters
_STOP = re.compile(r"[。；！？]")
GAP_ABOVE = 12  # characters
MAX_GUIDES = 40  # characters of the meetings by whose plans things are done, before the last of them
LEAD_PARAGRAPHS = 4
LEAD_CHARS = 900
RELATION_REACH = 260


def frame_readout(marks: Marks) -> Frame:
    """The frame: own meetings, the other meetings with what governs them, the level, the day of printing."""
    published, published_span = _published(marks)
    own: list[Mention] = []
    others: list[Governed] = []
    lead = _lead_end(marks)
    news = further_news(marks.text)
    for meeting in marks.meetings:
        if marks.in_furniture(meeting.start):
            continue
        governed = _relation_of(marks, meeting, others)
        if governed is not None and governed.relation != "referred":
            others.append(governed)
        elif _is_relayed(meeting, others):
            others.append(governed or Governed(meeting, "referred", None))
        elif (
            meeting.start < lead
            or _SAME_DAY.search(_text_before(marks, meeting))
            or (news and meeting.start > news[0] and _opens_block(marks, meeting))
        ) and _is_own(marks, meeting, own):
            own.append(meeting)
        elif is_specific(meeting):
            others.append(governed or Governed(meeting, "referred", None))
    joined = _joined_before(marks, own, others)
    own, others = in_text_order([*own, *joined]), [g for g in others if g.mention not in joined]
    own, later = _of_the_first(marks, own, news)
    others.extend(Governed(m, "referred", None) for m in later)
    if not any(is_specific(m) for m in own):
        own.extend(_fallback(others, lead))
        others = [g for g in others if g.mention not in own]
    level = _own_level(marks, own, others)
    kept = [m for m in own if _level(m) in (None, level) or level is None]
    if kept:
        others.extend(Governed(m, "referred", None) for m in own if m not in kept)
        own = kept
    own = [_with_subject(marks, m, level) for m in own]
    numbered = {(g.mention.value.level, g.mention.value.body_type) for g in others if g.mention.value.ordinals}
    others = [g for g in others if not _told_by_number(g, numbered)]
    others.sort(key=lambda g: (g.mention.start, g.mention.end))
    return Frame(marks, tuple(own), tuple(others), level, published, published_span, _sentence_parts(marks))


def _is_relayed(meeting: Mention, others: list[Governed]) -> bool:
    """Whether a numbered plenary is one whose spirit is conveyed: 传达党的二十届三中全会精神 … 三中全会召开后."""
    value = meeting.value
    return value.form == "plenum" and any(
        g.relation != "referred"
        and g.mention.value.form == "plenum"
        and (g.mention.value.level, g.mention.value.term, g.mention.value.ordinals)
        == (value.level, value.term, value.ordinals)
        for g in others
        if value.ordinals
    )


def _opens_block(marks: Marks, meeting: Mention) -> bool:
    """Whether a meeting stands in the first sentence of its paragraph."""
    block, sentence = marks.block_at(meeting.start), marks.sentence_at(meeting.start)
    return block is not None and sentence is not None and sentence.start == block.span.start


def _text_before(marks: Marks, meeting: Mention) -> str:
    """What stands before a meeting in its sentence."""
    sentence = marks.sentence_at(meeting.start)
    return marks.text[sentence.start : meeting.start] if sentence is not None else ""


def _told_by_number(governed: Governed, numbered: set[tuple[str | None, str]]) -> bool:
    """Whether a meeting without a number speaks of those of its organ that stand here by theirs."""
    value = governed.mention.value
    if value.ordinals or value.body is None or value.body_type in {"other", "political-bureau"}:
        return False
    return (value.level, value.body_type) in numbered


def _joined_before(marks: Marks, own: list[Mention], others: list[Governed]) -> list[Mention]:
    """Meetings named right before one that was held, joined to it: 常委会会议暨中心组学习会召开."""
    row: list[Mention] = []
    for governed in reversed(others):
        gaps = [marks.text[governed.mention.end : m.start] for m in (*own, *row)]
        if governed.relation == "referred" and any(_JOINED.fullmatch(gap) for gap in gaps):
            row.append(governed.mention)
    return row


def _of_the_first(marks: Marks, own: list[Mention], news: tuple[int, ...]) -> tuple[list[Mention], list[Mention]]:
    """The meetings of the first sentence that reports one, those that agree with them, and those of other kinds; the rest."""
    placed = [(marks.sentence_at(m.start), m) for m in own]
    first = next((s for s, m in placed if s is not None and is_specific(m)), None)
    known = [m for s, m in placed if s == first and s is not None]
    kept: list[Mention] = []
    later: list[Mention] = []
    for sentence, mention in placed:
        rival = (
            sentence is not None
            and sentence != first
            and not (news and mention.start > news[0])
            and any(
                k.value.body_type == mention.value.body_type
                and k.value.ordinals
                and k.value.ordinals != mention.value.ordinals
                for k in known
            )
        )
        (later if rival and mention.value.ordinals else kept).append(mention)
    return kept, later


def _with_subject(marks: Marks, mention: Mention, level: str | None) -> Mention:
    value = mention.value
    return mention._replace(value=value._replace(level=value.level or level))


def _level(meeting: Mention) -> str | None:
    return meeting.value.level if isinstance(meeting.value, Convening) else None


def _sentence_parts(marks: Marks) -> tuple[tuple[Span, tuple[Part, ...]], ...]:
    heads = [b.span for b in marks.layout.blocks if b.kind in {"title", "subtitle"}]
    return tuple((s, tuple(read_parts(marks, s))) for s in (*marks.layout.sentences, *heads))


def _lead_end(marks: Marks) -> int:
    paragraphs = [b.span for b in marks.layout.blocks if b.kind == "paragraph"]
    if not paragraphs:
        return len(marks.text)
    return min(paragraphs[min(LEAD_PARAGRAPHS, len(paragraphs)) - 1].end, paragraphs[0].start + LEAD_CHARS)


def _is_own(marks: Marks, meeting: Mention, own: list[Mention]) -> bool:
    """Whether the readout reports this meeting: in the title, as what was held or chaired, or joined to one that was."""
    text = marks.text
    block = marks.block_at(meeting.start)
    before = text[max(0, meeting.start - CLOSE) : meeting.start]
    if (
        (_SINCE.search(before) and not _CALLED.search(before))
        or _PLANNED.search(before)
        or _JUST.search(before)
        or _SETTING.match(text, meeting.end)
        or _SAID_TO_CALL.search(before)
        or (_SAID_OF.search(before) and _CLOSED.match(text, meeting.end))
        or _COUNTED.search(before)
        or _CALLED_HERE.search(before)
        or before.endswith("决定")  # …，决定省第十一次党代会于11月26日召开
        or _DECIDED.match(_text_before(marks, meeting))
        or _DELEGATES.match(text, meeting.end)
    ):
        return False
    if block is not None and block.kind in {"title", "subtitle"}:
        return is_specific(meeting) or meeting.value.body_type != "other"
    if own and meeting.start >= own[-1].end and _JOINED.fullmatch(text[own[-1].end : meeting.start]):
        return True
    known = is_specific(meeting) or meeting.value.body_type != "other" or meeting.value.enlarged
    of_bureau = meeting.end - meeting.start > len("会议") and _BUREAU_MEETS.search(
        text, max(0, meeting.start - BUREAU_REACH), meeting.start
    )  # 省国资委召开党委会议
    if not (known or of_bureau):
        return False
    body = meeting.value.body
    if (
        body is not None
        and body.end < meeting.start
        and re.search(r"召开|举行|举办|召集", text[body.end : meeting.start])
    ):
        return "已经" not in text[body.end : meeting.start]
    if _CALLED.search(before) or (meeting.value.level and _CALLED_FOR.search(before)):
        return True
    return bool(_HELD.match(text, meeting.end) or _PASSIVE.match(text, meeting.end))


def _relation_of(marks: Marks, meeting: Mention, before: list[Governed]) -> Governed | None:
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
    if _IN_COURSE.match(text, meeting.end) or _SETTING.match(text, meeting.end, sentence.end):
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
    printed, _ = _published(marks)
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


def _fallback(others: list[Governed], lead: int) -> list[Mention]:
    """Where nothing says which meeting was held: the first in the lead that names an organ and that nothing relays."""
    for governed in others:
        value = governed.mention.value
        if governed.relation == "referred" and governed.mention.start < lead and (value.body or value.ordinals):
            return [governed.mention]
    return []


def _own_level(marks: Marks, own: list[Mention], others: list[Governed]) -> str | None:
    """The level whose organ meets: said of the meeting, else by its place, the posts of those present, the organs named."""
    in_text = [m for m in own if marks.sentence_at(m.start) is not None]
    for meeting in (*in_text, *own):
        if _level(meeting) is not None:
            return _level(meeting)
    if any(_is_of_zone(marks.text, meeting) for meeting in in_text or own):
        return "county"
    for meeting in in_text or own:
        bureau = _BUREAU_MEETS.search(marks.text, max(0, meeting.start - BUREAU_REACH), meeting.start)
        if bureau and (meeting.value.body is None or meeting.value.body.value.level is None):
            return LEVEL_BY_SUFFIX[bureau[1]]
    votes: Counter[str] = Counter()
    for office in marks.offices:
        said = office.value
        if isinstance(said, Post) and not marks.in_furniture(office.start):
            level = said.body.level if said.body else OFFICE_LEVELS.get(said.office_type.removeprefix("deputy-"))
            headed = said.office_type.endswith("president") and marks.text[office.end - 1] == "长"  # 院长, 校长
            if level and not headed and said.office_type not in {"general-secretary", "member"}:
                votes[level] += 2
    told = in_text_order(g.mention for g in others)
    for body in marks.bodies:
        value = body.value
        told_of = holds(told, body.start)
        if isinstance(value, Body) and value.level and value.level != "central" and not told_of:
            votes[value.level] += 1
    if votes:
        return votes.most_common(1)[0][0]
    found = [m for h in marks.hits if h.kind == "place" and (m := _BUREAU_OF.match(marks.text, h.end))]
    bureau = next((m for m in reversed(found) if m.end() == found[0].end()), None)  # 四川省屏山县人民法院召开
    if bureau and bureau.start() < _lead_end(marks):
        return LEVEL_BY_SUFFIX[bureau[1]]
    of_country = any(isinstance(b.value, Body) and b.value.level == "central" for b in marks.bodies)
    return "central" if of_country else None


def _is_of_zone(text: str, meeting: Mention) -> bool:
    """Whether the organ that meets is a zone's own; a group that a city set up for a zone is the city's."""
    value = meeting.value
    start = min(meeting.start, value.body.start) if value.body is not None else meeting.start
    return (
        value.body_type != "leading-group" and _ZONE.search(text, max(0, start - ZONE_REACH), meeting.end) is not None
    )


def _published(marks: Marks) -> tuple[dt.date | None, Span | None]:
    labels = grammar_words("date_labels", "zh")
    lines = [d for d in marks.layout.datelines if not HELD_LINE.search(marks.text, *d)]
    told = [d for d in lines if any(w in marks.text[d.start : d.end] for w in labels)]
    bare = [d for d in lines if d not in told and "星期" not in marks.text[d.start : d.end]]
    paper = [d for d in lines if d not in (*told, *bare)] if _PAPER.search(marks.text[:PAGE_HEAD]) else []
    ends = range(PAGE_HEAD, len(marks.text) - PAGE_HEAD)  # what is neither the head of a page nor its foot
    blocks = (b for b in marks.layout.blocks if b.kind == "furniture" and b.span.start not in ends)
    head = [b.span for b in blocks if _PAPER.search(marks.text, *b.span)]  # with its menu in one line
    for line in (*told, *bare, *paper, *head):
        for date in within(marks.dates, line):
            if isinstance(date.value, DateValue) and (day := parse_day(date.value.iso())):
                return day, Span(date.start, date.end)
    return parse_day(marks.document.published), None
