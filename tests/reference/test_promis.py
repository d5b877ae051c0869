"""PROMIS banks with openly licensed numbers and real answers, where the data to check against is at hand.

The calibration sample of PROMIS depression has mean T 49.3 and standard deviation 9.6 (Cella and others, Journal
of Clinical Epidemiology 2010;63:1179, table 3, n = 782); 747 of its persons are here, so the standard deviation
may lie between 9.6 and 9.7.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import msgspec
import numpy as np
import pytest

from deqi.cli.tables import table_of
from deqi.outcome import responses as irt
from deqi.outcome.responses import Bank, calibrate, eap, map_, short_form, sum_scores

Answered = tuple[Bank, np.ndarray]


@pytest.fixture(scope="module")
def folder(validation_data: Path) -> Path:
    return validation_data / "promis_grm_open"


@pytest.fixture(scope="module")
def depression(folder: Path) -> Answered:
    bank = irt.bank_of(table_of(folder / "anchor_dep.csv"))
    return bank, irt.responses_of(table_of(folder / "response_dep.csv"), bank).responses


@pytest.fixture(scope="module")
def fatigue(folder: Path) -> Answered:
    bank = irt.bank_of(table_of(folder / "itempool_fatigue_data.csv"), first=0)
    table = table_of(folder / "resp_fatigue_data.csv")  # whose columns V1, V2 … stand in the order of the bank
    named = msgspec.structs.replace(table, columns=bank.ids)
    return bank, irt.responses_of(named, bank).responses


def test_depression_scores_are_those_of_the_calibration_sample(depression: Answered) -> None:
    bank, answers = depression
    scores = eap(bank, answers)
    assert answers.shape == (747, 28)
    assert scores.t.mean() == pytest.approx(49.3, abs=0.05)
    assert 9.6 <= scores.t.std(ddof=1) <= 9.7
    assert irt.empirical_reliability(scores) == pytest.approx(0.948, abs=0.002)


def test_the_top_of_the_posterior_agrees_where_answers_tell(depression: Answered) -> None:
    bank, answers = depression
    mean, top = eap(bank, answers), map_(bank, answers)
    told = np.nanmin(answers, 1) != np.nanmax(answers, 1)
    assert np.abs(mean.theta - top.theta)[told].max() < 0.2
    assert np.corrcoef(mean.theta, top.theta)[0, 1] > 0.998


def test_eight_items_tell_nearly_as_much_as_28(depression: Answered) -> None:
    bank, answers = depression
    form = short_form(bank, 8, (0.5, 1.0))
    places = [bank.ids.index(id_) for id_ in form.ids]
    brief = eap(form, answers[:, places])
    assert np.corrcoef(brief.theta, eap(bank, answers).theta)[0, 1] > 0.95
    rows = sum_scores(form)
    assert all(after.theta > before.theta for before, after in itertools.pairwise(rows))
    table = {row.sum: row for row in rows}
    whole = ~np.isnan(answers[:, places]).any(1)
    converted = np.array([table[int(total)].theta for total in answers[whole][:, places].sum(1)])
    assert np.corrcoef(converted, brief.theta[whole])[0, 1] > 0.99
    assert (min(table), max(table)) == (8, 40)


def test_calibration_finds_the_published_bank_again(depression: Answered) -> None:
    """On another scale: the anchors' unit is the whole PROMIS sample, ours these persons, so ranks and links count."""
    bank, answers = depression
    found = calibrate(answers, bank.ids)
    assert found.converged
    slopes = [[item.slope for item in each.items] for each in (bank, found.bank)]
    thresholds = [np.concatenate([item.thresholds for item in each.items]) for each in (bank, found.bank)]
    assert np.corrcoef(slopes[0], slopes[1])[0, 1] > 0.9
    assert np.corrcoef(thresholds[0], thresholds[1])[0, 1] > 0.98
    assert np.corrcoef(eap(bank, answers).theta, eap(found.bank, answers).theta)[0, 1] > 0.998


def test_fatigue_scores_have_the_spread_of_the_population(fatigue: Answered) -> None:
    """100 persons drawn from the calibration's population: mean and spread within two standard errors."""
    bank, answers = fatigue
    scores = eap(bank, answers)
    assert answers.shape == (100, 95)
    assert scores.t.mean() == pytest.approx(50, abs=2)
    assert scores.t.std(ddof=1) == pytest.approx(10, abs=1.5)
    assert np.median(scores.t_se) < 0.7
    fine = eap(bank, answers, nodes=4001, span=8.0)
    assert scores.theta == pytest.approx(fine.theta, abs=1e-4)
    assert scores.se == pytest.approx(fine.se, abs=1e-4)
