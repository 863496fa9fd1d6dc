"""Whether what stands behind a comma or "and" in the object of an agenda verb is an item of its own.

A little over 300 lines for a reason: the signs are read in one order, and stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from readouts.heads import BODY_ON, REPORT_ON
from readouts.lexicon import grammar_words, join_words
from readouts.mark import Marks, within
from readouts.model import Span
from readouts.patterns import REACH
from readouts.wanted import OTHER

SEPARATOR = re.compile(
    r"[ \u00a0]*,?[ \u00a0](?:along|together) with[ \u00a0]+|[ \u00a0]*[,;、][ \u00a0]*(?:(?:and|as well as)[ \u00a0]+)?|[ \u00a0]+(?:and|as well as)[ \u00a0]+(?:to (?=(?:the |a )?(?:reports?|briefings?|explanations?) ))?"
)
GERUND = re.compile(r"[A-Za-z]+ing\b")
A_OF = re.compile(r"(?:the )?(?:[\w-]+ )?(?:[\w-]+ing and )?[\w-]+ of ")
_FOR_DOING = re.compile(r"\b(?:for|on|of|in|by) [A-Za-z]+ing$")
_ONE_REPORT = re.compile(r"[ ,]*(?:the )?(?:[Dd]raft of the )?Report on ")
_LEVEL = re.compile(r"the (?:province|prefecture|city|county|district)\b")
_BY_LEVELS = re.compile(rf"\b(?:by|of|in) (?:{_LEVEL.pattern}(?:, )?)+$")
_A_FUND = re.compile(r"(?:the )?(?:[\w-]+ ){1,3}(?:of|for) ")
_CAPITAL_OF = re.compile(r"(?:the )?(?:[A-Z\d][\w’'-]* ){1,6}(?:of|for|on) ")
_AND_THE_OF = re.compile(r", and the (?:[\w-]+ ){1,3}(?:of|for) ")
_ONE_WORD = re.compile(r"[a-z-]+")
_SHARED_TAIL = re.compile(r"[a-z-]+,? and [a-z-]+ of ")
_ADJECTIVE_END = re.compile(r"[a-z](?:ic|al|ive|ary|ous|able)$")  # the city's national economic and social plans
_ADJECTIVE = re.compile(r"[A-Za-z]+(?:ic|al|ive|ary|ous|able)\b")
_GOES_INTO_DETAIL = re.compile(r"(?:especially|particularly|in particular|notably|including) ")
_TOLD_BY = re.compile(
    r"(?:the|an?) (?:[a-z]+ )?(?:explanations?|briefings?|statements?|presentations?|introduction|report) (?:of|by|from|given by) "
    r"|(?:[A-Z][\w’'-]+ ){1,3}(?<=['’]s )(?:[a-z]+ ){0,2}(?:reports?|explanations?|briefings?|statements?|presentations?)\b"
)
_PROGRESS_OF = re.compile(r"the (?:overall |current |general )?(?:progress|status|situation) of ")
_NEXT_SESSION = re.compile(r"the \w+ (?:session|meeting|plenary session) of the ", re.I)  # preparations of two sessions
_PREPARING = re.compile(r"(?:the )?(?:prepara(?:tions?|tory)|convening|convocation|holding)\b", re.I)
_REPORTS_ON = re.compile(r"\breports (?:on|about) (?:the )?$")
_ONE_REPORT_ON = re.compile(r"\b(?:an?|the) (?:[\w-]+ )?report (?:on|about) (?:the )?$")
_PREPOSITION = re.compile(r" (?:of|in|for|on) ")
_QUOTED = re.compile(r"(?:the )?[“\"]")
_WHOLE_QUOTE = re.compile(r"(?:the )?[“\"][^“”\"]+[”\"]")
_ANOTHER_ON = re.compile(r"(?:one|those|another(?: \w+)?) (?:on|to|for) ")
_ON_BEFORE = re.compile(r"(?:^|, )on ")
_DOCUMENT_ON = re.compile(rf"(?:the )?(?:[\w-]+ ){{0,2}}?(?:{join_words('list_heads')}) on ")
_ITS_WORK = re.compile(r"the (?:work|matter|issue|preparations?|arrangements?)s? (?:of|on|for) ")
_MATTERS_ON = re.compile(r"(?:matters|issues) (?:of|on|for|concerning) ")
_ITEM_NOUN = re.compile(
    r"(?:the (?:reports?|list|plan|draft|opinions|work|implementation|progress|situation|results)|an? (?:plan|guideline|report|set|series|list|draft|proposal|document|resolution)|(?:a |the )?reports? on|several|on )\b",
    re.I,
)
_INNER_LIST = re.compile(
    r"(?:[\w-]+, ){0,3}[\w-]+,? and other (?:[\w-]+ )?[\w-]+ of "
)  # celebrations, seminars, forums and other activities of the city
_SHORT_PAIR = re.compile(
    r"(?!.* (?:of|for|to|in|on) )(?:[\w’'-]+ ?){1,3}"
)  # flood prevention and the business environment
_NOUN_ON = re.compile(r"\w+ (?:on|for|of|to)\b")
_ON_SOMETHING = re.compile(r"\b(?:on|for|of|to) \w")
_RULES_FOR = re.compile(r"(?:[a-z]+ ){0,2}(?:rules|measures|regulations|opinions|guidelines|plans) (?:for|on|of) ")
_THE_OF = re.compile(r"the (?:[\w-]+ ){1,3}(?:of|for) ")
_OF_HEADS = re.compile(
    r"\b(?:of|by) (?:the )?(?:[\w’'-]+ ){0,4}(?:secretar(?:y|ies)|directors?|heads?|chairm[ae]n)\b[^.;]*$"
)
_AND_SMALL = re.compile(r"[ \u00a0]+and[ \u00a0](?=[a-z])")
_EVENT = re.compile(rf"(?:[\w’'-]+ ){{1,3}}(?:{join_words('event_nouns')})\b", re.I)
_FIXED_PAIRS = {tuple(pair.split(" and ")) for pair in grammar_words("fixed_pairs")}
NEAR_NOUN = 32
NEAR_TITLE = 24  # the same where both pieces begin with a capital
NEAR_HEAD = 24  # characters of "reports on " before a list
LEAST_DOING = 3  # spaces in what is done, before the next doing
MAX_TAIL = 80  # characters
MAX_HEADS = 160  # characters of a list of heads of organs
MAX_EVENT = 50  # characters from an event's number to the and within its name


@dataclass(frozen=True)
class Joint:
    """A comma or "and" between two pieces of an object, and what is known of the list that it stands in."""

    text: str
    left: Span  # the item so far
    right: Span  # all that follows in the object
    shown: str  # the mark or word between them
    action: str
    nouns: tuple[int, ...]  # where nouns of documents and reports begin
    listed: bool  # whether the object opens as a list
    gerund: bool  # whether it opens with a doing
    in_list: bool  # whether items were told before the left one
    one_name: bool  # whether both sides are one name

    @property
    def head(self) -> str:
        return self.text[self.right.start : self.right.start + REACH]

    @property
    def bare_and(self) -> bool:
        return self.shown.strip() == "and"

    @property
    def comma(self) -> bool:
        return "," in self.shown or ";" in self.shown

    @property
    def before(self) -> str:
        return self.text[self.left.start : self.left.end]

    @property
    def tail(self) -> str:
        """The last characters of the left piece: enough for what a sign reads of its end, however long the piece is."""
        return self.text[max(self.left.start, self.left.end - MAX_TAIL) : self.left.end]

    @property
    def piece_end(self) -> int:
        """Where the next piece ends: at the separator behind it, one within a quotation is none."""
        title = _WHOLE_QUOTE.match(self.text, self.right.start, self.right.end)
        end = SEPARATOR.search(self.text, title.end() if title else self.right.start, self.right.end)
        return end.start() if end else self.right.end

    @property
    def behind(self) -> str:
        return self.text[self.right.start : self.piece_end]

    @property
    def noun_left(self) -> bool:
        return any(self.left.start <= n < self.left.end for n in self.nouns)

    @property
    def noun_right(self) -> bool:
        return any(self.right.start <= n < self.piece_end for n in self.nouns)

    def noun_near(self, reach: int) -> int | None:
        """The first noun of a document so near behind the separator."""
        return next((n for n in self.nouns if self.right.start <= n < self.right.start + reach), None)

    @property
    def is_last(self) -> bool:
        return self.in_list and "," not in self.text[self.right.start : self.right.end]

    @property
    def is_work(self) -> bool:
        return self.action in {"studied", "deployed"}


def opens_item(joint: Joint) -> bool:
    """Whether the text after a separator is an item of its own rather than more of the one before; the first sign decides."""
    for sign in SIGNS:
        verdict = sign(joint)
        if verdict is not None:
            return verdict
    both = joint.noun_left and joint.noun_right
    return both and (
        joint.comma or joint.head[:1].isupper() or joint.head[:4].lower() in ("the ", "its ", "this", "next")
    )


def _is_one_thing(j: Joint) -> bool | None:
    """One name, one preparation of two sessions, two adjectives before a noun, or what is told in particular."""
    if j.one_name or (_NEXT_SESSION.match(j.head) and _PREPARING.match(j.text, j.left.start)):
        return False
    if j.bare_and and _ADJECTIVE_END.search(j.tail) and _ADJECTIVE.match(j.head):
        return False
    if j.bare_and and _FOR_DOING.search(j.tail) and GERUND.match(j.head):
        return False  # measures for reporting and approving schemes
    if _LEVEL.match(j.head) and _BY_LEVELS.search(j.tail):
        return False  # the inspection by the province, the city and the county
    if _ONE_REPORT.match(j.before) and j.head.startswith("on "):
        return False  # the Report on the plan of one year and on that of the next
    return False if _GOES_INTO_DETAIL.match(j.head) or _INNER_LIST.match(j.head) else None


def _is_another_of(j: Joint) -> bool | None:
    """The reform of A and the work of B; the fund for A and the fund for B, passed."""
    if not j.bare_and or j.head[:4] != "the ":
        return None
    if j.action == "heard" and _ONE_REPORT_ON.search(j.text, max(0, j.left.start - NEAR_HEAD), j.left.start):
        return None
    if j.action == "reviewed" and _CAPITAL_OF.match(j.text, j.left.start) and _CAPITAL_OF.match(j.text, j.right.start):
        return True  # the Arrangement of Work of A and the Breakdown of Tasks of B
    both = [(pattern.match(j.text, j.left.start), pattern.match(j.text, j.right.start)) for pattern in (A_OF, _A_FUND)]
    return True if all(both[0]) or (j.action == "reviewed" and all(both[1])) else None


def _is_one_word(j: Joint) -> bool | None:
    return False if not j.listed and not re.search(r"\s", j.behind.strip()) else None


def _is_second_report(j: Joint) -> bool | None:
    """Reports on drainage in the old town and the repair of the wall."""
    on_two = j.action == "heard" and _REPORTS_ON.search(j.text, max(0, j.left.start - NEAR_HEAD), j.left.start)
    made_by = " by " in j.before  # by the committees and the government
    two = on_two and not made_by and j.bare_and and j.head[:4] == "the " and _PREPOSITION.search(j.before)
    return True if two else None


def _follows_title(j: Joint) -> bool | None:
    """What stands behind a title that a bracket or a quotation mark closes."""
    if j.text[j.left.end - 1] in ")）" and (
        j.head[:1].isupper() or j.head[:4].lower() == "the " or j.head.split(" ", 1)[0] in grammar_words("plain_items")
    ):
        return True
    closed = j.text[j.left.end - 1] in '”"' and _QUOTED.match(j.text, j.left.start)
    return True if closed and re.match(r"(?:the |\d )", j.head) else None


def _is_told_by_another(j: Joint) -> bool | None:
    """One on …, from another bureau, the progress of …, the explanation of …, on …."""
    if _ANOTHER_ON.match(j.head):
        return True
    if j.action == "heard" and (
        j.head.startswith("from ")
        or BODY_ON.match(j.text, *j.right)
        or _PROGRESS_OF.match(j.head)
        or _TOLD_BY.match(j.head)
    ):
        return True
    on = j.head.startswith(("on ", "about "))
    return (
        True
        if on
        and (j.action == "heard" or _ON_BEFORE.search(j.before) or _DOCUMENT_ON.match(j.text, j.left.start, j.left.end))
        else None
    )


def _is_other_work(j: Joint) -> bool | None:
    """The work of …, matters on …, what a semicolon or "with" adds, other matters."""
    if j.is_work and (_ITS_WORK.match(j.head) or (j.comma and _MATTERS_ON.match(j.head))):
        return True
    if (j.is_work or j.action == "heard") and "as well as" in j.shown and j.head[:4] == "the ":
        return True  # the tasks carried out, as well as the inspection of the dikes
    return True if ";" in j.shown or "with" in j.shown or OTHER.match(j.head) else None


def _is_headed(j: Joint) -> bool | None:
    """A plan, a report on, the draft: a noun of items with its article."""
    if _ITEM_NOUN.match(j.head):
        return j.noun_right or "report" in j.head.lower() or j.comma
    reported = j.action == "heard" and REPORT_ON.match(j.text, *j.right) and "'" in j.head.replace("’", "'")
    return True if reported else None


def _is_short_pair(j: Joint) -> bool | None:
    """Flood prevention and the business environment."""
    pair = j.bare_and and j.head[:4] == "the " and j.is_work
    return True if pair and all(_SHORT_PAIR.fullmatch(side) for side in (j.before, j.behind.rstrip(" ."))) else None


def _is_document(j: Joint) -> bool | None:
    """A noun of a document near by, with its matter or its article; none in the second half of one title."""
    titled = j.text[j.left.start].isupper() and j.head[:1].isupper() and j.bare_and
    near = j.noun_near(NEAR_NOUN)
    if titled and j.noun_left and near is None:
        return False
    own = j.action != "heard" and j.right.start in j.nouns and _NOUN_ON.match(j.head)
    if own and j.noun_left and _ON_SOMETHING.search(j.before):
        return True
    article = r"(?:an?|the) "
    if near is not None and re.match(article, j.head) and (j.noun_left or re.match(article, j.text[j.left.start :])):
        return not re.search(r"\b(?:of|on|for|to|by|in)\b", j.text[j.right.start : near])
    return True if j.action == "reviewed" and j.noun_left and j.bare_and and _RULES_FOR.match(j.head) else None


def _shares_tail(j: Joint) -> bool | None:
    """One word of several that share what they are of: the self-inspection, assessment and acceptance of villages."""
    return False if j.comma and _ONE_WORD.fullmatch(j.before) and _SHARED_TAIL.match(j.head) else None


def _is_in_series(j: Joint) -> bool | None:
    """The next or the last of a series: , and the work of …; the plain last one, personnel."""
    serial = j.comma and ("and" in j.shown or _AND_THE_OF.search(j.text, *j.right))
    if serial and _THE_OF.match(j.head) and (j.is_last or j.text[j.left.start - 4 : j.left.start].lower() == "the "):
        return True
    if (j.comma or j.is_last) and j.is_work and j.head.startswith("the "):
        return True
    return True if j.is_last and j.head.split(" ", 1)[0] in grammar_words("plain_items") else None


def _is_next_doing(j: Joint) -> bool | None:
    """Doing A, doing B and doing C; else two titles in capitals."""
    if j.gerund and GERUND.match(j.head) and (j.comma or j.listed or not j.noun_left):
        return j.comma or j.before.count(" ") >= LEAST_DOING
    near = j.noun_near(min(NEAR_TITLE, j.piece_end - j.right.start))
    return True if j.head[:1].isupper() and j.text[j.left.start].isupper() and near is not None else None


def _stands_alone(j: Joint) -> bool | None:
    """Two pieces that can both stand as items, or any piece of an open list."""
    verbal = GERUND.match(j.head) and not j.gerund
    if j.is_work and not verbal and _whole(j.before, 1) and _whole(j.behind, 2):
        return True
    if not j.listed:
        return None
    long = j.text.count(" ", j.right.start, j.piece_end) > 1
    if j.bare_and and j.is_work and j.head[:1].isupper() and j.text[j.left.start].islower():
        return True  # control of floods and Safety production
    return j.comma or bool(j.gerund and GERUND.match(j.head)) or (j.head[:4].lower() == "the " and long)


# In order: an earlier sign shadows the later ones.
SIGNS: tuple[Callable[[Joint], bool | None], ...] = (
    _is_one_thing,
    _is_another_of,
    _is_one_word,
    _is_second_report,
    _follows_title,
    _is_told_by_another,
    _is_other_work,
    _is_headed,
    _is_short_pair,
    _is_document,
    _shares_tail,
    _is_in_series,
    _is_next_doing,
    _stands_alone,
)


def _whole(piece: str, least: int) -> bool:
    """Whether a piece can stand as an item: a noun of so many words at least, and what it is of, in, or for."""
    return bool(
        re.match(rf"(?:the )?(?:(?!of |in |for |on )[\w-]+ ){{{least},5}}(?:of|in|for|on) \w", piece)
    ) and not re.search(r"\b(?:of|in|for|on|to|with|from) *$", piece)


def is_organ(marks: Marks, right: Span) -> bool:
    """Whether the next piece is an organ and no more: units such as the Housing Bureau, the Civil Affairs Bureau."""
    text = marks.text
    end = SEPARATOR.search(text, right.start, right.end)
    piece = Span(right.start, end.start() if end else right.end)
    article = 4 if text.startswith("the ", piece.start) else 0
    named = text.endswith(", ", 0, right.start) and any(
        name.end == right.start - len(", ")
        for name in within(marks.names, (max(0, right.start - MAX_HEADS), right.start))
    )
    if named and any(o.start == piece.start + article for o in within(marks.offices, piece)):
        return True  # the work report delivered by Li Fu, secretary of the committee
    near = max(0, right.start - MAX_HEADS)
    if _OF_HEADS.search(text, near, right.start) and any(
        o.start == piece.start + article for o in within(marks.offices, piece)
    ):
        return True  # the work of the secretaries of towns, the secretary of the committee
    shown = text[piece.start + article : piece.end].rstrip(" .,;")
    return any(b.start == piece.start + article and b.end >= b.start + len(shown) for b in within(marks.bodies, piece))


def is_one_name(marks: Marks, left: Span, right: Span) -> bool:
    """Whether an "and" stands within one name: science and technology, the 7th salt and sugar fair."""
    before, behind = marks.text[left.start : left.end], marks.text[right.start : right.end]
    first, then = before[before.rfind(" ") + 1 :].lower(), behind.lower()
    if any(first == a and then.startswith(b) for a, b in _FIXED_PAIRS):
        return True
    numbered = [h.end for h in within(marks.hits, left) if h.kind == "ordinal" and left.end - h.end < MAX_EVENT]
    return bool(numbered) and not _EVENT.search(marks.text, numbered[-1], left.end) and _EVENT.match(behind) is not None


def last_of_list(text: str, start: int, end: int) -> int | None:
    """Where the last item of "A, B and C" is joined: the one "and" of the list, behind its last comma."""
    comma = text.rfind(",", start, end)
    joints = [m.start() for m in _AND_SMALL.finditer(text, comma, end)] if start < comma else []
    return joints[0] if len(joints) == 1 and comma < joints[0] - 1 else None
