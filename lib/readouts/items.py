"""The object of an agenda verb cut into items: where lists open, where one item ends and the next begins.

Over 300 lines for a reason: the signs that a piece is an item of its own shadow one another and are read in order.
"""

from __future__ import annotations

import re

from readouts.heads import BODY_ON, REPORT_ON, skip_heads
from readouts.lexicon import grammar_words, join_words
from readouts.mark import Marks, within
from readouts.model import AgendaItem, Span
from readouts.wanted import OTHER, OTHER_BUSINESS

_SEPARATOR = re.compile(
    r"[ \u00a0]*,?[ \u00a0](?:along|together) with[ \u00a0]+|[ \u00a0]*[,;、][ \u00a0]*(?:(?:and|as well as)[ \u00a0]+)?|[ \u00a0]+(?:and|as well as)[ \u00a0]+(?:to (?=(?:the |a )?(?:reports?|briefings?|explanations?) ))?"
)
_ARTICLE = re.compile(
    r"(?:and|in an? [a-z]+(?: and [a-z]+)? (?:way|manner)|in (?:depth|detail)|learning from|among which|among them|among others,?|among other things,?|of which|the|a|an|another|on|of|for|“|\"|(?:the )?(?:important )?(?:spirits?|guiding principles|essence|key messages) (?:of|from|in)(?: learning(?: from)?| studying)?)[ \u00a0]+",
    re.I,
)
_AND_THE_OF = re.compile(r", and the (?:[\w-]+ ){1,3}(?:of|for) ")
_A_OF = re.compile(r"(?:the )?(?:[\w-]+ )?(?:[\w-]+ing and )?[\w-]+ of ")
_A_FUND = re.compile(r"(?:the )?(?:[\w-]+ ){1,3}(?:of|for) ")
_JOINT_WORK = re.compile(
    r"[ \u00a0]*(?:(?:the )?\w+[’']s )?(?:the )?(?:[\w-]+ )?\w+(?:, \w+)*,? and \w+ (?:\w+ )?(?:\w+ )?(?:work|tasks|efforts)(?: (?:of|in) the [a-z]+)?[., ]*"
)
_OTHER_WORK = re.compile(r"(?:some )?other (?:works?|tasks|issues|topics|documents|items)", re.I)
_TAIL = re.compile(
    r"(?<!inspection)(?<!audit)(?<!supervision)(?<!assessment)(?<!check)(?<!review) by the (?:[a-z]+ ){1,4}(?:bureau|department|office|commission|committee)$|,? (?:suggesting|requesting|requiring|proposing|noting|stressing|believing|asking) that .*$| for (?:revising|revision|further revision|soliciting|comments|public comments?)\b[^()（）]*$|(?:,|,? (?:which|that) (?:is|are|will))(?: to)? be (?:delivered|submitted|presented|tabled|put) (?:[a-z ]+ )?(?:to|at|for) .*$| (?:at|in|during) (?:[A-Z][a-z]+day|today|yesterday|the day)[’']s (?:meeting|session|conference)$|,? (?:subject to|with) (?:some |further |minor )?(?:revisions?|modifications?|changes|amendments?|approval)\b.*$| (?:named|listed) in (?:a|an|the) .*$|,(?: and)? [a-z]+ly *$| (?:in|at|during) (?:a|an) (?:recent )?(?:[a-z]+ ){0,2}(?:meeting|session|conference)(?: (?:led|chaired|held|presided over) by .*)?$| by [a-z]+ [^,;]{0,60}\b(?:entrusted|on behalf)\b.*$| at (?:its|their|this) (?:[a-z]+ ){0,3}(?:session|meeting|plenum|conference)$|,? (?:presented|submitted|issued) by .*$|,? (?:according to|in accordance with|in line with) the (?:deployment |relevant |latest |work )?(?:requirements|deployments?|arrangements|spirit) of .*$|, and (?:solved|resolved|helped|answered|exchanged) (?!with ).*$|, (?:in particular|especially|particularly) (?:those|the) .*$|(?<=report) (?:delivered|made|given) by .*$| (?:delivered|made|given) by [^,;]*\bon (?:its|their|his|her) behalf.*$|(?:[ ,]+(?:and )?(?:so on|etc\.?|and other [a-z ]{3,30}|and (?:two|three|four|five|six|seven|eight|nine|ten|several|\d+) (?:other|more) [a-z ]{3,30}|among others|as well|other documents|and others|by the (?:meeting|session|conference)|in principle|one after another|in turn|respectively|at the meeting))+[. ]*$|(?:[ ,]+(?:and|to|also|further|then|after discussion|fully|highly|as well as|as well as to))+ *$|[ ,.;:]+$",
    re.I,
)
_INCLUDED = re.compile(r"\b(?:included?|includes|covered|covers) ?$")
_ADJECTIVE_END = re.compile(r"[a-z](?:ic|al|ive|ary|ous|able)$")  # the city's national economic and social plans
_TOLD_BY = re.compile(
    r"(?:the|an?) (?:[a-z]+ )?(?:explanations?|briefings?|statements?|presentations?|introduction|report) (?:of|by|from|given by) "
    r"|(?:[A-Z][\w’'-]+ ){1,3}(?<=['’]s )(?:[a-z]+ ){0,2}(?:reports?|explanations?|briefings?|statements?|presentations?)\b"
)
_PROGRESS_OF = re.compile(r"the (?:overall |current |general )?(?:progress|status|situation) of ")
_ADJECTIVE = re.compile(r"[A-Za-z]+(?:ic|al|ive|ary|ous|able)\b")
_REPORTERS_BEHIND = re.compile(
    r"[ ](?:from|by) (?:each|all|various|every|relevant|related|responsible|\d+) [^;.]*\b(?:count(?:y|ies)|districts?|departments|units|bureaus|cit(?:y|ies)|committee|offices|groups|governments|zones)\b[^;.]*,[^;.]*,(?![^;.]* on )[^;.]*\.?$"
    rf"|[ ]from (?:the )?(?!the )(?:[A-Z][\w’'-]+ (?:of |and )?){{0,7}}(?:{join_words('actor_heads')}|District|County|City)\b(?![^;.]* on )(?:(?:, | and |, and )[^;.]*)?\.?$"
)
_REPORT_WHICH = re.compile(  # the work report which Li Fu, secretary of …, gave on behalf of the committee
    r"(?<=report) (?:which|that) (?:[A-Z][\w’'-]+[ ,]+){1,3}[^;.]*?\b(?:gave|made|delivered|presented)\b[^;.]*$"
)
_OF_HEADS = re.compile(
    r"\b(?:of|by) (?:the )?(?:[\w’'-]+ ){0,4}(?:secretar(?:y|ies)|directors?|heads?|chairm[ae]n)\b[^.;]*$"
)
_AND_SMALL = re.compile(r"[ \u00a0]+and[ \u00a0](?=[a-z])")
_SHORT_PAIR = re.compile(
    r"(?!.* (?:of|for|to|in|on) )(?:[\w’'-]+ ?){1,3}"
)  # flood prevention and the business environment
_SIDE = r"(?:[\w’'-]+[ ]){1,5}[\w’'-]+"
_TRIPLE = re.compile(rf"[ ]*{_SIDE}, {_SIDE} and {_SIDE}[ .,]*")
_OPEN_ENDED = re.compile(
    rf"(?: (?:the |an? )?(?:[a-z]+ )?reports?)?(?: on)?[ ]*{_SIDE}(?:, {_SIDE})+,? (?:and other (?:[a-z]+ )?(?:work|tasks|matters|issues|aspects)|and so on|etc)[ .,]*"
)  # the harvest, letters and visits, safety at work and other work
_QUOTED = re.compile(r"(?:the )?[“\"]")
_WHOLE_QUOTE = re.compile(r"(?:the )?[“\"][^“”\"]+[”\"]")
_GIVEN_BY = re.compile(
    r"[ ](?:given|delivered|made|presented|submitted) by (?:the )?(?:[A-Z]|secretary|mayor|director|governor|head)[^,;]*$"
)
_GERUND = re.compile(r"[A-Za-z]+ing\b")
_NEXT_SESSION = re.compile(r"the \w+ (?:session|meeting|plenary session) of the ", re.I)  # preparations of two sessions
_PREPARING = re.compile(r"(?:the )?prepara(?:tions?|tory)\b", re.I)
_WORK_OF = re.compile(
    r"[ \u00a0]*(?:the )?(?:work|tasks) (?:of|on|in) ((?:(?!of )[\w’'-]+,? ){1,12}?(?:and|etc) ?[^,;]*)"
)
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MAX_TASK = 5  # spaces in each piece of work in a row
NEAR_NOUN = 32
MAX_HEADS = 160  # characters of a list of heads of organs
MAX_EVENT = 50  # characters from an event's number to the and within its name
_MATTERS = re.compile(
    r"[ \u00a0]*(?:the |some )?(?:related|relevant) (?:matters|issues|work|affairs|documents) (?:of|on|for|about|concerning|regarding|related to)\b"
)
_MORE_MATTERS = re.compile(
    r",[ ](?:and )?the (?:(?:related|relevant) )?(?:matters|issues|work|affairs) (?:of|on|for|about|concerning|regarding|related to) (?:the )?"
)
_MATTER_HEAD = re.compile(
    r"(?:the )?(?:(?:related|relevant) )?(?:matters|issues|affairs) (?:of|on|for|about|concerning|regarding|related to) (?:the )?"
)
_EVENT = re.compile(rf"(?:[\w’'-]+ ){{1,3}}(?:{join_words('event_nouns')})\b", re.I)
_FIXED_PAIRS = {tuple(pair.split(" and ")) for pair in grammar_words("fixed_pairs")}
_LIST_HEADS = join_words("list_heads")
_COUNTED_ON = re.compile(
    rf"[ \u00a0]*(?:{'|'.join(grammar_words('counts'))}|reform(?= documents))[ ](?:(?!on |about )[\w’'-]+[ ]){{0,3}}?(?:{_LIST_HEADS})[ ](?:on|about|for|to) (?:the )?|[ ]*(?:the )?reforms of (?:the )?",
    re.I,
)
_DOING_ON = re.compile(
    rf"[ \u00a0]*(?:(?!on )[\w’'-]+[ ]){{0,3}}?(?:{_LIST_HEADS})[ ]on[ ](?=[a-z]+ing\b)",
    re.I,
)
_ONE_REPORT = re.compile(
    r"[ ]*(?:a|the) (?:[\w-]+ )?report on [a-z]+ing\b"
)  # the report on doing A, doing B and doing C
_COUNTED_NAMED = re.compile(
    rf"[ \u00a0]*(?:{'|'.join(grammar_words('counts'))})[ ](?:[\w’'-]+[ ]){{0,3}}?(?:{_LIST_HEADS}),[ ](?:the )?(?=[A-Z“\"])",
    re.I,
)
_LIST_OPENING = re.compile(
    rf"[ \u00a0]*(?:[\w’'-]+[ ]){{0,6}}(?:(?:{_LIST_HEADS})[ ,]+(?:{join_words('list_openers')})|(?:work|tasks|affairs)[ ,]+(?:such as|including))[ :]+(?:the )?",
    re.I,
)
_THE_OF_LIST = re.compile(  # reports on the reform of A, the work of B and the state of C
    r"[ ](?:(?:the )?reports? on )?the (?:[\w-]+ ){1,3}of [^,;]*(?:, the (?:[\w-]+ ){1,3}of [^,;]*)+,? and the (?:[\w-]+ ){1,3}of [^,;]*"
    r"|[ ](?:the )?reports on the (?:[\w-]+ ){1,3}of [^,;]*? and the (?:[\w-]+ ){1,3}of [^,;]*,? ?(?:and )?"
)
_RULES_FOR = re.compile(r"(?:[a-z]+ ){0,2}(?:rules|measures|regulations|opinions|guidelines|plans) (?:for|on|of) ")
_REPORTS_ON = re.compile(r"\breports (?:on|about) $")
_MORE_DOING = re.compile(r"(?:,|,? and) [a-z]+ing\b")
_LISTED = re.compile(r", .* and ")
_ONE_ON = re.compile(
    rf"[ ]*(?:the |on )?(?:{'|'.join(grammar_words('counts'))}) [^;.]{{3,120}}?(?:,|:|[ ]?[-–—])[ ](?:the )?(?:one|first)"
    r"(?: (?:is|was|report|document))? (?:(?:from|by) [^,;.]{3,60}? )?(?:on|about|for|concerning) (?:the )?"
)
_OTHER_ON = re.compile(
    r",? (?:and )?(?:the )?(?:another|other|one|second|third|fourth|last)(?: one| report| document)?(?: is| was)? (?:(?:from|by) [^,;.]{3,60}? )?(?:on|about|for|concerning) (?:the )?"
)
_ON_LIST = re.compile(
    r"[^.;]*?\breports? (?:(on|about) [^.;]*?, \1 [^.;]*?,? and (?:\1|the (?:[\w-]+ ){1,3}(?:of|for)) |of [^.;]*?, of )"
)
_FOR_LIST = re.compile(r"[^.;]*?, (on|for) [^.;]*?,? and \1 ")  # for reform, for schools and for housing
_INSTANCES = re.compile(
    rf"([ ]*(?:on )?(?:the )?(?:(?!on |of |for )[^,;.:“\" ]+ ){{0,5}}(?:{_LIST_HEADS}|rules|bills?|laws?) (?:on|for|of) [^,;.:“\"]{{3,120}}?),? (?:including|namely) (the [^;.:“\"]*)[.]?"
)
_GENERAL = re.compile(r"\b(?:matters|issues|topics|tasks|items|areas|aspects) (?:of|on|for)\b")
_NOUN_OF_LIST = re.compile(
    rf"the (?:[A-Za-z-]+ ){{0,3}}?(?:{_LIST_HEADS}|report|plan|opinion|scheme|guideline|regulation|rule) (?:on|for|of|to)\b",
    re.I,
)
_AND_ON = re.compile(r"(?:on|about|for|of) ")
_DOCUMENT_ON = re.compile(rf"(?:the )?(?:[\w-]+ ){{0,2}}?(?:{_LIST_HEADS}) on ")
_ITS_WORK = re.compile(r"the (?:work|matter|issue|preparations?|arrangements?)s? (?:of|on|for) ")
_MATTERS_ON = re.compile(r"(?:matters|issues) (?:of|on|for|concerning) ")
_GLUED = re.compile(r"(?<=[A-Za-z0-9)])(?:[\u3400-\u9fff]| ?[\[【]).*$")
_COLON = re.compile(r"[^,:;“\"]{0,90}[:：][ \u00a0]*(?:the )?")


