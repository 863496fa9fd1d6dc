"""Meetings named in a text, Chinese grammar: a head word, and before it manner, numbers, term, organ, place.

A little over 300 lines for a reason: the words before one head word are read together, from the head outwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from readouts.chinese.beside import headless, level_beside, other_levels, other_organs
from readouts.chinese.levels import (
    MATTER_STOP,
    MAX_MATTER,
    OTHER_ORGAN,
    Said,
    find_bare_level,
    find_body_opener,
    find_opener,
    find_place,
    find_speaker,
    find_symposium,
    read_number,
)
from readouts.chinese.organs import LEVEL_BY_SUFFIX, NUM, TERM_END
from readouts.lexicon import grammar_words
from readouts.model import Mention
from readouts.numerals import read_han
from readouts.occasions import Convening
from readouts.organs import Body
from readouts.patterns import CLOSE, NEAR

_MANNER_END = re.compile(r"（扩大）$|扩大$")
_ALSO_CALLED = re.compile(r"（[^（）]{4,30}(?:小组|委员会|指挥部)）$")  # 领导小组（乡村振兴战略领导小组）全体会议
_COUNTED_MATTER = re.compile(rf"第({NUM})次[^会议和及、，。；暨（）]{{2,10}}$")  # 省委第121次疫情防控专题会
_PLENA = "〇一二三四五六七八九"
_PLENUM_END = re.compile(r"((?:[一二三四五六七八九]中[、和及])*[一二三四五六七八九])中$")
_WE_CALL = re.compile(r"我([省市县区州旗])(?:组织)?(?:召开|举行)了?(?:20\d\d年)?“?$")
_YEAR_END = re.compile(r"(?:19|20)\d\d年度?(?:全市|全县|全区|全省)?$")
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d$")
_CALLED_END = re.compile(r"(?:召开|举行|举办|召集|(?:进行|开展|组织)(?=了?$))(?:了|的)?(?:20\d\d年)?$")
_AFTER_CONGRESS = re.compile(r"大(?:会)?(?:精神)?(?:和|及|、|以及)(?:党的)?$|党的$")
_CONGRESS = re.compile(rf"(?:党的|中共)({NUM})大(?![以])(?:会)?")
_SUBJECT_GAP = re.compile(
    r"后?(?:于|在)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:今天|昨天|昨日|今日|近日|日前|又|再次|继续|接着|还|同日|同时|随后|专题|迅速|及时|立即|紧急|连夜|第一时间|专门)?(?:上午|下午|晚上|晚)?(?:（[^（）]{2,8}）)?(?:在[\u3400-\u9fff]{1,10})?"
)
_CALLED_FOR = re.compile(r"(?:召开|举行)(?:了)?[^，。；：！？《》“”\n]{0,24}$")
_PLACE_CALLS = re.compile(r"[\u3400-\u9fff]{1,4}(省|自治区|市|州|盟|县|区|旗)$")
_BEFORE_ACT = re.compile(r"(?:会议|会上|大家|，|。|；|、|并|了|先|首先|再次|还|\n)$")
_LISTED_BEHIND = re.compile(
    r"(?:、|和|及|以及)(?P<matter>(?![省市县区州全])[\u3400-\u9fff“”]{2,16})"
)  # 全国组织部长会议、宣传部长会议
_SITTING = re.compile(rf"(?P<held>(?:召开|举行)了?)?第{NUM}次(?:全体)?")  # 四次全会第二次会议
_MINISTRY_COUNTED = re.compile(rf"第({NUM})次[部局厅委院署办]$")  # 第25次部党组会议
_OTHER_CALLER = re.compile(
    r"[省市县区州旗](?:委(?=政法|宣传|统战|组织))?(?!委)[\u3400-\u9fff]{1,8}[委办指会部局](?:召开|举行)(?:了)?(?:20\d\d年)?$"
)  # 县文明委召开全体会议: no plenary session of a committee
_OF_CONGRESS = re.compile(r"(?:人大|政协)[\u3400-\u9fff]{2,8}委(?:员会)?$")  # 市八届人大教科文卫委第十二次全体会议
_PART_OF_DAY = re.compile(r"上午|下午|晚上")  # 上午中央政治局会议和下午第一次集体学习
_COUNTED_STUDY = re.compile(
    rf"中心组(?:举行|召开|开展|进行|举办)?(?:了)?(?:20\d\d年度?|今年)?第{NUM}[次期](?:（扩大）|集体|集中|专题|扩大)*$"
)
_STUDY_OF_GROUP = re.compile(r"中心组(?:（扩大）|扩大|集体|集中|专题)*$")
_STUDY = re.compile(r"(?:集中|专题|集体)*(?:学习研讨|学习|研讨)")
_GROUP_STUDIES = re.compile(
    r"中心组(?:举行|召开|开展|进行|举办|组织)?(?:了)?(?:20\d\d年)?(?:（扩大）|扩大|[一二三四五六七八九十\d]{1,2}月份?|集体|集中|专题)*$"
)  # 市政协党组举行理论学习中心组集中学习, 中心组开展专题学习
_NO_OBJECT = re.compile(r"[，。；\n （暨]|活动|$")
_OBJECT = re.compile(r"了|《|(?!会|时|上|中(?![央共国纪组宣办])|精神|的|活动|和|及|暨|以来|后|班)[\u3400-\u9fff]")
_NO_PLENARY = frozenset({"peoples-congress", "cppcc"})
_PREFECTURES = ("盟委", "地委")  # committees without a standing committee: their members meet in its place
_MEMBERS_MEET = re.compile(rf"(?:{'|'.join(_PREFECTURES)})?委员(?:（扩大）|扩大)?会议")
PLAIN_ORGANS = frozenset({"party-committee", "government", "peoples-congress", "cppcc"})
OWN_OF_ORGAN = frozenset({"heads-meeting", "executive-meeting"})  # 市五届人大常委会党组会议暨第67次主任会议
OF_MATTERS = frozenset({"matter-commission", "headquarters"})
OPENERS = frozenset({"level", "organ"})
MAX_CALLER = 24  # characters of who called a meeting, up to its name
MAX_BARE = 9  # characters of a meeting told by its number alone: 第六次（扩大）会议


@cache
def _adjectives() -> re.Pattern[str]:
    words = sorted(grammar_words("meeting_adjectives", "zh"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(words)})$")


def find_meetings(text: str, hits: Sequence[Mention], bodies: Sequence[Mention]) -> list[Mention]:
    """Every meeting named, in order: one mention each, several where one head word stands for several."""
    ends = {body.end: body for body in bodies}
    openers = [h for h in hits if h.kind in OPENERS]
    places = [h for h in hits if h.kind == "place"]
    out: list[Mention] = []
    for hit in hits:
        named = hit.kind in {"meeting", "occasion"} and not _is_act(text, hit) and text[hit.start - 1] != "等"
        if named or _is_numbered_study(text, hit):
            if out and hit.start < out[-1].end:
                continue
            if hit.end - hit.start > 2 and _is_body_here(text, hit, ends):
                continue
            sitting = _SITTING.fullmatch(text, out[-1].end, hit.start) if out and _has_sittings(out[-1].value) else None
            if sitting:
                out[-1] = out[-1] if sitting["held"] else out[-1]._replace(end=hit.end)
                continue
            found = list(_meetings_at(text, hit, ends, openers, places, out))
            if out and len(found) == 1 and _is_session_of(out[-1], found[0]):
                congress = out.pop()
                value = congress.value._replace(term=congress.value.ordinals[0], ordinals=found[0].value.ordinals)
                out.append(congress._replace(end=found[0].end, value=value))
                continue
            while out and found and out[-1].start >= found[0].start and out[-1].end <= found[0].end:
                out.pop()  # named inside of a longer name: 中央政协工作会议暨…大会
            out.extend(found)
    out = [m for m in out if not _in_title(text, m.start)]
    out.extend(_congresses(text, out))
    return sorted(out, key=lambda m: (m.start, m.end))


def _is_session_of(congress: Mention, found: Mention) -> bool:
    """Whether a numbered session is one of the Party congress named right before it: 第十三次代表大会第五次会议."""
    numbered = len(found.value.ordinals) == 1 and found.value.body is None and found.value.term is None
    of_party = congress.value.body is None and len(congress.value.ordinals) == 1 and congress.value.term is None
    return numbered and of_party and congress.end == found.start


def _has_sittings(value: Convening) -> bool:
    """Whether a meeting is one that sits several times: a plenary session, a numbered session of a congress."""
    of_congress = value.body is not None and value.body.value.body_type in {"peoples-congress", "cppcc"}
    return value.body_type == "plenary" or (of_congress and bool(value.ordinals) and value.term is not None)


def _is_act(text: str, hit: Mention) -> bool:
    """Whether a word that can be a meeting is what a meeting did: 会议集体学习习近平总书记重要讲话."""
    return hit.entry == "collective-study" and bool(
        _BEFORE_ACT.search(text, max(0, hit.start - 4), hit.start) and _OBJECT.match(text, hit.end)
    )


def _is_numbered_study(text: str, hit: Mention) -> bool:
    """Whether a word that can be a verb is a session, counted or held: 中心组第二次（扩大）学习, 中心组（扩大）学习举行."""
    if hit.kind != "verb" or not _STUDY.fullmatch(text, hit.start, hit.end):
        return False
    if _NO_OBJECT.match(text, hit.end) and _GROUP_STUDIES.search(text, max(0, hit.start - CLOSE), hit.start):
        return True
    held = text.startswith(("举行", "召开"), hit.end) and _STUDY_OF_GROUP.search(
        text, max(0, hit.start - 12), hit.start
    )
    return bool(held or _COUNTED_STUDY.search(text, max(0, hit.start - CLOSE), hit.start))


def _in_title(text: str, at: int) -> bool:
    """Whether a place in the text lies between 《 and 》."""
    opened = text.rfind("《", max(0, at - 120), at)
    return opened >= 0 and text.rfind("》", opened, at) < 0 and "\n" not in text[opened:at]


def _is_body_here(text: str, hit: Mention, ends: dict[int, Mention]) -> bool:
    """Whether a word that can be the standing committee or its meeting is the committee: the subject of what follows."""
    if hit.end not in ends:
        return False
    follows = text[hit.end : hit.end + 2]
    return follows not in grammar_words("after_meeting", "zh") and text[hit.end : hit.end + 1] not in "，。；、和及暨精"


def _congresses(text: str, known: list[Mention]) -> Iterator[Mention]:
    for match in _CONGRESS.finditer(text):
        number = read_han(match[1])
        if number and not any(m.start < match.end() and match.start() < m.end for m in known):
            value = Convening("other", (number,), "central", None, None, False, "party-congress")
            yield Mention(match.start(), match.end(), "convening", "other", value)


def _meetings_at(
    text: str,
    hit: Mention,
    ends: dict[int, Mention],
    openers: list[Mention],
    places: list[Mention],
    before: list[Mention],
) -> Iterator[Mention]:
    said = _read_left(text, hit, ends)
    if said.body is None and said.level is None and not find_speaker(text, hit, said):
        numbered = before and before[-1].value.ordinals and text.startswith("、", before[-1].end)
        find_opener(text, hit, said, [o for o in openers if not numbered or o.start >= before[-1].end])
        find_place(text, said, places)
        find_bare_level(text, hit, said)
        if not said.called:
            find_symposium(text, hit, said)
    if said.body is None and not said.called:
        _find_caller(text, said, ends)
    if said.body is not None and said.level is None and said.body.value.level is None:
        said.level = level_beside(text, said.start, said.body, ends)
        if said.level is None and not said.called:
            find_body_opener(text, said, places)
    _prefer_caller(text, said, ends)
    joined = _joined_organ(text, hit, said, ends, before)
    if said.body is None and before and said.level is None:
        _inherit(text, hit, said, before[-1])
    if (
        not said.ordinals
        and said.level == "central"
        and (numbered := read_number(text, max(0, said.start - 8), said.start))
    ):
        said.start, said.ordinals = numbered  # 第三次中央新疆工作座谈会
    if ours := _WE_CALL.search(text, max(0, said.start - 12), said.start):
        said.level = LEVEL_BY_SUFFIX[ours[1]]  # 我县召开“中央督察…工作领导小组第一次会议”
    value = _convening(text, hit, said)
    end = hit.end + (text[hit.end : hit.end + 1] == "”" and text.count("“", said.start, hit.start) == 1)
    if _is_vague(text, said, hit, value):
        return
    found = Mention(said.start, end, "convening", value.body_type, value)
    others = [*joined, *headless(text, found, ends), *other_levels(text, found), *other_organs(text, found, ends)]
    if others and others[0].start < found.start and others[0].end == found.end:
        found = found._replace(start=others[0].start)
    yield from sorted([*others, found], key=lambda m: m.start)


def _joined_organ(
    text: str, hit: Mention, said: Said, ends: dict[int, Mention], before: list[Mention]
) -> list[Mention]:
    """The meeting of an organ that stands before 暨 without a head word of its own: 市委农村工作领导小组暨联席会议.

    A meeting behind 暨 begins there and has the level of the one before, where it names none.
    """
    at = text.rfind("暨", max(0, said.start - MAX_MATTER), hit.start)
    body = ends.get(at) if at >= 0 else None
    if at >= 0 and body is None and text.endswith("学习", 0, at):
        study = ends.get(at - 2)  # 区委中心组学习暨常委（扩大）会
        body = study if study is not None and study.value.body_type == "theory-study" else None
    if at < 0 or MATTER_STOP.search(text, at, hit.start):
        return []
    shared = said.body is None or said.body.end <= at
    if body is None and shared and said.ordinals and before and before[-1].end == at and before[-1].value.ordinals:
        said.term = said.term or before[-1].value.term  # 七届三十五次党组会议暨二十七次主席会议
    if body is None:
        if said.level is None and before and before[-1].end == at:
            said.start, said.level = at + 1, before[-1].value.level
            if hit.entry in OWN_OF_ORGAN:
                said.term = said.term or before[-1].value.term
        return []
    first = Convening(
        _kind(text, body, Said(body.start), body.value), (), body.value.level, body.value.term, body, False, "meeting"
    )
    said.body = said.body if said.body is not None and said.body.start > at else None
    said.start, said.level = at + 1, said.level or body.value.level
    said.term = said.term or (body.value.term if hit.entry in OWN_OF_ORGAN else None)
    return [Mention(body.start, at, "convening", first.body_type, first)]


def _is_vague(text: str, said: Said, hit: Mention, value: Convening) -> bool:
    """Whether a meeting is told by its level alone: 全市有关会议, 中央相关会议."""
    plain = value.body is None or value.body.value.body_type in PLAIN_ORGANS
    name = text[said.start : hit.end]
    return not value.ordinals and plain and any(name.endswith(word) for word in grammar_words("vague_meetings", "zh"))


def _read_left(text: str, hit: Mention, ends: dict[int, Mention]) -> Said:
    said = Said(hit.start - (text[hit.start - 1 : hit.start] == "（" and "）" in text[hit.start : hit.end]))
    if "扩大" in text[hit.start : hit.end] or text.startswith("（扩大）", hit.end):
        said.enlarged = True
    if text[said.start - 1 : said.start] == "“" and text[hit.end : hit.end + 1] == "”":
        said.start -= 1
    while True:
        at = said.start
        low = max(0, at - NEAR)
        if said.ordinals and said.body is None and (m := _YEAR_END.search(text, low, at)):
            said.start = m.start()
            continue
        if said.body is None and (body := ends.get(at)) is not None and body.start < at:
            said.start, said.body = body.start, body
            said.term = said.term or body.value.term
            continue
        inner = ends.get(at - 1) if said.body is None and text[at - 1 : at] == "）" else None
        if inner is not None and "（" in text[inner.start : inner.end]:
            said.start, said.body = inner.start, inner  # 领导小组（乡村振兴领导小组）第一次全体会议
            continue
        if said.body is None and (also := _ALSO_CALLED.search(text, max(0, at - NEAR), at)) and also.start() in ends:
            said.start = also.start()
        elif m := _MANNER_END.search(text, low, at):
            said.enlarged, said.start = True, m.start()
        elif not said.ordinals and (numbered := read_number(text, low, at)):
            said.start, said.ordinals = numbered
        elif not said.ordinals and (m := _PLENUM_END.search(text, low, at)):
            said.ordinals, said.start, said.level = tuple(map(_PLENA.index, m[1][::3])), m.start(), "central"
        elif not said.ordinals and (m := _counted_matter(text, low, at, ends)):
            said.start, said.ordinals = m.start(), tuple(filter(None, [read_han(m[1])]))
        elif said.term is None and (m := TERM_END.search(text, low, at)):
            said.term, said.start = read_han(m[1]), m.start()
        elif said.body is None and (m := _adjectives().search(text, low, at)):
            said.start = m.start()
        elif said.body is None and not said.called and (m := _CALLED_END.search(text, low, at)):
            body = _subject(text, m.start(), ends)
            if body is None:
                break
            said.called, said.body = True, body
            said.term = said.term or body.value.term
            break
        elif text.startswith("年度", at) and (m := _YEAR_BEFORE.search(text, low, at)):
            said.start = m.start()
        elif said.body is not None and said.level == "central" and text.endswith("党的", 0, at):
            said.start -= 2
            break
        else:
            break
    if said.term and not said.ordinals and said.body is None and hit.entry == "plenum":
        said.level = "central" if _AFTER_CONGRESS.search(text, max(0, said.start - 10), said.start) else said.level
    if said.level == "central" and said.body is None and text.endswith("党的", 0, said.start):
        said.start -= 2
    one = text[said.start - 1 : said.start]
    if said.level is None and said.term and one in LEVEL_BY_SUFFIX and (said.body is None or not said.body.value.level):
        said.level, said.start = LEVEL_BY_SUFFIX[one], said.start - 1
    if said.level is None and not said.called and (said.body is None or said.body.value.level is None):
        _read_caller(text, said, ends)
    return said


def _counted_matter(text: str, low: int, at: int, ends: dict[int, Mention]) -> re.Match[str] | None:
    """The number before what a meeting was about, or before a ministry's party group: 省委第121次疫情防控专题会, 第25次部党组会议."""
    matter = _COUNTED_MATTER.search(text, low, at)
    if matter and matter.start() in ends:
        return matter
    return _MINISTRY_COUNTED.search(text, low, at) if text.startswith("党组", at) else None


