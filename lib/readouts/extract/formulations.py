"""Quoted terms and fixed formulations (提法), and named programmes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from readouts.frame import Frame
from readouts.lexicon import Wording, grammar_words, load_formulations, load_wordings
from readouts.mark import Marks, within
from readouts.model import Formulation, Mention, Programme, Span
from readouts.patterns import at_word

MAX_WORDS = 12
TITLE_WORDS = 5  # of a title in small letters that opens with its document's word
NEAR = 120  # characters around a quotation in which a term can begin and end that holds it
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_SMALL = frozenset({"of", "the", "and", "in", "a", "an", "for", "with", "to", "on", "as", "at", "its", "over", "by"})
_BOOK = re.compile(r"(?:Selected (?:Readings|Works)|Collected Works|Excerpts?|Outline|Reader|Xi Jinping: The) ")
_PAPER = re.compile(
    r"[A-Z]\w+ (?:Daily|Evening (?:News|Post)|Morning (?:News|Post)|Times)$"
)  # the newspaper that a page is from
_STORM = re.compile(
    r"\b(?:typhoon|tropical storm|film|movie|documentary|drama|opera|play),? (?:named |called )?[“\"]$", re.I
)
_OPENS_AS_TITLE = re.compile(
    r"(?:[a-z]+ ){0,2}(?:opinions|measures|plan|regulations|rules|scheme|guidelines|provisions|decision) (?:on|of|for) "
)  # a title in small letters
_DRAFT = re.compile(r"\((?:[Dd]raft|[Tt]rial)[^()]*\)$")
_EVENT = re.compile(r"\b(?:Meeting|Conference|Session|Forum|Congress|Summit)\b")
_SAID_AFTER = re.compile(
    r"[,.!?]?[”\"][ \u00a0]+(?:it|he|she|they|[A-Z]\w+(?: [A-Z]\w+)?|the [a-z]+) (?:said|says|noted|added|stressed|told|wrote|emphasized)\b"
)
_IDEA_BEFORE = re.compile(r"\b(?:idea|concept|notion|philosophy|conviction) (?:that|of)[,:]? $")
_SENTENCE = re.compile(r"[.!?。！？]|\b(?:is|are|was|were|must|should|will)\b")


def extract(frame: Frame) -> tuple[Formulation, ...]:
    """Each term once, in order of its first place; nested known terms count with the longer one only."""
    marks = frame.marks
    rows: list[Formulation] = []
    for quote in marks.quotes:
        if not marks.in_furniture(quote.start) and _is_term(marks, quote):
            text = marks.text[quote.start : quote.end]
            rows.append(Formulation(text, Span(quote.start, quote.end), "quoted", canonical_of(text)))
    quoted = [row.span for row in rows]
    for hit in marks.hits:
        if hit.kind == "formulation" and not marks.in_furniture(hit.start):
            inside = any(q.start <= hit.start and hit.end <= q.end for q in quoted) or _in_title_quote(marks, hit)
            if not inside:
                rows.append(Formulation(marks.text[hit.start : hit.end], Span(hit.start, hit.end), "fixed", hit.entry))
    worded = _worded(marks, rows)
    rows = [r for r in rows if not any(w.span.start <= r.span.start and r.span.end <= w.span.end for w in worded)]
    rows.extend(worded)
    rows.sort(key=lambda row: row.span)
    seen: set[str] = set()
    out = []
    for row in rows:
        key = re.sub(r"[\W_]+", " ", row.text.lower()).strip()
        if key and key not in seen:
            seen.add(key)
            out.append(row)
    return tuple(out)


def _worded(marks: Marks, known: list[Formulation]) -> list[Formulation]:
    """Fixed formulations in a translator's own words: the longest wording of each that no known rendering tells."""
    best: dict[str, Span] = {}
    low = marks.text.lower().replace("’", "'")
    if not (told := [wording for wording in load_wordings() if _can_say(low, wording)]):
        return []
    for sentence in marks.layout.sentences:
        here = marks.text[sentence.start : sentence.end].lower().replace("’", "'")
        said_here = [wording for wording in told if _can_say(here, wording)]
        words = list(_WORD.finditer(marks.text, sentence.start, sentence.end)) if said_here else []
        for wording in said_here:
            for run in _runs(marks.text, words, wording):
                said = {w[0].lower().replace("’", "'") for w in run}
                span = Span(run[0].start(), run[-1].end())
                quoted = any(q.start < span.end and span.start < q.end for q in marks.quotes)
                inside = [r for r in known if r.canonical == wording.id]
                if any(not (span.start <= r.span.start and r.span.end <= span.end) for r in inside):
                    continue
                longest = best.get(wording.id, Span(0, 0))
                if (
                    not quoted
                    and all(said & n for n in wording.needs)
                    and span.end - span.start > longest.end - longest.start
                ):
                    best[wording.id] = span
    return [Formulation(marks.text[s.start : s.end], s, "fixed", name) for name, s in best.items()]