def cut_pieces(marks: Marks, region: Span, action: str) -> list[Span]:
    """A region cut into items."""
    text = marks.text
    if (business := OTHER_BUSINESS.match(text, *_strip_spaces(text, region))) and business.end() > region.end - 3:
        return [Span(business.start(), business.end())]
    from_all = _REPORTERS_BEHIND.search(text, region.start, region.end) if action == "heard" else None
    region = Span(region.start, from_all.start()) if from_all else region
    which = _REPORT_WHICH.search(text, *region) if action == "heard" else None
    if which and (whole := _strip(text, region.start, region.end)):
        return [Span(skip_heads(text, *whole, action), whole.end)]
    matters = _MATTERS.match(text, region.start, region.end)
    if (matters and not _MORE_MATTERS.search(text, matters.end(), region.end)) or _JOINT_WORK.fullmatch(
        text, region.start, region.end
    ):
        whole = _strip(text, region.start, region.end)
        return [whole] if whole else []
    numbered = _one_by_one(text, region)
    if numbered:
        return [piece for span in numbered if (piece := _strip(text, *span))]
    region = _without_instances(text, region)
    opener = list_opener(text, region.start, region.end)
    shown = text[region.start : region.end]
    of_work = _WORK_OF.match(text, region.start, region.end)
    if of_work and opener is None and all(piece.count(" ") < MAX_TASK for piece in of_work[1].split(", ")):
        opener = of_work.start(1)
    serial = (
        action in {"studied", "deployed", "heard"} and shown.count(",") > 1 and (", and " in shown or ", etc" in shown)
    )
    serial = serial or (action != "reviewed" and _OPEN_ENDED.fullmatch(shown) is not None)
    triple = action in {"studied", "deployed", "heard"} and _TRIPLE.fullmatch(shown) is not None
    serial = serial or triple
    told = _INCLUDED.search(text, max(0, region.start - 12), region.start)
    listed = opener is not None or serial or (told is not None and not _GERUND.match(text, region.start))
    start = skip_heads(text, opener if opener is not None else region.start, region.end, action)
    nouns = [
        h.start for h in within(marks.hits, region) if h.kind == "document-noun" or h.entry in {"report", "report-by"}
    ]
    last = _last_of_list(text, start, region.end) if opener is not None or triple else None
    cuts = [start]
    first_gerund = bool(_GERUND.match(text, start))
    one_report = action == "heard" and first_gerund and _ONE_REPORT.match(text, *region) is not None
    inside = [(q.start - 1, q.end + 1) for q in within(marks.quotes, region)]
    the_of = action == "heard" and _THE_OF_LIST.fullmatch(text, *region) is not None
    alike = _ON_LIST if action == "heard" else _FOR_LIST if action == "deployed" else None
    each_on = alike is not None and alike.match(text, region.start, region.end) is not None
    each_on = each_on or (action == "deployed" and text.endswith(" for", 0, region.start) and " and for " in shown)
    for match in _SEPARATOR.finditer(text, start, region.end):
        if any(a < match.start() < b for a, b in inside) or _in_brackets(text, start, match.start()):
            continue
        next_on = each_on and _AND_ON.match(text, match.end()) is not None
        next_on = next_on or (
            the_of
            and _A_OF.match(text, match.end()) is not None
            and text.startswith("the ", match.end())
            and not _is_organ(marks, Span(match.end(), region.end))
        )
        next_on = next_on or (each_on and "and" in match[0] and text.startswith("the ", match.end()))
        if each_on and not next_on:
            continue
        left, right = Span(cuts[-1], match.start()), Span(match.end(), region.end)
        if one_report and _GERUND.match(text, match.end()):
            continue
        if (
            match.start() == last
            or next_on
            or _opens_item(
                text,
                left,
                right,
                nouns,
                listed or action == "deployed",
                first_gerund,
                match[0],
                action,
                len(cuts) > 1,
                _is_organ(marks, right) or (match[0].strip() == "and" and _is_one_name(marks, left, right)),
            )
        ):
            cuts.extend([match.start(), match.end()])
    cuts.append(region.end)
    out: list[Span] = []
    for a, b in zip(cuts[::2], cuts[1::2], strict=True):
        a = skip_heads(text, a, b, action)
        head = _MATTER_HEAD.match(text, a, b) if matters else _AND_ON.match(text, a, b) if each_on else None
        piece = _strip(text, head.end() if head else a, b)
        if piece and not (out and _OTHER_WORK.fullmatch(text, piece.start, piece.end)):
            out.append(piece)
    return out


