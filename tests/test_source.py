"""Raw files to documents: every encoding the same text, every refusal one line that says what to do."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from readouts.model import Document, Refusal
from readouts.source import (
    detect_language,
    document_from_bytes,
    extract_html,
    iter_inputs,
    read_document,
)

SIMPLIFIED = (
    "肥城市委常委会召开会议，传达学习习近平总书记重要讲话精神。会议强调，要全面深化改革，贯彻落实中央决策部署。\n"
)
TRADITIONAL = "市委常委會召開會議，傳達學習總書記重要講話精神。會議強調，要全面深化改革，貫徹落實中央決策部署。\n"
ENGLISH = "The Mayor’s “meeting” was\u00a0held on May 6.\r\nLi Ming presided.\r\n"

ENCODED = [
    (ENGLISH, "utf-8", "utf-8"),
    (ENGLISH, "utf-8-sig", "utf-8-sig"),
    (ENGLISH, "utf-16", "utf-16"),
    (SIMPLIFIED, "utf-8", "utf-8"),
    (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
    (SIMPLIFIED, "utf-16", "utf-16"),
    (SIMPLIFIED, "gb18030", "gb18030"),
    (SIMPLIFIED, "gb2312", "gb18030"),  # a part of GB18030
    (TRADITIONAL, "utf-8", "utf-8"),
    (TRADITIONAL, "big5", "big5"),
    (TRADITIONAL, "gb18030", "gb18030"),  # decodes as Big5 too, with fewer of the common characters
]


@pytest.mark.parametrize(("text", "saved_as", "read_as"), ENCODED)
def test_the_text_is_the_same_in_every_encoding(text: str, saved_as: str, read_as: str) -> None:
    """Line ends and no-break spaces stay, a mark at the beginning does not."""
    document = document_from_bytes(text.encode(saved_as), "a.txt", ".txt", {})
    assert isinstance(document, Document), document
    assert document.text == text
    assert document.source.encoding == read_as


DECLARED = [
    (SIMPLIFIED, "gb2312", "gb18030", "gb18030"),
    (SIMPLIFIED, "gbk", "gb18030", "gb18030"),
    (TRADITIONAL, "big5", "big5", "big5"),
    (SIMPLIFIED, "utf-8", "gb18030", "gb18030"),  # declared wrongly: strict decoding says so
    (SIMPLIFIED, "gb2312", "utf-8", "utf-8"),
    (TRADITIONAL, "utf-8", "big5", "big5"),
    (SIMPLIFIED, "no-such-charset", "gb18030", "gb18030"),
    (SIMPLIFIED, "", "utf-8", "utf-8"),
]


@pytest.mark.parametrize(("text", "declared", "saved_as", "read_as"), DECLARED)
def test_a_page_is_read_as_declared_where_that_decodes(text: str, declared: str, saved_as: str, read_as: str) -> None:
    markup = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><p>{text}</p>'
    document = document_from_bytes(markup.encode(saved_as), "a.html", ".html", {})
    assert isinstance(document, Document), document
    assert document.text == text.strip()
    assert document.source.encoding == read_as


REFUSED = [
    (b"", ".txt", "empty", "remove it"),
    (b" \n\t\r\n", ".txt", "empty", "remove it"),
    (b"\xef\xbb\xbf", ".txt", "empty", "save"),
    (b"<html><body><script>1</script></body></html>", ".html", "empty", "save the page that shows the readout"),
    (bytes(range(256)) * 8, ".txt", "binary", "convert it"),
    (b"%PDF-1.7", ".pdf", "format", "save it as one of"),
    (b"text", "", "format", "save it as one of"),
    (b"text", ".docx", "format", ".txt"),
    (b"caf\xe9 \xff\xff", ".txt", "encoding", "save it as UTF-8"),
    (b"\xef\xbb\xbfcaf\xe9", ".txt", "encoding", "save it as UTF-8"),  # the mark promises UTF-8
    (b"\xff\xfea", ".txt", "encoding", "save it as UTF-8"),  # half a character of UTF-16
    ("The “meeting”".encode("cp1252"), ".txt", "encoding", "save it as UTF-8"),
    (ENGLISH.encode() + b"\xed\xa0\x80", ".txt", "encoding", "save it as UTF-8"),  # a lone surrogate is no character
]


@pytest.mark.parametrize(("raw", "ending", "reason", "remedy"), REFUSED)
def test_a_refusal_names_the_file_and_the_remedy(raw: bytes, ending: str, reason: str, remedy: str) -> None:
    refusal = document_from_bytes(raw, f"city/a{ending}", ending, {})
    assert isinstance(refusal, Refusal), refusal
    assert refusal.reason == reason
    assert_one_clear_line(refusal, f"city/a{ending}", remedy)
    assert refusal.sha256


def assert_one_clear_line(refusal: object, shown: str, remedy: str) -> None:
    assert isinstance(refusal, Refusal), refusal
    assert refusal.detail.startswith(f"{shown}: ")
    assert remedy in refusal.detail
    assert "\n" not in refusal.detail
    assert len(refusal.detail) < 300


SIDECARS = [
    ("published 2024-04-12", "is no TOML"),
    ('published = "12 April 2024"', "write it as 2024-04-12"),
    ('published = "2024-02-31"', "write it as 2024-04-12"),
    ('place = ["Mianyang", "Gangu"]', "more than one value for place"),
    ('lang = "fr"', "write one of en, zh"),
    ("\xff", "is no TOML"),
]


@pytest.mark.parametrize(("words", "remedy"), SIDECARS)
def test_a_broken_sidecar_refuses_its_document(tmp_path: Path, words: str, remedy: str) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "a.meta.toml").write_bytes(words.encode("latin-1"))
    refusal = read_document(tmp_path / "a.txt", tmp_path)
    assert_one_clear_line(refusal, "a.txt", remedy)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "sidecar"
    assert ".meta.toml" in refusal.detail


@pytest.mark.parametrize("day", ["2024-04-22", '"2024-04-22"', "2024-04-22T10:30:00"])
def test_a_sidecar_tells_what_the_text_does_not(tmp_path: Path, day: str) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    words = f'url = "https://example.org/a"\npublisher = "Gazette"\nplace = "Gangu"\npublished = {day}\ntitle = ""\n'
    (tmp_path / "a.meta.toml").write_text(words, encoding="utf-8")
    document = read_document(tmp_path / "a.txt")
    assert isinstance(document, Document)
    assert (document.source.url, document.source.publisher) == ("https://example.org/a", "Gazette")
    assert (document.published, document.published_basis) == ("2024-04-22", "reference: sidecar")
    assert (document.place, document.title) == ("Gangu", None)


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this account may read every file, so none can be made unreadable")
    assert_one_clear_line(read_document(path), "a.txt", "check its permissions")


def test_a_missing_file_and_a_link_to_nowhere_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    for name in ("missing.txt", "link.txt"):
        assert_one_clear_line(read_document(tmp_path / name, tmp_path), name, "remove it")


# Lines end where a browser would end them.
PAGES = [
    ("<p>One <b>bold</b> word<p>Two", "One bold word\nTwo"),
    ("<p>a line of markup\n   goes on</p>", "a line of markup goes on"),
    ("<div>one<br>two<br/>three</div>", "one\ntwo\nthree"),
    ("<h1>Head</h1>text<ul><li>a<li>b</ul>", "Head\ntext\na\nb"),
    ("<table><tr><td>Source:</td><td>Xinhua</td></tr><tr><td>Next</td></tr></table>", "Source: Xinhua\nNext"),
    ("<blockquote>a</blockquote><blockquote>b</blockquote>", "a\nb"),
    ("<dl><dt>a</dt><dd>b</dd></dl>", "a\nb"),
    ("a<hr>b", "a\nb"),
    ("<pre>a\nb</pre>c", "a\nb\nc"),
    ("<p>5 &lt; 6 &amp; “q”&nbsp;z</p>", "5 < 6 & “q”\u00a0z"),
    ("<style>p{}</style><script>var x='<p>no</p>'</script><p>yes</p><noscript>no</noscript>", "yes"),
    ("<!-- <p>no</p> --><p>yes", "yes"),
    ("no markup at all", "no markup at all"),
    ("", ""),
]


@pytest.mark.parametrize(("markup", "text"), PAGES)
def test_page_to_text(markup: str, text: str) -> None:
    assert extract_html(markup)[0] == text


def test_what_a_page_says_of_itself() -> None:
    head = '<meta name="PubDate" content="2024-04-22 10:00"><meta name="SiteName" content="Mianyang Government">'
    assert extract_html(f"<head>{head}</head><p>x")[1] == {
        "published": "2024-04-22",
        "publisher": "Mianyang Government",
    }
    assert extract_html('<meta name="pubdate" content="yesterday"><p>x')[1] == {}


def test_inputs_are_sorted_and_notes_are_none(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "b/1.html",
        "a.txt",
        "a.meta.toml",
        "README.md",
        "b/readme.txt",
        ".hidden/c.txt",
        "b/.d.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [path.relative_to(tmp_path).as_posix() for path in iter_inputs(tmp_path)] == ["a.txt", "b/1.html", "b/2.txt"]


def test_the_id_is_of_the_bytes_not_of_the_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    shutil.copy(tmp_path / "a.txt", tmp_path / "b.txt")
    first, second = read_document(tmp_path / "a.txt", tmp_path), read_document(tmp_path / "b.txt", tmp_path)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.text_sha256) == (second.id, second.text_sha256)
    assert (first.source.path, second.source.path) == ("a.txt", "b.txt")


LANGUAGES = [
    (SIMPLIFIED, "zh"),
    (ENGLISH, "en"),
    ("The meeting on the “two establishes” (两个确立) was held in the city.", "en"),
    ("会议学习了《The Economist》的文章，并就有关工作作出部署安排。", "zh"),
    ("2024", "en"),
]


@pytest.mark.parametrize(("text", "lang"), LANGUAGES)
def test_language(text: str, lang: str) -> None:
    assert detect_language(text) == lang
