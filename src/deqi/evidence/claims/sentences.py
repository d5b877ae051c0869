"""A text cut into sentences, and the languages that it is written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from deqi.core.scripts import fold
from deqi.core.values import Value
from deqi.evidence.claims.markup import BREAK
from deqi.knowledge.phrases import HAN, Word, words_of

STOP = re.compile(
    rf"[。！？]+[”’」』）)\"']*"  # in Chinese nothing need follow
    rf"|[.!?]+[”’\"')\]]*(?=[\s{HAN}]|$)"
    r"|(?<=[a-z][a-z])[.!?](?=[A-Z][a-z])"  # the blank was forgotten
)
GOES_ON = re.compile(  # a full stop behind these ends nothing
    r"(?:^\W*\d+|\b(?:dr|mr|mrs|ms|prof|st|vs|al|e\.g|i\.e|cf|fig|approx|incl|esp|vol|pp?)|(?:^|[\s.])[a-z])\.$", re.I
)
ENGLISH = frozenset(
    {"a", "an", "and", "are", "as", "be", "by", "for", "from", "has", "have", "in", "is", "it", "no", "not", "of", "on"}
    | {"or", "that", "the", "to", "we", "with", "you", "your"}
)
HAN_WORD = re.compile(f"[{HAN}]")
A_SAMPLE, USUAL = 30, 0.08  # so many words tell the language; English has at least this share of its little words


class Sentence(Value, frozen=True, kw_only=True):
    """One sentence: characters [start, end) of the text, and its words."""

    start: int
    end: int
    words: tuple[Word, ...]  # with places in the whole text

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Chinese for the most part."""
        return sum(map(_is_han, self.words)) * 2 > len(self.words)


def _is_han(word: Word) -> bool:
    return HAN_WORD.match(word.form) is not None


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that have words; a block's end is a sentence's end."""
    found = []
    words = words_of(text)
    at = 0
    for start, end in _spans(text):
        first = at
        while at < len(words) and words[at].start < end:
            at += 1
        if at > first:
            found.append(Sentence(start=start, end=end, words=words[first:at]))
    return tuple(found)


def blocks(text: str, found: tuple[Sentence, ...]) -> list[list[Sentence]]:
    """The sentences of a text by the heading, paragraph or item in which they stand."""
    groups: list[list[Sentence]] = []
    for sentence in found:
        if groups and BREAK not in text[groups[-1][-1].end : sentence.start]:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return groups


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for block in text.split(BREAK):
        end = start + len(block)
        for from_, to in _within(block):
            stretch = block[from_:to]
            left = len(stretch) - len(stretch.lstrip())
            yield start + from_ + left, start + from_ + max(left, len(stretch.rstrip()))
        start = end + 1


def _within(block: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in STOP.finditer(block):
        if stop[0] == "." and GOES_ON.search(block[max(start, stop.end() - 12) : stop.end()]):
            continue
        yield start, stop.end()
        start = stop.end()
    yield start, len(block)


def languages(text: str, found: tuple[Sentence, ...]) -> dict[str, int]:
    """How many sentences in `en`, `zh-Hans`, `zh-Hant`, or `other` (letters that make no English)."""
    western = [sentence for sentence in found if not sentence.is_chinese]
    chinese = len(found) - len(western)
    latin = [word.form for sentence in western for word in sentence.words if not _is_han(word)]
    little = sum(Counter(latin)[word] for word in ENGLISH)
    english = "en" if len(latin) < A_SAMPLE or little >= USUAL * len(latin) else "other"
    counts = {english: len(western), _script(text) if chinese else "zh-Hans": chinese}
    return {language: count for language, count in counts.items() if count}


def _script(text: str) -> str:
    """Traditional where simplifying changes more than one character of fifty."""
    han = "".join(re.findall(f"[{HAN}]", text))
    changed = sum(a != b for a, b in zip(han, fold(han), strict=True))
    return "zh-Hant" if changed * 50 > len(han) else "zh-Hans"
