"""Reading notes: findings from free text in English and Chinese, by lexicon and cues, offline.

A first reader. It finds the longest known words, then looks in the same clause for words that
deny, place in the past or the family, suppose, or doubt. Each mention keeps its place in the text
so that a person can confirm it; what was not recognised can be shown too. Only what is said of
the person now, plainly, becomes present; only what is plainly denied becomes absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from opencc import OpenCC

from deqi.core.case import Case, Observation, Observer, Person, Sex
from deqi.core.codes import Id
from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value
from deqi.knowledge import Knowledge

MAX_CHARACTERS = 200_000
CLAUSE_END = re.compile(r"[。；;！!\n\r]|(?<=[a-z\])])[.?](?=\s|$)")
# a denial reaches over commas in a list ("no fever, chills or weight loss") until the sense turns
TURN = re.compile(
    r"\b(?:but|however|although|except|yet|now has|reports|complains of|with)\b|但|惟|唯|却|伴有|现症|现见|现在|目前"
)
REACH_EN = 60  # characters that a cue reaches over in English
REACH_ZH = 12  # and in Chinese, where a clause is short
CJK = re.compile(r"[\u4e00-\u9fff]")


class Status(StrEnum):
    """How a finding is mentioned."""

    PRESENT = "present"
    DENIED = "denied"
    PAST = "past"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"
    UNCERTAIN = "uncertain"


class Mention(Value, frozen=True, kw_only=True):
    """A finding recognised in a text: characters [start, end) and how it is mentioned."""

    finding: Id
    start: int
    end: int
    words: str
    status: Status


class Reading(Value, frozen=True, kw_only=True):
    """What was recognised in a note, as mentions and as a case."""

    text: str
    mentions: tuple[Mention, ...]
    case: Case


class Lexicon:
    """Words of findings by their first two characters, for longest match."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._words: dict[str, list[tuple[str, Id | None]]] = {}  # a decoy names no finding
        for term in knowledge.findings.values():
            labels = (term.labels.en, term.labels.zh_hans, term.labels.zh_hant)
            for word in {_fold(word) for word in (*labels, *term.synonyms.en, *term.synonyms.zh)}:
                if len(word) > 1:
                    self._words.setdefault(word[:2], []).append((word, term.id))
        for decoy in knowledge.decoys:
            self._words.setdefault(decoy.word[:2], []).append((decoy.word, None))
        for bucket in self._words.values():
            bucket.sort(key=lambda entry: (-len(entry[0]), entry[1] or ""))
        self.cues = _cue_patterns(knowledge)
        self.decoys = re.compile("|".join(re.escape(d.word) for d in knowledge.decoys) or "(?!)")
        self.forms = {context: _forms(knowledge, context) for context in HEADS}

    def longest(self, text: str, at: int) -> list[tuple[str, Id | None]]:
        """The longest word that starts here, with each finding that it names; a decoy names none."""
        found: list[tuple[str, Id | None]] = []
        for word, finding in self._words.get(text[at : at + 2], ()):
            if found and len(word) < len(found[0][0]):
                break
            if text.startswith(word, at) and _is_whole(text, at, at + len(word)):
                found.append((word, finding))
        return found


def read_note(knowledge: Knowledge, text: str, name: str) -> Reading:
    """Findings, age and sex of a note. Raises BadInput where nothing is recognised: silence is no all-clear."""
    if len(text) > MAX_CHARACTERS:
        message = f"holds {len(text):,} characters; a note of at most {MAX_CHARACTERS:,} is read"
        raise BadInput(Fault(file=name, message=message))
    if not text.strip():
        raise BadInput(Fault(file=name, message="is empty; expected a note in English or Chinese"))
    lexicon = _lexicon(knowledge)
    folded = _fold(text)
    mentions = tuple(sorted(_resolve(_mentions(lexicon, folded, text)), key=lambda m: (m.start, m.finding)))
    if not mentions:
        message = (
            "nothing in this note was recognised; expected findings in English or Chinese, as 'low back pain' or 腰痛"
        )
        raise BadInput(Fault(file=name, message=message))
    present = {m.finding for m in mentions if m.status is Status.PRESENT}
    absent = {m.finding for m in mentions if m.status is Status.DENIED} - present  # within one note present wins
    observation = Observation(by=Observer.NOTE, present=tuple(sorted(present)), absent=tuple(sorted(absent)))
    case = Case(id="note", person=Person(age=_age(folded), sex=_sex(folded)), observations=(observation,))
    return Reading(text=text, mentions=mentions, case=case)


