"""References: what a reference manager reads back is what the table of documents says."""

from __future__ import annotations

import json
from pathlib import Path

import bibtexparser
import pandas as pd
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from readouts import RELEASED, __version__
from readouts.build import Built
from readouts.cite import list_items, render_bibtex, render_csl, suggest_citation
from readouts.cli import main

ROOT = Path(__file__).parents[1]
ROW = {
    "document": "00ff", "place": "Mianyang", "published": pd.Timestamp("2024-04-12"), "url": "https://example.org/a?b=1&c=%20{x}",
    "publisher": "A & B", "retrieved": "2024-05-01", "lang": "en", "title": "A title\nwith 5 % and {braces", "text_sha256": "ab",
}  # fmt: skip


def one(**changes: object) -> pd.DataFrame:
    return pd.DataFrame([{**ROW, **changes}])


def test_an_item_has_what_is_known() -> None:
    [item] = list_items(one())
    assert item["id"] == "mianyang-2024-04-12-00ff"
    assert item["title"] == "A title with 5 % and {braces"
    assert item["issued"] == {"date-parts": [[2024, 4, 12]]}
    assert item["accessed"] == {"date-parts": [[2024, 5, 1]]}
    assert json.loads(render_csl([item])) == [item]


def test_what_is_not_known_has_no_key() -> None:
    [item] = list_items(one(place=None, published=pd.NaT, url=None, publisher=None, retrieved=None, title=None))
    assert item["id"] == "readout-00ff"
    assert set(item) == {"id", "type", "title", "language", "note"}
    assert item["type"] == "document"


def test_an_address_that_is_none_is_left_out() -> None:
    assert "URL" not in list_items(one(url="javascript:alert(1)"))[0]


@given(st.text(min_size=1), st.text())
def test_any_title_gives_an_entry_that_is_read_back(title: str, publisher: str) -> None:
    frame = pd.concat([one(title=title, publisher=publisher), one(document="00fe")])
    read = bibtexparser.loads(render_bibtex(list_items(frame)))
    assert {entry["ID"] for entry in read.entries} == {"mianyang-2024-04-12-00ff", "mianyang-2024-04-12-00fe"}
    assert all(entry["year"] == "2024" and entry["langid"] == "english" for entry in read.entries)


def test_a_report_is_cited_without_a_day_of_making() -> None:
    words = suggest_citation("When they met", "sample", 30, "f" * 64, 'cities=["Jinan"]')
    assert words == (
        f"The readouts maintainers ({RELEASED[:4]}). When they met [report on the corpus sample, 30 readouts]. "
        f'Narrowed by cities=["Jinan"]. readouts {__version__}. Corpus SHA-256 {"f" * 64}.'
    )


def test_the_release_is_the_one_that_citation_cff_names() -> None:
    listed = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"date-released: {RELEASED}\n" in listed
    assert f"version: {__version__}\n" in listed


def test_the_command_prints_writes_and_refuses(built: Built, tmp_path: Path) -> None:
    run = CliRunner().invoke
    options = ["--corpus", "small", "--processed", str(built.folder.parent)]
    printed = run(main, ["cite", *options, "--city", "mianyang"])
    assert printed.exit_code == 0
    assert printed.output.count("@misc{mianyang-") == printed.output.count("@misc{") > 0
    target = tmp_path / "a.json"
    assert run(main, ["cite", *options, "--format", "csl-json", "--out", str(target)]).exit_code == 0
    assert len(json.loads(target.read_text(encoding="utf-8"))) > 3
    assert run(main, ["cite", *options, "--city", "Atlantis"]).exit_code == 2
    assert run(main, ["cite", "--corpus", "none", "--processed", str(tmp_path)]).exit_code == 2