def _strip_spaces(text: str, region: Span) -> Span:
    """A region without the spaces that it opens with."""
    start = region.start
    while start < region.end and text[start] in " \u00a0":
        start += 1
    return Span(start, region.end)


def _without_instances(text: str, region: Span) -> Span:
    """A region up to the instances of what one document is on: draft proposals on land reform, including the sale of …"""
    found = _instances(text, region.start, region.end)
    whole = found is None or _GENERAL.search(found[1]) or _NOUN_OF_LIST.match(found[2])
    return region if whole or found is None else Span(region.start, found.end(1))


def _instances(text: str, start: int, end: int) -> re.Match[str] | None:
    """A document or matter, what it is on, and its instances behind "including"."""
    if text.find(", including the ", start, end) < 0 and text.find(" namely the ", start, end) < 0:
        return None
    return _INSTANCES.fullmatch(text, start, end)


def _one_by_one(text: str, region: Span) -> list[Span]:
    """What counted reports are on: two reports, one on dikes and the other on schools; none where none is counted so."""
    first = _ONE_ON.match(text, region.start, region.end)
    if first is None:
        return []
    joints = list(_OTHER_ON.finditer(text, first.end(), region.end))
    starts = [first.end(), *(m.end() for m in joints)]
    ends = [*(m.start() for m in joints), region.end]
    return [Span(a, b) for a, b in zip(starts, ends, strict=True)] if joints else []


