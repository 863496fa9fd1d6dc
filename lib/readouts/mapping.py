"""Rows of tables as documents: which column holds the text and what is known of it, and the document in a row."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from readouts.model import Document, Refusal
from readouts.pieces import PieceError, Reading
from readouts.source import KNOWN_KEYS, check_facts, document_from_bytes, document_from_text

MAPPING_SUFFIX = ".columns.toml"
CONTENT = {"text": ".txt", "html": ".html"}
KEYS = (*CONTENT, *KNOWN_KEYS)
GIVEN_BY = "columns"


def find_columns(path: Path, reading: Reading) -> dict[str, str]:
    """The column of each thing known of a readout: as the call says, else <file>.columns.toml, else of the same name.

    A thing given no column ("") has none. PieceError where the mapping cannot be used.
    """
    named = {key: key for key in KEYS}
    for sidecar in (path.with_name(path.stem + MAPPING_SUFFIX), path.with_name(path.name + MAPPING_SUFFIX)):
        if sidecar.is_file():
            try:
                told = tomllib.loads(sidecar.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
                raise PieceError("columns", f"its {sidecar.name} is no TOML ({error}); mend or remove it") from None
            named |= {key: str(column) for key, column in told.items()}
    named |= dict(reading.columns)
    unknown = sorted(set(named) - set(KEYS))
    if unknown:
        raise PieceError("columns", f"a column is named for {unknown[0]!r}; known are {', '.join(KEYS)}")
    return named


def check_columns(named: Mapping[str, str], have: Iterable[str]) -> None:
    """Nothing where a table has a column to read the text from; PieceError that lists its columns where not."""
    listed = list(have)
    missing = [column for key, column in named.items() if column and column != key and column not in listed]
    lacking = missing[0] if missing else None
    if lacking is None and not any(named[key] in listed for key in CONTENT):
        lacking = named["text"] or named["html"]
    if lacking is not None:
        shown = ", ".join(listed[:20]) + (" …" if len(listed) > 20 else "")
        say = f'say which holds the text: --column text=NAME, or text = "NAME" in <file>{MAPPING_SUFFIX}'
        raise PieceError("columns", f"has no column {lacking!r} but {shown or 'none'}; {say}")


def read_row(row: Mapping[str, Any], named: Mapping[str, str], shown: str, reading: Reading) -> Document | Refusal:
    """The document in a row, or the refusal that says why it gives none."""
    key = next((key for key in ("html", "text") if named[key] and row.get(named[key])), None)
    if key is None:
        column = named["text"] or named["html"]
        return Refusal(shown, "empty", f"{shown}: its {column} holds no text; fill it or remove the row")
    content = row[named[key]]
    if not isinstance(content, (str, bytes)):
        return Refusal(shown, "malformed", f"{shown}: its {named[key]} is no text; write it in quotes")
    try:
        raw = content.encode("utf-8") if isinstance(content, str) else content
        facts = check_facts(read_facts(row, named))
    except UnicodeEncodeError:
        return Refusal(shown, "encoding", f"{shown}: holds half a character (a lone surrogate); save it as UTF-8")
    except ValueError as error:
        return Refusal(shown, "columns", f"{shown}: {error}, or leave the column out with --column NAME=")
    sha256 = hashlib.sha256(raw).hexdigest()
    if len(raw) > reading.limit:
        limit = f"{reading.limit / 2**20:g} MB for one readout"
        return Refusal(shown, "too-large", f"{shown}: over {limit}; split it, or raise the limit", sha256)
    if isinstance(content, bytes):
        return document_from_bytes(content, shown, CONTENT[key], facts, given_by=GIVEN_BY)
    if not content.strip():
        return Refusal(shown, "empty", f"{shown}: holds no text; fill it or remove the row", sha256)
    return document_from_text(content, "utf-8", sha256, shown, CONTENT[key], facts, GIVEN_BY)


def read_facts(row: Mapping[str, Any], named: Mapping[str, str]) -> dict[str, str]:
    """What the columns say of a readout; ValueError for a cell that is more than one value."""
    facts: dict[str, str] = {}
    for key in KNOWN_KEYS:
        value = row.get(named[key]) if named[key] else None
        if value is None or value == "":
            continue
        if isinstance(value, (list, dict)):
            raise ValueError(f"gives more than one value for {key}; write one")
        facts[key] = value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else str(value).strip()
        facts[key].encode("utf-8")
    if "lang" in facts:
        facts["lang"] = facts["lang"].lower().replace("_", "-").split("-")[0]
    return facts
