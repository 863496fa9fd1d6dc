"""The items of an agenda in Chinese: titles in 《》 with what stands beside them, and matters studied; cut and made rows.

Over 300 lines for a reason: titles and matters stand in one list and are told apart where it is cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from readouts.frame import Frame
from readouts.governed import Governed
from readouts.lexicon import grammar_words
from readouts.model import AgendaItem, Span
from readouts.numerals import read_han

_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")
_STRIP_END = re.compile(
    r"(?:等(?![级于待次])(?:[^，。；、]{0,12}(?:工作|事项|议题|事宜|内容|文件|问题|情况|方面|议案|专题|课题))?|相关工作|等)$"
)
_ONLY_TIME = re.compile(
    r"了?(?:[今明全]年|20\d\d年)?(?:上半年|下半年|下一?步|下一?阶段|近期|当前|年底|[第]?[一二三四]季度|今年|明年)?"
)  # 下半年相关工作
_BEHIND_TITLE = re.compile(
    r"》((?:的)?[^，。；、《》“”（）和及与等为是]{2,24}?(?:（[^（）]{1,8}）)?)(?=[，。；、]|和|以及|及|与|等|$)"
)
_VOLUME = re.compile(
    r"》(第[一二三四五六七八九十]+卷[^，。；、《》等和及]{0,30}?)(?:有关|相关|部分)?(?:内容|章节|篇目)?(?=[，。；、等和及]|$)"
)
_BOOK_OF = re.compile(
    r"(?:第[一二三四五六七八九十]+卷)?(?:节选)?(?:部分|有关|重点|相关)?(?:篇目|章节|篇章|文章)(?:[——：:]*)《|(?:中|收录)的?《|第[一二三四五六七八九十]+卷《"
)
_BEFORE_TITLE = re.compile(r"关于[^，。；、《》]{2,24}$")
_SHORT_TITLE = re.compile(r".{0,2}(?:(?<!办)法|典|章|论)")  # 《民法典》, 《党章》, 《矛盾论》
_QUOTED = re.compile(r"“([^“”]{6,80})”")
_COUNTED = re.compile(r"(?:[一二三四五六七八九十百两\d]+|多)(?:个|份|项|部|件|余项)")
_COUNTED_PLAN = re.compile(r"的[^，。；]{2,8}(?:方案|名单|意见|办法)$|[^，。；]{6,}情况$")  # 10个专项小组的设置方案
_BARE_DOCUMENT = re.compile(
    r"(?<=[、，和及以与])(关于[^《》，。；、]{4,60}?的(?:请示|报告|方案|意见|建议|议案|通知|决定|决议|说明|工作安排)|[^《》，。；、和]{2,20}工作报告(?:（[^（）]{2,12}）)?)(?=、|，|。|；|以及|和|及|$|等)"
)
_BETWEEN_TITLES = re.compile(
    r"》(?:（[^（）]{1,8}）)?、((?:“[^“”]*”|[^《》、，。；“”和及]){6,50})、(?=《)"
)  # 《…名单》、市…专项行动清理结果、《…》
_JOINED_BEFORE = re.compile(r"(?:了)?([^《》，。；、]{4,40}?)(?:以及|和|及|、)")
_JOINED_DOCUMENTS = re.compile(
    r"(?:要点|方案|规划|计划|清单|办法|意见|报告|细则|条例|制度|规则|工作安排)(?:（[^（）]*）)?(?:和|及|以及|、)"
)


_CARRYING_OUT = re.compile(r"(?:初步)?贯彻落实(?:意见|措施|举措|方案|办法)")  # 研究贯彻落实措施
_REPORT_OF = re.compile(r"[^，。；、《》]{1,10}(?:局|委|办|厅|部|室|院|公司|中心)的(?:汇报|意见|请示)")
_OWN_MEASURES = re.compile(
    r"(?!贯彻|落实|进一步)[\u3400-\u9fff]{2,6}(?:初步)?(?:贯彻|落实)"
)  # 市政府贯彻落实工作, 我区贯彻意见
_PROPOSED = re.compile(
    r"(?:拟)?(?:提请|提交)[^，。；、《》]{2,24}(?:审议|审查|讨论)的(?!有关|相关)"
    r"|[^，。；《》]{2,40}(?:分别)?(?:提交|提请|报送|呈报|上报|报请|提出)的(?=关于)"
)  # 拟提请党代会审议的工作报告, 市政协党组提交的关于…的请示
_CLAUSE = re.compile(r"[，。；！？：](?![^《]*》)")
BETWEEN_MARKS = re.compile(r"(?:《[^《》]*(?:《[^《》]*》[^《》]*)*》|“[^“”]*”|[^《》“”、])+")
_AROUND_TITLE = re.compile(r"》(?!以及|和|及|与|并|第[一二三四五六七八九十]+卷|部分|有关|等)[\u3400-\u9fff]{4,}")
_CLAUSE_END = re.compile(r"[，。；！？：《》“”]")
_LISTED_DOCUMENT = re.compile(
    r"(?:及|和|以及)?(?!要|并|由|对|会议[要强指听审传])[\u3400-\u9fff\d]{2,30}(?:议程、)?(?:名单|范围|议程|日程|报告人|报告|方案|办法|决定|决议|清单|要点|计划|材料|(?<!工作)安排|事项(?=（))(?:（[^（）]{1,8}）)?"
)
_ENDED = re.compile(
    r"(?:名单|议程|日程|报告|方案|办法|决定|决议|事项|事宜|意见|情况|计划|规划|条例|规则|汇报|工作|议案|建议案)(?:（[^（）]{1,8}）)?$"
)
_MATTER_END = re.compile(r"(?:情况|工作总结|事项|事宜)$")
_TWO_PAPERS = re.compile(
    r"([^，。；、《》]{4,40}(?:议程|名单|决议)（[^（）]{1,8}）)(?:和|及)((?:议程|日程|名单|决议)（[^（）]{1,8}）)"
)
_BARE_WORD = re.compile(r"(?:和|及)?(?:议程|日程|名单|决定|决议|方案|清单)(?:（[^（）]{1,8}）)?")
_OWN_MATTER = re.compile(
    r"(?:有关|相关|其他|其它)(?!工作|部门|单位|重要|会议|文件|具体|其他|改革|议题)[\u3400-\u9fff]{2,8}(?:事项|事宜)"
)
DEEDS = "深化|推动|推进|加强|完善|加快|促进|做好|落实|支持|扩大|提高|优化|健全|建立|改进|规范|培育|实施"
_TWO_DEEDS = re.compile(rf"((?:{DEEDS})[^，。；、《》]{{4,24}}?)(?:和|与|以及|及)((?:{DEEDS})[^，。；、《》]{{4,24}})")
_TWO_WORKS = re.compile(r"((?!第)[\u3400-\u9fff]{4,12})、([\u3400-\u9fff]{4,12})工作")  # 春季防火、接羔保育工作
_PAIR_OF_WORK = re.compile(
    r"((?!我[省市县区州]|(?:清理|整治|治理|保障|防范|维护|打击|巩固|配合|筹备|做好|抓好|规范)|下一?步|下一?阶段|当前|近期|今后|今年|全年)[^的和及与、，《》]{4,10})(?:和|及|以及)([^的和及与、，《》]{4,10}(?<!试点)(?<!建设)(?<!创建)(?<!整治)(?<!改造)(?<!治理)(?<!改革)(?<!推广)(?<!筹备)(?<!申报))工作"
)  # 防汛抗洪和乡村振兴工作
_LAST_PAIR = re.compile(r"([^的和及与]{4,14})(?:和|及|以及|与)([^的和及与]{4,14})")  # 春耕春播和民族团结创建等工作
_OF_PERSONS = re.compile(r"(?:候选人|人选)(?:预备人选)?(?:建议)?名单(?:（[^（）]{1,8}）)?$")
_COUNTED_RULES = re.compile(r"[两二三四五六七八九]个(?:工作)?(?:规则|细则|制度|办法)$")
_AND_BEFORE = re.compile(r"，以及[^，。；《》]{0,30}$")  # 工作规则、工作细则，以及贯彻《…》的方案
_HOW_MANY = re.compile(r"([两二三四五六七八九])(?:项工作|个请示|个事项|项事项|个议题|项议题)$")
_AND_OTHER = re.compile(r"(?:以及|及|和)((?:其它|其他)(?:有关)?(?:事项|议题|工作))$")
_AND_POSTS = re.compile(
    r"([^，。；《》]{4,40}?)(?:和|以及|及)((?:有关|相关)?(?:干部|人事)(?:任免职?|议题|(?:任免职?)?(?:有关)?事[项宜]))"
)
_POSTS_AND = re.compile(r"((?:干部|人事)(?:任免职?)?(?:有关)?事[项宜])(?:和|以及|及)([^，。；《》]{4,40})")
_OFFICE_REPORT = re.compile(
    r"[^，。；、《》]{2,12}(?:局|办|委|厅|部|室|院|公司|中心)关于([^《》]{4,}?)的?(?:汇报|报告)"
)
_JOINED_BEHIND = re.compile(
    r"》(?:（[^（）]{1,8}）)?(?:等(?:文件|制度|方案|办法|意见)?)?(?P<joint>、|以及|和|及|，以及|并)[^《》，。；]{3,80}(?=$|[，。；])"
)
_COUNTED_GROUPS = re.compile(
    r"(?:设立|成立|组建|设置)[^，。；]{4,80}等\d+个[^，。；、]{2,12}的?(?:有关|相关)?(?:事宜|事项|方案|问题)"
)  # 设立…等10个专项小组的有关事宜
LEAST_DISCUSSED = 4  # characters before 时
SHORT_POSTS = 4  # characters of 干部人事
_VAGUE_PAPERS = re.compile(r"(?:有关|相关)会议(?:和|及|、)(?:有关|相关)?文件$")
_GENERAL_WORK = re.compile(
    r"(?:当前|近期|下一?步|下一?(?:个)?阶段|今后|有关|相关)(?:的)?(?:有关|相关|各项)?(?:重点|重要)?工作|(?:学习)?(?:宣传)?贯彻(?:落实)?(?:相关|有关)?工作"
)  # 部署下一步工作, 安排近期重点工作, 研究部署贯彻落实工作
_OWN_NEXT_WORK = re.compile(
    r"了?(?:近期|当前|下一?步|下一?(?:个)?阶段|今后)(?:的)?(?:有关|相关|各项)?(?:重点|重要)?工作"
)
_SUCH_DOCUMENTS = re.compile(r"了?(?:有关|相关)文件")
MATTERS = ("事项", "情况", "事宜")
LONG_LISTED = 7  # characters of a matter among three or more
MIN_JOINED = 5  # characters of a matter that is joined to a document
MIN_QUOTED_TITLE = 9  # characters


def titles_in(text: str, start: int, end: int) -> list[Span]:
    """The titles between 《 and 》 in a stretch, else those in quotation marks; without their marks, an unclosed one is none."""
    found = [
        _whole(text, Span(*m.span(1)), start, end)
        for m in _TITLE.finditer(text, start, end)
        if (len(m[1].strip()) > 3 or _SHORT_TITLE.fullmatch(m[1])) and not _BOOK_OF.match(text, m.end())
    ]
    if found:
        return found
    quoted = (Span(*m.span(1)) for m in _QUOTED.finditer(text, start, end))
    return [q for q in quoted if is_title(text[q.start : q.end])]


def _whole(text: str, title: Span, low: int, high: int) -> Span:
    """A title with what goes on behind its marks: 《政府工作报告》任务分工方案, 关于施行《条例》的通知."""
    if volume := _VOLUME.match(text, title.end, high):
        return Span(title.start - 1, volume.end(1))
    behind = _BEHIND_TITLE.match(text, title.end, high)
    if behind is None or not re.sub(r"（[^（）]*）$", "", behind[1]).endswith(grammar_words("document_ends", "zh")):
        return title
    before = _BEFORE_TITLE.search(text, low, title.start - 1)
    return Span(before.start() if before else title.start - 1, behind.end(1))


def is_title(quoted: str) -> bool:
    """Whether a quotation is a document's title: long, and a document's word at its end."""
    return len(quoted) >= MIN_QUOTED_TITLE and quoted.endswith(grammar_words("document_ends", "zh"))


def make_item(text: str, action: str, span: Span, act: Span | None, kind: str | None = None) -> AgendaItem:
    """The row of an item, leading 关于 and marks at its edges cut off."""
    start, end = span
    if end - start > LEAST_DISCUSSED and text.startswith("时，", end - 1):  # 在讨论老城改造方案时，会议强调
        end -= 1
    whole = text.startswith("《", start) and "》" in text[start : end - 1].rstrip("》")  # 《工作报告》分工方案
    while (
        start < end
        and text[start] in " 　，、：《“"
        and not (text[start] == "“" and "”" in text[start:end])
        and not whole
    ):
        start += 1
    while end > start and text[end - 1] in " 　，、。；：》":
        if text[end - 1] == "》" and text.count("《", start, end) >= text.count("》", start, end):
            break
        end -= 1
    if proposed := _PROPOSED.match(text, start, end):
        start = proposed.end()
    if action == "deployed" and text.startswith(("做好", "抓好"), start) and end - start > LEAST_DISCUSSED:
        start += 2
    if text.startswith("关于", start, end) and end - start > 4:
        start += 2
    title = text[start:end]
    return AgendaItem(action, kind or _kind(action, title), title, Span(start, end), act)


def _kind(action: str, title: str) -> str:
    if action == "heard":
        return "report"
    if any(title.rstrip("》）").endswith(word) for word in grammar_words("document_ends", "zh")):
        return "document"
    return "reform" if "改革" in title and not title.endswith(grammar_words("speeches", "zh")) else "other"


def told_in(frame: Frame, span: Span) -> Sequence[Governed]:
    """The other meetings that are named in a stretch of the text."""
    first = bisect_left(frame.others, span.start, key=lambda g: g.mention.start)
    return frame.others[first : bisect_left(frame.others, span.end, key=lambda g: g.mention.start)]


def is_wanted(text: str, span: Span, shortest: int = 3) -> bool:
    """Whether an object says something, in so many characters at least: 有关文件, 相关事项 and the like say nothing."""
    bare = text[span.start : span.end].strip(" 　，。、；：了《》")
    bare = re.sub(r"等$", "", bare)
    if bare.startswith("按程序") or _REPORT_OF.fullmatch(bare):
        return False  # 原则同意按程序推进, 原则同意市水利局的汇报
    if _VAGUE_PAPERS.search(bare):
        return False  # 省、市有关会议和文件
    if bare.startswith("该") and len(bare) < MIN_JOINED:
        return False  # 会议原则同意该清单: told before
    if (
        bare in grammar_words("other_items", "zh")
        or (bare.endswith("工作") and "贯彻" in bare and _GENERAL_WORK.fullmatch(bare))
        or bare.endswith("政府工作报告")
        or _OWN_MEASURES.match(bare)
        or _OWN_MATTER.fullmatch(bare)
        or _CARRYING_OUT.fullmatch(bare)
    ):
        return True
    if (
        (_COUNTED.match(bare) and not _COUNTED_PLAN.search(bare))
        or len(bare) < shortest
        or bare.startswith(grammar_words("empty_heads", "zh"))
    ):
        return False
    rest = bare
    for word in grammar_words("empty_items", "zh"):
        rest = rest.replace(word, "")
    return len(re.findall(r"[\w]", rest)) >= 2


def cut_studied(text: str, action: str, region: Span, act: Span, listed: bool = False) -> Iterator[AgendaItem]:
    """The matters in the object of 研究, 讨论, 部署, 审议 up to the end of the clause, cut at 、 where several are listed."""
    stop = re.compile(r"[，。；！？：]").search(text, region.start, region.end)
    end = stop.start() if stop else region.end
    start = region.start
    other = _AND_OTHER.search(text, start, end)
    if other and text.count("、", start, other.start()):
        yield make_item(text, action, Span(*other.span(1)), act)
        listed, end = True, other.start()
    tail = _STRIP_END.search(text[start:end])
    listed = listed or (tail is not None and tail[0].startswith("等"))
    only_time = tail is not None and _ONLY_TIME.fullmatch(text, start, start + tail.start())
    cut = tail is not None and not only_time and is_wanted(text, Span(start, start + tail.start()))
    end = start + tail.start() if tail and cut else end
    pieces = (
        list(_cut(text, start, end, "、"))
        if text.count("、", start, end) and (listed or action == "reviewed" or _each_ended(text, start, end))
        else [Span(start, end)]
    )
    pieces = [part for piece in _with_bare(text, pieces) for part in _split_documents(text, piece)]
    pieces = [part for piece in pieces for part in _with_papers(text, piece)] if action == "reviewed" else pieces
    told = _HOW_MANY.search(text, start, end)
    if told and text.count("、", start, told.start()) + 1 == read_han(told[1]):
        pieces, listed = list(_cut(text, start, told.start(), "、")), True  # 甲、乙两项工作
    if pieces and (more := _AND_POSTS.fullmatch(text, *pieces[-1]) or _POSTS_AND.fullmatch(text, *pieces[-1])):
        pieces[-1:] = [Span(*more.span(1)), Span(*more.span(2))]
    whole = other is None and tail is not None and tail[0].startswith("等其他") and len(pieces) == 1
    if whole and pieces[0].end - pieces[0].start <= SHORT_POSTS:
        pieces = [Span(start, stop.start() if stop else region.end)]  # 干部人事等其他事项
    if _COUNTED_GROUPS.fullmatch(text, start, stop.start() if stop else region.end):
        pieces = [Span(start, stop.start() if stop else region.end)]
    if action in {"studied", "deployed"} and len(pieces) == 1 and (two := _PAIR_OF_WORK.fullmatch(text, *pieces[0])):
        pieces = [Span(*two.span(1)), Span(*two.span(2))]
    if len(pieces) == 1 and (two := _TWO_DEEDS.fullmatch(text, *pieces[0]) or _TWO_WORKS.fullmatch(text, *pieces[0])):
        pieces = [Span(*two.span(1)), Span(*two.span(2))]
    if len(pieces) > 1 and tail and (pair := _LAST_PAIR.fullmatch(text, *pieces[-1])):
        pieces[-1:] = [Span(*pair.span(1)), Span(*pair.span(2))]
    if action == "reviewed" and len(pieces) > 1 and text.endswith("设置", *pieces[-1]):
        pieces = [Span(start, end)]  # 直属机构、办事机构、直属事业单位设置
    if action == "reviewed" and len(pieces) > 1 and _OF_PERSONS.search(text, *pieces[-1]):
        pieces = [Span(start, end)]  # 市委委员、候补委员、市纪委委员候选人预备人选名单
    if action == "reviewed" and pieces and _COUNTED_RULES.search(text, *pieces[-1]):
        pieces = [Span(start, end)]  # 领导小组、专项小组、办公室三个工作规则
    shortest = 2 if listed and len(pieces) > 2 else 3  # 公车改革、安全生产、金融等工作
    if text.endswith(("汇报", "报告"), *pieces[-1]) and not all(_ENDED.search(text, *p) for p in pieces):
        pieces = [Span(start, end)]
    if (
        action != "reviewed"
        and len(pieces) > 2
        and "的" in text[slice(*pieces[-1])]
        and min(p.end - p.start for p in pieces) <= MIN_JOINED
    ):
        pieces = [Span(start, end)]  # 学习党章、遵守党章、维护党章的自觉
    if any(p.end - p.start < (shortest if shortest == 2 else 4) for p in pieces):
        pieces = [Span(start, end)]
    for piece in pieces:
        if is_wanted(text, piece, shortest) or _is_told_vaguely(text, action, piece):
            yield make_item(text, action, _reported_on(text, piece), act)


def _is_told_vaguely(text: str, action: str, piece: Span) -> bool:
    """Whether what says little is an item all the same: work arranged, the work ahead studied, such documents reviewed."""
    vague = {"deployed": _GENERAL_WORK, "studied": _OWN_NEXT_WORK, "reviewed": _SUCH_DOCUMENTS}.get(action)
    return vague is not None and vague.fullmatch(text, *piece) is not None


def _each_ended(text: str, start: int, end: int) -> bool:
    """Whether all that 、 parts ends as a matter does: 机关工作情况、班子工作总结及考核相关工作."""
    pieces = list(_cut(text, start, end, "、"))
    shortest = min(p.end - p.start for p in pieces)
    if (
        len(pieces) > 2
        and shortest >= LONG_LISTED
        and text.endswith("工作", *pieces[0])
        and text.endswith("工作", *pieces[-1])
    ):
        return True  # 近期安全生产工作、招商引资项目落地流程、发现问题整改工作
    if len(pieces) > 2 and shortest >= MIN_JOINED and all(_ENDED.search(text, *piece) for piece in pieces):
        return True  # 全会筹备工作、常委会工作报告、全会建议案（草案）
    return all(_MATTER_END.search(text, *piece) for piece in pieces[:-1]) and shortest > MIN_JOINED


def _with_papers(text: str, piece: Span) -> list[Span]:
    """A piece parted before a bare word for one more paper of a session: 会议议程（草案）和日程（草案）."""
    two = _TWO_PAPERS.fullmatch(text, *piece)
    return [Span(*two.span(1)), Span(*two.span(2))] if two else [piece]


def _reported_on(text: str, piece: Span) -> Span:
    """What a report is on, where it is told with its office: 县政府办关于建议办理情况的汇报."""
    told = _OFFICE_REPORT.fullmatch(text, *piece)
    return Span(*told.span(1)) if told else piece


def cut_around_titles(text: str, action: str, region: Span, act: Span) -> list[AgendaItem]:
    """The matters of a list in which a title is only part of one: 《政府工作报告》重点任务落实、乡村建设等工作; else none."""
    stop = _CLAUSE.search(text, region.start, region.end)
    end = stop.start() if stop else region.end
    tail = _STRIP_END.search(text[region.start : end])
    end = region.start + tail.start() if tail else end
    pieces = [Span(*m.span()) for m in BETWEEN_MARKS.finditer(text, region.start, end)]
    around = [text[slice(*p)] for p in pieces if "《" in text[slice(*p)]]
    if len(pieces) < 2 or len(around) == len(pieces) or not all(_AROUND_TITLE.search(shown) for shown in around):
        return []
    return [make_item(text, action, piece, act) for piece in pieces if is_wanted(text, piece)]


def _with_bare(text: str, pieces: list[Span]) -> list[Span]:
    """The pieces of a list, a document's bare word with the one before that says of what: 会议议程（草案）、日程（草案）."""
    out: list[Span] = []
    for piece in pieces:
        shared = out and text.endswith("名单", *piece) and not _ENDED.search(text, *out[-1])  # 主席团、秘书长名单
        deputy = out and text.startswith("副", piece.start)  # 政协主席、副主席领衔督办提案
        if out and (shared or deputy or _BARE_WORD.fullmatch(text, *piece)):
            out[-1] = Span(out[-1].start, piece.end)
        else:
            out.append(piece)
    return out


