"""The vocabulary loaded, checked and compiled into one automaton a language."""

from __future__ import annotations

import csv
import hashlib
import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from readouts.numerals import english_ordinals
from readouts.places import gazetteer_forms

ENTRY_FILES = ("bodies", "offices", "verbs", "groups", "times", "themes", "headlines")
LANGUAGES = ("en", "zh")
_CHOICE = re.compile(r"\(([^()\[\]]*)\)|\[([^\[\]()]*)\]")
_COUNTABLE = re.compile(r" (?:meeting|conference|session)$")  # the last of several words
_MARKS = re.compile(
    "["
    + re.escape(
        '“”"„«»‘()[]{}【】（）《》〈〉「」『』.,;:!?，。；：、！？-–—/|*·•■●\t\n\r\u00a0\u3000\u2002\u2003\u200b'
    )
    + "]"
)


class Meaning(NamedTuple):
    """What a form stands for: kind and entry of the vocabulary, and what the entry says of itself."""

    kind: str
    entry: str
    value: Mapping[str, Any]


@dataclass(frozen=True)
class Lexicon:
    """The compiled vocabulary of one language."""

    lang: str
    automaton: AhoCorasick
    meanings: tuple[tuple[Meaning, ...], ...]
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def vocabulary_file(name: str) -> str:
    """The text of a vocabulary file."""
    return files("readouts").joinpath("vocab", name).read_text(encoding="utf-8")


@cache
def load_lists() -> dict[str, Any]:
    """The short closed lists of vocab/lists.toml."""
    return tomllib.loads(vocabulary_file("lists.toml"))


@cache
def grammar_words(key: str, lang: str = "en") -> tuple[str, ...]:
    """One of the closed word lists of vocab/grammar.toml."""
    return tuple(tomllib.loads(vocabulary_file("grammar.toml"))[lang][key])


@cache
def grammar_pattern(before: str, key: str, after: str, lang: str = "en") -> re.Pattern[str]:
    """A pattern for any word of one of those lists, between two pieces of pattern."""
    words = "|".join(map(re.escape, sorted(grammar_words(key, lang), key=len, reverse=True)))
    return re.compile(f"{before}(?:{words}){after}")


@cache
def join_words(*keys: str) -> str:
    """The words of those lists as one piece of pattern, the longest first."""
    words = [word for key in keys for word in grammar_words(key)]
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def level_of(word: str) -> str | None:
    """The level that a word names, None for a word that names none."""
    for entry in load_entries():
        if entry["kind"] == "level" and word.lower() in {form.lower() for form in entry.get("en", ())}:
            return str(entry["id"])
    return None


@cache
def load_entries() -> tuple[dict[str, Any], ...]:
    """Every vocabulary entry, in the order that settles ties: files as listed, then lines."""
    entries: list[dict[str, Any]] = []
    for name in ENTRY_FILES:
        for entry in tomllib.loads(vocabulary_file(f"{name}.toml"))["entry"]:
            if not entry.get("id") or not entry.get("kind"):
                raise ValueError(f"vocab/{name}.toml: an entry without id or kind: {entry}")
            entries.append(entry)
    entries.extend(load_formulations())
    return tuple(entries)


@cache
def load_formulations() -> tuple[dict[str, Any], ...]:
    """The fixed formulations (提法) of vocab/formulations.csv, one entry each, renderings parted by |."""
    rows = csv.DictReader(vocabulary_file("formulations.csv").splitlines())
    out = []
    for row in rows:
        forms = {"en": _parted(row["en"]), "zh": _parted(row["zh"])}
        out.append(
            {
                "id": row["id"],
                "kind": "formulation",
                **forms,
                "example": {"en": row["example_en"]},
                "source": row["source"],
            }
        )
    return tuple(out)


class Wording(NamedTuple):
    """A formulation that is worded freely: the words it may use, the rows of which it uses one each, marks between words."""

    id: str
    words: frozenset[str]
    needs: tuple[frozenset[str], ...]
    marks: str


