"""Notebooks run, pages stand on their own: drawn, searchable, silent on the network, inert to what texts contain."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from plotly.offline import get_plotlyjs_version
from tests.conftest import NOTEBOOKS, Workspace

from readouts.build import build_corpus
from readouts.page import LIMIT, PageError, read_asset, render_page
from readouts.report import UsageError, check_parameters, make_reports
from readouts.runner import Job, run_jobs

PAGES = ["01_ingestion", "02_entities", "03_timeline", "04_comparison", "05_explore", "06_record", "city_mianyang"]
FACTS: dict[str, Any] = {"corpus": "x", "provenance": [], "parameters": [], "citation": "{title}"}


class Visit:
    """A page opened offline, with all it asked for and complained of."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.note(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=30_000)

    def note(self, address: str) -> None:
        if not address.startswith(("file:", "blob:", "data:")):
            self.requests.append(address)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_all_reports_and_indexes_are_written(workspace: Workspace) -> None:
    assert not workspace.reported.failed
    folder = workspace.reported.folder
    assert all((folder / f"{name}.html").is_file() for name in PAGES)
    assert 'href="03_timeline.html"' in (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="small/index.html"' in (workspace.reports / "index.html").read_text(encoding="utf-8")
    assert not [path.name for path in folder.iterdir() if path.suffix == ".ipynb"]


@pytest.mark.parametrize(
    ("name", "figures", "tables"),
    [
        (PAGES[0], 2, 4),
        (PAGES[1], 0, 6),
        (PAGES[2], 10, 9),
        (PAGES[3], 8, 13),
        (PAGES[4], 1, 1),
        (PAGES[5], 3, 6),
        (PAGES[6], 5, 10),
    ],
)
def test_a_page_draws_and_asks_for_nothing(
    workspace: Workspace, page: Any, name: str, figures: int, tables: int
) -> None:
    path = workspace.reported.folder / f"{name}.html"
    visit = Visit(page, path)
    assert page.locator(".plot[data-drawn=yes]").count() == page.locator(".plot").count() >= figures
    assert page.locator(".plot .main-svg").count() >= 2 * figures
    assert page.locator("table[data-ready=yes]").count() >= tables
    assert visit.requests == []
    assert visit.complaints == []
    assert path.stat().st_size <= LIMIT
    assert page.title() != "pwned"
    source = path.read_text(encoding="utf-8")
    assert source.count("* plotly.js (cartesian") == (1 if figures else 0)
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']?(?:https?:)?//", source)
    assert page.locator("h1").count() == 1
    assert page.locator("body > nav li").count() >= 4
    assert page.locator("#provenance").count() == 1
    assert "open_corpus" not in page.locator("main").inner_text()


def test_marks_are_drawn_not_only_axes(workspace: Workspace, page: Any) -> None:
    Visit(page, workspace.reported.folder / "03_timeline.html")
    assert page.locator(".plot").first.locator(".scatterlayer .points path").count() > 3


def test_the_city_menu_shows_one_city(workspace: Workspace, page: Any) -> None:
    Visit(page, workspace.reported.folder / "03_timeline.html")
    plot = page.locator(".plot").nth(1)
    before = plot.locator(".ytick").count()
    plot.locator(".updatemenu-header").click()
    plot.locator(".updatemenu-dropdown-button", has_text="Mianyang").click()
    page.wait_for_timeout(600)
    assert before > plot.locator(".ytick").count() == 1
    assert plot.locator(".ytick").text_content() == "Mianyang"


def test_a_table_searches_sorts_and_filters(workspace: Workspace, page: Any) -> None:
    Visit(page, workspace.reported.folder / "02_entities.html")
    box = page.locator(".dt-container").first
    rows = box.locator("tbody tr")
    before = rows.count()
    box.locator("input[type=search]").first.fill("Mianyang")
    page.wait_for_timeout(300)
    assert 0 < rows.count() < before
    assert all("Mianyang" in text for text in rows.all_inner_texts())
    assert box.locator(".dtcc-button").count() > 0


def test_evidence_links_open_the_text(workspace: Workspace, page: Any) -> None:
    Visit(page, workspace.reported.folder / "02_entities.html")
    page.locator('a[href^="#e-"]').first.click()
    page.wait_for_timeout(300)
    assert page.locator("details[open]").count() == 1
    assert page.locator("mark.target").is_visible()


def test_every_evidence_link_has_its_anchor(workspace: Workspace) -> None:
    for name in PAGES:
        source = (workspace.reported.folder / f"{name}.html").read_text(encoding="utf-8")
        links = set(re.findall(r'href="#(e-[^"]+)"', source))
        assert links <= set(re.findall(r'<a id="(e-[^"]+)"', source))


def test_markup_in_a_text_stays_inert(workspace: Workspace, page: Any) -> None:
    Visit(page, workspace.reported.folder / "02_entities.html")
    source = (workspace.reported.folder / "02_entities.html").read_text(encoding="utf-8")
    assert "<script>document.title" not in source
    assert "<img src=x" not in source
    assert "&lt;script&gt;" in source
    assert "pwned" not in page.title()


def test_the_policy_stops_a_script_that_got_in(tmp_path: Path, page: Any) -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# T\n\n<script>document.title='pwned'</script>")]
    )
    (tmp_path / "a.html").write_text(render_page(notebook, FACTS), encoding="utf-8")
    visit = Visit(page, tmp_path / "a.html")
    assert page.title() == "T · x"
    assert any("Content Security Policy" in complaint for complaint in visit.complaints)


