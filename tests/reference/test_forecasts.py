"""Forecasts of real people who were left out, against the figures that other models reached on the same data.

Origin: the headache trial of Vickers 2004 (data of Vickers 2006), a linear model of the square root with the
baseline and the three-month score, ten-fold cross-validation repeated ten times: CRPS 5.21, error 10.07, 92 % within
the 90 % interval; carrying the last score forward 6.09 and 11.72. The neck trial of Chow 2006 and the migraine diaries
of Kostecki-Dillon 1999 try what comes weekly.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from deqi.knowledge import load
from deqi.knowledge.entities import Link
from deqi.outcome.course import Forecasts, Person, Scale, Visit, cross_validate, scale_of
from deqi.outcome.course.population import data_hash
from setup.populations import PEOPLE, headache

DIARY = "more_pain_ipd/KosteckiDillon_migraine_diary.csv"
WEEK_OF_DAYS = Scale(link=Link.LOGIT, lowest=0, highest=7, step=1, better="lower")


def diaries(data: Path) -> list[Person]:
    """Days with headache a week, from the first day noted; weeks with fewer than four days are missing."""
    days: dict[str, dict[int, bool]] = {}
    with (data / DIARY).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            days.setdefault(row["id"], {})[int(row["time"])] = row["headache"] == "yes"
    people = []
    for id_, noted in days.items():
        weeks: dict[int, list[bool]] = {}
        for day, ached in noted.items():
            weeks.setdefault((day - min(noted)) // 7, []).append(ached)
        scores = {week: 7 * sum(own) / len(own) for week, own in sorted(weeks.items()) if len(own) >= 4}
        if 0 in scores:
            visits = tuple(Visit(week=week, value=value) for week, value in scores.items() if week > 0)
            people.append(Person(id=id_, baseline=scores[0], visits=visits))
    return people


def left_out(scale: Scale, people: list[Person], known: float, week: float, share: float = 0.65) -> Forecasts:
    rng = np.random.default_rng(11)
    return cross_validate(
        scale, people, rng, known=known, week=week, target=lambda baseline: share * baseline, keep=300
    )


def test_a_year_of_headache_from_three_months(validation_data: Path) -> None:
    scale = scale_of(load().instruments["headache-diary"].score("score"))
    forecasts = left_out(scale, headache(validation_data), 13, 52)
    tested = forecasts.tested()
    assert tested.people == 301
    assert tested.crps <= 5.24 < tested.crps_carried
    assert tested.rmse <= 10.2 < tested.rmse_carried
    assert 0.88 <= tested.covered <= 0.94
    assert min(tested.covered_thirds) >= 0.86
    assert forecasts.auc() >= 0.71
    assert forecasts.brier() <= 0.214


@pytest.mark.parametrize("known", [1, 2])
def test_early_weeks_of_a_diary_beat_carrying_forward(validation_data: Path, known: int) -> None:
    tested = left_out(WEEK_OF_DAYS, diaries(validation_data), known, 3).tested()
    assert tested.crps < tested.crps_carried
    assert tested.rmse < 0.95 * tested.rmse_carried


def test_the_stored_population_is_of_these_people(validation_data: Path) -> None:
    held = load().populations
    assert {id_: held[id_].data_hash for id_ in PEOPLE} == {
        id_: data_hash(people(validation_data)) for id_, people in PEOPLE.items()
    }
