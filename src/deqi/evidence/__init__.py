"""Does it work: what trials that were read say about expectation, harms and other treatments."""

from deqi.evidence.alternatives import aftercare, alternatives, answers
from deqi.evidence.expectation import expect, studies

__all__ = ["aftercare", "alternatives", "answers", "expect", "studies"]
