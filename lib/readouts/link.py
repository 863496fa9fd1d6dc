"""Tables of one corpus to the tables that span its documents: persons, tenures and bodies, each joint with its evidence."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from readouts.bodies import describe_bodies, describe_body_links, resolve_bodies, tally_bodies
from readouts.columns import table_schema
from readouts.linked import (
    BODIES,
    BODY_LINKS,
    LINKED,
    PERSON_LINKS,
    PERSON_NAMES,
    PERSONS,
    TENURES,
    TWIN_VALUES,
    TWINS,
    Split,
    Tables,
    linked_schema,
    read_frame,
    to_arrow,
)
from readouts.narrowing import NARROWED, find_twinned
from readouts.persons import describe_links, describe_persons, fold_name, join_people, keep_links, place_people
from readouts.pinyin import is_chinese, romanise_person
from readouts.places import english_names, load_gazetteer
from readouts.portions import pick_rows, portion_by_document, portion_by_name
from readouts.spool import Spool
from readouts.stored import count_rows, table_path, write_table
from readouts.tenures import describe_tenures
from readouts.twins import NEEDED as TWINS_NEEDED
from readouts.twins import join_twins

# What is read of each table: nothing else has to be in memory.
NEEDED = {
    "documents": ("document", "lang", "place", "level", "adcode", "place_basis"),
    "meetings": ("key", "document", "body_type", "body", "level", "term", "ordinal", "held_start", "held_end"),
    "relays": ("key", "document", "body_type", "surface", "level", "term", "ordinal", "held_start"),
    "people": ("key", "document", "name"),
    "offices": ("person", "document", "name", "text", "office_type", "body_type", "level"),
}
REPEATED = ["body", "surface", "text", "name"]  # columns kept as dictionaries, because their words come again and again
PLACED = ["lang", "place", "adcode"]
SHARD = 30_000  # documents whose rows are in memory as frames at a time
SPLIT = pa.schema([("key", pa.string()), ("was", pa.string()), ("others", pa.int64())])
ORDERS = {PERSONS.name: ("name", "adcode", "person"), TENURES.name: ("name", "person", "first_start", "key")}


def link_tables(
    tables: Tables, links: pd.DataFrame | None = None, shard: int = SHARD, splits: Sequence[Split] = ()
) -> dict[str, pa.Table]:
    """The linked tables by name. With links, only the joints in them hold: a merge is undone by dropping its rows.

    With splits, rows leave the person that the rules joined them to, and one table more, `splits`, says who that was.
    """
    arrow = {name: as_arrow(name, tables[name]) for name in NEEDED}
    names = name_places(read_frame(arrow, "documents", ("lang", "place", "adcode")))
    shards = 1 + arrow["documents"].num_rows // shard
    people = [link_people(part, names, links, splits) for part in shard_by_name(arrow, shards)]
    linked = {name: join_shards([part[name] for part in people], name) for name in people[0]}
    empty = {table.name: linked_schema(table).empty_table() for table in (PERSON_NAMES, TWINS, TWIN_VALUES)}
    bodies: dict[str, list[pa.Table]] = {}
    for name, table in link_bodies(shard_by_document(arrow, shards), names):
        bodies.setdefault(name, []).append(table)
    return linked | {name: join_shards(parts, name) for name, parts in bodies.items()} | empty


def as_arrow(name: str, table: pd.DataFrame | pa.Table) -> pa.Table:
    """The columns needed of a table, in the types that they are stored in."""
    wanted = list(NEEDED[name])
    if isinstance(table, pa.Table):
        return table.select(wanted)
    schema = pa.schema([table_schema(name).field(column) for column in wanted])
    return pa.Table.from_pandas(table[wanted], schema=schema, preserve_index=False)


def shard_by_name(tables: Mapping[str, pa.Table], shards: int) -> Iterator[Mapping[str, pa.Table]]:
    """The tables in parts that hold all rows of a name, the documents and meetings of these rows with them."""
    if shards == 1:
        yield tables
        return
    numbers = {name: number_name(name) % shards for name in pc.unique(tables["people"]["name"]).to_pylist()}
    for number in range(shards):
        names = pa.array([name for name, own in numbers.items() if own == number], pa.string())
        part = {table: keep_rows(tables[table], "name", names) for table in ("people", "offices")}
        documents = pc.unique(part["people"]["document"])
        yield part | {table: keep_rows(tables[table], "document", documents) for table in ("documents", "meetings")}


def number_name(name: str) -> int:
    """A number that all spellings of a name have in common."""
    return zlib.crc32(fold_name(name).encode("utf-8", "surrogateescape"))


def shard_by_document(tables: Mapping[str, pa.Table], shards: int) -> Iterator[Mapping[str, pa.Table]]:
    """The documents, meetings and relays in parts of whole documents, in the order of the documents."""
    size = tables["documents"].num_rows // shards + 1
    for number in range(shards):
        own = tables["documents"].slice(number * size, size)
        found = own["document"].combine_chunks()
        yield {"documents": own} | {name: keep_rows(tables[name], "document", found) for name in ("meetings", "relays")}


def keep_rows(table: pa.Table, column: str, values: pa.Array) -> pa.Table:
    """The rows of a table whose cell is among the values."""
    cells = table[column]
    if not pa.types.is_dictionary(cells.type):
        return table.filter(pc.is_in(cells, value_set=values.cast(cells.type)))
    masks = []
    for chunk in cells.chunks:  # one look a word, not one a row
        words = chunk.dictionary
        masks.append(pc.is_in(words, value_set=values.cast(words.type)).take(chunk.indices))
    return table.filter(pa.chunked_array(masks, pa.bool_()))


def link_people(
    tables: Tables, names: dict[str, str], links: pd.DataFrame | None, splits: Sequence[Split] = ()
) -> dict[str, pa.Table]:
    """The linked tables of the people in a part of the corpus that holds all rows of each name."""
    people, offices = place_people(tables)
    rows = join_people(people, offices, splits) if links is None else keep_links(people, links)
    frames = {
        PERSONS: describe_persons(rows, names),
        PERSON_LINKS: describe_links(rows),
        TENURES: describe_tenures(rows, offices, names),
    }
    linked = {table.name: to_arrow(frame, table) for table, frame in frames.items()}
    if "was" in rows.columns:
        own = rows[rows["key"].isin([split.key for split in splits])]
        linked["splits"] = pa.table({name: own[name].tolist() for name in SPLIT.names}, schema=SPLIT)
    return linked


def join_shards(parts: list[pa.Table], name: str) -> pa.Table:
    """One table of the parts, in the table's own order."""
    whole = pa.concat_tables(parts).unify_dictionaries()
    order = [(column, "ascending") for column in ORDERS.get(name, ())]
    return whole.sort_by(order).combine_chunks() if order and len(parts) > 1 else whole


