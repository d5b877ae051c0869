"""Pooling the results of several studies into one.

Effects go in (from a table: `deqi.evidence.tables`), `pool` gives the mean effect under one model, `analyse`
everything that a report shows. `pool_many` pools thousands of data sets at once.
"""

from deqi.evidence.meta.analyse import analyse
from deqi.evidence.meta.asymmetry import egger, trim_and_fill
from deqi.evidence.meta.pool import METHODS, TESTS, pool, pool_many
from deqi.evidence.meta.regression import regress, subgroups
from deqi.evidence.meta.report import MetaReport
from deqi.evidence.meta.selection import selection
from deqi.evidence.meta.sensitivity import cumulative, leave_one_out
from deqi.evidence.meta.values import Effects, Pooled

__all__ = [
    "METHODS",
    "TESTS",
    "Effects",
    "MetaReport",
    "Pooled",
    "analyse",
    "cumulative",
    "egger",
    "leave_one_out",
    "pool",
    "pool_many",
    "regress",
    "selection",
    "subgroups",
    "trim_and_fill",
]