_LEXICONS: dict[str, Lexicon] = {}


def _lexicon(knowledge: Knowledge) -> Lexicon:
    """The lexicon of this knowledge, built once."""
    if knowledge.digest not in _LEXICONS:
        _LEXICONS[knowledge.digest] = Lexicon(knowledge)
    return _LEXICONS[knowledge.digest]


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _fold(text: str) -> str:
    """Lower case and simplified characters, one character for one, so that places stay true."""
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")
    simplified: str = _converter().convert(lowered)
    return simplified if len(simplified) == len(text) else lowered


def _mentions(lexicon: Lexicon, folded: str, original: str) -> Iterator[Mention]:
    for start, end in _clauses(folded):
        taken: list[tuple[int, int]] = []
        found = [
            *_fixed_forms(lexicon, folded, start, end),
            *_durations(folded, start, end),
            *_words(lexicon, folded, start, end),
        ]
        for finding, at, to in found:
            status = _status(lexicon, folded, start, end, at, to)
            if status is Status.PAST and finding.startswith(LASTING):
                status = Status.PRESENT
            taken.append((at, to))
            yield Mention(finding=finding, start=at, end=to, words=original[at:to], status=status)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in CLAUSE_END.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _words(lexicon: Lexicon, text: str, start: int, end: int) -> Iterator[tuple[Id, int, int]]:
    at = start
    while at < end:
        found = lexicon.longest(text, at)
        if not found:
            at += 1
            continue
        to = at + len(found[0][0])
        for _, finding in found:
            if finding is not None:
                yield finding, at, to
        at = to


def _is_whole(text: str, start: int, end: int) -> bool:
    """A word of letters must not be part of a longer one; Chinese has no such borders."""
    if CJK.match(text[start]):
        return True
    before = start == 0 or not (text[start - 1].isalnum() and not CJK.match(text[start - 1]))
    after = end >= len(text) or not (text[end].isalnum() and not CJK.match(text[end]))
    return before and after


# --- short forms behind a head word -------------------------------------------------------------

PULSE = re.compile(
    r"(?<![动静络经督血])(?:(?<!尺)脉象?|寸口)[诊来取得见呈示为:：]*"
    r"([^。；;，,、\n舌苔]{1,14}(?:[，,、][^。；;，,、\n舌苔]{1,4}(?=[，,。；;、\n]|$))?)"
    r"|pulses?\b[:\s]*(?:is|was|are)?\s*([^.;\n]{2,60})"
)
TONGUE = re.compile(
    r"舌[质体色]?[诊见为呈:：]*([^。；;，,\n脉苔]{1,12}(?:[，,](?:边|尖|体|质|有)[^。；;，,\n脉苔]{1,8})*)"
    r"|tongue\b(?!\s+coat)[:\s]*(?:body)?\s*(?:is|was)?\s*([^.;\n]{2,60})"
)
COAT = re.compile(
    r"苔[质色]?[见为呈:：]*([^。；;，,\n脉]{1,8})"
    r"|(?:tongue\s+)?coat(?:ing)?\b[:\s]*(?:is|was)?\s*([^.;,\n]{2,40})"
    r"|((?:\w+[ ,]+(?:and )?){1,3})coat(?:ing)?\b"
)
TURNED = r"\b(?:and|but)\s+(?:is\s+)?(?:better|worse|eased|relieved)"  # "worse with sitting and better with walking"
TO = rf"\s+(?:with|by|on|after|when|during|in|from)\s+((?:(?!{TURNED})[^.;\n])*)"
AGGRAVATED = re.compile(r"\b(?:worse|worsens|worsened|aggravated|provoked|increases|increased|triggered)" + TO)
EASED = re.compile(r"(?<!not )\b(?:better|eases|eased|relieved|improves|improved|helped)" + TO)
CHI = re.compile(r"尺脉?([^。；;，,\n]{1,6})")
HEADS = {"pulse": PULSE, "chi": CHI, "tongue": TONGUE, "coat": COAT, "aggravated": AGGRAVATED, "eased": EASED}


