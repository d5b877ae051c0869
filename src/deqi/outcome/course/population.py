"""A posterior as it is stored and handed over: what the clinic's forecasts start from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from deqi.core.labels import Label
from deqi.knowledge.entities import Population
from deqi.outcome.course.fit import Posterior
from deqi.outcome.course.model import Prior
from deqi.outcome.course.values import Person, Scale

DIGITS = 5  # of a stored draw: far finer than the posterior is wide


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of a population beside its numbers."""

    id: str
    labels: Label
    about: Label
    instrument: str
    score: str
    arm: str = ""
    sources: tuple[str, ...] = ()


def population_of(
    posterior: Posterior, scale: Scale, people: Sequence[Person], described: Described, *, seed: int, version: str
) -> Population:
    """The posterior with all that its user must know; the people are not in it."""
    returned = [person for person in people if person.visits]
    weeks = [visit.week for person in returned for visit in person.visits]
    baselines = [person.baseline for person in returned]
    return Population(
        id=described.id,
        labels=described.labels,
        about=described.about,
        instrument=described.instrument,
        score=described.score,
        link=scale.link,
        lowest=scale.lowest,
        highest=scale.highest,
        step=scale.step,
        better=scale.better,
        centre=posterior.centre,
        spread=posterior.spread,
        baselines=(min(baselines), max(baselines)),
        weeks=(min(weeks), max(weeks)),
        arms=posterior.arms,
        arm=described.arm or posterior.arms[0],
        people=len(returned),
        visits=len(weeks),
        parameters=posterior.names,
        draws=tuple(tuple(float(f"{value:.{DIGITS}g}") for value in draw) for draw in posterior.draws),
        data_hash=data_hash(people),
        seed=seed,
        version=version,
        sources=described.sources,
    )


def data_hash(people: Sequence[Person]) -> str:
    """A hash of what was learnt from; the same whatever the people are called and in whatever order they stand."""
    rows = sorted(
        msgspec.json.encode((float(p.baseline), p.arm, [(float(v.week), float(v.value)) for v in p.visits]))
        for p in people
    )
    return hashlib.sha256(b"\n".join(rows)).hexdigest()[:16]


def prior_from(population: Population, arms: Mapping[str, str], *, discount: float = 4.0, practitioners: bool) -> Prior:
    """What an earlier population holds, as the prior of the next; `arms` maps new arms to those that they resemble.

    `discount`: by how much the variance grows for being another place (4: the earlier people count as a quarter).
    """
    draws = np.array(population.draws)
    shared = [n for n in population.parameters if not n.startswith("response ")]
    shared = [n for n in shared if practitioners or n != "log practitioner"]
    sources = {f"response {new}": f"response {old}" for new, old in arms.items()} | {n: n for n in shared}
    columns = [population.parameters.index(old) for old in sources.values()]
    chosen = draws[:, columns]
    covariance = np.atleast_2d(np.cov(chosen, rowvar=False)) * discount
    return Prior(tuple(sources), chosen.mean(axis=0), covariance + 1e-9 * np.eye(len(columns)))