def test_the_same_bytes_in_another_folder(workspace: Workspace, tmp_path: Path) -> None:
    again = make_reports("small", workspace.processed, tmp_path, NOTEBOOKS, only=["timeline"])
    name = "03_timeline.html"
    assert (again.folder / name).read_bytes() == (workspace.reported.folder / name).read_bytes()


def test_parameters_reach_the_page(workspace: Workspace, tmp_path: Path) -> None:
    given = {"cities": "Mianyang,Atlantis", "start": "2022-01-01"}
    made = make_reports("small", workspace.processed, tmp_path, NOTEBOOKS, only=["timeline"], given=given)
    source = (made.folder / "03_timeline.html").read_text(encoding="utf-8")
    assert "No readout of Atlantis in this corpus." in source
    assert "[&#34;Mianyang&#34;, &#34;Atlantis&#34;]" in source


@pytest.mark.parametrize("inputs", [[], ["mianyang"]], ids=["empty", "one city"])
def test_a_corpus_with_little_in_it_gives_sentences(small_raw: Path, tmp_path: Path, inputs: list[str]) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for city in inputs:
        shutil.copytree(small_raw / city, raw / city)
    build_corpus(raw, tmp_path / "processed", "little")
    made = make_reports("little", tmp_path / "processed", tmp_path / "reports", NOTEBOOKS)
    assert not made.failed
    assert len(made.outcomes) == (6 if not inputs else len(list(made.folder.glob("*.html"))) - 1)
    source = (made.folder / "03_timeline.html").read_text(encoding="utf-8")
    assert ("is empty: none of its" in source) is not bool(inputs)


KNOWN = {
    "city": {"inferred_type_name": "str"},
    "cities": {"inferred_type_name": "list[str]"},
    "window": {"inferred_type_name": "int"},
    "share": {"inferred_type_name": "float"},
    "full": {"inferred_type_name": "bool"},
}
VALUES = [
    ({"city": "上海"}, {"city": "上海"}),
    ({"city": "2024"}, {"city": "2024"}),
    ({"cities": "上海，Gangu"}, {"cities": ["上海", "Gangu"]}),
    ({"cities": '["a,b"]'}, {"cities": ["a,b"]}),
    ({"cities": ""}, {"cities": []}),
    ({"window": "90"}, {"window": 90}),
    ({"share": "1"}, {"share": 1}),
    ({"full": "yes"}, {"full": True}),
]
WRONG = [
    ({"citty": "x"}, "Did you mean city?"),
    ({"window": "many"}, "window should be int"),
    ({"window": True}, "window should be int"),
    ({"cities": "[1]"}, r"cities should be list\[str\]"),
    ({"city": 7}, "city should be str"),
    ({"full": "perhaps"}, "full should be bool"),
]


