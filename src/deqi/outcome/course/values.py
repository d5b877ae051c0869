"""What the course of a score is made of: the scale it is measured on, and a person's visits."""

from __future__ import annotations

import math
from typing import Annotated

from msgspec import Meta

from deqi.core.values import Value
from deqi.knowledge.entities import Link, Score


class Scale(Value, frozen=True, kw_only=True):
    """What the engine must know of a score.

    `error`: standard error of measurement in points, None where none is known; `step`: the distance between
    neighbouring scores.
    """

    link: Link
    lowest: float
    highest: float | None
    step: Annotated[float, Meta(gt=0)]
    better: str  # lower | higher
    error: float | None = None

    def __post_init__(self) -> None:
        if self.better not in {"lower", "higher"}:
            raise ValueError("a score that is followed is better when 'lower' or 'higher'")
        if self.link is Link.LOGIT and self.highest is None:
            raise ValueError("a logit needs a scale with two ends")


def scale_of(score: Score) -> Scale:
    """The scale of an instrument's score; raises ValueError for a score that is not followed over time."""
    if score.link is None:
        raise ValueError(f"'{score.id}' is not a score that is followed over time")
    return Scale(
        link=score.link,
        lowest=score.lowest,
        highest=score.highest,
        step=10.0**-score.decimals,
        better=score.better,
        error=score.errors[0].points if score.errors else None,
    )


class Visit(Value, frozen=True, kw_only=True):
    """A score, so many weeks after the baseline."""

    week: Annotated[float, Meta(gt=0)]
    value: float


class Person(Value, frozen=True, kw_only=True):
    """A person's baseline and the visits after it in order of time; what is missing is not there."""

    id: str
    baseline: float
    visits: tuple[Visit, ...]
    arm: str = ""
    practitioner: str = ""

    def __post_init__(self) -> None:
        weeks = [visit.week for visit in self.visits]
        if weeks != sorted(set(weeks)):
            raise ValueError(f"the visits of '{self.id}' are not in order of time")
        if not all(math.isfinite(value) for value in (self.baseline, *(v.value for v in self.visits))):
            raise ValueError(f"a score of '{self.id}' is no number")

    def until(self, week: float) -> Person:
        """The person as known at the end of a week."""
        known = tuple(visit for visit in self.visits if visit.week <= week)
        return Person(id=self.id, baseline=self.baseline, visits=known, arm=self.arm, practitioner=self.practitioner)