def _can_say(low: str, wording: Wording) -> bool:
    """Whether a text, in lower case, has a word of each of the rows of which a wording uses one."""
    return all(any(word in low for word in row) for row in wording.needs)


def _runs(text: str, words: list[re.Match[str]], wording: Wording) -> Iterator[list[re.Match[str]]]:
    """The longest rows of a wording's words with spaces (or its marks) between, small words at their ends left off."""
    run: list[re.Match[str]] = []
    allowed = wording.words
    for word in [*words, None]:
        low = word[0].lower().replace("’", "'") if word else ""
        if word and low in allowed and (not run or not text[run[-1].end() : word.start()].strip().strip(wording.marks)):
            run.append(word)
            continue
        while run and run[0][0].lower() in _SMALL:
            run = run[1:]
        while run and run[-1][0].lower() in _SMALL:
            run = run[:-1]
        if len(run) > 1:
            yield run
        run = [word] if word and low in allowed else []


def _in_title_quote(marks: Marks, hit: Mention) -> bool:
    return any(q.start <= hit.start and hit.end <= q.end for q in marks.quotes)


def canonical_of(text: str) -> str | None:
    """The id of the fixed formulation that a quoted term spells, None where it is a term of its own."""
    return _canonicals().get(_key_of(text))


@cache
def _canonicals() -> dict[str, str]:
    """The id of each fixed formulation by its spellings' keys, the first entry's where two are alike."""
    pairs = [(_key_of(form), str(entry["id"])) for entry in load_formulations() for form in entry["en"]]
    return dict(reversed(pairs))


