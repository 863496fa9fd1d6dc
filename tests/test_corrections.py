"""The log of corrections: what is written reads back equal, no line costs another, and what holds of many."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.columns import BY_NAME
from readouts.correctable import (
    CORRECTABLE,
    decode_held,
    encode_held,
    list_choices,
    list_fields,
    read_choices,
)
from readouts.corrections import (
    FIELDS,
    Correction,
    CorrectionError,
    append_correction,
    find_corrections,
    in_force,
    log_path,
    make_correction,
    read_log,
    undo_correction,
)
from readouts.decisions import stamp_id
from readouts.export import FORMULA_STARTS
from readouts.tables import HELD_FIELDS

DOCUMENT = "0123456789abcdef"
WHERE = {"document": DOCUMENT, "text_sha256": "f" * 64, "path": "a/b.txt"}
ROLES = {"table": "people", "row": f"{DOCUMENT}-p1", "row_start": 10, "row_end": 16, "field": "roles"}
SOME = [*FORMULA_STARTS, "'", "''=", ",", '"', "\n", "\r\n", "\r", "a\nb", "习近平", "0123456789ab,change,"]


def make(**cells: Any) -> Correction:
    whole = {"action": "change", "who": "Ann", "reason": "misread", **WHERE, **ROLES, "old": "[]", "new": '["spoke"]'}
    return make_correction(**(whole | cells))


def log_of(*corrections: Correction, path: Path) -> list[Correction]:
    return [append_correction(path, correction) for correction in corrections]


words = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(SOME)).map("".join)


@given(st.lists(st.tuples(words, words, words, words), max_size=5))
def test_what_is_written_reads_back_equal(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, ...]]
) -> None:
    path = tmp_path_factory.mktemp("log") / "c.csv"
    made = [
        make(who=f"x{who}", reason=f"x{why}", path=where, old=old, table="agenda", field="title", new=f"{old}=new", row=f"{DOCUMENT}-a1")
        for who, why, where, old in cells
    ]  # fmt: skip
    written = log_of(*made, path=path)
    assert read_log(path) == (written, [])
    assert [replace(one, id="", when="") for one in written] == [replace(one, id="", when="") for one in made]
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle))
        assert tuple(rows[0]) == FIELDS
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match="lone surrogate"):
        make(reason="a \ud800")
    with pytest.raises(CorrectionError, match="lone surrogate"):
        append_correction(tmp_path / "c.csv", replace(make(), path="\udcff"))
    assert not (tmp_path / "c.csv").exists()


AGENDA = {"table": "agenda", "row": f"{DOCUMENT}-a1"}
REFUSED = [
    ({"action": "delete"}, "no action"),
    ({"who": " "}, "give a name"),
    ({"reason": ""}, "give a reason"),
    ({"when": "yesterday"}, "no time"),
    ({"table": "evidence"}, "takes no corrections"),
    ({"field": "start"}, "cannot be corrected; these fields can"),
    ({"row": "other-p1"}, "none of document"),
    ({"new": '["sang"]'}, "cannot be 'sang'; it can be presided"),
    ({"new": "spoke"}, "is a list"),
    ({"new": "[]"}, "nothing changes"),
    ({"field": "name", "new": ""}, "cannot be empty; remove the row"),
    ({"field": "order", "new": "first"}, "is a number"),
    ({"field": "order", "new": "0"}, "is a number"),
    ({"start": 4}, "a start and an end"),
    ({"start": 4, "end": 4}, "a start and an end"),
    (AGENDA | {"field": "action", "new": "sung"}, "cannot be 'sung'; it can be reviewed, heard, studied, deployed"),
    ({"table": "meetings", "row": f"{DOCUMENT}-m1", "field": "held", "new": "2024-02-30"}, "is no day"),
    ({"table": "documents", "row": DOCUMENT, "field": "published", "new": "May"}, "is a day"),
    ({"table": "documents", "row": DOCUMENT, "field": "n_people", "new": "1"}, "cannot be corrected"),
    ({"action": "remove", "table": "documents", "row": DOCUMENT}, "take no remove"),
    ({"action": "add", "row": "", "new": "{}"}, "select some"),
    ({"action": "add", "row": "", "new": "[]", "start": 1, "end": 2}, "is a JSON object"),
    ({"action": "add", "row": "", "new": '{"key": "x"}', "start": 1, "end": 2}, "cannot be corrected"),
    ({"action": "add", "table": "agenda", "row": "", "new": '{"kind": "report"}', "start": 1, "end": 2}, "needs action"),
    ({"action": "add", "table": "offices", "row": "", "new": "{}", "start": 1, "end": 2}, "needs person"),
    ({"action": "add", "table": "assignments", "row": "", "new": '{"actor_span": [5, 2], "task": "x"}', "start": 1, "end": 2}, "is a place in the text"),
    ({"action": "split", "old": "p1"}, "is of person_links"),
    ({"action": "split", "table": "person_links", "old": ""}, "which person"),
    ({"action": "undo", "row": "x"}, "names the id"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "sentence"), REFUSED)
def test_what_does_not_fit_is_refused_in_a_sentence(cells: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CorrectionError, match=sentence) as told:
        make(**cells)
    assert "\n" not in str(told.value)


def test_lists_and_days_are_written_in_one_form() -> None:
    assert make(new='["spoke","guided"]').new == '["spoke", "guided"]'
    assert make(table="meetings", row=f"{DOCUMENT}-m1", field="ordinal", new="07").new == "7"
    held = make(table="meetings", row=f"{DOCUMENT}-m1", field="held", new="2024-01-07/2024-01-07")
    assert held.new == "2024-01-07"


HELD = [
    ("2024-01-07", "2024-01-07", "2024-01-07", "2024-01-07", "day"),
    ("--01-07", "--01-07", None, None, "month-day"),
    ("--01-07 2024-01-07/2024-01-07", "--01-07", "2024-01-07", "2024-01-07", "month-day"),
    ("2024-01-01/2024-01-09", None, "2024-01-01", "2024-01-09", "interval"),
    ("2024-01-01/", None, "2024-01-01", None, "interval"),
    ("/2024-01-09", None, None, "2024-01-09", "interval"),
    ("", None, None, None, "unknown"),
]


@pytest.mark.parametrize(("cell", "held", "start", "end", "precision"), HELD)
def test_one_field_sets_the_six_columns_of_a_day(
    cell: str, held: str | None, start: str | None, end: str | None, precision: str
) -> None:
    cells = decode_held(cell)
    assert tuple(cells) == HELD_FIELDS
    days = [day and day.strftime("%Y-%m-%d") for day in (cells["held_start"], cells["held_end"])]
    assert (cells["held"], *days, cells["held_precision"]) == (held, start, end, precision)
    assert (cells["held_day"] is not None) == (start == end and start is not None)
    assert cells["held_basis"] == "corrected"
    assert encode_held(cells) == cell


def test_closed_columns_are_those_whose_note_lists_their_values() -> None:
    closed = {f"{table}.{field}" for table in CORRECTABLE for field in list_fields(table) if list_choices(table, field)}
    assert closed == {
        "agenda.action", "agenda.kind", "directives.themes", "documents.level", "doubts.kind", "formulations.kind",
        "groups.roles", "meetings.body_type", "meetings.level", "meetings.part_of_day", "offices.level", "people.roles",
        "relays.body_type", "relays.level", "relays.relation", "themes.theme",
    }  # fmt: skip
    assert list_choices("groups", "roles") == list_choices("people", "roles")
    assert set(list_choices("relays", "body_type")) - set(list_choices("meetings", "body_type")) == {"political-bureau"}
    assert read_choices("secretary, deputy-secretary, mayor, director …", "office_type") == ()


def test_every_table_of_rows_can_be_corrected() -> None:
    assert set(CORRECTABLE) == {t.name for t in BY_NAME.values() if t.row_class} | {"documents"}


def test_the_same_twice_in_a_second_is_two_lines(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    made = make(when="2026-01-01T00:00:59Z")
    one, other = log_of(made, made, path=path)
    assert one.when != other.when and other.when == "2026-01-01T00:01:00Z"
    assert read_log(path)[0] == [one, other]


def broken(line: str) -> str:
    return line[: len(line) // 2]


def edited(line: str) -> str:
    return line.replace("misread", "mended")


LINES = [
    (broken, "is cut short"),
    (edited, "was changed after it was written"),
    (lambda line: line.replace("misread", '"mis" read'), "is cut short"),
    (lambda line: line.replace("misread", '"misread'), "is cut short"),
    (lambda line: line.replace(",10,16,", ",ten,16,"), "no number"),
    (lambda line: line.replace("misread", "mis\udcffread"), "is not UTF-8"),
    (lambda line: line.replace(",", ";"), "is cut short"),
    (lambda line: "rubbish", "is cut short"),
]


@pytest.mark.parametrize(("spoil", "sentence"), LINES)
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_malformed_line_is_told_and_costs_no_other(tmp_path: Path, spoil: Any, sentence: str, at: int) -> None:
    path = tmp_path / "c.csv"
    made = log_of(*(make(old=f'["{n}"]', row=f"{DOCUMENT}-p{n}") for n in range(3)), path=path)
    lines = path.read_bytes().decode().splitlines(keepends=True)
    lines[at] = spoil(lines[at].rstrip("\r\n")) + "\r\n"
    path.write_bytes("".join(lines).encode("utf-8", "surrogateescape"))
    found, problems = read_log(path)
    assert found == [one for number, one in enumerate(made, start=1) if number != at]
    assert len(problems) == 1
    assert (
        problems[0].startswith(f"{path}, line {at + 1}: ")
        and sentence in problems[0]
        and "delete the line" in problems[0]
    )


def test_a_log_saved_by_a_spreadsheet_with_a_mark_and_other_line_ends_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    made = log_of(make(), make(reason="=again"), path=path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\r\n", b"\n"))
    assert read_log(path) == (made, [])


def test_a_line_that_a_crash_cut_short_costs_no_other_wherever_it_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    kept = log_of(make(reason='one, "two"\nthree'), path=path)
    whole = len(path.read_bytes())
    torn = append_correction(path, make(reason='a, "b"\nc', old='["x"]'))
    both = path.read_bytes()
    for cut in range(whole, len(both) + 1):
        path.write_bytes(both[:cut])
        after = append_correction(path, make(reason='after "all"\n', old='["y"]'))
        found, problems = read_log(path)
        complete = cut >= len(both) - 2  # only the line's end is missing
        assert found == [*kept, *([torn] if complete else []), after], cut
        assert len(problems) == (0 if complete or cut == whole else 1), cut


APPEND = """
import sys; sys.path[:0] = {path!r}
from pathlib import Path
from tests.test_corrections import append_correction, make
for n in range({number}):
    append_correction(Path({log!r}), make(who={who!r}, old='["%d"]' % n, reason="x" * 3000))
    print(n, flush=True)
