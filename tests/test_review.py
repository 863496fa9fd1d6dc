"""The command corrections: what it lists, checks, undoes and writes as gold, and what a build says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.test_cli import call
from tests.test_replay import TEXT, Bench

from readouts.corrections import read_log
from readouts.gold import READERS


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, {"wuhu.txt": TEXT, "b/<script>.txt": TEXT.replace("Wuhu", "Suzhou")})


def review(bench: Bench, *words: object) -> tuple[int, str, str]:
    where = [
        "--corpus",
        bench.corpus,
        "--processed",
        bench.folder / "out",
        "--corrections",
        bench.folder / "corrections",
    ]
    shown = call("corrections", *where, *words)
    return shown.exit_code, shown.stdout, shown.stderr


def correct_role(bench: Bench, new: str = '["guided"]') -> str:
    rows, _ = bench.rows(bench.document())
    key = rows["people"][0]["key"]
    return bench.correct(action="change", table="people", row=key, field="roles", new=new).id


def test_without_corrections_it_says_so(bench: Bench) -> None:
    status, out, _ = review(bench)
    assert status == 0 and "There are no corrections of the corpus 'mine'" in out
    assert review(bench, "--check")[0] == 0
    bench.build()
    shown = call("build", bench.raw, "--out", bench.folder / "out", "--corpus", "mine", "--corrections", bench.folder)
    assert "inputs = " in shown.stdout.splitlines()[0]
    assert not [
        line for line in shown.stdout.splitlines()[:-1] if "orrection" in line
    ]  # the last line names the folder


def test_the_list_is_newest_first_with_states(bench: Bench) -> None:
    first = correct_role(bench)
    bench.build()
    second = correct_role(bench, '["spoke"]')
    third = bench.correct(action="change", table="documents", field="place", new="=Nan\njing").id
    assert review(bench, "--undo", third, "--reason", "no", "--who", "Bo")[0] == 0
    status, out, err = review(bench)
    assert status == 0 and not err
    lines = [line for line in out.splitlines() if not line.startswith("  ")]
    assert [line.split()[0] for line in lines[1:4]] == [third, second, first]
    assert [line.rpartition("[")[2] for line in lines[:4]] == ["noted]", "undone]", "not built]", "overtaken]"]
    assert 'people.roles: ["guided"] → ["spoke"]' in lines[2] and "wuhu.txt" in lines[2] and " Ann " in lines[2]
    assert "documents.place: Wuhu → =Nan jing" in lines[1]
    assert lines[-1] == "4 lines in the log"
    bench.build()
    shown = [json.loads(line) for line in review(bench, "--json")[1].splitlines()]
    assert [(row["id"], row["state"]) for row in shown[1:]] == [
        (third, "undone"),
        (second, "applied"),
        (first, "overtaken"),
    ]
    assert shown[1]["new"] == "=Nan\njing"


def test_undo_is_refused_in_a_sentence(bench: Bench) -> None:
    made = correct_role(bench)
    assert review(bench, "--undo", made)[2].strip() == "a correction says why it is made; give a reason"
    assert review(bench, "--undo", "0" * 12, "--reason", "x")[0] == 2
    assert review(bench, "--undo", made, "--reason", "x")[0] == 0
    status, _, err = review(bench, "--undo", made, "--reason", "x")
    assert status == 2 and "undone already" in err
    assert read_log(bench.log)[0][-1].who


def test_check_fails_with_a_line_for_each_conflict(bench: Bench) -> None:
    correct_role(bench)
    assert review(bench, "--check")[:2] == (0, "1 correction: 1 applied, 0 agree, 0 conflicts\n")
    (bench.raw / "wuhu.txt").write_text(TEXT + "More.\n", encoding="utf-8")
    command = ["build", bench.raw, "--out", bench.folder / "out", "--corpus", "mine", "--corrections", bench.log.parent]
    shown = call(*command)
    assert shown.exit_code == 0
    assert "1 correction: 0 applied, 0 agree, 1 conflict\n" in shown.stdout
    assert len(shown.stderr.splitlines()) == 1 and "wuhu.txt" in shown.stderr and "another text" in shown.stderr
    status, out, _ = review(bench, "--check")
    assert status == 1
    assert out.splitlines()[0].endswith("at wuhu.txt there is now another text")
    status, out, err = review(bench, "--check", "--json")
    assert status == 1 and json.loads(out)["state"] == "conflict" and "1 conflict" in err


def test_check_tells_unreadable_lines_and_needs_tables(bench: Bench) -> None:
    correct_role(bench)
    with bench.log.open("ab") as handle:
        handle.write(b"torn")
    status, _, err = review(bench, "--check")
    assert status == 1 and "line 3" in err and "delete the line" in err
    status, _, err = review(bench, "--check", "--processed", bench.folder / "nowhere")
    assert status == 2 and "build them first" in err


def test_gold_holds_the_corrected_tables_and_is_scored_on_these_only(bench: Bench) -> None:
    rows, _ = bench.rows(bench.document())
    correct_role(bench)
    bench.correct(action="change", table="agenda", row=rows["agenda"][0]["key"], field="action", new="heard")
    other = bench.document("b/<script>.txt")
    bench.correct(other, action="change", table="documents", field="place", new="Suzhou City")
    bench.correct(other, action="remove", table="assignments", row=bench.rows(other)[0]["assignments"][0]["key"])
    out = bench.folder / "gold"
    status, said, _ = review(bench, "--gold", out)
    assert status == 0 and said.startswith("2 gold files written: readouts evaluate ")
    assert sorted(path.name for path in (out / "gold").iterdir()) == ["b__<script>.json", "wuhu.json"]
    gold = json.loads((out / "gold" / "wuhu.json").read_text(encoding="utf-8"))
    assert set(gold) == {"lang", "source", "note", "tables", "people", "agenda"}
    assert gold["tables"] == ["agenda", "people", "roles"] and "no others" in gold["note"]
    assert gold["people"][0] == {"name": "Li Ming", "order": 1, "roles": ["guided"]}
    assert (out / "texts" / "wuhu.txt").read_text(encoding="utf-8") == TEXT
    saved = bench.folder / "run.json"
    shown = call("evaluate", out / "gold", out / "texts", "--json", saved)
    assert shown.exit_code == 0
    documents = json.loads(saved.read_text(encoding="utf-8"))["documents"]
    assert set(documents["wuhu"]["tables"]) == {"people", "order", "roles", "agenda", "agenda_action"}
    assert documents["wuhu"]["tables"]["people"] == [3, 3, 3]
    assert documents["wuhu"]["tables"]["agenda_action"][2] == documents["wuhu"]["tables"]["agenda_action"][0] - 1
    assert set(documents["b__<script>"]["tables"]) == {"assignments", "place"}
    assert documents["b__<script>"]["tables"]["assignments"] == [0, 1, 0]


def test_gold_leaves_out_what_no_longer_fits(bench: Bench) -> None:
    correct_role(bench)
    (bench.raw / "wuhu.txt").write_text(TEXT + "More.\n", encoding="utf-8")
    bench.build()
    assert review(bench, "--gold", bench.folder / "gold")[1].startswith("0 gold files written")


def test_every_table_has_a_reader_for_gold() -> None:
    from readouts.correctable import CORRECTABLE

    assert set(READERS) | {"documents", "people", "offices", "doubts"} == set(CORRECTABLE)
