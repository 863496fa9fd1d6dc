"""What the meeting did with which item: reviewed, heard, studied, deployed.

The object of each agenda verb runs to the next verb of that kind or the end of the clause; it is cut into items at
commas and "and" where the next piece opens like an item of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import Marks, within
from readouts.model import AgendaItem, Mention, Span

_SEPARATOR = re.compile(
    r"[ \u00a0]*,?[ \u00a0]along with[ \u00a0]+|[ \u00a0]*[,;、][ \u00a0]*(?:(?:and|as well as)[ \u00a0]+)?|[ \u00a0]+(?:and|as well as)[ \u00a0]+"
)
_ARTICLE = re.compile(r"(?:the|a|an|on|of|“|\"|(?:the )?(?:spirit|guiding principles) of)[ \u00a0]+", re.I)
_OTHER = re.compile(r"(?:and )?(?:other|etc|so on|the like|and other|some other)\b", re.I)
_TAIL = re.compile(
    r",? (?:presented|submitted|issued) by .*$|(?:[ ,]+(?:and )?(?:so on|etc\.?|and other [a-z ]{3,30}|among others|other documents|and others|in principle|respectively|at the meeting|for the next (?:step|stage)))+[. ]*$|(?:[ ,]+(?:and|to|as well as|as well as to))+$|[ ,.;:]+$",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:was|were|been|be|are|is)[ \u00a0]+(?:also |then |both |all )?$", re.I)
_GERUND = re.compile(r"[A-Za-z]+ing\b")
_INVERTED = re.compile(r"[^.;]{0,40}?\b(?:was|were)[ \u00a0]+")

_REPORTERS = re.compile(
    r"[^,.;]{0,110}?\b(?:[Gg]roups?|[Bb]ureaus?|[Dd]epartments?|[Cc]ommissions?|[Oo]ffices?|[Cc]ommittees?|[Uu]nits|[Dd]istricts|[Cc]ounties|[Cc]ities)[ ]on[ ]"
)
_BARE_NOUN = re.compile(r"[ ,\u00a0]*(?:an?|the)[ \u00a0][\w-]+[ \u00a0]+", re.I)
_AFTER_PASSIVE = re.compile(r"[^.;,]{0,40}?\b(?:for|to|on)\b")
_SAID = re.compile(
    r"[ \u00a0]*[,:：“\"]|[ \u00a0]+(?:that|the|to|all|it|we|each|every|on|for|in|at|how|what|why|out)\b"
)
_BULLET = re.compile(r"(?:[-–—•*·]+|\(?\d{1,2}[.)、])[ \u00a0]*")
MAX_BEFORE_SPIRIT = 4
SAME_TITLE = 0.85
NEAR_NOUN = 32


def extract(frame: Frame) -> tuple[AgendaItem, ...]:
    """The items in order of the text, each once."""
    marks = frame.marks
    rows: list[AgendaItem] = []
    opened: AgendaItem | None = None
    for block in marks.layout.blocks:
        if block.kind != "paragraph":
            continue
        bullet = _BULLET.match(marks.text, block.span.start, block.span.end)
        if bullet and opened:
            rows.append(_item(marks.text, opened.action, Span(bullet.end(), block.span.end), opened.action_span, None))
            continue
        opened = None
        in_speech = False
        for sentence in [s for s in marks.layout.sentences if block.span.start <= s.start < block.span.end]:
            rows.extend(_sentence_items(frame, sentence, in_speech))
            opened = _opened(frame, sentence) or opened
            says = [h for h in within(marks.hits, sentence) if _says(h)]
            in_speech = in_speech or bool(says)
    return tuple(_once(rows))


def _opened(frame: Frame, sentence: Span) -> AgendaItem | None:
    """The act of a sentence that ends in a colon: its items stand one a line below."""
    marks = frame.marks
    if marks.text[sentence.end - 1] not in ":：":
        return None
    verbs = [h for h in within(marks.hits, sentence) if _acts(marks, h, sentence) and "agenda" in h.value]
    if not verbs:
        return None
    action = "reviewed" if any(v.value["agenda"] == "reviewed" for v in verbs) else verbs[-1].value["agenda"]
    return AgendaItem(action, "other", "", sentence, Span(verbs[0].start, verbs[-1].end))


def _once(rows: list[AgendaItem]) -> Iterator[AgendaItem]:
    seen: list[set[str]] = []
    for row in rows:
        words = set(re.findall(r"\w+", row.title.lower()))
        if not any(len(words & known) * 2 >= SAME_TITLE * (len(words) + len(known)) for known in seen):
            seen.append(words)
            yield row


def _says(hit: Mention) -> bool:
    return (
        hit.kind == "verb" and isinstance(hit.value, dict) and bool(hit.value.get("say")) and "agenda" not in hit.value
    )


def _sentence_items(frame: Frame, sentence: Span, in_speech: bool) -> list[AgendaItem]:
    marks = frame.marks
    if in_speech and not _opens_with_meeting(marks, sentence):
        return []
    stops = [
        h.start
        for h in within(marks.hits, sentence)
        if h.kind == "demand" or (_says(h) and _SAID.match(marks.text, h.end))
    ]
    limit = min(stops, default=sentence.end)
    verbs = [h for h in within(marks.hits, (sentence.start, limit)) if _acts(marks, h, sentence)]
    if not verbs:
        return list(_verbless(frame, sentence)) if not in_speech and limit == sentence.end else []
    out: list[AgendaItem] = []
    for group, end in _verb_groups(marks, verbs, limit):
        out.extend(_items_of(frame, sentence, group, end))
    return out


def _opens_with_meeting(marks: Marks, sentence: Span) -> bool:
    low = marks.text[sentence.start : sentence.start + 60].lower()
    subject = next((s for s in grammar_words("meeting_subjects") if low.startswith(s + " ")), None)
    return subject is not None and "plen" not in subject


def _acts(marks: Marks, hit: Mention, sentence: Span) -> bool:
    """Whether a hit is an act on the agenda: an agenda verb, or conveying; no noun, no part of a name or a title."""
    if hit.kind != "verb" or not isinstance(hit.value, dict) or not ({"agenda", "relation"} & set(hit.value)):
        return False
    if any(m.start <= hit.start < m.end for m in (*marks.meetings, *marks.bodies, *marks.offices, *marks.quotes)):
        return False
    before = marks.text[max(sentence.start, hit.start - 12) : hit.start].lower()
    if re.search(r"\b(?:the|a|an|of|in|for|on|its|their|this|further|collective|s) $", before):
        return False
    if not _has_subject(marks, hit, sentence) and not _included(marks.text, sentence, [hit]):
        return False
    surface = marks.text[hit.start : hit.end]
    return not (
        surface[:1].isupper() and hit.start > sentence.start + 1 and before.strip()[-1:] not in (";", ":", "；", ",")
    )


def _has_subject(marks: Marks, hit: Mention, sentence: Span) -> bool:
    """Whether an agenda verb stands where one can: at the head of a clause, or after a word that can be its subject."""
    before = marks.text[sentence.start : hit.start]
    if not before.strip() or re.search(r"[,;:；，)”\"][ \u00a0]*(?:and |then |also |[a-z]+ly )*$", before):
        return True
    if any(0 <= hit.start - m.end <= 6 for m in (*marks.meetings, *marks.names, *marks.bodies)):
        return True
    word = re.search(r"([A-Za-z]+)[ \u00a0]+(?:[a-z]+ly[ \u00a0]+)*$", before)
    return word is not None and word[1].lower() in grammar_words("act_subjects")


def _verb_groups(marks: Marks, verbs: list[Mention], limit: int) -> Iterator[tuple[list[Mention], int]]:
    """Verbs joined by "and" as one act, each with the end of its object: the next act, or the end of the clause."""
    groups: list[list[Mention]] = []
    for verb in verbs:
        gap = marks.text[groups[-1][-1].end : verb.start] if groups else "."
        if groups and re.fullmatch(r"[ \u00a0]*(?:,|and|, and|or|/)[ \u00a0]+(?:[a-z]+ly[ \u00a0]+)?(?:and )?", gap):
            groups[-1].append(verb)
        elif (
            groups
            and not _PASSIVE.search(gap)
            and not re.search(
                r"(?:[,;；]|\band|\bto)[ \u00a0]*(?:and |then |also |to |it |the meeting |has |have |further |[a-z]+ly )*$",
                gap,
                re.I,
            )
        ):
            continue
        else:
            groups.append([verb])
    for at, group in enumerate(groups):
        end = groups[at + 1][0].start if at + 1 < len(groups) else limit
        yield group, end


def _items_of(frame: Frame, sentence: Span, group: list[Mention], end: int) -> list[AgendaItem]:
    marks = frame.marks
    text = marks.text
    acts = [v.value["agenda"] for v in group if isinstance(v.value, dict) and "agenda" in v.value]
    action_span = Span(group[0].start, group[-1].end)
    relations = [v.value["relation"] for v in group if isinstance(v.value, dict) and "relation" in v.value]
    if relations and set(acts) <= {"studied"}:
        spirited = _spirit_items(frame, Span(group[-1].end, _clause_end(marks, group[-1].end, end)), action_span)
        if spirited is not None:
            return spirited
    if not acts:
        if "conveyed" not in relations:
            return []
        quoted = [q for q in within(marks.quotes, (group[-1].end, end)) if _is_title(text, q)]
        return [_item(text, "studied", Span(q.start, q.end), action_span, "document") for q in quoted]
    action = "reviewed" if "reviewed" in acts else acts[0]
    if _PASSIVE.search(text[sentence.start : group[0].start]):
        region = _before_passive(marks, sentence, group[0].start, end)
    else:
        included = _included(text, sentence, group)
        if included:
            return _cut_region(frame, Span(included, end), action, action_span)
        inverted = _INVERTED.match(text, group[-1].end, end)
        start = inverted.end() if inverted and group[0].start == sentence.start else group[-1].end
        region = Span(start, _clause_end(marks, start, end))
    return _cut_region(frame, region, action, action_span)


def _included(text: str, sentence: Span, group: list[Mention]) -> int | None:
    """Where the items begin in "Documents approved at the meeting include …"."""
    heads = "|".join(map(re.escape, grammar_words("list_heads")))
    if not re.search(
        rf"\b(?:{heads})[ \u00a0](?:that were |which were )?$", text[sentence.start : group[0].start], re.I
    ):
        return None
    match = re.compile(r"[^.;,]{0,40}?\b(?:also )?include[sd]?[ \u00a0]+").match(text, group[-1].end, sentence.end)
    return match.end() if match else None


def _spirit_items(frame: Frame, region: Span, action_span: Span) -> list[AgendaItem] | None:
    """Speeches, instructions and letters among what is conveyed or studied; None where the object is no spirit of any.

    The pieces that tell a higher meeting's spirit are relays and no items.
    """
    marks, text = frame.marks, frame.marks.text
    words = "|".join(grammar_words("spirit_pieces"))
    relayed = [g.mention for g in frame.others if region.start <= g.mention.start < region.end]
    spirits = [h for h in within(marks.hits, region) if h.kind == "spirit"]
    if not spirits or _far_from_spirit(text[region.start : spirits[0].start]):
        return None
    out = []
    for start, end in _spirit_pieces(text, region):
        told = any(start <= m.start < end for m in relayed)
        if not told and re.search(rf"\b(?:{words})\b", text[start:end], re.I):
            row = _item(text, "studied", Span(start, end), action_span, "other")
            if _wanted(text, row):
                out.append(row)
    return out


def _far_from_spirit(before: str) -> bool:
    """Whether the words before a spirit word say that something else is the object."""
    return before.count(" ") > MAX_BEFORE_SPIRIT and not re.search(r"\bXi\b|[Ss]ecretary|[’']s\b", before)


def _spirit_pieces(text: str, region: Span) -> Iterator[tuple[int, int]]:
    """A region cut where another spirit, speech or letter begins."""
    head = r"(?:spirit of|(?:important |recent )*(?:speech|instruction|letter|remark|address|requirement))"
    opener = re.compile(
        rf"[ \u00a0]*(?:[,;][ ](?:and )?(?:the |his |her )?(?={head})|\b(?:and|as well as)[ ](?=(?:the |his |her ){head})|\band[ ](?=spirit of))"
    )
    at = region.start
    for match in opener.finditer(text, region.start, region.end):
        yield at, match.start()
        at = match.end()
    yield at, region.end


def _before_passive(marks: Marks, sentence: Span, start: int, end: int) -> Span:
    """The object of a passive: its subject, after what opens the sentence; of "work was arranged on …" what follows."""
    was = _PASSIVE.search(marks.text[sentence.start : start])
    assert was is not None
    stop = sentence.start + was.start()
    opened = [m.end for m in marks.meetings if sentence.start <= m.start and m.end < stop]
    opened += [d.end for d in marks.dates if sentence.start <= d.start and d.end < stop]
    first = max(
        [
            sentence.start,
            *opened,
            *(sentence.start + m.end() for m in re.finditer(r"[;；]", marks.text[sentence.start : stop])),
        ]
    )
    region = Span(first, stop)
    if _BARE_NOUN.fullmatch(marks.text, first, stop) and _AFTER_PASSIVE.match(marks.text, start):
        return Span(first, end)
    bare = marks.text[region.start : region.end].strip(" ,").lower()
    on = re.compile(r"[^.;,]{0,30}?\b(?:on|for)[ \u00a0]+").match(marks.text, start, end)
    return Span(on.end(), end) if on and bare in grammar_words("empty_items") else region


def _clause_end(marks: Marks, start: int, end: int) -> int:
    """End of an object: a semicolon, or a new clause of another subject."""
    text = marks.text
    listed = _list_opener(text, start, end) is not None
    enders = "|".join(re.escape(w) for w in grammar_words("clause_enders"))
    orders = "|".join(grammar_words("imperatives"))
    marks_of_end = "" if listed else "[;；]|"
    stop = re.search(rf"{marks_of_end},? (?:{enders})\b|, (?:and )?(?:{orders}) (?:the |our |and |a )", text[start:end])
    return start + stop.start() if stop else end


def _cut_region(frame: Frame, region: Span, action: str, action_span: Span) -> list[AgendaItem]:
    marks, text = frame.marks, frame.marks.text
    relayed = [
        g
        for g in frame.others
        if region.start <= g.mention.start < region.end and g.relation_span and g.relation_span.start < region.start
    ]
    quotes = [q for q in within(marks.quotes, region) if _is_title(text, q)]
    if quotes:
        rows = [_item(text, action, Span(q.start, q.end), action_span, "document") for q in quotes]
        rest = [
            p for p in _pieces(marks, region, action) if not any(p.start < q.end and q.start < p.end for q in quotes)
        ]
        nouns = [h for h in within(marks.hits, region) if h.kind == "document-noun"]
        rows += [
            _item(text, action, p, action_span, None) for p in rest if any(p.start <= n.start < p.end for n in nouns)
        ]
        return [r for r in rows if _wanted(text, r)]
    if relayed:
        return []
    pieces = _pieces(marks, region, action)
    return [row for p in pieces if _wanted(text, row := _item(text, action, p, action_span, None))]


def _wanted(text: str, row: AgendaItem) -> bool:
    if row.title.lower() in grammar_words("empty_items") or not re.search(r"\w{2}", row.title):
        return False
    return not _OTHER.match(row.title) or row.title.lower() == "other matters"


def _is_title(text: str, quote: Mention) -> bool:
    """Whether a quotation is a title: capitals on its main words, or longer than a coined term."""
    words = [w for w in re.findall(r"[A-Za-z][\w'’-]*", text[quote.start : quote.end]) if len(w) > 3]
    if not words:
        return False
    capitals = sum(w[0].isupper() for w in words)
    return (len(words) >= 2 and capitals * 2 >= len(words)) or len(words) > 8


def _pieces(marks: Marks, region: Span, action: str) -> list[Span]:
    """A region cut into items."""
    text = marks.text
    opener = _list_opener(text, region.start, region.end)
    shown = text[region.start : region.end]
    serial = action in {"studied", "deployed", "heard"} and ", and " in shown and shown.count(",") > 1
    listed = opener is not None or serial
    start = _skip_heads(text, opener if opener is not None else region.start, region.end, action)
    nouns = [h.start for h in within(marks.hits, region) if h.kind == "document-noun"]
    cuts = [start]
    first_gerund = bool(_GERUND.match(text, start))
    inside = [(q.start - 1, q.end + 1) for q in within(marks.quotes, region)]
    for match in _SEPARATOR.finditer(text, start, region.end):
        if any(a < match.start() < b for a, b in inside) or _in_brackets(text, start, match.start()):
            continue
        left, right = Span(cuts[-1], match.start()), Span(match.end(), region.end)
        if _opens_item(text, left, right, nouns, listed or action == "deployed", first_gerund, match[0], action):
            cuts.extend([match.start(), match.end()])
    cuts.append(region.end)
    out = []
    for a, b in zip(cuts[::2], cuts[1::2], strict=True):
        a = _skip_heads(text, a, b, action)
        piece = _strip(text, a, b)
        if piece:
            out.append(piece)
    return out


def _opens_item(
    text: str, left: Span, right: Span, nouns: list[int], listed: bool, gerund: bool, joint: str, action: str
) -> bool:
    """Whether the text after a separator is an item of its own rather than more of the one before."""
    head = text[right.start : right.start + 60]
    comma = "," in joint or ";" in joint
    end = _SEPARATOR.search(text, right.start, right.end)
    piece_end = end.start() if end else right.end
    noun_left = any(left.start <= n < left.end for n in nouns)
    noun_right = any(right.start <= n < piece_end for n in nouns)
    if ";" in joint or "along with" in joint or _OTHER.match(head):
        return True
    if re.match(
        r"(?:the (?:reports?|list|plan|draft|opinions|work|implementation|progress|situation|results)|an? (?:plan|guideline|report|set|series|list|draft|proposal|document|resolution)|(?:a |the )?reports? on|several|on )\b",
        head,
        re.I,
    ):
        return noun_right or "report" in head.lower() or comma
    near = [n for n in nouns if right.start <= n < right.start + NEAR_NOUN]
    if near and re.match(r"(?:an?|the) ", head) and (noun_left or re.match(r"(?:an?|the) ", text[left.start :])):
        return not re.search(r"\b(?:of|on|for|to|by|in)\b", text[right.start : near[0]])
    if comma and action in {"studied", "deployed"} and re.match(r"the ", head):
        return True
    if gerund and _GERUND.match(head) and (comma or listed or not noun_left):
        return comma or text.count(" ", left.start, left.end) >= 3
    if head[:1].isupper() and text[left.start].isupper() and any(right.start <= n < right.start + 24 for n in nouns):
        return True
    if listed:
        return comma or bool(_GERUND.match(head)) or head[:4].lower() == "the "
    return bool(noun_left and noun_right and (comma or head[:1].isupper() or head[:4].lower() == "the "))


def _list_opener(text: str, start: int, end: int) -> int | None:
    """Where the items of an open list begin (documents such as …, issues including …), None where no list opens."""
    heads = "|".join(sorted(map(re.escape, grammar_words("list_heads")), key=len, reverse=True))
    openers = "|".join(map(re.escape, grammar_words("list_openers")))
    match = re.compile(rf"[ \u00a0]*(?:[\w’'-]+[ ]){{0,6}}(?:{heads})[ ,]+(?:{openers})[ :]+(?:the )?", re.I).match(
        text, start, end
    )
    return match.end() if match else None


def _skip_heads(text: str, start: int, end: int, action: str) -> int:
    heads = (*(grammar_words("report_heads") if action == "heard" else ()), *grammar_words("document_heads"))
    again = True
    while again:
        again = False
        while start < end and text[start] in " ,:;\u00a0":
            start += 1
        low = text[start : min(end, start + 60)].lower()
        for head in sorted(heads, key=len, reverse=True):
            if low.startswith(head + " ") and start + len(head) + 3 < end:
                start += len(head) + 1
                reporters = _REPORTERS.match(text, start, end) if head.endswith((" of", " from")) else None
                start = reporters.end() if reporters else start
                again = True
                break
    return start


def _in_brackets(text: str, start: int, at: int) -> bool:
    opened = max(text.rfind("(", start, at), text.rfind("（", start, at))
    closed = max(text.rfind(")", start, at), text.rfind("）", start, at))
    return opened > closed


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in " \u00a0":
        start += 1
    while article := _ARTICLE.match(text, start, end):
        start = article.end()
    tail = _TAIL.search(text[start:end])
    if tail:
        end = start + tail.start()
    while start < end and text[start] in ' ,.:;“"\u00a0':
        start += 1
    while end > start and text[end - 1] in ' ,.:;”"\u00a0':
        end -= 1
    return Span(start, end) if end - start > 2 else None


def _verbless(frame: Frame, sentence: Span) -> Iterator[AgendaItem]:
    """Items of a list whose verb is lost: a sentence of the first paragraph that opens with a quoted title."""
    marks = frame.marks
    first = next((b.span for b in marks.layout.blocks if b.kind == "paragraph"), None)
    opening = next((q for q in within(marks.quotes, sentence) if q.start - sentence.start <= 1), None)
    if (
        first is None
        or opening is None
        or not (first.start <= sentence.start < first.end)
        or not _is_title(marks.text, opening)
    ):
        return
    yield _item(marks.text, "reviewed", Span(opening.start, opening.end), None, "document")
    after = re.compile(r"[”\"][ \u00a0]*(?:and|,)[ \u00a0]+").match(marks.text, opening.end, sentence.end)
    if after and _list_opener(marks.text, after.end(), sentence.end) is not None:
        for piece in _pieces(marks, Span(after.end(), sentence.end), "reviewed"):
            yield _item(marks.text, "reviewed", piece, None, "reform")


def _item(text: str, action: str, span: Span, action_span: Span | None, kind: str | None) -> AgendaItem:
    stripped = _strip(text, span.start, span.end) or span
    title = text[stripped.start : stripped.end]
    if kind is None:
        low = title.lower()
        if action == "heard":
            kind = "report"
        elif (
            title[:1].isupper()
            and re.search(
                r"\b(?:Plan|Opinions|Measures|Regulations|Rules|Report|Points|List|Scheme|Guideline|Provisions|Work|Outline)",
                title,
            )
        ) or re.search(
            r"\b(?:plan|guideline|opinions|measures|regulations?|rules|document|list|proposal|resolution|report|draft|key points)\b",
            low,
        ):
            kind = "document"
        else:
            kind = "reform" if "reform" in low else "other"
    return AgendaItem(action, kind, title, stripped, action_span)
