"""Named organs told to do a thing, and unnamed groups that take part, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.chinese.organs import LEVEL_BY_SUFFIX
from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import Marks, within
from readouts.model import Assignment, Group, Span

_MODAL = re.compile(
    r"(?:要|负责|必须|务必|牵头|应当|(?<![对相供适])应(?!急|对|用|届|邀|该|变|有的)|须(?!知)|尽快|抓紧)(?!求|点|闻|领导|素|人|同志|制(?!定|订|作)|情|部门|单位|责任)"
    r"|会同(?!步)|重点(?=抓|督|推|做好|负责|研究)"
)
_HEAD = re.compile(
    r"(?:(?<![布格结全当])局|书记处|办|(?<!常)委|委员会|(?<!干)部|院|中心|公司|集团|街道|镇|乡|厅|联|(?<!起草)(?<!工作)(?<!专项)(?<!小)组|(?<=[\u3400-\u9fff]{4})专项小组|领导小组|联防联控机制|(?<=[\u3400-\u9fff]{4})专班|总队|支队|大队|室"
    r"|总工会|工商联|管委会|海关|(?<=[\u3400-\u9fff][^好到此各四住去出深长短细实正明暗近远高低大小难痛要别益害用妙惩判查论相共独])处|银行|(?<=监委)机关|党校|大学|学校|证监会|[支分]行|(?<=[立审刑民行执商])[案判事政行]庭|(?<=服务)所|[审总]计?署|(?:高新|经开|开发|示范|试验|实验|项目|新城|保税|[\u3400-\u9fff]{2}新)区"
    r"|(?<=[省市县区州旗国])(?:人民)?(?:政府|政协|人大|人大常委会|法院|检察院)|(?<=[\u3400-\u9fff]{2})党组|(?<=[\u3400-\u9fff]{2})司)(?:[（(][^（）()]{2,10}[）)])?$"
)
_PARTY_GROUPS = re.compile(
    r"(?:^|[，。；：“\u3000 ])((?:[^，。；：、“”]{2,14}、){1,6}[^，。；：、“”]{2,14}(?:各)?党组)$"
)
_OFFICES = re.compile(r"[省市县区州旗](?!级|直|属|内|域|有关|相关|各|委|政府)[\u3400-\u9fff]{2,6}部门")
_CHARGED = re.compile(
    r"(?:责成|责令|交由|委托|(?<!的)要求|(?<!邀)请|由|交(?!通|易|警|投|流|管|接|建|行))(?P<actor>[\u3400-\u9fff]{2,14}?(?:局|办|委|委员会|部|院|中心|公司|集团|街道|镇|乡|厅|室|联|总工会|管委会|支队|大队|处|馆|所))"
    r"(?=会同|牵头|负责|坚持|修改|完善|约谈|要|尽快|抓紧|按|在(?!会上|会议|大会)|对|进|做|根|依|加|认|立|迅|制|研|就|拟|组|办理|落实|统筹|汇总|再|赶在|于|把|，)(?:要|，)?"
    r"(?![^，。；]{0,8}(?:制定|起草|编制|提交|报送|修订|拟定|提出|组织|负责)的)"
)
_DEMANDED = re.compile(r"(?:会议|全会|大家|同志)?(?:还)?(?:要求|明确|议定|决定)(?=[，：])")
# Between two organs, not within the name of one: 资源和规划局.
_AND = r"(?<!资源)(?<!文化)(?<!工业)(?<!住房)(?<!卫生)(?<!经济)(?<!发展)(?<!规划)(?<!教育)(?<!服务)(?<!水利)(?<!民族)(?<!粮食)(?<!科技)和"
_BARE_ORGAN = (
    rf"(?:(?!会同|[及与]|{_AND})[\u3400-\u9fff]){{2,14}}?"
    r"(?:局|办|委|委员会|部|中心|厅|院|校|管委会|政府|街道|镇|乡|区|县|市|[支分]行|公司|集团)"
)
_BARELY = re.compile(  # 会议明确：市财政局统筹专项债额度；凌河区政府做好群众安置
    rf"(?:(?<=[，：；])|(?<=[强要]调)|^)(?P<actors>(?!由|请|让|对|把|将|各){_BARE_ORGAN}(?:[、和与及]{_BARE_ORGAN})*)"
    rf"(?=(?:{'|'.join(grammar_words('bare_tasks', 'zh'))})[^的，。；]{{0,3}}[^，。；]{{2}})"
)
_TOLD_BACK = re.compile(
    r"[^，。；]{0,40}?(?:汇报|通报(?!批评)|发言|介绍了|作了|作说明|传达|出席|列席|参加会议|主持)"
)  # no task
_OPENING = re.compile(r"[，。；：“]|要求|强调|由")
_FIELD = (
    r"(?:财政|综合执法|行政执法|大数据|乡村振兴|医疗保障|文广旅|退役军人|园林|国土资源|渔业|发改|发展改革|发改和粮食物资储备|教育|教体|公安|民政|司法|人社|自然资源(?:和?规划)?|国土|规划|生态环境|环保|住建|交通|交通运输|交运|水利|水务|农业|农业农村"
    r"|林业|林草|商务|文旅|文旅体|文化|卫健|卫计|卫生|卫生健康|应急|应急管理|审计|市场监管|宣传|组织|统计|税务|城管|环卫|粮食(?:和)?物资储备|粮食|工信|科技|信访|政法|网信|金融|国资|体育|医保|消防|气象|水文|通信|供电|邮政|民宗|档案|能源|广电|供销|电力)"
)  # what a department does, by which it is named
_FUNCTION = re.compile(rf"(?:^|[，。；：])([省市县区州]?{_FIELD}部门)$")  # 财政部门要: one organ
_FIELDS = re.compile(_FIELD)
_WHEN = re.compile(
    rf"[\u3400-\u9fff]{{2,6}}(?:时段|期间|之前|以前)(?=[省市县区州旗]{_FIELD}[局委办厅])"
)  # 高温时段市城管局
_FUNCTIONS = re.compile(
    r"(?:^|[，。；：])((?:(?!有关|相关|各|我)[\u3400-\u9fff]{2,10}(?<![局委办厅院])、)+(?!有关|相关|各)[\u3400-\u9fff]{2,8}(?<!有关)(?<!相关)(?<![各等])(?:部门|等机构))$"
)  # 财政、社保部门要
_END = re.compile(
    r"[。；]|，[^，。；]{2,6}党委要|，(?:[省市县区镇乡]?各|(?:其他|其它)?相关|(?:其他|其它)?有关)[^，。；]{1,16}?(?:也?要|各负其责|各司其职|必须|应)|，[^，。；]{2,24}(?:产业|企业|地区|干部|项目|行业|部门)(?:也|都)?要"
)  # what others are told ends a task
_NUMBERED = re.compile(r"[一二三四五六七八九十]+是")
_AS_WHAT = re.compile(r"作为[^，。；]{2,12}，(?:要|更)?$")  # 市财政局作为牵头单位，要
_ABOUT_WHAT = re.compile(r"(?<=[局委办厅部])对[^，。；]{3,24}$")  # 市经信委对企业搬迁要排出时间表
_TWO_ORGANS = re.compile(
    r"([省市县区州旗][\u3400-\u9fff]{1,10}(?:局|办|委|部|院|中心|公司|厅))[和及与](?=[省市县区州旗])"
)
_AMONG = re.compile(r"等(?:部门|单位|相关部门|有关部门|(?:行业)?主管部门|行业主管部门|地)?$")
_PARTY_ORGAN = re.compile(  # named organs, though 党委 alone is none: 自治区党委编办
    r"直属机关党委|党委(?=编办|组织部|宣传部|统战部|政法委|社会工作部|网信办|改革办|深改办|政研室|巡视办|巡察办|农办|督查室|督导室|办公厅|办公室)|(?<=机关)党委$"
)
_JOINT = re.compile(rf"[、与及]|{_AND}")
_OF_MEETING = re.compile(r"(?:以及|和|、|并)?[^，。；]{0,16}的[^，。；]{0,20}会")  # 四套班子领导参加的大会
_NO_ORGAN = re.compile(r"了|会议|听取|是|会同|落到|^[把将让使]|^(?:[一两二三四五六七八九十]+|\d+)(?:个|家|支)")
_SHORT_NAME = re.compile(
    r"(?!各|其他|其它|有关|相关)[\u3400-\u9fff]{2,8}"
)  # an organ among others of a list: 征收中心, 粮食物资储备
SHORT_ORGANS = ("团委", "工会", "妇联", "科协", "侨联")  # named so beside others
MAX_ACTORS = 60
MAX_ACTOR = 20


def extract(frame: Frame) -> tuple[Assignment, ...]:
    """The assignments in order of the organ told; 各部门 and the like are no named organs."""
    marks, text = frame.marks, frame.marks.text
    rows: list[Assignment] = []
    demanded = False
    for sentence in marks.layout.sentences:
        modals = _MODAL.finditer(text, sentence.start, sentence.end)
        told = [(_task_start(m), row) for m in modals if (row := _actors(marks, sentence.start, m.start()))]
        told += [
            (m.end(), [Span(*m.span("actor"))]) for m in _CHARGED.finditer(text, *sentence) if _is_named(m["actor"])
        ]
        begun = _DEMANDED.search(text, *sentence)
        demanded = bool(begun) or bool(told) or (demanded and text[sentence.start - 1] == "；")
        if demanded:
            told += _told_barely(marks, begun.end() if begun else sentence.start, sentence.end)
        told = sorted(told, key=lambda one: one[1][0])
        told = [one for at, one in enumerate(told) if not at or one[1][0] != told[at - 1][1][0]]
        for at, (start, actors) in enumerate(told):
            stop = _END.search(text, start, sentence.end)
            end = stop.start() if stop else sentence.end
            if at + 1 < len(told):
                end = min(end, told[at + 1][1][0].start - 1)
            while start < end and text[start] in "，、：":
                start += 1
            task = Span(start, end)
            if task.end - task.start < 4:
                continue
            rows.extend(Assignment(text[a.start : a.end], text[task.start : task.end], a, task) for a in actors)
    return tuple(rows)


def _told_barely(marks: Marks, start: int, end: int) -> Iterator[tuple[int, list[Span]]]:
    """Organs and places told without a modal beside what others must do: 市卫健委抽调医护人员, 柳南区、鹿寨县先走一步."""
    text = marks.text
    for match in _BARELY.finditer(text, start, end):
        if _TOLD_BACK.match(text, match.end(), end):
            continue
        at, actors = match.start("actors"), []
        for name in _JOINT.split(match["actors"]):
            if _is_named(name) or _is_area(marks, at, at + len(name)):
                actors.append(Span(at, at + len(name)))
            at += len(name) + 1
        if len(actors) == len(_JOINT.split(match["actors"])):
            yield match.end(), actors


def _task_start(modal: re.Match[str]) -> int:
    """Where what is to be done begins: behind a modal, at a verb that is part of it."""
    return modal.start() if modal[0] in ("会同", "重点") else modal.end()


def _actors(marks: Marks, low: int, modal: int) -> list[Span]:
    """The named organs and places that are the subject right before a modal, parted by 、; none where one is neither."""
    text = marks.text
    low = max(low, modal - MAX_ACTORS)
    if aside := _AS_WHAT.search(text, low, modal) or _ABOUT_WHAT.search(text, low, modal):
        modal = aside.start()
    opening = max((m.end() for m in _OPENING.finditer(text, low, modal)), default=low)
    groups = _PARTY_GROUPS.search(text[low:modal])
    if groups and not all(name.endswith("党组") for name in groups[1].split("、")):
        return [
            Span(low + groups.start(1), modal)
        ]  # 市人大、市政府、市政协党组: what several lists of members share is one
    functions = _FUNCTION.search(text[low:modal]) or _FUNCTIONS.search(text[low:modal])
    if functions and not _AMONG.search(functions[1]):
        return [Span(low + functions.start(1), modal)]
    if opening == low and low and text[low - 1] not in "，。；：\n、 \u3000”":
        return []
    out: list[Span] = []
    at = opening
    among = _AMONG.search(text, opening, modal)
    pieces = text[opening : among.start()].split("、") if among else []
    of_fields = among and any(_FIELDS.fullmatch(piece) or _is_named(piece) for piece in pieces)
    while at < modal:
        end = text.find("、", at, modal)
        end = end if end >= 0 else modal
        name = text[at:end]
        if numbered := _NUMBERED.match(name):
            at, name = at + numbered.end(), name[numbered.end() :]
        if (joint := _TWO_ORGANS.match(name)) and end == modal:
            end, name = at + joint.end(1), joint[1]
        if (when := _WHEN.match(name)) and not within(marks.hits, (at, at + when.end())):
            at, name = at + when.end(), name[when.end() :]
        if end == modal and (among := _AMONG.search(name)):
            end, name = at + among.start(), name[: among.start()]
        general = _is_general(name) and not _OFFICES.fullmatch(name)
        if general and name.startswith(("各", "有关", "相关")) and (out or end < modal):
            at = end + 1 if end < modal else modal
            continue
        general = general or bool(_NO_ORGAN.search(name))
        named = _HEAD.search(name) or _OFFICES.fullmatch(name) or _is_area(marks, at, at + len(name))
        short = len(pieces) > 1 and _SHORT_NAME.fullmatch(name) and not (general or _NO_ORGAN.search(name))
        if of_fields and (short or _FIELDS.fullmatch(name)):  # 发改、农业农村、林业等部门
            out.append(Span(at, end))
            at = end + 1 if end < modal and text[end] in "、和及与" else modal
            continue
        short = bool(out) and name in SHORT_ORGANS
        if general or not (3 <= len(name) <= MAX_ACTOR or short) or not named or "”" in name:
            return []
        if name not in grammar_words("bare_organs", "zh"):
            out.append(Span(at, end))
        at = end + 1 if end < modal and text[end] in "、和及与" else modal
    return out


def _is_named(name: str) -> bool:
    """Whether an organ is told by a name: 各部门 and 有关单位 are none, 领导干部 is none."""
    return _HEAD.search(name) is not None and not (_is_general(name) or _NO_ORGAN.search(name))


def _is_general(name: str) -> bool:
    """Whether a word for no organ in particular is in a name: 各部门, 党委."""
    named = _PARTY_ORGAN.sub("", name).replace("镇街道", "街道")
    return any(word in named for word in grammar_words("general_actors", "zh"))


def _is_area(marks: Marks, start: int, end: int) -> bool:
    """Whether a stretch is the name of a city, county or district with its ending: 涪城区."""
    hits = (h for h in within(marks.hits, (start, end)) if h.kind == "place" and h.start == start)
    return any((marks.text[h.end : end] or marks.text[end - 1]) in LEVEL_BY_SUFFIX for h in hits)


def extract_groups(frame: Frame) -> tuple[Group, ...]:
    """The groups in order: the pieces before a verb of attending that a plural noun of people heads."""
    marks, text = frame.marks, frame.marks.text
    rows: list[Group] = []
    for sentence in marks.layout.sentences:
        low = sentence.start
        for verb in within(marks.hits, sentence):
            role = verb.value.get("role") if verb.kind == "verb" else None
            if role not in {"attended", "attended-nonvoting"}:
                continue
            if _OF_MEETING.match(text, verb.end):
                low = verb.end
                continue
            nouns = [h for h in within(marks.hits, (low, verb.start)) if h.kind == "group"]
            names = [n.end for n in within(marks.names, (low, verb.start))]
            for noun in nouns:
                if noun.end in {n.start for n in within(marks.names, (low, verb.start))}:
                    continue
                start = max(
                    [text.rfind(m, low, noun.start) + 1 for m in "，。；"]
                    + [low]
                    + [e for e in names if e <= noun.start]
                    + [r.span.end for r in rows[-1:] if low <= r.span.start]
                )
                while start < noun.start and text[start] in "、，和及等 　":
                    start += 1
                if text.startswith("同志", start) and start in names:
                    continue  # 李云同志代表市委作报告
                if any(noun.start < r.span.end for r in rows[-1:]) or re.search(r"要|必须", text[start : noun.start]):
                    continue
                rows.append(Group(text[start : noun.end], Span(start, noun.end), (str(role),)))
            low = verb.end
    return tuple(rows)
