"""Tables of studies as people have them: which columns mean what, and the values that the engines take."""

from deqi.evidence.tables.arms_apart import contrasts_of
from deqi.evidence.tables.columns import Table, Taken
from deqi.evidence.tables.two_arms import effects_of, moderator_of

__all__ = ["Table", "Taken", "contrasts_of", "effects_of", "moderator_of"]
