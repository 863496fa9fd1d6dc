"""How fast the explore screen is on a large corpus: opening it, and a change of filter until every view is redrawn.

Run by `make bench`; N sets how many readouts. A change is timed in the browser, from the click to the next frame after the
filters, the rows and the timeline have all followed.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from tests.bench.corpus import make_corpus
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS, NOTEBOOKS, SAMPLE
from tests.lab import Lab, open_lab

from readouts.widgets import Screen
from readouts.workbench import Workbench

CHANGES = (
    ("city", 3),
    ("body_type", 4),
    ("office_type", 4),
    ("theme", 5),
    ("person", 3),
    ("formulation", 4),
    ("relay", 4),
)
CLICK = """([facet, at]) => new Promise((done, fail) => {
  const filters = document.querySelector('.rdx-filters'), rows = document.querySelector('.rdx-rows');
  const views = [filters, rows, document.querySelector('.rdx-timeline')];
  const before = views.map((view) => view.dataset.stamp);
  const boxes = [...document.querySelectorAll(`details[data-facet="${facet}"] input[type=checkbox]`)];
  const box = boxes[Math.min(at, boxes.length - 1)];
  const clock = setTimeout(() => fail(new Error('nothing was redrawn')), 20000);
  const start = performance.now();
  const look = () => {
    if (views.every((view, at) => view.dataset.stamp !== before[at])) {
      clearTimeout(clock); requestAnimationFrame(() => done(performance.now() - start));
    } else setTimeout(look, 1);
  };
  box.click(); look();
})"""


def measure(size: int) -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        built = make_corpus(SAMPLE, folder, size)
        project = folder / "project"
        lay_out(project, built)
        opened = [time_opening(built) for _ in range(3)]
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        with open_lab(chromium, project) as lab:
            times = time_changes(lab)
        chromium.close()
    every = sorted(value for values in times.values() for value in values)
    print(f"explore screen on the tables of {size:,} readouts")
    print(f"  open, tables to views: median {statistics.median(opened):.2f} s of {len(opened)}")
    print(
        f"  change of filter to redrawn views: median {statistics.median(every):.0f} ms of {len(every)}, 90th percentile {every[int(0.9 * len(every))]:.0f} ms"
    )
    for facet, values in times.items():
        print(f"    {facet}: median {statistics.median(values):.0f} ms of {len(values)}")


def lay_out(project: Path, built: Path) -> None:
    """A project folder with the explore notebook set to the large corpus."""
    (project / "notebooks").mkdir(parents=True)
    (project / "data").mkdir()
    (project / "data" / "processed").symlink_to(built.parent)
    source = (NOTEBOOKS / "05_explore.ipynb").read_text(encoding="utf-8")
    (project / "notebooks" / "05_explore.ipynb").write_text(
        source.replace('corpus = \\"sample\\"', 'corpus = \\"large\\"'), encoding="utf-8"
    )


def time_opening(built: Path) -> float:
    """Seconds from the tables to a screen ready to be shown, libraries loaded before."""
    start = time.perf_counter()
    screen = Screen(Workbench(built, built.parent.parent / "corrections"))
    assert screen.widget is not None
    return time.perf_counter() - start


def time_changes(lab: Lab) -> dict[str, list[float]]:
    """Milliseconds by facet: values ticked, alone and on top of another."""
    page: Any = lab.page
    times: dict[str, list[float]] = {}
    for facet, values in CHANGES:
        page.evaluate(f"() => {{ document.querySelector('details[data-facet={facet}]').open = true; }}")
        page.wait_for_timeout(300)
        for at in range(values):
            times.setdefault(facet, []).append(page.evaluate(CLICK, [facet, at]))
            page.wait_for_timeout(100)
            if at % 2:  # every second time the filters so far are taken back, so that they also combine
                lab.reset()
                page.wait_for_timeout(100)
    return times


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
