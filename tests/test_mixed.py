"""Pages in two languages: each line is read by the grammar of its own, a meeting told twice is one."""

from __future__ import annotations

import dataclasses

import pytest

from drawn import make_document
from readouts.mixed import find_other_lines
from readouts.model import Span
from readouts.parse import mentions_of, parse_document
from readouts.source import detect_language

ENGLISH = (
    "On May 6, 2023, Li Yun, secretary of the Jinan Municipal Party Committee, presided over a meeting of the Standing "
    "Committee of the Municipal Party Committee. The meeting reviewed the Plan for Industrial Development. It stressed "
    "that all departments must enhance the “four consciousnesses” and put every task into practice.\n"
)
SAME = "5月6日，济南市委书记李云主持召开市委常委会会议，审议《产业发展方案》。会议强调，要增强“四个意识”。\n"
OTHER = "5月6日，济南市长周平主持召开市政府常务会议，审议《城市更新方案》。会议强调，要坚持“两个维护”。\n"


def test_a_meeting_told_in_both_languages_is_one() -> None:
    record = parse_document(make_document(ENGLISH + SAME, lang="en"))
    assert [m.body_type for m in record.meetings] == ["standing-committee"]
    assert [p.name for p in record.people] == ["Li Yun"]
    assert [a.title for a in record.agenda] == ["Plan for Industrial Development"]
    assert [f.text for f in record.formulations] == ["four consciousnesses", "四个意识"]


def test_another_meeting_in_the_other_language_is_a_row_more() -> None:
    record = parse_document(make_document(ENGLISH + OTHER, lang="en"))
    assert [m.body_type for m in record.meetings] == ["standing-committee", "government-executive"]
    assert [(p.order, p.name) for p in record.people] == [(1, "Li Yun"), (2, "周平")]
    assert [a.title for a in record.agenda] == ["Plan for Industrial Development", "城市更新方案"]


def test_a_meeting_told_in_both_languages_is_one_beside_another() -> None:
    record = parse_document(make_document(ENGLISH + SAME + OTHER, lang="en"))
    assert [m.body_type for m in record.meetings] == ["standing-committee", "government-executive"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_spans_stand_in_the_whole_text(lang: str) -> None:
    text = ENGLISH + OTHER
    record = parse_document(make_document(text, lang=lang))
    shown = [(p.name, p.span) for p in record.people] + [(a.title, a.span) for a in record.agenda]
    assert [text[s.start : s.end] for _, s in shown] == [value for value, _ in shown]
    kinds = {text[m.start : m.end] for m in mentions_of(make_document(text, lang=lang)) if m.kind == "name"}
    assert {"Li Yun", "周平"} <= kinds


def test_the_page_says_that_it_is_mixed() -> None:
    doubts = parse_document(make_document(ENGLISH + SAME, lang="en")).doubts
    told = [d.span for d in doubts if "another language" in d.detail]
    assert told == [Span(len(ENGLISH), len(ENGLISH + SAME) - 1)]
    alone = parse_document(make_document(ENGLISH, lang="en"))
    assert not any("another language" in d.detail for d in alone.doubts)


def test_a_word_of_the_other_language_is_no_line() -> None:
    assert find_other_lines("Li Yun (李云) chaired the 常委会 meeting.\n责任编辑：李云\n", "en") == []
    assert find_other_lines("会议学习 COP 和 APEC 材料。\nSource: Xinhua\n", "zh") == []


def test_the_language_is_the_one_that_tells_more() -> None:
    assert detect_language(ENGLISH * 3 + SAME) == "en"
    assert detect_language(SAME * 3 + ENGLISH) == "zh"
    assert detect_language("領(lǐng)導(dǎo)會(huì)議(yì)" * 9) == "zh"
    assert dataclasses.asdict(parse_document(make_document("", lang="en")))["meetings"] == ()
