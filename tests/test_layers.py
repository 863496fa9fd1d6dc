"""The road is one way: a module imports only from layers before its own. A new module takes its place in ROAD."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "lib" / "readouts"

# In the order of the road. Modules of one layer do not import one another; `extract.*` stands for every extractor.
ROAD = [
    ["readouts"],
    ["patterns"],
    ["model", "numerals", "places", "files", "lighten", "hanzi", "stored"],
    ["lexicon", "repair", "mixed", "jupyter", "engine", "kernels"],
    ["decoding", "placing"],
    ["source"],
    ["pieces"],
    ["mapping", "webarchive"],
    ["sheets"],
    ["inputs"],
    ["scan", "names", "blocks", "dates"],
    ["organs", "unspaced"],
    ["posts", "occasions"],
    ["sessions", "members"],
    ["convenings"],
    ["mark"],
    ["parts"],
    ["holders"],
    ["calendar", "governed"],
    ["matters", "heads", "own", "wanted", "printed"],
    ["own_level"],
    ["frame"],
    ["held", "edges", "openers", "joints"],
    ["items"],
    ["below", "objects", "retold"],
    ["acts", "roles", "speeches"],
    ["extract.*"],
    ["extract"],
    # the Chinese grammar: the same mentions, frame and rows
    ["chinese"],
    ["chinese.layout", "chinese.pieces", "chinese.dates", "chinese.names", "chinese.organs"],
    ["chinese.beside", "chinese.levels"],
    ["chinese.meetings", "chinese.posts", "chinese.persons"],
    ["chinese.mark"],
    ["chinese.printed"],
    ["chinese.governed"],
    ["chinese.own"],
    ["chinese.own_level"],
    ["chinese.frame"],
    ["chinese.held", "chinese.items"],
    ["chinese.heard", "chinese.repeated", "chinese.speeches", "chinese.acts", "chinese.accounts"],
    [
        "chinese.agenda",
        "chinese.convened",
        "chinese.jurisdiction",
        "chinese.people",
        "chinese.relayed",
        "chinese.speech",
        "chinese.tasks",
        "chinese.terms",
        "chinese.times",
    ],
    ["chinese.extractors"],
    ["parse"],
    # from one record to tables
    ["columns"],
    ["pinyin"],
    ["linked", "seats"],
    ["clashes", "whole", "narrowing"],
    ["twins"],
    ["tables", "export", "persons"],
    ["bodies", "tenures"],
    # what people put right: the log, and laying it over the rows of a document
    ["correctable", "rows"],
    ["decisions"],
    ["corrections"],
    ["desk"],
    ["replay"],
    ["overlay"],
    ["spool", "portions"],
    ["link", "tableset"],
    ["ledger"],
    ["batches", "reuse"],
    ["crew"],
    ["build"],
    # what it is worth: records against a truth made by reading
    ["matching"],
    ["evaluate", "listing"],
    ["gold"],
    ["scores"],
    # from the tables of a corpus to what is shown
    ["selections"],
    ["naming"],
    ["corpus", "cite"],
    ["archive"],
    ["facets"],
    ["evidence"],
    ["browse", "workbench"],
    ["doubts"],
    ["compare"],
    ["compare.lag", "compare.ledger", "compare.intervals", "compare.distance", "compare.words"],
    [
        "compare.coverage",
        "compare.demands",
        "compare.lineage",
        "compare.people",
        "compare.upstream",
        "compare.cadence",
        "compare.twins",
    ],
    ["compare.survival", "compare.diffusion", "compare.reuse"],
    ["compare.themes"],
    ["display"],
    ["measured"],
    ["figures.style"],
    [
        "figures.borrowing",
        "figures.cadence",
        "figures.contrasts",
        "figures.demands",
        "figures.intake",
        "figures.cities",
        "figures.ledger",
        "figures.people",
        "figures.survival",
        "figures.timeline",
    ],
    ["figures"],
    ["widgets.views", "widgets.filters", "widgets.editor"],
    ["widgets.correct"],
    ["widgets.timeline", "widgets.settle", "widgets.keep"],
    ["widgets.screen"],
    ["widgets"],
    ["explore"],
    ["page", "subjects"],
    ["warm"],
    ["runner", "runs"],
    ["report"],
    ["quality", "review", "publish", "citing", "progress"],
    ["cli"],
]
LAYERS = {name: number for number, layer in enumerate(ROAD) for name in layer}


def module_name(path: Path) -> str:
    """The name below the package: extract/people.py is extract.people, figures/__init__.py is figures."""
    parts = [part for part in path.relative_to(PACKAGE).with_suffix("").parts if part != "__init__"]
    return ".".join(parts) or "readouts"


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def layer_of(name: str) -> int | None:
    parent = name.rpartition(".")[0]
    return LAYERS.get(name, LAYERS.get(f"{parent}.*") if parent else None)


def imported_modules(path: Path) -> set[str]:
    """The modules of this package that a file imports anywhere in it, functions and type checks included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(name_below(alias.name) for alias in node.names if is_ours(alias.name))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: write imports in full, not relative"
            if node.module and is_ours(node.module):
                base = name_below(node.module)
                for alias in node.names:
                    inner = alias.name if base == "readouts" else f"{base}.{alias.name}"
                    found.add(inner if inner in MODULES else base)
    return found


def is_ours(name: str) -> bool:
    return name == "readouts" or name.startswith("readouts.")


def name_below(name: str) -> str:
    return name.removeprefix("readouts").removeprefix(".") or "readouts"


def test_there_is_a_package_to_look_at() -> None:
    assert {"model", "mark", "parse", "cli", "extract.people"} <= set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_its_place_on_the_road(name: str) -> None:
    assert layer_of(name) is not None, f"place {name} in ROAD of tests/test_layers.py"


@pytest.mark.parametrize("name", MODULES)
def test_imports_never_go_back(name: str) -> None:
    own = layer_of(name)
    for other in imported_modules(MODULES[name]) - {name}:
        layer = layer_of(other)
        if own is None or layer is None:
            continue  # told by the test above
        assert layer != own, f"{name} imports {other}, which is its neighbour on the road"
        assert layer < own, f"{name} imports {other}, which comes after it on the road"


def test_the_table_holds_no_name_twice() -> None:
    names = [name for layer in ROAD for name in layer]
    assert len(names) == len(set(names))
