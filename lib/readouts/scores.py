"""What the counts of an evaluation say: precision, recall and F1 with intervals, exact records, gains and losses.

Intervals are Wilson's (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
(1927), 209-212; recommended over the plain one by R. G. Newcombe, "Two-sided confidence intervals for the single
proportion", Statistics in Medicine 17 (1998), 857-872, method 3). F1 is no proportion of one sample: its interval takes
the mean of gold and found as the number of trials. Rows of one document are not independent, so all are somewhat narrow.
"""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from readouts.evaluate import Evaluation, Scored, f1_of
from readouts.matching import Count, Json

Z95 = 1.959963984540054
ALLOWED_FALL = 0.015  # how far a headline may fall below an earlier run's
SPLITS = ("all", "seen", "unseen")


def wilson_interval(hits: float, trials: float, z: float = Z95) -> tuple[float, float]:
    """The bounds of a proportion by Wilson's score interval; 0 to 1 where nothing was tried."""
    if trials <= 0:
        return 0.0, 1.0
    share, squared = hits / trials, z * z
    middle = share + squared / (2 * trials)
    half = z * math.sqrt(share * (1 - share) / trials + squared / (4 * trials * trials))
    whole = 1 + squared / trials
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def frame_scores(evaluation: Evaluation) -> pd.DataFrame:
    """One row a split (all, seen, unseen) and table: counts, and precision, recall and F1 with their intervals."""
    rows = []
    for split in SPLITS:
        part = evaluation.narrow(split)
        for name, count in part.tables.items():
            row: dict[str, Any] = {"split": split, "table": name, "documents": len(part.documents)}
            row |= {"gold": count.gold, "found": count.found, "hit": count.hit}
            trials = {"precision": count.found, "recall": count.gold, "f1": (count.gold + count.found) / 2}
            for figure, number in trials.items():
                low, high = wilson_interval(count.hit, number)
                share = count.hit / number if number else float("nan")
                row |= {figure: share, f"{figure}_low": low, f"{figure}_high": high}
            rows.append(row)
    return pd.DataFrame(rows)


def frame_summary(evaluation: Evaluation) -> pd.DataFrame:
    """One row a split: documents, without a record, headline, exact records with their share and its interval."""
    rows = []
    for split in SPLITS:
        part = evaluation.narrow(split)
        number = len(part.documents)
        low, high = wilson_interval(part.exact, number)
        missing = sum(scored.missing for scored in part.documents.values())
        rows.append((split, number, missing, part.headline, part.exact, part.exact / (number or 1), low, high))
    names = ["split", "documents", "missing", "headline", "exact", "exact_rate", "exact_rate_low", "exact_rate_high"]
    return pd.DataFrame(rows, columns=names)


def compare_runs(evaluation: Evaluation, earlier: Evaluation) -> pd.DataFrame:
    """Gains and losses: one row a document and table whose F1 changed, the greatest loss first."""
    rows = []
    for stem, scored in evaluation.documents.items():
        before = earlier.documents.get(stem)
        for name in scored.counts if before else ():
            if before and name in before.counts:
                rows.append((stem, name, f1_of(before.counts[name]), f1_of(scored.counts[name])))
    frame = pd.DataFrame(rows, columns=["document", "table", "before", "after"])
    frame["change"] = frame["after"] - frame["before"]
    changed = frame[frame["change"].abs() > 1e-9]
    return changed.sort_values(["change", "document", "table"], ignore_index=True)


def compare_tables(evaluation: Evaluation, earlier: Evaluation) -> pd.DataFrame:
    """Gains and losses: one row a table whose F1 over the documents of both runs changed, the greatest loss first."""
    now, then = share_documents(evaluation, earlier)
    rows = [(name, f1_of(then.tables[name]), f1_of(count)) for name, count in now.tables.items() if name in then.tables]
    frame = pd.DataFrame(rows, columns=["table", "before", "after"])
    frame["change"] = frame["after"] - frame["before"]
    changed = frame[frame["change"].abs() > 1e-9]
    return changed.sort_values(["change", "table"], ignore_index=True)


def has_fallen(evaluation: Evaluation, earlier: Evaluation) -> bool:
    """Whether the headline over the documents of both runs fell by more than is allowed."""
    now, then = share_documents(evaluation, earlier)
    return bool(now.documents) and then.headline - now.headline > ALLOWED_FALL


def share_documents(evaluation: Evaluation, earlier: Evaluation) -> tuple[Evaluation, Evaluation]:
    """Both runs with only the documents that both hold."""
    both = [stem for stem in evaluation.documents if stem in earlier.documents]
    now, then = (Evaluation({stem: run.documents[stem] for stem in both}) for run in (evaluation, earlier))
    return now, then


def show_share(row: Mapping[Hashable, Any], key: str) -> str:
    """A share with its interval: 0.867 (0.62-0.96); a dash where nothing was tried."""
    if math.isnan(row[key]):
        return "–"
    return f"{row[key]:.3f} ({row[f'{key}_low']:.2f}-{row[f'{key}_high']:.2f})"


def evaluation_to_json(evaluation: Evaluation) -> Json:
    """The evaluation as plain values: figures for reading, counts by document for the next comparison."""
    tables = frame_scores(evaluation)
    documents = {
        stem: {
            "city": scored.city,
            "seen": scored.seen,
            "missing": scored.missing,
            "exact": scored.exact,
            "tables": {name: [c.gold, c.found, c.hit] for name, c in scored.counts.items()},
            "recalled": {name: [c.gold, c.found, c.hit] for name, c in scored.recalled.items()},
        }
        for stem, scored in evaluation.documents.items()
    }
    whole = tables[tables["split"] == "all"] if len(tables) else tables
    figures = {
        row["table"]: {k: row[k] for k in ("gold", "found", "hit")} | {"f1": round(row["f1"], 4)}
        for row in whole.to_dict("records")
    }
    headline = round(evaluation.headline, 4)
    return {"headline": headline, "exact": evaluation.exact, "tables": figures, "documents": documents}


def render_run(content: Json) -> str:
    """A run as JSON, one line a table, document or change: two saved runs can be compared line by line."""
    parts = []
    for key, value in content.items():
        named = f"{json.dumps(key)}: "
        if isinstance(value, dict) and value:
            inner = ",\n".join(f"  {json.dumps(name)}: {render_line(item)}" for name, item in value.items())
            parts.append(f"{named}{{\n{inner}\n }}")
        elif isinstance(value, list) and value:
            inner = ",\n".join(f"  {render_line(item)}" for item in value)
            parts.append(f"{named}[\n{inner}\n ]")
        else:
            parts.append(f"{named}{render_line(value)}")
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def render_line(value: Any) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def evaluation_from_json(saved: Json) -> Evaluation:
    """The evaluation of a saved run."""
    return Evaluation(
        {
            stem: Scored(
                {name: Count(*counts) for name, counts in one["tables"].items()},
                {name: Count(*counts) for name, counts in one["recalled"].items()},
                one["city"],
                one["seen"],
                one["missing"],
            )
            for stem, one in saved["documents"].items()
        }
    )


def load_evaluation(path: Path) -> Evaluation:
    """The evaluation saved in a file."""
    return evaluation_from_json(json.loads(path.read_text(encoding="utf-8")))
