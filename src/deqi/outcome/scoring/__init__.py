"""Scores of questionnaires and diaries, and what they mean."""

from deqi.outcome.scoring.change import change, important_change
from deqi.outcome.scoring.diary import Day, periods, score_diary
from deqi.outcome.scoring.score import score
from deqi.outcome.scoring.values import (
    AlertResult,
    AlertState,
    Change,
    Direction,
    ErrorOfScore,
    ImportantChange,
    Scored,
    ScoreResult,
)

__all__ = [
    "AlertResult",
    "AlertState",
    "Change",
    "Day",
    "Direction",
    "ErrorOfScore",
    "ImportantChange",
    "ScoreResult",
    "Scored",
    "change",
    "important_change",
    "periods",
    "score",
    "score_diary",
]
