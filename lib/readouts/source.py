"""Raw files as documents: the encoding decided, the text extracted, sidecar and page metadata taken."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from readouts.decoding import decode_text, find_mojibake
from readouts.hanzi import RESIDUE
from readouts.lexicon import LANGUAGES
from readouts.model import Document, Refusal, Source

TEXT_SUFFIXES = {".txt", ".md", ".text"}
HTML_SUFFIXES = {".html", ".htm", ".shtml", ".xhtml"}
SIDECAR_SUFFIX = ".meta.toml"
NOTE_SUFFIXES = (SIDECAR_SUFFIX, ".columns.toml")
MAX_BYTES = 64 * 1024 * 1024  # of one readout, unless a call says otherwise
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_\-]+)", re.I)
# Elements that begin a line of their own; cells of a table stand apart on one line.
_BLOCKS = (
    "p, div, li, dt, dd, tr, h1, h2, h3, h4, h5, h6, header, footer, nav, main, section, article, aside, blockquote, "
    "figcaption, title, hr, pre, option"
)
_CELLS = "td, th"
_BREAK = "\x1e"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
VANISHED = "was gone when its turn came; put it back or remove it, and build again"
_NO_LETTERS = bytes(byte for byte in range(0x80) if not chr(byte).isalpha())
LETTERS = 3  # Latin letters that say what one character says, about
KNOWN_KEYS = ("url", "publisher", "published", "retrieved", "place", "lang", "title")


def iter_inputs(root: Path) -> Iterator[Path]:
    """Every input below a folder, in order, as it is come by; sidecars, notes on the folder and hidden files are no inputs.

    A folder that cannot be opened, is a link, or is named like a text is an input too: read_document says what is wrong.
    """
    if not root.is_dir():
        yield root
        return
    for name, is_folder in list_folder(root):
        path = root / name
        if name.startswith("."):
            continue
        if is_folder:
            if path.suffix.lower() in TEXT_SUFFIXES | HTML_SUFFIXES:
                yield path
            try:
                yield from iter_inputs(path)
            except OSError:  # it may not be opened, or is gone
                yield path
        elif not is_note(name):
            yield path


def list_folder(folder: Path) -> Iterator[tuple[str, bool]]:
    """The names in a folder, in order, and whether each is a folder; a link is none."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name + ("/d" if entry.is_dir(follow_symlinks=False) else "/f") for entry in entries)
    yield from ((name[:-2], name.endswith("/d")) for name in names)


def is_note(name: str) -> bool:
    """Whether a file says something of others and is no input: a sidecar, a column mapping, a README."""
    return name.endswith(NOTE_SUFFIXES) or name.upper().startswith("README")


def show_path(path: Path, root: Path | None = None) -> str:
    """A path below the corpus folder as one line of sound text: odd bytes and control characters as \\x.."""
    whole, above = str(path), f"{root}{os.sep}"
    if root is not None and whole.startswith(above):
        shown = whole[len(above) :].replace(os.sep, "/")
    else:
        inside = root is not None and path != root and path.is_relative_to(root)
        shown = path.relative_to(root).as_posix() if inside and root is not None else path.name
    if shown.isprintable():
        return shown
    sound = shown.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda hit: f"\\x{ord(hit[0]):02x}", sound)


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
    return parse_sidecar(sidecar.read_bytes())


def parse_sidecar(raw: bytes) -> dict[str, str]:
    """What a sidecar of these bytes says; ValueError, in words that say how to mend it, for one that cannot be used."""
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"is no TOML ({error})") from None
    lists = [key for key, value in data.items() if isinstance(value, (list, dict))]
    if lists:
        raise ValueError(f"gives more than one value for {lists[0]}; write one in quotes")
    return check_facts({str(key): str(value) for key, value in data.items() if value != ""})


def check_facts(known: dict[str, str]) -> dict[str, str]:
    """What is known of a document, days cut to ISO days; ValueError, in words that say how to mend it, for none."""
    for key in {"published", "retrieved"} & set(known):
        try:
            known[key] = dt.date.fromisoformat(known[key][:10]).isoformat()
        except ValueError:
            raise ValueError(f"says {key} = {known[key]!r}, which is no day; write it as 2024-04-12") from None
    if known.get("lang", "en") not in LANGUAGES:
        raise ValueError(f"says lang = {known['lang']!r}; write one of {', '.join(LANGUAGES)}")
    return known


