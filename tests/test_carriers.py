"""People: who presides, when a post changed hands, who moved, who stands where in the list, who keeps company."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.made import EMPTY, Rows, day, document, make_corpus, meeting

from readouts.compare.people import bound_handovers, count_presiding, list_moves, pair_attendance, trace_ranks
from readouts.corpus import FOLDER_VARIABLE, Corpus, open_corpus
from readouts.figures import draw_network, draw_ranks, draw_tenures


def person(name: str, order: int, who: str, *roles: str) -> dict[str, object]:
    return {
        "key": f"{name}-p{order}",
        "document": name,
        "name": who,
        "order": order,
        "roles": list(roles or ("attended",)),
    }


def office(name: str, order: int, who: str, kind: str, body: str | None = "party-committee") -> dict[str, object]:
    cells = {"text": kind, "office_type": kind, "body_type": body, "level": "municipal"}
    return {"key": f"{name}-o{order}", "document": name, "person": f"{name}-p{order}", "name": who, **cells}


# Wuhu: Li Ming is secretary in January, Wang Fang from May on; Li Ming's name is a mayor's in Jinan in June.
ROWS: Rows = {
    "documents": [document(name, "Wuhu", adcode="340200") for name in "abc"]
    + [document("j", "Jinan", adcode="370100")],
    "meetings": [
        meeting("a", "2024-01-10"),
        meeting("b", "2024-05-01", end="2024-05-04"),
        meeting("c", "2024-05-20"),
        meeting("j", "2024-06-01"),
    ],
    "people": [
        person("a", 1, "Li Ming", "presided"),
        person("a", 2, "Zhao Lei"),
        person("b", 1, "Wang Fang", "presided"),
        person("b", 2, "Zhao Lei"),
        person("c", 1, "Wang Fang", "presided", "spoke"),
        person("c", 2, "Zhao Lei"),
        person("j", 1, "Li Ming"),
    ],
    "offices": [
        office("a", 1, "Li Ming", "secretary"),
        office("b", 1, "Wang Fang", "secretary"),
        office("j", 1, "Li Ming", "mayor", None),
        office("a", 2, "Zhao Lei", "deputy-secretary"),
    ],
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return make_corpus(tmp_path, ROWS)


def test_who_presides_of_readouts_that_say_so(corpus: Corpus) -> None:
    presiding = count_presiding(corpus)
    assert presiding[["name", "presided", "of"]].to_numpy().tolist() == [["Wang Fang", 2, 3], ["Li Ming", 1, 3]]
    assert presiding["low"].le(presiding["share"]).all()


def test_a_handover_lies_between_last_and_first_seen(corpus: Corpus) -> None:
    (row,) = bound_handovers(corpus).to_dict("records")
    assert (row["post"], row["one"], row["other"], row["state"]) == ("party-head", "Li Ming", "Wang Fang", "bounded")
    assert (row["after"], row["before"], row["days_max"]) == (day("2024-01-10"), day("2024-05-04"), 115)


def test_a_move_is_a_name_to_check(corpus: Corpus) -> None:
    (row,) = list_moves(corpus).to_dict("records")
    assert (row["name"], row["from_place"], row["to_place"], row["joined"]) == ("Li Ming", "Wuhu", "Jinan", False)


def test_ranks_need_two_on_the_list(corpus: Corpus) -> None:
    ranks = trace_ranks(corpus)
    assert set(ranks["document"]) == {"a", "b", "c"}
    assert ranks.loc[ranks["name"] == "Zhao Lei", ["order", "listed"]].to_numpy().tolist() == [[2, 2]] * 3


def test_company_is_counted_of_all_readouts_with_either(corpus: Corpus) -> None:
    (pair,) = pair_attendance(corpus).to_dict("records")
    assert (pair["together"], pair["readouts_one"] + pair["readouts_other"]) == (2, 5)
    assert pair["share"] == pytest.approx(2 / 3)


def test_nothing_in_view_and_figures(corpus: Corpus) -> None:
    none = open_corpus(EMPTY)
    for method in (count_presiding, bound_handovers, list_moves, trace_ranks, pair_attendance):
        assert len(method(none)) == 0
    for draw, rests in ((draw_tenures, 4), (draw_ranks, 3), (draw_network, 3)):
        assert draw(none).figure is None
        assert draw(corpus).rests_on == rests
