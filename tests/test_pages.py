"""Pages handed over: read by assistive software, printed, taken away as data and references, with libraries in or beside them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.conftest import NOTEBOOKS, Workspace

from readouts.report import make_reports

A4 = 680  # CSS pixels between margins of 15 mm


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield context.new_page()
    context.close()


def open_page(page: Any, path: Path) -> None:
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=30_000)


def list_pages(workspace: Workspace) -> list[Path]:
    """The numbered pages, and one of a place and one of a higher meeting: the others of these are alike."""
    folder = workspace.reported.folder
    found = [sorted(folder.glob("0*.html")), sorted(folder.glob("city_*.html")), sorted(folder.glob("upstream_*.html"))]
    assert all(len(part) > 3 for part in found)
    return [*found[0], found[1][-1], found[2][0]]


def take(page: Any, button: Any) -> tuple[str, str]:
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_text(encoding="utf-8")


def test_no_page_has_a_serious_finding(workspace: Workspace, page: Any) -> None:
    for path in [*list_pages(workspace), workspace.reported.folder / "index.html"]:
        page.goto(path.as_uri())
        if path.name != "index.html":
            open_page(page, path)
        for fold in page.locator("details.data > summary").all():
            fold.click()
        found = Axe().run(page).response["violations"]
        serious = [
            (item["id"], item["nodes"][0]["html"]) for item in found if item["impact"] in {"serious", "critical"}
        ]
        assert serious == [], path.name


def test_nothing_is_cut_on_paper(workspace: Workspace, page: Any) -> None:
    page.set_viewport_size({"width": A4, "height": 1000})
    page.emulate_media(media="print")
    for path in list_pages(workspace):
        open_page(page, path)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.wait_for_timeout(300)
        over = page.evaluate(
            f"[...document.querySelectorAll('table,.plot')].filter(e=>e.getBoundingClientRect().right>{A4}+1).map(e=>e.id)"
        )
        assert over == [], path.name
        assert page.locator(".modebar:visible, nav:visible, button:visible").count() == 0


def test_a_printed_page_goes_back_to_the_screen(workspace: Workspace, page: Any) -> None:
    open_page(page, workspace.reported.folder / "03_timeline.html")
    menus = page.locator(".updatemenu-header").count()
    width = page.locator(".plot .main-svg").first.bounding_box()["width"]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    assert page.locator(".updatemenu-header").count() == 0 < menus
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(500)
    assert page.locator(".updatemenu-header").count() == menus
    assert abs(page.locator(".plot .main-svg").first.bounding_box()["width"] - width) < 2


def test_every_figure_has_its_data_as_a_table_and_a_file(workspace: Workspace, page: Any) -> None:
    for name in ("01_ingestion.html", "03_timeline.html", "04_comparison.html"):
        open_page(page, workspace.reported.folder / name)
        folds = page.locator("details.data")
        assert folds.count() == page.locator(".plot").count() > 0
        for number in range(folds.count()):
            fold = folds.nth(number)
            fold.locator("summary").click()
            fold.locator("table").wait_for()
            shown = fold.locator("tbody tr").count()
            filename, text = take(page, fold.locator("button"))
            heads, *rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
            assert filename.endswith(".csv")
            assert len(rows) >= shown > 0
            assert all(len(row) == len(heads) for row in rows)


def test_rows_of_a_figure_have_names_not_numbers(workspace: Workspace, page: Any) -> None:
    open_page(page, workspace.reported.folder / "03_timeline.html")
    fold = page.locator("details.data").nth(1)
    fold.locator("summary").click()
    fold.locator("table").wait_for()
    cells = fold.locator("tbody td").all_inner_texts()
    assert "Mianyang" in cells
    assert fold.locator("th").all_inner_texts()[:3] == ["series", "x", "y"]


def test_a_table_is_taken_away_as_it_is_searched(workspace: Workspace, page: Any) -> None:
    open_page(page, workspace.reported.folder / "02_entities.html")
    box = page.locator(".table").nth(1)
    box.locator("input[type=search]").first.fill("Mianyang")
    page.wait_for_timeout(300)
    _, text = take(page, page.locator(".table + p.files button").nth(1))
    heads, *rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert "evidence" not in heads
    assert rows
    assert all("Mianyang" in " ".join(row) for row in rows)


def test_a_cell_that_a_spreadsheet_would_run_is_plain(workspace: Workspace, page: Any) -> None:
    open_page(page, workspace.reported.folder / "02_entities.html")
    cells = ["=1+1", "+1", "-x", "@a", "plain", '"quoted", and more']
    written = page.evaluate("cells => cells", cells)
    assert written == cells
    script = (NOTEBOOKS.parent / "lib/readouts/web/data.js").read_text(encoding="utf-8")
    page.goto("about:blank")
    rows = page.evaluate(f"(() => {{ {script}; return writeCsv(['a'], {json.dumps([[c] for c in cells])}); }})()")
    read = [row[0] for row in csv.reader(io.StringIO(rows.removeprefix("\ufeff")))]
    assert read == ["a", "'=1+1", "'+1", "'-x", "'@a", "plain", '"quoted", and more']


def test_sources_are_references(workspace: Workspace, page: Any) -> None:
    for path in list_pages(workspace):
        open_page(page, path)
        assert page.locator("#citation + p").inner_text().startswith("The readouts maintainers (20"), path.name
        assert "{title}" not in page.locator("#citation + p").inner_text()
        name, text = take(page, page.get_by_role("button", name="Download CSL-JSON"))
        items = json.loads(text)
        assert name == "small.csl.json"
        assert {item["type"] for item in items} <= {"webpage", "document"}
        _, bibtex = take(page, page.get_by_role("button", name="Download BibTeX"))
        assert bibtex.count("@misc{") == len(items)


def test_shared_libraries_lie_beside_the_pages(workspace: Workspace, page: Any, tmp_path: Path) -> None:
    made = make_reports(
        "small", workspace.processed, tmp_path, NOTEBOOKS, only=["timeline", "entities"], assets="shared"
    )
    assert not made.failed
    path = made.folder / "03_timeline.html"
    assert path.stat().st_size < 700_000
    assert len(list((made.folder / "assets").iterdir())) == 2
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    open_page(page, path)
    assert page.locator(".plot[data-drawn=yes]").count() == page.locator(".plot").count() > 5
    assert page.locator("table[data-ready=yes]").count() > 5
    assert complaints == []
