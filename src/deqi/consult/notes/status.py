"""How a finding is mentioned: said now, denied, past, of the family, supposed, or in doubt.

A cue governs what follows it in its own phrase. A comma ends a phrase; over a comma a denial or an
'if' reaches only through a bare list. Where the reach is in doubt the mention is uncertain: the
finding stays unknown and is asked, since a wrong denial of a red flag is the worst mistake here.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from deqi.consult.notes.lexicon import Lexicon
from deqi.consult.notes.text import CJK, Span


class Status(StrEnum):
    """How a finding is mentioned."""

    PRESENT = "present"
    DENIED = "denied"
    PAST = "past"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"
    UNCERTAIN = "uncertain"


REACH_EN = 90  # characters that a cue reaches over in English
REACH_ZH = 14  # and in Chinese, where a clause is short
ORDER = (Status.FAMILY, Status.HYPOTHETICAL, Status.DENIED, Status.PAST, Status.UNCERTAIN)
LISTS = {Status.DENIED, Status.HYPOTHETICAL}  # only these reach over a comma
ADJACENT = {"不"}  # denies only the word that follows at once
ONE_PHRASE = {"not", "never"}  # deny up to the next comma
DENIES_LIST = re.compile(r"^(?:den|negative for|absence of|free of|no (?:history|evidence|sign) of|none of|rule)")
COMMA = re.compile(r"[，,]")
OR = re.compile(r"\b(?:or|nor)\b")
# the rest of a bare list that closes with "or": ", chills or sweats"; a word that makes it more than a list ends it
MORE_THAN_A_LIST = r"\b(?:worse|better|with|when|on|after|in|for|since|at|which|that|is|was|and)\b"
REST_OF_LIST = re.compile(rf"(?:,\s*(?:(?!{MORE_THAN_A_LIST})[a-z' -]){{2,28}}){{0,4}},?\s+or\b")
# words that turn the sense to what is there now: always, after "and", and after a comma
NOW = (
    r"now|today|tonight|yesterday|has|have|had|develop\w*|began|begin\w*|start\w*|cannot|can't|can not|unable|"
    r"reports?|reported|complain\w*|presents?|presented|notice[sd]?|noticing|admits?|went|feels?|felt|got|became"
)
TURN = re.compile(
    rf"\b(?:but|however|although|though|except|yet)\b|\band\s+(?:is\s+|he\s+|she\s+)?(?:{NOW})\b"
    r"|但|惟|唯|却|而|伴有|现症|现见|现在|目前|近日|今日|今晨|昨日|出现|开始|并|后|致"
)
TURN_AFTER_COMMA = re.compile(rf"{TURN.pattern}|\b(?:{NOW}|since|with)\b")
FAMILY_REPORTS = re.compile(
    r"\b(?:says?|said|notice[sd]?|noticing|reports?|reported|states?|stated|tells?|told|thinks|brought|found|helps?)\b"
    r"|代诉|代述|诉|述|发现|陪|告知"
)
# "in the past 2 days" is now; "not resolved" is not past
RECENT = re.compile(
    r"\b(?:in |over |for |during )?the (?:past|last)"
    r"(?=\s+(?:\d|few|couple|two|three|several|night|day|week|month|year))"
    r"|\b(?:past|last) (?:\d+|few|couple|two|three|several|night)\b"
    r"|\b(?:not|never|hasn't|haven't|un)(?: yet)?[ -]?(?:resolved|gone)\b"
)
# a form's answer right behind its item: "fever: no", "clonus - nil", 发热(-); "numbness? yes"
ANSWER = r"\s{0,3}(?:[:：?？–—-]\s{0,3}"
TICKED_NO = re.compile(
    ANSWER + r"(?:no|nil|none|neg|negative|无|否|阴性)\s{0,3}(?=[.。,，;；\n]|$)|[(（]\s{0,3}[-－−–]\s{0,3}[)）])"
)
TICKED_YES = re.compile(
    ANSWER + r"(?:yes|y|pos|positive|present|有|是|阳性)\s{0,3}(?=[.。,，;；\n]|$)|[(（]\s{0,3}[+＋]+\s{0,3}[)）])"
)


# "denies" and 否认 open a list of any length within their sentence; in Chinese its items are parted by 、
OPENS_LIST = re.compile(r"\b(?:denies|denied|denying|deny)\b|否认")
ENDS_LIST_EN = re.compile(rf"{TURN.pattern}|\b(?:{NOW})\b|,\s*(?:since|with)\b")
ENDS_LIST = re.compile(r"[，,]|但|惟|唯|却|伴有|现症|现见|现在|目前|出现|今日|昨日|今晨")


class Said(NamedTuple):
    """How a finding is mentioned, and where the word stands that says so; plainly said needs none."""

    status: Status
    cue: Span | None = None


def status_of(lexicon: Lexicon, text: str, start: int, end: int, at: int, to: int) -> Said:
    """How the finding at [at, to) is mentioned in the clause [start, end)."""
    if ticked := TICKED_YES.match(text, to):
        return Said(Status.PRESENT, ticked.span())
    if ticked := TICKED_NO.match(text, to):
        return Said(Status.DENIED, ticked.span())
    chinese = bool(CJK.match(text[at]))
    reach = REACH_ZH if chinese else REACH_EN
    from_ = max(start, at - reach)
    before = _blanked(lexicon, text[from_:at])
    follows = COMMA.split(_blanked(lexicon, text[to : min(end, to + reach)]), maxsplit=1)[0]
    for status in ORDER:
        cues = lexicon.cues.get((status, "before"))
        cue = next(reversed(list(cues.finditer(before))), None) if cues else None
        governed = _governed(cue, before, text[to:end], status, chinese=chinese) if cue else None
        if cue and governed is not None:
            return Said(governed, (from_ + cue.start(), from_ + cue.end()))
        cues = lexicon.cues.get((status, "after"))
        cue = cues.search(follows) if cues else None
        if cue:
            return Said(status, (to + cue.start(), to + cue.end()))
    return _in_a_long_list(text, start, at, chinese=chinese) or Said(Status.PRESENT)


def _in_a_long_list(text: str, start: int, at: int, *, chinese: bool) -> Said | None:
    """Denied, where a word that denies a list opened one that still runs on."""
    opening = next(reversed(list(OPENS_LIST.finditer(text, start, at))), None)
    if opening is None:
        return None
    between = text[opening.end() : at]
    ended = (ENDS_LIST if chinese else ENDS_LIST_EN).search(between)
    return None if ended else Said(Status.DENIED, opening.span())


def _blanked(lexicon: Lexicon, text: str) -> str:
    """The text with what only looks like a cue blanked: 无力 is weakness, 'past 2 days' is now."""
    for pattern in (lexicon.decoys, RECENT):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


def _governed(cue: re.Match[str], before: str, after: str, status: Status, *, chinese: bool) -> Status | None:
    """The status that the last cue before a finding gives it; None where it does not reach."""
    word, between = cue.group(), before[cue.end() :]
    if status is Status.FAMILY:
        return None if COMMA.search(between) or FAMILY_REPORTS.search(between) else status
    if word in ADJACENT:
        return status if not between.strip() else None
    lists = status in LISTS
    phrase, comma, rest = between.partition(",") if not chinese else (between, "", "")
    if (lists or chinese) and TURN.search(phrase):
        return None
    if not comma and not COMMA.search(between):
        return status
    if chinese or not lists or word in ONE_PHRASE or TURN_AFTER_COMMA.search(rest):
        return None
    return _over_a_list(word, between, after, status)


def _over_a_list(word: str, between: str, after: str, status: Status) -> Status:
    """A cue before a comma: it governs a list that closes with 'or' or was opened by 'denies'; else it is in doubt."""
    closed = bool(OR.search(between)) or bool(DENIES_LIST.match(word)) or bool(REST_OF_LIST.match(after))
    return status if closed else Status.UNCERTAIN
