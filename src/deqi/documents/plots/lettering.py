"""How much room words take in a picture, and how they are cut to the room there is."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

NARROW_LETTERS = frozenset("iljtfrI.,:;'|!()[] ·")
WIDE_LETTERS = frozenset("mwMW@%—…")
ELLIPSIS = "…"
HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"  # letters between which a line may break
PIECES = re.compile(rf"\s*(?:[{HAN}]|[^\s{HAN}]+)")


def width_of(text: str, size: float) -> float:
    """About how wide a text is at a font size, in the same unit; a little too much rather than too little."""
    return size * sum(_em(letter) for letter in text)


def fitted(text: str, room: float, size: float) -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept, size) + size > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrapped(text: str, room: float, size: float, most: int = 2) -> tuple[str, ...]:
    """The text in at most `most` lines, broken at spaces and between Chinese letters; what does not fit is cut."""
    lines = [""]
    for piece in PIECES.findall(text):
        longer = lines[-1] + piece
        if len(lines) == most or not lines[-1] or width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(piece.lstrip())
    return tuple(fitted(line.strip(), room, size) for line in lines)


def _em(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in NARROW_LETTERS:
        return 0.34
    if letter in WIDE_LETTERS:
        return 0.9
    return 0.68 if letter.isupper() else 0.56