def link_bodies(parts: Iterator[Mapping[str, pa.Table]], names: dict[str, str]) -> Iterator[tuple[str, pa.Table]]:
    """The tables of organs by name: links part by part, then one row an organ from what the parts count."""
    times, readouts = [], []
    for part in parts:
        rows = resolve_bodies(part)
        yield BODY_LINKS.name, to_arrow(describe_body_links(rows), BODY_LINKS)
        counted, documents = tally_bodies(rows)
        times.append(counted)
        readouts.append(documents)
    bodies = describe_bodies(pd.concat(times, ignore_index=True), pd.concat(readouts, ignore_index=True), names)
    yield BODIES.name, to_arrow(bodies, BODIES)


def name_places(documents: pd.DataFrame) -> dict[str, str]:
    """A name by code: the one that most documents use, else the gazetteer's in the language of most documents."""
    english = (documents["lang"] == "en").sum() * 2 >= len(documents)
    known = {code: english_names(entry)[0] if english else entry.name for code, entry in load_gazetteer().items()}
    named = documents.dropna(subset=["place", "adcode"])
    counted = named.groupby(["adcode", "place"], sort=True, observed=True).size().rename("times").reset_index()
    counted = counted.astype({"adcode": "object", "place": "object"})
    counted = counted.sort_values(["adcode", "times", "place"], ascending=[True, False, True])
    first = counted.drop_duplicates("adcode")
    return known | dict(zip(first["adcode"], first["place"], strict=True))