def _key_of(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def _is_term(marks: Marks, quote: Mention) -> bool:
    """Whether a quotation is a coined term: short, no document's title, no event, no sentence."""
    text = marks.text[quote.start : quote.end]
    words = re.findall(r"[\w'’+-]+", text)
    dates = within(marks.dates, (quote.start - NEAR, quote.end + NEAR))
    if any(d.start <= quote.start and quote.end <= d.end + 2 for d in dates if d.entry != "year"):
        return False
    if _PAPER.search(text):
        return False
    if _STORM.search(marks.text, max(0, quote.start - NEAR), quote.start):
        return False
    hits = within(marks.hits, (quote.start - NEAR, quote.end + NEAR))
    if re.fullmatch(r"\d{1,3}|[\d.]+\.\d+", text) or not re.search(r"[A-Za-z0-9]", text):
        return False
    defined = marks.text.endswith(("(the ", "("), 0, quote.start - 1) and marks.text.startswith(")", quote.end + 1)
    if _DRAFT.search(text) or (defined and text[0].isupper()):
        return False  # the commission (the "Commission"): what it is called below
    if not words or len(words) > MAX_WORDS or _EVENT.search(text) or _BOOK.match(text):
        return False
    if len(words) > 1 and words[-1] in {"Law", "Act", "Regulations", "Constitution"} and text[0].isupper():
        return False
    whole = [h for h in hits if h.start == quote.start and h.end == quote.end]
    if any(h.kind in {"occasion", "document-noun"} for h in whole):
        return False
    if len(words) > TITLE_WORDS and _OPENS_AS_TITLE.match(text):
        return False
    if len(words) > 3 and text[0].isupper() and _SAID_AFTER.match(marks.text, quote.end):
        return False
    idea = _IDEA_BEFORE.search(
        marks.text, max(0, quote.start - NEAR), quote.start - 1
    )  # the idea that "clear waters …"
    if re.search(r"[.!?]\s*[A-Z]", text) or (len(words) > 6 and not idea and _SENTENCE.search(text)):
        return False
    if any(h.kind == "formulation" and h.start <= quote.start and quote.end <= h.end for h in hits):
        return True
    nouns = any(
        h.kind == "document-noun" and quote.start <= h.start < quote.end and marks.text[h.start].isupper() for h in hits
    )
    if (
        len(words) >= 5
        and text[0].isupper()
        and _on_agenda(marks, quote)
        and any(h.kind == "document-noun" and quote.start <= h.start < quote.end for h in hits)
    ):
        return False
    long = [w for w in words if len(w) > 3]
    capitals = sum(w[0].isupper() for w in long)
    if len(words) >= 3 and capitals * 2 > len(long) and _on_agenda(marks, quote):
        return False
    titled = nouns and len(words) >= 3 and capitals * 2 > len(long)
    return not titled and not (len(words) >= 8 and capitals * 3 >= len(long) * 2)


def _on_agenda(marks: Marks, quote: Mention) -> bool:
    """Whether a capitalised quotation is the object of reviewing or hearing: a title."""
    sentence = marks.sentence_at(quote.start)
    hits = within(marks.hits, (sentence.start, quote.start)) if sentence else []
    if any(h.kind == "demand" or (h.kind == "verb" and "say" in h.value) for h in hits):
        return False
    acts = [h for h in hits if h.kind == "verb" and {"agenda", "relation"} & set(h.value)]
    return bool(acts) and acts[-1].value.get("agenda") in {"reviewed", "heard"}


def extract_programmes(frame: Frame) -> tuple[Programme, ...]:
    """Named programmes: quoted terms with the noun they name, and numbers used as names."""
    marks = frame.marks
    rows = []
    seen: set[str] = set()
    for quote in marks.quotes:
        if marks.in_furniture(quote.start) or not _is_term(marks, quote):
            continue
        text = marks.text[quote.start : quote.end]
        if text.lower() not in seen:
            seen.add(text.lower())
            rows.append(Programme(text, Span(quote.start, quote.end)))
    end = 0
    for head in _PROGRAMME.finditer(marks.text):
        words = _WORDS_BEFORE.search(marks.text, max(end, head.start() - MAX_BEFORE), head.start())
        if words is None:
            continue
        end = head.end()
        start = end - len(name := _name_of(marks.text[words.start() : end]))
        if name and name.lower() not in seen and not marks.in_furniture(start):
            seen.add(name.lower())
            rows.append(Programme(name, Span(start, end)))
    return tuple(sorted(rows, key=lambda row: row.span))


def _name_of(words: str) -> str:
    """The end of some words that names a programme: nouns behind the last verb or small word; nothing where too little is left."""
    parts = re.split(r"([ \u00a0])", words)
    breaks = {*grammar_words("name_breaks"), *grammar_words("imperatives")}
    first = max((n + 2 for n, part in enumerate(parts) if part in breaks or part.endswith(("ing", "ly"))), default=0)
    kept = "".join(parts[first:])
    wide = 2 if kept.endswith("campaign") else 3
    return kept if len(kept.split()) >= wide else ""


_NO_SPACE = "[^ \u00a0]"
_PROGRAMME_HEADS = (
    "pilot zones?",
    "pilot projects?",
    "demonstration zones?",
    "action plan",
    "campaign",
    "mechanism",
    "system",
    "strategy",
    "cluster system",
    "industry clusters",
)
_PROGRAMME = re.compile(rf"(?:{at_word(_PROGRAMME_HEADS, behind=_NO_SPACE)})\b")
_WORDS_BEFORE = re.compile(r"\b(?:[a-z]+(?:-[a-z]+)*[ \u00a0]){1,6}$")
MAX_BEFORE = 120  # characters of six words before the head of a programme's name
