"""What a note says of a finding beside its presence: on which side, and how strong on a scale of ten."""

from __future__ import annotations

import re
from enum import StrEnum

from deqi.consult.notes.text import Span


class Side(StrEnum):
    """On which side of the body."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


LEFT = r"\bleft\b|\(l\)|左侧?"
RIGHT = r"\bright\b|\(r\)|右侧?"
BOTH = r"\bbilateral(?:ly)?\b|\bboth\b|左右|双侧?|两侧|两(?=[腿膝肩臀髋肋胁足腰])"
SIDE = re.compile(rf"(?P<both>{BOTH})|(?P<left>{LEFT})|(?P<right>{RIGHT})")
BEFORE, AFTER = 22, 16  # characters in which a side belongs to a finding
PHRASE_END = re.compile(r"[,，、;；。.]|\band\b|\bthen\b|及|伴|并")
SCALE = re.compile(
    r"(?:\b(?:vas|nrs|pain score|severity)\b|疼痛评分|疼痛指数|评分)[^\d\n]{0,8}?(?<![\d.])(?P<named>10|\d)(?!\d|\.\d)"
    r"|(?<![\d/.])(?P<of_ten>10|\d)\s*(?:/\s*10(?![\d/])|(?:out )?of (?:10|ten)\b|分(?![钟之]))"
)


def side_of(text: str, start: int, end: int, at: int, to: int) -> tuple[Side, Span] | None:
    """The side that the finding at [at, to) is said to be on, and where that stands; inside the same phrase."""
    inside = SIDE.search(text, at, to)
    before = next(reversed(list(SIDE.finditer(text, max(start, at - BEFORE), at))), None)
    if before and PHRASE_END.search(text, before.end(), at):
        before = None
    after = SIDE.search(text, to, min(end, to + AFTER))
    if after and PHRASE_END.search(text, to, after.start()):
        after = None
    found = inside or before or after
    return (Side(str(found.lastgroup)), found.span()) if found else None


def strength_of(text: str, start: int, end: int) -> int | None:
    """The figure from 0 to 10 that a clause gives; None where it gives none or several that differ."""
    figures = {int(m["named"] or m["of_ten"]) for m in SCALE.finditer(text, start, end)}
    return figures.pop() if len(figures) == 1 else None
