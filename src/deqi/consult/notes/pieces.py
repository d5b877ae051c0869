"""A note cut into pieces for showing: what was recognised in its place, and the rest that was not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deqi.consult.notes.reading import Mention, Reading
from deqi.core.values import Value

WORDS = re.compile(r"[^\W\d_]")  # a piece of digits and stops alone asks nobody's attention


class Piece(Value, frozen=True, kw_only=True):
    """A stretch of the note; without mentions it was not recognised, and `says_something` if it holds words."""

    text: str
    mentions: tuple[Mention, ...]
    says_something: bool


def pieces(reading: Reading) -> tuple[Piece, ...]:
    """The whole note in order, nothing left out: the pieces joined are its text."""
    return tuple(_pieces(reading))


def _pieces(reading: Reading) -> Iterator[Piece]:
    text = reading.text
    at = 0
    for start, end, mentions in _groups(reading.mentions):
        if start > at:
            yield _rest(text[at:start])
        yield Piece(text=text[start:end], mentions=mentions, says_something=True)
        at = end
    if at < len(text):
        yield _rest(text[at:])


def _rest(text: str) -> Piece:
    return Piece(text=text, mentions=(), says_something=bool(WORDS.search(text)))


def _groups(mentions: tuple[Mention, ...]) -> Iterator[tuple[int, int, tuple[Mention, ...]]]:
    """Mentions that overlap, as one stretch."""
    group: list[Mention] = []
    for mention in mentions:
        if group and mention.start >= max(m.end for m in group):
            yield group[0].start, max(m.end for m in group), tuple(group)
            group = []
        group.append(mention)
    if group:
        yield group[0].start, max(m.end for m in group), tuple(group)
