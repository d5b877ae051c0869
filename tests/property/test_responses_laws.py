"""Laws of item response theory, whatever the bank and the answers."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from deqi.core.tables import Table
from deqi.outcome import responses as irt
from deqi.outcome.responses import Bank, eap, graded, map_

NAN = float("nan")
CLOSE = 1e-4  # of θ: what nodes that differ with the bank leave


@st.composite
def banks(draw: st.DrawFn, least: int = 1) -> Bank:
    """Two to eight items with two to six categories, as questionnaires have them."""
    items = []
    for j in range(draw(st.integers(least, 8))):
        gaps = draw(st.lists(st.floats(0.2, 2.0), min_size=0, max_size=4))
        thresholds = np.cumsum([draw(st.floats(-2.5, 1.0)), *gaps]).tolist()
        items.append(graded(f"i{j}", draw(st.floats(0.5, 4.0)), thresholds, draw(st.integers(0, 2))))
    return Bank(items=tuple(items))


@st.composite
def answered(draw: st.DrawFn, silent: bool = True, least: int = 1) -> tuple[Bank, np.ndarray]:
    """A bank and one to twelve persons' answers, some of them missing."""
    bank, rows = draw(banks(least)), draw(st.integers(1, 12))
    cells = [
        st.one_of(st.integers(item.codes[0], item.last).map(float), *([st.just(NAN)] if silent else []))
        for item in bank.items
    ]
    return bank, np.array([[draw(cell) for cell in cells] for _ in range(rows)])


@given(answered(least=2), st.randoms(use_true_random=False))
def test_the_order_of_items_never_matters(made: tuple[Bank, np.ndarray], random: object) -> None:
    bank, answers = made
    order = list(range(len(bank.items)))
    random.shuffle(order)  # type: ignore[attr-defined]
    turned = Bank(items=tuple(bank.items[j] for j in order))
    for score in (eap, map_):
        one, other = score(bank, answers), score(turned, answers[:, order])
        assert np.allclose(one.theta, other.theta, atol=1e-5)
        assert np.allclose(one.se, other.se, atol=1e-5)


@given(answered(), banks())
def test_an_unanswered_item_changes_nothing(made: tuple[Bank, np.ndarray], more: Bank) -> None:
    bank, answers = made
    added = graded("more", more.items[0].slope, more.items[0].thresholds)
    larger = Bank(items=(*bank.items, added))
    wider = np.concatenate([answers, np.full((len(answers), 1), NAN)], 1)
    for score in (eap, map_):
        one, other = score(bank, answers), score(larger, wider)
        assert np.allclose(one.theta, other.theta, atol=CLOSE)
        assert np.allclose(one.se, other.se, atol=2 * CLOSE)
        assert one.answered == other.answered


@given(answered(), st.data())
def test_a_higher_answer_raises_theta(made: tuple[Bank, np.ndarray], data: st.DataObject) -> None:
    bank, answers = made
    i, j = data.draw(st.integers(0, len(answers) - 1)), data.draw(st.integers(0, len(bank.items) - 1))
    assume(answers[i, j] < bank.items[j].last)
    higher = answers.copy()
    higher[i, j] += 1
    for score in (eap, map_):
        one, other = score(bank, answers), score(bank, higher)
        assert other.theta[i] > one.theta[i]
        others = np.arange(len(answers)) != i
        assert np.allclose(one.theta[others], other.theta[others], atol=1e-6)


@given(answered(), st.floats(0.2, 1.0), st.floats(1.1, 3.0))
def test_scores_draw_to_the_prior(made: tuple[Bank, np.ndarray], narrow: float, wider: float) -> None:
    """The top draws nearer with a narrower prior; the mean stays within the pull that the answers can have.

    The mean is sd² times the mean slope of the log-likelihood (Stein), and no item's slope is above its a; its
    spread is at most the prior's, since the log-likelihood curves down (Brascamp and Lieb).
    """
    bank, answers = made
    held, free = map_(bank, answers, (0.0, narrow)), map_(bank, answers, (0.0, narrow * wider))
    assert np.all(np.abs(held.theta) <= np.abs(free.theta) + 1e-9)
    assert np.all(held.se <= narrow + 1e-9)
    pull = ~np.isnan(answers) @ np.array([item.slope for item in bank.items])
    mean = eap(bank, answers, (0.0, narrow))
    assert np.all(np.abs(mean.theta) <= narrow**2 * pull + CLOSE)
    assert np.all(mean.se <= narrow + CLOSE)


