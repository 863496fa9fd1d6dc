"""Meetings reported in English and in Chinese: joined where enough is the same, kept apart where what both state differs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import SAMPLE

from readouts.build import build_corpus
from readouts.compare.twins import cost_translation, list_disagreements, list_twins
from readouts.corpus import Corpus, open_corpus
from readouts.pinyin import list_readings, romanise_person, spells

NAMES = [
    ("曹立军", "Cao Lijun"), ("李云", "Li Yun"), ("欧阳修", "Ouyang Xiu"), ("单洪", "Shan Hong"), ("吕振霞", "Lü Zhenxia"),
    ("曾庆", "Zeng Qing"),
]  # fmt: skip


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The places of the sample that have readouts in both languages, and one of each language alone, as tables."""
    raw = tmp_path_factory.mktemp("raw") / "both"
    for city in ("mianyang", "jinan", "sichuan", "jiaxing", "centre", "wuhu", "dalian"):
        shutil.copytree(SAMPLE / city, raw / city)
    return build_corpus(raw, tmp_path_factory.mktemp("processed"), "both").folder


@pytest.fixture
def corpus(bilingual: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setenv("READOUTS_PROCESSED", str(bilingual.parent))
    return open_corpus("both")


@pytest.mark.parametrize(("chinese", "english"), NAMES)
def test_names_are_spelt_by_their_usual_reading(chinese: str, english: str) -> None:
    assert romanise_person(chinese) == english
    assert spells(english, chinese)


def test_other_spellings_of_a_name_are_the_name_and_other_names_are_not() -> None:
    assert spells("Lyu Zhenxia", "吕振霞")
    assert spells("LI YUN", "李云")
    assert not spells("Li Yuan", "李云")
    assert not spells("", "李云")
    assert romanise_person("雪克来提·扎克尔") is None
    assert len(list_readings("重重重重重重重重")) <= 64


def test_every_meeting_in_two_languages_is_joined_once(corpus: Corpus) -> None:
    twins = list_twins(corpus)
    assert sorted(twins["city"]) == ["Centre", "Jiaxing", "Jinan", "Mianyang", "Sichuan"]
    assert set(twins["rule"].astype("str")) == {"organ and number", "organ and day"}
    assert twins["document"].is_unique and twins["chinese"].is_unique
    assert (twins["shared"] > 0).all()


def test_a_place_has_one_name_in_both_languages(corpus: Corpus) -> None:
    assert {"Mianyang", "Jinan", "Sichuan", "Centre"} <= set(corpus.cities)
    assert not {"绵阳", "济南", "四川"} & set(corpus.cities)
    assert "Wuhu" in corpus.cities


def test_persons_know_their_name_in_characters(corpus: Corpus) -> None:
    names = corpus["person_names"].set_index("name")
    assert tuple(names.loc["Cao Lijun", ["name_zh", "basis"]]) == ("曹立军", "derived: twin")
    assert tuple(names.loc["曹立军", ["pinyin", "basis"]]) == ("Cao Lijun", "stated")
    assert names.at["曹立军", "twin"] == names.at["Cao Lijun", "person"]
    assert names.at["贺懋燮", "pinyin"] == "He Maoxie"
    assert "Xiong Maoping" not in names.index


def test_disagreements_have_both_sides_and_the_cost_adds_up(corpus: Corpus) -> None:
    cost = cost_translation(corpus).set_index("field")
    assert (cost[["same", "different", "only_english", "only_chinese"]].sum(axis=1) == cost["values"]).all()
    assert cost["values"].sum() == len(corpus["twin_values"])
    assert cost.at["held", "share"] == 1.0
    assert 0 < cost.at["relays", "share"] < 1
    listed = list_disagreements(corpus)
    assert len(listed) == cost["values"].sum() - cost["same"].sum() > 0
    assert (listed["english_value"].notna() | listed["chinese_value"].notna()).all()


OTHERS = {
    "another number": ("第九次会议", "第八次会议"),
    "another day": ("4月12日", "5月12日"),
    "another term": ("八届市委", "七届市委"),
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_what_both_state_and_differs_keeps_them_apart(tmp_path: Path, change: tuple[str, str]) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(SAMPLE / "mianyang", raw)
    path = raw / "2024-04-12-deepening-reform-commission-zh.txt"
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    built = build_corpus(raw, tmp_path / "processed", "apart").folder
    assert len(pd.read_parquet(built / "twins.parquet")) == 0


def test_one_language_alone_has_no_twins(tmp_path: Path) -> None:
    built = build_corpus(SAMPLE / "dalian", tmp_path, "one").folder
    assert len(pd.read_parquet(built / "twins.parquet")) == len(pd.read_parquet(built / "twin_values.parquet")) == 0


def test_a_twin_is_seen_in_a_narrowed_view(bilingual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUTS_PROCESSED", str(bilingual.parent))
    view = open_corpus("both", cities=["Mianyang"])
    assert len(list_twins(view)) == 1
    assert set(view["documents"]["lang"]) == {"en", "zh"}


@pytest.mark.parametrize(("names", "place", "person"), [("en", "Mianyang", "Cao Lijun"), ("zh", "绵阳", "曹立军")])
def test_names_are_shown_in_the_language_asked_for(
    bilingual: Path, monkeypatch: pytest.MonkeyPatch, names: str, place: str, person: str
) -> None:
    monkeypatch.setenv("READOUTS_PROCESSED", str(bilingual.parent))
    corpus = open_corpus("both", names=names)
    assert place in corpus.cities
    rows = corpus["persons"].set_index("name")
    assert rows.at[person, "readouts"] == 2
    assert len({"Cao Lijun", "曹立军"} & set(rows.index)) == 1
    assert set(corpus["person_links"]["person"]) == set(corpus["persons"]["person"])
    assert set(corpus["tenures"]["person"]) <= set(corpus["persons"]["person"])


def test_a_language_that_is_none_is_told(bilingual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUTS_PROCESSED", str(bilingual.parent))
    assert any("no language" in note for note in open_corpus("both", names="fr").notes)
