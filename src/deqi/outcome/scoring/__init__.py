"""Scores of questionnaires and diaries, and what they mean."""

from deqi.outcome.scoring.change import change, has_room, important_change, to_best
from deqi.outcome.scoring.diary import Day, periods, score_diary
from deqi.outcome.scoring.reading import no_such_instrument
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
    "has_room",
    "important_change",
    "no_such_instrument",
    "periods",
    "score",
    "score_diary",
    "to_best",
]
