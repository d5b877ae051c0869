"""Item response theory: banks that are refused, scores with their error, short forms, calibration, the commands."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
import typer
from scipy.stats import norm

from deqi.cli import responses as commands
from deqi.cli.tables import table_of
from deqi.core.faults import BadInput
from deqi.core.tables import Table
from deqi.outcome import responses as irt
from deqi.outcome.responses import Bank, Item, calibrate, eap, graded, map_, person_fit, short_form, sum_scores

NAN = float("nan")


def bank_of_size(size: int, seed: int = 40, cuts: int = 4) -> Bank:
    """An invented bank of items numbered from 0."""
    rng = np.random.default_rng(seed)
    slopes = rng.uniform(1.0, 3.0, size)
    thresholds = np.sort(rng.normal(0, 1.2, (size, cuts)), 1) + 0.2 * np.arange(cuts)
    return Bank(items=tuple(graded(f"i{j}", slopes[j], thresholds[j]) for j in range(size)))


def answers_to(bank: Bank, theta: np.ndarray, seed: int) -> np.ndarray:
    """Answers that persons at θ give by the model."""
    drawn = np.random.default_rng(seed).random((len(theta), len(bank.items)))
    out = np.empty(drawn.shape)
    for j, item in enumerate(bank.items):
        reach = 1 / (1 + np.exp(-item.slope * (theta[:, None] - np.array(item.thresholds))))
        out[:, j] = (drawn[:, j : j + 1] < reach).sum(1)
    return out


def table(columns: str, *rows: str) -> Table:
    cells = tuple(tuple(row.split(",")) for row in rows)
    return Table(file="x.csv", columns=tuple(columns.split(",")), rows=cells, lines=tuple(range(2, 2 + len(rows))))


TWO = Bank(items=(graded("sleep", 2.0, (-1.0, 0.5)), graded("walking", 1.0, (0.0, 1.0, 2.0))))


@pytest.mark.parametrize(
    ("slope", "thresholds", "says"),
    [
        (0.0, (0.0, 1.0), "item 'sleep' has slope 0; a slope is above 0"),
        (-1.0, (0.0, 1.0), "item 'sleep' has slope -1"),
        (NAN, (0.0, 1.0), "item 'sleep' has slope nan"),
        (1.0, (1.0, 0.5), "item 'sleep' has thresholds 1, 0.5; each must be above the one before"),
        (1.0, (1.0, 1.0), "item 'sleep' has thresholds 1, 1"),
        (1.0, (1.0, NAN, 2.0), "item 'sleep' has thresholds"),
        (1.0, (), "item 'sleep' has no threshold"),
    ],
)
def test_a_bank_says_which_item_is_wrong(slope: float, thresholds: tuple[float, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        graded("sleep", slope, thresholds)


def test_answer_numbers_must_rise_and_fit_the_thresholds() -> None:
    with pytest.raises(ValueError, match="3 categories and 1 thresholds"):
        Item(id="sleep", slope=1.0, thresholds=(0.0,), codes=(0, 1, 2), last=2)
    with pytest.raises(ValueError, match="must rise"):
        Item(id="sleep", slope=1.0, thresholds=(0.0,), codes=(1, 0), last=2)
    with pytest.raises(ValueError, match="must rise"):
        Item(id="sleep", slope=1.0, thresholds=(0.0,), codes=(0, 2), last=1)


def test_an_item_stands_once_in_a_bank_and_a_bank_has_items() -> None:
    with pytest.raises(ValueError, match="'sleep' is in the bank twice"):
        Bank(items=(TWO.items[0], TWO.items[0]))
    with pytest.raises(ValueError, match="one item or more"):
        Bank(items=())
    with pytest.raises(BadInput, match="has no item 'x'; it has sleep, walking"):
        TWO.only(["x"])
    assert TWO.only(["walking"]).ids == ("walking",)


@pytest.mark.parametrize("answer", [3.0, -1.0, 0.5, 99.0, float("inf"), float("-inf")])
def test_an_answer_that_is_none_is_named_with_person_and_item(answer: float) -> None:
    for score in (eap, map_):
        with pytest.raises(BadInput, match=r"sleep: person 2 answered .*; expected a whole number from 0 to 2") as told:
            score(TWO, [[0, 0], [answer, 1], [NAN, 2]])
        assert len(told.value.faults) == 1
    with pytest.raises(BadInput, match="expected persons × 2 items"):
        eap(TWO, [[1.0, 1.0, 1.0]])


def test_probabilities_are_differences_of_logistic_curves() -> None:
    at = np.linspace(-5, 5, 21)
    chances = irt.probabilities(TWO, at)
    for item, found in zip(TWO.items, chances, strict=True):
        reach = [np.ones(21), *(1 / (1 + np.exp(-item.slope * (at - b))) for b in item.thresholds), np.zeros(21)]
        for k in range(len(item.codes)):
            assert found[k] == pytest.approx(reach[k] - reach[k + 1], abs=1e-14)
    assert chances[0, 3] == pytest.approx(0.0)  # a category that the shorter item has not
    assert chances.sum(1) == pytest.approx(np.ones((2, 21)))


def test_information_is_the_mean_curvature_and_far_tails_stay_finite() -> None:
    at, step = np.linspace(-3, 3, 13), 1e-4
    logs = lambda theta: np.log(irt.probabilities(TWO, theta)[1])  # noqa: E731
    curve = (logs(at + step) - 2 * logs(at) + logs(at - step)) / step**2
    wanted = -(irt.probabilities(TWO, at)[1] * curve).sum(0)
    assert irt.item_information(TWO, at)[1] == pytest.approx(wanted, rel=1e-5)
    assert irt.information(TWO, at) == pytest.approx(irt.item_information(TWO, at).sum(0))
    assert irt.log_likelihood(TWO, [[2, 0]], -600.0)[0] == pytest.approx(-2.0 * 600.5, abs=1e-9)


def test_the_score_to_expect_counts_answer_numbers() -> None:
    bank = Bank(items=(graded("a", 2.0, (0.0,), first=1), graded("b", 2.0, (0.0,), first=1)))
    assert irt.expected_score(bank, [-50.0, 0.0, 50.0]) == pytest.approx([2.0, 3.0, 4.0])


def test_eap_is_the_posterior_mean_by_quadrature() -> None:
    answers = np.array([[2, 3], [0, 0], [NAN, 2], [1, NAN]])
    at = np.linspace(-9, 11, 20_001)
    scores = eap(TWO, answers, prior=(1.0, 1.5))
    for row, theta, se in zip(answers, scores.theta, scores.se, strict=True):
        weights = norm.pdf(at, 1.0, 1.5)
        for item, answer in zip(irt.probabilities(TWO, at), row, strict=True):
            weights = weights * (1.0 if np.isnan(answer) else item[int(answer)])
        weights /= weights.sum()
        mean = weights @ at
        assert theta == pytest.approx(mean, abs=2e-5)
        assert se == pytest.approx(np.sqrt(weights @ (at - mean) ** 2), abs=1e-4)
    assert scores.answered == (2, 2, 1, 1)


def test_many_persons_score_as_one_by_one() -> None:
    bank = bank_of_size(7)
    answers = answers_to(bank, np.linspace(-3, 3, 600), 1)
    answers[::5, ::2] = NAN
    together = eap(bank, answers)
    alone = [eap(bank, row) for row in answers]
    assert together.theta == pytest.approx(np.concatenate([one.theta for one in alone]), abs=1e-6)
    assert together.se == pytest.approx(np.concatenate([one.se for one in alone]), abs=1e-5)


def test_who_answered_nothing_gets_the_prior_back() -> None:
    for score in (eap, map_):
        scores = score(TWO, [[NAN, NAN]], prior=(0.5, 2.0))
        assert (scores.theta[0], scores.se[0]) == (pytest.approx(0.5, abs=2e-5), pytest.approx(2.0, abs=5e-5))
        assert (scores.t[0], scores.t_se[0]) == (pytest.approx(55.0, abs=2e-4), pytest.approx(20.0, abs=5e-4))


@pytest.mark.parametrize("prior", [(0.0, 0.0), (0.0, -1.0), (NAN, 1.0), (0.0, float("inf"))])
def test_a_prior_that_is_none_is_refused(prior: tuple[float, float]) -> None:
    for score in (eap, map_):
        with pytest.raises(ValueError, match="standard deviation"):
            score(TWO, [[0, 0]], prior=prior)


def test_map_finds_its_top_where_newton_alone_would_leap_to_and_fro() -> None:
    steep = Bank(items=tuple(graded(f"i{k}", 60.0, (b,)) for k, b in enumerate((-3.0, 3.0))))
    scores = map_(steep, [[1, 0], [0, 0], [1, 1]])
    assert scores.theta == pytest.approx([0.0, -3.0, 3.0], abs=0.1)
    assert irt.log_likelihood(steep, [[0, 0]], scores.theta[1])[0] > -0.5


def test_intervals_and_errors_hold_in_a_simulated_bank() -> None:
    """Coverage and error of 4,000 persons on 40 items: what the model promises."""
    bank, theta = bank_of_size(40), np.random.default_rng(7).normal(size=4_000)
    scores = eap(bank, answers_to(bank, theta, 8))
    low, high = scores.interval()
    covered = float(((low <= theta) & (theta <= high)).mean())
    wrong = float(np.sqrt(((scores.theta - theta) ** 2).mean()))
    assert 0.94 <= covered <= 0.97
    assert wrong == pytest.approx(np.sqrt((scores.se**2).mean()), rel=0.05)
    assert wrong < 0.20
    spread = float(np.var(scores.theta) / np.var(theta))
    assert irt.marginal_reliability(bank) == pytest.approx(spread, abs=0.01)
    assert irt.empirical_reliability(scores) == pytest.approx(spread, abs=0.01)


def test_sum_scores_are_what_counting_all_answers_gives() -> None:
    bank = Bank(items=(TWO.items[0], graded("c", 1.3, (-0.5, 0.2), first=1), graded("d", 2.2, (1.0,), first=2)))
    rows = sum_scores(bank)
    assert [row.sum for row in rows] == list(range(3, 9))
    at = np.linspace(-6, 6, 161)
    weights = norm.pdf(at) / norm.pdf(at).sum()
    chances = irt.probabilities(bank, at)
    totals = {row.sum: np.zeros(161) for row in rows}
    for places in itertools.product(range(3), range(3), range(2)):
        score = sum(item.codes[k] for item, k in zip(bank.items, places, strict=True))
        totals[score] += weights * np.prod([chances[j, k] for j, k in enumerate(places)], 0)
    for row in rows:
        assert row.probability == pytest.approx(totals[row.sum].sum())
        mean = totals[row.sum] @ at / row.probability
        assert row.theta == pytest.approx(mean)
        assert row.se == pytest.approx(np.sqrt(totals[row.sum] @ (at - mean) ** 2 / row.probability))
        assert (row.t, row.t_se) == (pytest.approx(50 + 10 * row.theta), pytest.approx(10 * row.se))
    assert np.cumsum([row.probability for row in rows]) == pytest.approx([row.cumulative for row in rows])


def test_a_sum_of_merged_categories_is_refused() -> None:
    bank = Bank(items=(Item(id="sleep", slope=1.0, thresholds=(0.0,), codes=(0, 2), last=3),))
    with pytest.raises(BadInput, match="sleep: has merged categories"):
        sum_scores(bank)
    low, high = eap(bank, [[1]]).theta[0], eap(bank, [[3]]).theta[0]
    assert (low, high) == (eap(bank, [[0]]).theta[0], eap(bank, [[2]]).theta[0])
    assert low < high


def test_a_short_form_holds_the_items_that_tell_most_about_its_target() -> None:
    bank = Bank(items=tuple(graded(f"at {b}", 2.0, (float(b),)) for b in (-3, -1, 0, 1, 3)))
    assert short_form(bank, 2, (2.5, 0.5)).ids == ("at 1", "at 3")
    assert short_form(bank, 3).ids == ("at -1", "at 0", "at 1")
    assert short_form(bank, 5) == bank
    for size in (0, 6):
        with pytest.raises(BadInput, match="expected from 1 to 5"):
            short_form(bank, size)


def test_answers_that_contradict_each_other_are_marked() -> None:
    bank, theta = bank_of_size(30), np.random.default_rng(3).normal(size=2_000)
    answers = answers_to(bank, theta, 4)
    honest = person_fit(bank, answers, theta)
    assert abs(honest.lz.mean()) < 0.06
    assert honest.lz.std() == pytest.approx(1.0, abs=0.05)
    assert honest.contradictory.mean() < 0.05
    shuffled = np.random.default_rng(5).integers(0, 5, (200, 30)).astype(float)
    assert person_fit(bank, shuffled, eap(bank, shuffled).theta).contradictory.mean() > 0.95


def test_two_answers_cannot_contradict() -> None:
    fit = person_fit(bank_of_size(5), [[0, 4, NAN, NAN, NAN]], [0.0])
    assert np.isnan(fit.lz[0])
    assert not fit.contradictory[0]


def test_calibration_finds_the_bank_that_made_the_answers() -> None:
    bank, theta = bank_of_size(20, seed=2), np.random.default_rng(6).normal(size=2_000)
    found = calibrate(answers_to(bank, theta, 9), bank.ids)
    slopes = np.array([item.slope for item in bank.items])
    ours = np.array([item.slope for item in found.bank.items])
    thresholds = np.array([item.thresholds for item in bank.items])
    cuts = np.array([item.thresholds for item in found.bank.items])
    assert found.converged
    assert found.bank.ids == bank.ids
    assert np.corrcoef(slopes, ours)[0, 1] >= 0.97
    assert np.corrcoef(thresholds.ravel(), cuts.ravel())[0, 1] >= 0.99
    assert np.sqrt((((ours - slopes) / found.slope_errors) ** 2).mean()) == pytest.approx(1.0, abs=0.4)
    assert np.sqrt((((cuts - thresholds) / np.array(found.threshold_errors)) ** 2).mean()) == pytest.approx(1, abs=0.4)


def test_calibration_stands_at_the_top_of_the_likelihood() -> None:
    bank = bank_of_size(5, seed=11, cuts=2)
    answers = answers_to(bank, np.random.default_rng(1).normal(size=400), 2)
    answers[::7, 1] = NAN
    told: list[tuple[int, float]] = []
    found = calibrate(answers, limit=1e-7, progress=lambda step, change: told.append((step, change)))
    assert [step for step, _ in told] == list(range(1, found.iterations + 1))
    assert told[-1][1] == found.change < 1e-7

    def marginal(values: Bank) -> float:
        at = np.linspace(-5, 5, 61)
        weights = norm.pdf(at) / norm.pdf(at).sum()
        logs = np.stack([irt.log_likelihood(values, answers, float(place)) for place in at], 1)
        return float(np.log(np.exp(logs) @ weights).sum())

    top = marginal(found.bank)
    assert found.log_likelihood == pytest.approx(top, abs=1e-6)
    for j, item in enumerate(found.bank.items):
        for sign in (-0.02, 0.02):
            moved = [
                msgspec.structs.replace(item, slope=item.slope + sign),
                msgspec.structs.replace(item, thresholds=(item.thresholds[0] + sign, item.thresholds[1])),
            ]
            for other in moved:
                items = (*found.bank.items[:j], other, *found.bank.items[j + 1 :])
                assert marginal(Bank(items=items)) < top


def test_errors_are_those_of_the_persons_derivatives() -> None:
    """The same cross-product, from differences of each person's log-likelihood in slopes and thresholds."""
    bank = bank_of_size(4, seed=11, cuts=2)
    answers = answers_to(bank, np.random.default_rng(4).normal(size=500), 2)
    answers[::7, 1] = NAN
    found = calibrate(answers)
    at = np.linspace(-5, 5, 61)
    weights = norm.pdf(at) / norm.pdf(at).sum()

    def persons(numbers: np.ndarray) -> np.ndarray:
        other = Bank(items=tuple(graded(f"i{j}", row[0], row[1:]) for j, row in enumerate(numbers)))
        logs = np.stack([irt.log_likelihood(other, answers, float(place)) for place in at], 1)
        return np.asarray(np.log(np.exp(logs) @ weights))

    numbers, step = np.array([(item.slope, *item.thresholds) for item in found.bank.items]), 1e-4
    slopes = []
    for place in np.ndindex(numbers.shape):
        up, down = numbers.copy(), numbers.copy()
        up[place] += step
        down[place] -= step
        slopes.append((persons(up) - persons(down)) / (2 * step))
    derivatives = np.array(slopes)
    wanted = np.sqrt(np.diag(np.linalg.inv(derivatives @ derivatives.T))).reshape(numbers.shape)
    assert found.slope_errors == pytest.approx(wanted[:, 0], rel=1e-4)
    assert np.array(found.threshold_errors) == pytest.approx(wanted[:, 1:], rel=1e-4)


