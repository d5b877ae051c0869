"""When a score counts as that of a week: windows that meet halfway between the weeks."""

from __future__ import annotations

import bisect
from itertools import pairwise

from deqi.core.values import Value
from deqi.outcome.course import Person, Visit

WEEKS = (4.0, 12.0, 26.0, 52.0)


class Window(Value, frozen=True, kw_only=True):
    """A week and what counts as it: from `low` on, before `high`."""

    week: float
    low: float
    high: float

    def score(self, person: Person) -> Visit | None:
        """The person's score nearest to the week, the earlier of two that are as near; None without one."""
        within = [visit for visit in person.visits if self.low <= visit.week < self.high]
        return min(within, key=lambda visit: (abs(visit.week - self.week), visit.week), default=None)


def windows_with(week: float) -> tuple[Window, ...]:
    """The usual weeks and this one; each window reaches halfway to the next, the last as far on as back."""
    weeks = list(WEEKS)
    if week not in weeks:
        bisect.insort(weeks, week)
    bounds = [(one + other) / 2 for one, other in zip([0.0, *weeks], weeks, strict=False)]
    bounds.append(2 * weeks[-1] - bounds[-1])
    return tuple(Window(week=at, low=low, high=high) for at, (low, high) in zip(weeks, pairwise(bounds), strict=True))
