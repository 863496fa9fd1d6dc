"""What the meeting did with which item: reviewed, heard, studied, deployed.

The object of each agenda verb runs to the next verb of that kind or the end of the clause; it is cut into items at
commas and "and" where the next piece opens like an item of its own. Over 300 lines for a reason: each way to tell an
agenda yields rows that another would tell again, and what is told once is kept here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from readouts.acts import (
    AMONG,
    LOOK_BACK,
    group_acts,
    is_act,
    is_imperative,
    is_object_before,
    is_what_was_said,
    opens_with_act,
    opens_with_meeting,
    says,
)
from readouts.below import heads_list, is_title_line
from readouts.edges import make_item
from readouts.frame import Frame
from readouts.items import cut_pieces
from readouts.lexicon import grammar_words
from readouts.mark import Marks, holds, within
from readouts.model import AgendaItem, Mention, Span
from readouts.objects import (
    before_passive,
    clause_end,
    included_from,
    is_part_of_item,
)
from readouts.openers import list_opener
from readouts.patterns import REACH
from readouts.retold import tell_once, told_before
from readouts.speeches import cut_speeches
from readouts.wanted import OTHER_BUSINESS, is_document, is_title, is_wanted

_INVERTED = re.compile(r"(?![ \u00a0](?:how|what) )[^.;]{0,40}?\b(?:was|were)[ \u00a0]+")
_LIKEWISE = re.compile(
    r"[^.;,]{0,40},[ \u00a0](?:as|and so)[ \u00a0](?:was|were)[ \u00a0]|[^.;,]{0,40},[ \u00a0]among them[ ](?=an?[ ])|(?:[ ]at the (?:meeting|session|conference))?,?[ ](?:together|along) with[ ]|,[ ]as well as[ ]"
)
_ADVERB = re.compile(r"(?:(?:also|[a-z]+ly)[ \u00a0])?", re.I)
_CONVEYED = re.compile(
    r"[ \u00a0](?:the |a |an )(?:[\w’'-]+ ){0,4}?(?:notice|circular|bulletin|notification|opinions|regulations|documents?|feedback|report|reply)s?\b",
    re.I,
)
_AFTER = re.compile(r"\b(?:[Aa]fter|[Hh]aving)[ \u00a0](?:[a-z]+ly[ \u00a0])?$")
_AS_WELL = re.compile(r",[ \u00a0]as[ \u00a0]well[ \u00a0]as[ \u00a0](?=(?:an?|the)[ \u00a0])")
_AND_A = re.compile(r",[ \u00a0](?:and|as[ \u00a0]well[ \u00a0]as)[ \u00a0](?=(?:an?|the)[ \u00a0])")
_ASKED = re.compile(r"(?:[a-z]+ )?(?:demands|requirements)\b")
_OF_EVENT = re.compile(r"[”\"][ ](?:(?:work|mobilization|city-wide|theme) )?(?:conference|meeting|session|symposium)\b")
_ALSO_DONE = re.compile(
    r"\b(?:was|were) also (?:discussed|reviewed|approved|adopted|studied|heard|deliberated|passed)\b"
)
_BY_MEETING = re.compile(
    r"\b(?:was|were)[ ][a-z ]{3,40}?\b(?:by|at)[ ](?:the|this)[ ](?:meeting|session|conference|plenum)", re.I
)
_RESUMES = re.compile(
    r",[ ](?:the|this)[ ](?:meeting|session|conference|plenum|group|commission|committee)[ ](?:also[ ])?(?=[a-z]+ed\b)"
)
_AND_ADOPTED = re.compile(
    r",[ ]and[ ](?:also[ ])?(?=(?:adopted|approved|passed|reviewed|endorsed|examined|deliberated)[ ](?:and|the|a|an|in|several|\w+)\b|studied other matters\b|arrangements were (?:also )?made (?:for|on)\b)"
)
_PASSED = re.compile(r"\b(?:pass|adopt|approv)")
_WHICH = re.compile(r", (?:(?:all|some|most|both|each|many) of )?(?:which|who)")
_HEARS = re.compile(r"(?:heard|listened to) and ", re.I)
_REPORT = re.compile(r"\b(?:[Rr]eports?|briefings?|explanations?)\b")
_REPORTEDLY = re.compile(
    r"It (?:is|was|has been) (?:reported|understood|learn(?:ed|t)|known|said) that\b|It was (?:demanded|required|requested|urged) |That (?:the|our|we|this) |According to the (?:meeting|session|conference), "
)
_SAYING = re.compile(r"[A-Z][a-z]+ing\b")
_AT_MEETING = re.compile(r"[ ]at the (?:meeting|session|conference)[:：]")  # studied at the meeting: A; B
_BESIDE_TITLE = re.compile(
    r"[”\"](?:,|,?[ ](?:and|as well as))[ ](?:the[ ])?$"
)  # a title, and what is told in plain words
_AND_BEHIND = re.compile(r"[”\"],? and (?:the )?")
_AND_THE_BEFORE = re.compile(r"(?:,|,?[ ]and)[ ]the[ ]$")
_REPORTED_ON = re.compile(r"\b(?:reports?|briefings?) (?:by|from) [^;:“”\"]{3,80} on (?:the )?$")
_PROGRESS = re.compile(  # told before the titles of documents
    r"[ ](?:the )?((?:work )?(?:progress|results|situation|status) of [^,;“\"]{3,80}?|[^,;“\"]{3,60} (?:summary|report))(?:,|,? and)[ ](?:the )?(?:20\d\d )?[“\"]"
)
_THEY_WERE = re.compile(
    r"So (?:were|was)[ ](?:the )?|(?:They|These|Those|The (?:\w+ )?(?:documents|reports|plans)|Among them)[ ](?:were|are|included?|includes)[ ](?:the )?(?=[A-Z“\"]|an? )"
)
_CARRYING = re.compile(r"[a-z]+ing\b")
_ASKED_BY = re.compile(
    r"(?<=ed) (?:by the (?!meeting|session|conference)|for (?:the|leading|posts?)\b)"
)  # key work required by the government, candidates proposed for the posts
_BRIEFS_ON = re.compile(r"briefed (?:the |those )?[a-z]+ on (?:the )?")
_TO_WHOM = re.compile(
    r"[ ](?:to|for) (?:(?:all|the|all the) )?(?:attendees|participants|meeting|conference|session|those present|cadres|members)(?= (?:the |an? |[“\"A-Z]))"
)
_ASKED_FOR = re.compile(r"[ ]for[ ](?:instructions?|approval|advice)\b")
_HOW_TO = re.compile(r"\b(?:studied|discussed|considered) how (?:[A-Z]\w+|the [a-z]+|we|it) $")  # how the city should …
_SAID = re.compile(
    r"[ \u00a0]*[,:：“\"]|[ \u00a0]+(?:(?:during|at|by) (?:the|this) (?:meeting|session|conference) that|that|the|to|all|it|we|each|every|on|for|in|at|how|what|why|out)\b"
)
_TOPICS_ARE = re.compile(
    r"\b(?:agenda|topics?|items?)\b[^.;:：]{0,60}?\b(?:are|is|be|includes?|as follows)\b[^.;:：]{0,20}[:：]"
)
_AGENDA_IS = re.compile(
    r"\b(?:agenda|topics?) of the (?:plenary )?(?:session|plenum|congress|conference) (?:is|are|will be|would be) to\b"
)
_MEANS = re.compile(
    r"[ \u00a0]*(?:[a-z]+ly |in (?:depth|detail) )?(?:through|via|by means of) "
)  # studied in depth through lectures and talks
_BULLET = re.compile(r"(?:[-–—•*·]+|\(?\d{1,2}[.)、])[ \u00a0]*")
_BULLET_BEFORE = re.compile(r"\n[ \t\u00a0]*[•·▪■●*][ \t\u00a0]*$")  # left out of the line that it opens
MAX_BULLET = 8


def extract(frame: Frame) -> tuple[AgendaItem, ...]:
    """The items in order of the text, each once."""
    marks = frame.marks
    rows: list[AgendaItem] = []
    opened: AgendaItem | None = None
    for block in marks.layout.blocks:
        if block.kind != "paragraph":
            continue
        listed = _line_below(marks, block.span) if opened else None
        if listed and opened:
            rows.append(make_item(marks.text, opened.action, listed, opened.action_span, None))
            continue
        opened = None
        in_speech = False
        for sentence in sentences_of(marks, block.span):
            if _of_later_meeting(marks.text, sentence):
                continue
            rows.extend(_listed_behind(frame, sentence, rows[-1:]) or _sentence_items(frame, sentence, in_speech))
            opened = _opened(frame, sentence, block.span) or opened
            hits = within(marks.hits, sentence)
            in_speech = in_speech or any(says(h) and not is_what_was_said(marks, h) for h in hits)
    return tuple(tell_once(rows))


def _listed_behind(frame: Frame, sentence: Span, last: list[AgendaItem]) -> list[AgendaItem]:
    """The documents that a sentence lists after one that counted them: They were A, B and C."""
    marks = frame.marks
    listed = _THEY_WERE.match(marks.text, sentence.start, sentence.end)
    before = max((s for s in marks.layout.sentences if s.end <= sentence.start), default=None) if listed else None
    acts = [h for h in within(marks.hits, before) if is_act(marks, h, before) and "agenda" in h.value] if before else []
    so = listed is not None and listed[0].startswith("So ")
    if listed is None or not acts or (not so and last and before and last[0].span.start >= before.start):
        return []
    action = "reviewed" if any(h.value["agenda"] == "reviewed" for h in acts) else acts[0].value["agenda"]
    act = Span(acts[0].start, acts[-1].end)
    return _cut_region(frame, Span(listed.end(), sentence.end), action, act)


def sentences_of(marks: Marks, block: Span) -> Sequence[Span]:
    """The sentences of a block."""
    rows = marks.layout.sentences
    return rows[bisect_left(rows, (block.start,)) : bisect_left(rows, (block.end,))]


def _line_below(marks: Marks, block: Span) -> Span | None:
    """The item of a line below an act that opened a list: what follows its number, or a title that fills the line."""
    bullet = _BULLET.match(marks.text, block.start, block.end)
    if bullet:
        return Span(bullet.end(), block.end)
    marked = _BULLET_BEFORE.search(marks.text, max(0, block.start - MAX_BULLET), block.start)
    return block if marked or is_title_line(marks, block) else None


def _opened(frame: Frame, sentence: Span, block: Span) -> AgendaItem | None:
    """The act of a sentence that ends in a colon, asks which documents, or has no end: its items stand one a line below."""
    marks = frame.marks
    bare = heads_list(marks.text, sentence, block)
    if marks.text[sentence.end - 1] not in ":：" and not bare:
        return None
    told = [h for h in within(marks.hits, sentence) if h.kind == "verb" and "agenda" in h.value]
    verbs = [h for h in told if bare or is_act(marks, h, sentence)]
    if not verbs:
        return None
    if any(h.start > verbs[-1].end and (says(h) or h.kind == "demand") for h in within(marks.hits, sentence)):
        return None  # studied the plan and stressed: what the lines below tell was said
    action = "reviewed" if any(v.value["agenda"] == "reviewed" for v in verbs) else verbs[-1].value["agenda"]
    return AgendaItem(action, "other", "", sentence, Span(verbs[0].start, verbs[-1].end))


def _of_later_meeting(text: str, sentence: Span) -> bool:
    """Whether a sentence lists what a meeting still to be held will do: the proposed topics of the session are …"""
    colon = text.find(":", sentence.start, sentence.end) >= 0 or text.find("：", sentence.start, sentence.end) >= 0
    listed = (_TOPICS_ARE if colon else _AGENDA_IS).search(text, sentence.start, sentence.end)
    before = text[max(0, sentence.start - LOOK_BACK) : listed.start()].lower() if listed else ""
    return bool(before) and any(re.search(rf"\b{words}\b", before) for words in grammar_words("still_to_come"))


def _sentence_items(frame: Frame, sentence: Span, in_speech: bool) -> list[AgendaItem]:
    marks = frame.marks
    if is_imperative(marks, sentence) or _REPORTEDLY.match(marks.text, sentence.start, sentence.end):
        return []
    shown = marks.text[sentence.start : sentence.end]
    if (
        in_speech
        and not opens_with_meeting(marks, sentence)
        and not opens_with_act(marks, sentence)
        and not _BY_MEETING.search(shown)
        and not _ALSO_DONE.search(shown)
    ):
        return []
    stops = [
        h.start
        for h in within(marks.hits, sentence)
        if (
            h.kind == "demand"
            and not _HOW_TO.search(marks.text, sentence.start, h.start)
            and not marks.text.endswith(
                (" which ", " that "), sentence.start, h.start
            )  # problems which need to be solved
            and not _ASKED_FOR.match(marks.text, h.end)
            and not _ASKED_BY.match(marks.text, h.end)
            and not holds(marks.quotes, h.start)
        )
        or (
            says(h)
            and not _ASKED_BY.match(marks.text, h.end)
            and not _ASKED_FOR.match(marks.text, h.end)
            and not marks.text.endswith(("the ", "these ", "his ", "new "), 0, h.start)
            and (_SAID.match(marks.text, h.end) or marks.text.endswith(", ", 0, h.start))
            and not is_what_was_said(marks, h)
        )
    ]
    limit = min(stops, default=sentence.end)
    verbs = [h for h in within(marks.hits, (sentence.start, limit)) if is_act(marks, h, sentence)]
    verbs = _of_this_meeting(frame, sentence, verbs) if verbs else verbs
    if not verbs:
        told = list(_verbless(frame, sentence)) if not in_speech and limit == sentence.end else []
        told = told or ([] if in_speech else _briefed_on(frame, Span(sentence.start, limit)))
        return told or _resumed(frame, sentence, limit)
    out: list[AgendaItem] = []
    for group, clause in group_acts(marks, verbs, Span(sentence.start, limit)):
        out.extend(_items_of(frame, Span(clause.start, sentence.end), group, clause.end))
    return [*out, *_resumed(frame, sentence, limit)]


def _briefed_on(frame: Frame, sentence: Span) -> list[AgendaItem]:
    """On what a person briefed the meeting, where nothing else was done: Li Yun, director of the bureau, briefed the meeting on the budget."""
    marks = frame.marks
    told = (h for h in within(marks.hits, sentence) if h.kind == "verb" and h.value.get("role") == "reported")
    on = next((m for h in told if (m := _BRIEFS_ON.match(marks.text, h.start, sentence.end))), None)
    if on is None or not within(marks.names, (sentence.start, on.start())):
        return []
    region = Span(on.end(), clause_end(marks, on.end(), sentence.end))
    return _cut_region(frame, region, "heard", Span(on.start(), on.start() + len("briefed")))


def _of_this_meeting(frame: Frame, sentence: Span, verbs: list[Mention]) -> list[Mention]:
    """Acts without those of a relayed meeting: the principles of a meeting of the Political Bureau to review the plan."""
    text = frame.marks.text
    ends = {g.mention.end for g in frame.others if g.relation_span and sentence.start <= g.mention.start}
    return [v for v in verbs if not (text.endswith(" to ", 0, v.start) and v.start - len(" to ") in ends)]


def _resumed(frame: Frame, sentence: Span, limit: int) -> list[AgendaItem]:
    """What the meeting did after what was said in the same sentence: Saying that …, the meeting approved a plan."""
    if limit >= sentence.end:
        return []
    text = frame.marks.text
    again = _RESUMES.search(text, limit, sentence.end) if _SAYING.match(text, sentence.start) else None
    if again is None and opens_with_meeting(frame.marks, sentence):
        again = _AND_ADOPTED.search(text, limit, sentence.end)
    return _sentence_items(frame, Span(again.end(), sentence.end), False) if again else []


def _items_of(frame: Frame, sentence: Span, group: list[Mention], end: int) -> list[AgendaItem]:
    marks = frame.marks
    text = marks.text
    told = [v for v in group if isinstance(v.value, dict) and "agenda" in v.value]
    circulated = group[-1].entry == "circulate" and (
        _CONVEYED.match(text, group[-1].end, end) or is_object_before(marks, sentence.start, group)
    )
    acts = [v.value["agenda"] for v in told if not (circulated and v.entry == "circulate")]
    action_span = Span(group[0].start, group[-1].end)
    relations = [v.value["relation"] for v in group if isinstance(v.value, dict) and "relation" in v.value]
    regions = _regions(marks, sentence, group, end)
    carrying = relations and set(relations) == {"implemented"} and _CARRYING.match(text, group[0].start)
    if set(acts) <= {"studied"} and not carrying:
        spirited = cut_speeches(frame, regions[0], action_span, "conveyed" in relations)
        if spirited and text.endswith(("have ", "has "), 0, group[0].start) and set(relations) == {"implemented"}:
            return []  # the city has carried out the instructions: what was done before
        if spirited is not None and set(relations) == {"implemented"}:
            return [row for row in spirited if not _ASKED.match(row.title)]  # carried out the demands of the province
        if spirited is not None:
            return spirited
    if not acts:
        if "conveyed" not in relations:
            return []
        quoted = [q for q in within(marks.quotes, regions[0]) if is_title(text, q)]
        if not quoted and _CONVEYED.match(text, _behind_whom(text, group[-1].end, end), end):
            return _cut_region(frame, regions[0], "studied", action_span)
        return [make_item(text, "studied", Span(q.start, q.end), action_span, "document") for q in quoted]
    action = "reviewed" if "reviewed" in acts else acts[0]
    passed = _PASSED.search(text, action_span.start, action_span.end)
    hears = "heard" in acts or _HEARS.match(text, action_span.start)
    if hears and action in {"reviewed", "studied"} and not passed and _REPORT.search(text, *regions[0]):
        action = "heard"  # heard and deliberated the report on …
    return [row for region in regions for row in _cut_region(frame, region, action, action_span)]


def _behind_whom(text: str, start: int, end: int) -> int:
    """Where an object begins behind those to whom a thing is conveyed: conveyed to the participants the notice on …"""
    whom = _TO_WHOM.match(text, start, end)
    return whom.end() if whom else start


def _regions(marks: Marks, sentence: Span, group: list[Mention], end: int) -> list[Span]:
    """Where the objects of verbs stand: before a passive, behind the verb, and what "as was" or "as well as" adds."""
    text = marks.text
    among = AMONG.search(text, max(sentence.start, group[0].start - REACH), group[0].start)
    if among:
        return [Span(before_passive(marks, sentence, among.start() + 1, end).start, among.start())]
    if is_object_before(marks, sentence.start, group):
        region = before_passive(marks, sentence, group[0].start, end)
        if region.end <= sentence.start or not text[region.start : region.end].strip(
            " ,"
        ):  # Was deliberated the "Plan …"
            region = Span(group[-1].end, clause_end(marks, group[-1].end, end))
        likewise = _LIKEWISE.match(text, group[-1].end, sentence.end)
        return [region, Span(likewise.end(), sentence.end)] if likewise else [region]
    included = included_from(text, sentence, group)
    if included:
        return [Span(included, end)]
    inverted = _INVERTED.match(text, group[-1].end, end)
    first = _ADVERB.fullmatch(text, sentence.start, group[0].start) or text.endswith(
        ("; ", ", also "), 0, group[0].start
    )
    start = inverted.end() if inverted and first else _behind_whom(text, group[-1].end, end)
    start -= len("by") if text.endswith(" by", 0, start) else 0  # were briefed by a bureau on schools
    if group[-1].value.get("head") and list_opener(text, group[-1].start, end) is not None:
        start = group[-1].start  # topics included A, B and C
    at_meeting = _AT_MEETING.match(text, start, end)
    start = at_meeting.end() if at_meeting else start
    region = Span(start, clause_end(marks, start, end))
    if _AFTER.search(text[sentence.start : group[0].start]):
        commas = [start + m.start() for m in re.finditer(r",[ \u00a0](?!and\b)", text[start:end])]
        commas = [at for at in commas if not holds(marks.quotes, at)]
        who = {name.start - len(", ") for name in within(marks.names, (start, end))}
        region = Span(start, next((at for at in commas if at in who), commas[0] if commas else region.end))
    joint = _AND_A if _WHICH.match(text, region.end) else _AS_WELL
    more = joint.search(text, region.end, end) if region.end < end else None
    return [region, Span(more.end(), end)] if more else [region]


def _cut_region(frame: Frame, region: Span, action: str, action_span: Span) -> list[AgendaItem]:
    marks, text = frame.marks, frame.marks.text
    relayed = [
        g
        for g in frame.others
        if region.start <= g.mention.start < region.end
        and g.relation_span
        and not region.start <= g.relation_span.start < region.end
    ]
    quotes = [
        q
        for q in within(marks.quotes, region)
        if (is_title(text, q) or (action != "deployed" and is_document(marks, q)))
        and not is_part_of_item(marks, q)
        and not _OF_EVENT.match(text, q.end)
    ]
    if quotes:
        rows = [make_item(text, action, Span(q.start, q.end), action_span, "document") for q in quotes]
        rest = [
            p for p in cut_pieces(marks, region, action) if not any(p.start < q.end and q.start < p.end for q in quotes)
        ]
        nouns = [h for h in within(marks.hits, region) if h.kind == "document-noun"]
        again = [q for p in rest for q in told_before(marks, p)]
        rows += [make_item(text, action, Span(q.start, q.end), action_span, "document") for q in again]
        progress = _PROGRESS.fullmatch(text, region.start, quotes[0].start)
        rows += [make_item(text, action, Span(*progress.span(1)), action_span, None)] if progress else []
        rest = [p for p in rest if not told_before(marks, p) and text[p.start : p.end] != "other topics"]
        rows += [
            make_item(text, action, p, action_span, None)
            for p in rest
            if any(p.start <= n.start < p.end for n in nouns)
            or _BESIDE_TITLE.search(text[quotes[0].end : p.start])
            or (
                action == "reviewed"
                and quotes[-1].end < p.start
                and _AND_THE_BEFORE.search(text, quotes[-1].end, p.start)
            )
            or (action == "heard" and _REPORTED_ON.search(text, region.start, p.start))
            or OTHER_BUSINESS.fullmatch(text, p.start, p.end)
        ]
        joint = _AND_BEHIND.match(text, quotes[-1].end, region.end)
        business = OTHER_BUSINESS.match(text, joint.end(), region.end) if joint else None
        if (
            business
            and "personnel" in business[0].lower()
            and not any(r.span.start <= business.start() < r.span.end for r in rows)
        ):
            rows.append(make_item(text, action, Span(*business.span()), action_span, "other"))
        return [r for r in rows if is_wanted(r)]
    if relayed:
        return []
    if _MEANS.match(text, region.start, region.end):
        return []
    pieces = cut_pieces(marks, region, action)
    again = told_before(marks, pieces[0]) if len(pieces) == 1 and action == "reviewed" else []
    if again:
        return [make_item(text, action, Span(q.start, q.end), action_span, "document") for q in again]
    return [row for p in pieces if is_wanted(row := make_item(text, action, p, action_span, None))]


def _verbless(frame: Frame, sentence: Span) -> Iterator[AgendaItem]:
    """Items of a list whose verb is lost: a sentence of the first paragraph that opens with a quoted title."""
    marks = frame.marks
    first = next((b.span for b in marks.layout.blocks if b.kind == "paragraph"), None)
    opening = next((q for q in within(marks.quotes, sentence) if q.start - sentence.start <= 1), None)
    if (
        first is None
        or opening is None
        or not (first.start <= sentence.start < first.end)
        or not is_title(marks.text, opening)
    ):
        return
    yield make_item(marks.text, "reviewed", Span(opening.start, opening.end), None, "document")
    after = re.compile(r"[”\"][ \u00a0]*(?:and|,)[ \u00a0]+").match(marks.text, opening.end, sentence.end)
    if after and list_opener(marks.text, after.end(), sentence.end) is not None:
        for piece in cut_pieces(marks, Span(after.end(), sentence.end), "reviewed"):
            yield make_item(marks.text, "reviewed", piece, None, "reform")
