"""A corpus to HTML reports: parameters checked, notebooks run and rendered, index pages written."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2

from readouts.corpus import FOLDER_VARIABLE, count, list_corpora, suggest
from readouts.display import HEADLESS_VARIABLE
from readouts.files import hold_lock, write_text
from readouts.page import find_title, read_asset
from readouts.runner import Job, Outcome, run_jobs

STATE = "reports.json"
TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "list[str]": (list,),
    "list": (list,),
}


class UsageError(Exception):
    """A request that cannot be met, in a sentence that says what would be understood."""


@dataclass(frozen=True)
class Run:
    """One entry of runs.toml: which notebook, with which parameters, to which page."""

    notebook: str
    output: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reported:
    """What came of a call: the folder of the pages and how each run ended."""

    folder: Path
    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> list[Outcome]:
        """The runs that gave no new page."""
        return [outcome for outcome in self.outcomes if outcome.message is not None]


def read_runs(notebooks: Path) -> list[Run]:
    """The report runs that notebooks/runs.toml lists."""
    path = notebooks / "runs.toml"
    if not path.is_file():
        raise UsageError(f"{path} is missing: it lists the reports to make")
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Run(item["notebook"], item["output"], item.get("parameters", {})) for item in listed["report"]]


def choose_runs(runs: Sequence[Run], only: Sequence[str]) -> list[Run]:
    """The runs asked for, by notebook or page, with or without number and suffix; all of them for an empty request."""
    chosen: list[Run] = []
    for name in only:
        stem = name.removesuffix(".ipynb").removesuffix(".html")
        found = [run for run in runs if stem in short_names(run)]
        if not found:
            known = [run.output.removesuffix(".html") for run in runs]
            raise UsageError(f"There is no report called {name}. {suggest(stem, known, 'Reports')}")
        chosen += [run for run in found if run not in chosen]
    return chosen if only else list(runs)


def short_names(run: Run) -> set[str]:
    """The names a run answers to: 03_timeline, timeline."""
    stems = {run.notebook.removesuffix(".ipynb"), run.output.removesuffix(".html")}
    return stems | {stem.split("_", 1)[-1] for stem in stems}


def inspect_parameters(notebook: Path) -> dict[str, dict[str, Any]]:
    """Name to type, default and meaning of each parameter, from the notebook's parameters cell."""
    from readouts.jupyter import papermill

    return dict(papermill.inspect_notebook(str(notebook)))


def check_parameters(known: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any], notebook: str) -> dict[str, Any]:
    """The given parameters with their types; words from the command line are read as the type asked for."""
    checked: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise UsageError(f"{notebook} has no parameter {name}. {suggest(name, list(known), 'Parameters')}")
        kind = str(known[name]["inferred_type_name"])
        checked[name] = read_value(value, kind, name) if isinstance(value, str) else value
        if not fits(checked[name], kind):
            shown = json.dumps(value, ensure_ascii=False)
            raise UsageError(f"{notebook}: {name} should be {kind}, not {shown}")
    return checked


def read_value(word: str, kind: str, name: str) -> Any:
    """A word of the command line as the type a parameter asks for; the word itself where it is no such value."""
    if kind == "str":
        return word
    if kind in ("list[str]", "list"):
        if word.lstrip().startswith("["):
            return read_literal(word)
        return [part.strip() for part in word.replace("，", ",").split(",") if part.strip()]
    if kind == "bool":
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word.lower(), word)
    return read_literal(word)


def read_literal(word: str) -> Any:
    """A Python literal; the word itself where it is none."""
    try:
        return ast.literal_eval(word)
    except (ValueError, SyntaxError):
        return word


def fits(value: Any, kind: str) -> bool:
    """Whether a value has the type that a parameters cell names; true for a type we have no word for."""
    if kind not in TYPES:
        return True
    if isinstance(value, bool) and kind != "bool":
        return False
    if kind == "list[str]":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, TYPES[kind])


def make_reports(
    corpus: str,
    processed: Path,
    reports: Path,
    notebooks: Path,
    only: Sequence[str] = (),
    given: Mapping[str, Any] | None = None,
    at_once: int = 2,
    tell: Callable[[Outcome], None] | None = None,
) -> Reported:
    """The pages of a corpus and the index pages; everything is checked before the first kernel starts."""
    manifest = read_manifest(processed, corpus)
    runs = choose_runs(read_runs(notebooks), only)
    folder = reports / corpus
    jobs = plan_jobs(runs, manifest, processed, folder, notebooks, given or {})
    folder.mkdir(parents=True, exist_ok=True)
    with hold_lock(folder):
        outcomes = run_jobs(jobs, at_once, tell=tell)
        write_indexes(reports, folder, manifest, notebooks, outcomes)
    return Reported(folder, tuple(outcomes))


