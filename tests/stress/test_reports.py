"""Report runs that are killed: every page that stands is a whole one, and the next run makes what an undisturbed one makes.

READOUTS_REPORT_KILLS says how often; `make stress` says 50. A run starts kernels, so a short form would not be short.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from tests.conftest import NOTEBOOKS, Workspace

from readouts.runs import STATE, read_state

KILLS = int(os.environ.get("READOUTS_REPORT_KILLS", "0"))


def begin(workspace: Workspace, out: Path) -> subprocess.Popen[bytes]:
    """A report run in a process group of its own."""
    code = f"import sys; sys.path[:0] = {sys.path!r}; from readouts.cli import main; main()"
    words = ["report", "--corpus", "small", "--processed", workspace.processed, "--out", out, "--notebooks", NOTEBOOKS]
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def read_pages(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.html")}


@pytest.mark.skipif(not KILLS, reason="set READOUTS_REPORT_KILLS, or call make stress")
def test_a_report_run_that_is_killed_leaves_whole_pages(workspace: Workspace, tmp_path: Path) -> None:
    drawn = random.Random(7)
    whole = tmp_path / "whole"
    began = time.monotonic()
    assert begin(workspace, whole).wait() == 0
    length = time.monotonic() - began
    pages = read_pages(whole)
    assert pages
    out = tmp_path / "killed"
    killed = 0
    for number in range(KILLS):
        process = begin(workspace, out)
        try:
            process.wait(timeout=drawn.random() * length)
        except subprocess.TimeoutExpired:
            family = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            _, alive = psutil.wait_procs(family, timeout=60)
            assert not alive, f"processes outlive the run that started them: {alive}"
        stand = read_pages(out) if out.is_dir() else {}
        for name, page in stand.items():
            assert page == pages[name] or name.endswith("index.html"), f"{name} after kill {number}"
            assert page.rstrip().endswith(b"</html>")
        if (out / "small" / STATE).exists():
            assert read_state(out / "small")
        if number % 5 == 4 or number == KILLS - 1:
            assert begin(workspace, out).wait() == 0
            assert read_pages(out) == pages
            for page in out.rglob("*.html"):
                page.unlink()
    print(f"killed {killed} of {KILLS} runs")
