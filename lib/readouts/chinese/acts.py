"""What is an act on the agenda in Chinese: a verb of reviewing, hearing, studying or deploying at the head of a clause, not in what was said."""

from __future__ import annotations

import re

from readouts.chinese.items import (
    told_in,
)
from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import Marks, holds, within
from readouts.model import Mention, Span
from readouts.patterns import NEAR

_CLAUSE_BEFORE = re.compile(
    r"(?:^|[，；：。、）》】 \u3000]|^\d{1,2}[.．]|大家|政治局|并|及|会议|会上|会前|会后|还|共|一共|原则|再次|先后|首先|先|集体|一同|一起|人员|成员|中心组|方式|逐页|逐条|逐字|逐一|专题|分别|认真|深入|书面|一并|逐项|讨论|研究|审议|传达|听取|再|随后|同时|进一步|了|组织|原文|第一议题|日|后|上|下午|上午|和|与|会|共同|重点|着重|著重|具体|主要|以及|部署|安排|就|集中|：|[一二三四五六七]是)$"
)
_SENT_ON = re.compile(r"(?:提请|报请|提交)(?!会议|本次|大会)[^，。；、《》]{1,16}$")
# Words of manner between the head of a clause and its verb: 会议分组学习, ，系统学习了
_MANNER = re.compile(
    r"(?:^|[，；：。、\n]|会议|会上|全会|大会|还|并|又|随后|同志|人员|成员|大家|常委|[上下]午|日)"
    r"(?:系统|分组|全文|逐[章句段条项篇]|及时|第一时间|迅速|带头|继续|依次|相继|一致|现场|联合|专门|细致|仔细|详细|全面|充分|深刻|广泛|统一|轮流|反复|跟进|跟着|再次|"
    r"原原本本|原汁原味|全程|封闭|视频|快速|立即|即时|紧急|连夜|通篇|持续|接续|首次|又|已|已经|接着|当场|依法|从严|审慎|周密|简要|扼要|同步|统筹|热烈|完整|准确|进而|分段|分别|严格|民主|举手|无记名|"
    r"(?:联系|结合)[^，。；、]{0,6}实际|(?:按|按照|依照)(?:程序|议程|规定|章程)|聚焦主题|围绕主题|认真|深入|集中|专题|集体|共同|一起)+地?$"
)
_AFTER_SUBJECT = re.compile(
    r"(?:^|[，；。\n])(?:会议|全会|会上|与会(?:同志|人员|代表|委员)|全体(?:人员|同志|常委|委员|与会人员))"
    r"(?:(?!要|应|须|将|拟|不|未|没|强调|指出|认为|要求|决定|同意|希望|号召|提出|明确|关于|对|把|从|以|在|的|和|及|为|等|开展|进行|组织|加强|深化|第|议|精神|安排|部署|后|听取|审议|审定|通报|汇报|介绍)[\u3400-\u9fff]){2,8}$"
)
PASSIVE = re.compile(
    r"(?:对|就|围绕)((?:[^。；，《》\n]|《[^。；《》\n]{2,80}》){1,90}?)(?:等(?:工作|事项|议题|方面)?)?(?:进行了?|(?:一并)?(?<!工)作出?了?|做出?了?|展开|开展)(?:了)?(?:专题|全面|集中|详细|深入|认真|充分|再|具体|热烈|安排|研究|动员|部署|讨论|集体|专门|系统|周密|再[\u3400-\u9fff]{2}、?)*$"
)
_COUNTED_ACT = re.compile(r"(?:^|[，；：。])[一二三四五六七八九十]{1,2}是$")
_CALLED = re.compile(r"(?:[委府会厅部组日省市县区州]|主持)(?:召开|举行)(?:了)?$")
MAX_ABOUT = 32  # characters from the act to a verb in what a document is about
_AT_REPORT = re.compile(r"听取[^，。；]{2,24}汇报时")  # 听取工作汇报时的讲话
_HEARD_FIRST = re.compile(r"听取[^，。；]{6,40}(?:情况|工作|进展)的?(?:汇报|报告)后")  # 会议听取…情况汇报后强调
_HEARD_BEFORE = re.compile(r"听取[^，。；]{2,24}(?:汇报|报告)后，?(?:要求|强调|指出)")  # told before: 听取…汇报后要求
_SPOKEN_WHILE = re.compile(r"[^，。；]{2,40}时的(?:重要)?讲话")  # 在常委会会议研究防汛工作时的重要讲话
_ACCORDING = re.compile(r"(?:按照|根据|落实|对照|围绕)[^，。；]{0,30}$")  # 按照省委常委会会议要求，研究部署
_ABOUT = re.compile(
    r"(?:(?:通过|审议|讨论|研究|同意)了?|听取了?[^，。；《》]{2,24})关于(?:(?!汇报|报告|说明|并|和|了|情况)[^，。；、《》]){2,24}$"
)
_OF_DOCUMENT = re.compile(
    r"[^，。；、《》]{2,24}的(?:决定|决议|方案|办法|意见|请示|通知|建议|规定|议案)(?:（[^（）]{1,8}）)?(?=[，。；、]|$)"
)
_OF_WHAT = re.compile(r"的(?!有[：:《]|是)")  # 提请人大常委会审议的报告
_MATTER_HEARD = re.compile(r"(?:制度|机制|教育|资料|材料|中心)[^，。；、]{2,40}(?:汇报|报告|通报|介绍)")
_WHILE = re.compile(r"(?:会议|全会)在$")  # 会议在传达学习…时强调
_TOLD_WHILE = re.compile(r"[^。；！？]{2,120}?(?:时|后)，?(?:会议|全会|大会)?(?:强调|指出|要求)")
_STUDIED_MATTERS = re.compile(r"研究(?:的)?(?:事项|议题)(?=[\u3400-\u9fff])")  # 通报第50次常务会议研究事项办理情况
ASKED_OF = ("征求和", "征求并", "征求、")  # opinions that a draft was based on
LOOK_BACK = 180
LONGEST_TITLE = 300
SETTLING = "settle"  # the verb entry of what is settled in the lead


