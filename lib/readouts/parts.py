"""A sentence as a row of parts: its names, posts and role verbs, with names that are no pinyin known by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from readouts.lexicon import grammar_words
from readouts.mark import Marks, holds, overlaps, within
from readouts.model import Mention, Span
from readouts.names import count_syllables
from readouts.patterns import CLOSE, at_word
from readouts.posts import Post

_NAME_OF_WORDS = r"[A-Z][a-z’'-]+(?:[ ·][A-Z][a-z’'-]+){1,2}"
_ANY_NAME = r"[A-Z][a-z’'-]+(?:[ ·][A-Z][a-z’'-]+){0,2}"
_NAME_LIST = re.compile(
    rf"(?:^|[;,.][ \u00a0]|\band[ \u00a0])((?:{_ANY_NAME}(?:,[ ](?:and[ ])?|[ ]and[ ]))*{_ANY_NAME})"
    r"(?:,?[ ]and other [a-z ]{3,30})?[ ](?:also[ ])?$"
)
_NAMES_AHEAD = re.compile(rf"(?:^|(?<=\n)|(?<=[;,.][ ]))((?:{_NAME_OF_WORDS}(?:,[ ](?:and[ ])?|[ ]and[ ]))+)$")
_ONE_WORD = re.compile(
    r"(?:^|[.;] |\d, |\bby )((?!\w+(?:ly|while|day|more|over|ing|ed)\b)[A-Z][a-z]{4,})(?: \([^()]{2,30}\))?,[ ](?:the )?$"
)
_PRESENCE = re.compile(
    r"\b(?:attended|present|attendance|part|was there)(?:[ ](?:at |in )?the (?:meeting|session|conference))?,?[ \u00a0]$"
)
_COMRADE = re.compile(rf"(?:{at_word(['Comrades?'])})[ \u00a0]([A-Z][a-z’'-]+(?:[ ·][A-Z][a-z’'-]+){{1,2}})")
_VERB_BEHIND = re.compile(r"[ \u00a0](?:presided|chaired|hosted|attended|made|delivered)\b")
_PRESENT = frozenset({"attended", "attended-nonvoting", "spoke", "presided"})
_VERB_BEFORE = re.compile(r"\b(?:[a-z]+ed|[a-z]+es|said|says|pointed out)[ ]$")
_AGENT = re.compile(r"[^.;:,]{0,50}?\bby[ \u00a0](?=[A-Z])")
_AGENT_BEHIND = re.compile(
    r"[^.;:,]{0,50}?\bby[ \u00a0](?=[A-Z])|(?:,?[ ](?:on|at|in)[ ][^.;:,]{2,60}(?:, [A-Z][a-z]+\.? \d{1,2})?){1,3},[ ]by[ ](?=[A-Z])"
)  # presided over on May 7, in the hall, by Li Yun
_WERE_PRESENT = re.compile(
    r"[^.;:,]{0,70}?\b(?:was|were)(?=[ ](?:the )?(?:[A-Z]|municipal|provincial|city|county|district|other|also))"
)
_PRESENT_COLON = re.compile(
    r"(?:[ ](?:at|in)[ ](?:the )?(?:meeting|session|conference))?:(?=[ ][A-Z])"
)  # were present: Li Yun
_MEETING_COLON = re.compile(r"[ ](?:the |this )(?:meeting|session|conference):(?=[ ][A-Z])")
_OF_TEAM = re.compile(
    r"\b(?:groups?|teams?|delegations?|squads?|missions?)[ \u00a0]$"
)  # six inspection groups led by the mayor
_CROSSES = re.compile(r"[.;!?]")  # attended the meeting.The
_AS_OBSERVER = re.compile(r"(?:[ ](?:the )?[a-z]+)?[ ]as[ ](?:an? )?(?:non-?voting|observers?\b)")
_OTHER_NAME = re.compile(r"[A-Z][a-zA-Z’'-]+(?:[ ·][A-Z][a-zA-Z’'-]+){0,3}")

_HEADS = frozenset({*grammar_words("place_heads"), *grammar_words("actor_heads")})

LEAST_IN_FULL = 2  # names of more than one word in a list that holds names of one word
MAX_LIST = 300  # characters of a list of names before its verb


@dataclass
class Part:
    """One part of a sentence: a name, post, group, or verb, with the mention behind it."""

    kind: str
    mention: Mention
    posts: list[Mention] = field(default_factory=list)
    shared: bool = False
    role: str | None = None


def read_parts(marks: Marks, sentence: Span) -> list[Part]:
    """The names, posts and role verbs of a sentence in order; names inside formulations are no names."""
    text = marks.text
    hits = within(marks.hits, sentence)
    fixed = [h for h in hits if h.kind == "formulation"]
    quotes = within(marks.quotes, sentence)
    parts = [
        Part("name", m)
        for m in within(marks.names, sentence)
        if not any(f.start <= m.start < f.end for f in fixed) and not any(q.start <= m.start < q.end for q in quotes)
    ]
    parts += [Part("post", m) for m in within(marks.offices, sentence)]
    verbs = [hit for hit in hits if hit.kind == "verb" and not _CROSSES.search(text, hit.start, hit.end)]
    longest = {hit.start: hit.end for hit in verbs}
    for hit in verbs:
        if isinstance(hit.value, dict) and (hit.value.get("role") or hit.value.get("say")):
            if hit.end < longest[hit.start]:
                continue
            if holds(marks.offices, hit.start):
                continue
            if hit.value.get("colon") and not text.startswith(":", hit.end):
                continue
            if hit.value.get("after_presence") and not _PRESENCE.search(
                text, max(sentence.start, hit.start - MAX_LIST), hit.start
            ):
                continue
            if text[hit.start : hit.end].startswith("in h") and not (
                _says_before(text, sentence, hit) or any(v.start == hit.end + 1 and v.value.get("say") for v in verbs)
            ):
                continue
            if text.startswith("led by", hit.start) and _OF_TEAM.search(text, sentence.start, hit.start):
                continue
            if hit.value.get("before_meeting") and not (_before_meeting(marks, hit.end) or _convened_by(text, hit)):
                continue
            if text[hit.start : hit.end].endswith("invited") and text.startswith(" to ", hit.end):
                continue
            if hit.value.get("behind") and not _behind(text[sentence.start : hit.start], hit.value["behind"]):
                continue
            if hit.value.get("role") == "attended" and (
                colon := _PRESENT_COLON.match(text, hit.end) or _present_behind(marks, sentence, hit)
            ):
                hit = hit._replace(end=colon.end(), value={**hit.value, "passive": True})
            if hit.value.get("role") == "attended" and _AS_OBSERVER.match(text, hit.end):
                hit = hit._replace(value={**hit.value, "role": "attended-nonvoting"})
            parts.append(Part("verb", _opening(text, sentence, hit) or _with_agent(text, hit)))
    opened = next((p for p in parts if p.kind == "verb" and p.mention.start == sentence.start), None)
    for part in parts if opened and opened.mention.value.get("passive") else ():
        if part.kind == "verb" and opened and opened.mention.start < part.mention.start < opened.mention.end:
            part.mention = part.mention._replace(
                end=opened.mention.end, value={**part.mention.value, "passive": True}
            )  # Presiding over the meeting and delivering a speech, Wang Ning said …
    parts.sort(key=lambda p: (p.mention.start, -p.mention.end))
    _echo_roles(parts)
    return _with_other_names(marks, parts, sentence)


def _present_behind(marks: Marks, sentence: Span, hit: Mention) -> re.Match[str] | None:
    """The colon behind which those stand who attended, where nobody is named before: The following attended the meeting: …"""
    colon = _MEETING_COLON.match(marks.text, hit.end)
    return colon if colon and not within(marks.names, (sentence.start, hit.start)) else None


def _opening(text: str, sentence: Span, hit: Mention) -> Mention | None:
    """A participle that opens a sentence, its subject behind the comma: Presiding over the meeting, Wang Ning said …"""
    if hit.start != sentence.start or hit.value.get("role") not in {
        "presided",
        "spoke",
        "attended",
        "attended-nonvoting",
    }:
        return None
    if not re.match(r"\w+ing\b|In h", text[hit.start : hit.end]):
        return None
    if text.startswith(":", hit.end):  # Attending: Li Yun, Wang Ning
        return hit._replace(end=hit.end + 1, value={**hit.value, "passive": True})
    if text.startswith("In h", hit.start) and re.match(r" (?!at |to |on )[A-Z]", text[hit.end : hit.end + 3]):
        return hit._replace(value={**hit.value, "passive": True})  # In his speech Li Yun said
    were = _WERE_PRESENT.match(text, hit.end) if str(hit.value.get("role")).startswith("attended") else None
    if were:  # Taking part in the inspection or the meeting were city leaders Li Yun, …
        return hit._replace(end=were.end(), value={**hit.value, "passive": True})
    comma = re.compile(r"[^.;:,]{0,60},(?=[ \u00a0])").match(text, hit.end)
    return hit._replace(end=comma.end(), value={**hit.value, "passive": True}) if comma else None


def _before_meeting(marks: Marks, end: int) -> bool:
    """Whether a meeting, or "it", follows a verb: led the sixth meeting, addressed it."""
    match = re.compile(r"[ \u00a0]+(?:over )?(?=(?:the |a |an |its |this )|(it\b))").match(marks.text, end)
    return match is not None and (bool(match[1]) or any(0 <= m.start - match.end() < CLOSE for m in marks.meetings))


def _convened_by(text: str, hit: Mention) -> bool:
    """Whether a meeting was convened by whom the sentence names behind the verb: was convened in the port city by Mayor Tan."""
    return text[hit.start : hit.end] == "convened" and _with_agent(text, hit) is not hit


def _says_before(text: str, sentence: Span, hit: Mention) -> bool:
    """Whether a verb or a person stands right before "in his speech": someone stressed in his speech; Li Yun, in his remarks, …"""
    if text.endswith(", ", sentence.start, hit.start) and text.startswith(",", hit.end):
        return True
    return _VERB_BEFORE.search(text, max(sentence.start, hit.start - CLOSE), hit.start) is not None


def _behind(before: str, noun: str) -> bool:
    """Whether the last thing made or delivered that a sentence names is of a kind: a report, not a speech."""
    things = re.findall(rf"\b({noun}|speech|speeches|remarks|address|explanation|instructions)s?\b", before, re.I)
    return bool(things) and things[-1].lower() == noun


def _with_agent(text: str, hit: Mention) -> Mention:
    """A verb of presiding or attending as a passive one where it is: was chaired on October 13 by …"""
    if hit.value.get("role") not in {"presided", "attended"} or hit.value.get("passive"):
        return hit
    if not re.search(
        r"\b(?:was|were|is|being)[ \u00a0](?:[a-z]+ly |also )?$", text[max(0, hit.start - 16) : hit.start]
    ):
        return hit
    agent = (_AGENT_BEHIND if hit.value["role"] == "presided" else _AGENT).match(text, hit.end)
    return hit._replace(end=agent.end() - 1, value={**hit.value, "passive": True}) if agent else hit


def _echo_roles(parts: list[Part]) -> None:
    """Give "as did" the role of the verb before it."""
    role: str | None = None
    for part in parts:
        if part.kind == "verb" and part.mention.value.get("echo"):
            part.role = role
        elif part.kind == "verb" and part.mention.value.get("role"):
            role = part.mention.value["role"]


def _with_other_names(marks: Marks, parts: list[Part], sentence: Span) -> list[Part]:
    """Names that are no pinyin (Losang Jamcan, Erken Tuniyaz): capitals right after a post, or before a comma and a post."""
    text = marks.text
    hits = [h for h in within(marks.hits, sentence) if h.kind not in {"theme", "class-word", "place"}]
    hits = sorted([*hits, *within(marks.dates, sentence)])
    rows = [[p.mention for p in parts], within(marks.bodies, sentence), within(marks.meetings, sentence), hits]
    found: list[Part] = []
    for post in [p.mention for p in parts if p.kind == "post"]:
        for at in (_after(text, post.end), _before(text, post.start)):
            if at is None or not (sentence.start <= at[0] and at[1] <= sentence.end):
                continue
            before = at[0] < post.start
            if " " not in text[at[0] : at[1]] and (
                _after(text, post.end)
                if before
                else not (_glued_name(text, at) or _heads_list(text, at, post, rows[0]))
            ):
                continue
            if not any(overlaps(row, *at) for row in rows) and (not found or found[-1].mention.end <= at[0]):
                found.append(Part("name", Mention(at[0], at[1], "name", text[at[0] : at[1]])))
                for more in _names_before(text, at[0], sentence.start) if before and _is_plural(post) else ():
                    if not any(overlaps(row, *more) for row in rows):
                        found.append(Part("name", Mention(*more, "name", text[more[0] : more[1]])))
    found = sorted(found, key=lambda p: p.mention.start)
    found.extend(_listed_names(marks, parts, sentence, rows))
    found.extend(_comrades(marks.text, sentence, [*rows, [p.mention for p in found]]))
    return sorted([*parts, *found], key=lambda p: (p.mention.start, -p.mention.end))


def _is_plural(post: Mention) -> bool:
    return isinstance(post.value, Post) and post.value.plural


def _names_before(text: str, start: int, first: int) -> Iterator[tuple[int, int]]:
    """The other names of a list whose last stands before a plural post: Tashi Norbu and Karma Tsering, deputy mayors."""
    names = _NAMES_AHEAD.search(text, max(first, start - MAX_LIST), start)
    if names is None:
        return
    for match in re.finditer(_NAME_OF_WORDS, names[1]):
        yield names.start(1) + match.start(), names.start(1) + match.end()


def _glued_name(text: str, at: tuple[int, int]) -> bool:
    """Whether one word after a post is a surname and a given name run together: a capital inside, or a verb right behind it."""
    word = text[at[0] : at[1]]
    capital = any(map(str.isupper, word[1:])) and not word.isupper()
    return count_syllables(word) in {2, 3} and (capital or _VERB_BEHIND.match(text, at[1]) is not None)


def _heads_list(text: str, at: tuple[int, int], post: Mention, known: list[Mention]) -> bool:
    """Whether one word after the post of several heads a list of names: deputy directors Suning, Cao Wenhu, Ma Wei."""
    goes_on = text.startswith(", ", at[1]) and any(m.kind == "name" and m.start == at[1] + len(", ") for m in known)
    return _is_plural(post) and goes_on and count_syllables(text[at[0] : at[1]]) in {2, 3}


def _listed_names(marks: Marks, parts: list[Part], sentence: Span, rows: list[list[Mention]]) -> list[Part]:
    """Names that are no pinyin in a list right before a verb of attending: Losang Dorje and Tashi Norbu attended."""
    out: list[Part] = []
    places = [h for h in within(marks.hits, sentence) if h.kind == "place"]
    for verb in [p.mention for p in parts if p.kind == "verb" and p.mention.value.get("role") in _PRESENT]:
        first = max(sentence.start, verb.start - MAX_LIST)
        names = _NAME_LIST.search(marks.text[first : verb.start])
        if names is None:
            continue
        shift = first + names.start(1)
        listed = [(shift + m.start(), shift + m.end()) for m in re.finditer(_ANY_NAME, names[1])]
        if any(marks.text[:end].rsplit(None, 1)[-1] in _HEADS for _, end in listed):
            continue  # the Economic and Technological Development Zone held a meeting
        short = [at for at in listed if " " not in marks.text[slice(*at)] and "·" not in marks.text[slice(*at)]]
        if len(listed) - len(short) < LEAST_IN_FULL or any(overlaps(places, *at) for at in short):
            listed = [at for at in listed if at not in short]
        if any(overlaps(row, *at) for row in rows[1:] for at in listed):
            continue  # the Bureau of Agriculture and Animal Husbandry, Arun Banner and Zhalantun City
        new = [at for at in listed if not overlaps(rows[0], *at)]
        out.extend(Part("name", Mention(*at, "name", marks.text[at[0] : at[1]])) for at in new)
    return out


def _comrades(text: str, sentence: Span, rows: list[list[Mention]]) -> list[Part]:
    """Names that are no pinyin behind "Comrade": Comrade Batu Chulu."""
    found = _COMRADE.finditer(text, sentence.start, sentence.end)
    spans = [match.span(1) for match in found if not any(overlaps(row, *match.span(1)) for row in rows)]
    return [Part("name", Mention(*at, "name", text[at[0] : at[1]])) for at in spans]


def _after(text: str, end: int) -> tuple[int, int] | None:
    match = re.compile(r"[ \u00a0]+").match(text, end)
    name = _OTHER_NAME.match(text, match.end()) if match else None
    return (name.start(), name.end()) if name else None


def _before(text: str, start: int) -> tuple[int, int] | None:
    window = text[max(0, start - 44) : start]
    match = re.search(
        r"(?:^|\n|[,.;:] |and |were |was |by |with |included? )([A-Z][a-zA-Z’'-]+(?: [A-Z][a-zA-Z’'-]+){1,3}),[ ](?:the )?$",
        window,
    )
    match = match or _ONE_WORD.search(window)
    return (max(0, start - 44) + match.start(1), max(0, start - 44) + match.end(1)) if match else None
