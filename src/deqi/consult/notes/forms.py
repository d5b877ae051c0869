"""Short forms behind a head word, and durations: 脉沉细, 'worse with bending, lifting', 'for 3 years'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deqi.consult.notes.text import is_whole
from deqi.core.codes import Id
from deqi.knowledge import Knowledge

Forms = dict[str, list[tuple[str, list[Id]]]]  # for each head its forms, the longest first

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
    r"|((?:\b[a-z]{1,20}[ ,]{1,2}(?:and )?){1,3})coat(?:ing)?\b"
)
# "worse with sitting and better with walking", "worse with sitting, eased by walking"
TURNED = r"(?:,|\b(?:and|but))\s+(?:is\s+)?(?:better|worse|worsened|aggravated|eased|relieved|improved|helped)\b"
TO = rf"\s+(?:with|by|on|after|when|during|in|from)\s+((?:(?!{TURNED})[^.;\n]){{0,160}})"
# what makes it worse or better may stand before its verb too: "bending and sitting make it worse", 久坐、弯腰加重
LIST_EN = r"|((?:(?!\b(?:worse|better|bring|make|ease|help|it|no|not|nor|with|by)s?\b|[.,;:\n]).){2,60}?)\s+"
ITEM_ZH = r"(?:(?![不未无])[^。；;，,、\n]){1,8}"
LIST_ZH = rf"|({ITEM_ZH}(?:[、及和或]{ITEM_ZH}){{0,5}}?)(?:时|后)?(?:疼痛)?(?:均|则|可|即|能)?"
AGGRAVATED = re.compile(
    r"\b(?:worse|worsens|worsened|aggravated|provoked|increases|increased|triggered)"
    + TO
    + LIST_EN
    + r"(?:brings? (?:it|the pain|them) on|makes? (?:it|the pain) worse|worsens? it|provokes? it|sets? it off)"
    + LIST_ZH
    + r"(?:明显)?(?:加重|加剧|更甚|诱发)"
)
EASED = re.compile(
    r"(?<!not )\b(?:better|eases|eased|relieved|improves|improved|helped)"
    + TO
    + LIST_EN
    + r"(?:eases?|helps?|relieves?)\b(?! (?:little|only|him|her|them)\b)"
    + LIST_ZH
    + r"(?:部分|略|稍)?(?:缓解|减轻|好转|则舒)"
)
CHI = re.compile(r"尺(?![骨侧神动])脉?([^。；;，,\n]{1,6})")
HEADS = {"pulse": PULSE, "chi": CHI, "tongue": TONGUE, "coat": COAT, "aggravated": AGGRAVATED, "eased": EASED}


def fixed_forms(forms: Forms, text: str, start: int, end: int) -> Iterator[tuple[Id, int, int]]:
    """Short forms behind their heads: 脉沉细, 舌淡苔薄白, 'pulse wiry and thin', 'worse with bending, lifting'."""
    for context, pattern in HEADS.items():
        for match in pattern.finditer(text, start, end):
            from_, to = match.span(match.lastindex or 1)
            if context in {"pulse", "tongue"}:
                to = _end_of_list(forms[context], text, from_, to)
            yield from _spell(forms[context], text, from_, to)


COMMA_IN_ENGLISH = re.compile(r",\s+(?:and\s+|with\s+|but\s+|slightly\s+)?(?=[a-z])")


def _end_of_list(forms: list[tuple[str, list[Id]]], text: str, start: int, end: int) -> int:
    """Where "pulse thin, weak" ends: at a comma behind which no form stands ("pulse thin, knees weak")."""
    for comma in COMMA_IN_ENGLISH.finditer(text, start, end):
        if not any(text.startswith(form, comma.end()) for form, _ in forms):
            return comma.start()
    return end


DURATION = re.compile(
    r"(?<!\d)(\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|many)\s*\+?[- ]?"
    r"(day|week|month|year)s?\b(?![- ]*(?:old|ago|of age|pregnan|gestation|of pregnan))"
    r"|(?<![孕娠])(\d{1,3}|[一二两三四五六七八九十半数多]{1,3})余?个?(天|日|周|星期|月|年)(?:余|多|来)?"
)
PAIN = re.compile(r"\b(?:pain|ache|aching|sciatica|lumbago|stiffness)\b|痛|酸|疼|痹")
# how long one attack lasts is not since when there are attacks
ONE_ATTACK = re.compile(r"(?:\blast(?:s|ing)|每次(?:发作)?(?:持续)?约?)\s*$")
NEAR_BEFORE, NEAR_AFTER = 40, 20  # characters between a duration and the pain that it belongs to
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
NUMBERS |= {"nine": 9, "ten": 10, "several": 3, "many": 5, "半": 1, "数": 3, "多": 5, "十": 10, "两": 2}
NUMBERS |= {numeral: value for value, numeral in enumerate("一二三四五六七八九", start=1)}
WEEKS = {"day": 1 / 7, "天": 1 / 7, "日": 1 / 7, "week": 1.0, "周": 1.0, "星期": 1.0}
WEEKS |= {"month": 52 / 12, "月": 52 / 12, "year": 52.0, "年": 52.0}


def durations(text: str, start: int, end: int) -> Iterator[tuple[Id, int, int]]:
    """How long a pain has lasted: the first duration that stands near a word for pain."""
    for match in DURATION.finditer(text, start, end):
        if ONE_ATTACK.search(text, max(start, match.start() - 8), match.start()):
            continue
        if PAIN.search(text, max(start, match.start() - NEAR_BEFORE), min(end, match.end() + NEAR_AFTER)):
            yield _course(match), match.start(), match.end()
            return


def _course(match: re.Match[str]) -> Id:
    number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
    weeks = (int(number) if number.isdigit() else NUMBERS.get(number, NUMBERS.get(number[0], 1))) * WEEKS[unit]
    if weeks < 6:
        return "course.under-6-weeks"
    return "course.6-to-12-weeks" if weeks <= 12 else "course.over-12-weeks"


def _spell(forms: list[tuple[str, list[Id]]], text: str, start: int, end: int) -> Iterator[tuple[Id, int, int]]:
    at = start
    while at < end:
        for form, findings in forms:
            if text.startswith(form, at) and at + len(form) <= end and is_whole(text, at, at + len(form)):
                for finding in findings:
                    yield finding, at, at + len(form)
                at += len(form)
                break
        else:
            at += 1


def forms_of(knowledge: Knowledge, context: str) -> list[tuple[str, list[Id]]]:
    """Forms of one context with the findings of each (暗红 is dark and red), the longest first."""
    forms: dict[str, list[Id]] = {}
    for form in knowledge.forms:
        if form.context == context:
            forms.setdefault(form.form, []).append(form.finding)
    return sorted(forms.items(), key=lambda entry: -len(entry[0]))