@given(answered(), st.floats(-3, 3), st.floats(0.5, 2))
def test_moving_bank_and_prior_moves_the_scores(made: tuple[Bank, np.ndarray], shift: float, scale: float) -> None:
    """θ has no natural zero or unit: T scores of two linked banks differ by the link alone."""
    bank, answers = made
    items = [
        graded(item.id, item.slope / scale, [shift + scale * b for b in item.thresholds], item.codes[0])
        for item in bank.items
    ]
    for score in (eap, map_):
        one, other = score(bank, answers), score(Bank(items=tuple(items)), answers, prior=(shift, scale))
        assert np.allclose(shift + scale * one.theta, other.theta, atol=1e-4)
        assert np.allclose(scale * one.se, other.se, atol=1e-4)


@given(banks())
def test_the_sum_score_table_adds_up_and_rises(bank: Bank) -> None:
    """It rises always where items have two categories (Grayson, Psychometrika 1988;53:383).

    With more the graded model does not promise it (Hemker and others, Psychometrika 1997;62:331), only that
    the ends lie outermost.
    """
    rows = irt.sum_scores(bank)
    theta = [row.theta for row in rows]
    assert [row.sum for row in rows] == list(range(rows[0].sum, rows[0].sum + len(rows)))
    assert theta[0] == min(theta)
    assert theta[-1] == max(theta)
    assert abs(sum(row.theta * row.probability for row in rows)) < 1e-9  # scores average to the prior's mean
    assert abs(rows[-1].cumulative - 1) < 1e-9
    assert all(after.cumulative >= before.cumulative for before, after in itertools.pairwise(rows))
    halved = Bank(items=tuple(graded(item.id, item.slope, item.thresholds[:1]) for item in bank.items))
    assert all(after.theta > before.theta for before, after in itertools.pairwise(irt.sum_scores(halved)))


@given(answered(), st.randoms(use_true_random=False))
def test_permuting_persons_permutes_results(made: tuple[Bank, np.ndarray], random: object) -> None:
    bank, answers = made
    order = list(range(len(answers)))
    random.shuffle(order)  # type: ignore[attr-defined]
    for score in (eap, map_):
        one, other = score(bank, answers), score(bank, answers[order])
        assert np.allclose(one.theta[order], other.theta, atol=1e-7)
        assert [one.answered[i] for i in order] == list(other.answered)
    fit = irt.person_fit(bank, answers, one.theta)
    assert np.allclose(fit.lz[order], irt.person_fit(bank, answers[order], one.theta[order]).lz, equal_nan=True)


@given(answered())
def test_map_is_the_top_of_a_fine_grid(made: tuple[Bank, np.ndarray]) -> None:
    bank, answers = made
    scores, at = map_(bank, answers), np.linspace(-6, 6, 2401)
    logs = np.tile(-(at**2) / 2, (len(answers), 1))
    for item, chances, given_ in zip(bank.items, irt.probabilities(bank, at), answers.T, strict=True):
        told = ~np.isnan(given_)
        logs[told] += np.log(chances[given_[told].astype(int) - item.codes[0]])
    assert np.all(np.abs(scores.theta - at[logs.argmax(1)]) <= 0.005 + 1e-9)
    top = irt.log_likelihood(bank, answers, scores.theta) - scores.theta**2 / 2
    assert np.all(top >= logs.max(1) - 1e-9)


@given(banks())
def test_a_bank_is_read_back_as_it_was_written(bank: Bank) -> None:
    names, *rows = irt.rows_of(bank)
    table = Table(
        file="bank.csv", columns=tuple(names), rows=tuple(map(tuple, rows)), lines=tuple(range(2, len(rows) + 2))
    )
    assert irt.bank_of(table) == bank
