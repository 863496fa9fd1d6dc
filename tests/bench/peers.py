"""The yardsticks of the bench, run by a Python that has them: spaCy's EntityRuler over the same forms, eyecite's Hyperscan.

Run: python tests/bench/peers.py LANG FORMS TEXTS ROUNDS, where FORMS and TEXTS are JSON lists in files. Prints the
seconds of processor time that each round took, as JSON by name. Nothing of readouts is imported.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def rule_entities(lang: str, forms: list[str]) -> Callable[[list[str]], Any]:
    """A blank pipeline of spaCy with an EntityRuler of the forms, words compared in small letters."""
    import spacy

    pipeline = spacy.blank(lang)
    ruler: Any = pipeline.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": "FORM", "pattern": form} for form in forms])
    return lambda texts: [len(document.ents) for document in pipeline.pipe(texts)]


def find_citations() -> Callable[[list[str]], Any]:
    """eyecite's get_citations with its Hyperscan tokenizer."""
    from eyecite import get_citations
    from eyecite.tokenizers import HyperscanTokenizer

    tokenizer = HyperscanTokenizer(cache_dir=tempfile.mkdtemp(prefix="hyperscan-"))
    get_citations("Li v. Wang, 531 U.S. 98 (2000)", tokenizer=tokenizer)  # the tables are made at the first call
    return lambda texts: [len(get_citations(text, tokenizer=tokenizer)) for text in texts]


def main(lang: str, forms: str, texts: str, rounds: str) -> None:
    """Each yardstick on all texts, in turns."""
    documents = json.loads(Path(texts).read_text(encoding="utf-8"))
    acts = {"spaCy blank, EntityRuler": rule_entities(lang, json.loads(Path(forms).read_text(encoding="utf-8")))}
    if lang == "en":
        acts["eyecite, Hyperscan"] = find_citations()
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(int(rounds)):
        for name, act in acts.items():
            start = time.process_time()
            act(documents)
            times[name].append(time.process_time() - start)
    print(json.dumps(times))


if __name__ == "__main__":
    main(*sys.argv[1:])
