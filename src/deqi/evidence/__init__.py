"""Does it work: what trials that were read say about expectation, harms and other treatments."""

from deqi.evidence.alternatives import aftercare, alternatives
from deqi.evidence.expectation import expect

__all__ = ["aftercare", "alternatives", "expect"]
