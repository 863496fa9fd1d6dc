"""Who takes part in a Chinese readout: names with posts and roles, by the verbs that follow them.

A verb gives its role to the names before it, up to the verb before: 李云主持会议，王五、赵六列席.
Over 300 lines for a reason: each verb has its own way to say that a role is nobody's, and they read the same row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from readouts.chinese.persons import CHAIRED, PRESENT
from readouts.extract.people import Found
from readouts.frame import Frame, row_at_break
from readouts.lexicon import grammar_words
from readouts.mark import Marks, body_of, in_text_order, within
from readouts.model import Mention, Office, Person, Span
from readouts.organs import Body
from readouts.parts import Part
from readouts.posts import Post
from readouts.roles import EXPLAINED

_ENTRUSTS = re.compile(r"(?:同志)?(?:的)?委托")
_CITED_AFTER = re.compile(
    r"(?:同志|书记|市长|省长|主席|总书记)?(?:的|关于|同志关于|同志在[^，。；]{2,60}的?(?:重要)?(?:讲话|指示)|(?:在|参加|出席|到|赴)[^，。；]{2,60}(?:上|时)的?(?:重要|有关|相关|讲话|工作)*(?:讲话|指示|批示|要求|发言)|对[^，。；]{2,40}的?(?:重要)?(?:指示|批示)|(?:重要)?(?:讲话|批示|指示)|来[^，。；]{1,12}调研|调研)"
)
_MADE_BY = re.compile(r"所(?:作|做)的?(?:政府|工作)?(?:工作)?报告")  # 省长李云所作的政府工作报告
_OWN_LEADER = re.compile(r"在(?:讲话|会上|会议|主持|总结|开幕讲话|闭幕讲话)")
_SPEECH_BEFORE = re.compile(
    r"(?:代表[^，。；]{2,20}|作(?:了)?[^，。；的]{0,6}|并|作|作了|发表|发表了|发表重要|致|作重要|作了重要|总结|交流|表态|动员|到会|会议|会上|分别|先后|主旨|点评|首先|书面|典型|工作|即席|主持|集中|上|强调性|作(?:了)?题为[^，。；]{2,64}的|作(?:了)?关于[^，。；]{2,40}的|，|进行|进行了|进行专题|上台|依次|开展|在[^，。；的]{2,8}(?:结束|开始|闭幕)(?:时|前|后)|讲授?(?:了)?(?:一堂)?[^，。；]{0,6})$"
)
_NO_SPEECH_AFTER = re.compile(r"精神|中|要求|时|稿|指出|强调|，强调性|内容|提纲|实录|的|和|以来|后，|金")
_IN_SPEECH = re.compile(r"在(?:总结|动员|主持|作|会议|开幕|闭幕)?$")
_NO_PRESIDING = ("工作", "人", "日常", "下", "的", "全面")
_NO_ATTENDING = (
    "作专题",
    "作辅导",
    "授课",
    "党的",
    "考察",
    "活动",
    "审议",
    "工作",
    "学习教育",
    "的",
    "保险",
    "人数",
    "全国",
    "工伤",
    "培训",
)
_ARRANGED_BY = ("委", "府", "中央", "决策", "国家", "上级")  # the arrangements of others: 省委部署
_TOLD_GAP = re.compile(
    r"(?:(?:充分|高度)?(?:肯定|评价)(?:了)?[^。；]{2,40}，并)?"
    r"(?:同志|等|[两二三四五六七八九十]+(?:位|名)?(?:同志|人)|在会上|会上|分别|首先|还|也|又|先后|随后|专题|现场|集中|领学|，)*"
    r"(?:(?:就|围绕|对|代表|结合|关于|作|所作|汇报|介绍|受|以|根据|传达|领学|安排|通报|进行|向[全大]会|向会议)[^。；]{0,110})?(?:作了?|作的|进行了?|做了?|的)?(?:情况|工作|起草|专题|书面|详细|简要|具体)*"
)
_ASKED_FOR = re.compile(r"(?:讲话|指示|批示|精神|部署|通知|文件)要求(?![，：]?(?:要|各|全|把|必须))$")
_ORGAN_TELLS = re.compile(
    r"，(?!并|就|围绕|对|代表|结合|受|关于)[^，。；]{2,24}(?:[局办厅院组]|办公室|单位|部门|公司|乡镇|街道)(?:分别|先后|依次)?$"
)  # 李云传达了通知，领导小组办公室汇报了…
_JOINED_ACT = re.compile(
    r"，并|(?:会议|全会)并(?=$)|(?:会议|全会)?(?:，|并|，并)(?:代表|受)[^，。；]{2,24}|"
    r"(?:会议|了会议)?并(?:就|对)[^，。；]{2,60}(?:作|做|进行)(?:出|了)?[^，。；]{0,6}"
)
_HEARD = re.compile(r"听取(?:(?:和|并)?(?:讨论|审议))?(?:了)?$|(?:、|和|及|以及)$")
LONG_HEARD = 6  # characters of 听取和讨论了
_REPORTS = re.compile(
    r"(?:同志)?(?:等(?:同志)?)?(?:分别)?(?:关于|就|对|代表|所作|作的|向[^，。；]{2,6}作的|向[^，。；]{2,6}所作|受[^，。；]{2,16}委托)[^。；]{0,60}?(?:汇报|报告|说明|介绍)"
    r"|(?:同志)?(?:的)?(?:专题|工作|情况)*(?:汇报|报告|说明)"
)
_BROKEN = re.compile(r"[、，和及].{0,16}|.{0,2}")
_WHEN_THERE = re.compile(r"[^，。；]{2,30}(?:时|审议|讨论|上)的")
_LISTING = re.compile(r"[、，和及 \u00a0\u3000]{0,2}")
_LABEL = re.compile(r"[，；。：][省市县区州旗盟][\u3400-\u9fff]{0,4}领导(?:同志)?$")
_GROUP_SPEAKS = re.compile(
    r"，[^，。；]{0,60}(?:负责同志|负责人|代表|主要领导|单位|部门|小组|成员|乡镇|街道)(?:分别|先后|等)?(?:作|进行|发表)?(?:了)?$"
)
_CALLS = re.compile(r"(?:同志)?(?:组织)?(?:召开|召集)")
MAX_CALLED = 16  # characters between the verb and the meeting
LOOK_BACK = 80  # characters before a verb that say how it is done
_SHARING = ("共同", "分别", "先后", "轮流", "联合")  # several hold the chair
OF_COUNTRY = frozenset({"general-secretary", "premier", "deputy-premier"})
TOLD = frozenset({"conveyed", "deployed", "reported", "guided", EXPLAINED})


def extract(frame: Frame) -> tuple[Person, ...]:
    """The people that take part, in the order in which the text lists them; what only a headline says comes last."""
    marks = frame.marks
    found: dict[str, Found] = {}
    listed = PRESENT.search(marks.text) is not None
    chaired = CHAIRED.search(marks.text) is not None
    cited: set[str] = set()  # names of those whose speech is conveyed
    for sentence, parts in frame.parts:
        known = set(found)
        _note_heard(marks, sentence, parts, found)
        if listed:
            _note_present(marks, sentence, parts, found)
        if chaired:
            _note_chair(marks, sentence, parts, found)
        if any(part.kind == "verb" for part in parts):
            _give_roles(frame, sentence, list(parts), found, cited)
        if any(part.posts for part in parts):
            _note_caller(frame, sentence, parts, found)
        for name in sorted(set(found) - known, key=lambda name: found[name].span):
            found[name] = found.pop(name)  # in the order of the text, whichever rule told them
    for part in _listed_at_break(frame):
        _person(marks, part, found).listed = True
    told_of = {name for name in cited if name in found and not (found[name].roles or found[name].posts)}
    people = [
        f
        for name, f in found.items()
        if (f.roles or f.speaks or f.listed) and name not in told_of and not _only_cited(frame, f, found)
    ]
    return tuple(_row(marks, order, person) for order, person in enumerate(people, 1))


def _listed_at_break(frame: Frame) -> list[Part]:
    """The names of a list, with posts, in which a text breaks off before any verb: they take part, in what role is lost."""
    text = frame.marks.text
    broken = row_at_break(frame)
    if broken is None or any(part.kind != "name" for part in broken[1]):
        return []
    last, row = broken
    said = in_text_order([*(part.mention for part in row), *(post for part in row for post in part.posts)])
    if not _BROKEN.fullmatch(text, said[-1].end, last.end):
        return []
    edges = zip([last.start, *(m.end for m in said)], [m.start for m in said], strict=False)
    joined = all(_LISTING.fullmatch(text, end, start) for end, start in edges if start >= end)
    return list(row) if joined and any(part.posts for part in row) else []


def _note_heard(marks: Marks, sentence: Span, parts: Sequence[Part], found: dict[str, Found]) -> None:
    """Note who reports to the meeting where it hears them: 听取了副市长李云关于…的汇报, a list of names too."""
    at = marks.text.find("听取", sentence.start, sentence.end)
    if at < 0:
        return
    heard: list[Part] = []
    for part in parts:
        first = _first(part)
        if part.kind != "name" or first < at:
            continue
        before = marks.text[max(at, first - LONG_HEARD) : first]
        if not (heard or before.startswith("听取")) or not _HEARD.search(before):
            return
        heard.append(part)
        if told := _REPORTS.match(marks.text, max([part.mention.end, *(p.end for p in part.posts)]), sentence.end):
            for one in heard:
                role = EXPLAINED if told[0].endswith("说明") else "reported"
                _person(marks, one, found).take(role, Span(told.end() - 2, told.end()))
            return


def _note_present(marks: Marks, sentence: Span, parts: Sequence[Part], found: dict[str, Found]) -> None:
    """Note who is listed behind the verb: 出席会议的有李云、王五."""
    for match in PRESENT.finditer(marks.text, *sentence):
        role = "attended-nonvoting" if match[0].strip().startswith("列席") else "attended"
        last = match.end()
        for part in parts:
            first = _first(part)
            if part.kind == "verb" and first >= last:
                break
            if part.kind == "name" and first >= match.end():
                _person(marks, part, found).roles.setdefault(role, Span(match.start(), match.start() + 2))
                last = part.mention.end


def _note_chair(marks: Marks, sentence: Span, parts: Sequence[Part], found: dict[str, Found]) -> None:
    """Note who is named behind what he did: 主持会议并讲话的是县长李云."""
    for match in CHAIRED.finditer(marks.text, *sentence):
        person = next((p for p in parts if p.kind == "name" and p.mention.start >= match.end()), None)
        for role in ("presided", "spoke"):
            if person is not None and match[role]:
                _person(marks, person, found).roles.setdefault(role, Span(*match.span(role)))


def _note_caller(frame: Frame, sentence: Span, parts: Sequence[Part], found: dict[str, Found]) -> None:
    """Note who presides where the text says that somebody held the meeting: 区长李云召开区政府第63次常务会议."""
    marks = frame.marks
    for part in parts:
        called = (
            _CALLS.match(marks.text, part.mention.end, sentence.end) if part.kind == "name" and part.posts else None
        )
        if (
            called
            and any(0 <= m.start - called.end() <= MAX_CALLED for m in frame.own)
            and not _cited(marks, part, sentence)
        ):
            _person(marks, part, found).roles.setdefault("presided", Span(called.end() - 2, called.end()))


def _give_roles(frame: Frame, sentence: Span, parts: list[Part], found: dict[str, Found], cited: set[str]) -> None:
    marks = frame.marks
    subjects: list[Part] = []
    last: Part | None = None
    presided = said = False
    for part in parts:
        if part.kind == "name":
            if last is not None and last.kind == "verb":
                if said and not _opens_clause(marks, part, last):
                    continue
                subjects = []
                said = presided = False
            if _cited(marks, part, sentence):
                cited.add(str(part.mention.entry))
            else:
                subjects.append(part)
            last = part
            continue
        value = part.mention.value
        role = value.get("role")
        if not subjects or not _acts(frame, part, sentence):
            continue
        if role is None:
            if value.get("say") and _ASKED_FOR.search(
                marks.text, max(sentence.start, part.mention.end - 8), part.mention.end
            ):
                continue  # 传达了领导的讲话要求，并作了讲话
            if value.get("say") and not said:
                said = True
                if _beside(marks, subjects[-1], part):
                    _person(marks, subjects[-1], found).speaks = True
                last = part
            continue
        if said and not _joined_act(marks, part):
            continue
        if last is not None and last.kind == "verb" and role.startswith("attended") and _of_group(marks, last, part):
            continue
        spoken = last.mention.end if role == "spoke" and last is not None and last.kind == "verb" else None
        if spoken is not None and _GROUP_SPEAKS.search(marks.text, spoken, part.mention.start):
            continue
        joined = (
            presided and last is not None and _JOINED_ACT.fullmatch(marks.text, last.mention.end, part.mention.start)
        )
        if role in TOLD and not joined and (presided or not _told_by(marks, subjects[-1], part, last)):
            continue
        for subject in _subjects_of(marks, subjects, part):
            _note(marks, subject, part, found)
        presided = presided or role == "presided"
        last = part


def _subjects_of(marks: Marks, subjects: list[Part], verb: Part) -> list[Part]:
    """The names that a verb is of: one presides, unless a list is joined to one subject or shares the chair."""
    if verb.mention.value.get("role") != "presided" or subjects[-1].shared:
        return subjects
    at = len(subjects) - 1
    if marks.text.startswith(_SHARING, subjects[-1].mention.end):
        while at and _LISTING.fullmatch(marks.text, subjects[at - 1].mention.end, _first(subjects[at])):
            at -= 1
    return subjects[at:]


def _first(part: Part) -> int:
    return min([part.mention.start, *(p.start for p in part.posts if not part.shared)])


def _of_group(marks: Marks, last: Part, verb: Part) -> bool:
    """Whether an unnamed group is the subject of a second verb: 李云主持会议，各常委参加."""
    start, end = last.mention.end, verb.mention.start
    cut = max(marks.text.rfind(mark, start, end) for mark in "， \u3000")
    return cut >= 0 and end - cut > (3 if marks.text[cut] == "，" else 1)


def _opens_clause(marks: Marks, part: Part, last: Part) -> bool:
    """Whether a name after something said begins a clause of its own: posts, or a label, and all behind a mark."""
    start = min([part.mention.start, *(p.start for p in part.posts)])
    if _LABEL.search(marks.text, max(0, start - 10), start):
        return True
    return marks.text[start - 1 : start] in ("，", "；", "。", "：") and bool(part.posts)


def _joined_act(marks: Marks, part: Part) -> bool:
    return marks.text[part.mention.start - 1] == "并"


def _beside(marks: Marks, subject: Part, verb: Part) -> bool:
    gap = marks.text[subject.mention.end : verb.mention.start]
    return len(gap) < 26 or (gap.startswith(("对", "就")) and len(gap) < 80)


def _acts(frame: Frame, part: Part, sentence: Span) -> bool:
    """Whether a verb of presiding, speaking or attending is an act at this meeting."""
    text = frame.marks.text
    start, end = part.mention.start, part.mention.end
    role = part.mention.value.get("role")
    before = text[max(sentence.start, start - LOOK_BACK) : start]
    if role == "presided":
        return not text.startswith(_NO_PRESIDING, end)
    if role == "spoke":
        if _IN_SPEECH.search(before) and text.startswith(("中", "时"), end):
            return any(n.end >= start - 8 for n in within(frame.marks.names, (max(0, start - 14), start)))
        if _NO_SPEECH_AFTER.match(text, end) or before.endswith(("的总结", "的重要")):
            return False
        direct = any(n.end == start for n in within(frame.marks.names, (max(0, start - 6), start)))
        comrade = before.endswith("同志") and text.startswith(("作", "做", "发表"), start)  # 李云同志作重要讲话
        return direct or comrade or bool(_SPEECH_BEFORE.search(before))
    if role == "deployed" and (before.endswith(_ARRANGED_BY) or text.startswith("的", end)):
        return False
    if role in {"attended", "attended-nonvoting"}:
        if before.endswith("在") and _WHEN_THERE.match(text, end):
            return False  # 在参加某代表团审议时的讲话
        return not text.startswith(_NO_ATTENDING, end) and not before.endswith(("的", "应", "要", "积极", "组织", "请"))
    return True


def _told_by(marks: Marks, subject: Part, verb: Part, last: Part | None) -> bool:
    """Whether somebody conveys, reports or deploys: nothing but the matter stands between name and verb."""
    end = max([subject.mention.end, *(p.end for p in subject.posts if p.end <= verb.mention.start)])
    gap = marks.text[end : verb.mention.start]
    if last is not None and last.kind == "verb" and last.mention.value.get("role") not in TOLD:
        joint = marks.text[last.mention.end : verb.mention.start]
        role = str(last.mention.value.get("role"))
        return (role.startswith("attended") and joint in ("", "并", "会议并", "并就")) or (
            role == "spoke" and joint in ("并", "，并")
        )
    return _TOLD_GAP.fullmatch(gap) is not None and not _ORGAN_TELLS.search(gap)


def _cited(marks: Marks, part: Part, sentence: Span) -> bool:
    """Whether a name is only cited: who entrusts, or whose speech is conveyed or studied."""
    text = marks.text
    end = max([part.mention.end, *(p.end for p in part.posts if p.start >= part.mention.end)])
    if _ENTRUSTS.match(text, end) or _MADE_BY.match(text, end):
        return True
    first = min([part.mention.start, *(p.start for p in part.posts)])
    before = text[max(sentence.start, first - 12) : first]
    if before.endswith(grammar_words("citing", "zh")):
        return True
    if _OWN_LEADER.match(text, end):
        return False
    cited = _CITED_AFTER.match(text, end)
    return cited is not None and not (cited[0] == "讲话" and text[cited.end() : cited.end() + 1] in "；。， \u3000\n")


def _note(marks: Marks, part: Part, verb: Part, found: dict[str, Found]) -> None:
    person = _person(marks, part, found)
    role = str(verb.mention.value["role"])
    if role == "attended" and "attended-nonvoting" in person.roles:
        return
    person.take(role, Span(verb.mention.start, verb.mention.end))


def _person(marks: Marks, part: Part, found: dict[str, Found]) -> Found:
    mention = part.mention
    span = Span(mention.start, mention.end)
    person = found.setdefault(str(mention.entry), Found(marks.text[mention.start : mention.end], span))
    if not person.posts:
        person.posts = list(part.posts)
    return person


def _only_cited(frame: Frame, person: Found, found: dict[str, Found]) -> bool:
    """Whether a leader of the country stands in a text where another presides, or in one of a lower body: cited, not present."""
    leads = any(p.value.office_type in OF_COUNTRY for p in person.posts if isinstance(p.value, Post))
    if person.name not in grammar_words("leaders", "zh") and not leads:
        return False
    if "presided" in person.roles and frame.level in (None, "central"):
        return False
    return frame.level != "central" or not person.roles


def _row(marks: Marks, order: int, person: Found) -> Person:
    offices = tuple(_office(marks, post) for post in person.posts)
    return Person(person.name, person.span, tuple(person.roles), offices, order, None, tuple(person.roles.values()))


def _office(marks: Marks, post: Mention) -> Office:
    body = body_of(post)
    kind = post.value.office_type if isinstance(post.value, Post) else None
    known = body if isinstance(body, Body) else None
    return Office(
        marks.text[post.start : post.end],
        Span(post.start, post.end),
        kind,
        known.body_type if known else None,
        known.level if known else None,
    )