def listed_on(text: str, action: str, region: Span, act: Span) -> Iterator[AgendaItem]:
    """The documents of a list that goes on behind a comma or semicolon: ，执行主席名单、列席范围；工作报告及报告人."""
    at = region.start
    while at < region.end:
        stop = _CLAUSE_END.search(text, at, region.end)
        end = stop.start() if stop else region.end
        pieces = [p for p in _cut(text, at, end, "、") if p.end > p.start]
        pieces = [part for p in pieces for part in _cut(text, p.start, p.end, "以及") if part.end > part.start]
        for last in range(len(pieces) - 1, 0, -1):
            if _BARE_WORD.fullmatch(text, *pieces[last]):  # 议程、日程（草案）: one paper
                pieces[last - 1 : last + 1] = [Span(pieces[last - 1].start, pieces[last].end)]
        if not pieces or (stop and stop[0] not in "，。；"):
            return
        if not all(_LISTED_DOCUMENT.fullmatch(text, p.start, p.end) for p in pieces):
            return
        for piece in pieces:
            yield make_item(text, action, piece, act, "document")
        at = end + 1


def _split_documents(text: str, piece: Span) -> list[Span]:
    """A piece parted behind a document's word: 委员会工作规则及改革工作安排."""
    joined = _JOINED_DOCUMENTS.search(text, piece.start, piece.end)
    if joined is None or piece.end - joined.end() <= MIN_JOINED:
        return [piece]
    first = Span(piece.start, joined.end() - (2 if joined[0].endswith("以及") else 1))
    others = list(_cut(text, joined.end(), piece.end, "、"))
    if not all(_JOINED_DOCUMENTS.search(text[p.start : p.end] + "、") for p in others):
        others = [Span(joined.end(), piece.end)]
    return [first, *others]


