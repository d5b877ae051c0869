"""Did it work, how will it go on, and when to stop or refer.

`scoring/` turns answers into scores; `responses/` is item response theory; `course/` follows a score over time and
forecasts it; `review/` is the rule that says continue, taper, stop or refer; `results/` reads a clinic's outcomes;
`trial/` analyses a randomised trial.
"""

from deqi.outcome.review import advise, alerts_of, forecast_of, population_for
from deqi.outcome.scoring import no_such_instrument

__all__ = ["advise", "alerts_of", "forecast_of", "no_such_instrument", "population_for"]