def _fixed_forms(lexicon: Lexicon, text: str, start: int, end: int) -> Iterator[tuple[Id, int, int]]:
    """Short forms behind their heads: 脉沉细, 舌淡苔薄白, 'pulse wiry and thin', 'worse with bending, lifting'."""
    for context, pattern in HEADS.items():
        for match in pattern.finditer(text, start, end):
            yield from _spell(lexicon.forms[context], text, *match.span(match.lastindex or 1))


# --- durations ------------------------------------------------------------------------------------

DURATION = re.compile(
    r"(?:for|since|past|last|over|about|almost|nearly|x|duration:?|history of)?\s*"
    r"(?:the\s+)?(\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|many)\s*\+?[- ]?"
    r"(day|week|month|year)s?\b(?![- ]*(?:old|ago|of age|pregnan|gestation|of pregnan))"
    r"|(?<![孕娠])(\d{1,3}|[一二三四五六七八九十半数多]{1,3})余?个?(天|日|周|星期|月|年)(?:余|多|来)?"
)
PAIN = re.compile(r"\b(?:pain|ache|aching|sciatica|lumbago|stiffness)\b|痛|酸|疼|痹")
NEAR_BEFORE, NEAR_AFTER = 40, 20  # characters between a duration and the pain that it belongs to
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
NUMBERS |= {"nine": 9, "ten": 10, "several": 3, "many": 5, "半": 1, "数": 3, "多": 5, "十": 10}
NUMBERS |= {numeral: value for value, numeral in enumerate("一二三四五六七八九", start=1)}
WEEKS = {"day": 1 / 7, "天": 1 / 7, "日": 1 / 7, "week": 1.0, "周": 1.0, "星期": 1.0}
WEEKS |= {"month": 52 / 12, "月": 52 / 12, "year": 52.0, "年": 52.0}


def _durations(text: str, start: int, end: int) -> Iterator[tuple[Id, int, int]]:
    """How long a pain has lasted: the first duration that stands near a word for pain."""
    for match in DURATION.finditer(text, start, end):
        if PAIN.search(text, max(start, match.start() - NEAR_BEFORE), min(end, match.end() + NEAR_AFTER)):
            yield _course(match), match.start(), match.end()
            return


def _course(match: re.Match[str]) -> Id:
    number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
    weeks = (int(number) if number.isdigit() else NUMBERS.get(number, NUMBERS.get(number[0], 1))) * WEEKS[unit]
    if weeks < 6:
        return "course.under-6-weeks"
    return "course.6-to-12-weeks" if weeks <= 12 else "course.over-12-weeks"


def _spell(forms: list[tuple[str, Id]], text: str, start: int, end: int) -> Iterator[tuple[Id, int, int]]:
    at = start
    while at < end:
        for form, finding in forms:
            if text.startswith(form, at) and at + len(form) <= end and _is_whole(text, at, at + len(form)):
                yield finding, at, at + len(form)
                at += len(form)
                break
        else:
            at += 1


def _forms(knowledge: Knowledge, context: str) -> list[tuple[str, Id]]:
    """Forms of one context, the longest first."""
    forms = [(form.form, form.finding) for form in knowledge.forms if form.context == context]
    return sorted(forms, key=lambda entry: -len(entry[0]))


# --- how it is mentioned -------------------------------------------------------------------------

