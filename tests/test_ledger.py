"""Meetings by number: what is in hand, what a higher number or another text says was held."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made import EMPTY, Rows, day, document, make_corpus, meeting, relay

from readouts.compare.ledger import audit_organs, keep_ledger, list_numbers, say_ledger, say_numbers
from readouts.corpus import FOLDER_VARIABLE, Corpus, open_corpus
from readouts.figures import draw_ledger

PAST = "Li Ming presided over the 7th meeting of the Wuhu Municipal Party Committee's Commission for Comprehensive \
Deepening of Reform. The meeting heard a report on what was done since the commission's 4th meeting."
# Wuhu's commission of the 5th term: nos. 2 (twice), 3 (before 2: out of order), 7 in hand, 6 named by Gangu.
ROWS: Rows = {
    "documents": [
        document("a", "Wuhu", adcode="340200", province="安徽"),
        document("b", "Wuhu", adcode="340200", province="安徽"),
        document("c", "Wuhu", adcode="340200", province="安徽"),
        document("d", "Wuhu", adcode="340200", province="安徽", text=PAST),
        document("e", "Wuhu", adcode="340200", province="安徽"),
        document("f", None, place_basis="not-stated"),
    ],
    "meetings": [
        meeting("a", "2024-03-01", 2, term=5),
        meeting("b", "2024-03-01", 2, term=5),
        meeting("c", "2024-01-10", 3, term=5),
        meeting("d", "2025-02-01", 7, term=5),
        meeting("e", "2024-05-01", None, body_type="standing-committee"),
        meeting("f", "2024-05-01", 9, term=5),
    ],
    "relays": [
        relay("e", 1, 6, None, level="municipal", term=5, surface="the 6th meeting of the Wuhu commission"),
        relay("e", 2, 2023, None, level="municipal", term=5, surface="a misreading"),
    ],
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return make_corpus(tmp_path, ROWS)


def test_a_ledger_counts_what_is_known_held_and_missing(corpus: Corpus) -> None:
    ledger = keep_ledger(corpus)
    first = ledger.iloc[0]
    assert (first["city"], first["known"], first["held"], first["missing"], first["named"]) == ("Wuhu", 7, 3, 4, 1)
    assert (first["missing_numbers"], first["duplicates"], first["out_of_order"]) == ("1, 4–6", "2", "3")
    assert first["own_past"] == "4"
    assert ledger["known"].isna().tolist() == [False, True, True]  # no number stated; no place stated
    assert "several organs" in ledger.loc[ledger["city"] == "(place not stated)", "note"].item()
    assert say_ledger(corpus).startswith(
        "By number at least 7 meetings of 1 organ are known to exist and 3 are in hand"
    )


def test_a_missing_meeting_lies_between_its_neighbours(corpus: Corpus) -> None:
    numbers = list_numbers(corpus).set_index("ordinal")
    assert numbers["state"].tolist() == ["missing", "in hand", "in hand", "missing", "missing", "named", "in hand"]
    assert numbers.loc[5, ["after", "before"]].tolist() == [day("2024-01-10"), day("2025-02-01")]
    assert numbers.loc[2, "readouts"] == 2
    assert numbers.loc[6, "key"] == "e-r1"


def test_a_city_has_one_name_whatever_the_language_of_its_readouts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    documents = [document(key, "Gangu", adcode="620523") for key in "abc"]
    documents.append(document("d", "芜湖", adcode="340200", lang="zh"))
    rows: Rows = {"documents": documents, "meetings": [meeting("a", "2024-03-01", 2), meeting("d", "2024-03-01", 3)]}
    corpus = make_corpus(tmp_path, rows)
    assert set(keep_ledger(corpus)["city"]) == set(corpus["documents"]["city"]) == {"Gangu", "Wuhu"}


def test_nothing_is_counted_where_there_is_nothing(corpus: Corpus) -> None:
    none = open_corpus(EMPTY)
    assert (len(keep_ledger(none)), len(list_numbers(none))) == (0, 0)
    assert draw_ledger(none).figure is None
    assert draw_ledger(corpus).rests_on == 4


@given(st.sets(st.integers(1, 60)))
def test_ranges_name_every_number_once(numbers: set[int]) -> None:
    said = say_numbers(sorted(numbers))
    back: list[int] = []
    for part in said.split(", ") if said else []:
        first, _, last = part.partition("–")
        back += range(int(first), int(last or first) + 1)
    assert back == sorted(numbers)


@settings(max_examples=8, deadline=None)
@given(ordinals=st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_held_and_missing_make_the_highest(ordinals: list[int]) -> None:
    names = [f"d{at}" for at in range(len(ordinals))]
    rows: Rows = {
        "documents": [document(name, "Wuhu", adcode="340200") for name in names],
        "meetings": [meeting(name, None, ordinal, term=5) for name, ordinal in zip(names, ordinals, strict=True)],
    }
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, folder)
        known, held, missing = audit_organs(make_corpus(Path(folder), rows))[["known", "held", "missing"]].iloc[0]
    assert known == held + missing == max(ordinals)
    assert held == len(set(ordinals))
