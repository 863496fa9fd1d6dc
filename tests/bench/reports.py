"""The four core reports with their pages beside papermill's own command line on the same notebooks, in turns in one run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from readouts.build import build_corpus
from readouts.corpus import FOLDER_VARIABLE
from readouts.display import HEADLESS_VARIABLE

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
CORE = ["01_ingestion", "02_entities", "03_timeline", "04_comparison"]
BIN = Path(sys.executable).parent


def measure(rounds: int) -> None:
    """Prints medians and the ratio of as many rounds; in each round both have their turn."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        build_corpus(ROOT / "data/raw/sample", folder / "processed", "sample")
        ours, theirs, kept = [], [], []
        for number in range(rounds):
            target = folder / f"reports-{number}"
            ours.append(time_call(lambda out=target: make_ours(folder / "processed", out)))
            theirs.append(time_call(lambda: run_papermill(folder / "processed", folder)))
            kept.append(time_call(lambda out=target: make_ours(folder / "processed", out)))
    print(f"four core reports, two at a time, medians of {rounds} rounds in turns")
    print(f"  readouts report, with HTML: {statistics.median(ours):.1f} s")
    print(f"  papermill's command line, without HTML: {statistics.median(theirs):.1f} s")
    print(f"  ratio: {statistics.median(ours) / statistics.median(theirs):.2f}")
    print(f"  readouts report again, nothing changed: {statistics.median(kept):.2f} s")


def time_call(call: object) -> float:
    """Seconds by the clock on the wall."""
    start = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - start


def make_ours(processed: Path, out: Path) -> None:
    """The four reports by our command."""
    chosen = [word for name in CORE for word in ("--only", name)]
    options = ["--processed", str(processed), "--out", str(out), "--notebooks", str(NOTEBOOKS), "--jobs", "2"]
    subprocess.run(
        [BIN / "readouts", "report", *options, *chosen],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def run_papermill(processed: Path, folder: Path) -> None:
    """The four notebooks by papermill's command, two at a time."""
    environment = {**os.environ, FOLDER_VARIABLE: str(processed), HEADLESS_VARIABLE: "1"}

    def run(name: str) -> None:
        command = [
            BIN / "papermill",
            "--no-progress-bar",
            str(NOTEBOOKS / f"{name}.ipynb"),
            str(folder / f"{name}.ipynb"),
        ]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=NOTEBOOKS
        )

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, CORE))


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