def _cut(text: str, start: int, end: int, mark: str) -> Iterator[Span]:
    at = start
    while (found := text.find(mark, at, end)) >= 0:
        yield Span(at, found)
        at = found + len(mark)
    yield Span(at, end)


def behind_titles(text: str, action: str, titles: list[Span], end: int, act: Span) -> list[AgendaItem]:
    """What is joined to titles without marks of its own: 《…》和…实施方案."""
    if not titles:
        return []
    joint = _JOINED_BEHIND.match(text, titles[-1].end, end)
    if joint is None:
        return []
    tail = _STRIP_END.search(joint[0])
    listed = list(_cut(text, joint.end("joint"), joint.start() + tail.start() if tail else joint.end(), "、"))
    if len(listed) > 1 and joint["joint"] == "以及":
        return list(_listed_behind(text, action, joint.end("joint"), end, act))
    listed = [part for piece in listed for part in _split_documents(text, piece)]
    ends = (*grammar_words("document_ends", "zh"), "工作安排")
    documents = [p for p in listed if text.endswith(ends, *p) and is_wanted(text, p)]
    if len(documents) == len(listed):
        return [make_item(text, action, piece, act, "document") for piece in documents]
    if len(listed) == 1 and text.endswith(MATTERS, *listed[0]) and is_wanted(text, listed[0]):
        return [make_item(text, action, listed[0], act)] if listed[0].end - listed[0].start > MIN_JOINED else []
    return []