def _read_caller(text: str, said: Said, ends: dict[int, Mention]) -> None:
    """Take level and term from the organ or the place that called the meeting: 区委召开常委会会议, 通城县召开领导小组会议."""
    called = _CALLED_END.search(text, max(0, said.start - 12), said.start)
    if called is None:
        return
    body = _subject(text, called.start(), ends)
    if body is not None:
        said.level, said.term = body.value.level, said.term or body.value.term
        return
    place = _PLACE_CALLS.search(text, max(0, called.start() - 10), called.start())
    said.level = LEVEL_BY_SUFFIX[place[1]] if place else None


def _subject(text: str, at: int, ends: dict[int, Mention]) -> Mention | None:
    """The organ that is the subject of 召开 right before it, adverbs and days between them allowed."""
    for end in range(at, max(0, at - 26), -1):
        body = ends.get(end)
        if body is not None and _SUBJECT_GAP.fullmatch(text, end, at):
            return body
    return None


def _find_caller(text: str, said: Said, ends: dict[int, Mention]) -> None:
    """Give a meeting of a matter the organ that called it: 市政府党组召开2021年度专题民主生活会."""
    called = _CALLED_FOR.search(text, max(0, said.start - NEAR), said.start)
    body = _subject(text, called.start(), ends) if called else None
    if body is None:
        place = _PLACE_CALLS.search(text, max(0, called.start() - 10), called.start()) if called else None
        said.level = said.level or (LEVEL_BY_SUFFIX[place[1]] if place else None)  # 镇原县举行河湖长制工作会议
        return
    said.body, said.called = body, True
    said.level = said.level or body.value.level
    said.term = said.term or (body.value.term if said.ordinals else None)


