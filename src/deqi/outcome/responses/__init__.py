"""Item response theory: banks of graded items, scores with their error, short forms, calibration.

Scores stand on the scale of the sample that the bank was calibrated in; T is 50 + 10 θ. A bank is calibrated
here with θ of mean 0 and standard deviation 1 in the persons given.
"""

from deqi.outcome.responses.bank import Bank, Item, categories, graded
from deqi.outcome.responses.calibration import Calibration, calibrate
from deqi.outcome.responses.model import expected_score, information, item_information, probabilities
from deqi.outcome.responses.person_fit import PersonFit, person_fit
from deqi.outcome.responses.scores import Scores, eap, log_likelihood, map_, posterior
from deqi.outcome.responses.short_forms import (
    SumScore,
    empirical_reliability,
    marginal_reliability,
    short_form,
    sum_scores,
)
from deqi.outcome.responses.tables import Answers, answers_of, bank_of, responses_of, rows_of

__all__ = [
    "Answers",
    "Bank",
    "Calibration",
    "Item",
    "PersonFit",
    "Scores",
    "SumScore",
    "answers_of",
    "bank_of",
    "calibrate",
    "categories",
    "eap",
    "empirical_reliability",
    "expected_score",
    "graded",
    "information",
    "item_information",
    "log_likelihood",
    "map_",
    "marginal_reliability",
    "person_fit",
    "posterior",
    "probabilities",
    "responses_of",
    "rows_of",
    "short_form",
    "sum_scores",
]
