"""A note cut into pieces for showing: what was recognised in its place, and the rest that was not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deqi.consult.notes.reading import Mention, Reading
from deqi.core.values import Value

WORDS = re.compile(r"[^\W\d_]")  # a piece of digits and stops alone asks nobody's attention


class Piece(Value, frozen=True, kw_only=True):
    """A stretch of the note. Without mentions: `unread` where it holds words that nothing was made of."""

    text: str
    mentions: tuple[Mention, ...]
    unread: bool


def pieces(reading: Reading) -> tuple[Piece, ...]:
    """The whole note in order, nothing left out: the pieces joined are its text."""
    return tuple(_pieces(reading))


def _pieces(reading: Reading) -> Iterator[Piece]:
    text = reading.text
    at = 0
    for start, end, mentions in _groups(reading.mentions):
        yield from _rest(reading, at, start)
        yield Piece(text=text[start:end], mentions=mentions, unread=False)
        at = end
    yield from _rest(reading, at, len(text))


def _rest(reading: Reading, start: int, end: int) -> Iterator[Piece]:
    """What stands between the mentions, cut where age, sex, or a word of denial and its like was read."""
    understood = [*reading.of_person, *(mention.cue for mention in reading.mentions if mention.cue)]
    for from_, to in sorted(set(understood)):
        if start <= from_ and to <= end:
            yield from _unread(reading.text[start:from_])
            yield Piece(text=reading.text[from_:to], mentions=(), unread=False)
            start = to
    yield from _unread(reading.text[start:end])


def _unread(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(text=text, mentions=(), unread=bool(WORDS.search(text)))


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
