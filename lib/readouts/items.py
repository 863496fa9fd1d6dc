"""The object of an agenda verb cut into items: whole objects, counted ones, and lists cut where the next item opens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readouts.edges import strip_piece
from readouts.heads import skip_heads
from readouts.joints import A_OF, GERUND, SEPARATOR, Joint, is_one_name, is_organ, last_of_list, opens_item
from readouts.lexicon import join_words
from readouts.mark import Marks, within
from readouts.model import Span
from readouts.openers import list_opener, one_by_one, without_instances
from readouts.wanted import OTHER_BUSINESS

_JOINT_WORK = re.compile(
    r"[ \u00a0]*(?:(?:the )?\w+[’']s )?(?:the )?(?:[\w-]+ )?\w+(?:, \w+)*,? and \w+ (?:\w+ )?(?:\w+ )?(?:work|tasks|efforts)(?: (?:of|in) the [a-z]+)?[., ]*"
)
_OTHER_WORK = re.compile(r"(?:some )?other (?:works?|tasks|issues|topics|documents|items)", re.I)
_INCLUDED = re.compile(r"\b(?:included?|includes|covered|covers) ?$")
_REPORTERS_BEHIND = re.compile(
    r"[ ](?:from|by) (?:each|all|various|every|relevant|related|responsible|\d+) [^;.]*\b(?:count(?:y|ies)|districts?|departments|units|bureaus|cit(?:y|ies)|committee|offices|groups|governments|zones)\b[^;.]*,[^;.]*,(?![^;.]* on )[^;.]*\.?$"
    r"|[ ]from (?:the )?(?:counties|cities|districts|departments|towns)(?:,| and) (?![^;.]* on )[^;.]*\.?$"
    rf"|[ ]from (?:the )?(?!the )(?:[A-Z][\w’'-]+ (?:of |and )?){{0,7}}(?:{join_words('actor_heads')}|District|County|City)\b(?![^;.]* on )(?:(?:, | and |, and )[^;.]*)?\.?$"
)
_REPORT_WHICH = re.compile(  # the work report which Li Fu, secretary of …, gave on behalf of the committee
    r"(?<=report) (?:which|that) (?:[A-Z][\w’'-]+[ ,]+){1,3}[^;.]*?\b(?:gave|made|delivered|presented)\b[^;.]*$"
)
_SIDE = r"(?:[\w’'-]+[ ]){1,5}[\w’'-]+"
_TRIPLE = re.compile(rf"[ ]*{_SIDE}, {_SIDE} and {_SIDE}[ .,]*")
_OPEN_ENDED = re.compile(
    rf"(?: (?:the |an? )?(?:[a-z]+ )?reports?)?(?: on)?[ ]*{_SIDE}(?:, {_SIDE})+,? (?:and other (?:[a-z]+ )?(?:work|tasks|matters|issues|aspects)|and so on|etc)[ .,]*"
)  # the harvest, letters and visits, safety at work and other work
_LONG_ROW = re.compile(
    r"(?![ ]?(?:the )?[a-z]+ aspects of )[^,;]+(?:, [^,;]+){2,}, [^,;]+ and [^,;]+"
)  # A, B, C, D and E
_WORK_OF = re.compile(
    r"[ \u00a0]*(?:the )?(?:work|tasks) (?:of|on|in) ((?:(?!of )[\w’'-]+,? ){1,12}?(?:and|etc) ?[^,;]*)"
)
_MATTERS = re.compile(
    r"[ \u00a0]*(?:the |some )?(?:related|relevant) (?:matters|issues|work|affairs|documents) (?:of|on|for|about|concerning|regarding|related to)\b"
)
_MORE_MATTERS = re.compile(
    r",[ ](?:and )?the (?:(?:related|relevant) )?(?:matters|issues|work|affairs) (?:of|on|for|about|concerning|regarding|related to) (?:the )?"
)
_MATTER_HEAD = re.compile(
    r"(?:the )?(?:(?:related|relevant) )?(?:matters|issues|affairs) (?:of|on|for|about|concerning|regarding|related to) (?:the )?"
)
_ONE_REPORT = re.compile(
    r"[ ]*(?:a|the) (?:[\w-]+ )?report on [a-z]+ing\b"
)  # the report on doing A, doing B and doing C
_THE_OF_LIST = re.compile(  # reports on the reform of A, the work of B and the state of C
    r"[ ](?:(?:the )?reports? on )?the (?:[\w-]+ ){1,3}of [^,;]*(?:, the (?:[\w-]+ ){1,3}of [^,;]*)+,? and the (?:[\w-]+ ){1,3}of [^,;]*"
    r"|[ ](?:the )?reports on the (?:[\w-]+ ){1,3}of (?:(?! and on )[^,;])*? and the (?:[\w-]+ ){1,3}of [^,;]*,? ?(?:and )?"
)
_ON_LIST = re.compile(
    r"[^.;]*?\breports? (?:(on|about) [^.;]*?, \1 [^.;]*?,? and (?:\1|the (?:[\w-]+ ){1,3}(?:of|for)) |of [^.;]*?, of )"
)
_FOR_LIST = re.compile(r"[^.;]*?, (on|for) [^.;]*?,? and \1 ")  # for reform, for schools and for housing
_AND_ON = re.compile(r"(?:on|about|for|of) ")
TOLD_BEFORE = 12  # characters of "included" before an object
MAX_TASK = 5  # spaces in each piece of work in a row


@dataclass(frozen=True)
class _Reading:
    """How an object is to be read: where its items begin and which joints part them."""

    start: int
    nouns: tuple[int, ...]
    listed: bool
    gerund: bool
    last: int | None  # the "and" that joins the last item of a list
    one_report: bool  # on doing A, doing B and doing C
    the_of: bool  # the reform of A, the work of B
    each_on: bool  # on A, on B and on C


def cut_pieces(marks: Marks, region: Span, action: str) -> list[Span]:
    """A region cut into items."""
    text = marks.text
    whole = _told_whole(text, region, action)
    if whole is not None:
        return whole
    from_all = _REPORTERS_BEHIND.search(text, *region) if action == "heard" else None
    region = Span(region.start, from_all.start()) if from_all else region
    matters = _MATTERS.match(text, *region)
    if (matters and not _MORE_MATTERS.search(text, matters.end(), region.end)) or _JOINT_WORK.fullmatch(text, *region):
        piece = strip_piece(text, *region)
        return [piece] if piece else []
    if numbered := one_by_one(text, region):
        return [piece for span in numbered if (piece := strip_piece(text, *span))]
    region = without_instances(text, region)
    reading = _read(marks, region, action)
    out: list[Span] = []
    for start, end in _cut(marks, region, reading, action):
        start = skip_heads(text, start, end, action)
        head = _MATTER_HEAD if matters else _AND_ON if reading.each_on else None
        led = head.match(text, start, end) if head else None
        piece = strip_piece(text, led.end() if led else start, end)
        if piece and not (out and _OTHER_WORK.fullmatch(text, *piece)):
            out.append(piece)
    return out


def _told_whole(text: str, region: Span, action: str) -> list[Span] | None:
    """An object that is one item whatever stands in it: other matters, a report with who gave it; None for any other."""
    start = region.start
    while start < region.end and text[start] in " \u00a0":
        start += 1
    business = OTHER_BUSINESS.match(text, start, region.end)
    if business and business.end() > region.end - 3:
        return [Span(business.start(), business.end())]
    which = _REPORT_WHICH.search(text, *region) if action == "heard" else None
    whole = strip_piece(text, *region) if which else None
    return [Span(skip_heads(text, *whole, action), whole.end)] if whole else None


def _read(marks: Marks, region: Span, action: str) -> _Reading:
    """What the words of an object say of the list in it."""
    text = marks.text
    shown = text[region.start : region.end]
    opener = list_opener(text, *region)
    of_work = _WORK_OF.match(text, *region)
    if of_work and opener is None and all(piece.count(" ") < MAX_TASK for piece in of_work[1].split(", ")):
        opener = of_work.start(1)
    in_row = action in {"studied", "deployed", "heard"}
    triple = in_row and _TRIPLE.fullmatch(shown) is not None
    serial = in_row and shown.count(",") > 1 and (", and " in shown or ", etc" in shown)
    serial = serial or (action in {"studied", "deployed"} and _LONG_ROW.fullmatch(shown) is not None)
    serial = serial or triple or (action != "reviewed" and _OPEN_ENDED.fullmatch(shown) is not None)
    told = _INCLUDED.search(text, max(0, region.start - TOLD_BEFORE), region.start)
    start = skip_heads(text, opener if opener is not None else region.start, region.end, action)
    hits = within(marks.hits, region)
    gerund = GERUND.match(text, start) is not None
    alike = _ON_LIST if action == "heard" else _FOR_LIST if action == "deployed" else None
    for_each = action == "deployed" and text.endswith(" for", 0, region.start) and " and for " in shown
    return _Reading(
        start=start,
        nouns=tuple(
            h.start
            for h in hits
            if (h.kind == "document-noun" or h.entry in {"report", "report-by"}) and text[h.start - 1] != "("
        ),
        listed=opener is not None
        or serial
        or text.startswith((": ", "："), region.start - 2)
        or (told is not None and not GERUND.match(text, region.start)),
        gerund=gerund,
        last=last_of_list(text, start, region.end) if opener is not None or triple else None,
        one_report=action == "heard" and gerund and _ONE_REPORT.match(text, *region) is not None,
        the_of=action == "heard" and _THE_OF_LIST.fullmatch(text, *region) is not None,
        each_on=for_each or (alike is not None and alike.match(text, *region) is not None),
    )


def _cut(marks: Marks, region: Span, reading: _Reading, action: str) -> list[Span]:
    """The stretches of an object between the joints that part items."""
    text = marks.text
    inside = [(q.start - 1, q.end + 1) for q in within(marks.quotes, region)]
    cuts = [reading.start]
    for match in SEPARATOR.finditer(text, reading.start, region.end):
        if any(a < match.start() < b for a, b in inside) or _in_brackets(text, reading.start, match.start()):
            continue
        behind = Span(match.end(), region.end)
        next_on = _next_of_kind(marks, reading, match[0], behind)
        if (reading.each_on and not next_on) or (reading.one_report and GERUND.match(text, match.end())):
            continue
        left = Span(cuts[-1], match.start())
        name = is_organ(marks, behind) or (match[0].strip() == "and" and is_one_name(marks, left, behind))
        listed = reading.listed or action == "deployed"
        joint = Joint(
            text, left, behind, match[0], action, reading.nouns, listed, reading.gerund, len(cuts) > 1, one_name=name
        )
        if match.start() == reading.last or next_on or opens_item(joint):
            cuts.extend([match.start(), match.end()])
    cuts.append(region.end)
    return [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]


def _next_of_kind(marks: Marks, reading: _Reading, joint: str, behind: Span) -> bool:
    """Whether the next of a list whose items all open alike stands behind a separator: on B, the work of B."""
    text = marks.text
    article = text.startswith("the ", behind.start)
    if reading.each_on and (_AND_ON.match(text, behind.start) or ("and" in joint and article)):
        return True
    return reading.the_of and article and A_OF.match(text, behind.start) is not None and not is_organ(marks, behind)


def _in_brackets(text: str, start: int, at: int) -> bool:
    opened = max(text.rfind("(", start, at), text.rfind("（", start, at))
    closed = max(text.rfind(")", start, at), text.rfind("）", start, at))
    return opened > closed
