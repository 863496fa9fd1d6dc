"""What holds of every text, real or made up: spans in the text, surfaces as they stand, the same record twice, no error.

READOUTS_EXAMPLES sets how many made-up texts are tried (200 unless set); what is tried is the same in every run.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawn import make_document
from readouts.blocks import split_blocks
from readouts.lexicon import expand_form, load_entries
from readouts.model import Document
from readouts.parse import mentions_of, parse_document, record_to_json
from readouts.source import iter_inputs, read_document

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "raw" / "sample"
SEEDS = ROOT.parent / "shared" / "seeds"
LONGEST_CUT = 2_000  # characters of a text that is tried at every second of its ends
EXAMPLES = int(os.environ.get("READOUTS_EXAMPLES", "200"))
MADE_UP = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Where a row carries a value as it stands in the text, and where that stands.
SURFACES = [
    ("text", "span"),
    ("name", "span"),
    ("title", "span"),
    ("surface", "span"),
    ("actor", "actor_span"),
    ("task", "task_span"),
    ("body", "body_span"),
    ("verb", "verb_span"),
]
# Lists whose rows follow the text. People whom only a headline names come last; doubts follow the record's keys.
IN_TEXT_ORDER = [
    "meetings",
    "groups",
    "relays",
    "agenda",
    "utterances",
    "directives",
    "assignments",
    "formulations",
    "programmes",
    "themes",
    "time_references",
    "furniture",
]


def check_record(document: Document) -> None:
    """Fails where a record of the document breaks what must always hold."""
    text = document.text
    record = record_to_json(parse_document(document))
    for place, row in walk_rows(record, "record"):
        check_spans(text, place, row)
    assert [person["order"] for person in record["people"]] == list(range(1, len(record["people"]) + 1))
    again = json.dumps(record_to_json(parse_document(document)), ensure_ascii=False)
    assert json.dumps(record, ensure_ascii=False) == again, "two runs differ"


def check_order(record: dict[str, Any]) -> None:
    """Fails where the rows of a list do not follow the text."""
    for key in IN_TEXT_ORDER:
        spans = [row.get("span") or row["actor_span"] for row in record[key]]
        assert spans == sorted(spans), f"{key}: rows out of the order of the text: {spans}"


def check_spans(text: str, place: str, row: dict[str, Any]) -> None:
    for key, value in row.items():
        if key == "span" or key.endswith("_span"):
            spans = [] if value is None else [value]
        elif key in {"mentions", "evidence", "role_spans"}:
            spans = value
        else:
            continue
        for start, end in spans:
            assert 0 <= start < end <= len(text), f"{place}.{key}: [{start}, {end}) is not in a text of {len(text)}"
    if row.get("relation") not in {None, "referred"}:
        assert row["relation_span"] is not None, f"{place}.relation: nothing says that it is {row['relation']}"
    for surface, span in SURFACES:
        if row.get(surface) is not None and row.get(span) is not None:
            start, end = row[span]
            assert text[start:end] == row[surface], f"{place}.{surface}: {row[surface]!r} is not at [{start}, {end})"


def walk_rows(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every dict in a record with the path that leads to it."""
    if isinstance(value, dict):
        yield place, value
        for key, inner in value.items():
            yield from walk_rows(inner, f"{place}.{key}")
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from walk_rows(inner, f"{place}[{number}]")


def check_layout(text: str) -> None:
    """Fails where blocks or sentences overlap, leave the text, or a sentence lies outside of the paragraphs."""
    layout = split_blocks(text)
    blocks = [block.span for block in layout.blocks]
    for spans in (blocks, list(layout.sentences)):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    paragraphs = [block.span for block in layout.blocks if block.kind == "paragraph"]
    for start, end in layout.sentences:
        assert any(first <= start and end <= last for first, last in paragraphs)


def check_mentions(document: Document) -> None:
    for mention in mentions_of(document):
        assert 0 <= mention.start < mention.end <= len(document.text), mention


