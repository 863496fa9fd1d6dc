"""The part of a corpus in which meetings told in two languages can be: all else need not be in memory to find them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from readouts.linked import read_frame
from readouts.seats import CENTRAL, load_rules


def narrow_to_twins(tables: Mapping[str, pa.Table], links: pa.Table, bodies: pd.DataFrame) -> dict[str, pa.Table]:
    """The tables with the documents alone that may have a twin: with a meeting of a day, or of an organ and number, that
    one in the other language has too. Of a large corpus these are few."""
    documents = read_frame(tables, "documents", ("document", "lang", "adcode"))
    meetings = read_frame(tables, "meetings", ("key", "document", "body_type", "ordinal", "held_start", "held_end"))
    same = load_rules().same_organ
    code = bodies["adcode"].where(bodies["adcode"].notna(), bodies["place"]).where(bodies["level"] != CENTRAL, CENTRAL)
    seats = dict(zip(bodies["body"], code.where(bodies["adcode"].isna(), bodies["adcode"]), strict=True))
    body = dict(zip(links["key"].to_pylist(), links["body"].to_pylist(), strict=True))
    rows = meetings.merge(documents, on="document").assign(
        kind=lambda own: own["body_type"].map(lambda x: same.get(x, x))
    )
    own = pd.Series([seats.get(body.get(key)) for key in rows["key"]], index=rows.index, dtype="object")
    rows = rows.assign(seat=own.where(own.notna(), rows["adcode"]))
    dated = rows[rows["held_start"].notna() & (rows["held_start"] == rows["held_end"])]
    numbered = rows[rows["seat"].notna() & rows["ordinal"].notna()]
    found: set[str] = set()
    for part, by in ((dated, ["kind", "held_start"]), (numbered, ["kind", "seat", "ordinal"])):
        both = part.groupby(by, dropna=False)["lang"].transform("nunique") > 1
        found.update(part.loc[both, "document"])
    wanted = pa.array(sorted(found), pa.string())
    return {name: table.filter(pc.is_in(table["document"], value_set=wanted)) for name, table in tables.items()}