def _prefer_caller(text: str, said: Said, ends: dict[int, Mention]) -> None:
    """Give a meeting whose matter names a committee the group that called it: 巡察工作领导小组召开十六届县委第十轮巡察汇报会."""
    if said.body is None or said.called or said.ordinals or said.body.value.body_type != "party-committee":
        return
    term = TERM_END.search(text, max(0, said.start - 8), said.start)
    end = term.start() if term else said.start
    called = _CALLED_END.search(text, max(0, end - MAX_CALLER), end)
    body = _subject(text, called.start(), ends) if called else None
    if body is not None and body.value.body_type == "leading-group":
        said.body, said.called, said.level = body, True, body.value.level or said.level


def _inherit(text: str, hit: Mention, said: Said, before: Mention) -> None:
    """Give a meeting that is joined to another by 暨 or 和 the other's level: 党组会议和常务会议."""
    if matter := _LISTED_BEHIND.fullmatch(text, before.end, said.start):
        shared = isinstance(before.value, Convening) and not said.ordinals and hit.end - hit.start > 2
        if shared and not MATTER_STOP.search(matter["matter"]) and not OTHER_ORGAN.search(matter["matter"]):
            said.start = matter.start("matter")
    gap = _PART_OF_DAY.sub("", text[before.end : said.start])
    bare = said.start == hit.start and not said.ordinals and hit.end - hit.start == 2
    if gap == "，" and bare:
        return
    if gap in grammar_words("joins", "zh") and isinstance(before.value, Convening):
        said.level = before.value.level
        of_bureau = hit.entry == "collective-study" and before.value.body_type == "political-bureau"
        if said.ordinals and hit.end - said.start <= MAX_BARE and (before.value.ordinals or of_bureau):
            said.body, said.term = before.value.body, said.term or before.value.term


