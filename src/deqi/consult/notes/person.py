"""Age and sex where a note names them of the person; never guessed from a relative or a distance."""

import re

from deqi.consult.notes.text import Span
from deqi.core.case import Person, Sex

AGE = re.compile(
    r"(?<!\d)(\d{1,3})\s{0,2}(?:岁|-?\s{0,2}years?[- ]?old|yo\b|y/o\b|y\.o\.)"
    r"|\baged?\s{0,2}:?\s{0,2}(\d{1,3})\b"
    r"|(?:^|[,;(]\s{0,2}|\bpt\s)(\d{2})\s?[mf](?=[\s,.;)/]|$)"
)
RELATIVE = re.compile(
    r"\b(?:mother|father|brother|sister|wife|husband|son|daughter|aunt|uncle|grand\w+|parents?|child|baby)\b"
    r"|母|父|兄|弟|姐|妹|妻|夫|子|女儿|儿"
)
NEAR = 16  # characters before an age in which a relative owns it
FEMALE = re.compile(
    r"女性|患者[，,：:]?女|(?:^|[：:，,。\s])女(?=[，,。\s\d（(])|\b(?:female|woman|lady)\b|(?:^|[,;(]\s?)\d{2}\s?f\b"
)
MALE = re.compile(
    r"男性|患者[，,：:]?男|(?:^|[：:，,。\s])男(?=[，,。\s\d（(])|\b(?:male|man|gentleman)\b|(?:^|[,;(]\s?)\d{2}\s?m\b"
)


def person_of(text: str) -> tuple[Person, tuple[Span, ...]]:
    """What a folded note says of the person, and where."""
    age, sex = _age(text), _sex(text)
    places = tuple(match.span() for _, match in (found for found in (age, sex) if found))
    return Person(age=age[0] if age else None, sex=sex[0] if sex else None), places


def _age(text: str) -> tuple[int, re.Match[str]] | None:
    for match in AGE.finditer(text):
        age = int(next(group for group in match.groups() if group))
        if age <= 120 and not RELATIVE.search(text[max(0, match.start() - NEAR) : match.start()]):
            return age, match
    return None


def _sex(text: str) -> tuple[Sex, re.Match[str]] | None:
    """The sex that the note names; None where it names none or both."""
    female, male = FEMALE.search(text), MALE.search(text)
    if female and not male:
        return Sex.FEMALE, female
    return (Sex.MALE, male) if male and not female else None