def real_files() -> list[Path]:
    return [path for root in (SAMPLE, SEEDS) if root.is_dir() for path in iter_inputs(root)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_that_breaks_off(lang: str) -> None:
    """Every beginning of a text, as a search page or a failed download leaves it, gives a record."""
    documents = [d for p in iter_inputs(SAMPLE) if isinstance(d := read_document(p), Document) and d.lang == lang]
    text = max((d.text for d in documents if len(d.text) < LONGEST_CUT), key=len)
    ends = {m.end() for m in re.finditer(r"\w+" if lang == "en" else r"[\s\S]", text)}
    for end in sorted(ends)[::2]:
        parse_document(make_document(text[:end]))


@pytest.mark.parametrize("path", real_files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_real_text(path: Path) -> None:
    document = read_document(path)
    assert isinstance(document, Document)
    check_record(document)
    check_layout(document.text)
    check_mentions(document)
    assert document == read_document(path), "the text is final: nothing on the road replaces it"


@pytest.mark.parametrize("path", real_files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_rows_follow_the_text(path: Path) -> None:
    document = read_document(path)
    assert isinstance(document, Document)
    check_order(record_to_json(parse_document(document)))


def test_the_seeds_are_there() -> None:
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is not there: the seeds were left out of the invariants, only the sample was read")
    assert len(list(iter_inputs(SEEDS))) >= 5


@cache
def vocabulary_pieces() -> list[str]:
    """One spelling of every form of the vocabulary, English and Chinese, as a writer would print it."""
    spelt = [next(expand_form(f)) for e in load_entries() for lang in ("en", "zh", "plural") for f in e.get(lang, ())]
    return sorted({form for word in spelt if word for form in (word, word.title(), word.upper())})


PIECES = st.one_of(
    st.sampled_from(vocabulary_pieces()),
    st.sampled_from(
        ["Li Ming", "Wang Xiaohong", "Ouyang Xiao", "LI QIANG", "Xi Jinping", "Xi", "Zhang Wei (reporter)"]
    ),
    st.sampled_from(["Mianyang", "Inner Mongolia", "Xi'an", "Gangu County", "Beijing", "绵阳市", "肥城"]),
    st.sampled_from(["the 3rd", "twenty-second", "22nd and 23rd", "14th", "第十次", "99th", "the first"]),
    st.sampled_from(
        ["May 6", "Feb. 30", "2024-13-45", "2024-04-12 15:37", "On the 7th", "31 April 2023", "4月12日", "0000"]
    ),
    st.sampled_from([*"“”\"'‘’「」《》()（）[],.;:!?，。；：、—-–|/*·•%&<>=@#", "’s", "...", "?????", "\ufffd", "Ã©"]),
    st.sampled_from([" ", "  ", "\u00a0", "\u3000", "\u200b", "\t", "\n", "\r\n", "\n\n", "\ufeff", "\u2028"]),
    st.sampled_from(["of the", "and", "held", "the meeting", "stressed that", "must", "will", "on", "was", "by", "as"]),
)
VOCABULARY_TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", " ", "", "\u00a0", ", ", "\n"])), max_size=60)


@MADE_UP
@given(st.text(max_size=400), st.sampled_from(["en", "zh"]))
def test_any_text(text: str, lang: str) -> None:
    document = make_document(text, lang=lang)
    check_record(document)
    check_layout(text)
    check_mentions(document)


@MADE_UP
@given(VOCABULARY_TEXTS, st.sampled_from([None, "2024-04-22", "not a day"]), st.sampled_from(["en", "zh"]))
def test_text_of_the_genres_own_words(pieces: list[tuple[str, str]], published: str | None, lang: str) -> None:
    text = "".join(piece + gap for piece, gap in pieces)
    document = dataclasses.replace(make_document(text, lang=lang), published=published)
    check_record(document)
    check_layout(text)
    check_mentions(document)


CHINESE = st.one_of(
    st.sampled_from([word for word in vocabulary_pieces() if not word.isascii()]),
    st.sampled_from(["李云", "王小明", "欧阳静", "买买提·艾力", "王 立", "習近平", "領(lǐng)導(dǎo)小組", "會(huì)議"]),
    st.sampled_from(
        ["十届", "第九次", "第六次、", "第43次", "十八届三中", "2021年", "（扩大）", "(擴大)", "党的二十大", "三个"]
    ),
    st.sampled_from(
        ["11月5日", "5日", "昨日", "2018/12/12", "26.03.2019", "二〇二四年三月五日", "13月40日", "24日下午"]
    ),
    st.sampled_from(
        ["召开", "主持", "等", "和", "暨", "及", "受", "委托", "并", "就", "的", "了", "在", "要", "由", "同志"]
    ),
    st.sampled_from([*"，、。；：！？“”‘’「」《》〈〉【】（）()[],.;:\n\r \u3000"]),
)


@MADE_UP
@given(st.lists(CHINESE, max_size=60), st.sampled_from([None, "2024-04-22"]))
def test_chinese_of_the_genres_own_words(pieces: list[str], published: str | None) -> None:
    document = dataclasses.replace(make_document("".join(pieces), lang="zh"), published=published)
    check_record(document)
    check_order(record_to_json(parse_document(document)))
    check_mentions(document)


@MADE_UP
@given(st.sampled_from(real_files()), st.data())
def test_a_real_text_cut_and_mended_at_random(path: Path, data: st.DataObject) -> None:
    """A readout with a piece cut out and another put in its place, as broken pages have it."""
    document = read_document(path)
    assert isinstance(document, Document)
    text = document.text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    made = make_document((text[:start] + data.draw(PIECES) + text[end:])[: data.draw(st.integers(1, 3000))])
    check_record(made)


# The smallest texts that once broke one of the rules above.
BROKEN_ONCE = [
    "nt.\nThe meeting affirmed",  # a verb of saying, and nothing said
    "Second Meeting of Commission Reform\n3rd meeting of Reform Commission held meeting.",
    "speech third session of Political Bureau studied meeting of Political Bureau third session",
    "party group e PLENARY",
    ",deployed were arrange.",
    "on.\nPolitical Bureau Meeting;Committee meeting municipal held meeting studied spirit of meeting of Political Bureau",
    # a relation, and no words that say so
    "The reform commission held its 5th meeting. Push the measures adopted by the Third Plenary Session of the 20th Central Committee.",
]


@pytest.mark.parametrize("text", BROKEN_ONCE)
def test_what_broke_once(text: str) -> None:
    document = make_document(text)
    check_record(document)
    check_layout(text)
    check_order(record_to_json(parse_document(document)))
