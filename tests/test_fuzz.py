"""A few hundred fuzzed inputs; the stress run has a million (tests/stress/fuzz.py)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(sys.platform != "linux", reason="atheris is for Linux")
def test_a_few_hundred_inputs_break_no_promise(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.stress.fuzz", "300", str(tmp_path / "kept")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Done 300 runs" in done.stderr