def test_items_of_different_length_are_calibrated_together() -> None:
    long, short = bank_of_size(6, seed=4), bank_of_size(4, seed=5, cuts=1)
    renamed = tuple(msgspec.structs.replace(item, id=f"s{k}") for k, item in enumerate(short.items))
    bank = Bank(items=(*long.items, *renamed))
    found = calibrate(answers_to(bank, np.random.default_rng(1).normal(size=1_500), 3), bank.ids)
    for item, ours in zip(bank.items, found.bank.items, strict=True):
        assert ours.slope == pytest.approx(item.slope, rel=0.25)
        assert ours.thresholds == pytest.approx(item.thresholds, abs=0.5)


def test_answers_that_nobody_gave_are_merged_and_told() -> None:
    bank = bank_of_size(4, seed=6)
    answers = answers_to(bank, np.random.default_rng(2).normal(size=500), 5)
    answers[:, 0][answers[:, 0] == 2] = 1
    answers[:, 1][answers[:, 1] == 0] = 1
    answers[:, 2][answers[:, 2] == 4] = 3
    answers[3] = NAN
    found = calibrate(answers, ("a", "b", "c", "d"))
    assert [(item.codes, item.last) for item in found.bank.items] == [
        ((0, 1, 3, 4), 4), ((0, 2, 3, 4), 4), ((0, 1, 2, 3), 4), ((0, 1, 2, 3, 4), 4),
    ]  # fmt: skip
    assert found.persons == 499
    assert found.notes[0].startswith("1 of the persons answered nothing")
    assert [note[:20] for note in found.notes[1:]] == [f"nobody answered {k} to" for k in (2, 0, 4)]


