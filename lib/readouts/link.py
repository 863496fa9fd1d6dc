"""Tables of one corpus to the tables that span its documents: persons, tenures and bodies, each joint with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from readouts.bodies import describe_bodies, describe_body_links, resolve_bodies
from readouts.linked import BODIES, BODY_LINKS, LINKED, PERSON_LINKS, PERSONS, TENURES, Tables, read_frame, to_arrow
from readouts.persons import describe_links, describe_persons, join_people, keep_links, place_people
from readouts.places import english_names, load_gazetteer
from readouts.tenures import describe_tenures

# What is read of each table: nothing else has to be in memory.
NEEDED = {
    "documents": ("document", "lang", "place", "level", "adcode", "place_basis"),
    "meetings": ("key", "document", "body_type", "body", "level", "term", "ordinal", "held_start", "held_end"),
    "relays": ("key", "document", "body_type", "surface", "level", "term", "ordinal", "held_start"),
    "people": ("key", "document", "name"),
    "offices": ("person", "document", "text", "office_type", "body_type", "level"),
}


def link_tables(tables: Tables, links: pd.DataFrame | None = None) -> dict[str, pa.Table]:
    """The linked tables by name. With links, only the joints in them hold: a merge is undone by dropping its rows."""
    names = name_places(read_frame(tables, "documents", ("lang", "place", "adcode")))
    people, offices = place_people(tables)
    rows = join_people(people, offices) if links is None else keep_links(people, links)
    bodies = resolve_bodies(tables)
    frames = {
        PERSONS: describe_persons(rows, names),
        PERSON_LINKS: describe_links(rows),
        TENURES: describe_tenures(rows, offices, names),
        BODIES: describe_bodies(bodies, names),
        BODY_LINKS: describe_body_links(bodies),
    }
    return {table.name: to_arrow(frame, table) for table, frame in frames.items()}


def name_places(documents: pd.DataFrame) -> dict[str, str]:
    """A name by code: the one that most documents use, else the gazetteer's in the language of most documents."""
    english = (documents["lang"] == "en").sum() * 2 >= len(documents)
    known = {code: english_names(entry)[0] if english else entry.name for code, entry in load_gazetteer().items()}
    named = documents.dropna(subset=["place", "adcode"])
    counted = named.groupby(["adcode", "place"], sort=True).size().rename("times").reset_index()
    counted = counted.sort_values(["adcode", "times", "place"], ascending=[True, False, True])
    first = counted.drop_duplicates("adcode")
    return known | dict(zip(first["adcode"], first["place"], strict=True))


def write_linked(folder: Path) -> dict[str, int]:
    """Rows by table: the linked tables of the Parquet files in a folder, written beside them."""
    tables = {name: pq.read_table(folder / f"{name}.parquet", columns=list(wanted)) for name, wanted in NEEDED.items()}
    return dict(write_tables(link_tables(tables), folder))


def write_tables(linked: dict[str, pa.Table], folder: Path) -> Iterator[tuple[str, int]]:
    """Each table's name and rows, once its Parquet file is written."""
    for table in LINKED:
        rows = linked[table.name]
        pq.write_table(rows, folder / f"{table.name}.parquet", compression="zstd")
        yield table.name, rows.num_rows