"""


def start_writer(log: Path, who: str, number: int) -> subprocess.Popen[bytes]:
    path = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "lib"), *sys.path]
    code = APPEND.format(path=path, log=str(log), who=who, number=number)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=dict(os.environ))


def test_two_processes_that_append_at_once_lose_nothing(tmp_path: Path) -> None:
    log = tmp_path / "c.csv"
    writers = [start_writer(log, who, 60) for who in ("Ann", "Bo")]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    found, problems = read_log(log)
    assert not problems
    assert sorted((one.who, one.old) for one in found) == sorted(
        (w, f'["{n}"]') for w in ("Ann", "Bo") for n in range(60)
    )


def test_a_writer_killed_in_the_middle_leaves_a_log_that_reads_and_takes_more(tmp_path: Path) -> None:
    log = tmp_path / "c.csv"
    chance = random.Random(7)
    told = 0
    for _ in range(3):
        with start_writer(log, "Ann", 10_000) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            writer.send_signal(signal.SIGKILL)
            told += 1 + len(writer.stdout.read().splitlines())
    append_correction(log, make(who="Bo"))
    found, _ = read_log(log)
    assert len(found) >= told + 1  # what was told as written is there
    assert found[-1].who == "Bo"


def change(old: str, new: str, **cells: Any) -> Correction:
    return make(old=f'["{old}"]', new=f'["{new}"]', **cells)


def test_a_later_change_of_a_cell_wins_and_keeps_what_the_parser_gave() -> None:
    first = change("spoke", "presided", when="2026-01-01T00:00:00Z")
    second = change("presided", "guided", when="2026-01-02T00:00:00Z")
    other = change("x", "guided", row=f"{DOCUMENT}-p2")
    (kept, apart) = in_force([first, second, other])
    assert (kept.id, kept.old, kept.new) == (second.id, '["spoke"]', '["guided"]')
    assert apart == other
    # Put against what the parser gives by now, it stands for itself.
    settled = change("reported", "guided", when="2026-01-03T00:00:00Z")
    assert in_force([first, settled]) == [settled]


def test_undo_and_undo_of_undo(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    first, second = log_of(change("spoke", "presided"), change("presided", "guided"), path=path)
    undo = undo_correction(path, second.id, "Bo", "no")
    assert in_force(read_log(path)[0]) == [first]
    with pytest.raises(CorrectionError, match="undone already"):
        undo_correction(path, second.id, "Bo", "no")
    again = undo_correction(path, undo.id, "Bo", "yes")
    assert [one.id for one in in_force(read_log(path)[0])] == [second.id]
    undo_correction(path, second.id, "Bo", "no")  # the same words within the second
    undo_correction(path, first.id, "Bo", "no")
    assert in_force(read_log(path)[0]) == []
    assert undo.row == second.id and again.row == undo.id
    with pytest.raises(CorrectionError, match="has no correction"):
        undo_correction(path, "0" * 12, "Bo", "no")


def test_a_removed_row_takes_its_changes_along() -> None:
    changed, removed = change("spoke", "presided"), make(action="remove", field="", old="", new="")
    assert in_force([changed, removed]) == [removed]
    undo = make(action="undo", row=removed.id, row_start=None, row_end=None, field="", old="", new="")
    assert in_force([changed, removed, undo]) == [changed]


def test_an_added_row_that_is_removed_leaves_nothing() -> None:
    added = make(action="add", row="", row_start=None, row_end=None, field="", old="", new="{}", start=3, end=9)
    key = {"row": f"{DOCUMENT}-p{added.id}", "row_start": 3, "row_end": 9}
    changed = change("", "spoke", **key)
    assert in_force([added, changed]) == [added, changed]
    assert in_force([added, changed, make(action="remove", field="", old="", new="", **key)]) == []
    undo = make(action="undo", row=added.id, row_start=None, row_end=None, field="", old="", new="")
    assert in_force([added, changed, undo]) == []


def test_corrections_of_a_row_that_a_correction_moved_are_of_the_row_as_parsed() -> None:
    moved = make(field="name", old="Li", new="Li Yun", start=10, end=18, row_end=12)
    later = change("spoke", "guided", row_end=18)
    assert [(c.row_start, c.row_end) for c in in_force([moved, later])] == [(10, 12), (10, 12)]
    undo = make(action="undo", row=moved.id, row_start=None, row_end=None, field="", old="", new="")
    assert [(c.row_start, c.row_end) for c in in_force([moved, later, undo])] == [(10, 12)]


def test_accept_and_skip_overtake_one_another() -> None:
    doubt = {"table": "doubts", "row": f"{DOCUMENT}-q1", "field": "", "old": "", "new": "", "reason": ""}
    skipped, accepted = make(action="skip", **doubt), make(action="accept", **doubt)
    assert in_force([skipped, accepted]) == [accepted]


def test_the_id_is_of_the_cells() -> None:
    made = make(when="2026-01-01T00:00:00Z")
    assert make(when="2026-01-01T00:00:00Z").id == made.id != make(when="2026-01-01T00:00:01Z").id
    assert stamp_id(replace(made, id="")) == made


def test_the_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "corrections").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.delenv("READOUTS_CORRECTIONS", raising=False)
    assert find_corrections() == tmp_path / "data" / "corrections"
    monkeypatch.setenv("READOUTS_CORRECTIONS", "/elsewhere")
    assert find_corrections() == Path("/elsewhere")
    with pytest.raises(CorrectionError, match="cannot be the name"):
        log_path(tmp_path, "../x")
