"""Chinese personal names in pinyin, as English pages print them, and whether a romanised name can be that of characters."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin

from readouts.lexicon import vocabulary_file

HAN = re.compile(r"[\u3400-\u9fff]")
MOST_READINGS = 64
UMLAUT = {"lv": ("lv", "lu", "lyu"), "nv": ("nv", "nu", "nyu")}


@cache
def _double_surnames() -> frozenset[str]:
    return frozenset(tomllib.loads(vocabulary_file("surnames.toml"))["double"].split())


@cache
def _surname_readings() -> dict[str, list[str]]:
    data = tomllib.loads(vocabulary_file("surnames.toml"))["readings"]
    return {char: readings.split() for char, readings in data.items()}


def is_chinese(name: str) -> bool:
    """Whether a name is written in characters."""
    return HAN.search(name) is not None


@cache
def romanise_person(name: str) -> str | None:
    """欧阳修 as Ouyang Xiu: the usual reading, a double surname as one word; None for a name that is not two to four characters."""
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", name):
        return None
    cut = 2 if name[:2] in _double_surnames() and len(name) > 2 else 1
    readings = _surname_readings().get(name[:1])
    surname = readings[0] if readings and cut == 1 else "".join(lazy_pinyin(name[:cut]))
    given = "".join(lazy_pinyin(name[cut:]))
    return f"{surname.replace('v', 'ü').capitalize()} {given.replace('v', 'ü').capitalize()}"


@cache
def list_readings(name: str) -> frozenset[str]:
    """Every way the characters may be spelt, in small letters without spaces; of very many only the first."""
    syllables: list[tuple[str, ...]] = []
    for at, readings in enumerate(pinyin(name, style=Style.NORMAL, heteronym=True)):
        known = [*(_surname_readings().get(name[at], []) if at == 0 and at < len(name) else []), *readings]
        syllables.append(
            tuple(dict.fromkeys(way for known_one in known for way in UMLAUT.get(known_one, (known_one,))))
        )
    return frozenset("".join(row) for row in islice(product(*syllables), MOST_READINGS))


def spells(romanised: str, name: str) -> bool:
    """Whether a romanised name can be the name in characters: Ouyang Xiu and 欧阳修, and Lyu as well as Lü for 吕."""
    letters = re.sub(r"[^a-z]", "", romanised.lower().replace("ü", "v"))
    return bool(letters) and letters in list_readings(name)
