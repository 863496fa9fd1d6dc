"""One environment said in several places: the requirement files, the lock, the README's commands, the notebooks."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from readouts import __version__
from readouts.columns import TABLES
from readouts.linked import LINKED

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Addresses of package indexes and mirrors, which belong to the machine that installs and not to the project.
INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|https?://|\bsimple/", re.I)


def read_requirement(line: str) -> tuple[str, str]:
    """Name, in its normal spelling, and bounds of a requirement."""
    match = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*([<>=!~][^;]*)?(?:;.*)?", line.strip())
    assert match, f"not a requirement: {line!r}"
    return normal(match[1]), (match[2] or "").replace(" ", "")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def conda_lines() -> list[str]:
    """The items of environment.yml, pip's among them, without the keys that hold them."""
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    begin = lines.index("dependencies:")
    items = [line.strip().removeprefix("- ") for line in lines[begin + 1 :] if line.strip().startswith("- ")]
    return [item for item in items if item not in {"pip", "pip:"}]


def test_conda_and_pip_users_get_the_same() -> None:
    items = conda_lines()
    assert "-e ." in items, "environment.yml does not install the package itself"
    theirs = dict(read_requirement(item) for item in items if item != "-e .")
    ours = dict(read_requirement(line) for line in PROJECT["dependencies"])
    assert theirs.pop("python") == PROJECT["requires-python"]
    assert theirs == ours


def test_the_version_is_one() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert PROJECT["version"] == __version__
    assert f"\nversion: {__version__}\n" in citation
    assert f"\n## {__version__}" in changelog


def lock_entries() -> dict[str, str]:
    """Every pin of the lock with the text that follows it."""
    parts = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.M)
    pins = (re.match(r"([A-Za-z0-9._-]+)==(\S+)", part) for part in parts)
    return {normal(pin[1]): part for pin, part in zip(pins, parts, strict=True) if pin}


def test_every_pin_has_hashes_and_nothing_else_is_in_the_lock() -> None:
    entries = lock_entries()
    assert len(entries) > 50
    unhashed = [name for name, part in entries.items() if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", part)]
    assert not unhashed, f"pins without hashes: {unhashed}"
    stray = [line for line in LOCK.splitlines() if line and not re.match(r"\s+--hash=sha256:|[\w.-]+==|\s*#", line)]
    assert not stray, f"neither pin nor hash: {stray[:3]}"


def test_the_lock_pins_what_the_project_asks_for() -> None:
    entries = lock_entries()
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *extras["test"], *extras["build"]]
    missing = [name for name, _ in map(read_requirement, asked) if name not in entries]
    assert not missing, f"run `make lock`: {missing} not pinned"


@pytest.mark.parametrize("name", ["requirements.lock", "environment.yml", "pyproject.toml", "Makefile", ".ci/run"])
def test_no_index_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if INDEX.search(line) and "--no-emit" not in line]
    assert not lines, f"{name}: {lines[:3]}"


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_every_make_command_named_in_prose_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.M))
    assert named <= make_targets(), f"{name}: no target for {sorted(named - make_targets())}"


def test_the_two_commands_are_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"report", "test", "lab"} <= set(re.findall(r"^make ([a-z]+)", text, re.M))
    assert re.search(r"^make report RAW=", text, re.M)


def test_the_readme_has_a_line_for_every_table() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [table.name for table in (*TABLES, *LINKED) if f"| `{table.name}` |" not in text]
    assert not missing, f"README.md, The tables: no line for {missing}"


def test_readouts_commands_in_prose_exist() -> None:
    from readouts.cli import main

    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:^|`|bin/)readouts ([a-z]+)", text, re.M))
        assert named <= set(main.commands), f"{name}: no command {sorted(named - set(main.commands))}"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "data/raw/README.md"])
def test_files_that_prose_points_to_exist(name: str) -> None:
    page = ROOT / name
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing, f"{name} points to {missing}"


def read_notebook(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_is_thin_and_bare(path: Path) -> None:
    notebook = read_notebook(path)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert not [cell for cell in cells if cell["outputs"] or cell["execution_count"]], "run nbstripout"
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1, "one cell is tagged parameters"
    for line in "".join(tagged[0]["source"]).splitlines():
        assert re.match(r"[a-z_]+ = .+  # type: \S+ \S", line), f"a typed literal with its meaning: {line!r}"
    source = "\n".join("".join(cell["source"]) for cell in cells)
    assert not re.search(r"^\s*(?:def|class|async def) |\blambda\b|^\s*[%!]|\bre\.|\bPath\(", source, re.M)
    assert notebook["cells"][0]["cell_type"] == "markdown"
    assert "".join(notebook["cells"][0]["source"]).startswith("# ")


def test_there_are_notebooks_and_each_is_run() -> None:
    runs = tomllib.loads((ROOT / "notebooks" / "runs.toml").read_text(encoding="utf-8"))["report"]
    assert len(NOTEBOOKS) >= 5
    assert {run["notebook"] for run in runs} <= {path.name for path in NOTEBOOKS}
    assert len({run["output"] for run in runs}) == len(runs)
