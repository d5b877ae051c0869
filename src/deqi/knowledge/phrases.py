"""The small pattern language by which claims are told: phrases and the looking for many of them at once.

A phrase is a sequence of parts. `word` is that word, `word*` any word that begins so, `(a|b c|d*)` one of
several, `...` up to six words between (in Chinese ten characters). Parts without `...` between them stand
side by side; hyphens, commas and quotes count as nothing. A Chinese character is a word by itself, so
that `没有 ... 副作用` and `(无|没有|零)副作用` are read in the same way as English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

from deqi.core.scripts import fold
from deqi.core.values import Value

GAPS = {"en": 6, "zh": 10}
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{HAN}]|(?:(?![{HAN}])[^\W_])+(?:'(?:(?![{HAN}])[^\W\d_])+)*|[%&]")
PIECE = re.compile(rf"(?P<space>\s+)|(?P<gap>\.\.\.|…)|\((?P<choice>[^()]*)\)|(?P<word>{WORD.pattern})(?P<begins>\*?)")
NOTHING = re.compile(r"[-–—,，、'\"“”‘’「」]+")  # what counts as nothing between words
LONE = re.compile(f"[{HAN}%&]")  # words of one character, with which none begins
WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # full-width forms of ASCII
MEANT = {"&": "and", "percent": "%"}

Form = tuple[str, bool]  # a word, and whether any word that begins so is meant
Choice = tuple[tuple[Form, ...], ...]  # one of these runs of words
Part = Choice | None  # None stands for `...`
Of = TypeVar("Of", bound=Hashable)


class Word(Value, frozen=True, kw_only=True):
    """A word as it is compared, and the characters [start, end) where it stands."""

    form: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, folded to one case, width and script."""
    folded = fold(text.translate(WIDE))
    found = (Word(form=MEANT.get(m[0], m[0]), start=m.start(), end=m.end()) for m in WORD.finditer(folded))
    return tuple(found)


def parse(phrase: str) -> tuple[Part, ...]:
    """The parts of a phrase; raises ValueError with a sentence where it is malformed."""
    parts: list[Part] = []
    text = fold(phrase.translate(WIDE))
    at = 0
    while at < len(text):
        found = PIECE.match(text, at) or NOTHING.match(text, at)
        if found is None:
            raise ValueError(f"cannot be read at '{text[at : at + 10]}'; expected words, (a|b) or ...")
        at = found.end()
        if found.re is NOTHING or found["space"]:
            continue
        parts.append(None if found["gap"] else _choice(found))
    return _expect_sound(tuple(parts))


def _choice(found: re.Match[str]) -> Choice:
    if found["choice"] is None:
        if found["begins"] and LONE.match(found["word"]):
            raise ValueError(f"has '{found['word']}*'; * stands only behind letters")
        return (((MEANT.get(found["word"], found["word"]), bool(found["begins"])),),)
    return tuple(_run(alternative) for alternative in found["choice"].split("|"))


def _run(alternative: str) -> tuple[Form, ...]:
    """The words of one alternative."""
    if not alternative.strip():
        raise ValueError("has an empty alternative; expected words on both sides of |")
    forms: list[Form] = []
    for part in parse(alternative):
        if part is None:
            raise ValueError("has ... inside (…); write it outside")
        forms += part[0]
    return tuple(forms)