def add_twins(folder: Path, linked: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables of meetings in two languages and of names in characters; nothing where all readouts are in English."""
    langs = pq.read_table(folder / "documents.parquet", columns=["lang"]).to_pandas()
    if "zh" not in set(langs["lang"]):
        return {}
    bodies = read_frame(linked, BODIES.name, ("body", "level", "adcode", "place"))
    looked = {name: pq.read_table(folder / f"{name}.parquet", columns=list(own)) for name, own in NARROWED.items()}
    found = find_twinned(looked, linked[BODY_LINKS.name], bodies)
    del looked
    tables = {name: pick_rows(folder, name, wanted, found) for name, wanted in TWINS_NEEDED.items()}
    own = keep_rows(linked[BODY_LINKS.name], "key", tables["meetings"]["key"].combine_chunks())
    twins, values, same = join_twins(
        tables, read_frame({BODY_LINKS.name: own}, BODY_LINKS.name, ("key", "body")), bodies
    )
    persons = read_frame(linked, PERSONS.name, ("person", "name"))
    links = read_frame(linked, PERSON_LINKS.name, ("key", "person"))
    person = dict(zip(links["key"], links["person"], strict=True))
    pairs = {person[one]: person[other] for one, other in same.items() if one in person and other in person}
    return {
        TWINS.name: to_arrow(twins, TWINS),
        TWIN_VALUES.name: to_arrow(values, TWIN_VALUES),
        PERSON_NAMES.name: to_arrow(name_persons(persons, pairs), PERSON_NAMES),
    }


def name_persons(persons: pd.DataFrame, pairs: Mapping[str, str]) -> pd.DataFrame:
    """One row a person whose name in characters is known, with its pinyin and the same person in the other language."""
    twin = {**pairs, **{other: one for one, other in pairs.items()}}
    names = dict(zip(persons["person"], persons["name"], strict=True))
    rows = []
    for person, name in names.items():
        other = names.get(twin.get(person, ""))
        chinese = name if is_chinese(name) else other if other and is_chinese(other) else None
        if chinese:
            basis = "stated" if chinese == name else "derived: twin"
            rows.append((person, name, chinese, romanise_person(chinese), twin.get(person), basis))
    return pd.DataFrame(rows, columns=[column.name for column in PERSON_NAMES.columns])


def write_linked(folder: Path, splits: Sequence[Split] = ()) -> tuple[dict[str, int], dict[str, tuple[str, int]]]:
    """Rows by table of the linked tables, written beside the tables of a folder they are made from.

    And for each row split off: the person that the rules had joined it to, and how many others they had joined to that.
    Of a large corpus the parts go to disk as they are made and are put in order from there.
    """
    size = count_rows(table_path(folder, "documents"))
    if size < SHARD:
        linked = link_tables({name: read_needed(folder, name) for name in NEEDED}, splits=splits)
        linked |= add_twins(folder, linked)
        for table in LINKED:
            write_table(linked[table.name], table_path(folder, table.name))
        rows = {table.name: linked[table.name].num_rows for table in LINKED}
        return rows, tell_joined(linked.get("splits"))
    with Spool(folder) as spool:
        told = spool_linked(folder, spool, 1 + size // SHARD, splits)
        twins = add_twins(folder, {name: spool.read(name) for name in spool.writers})
        for name, table in twins.items():
            spool.replace(name, table)
        rows = {table.name: spool.write(table, ORDERS.get(table.name, ())) for table in LINKED}
    return rows, tell_joined(told)


def spool_linked(folder: Path, spool: Spool, shards: int, splits: Sequence[Split]) -> pa.Table:
    """The linked tables on disk, part by part; returned is what is told of the rows split off.

    Beside three columns of the documents (language, place, code) no more of the folder's tables is in memory than one part.
    """
    told_of = pq.read_table(folder / "documents.parquet", columns=["lang", "place", "adcode"], read_dictionary=PLACED)
    names = name_places(told_of.unify_dictionaries().to_pandas())
    told = [SPLIT.empty_table()]
    for part in portion_by_name(folder, NEEDED, number_name, shards):
        linked = link_people(part, names, None, splits)
        told.append(linked.pop("splits", SPLIT.empty_table()))
        for name, table in linked.items():
            spool.add(name, table)
    for name, table in link_bodies(portion_by_document(folder, NEEDED, SHARD), names):
        spool.add(name, table)
    return pa.concat_tables(told)


def read_needed(folder: Path, name: str) -> pa.Table:
    """The columns needed of a table of a folder."""
    return pq.read_table(folder / f"{name}.parquet", columns=list(NEEDED[name]), read_dictionary=REPEATED)


def tell_joined(splits: pa.Table | None) -> dict[str, tuple[str, int]]:
    """By row split off: the person that the rules had joined it to, and how many others they had joined to that."""
    return {row["key"]: (row["was"], row["others"]) for row in (splits.to_pylist() if splits is not None else [])}
