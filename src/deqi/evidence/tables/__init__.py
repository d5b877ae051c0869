"""Tables of studies as people have them: which columns mean what, and the values that the engines take."""

from deqi.evidence.tables.arms_apart import contrasts_of
from deqi.evidence.tables.columns import Taken
from deqi.evidence.tables.covariates import covariate_of, moderator_of
from deqi.evidence.tables.two_arms import effects_of

__all__ = ["Taken", "contrasts_of", "covariate_of", "effects_of", "moderator_of"]