@cache
def load_wordings() -> tuple[Wording, ...]:
    """The freely worded formulations of vocab/wordings.toml."""
    rows = tomllib.loads(vocabulary_file("wordings.toml"))["wording"]
    return tuple(
        Wording(
            r["id"], frozenset(r["words"].split()), tuple(frozenset(n.split()) for n in r["needs"]), r.get("marks", " ")
        )
        for r in rows
    )


def _parted(cell: str) -> list[str]:
    return [form.strip() for form in cell.split("|") if form.strip()]


def expand_form(form: str) -> Iterator[str]:
    """Every spelling of a form: (optional) parts with and without, [one|of] parts in turn."""
    match = _CHOICE.search(form) if "(" in form or "[" in form else None
    if not match:
        yield " ".join(form.split())
        return
    choices = [*match[1].split("|"), ""] if match[1] is not None else match[2].split("|")
    for choice in choices:
        yield from expand_form(form[: match.start()] + choice + form[match.end() :])


def fold(text: str) -> str:
    """The matching text: lower case, marks of punctuation as spaces, the same length as the text."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _MARKS.sub(" ", folded).replace("’", "'").replace("´", "'").replace("`", "'")


def fold_form(form: str, lang: str) -> str:
    """A form as the automaton looks for it; English forms begin with a space, so they begin a word."""
    folded = fold(form).strip()
    return " " + folded if lang == "en" else folded


def _form_meanings(lang: str) -> Iterator[tuple[str, Meaning]]:
    for entry in load_entries():
        if lang == "zh" and entry["kind"] == "furniture":
            continue  # looked for at the heads of lines, not in the text
        value = {k: v for k, v in entry.items() if k not in {"en", "zh", "plural", "example", "source", "id", "kind"}}
        for key in (lang, "plural") if lang == "en" else (lang,):
            plural = {"plural": True} if key == "plural" else {}
            meaning = Meaning(entry["kind"], entry["id"], value | plural)
            for form, spelling in itertools.chain.from_iterable(
                ((f, s) for s in expand_form(f)) for f in entry.get(key, ())
            ):
                if not spelling:
                    raise ValueError(f"vocabulary entry {entry['id']}: form {form!r} can be empty")
                yield fold_form(spelling, lang), meaning
                if lang == "en" and entry["kind"] == "meeting" and (several := _COUNTABLE.search(spelling)):
                    yield fold_form(several.string + "s", lang), meaning
    if lang == "en":
        for form, number in english_ordinals():
            yield fold_form(form, lang), Meaning("ordinal", "ordinal", {"number": number})
    for form, place in gazetteer_forms(lang):
        yield fold_form(form, lang), Meaning("place", place.adcode or place.name, {"place": place})


def list_forms(lang: str) -> set[str]:
    """Every form that the automaton of a language looks for, without the space that begins an English one."""
    return {form.strip() for form, _ in _form_meanings(lang)}


@cache
def load_lexicon(lang: str) -> Lexicon:
    """The compiled vocabulary of a language; raises ValueError where an entry is malformed."""
    if lang not in LANGUAGES:
        raise ValueError(f"no vocabulary for language {lang!r}; there is: {', '.join(LANGUAGES)}")
    forms: dict[str, list[Meaning]] = {}
    for form, meaning in _form_meanings(lang):
        known = forms.setdefault(form, [])
        if not any(m.kind == meaning.kind for m in known):
            known.append(meaning)
    automaton = AhoCorasick(
        list(forms), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA, store_patterns=False
    )
    entries = {entry["id"]: entry for entry in load_entries()}
    return Lexicon(lang, automaton, tuple(tuple(m) for m in forms.values()), entries)


@cache
def vocabulary_sha256() -> str:
    """SHA-256 over every vocabulary file, by name: what a build must be made again for."""
    digest = hashlib.sha256()
    for item in sorted(files("readouts").joinpath("vocab").iterdir(), key=lambda item: item.name):
        if item.is_file():
            digest.update(item.name.encode() + b"\0" + item.read_bytes())
    return digest.hexdigest()
