"""Continue, taper, stop or refer: what a course of care advises at this session."""

from deqi.outcome.review.case import alerts_of, forecast_of, population_for
from deqi.outcome.review.rule import STOP_BELOW, advise

__all__ = ["STOP_BELOW", "advise", "alerts_of", "forecast_of", "population_for"]
