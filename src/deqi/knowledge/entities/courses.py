"""How people's scores went: what was learnt from the people of a trial or a clinic, as draws of a model."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.values import Value
from deqi.knowledge.entities.instruments import Link

Share = Annotated[float, Meta(ge=0, le=1)]


class Tested(Value, frozen=True, kw_only=True):
    """How forecasts of people whom the model had not seen did, beside carrying the last score forward.

    `known` is the last week whose score was used, `week` the one forecast. Errors in points of the score; CRPS is
    the mean distance between forecast distribution and outcome. `covered` are shares within the 90 % interval:
    of all, and in the thirds of the baseline.
    """

    known: float
    week: float
    people: int
    crps: float
    crps_carried: float
    rmse: float
    rmse_carried: float
    covered: Share
    covered_thirds: tuple[Share, Share, Share]
    width: float  # mean, of the 90 % intervals


class RuleTested(Value, frozen=True, kw_only=True):
    """What the rule would have advised people whom the model had not seen, and how they fared."""

    known: float  # the last week whose score was used
    week: float  # when the outcome was taken
    below: Share  # the probability of a meaningful improvement below which it advises to stop
    stopped: int
    stopped_improved: int  # false stops
    continued: int
    continued_not_improved: int  # false continues


class Population(Value, frozen=True, kw_only=True):
    """The posterior of the course model for one score, as draws, and the numbers that it works in.

    Scores are brought on the scale of `link`, turned so that higher is worse, and counted in units of `spread`
    from `centre`; `draws` holds a row of `parameters` a draw. `arm` names the course that a patient is taken to
    follow. `data_hash` is that of the people it was learnt from, who are not in it.
    """

    id: Id
    labels: Label
    about: Label  # who they were, what they had, and what that means for others
    instrument: Id
    score: Id
    link: Link
    lowest: float
    highest: float | None
    step: float
    better: str
    centre: float
    spread: Annotated[float, Meta(gt=0)]
    baselines: tuple[float, float]  # lowest and highest seen
    weeks: tuple[float, float]  # first and last visit after the baseline
    arms: tuple[str, ...]
    arm: str
    people: Annotated[int, Meta(ge=1)]
    visits: Annotated[int, Meta(ge=1)]
    parameters: tuple[str, ...]
    draws: tuple[tuple[float, ...], ...]
    tested: tuple[Tested, ...] = ()
    rule_tested: tuple[RuleTested, ...] = ()
    data_hash: str
    seed: int
    version: str
    sources: tuple[Id, ...] = ()
