"""Citations: the readouts used as CSL-JSON and BibTeX, and the sentence that cites a report.

CSL-JSON is the input schema of the Citation Style Language 1.0.2, which Zotero and pandoc read; BibTeX entries are `@misc`
with biblatex's `urldate` and `langid`, which both programs read as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from readouts import RELEASED, __version__

AUTHORS = "The readouts maintainers"
UNTITLED = "[readout without a title]"
COLUMNS = ["city", "title", "publisher", "published", "url", "retrieved", "path", "text_sha256"]
# Braces are counted even behind a backslash, so an odd one would end the entry.
ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "%&$#_"},
}
ADDRESS = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


def list_items(documents: pd.DataFrame) -> list[dict[str, Any]]:
    """CSL-JSON items, one a document in order of place, day and id; what is not known has no key.

    `documents` has the columns of the table of that name. `issued` is the day of printing, where it is stated, `note` the
    document's id and the hash of its text, so that a reader can tell the version that was used.
    """
    ordered = documents.sort_values(["place", "published", "document"], na_position="last")
    return [
        make_item({str(name): cell for name, cell in row.items()})
        for row in ordered.astype("object").where(ordered.notna(), None).to_dict("records")
    ]


def make_item(row: Mapping[str, Any]) -> dict[str, Any]:
    """One document as a CSL-JSON item."""
    address = row["url"] if str(row["url"] or "").startswith(("http://", "https://")) else None
    found = {
        "id": name_item(row),
        "type": "webpage" if address else "document",
        "title": " ".join(str(row["title"] or UNTITLED).split()),
        "container-title": row["publisher"],
        "publisher-place": row["place"],
        "issued": give_date(row["published"]),
        "accessed": give_date(row["retrieved"]),
        "URL": address,
        "language": row["lang"],
        "note": f"readouts document {row['document']}; text SHA-256 {row['text_sha256']}",
    }
    return {key: value for key, value in found.items() if value is not None}


def name_item(row: Mapping[str, Any]) -> str:
    """A key for the item: place and day as far as they can be had in ASCII, then the document's id."""
    place = re.sub(r"[^a-z]+", "-", str(row["place"] or "").lower()).strip("-")
    day = f"{row['published']:%Y-%m-%d}" if row["published"] is not None else ""
    return "-".join(part for part in (place or "readout", day, str(row["document"])) if part)


def give_date(value: Any) -> dict[str, list[list[int]]] | None:
    """A day as CSL has it; None for no day or no ISO day."""
    day = pd.to_datetime(value, format="ISO8601", errors="coerce") if value is not None else pd.NaT
    return None if day is pd.NaT else {"date-parts": [[int(part) for part in f"{day:%Y-%m-%d}".split("-")]]}


def render_csl(items: Sequence[Mapping[str, Any]]) -> str:
    """The items as a CSL-JSON file."""
    return json.dumps(list(items), ensure_ascii=False, indent=1) + "\n"


def render_bibtex(items: Sequence[Mapping[str, Any]]) -> str:
    """The items as a BibTeX file in UTF-8."""
    return "\n".join(render_entry(item) for item in items)


def render_entry(item: Mapping[str, Any]) -> str:
    """One item as a BibTeX entry."""
    year, month, day = item["issued"]["date-parts"][0] if "issued" in item else (None, None, None)
    accessed = item["accessed"]["date-parts"][0] if "accessed" in item else None
    fields = {
        "title": f"{{{escape_words(item['title'])}}}",
        "organization": escape_words(item.get("container-title", "")),
        "year": year,
        "month": month,
        "day": day,
        "howpublished": r"\url{" + escape_address(item["URL"]) + "}" if "URL" in item else None,
        "url": escape_address(item.get("URL", "")),
        "urldate": "{:04}-{:02}-{:02}".format(*accessed) if accessed else None,
        "langid": {"en": "english", "zh": "chinese"}.get(item.get("language", "")),
        "note": escape_words(item["note"]),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{item['id']},\n" + ",\n".join(lines) + "\n}\n"


def escape_words(words: str) -> str:
    """Words with TeX's own signs written out, on one line."""
    return "".join(ESCAPES.get(sign, sign) for sign in " ".join(words.split()))


def escape_address(address: str) -> str:
    """An address without a sign that would end the field."""
    return "".join(ADDRESS.get(sign, sign) for sign in address)


def suggest_citation(title: str, corpus: str, documents: int, corpus_sha256: str, parameters: str = "") -> str:
    """The sentence that cites a report; the same report always has the same one, so it names a release and no day of making."""
    narrowed = f" Narrowed by {parameters}." if parameters else ""
    return (
        f"{AUTHORS} ({RELEASED[:4]}). {title} [report on the corpus {corpus}, {documents:,} readouts].{narrowed} "
        f"readouts {__version__}. Corpus SHA-256 {corpus_sha256}."
    )