CuePatterns = dict[tuple[str, str], re.Pattern[str]]
LASTING = "history."  # what is past and still counts: a former cancer is a history of cancer
# a form's answer right behind its item: "fever: no", "clonus - nil", 发热(-)
TICKED_NO = re.compile(
    r"\s*(?:[:：–—-]\s*(?:no|nil|none|neg|negative|无|否|阴性)\s*(?=[.。,，;；\n]|$)|[(（]\s*[-－−–]\s*[)）])"
)
ADJACENT = {"不"}  # denies only the word that follows at once
ONE_PHRASE = {"not", "never"}  # deny up to the next comma; "no" and "denies" deny a whole list
ORDER = (Status.FAMILY, Status.HYPOTHETICAL, Status.DENIED, Status.PAST, Status.UNCERTAIN)


def _cue_patterns(knowledge: Knowledge) -> CuePatterns:
    groups: dict[tuple[str, str], list[str]] = {}
    for cue in sorted(knowledge.cues, key=lambda c: -len(c.form)):
        form = re.escape(cue.form)
        word = rf"\b{form}\b" if cue.language == "en" and cue.form[-1].isalpha() else form
        groups.setdefault((cue.status, cue.side), []).append(word)
    return {key: re.compile("|".join(forms)) for key, forms in groups.items()}


def _status(lexicon: Lexicon, text: str, start: int, end: int, at: int, to: int) -> Status:
    reach = REACH_ZH if CJK.match(text[at]) else REACH_EN
    # decoys are blanked: 无力 is weakness, not the denial of what follows
    before = lexicon.decoys.sub(lambda m: " " * len(m[0]), text[max(start, at - reach) : at])
    near = before[_last_end(TURN, before) :]
    after = text[to : min(end, to + reach)]
    follows = re.split(r"[，,、；;]", after, maxsplit=1)[0]
    for status in ORDER:
        # a family member named anywhere before in the clause owns what follows
        scope = text[start:at] if status is Status.FAMILY else near
        cue = lexicon.cues.get((status, "before"))
        if cue and _reaches(cue, scope, status, at_chinese=reach == REACH_ZH):
            return status
        cue = lexicon.cues.get((status, "after"))
        if cue and cue.search(follows):
            return status
    return Status.DENIED if TICKED_NO.match(text, to) else Status.PRESENT


def _reaches(cue: re.Pattern[str], scope: str, status: Status, *, at_chinese: bool) -> bool:
    """Whether a cue before the finding governs it. A Chinese 不 or 无 governs only the words of its own comma."""
    matches = list(cue.finditer(scope))
    if not matches:
        return False
    last = matches[-1]
    between = scope[last.end() :]
    if status is not Status.DENIED:
        return True
    if last.group() in ADJACENT:
        return between.strip() == ""
    if at_chinese or last.group() in ONE_PHRASE:
        return not re.search(r"[，,]", between)
    return True


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends; 0 where there is none."""
    return max((match.end() for match in pattern.finditer(text)), default=0)


def _resolve(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention a finding and place: of overlapping ones the longest."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if not any(m.finding == mention.finding and m.start < mention.end and mention.start < m.end for m in kept):
            kept.append(mention)
    return kept


# --- age and sex ---------------------------------------------------------------------------------

AGE = re.compile(
    r"(?<!\d)(\d{1,3})\s*(?:岁|-?\s*years?[- ]?old|yo\b|y/o\b|y\.o\.|-year-old)"
    r"|\baged?\s*:?\s*(\d{1,3})\b|\b(\d{2})\s*[mf]\b"
)
FEMALE = re.compile(r"女性|女，|女,|，女|,女|患者女|\b(?:female|woman|lady|girl)\b|\b\d{2}\s*f\b")
MALE = re.compile(r"男性|男，|男,|，男|,男|患者男|\b(?:male|man|gentleman|boy)\b|\b\d{2}\s*m\b")


def _age(text: str) -> int | None:
    match = AGE.search(text)
    age = int(next(group for group in match.groups() if group)) if match else None
    return age if age is not None and age <= 120 else None


def _sex(text: str) -> Sex | None:
    """The sex that the note names; None where it names none or both."""
    female, male = bool(FEMALE.search(text)), bool(MALE.search(text))
    if female == male:
        return None
    return Sex.FEMALE if female else Sex.MALE
