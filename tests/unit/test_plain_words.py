"""The decision aid can be read at twelve: measured, text by text, in each language.

English: the grade of Flesch and Kincaid (0.39 words a sentence + 11.8 syllables a word − 15.59; Kincaid et al. 1975)
over all texts of an aid together is at most 7, and no single text that the aid brings reads above 11. What the card
of a treatment says of it, with names of medicines that no formula can read, counts in the whole alone. Chinese:
sentences of at most 25 characters on average, and at least 97 of 100 characters among those that are taught first
(level 1 of GB 2312 for simplified, of Big5 for traditional).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from deqi.core.labels import Label, Language
from deqi.evidence.aid.compare import compare
from deqi.evidence.aid.values import Aid
from deqi.knowledge import Knowledge
from tests.made_aid import aid as made

GRADE, HARDEST, SHORT = 7.0, 11.0, 8  # a text of fewer words has no grade of its own
CHARACTERS, COMMON = 25.0, 0.97
SENTENCE = re.compile(r"[.?!:;]+(?:\s|$)|[。？！；：]+")
OF_THE_CARD = (".summary", ".effort")
HAN = re.compile(r"[\u4e00-\u9fff]")
SILENT = re.compile(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$")
VOWELS = re.compile(r"[aeiouy]{1,2}")


def texts(aid: Aid) -> Iterator[tuple[str, Label]]:
    """Every text that was written for the reader or made for them, with its place."""
    for place in ("decision", "about", "groups", "ranges", "medicines", "update_policy", "made_by", "funding"):
        if label := getattr(aid, place):
            yield place, label
    for option in aid.options:
        yield from ((f"{option.id}.{place}", getattr(option, place)) for place in ("summary", "effort", "like"))
        if option.note:
            yield f"{option.id}.note", option.note
        yield from ((s.comparison.id, s.result) for s in (*option.benefits, *option.harms))
        yield from ((rate.risk.id, rate.result) for rate in option.rates)
    yield from ((f"matters.{matter.id}", matter.labels) for matter in aid.matters)
    yield from (("questions", question) for question in aid.questions)
    yield from (("unknown", unknown) for unknown in aid.unknown)


def syllables(word: str) -> int:
    """About how many: groups of vowels, silent endings left out; a figure is read as one."""
    if not word.isalpha():
        return 1
    if len(word) <= 3:
        return 1
    return max(1, len(VOWELS.findall(SILENT.sub("", word))))


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z]+|\d[\d.,]*", text.lower().replace("'", ""))


def sentences_of(text: str) -> int:
    return max(1, sum(bool(part.strip()) for part in SENTENCE.split(text)))


def grade(text: str) -> float:
    """Flesch–Kincaid."""
    words = words_of(text)
    return 0.39 * len(words) / sentences_of(text) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def common(text: str, language: Language) -> float:
    """The share of a text's Chinese characters that are taught first."""
    han = HAN.findall(text)
    return sum(_taught_first(character, language) for character in han) / len(han) if han else 1.0


def _taught_first(character: str, language: Language) -> bool:
    # GB 2312: level 1 in rows 16–55 (first byte 0xB0–0xD7); Big5: level 1 from 0xA440 to 0xC67E
    codec, first, last = ("gb2312", 0xB0A1, 0xD7F9) if language is Language.SIMPLIFIED else ("big5", 0xA440, 0xC67E)
    try:
        return first <= int.from_bytes(character.encode(codec)) <= last
    except UnicodeEncodeError:
        return False


def decided(knowledge: Knowledge) -> list[Aid]:
    return [compare(knowledge, id_) for id_ in knowledge.decisions] or [made(knowledge)]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("needle", 2),
        ("the", 1),
        ("treated", 2),
        ("acupuncture", 4),
        ("headache", 2),
        ("medicine", 3),
        ("people", 2),
        ("41", 1),
    ],
)
def test_syllables_are_counted_about_right(word: str, count: int) -> None:
    assert abs(syllables(word) - count) <= 1 and sum(map(syllables, ("needle", "people", "cat", "water"))) in {6, 7}


def test_the_measure_tells_hard_from_plain() -> None:
    plain = "You rest for a while. It may help. Ask how often you must come."
    hard = "Prophylactic pharmacological interventions demonstrate statistically significant superiority over placebo."
    assert grade(plain) < 4 and grade(hard) > 15
    assert common("你好", Language.SIMPLIFIED) == 1 and common("髌骨", Language.SIMPLIFIED) < 1


def test_english_is_plain(knowledge: Knowledge) -> None:
    hard = []
    for aid in decided(knowledge):
        told = list(texts(aid))
        whole = ". ".join(label.en.rstrip(". ") for _, label in told)
        if grade(whole) > GRADE:
            hard.append(f"{aid.condition.id}: grade {grade(whole):.1f} as a whole")
        hard += [
            f"{aid.condition.id}.{place}: grade {grade(label.en):.1f}: {label.en}"
            for place, label in told
            if not place.endswith(OF_THE_CARD) and len(words_of(label.en)) >= SHORT and grade(label.en) > HARDEST
        ]
    assert hard == [], "\n".join(hard)


@pytest.mark.parametrize("language", [Language.SIMPLIFIED, Language.TRADITIONAL])
def test_chinese_is_plain(language: Language, knowledge: Knowledge) -> None:
    hard = []
    for aid in decided(knowledge):
        whole = "。".join(label.text(language).rstrip("。") for _, label in texts(aid))
        length = len(HAN.findall(whole)) / sentences_of(whole)
        if length > CHARACTERS:
            hard.append(f"{aid.condition.id}: {length:.0f} characters a sentence")
        if common(whole, language) < COMMON:
            rare = sorted({c for c in HAN.findall(whole) if not _taught_first(c, language)})
            hard.append(f"{aid.condition.id}: {common(whole, language):.3f} taught first; not {''.join(rare)}")
    assert hard == [], "\n".join(hard)
