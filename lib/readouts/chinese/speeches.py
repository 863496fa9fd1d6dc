"""The speeches, instructions and documents that a Chinese meeting conveyed or studied, cut where the next one begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readouts.chinese.items import behind_titles, is_wanted, make_item, told_in
from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import overlaps
from readouts.model import AgendaItem, Mention, Span

_SPIRIT_END = re.compile(r"(?:的)?(?:主要|有关|相关)?(?:精神|精神实质|内容)$")
_OCCASION_CUT = re.compile(
    r"(?:，以及|、|，|和|以及|及)(?=在|致|给|对|听取|考察|看望|视察|参加|出席|会见|习近平总书记(?!在))"
)
_LEAD = re.compile(
    r"(?:认真|深入|全面|进一步|坚决|及时|专题|集体|再次|再|持续)*(?:贯彻落实|学习贯彻|学习领会|学习|传达学习|传达|贯彻|落实)(?:了)?"
)
_MADE_BY = re.compile(r"[^，。；、《》]{2,16}所作的(?=[^，。；、《》]{0,6}报告)")  # 市长李云所作的政府工作报告
_SPOKEN_AT = re.compile(
    r"(?:上|时)[^，。；、]{0,10}(?:讲话|指示|发言)(?:精神)?$"
)  # a speech is an item, the meeting at which it was made a relay
_BEHIND_TITLE = re.compile(
    r"》(?:（[^（）]{1,8}）)?(?:等[^，。；《》]{0,6})?(?:精神)?(?:，以及|以及|，及|、|和|及)(?=[^《》]*$)"
)
_SPEAKS = re.compile(r"(?:作了?|发表了?)(?:重要|总结|主题)?讲话$")
_ON_MATTER = re.compile(
    r"了?([^，。；、《》在]{2,12}关于[^，。；《》]{4,60}的(?:相关|有关|重要)?(?:工作)?(?:公告|提示|通知|通报|意见|方案|办法|决定))(?:精神)?(?=[，。；]|$)"
)  # 传达学习市纪委关于…的工作提示


def cut_speeches(frame: Frame, region: Span, titles: list[Span], act: Span) -> list[AgendaItem]:
    """The speeches, instructions and documents in the object of 传达 or 学习; what a relayed meeting holds is no item."""
    marks = frame.marks
    text = marks.text
    stop = re.compile(r"[。；！？]").search(text, region.start, region.end)
    end = stop.start() if stop else region.end
    rows = [make_item(text, "studied", t, act, "document") for t in titles if t.end <= end]
    rows += behind_titles(text, "studied", [t for t in titles if t.end <= end], end, act)
    told = told_in(frame, Span(region.start, end))
    relays = [g.mention for g in told if g.relation != "referred" and g.mention.value.level]
    if whole := _ON_MATTER.match(text, region.start, end):
        return [*rows, make_item(text, "studied", Span(*whole.span(1)), act, "document")]
    last = 0
    for word in _speech_words(text, region.start, end):
        inside = any(t.start < word <= t.end for t in titles)  # 《全面提高依法防控能力》 holds 法
        last = last if inside else max(last, word)
    if not last:
        return rows
    for piece in _speech_pieces(text, region.start, last):
        shown = text[piece.start : piece.end]
        if held := [t for t in titles if t.start >= piece.start - 1 and t.end <= piece.end + 1]:
            behind = _BEHIND_TITLE.match(text, held[-1].end, piece.end)
            if behind is None:
                continue
            piece = Span(behind.end(), piece.end)  # 《条例》，以及李云市长批示
            shown = text[slice(*piece)]
        if any(t.start <= piece.start + 1 and piece.end <= t.end for t in titles):
            continue
        if text[piece.end : piece.end + 1] == "《" or text.rfind("《", region.start, piece.end) > text.rfind(
            "》", region.start, piece.end
        ):
            continue  # 署名文章《…》; a book of which parts are named: 《…重要思想摘编》中《…》
        spoken_at = _SPOKEN_AT.search(shown)
        several = spoken_at and shown.startswith("时", spoken_at.start()) and _OCCASION_CUT.search(shown)
        if overlaps(relays, piece.start, piece.end) and (several or not spoken_at):
            rows.extend(_beside_relays(text, piece, relays, act))
            continue
        lead = _LEAD.match(shown)
        if lead:
            piece = Span(piece.start + lead.end(), piece.end)
            shown = shown[lead.end() :]
        if made := _MADE_BY.match(shown):
            piece, shown = Span(piece.start + made.end(), piece.end), shown[made.end() :]
        tail = _SPIRIT_END.search(shown)
        piece = Span(piece.start, piece.start + tail.start()) if tail else piece
        if shown.startswith(grammar_words("no_speech_heads", "zh")):
            continue
        if is_wanted(text, piece) and _is_speech(text[piece.start : piece.end]):
            rows.append(make_item(text, "studied", piece, act))
    return sorted(rows, key=lambda row: row.span)


def _beside_relays(text: str, piece: Span, relays: Sequence[Mention], act: Span) -> Iterator[AgendaItem]:
    """The speeches on other occasions among those at relayed meetings: 在…大会上、在考察广东时的重要讲话."""
    at = piece.start
    for end in [*(m.start() for m in _OCCASION_CUT.finditer(text, piece.start, piece.end)), piece.end]:
        joint = _OCCASION_CUT.match(text, at)
        part = Span(joint.end() if joint else at, end)
        at = end
        if overlaps(relays, part.start, part.end) or part.end - part.start < 6:
            continue
        tail = _SPIRIT_END.search(text[part.start : part.end])
        yield make_item(text, "studied", Span(part.start, part.start + tail.start()) if tail else part, act)


def _is_speech(shown: str) -> bool:
    told = _SPEAKS.search(shown)  # 李云分别作了讲话: what somebody did
    return told is None and any(word in shown for word in grammar_words("speeches", "zh"))


def _speech_words(text: str, start: int, end: int) -> Iterator[int]:
    for word in (*grammar_words("speeches", "zh"), "精神"):
        at = text.find(word, start, end)
        while at >= 0:
            if word == "法" and text[at + 1 : at + 2] in "治律规院制":
                at = text.find(word, at + 1, end)
                continue
            clause = text[start:at]
            if not re.search(
                r"，(?=研究|要求|强调|部署|审议|听取|安排|讨论|强调|要求|结合|就|对(?![^，。；]{2,40}(?:指示|批示))|会议|推动|确保|进一步|市|县|区|各|[\u3400-\u9fff、]{2,16}分别就"
                r"|[^，。；]{2,16}(?:负责人|负责同志|领导|代表|委员|成员|同志)(?:结合|围绕|就|作|进行|分别|先后|依次))",
                clause,
            ):
                yield at + len(word)
            at = text.find(word, at + 1, end)


def _speech_pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch cut behind each speech or spirit where a joint follows."""
    at = start
    words = "|".join(map(re.escape, (*grammar_words("speeches", "zh"), "精神")))
    for cut in re.compile(rf"(?:{words})(?:精神)?(?:，以及|，和|以及|、|，|和|及)").finditer(text, start, end):
        if text.count("《", at, cut.end()) > text.count("》", at, cut.end()):
            continue
        if text.count("“", at, cut.end()) > text.count("”", at, cut.end()):
            continue  # “学习…精神，迎接…”专题研讨班
        joint = re.search(r"(?:，以及|，和|以及|、|，|和|及)$", cut[0])
        follow = text[cut.end() : cut.end() + 8]
        if re.match(
            r"(?:重要|指示|批示|讲话|精神|部署|系列|(?:署名)?(?:文章|贺信|回信|贺电|论述)(?:精神|、|和|，|。))", follow
        ):
            continue
        yield Span(at, cut.end() - len(joint[0]) if joint else cut.end())
        at = cut.end()
    if at < end:
        yield Span(at, end)
