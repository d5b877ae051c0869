"""How a score goes over time: learnt from people who were followed, forecast for one who is."""

from deqi.outcome.course.belief import Belief, Learnt, Prediction, begin, follow
from deqi.outcome.course.calibration import Forecasts, cross_validate
from deqi.outcome.course.fit import FEWEST, NotLearnt, Posterior, fit
from deqi.outcome.course.forecast import forecast, meaningful_bound, target
from deqi.outcome.course.learning import learn
from deqi.outcome.course.population import Described, population_of, prior_from
from deqi.outcome.course.reading import Course, courses_of
from deqi.outcome.course.values import Person, Scale, Visit, scale_of

__all__ = [
    "FEWEST",
    "Belief",
    "Course",
    "Described",
    "Forecasts",
    "Learnt",
    "NotLearnt",
    "Person",
    "Posterior",
    "Prediction",
    "Scale",
    "Visit",
    "begin",
    "courses_of",
    "cross_validate",
    "fit",
    "follow",
    "forecast",
    "learn",
    "meaningful_bound",
    "population_of",
    "prior_from",
    "scale_of",
    "target",
]
