"""What stands before the title of an item: a report's head and who reports, a document's head, a number."""

from __future__ import annotations

import re

from readouts.lexicon import grammar_words
from readouts.patterns import REACH

_REPORTERS = re.compile(
    r"[^.;]{0,170}?\b(?:groups?|bureaus?|departments?|commissions?|offices?|committees?|units|districts?|counties|county|cities|city"
    r"|zones?|areas?|townships?|towns?|enterprises?|ministry|ministries|courts?|governments?|compan(?:y|ies)|federations?)(?: (?:of|for) (?:the )?[\w’', ]{3,60}?)?[ ]on[ ]",
    re.I,
)
REPORT_ON = re.compile(
    r"(?:(?!on |of |about )[\w’'-]+ ){0,6}(?:reports?|briefings?)(?: (?:made|delivered|given|presented))? (?:on|about|concerning|regarding) (?:the )?"
)
_REPORTING = re.compile(
    r"[^.;]{3,220}?\breporting on (?:the )?|[A-Z][\w’'-]+ [A-Z][\w’'-]+, [^,.;]{3,80}, report on (?:the )?|(?:[^.;,()]|\([^()]*\)){3,160}?(?<!the)(?<! a)(?<!work)[ ](?:report on|account of) (?:the )?"
)
_ABOUT = re.compile(r"(?:(?!on |of )[\w'’-]+ ){1,8}about (?:the )?")
BODY_ON = re.compile(
    r"(?:from |by |of )?(?:the )?(?:(?!on |of |for |and |from )[\w’'-]+ ){1,6}?(?:group|bureau|department|commission|office|committee|government|court|federation|administration)(?:s|[’']s)? on (?:the )?",
    re.I,
)
_BUREAU_OF_ON = re.compile(
    r"(?:from |by |of )?(?:the )?(?:Bureau|Department|Ministry|Commission|Office|Administration) of (?:(?:[A-Z][\w’'-]+,?|and) ){1,6}on (?:the )?"
)
_PERSON_ON = re.compile(
    r"(?:(?>(?:(?:the |of )?[A-Z][\w’'-]*,? (?:and )?){1,9})(?:(?:the )?(?!on )[a-z][^,;.]{2,70}, (?:and )?)?){1,4}on (?:the )?"
)  # Wang Fang, deputy mayor, and Li Ming on floods
_REPORTS_OF = re.compile(
    r"(?:[a-z-]+ ){0,2}reports? (?:of|from|by) (?:the )?(?:[\w’'-]+ ){0,4}(?:secretaries|heads|directors|leaders|chiefs)\b[^.;]{0,140}? on (?:the )?"
)  # on-the-spot reports of the secretaries of A, B and C on the work
_REPORT_OF_BODY = re.compile(
    r"(?:[a-z-]+ ){0,2}reports? (?:of|from|by) (?:the )?[^,.;“\"]{3,140}?\b(?:team|group|bureau|department|committee|commission|congress|office|government) on (?:the )?",
    re.I,
)  # the investigation report of the team of the Standing Committee on the state of the lakes
_WRITTEN = re.compile(r"written reports? (?:of|from|by) [^.;]{3,160}? (?:regarding|concerning|about|on) (?:the )?")
_NUMBER = re.compile(r"[(（]?\d{1,2}[)）.、][ ]*(?=[A-Za-z“\"])")
_WHOSE = re.compile(  # Li Ning's work report
    r"(?:[A-Z][\w’'-]+ ){1,3}(?<=['’]s )(?=(?:[a-z]+ ){0,2}(?:reports?|explanations?|briefings?|statements?|presentations?)\b)"
)
_BARE_TIME = re.compile(r"(?:(?:last|this|next|the) (?:year|month|quarter|term)|(?:19|20)\d\d)(?:,? and)?[ ,.;]*", re.I)


def skip_heads(text: str, start: int, end: int, action: str) -> int:
    heads = (*grammar_words("report_heads" if action == "heard" else "work_heads"), *grammar_words("document_heads"))
    again = True
    while again:
        again = False
        while start < end and text[start] in " ,:;\u00a0":
            start += 1
        start += len("and ") if text.startswith("and arrangements ", start) else 0
        start += len("regarding ") if action == "heard" and text.startswith("regarding ", start) else 0
        number = _NUMBER.match(text, start, end)
        start = number.end() if number else start
        low = text[start : min(end, start + REACH)].lower()
        for head in sorted(heads, key=len, reverse=True):
            if low.startswith(head + " ") and start + len(head) + 3 < end:
                behind = start + len(head) + 1
                if _BARE_TIME.fullmatch(text, behind, end):
                    continue
                start = behind
                by = re.search(r"(?:^|(?:report|brief).* )(?:of|from|by)$", head)
                reporters = _first_match((_REPORTERS, _PERSON_ON), text, start, end) if by else None
                start = reporters.end() if reporters else start
                again = True
                break
        counted = (
            _first_match(
                (_REPORTS_OF, REPORT_ON, _REPORT_OF_BODY, _WHOSE, BODY_ON, _BUREAU_OF_ON, _ABOUT, _REPORTING),
                text,
                start,
                end,
            )
            if action == "heard"
            else None
        )
        counted = counted or _WRITTEN.match(text, start, end)
        if counted and counted.end() + 3 < end:
            start, again = counted.end(), True
    return start


def _first_match(patterns: tuple[re.Pattern[str], ...], text: str, start: int, end: int) -> re.Match[str] | None:
    return next((m for p in patterns if (m := p.match(text, start, end))), None)