def _expect_sound(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    if not parts:
        raise ValueError("is empty; expected at least one word")
    if parts[0] is None or parts[-1] is None:
        raise ValueError("begins or ends with ...; expected words there")
    if any(one is None and other is None for one, other in pairwise(parts)):
        raise ValueError("has ... twice in a row; once is enough")
    return parts


class _Phrase(Value, Generic[Of], frozen=True, kw_only=True):
    """A phrase ready to be looked for: numbers of its choices, and how many words may stand before each."""

    of: Of
    choices: tuple[int, ...]
    gaps: tuple[int, ...]


class Matcher(Generic[Of]):
    """Phrases compiled together. A sentence is held only against those whose rarest part stands in it."""

    def __init__(self, language: str) -> None:
        self._gap = GAPS[language]
        self._phrases: list[_Phrase[Of]] = []
        self._choices: dict[Choice, int] = {}  # numbered: phrases have many in common
        self._ready: _Index[Of] | None = None

    def add(self, phrase: str, of: Of) -> None:
        """Take in a phrase; `of` is what is found by it. Raises ValueError where it is malformed."""
        parts = parse(phrase)
        choices = tuple(self._choices.setdefault(part, len(self._choices)) for part in parts if part)
        gaps = (0, *(self._gap if before is None else 0 for before, part in pairwise(parts) if part))
        self._phrases.append(_Phrase(of=of, choices=choices, gaps=gaps))
        self._ready = None

    def find(self, forms: Sequence[str]) -> Iterator[tuple[Of, int, int]]:
        """What is found in a sentence, with the words [first, last) of its first and shortest match."""
        self._ready = self._ready or _Index(tuple(self._choices), self._phrases)
        places = self._ready.places(forms)
        where: dict[int, Standing] = {}
        for phrase in self._ready.worth_trying(places):
            for choice in phrase.choices:
                if choice not in where:
                    where[choice] = _standing(self._ready.runs[choice], places)
            if span := _span(phrase, where):
                yield phrase.of, *span

    def finds(self, forms: Sequence[str]) -> bool:
        """Whether anything is found in a sentence."""
        return next(self.find(forms), None) is not None


Places = dict[Form, list[int]]  # where in the sentence each form of the phrases stands
Standing = dict[int, tuple[int, ...]]  # where in the sentence a choice begins, and behind which words it may end
KEPT = 50_000  # words whose forms are remembered


class _Index(Generic[Of]):
    """Which forms a word satisfies, and which phrases are worth trying where a form stands."""

    def __init__(self, choices: tuple[Choice, ...], phrases: Sequence[_Phrase[Of]]) -> None:
        self.runs: list[dict[Form, list[tuple[Form, ...]]]] = [{} for _ in choices]
        for runs, choice in zip(self.runs, choices, strict=True):
            for run in choice:
                runs.setdefault(run[0], []).append(run)
        often = Counter(f for phrase in phrases for number in phrase.choices for run in choices[number] for f in run)
        self._exact = {form for form, begins in often if not begins}
        self._prefixes = {form for form, begins in often if begins}
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._forms: dict[str, tuple[Form, ...]] = {}
        self._by_rarest: dict[Form, list[tuple[_Phrase[Of], tuple[frozenset[Form], ...]]]] = {}
        rarest = [frozenset(min(run, key=often.__getitem__) for run in choice) for choice in choices]
        for phrase in phrases:
            needs = sorted((rarest[n] for n in phrase.choices), key=lambda need: sum(often[form] for form in need))
            for form in needs[0]:
                self._by_rarest.setdefault(form, []).append((phrase, tuple(needs[1:])))

    def places(self, forms: Sequence[str]) -> Places:
        """Where each form stands; words that no phrase has are passed over."""
        places: Places = {}
        for at, word in enumerate(forms):
            for form in self._satisfied(word):
                places.setdefault(form, []).append(at)
        return places

    def worth_trying(self, places: Places) -> Iterator[_Phrase[Of]]:
        """The phrases of which something of every part stands in the sentence, each once."""
        tried = set()
        present = set(places)
        for form in places:
            for phrase, needs in self._by_rarest.get(form, ()):
                if id(phrase) not in tried and not any(need.isdisjoint(present) for need in needs):
                    tried.add(id(phrase))
                    yield phrase

    def _satisfied(self, word: str) -> tuple[Form, ...]:
        """The forms that a word satisfies: itself, and its beginnings."""
        if word not in self._forms:
            if len(self._forms) >= KEPT:
                self._forms.clear()
            begins = ((word[:n], True) for n in self._lengths if n <= len(word) and word[:n] in self._prefixes)
            self._forms[word] = (*([(word, False)] if word in self._exact else []), *begins)
        return self._forms[word]


def _standing(runs: dict[Form, list[tuple[Form, ...]]], places: Places) -> Standing:
    """Where a choice, its runs by their first form, begins in the sentence, and behind which words it may end."""
    found: Standing = {}
    for first in runs.keys() & places.keys():
        for run in runs[first]:
            starts = places[first]
            for offset, form in enumerate(run[1:], start=1):
                at = places.get(form, ())
                starts = [start for start in starts if start + offset in at]
            for start in starts:
                found[start] = (*found.get(start, ()), start + len(run))
    return found


def _span(phrase: _Phrase[Of], where: dict[int, Standing]) -> tuple[int, int] | None:
    """The words of the first match, and of those that begin with it the shortest; None where there is none."""
    ends: dict[int, int] = {}  # behind where it may have come so far, and where that began at the latest
    for start, behind in where[phrase.choices[0]].items():
        ends.update((end, max(start, ends.get(end, start))) for end in behind)
    for choice, gap in zip(phrase.choices[1:], phrase.gaps[1:], strict=True):
        standing = where[choice]
        further: dict[int, int] = {}
        for end, start in ends.items():
            for at in range(end, end + gap + 1):
                for behind_it in standing.get(at, ()):
                    further[behind_it] = max(start, further.get(behind_it, start))
        ends = further
        if not ends:
            return None
    return min(((start, end) for end, start in ends.items()), default=None)
