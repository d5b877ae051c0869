"""One person's scores in alternating periods: what differs between two conditions, and how sure that is."""

from deqi.outcome.n_of_1.analyse import Plan, analyse
from deqi.outcome.n_of_1.autocorrelation import Posterior, Regression
from deqi.outcome.n_of_1.measure import measure_of, plain_measure
from deqi.outcome.n_of_1.overlap import nap
from deqi.outcome.n_of_1.randomisation import randomisation_test
from deqi.outcome.n_of_1.reader import SCHEMES, Asked, series_of
from deqi.outcome.n_of_1.values import Measure, NOf1Report, Series, Verdict

__all__ = [
    "SCHEMES",
    "Asked",
    "Measure",
    "NOf1Report",
    "Plan",
    "Posterior",
    "Regression",
    "Series",
    "Verdict",
    "analyse",
    "measure_of",
    "nap",
    "plain_measure",
    "randomisation_test",
    "series_of",
]