def detect_language(text: str) -> str:
    """`zh` where more is told in Han characters than in Latin letters, of which a character stands for some three; else `en`."""
    han = len(re.findall(r"[\u3400-\u9fff]", text))
    bare = RESIDUE.sub("", text) if han else text  # pinyin behind each character is no other language
    latin = len(bare.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    return "zh" if han * LETTERS > latin else "en"


def read_document(path: Path, root: Path | None = None, limit: int = MAX_BYTES) -> Document | Refusal:
    """The document in a raw file, or the refusal that says why it cannot be read. Never raises on content."""
    shown = show_path(path, root)
    try:
        trouble = find_trouble(path, root, limit)
        if trouble is not None:
            return Refusal(shown, trouble[0], f"{shown}: {trouble[1]}")
        raw = path.read_bytes()
        sidecar = read_sidecar(path)
    except FileNotFoundError:
        return Refusal(shown, "vanished", f"{shown}: {VANISHED}")
    except OSError as error:
        return Refusal(shown, "unreadable", f"{shown}: {error.strerror or error}; check its permissions")
    except ValueError as error:
        return Refusal(shown, "sidecar", f"{shown}: its {SIDECAR_SUFFIX} {error}; mend or remove it")
    return document_from_bytes(raw, shown, path.suffix.lower(), sidecar)


def find_trouble(path: Path, root: Path | None = None, limit: int | None = None) -> tuple[str, str] | None:
    """Why a path is no file to read, as reason and remedy; None for a regular file of the folder within the limit."""
    if path.is_symlink():
        if not path.exists():
            return "link", "is a link to nothing; remove it"
        if path.is_dir():
            return "link", "is a link to a folder, which is not followed; put the folder itself here"
        if root is not None and not path.resolve().is_relative_to(root.resolve()):
            return "link", "is a link out of the folder, which is not followed; put a copy of the file here"
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            return "unreadable", "is a folder that may not be opened; check its permissions"
        return "folder", "is a folder named like a text; what is in it was read, rename it"
    if not path.exists():
        return "vanished", VANISHED
    if not path.is_file():
        return "unreadable", "is no regular file; remove it or unpack it"
    if limit is not None and path.stat().st_size > limit:
        return "too-large", f"over {limit / 2**20:g} MB for one readout; split it, or raise the limit"
    return None


def document_from_bytes(
    raw: bytes,
    shown: str,
    suffix: str,
    facts: Mapping[str, str],
    declared: str | None = None,
    given_by: str = "sidecar",
) -> Document | Refusal:
    """The document in some bytes, or the refusal that says why it cannot be read.

    facts are what sidecar or columns say of it, declared the encoding that a server says it has.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    if suffix not in TEXT_SUFFIXES | HTML_SUFFIXES:
        known = ", ".join(sorted(TEXT_SUFFIXES | HTML_SUFFIXES))
        return Refusal(
            shown, "format", f"{shown}: {suffix or 'no ending'} is not read; save it as one of {known}", sha256
        )
    if not raw.strip():
        return Refusal(shown, "empty", f"{shown}: holds no text; fetch it again or remove it", sha256)
    if suffix in HTML_SUFFIXES and declared is None and (match := _CHARSET.search(raw[:4096])):
        declared = match[1].decode("ascii")
    decoded = decode_text(raw, declared)
    if decoded is None and b"\x00" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Refusal(shown, "binary", f"{shown}: binary, not text; convert it to .txt or .html", sha256)
    if decoded is None:
        detail = f"{shown}: neither UTF-8, UTF-16, GB18030 nor Big5 decodes it without loss; save it as UTF-8"
        return Refusal(shown, "encoding", detail, sha256)
    return document_from_text(*decoded, sha256, shown, suffix, facts, given_by)


def document_from_text(
    text: str, encoding: str, sha256: str, shown: str, suffix: str, facts: Mapping[str, str], given_by: str
) -> Document | Refusal:
    """The document in a text or the markup of a page, or the refusal where that holds none or was decoded wrongly."""
    meta: dict[str, str] = {}
    if suffix in HTML_SUFFIXES:
        text, meta = extract_html(text)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return Refusal(shown, "empty", f"{shown}: the page holds no text; save the page that shows the readout", sha256)
    garbled = find_mojibake(text)
    if garbled is not None:
        return Refusal(shown, "mojibake", f"{shown}: {garbled}; fetch it again from its source", sha256)
    known = meta | dict(facts)
    source = Source(
        path=shown,
        sha256=sha256,
        format="html" if suffix in HTML_SUFFIXES else "txt",
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
        published_basis=None if published is None else "reference: " + (given_by if "published" in facts else "page"),
        place=known.get("place"),
        title=known.get("title"),
    )