def _listed_behind(text: str, action: str, start: int, end: int, act: Span) -> Iterator[AgendaItem]:
    """The matters of a list behind titles, parted by 、 up to the end of the clause: 《…》以及…安排、…分解等."""
    stop = re.compile(r"[，。；]").search(text, start, end)
    end = stop.start() if stop else end
    tail = _STRIP_END.search(text[start:end])
    end = start + tail.start() if tail else end
    if re.search(r"[《》]", text[start:end]):
        return
    for piece in _cut(text, start, end, "、"):
        if piece.end - piece.start > MIN_JOINED and is_wanted(text, piece):
            yield make_item(text, action, piece, act)


def between_titles(text: str, action: str, region: Span, act: Span) -> list[AgendaItem]:
    """The documents and matters that stand between titles without marks of their own: 《…》、关于…的请示."""
    bare = [Span(*m.span(1)) for m in _BARE_DOCUMENT.finditer(text, region.start, region.end)]
    others = (Span(*m.span(1)) for m in _BETWEEN_TITLES.finditer(text, region.start, region.end))
    return [make_item(text, action, span, act, "document") for span in bare] + [
        make_item(text, action, span, act)
        for span in others
        if is_wanted(text, span) and not any(b.start < span.end and span.start < b.end for b in bare)
    ]


