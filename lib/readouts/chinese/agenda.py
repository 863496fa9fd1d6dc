"""What a Chinese meeting did with which item: reviewed, heard, studied, deployed.

The object of each agenda verb runs to the next verb of that kind or the end of its clause. Titles in 《》 are items;
else the object is cut at 、 where each piece ends like an item. Over 300 lines for a reason: what is an act and what is
none hangs on the same few words around a verb.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from readouts.chinese.heard import cut_heard
from readouts.chinese.items import (
    before_titles,
    behind_titles,
    between_titles,
    cut_around_titles,
    cut_speeches,
    cut_studied,
    listed_on,
    make_item,
    titles_in,
    told_in,
)
from readouts.chinese.pieces import ends_in_spirit, is_proposed
from readouts.chinese.repeated import once, unrepeated, without_short_names
from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import Marks, holds, within
from readouts.model import AgendaItem, Mention, Span

_CLAUSE_BEFORE = re.compile(
    r"(?:^|[，；：。、）》】 \u3000]|^\d{1,2}[.．]|大家|政治局|并|及|会议|会上|会前|会后|还|原则|再次|先后|首先|集体|一同|一起|人员|成员|方式|逐页|逐条|逐字|逐一|专题|分别|认真|深入|书面|一并|逐项|讨论|研究|审议|传达|听取|再|随后|同时|进一步|了|组织|原文|第一议题|日|后|上|下午|上午|和|与|会|共同|重点|着重|著重|具体|主要|以及|部署|安排|就|集中|：|[一二三四五六七]是)$"
)
_REPORT = re.compile(r"汇报|报告|通报|述职述责|述职|介绍|情况说明|意见建议|说明|发言|意见")
_PASSIVE = re.compile(
    r"(?:对|就|围绕)([^。；，]{2,90}?)(?:等(?:工作|事项|议题|方面)?)?(?:进行了?|(?:一并)?(?<!工)作出?了?|做出?了?|展开|开展)(?:了)?(?:专题|全面|集中|详细|深入|认真|充分|再|具体|热烈|安排|研究|动员|部署|讨论|集体|专门|系统|周密)*$"
)
_TERM_ONLY = re.compile(r"“[^“”]{2,30}”")
_CALLED = re.compile(r"(?:[委府会厅部组日省市县区州]|主持)(?:召开|举行)(?:了)?$")
_LISTED = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）.、．]?|[①-⑳●·•—-])?[ 　]*(?:关于)?《")
_PLANNED = re.compile(r"(?:决定[，：]?(?:于|在|今年|明年)?|(?:协商)?[定将拟][于在])[^，。；]{0,16}召开")
_TASK_TO_COME = re.compile(
    r"(?:会议|全会|大会|这次[全大]?会议?)的主要(?:任务|议程|议题)"
)  # of the meeting that was called
_REPORTED = re.compile(
    r"(?:负责人|负责同志|局|委|办|公司|，)(?:依次|分别)?(汇报了?|通报了?|说明了)《[^《》]*》(?:（[^（）]{1,8}）)?(?:(?:、|和|及|以及)?《[^《》]*》)*"
)
_EXPLAINED = re.compile(
    r"(?:就|围绕|分别对|对)((?:《[^《》]*(?:《[^《》]*》[^《》]*)*》(?:、|和|以及)?)+)[^，。；]{0,16}?(?:作|做|进行)(?:了)?[^，。；]{0,8}?(说明|讲解|讲座|授课|解读)"
)
_MINUTE = re.compile(
    r"（[一二三四五六七八九十]{1,3}）[\u3400-\u9fff]{2,16}?(汇报|通报|提请审议)(?:关于)?((?!关于|了)[^，。；：《》]{6,60})"
)
_SECTION = re.compile(r"^[ \u3000]*[一二三四五六七八九十]{1,3}、[^\n]*", re.M)
_ON_REPORT = re.compile(r"关于[^，。；《》]{6,80}情况的(?:汇报|报告)")  # 审议并同意关于…情况的汇报
_REPORTED_TO = re.compile(r"(?:向[全大]会|向会议)?作了?(《[^《》]*(?:《[^《》]*》[^《》]*)*》)的(?:工作)?报告")
MAX_ABOUT = 32  # characters from the act to a verb in what a document is about
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
_TOLD_MEETING = re.compile(
    r"(?:办公室|[局办委]|公司|小组|专班|单位|部门|[\u3400-\u9fff]{2}[市县])(?:书面|分别|先后|依次)?(汇报|通报)了([^，。；《》]{6,60}?(?:情况|关于[^，。；《》]{6,60}的报告)|(?!有关|相关|各自|本单位)[^，。；《》、]{4,30}?工作)(?=[，。；])"
)
_ALSO_TOLD = re.compile(r"(?<=情况)(?:和|及|以及)(?=[^，。；、]{6,60}情况$)")  # …分解情况和…完善情况: two reports
_PERSON_TOLD = re.compile(
    r"(?:同志)?(?:就(?P<on>[^，。；《》]{6,60}?(?:情况|工作))作了?(?P<act>汇报)|(?:书面)?(?P<told>汇报)了(?P<matter>(?!有关|相关)[^，。；《》、]{6,40}?情况))(?=[，。；])"
)  # 副市长李云就…情况作了汇报, 李云汇报了…情况
_EACH_TOLD = re.compile(
    r"(?:[局办委院司镇乡组]|单位|部门)(?:负责人)?分别(?P<act>汇报)了(?P<matters>(?:[^，。；《》、]{6,40}?情况、){2,}[^，。；《》、]{6,40}?情况)(?=[，。；])"
)
_AT_REPORT = re.compile(r"听取[^，。；]{2,24}汇报时")  # 听取工作汇报时的讲话
_HEARD_BEFORE = re.compile(r"听取[^，。；]{2,24}(?:汇报|报告)后，?(?:要求|强调|指出)")  # told before: 听取…汇报后要求
_SPOKEN_WHILE = re.compile(r"[^，。；]{2,40}时的(?:重要)?讲话")  # 在常委会会议研究防汛工作时的重要讲话
_ACCORDING = re.compile(r"(?:按照|根据|落实|对照|围绕)[^，。；]{0,30}$")  # 按照省委常委会会议要求，研究部署
_ABOUT = re.compile(r"(?:通过|审议|讨论|研究|同意)了?关于(?:(?!汇报|报告|说明|并|和|了|情况)[^，。；、《》]){2,24}$")
_OF_DOCUMENT = re.compile(
    r"[^，。；、《》]{2,24}的(?:决定|决议|方案|办法|意见|请示|通知|建议|规定|议案)(?:（[^（）]{1,8}）)?(?=[，。；、]|$)"
)
_OF_WHAT = re.compile(r"的(?!有[：:《]|是)")  # 提请人大常委会审议的报告
_TALKED_OF = re.compile(
    r"(?:围绕|聚焦)([^。；]{0,160}(?:》|讲话|讲话精神|指示精神|重要论述))[^，。；]{0,6}(?:开展|进行|展开)了?(?:专题|集中|集体|深入)*(学习|研讨|交流)"
)  # 围绕习近平总书记重要文章《…》开展专题学习
_MATTER_HEARD = re.compile(r"(?:制度|机制|教育|资料|材料|中心)[^，。；、]{2,40}(?:汇报|报告|通报|介绍)")
_WHILE = re.compile(r"(?:会议|全会)在$")  # 会议在传达学习…时强调
_TOLD_WHILE = re.compile(r"[^。；！？]{2,120}?(?:时|后)，?(?:强调|指出|要求)")
_STUDIED_MATTERS = re.compile(r"研究(?:的)?(?:事项|议题)(?=[\u3400-\u9fff])")  # 通报第50次常务会议研究事项办理情况
ASKED_OF = ("征求和", "征求并", "征求、")  # opinions that a draft was based on
LOOK_BACK = 100
PASSED_REACH = 260  # characters from the report on a document to the word that it was passed
LONGEST_TITLE = 300
SETTLING = "settle"  # the verb entry of what is settled in the lead


def extract(frame: Frame) -> tuple[AgendaItem, ...]:
    """The items in order of the text, each once."""
    marks = frame.marks
    rows: list[AgendaItem] = []
    opened: AgendaItem | None = None
    for block in marks.layout.blocks:
        if block.kind != "paragraph":
            continue
        if told := _minute(marks.text, block.span):
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
        in_speech = planned = False
        conveyed: Span | None = None
        passed: Span | None = None
        for sentence in _sentences_of(marks.layout.sentences, block.span):
            to_come = planned and _TASK_TO_COME.match(marks.text, *sentence)
            planned = _PLANNED.search(marks.text, *sentence) is not None
            if not to_come and (not in_speech or _opens_with_meeting(marks, sentence)):
                items = _sentence_items(frame, sentence)
                items = items or _listed_on(frame, sentence, conveyed) or _passed_on(frame, sentence, passed)
                rows.extend(items)
                goes_on = bool(items) and items[-1].action == "reviewed" and marks.text[sentence.end - 1] == "；"
                passed = items[-1].action_span if goes_on else None
            conveyed = _conveying(frame, sentence) or conveyed
            in_speech = in_speech or any(
                h.kind == "verb" and h.value.get("say") and not _is_request(marks.text, h)
                for h in within(marks.hits, sentence)
            )
    rows = [row for row in rows if not _is_short_of_heard(row, rows, marks.text)]
    return tuple(without_short_names(once(unrepeated(rows, marks.text)), marks.text))


def _minute(text: str, block: Span) -> AgendaItem | None:
    """The matter of a line of minutes: （三）县教育局汇报关于学校布局调整有关工作; reviewed below a heading that says so."""
    line = _MINUTE.fullmatch(text, *block)
    if line is None:
        return None
    sections = list(_SECTION.finditer(text, 0, block.start))
    reviewed = "审议" in line[1] or (sections and "审议" in sections[-1][0])
    act = Span(*line.span(1))
    return make_item(text, "reviewed" if reviewed else "heard", Span(*line.span(2)), act)


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
    verbs = [h for h in within(frame.marks.hits, sentence) if "relation" in h.value and _acts(frame, h, sentence)]
    return Span(verbs[-1].start, verbs[-1].end) if verbs else None


def _listed_on(frame: Frame, sentence: Span, act: Span | None) -> list[AgendaItem]:
    """The speeches and documents of a piece behind a semicolon that goes on with what is conveyed."""
    text = frame.marks.text
    documents = grammar_words("document_ends", "zh")
    goes_on = ends_in_spirit(text, sentence) or text[sentence.start : sentence.end].rstrip("；。").endswith(documents)
    if act is None or text[sentence.start - 1] != "；" or not goes_on:
        return []
    if any(h.kind == "verb" and _acts(frame, h, sentence) for h in within(frame.marks.hits, sentence)):
        return []
    return cut_speeches(frame, sentence, titles_in(text, *sentence), act)


def _passed_on(frame: Frame, sentence: Span, act: Span | None) -> list[AgendaItem]:
    """The documents of a piece behind a semicolon that goes on with what is passed."""
    if act is None or any(h.kind == "verb" and _acts(frame, h, sentence) for h in within(frame.marks.hits, sentence)):
        return []
    return list(listed_on(frame.marks.text, "reviewed", sentence, act))


def _opened(frame: Frame, block: Span) -> AgendaItem | None:
    """The act of a paragraph that ends in a colon: its documents stand one a line below."""
    marks = frame.marks
    if marks.text[block.end - 1] != "：":
        return None
    verbs = [h for h in within(marks.hits, block) if _acts(frame, h, block)]
    if not verbs:
        return None
    act = Span(verbs[-1].start, verbs[-1].end)
    return AgendaItem(str(verbs[-1].value.get("agenda", "studied")), "document", "", block, act)


def _opens_with_meeting(marks: Marks, sentence: Span) -> bool:
    return marks.text.startswith(grammar_words("act_openers", "zh"), sentence.start)


def _sentence_items(frame: Frame, sentence: Span) -> list[AgendaItem]:
    marks = frame.marks
    limit = _speech_start(marks, sentence)
    planned = _PLANNED.search(marks.text, sentence.start, limit)
    limit = planned.start() if planned else limit
    if limit == sentence.start or _of_another(frame, Span(sentence.start, limit)):
        return []
    verbs = [h for h in within(marks.hits, (sentence.start, limit)) if _acts(frame, h, sentence)]
    if verbs and is_proposed(marks.text, verbs[-1].start):
        verbs = [v for v in verbs if not is_proposed(marks.text, v.start)]
        limit = sentence.start
    out: list[AgendaItem] = []
    groups = _verb_groups(marks, verbs)
    for at, group in enumerate(groups):
        end = _object_end(marks.text, group[-1].end, groups[at + 1][0].start) if at + 1 < len(groups) else limit
        out.extend(_items_of(frame, sentence, group, end))
    out.extend(_explained(marks, sentence, limit))
    out.extend(_submitted(marks.text, Span(sentence.start, limit)))
    for match in _TALKED_OF.finditer(marks.text, sentence.start, limit):
        region = Span(*match.span(1))
        out.extend(cut_speeches(frame, region, titles_in(marks.text, *region), Span(*match.span(2))))
    if not any("agenda" in v.value for v in verbs):
        out.extend(_reported(marks, sentence, limit))
    return out


def _submitted(text: str, sentence: Span) -> Iterator[AgendaItem]:
    """Titles told before or behind what was done with them: 提交审议的文件共六份：《…》; 《…》两个文件提交会议审议."""
    ahead, behind = _SUBMITTED.search(text, *sentence), _BROUGHT.search(text, *sentence)
    regions = [(Span(m.end(), sentence.end), m) for m in [ahead] if m] + [
        (Span(sentence.start, m.start() + 1), m) for m in [behind] if m
    ]
    for region, match in regions:
        for title in titles_in(text, *region):
            yield make_item(text, "reviewed", title, Span(*match.span(1)), "document")


def _object_end(text: str, start: int, following: int) -> int:
    """Where the object of an act ends: at the next act, or at what that is done to: 听取…汇报，对《…》进行研究."""
    before = _PASSIVE.search(text, max(start, following - LOOK_BACK), following)
    return before.start() if before else following


def _of_another(frame: Frame, sentence: Span) -> bool:
    """Whether a sentence tells what another meeting did: 8月30日，省委召开工作会议，部署 …"""
    text = frame.marks.text
    return any(
        g.relation == "referred" and _CALLED.search(text, max(sentence.start, g.mention.start - 6), g.mention.start)
        for g in told_in(frame, sentence)
    )


def _speech_start(marks: Marks, sentence: Span) -> int:
    """Where what is said begins: at a verb of saying that a mark follows or that opens the sentence; else the end."""
    text = marks.text
    if _is_demand(marks, sentence):
        return sentence.start
    for hit in within(marks.hits, sentence):
        opens = text[hit.end : hit.end + 1] in "，：“" or text.startswith(("要", "了", "全", "各"), hit.end)
        opens = opens or (text[hit.start - 1] in "，并" and text.startswith("要求", hit.start))
        if opens and hit.kind == "verb" and hit.value.get("say") and not _is_request(text, hit):
            return hit.start
    return sentence.end


def _is_request(text: str, hit: Mention) -> bool:
    """Whether a word that can be a verb is what was asked for: 传达学习省委工作要求，研究 …"""
    noun = text.endswith(grammar_words("request_heads", "zh"), 0, hit.start)
    noun = noun or _ACCORDING.search(text, max(0, hit.start - LOOK_BACK), hit.start) is not None
    return noun and text.startswith("要求", hit.start) and text[hit.end : hit.end + 1] == "，"


def _is_demand(marks: Marks, sentence: Span) -> bool:
    """Whether a sentence goes on with what is demanded: it opens with 要, 一要, 各级各部门要."""
    shown = marks.text[sentence.start : sentence.start + 40]
    return (
        re.match(
            r"(?:[一二三四五六七八九十]+(?:是)?(?:要)|[一二三四五六七八九]是(?!听取|审议|传达|学习|研究|讨论|通过|圈选|表决|通报)|要|必须|务必|我们要|同时，?要|各级|各部门|各单位|全市上下|全县上下|全区上下|全省上下|各[^，。]{0,18}要|(?!(?:会议)?(?:还)?(?:研究|审议|听取|传达|学习|讨论|通报)了)[^，。；]{0,20}(?:(?<![重主需纪])要|必须|务必)(?!求|点|闻|素|件|领|内|议|情|讯)[\u3400-\u9fff])",
            shown,
        )
        is not None
    )


def _acts(frame: Frame, hit: Mention, sentence: Span) -> bool:
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
    if hit.value.get("agenda") in {"reviewed", "studied"} and _OF_WHAT.match(marks.text, hit.end):
        return False
    noun = marks.text[hit.end - 1] != "了" and marks.text.startswith(grammar_words("no_act_behind", "zh"), hit.end)
    noun = noun and not (hit.value.get("agenda") == "heard" and _MATTER_HEARD.match(marks.text, hit.end))
    if noun or _is_noun(marks.text, hit, before):
        return False
    if before.endswith("会议") and _STUDIED_MATTERS.match(marks.text, hit.start):
        return False
    if before.endswith(ASKED_OF) or _is_means(marks.text, sentence, hit):
        return False
    if _WHILE.search(before):
        return _TOLD_WHILE.match(marks.text, hit.end) is not None
    if _AT_REPORT.match(marks.text, hit.start) or _HEARD_BEFORE.match(marks.text, hit.start):
        return False
    met = (m for m in within(marks.meetings, (max(0, hit.start - LOOK_BACK), hit.start)) if m.end == hit.start)
    if any(marks.text[m.start - 1] == "在" for m in met) and _SPOKEN_WHILE.match(marks.text, hit.end):
        return False
    if _in_matter(marks.text, sentence, hit):
        return False
    if _PASSIVE.search(before):
        return True
    if any(n.end == hit.start for n in within(marks.names, (max(0, hit.start - 6), hit.start))):
        return True
    return _CLAUSE_BEFORE.search(before) is not None


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
    arranged = text[hit.start : hit.end] in {"部署", "安排"} and before.endswith(("会", "会议"))
    return arranged and text.startswith(("，", "。", "；", "、"), hit.end)


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


def _verb_groups(marks: Marks, verbs: list[Mention]) -> list[list[Mention]]:
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
    return _PASSIVE.search(text, max(0, start - LOOK_BACK), start) is not None


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
    before = _PASSIVE.search(text, max(sentence.start, act.start - LOOK_BACK), act.start)
    told = titles_in(text, *before.span(1)) if before and action in {"reviewed", "studied"} else []
    if before and "conveyed" in relations:  # 对省委部署要求进行传达学习
        return cut_speeches(frame, Span(*before.span(1)), told, act)
    if told:
        return [make_item(text, action, t, act, "document") for t in told]
    if before and _TERM_ONLY.fullmatch(before[1]):
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
        return list(cut_heard(text, Span(start, end), act))
    heard_too = "heard" in acts or "听取" in text[act.start : act.end] or _ON_REPORT.match(text, start, end) is not None
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


def _reported(marks: Marks, sentence: Span, limit: int) -> Iterator[AgendaItem]:
    """Documents that an office reports to the meeting: 市财政局负责人汇报了《…》; reviewed where the meeting then passes them."""
    text = marks.text
    for match in _REPORTED.finditer(text, sentence.start, limit):
        told_of = match[1].startswith("通报")
        passed = None if told_of else _PASSED.search(text, match.end(), match.end() + PASSED_REACH)
        act = Span(match.start(1), match.start(1) + 2)
        for title in titles_in(text, match.end(1), match.end()):
            yield make_item(text, "reviewed" if passed else "heard", title, act, "document")
    names = {n.end for n in within(marks.names, sentence)}
    for match in _PERSON_TOLD.finditer(text, sentence.start, limit + 1):
        if match.start() in names:
            on, verb = ("on", "act") if match["on"] else ("matter", "told")
            yield make_item(text, "heard", Span(*match.span(on)), Span(*match.span(verb)), "report")
    for match in _EACH_TOLD.finditer(text, sentence.start, limit + 1):
        at = match.start("matters")
        for piece in match["matters"].split("、"):
            yield make_item(text, "heard", Span(at, at + len(piece)), Span(*match.span("act")), "report")
            at += len(piece) + 1
    for match in _TOLD_MEETING.finditer(text, sentence.start, limit + 1):
        at = match.start(2)
        about = re.match(r"[^，。；]{2,40}?关于(?=[^，。；]*的报告$)", match[2])
        end = match.end(2) - (3 if about else 0)
        at += about.end() if about else 0
        if also := _ALSO_TOLD.search(text, at, end):
            yield make_item(text, "heard", Span(at, also.start()), Span(*match.span(1)), "report")
            at = also.end()
        yield make_item(text, "heard", Span(at, end), Span(*match.span(1)), "report")
    for match in _AGREED.finditer(text, sentence.start, limit):
        for title in titles_in(text, match.end(1), match.end()):
            yield make_item(text, "reviewed", title, Span(*match.span(1)), "document")


def _explained(marks: Marks, sentence: Span, limit: int) -> Iterator[AgendaItem]:
    """Documents whose drafting is explained, and those that are taught: 就《…》起草情况作说明, 围绕《…》作专题讲座."""
    text = marks.text
    for match in _REPORTED_TO.finditer(text, sentence.start, limit):
        yield make_item(
            text, "heard", Span(match.start(1) + 1, match.end(1) - 1), Span(match.end() - 2, match.end()), "report"
        )
    for match in _EXPLAINED.finditer(text, sentence.start, limit):
        action = "reviewed" if match[2] == "说明" else "studied"
        for title in titles_in(text, *match.span(1)):
            if len(_DRAFT.sub("", text[title.start : title.end])) >= MIN_TITLE:
                yield make_item(text, action, title, Span(match.end() - 2, match.end()), "document")
