"""What fits a choice, and what each further choice would leave, against the same counted slowly with pandas."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readouts.archive import Archive
from readouts.build import Built, build_corpus
from readouts.corpus import open_corpus
from readouts.facets import CARRIED, Choices, FacetIndex

TEXTS = {
    "a.txt": "First “Quoted Words” here,\nwrapped in\r\na line\u00a0with\u3000spaces. The end is Alpha",
    "b.txt": "Beta begins here and ends with ÄÖ 中共中央。",
    "c.txt": "beta wrapped in\ta line, once more.\r\nin the  end",
}


class Slow:
    """The values of each facet by document, read off the frames."""

    def __init__(self, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("READOUTS_PROCESSED", str(built.folder.parent))
        corpus = open_corpus(built.folder.name)
        self.ids = corpus["documents"]["document"].tolist()
        self.texts = dict(zip(corpus["texts"]["document"], corpus["texts"]["text"], strict=True))
        self.values = {
            name: self.carried(corpus[table], name) for name, (table, _) in CARRIED.items() if name != "person"
        }
        self.values["city"] = {row.document: {row.city} for row in corpus["documents"].itertuples()}
        links = corpus["person_links"]
        self.values["person"] = {name: set(part["person"]) for name, part in links.groupby("document", observed=True)}
        first = corpus["meetings"].drop_duplicates("document").set_index("document")
        known = first[first["held_start"].notna() & first["held_end"].notna()]
        self.months = {
            document: (f"{row.held_start:%Y-%m}", f"{row.held_end:%Y-%m}")
            for document, row in zip(known.index, known.itertuples(), strict=True)
        }

    def carried(self, frame: pd.DataFrame, name: str) -> dict[str, set[str]]:
        if name == "formulation":
            frame = frame.assign(formulation=frame["canonical"].astype("object").fillna(frame["text"].str.lower()))
        if name == "relay":
            frame = frame[frame["relation"].astype("object") != "referred"]
            frame = frame.assign(relay=[self.name_relay(row) for row in frame.itertuples()])
        kept = frame[frame[name].notna()]
        return {str(key): set(part[name]) for key, part in kept.groupby("document", observed=True)}

    @staticmethod
    def name_relay(row: object) -> str:
        cells = [(getattr(row, name), word) for name, word in
                 (("level", ""), ("body_type", ""), ("term", "term "), ("ordinal", "no. "))]  # fmt: skip
        said = [word + (str(int(cell)) if word else str(cell)) for cell, word in cells if not pd.isna(cell)]
        return " ".join(said)

    def fits(self, document: str, choices: Choices, without: str = "") -> bool:
        for name, chosen in choices.values.items():
            if chosen and name != without and not self.values[name].get(document, set()) & set(chosen):
                return False
        if (choices.start or choices.end) and without != "period":
            first, last = self.months.get(document, ("", ""))
            if not first or last < choices.start or (choices.end and first > choices.end):
                return False
        return has_words(self.texts[document], choices.words)

    def check(self, index: FacetIndex, choices: Choices) -> None:
        fitting = index.fit(choices)
        assert fitting.mask.tolist() == [self.fits(document, choices) for document in self.ids]
        for name, facet in index.facets.items():
            left = [document for document in self.ids if self.fits(document, choices, name)]
            counted = [sum(value in self.values[name].get(document, ()) for document in left) for value in facet.ids]
            assert fitting.counts[name].tolist() == counted, name
        left = [document for document in self.ids if self.fits(document, choices, "period")]
        firsts = [self.months[document][0] for document in left if document in self.months]
        assert fitting.months.tolist() == [firsts.count(month) for month in index.month_names()]
        assert fitting.undated == len(left) - len(firsts)


def has_words(text: str, words: str) -> bool:
    """Whether a text has the words, any space or line break in it as one space, capitals as small letters."""
    plain = re.sub(r"\r\n|[\n\r\t\u00a0\u3000]", " ", text).lower()
    return " ".join(words.split()).lower() in plain


@pytest.fixture(scope="module")
def index(built: Built) -> FacetIndex:
    return FacetIndex(Archive(built.folder))


@pytest.fixture(scope="module")
def slow(built: Built) -> Slow:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return Slow(built, monkeypatch)


def test_each_value_alone(index: FacetIndex, slow: Slow) -> None:
    slow.check(index, Choices())
    for name, facet in index.facets.items():
        assert len(set(facet.ids)) == len(facet.ids)
        assert list(facet.labels) == sorted(facet.labels)
        for value in facet.ids[:12]:
            slow.check(index, Choices({name: (value,)}))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_choices_together(index: FacetIndex, slow: Slow, data: st.DataObject) -> None:
    values = {
        name: tuple(data.draw(st.lists(st.sampled_from([*facet.ids, "not here"]), max_size=3), label=name))
        for name, facet in index.facets.items()
        if facet.ids and data.draw(st.integers(0, 2)) == 0
    }
    months = st.sampled_from(["", "1999-01", *index.month_names(), "2031-12"])
    words = data.draw(st.sampled_from(["", "  ", "the", "THE\n meeting", "Reform", "no such words"]))
    slow.check(index, Choices(values, data.draw(months), data.draw(months), words))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> FacetIndex:
    folder = tmp_path_factory.mktemp("own")
    (folder / "raw").mkdir()
    for name, text in TEXTS.items():
        (folder / "raw" / name).write_bytes(text.encode("utf-8"))
    return FacetIndex(Archive(build_corpus(folder / "raw", folder, "own").folder))


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("quoted words", "a"),
        ("“QUOTED", "a"),
        ("here, wrapped", "a"),
        ("wrapped in a line", "ac"),
        ("line with spaces", "a"),
        ("line\u00a0with\u3000spaces", "a"),
        ("first", "a"),
        ("is alpha", "a"),
        ("alpha", "a"),
        ("alphabeta", ""),
        ("alpha beta", ""),
        ("beta", "bc"),
        ("äö 中共中央。", "b"),
        ("。beta", ""),
        ("more. in", "c"),
        ("end", "abc"),
        ("in the end", ""),
    ],
)
def test_words_are_found_in_one_text_whatever_its_spaces_and_capitals(own: FacetIndex, words: str, files: str) -> None:
    paths = own.archive.documents["path"].filter(own.fit(Choices(words=words)).mask).to_pylist()
    assert sorted(path[0] for path in paths) == list(files)


def test_a_city_stands_with_its_province(index: FacetIndex) -> None:
    city = index.facets["city"]
    assert name_province_of(city.ids, city.groups, "Mianyang") == "Sichuan 四川"


def name_province_of(ids: object, groups: object, city: str) -> str:
    return dict(zip(ids, groups, strict=True))[city]  # type: ignore[call-overload,no-any-return]


def test_an_empty_corpus_has_no_values(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    index = FacetIndex(Archive(build_corpus(tmp_path / "raw", tmp_path, "own").folder))
    fitting = index.fit(Choices({"city": ("x",)}, "2024-01", "", "words"))
    assert (fitting.size, fitting.undated, index.month_names()) == (0, 0, [])
    assert all(not facet.ids for facet in index.facets.values())
