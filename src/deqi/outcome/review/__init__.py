"""Continue, taper, stop or refer: what a course of care advises at this session."""

from deqi.outcome.review.case import alerts_of, forecast_of, population_for
from deqi.outcome.review.rule import FIRST_STOP, LIMIT, STOP_BELOW, advise, at_once
from deqi.outcome.review.words import of_hundred, tells_chances

__all__ = [
    "FIRST_STOP",
    "LIMIT",
    "STOP_BELOW",
    "advise",
    "alerts_of",
    "at_once",
    "forecast_of",
    "of_hundred",
    "population_for",
    "tells_chances",
]
