"""The seeds with a truth made by reading: scored with the scorer that users compare versions with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from readouts.model import Document
from readouts.parse import parse_document, record_to_json
from readouts.source import iter_inputs, read_document

SHARED = Path(__file__).parents[2] / "shared"
HEADLINE = 0.95


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What score.py prints of the seeds parsed just now, as read from its JSON file."""
    missing = [name for name in ("seeds", "gold", "score.py") if not (SHARED / name).exists()]
    if missing:
        pytest.skip(f"the seeds were left out: {', '.join(missing)} not found beside the repository in ../shared")
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "records").mkdir()
    for path in iter_inputs(SHARED / "seeds"):
        document = read_document(path, SHARED / "seeds")
        assert isinstance(document, Document), document
        record = json.dumps(record_to_json(parse_document(document)), ensure_ascii=False)
        (folder / "records" / f"{path.stem}.json").write_text(record, encoding="utf-8")
    words = [SHARED / "gold", folder / "records", "--texts", SHARED / "seeds", "--json", folder / "scores.json"]
    command = [sys.executable, str(SHARED / "score.py"), *map(str, words), "--misses", "40"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    return read | {"printed": done.stdout}


def test_the_headline_holds(scores: dict[str, Any]) -> None:
    assert scores["documents"] >= 5
    assert scores["headline"] >= HEADLINE, scores["printed"]


def test_every_span_holds_its_surface(scores: dict[str, Any]) -> None:
    assert scores["tables"]["spans"] == 1.0, scores["printed"]
