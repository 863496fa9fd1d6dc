"""The level of a meeting's name in Chinese, by the word, the place or the speaker that opens it: 全省…会议, 绵阳市…会议."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readouts.chinese.organs import LEVEL_BY_SUFFIX, NUM, PLACE_SUFFIX, body_type_of
from readouts.lexicon import grammar_words
from readouts.model import Mention
from readouts.numerals import read_han
from readouts.organs import Body
from readouts.patterns import NEAR, REACH

_NUMBER_END = re.compile(rf"((?:第{NUM}次?[、和及至]|{NUM}次[、和及至])*)(第?)({NUM})(?:次|轮|期)(?:（扩大）)?$")
_LEADER = re.compile(
    r"总书记(?:(?:20\d\d年)?\d{1,2}月\d{1,2}日)?(?:在|出席|主持召开|参加|主持(?!召开))(?:了)?((?:“[^“”\n]{1,24}”|[^，。；：！？、《》“”\n]){2,40})$"
)
_ALSO_AT = re.compile(r"(?:、|和|，|及)在((?:“[^“”\n]{1,24}”|[^，。；：！？、《》“”\n]){2,40})$")
_SPOKEN_ON = re.compile(r"上?(?:、|和|及|以及)在[^，。；：]{2,32}(?:上|时)的(?:重要)?讲话")  # …会上和在考察时的重要讲话
_ANOTHER_SPEECH = re.compile(r"(?:(?:讲话|指示|精神|批示)[^，。；]{0,8}|(?:时|考察|调研|视察|期间))(?:、|和|及|以及)在")
_SPEAKER = re.compile(r"总书记(?:在|视察|考察|对|致|关于)[^。；！？\n]*$")
_COURSE = re.compile(r"[^，。；：！？《》“”\n]{2,44}$")
_ALL_NUMBERS = re.compile(NUM)
MATTER_STOP = re.compile(
    r"[，。；：！？、《》（）\n]|传达|召开|举行|精神(?!文明)|听取|通报(?!情况)|审议|主持|参加|出席|关于|讲话|了|(?<![外内导])向(?!型)|将|(?<!自)由"
)
_CADRES = re.compile(r"(?:各级|主要|党员|[厅局县处科]级)*(?:领导)?干部")  # 全省领导干部学习贯彻全会精神专题研讨班
_CONVEYING = re.compile(
    r"(?:深入|认真|全面|进一步)?(?=传达|学习|贯彻)(?:传达)?(?:学习)?(?:宣传)?(?:贯彻)?(?:落实)?[^，。；、]{2,36}精神[\u3400-\u9fff]{0,8}"
)  # 全市传达学习全会精神干部大会
_JOINT = r"(?:^|[，。；：、\n“]|召开|套开|传达|学习|贯彻|落实|执行|了|和|及|在|与|暨|出席)"
_LEVEL_MATTER = re.compile(
    rf"{_JOINT}(?P<level>[省市县区州])(?P<matter>(?:[\u3400-\u9fff]|“[\u3400-\u9fff]{{1,16}}”){{2,24}})$"
)
_TWO_LEVELS = re.compile(
    rf"{_JOINT}(?P<upper>[省市])(?P<level>[市县])(?:有关)?(?P<matter>(?![委政])[\u3400-\u9fff]{{4,20}})$"
)  # 省市疫情防控工作会议: of both
_LISTED_MATTER = re.compile(r"(?:以及|及|和|传达|学习|落实|贯彻|了)$")
_KINDS_OF_COUNTY = re.compile(r"（(?:[市县区旗、]{1,5}|[局委办厅]长?|主任)）")  # 20个县（市、区）, 民族宗教委（局）
_NO_BARE_MATTER = re.compile(r"会|(?<!工作)(?<!活动)暨|政府|委|人大|政协|^[省市县区州]|有关|相关|领导")
OTHER_ORGAN = re.compile(r"会|暨|政府|委(?!员)|人大|政协|有关|相关")
_LEVEL_NUMBERED = re.compile(rf"(?:{_JOINT}|[\u3400-\u9fff]{{2}})(?P<level>[省市县区州])(?P<matter>)$")
_LEVEL_ADJECTIVE = re.compile(rf"{_JOINT}(?P<level>[省市县区州])(?P<matter>)$")
_OWN_OPENER = re.compile(r"省委|市委|县委|区委|全省|全市|中央|全国|党的|中共|国务院")
COUNTED_BEHIND = tuple("届会委组府开大协暨")  # what stands before a number without 第
CONGRESSES = ("人代会", "党代会", "党代表大会", "人民代表大会")
_DISTRICT = re.compile(r"(?<!自治)区(?:委|政府|人民政府|人大|政协)")
_AREA_LEVELS = {"全国": "central", "全省": "provincial", "全市": "municipal", "全州": "municipal", "全县": "county"}
_AREA_OPENS = re.compile(rf"(?P<area>{'|'.join(_AREA_LEVELS)})(?P<matter>[\u3400-\u9fff]{{0,4}})$")
_PLAIN_MATTER = re.compile(r"(?!推进|推动|加强)[\u3400-\u9fff]+")
_SYMPOSIUM_LEAD = re.compile(r"(?:新时代|进一步|深入|全面|扎实|解决|推动|推进)+$")
OWN_NAME_HEADS = frozenset({"commission", "leading-group"})
MIN_NAME = 4  # characters of what an organ is for, between its place and its head word
MAX_NAME = 16
AWAITED = ("迎接", "配合")  # 省政府迎接中央督察动员会议 is the province's
MAX_MATTER = 34


@dataclass
class Said:
    """What the words before a head word say, while they are read."""

    start: int
    ordinals: tuple[int, ...] = ()
    term: int | None = None
    enlarged: bool = False
    body: Mention | None = None
    level: str | None = None
    called: bool = False


def read_number(text: str, low: int, at: int) -> tuple[int, tuple[int, ...]] | None:
    """Start and numbers of what counts a meeting; a number without 第 counts only behind a term or an organ."""
    match = _NUMBER_END.search(text, low, at)
    if not match:
        return None
    numbers = [read_han(n) for n in _ALL_NUMBERS.findall(match[1])] + [read_han(match[3])]
    counted = bool(match[2]) or match[1].startswith("第")
    behind = text[max(0, match.start() - 1) : match.start()]
    of_congress = behind in LEVEL_BY_SUFFIX and text.startswith(CONGRESSES, at)  # 市八次党代会
    if not counted and behind not in COUNTED_BEHIND and not of_congress:
        return None
    if not counted and re.search(r"(?<![届委])(?:召开|举行)", text[max(0, match.start() - 3) : match.start()]):
        return None
    return match.start(), tuple(n for n in numbers if n)


def find_speaker(text: str, hit: Mention, said: Said) -> bool:
    """Give a meeting at which the General Secretary spoke the central level: 在…座谈会上的重要讲话."""
    spoken = _LEADER.search(text, max(0, said.start - REACH), said.start)
    if spoken is not None and _ANOTHER_SPEECH.search(spoken[1]):
        spoken = None
    if spoken is None and (
        text.startswith(grammar_words("spoken_behind", "zh"), hit.end) or _SPOKEN_ON.match(text, hit.end)
    ):
        also = _ALSO_AT.search(text, max(0, said.start - REACH), said.start)
        spoken = also if also and _SPEAKER.search(text, max(0, also.start() - 160), also.start()) else None
    if (
        spoken is None
        or re.search("时(?!代|期)|讲话|代表团|考察|审议", spoken[1])
        or ("精神" in spoken[1] and text[hit.end - 1] != "班")  # a class on what a congress said
        or re.search(r"(?:会议|讲话|时|上)(?:、|和|上)", spoken[1])
        or _OWN_OPENER.match(spoken[1])
    ):
        return False
    said.start, said.level = spoken.start(1), "central"
    return True


def find_opener(text: str, hit: Mention, said: Said, openers: list[Mention]) -> None:
    """Give a meeting of a matter the level that opens its name: 中央经济工作会议, 全省组织部长会议."""
    for opener in reversed(openers):
        if opener.end > said.start:
            continue
        if said.start - opener.end > MAX_MATTER:
            return
        gap = _KINDS_OF_COUNTY.sub("", text[opener.end : said.start])
        if "会" in gap and not text.endswith("大会", 0, hit.end) and re.search("会(?:议)?(?:暨|和|及)", gap):
            return
        course = text[opener.start : opener.end] in grammar_words("course_openers", "zh")
        course = course or (text[hit.end - 1] == "班" and _CADRES.match(gap) is not None)
        if opener.kind == "level" and _LISTED_MATTER.search(text, max(0, opener.start - 2), opener.start):
            gap = gap.replace("、", "")  # 全省安全生产、消防安全和防灭火视频会议
        if not (course and _COURSE.fullmatch(gap)) and MATTER_STOP.search(gap) and not _conveys(text, hit, gap):
            return
        level = opener.entry if opener.kind == "level" else opener.value.get("level")
        if level is None or text.endswith(AWAITED, 0, opener.start):
            continue
        said.level = _level_of_area(text) if level == "whole-area" else str(level)
        said.start = opener.start
        if opener.kind == "organ":
            owner = Body(body_type_of([opener]), str(level), None, None, None, bool(gap), opener.entry)
            said.body = Mention(opener.start, opener.end, "body", owner.body_type, owner)
            if not gap and not said.ordinals and (numbered := read_number(text, max(0, said.start - 12), said.start)):
                said.start, said.ordinals = numbered  # 第29次区委常委会
        return


def _conveys(text: str, hit: Mention, gap: str) -> bool:
    """Whether what stands before a meeting says that it conveyed or carried out a spirit; a class on one is no such meeting."""
    return _CONVEYING.fullmatch(gap) is not None and (text[hit.end - 1] != "班" or "传达" in gap)


def find_place(text: str, said: Said, places: list[Mention]) -> None:
    """Give a meeting of a matter the level of the place that opens its name: 绵阳市安全生产工作会议."""
    if said.body is not None or said.level is not None or said.called:
        return
    for place in reversed(places):
        if place.end > said.start:
            continue
        if said.start - place.end > MAX_MATTER:
            return
        ending = PLACE_SUFFIX.match(text, place.end, said.start)
        end = ending.end() if ending else place.end
        suffix = ending[1] if ending else text[place.end - 1]
        if suffix not in LEVEL_BY_SUFFIX or text.endswith(AWAITED, 0, place.start):
            return
        gap = text[end : said.start].removeprefix("关于")
        if (gap or said.ordinals) and not MATTER_STOP.search(gap) and not OTHER_ORGAN.search(gap):
            said.level, said.start = LEVEL_BY_SUFFIX[suffix], place.start
        return


def find_symposium(text: str, hit: Mention, said: Said) -> None:
    """Give a symposium that the General Secretary is known to have held the central level: 新时代推动东北全面振兴座谈会."""
    matter = next((m for m in grammar_words("central_symposiums", "zh") if text.endswith(m, 0, said.start)), None)
    if matter is None or said.level is not None or not text.endswith("座谈会", 0, hit.end):
        return
    led = _SYMPOSIUM_LEAD.search(text, max(0, said.start - len(matter) - 16), said.start - len(matter))
    said.level, said.start = "central", led.start() if led else said.start - len(matter)


def find_body_opener(text: str, said: Said, places: list[Mention]) -> None:
    """Give an organ without a level that of the word or place that opens its name: 全国地方政协, 北京历史文化名城保护委员会."""
    match = _AREA_OPENS.search(text, max(0, said.start - 12), said.start)
    if match is not None and not MATTER_STOP.search(match["matter"]):
        said.start, said.level = match.start(), _AREA_LEVELS[match["area"]]
        return
    place = next((p for p in reversed(places) if p.end <= said.start), None)
    if place is None or said.body is None or said.body.value.head not in OWN_NAME_HEADS:
        return
    ending = PLACE_SUFFIX.match(text, place.end, said.start)
    matter = text[ending.end() if ending else place.end : said.start]
    whole = MIN_NAME <= len(matter) <= MAX_NAME and _PLAIN_MATTER.fullmatch(matter) is not None
    if whole and not MATTER_STOP.search(matter) and not OTHER_ORGAN.search(matter):
        said.start = place.start
        said.level = LEVEL_BY_SUFFIX[ending[1]] if ending else place.value["place"].level


def _level_of_area(text: str) -> str:
    """The level of 全区: a region's in a text that speaks of one, else a district's."""
    of_region = "自治区" in text and not _DISTRICT.search(text)
    return "provincial" if of_region or any(word in text for word in grammar_words("regions", "zh")) else "county"


def find_bare_level(text: str, hit: Mention, said: Said) -> None:
    """Give a meeting the level that one character before its matter names: 传达市农村工作会议精神, 省第十次党代会."""
    if said.body is not None or said.level is not None or said.called:
        return
    both = _TWO_LEVELS.search(text, max(0, said.start - NEAR), said.start)
    if both and not _NO_BARE_MATTER.search(both["matter"]) and not MATTER_STOP.search(both["matter"]):
        said.level, said.start = LEVEL_BY_SUFFIX[both["level"]], both.start("upper")
        return
    match = _LEVEL_MATTER.search(text, max(0, said.start - NEAR), said.start)
    congress = text.startswith(CONGRESSES, hit.start)
    if said.ordinals or congress or hit.entry == "two-sessions":  # 省第十次党代会, 市文联第五次代表大会, 省“两会”
        match = _LEVEL_NUMBERED.search(text, max(0, said.start - NEAR), said.start) or match
    if match is None and said.start < hit.start:
        match = _LEVEL_ADJECTIVE.search(text, max(0, said.start - 8), said.start)  # 省、市安全生产工作会议
    if match and not _NO_BARE_MATTER.search(match["matter"]) and not MATTER_STOP.search(match["matter"]):
        said.level, said.start = LEVEL_BY_SUFFIX[match["level"]], match.start("level")
