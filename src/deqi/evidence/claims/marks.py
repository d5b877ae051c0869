"""Known references found on a page by their marks: a DOI, a title, or authors with a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deqi.core.codes import Id
from deqi.evidence.claims.sentences import Sentence
from deqi.knowledge import Knowledge
from deqi.knowledge.phrases import Matcher, Word, words_of

NEAR = 40  # words within which the words of a mark stand, where it is none that must stand as it is


class Marks:
    """The marks of all references, ready to be looked for.

    A mark of several words without a number is a title: it must stand as it is. In any other the words
    may be apart and in any order ("Vickers 2018" for "Vickers AJ, Vertosick EA. … J Pain 2018;19:455").
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._titles: Matcher[Id] = Matcher("en")
        self._near: list[tuple[frozenset[str], Id]] = []
        for reference in knowledge.references.values():
            for mark in reference.marks:
                forms = [word.form for word in words_of(mark)]
                if len(forms) > 2 and not any(form.isdecimal() for form in forms):
                    self._titles.add(" ".join(forms), reference.id)
                else:
                    self._near.append((frozenset(forms), reference.id))

    def find(self, blocks: Sequence[Sequence[Sentence]]) -> Iterator[tuple[Id, Sentence, Word, Word]]:
        """References with the sentence in which they begin, and the first and last word by which they are told."""
        for block in blocks:
            words = [(word, sentence) for sentence in block for word in sentence.words]
            told: dict[Id, tuple[int, int]] = {}
            for id_, first, last in self._spans([word.form for word, _ in words]):
                before = told.get(id_, (first, last))
                told[id_] = min(before[0], first), max(before[1], last)
            for id_, (first, last) in told.items():
                yield id_, words[first][1], words[first][0], words[last][0]

    def _spans(self, forms: list[str]) -> Iterator[tuple[Id, int, int]]:
        yield from ((id_, first, last - 1) for id_, first, last in self._titles.find(forms))
        present = set(forms)
        for needed, id_ in self._near:
            if needed <= present:
                yield from ((id_, *span) for span in _together(forms, needed))


def _together(forms: list[str], needed: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The first stretch in which all needed words stand near each other."""
    last: dict[str, int] = {}
    for at, form in enumerate(forms):
        if form in needed:
            last[form] = at
            first = min(last.values())
            if len(last) == len(needed) and at - first < NEAR:
                yield first, at
                return
