"""Corrections as gold: for each corrected document its text and a file that says what is in the tables corrected.

A correction is a test case from then on: `readouts evaluate DIR/gold DIR/texts` compares those tables and no others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from readouts.desk import Outcome
from readouts.files import write_text
from readouts.overlay import TOUCHING, open_overlay
from readouts.replay import replay_corrections
from readouts.rows import Rows, read_document_rows

NOTE = (
    "Made from corrections: a person corrected something in the tables named under `tables`, and their other rows are as "
    "the parser gave them. `readouts evaluate` compares the tables under `tables` and no others."
)
Json = dict[str, Any]


def pick(*fields: str) -> Callable[[Rows, str], list[Json]]:
    """The reader of these fields of each row of a table."""
    return lambda rows, table: [{field: row[field] for field in fields} for row in rows[table]]


def pick_meetings(rows: Rows, table: str) -> list[Json]:
    """The meetings, each with its day: as stated, else its bounds."""
    out = pick("body_type", "body", "level", "term", "ordinal")(rows, table)
    return [meeting | {"held": pick_day(row)} for meeting, row in zip(out, rows[table], strict=True)]


def pick_day(row: Json) -> Any:
    """The day of a row, else its bounds, else nothing."""
    bounds = {name: row[f"held_{name}"] for name in ("start", "end")}
    if row["held"] is not None or not any(bounds.values()):
        return row["held"]
    return {name: day.strftime("%Y-%m-%d") if day else None for name, day in bounds.items()}


def pick_spans(rows: Rows, table: str) -> Json:
    """The places of the sentences that demand action."""
    return {"sentence_spans": [[row["start"], row["end"]] for row in rows[table]]}


# For each table: its key in a gold file, and the reader of what stands there. People and posts share a key.
READERS: dict[str, tuple[str, Callable[[Rows, str], Any]]] = {
    "meetings": ("meetings", pick_meetings),
    "relays": ("relays", pick("level", "body_type", "term", "ordinal", "surface", "relation")),
    "agenda": ("agenda", pick("action", "kind", "title")),
    "formulations": ("formulations", pick("text", "kind")),
    "assignments": ("assignments", pick("actor", "task")),
    "groups": ("collective_attendees", pick("text", "roles")),
    "utterances": ("utterances", pick("speaker", "verb")),
    "directives": ("directives", pick_spans),
    "time_references": ("time_references", pick("text", "norm")),
    "furniture": ("furniture", pick("text")),
    "programmes": ("programmes", pick("text")),
    "themes": ("themes", pick("theme")),
}
# The names under which a table is compared, where they are not its own.
COMPARED = {"people": ("people", "roles"), "doubts": ()}


def write_gold(folder: Path, processed: Path, corpus: str, out: Path) -> list[Path]:
    """The gold files written, one a corrected document, in out/gold, with the texts in out/texts.

    Documents are left out whose corrections no longer fit or are of tables that are not compared. KeyError where the
    corpus is not built.
    """
    for name in ("gold", "texts"):
        (out / name).mkdir(parents=True, exist_ok=True)
    written: dict[str, Path] = {}
    for document, own in open_overlay(folder, corpus).by_document.items():
        try:
            rows, text = read_document_rows(processed / corpus, document)
        except KeyError:
            continue
        done = replay_corrections(rows, text, own)
        gold = describe_gold(done.tables, done.outcomes)
        if not gold["tables"]:
            continue
        stem = name_stem(rows["documents"][0]["path"])
        stem = stem if stem not in written else f"{stem}__{document}"
        gold |= {"source": f"{stem}.txt", "note": NOTE}
        written[stem] = out / "gold" / f"{stem}.json"
        write_text(written[stem], json.dumps(gold, ensure_ascii=False, indent=1) + "\n")
        (out / "texts" / f"{stem}.txt").write_bytes(text.encode("utf-8"))
        write_text(out / "texts" / f"{stem}.meta.toml", describe_sidecar(rows))
    return list(written.values())


def name_stem(path: str) -> str:
    """The name of a gold file: the text's path with __ for /, without its ending."""
    return str(PurePosixPath(path).with_suffix("")).replace("/", "__")


def describe_gold(rows: Rows, outcomes: Iterable[Outcome]) -> Json:
    """The gold of one document: the tables that a correction touched which stands, and nothing of the others."""
    stands = [o.correction for o in outcomes if o.correction.action in TOUCHING and (o.row or o.state == "agrees")]
    touched = {c.table for c in stands if c.table != "documents"}
    fields = {c.field for c in stands if c.table == "documents"}
    document = rows["documents"][0]
    gold: Json = {"lang": document["lang"], "tables": []}
    for table, (key, read) in READERS.items():
        if table in touched:
            gold[key] = read(rows, table)
    if touched & {"people", "offices"}:
        gold["people"] = [describe_person(row, rows, touched) for row in rows["people"]]
    if fields & {"place", "level"}:
        gold["place"] = {"name": document["place"], "level": document["level"]}
    if "title" in fields:
        gold["title"] = document["title"]
    if "published" in fields:
        gold["published"] = document["published"].strftime("%Y-%m-%d") if document["published"] else None
    names = [name for table in sorted(touched) for name in COMPARED.get(table, (table,))]
    gold["tables"] = [*names, *sorted(fields & {"place", "title", "published"})]
    return gold


def describe_person(row: Json, rows: Rows, touched: set[str]) -> Json:
    """A person as gold has it, with roles or posts where these tables were corrected."""
    out = {"name": row["name"], "order": row["order"]}
    if "people" in touched:
        out["roles"] = row["roles"]
    if "offices" in touched:
        out["offices"] = [{"text": office["text"]} for office in rows["offices"] if office["person"] == row["key"]]
    return out


def describe_sidecar(rows: Rows) -> str:
    """The sidecar that tells what the text itself did not: what the parser had from page or sidecar."""
    document, evidence = rows["documents"][0], rows["evidence"]
    known = {"lang": document["lang"]}
    for field in ("place", "published", "title"):
        basis = [e["basis"] for e in evidence if (e["table"], e["field"]) == ("documents", field)]
        if basis and basis[0].startswith("reference") and document[field] is not None:
            value = document[field]
            known[field] = value if isinstance(value, str) else value.strftime("%Y-%m-%d")
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in known.items())
