"""A few hundred fuzzed inputs; the stress run has a million (tests/stress/fuzz.py)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from readouts.mark import in_text_order
from readouts.model import Document, Mention
from readouts.parse import parse_document
from readouts.source import read_document

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(sys.platform != "linux", reason="atheris is for Linux")
def test_a_few_hundred_inputs_break_no_promise(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.stress.fuzz", "300", str(tmp_path / "kept")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Done 300 runs" in done.stderr


# What the stress run found, once: a post, a piece of a name or a meeting's matter at the very end of a text.
FOUND = {
    "zh": ["市长喵", "区长、市长喵", "市长·", "第次市委书记", "主任。副", "部长李云"],
    "en": [
        "The municipal conference on work of the city mayor",
        "Municipal conference on work related to cities mayor",
    ],
}


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in FOUND.items() for text in texts])
def test_what_fuzzing_found_is_read(tmp_path: Path, lang: str, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    assert isinstance(document, Document)
    record = parse_document(document)
    assert record.lang == lang


def test_mentions_of_one_place_have_an_order_whatever_they_stand_for() -> None:
    rows = [Mention(3, 5, "body", "x", "words"), Mention(3, 5, "body", "x", None), Mention(0, 2, "name", "y", 7)]
    assert [row.start for row in in_text_order(rows)] == [0, 3, 3]
