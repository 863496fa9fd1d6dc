"""Which reports there are to make (notebooks/runs.toml), and which of those made before still hold."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from readouts import __version__
from readouts.files import hash_file, write_text
from readouts.subjects import HEADINGS, name_files, read_subjects

STATE = "reports.json"
PACKAGE = Path(__file__).parent


class UsageError(Exception):
    """A request that cannot be met, in a sentence that says what would be understood."""


@dataclass(frozen=True)
class Run:
    """A page to make: which notebook, with which parameters, to which file; of a page a place or meeting, which one."""

    notebook: str
    output: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    each: str = ""  # the kind of subject, which is the name of the notebook's parameter for it
    subject: str = ""
    most: int = 0  # of an entry of runs.toml that stands for many pages: how many at most


def read_runs(notebooks: Path) -> list[Run]:
    """The entries of notebooks/runs.toml; one with `each` stands for a page a place or higher meeting."""
    path = notebooks / "runs.toml"
    if not path.is_file():
        raise UsageError(f"{path} is missing: it lists the reports to make")
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    runs = []
    for item in listed["report"]:
        each, output = item.get("each", ""), item["output"]
        if each and (each not in HEADINGS or "{name}" not in output or "most" not in item):
            known = " or ".join(HEADINGS)
            raise UsageError(f"{path}: a report with each needs {known} there, a number most, and {{name}} in output")
        runs.append(Run(item["notebook"], output, item.get("parameters", {}), each, most=int(item.get("most", 0))))
    return runs


def expand_runs(runs: Sequence[Run], subjects: Mapping[str, Sequence[str]], cities: Sequence[str] = ()) -> list[Run]:
    """The pages that the entries stand for, in order; of places only those asked for, if any are."""
    wanted = {city.lower() for city in cities}
    out: list[Run] = []
    for run in runs:
        if not run.each:
            out.append(run)
            continue
        chosen = list(subjects[run.each])[: run.most]
        files = name_files(chosen, lambda name, pattern=run.output: pattern.replace("{name}", name))  # type: ignore[misc]
        out += [
            Run(run.notebook, files[subject], {**run.parameters, run.each: subject}, run.each, subject)
            for subject in chosen
            if not wanted or run.each != "city" or subject.lower() in wanted
        ]
    return out


def choose_runs(runs: Sequence[Run], only: Sequence[str]) -> list[Run]:
    """The runs asked for, by notebook or page, with or without number and suffix; all of them for an empty request."""
    chosen: list[Run] = []
    for name in only:
        stem = name_stem(name)
        found = [run for run in runs if stem in short_names(run)]
        if not found:
            known = [run.output.removesuffix(".html") for run in runs]
            from readouts.corpus import suggest

            raise UsageError(f"There is no report called {name}. {suggest(stem, known, 'Reports')}")
        chosen += [run for run in found if run not in chosen]
    return chosen if only else list(runs)


def short_names(run: Run) -> set[str]:
    """The names a run answers to: 03_timeline, timeline; city, city_jinan, jinan, which stand for one page or many."""
    stems = {run.notebook.removesuffix(".ipynb"), run.output.removesuffix(".html")}
    return stems | {stem.split("_", 1)[-1] for stem in stems}


def read_state(folder: Path) -> dict[str, dict[str, Any]]:
    """What is known of the pages made before, by their names; nothing where there are none."""
    path = folder / STATE
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def write_state(folder: Path, state: Mapping[str, Mapping[str, Any]]) -> None:
    """What is known of the pages, kept for the next call."""
    write_text(folder / STATE, json.dumps(dict(sorted(state.items())), ensure_ascii=False, indent=1) + "\n")


def fingerprint_run(run: Run, notebooks: Path, built: Path, given: Mapping[str, Any], assets: str) -> str:
    """A hash of all that a page is made from: tables, evaluation, selection, notebook, parameters and this library."""
    parameters = {**run.parameters, **given}
    selection = built.parents[1] / "selections" / built.name / f"{parameters.get('selection', '')}.json"
    files = (built / "manifest.json", built / "evaluation.json", selection, notebooks / run.notebook)
    parts = [
        __version__,
        hash_library(),
        json.dumps(parameters, sort_keys=True, default=str),
        run.output,
        assets,
        *(hash_file(path) if path.is_file() else "" for path in files),
    ]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def hash_library() -> str:
    """A hash of the library's own files, so that a change of the code counts like a change of its version."""
    whole = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            whole.update(str(path.relative_to(PACKAGE)).encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()


def still_holds(folder: Path, run: Run, fingerprint: str, state: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a page was made from just this and has not been touched since."""
    known, page = state.get(run.output, {}), folder / run.output
    same = known.get("made_from") == fingerprint and not known.get("failed", True)
    return same and page.is_file() and hash_file(page) == known.get("page_sha256")


def list_pages(
    entries: Sequence[Run], built: Path, folder: Path, only: Sequence[str], given: Mapping[str, Any]
) -> list[Run]:
    """The pages asked for. The tables are read for the places and meetings only where a page of one can be meant."""
    single = [run for run in entries if not run.each]
    if only and all(name_stem(name) in {known for run in single for known in short_names(run)} for name in only):
        return choose_runs(single, only)
    cities = given.get("cities", ())
    words = [word.strip() for word in cities.split(",")] if isinstance(cities, str) else cities
    subjects = read_subjects(built, folder, hash_library())
    return choose_runs(expand_runs(entries, subjects, [word for word in words if word]), only)


def name_stem(name: str) -> str:
    """The name of a report as it may be asked for, without the ending of its notebook or page."""
    return name.removesuffix(".ipynb").removesuffix(".html")


def find_due(
    corpus: str,
    processed: Path,
    reports: Path,
    notebooks: Path,
    only: Sequence[str],
    given: Mapping[str, Any],
    assets: str,
) -> tuple[list[Run], list[Run]]:
    """The runs asked for, and those of them whose page no longer holds or was never made. Raises UsageError."""
    folder = reports / corpus
    runs = list_pages(read_runs(notebooks), processed / corpus, folder, only, given)
    state = read_state(folder)
    due = [
        run
        for run in runs
        if not still_holds(folder, run, fingerprint_run(run, notebooks, processed / corpus, given, assets), state)
    ]
    return runs, due
