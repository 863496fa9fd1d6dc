"""Raw files as documents: the encoding decided, the text extracted, sidecar and page metadata taken."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from readouts.lexicon import LANGUAGES, load_lists
from readouts.model import Document, Refusal, Source

TEXT_SUFFIXES = {".txt", ".md", ".text"}
HTML_SUFFIXES = {".html", ".htm", ".shtml", ".xhtml"}
SIDECAR_SUFFIX = ".meta.toml"
MAX_BYTES = 64 * 1024 * 1024
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_\-]+)", re.I)
# Elements that begin a line of their own; cells of a table stand apart on one line.
_BLOCKS = (
    "p, div, li, dt, dd, tr, h1, h2, h3, h4, h5, h6, header, footer, nav, main, section, article, aside, blockquote, "
    "figcaption, title, hr, pre, option"
)
_CELLS = "td, th"
_BREAK = "\x1e"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def iter_inputs(root: Path) -> Iterator[Path]:
    """Every input file below a folder, sorted; sidecars, notes on the folder and hidden files are no inputs."""
    if root.is_file():
        yield root
        return
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") for part in parts)
        note = path.name.endswith(SIDECAR_SUFFIX) or path.name.upper().startswith("README")
        if not hidden and not note and not path.is_dir():
            yield path


def decode_text(raw: bytes, declared: str | None = None) -> tuple[str, str] | None:
    """The text and its encoding by strict decoding in turn: mark, declared, UTF-8, then GB18030 or Big5.

    Returns None where no encoding decodes the bytes. Between GB18030 and Big5 the one whose text holds more
    of the commonest characters wins (see vocab/lists.toml).
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding)
    for candidate in (declared, "utf-8"):
        found = _strict(raw, candidate) if candidate else None
        if found:
            return found
    common = set("".join(load_lists()["common_characters"]))
    tries = [found for name in ("gb18030", "big5") if (found := _strict(raw, name))]
    return max(tries, key=lambda found: sum(char in common for char in found[0]), default=None)


