"""What a set of reports has one page each of: the places of a corpus and the higher meetings its readouts relay."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain, count
from pathlib import Path

from readouts.files import hash_file, write_text

HEADINGS = {"city": "Places", "upstream": "Higher meetings"}
CACHE = "subjects.json"
LONGEST = 60  # characters of a file's name


def read_subjects(built: Path, folder: Path, made_by: str) -> dict[str, list[str]]:
    """By kind the subjects of a built corpus, those with most readouts first; nothing where there are no tables.

    Taken from the folder of the pages where they were kept of the same tables by the same library (made_by).
    """
    key = name_state(built, made_by)
    if not key:
        return {kind: [] for kind in HEADINGS}
    try:
        kept = json.loads((folder / CACHE).read_text(encoding="utf-8"))
        if kept["key"] == key:
            return {kind: [str(name) for name in kept["subjects"][kind]] for kind in HEADINGS}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        pass
    return list_subjects(built, key)


def keep_subjects(built: Path, folder: Path, made_by: str) -> None:
    """The subjects kept in the folder of the pages, so that the next call need not read the tables."""
    kept = {"key": name_state(built, made_by), "subjects": read_subjects(built, folder, made_by)}
    write_text(folder / CACHE, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def name_state(built: Path, made_by: str) -> str:
    """A name for the state of tables and library; nothing where there are no tables."""
    manifest = built / "manifest.json"
    return f"{hash_file(manifest)} {made_by}" if manifest.is_file() else ""


@cache
def list_subjects(built: Path, key: str) -> dict[str, list[str]]:
    """By kind the subjects of a built corpus in the state of that name, those with most readouts first."""
    from readouts.compare.upstream import count_upstream
    from readouts.corpus import UNNAMED, Corpus, read_tables

    manifest, tables, _ = read_tables(built, built.name, ())
    corpus = Corpus(built.name, manifest, tables, len(tables["documents"]), ())
    cities = tables["documents"]["city"]
    counted = sorted(cities[cities != UNNAMED].value_counts().items(), key=lambda item: (-item[1], str(item[0])))
    return {
        "city": [str(city) for city, _ in counted],
        "upstream": count_upstream(corpus)["upstream"].astype(str).tolist(),
    }


def name_files(subjects: Iterable[str], pattern: Callable[[str], str]) -> dict[str, str]:
    """By subject the name of its page: letters and digits of any script, a number where two would be the same."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for subject in subjects:
        stem = re.sub(r"[\W_]+", "-", subject.lower()).strip("-")[:LONGEST] or "unnamed"
        candidates = chain([stem], (f"{stem}-{number}" for number in count(2)))
        free = next(name for name in candidates if name not in taken)
        taken.add(free)
        names[subject] = pattern(free)
    return names
