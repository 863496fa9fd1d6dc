"""Raw readouts in any number, each with a place, people, days, numbers and an order of sentences of its own.

`python -m tests.bench.texts FOLDER 100000` writes them as files; `FILE.jsonl` as lines of one file.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from readouts.places import english_names, load_gazetteer

SAMPLE = Path(__file__).parents[2] / "data" / "raw" / "sample"
SURNAMES = [
    "Li",
    "Wang",
    "Zhang",
    "Liu",
    "Chen",
    "Yang",
    "Zhao",
    "Huang",
    "Zhou",
    "Wu",
    "Xu",
    "Sun",
    "Hu",
    "Zhu",
    "Gao",
    "Lin",
    "He",
    "Guo",
    "Ma",
    "Luo",
    "Liang",
    "Song",
    "Zheng",
    "Xie",
    "Tang",
]
SYLLABLES = [
    "ming",
    "hua",
    "jun",
    "wei",
    "qiang",
    "lei",
    "yang",
    "yong",
    "jie",
    "tao",
    "ping",
    "gang",
    "bo",
    "hong",
    "xin",
    "jian",
    "feng",
    "lin",
    "yun",
    "hai",
    "long",
    "bin",
    "hui",
    "dong",
    "guo",
    "zhi",
    "cheng",
]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
NAME = re.compile(rf"\b(?:{'|'.join(SURNAMES)}) [A-Z][a-z]+\b")
DAY = re.compile(rf"\b(?:{'|'.join(MONTHS)}) \d{{1,2}}\b")


def make_texts(size: int, seed: int = 20240613) -> Iterator[str]:
    """So many readouts, no two alike."""
    drawn = random.Random(seed)
    files = [path for path in sorted(SAMPLE.rglob("*.txt")) if not path.stem.endswith("-zh")]
    base = [path.read_text(encoding="utf-8") for path in files]
    homes = [path.parent.name.title() for path in files]
    places = [
        english_names(entry)[0]
        for code, entry in load_gazetteer().items()
        if code.endswith("00") and not code.endswith(("0000", "9000"))
    ]
    for number in range(size):
        chosen = drawn.randrange(len(base))
        text = base[chosen].replace(homes[chosen], drawn.choice(places))
        text = NAME.sub(lambda hit, own=number: name_of(own, hit[0]), text)
        text = DAY.sub(lambda _: f"{drawn.choice(MONTHS)} {drawn.randint(1, 28)}", text)
        lines = text.split("\n")
        body = lines[4:]
        drawn.shuffle(body)
        yield "\n".join([*lines[:4], *body, f"It was item {number} of the year {drawn.randint(2013, 2024)}.", ""])


def name_of(document: int, name: str) -> str:
    """A name of its own for a name of the base, the same throughout a text."""
    drawn = random.Random(f"{document // 40}|{name}")  # the people of a place come again in its other readouts
    given = drawn.choice(SYLLABLES).title() + drawn.choice(["", *SYLLABLES])
    return f"{drawn.choice(SURNAMES)} {given}"


def write_texts(target: Path, size: int) -> None:
    """The readouts as files of a folder, a thousand a folder below, or as lines where the target is a .jsonl file."""
    if target.suffix == ".jsonl":
        with target.open("w", encoding="utf-8") as handle:
            for text in make_texts(size):
                handle.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
        return
    for number, text in enumerate(make_texts(size)):
        folder = target / f"{number // 1000:04d}"
        if number % 1000 == 0:
            folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:07d}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_texts(Path(sys.argv[1]), int(sys.argv[2]))