@pytest.mark.parametrize(("given", "expected"), VALUES)
def test_parameters_are_read_as_their_type(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert check_parameters(KNOWN, given, "n.ipynb") == expected


@pytest.mark.parametrize(("given", "sentence"), WRONG)
def test_wrong_parameters_are_refused(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        check_parameters(KNOWN, given, "n.ipynb")


def write_notebook(path: Path, *sources: str) -> Path:
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    notebook.cells = [nbformat.v4.new_markdown_cell("# Title"), *map(nbformat.v4.new_code_cell, sources)]
    nbformat.write(notebook, path)
    return path


def test_a_failing_notebook_keeps_its_copy_and_the_others_are_written(tmp_path: Path) -> None:
    bad = write_notebook(tmp_path / "bad.ipynb", "x = 1", "1 / 0")
    good = write_notebook(tmp_path / "good.ipynb", "print('fine')")
    silent = write_notebook(tmp_path / "silent.ipynb", "object()")
    jobs = [Job(path, tmp_path / f"{path.stem}.html", {}, FACTS) for path in (bad, good, silent)]
    (tmp_path / "bad.html").write_text("the last good page", encoding="utf-8")
    failed, written, formless = run_jobs(jobs)
    assert "cell 3" in str(failed.message)
    assert "ZeroDivisionError" in str(failed.message)
    assert nbformat.read(tmp_path / "bad.failed.ipynb", as_version=4).cells
    assert (tmp_path / "bad.html").read_text(encoding="utf-8") == "the last good page"
    assert written.message is None
    assert "fine" in (tmp_path / "good.html").read_text(encoding="utf-8")
    assert "has no HTML form" in str(formless.message)
    assert not (tmp_path / "silent.html").exists()


def test_a_kernel_that_dies_is_told_and_keeps_its_copy(tmp_path: Path) -> None:
    dead = write_notebook(tmp_path / "dead.ipynb", "x = 1", "import os; os._exit(3)")
    (outcome,) = run_jobs([Job(dead, tmp_path / "dead.html", {}, FACTS)])
    assert "Kernel died" in str(outcome.message)
    assert nbformat.read(tmp_path / "dead.failed.ipynb", as_version=4).cells[1].execution_count == 1


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be forked there")
def test_kernels_are_forked_with_the_libraries_loaded(tmp_path: Path) -> None:
    code = "import os, sys; print(os.path.basename(os.getcwd()), 'pandas' in sys.modules, sys.path[0] == os.getcwd())"
    folder = tmp_path / "where"
    folder.mkdir()
    (outcome,) = run_jobs([Job(write_notebook(folder / "a.ipynb", code), tmp_path / "a.html", {}, FACTS)])
    assert outcome.message is None
    assert "where True True" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_the_outer_clock_ends_a_run_and_its_kernel(tmp_path: Path) -> None:
    mark = tmp_path / "kernel.pid"
    code = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    slow = write_notebook(tmp_path / "slow.ipynb", code)
    (outcome,) = run_jobs([Job(slow, tmp_path / "slow.html", {}, FACTS)], outer_clock=12)
    assert "more than 12 seconds" in str(outcome.message)
    state = Path(f"/proc/{mark.read_text()}/stat")
    for _ in range(50):  # a killed process may still be on its way out
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the kernel outlived its run")


def test_an_error_output_never_becomes_a_page() -> None:
    cell = nbformat.v4.new_code_cell(
        "1", outputs=[nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[])]
    )
    with pytest.raises(PageError, match="ended in an error"):
        render_page(nbformat.v4.new_notebook(cells=[cell]), FACTS)


def test_the_plotly_bundle_is_the_version_plotly_expects() -> None:
    assert f"v{get_plotlyjs_version()}\n" in read_asset("vendor/plotly-cartesian.min.js")[:200]


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_are_thin(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata.kernelspec.name == "python3"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = [cell for cell in code if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert all(re.match(r"\w+ = .+  # type: [\w\[\]]+ \S", line) for line in tagged[0].source.splitlines())
    for cell in code:
        assert cell.outputs == [] and cell.execution_count is None
        assert cell in tagged or len(cell.source.splitlines()) <= 3
        assert not re.search(r"^\s*(?:def|class|%|!)|\bre\.|[Pp]ath\(", cell.source, re.M)


def copy_reports(workspace: Workspace, target: Path) -> Path:
    """The reports of the small corpus in a folder of their own, with what is known of how they were made."""
    shutil.copytree(workspace.reports, target)
    return target


def test_a_page_that_still_holds_is_not_made_again(workspace: Workspace, tmp_path: Path) -> None:
    reports = copy_reports(workspace, tmp_path / "reports")
    again = make_reports("small", workspace.processed, reports, NOTEBOOKS)
    assert (again.outcomes, again.kept) == ((), len(workspace.reported.outcomes))


@pytest.mark.parametrize("change", ["parameter", "page", "missing", "again"])
def test_a_page_is_made_again_when_something_changed(workspace: Workspace, tmp_path: Path, change: str) -> None:
    reports = copy_reports(workspace, tmp_path / "reports")
    page = reports / "small" / "05_explore.html"
    before = page.read_bytes()
    if change == "page":
        page.write_text("touched", encoding="utf-8")
    if change == "missing":
        page.unlink()
    given = {"selection": "nowhere"} if change == "parameter" else {}
    made = make_reports("small", workspace.processed, reports, NOTEBOOKS, ["explore"], given, again=change == "again")
    assert [outcome.job.output.name for outcome in made.outcomes] == ["05_explore.html"]
    assert (page.read_bytes() == before) is not bool(given)
    assert make_reports("small", workspace.processed, reports, NOTEBOOKS, ["explore"], given).kept == 1


def test_an_interrupted_run_is_taken_up_where_it_stopped(workspace: Workspace, tmp_path: Path) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    chosen = ["entities", "explore"]
    with pytest.raises(KeyboardInterrupt):
        make_reports("small", workspace.processed, tmp_path, NOTEBOOKS, chosen, at_once=1, tell=stop)
    rest = make_reports("small", workspace.processed, tmp_path, NOTEBOOKS, chosen)
    assert ([outcome.job.output.name for outcome in rest.outcomes], rest.kept) == (["05_explore.html"], 1)
