"""Does it work: what trials that were read say about expectation, harms and other treatments."""

from deqi.evidence.absolute import Absolute, NotConverted, absolute
from deqi.evidence.aid import Aid
from deqi.evidence.alternatives import aftercare, alternatives, answers
from deqi.evidence.comparison import compare, weigh
from deqi.evidence.expectation import expect, studies

__all__ = [
    "Absolute",
    "Aid",
    "NotConverted",
    "absolute",
    "aftercare",
    "alternatives",
    "answers",
    "compare",
    "expect",
    "studies",
    "weigh",
]
