"""Coverage-guided fuzzing (atheris, libFuzzer) of reading and parsing in both languages; interesting inputs are kept.

Run: python -m tests.stress.fuzz [INPUTS] [FOLDER]. Each input is bytes: the first chooses how they are read (any bytes as a
file, or as text pieced together from the vocabulary and marks of either language), the rest what is read. A record must hold
what the project promises: every span inside the text and equal to its surface, rows in order, the same record twice, no
exception, and seconds of processor time at most. The folder keeps what libFuzzer finds interesting; a next run starts from there.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["readouts"]):
    from readouts.lexicon import load_entries
    from readouts.model import Document, Refusal, Span
    from readouts.parse import parse_document, record_to_json
    from readouts.source import read_document

LONGEST = 700
SLOWEST = 5  # seconds of processor time that an input may take: a machine that sleeps is no slow rule
GLUE = [
    " ",
    ", ",
    ". ",
    "\n\n",
    "，",
    "。",
    "、",
    "“",
    "”",
    "《",
    "》",
    "\u00a0",
    "(",
    ")",
    "12",
    "2024",
    "第",
    "次",
    "the ",
    "On ",
]


def list_pieces() -> dict[str, list[str]]:
    """Forms of the vocabulary by language, marks and numbers among them."""
    pieces: dict[str, list[str]] = {"en": list(GLUE), "zh": list(GLUE)}
    for entry in load_entries():
        for lang, own in pieces.items():
            own += [form.replace("(", "").replace(")", "") for form in entry.get(lang, ())][:6]
    names = {"en": ["Cao Lijun", "Li Yun", "Mianyang", "Jinan"], "zh": ["曹立军", "李云", "绵阳市", "济南"]}
    return {lang: own + names[lang] * 8 for lang, own in pieces.items()}


PIECES = list_pieces()
SCRATCH = Path(tempfile.mkdtemp(prefix="fuzz-")) / "input"


def try_input(data: bytes) -> None:
    """One input read and parsed, its record checked; raises where a promise is broken."""
    if not data:
        return
    start = time.process_time()
    document = make_document(data[0], data[1:LONGEST])
    if document is None:
        return
    record = parse_document(document)
    check_spans(dataclasses.asdict(record), document.text)
    assert record_to_json(parse_document(document)) == record_to_json(record), "two records of one text differ"
    assert time.process_time() - start < SLOWEST, f"{LONGEST} bytes took {SLOWEST} seconds"


def make_document(kind: int, data: bytes) -> Document | None:
    """The document of an input; None for bytes that are refused, which is a right answer."""
    if kind % 4 == 0:
        path = SCRATCH.with_suffix(".html" if kind & 4 else ".txt")
        path.write_bytes(data)
        read = read_document(path)
        assert isinstance(read, Document | Refusal)
        return read if isinstance(read, Document) else None
    if kind % 4 == 1:
        text = data.decode("utf-8", "replace")
    else:
        own = PIECES["zh" if kind % 4 == 2 else "en"]
        joint = " " if kind % 4 == 3 else ""
        text = joint.join(own[(data[at] << 8 | data[at + 1]) % len(own)] for at in range(0, len(data) - 1, 2))
    return as_document(text) if text.strip() else None


def as_document(text: str) -> Document:
    """The document of a text, by way of a file as every text comes."""
    path = SCRATCH.with_suffix(".txt")
    path.write_text(text.replace("\x00", " "), encoding="utf-8", newline="")
    read = read_document(path)
    if isinstance(read, Refusal):
        return dataclasses.replace(as_document("x"), text=text)
    return read


def check_spans(value: Any, text: str) -> None:
    """Every span inside the text, and equal to the surface that stands beside it."""
    if isinstance(value, Span):
        assert 0 <= value.start <= value.end <= len(text), value
    elif isinstance(value, dict):
        span = value.get("span")
        if isinstance(span, list | tuple) and len(span) == 2:
            assert 0 <= span[0] <= span[1] <= len(text), value
            surface = next(
                (value[k] for k in ("surface", "text", "name", "title", "body") if isinstance(value.get(k), str)), None
            )
            if surface is not None and "meetings" not in value:
                assert text[span[0] : span[1]] == surface or surface in text, value
        for item in value.values():
            check_spans(item, text)
    elif isinstance(value, list | tuple):
        for item in value:
            check_spans(item, text)


def main() -> None:
    """As many inputs as asked for; libFuzzer prints what it covers and ends with 77 where something broke."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(".fuzz")
    folder.mkdir(parents=True, exist_ok=True)
    options = [
        f"-runs={runs}",
        f"-max_len={LONGEST}",
        "-timeout=3600",  # of the clock
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        "-reduce_inputs=0",
    ]
    atheris.Setup([sys.argv[0], *options, str(folder)], try_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
