"""One small corpus, one build and one report run for all tests of a session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from readouts.build import Built, build_corpus
from readouts.report import Reported, make_reports

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "raw" / "sample"
NOTEBOOKS = ROOT / "notebooks"
CITIES = ("centre", "chongqing", "mianyang")
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = """=HYPERLINK("x") <script>document.title='pwned'</script> Committee Holds Fifth Meeting

On May 6, 2024, Li Ming, Secretary of the Wuhu Municipal Party Committee, presided over the fifth meeting of the Wuhu \
Municipal Party Committee's Commission for Comprehensive Deepening of Reform.

Li Ming stressed "<img src=x onerror=document.title='pwned'>" and "</script><script>document.title='pwned'</script>".
"""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says plainly what was left out for want of files, which a skip alone would hide."""
    if not (ROOT.parent / "shared" / "seeds").is_dir():
        terminalreporter.write_line(
            "The seeds were left out: ../shared/seeds is not there. No score was taken.", yellow=True
        )


@dataclass(frozen=True)
class Workspace:
    """The small corpus as built and reported."""

    raw: Path
    processed: Path
    reports: Path
    built: Built
    reported: Reported


@pytest.fixture(scope="session")
def small_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three places of the sample, a hostile text, a second copy, an empty file and one that is no text."""
    raw = tmp_path_factory.mktemp("raw") / "small"
    for city in CITIES:
        shutil.copytree(SAMPLE / city, raw / city)
    first = sorted((raw / "mianyang").glob("*.txt"))[0]
    (raw / "zz-copy.txt").write_bytes(first.read_bytes())
    (raw / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (raw / "empty.txt").write_bytes(b"")
    (raw / "binary.txt").write_bytes(bytes(range(256)) * 8)
    return raw


@pytest.fixture(scope="session")
def built(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small corpus as tables, CSV files included."""
    return build_corpus(small_raw, tmp_path_factory.mktemp("processed"), "small", with_csv=True)


@pytest.fixture(scope="session")
def workspace(small_raw: Path, built: Built, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small corpus with its five reports."""
    processed, reports = built.folder.parent, tmp_path_factory.mktemp("reports")
    return Workspace(small_raw, processed, reports, built, make_reports("small", processed, reports, NOTEBOOKS))


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Headless Chromium; its absence is a failure, not a skip."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: install it (Debian: apt-get install chromium) or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()
