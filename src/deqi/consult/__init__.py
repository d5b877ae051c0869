"""What is wrong: red flags, type of pain, causes, elements and patterns, the next question; reading notes."""

from deqi.consult.assess import assess
from deqi.consult.complaints import complaints_of
from deqi.consult.condition_card import condition_card
from deqi.consult.notes import Mention, Piece, Reading, pieces, read_note
from deqi.consult.pattern_card import element_card, pattern_card
from deqi.consult.questions import regional_safety

__all__ = [
    "Mention",
    "Piece",
    "Reading",
    "assess",
    "complaints_of",
    "condition_card",
    "element_card",
    "pattern_card",
    "pieces",
    "read_note",
    "regional_safety",
]
