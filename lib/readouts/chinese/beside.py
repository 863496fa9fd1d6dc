"""Chinese meetings that share one head word with the meeting beside them: other numbers, other organs, other levels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.chinese.organs import COMMISSIONS, LEVEL_BY_SUFFIX, NUM
from readouts.model import Mention
from readouts.numerals import read_han
from readouts.occasions import Convening
from readouts.organs import Body

_HEADLESS = re.compile(rf"第?({NUM})次(?:、|和|及|以及|与)$")
_LEVELS_BEFORE = re.compile(
    r"((?:(?:党?中央|国家|全国|全省|自治区|省纪委|市纪委|省政府|市政府|省政协|市政协|省委|市委|州委|省|市|州)(?:、|和|及|以及|与))+)$"
)
_LEVELS_AND_PLACE = re.compile(
    r"((?:(?:党?中央|全国|国家)(?:、|和|及))省|(?:(?:党?中央|全国|国家|省委|自治区党委)(?:、|和|及))+)(?:(?<=省)|(?!(?:全|省|市|州|县))[\u3400-\u9fff]{2,3})$"
)  # 中央及省市委人大工作会议, 省委、梅州市委议军会议
_LEVELS_RUN = re.compile(r"((?:全国|全省){1,2})$")  # 全国全省全市安全生产会议
_LEVELS_INSIDE = re.compile(r"(?:全国|中央|国家)((?:(?:、|和)(?:全省|省|市|州)(?![委政]))+)")
_TWO_LEVELS = re.compile(r"([省市])[市县](?![委政])")
_ONE_LEVEL = re.compile(r"党?中央|国家|全国|全省|自治区|(?:省|市|州)(?:委|纪委|政府|政协)?")
_LEVEL_OF = {"中": "central", "国": "central", "全": "provincial", "自": "provincial", "省": "provincial"}
_ORGAN_KINDS = frozenset(
    {"deepening-reform-commission", "standing-committee", "party-group", "leading-group", "political-bureau"}
)
_COMMISSIONS = frozenset({"deepening-reform-commission", "leading-group"})
_JOINT_BEFORE = re.compile(r"(?:以及|、|和|及)$")


def level_beside(text: str, start: int, organ: Mention, ends: dict[int, Mention]) -> str | None:
    """The level of the commission joined before one that names none: 市委深改委、财经委会议."""
    joint = _JOINT_BEFORE.search(text, max(0, start - 2), start)
    body = ends.get(joint.start()) if joint else None
    if body is None or not (_is_commission(body.value) and _is_commission(organ.value)):
        return None
    level = body.value.level
    return None if level is None else str(level)


def headless(text: str, found: Mention, ends: dict[int, Mention]) -> Iterator[Mention]:
    """The meetings before one that share its head word: 中央深改委第六次、省委深改委第三次会议."""
    at = found.start
    while match := _HEADLESS.search(text, max(0, at - 12), at):
        body = ends.get(match.start())
        number = read_han(match[1])
        if body is None or number is None or not isinstance(body.value, Body):
            return
        kind = "other" if body.value.body_type not in _ORGAN_KINDS else body.value.body_type
        value = Convening(kind, (number,), body.value.level, body.value.term, body, False, "meeting")
        end = text.index("次", match.start(1)) + 1
        yield Mention(body.start, end, "convening", kind, value)
        at = body.start


def other_organs(text: str, found: Mention, ends: dict[int, Mention]) -> Iterator[Mention]:
    """The meetings of the organs joined before one that share its head word: 市委深改委、财经委会议."""
    if found.value.ordinals or found.value.body is None or not _is_commission(found.value.body.value):
        return
    at = found.start
    while joint := _JOINT_BEFORE.search(text, max(0, at - 2), at):
        body = ends.get(joint.start())
        if body is None or not _is_commission(body.value) or body.value.level is None:
            return
        kind = body.value.body_type if body.value.body_type in _ORGAN_KINDS else "other"
        value = Convening(kind, (), body.value.level, body.value.term, body, False, "meeting")
        yield Mention(body.start, body.end, "convening", kind, value)
        at = body.start


def _is_commission(body: object) -> bool:
    """Whether an organ is a commission or leading group."""
    return isinstance(body, Body) and (body.body_type in _COMMISSIONS or body.head in COMMISSIONS)


def other_levels(text: str, found: Mention) -> list[Mention]:
    """The other levels' meetings in 中央和省、市全面深化改革领导小组会议: one surface, several meetings."""
    value = found.value
    if value.ordinals and (value.body is None or not _is_commission(value.body.value)):
        return []  # but 省委、市委审计委员会第三次会议
    match = _LEVELS_BEFORE.search(text, max(0, found.start - 20), found.start)
    if match is None and text.startswith(("市", "州", "县"), found.start):
        match = _LEVELS_AND_PLACE.search(text, max(0, found.start - 20), found.start)
    match = match or _LEVELS_RUN.search(text, max(0, found.start - 4), found.start)
    inside = _LEVELS_INSIDE.match(text, found.start, found.end)
    both = _TWO_LEVELS.match(text, found.start) if value.body is None and not match else None
    if both:  # 省市疫情防控工作会议
        return [found._replace(value=value._replace(level=LEVEL_BY_SUFFIX[both[1]]))]
    if inside and not match:  # 全国、省、市农田水利电视电话会议
        lower = [_LEVEL_OF.get(one[0], "municipal") for one in _ONE_LEVEL.findall(inside[1])]
        return [found._replace(value=value._replace(level=level)) for level in lower]
    if not match:
        return []
    out = []
    for one in _ONE_LEVEL.findall(match[1]):
        level = (
            _LEVEL_OF.get(one[0], "municipal")
            if not one.startswith(("党", "市", "州"))
            else ("central" if one[0] == "党" else "municipal")
        )
        level = "central" if one in {"全国", "国家"} else level
        out.append(found._replace(start=match.start(), value=value._replace(level=level)))
    return out