def test_errors_are_not_invented_with_too_few_persons() -> None:
    bank = bank_of_size(6, seed=7, cuts=2)
    found = calibrate(answers_to(bank, np.linspace(-2, 2, 18), 5), most=20)
    assert np.isnan(found.slope_errors).all()
    assert np.isnan(np.concatenate(found.threshold_errors)).all()


def test_a_search_that_is_cut_short_says_so() -> None:
    bank = bank_of_size(6)
    found = calibrate(answers_to(bank, np.linspace(-2, 2, 300), 5), most=1)
    assert not found.converged
    assert found.iterations == 1


def _alike(answers: np.ndarray) -> None:
    answers[:, 1] = 2


def _empty(answers: np.ndarray) -> None:
    answers[:, 1] = NAN


def _half(answers: np.ndarray) -> None:
    answers[4, 1] = 1.5


def _endless(answers: np.ndarray) -> None:
    answers[4, 1] = np.inf


def _backward(answers: np.ndarray) -> None:
    answers[:, 1] = 4 - answers[:, 1]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_alike, "b: was answered 2 by everybody and cannot be calibrated"),
        (_empty, "b: was answered by nobody"),
        (_half, "b: person 5 answered 1.5; expected a whole number"),
        (_endless, "b: person 5 answered inf"),
        (_backward, "b: goes against the other items"),
    ],
)
def test_what_cannot_be_calibrated_is_named(spoil: Callable[[np.ndarray], None], says: str) -> None:
    answers = answers_to(bank_of_size(4), np.linspace(-2, 2, 200), 5)
    spoil(answers)
    with pytest.raises(BadInput, match=says):
        calibrate(answers, ("a", "b", "c", "d"))