def _strict(raw: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return raw.decode(encoding), encoding.lower()
    except (UnicodeDecodeError, LookupError):
        return None


def extract_html(markup: str) -> tuple[str, dict[str, str]]:
    """The readable text of a page, a line a block, and what its head says (publisher, published).

    Line ends of the markup are spaces, as in a browser; paragraphs, list items, table rows and <br> end a line.
    """
    tree = LexborHTMLParser(markup.replace(_BREAK, " "))
    meta: dict[str, str] = {}
    for node in tree.css("meta"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        content = (node.attributes.get("content") or "").strip()
        if name in {"pubdate", "publishdate", "article:published_time"} and re.match(r"\d{4}-\d\d-\d\d", content):
            meta["published"] = content[:10]
        if name in {"sitename", "og:site_name", "contentsource"} and content:
            meta.setdefault("publisher", content)
    for node in tree.css("script, style, noscript, template, svg"):
        node.decompose()
    for node in tree.css("pre"):
        node.replace_with(_BREAK + node.text(deep=True).replace("\n", _BREAK) + _BREAK)
    for node in tree.css("br"):
        node.replace_with(_BREAK)
    for node in tree.css(_BLOCKS):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    for node in tree.css(_CELLS):
        node.insert_after(" ")
    root = tree.body or tree.root
    text = root.text(deep=True) if root else ""
    lines = (re.sub(r"[ \t\n\r\f\v]+", " ", line).strip() for line in text.split(_BREAK))
    return "\n".join(line for line in lines if line), meta


def read_sidecar(path: Path) -> dict[str, str]:
    """What the sidecar beside a document says (url, publisher, published, retrieved, place, lang, title).

    Raises ValueError, in words that say how to mend it, where that cannot be used.
    """
    sidecar = path.with_name(path.stem + SIDECAR_SUFFIX)
    if not sidecar.is_file():
        return {}
    try:
        data = tomllib.loads(sidecar.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"is no TOML ({error})") from None
    lists = [key for key, value in data.items() if isinstance(value, (list, dict))]
    if lists:
        raise ValueError(f"gives more than one value for {lists[0]}; write one in quotes")
    known = {str(key): str(value) for key, value in data.items() if value != ""}
    for key in {"published", "retrieved"} & set(known):
        try:
            known[key] = dt.date.fromisoformat(known[key][:10]).isoformat()
        except ValueError:
            raise ValueError(f"says {key} = {known[key]!r}, which is no day; write it as 2024-04-12") from None
    if known.get("lang", "en") not in LANGUAGES:
        raise ValueError(f"says lang = {known['lang']!r}; write one of {', '.join(LANGUAGES)}")
    return known


def detect_language(text: str) -> str:
    """`zh` where Han characters outnumber a tenth of the Latin letters, else `en`."""
    han = len(re.findall(r"[\u3400-\u9fff]", text))
    latin = len(re.findall(r"[A-Za-z]", text))
    return "zh" if han * 10 > latin else "en"


def read_document(path: Path, root: Path | None = None) -> Document | Refusal:
    """The document in a raw file, or the refusal that says why it cannot be read. Never raises on content."""
    shown = path.relative_to(root).as_posix() if root and path.is_relative_to(root) and path != root else path.name
    try:
        if not path.is_file():
            return Refusal(shown, "unreadable", f"{shown}: is no regular file; remove it or unpack it")
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            return Refusal(shown, "too-large", f"{shown}: over {limit} MB for one readout; split it")
        raw = path.read_bytes()
        sidecar = read_sidecar(path)
    except OSError as error:
        return Refusal(shown, "unreadable", f"{shown}: {error.strerror or error}; check its permissions")
    except ValueError as error:
        return Refusal(shown, "sidecar", f"{shown}: its {SIDECAR_SUFFIX} {error}; mend or remove it")
    return document_from_bytes(raw, shown, path.suffix.lower(), sidecar)


def document_from_bytes(raw: bytes, shown: str, suffix: str, sidecar: dict[str, str]) -> Document | Refusal:
    """The document in some bytes, or the refusal that says why it cannot be read."""
    sha256 = hashlib.sha256(raw).hexdigest()
    if suffix not in TEXT_SUFFIXES | HTML_SUFFIXES:
        known = ", ".join(sorted(TEXT_SUFFIXES | HTML_SUFFIXES))
        return Refusal(
            shown, "format", f"{shown}: {suffix or 'no ending'} is not read; save it as one of {known}", sha256
        )
    if not raw.strip():
        return Refusal(shown, "empty", f"{shown}: holds no text; fetch it again or remove it", sha256)
    utf16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in raw and not utf16:
        return Refusal(shown, "binary", f"{shown}: binary, not text; convert it to .txt or .html", sha256)
    declared = None
    if suffix in HTML_SUFFIXES and (match := _CHARSET.search(raw[:4096])):
        declared = match[1].decode("ascii").lower()
        declared = "gb18030" if declared in {"gb2312", "gbk"} else declared
    decoded = decode_text(raw, declared)
    if decoded is None:
        detail = f"{shown}: neither UTF-8, UTF-16, GB18030 nor Big5 decodes it without loss; save it as UTF-8"
        return Refusal(shown, "encoding", detail, sha256)
    text, encoding = decoded
    meta: dict[str, str] = {}
    if suffix in HTML_SUFFIXES:
        text, meta = extract_html(text)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return Refusal(shown, "empty", f"{shown}: the page holds no text; save the page that shows the readout", sha256)
    return _document(text, encoding, sha256, shown, suffix.lstrip("."), sidecar, meta)


def _document(
    text: str, encoding: str, sha256: str, shown: str, kind: str, sidecar: dict[str, str], meta: dict[str, str]
) -> Document:
    known = meta | sidecar
    source = Source(
        path=shown,
        sha256=sha256,
        format="html" if "." + kind in HTML_SUFFIXES else "txt",
        encoding=encoding,
        url=known.get("url"),
        publisher=known.get("publisher"),
        retrieved=known.get("retrieved"),
    )
    published = known.get("published")
    return Document(
        id=sha256[:16],
        source=source,
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        lang=known.get("lang") or detect_language(text),
        published=published,
        published_basis=None
        if published is None
        else "reference: " + ("sidecar" if "published" in sidecar else "page"),
        place=known.get("place"),
        title=known.get("title"),
    )