def _listed(text: str, start: int, end: int, parted: bool) -> Iterator[Span]:
    """The pieces of a list, parted by 、 and words for "and", that ends where a title begins; none behind another mark.

    What stands before ，以及 is a piece too: 工作规则、工作细则，以及《…》.
    """
    if re.search(r"[，。；：《》]", text[start:end]):
        return
    at = start
    for joint in re.compile(r"、|以及|和|及").finditer(text, start, end):
        yield Span(at, joint.start())
        at = joint.end()
    if parted and at < end:
        yield Span(at, end)


def before_titles(text: str, action: str, start: int, titles: list[Span], act: Span) -> list[AgendaItem]:
    """What is joined to titles from before: 机构设置和《…》."""
    first = titles[0].start - (text[titles[0].start] != "《")
    parted = _AND_BEFORE.search(text, start, first)
    first = parted.start() if parted else first
    listed = [
        piece
        for piece in _listed(text, start, first, parted is not None)
        if text[piece.start : piece.end].endswith((*grammar_words("document_ends", "zh"), "情况"))
        and is_wanted(text, piece)
    ]
    if listed:
        return [make_item(text, action, piece, act, "document") for piece in listed]
    match = _JOINED_BEFORE.fullmatch(text, start, first)
    if match and is_wanted(text, Span(*match.span(1))):
        return [make_item(text, action, Span(*match.span(1)), act)]
    return []


def each_reporter(text: str, matter: Span, reporters: int) -> list[Span]:
    """What several report on, parted where there are as many matters as reporters: A、B关于甲、乙的汇报."""
    parts = [Span(*m.span()) for m in BETWEEN_MARKS.finditer(text, *matter)]
    meetings = any(text.endswith("会议", *part) for part in parts)  # prepared together
    return parts if 1 < len(parts) == reporters and not meetings else [matter]
