"""Readouts and megabytes a second on one core, stage by stage, beside one bare scan of the same text in the same run."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.texts import make_texts

from readouts.build import build_corpus
from readouts.lexicon import fold, list_forms, load_lexicon
from readouts.model import Document, Record, Refusal
from readouts.parse import parse_document
from readouts.scan import scan_text
from readouts.source import read_document
from readouts.tables import TableBuffer

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".venv-bench" / "bin" / "python"  # made by make bench from tests/bench/requirements.lock
ROUNDS = 3
PEER_TEXTS = 400  # texts on which the yardsticks are taken


def measure(size: int) -> None:
    """Prints the medians of rounds in turns: the bare scan, then read, scan, parse, tabulate and a whole build."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        english = list(write(folder / "en", make_texts(size)))
        chinese = sorted((ROOT / "data/raw/sample").rglob("*-zh.txt"))
        print(
            f"English: {size:,} made-up readouts; Chinese: {len(chinese)} of the sample, over and over; medians of {ROUNDS}"
        )
        for lang, files in (("en", english), ("zh", chinese * max(1, size // 10 // len(chinese)))):
            report(lang, files)
        start = time.process_time()
        build_corpus(folder / "en", folder / "out", "bench")
        took = time.process_time() - start
        print(f"  en build, end to end: {size / took:,.0f} readouts/s of processor time")
        print(f"  peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def write(folder: Path, texts: Iterator[str]) -> Iterator[Path]:
    """The texts as files."""
    folder.mkdir()
    for number, text in enumerate(texts):
        path = folder / f"{number:06}.txt"
        path.write_text(text, encoding="utf-8")
        yield path


def report(lang: str, files: list[Path]) -> None:
    """One line a stage: readouts and megabytes a second, and how many times the bare scan it takes."""
    read = [found for path in files if not isinstance(found := read_document(path), Refusal)]
    size = sum(len(document.text.encode()) for document in read) / 1e6
    lexicon = load_lexicon(lang)
    folded = [fold(document.text) for document in read]
    records = [parse_document(document) for document in read]
    stages: dict[str, Callable[[], object]] = {
        "bare scan": lambda: [lexicon.automaton.find_matches_as_indexes(text) for text in folded],
        "read": lambda: [read_document(path) for path in files],
        "scan": lambda: [scan_text(document.text, lexicon) for document in read],
        "parse": lambda: [parse_document(document) for document in read],
        "tabulate": lambda: tabulate(read, records),
    }
    times: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(ROUNDS):
        for name, act in stages.items():
            start = time.process_time()
            act()
            times[name].append(time.process_time() - start)
    bare = statistics.median(times["bare scan"])
    for name, (took, count, part) in measure_peers(lang, read).items():
        print(
            f"  {lang} {name}: {count / took:,.0f} readouts/s, {part / took:.2f} MB/s, {took / part / (bare / size):.0f} times the bare scan"
        )
    for name, taken in times.items():
        took = statistics.median(taken)
        print(
            f"  {lang} {name}: {len(read) / took:,.0f} readouts/s, {size / took:.2f} MB/s, {took / bare:.0f} times the bare scan"
        )


def measure_peers(lang: str, documents: list[Document]) -> dict[str, tuple[float, int, float]]:
    """By yardstick the median seconds, how many texts and their megabytes; none where .venv-bench is not made."""
    if not PEERS.exists():
        print("  yardsticks: .venv-bench is missing; make bench makes it")
        return {}
    texts = [document.text for document in documents[:PEER_TEXTS]]
    size = sum(len(text.encode()) for text in texts) / 1e6
    with tempfile.TemporaryDirectory() as scratch:
        forms, listed = Path(scratch) / "forms.json", Path(scratch) / "texts.json"
        forms.write_text(json.dumps(sorted(list_forms(lang)), ensure_ascii=False), encoding="utf-8")
        listed.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
        script = [str(PEERS), str(ROOT / "tests/bench/peers.py"), lang, str(forms), str(listed), str(ROUNDS)]
        told = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    return {name: (statistics.median(taken), len(texts), size) for name, taken in json.loads(told).items()}


def tabulate(documents: list[Document], records: list[Record]) -> None:
    """The records as columns, as a build holds them before it writes."""
    buffer = TableBuffer()
    for document, record in zip(documents, records, strict=True):
        buffer.add(document, record)


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
