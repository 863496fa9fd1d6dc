"""Who is told to do what, in which words.

Modality is read as the parser gives it (must, should, necessary …): obligation graded by modal verbs, as in Biber et al.,
"Longman Grammar of Spoken and Written English" (1999). Who is told follows the attributes and aims of an
institutional statement: Crawford & Ostrom, "A Grammar of Institutions", APSR 89 (1995).
"""

from __future__ import annotations

import pandas as pd

from readouts.compare.intervals import add_wilson
from readouts.corpus import Corpus
from readouts.lexicon import fold

DEMANDS = ["city", "by", "value", "times", "of", "share", "low", "high", "readouts", "readouts_of"]
ORGANS = ["city", "organ", "times", "of", "share", "low", "high", "readouts", "surfaces"]
TASKS = ["city", "actor", "task", "key", "document"]


def count_demands(corpus: Corpus) -> pd.DataFrame:
    """One row a city and modality of its demands, and one a city and verb of its utterances.

    Columns: city, by (modality, verb), value, times of (all demands, all utterances of the city), share, low, high (Wilson's
    95 % interval, of sentences that are not independent of one another, so read it as a lower bound of what is unsure),
    readouts with it of readouts_of (readouts of the city). A city without a demand has no row.
    """
    directives = corpus["directives"][["city", "document", "modality"]].rename(columns={"modality": "value"})
    verbs = corpus["utterances"][["city", "document", "verb"]].rename(columns={"verb": "value"})
    verbs = verbs.assign(value=verbs["value"].astype("str").str.lower())
    parts = [part.astype({"value": "str"}).assign(by=by) for by, part in (("modality", directives), ("verb", verbs))]
    rows = pd.concat(parts, ignore_index=True)
    grouped = rows.groupby(["city", "by", "value"], sort=True)["document"]
    out = grouped.agg(times="size", readouts="nunique").reset_index()
    out["of"] = out.groupby(["city", "by"])["times"].transform("sum")
    out["readouts_of"] = out["city"].map(corpus["documents"].groupby("city")["document"].nunique()).astype("Int64")
    out = add_wilson(out, "times", "of")
    return out.sort_values(["city", "by", "times", "value"], ascending=[True, True, False, True], ignore_index=True)[
        DEMANDS
    ]


def share_organs(corpus: Corpus) -> pd.DataFrame:
    """One row a city and named organ that is told to do things: tasks, of all tasks its readouts give to named organs.

    Columns: city, organ (its words in small letters, spaces and quotation marks even), times, of, share, low, high (Wilson's
    95 % interval), readouts, surfaces (as the texts have it). Demands on nobody by name are not in the denominator.
    """
    rows = corpus["assignments"][["city", "document", "actor"]]
    rows = rows.assign(organ=[" ".join(fold(str(actor)).split()) for actor in rows["actor"]])
    grouped = rows.groupby(["city", "organ"], sort=True)
    out = grouped.agg(
        times=("document", "size"), readouts=("document", "nunique"),
        surfaces=("actor", lambda found: ", ".join(sorted(set(found)))),
    ).reset_index()  # fmt: skip
    out["of"] = out.groupby("city")["times"].transform("sum")
    out = add_wilson(out, "times", "of")
    return out.sort_values(["city", "times", "organ"], ascending=[True, False, True], ignore_index=True)[ORGANS]


def list_tasks(corpus: Corpus) -> pd.DataFrame:
    """One row a task given to a named organ: city, actor, task (both as they stand), key, document."""
    return corpus["assignments"].sort_values(["city", "key"], ignore_index=True)[TASKS]
