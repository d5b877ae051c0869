"""What is wrong: red flags, type of pain, causes, elements and patterns, the next question; reading notes."""

from deqi.consult.assess import assess, complaint_of
from deqi.consult.notes import Mention, Reading, read_note
from deqi.consult.questions import regional_safety

__all__ = ["Mention", "Reading", "assess", "complaint_of", "read_note", "regional_safety"]
