"""Reading takes time in proportion to the length of a text: told by ratios of processor time within one run, never by the clock alone."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

from drawn import make_document
from readouts.model import Document
from readouts.parse import parse_document
from readouts.source import detect_language, iter_inputs, read_document

SAMPLE = Path(__file__).parents[1] / "data" / "raw" / "sample"


def seconds(text: str) -> float:
    """The median processor time of five readings of a text."""
    document, times = make_document(text), []
    for _ in range(5):
        start = time.process_time()
        parse_document(document)
        times.append(time.process_time() - start)
    return statistics.median(times)


def longest_text() -> str:
    texts = [read_document(path) for path in iter_inputs(SAMPLE)]
    return max((document.text for document in texts if isinstance(document, Document)), key=len)


def test_eight_readouts_take_at_most_twelve_times_as_long_as_one() -> None:
    text = longest_text() + "\n"
    ratios = [seconds(text * 8) / seconds(text) for _ in range(3)]
    assert min(ratios) < 12, f"eight times the text takes {min(ratios):.1f} times as long"


# Texts that no readout holds but a broken or hostile page may: one piece over and over.
REPEATED = [
    *["(", "“", '"', "'", " ", "\n", ".", "-", "|", "1 ", "\u00a0", "Aa", "a ", ", ", "; ", "A. ", "and "],
    *[
        "committee ",
        "Committee of the ",
        "Municipal ",
        "Beijing ",
        "Mayor ",
        "deputy ",
        "Li Ming, ",
        "May 6, ",
        "2024 ",
    ],
    *["Li Ming, Mayor, ", "attended by Li Ming, Mayor, ", "Li Ming said. ", "two establishments ", 'such as "a", '],
    *["Cao Lijun Cao Lijun spoke ", "Li Ming and Cao Lijun spoke ", "Li Ming conveyed Cao Lijun spoke "],
    *[
        "conveyed the spirit of the third meeting, ",
        "The meeting stressed that we must act. ",
        "reviewed the report on ",
        "Pagbalha Geleg, ",
        "the Audit Bureau, ",
        "discussed the plan for roads and ",
    ],
]

REPEATED += [
    *[
        "（",
        "《",
        "“",
        "　",
        "市委",
        "县长",
        "李云、",
        "市长李云、",
        "3月5日",
        "第六次、",
        "十届",
        "全市",
        "領(lǐng)",
        "（扩大）",
    ],
    *[
        "传达学习中央深改委第六次会议精神、",
        "会议听取关于安全工作的汇报、",
        "会议强调，要抓落实。",
        "区委改革办、",
        "召开会议暨",
        "县长任真作了题为《稳进》的",
        "省市县局",
    ],
]


@pytest.mark.parametrize("piece", REPEATED)
def test_one_piece_over_and_over_takes_time_in_proportion(piece: str) -> None:
    """Eight times as much takes at most 20 times as long; in proportion to its square it would be 64 times."""
    number = 2400 // len(piece)
    ratios = []
    for _ in range(3):
        ratios.append(seconds_once(piece * number * 8) / seconds_once(piece * number))
        if ratios[-1] < 20:
            return
    assert min(ratios) < 20, f"eight times {piece!r} takes {min(ratios):.0f} times as long"


# A piece over and over between what lets a rule begin and what keeps it from coming to an end.
CAUGHT = [
    ("会议强调，", "绵阳市", "提出要求"),
    ("以", "和市委全体会议", "强调"),
    ("在", "族", "自治州"),
    ("李云就", "就抓", "强调"),
    ("It was stressed that ", "Bureau and ", "should act"),
    ("The meeting heard ", "report on the ", "was held"),
    ("Presided over by ", "deputy secretaries of the county, ", "met"),
    ("对", "《工作计划》以及", "进行了审议"),
    ("听取了", "关于工作的审议意见", "审议"),
    ("The ", "Audit Bureau, the ", "should act"),
    ("Vice-chairpersons Du Qing, ", "Pagbalha Geleg, ", "attended"),
]


@pytest.mark.parametrize(("head", "piece", "tail"), CAUGHT)
def test_a_rule_that_begins_and_cannot_end_takes_time_in_proportion(head: str, piece: str, tail: str) -> None:
    """Twice as many pieces, of a number that a rule with a choice at each would never end on, take at most 8 times as long."""
    few, many = (f"{head}{piece * number}{tail}。\n" * 8 for number in (8, 16))
    ratios = []
    for _ in range(3):
        ratios.append(seconds_once(many) / seconds_once(few))
        if ratios[-1] < 8:
            return
    assert min(ratios) < 8, f"twice {piece!r} takes {min(ratios):.0f} times as long"


def seconds_once(text: str) -> float:
    """The processor time of one reading, and at least two milliseconds, below which other work of the machine tells more."""
    document = make_document(text, lang=detect_language(text))
    start = time.process_time()
    parse_document(document)
    return max(time.process_time() - start, 0.002)