def _is_organ(marks: Marks, right: Span) -> bool:
    """Whether the next piece is an organ and no more: units such as the Housing Bureau, the Civil Affairs Bureau."""
    text = marks.text
    end = _SEPARATOR.search(text, right.start, right.end)
    piece = Span(right.start, end.start() if end else right.end)
    article = 4 if text.startswith("the ", piece.start) else 0
    near = max(0, right.start - MAX_HEADS)
    if _OF_HEADS.search(text, near, right.start) and any(
        o.start == piece.start + article for o in within(marks.offices, piece)
    ):
        return True  # the work of the secretaries of towns, the secretary of the committee
    shown = text[piece.start + article : piece.end].rstrip(" .,;")
    return any(b.start == piece.start + article and b.end >= b.start + len(shown) for b in within(marks.bodies, piece))


def _is_one_name(marks: Marks, left: Span, right: Span) -> bool:
    """Whether an "and" stands within one name: science and technology, the 7th salt and sugar fair."""
    before, behind = marks.text[left.start : left.end], marks.text[right.start : right.end]
    first, then = before[before.rfind(" ") + 1 :].lower(), behind.lower()
    if any(first == a and then.startswith(b) for a, b in _FIXED_PAIRS):
        return True
    numbered = [h.end for h in within(marks.hits, left) if h.kind == "ordinal" and left.end - h.end < MAX_EVENT]
    return bool(numbered) and not _EVENT.search(marks.text, numbered[-1], left.end) and _EVENT.match(behind) is not None