def read_manifest(processed: Path, corpus: str) -> dict[str, Any]:
    """The manifest of a corpus that has been built."""
    path = processed / corpus / "manifest.json"
    if not path.is_file():
        known = suggest(corpus, list_corpora(processed), "Built so far")
        raise UsageError(
            f"There is no corpus called {corpus} in {processed}. {known} Build one with: readouts build RAW"
        )
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def plan_jobs(
    runs: Sequence[Run],
    manifest: Mapping[str, Any],
    processed: Path,
    folder: Path,
    notebooks: Path,
    given: Mapping[str, Any],
) -> list[Job]:
    """The jobs, parameters checked: those of the command line over those of runs.toml over the notebook's own."""
    environment = {FOLDER_VARIABLE: str(processed.resolve()), HEADLESS_VARIABLE: "1", "PYTHONHASHSEED": "0"}
    known_by_run = [inspect_parameters(notebooks / run.notebook) for run in runs]
    everywhere = {name for known in known_by_run for name in known}
    unknown = [name for name in given if name not in everywhere]
    if unknown:
        raise UsageError(f"No parameter {unknown[0]}. {suggest(unknown[0], sorted(everywhere), 'Parameters')}")
    jobs = []
    for run, known in zip(runs, known_by_run, strict=True):
        wanted = {**run.parameters, **{name: value for name, value in given.items() if name in known}}
        values = {"corpus": manifest["corpus"], **check_parameters(known, wanted, run.notebook)}
        facts = describe_run(manifest, known, values, run)
        source = (notebooks / run.notebook).resolve()
        jobs.append(Job(source, folder.resolve() / run.output, values, facts, environment))
    return jobs


def describe_run(
    manifest: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], values: Mapping[str, Any], run: Run
) -> dict[str, Any]:
    """What the footer of a page says: what it was made from and its parameters, no times and no paths."""
    parameters = [
        (name, json.dumps(values[name], ensure_ascii=False) if name in values else item["default"], item["help"])
        for name, item in known.items()
    ]
    kept = f"{count(manifest['documents'], 'document')}, {manifest['refused']} refused"
    provenance = [
        ("corpus", manifest["corpus"]),
        ("inputs", f"{count(manifest['inputs'], 'file')}: {kept}, {count(manifest['duplicates'], 'duplicate')}"),
        ("corpus SHA-256", manifest["corpus_sha256"]),
        ("readouts version", manifest["version"]),
        ("vocabulary SHA-256", manifest["vocabulary"]),
        ("notebook", run.notebook),
    ]
    return {"corpus": manifest["corpus"], "provenance": provenance, "parameters": parameters}


def write_indexes(
    reports: Path, folder: Path, manifest: Mapping[str, Any], notebooks: Path, outcomes: Sequence[Outcome]
) -> None:
    """The index of the corpus, stale pages marked, and the index of all corpora."""
    from readouts.jupyter import nbformat

    state_path = folder / STATE
    state = json.loads(state_path.read_text(encoding="utf-8")) if state_path.is_file() else {}
    for outcome in outcomes:
        notebook = nbformat.read(str(outcome.job.notebook), as_version=4)
        state[outcome.job.output.name] = {
            "title": find_title(notebook),
            "failed": outcome.message is not None,
            "corpus_sha256": manifest["corpus_sha256"] if outcome.message is None else None,
        }
    write_text(state_path, json.dumps(dict(sorted(state.items())), ensure_ascii=False, indent=1) + "\n")
    entries = [describe_page(folder, name, item, manifest) for name, item in sorted(state.items())]
    facts = f"{count(manifest['documents'], 'readout')} from {count(manifest['inputs'], 'file')}"
    write_text(folder / "index.html", render_index(f"Reports on the corpus {manifest['corpus']}", facts, entries))
    corpora = sorted(path.parent.name for path in reports.glob(f"*/{STATE}"))
    listed = [(f"{name}/index.html", name, "") for name in corpora]
    write_text(reports / "index.html", render_index("Reports by corpus", f"Corpora: {len(corpora)}", listed))


def describe_page(
    folder: Path, name: str, item: Mapping[str, Any], manifest: Mapping[str, Any]
) -> tuple[str | None, str, str]:
    """Address, title and a word on the state of a page."""
    exists = (folder / name).is_file()
    if item["failed"]:
        return (name if exists else None), item["title"], "stale: the last run failed" if exists else "failed"
    stale = item["corpus_sha256"] != manifest["corpus_sha256"]
    return name, item["title"], "stale: made from an earlier state of the corpus" if stale else ""


def render_index(title: str, facts: str, entries: Sequence[tuple[str | None, str, str]]) -> str:
    """A page of links, no script."""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(read_asset("web/index.html.j2"))
    return template.render(title=title, facts=facts, entries=entries, style=read_asset("web/report.css"))