def _convening(text: str, hit: Mention, said: Said) -> Convening:
    body = said.body.value if said.body is not None else None
    level = said.level or (body.level if isinstance(body, Body) else None)
    level = level or ("municipal" if text.startswith(_PREFECTURES, hit.start) else None)
    kind = _kind(text, hit, said, body if isinstance(body, Body) else None)
    return Convening(kind, said.ordinals, level, said.term, said.body, said.enlarged, hit.entry)


def _kind(text: str, hit: Mention, said: Said, body: Body | None) -> str:
    whole = text[said.start : hit.end]
    organ = body.body_type if body is not None else None
    if organ in {"deepening-reform-commission", "theory-study", "party-group"}:
        return "other" if said.called and organ != "theory-study" and "常委" in whole else str(organ)
    if any(word in whole for word in grammar_words("study_group", "zh")):
        return "theory-study"
    if any(word in whole for word in grammar_words("party_group", "zh")):
        return "party-group"
    if organ in {None, "party-committee"} and _MEMBERS_MEET.match(text, hit.start):
        return "standing-committee"
    if hit.entry == "executive-meeting":
        return "government-executive"
    if organ == "political-bureau":
        return "political-bureau"
    of_party = organ in {None, "party-committee", "standing-committee"}
    if of_party and any(word in whole for word in grammar_words("standing", "zh")):
        return "standing-committee"
    if organ == "standing-committee":
        return "standing-committee"
    if organ == "party-committee" and said.enlarged and said.ordinals and said.term is None and hit.entry == "meeting":
        return "standing-committee"  # 县委第二十七次（扩大）会议: counted as no plenary session is
    if hit.entry == "plenum":
        if organ == "leading-group":
            return organ
        of_matter = body is not None and body.head in OF_MATTERS
        if body is not None and (body.body_type, body.head) == ("other", "commission") and said.term is None:
            of_matter = "纪律检查" not in whole  # 市委外事工作委员会第二次全体会议
        of_matter = of_matter or (
            body is None
            and said.term is None
            and _OTHER_CALLER.search(text, max(0, said.start - MAX_CALLER), said.start) is not None
        )
        of_matter = of_matter or _OF_CONGRESS.search(text, max(0, said.start - MAX_MATTER), said.start) is not None
        return "other" if organ in _NO_PLENARY or of_matter else "plenary"
    if organ == "leading-group":
        return "leading-group"
    return "other"
