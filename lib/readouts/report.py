"""A corpus to HTML reports: parameters checked, notebooks run and rendered, index pages written."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from readouts.cite import suggest_citation
from readouts.corpus import FOLDER_VARIABLE, count, list_corpora, suggest
from readouts.display import HEADLESS_VARIABLE
from readouts.files import hash_file, hold_lock, write_text
from readouts.page import INLINE, SHARED, find_title, list_assets, read_asset
from readouts.placing import settle_tables
from readouts.runner import Job, Outcome, run_jobs
from readouts.runs import STATE, Run, UsageError, find_due, fingerprint_run, hash_library, read_state, write_state
from readouts.subjects import HEADINGS, keep_subjects

TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "list[str]": (list,),
    "list": (list,),
}


@dataclass(frozen=True)
class Reported:
    """What came of a call: the folder of the pages and how each run ended."""

    folder: Path
    outcomes: tuple[Outcome, ...]
    kept: int = 0  # pages that still held and were not made again

    @property
    def failed(self) -> list[Outcome]:
        """The runs that gave no new page."""
        return [outcome for outcome in self.outcomes if outcome.message is not None]


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
    again: bool = False,
    assets: str = INLINE,
) -> Reported:
    """The pages of a corpus and the index pages; everything is checked before the first kernel starts.

    A page that was made from the same tables, notebook, parameters and library is kept as it is, unless it is wanted again.
    What has been finished is known to the next call, so that an interrupted one is taken up where it stopped.
    """
    manifest = read_manifest(processed, corpus)
    runs, due = find_due(corpus, processed, reports, notebooks, only, given or {}, assets)
    folder = reports / corpus
    wanted = runs if again else due
    jobs = plan_jobs(wanted, manifest, processed, folder, notebooks, given or {}, assets) if wanted else []
    folder.mkdir(parents=True, exist_ok=True)
    made_from = {
        (folder / run.output).name: fingerprint_run(run, notebooks, processed / corpus, given or {}, assets)
        for run in wanted
    }

    kinds = {run.output: run.each for run in wanted}

    def keep(outcome: Outcome) -> None:
        name = outcome.job.output.name
        note_outcome(folder, outcome, manifest, made_from[name], kinds[name])
        if tell is not None:
            tell(outcome)

    with hold_lock(folder):
        if assets == SHARED:
            write_assets(folder)
        outcomes = run_jobs(jobs, at_once, tell=keep)
        write_indexes(reports, folder, manifest)
        if any(run.each for run in wanted):
            keep_subjects(processed / corpus, folder, hash_library())
    return Reported(folder, tuple(outcomes), len(runs) - len(wanted))


def write_assets(folder: Path) -> None:
    """The libraries that the pages of a folder share, written where they are not there yet."""
    for name, text in list_assets().items():
        path = folder / name
        if not path.is_file():
            path.parent.mkdir(exist_ok=True)
            write_text(path, text)


def note_outcome(folder: Path, outcome: Outcome, manifest: Mapping[str, Any], made_from: str, kind: str) -> None:
    """How a run ended, kept at once."""
    from readouts.jupyter import nbformat

    page = outcome.job.output
    state = read_state(folder)
    state[page.name] = {
        "title": outcome.job.facts["subject"] or find_title(nbformat.read(str(outcome.job.notebook), as_version=4)),
        "each": kind,
        "failed": outcome.message is not None,
        "corpus_sha256": manifest["corpus_sha256"] if outcome.message is None else None,
        "made_from": made_from,
        "page_sha256": hash_file(page) if outcome.message is None else None,
    }
    write_state(folder, state)


def read_manifest(processed: Path, corpus: str) -> dict[str, Any]:
    """The manifest of a corpus that has been built."""
    path = processed / corpus / "manifest.json"
    settle_tables(processed / corpus)
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
    assets: str = INLINE,
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
        values |= {run.each: run.subject} if run.each else {}
        facts = {**describe_run(manifest, known, values, run), "assets": assets}
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
    wanted = [name for name in values if name != "corpus"]
    kept = f"{count(manifest['documents'], 'document')}, {manifest['refused']} refused"
    provenance = [
        ("corpus", manifest["corpus"]),
        ("inputs", f"{count(manifest['inputs'], 'file')}: {kept}, {count(manifest['duplicates'], 'duplicate')}"),
        ("corpus SHA-256", manifest["corpus_sha256"]),
        ("readouts version", manifest["version"]),
        ("vocabulary SHA-256", manifest["vocabulary"]),
        ("notebook", run.notebook),
    ]
    narrowed = ", ".join(f"{name}={json.dumps(values[name], ensure_ascii=False)}" for name in known if name in wanted)
    cited = suggest_citation("{title}", manifest["corpus"], manifest["documents"], manifest["corpus_sha256"], narrowed)
    return {
        "corpus": manifest["corpus"],
        "subject": run.subject,
        "provenance": provenance,
        "parameters": parameters,
        "citation": cited,
    }


def write_indexes(reports: Path, folder: Path, manifest: Mapping[str, Any]) -> None:
    """The index of the corpus, stale pages marked, and the index of all corpora."""
    state = sorted(read_state(folder).items())
    groups = [
        (heading, [describe_page(folder, name, item, manifest) for name, item in state if item.get("each", "") == kind])
        for kind, heading in {"": "", **HEADINGS}.items()
    ]
    facts = f"{count(manifest['documents'], 'readout')} from {count(manifest['inputs'], 'file')}"
    write_text(folder / "index.html", render_index(f"Reports on the corpus {manifest['corpus']}", facts, groups))
    corpora = sorted(path.parent.name for path in reports.glob(f"*/{STATE}"))
    listed = [(f"{name}/index.html", name, "") for name in corpora]
    write_text(reports / "index.html", render_index("Reports by corpus", f"Corpora: {len(corpora)}", [("", listed)]))


def describe_page(
    folder: Path, name: str, item: Mapping[str, Any], manifest: Mapping[str, Any]
) -> tuple[str | None, str, str]:
    """Address, title and a word on the state of a page."""
    exists = (folder / name).is_file()
    if item["failed"]:
        return (name if exists else None), item["title"], "stale: the last run failed" if exists else "failed"
    stale = item["corpus_sha256"] != manifest["corpus_sha256"]
    return name, item["title"], "stale: made from an earlier state of the corpus" if stale else ""


def render_index(title: str, facts: str, groups: Sequence[tuple[str, Sequence[tuple[str | None, str, str]]]]) -> str:
    """A page of links under their headings, no script."""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(read_asset("web/index.html.j2"))
    return template.render(title=title, facts=facts, groups=groups, style=read_asset("web/report.css"))
