"""How good the tables of a corpus were found to be: its evaluation as sentences and tables, or how to take one."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from readouts.corpus import Corpus, count, find_processed
from readouts.display import Shown, ShownTogether, show_sentences, show_table
from readouts.evaluate import Evaluation
from readouts.scores import evaluation_from_json, frame_scores, frame_summary, show_share

EVALUATION = "evaluation.json"
FIGURES = {"precision": "precision", "recall": "recall", "f1": "F1"}
SPLITS = {"all": "all readouts", "seen": "seen cities", "unseen": "unseen cities"}


def show_scores(corpus: Corpus) -> Shown | ShownTogether:
    """What the figures rest on, the figures by table and by seen and unseen cities; without any, how to take them."""
    saved = read_saved(corpus)
    try:
        done = evaluation_from_json(saved)
    except (AttributeError, KeyError, TypeError):
        return show_sentences(
            [f"The file {EVALUATION} is not of the form that readouts evaluate writes.", *advise(corpus)]
        )
    if not done.documents:
        return show_sentences(["How good these tables are has not been measured on this corpus.", *advise(corpus)])
    return ShownTogether(
        (
            show_sentences([*describe_scores(done), *compare_makers(saved, corpus)]),
            show_table(tabulate_cities(done), "Whole records, by cities seen and unseen"),
            show_table(tabulate_scores(done), "Scores by table, with 95 % intervals"),
            show_table(tabulate_splits(done), "F1 by table, cities seen and unseen"),
        )
    )


def read_saved(corpus: Corpus) -> Any:
    """The evaluation beside the tables; one of no documents where there is none, nothing where it is no JSON."""
    path = find_processed() / corpus.name / EVALUATION
    if not path.is_file():
        return {"documents": {}}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def advise(corpus: Corpus) -> list[str]:
    """How to take the figures of a corpus."""
    return [
        "To measure it, write down by reading what some of its texts say, one JSON file a text in a folder of their own "
        "(tests/gold/README.md describes the form), and run: "
        f"readouts evaluate GOLD RAW --json data/processed/{corpus.name}/{EVALUATION}. "
        "Then make the reports again."
    ]


def describe_scores(done: Evaluation) -> list[str]:
    """What the figures rest on and what they come to, whatever the filters of the report."""
    rows = {str(row["split"]): row for row in frame_summary(done).to_dict("records")}
    whole, seen, unseen = rows["all"], rows["seen"]["documents"], rows["unseen"]["documents"]
    nowhere = whole["documents"] - seen - unseen
    rests = (
        f"These figures rest on {count(whole['documents'], 'readout')} whose content was put down by reading: {seen} of "
        f"seen cities, {unseen} of unseen ones, {nowhere} that name no city. They hold for those, whatever the filters."
    )
    missing = f"{whole['missing']} of them without a record, which counts as not found."
    sums = (
        f"Headline {whole['headline']:.3f}, the plain mean of the F1 of all tables. {whole['exact']} of "
        f"{count(whole['documents'], 'record')} are right in every row of every table: {show_share(whole, 'exact_rate')}."
    )
    return [rests, sums, *([missing] if whole["missing"] else [])]


def compare_makers(saved: dict[str, Any], corpus: Corpus) -> list[str]:
    """A warning where the figures come from another version or vocabulary than the tables."""
    same = all(saved.get(key) == corpus.manifest.get(key) for key in ("version", "vocabulary"))
    return [] if same else ["They were taken with another version or vocabulary than these tables: evaluate again."]


def tabulate_scores(done: Evaluation) -> pd.DataFrame:
    """One row a table: rows in gold, found and right, and the figures with their intervals."""
    scores = frame_scores(done)
    return pd.DataFrame(
        {"table": name_table(row), "in gold": row["gold"], "found": row["found"], "right": row["hit"]}
        | {label: join_share(row, figure) for figure, label in FIGURES.items()}
        for row in scores[scores["split"] == "all"].to_dict("records")
    )


def tabulate_splits(done: Evaluation) -> pd.DataFrame:
    """One row a table: rows in gold and F1 for seen and for unseen cities."""
    rows: dict[str, dict[str, Any]] = {}
    for row in frame_scores(done).to_dict("records"):
        shown = rows.setdefault(name_table(row), {"table": name_table(row)})
        if row["split"] != "all":
            label = SPLITS[str(row["split"])]
            shown |= {f"in gold, {label}": str(row["gold"]), f"F1, {label}": join_share(row, "f1")}
    return pd.DataFrame(list(rows.values()))


def name_table(row: Mapping[Hashable, Any]) -> str:
    """The name of a table in words."""
    return str(row["table"]).replace("_", " ")


def join_share(row: Mapping[Hashable, Any], figure: str) -> str:
    """A share with its interval that no line break parts."""
    return show_share(row, figure).replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")


def tabulate_cities(done: Evaluation) -> pd.DataFrame:
    """One row for all readouts, those of seen and those of unseen cities: headline and records right as a whole."""
    return pd.DataFrame(
        {
            "cities": SPLITS[str(row["split"])],
            "readouts": row["documents"],
            "headline": f"{row['headline']:.3f}" if row["documents"] else "–",
            "right as a whole": row["exact"],
            "share": join_share(row, "exact_rate") if row["documents"] else "–",
        }
        for row in frame_summary(done).to_dict("records")
    )
