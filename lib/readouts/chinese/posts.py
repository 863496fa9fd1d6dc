"""Posts put together from the hits of the scan, Chinese grammar: the organ, ranks and a head word, back to the last mark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from readouts.chinese.names import LEARNED, surnames
from readouts.lexicon import grammar_words
from readouts.model import Mention
from readouts.organs import Body
from readouts.posts import Post

_MARK = re.compile(r"[、，。；：:！？（）()“”《》【】 \u00a0\u3000\n\r\t|/]")
_CUTTING = frozenset({"verb", "date", "office", "part-of-day", "relative-day", "vague-day", "spirit", "meeting"})
_LEARNED = re.compile(r"(?:大学|学院|学校|党校|研究院|研究所|研究中心)[\u3400-\u9fff]{2,3}$")
_HOLDER = re.compile(r"[\u3400-\u9fff]{2,3}?(?<![委局办府会院厅部处])(?:和|及|与)")
_DENIED = re.compile(r"不是(?:(?!的)[\u3400-\u9fff]){0,6}$")
MAX_DENIED = 8  # characters
BEHIND_POST = ("候选人", "提名人选", "人选", "助理")
MAX_POST = 34


def find_offices(
    text: str, hits: Sequence[Mention], bodies: Sequence[Mention], dates: Sequence[Mention]
) -> list[Mention]:
    """Every post: its head word with the ranks and the organ before it, no further than the last mark, verb or post."""
    openings = {b.start for b in bodies} | {h.start for h in hits if h.kind in {"place", "rank"}}
    leaders = grammar_words("leaders", "zh")
    done = {at - 1 for at in openings if text[at - 1 : at] == "了"}  # 集中学习了省委书记的讲话
    cuts = [h.end for h in (*hits, *dates) if _cuts(h, openings | done) or text.startswith(leaders, h.end)]
    cuts += [h.end + 1 for h in hits if h.kind == "verb" and text.startswith("了", h.end)]  # 研究了调整县级干部…
    cuts += [h.end for h in hits if h.kind == "verb" and text[h.end - 1] == "了"]  # 听取了委员提案办理情况
    cuts.sort()
    ends = {body.end: body for body in bodies}
    by_end = sorted(bodies, key=lambda b: b.end)
    out: list[Mention] = []
    last = 0
    for hit in hits:
        if hit.kind != "office" or _is_no_post(text, hit):
            continue
        if _DENIED.search(text, max(0, hit.start - MAX_DENIED), hit.start):  # 不是党组成员的副区长
            last = hit.end + text.startswith("的", hit.end)
            continue
        core, deputy = _with_ranks(text, hit.start)
        low = max(_last_mark(text, core), last, _last_cut(cuts, core), core - MAX_POST)
        low = next((core - len(name) for name in leaders if text.endswith(name, 0, core)), low)
        start = _without_lead(text, _behind_name(text, low, core), core, by_end)
        named = _LEARNED.search(text, start, core) if hit.entry in LEARNED else None
        start = core if named else start  # 某大学李云教授: the name stands between school and post
        body = next((ends[at] for at in range(core, max(low, core - 6), -1) if at in ends), None)
        kind = ("deputy-" if deputy else "") + hit.entry
        said = Post(kind, _is_shared(text, kind, core), body.value if body and isinstance(body.value, Body) else None)
        last = hit.end
        end = hit.end + next((len(word) for word in BEHIND_POST if text.startswith(word, hit.end)), 0)
        out.append(Mention(start, end, "office", kind, said))
    return out


def _cuts(hit: Mention, openings: set[int]) -> bool:
    """Whether a post before it ends, or one behind it begins, at a word: no verb that an organ's name can hold."""
    if hit.kind == "verb" and not {"role", "say"} & set(hit.value):
        return hit.end in openings
    return hit.kind in _CUTTING


def _is_no_post(text: str, hit: Mention) -> bool:
    return any(text.startswith(word, hit.end) for word in grammar_words("no_post_behind", "zh"))


def _with_ranks(text: str, start: int) -> tuple[int, bool]:
    """Where the ranks before a head word begin, and whether one of them says deputy."""
    deputy = False
    while True:
        rank = next((w for w in grammar_words("ranks", "zh") if text.endswith(w, 0, start)), None)
        if rank is None:
            return start, deputy
        deputy = deputy or rank in grammar_words("deputies", "zh")
        start -= len(rank)


def _last_mark(text: str, at: int) -> int:
    low = max(0, at - MAX_POST)
    return max((m.end() for m in _MARK.finditer(text, low, at)), default=low)


def _last_cut(cuts: Sequence[int], at: int) -> int:
    last = bisect_right(cuts, at) - 1
    return cuts[last] if last >= 0 and cuts[last] >= at - MAX_POST else 0


def _behind_name(text: str, low: int, core: int) -> int:
    """Start of a post behind another one's holder: 副主任赵明和区人武部政委."""
    joined = _HOLDER.match(text, low, core)
    if joined is None or text[low] not in surnames()[0] or text.startswith(grammar_words("no_name_heads", "zh"), low):
        return low
    return joined.end()


def _without_lead(text: str, low: int, core: int, bodies: Sequence[Mention]) -> int:
    """Start of a post without the words that lead to it: 会议由, 受, 以及, 兼."""
    start = low
    moved = True
    while moved:
        moved = False
        for word in grammar_words("before_post", "zh"):
            if text.startswith(word, start) and start + len(word) <= core:
                start += len(word)
                moved = True
                break
    if (of := text.rfind("的", start, core)) >= 0:
        start = of + (2 if text.startswith(("的有", "的是"), of) else 1)  # 参加过活动的县委常委
    for word in grammar_words("post_breaks", "zh"):
        at = text.rfind(word, start, core)
        if at >= 0 and (at + len(word) == core or any(b.start == at + len(word) for b in bodies)):
            start = at + len(word)
    return start


_OF_PRESIDIUM = ("大会执行主席", "执行主席", "大会主席团")  # who take the chair of a congress together


def _is_shared(text: str, kind: str, core: int) -> bool:
    """Whether several people can hold a post: a deputy's that is not the executive one, a member's."""
    if kind in {"member", "commander"}:
        return kind == "member"
    if text.startswith(_OF_PRESIDIUM, core):
        return True
    if not kind.startswith("deputy-"):
        return False
    return not any(text.startswith(word, core) for word in grammar_words("sole", "zh"))