def opens_with_meeting(marks: Marks, sentence: Span) -> bool:
    """Whether a sentence behind what was said tells again what the meeting did: it opens with 会议, 随后, 听取."""
    return marks.text.startswith(grammar_words("act_openers", "zh"), sentence.start)


def is_of_another(frame: Frame, sentence: Span) -> bool:
    """Whether a sentence tells what another meeting did: 8月30日，省委召开工作会议，部署 …"""
    text = frame.marks.text
    return any(
        g.relation == "referred" and _CALLED.search(text, max(sentence.start, g.mention.start - 6), g.mention.start)
        for g in told_in(frame, sentence)
    )


def speech_start(marks: Marks, sentence: Span) -> int:
    """Where what is said begins: at a verb of saying that a mark follows or that opens the sentence; else the end."""
    text = marks.text
    if _is_demand(marks, sentence):
        return sentence.start
    for hit in within(marks.hits, sentence):
        opens = text[hit.end : hit.end + 1] in "，：“" or text.startswith(("要", "了", "全", "各"), hit.end)
        opens = opens or (text[hit.start - 1] in "，并" and text.startswith("要求", hit.start))
        if opens and hit.kind == "verb" and hit.value.get("say") and not is_request(text, hit):
            return hit.start
    return sentence.end


def is_request(text: str, hit: Mention) -> bool:
    """Whether a word that can be a verb is what was asked for: 传达学习省委工作要求，研究 …"""
    noun = text.endswith(grammar_words("request_heads", "zh"), 0, hit.start)
    noun = noun or _ACCORDING.search(text, max(0, hit.start - LOOK_BACK), hit.start) is not None
    return noun and text.startswith("要求", hit.start) and text[hit.end : hit.end + 1] == "，"


def _is_demand(marks: Marks, sentence: Span) -> bool:
    """Whether a sentence goes on with what is demanded: it opens with 要, 一要, 各级各部门要."""
    shown = marks.text[sentence.start : sentence.start + NEAR]
    return (
        re.match(
            r"(?:[一二三四五六七八九十]+(?:是)?(?:要)|[一二三四五六七八九]是(?!听取|审议|审查|传达|学习|研究|讨论|通过|圈选|表决|通报)|要|必须|务必|我们要|同时，?要|各级|各部门|各单位|全市上下|全县上下|全区上下|全省上下|各[^，。]{0,18}要|(?!(?:会议)?(?:还)?(?:研究|审议|听取|传达|学习|讨论|通报)了)[^，。；]{0,20}(?:(?<![重主需纪扼简概摘])要|必须|务必)(?!求|点|闻|素|件|领|内|议|情|讯)[\u3400-\u9fff])",
            shown,
        )
        is not None
    )


