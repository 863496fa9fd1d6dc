"""The explore screen driven from Python, as its views drive it: what is chosen, clicked, selected, pressed and typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import HOSTILE

from readouts.archive import Archive
from readouts.browse import KINDS
from readouts.build import build_corpus
from readouts.correctable import CORRECTABLE, list_choices, list_fields, needed_cells
from readouts.corrections import read_log
from readouts.selections import list_selections
from readouts.widgets.screen import PANES, Screen
from readouts.workbench import Workbench

CHINESE = (
    "中共绵阳市委召开工作会议\r\n\r\n4月12日，市委书记𠮷田明主持召开市委工作会议，传达学习习近平总书记重要讲话精神。\r\n\r\n"
    "会议强调，要坚持稳中求进工作总基调。𠮷田明出席。\r\n"
)
ENGLISH = """Mianyang Municipal Party Committee Holds Standing Committee Meeting

On May 6, 2024, Li Ming, Secretary of the Mianyang Municipal Party Committee, presided over a meeting of the Standing \
Committee of the Mianyang Municipal Party Committee. Wang Fang, Mayor of Mianyang, attended.

The meeting conveyed the spirit of the Third Plenary Session of the 20th CPC Central Committee. Li Ming stressed that we \
must adhere to the "two integrations". On an unknown day the meeting reviewed the Plan for Rural Revitalization.
"""


class Desk:
    """A screen over texts of its own."""

    def __init__(self, folder: Path, texts: dict[str, str]) -> None:
        self.raw, self.folder = folder / "raw", folder
        self.raw.mkdir(exist_ok=True)
        for name, text in texts.items():
            (self.raw / name).write_bytes(text.encode("utf-8"))
        self.built = build_corpus(self.raw, folder / "processed", "own", corrections=folder / "corrections").folder
        self.open()

    def open(self, selection: str = "") -> Screen:
        self.screen = Screen(Workbench(self.built, self.folder / "corrections"), selection)
        assert self.screen.widget is not None
        return self.screen

    @property
    def said(self) -> str:
        return str(self.screen.corrector.message.value)

    def sign(self, who: str = "A. Reader", reason: str = "the text says so") -> None:
        self.screen.corrector.signature.who.value, self.screen.corrector.signature.reason.value = who, reason

    def press(self, name: str) -> None:
        self.screen.corrector.buttons[name].click()

    def pick(self, kind: str, at: int = 0) -> tuple[str, str]:
        """A row of a kind clicked; its key and document."""
        self.screen.rows.asked = {"kind": kind, "sort": "", "down": False, "first": 0}
        page = self.screen.rows.page
        key, document = page["keys"][at], page["documents"][at]
        self.screen.rows.picked = {"key": key, "document": document, "stamp": object_number()}
        return key, document

    def select(self, words: str, after: int = 0) -> tuple[int, int]:
        start = self.screen.text.index(words, after)
        self.screen.evidence.selected = {"start": start, "end": start + len(words), "stamp": object_number()}
        return start, start + len(words)

    def log(self) -> list[Any]:
        return read_log(self.screen.bench.log)[0]


NUMBERS = iter(range(1, 1_000_000))


def object_number() -> int:
    return next(NUMBERS)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("READOUTS_PROCESSED", str(tmp_path / "processed"))
    undated = ENGLISH.replace("Li Ming", "Zhao Yun").replace("On May 6, 2024, ", "Recently, ")
    return Desk(tmp_path, {"one.txt": ENGLISH, "two.txt": undated, "三.txt": CHINESE})


@pytest.mark.parametrize("texts", [{}, {"a.txt": ""}, {"a.txt": "x"}, {"a.txt": HOSTILE}, {"a.txt": CHINESE}])
def test_any_corpus_opens_and_every_view_answers(tmp_path: Path, texts: dict[str, str]) -> None:
    desk = Desk(tmp_path, texts)
    screen = desk.screen
    for kind in KINDS:
        screen.rows.asked = {"kind": kind, "sort": "", "down": False, "first": 0}
        assert screen.rows.page["kind"] == kind
    for dark in (True, False):
        screen.filters.dark = dark
    for pane in range(len(PANES)):
        screen.panes.selected_index = pane
    for name in screen.settler.buttons:
        screen.settler.act(name)
    screen.filters.choices = {"values": {"city": ["Nowhere"]}, "start": "2024-01", "end": "", "words": "x", "stamp": 3}
    assert (screen.filters.state["size"], screen.filters.state["stamp"]) == (0, 3)
    screen.filters.choices = {"stamp": 4}
    assert screen.filters.state["size"] == screen.archive.size
    for button in screen.corrector.buttons.values():
        button.click()
    assert not desk.log()


def test_markup_of_a_text_stays_text_in_every_view(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"<img src=x>.txt": HOSTILE})
    screen = desk.screen
    for kind in KINDS:
        screen.rows.asked = {"kind": kind, "sort": "", "down": False, "first": 0}
        for key, document in zip(screen.rows.page["keys"], screen.rows.page["documents"], strict=True):
            screen.open_row(key, document)
            corrector = screen.corrector
            for html in (corrector.cells.value, screen.evidence.view["html"]):
                assert "<img" not in html and "<script" not in html
    desk.select("\"<img src=x onerror=document.title='pwned'>\"")
    assert "<img" not in screen.corrector.selected.value
    desk.sign(who="<b>x</b>", reason="<script>y</script>")
    desk.pick("people")
    screen.corrector.field.value = "name"
    screen.corrector.editor.put("<img src=x>")
    desk.press("change")
    assert "changed" in desk.said
    screen.panes.selected_index = PANES.index("Corrections")
    screen.log.listed.index = 0
    shown = [screen.log.detail.value, screen.corrector.cells.value, screen.evidence.view["html"], desk.said]
    screen.panes.selected_index = PANES.index("Doubts")
    for html in (*shown, screen.settler.shown.value):
        assert not any(tag in html for tag in ("<img", "<script", "<b>x"))


def test_every_field_of_every_row_shows_with_an_editor(desk: Desk) -> None:
    screen, seen = desk.screen, set()
    for number in range(screen.archive.size):
        document = screen.archive.ids[number].as_py()
        rows, _ = screen.archive.read_document(document)
        for table in CORRECTABLE:
            for row in rows[table]:
                key = row.get("key", document)
                screen.open_row(key, document)
                assert screen.corrector.chosen.value == (table, key)
                for name in list_fields(table):
                    screen.corrector.field.value = name
                    screen.corrector.editor.read()
                    seen.add((table, name))
    assert len({table for table, _ in seen}) > 9


@pytest.mark.parametrize("table", [name for name in CORRECTABLE if name != "documents"])
def test_a_row_of_every_kind_is_added_from_selected_words(desk: Desk, table: str) -> None:
    _, document = desk.pick("documents", 0)
    words = "unknown day"
    if words not in desk.screen.text:
        _, document = desk.pick("documents", 1)
    corrector = desk.screen.corrector
    start, end = desk.select(words)
    corrector.kind.value = table
    for name in needed_cells(table):
        if name == "person":
            continue
        editor, allowed = corrector.editors[name], list_choices(table, name)
        value = allowed[0] if allowed else "3" if name in ("term", "ordinal", "order") else words
        editor.field.value = (value,) if editor.is_list and allowed else value
    desk.sign()
    desk.press("add")
    assert f"✓ Row added to {table}" in desk.said, desk.said
    assert "conflict" not in desk.said
    made = desk.log()[-1]
    assert (made.start, made.end, made.document) == (start, end, document)
    rows, _ = desk.screen.archive.read_document(document)
    assert any(row["key"].endswith(made.id) for row in rows[table])
    assert corrector.chosen.value[0] == table
    assert corrector.words is None


def test_selected_words_are_counted_in_characters_of_the_text(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"a.txt": CHINESE})
    desk.pick("documents")
    start, end = desk.select("𠮷田明出席")
    assert (desk.screen.text[start:end], "\r\n" in desk.screen.text) == ("𠮷田明出席", "\r\n" in CHINESE)
    desk.screen.corrector.kind.value = "programmes"
    desk.sign()
    desk.press("add")
    rows, text = desk.screen.archive.read_document(desk.screen.document)
    assert [row["text"] for row in rows["programmes"] if row["start"] == start] == ["𠮷田明出席"]
    assert text == desk.screen.text


def test_words_selected_in_one_readout_are_not_used_in_another(desk: Desk) -> None:
    desk.pick("documents", 0)
    start, end = desk.select(desk.screen.text[3:9])
    first = desk.screen.document
    desk.pick("documents", 1)
    assert desk.screen.corrector.words is None
    desk.sign()
    desk.screen.corrector.kind.value = "programmes"
    desk.press("add")
    assert "select the words" in desk.said
    desk.screen.evidence.selected = {"start": start, "end": end, "document": first, "stamp": object_number()}
    assert desk.screen.corrector.words is None
    assert not desk.log()


def test_blank_words_are_no_selection(desk: Desk) -> None:
    desk.screen.evidence.selected = {"start": 4, "end": 4, "stamp": object_number()}
    assert desk.screen.corrector.words is None


def change_value(desk: Desk, kind: str, field: str, new: str, at: int = 0) -> tuple[str, str]:
    key, document = desk.pick(kind, at)
    desk.screen.corrector.field.value = field
    desk.screen.corrector.editor.field.value = new
    desk.sign()
    desk.press("change")
    return key, document


def test_a_value_changed_shows_everywhere_and_undo_restores(desk: Desk) -> None:
    before = desk.screen.rows.page
    key, document = change_value(desk, "meetings", "held", "2023-02-01")
    assert "✓ meetings.held changed" in desk.said
    assert "2023-02-01" in str(desk.screen.rows.page["rows"])
    assert "2023-02" in desk.screen.filters.state["months"]["names"]
    assert "corrected: by A. Reader" in desk.screen.corrector.cells.value
    assert (desk.screen.document, desk.screen.corrector.document) == (document, document)
    desk.screen.log.listed.index = 0
    desk.sign(reason="a trial")
    desk.screen.log.undo()
    assert "undone" in desk.screen.log.message.value
    assert desk.screen.rows.page["rows"] == before["rows"]
    assert desk.screen.corrector.chosen.value == ("meetings", key)


def test_an_undo_stays_at_its_readout_and_settles_no_doubt(desk: Desk) -> None:
    _, first = change_value(desk, "meetings", "level", "county", 0)
    _, second = change_value(desk, "meetings", "level", "county", 1)
    assert first != second
    desk.screen.log.listed.index = 1
    assert desk.screen.document == first
    desk.screen.settler.open_doubt = "any"
    desk.sign()
    desk.screen.log.undo()
    assert (desk.screen.document, desk.screen.corrector.document) == (first, first)
    assert [one.action for one in desk.log()] == ["change", "change", "undo"]


def test_nothing_is_undone_unless_it_was_chosen(desk: Desk) -> None:
    change_value(desk, "meetings", "level", "county")
    desk.sign()
    desk.screen.log.undo()
    assert "choose" in desk.screen.log.message.value
    assert len(desk.log()) == 1


def test_a_screen_with_corrections_opens_at_its_first_row(desk: Desk) -> None:
    for at in range(2):
        change_value(desk, "meetings", "level", "county", at)
        screen = desk.open()
        assert screen.evidence.view["document"] == screen.document == screen.rows.page["documents"][0]
        assert screen.corrector.document == screen.document


def test_a_reason_and_a_name_are_asked_for(desk: Desk) -> None:
    desk.pick("meetings")
    desk.sign(who="", reason="x")
    desk.press("remove")
    assert "✗" in desk.said
    desk.sign(who="x", reason="")
    desk.press("remove")
    assert "✗" in desk.said
    assert not desk.log()


def test_a_person_is_split_off_and_joined_again(desk: Desk) -> None:
    people = [
        row for row in desk.screen.archive.columns("people", ("key", "name")).to_pylist() if row["name"] == "Wang Fang"
    ]
    assert len(people) == 2
    number = lambda: desk.screen.archive.columns("persons", ("name",))["name"].to_pylist().count("Wang Fang")  # noqa: E731
    assert number() == 1
    desk.screen.open_row(people[1]["key"], people[1]["key"].split("-")[0])
    desk.sign()
    desk.press("split")
    assert "✓ Split off" in desk.said, desk.said
    assert number() == 2
    desk.screen.log.listed.index = 0
    desk.sign()
    desk.screen.log.undo()
    assert number() == 1


def test_a_post_needs_a_person(tmp_path: Path) -> None:
    desk = Desk(
        tmp_path, {"a.txt": "The meeting stressed that safety matters a great deal to everybody in the city.\n"}
    )
    desk.pick("documents")
    desk.select("safety")
    desk.screen.corrector.kind.value = "offices"
    desk.sign()
    desk.press("add")
    assert "add the person first" in desk.said
    assert not desk.log()


def test_a_correction_of_a_text_that_is_gone_is_listed_and_undone(desk: Desk) -> None:
    change_value(desk, "meetings", "level", "county")
    path = desk.screen.archive.columns("documents", ("document", "path"))
    gone = next(row["path"] for row in path.to_pylist() if row["document"] == desk.screen.document)
    (desk.raw / gone).unlink()
    build_corpus(desk.raw, desk.folder / "processed", "own", corrections=desk.folder / "corrections")
    screen = desk.open()
    assert "conflict" in screen.log.listed.options[0][0]
    screen.log.listed.index = 0
    assert "no text with its content" in screen.log.detail.value
    desk.sign()
    screen.log.undo()
    assert "undone" in screen.log.message.value
    assert screen.evidence.view["document"] == screen.document


def doubts(desk: Desk) -> Any:
    desk.screen.panes.selected_index = 0
    desk.screen.panes.selected_index = PANES.index("Doubts")
    return desk.screen.settler


def test_doubts_are_accepted_skipped_and_stay_so(desk: Desk) -> None:
    settler = doubts(desk)
    total = settler.total
    assert total == len(settler.queue) > 1
    first, second = settler.queue[0], settler.queue[1]
    settler.keys.pressed = {"key": "a", "stamp": object_number()}
    assert "✗" in settler.message.value and len(settler.queue) == total
    desk.sign(reason="")
    settler.keys.pressed = {"key": "a", "stamp": object_number()}
    assert "accepted" in settler.message.value
    assert settler.queue[0] == second
    assert desk.screen.evidence.target["row"] == second["key"]
    assert desk.screen.corrector.document == desk.screen.document == second["document"]
    settler.keys.pressed = {"key": "s", "stamp": object_number()}
    settler.keys.pressed = {"key": "n", "stamp": object_number()}
    settler.keys.pressed = {"key": "p", "stamp": object_number()}
    assert settler.queue[-1] == second
    desk.open()
    settler = doubts(desk)
    assert (settler.total, len(settler.queue), settler.queue[-1]["key"]) == (total, total - 1, second["key"])
    assert first["key"] not in [doubt["key"] for doubt in settler.queue]
    assert f"1 of {total} settled" in settler.shown.value


def test_a_doubt_corrected_is_settled_and_its_readout_stays_open(desk: Desk) -> None:
    settler = doubts(desk)
    doubt, total = settler.queue[0], settler.total
    settler.act("correct")
    assert desk.screen.panes.selected_index == PANES.index("Row")
    assert desk.screen.corrector.document == doubt["document"]
    desk.sign()
    corrector = desk.screen.corrector
    table, _ = corrector.chosen.value
    if table == "documents":
        corrector.field.value = "title"
        corrector.editor.field.value = "Another title"
        desk.press("change")
    else:
        desk.press("remove")
    assert [one.action for one in desk.log()] == ["accept", desk.log()[-1].action] or desk.log()[-1].action == "accept"
    assert desk.screen.document == corrector.document == doubt["document"]
    assert "✓" in desk.said
    assert len(doubts(desk).queue) < total


def test_a_correction_after_going_on_settles_no_doubt(desk: Desk) -> None:
    settler = doubts(desk)
    settler.act("correct")
    settler.act("next")
    change_value(desk, "meetings", "level", "county")
    assert [one.action for one in desk.log()] == ["change"]


def test_a_doubt_that_was_removed_is_asked_no_more(desk: Desk) -> None:
    total = doubts(desk).total
    key, _ = desk.pick("doubts")
    desk.sign()
    desk.press("remove")
    settler = doubts(desk)
    assert settler.total == total - 1
    assert key not in [doubt["key"] for doubt in settler.queue]


def test_every_doubt_settled_says_so(desk: Desk) -> None:
    settler = doubts(desk)
    desk.sign()
    for _ in range(settler.total):
        settler.act("accept")
    assert "No doubt is left" in settler.shown.value
    settler.act("accept")
    assert len(desk.log()) == settler.total


def test_a_selection_is_kept_opened_and_exported_with_its_corrections(desk: Desk) -> None:
    change_value(desk, "meetings", "level", "county")
    screen, keeper = desk.screen, desk.screen.keeper
    screen.filters.choices = {"values": {}, "start": "", "end": "", "words": "zhao YUN", "stamp": 5}
    assert screen.filters.state["size"] == 1
    keeper.name.value = "Zhao only"
    keeper.attempt(keeper.keep)
    assert "1 readout kept in Zhao only.json" in keeper.message.value
    screen.filters.choices = {"values": {}, "start": "", "end": "", "words": "", "stamp": 6}
    for kind in ("parquet", "csv"):
        keeper.format.value = kind
        keeper.attempt(keeper.export)
        assert "of 3 readouts" in keeper.message.value, keeper.message.value
    folder = desk.folder / "selections" / "own" / "Zhao only"
    assert "county" in (folder / "meetings.csv").read_text(encoding="utf-8-sig")
    assert (folder / "meetings.parquet").is_file()
    assert list_selections(desk.folder / "selections", "own") == ["Zhao only"]
    again = desk.open("Zhao only")
    assert again.filters.state["size"] == 1
    assert again.panes.selected_index == PANES.index("Keep")
    assert "Zhao only is open" in again.keeper.message.value
    missing = desk.open("never kept")
    assert "There is no selection" in missing.keeper.message.value
    assert missing.panes.selected_index == PANES.index("Keep")


@pytest.mark.parametrize(
    "kept",
    ["[]", "{}", '"x"', '{"choices": [], "documents": []}', '{"choices": {"values": {}, "start": "soon"}}', "\xff"],
)
def test_a_selection_file_of_another_form_is_told(desk: Desk, kept: str) -> None:
    folder = desk.folder / "selections" / "own"
    folder.mkdir(parents=True)
    whole = {"name": "x", "corpus": "own", "corpus_sha256": "", "documents": []}
    given = json.dumps(whole | json.loads(kept)) if kept.startswith("{") else kept
    (folder / "bad.json").write_bytes(given.encode("latin-1"))
    screen = desk.open("bad")
    assert "is not a selection file" in screen.keeper.message.value
    assert screen.filters.state["size"] == 3


def test_a_selection_whose_readouts_changed_says_so(desk: Desk) -> None:
    screen = desk.screen
    screen.keeper.name.value = "all"
    screen.keeper.attempt(screen.keeper.keep)
    (desk.raw / "two.txt").unlink()
    build_corpus(desk.raw, desk.folder / "processed", "own")
    assert "2 readouts fit now, 3 readouts when it was kept" in desk.open("all").keeper.message.value


def test_a_click_on_a_month_or_point_of_the_timeline(desk: Desk) -> None:
    key = desk.screen.archive.columns("meetings", ("key", "document")).to_pylist()[0]
    desk.screen.timeline.view.picked = {"value": [key["key"], key["document"]], "stamp": 1}
    assert (desk.screen.document, desk.screen.rows.current) == (key["document"], key["key"])
    desk.screen.timeline.view.picked = {"value": "2024-05", "stamp": 2}
    assert desk.screen.choices.start == desk.screen.choices.end == "2024-05"
    assert desk.screen.filters.state["size"] == 1  # the other English readout has no day, the Chinese one is of April


def test_each_city_of_the_timeline_has_its_label(tmp_path: Path) -> None:
    cities = [
        "Mianyang",
        "Deyang",
        "Yibin",
        "Luzhou",
        "Zigong",
        "Nanchong",
        "Suining",
        "Leshan",
        "Dazhou",
        "Bazhong",
        "Wuhu",
        "Bengbu",
        "Anqing",
        "Chuzhou",
    ]
    desk = Desk(tmp_path, {f"{city}.txt": ENGLISH.replace("Mianyang", city) for city in cities})
    axis = desk.screen.timeline.view.figure["layout"]["yaxis"]
    assert set(axis["categoryarray"]) == set(cities)
    assert (axis["tickmode"], axis["dtick"]) == ("linear", 1)
    assert axis["tickfont"]["size"] * len(cities) < desk.screen.timeline.view.figure["layout"]["height"]


def test_the_same_row_clicked_again_is_aimed_at_again(desk: Desk) -> None:
    heard: list[Any] = []
    desk.screen.evidence.observe(heard.append, "target")
    desk.pick("meetings")
    desk.pick("meetings")
    assert len(heard) == 2


def test_rows_removed_from_the_last_page_leave_a_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readouts.widgets.screen.PAGE", 1)
    total = desk.screen.archive.columns("meetings", ("key",)).num_rows
    desk.screen.rows.asked = {"kind": "meetings", "sort": "", "down": False, "first": total - 1}
    key, document = desk.screen.rows.page["keys"][0], desk.screen.rows.page["documents"][0]
    desk.screen.rows.picked = {"key": key, "document": document, "stamp": object_number()}
    desk.sign()
    desk.press("remove")
    page = desk.screen.rows.page
    assert (page["total"], len(page["rows"])) == (total - 1, 1)
    assert Archive(desk.built).columns("meetings", ("key",)).num_rows == total
