"""Which of the meetings that a Chinese readout names are its own: in the title, as held or chaired, joined to one that was."""

from __future__ import annotations

import re

from readouts.chinese.governed import SETTING
from readouts.chinese.organs import NUM
from readouts.governed import is_specific
from readouts.mark import Marks
from readouts.model import Mention
from readouts.patterns import CLOSE

JOINED = re.compile(r"暨|和|及|以及|、|，并|并|与|，随后(?:召开)?")
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
_SINCE = re.compile(r"(?:自|从|庆祝|迎接|喜迎|纪念|为了?|筹备|筹办|备战|服务保障|召开|开好)$")
_SAID_TO_CALL = re.compile(
    r"(?:指出|强调|要求|表示|认为|说)[，：]?(?:要)?(?:及时|适时|定期)?(?:召开|举行)$"
)  # …指出，召开常委会会议学习…是…举措
_SAID_OF = re.compile(r"(?:指出|强调|认为|表示)[，：]$")  # 会议指出，全国人大一次会议昨天闭幕
_CLOSED = re.compile(r"(?:昨[天日]|日前|刚刚|已经?)?(?:胜利|圆满)?(?:闭幕|结束)")
_CALLED_HERE = re.compile(r"在(?:这里|此)(?:召开|举行)(?:了)?$")  # 市政府在这里召开动员大会: told by who speaks
_COUNTED = re.compile(r"这也?是[^，。；]{0,20}$")  # 这是中央深改组今年召开的第七次会议: counted anew
_JUST = re.compile(r"(?:刚刚|刚|新近|前不久|不久前|即将|将要)(?:胜利)?(?:召开|结束|闭幕|举行)的$")
_PLANNED = re.compile(
    r"(?:决定|将|拟|定于|建议|同意|准备|关于|筹备|研究了?|讨论了?|审议了?|审定了?|听取了?)(?:，(?=[^，。；]{0,8}日))?[^，。；]{0,20}(?:召开|举行)(?:了)?(?:中共|中国共产党)?[省市县区州]?$"
)
_DECIDED = re.compile(r"(?:会议|全会|大会)(?:研究)?(?:决定|同意|建议)[，：]?")  # 会议决定，…常委会会议2月4日召开
_DELEGATES = re.compile(rf"(?:第{NUM}次(?:全体)?会议)?的?代表(?!团)")  # 出席省第十次党代会的代表
BUREAU = (  # a bureau or a body like it, behind the word for its level
    r"([省市县区州旗])(?!委|政府|人大|政协|直|级|内|长)[\u3400-\u9fff]{0,8}?"
    r"(?:[\u3400-\u9fff]{2}(?:局|厅|院|中心|公司|集团|学校|委)|残联|文联|科协|工商联|团委|妇联|总工会|供销社)"
)
BUREAU_MEETS = re.compile(
    rf"(?:^|[，、。；：日午晚\s]){BUREAU}(?:党组|党委|召开|举行)", re.M
)  # 市水务局党组书记李云主持召开局党组会议
BUREAU_REACH = 60  # characters
LEAD_PARAGRAPHS = 4
LEAD_CHARS = 900


def text_before(marks: Marks, meeting: Mention) -> str:
    """What stands before a meeting in its sentence."""
    sentence = marks.sentence_at(meeting.start)
    return marks.text[sentence.start : meeting.start] if sentence is not None else ""


def lead_end(marks: Marks) -> int:
    """Where the lead ends: behind the fourth paragraph, or 900 characters from the beginning of the first."""
    paragraphs = [b.span for b in marks.layout.blocks if b.kind == "paragraph"]
    if not paragraphs:
        return len(marks.text)
    return min(paragraphs[min(LEAD_PARAGRAPHS, len(paragraphs)) - 1].end, paragraphs[0].start + LEAD_CHARS)


def is_own(marks: Marks, meeting: Mention, own: list[Mention]) -> bool:
    """Whether the readout reports this meeting: in the title, as what was held or chaired, or joined to one that was."""
    text = marks.text
    block = marks.block_at(meeting.start)
    before = text[max(0, meeting.start - CLOSE) : meeting.start]
    if (
        (_SINCE.search(before) and not _CALLED.search(before))
        or _PLANNED.search(before)
        or _JUST.search(before)
        or SETTING.match(text, meeting.end)
        or _SAID_TO_CALL.search(before)
        or (_SAID_OF.search(before) and _CLOSED.match(text, meeting.end))
        or _COUNTED.search(before)
        or _CALLED_HERE.search(before)
        or before.endswith("决定")  # …，决定省第十一次党代会于11月26日召开
        or _DECIDED.match(text_before(marks, meeting))
        or _DELEGATES.match(text, meeting.end)
    ):
        return False
    if block is not None and block.kind in {"title", "subtitle"}:
        return is_specific(meeting) or meeting.value.body_type != "other"
    if own and meeting.start >= own[-1].end and JOINED.fullmatch(text[own[-1].end : meeting.start]):
        return True
    known = is_specific(meeting) or meeting.value.body_type != "other" or meeting.value.enlarged
    of_bureau = meeting.end - meeting.start > len("会议") and BUREAU_MEETS.search(
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
