"""Does it work, compared with what, at what harm, and what do clinics claim.

`meta/` and `network/` pool studies, from `tables/` as people have them; `aid/` turns comparisons into people of
100 and a decision aid; `claims/` holds a page against the register; here stand what a consultation says.
"""

from deqi.evidence.aid.absolute import Absolute, NotConverted, absolute
from deqi.evidence.aid.compare import compare, weigh
from deqi.evidence.aid.values import Aid
from deqi.evidence.alternatives import aftercare, alternatives, answers
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
