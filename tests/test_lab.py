"""The explore screen as a reader meets it: JupyterLab in headless Chromium, filtered, clicked, corrected, undone, exported.

Pictures of each step are kept in .test-artifacts.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.conftest import NOTEBOOKS, Workspace
from tests.lab import Lab, open_lab
from tests.made import read_files

from readouts.build import build_corpus
from readouts.corrections import read_log
from readouts.rows import read_part


def copy_project(workspace: Workspace, folder: Path) -> None:
    """The notebooks and the small corpus built anew, as they lie in a user's copy of the project."""
    shutil.copytree(NOTEBOOKS, folder / "notebooks")
    build_corpus(workspace.raw, folder / "data" / "processed", "small")
    path = folder / "notebooks" / "05_explore.ipynb"
    path.write_text(
        path.read_text(encoding="utf-8").replace('corpus = \\"sample\\"', 'corpus = \\"small\\"'), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def lab(workspace: Workspace, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with the explore notebook run on the small corpus."""
    folder = tmp_path_factory.mktemp("lab")
    copy_project(workspace, folder)
    with open_lab(browser, folder) as opened:
        yield opened


@pytest.fixture
def log(lab: Lab) -> Path:
    """The log of corrections of the corpus on the screen."""
    return lab.folder / "data" / "corrections" / "small.csv"


def test_the_screen_opens_with_a_readout(lab: Lab) -> None:
    lab.picture("1-open")
    assert lab.size() == lab.page.locator(".rdx-rows tbody tr").count() > 5
    assert lab.page.locator(".rdx-evidence mark[data-rows]").count() > 10
    assert lab.page.locator(".rdx-evidence mark.target").count() > 0
    assert lab.page.locator(".js-plotly-plot .scatterlayer .points path").count() > 5
    widths = lab.page.evaluate(
        "() => { const root = document.querySelector('.rdx-root'); return [root.scrollWidth, root.clientWidth]; }"
    )
    assert widths[0] <= widths[1] + 1
    plot, pane = (lab.page.locator(name).first.bounding_box() for name in (".js-plotly-plot .main-svg", ".rdx-middle"))
    assert plot["x"] + plot["width"] <= pane["x"] + pane["width"] + 1


def test_filters_combine_and_reset(lab: Lab) -> None:
    whole = lab.size()
    lab.choose("city", "Mianyang")
    city = lab.size()
    offered = lab.page.locator('.rdx-filters details[data-facet="body_type"] label', has_text="deepening reform")
    expected = int(offered.locator("b").inner_text())
    lab.choose("body_type", "deepening reform")
    lab.picture("2-filtered")
    assert 0 < lab.size() == expected <= city < whole
    assert set(lab.page.locator(".rdx-rows tbody tr td:first-child").all_inner_texts()) == {"Mianyang"}
    lab.page.locator(".rdx-filters > input[type=search]").fill("no such words anywhere")
    lab.page.locator(".rdx-filters .rdx-empty").wait_for()
    lab.picture("3-empty")
    assert lab.size() == 0
    lab.reset()
    assert lab.size() == whole


def test_a_row_and_a_mark_open_the_readout_at_the_words(lab: Lab) -> None:
    people = lab.rows("people")
    row = people.nth(people.count() - 1)
    name = row.locator("td").nth(3).inner_text()
    lab.open(row)
    assert lab.page.locator(".rdx-evidence mark.target").first.inner_text() in name
    mark = lab.page.locator(".rdx-evidence mark.m-offices[data-rows]").first
    mark.click()
    lab.page.wait_for_timeout(600)
    shown = lab.pane("Row")
    assert "offices:" in shown.locator("select").first.locator("option").first.inner_text()
    assert "stated" in shown.locator(".rdx-cells").inner_text()
    assert "·" in str(mark.get_attribute("title"))
    lab.picture("4-row")


def test_a_point_opens_its_readout(lab: Lab) -> None:
    before = lab.page.locator(".rdx-evidence").get_attribute("data-document")
    points = lab.page.locator(".rdx-timeline .scatterlayer .points path")
    for number in range(points.count()):
        box = points.nth(number).bounding_box()
        lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        lab.page.wait_for_timeout(200)
        lab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        lab.page.wait_for_timeout(400)
        if lab.page.locator(".rdx-evidence").get_attribute("data-document") != before:
            break
    else:
        pytest.fail("no point opened a readout")
    assert lab.page.locator(".rdx-evidence mark.target").count() > 0


def test_sorting_and_keys_in_the_table(lab: Lab) -> None:
    rows = lab.rows("meetings")
    lab.page.locator(".rdx-rows th button", has_text="day").click()
    lab.wait("() => document.querySelector('.rdx-rows th[aria-sort=ascending]')")
    days = [day for day in lab.page.locator(".rdx-rows tbody td:nth-child(2)").all_inner_texts() if day]
    assert days == sorted(days)
    rows.first.focus()
    lab.page.keyboard.press("ArrowDown")
    lab.wait("() => document.querySelectorAll('.rdx-rows tbody tr')[1].getAttribute('aria-selected') === 'true'")


def test_the_screen_is_worked_by_keys_alone(lab: Lab) -> None:
    cells = lab.page.locator(".jp-Cell").count()
    keys, focus = lab.page.keyboard, lab.page.locator(":focus")
    lab.page.locator(".rdx-rows th button").first.focus()
    keys.press("Enter")
    lab.wait("() => document.querySelector('.rdx-rows th[aria-sort]:not([aria-sort=none])')")
    assert focus.get_attribute("data-id") == "sort city"
    summary = lab.page.locator('.rdx-filters details[data-facet="theme"] summary')
    summary.focus()
    keys.press("Enter")
    lab.wait("() => document.querySelector('details[data-facet=theme][open] input')")
    assert focus.get_attribute("data-id") == "theme:"
    lab.page.locator(".rdx-evidence .rdx-scroll").focus()
    keys.press("ArrowRight")
    first = focus.inner_text()
    keys.press("ArrowRight")
    keys.press("ArrowLeft")
    assert focus.evaluate("node => node.tagName") == "MARK"
    assert focus.inner_text() == first
    rows = str(focus.get_attribute("data-rows")).split()
    keys.press("Enter")
    lab.page.wait_for_timeout(600)
    assert lab.pane("Row").locator("select").first.locator("option").count() == len(rows) + 1
    for key in "abdy":  # JupyterLab's own keys for its cells, were it to hear them
        lab.page.locator(".rdx-evidence .rdx-scroll").focus()
        keys.press(key)
    assert lab.page.locator(".jp-Cell").count() == cells
    names = "() => [...document.querySelectorAll('.rdx button,.rdx input,.rdx select')].filter(node => !(node.labels?.length || node.ariaLabel || node.textContent.trim())).length"
    assert lab.page.evaluate(names) == 0


def test_a_value_is_corrected_and_the_correction_undone(lab: Lab, log: Path, workspace: Workspace) -> None:
    document = lab.open(lab.rows("people").first)
    built = lab.folder / "data" / "processed" / "small"
    before = read_part(built, "people", document)[0]["roles"]
    pane = lab.pane("Row")
    pane.locator("select").nth(1).select_option("roles")
    lab.page.wait_for_timeout(500)
    choice = "guided"
    assert choice not in before
    pane.locator(".widget-select-multiple select").select_option([choice])
    lab.sign("the text says so")
    lab.press("Change value")
    lab.said("people.roles changed")
    assert "guided" in lab.page.locator(".rdx-cells").first.inner_text()
    assert "corrected: by A. Reader" in lab.page.locator(".rdx-cells").first.inner_text()
    assert lab.page.locator('.rdx-evidence mark[title*="corrected: by A. Reader"]').count() > 0
    lab.picture("5-corrected")
    listed, problems = read_log(log)
    assert (listed[-1].action, listed[-1].field, listed[-1].new, problems) == ("change", "roles", '["guided"]', [])
    again = build_corpus(workspace.raw, lab.folder / "again", "small", corrections=log.parent).folder
    assert read_part(again, "people", document)[0]["roles"] == ["guided"]
    pane = lab.pane("Corrections")
    pane.locator("select option").first.wait_for()
    pane.locator("select").select_option(index=0)
    lab.page.wait_for_timeout(500)
    lab.picture("6-log")
    lab.sign("only a trial")
    lab.press("Undo this one")
    lab.said("undone")
    undone = build_corpus(workspace.raw, lab.folder / "undone", "small", corrections=log.parent).folder
    one, other = read_files(built), read_files(undone)
    assert [name for name in one if ".parquet/" in name and one[name] != other.get(name)] == []


def test_a_row_is_added_from_selected_words(lab: Lab, log: Path) -> None:
    document = lab.open(lab.rows("agenda").first)
    words = lab.page.evaluate(
        """() => {
        const text = document.querySelector('.rdx-evidence .text');
        const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
        const plain = /[a-z]{3,} [a-z]{3,}/;
        let node; while ((node = walker.nextNode()) && !(node.parentElement === text && plain.test(node.data)));
        const found = plain.exec(node.data);
        const range = document.createRange(); range.setStart(node, found.index);
        range.setEnd(node, found.index + found[0].length);
        const chosen = document.getSelection(); chosen.removeAllRanges(); chosen.addRange(range);
        node.parentElement.dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
        return range.toString().trim(); }"""
    )
    lab.page.wait_for_timeout(500)
    pane = lab.pane("Add")
    assert words in pane.inner_text()
    pane.locator("select").first.select_option("programmes")
    lab.sign("a programme by name")
    lab.press("Add row")
    lab.said("Row added to programmes")
    lab.picture("7-added")
    added = read_log(log)[0][-1]
    text = pq.read_table(lab.folder / "data/processed/small/texts.parquet").to_pylist()
    whole = next(row["text"] for row in text if row["document"] == document)
    assert whole[added.start : added.end] == words
    assert words in lab.rows("programmes").all_inner_texts()[0] or words in " ".join(
        lab.rows("programmes").all_inner_texts()
    )


def test_doubts_are_settled_by_keys_and_stay_so(lab: Lab, log: Path) -> None:
    lab.sign("")
    pane = lab.pane("Doubts")
    lab.wait("() => document.querySelector('.rdx-keys')")
    before = pane.inner_text()
    assert re.search(r"\b0 of \d+ settled", before)
    cells = lab.page.locator(".jp-Notebook .jp-Cell").count()
    lab.page.locator(".rdx-evidence .rdx-scroll").focus()
    lab.page.keyboard.press("a")
    lab.page.get_by_text(re.compile(r"\b1 of \d+ settled")).locator("visible=true").first.wait_for(timeout=10_000)
    lab.picture("8-doubts")
    assert lab.page.locator(".jp-Notebook .jp-Cell").count() == cells, "a key was JupyterLab's, too"
    assert read_log(log)[0][-1].action == "accept"
    lab.pane("Row")
    assert re.search(r"\b1 of \d+ settled", lab.pane("Doubts").inner_text())


def test_a_selection_is_kept_exported_and_opened_again(lab: Lab) -> None:
    lab.choose("city", "Mianyang")
    size = lab.size()
    lab.pane("Keep")
    lab.fill("Name", "sichuan")
    lab.press("Keep selection")
    lab.said("kept in sichuan.json")
    lab.press("Export tables")
    lab.said("tables of")
    lab.picture("9-kept")
    folder = lab.folder / "data" / "selections" / "small"
    assert (folder / "sichuan" / "meetings.csv").read_text(encoding="utf-8-sig").count("\n") >= size
    lab.reset()
    lab.press("Open")
    lab.said("sichuan is open")
    lab.wait(f"() => document.querySelector('.rdx-filters .rdx-head strong').textContent === '{size}'")
    lab.reset()


def test_markup_in_a_text_stays_inert_on_the_screen(lab: Lab) -> None:
    rows = lab.rows("documents")
    lab.open(rows.filter(has_text="<script>").first)
    lab.page.wait_for_timeout(500)
    assert "<script>" in lab.page.locator(".rdx-evidence").inner_text()
    for kind in ("formulations", "utterances", "people"):
        lab.rows(kind)
    assert lab.page.title() != "pwned"
    lab.picture("10-hostile")


def test_the_screen_follows_the_dark_theme(lab: Lab) -> None:
    lab.page.get_by_role("menuitem", name="Settings").first.click()
    lab.page.locator(".lm-Menu-itemLabel", has_text="Theme").first.hover()
    lab.page.locator(".lm-Menu-itemLabel", has_text="JupyterLab Dark").first.click()
    lab.wait("() => document.querySelector('.rdx-filters').classList.contains('dark')", 20_000)
    lab.page.wait_for_timeout(1500)
    lab.picture("11-dark")
    ground = lab.page.evaluate("() => getComputedStyle(document.querySelector('.rdx-rows')).backgroundColor")
    assert max(int(part) for part in ground.strip("rgb()").split(",")[:3]) < 80
