"""A Chinese sentence as a row of parts (names, posts, verbs), each post given to the persons it stands with.

Posts stand before a name, parted by 、; a post that several can hold goes to every name of the list that it heads.
Over 300 lines for a reason: where names are taken and where their posts go hang on the same joints of a list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from readouts.chinese.names import LEARNED, chairing_name_at, name_at, unknown_name_at
from readouts.lexicon import grammar_words
from readouts.mark import Marks, in_text_order, within
from readouts.model import Mention, Span
from readouts.parts import Part
from readouts.posts import Post

TAKEN = frozenset(
    {
        "organ",
        "office",
        "meeting",
        "verb",
        "spirit",
        "group",
        "document-noun",
        "occasion",
        "part-of-day",
        "relative-day",
        "vague-day",
        "demand",
        "level",
        "country",
        "deictic-year",
        "no-meeting",
        "rank",
        "present",
        "formulation",
    }
)
_STARTING = frozenset({"verb", "office", "rank", "group", "part-of-day", "relative-day", "vague-day"})
_BRACKET = re.compile(r"（[^（）]{1,24}）")
_JOIN = re.compile(r"[ \u00a0\u3000]*(?:、|和|及|以及|与)|[ \u00a0\u3000]+")
_LISTED_BY_COMMA = re.compile(r"，(?=[\u3400-\u9fff]{2,4}(?:，|、|参会|出席|参加|列席))")
PRESENT = re.compile(
    r"在主席台(?:前排)?就[坐座](?:的)?(?:[省市县区州]?(?:领导|领导同志|同志))?有(?:：)?|(?:出席|参加|列席)(?:了)?(?:本次|此次|这次|今天|当天)?(?:的)?(?:会议|常务会|全会|大会|[开闭]幕大?会|会|学习|学习会)?(?:并在主席台(?:前排)?就[坐座])?的(?:市|县|区|省|州)?(?:领导|领导同志|同志|人员|常委)?(?:还)?有(?:：)?"
    r"|^[ \u3000]*(?:出席|参加|列席)(?:会议)?(?:人员|领导|同志)?："
    r"|(?:出席|参加|列席)(?:本次|此次|这次|今天)?(?:会议|常务会|学习|活动)的(?=[\u3400-\u9fff]{2,16}(?:主任|主席|书记|[县区市部局院厅]长|常委|委员)[\u3400-\u9fff]{2})",
    re.M,
)
CHAIRED = re.compile(
    r"(?P<presided>主持)(?:了)?(?:本次|此次|这次|今天)?(?:会议|学习|常务会)?(?:并(?:作|发表)?(?:了)?(?P<spoke>讲话))?的是(?:：)?"
)
_AND_OTHERS = re.compile(
    r"(?:以及|及|和)?(?:其他|其它)[^，。；、]{2,30}(?:领导|同志|负责人|成员|委员|人员)|(?:以及|及|和)[^，。；、]{2,16}(?:委员|成员|负责人|代表)|(?:以及|及)[^，。；]{2,30}(?:负责人|负责同志)(?:应邀)?"
)
_COMRADE = re.compile(r"同志(?:分别|首先|先后)?(?:代表[^，。；]{2,20}|在[^，。；]{2,14})?")
_COUNTED = re.compile(
    r"等?(?:[两二三四五六七八九十]|\d{1,2})(?:位|名|个)?(?:[市县区旗]?[委政]?(?:同志|领导|常委|委员|成员|代表|干部|人))(?:[^，。；要应须]{0,24})"
)  # 李云、王五两位同志
_LISTED_ACT = re.compile(r"(?:等|分别|先后|作|围绕|结合|就|代表|依次|还)[^。；]{0,40}")
_WITH_LEADERS = re.compile(
    r"(?:^|(?<=[，。；\n\u3000 ]))((?:[\u3400-\u9fff]{2,4}、)+[\u3400-\u9fff]{2,4})等(?:(?:[省市县区州旗]|自治区|州市)领导(?:同志|干部)?|(?:理论学习)?中心组成员)(?:(?:[，、和及]|以及)(?!会议|并|就)[^。；会]{2,80}?)?(?:分别|一同)?(?:出席|参加|列席)"
)
_OF_ORGAN = re.compile(
    r"(?:管委会|公司|集团|中心|[局院])((?:[\u3400-\u9fff]{2,4}、)+[\u3400-\u9fff]{2,4})(?:等)?(?:同志)?(?:分别|一同)?(?:出席|参加|列席)"
)  # 区管委会李云、王五参加
_OF_POST = re.compile(
    r"(?:副[\u3400-\u9fff]{0,2}(?:[长席任]|书记)|常委|(?<!党组)成员)((?:[\u3400-\u9fff]{2,4}、){2,}[\u3400-\u9fff]{2,4}?)(?:等)?(?:同志)?(?:分别|一同)?(?:出席|参加会|参加。|参加，|列席|参会)"
)  # 副区长李云、左原、王五等出席
_GOES_ON = re.compile(  # what stands behind a name that is known
    r"[，、。在还同等就说受]|$|结合|围绕|对[\u3400-\u9fff\d“《]|代表|分别|先后|关于|[作做](?!为)|向[大全会与]|一行|随后|首先|最后|进行|表示"
)
_LEADING = re.compile(r"(?:在?会上|会前|会后|会议期间|随后|首先|最后|期间)")
MAX_JOINED = 3  # characters of a name whose surname is a word for "and", behind a post
MAX_LIST = 160  # characters of a list of names before its verb
BEFORE_KNOWN = ("会上", "听取了", "听取", "讨论了", "审议了")  # what a known name can follow
LABELS = ("领导", "同志", "负责人", "组成人员", "班子成员")


@dataclass(frozen=True)
class Words:
    """The places of a text where words of the vocabulary begin, and all that they cover."""

    starts: frozenset[int]
    verbs: frozenset[int]
    taken: frozenset[int]
    posts: frozenset[int]
    common: frozenset[int]  # of words like 社会, which the list of a post's holders may hold


def read_words(text: str, hits: Sequence[Mention], offices: Sequence[Mention]) -> Words:
    """Where names can end and where none can stand."""
    starts = frozenset(h.start for h in hits if h.kind in _STARTING)
    verbs = frozenset(h.start for h in hits if h.kind == "verb" and (h.value.get("role") or h.value.get("say")))
    taken = frozenset(i for h in hits if h.kind in TAKEN for i in range(h.start, h.end))
    places = (h for h in hits if h.kind == "place")
    taken |= frozenset(
        i for h in places if text[h.end : h.end + 1] in "省市县区州盟旗" for i in range(h.start, h.end + 1)
    )
    common = frozenset(i for h in hits if h.kind == "no-meeting" for i in range(h.start, h.end))
    return Words(starts, verbs, taken, frozenset(o.start for o in offices), common)


def find_names(text: str, hits: Sequence[Mention], offices: Sequence[Mention]) -> list[Mention]:
    """Every personal name: behind a post or a label, on the list that goes on from one, and where it stands again."""
    words = read_words(text, hits, offices)
    found: dict[int, Mention] = {}
    for office in offices:
        _take_list(text, office.end, words, found, behind_post=True)
    for hit in hits:
        if hit.kind == "group" and text[hit.start : hit.end].endswith(LABELS):
            _take_list(text, hit.end, words, found, behind_post=False)
    for hit in hits:
        if hit.kind == "verb" and (hit.value.get("role") or hit.value.get("say")):
            _take_subject(text, hit, words, found)
    for match in (*PRESENT.finditer(text), *CHAIRED.finditer(text)):
        _take_list(text, match.end(), words, found, behind_post=False)
    for match in (*_WITH_LEADERS.finditer(text), *_OF_ORGAN.finditer(text), *_OF_POST.finditer(text)):
        _take_all(match, words, found)
    for office in offices:
        _take_before_post(text, office, words, found)
    _take_again(text, words, found)
    names = in_text_order(found.values())
    out: list[Mention] = []
    for name in names:
        if not out or name.start >= out[-1].end:
            out.append(name)
    return out


def _add(text: str, start: int, end: int, found: dict[int, Mention]) -> None:
    found.setdefault(start, Mention(start, end, "name", "".join(text[start:end].split())))


def _take_list(text: str, at: int, words: Words, found: dict[int, Mention], behind_post: bool) -> None:
    """Take the name at a place and those that go on from it, joined by 、 or 和."""
    first = True
    at = _skip_spaces(text, at) if behind_post else at + text.startswith("有", at)  # 出席会议的县领导有…
    while True:
        end = name_at(text, at, words.starts, words.taken)
        if end is None and behind_post and first:
            end = chairing_name_at(text, at, words.verbs)
        if end is None:
            end = unknown_name_at(text, at, words.verbs, words.taken)
            chairs = end is not None and text.startswith(("主持召开", "主持会议", "主持。"), end)
            chairs = chairs and not text.startswith(grammar_words("before_chairing", "zh"), at)
            if end is not None and behind_post and end - at < MAX_JOINED and end + 1 not in words.posts and not chairs:
                end = None
            if end is not None and not behind_post and first and text[end : end + 1] != "、":
                end = None
        if (
            end is None
            or at in found
            or (text[at] in "和及" and not (behind_post and first and end - at == MAX_JOINED))
        ):
            return
        _add(text, at, end, found)
        first = False
        bracket = _BRACKET.match(text, end)
        end = bracket.end() if bracket else end
        join = _JOIN.match(text, end) or (None if behind_post else _LISTED_BY_COMMA.match(text, end))
        if join is None:
            return
        at = join.end()


def _take_all(names: re.Match[str], words: Words, found: dict[int, Mention]) -> None:
    """Take every name of a list that leaders of the place end, whatever its surname: 巨博、李云等区领导参加."""
    at = names.start(1)
    spans = [(at := names.string.find(name, at), at + len(name)) for name in names[1].split("、")]
    if not any(i in words.taken and i not in words.common for start, end in spans for i in range(start, end)):
        for start, end in spans:
            _add(names.string, start, end, found)


def _skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \u00a0\u3000":
        at += 1
    return at


def _take_subject(text: str, verb: Mention, words: Words, found: dict[int, Mention]) -> None:
    """Take the names without posts right before a verb: one, or a list from the start of a clause on."""
    low = max(0, verb.start - MAX_LIST)
    opening = max(max(text.rfind(mark, low, verb.start) for mark in "，。；：\n！？") + 1, low)
    _take_clause(text, opening, verb, words, found)
    gap = max(text.rfind(mark, opening, verb.start) for mark in " \u00a0\u3000") + 1
    if gap > opening:
        _take_clause(text, gap, verb, words, found)


def _take_clause(text: str, opening: int, verb: Mention, words: Words, found: dict[int, Mention]) -> None:
    """Take the names that stand between the opening of a clause and its verb."""
    single = verb.value.get("say") or verb.value.get("role") in {
        "presided",
        "attended",
        "attended-nonvoting",
        "conveyed",
    }
    at = _skip_spaces(text, opening)
    leading = _LEADING.match(text, at)
    at = leading.end() if leading else at
    spans: list[tuple[int, int]] = []
    while at < verb.start:
        end = name_at(text, at, words.starts, words.taken) or _listed_name(text, at, verb.start, len(spans), words)
        if end is None:
            break
        spans.append((at, end))
        join = _JOIN.match(text, end)
        if join is None:
            at = end
            break
        at = join.end()
    behind = spans[-1][1] if spans else verb.start
    rest = text[behind : verb.start]
    near = not rest or rest in grammar_words("after_names", "zh") or _COMRADE.fullmatch(rest) is not None
    near = near or _AND_OTHERS.fullmatch(rest) is not None or (len(spans) > 1 and _COUNTED.fullmatch(rest) is not None)
    near = near or (len(spans) > 1 and "，" not in rest and any(name.end == verb.start for name in found.values()))
    single = single or (verb.value.get("role") == "spoke" and rest.startswith("同志"))
    if spans and ((single and near) or (len(spans) > 1 and (near or _LISTED_ACT.fullmatch(rest)))):
        for start, end in spans:
            _add(text, start, end, found)


def _listed_name(text: str, at: int, limit: int, known: int, words: Words) -> int | None:
    """End of a name with a surname that no list has, among known ones in a list: 李云、辜明、王五出席会议."""
    end = text.find("、", at, min(at + MAX_JOINED + 1, limit))
    among = known > 1 or (known == 1 and name_at(text, end + 1, words.starts, words.taken) is not None)
    if not among or end - at not in (2, 3) or any(i in words.taken for i in range(at, end)):
        return None
    return (
        None
        if text.startswith(grammar_words("no_name_heads", "zh"), at)
        else unknown_name_at(text, at, words.verbs, words.taken)
    )


def _take_before_post(text: str, office: Mention, words: Words, found: dict[int, Mention]) -> None:
    """Take a name that stands right before a post: 李云市长, 某大学李云教授."""
    for start in (office.start - 3, office.start - 2):
        learned = office.entry in LEARNED and start > 0 and text[start - 1] in "学校院所心"
        if learned and name_at(text, start, words.starts, words.taken) == office.start:
            _add(text, start, office.start, found)
            return
    end = name_at(text, office.start, words.starts, words.taken)
    organ = end is not None and text[end - 1] in grammar_words("no_name", "zh")
    if end is not None and not organ and end in words.starts and end < office.end:
        _add(text, office.start, end, found)


def _take_again(text: str, words: Words, found: dict[int, Mention]) -> None:
    """Take the names that are known where they begin a clause or stand before a verb again."""
    for name in {str(m.entry) for m in found.values()}:
        if len(name) < 2 or "·" in name:
            continue
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            opens = at == 0 or text[at - 1] in "，。；：、\n 　”）和及由受" or text.endswith(BEFORE_KNOWN, 0, at)
            if at not in found and opens and (end in words.starts or _GOES_ON.match(text, end)):
                _add(text, at, end, found)
            at = text.find(name, end)


def read_parts(marks: Marks, sentence: Span) -> list[Part]:
    """The names with their posts and the verbs of a sentence in order."""
    names = within(marks.names, sentence)
    offices = within(marks.offices, sentence)
    verbs = [
        h
        for h in within(marks.hits, sentence)
        if h.kind == "verb"
        and (h.value.get("role") or h.value.get("say"))
        and not (_inside(marks.quotes, h) or _inside(names, h))
    ]
    parts = [Part("name", m) for m in names] + [Part("verb", h) for h in verbs]
    parts.sort(key=lambda p: (p.mention.start, p.mention.end))
    _give_posts(marks.text, sentence, [p for p in parts if p.kind == "name"], offices)
    return parts


def _inside(mentions: Sequence[Mention], hit: Mention) -> bool:
    at = bisect_left(mentions, (hit.start + 1,)) - 1
    return at >= 0 and mentions[at].start <= hit.start < mentions[at].end


def _give_posts(text: str, sentence: Span, names: list[Part], offices: list[Mention]) -> None:
    at = 0
    before: Part | None = None
    listed: list[Part] = []  # the names of a list so far, none of which has a post of its own
    for part in names:
        start, end = part.mention.start, part.mention.end
        row: list[Mention] = []
        while at < len(offices) and offices[at].end <= start:
            row.append(offices[at])
            at += 1
        part.posts = _stacked(text, row, start)
        bracket = _BRACKET.match(text, end)
        while bracket and at < len(offices) and end < offices[at].start and offices[at].end < bracket.end():
            part.posts.append(offices[at])  # 李云（副县长、县公安局局长）
            at += 1
        while at < len(offices) and _core_start(text, offices[at], end):
            part.posts.append(offices[at]._replace(start=end))
            at += 1
        if not part.posts and before is not None and _goes_on(text, before, start):
            part.posts = _shared(before.posts)
            part.shared = bool(part.posts)
        going_on = before is not None and _goes_on(text, before, start)
        listed = [*(listed if going_on else []), part] if not part.posts else []
        if len(listed) > 1 and at < len(offices) and (post := _behind_others(text, offices[at], end)):
            for one in listed:
                one.posts = [post]
            at += 1
        before = part


def _core_start(text: str, office: Mention, end: int) -> bool:
    """Whether a post stands right behind a name."""
    return office.start <= end < office.end and office.start >= end - 4 and text[end] not in "等和及与、"


def _behind_others(text: str, office: Mention, end: int) -> Mention | None:
    """The post that all on a list hold, behind its last name and 等: 李云、王五等中央某领导小组副组长出席."""
    held = text.startswith("等", end) and office.start <= end + 1 < office.end
    plural = isinstance(office.value, Post) and office.value.plural and not text.startswith("中心组成员", end + 1)
    return office._replace(start=end + 1) if held and plural else None


def _stacked(text: str, row: list[Mention], start: int) -> list[Mention]:
    """The posts that stand before a name one upon the other: the last right before it, the others parted by 、."""
    out: list[Mention] = []
    edge = start
    for post in reversed(row):
        gap = text[post.end : edge]
        if not (gap.strip() == "" if not out else gap.strip() in ("", *grammar_words("between_posts", "zh"))):
            break
        out.append(post)
        edge = post.start
    return out[::-1]


def _goes_on(text: str, before: Part, start: int) -> bool:
    gap = _BRACKET.sub("", text[before.mention.end : start])
    return _JOIN.fullmatch(gap) is not None


def _shared(posts: list[Mention]) -> list[Mention]:
    """Those of somebody's posts that go to the others on the list: all where all can, else the last."""
    if not posts or not isinstance(posts[-1].value, Post) or not posts[-1].value.plural:
        return []
    return posts if all(p.value.plural for p in posts) else posts[-1:]
