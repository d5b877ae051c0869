"""A randomised trial from its file: who was seen, what the arms differ by, and how far that depends on the method."""

from deqi.outcome.trial.analyse import TRANSFORMS, analyse
from deqi.outcome.trial.long import Long, empties_at, wide_of
from deqi.outcome.trial.reader import Question, id_column, trial_of
from deqi.outcome.trial.report import Plan, TrialReport
from deqi.outcome.trial.values import Trial

__all__ = [
    "TRANSFORMS",
    "Long",
    "Plan",
    "Question",
    "Trial",
    "TrialReport",
    "analyse",
    "empties_at",
    "id_column",
    "trial_of",
    "wide_of",
]