def test_answers_of_another_shape_are_refused() -> None:
    for answers in (np.zeros((0, 2)), np.zeros(3), np.zeros((3, 3))):
        with pytest.raises(BadInput, match="expected persons × 2 items"):
            calibrate(answers, ("a", "b"))


def test_a_bank_is_read_from_either_kind_of_table() -> None:
    wide = irt.bank_of(table("item_id,item_model,a,cb1,cb2", "x,GR,2.0,-1,0.5", "y,GR,1.5,0,"))
    plain = irt.bank_of(table("ID,MODEL,PAR1,PAR2,PAR3", "x,GR,2.0,-1,0.5", "y,GR,1.5,0,NA"), first=1)
    assert wide == plain
    assert [item.codes for item in wide.items] == [(1, 2, 3), (1, 2)]
    many = "item,a," + ",".join(f"b{k}" for k in range(1, 12))
    assert len(irt.bank_of(table(many, "x,1," + ",".join(str(k) for k in range(11)))).items[0].thresholds) == 11


@pytest.mark.parametrize(
    ("columns", "row", "says"),
    [
        ("item_id,a,cb1,cb2", "x,0,-1,0.5", "x.csv:2: item 'x' has slope 0"),
        ("item_id,a,cb1,cb2", "x,1,1,0.5", "x.csv:2: item 'x' has thresholds 1, 0.5"),
        ("item_id,a,cb1,cb2", "x,1,,0.5", "x.csv:2: item 'x' has thresholds nan, 0.5"),
        ("item_id,a,cb1,cb2", "x,,1,2", "x.csv: a: row 2 .x. lacks a"),
        ("item_id,a,cb1,cb2", "x,1,one,2", "x.csv:2: cb1: item 'x' has 'one' where a number is expected"),
        ("item_id,model,a,cb1", "x,GPC,1,1", "x.csv:2: model: item 'x' has the model 'GPC'; expected GR"),
        ("name,a,cb1", "x,1,1", "has no column of the items' ids"),
        ("item_id,s,cb1", "x,1,1", "has no column of slopes"),
        ("item_id,a,t", "x,1,1", "has no column of thresholds"),
    ],
)
def test_a_table_that_is_no_bank_is_told_with_its_row(columns: str, row: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        irt.bank_of(table(columns, row))


def test_answers_in_a_table_are_refused_by_row_and_column() -> None:
    given = table("patient,note,walking,sleep", "p1,ok,3,0", "p2,,,2", "p3,,9,0", "p4,,1,two")
    with pytest.raises(BadInput) as told:
        irt.responses_of(given, TWO)
    assert [str(fault) for fault in told.value.faults] == [
        "x.csv:4: walking: 'p3' answered 9; expected a whole number from 0 to 3, or nothing",
        "x.csv:5: sleep: person 'p4' has 'two' where a number is expected; write it like 1.5",
    ]
    answers = irt.responses_of(table("patient,note,walking", "p1,ok,3", "p2,,"), TWO)
    assert answers.persons == ("p1", "p2")
    assert np.array_equal(answers.responses, [[NAN, 3], [NAN, NAN]], equal_nan=True)
    with pytest.raises(BadInput, match=r"has no column of the bank's items \(sleep, walking"):
        irt.responses_of(table("patient,x", "p1,1"), TWO)


@pytest.fixture
def program() -> typer.Typer:
    app = typer.Typer()
    app.command("responses")(commands.responses)
    app.command("calibrate")(commands.calibrate_)
    return app


@pytest.fixture
def answers_file(tmp_path: Path) -> Path:
    answers = answers_to(bank_of_size(5), np.random.default_rng(1).normal(size=300), 2).astype(int)
    answers[:, 0][answers[:, 0] == 1] = 0
    path = tmp_path / "answers.csv"
    with path.open("w") as file:
        csv.writer(file).writerows(
            [["patient", "a", "b", "c", "d", "e"], *([f"p{i}", *r] for i, r in enumerate(answers))]
        )
    return path


def test_a_calibrated_bank_is_written_and_scores_answers(
    program: typer.Typer, answers_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = tmp_path / "bank.csv"
    program(["calibrate", str(answers_file), "--out", str(bank), "--json"], standalone_mode=False)
    report = json.loads(capsys.readouterr().out)
    assert report["converged"]
    assert report["persons"] == 300
    assert report["notes"] == ["nobody answered 1 to a; taken with the category next to it"]
    found = calibrate(irt.answers_of(table_of(answers_file)).responses, ("a", "b", "c", "d", "e"))
    assert irt.bank_of(table_of(bank)) == found.bank
    assert report["items"][0]["slope_error"] == pytest.approx(found.slope_errors[0])

    program(["responses", str(answers_file), "--bank", str(bank), "--json"], standalone_mode=False)
    scored = json.loads(capsys.readouterr().out)
    scores = eap(found.bank, irt.responses_of(table_of(answers_file), found.bank).responses)
    assert [person["person"] for person in scored["persons"]] == [f"p{i}" for i in range(300)]
    assert [person["t"] for person in scored["persons"]] == pytest.approx(scores.t)
    assert [person["t_se"] for person in scored["persons"]] == pytest.approx(scores.t_se)

    program(["responses", str(answers_file), "--bank", str(bank)], standalone_mode=False)
    out = capsys.readouterr().out
    assert "300 persons: T has mean" in out
    program(["calibrate", str(answers_file), "--out", str(bank), "--items", "a,b,c"], standalone_mode=False)
    out = capsys.readouterr().out
    assert "the search came to rest" in out
    assert "take slopes and thresholds as rough" in out
    assert irt.bank_of(table_of(bank)).ids == ("a", "b", "c")


def test_the_commands_name_the_file_in_what_they_refuse(
    program: typer.Typer, answers_file: Path, tmp_path: Path
) -> None:
    answers_file.write_text("patient,a,b\np1,1,1\np2,1,2\n")
    with pytest.raises(BadInput, match=r"answers\.csv: a: was answered 1 by everybody"):
        program(["calibrate", str(answers_file), "--out", str(tmp_path / "b.csv")], standalone_mode=False)
    with pytest.raises(BadInput, match="has no column 'z'"):
        program(
            ["calibrate", str(answers_file), "--out", str(tmp_path / "b.csv"), "--items", "z"], standalone_mode=False
        )
    assert not (tmp_path / "b.csv").exists()
