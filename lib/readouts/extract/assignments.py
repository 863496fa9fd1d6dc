"""Named organs that are told to do a thing.

Over 300 lines for a reason: each way of telling reads the same organs, and the first that holds keeps the others out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.frame import Frame
from readouts.lexicon import grammar_words, join_words
from readouts.mark import Marks, within
from readouts.model import Assignment, Mention, Span
from readouts.organs import ZONE_NAME, Body
from readouts.patterns import FAR, REACH, at_word

_AS_WHAT = re.compile(r",? as (?:the |an? )[^,;.]{3,60},? $")  # the district, as the pilot of police reform, should
_AND_ORGAN = re.compile(r"(?<=[A-Za-z]) and (?:the )?(?=[A-Z])")
_OF_ORGAN = re.compile(
    r"\b(?:of|at|by|from|in) (?:the )?(?:[^.;,]{3,60} and (?:the )?)?$"
)  # the deployment of A and B must be …
_DONE_TO = re.compile(r" ?(?:be|have been) (?:[a-z]+ly )?[a-z]+(?:ed|en|ried out|put)\b")
_MODAL_GAP = re.compile(
    r"(?:,? and other (?:relevant )?(?:departments|units|organs|agencies))?[ \u00a0]+(?:and [a-z ]{3,40} )?(?:also )?$"
)
_TASK_END = re.compile(
    r",? and (?:the |all |each )?[a-z ()-]{3,60}? (?:should|must|shall) |, (?:the |all |each )?[A-Za-z ]{3,60}? (?:should|must|shall) |, (?:he|she|it|[A-Z][a-z]+) (?:told|said|added|stressed|noted)\b|, while (?!(?:also )?[a-z]+ing\b)|,(?: and)? each (?:[a-z-]+ ){0,2}(?:department|town|unit|county|district|bureau|office|city|street|sub-district)\b|, according to |,? and that |, that |,? and (?:reminded|urged|asked|called|required|stressed|requested|emphasized|demanded)\b|;|\.(?!\d)"
)
_ELLIPTIC_ROW = re.compile(
    r"((?:,[ ](?:and )?[a-z]+)+?)(?:,? and other (?:relevant )?(?:departments|units|organs))?[ ]"
)
_ELLIPTIC = re.compile(r"(?!and )[a-z]+")

_ASKED = re.compile(
    rf"[ \u00a0](?:was|were|is|are|has been|have been)[ ](?:also )?(?:{'|'.join(grammar_words('asked'))})[ ]to[ ](?=[a-z])|[ \u00a0](?:is|are)[ ]to[ ](?=[a-z])|[ \u00a0](?:is|are)[ ](?:also )?(?:responsible|accountable)[ ]for[ ](?=[a-z]+ing\b)|[ \u00a0](?:was|were|is|are)[ ](?:also )?(?:tasked|charged|entrusted)[ ]with[ ](?=[a-z]+ing\b)"
)
_HEADS = "|".join((*grammar_words("place_heads"), *grammar_words("actor_heads"), "(?<=Party )school"))
_HEAD_WORDS = {*grammar_words("place_heads"), *grammar_words("actor_heads")}
_CLAUSE = re.compile(
    r"(?:^|[.;:,“\"!])[ \u00a0]*|\b(?:that|and|while|but|which|where|so)[ \u00a0]|(?<!\bof )(?<!\bin )(?<!\bby )(?<!\bto )\bthe (?=[A-Z])"
)
_WORDS = r"(?:(?!(?:of|in|on|for|at|by|to|with|from|that|said|across|throughout|the|let|have|having|letting) )[\w’'&-]+[ ]){1,8}?"
_ORGAN_NAME = re.compile(
    rf"(?P<organ>(?P<name>{_WORDS}(?:{_HEADS})\b)(?: of (?:the )?(?:[a-z]+ )?[A-Z][\w’'-]+(?:(?:,| and|,? and the)? [A-Z][\w’'-]+){{0,5}}| of the (?:city|county|district|province)\b)?)"
)
_LEVEL_NAMES = ("county", "city", "municipal", "district", "provincial")
_IN_NAMES = ("and", "of", "for", *_LEVEL_NAMES)
_LISTED_NAME = re.compile(
    rf"(?:^|\b(?:[Tt]he|that|and) |[.;:] )((?:(?:{'|'.join(_LEVEL_NAMES)}) )?(?:[A-Z][\w’'-]+ )?(?:[A-Z][\w’'-]+, ){{1,3}})$"
)
_ORGAN_BESIDE = re.compile(rf"(?:^|[,;:.][ ]|\bthat )(?:[Tt]he )?{_ORGAN_NAME.pattern}(?: and|,) (?:the )?$")
MAX_BESIDE = 120  # characters of one more organ before the first that the vocabulary knows
_ORGAN_SUBJECT = re.compile(
    rf"(?:[Tt]he )?(?P<organ>(?P<name>{_WORDS}(?:{_HEADS}))"
    r"(?: of (?:the )?[\w ’'-]{3,40}?(?:, (?:[A-Z][\w’'-]+,? ){1,4}and (?:[A-Z][\w’'-]+ ?){1,3})?)?)(?:,? and other (?:relevant )?(?:departments|units|organs|agencies))?(?:[ \u00a0]+(?:also )?)?"
)
_HEAD_OF = re.compile(  # the Department of Intangible Cultural Heritage
    r"(?:[Tt]he )?((?:(?:Provincial|Municipal|City|County|District) )?(?:Department|Bureau|Ministry|Office|Commission|Committee|Administration|Authority) (?:of|for|on) (?:the )?"
    r"[A-Z][\w’'-]+(?:(?:,| and|,? and the)? [A-Z][\w’'-]+){0,6}(?: of the (?:Autonomous Region|Province|City|County|District)| of the (?:[A-Z][\w’'-]+ ){1,3}(?:Committee|Government))?)[ ]?"
)
_ASKING = {form for word in (*grammar_words("asking"), *grammar_words("asked")) for form in (word, word.capitalize())}
_ASKS = re.compile(rf"(?:{at_word(sorted(_ASKING))})\b|{at_word(['is to have'])}\b|necessary")
_TELLS = re.compile(
    rf"\b(?:(?:{'|'.join(grammar_words('asking'))})|(?P<that>(?<!is )(?<!was )that)|(?P<have>have|let|having|letting|get))[,:]?[ \u00a0](?:the[ \u00a0])?"
    r"|(?P<again>[,;][ \u00a0]and[ \u00a0](?:that )?(?:the[ \u00a0])?|;[ \u00a0](?:the[ \u00a0]))"
)
_WILL = re.compile(
    rf"[ \u00a0](?:will|(?:is |are )?to)[ ](?=[a-z])|[ \u00a0](?=(?:well |strictly |[a-z]+ly )?(?:{join_words('bare_tasks')}) )"
)
_BESIDE = re.compile(r"[,;:：][ ]$")  # and an organ's name without an article
_LISTED = re.compile(r"(?:[,;:：]|(?<=[a-z])[ ]and)[ ](?:the )?$")
_NO_NAME = re.compile(r"\b(?:should|must|shall|take|was|were|be|is|required|asked|urged|each|every|all)\b")
_IS_TO = re.compile(rf"\b(?:is|are) to |\b(?:{join_words('asking')})\b[^.;]{{3,200}}? to ")
_BESIDE_ANOTHER = re.compile(r"(?:[,;]|\bwhile|\band)[ ](?:the )?$")
_OF_LEVEL = re.compile(
    r"(?:county|city|municipal|district|provincial) (?:[a-z]+ ){1,5}(?:bureau|department|office|commission)\b"
)
_OF_IT = re.compile(r"\bof (?:the )?$")
_BEFORE_NEXT = re.compile(r"[,;. ]*(?:\b(?:and|while|with) )?(?:that )?(?:the )?$")
_TO = re.compile(r"[ \u00a0]to[ \u00a0](?=[a-z])")
_BARE = re.compile(
    r"[ \u00a0](?=[a-z]{2,}\b)(?!(?:to|is|was|are|were|has|had|have|will|would|can|could|should|must|shall|may|might|and|or|of|in|on|at|for|by|with|which|who|that|also|in)\b|(?!(?:speed|proceed|heed|feed|bring)\b)[a-z]+(?:ed|ing)\b|[a-z]+[^s]s\b)"
)
_SET_UP = re.compile(r"[ ]be (?:set up|established|formed|founded)\b")  # an ethics committee should be set up
_QUORUM = re.compile(r"[ ]have \d+ [a-z]+ present\b")  # should have 94 members present
_AND_THE = re.compile(r"[ ]and[ ](?:the )?")
_HAVE = re.compile(r"[ \u00a0](?=have (?:the|an?|its|their) )")
_TOGETHER = re.compile(r", (?:together|jointly) with [^,.;]{3,160}, ")
_WITH = re.compile(r", with (?:the )?")
_DOING_OR_TO = re.compile(
    r"[ ](?:to[ ](?=[a-z])|(?=(?!attending|participating|presiding|chairing|being|serving|acting|including|having)[a-z]+ing\b))"
)
_DEMANDS = re.compile(
    r"\b(?:will|shall|should|must|necessary|need(?:s|ed)? to|required?|stressed|emphasi[sz]ed|urged)\b"
)
_AND_ANOTHER = re.compile(r",?[ ]and (?:the )?")
TOLD_ORGANS = frozenset({"other", "government", "party-group", "standing-committee", "peoples-congress", "cppcc"})
MAX_HALF = 4  # words of the first half of a name with its "and"
LEAST_LEAD = 4  # characters of "the " before an organ that opens its sentence


def extract(frame: Frame) -> tuple[Assignment, ...]:
    """One row for each named organ and its task; classes of organs ("all departments") are none."""
    marks = frame.marks
    rows = []
    for sentence in marks.layout.sentences:
        modals = [h for h in within(marks.hits, sentence) if h.kind == "demand" and _is_modal(marks, h)]
        edge = sentence.start
        for modal in modals:
            if _QUORUM.match(marks.text, modal.end) or _SET_UP.match(marks.text, modal.end):
                continue
            task = _task(marks, modal, sentence)
            for actor in _actors(marks, edge, modal) or _organ_before(marks, edge, _subject_end(marks, edge, modal)):
                rows.append(
                    Assignment(marks.text[actor.start : actor.end], marks.text[task.start : task.end], actor, task)
                )
            edge = modal.end
        rows.extend(_asked(marks, sentence))
        rows.extend(_with_doing(marks, sentence))
        told = {row.task_span.start for row in rows if sentence.start <= row.actor_span.start}
        more = _will(marks, sentence, bool(modals or told))
        rows.extend(row for row in more if row.task_span.start not in told)
    return tuple(_each_its_own(marks, rows))


def _will(marks: Marks, sentence: Span, beside: bool) -> Iterator[Assignment]:
    """Organs of which it is told what they will do, beside what others should do: A must pay for it, B will inspect it.

    Or barely, as translations have it, with or without another: Municipal Security Bureau take the lead, Culture Office to help.
    """
    text = marks.text
    for match in _WILL.finditer(text, sentence.start, sentence.end):
        last = text[text.rfind(" ", sentence.start, match.start()) + 1 : match.start()]
        if not last[:1].isupper() and last not in _HEAD_WORDS:
            continue
        organ = _subject_organ(marks, sentence.start, match.start())
        if organ is None or _NO_NAME.search(text, *organ):
            continue
        told_to = _IS_TO.search(text, sentence.start, match.start()) is not None
        barely = not match[0].strip() or (match[0].strip() == "to" and not told_to)
        capital = (
            any(map(str.isupper, text[organ.start : organ.end]))
            and _BESIDE.search(text, sentence.start, organ.start) is not None
        )
        begins = not text[sentence.start : organ.start].strip(" Tthe")
        opens = text[organ.start].isupper() or text.startswith("The ", sentence.start)
        alone = begins and match[0].strip() == "to" and opens  # Water Affairs Bureau to list them
        listed = alone or (beside and _LISTED.search(text, sentence.start, organ.start))
        if not (capital or listed if barely else beside):
            continue
        if begins or _BESIDE_ANOTHER.search(text, sentence.start, organ.start):
            shown = text[match.end() : _task_end(text, match.end(), sentence)].rstrip(" .,;")
            task = Span(match.end(), match.end() + len(shown))
            yield Assignment(text[organ.start : organ.end], shown, organ, task)
            beside = beside or alone


def _subject_end(marks: Marks, edge: int, modal: Mention) -> int:
    """Where the subject of a modal ends, before what it is told as."""
    told_as = _AS_WHAT.search(marks.text, edge, modal.start)
    return told_as.start() + 1 if told_as else modal.start


def _each_its_own(marks: Marks, rows: list[Assignment]) -> Iterator[Assignment]:
    """The rows, each task up to the organ that is told the next one."""
    for row in rows:
        task = row.task_span
        ahead = [r.actor_span.start for r in rows if task.start < r.actor_span.start < task.end]
        shown = _BEFORE_NEXT.sub("", marks.text[task.start : min(ahead, default=task.end)])
        span = Span(task.start, task.start + len(shown))
        yield row if span == task else Assignment(row.actor, shown, row.actor_span, span)


def _is_modal(marks: Marks, hit: Mention) -> bool:
    """Whether a demand is told to its subject: should, must, needs to; not "the need to"."""
    surface = marks.text[hit.start : hit.end].lower()
    return hit.entry in {"should", "must"} or surface in grammar_words("told_modals")


def _asked(marks: Marks, sentence: Span) -> list[Assignment]:
    """Organs that somebody asks, urges or requires to do a thing, the second of "A to do this, and B to do that" too."""
    told: list[tuple[Span, int]] = []
    text = marks.text
    asked_at: int | None = None  # where the first word ends by which somebody asks
    for match in _TELLS.finditer(text, sentence.start, sentence.end):
        again = match["again"] is not None
        if (again or match["that"]) and not told:
            if asked_at is None:
                asks = _ASKS.search(text, sentence.start, sentence.end)
                asked_at = asks.end() if asks else sentence.end
            if asked_at > match.start():
                continue
        organ = _organ_from(marks, match.end(), sentence.end)
        joint = _AND_THE.match(text, organ.end) if organ else None
        second = _organ_from(marks, joint.end(), sentence.end) if joint else None  # A and B reflect on it
        last = second or organ
        verb = (_BARE if match["that"] or match["have"] else _TO).match(text, last.end) if last else None
        if again and last and not verb:
            verb = _BARE.match(text, last.end) or _HAVE.match(text, last.end)
        if organ and verb and (not told or organ.start > told[-1][0].start):
            told.extend((one, verb.end()) for one in (organ, second) if one)
    for match in _ASKED.finditer(text, sentence.start, sentence.end):
        organ = _subject_organ(marks, sentence.start, match.start())
        if organ and _OF_IT.search(text, sentence.start, organ.start):
            continue  # the functions of the congress are to be
        if organ and (
            text[organ.start].isupper() or "to" not in match[0].split()[1:2] or _OF_LEVEL.match(text, organ.start)
        ):
            told.append((organ, match.end()))
    rows = []
    for at, (actor, start) in enumerate(told):
        end = _task_end(text, start, sentence)
        end = next((organ.start for organ, _ in told[at + 1 :] if start < organ.start < end), end)
        task = Span(start, start + len(_BEFORE_NEXT.sub("", text[start:end])))
        rows.append(Assignment(text[actor.start : actor.end], text[task.start : task.end], actor, task))
    return rows


def _with_doing(marks: Marks, sentence: Span) -> Iterator[Assignment]:
    """Organs told beside a demand: the city shall put safety first, with the Emergency Bureau checking every plant."""
    text = marks.text
    for match in _WITH.finditer(text, sentence.start, sentence.end):
        told = _TO if not _DEMANDS.search(text, sentence.start, match.start()) else _DOING_OR_TO
        at: int | None = match.end()
        while at is not None:
            organ = _organ_from(marks, at, sentence.end)
            doing = told.match(text, organ.end) if organ else None
            if organ is None or doing is None:
                break
            end = _task_end(text, doing.end(), sentence)
            joints = (m.end() for m in _AND_ANOTHER.finditer(text, doing.end(), end))
            at = next((j for j in joints if (o := _organ_from(marks, j, end)) and told.match(text, o.end)), None)
            shown = _BEFORE_NEXT.sub("", text[doing.end() : at or end])
            task = Span(doing.end(), doing.end() + len(shown))
            yield Assignment(text[organ.start : organ.end], shown, organ, task)


def _organ_from(marks: Marks, start: int, end: int) -> Span | None:
    """The named organ that begins at a place: as the vocabulary has it, or by the head word of its name, the longer one."""
    known = next((b for b in marks.bodies if b.start == start), None)
    ends = [known.end] if known and _named(marks, known) else []
    match = _ORGAN_NAME.match(marks.text, start, end)
    if match and _is_name(match["name"]):
        ends.append(match.end("organ"))
    if headed := _HEAD_OF.match(marks.text, start, end):
        ends.append(headed.end(1))
    return Span(start, max(ends)) if ends else None


def _subject_organ(marks: Marks, start: int, end: int) -> Span | None:
    """The named organ that is the subject right before a verb."""
    bodies = [b for b in within(marks.bodies, (start, end)) if b.end == end]
    found = _organ_before(marks, start, end)
    if bodies and (not found or bodies[-1].start <= found[0].start):
        return Span(bodies[-1].start, bodies[-1].end) if _named(marks, bodies[-1]) else None
    return found[0] if found else None


def _task_end(text: str, start: int, sentence: Span) -> int:
    """Where a task ends that begins at a place: before the next demand or aside, or with its sentence."""
    stop = _TASK_END.search(text, start, sentence.end)
    return stop.start() if stop else sentence.end


def _task(marks: Marks, modal: Mention, sentence: Span) -> Span:
    text = marks.text
    start = modal.end
    while start < sentence.end and text[start] == " ":
        start += 1
    together = _TOGETHER.match(text, start, sentence.end)
    start = together.end() if together else start
    end = _task_end(text, start, sentence)
    while end > start and text[end - 1] in " .,;":
        end -= 1
    return Span(start, end)


def _actors(marks: Marks, edge: int, modal: Mention) -> list[Span]:
    """The organs that are the subject of a modal: a row of named bodies that ends right before it."""
    text = marks.text
    bodies = [b for b in within(marks.bodies, (edge, modal.start)) if isinstance(b.value, Body)]
    if not bodies:
        return []
    out: list[Span] = []
    end = modal.start
    zone = ZONE_NAME.match(text, bodies[-1].end, end)
    last_end = zone.end() if zone else bodies[-1].end
    gap = text[last_end:end]
    if _MODAL_GAP.fullmatch(gap):
        pass
    elif not (match := _ELLIPTIC_ROW.fullmatch(gap)):
        return []
    else:
        out = [Span(bodies[-1].end + m.start(), bodies[-1].end + m.end()) for m in _ELLIPTIC.finditer(match[1])]
    chain = [bodies[-1]]
    for body in reversed(bodies[:-1]):
        if not re.fullmatch(r"[ ,]*(?:and )?(?:the )?", text[body.end : chain[0].start]):
            break
        chain.insert(0, body)
    start = _clause_start(text, edge, chain[0].start)
    done_to = _DONE_TO.match(text, modal.end) and _OF_ORGAN.search(
        text, max(edge, chain[0].start - FAR), chain[0].start
    )
    if start is None or done_to:
        return []
    named = [Span(b.start, b.end) for b in chain if _named(marks, b)]
    if zone and not named and chain[-1].value.head == "working-committee":
        named = [Span(chain[-1].start, last_end)]
    if named and named[0].start == chain[0].start:
        named[0] = Span(start, named[0].end)
    if zone and named and named[-1].start == chain[-1].start:
        named[-1] = Span(named[-1].start, last_end)
    return _organ_beside(text, edge, start) + named + out if named else []


def _organ_beside(text: str, edge: int, start: int) -> list[Span]:
    """More organs, joined before the first that is known: the Civil Affairs Bureau, the Water Bureau and the … Federation."""
    out: list[Span] = []
    while True:
        low = max(edge, start - MAX_BESIDE)
        beside = _ORGAN_BESIDE.search(text[low:start])
        if beside is None or not _is_name(beside["name"]):
            return out[::-1]
        start = low + beside.start("organ")
        out.append(Span(start, low + beside.end("organ")))


def _organ_before(marks: Marks, edge: int, end: int) -> list[Span]:
    """An organ that the vocabulary lacks, where it opens a clause: words of a name, a head word, the modal."""
    starts = sorted({0, *(m.end() for m in _CLAUSE.finditer(marks.text[edge:end]))})
    headed = next((m for at in starts if (m := _HEAD_OF.fullmatch(marks.text, edge + at, end))), None)
    if headed is not None:
        return [*_organ_beside(marks.text, edge, headed.start(1)), Span(*headed.span(1))]
    found = [m for at in starts if (m := _ORGAN_SUBJECT.fullmatch(marks.text, edge + at, end)) and _is_name(m["name"])]
    proper = [m for m in found if all(w[0].isupper() or w in _IN_NAMES for w in m["name"].split())]
    level = [m for m in found if _OF_LEVEL.match(marks.text, m.start("name"))]
    match = proper[0] if proper else level[0] if level else _whole_name(marks.text, found) if found else None
    if match is None:
        return []
    whole = Span(match.start("name"), match.end("organ"))
    listed = _LISTED_NAME.search(marks.text[edge : whole.start]) if " and " in match["name"] else None
    whole = (
        Span(edge + listed.start(1), whole.end) if listed else whole
    )  # the County Education, Science and Sports Bureau
    joint = _AND_ORGAN.search(marks.text, *whole)
    if joint and marks.text[whole.start : joint.start()].rsplit(" ", 1)[-1] in _HEAD_WORDS:
        return [Span(whole.start, joint.start()), Span(joint.end(), whole.end)]
    return [*_organ_beside(marks.text, edge, whole.start), whole]


def _whole_name(text: str, found: list[re.Match[str]]) -> re.Match[str]:
    """The last of the names that could be one, or the one with an article that it is half of: the flood and drought office."""
    for longer in found[:-1]:
        half = text[longer.start("name") : found[-1].start("name")].split()
        paired = half[-1:] == ["and"] and 1 < len(half) <= MAX_HALF and not _HEAD_WORDS & set(half)
        if paired and text[max(0, longer.start("name") - len("the ")) : longer.start("name")].lower() == "the ":
            return longer
    return found[-1]


def _is_name(name: str) -> bool:
    """Whether words before a head word name one organ: more than general words, a capital before a place's head."""
    words = name.split()
    general = grammar_words("general_words")
    told = [w for w in words[:-1] if w.lower() not in general]
    place = words[-1].lower() in {w.lower() for w in grammar_words("place_heads")}
    return (
        bool(told)
        and words[0].lower() not in (*general, *grammar_words("asking"))
        and (not place or told[-1][0].isupper())
    )


