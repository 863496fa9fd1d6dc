"""Bytes as text: the encoding that decodes them without loss, and text that an earlier hand decoded wrongly named as such."""

from __future__ import annotations

import re
from functools import cache

from readouts.lexicon import load_lists

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What pages declare, by the decoder that reads it; any other word of theirs is not believed.
_DECLARED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
}
_PLAIN = re.compile(r"[\t\n\r -~\u00a0‘’“”…—–、。《》〈〉（），：；！？\u3000]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_UTF16_SHARE = 0.5  # of the characters are common ones where UTF-16 without a mark is believed
_HIGH = re.compile(r"[^\x00-\x7f]+")
MAX_LOST = 0.05  # of the characters may be lost ones
LOOKED_AT = 4000  # characters from the beginning: what was decoded wrongly was so from there


@cache
def _common_pattern() -> re.Pattern[str]:
    """Any of the commonest characters of official Chinese, simplified and traditional (see vocab/lists.toml)."""
    return re.compile(f"[{re.escape(''.join(load_lists()['common_characters']))}]")


def decode_text(raw: bytes, declared: str | None = None) -> tuple[str, str] | None:
    """The text and its encoding by strict decoding in turn: mark, UTF-8, then the best of what is declared and likely.

    Returns None where no encoding decodes the bytes. Between GB18030, Big5, UTF-16 without a mark and a declared one, the
    one whose text holds more of the commonest characters wins: a page that declares gb2312 may well be Big5.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding)
    if b"\x00" not in raw and (found := _strict(raw, "utf-8")):
        return found
    told = _DECLARED.get((declared or "").lower())
    names = dict.fromkeys(name for name in (told, "gb18030", "big5") if name and b"\x00" not in raw)
    tries = [found for name in names if (found := _strict(raw, name))]
    tries += [found for name in ("utf-16-le", "utf-16-be") if (found := _strict(raw, name)) and is_likely(found[0])]
    return max(tries, key=lambda found: count_common(found[0]), default=None)


def _strict(raw: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def count_common(text: str) -> int:
    """How many of the commonest Chinese characters there are."""
    return len(_common_pattern().findall(text))


def is_likely(text: str) -> bool:
    """Whether UTF-16 without a mark may be believed: at least half of the text is plain or common characters."""
    head = text[:20_000]
    plain = len(_PLAIN.findall(head))
    return bool(head) and plain + count_common(head) >= _UTF16_SHARE * len(head) and "\x00" not in text


def find_mojibake(text: str) -> str | None:
    """What happened to a text that was decoded wrongly and saved so, in a few words; None for a sound one.

    UTF-8 read as Windows-1252 (ä¸­å›½) or as GBK (涓浗), GBK read as Windows-1252 (ÖÐ¹ú), characters lost (�, 锟斤拷).
    """
    if text.isascii():
        return None
    lost = text.count("\ufffd") + text.count("锟斤拷")
    if lost >= 3 and lost > MAX_LOST * len(text):
        return f"{lost} characters were lost before it was saved"
    head = text[:LOOKED_AT]
    high = "".join(_HIGH.findall(head))
    if len(high) * 4 < len(head):  # quotation marks gone wrong in English leave a text that can be read
        return None
    raw = to_bytes(high)
    if len(raw) * 2 > len(high):
        if share_of_utf8(raw) > 0.75:
            return "it is UTF-8 that was read as Windows-1252 and saved so"
        read = raw.decode("gb18030", "replace")
        if len(_HAN.findall(read)) * 2 > len(read) and count_common(read) * 5 > len(read):
            return "it is GB18030 that was read as Windows-1252 and saved so"
    elif len(_HAN.findall(high)) >= 4 and share_of_utf8(high.encode("gb18030", "ignore")) > 0.8:
        return "it is UTF-8 that was read as GBK and saved so"
    return None


@cache
def _narrow_characters() -> dict[int, str | None]:
    """The Latin-1 character of each byte that Windows-1252 puts another one for."""
    return {ord(bytes([byte]).decode("cp1252", "replace")): chr(byte) for byte in range(0x80, 0xA0)} | {0xFFFD: None}


def to_bytes(high: str) -> bytes:
    """The bytes that were read as Windows-1252; nothing for a character that it does not have."""
    return high.translate(_narrow_characters()).encode("latin-1", "ignore")


def share_of_utf8(raw: bytes) -> float:
    """The share of bytes outside ASCII that are sound UTF-8 characters of more than one byte."""
    ascii_bytes = bytes(range(0x80))
    high = len(raw.translate(None, ascii_bytes))
    sound = len(raw.decode("utf-8", "ignore").encode("utf-8").translate(None, ascii_bytes))
    return sound / high if high else 0.0