def _whole(piece: str, least: int) -> bool:
    """Whether a piece can stand as an item: a noun of so many words at least, and what it is of, in, or for."""
    return bool(
        re.match(rf"(?:the )?(?:(?!of |in |for |on )[\w-]+ ){{{least},5}}(?:of|in|for|on) \w", piece)
    ) and not re.search(r"\b(?:of|in|for|on|to|with|from) *$", piece)


def _last_of_list(text: str, start: int, end: int) -> int | None:
    """Where the last item of "A, B and C" is joined: the one "and" of the list, behind its last comma."""
    comma = text.rfind(",", start, end)
    joints = [m.start() for m in _AND_SMALL.finditer(text, comma, end)] if start < comma else []
    return joints[0] if len(joints) == 1 and comma < joints[0] - 1 else None


def _opens_item(
    text: str,
    left: Span,
    right: Span,
    nouns: list[int],
    listed: bool,
    gerund: bool,
    joint: str,
    action: str,
    in_list: bool,
    one_name: bool,
) -> bool:
    """Whether the text after a separator is an item of its own rather than more of the one before."""
    head, shown_left = text[right.start : right.start + 60], text[left.start : left.end]
    if one_name or (action == "heard" and _NEXT_SESSION.match(head) and _PREPARING.match(text, left.start)):
        return False
    if joint.strip() == "and" and _ADJECTIVE_END.search(text, left.start, left.end) and _ADJECTIVE.match(head):
        return False
    if re.match(r"(?:especially|particularly|in particular|notably|including) ", head):
        return False
    comma = "," in joint or ";" in joint
    whole_title = _WHOLE_QUOTE.match(text, right.start, right.end)
    end = _SEPARATOR.search(text, whole_title.end() if whole_title else right.start, right.end)
    piece_end = end.start() if end else right.end
    noun_left = any(left.start <= n < left.end for n in nouns)
    noun_right = any(right.start <= n < piece_end for n in nouns)
    if (
        joint.strip() == "and"
        and head[:4] == "the "
        and _A_OF.match(text, left.start)
        and _A_OF.match(text, right.start)
    ):
        return True
    if (
        joint.strip() == "and"
        and head[:4] == "the "
        and action == "reviewed"
        and all(_A_FUND.match(text, side.start) for side in (left, right))
    ):
        return True
    if not listed and not re.search(r"\s", text[right.start : piece_end].strip()):
        return False
    on_two = action == "heard" and _REPORTS_ON.search(text, max(0, left.start - 24), left.start) is not None
    if on_two and joint.strip() == "and" and head[:4] == "the " and re.search(r" (?:of|in|for|on) ", shown_left):
        return True
    if text[left.end - 1] in ")）" and (
        head[:1].isupper() or head[:4].lower() == "the " or head.split(" ", 1)[0] in grammar_words("plain_items")
    ):
        return True
    if text[left.end - 1] in '”"' and _QUOTED.match(text, left.start) and re.match(r"(?:the |\d )", head):
        return True
    if re.match(r"(?:one|those|another(?: \w+)?) (?:on|to|for) ", head) or (
        action == "heard" and (re.match(r"from ", head) or BODY_ON.match(text, right.start, right.end))
    ):
        return True
    if action == "heard" and (_PROGRESS_OF.match(head) or _TOLD_BY.match(head)):
        return True
    if re.match(r"(?:on|about) ", head) and (
        action == "heard"
        or re.search(r"(?:^|, )on ", text[left.start : left.end])
        or _DOCUMENT_ON.match(text, left.start, left.end)
    ):
        return True
    if action in {"studied", "deployed"} and (_ITS_WORK.match(head) or (comma and _MATTERS_ON.match(head))):
        return True
    if ";" in joint or "with" in joint or OTHER.match(head):
        return True
    if re.match(
        r"(?:the (?:reports?|list|plan|draft|opinions|work|implementation|progress|situation|results)|an? (?:plan|guideline|report|set|series|list|draft|proposal|document|resolution)|(?:a |the )?reports? on|several|on )\b",
        head,
        re.I,
    ):
        return noun_right or "report" in head.lower() or comma
    if action == "heard" and REPORT_ON.match(text, right.start, right.end) and "'" in head.replace("’", "'"):
        return True
    shown = (text[left.start : left.end], text[right.start : piece_end].rstrip(" ."))
    pair = joint.strip() == "and" and head[:4] == "the " and action in {"studied", "deployed"}
    if pair and all(_SHORT_PAIR.fullmatch(side) for side in shown):
        return True
    titled = text[left.start].isupper() and head[:1].isupper() and joint.strip() == "and"
    if titled and noun_left and not any(right.start <= n < right.start + NEAR_NOUN for n in nouns):
        return False
    own = action != "heard" and right.start in nouns and re.match(r"\w+ (?:on|for|of|to)\b", head)
    if own and noun_left and re.search(r"\b(?:on|for|of|to) \w", text[left.start : left.end]):
        return True
    near = [n for n in nouns if right.start <= n < right.start + NEAR_NOUN]
    if near and re.match(r"(?:an?|the) ", head) and (noun_left or re.match(r"(?:an?|the) ", text[left.start :])):
        return not re.search(r"\b(?:of|on|for|to|by|in)\b", text[right.start : near[0]])
    last = in_list and "," not in text[right.start : right.end]
    serial = comma and ("and" in joint or _AND_THE_OF.search(text, right.start, right.end))
    if action == "reviewed" and noun_left and joint.strip() == "and" and _RULES_FOR.match(head):
        return True
    named = serial and re.match(r"the (?:[\w-]+ ){1,3}(?:of|for) ", head)
    if named and (last or text[left.start - 4 : left.start].lower() == "the "):
        return True
    if (comma or last) and action in {"studied", "deployed"} and re.match(r"the ", head):
        return True
    if last and head.split(" ", 1)[0] in grammar_words("plain_items"):
        return True
    if gerund and _GERUND.match(head) and (comma or listed or not noun_left):
        return comma or text.count(" ", left.start, left.end) >= 3
    if (
        head[:1].isupper()
        and text[left.start].isupper()
        and any(right.start <= n < min(right.start + 24, piece_end) for n in nouns)
    ):
        return True
    verbal = bool(_GERUND.match(head)) and not gerund
    if (
        action in {"studied", "deployed"}
        and not verbal
        and _whole(text[left.start : left.end], 1)
        and _whole(text[right.start : piece_end], 2)
    ):
        return True
    if listed:
        long = text.count(" ", right.start, piece_end) > 1
        return comma or (gerund and bool(_GERUND.match(head))) or (head[:4].lower() == "the " and long)
    return bool(
        noun_left
        and noun_right
        and (comma or head[:1].isupper() or head[:4].lower() in ("the ", "its ", "this", "next"))
    )