def _clause_start(text: str, edge: int, start: int) -> int | None:
    """Where an organ that is the subject of its clause begins, words of its name that the vocabulary lacks included.

    None where it is an object or a genitive in its clause.
    """
    before = text[max(edge, start - REACH) : start]
    if start - edge <= LEAST_LEAD:
        return start
    match = re.search(
        r"(?:^|[,;:.] ?(?:and )?|\bthat |\band |\bwhile |\bwhich |\bwhere )(?:(?:the |The )((?:[a-z-]+ ){1,3}|(?:[a-z-]+ )?(?:[A-Z][\w-]+ (?:and )?){1,6})|the |The )?$",
        before,
    )
    if match is None or (match[1] or "").startswith(("members ", "heads ", "leaders ")):
        return None
    return start - len(match[1]) if match[1] else start


def _named(marks: Marks, body: Mention) -> bool:
    value = body.value
    assert isinstance(value, Body)
    if re.search(
        r"\b(?:bureaus|departments|governments|offices|commissions|committees|groups|agencies|centers|federations|companies)$",
        marks.text[body.start : body.end],
        re.I,
    ):
        return False
    if value.named or value.body_type == "deepening-reform-commission":
        return True
    taken_up = marks.text[max(0, body.start - 4) : body.start].lower() == "the "
    if marks.text[body.start : body.end].lower() in {"group", "leading group"}:
        return False  # the one that met
    if value.body_type == "leading-group" and (value.level is not None or taken_up):
        return True
    whole = marks.text[body.start : body.end]
    if value.body_type == "other" and whole[0].isupper() and " of " in whole:
        return True
    if value.body_type == "peoples-congress" and "Committee" not in whole:
        return False
    if value.body_type == "cppcc" and value.level is None:
        return True  # the CPPCC of the place
    return value.level not in (None, "central") and value.body_type in TOLD_ORGANS