def is_act(frame: Frame, hit: Mention, sentence: Span) -> bool:
    """Whether a hit is an act of the meeting: an agenda verb or one of conveying, at the head of a clause."""
    if (
        hit.kind != "verb"
        or not ({"agenda", "relation"} & set(hit.value))
        or hit.value.get("relation") == "implemented"
    ):
        return False
    marks = frame.marks
    if hit.entry == SETTLING and not _in_lead(frame, hit):
        return False
    if any(holds(row, hit.start) for row in (marks.meetings, marks.bodies, marks.offices, marks.quotes)):
        return False
    if _in_title(marks.text, sentence, hit.start):
        return False
    before = marks.text[max(sentence.start, hit.start - LOOK_BACK) : hit.start]
    if (
        hit.value.get("agenda") == "reviewed"
        and _SENT_ON.search(before)
        and not marks.text.startswith(("了", "《"), hit.end)
    ):
        return False  # 提请省两会审议和民主协商
    if hit.value.get("agenda") in {"reviewed", "studied"} and _OF_WHAT.match(marks.text, hit.end):
        return False
    noun = marks.text[hit.end - 1] != "了" and marks.text.startswith(grammar_words("no_act_behind", "zh"), hit.end)
    noun = noun and not (hit.value.get("agenda") == "heard" and _MATTER_HEARD.match(marks.text, hit.end))
    if noun or _is_noun(marks.text, hit, before):
        return False
    carried_out = "relation" in hit.value and marks.text.startswith("工作", hit.end)
    if (carried_out and before.endswith(("部署", "安排"))) or before.endswith("开会"):
        return False  # 研究部署学习贯彻工作; 党中央专门开会部署…
    if before.endswith("会议") and _STUDIED_MATTERS.match(marks.text, hit.start):
        return False
    if before.endswith(ASKED_OF) or _is_means(marks.text, sentence, hit):
        return False
    if _WHILE.search(before) or before == "在":
        return _TOLD_WHILE.match(marks.text, hit.end) is not None
    told_here = before == "会议" and _HEARD_FIRST.match(marks.text, hit.start)
    told_before = not told_here and _HEARD_BEFORE.match(marks.text, hit.start)
    if told_before or _AT_REPORT.match(marks.text, hit.start):
        return False
    met = (m for m in within(marks.meetings, (max(0, hit.start - LOOK_BACK), hit.start)) if m.end == hit.start)
    if any(marks.text[m.start - 1] == "在" for m in met) and _SPOKEN_WHILE.match(marks.text, hit.end):
        return False
    if _in_matter(marks.text, sentence, hit):
        return False
    if PASSIVE.search(before):
        return True
    block = marks.block_at(hit.start) if _COUNTED_ACT.search(before) else None
    if block is not None and hit.value.get("agenda") in {"reviewed", "heard"}:
        return "议程" in marks.text[block.span.start : hit.start]  # 议程有三项：一是听取…；二是审查…
    if any(n.end == hit.start for n in within(marks.names, (max(0, hit.start - 6), hit.start))):
        return True
    return any(pattern.search(before) for pattern in (_CLAUSE_BEFORE, _MANNER, _AFTER_SUBJECT))


def _is_means(text: str, sentence: Span, hit: Mention) -> bool:
    """Whether 通过 says by what means: 通过完善体制促进发展, at the head of a sentence."""
    clause = text[sentence.start : hit.start]
    if text[hit.start : hit.end] != "通过" or (clause and not (clause[0] in "为以" and clause.endswith("，"))):
        return False
    return re.search(r"促进|推动|推进|提升|实现|加强|方式|形式|带动", text[hit.end : sentence.end]) is not None


def _in_matter(text: str, sentence: Span, hit: Mention) -> bool:
    """Whether a verb stands in what a document is about: 关于授权主席会议审议未尽事宜的决定."""
    low = max(sentence.start, hit.start - MAX_ABOUT)
    about = _ABOUT.search(text, low, hit.start) if text.rfind("关于", low, hit.start) >= 0 else None
    return about is not None and _OF_DOCUMENT.match(text, hit.end, sentence.end) is not None


def _is_noun(text: str, hit: Mention, before: str) -> bool:
    """Whether a word that can be a verb is what a meeting arranged: 落实全市干部大会部署，研究 …"""
    if text[hit.start : hit.end] not in {"部署", "安排"}:
        return False
    if before.endswith(("思路和", "计划和", "决策和", "规划和")):
        return True  # 按照既定的思路和安排推动工作
    return before.endswith(("会", "会议")) and text.startswith(("，", "。", "；", "、"), hit.end)


def _in_lead(frame: Frame, hit: Mention) -> bool:
    """Whether a verb stands in the sentence that tells of the meeting held, behind it: …常务会议，确定…；决定…."""
    text = frame.marks.text
    if any(h.end == hit.start and "agenda" in h.value for h in within(frame.marks.hits, (hit.start - 4, hit.start))):
        return True  # 研究确定
    low = max(text.rfind(mark, 0, hit.start) for mark in "。\n") + 1
    return any(low <= m.start < hit.start and m.value.body_type != "other" for m in frame.own)


def _in_title(text: str, sentence: Span, at: int) -> bool:
    low = max(sentence.start, at - LONGEST_TITLE)
    return text.count("《", low, at) > text.count("》", low, at)


def verb_groups(marks: Marks, verbs: list[Mention]) -> list[list[Mention]]:
    """Verbs with nothing but a joint between them as one act: 听取并审议, 传达学习."""
    groups: list[list[Mention]] = []
    for verb in verbs:
        gap = marks.text[groups[-1][-1].end : verb.start] if groups else "。"
        joined = groups and gap in ("", *grammar_words("between_acts", "zh"))
        if joined and not (gap == "，" and _ends_passive(marks.text, groups[-1][0].start)):
            groups[-1].append(verb)
        else:
            groups.append([verb])
    return groups


def _ends_passive(text: str, start: int) -> bool:
    """Whether a verb ends what is done to something named before it: 对协议进行研究."""
    return PASSIVE.search(text, max(0, start - LOOK_BACK), start) is not None