def list_opener(text: str, start: int, end: int) -> int | None:
    """Where the items of an open list begin (documents such as …, issues including …), None where no list opens."""
    colon = _COLON.match(text, start, end)
    if colon:
        return colon.end()
    told = _instances(text, start, end)
    if told and (_GENERAL.search(told[1]) or _NOUN_OF_LIST.match(told[2])):
        return told.start(2)
    counted = _COUNTED_ON.match(text, start, end)
    gerunds = _DOING_ON.match(text, start, end)
    if gerunds and len(_MORE_DOING.findall(text, gerunds.end(), end)) > 1:
        return gerunds.end()
    if (titles := _COUNTED_NAMED.match(text, start, end)) and text[titles.end()] in '“"' + CAPITALS:
        return titles.end()
    if counted and _LISTED.search(text, counted.end(), end):
        return counted.end()
    match = _LIST_OPENING.match(text, start, end)
    return match.end() if match else None


def _in_brackets(text: str, start: int, at: int) -> bool:
    opened = max(text.rfind("(", start, at), text.rfind("（", start, at))
    closed = max(text.rfind(")", start, at), text.rfind("）", start, at))
    return opened > closed


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in " \u00a0":
        start += 1
    while article := _ARTICLE.match(text, start, end):
        start = article.end()
    glued = _GLUED.search(text[start:end])
    end = start + glued.start() if glued else end
    tail = _TAIL.search(text[start:end])
    if tail:
        end = start + tail.start()
    while start < end and text[start] in ' ,.:;“"\u00a0':
        start += 1
    while end > start and text[end - 1] in ' ,.:;”"\u00a0' and not _closes(text[start:end]):
        end -= 1
    return Span(start, end) if end - start > 2 else None


def _closes(piece: str) -> bool:
    """Whether a piece ends in the mark that closes a quotation opened in it."""
    if piece[-1] == '"':
        return piece.count('"') % 2 == 0
    return piece[-1] == "”" and piece.count("“") == piece.count("”")


def make_item(text: str, action: str, span: Span, action_span: Span | None, kind: str | None) -> AgendaItem:
    stripped = _strip(text, span.start, span.end) or span
    by = _GIVEN_BY.search(text, stripped.start, stripped.end) if action == "heard" else None
    stripped = Span(stripped.start, by.start()) if by else stripped
    title = text[stripped.start : stripped.end]
    if kind is None:
        low = title.lower()
        if action == "heard":
            kind = "report"
        elif (
            title[:1].isupper()
            and re.search(
                r"\b(?:Plan|Opinions|Measures|Regulations|Rules|Report|Points|List|Scheme|Guideline|Provisions|Work|Outline|Programme)",
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
