"""An invented clinic: people whose scores are drawn from the forecasts of the published neck pain, with gaps.

`python -m tests.made_clinic` writes examples/clinic.csv.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np

from deqi.knowledge import load
from deqi.outcome.course import Learnt, Person, Visit, follow
from deqi.outcome.results.ahead import thinned

EXAMPLE = Path(__file__).parents[1] / "examples" / "clinic.csv"
FIRST_DAY, LAST_DAY = datetime.date(2025, 1, 6), datetime.date(2026, 6, 30)
WEEKS = (4, 12, 26)
CONDITIONS = ("low-back-pain", "neck-pain", "knee-osteoarthritis", "")
SHARES = (0.45, 0.32, 0.15, 0.08)
LEVELS = np.arange(1, 200) / 200


def next_score(learnt: Learnt, person: Person, week: float, rng: np.random.Generator) -> float:
    """A whole score drawn from the forecast of that week."""
    row = follow(learnt, person).predict(np.array([week])).quantiles(LEVELS)[0]
    return float(round(np.interp(rng.uniform(), LEVELS, row)))


def course(learnt: Learnt, baseline: float, weeks: tuple[float, ...], rng: np.random.Generator) -> tuple[Visit, ...]:
    """Scores at these weeks, each drawn from what is known before it."""
    person = Person(id="x", baseline=baseline, visits=())
    for week in weeks:
        visit = Visit(week=week, value=next_score(learnt, person, week, rng))
        person = Person(id="x", baseline=baseline, visits=(*person.visits, visit))
    return person.visits


def rows(people: int, seed: int) -> list[str]:
    """The lines of the file."""
    rng, learnt = np.random.default_rng(seed), thinned(load().populations["neck-laser-trial-nrs"])
    lines = ["patient,date,instrument,score,value,condition,sessions"]
    span = (LAST_DAY - FIRST_DAY).days - 8 * 7
    starts = np.sort(rng.integers(0, span, people))
    for number, start in enumerate(starts, start=1):
        began = FIRST_DAY + datetime.timedelta(days=int(start))
        baseline = float(rng.integers(4, 10))
        weeks = tuple(week + float(rng.integers(-5, 6)) / 7 for week in WEEKS)
        condition = str(rng.choice(CONDITIONS, p=SHARES))
        visits = course(learnt, baseline, weeks, rng)
        sessions = int(rng.integers(1, 7) if rng.uniform() < 0.45 else rng.integers(6, 15))
        lines.append(f"p{number:03d},{began},nrs-pain,average,{baseline:g},{condition},{sessions}")
        for visit in visits:
            day = began + datetime.timedelta(days=round(visit.week * 7))
            gone = 0.12 + 0.012 * visit.week + (0.12 if visit.value > 0.7 * baseline else 0.0)
            if day > LAST_DAY or rng.uniform() < gone:
                continue
            lines.append(f"p{number:03d},{day},nrs-pain,average,{visit.value:g},{condition},{sessions}")
    return lines


if __name__ == "__main__":
    EXAMPLE.write_text("\n".join(rows(80, seed=8)) + "\n", encoding="utf-8")
