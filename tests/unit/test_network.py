"""Networks of trials: what goes in is checked, arms become contrasts, and small networks give known answers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from deqi.core.faults import BadInput
from deqi.evidence import network as nma

TRIANGLE = (  # trial, treatments, estimate, standard error
    ("Ames 2001", "acupuncture", "no treatment", -0.6, 0.2),
    ("Boll 2002", "sham", "no treatment", -0.4, 0.2),
    ("Cruz 2003", "acupuncture", "sham", -0.1, 0.2),
)


def contrasts(*rows: tuple[str, str, str, float, float], **options: Any) -> nma.Contrasts:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return nma.contrasts(*columns, **options)


def told(*rows: tuple[str, str, str, float, float], **options: Any) -> list[str]:
    with pytest.raises(BadInput) as caught:
        contrasts(*rows, **options)
    return [str(fault) for fault in caught.value.faults]


def three_arms(third: float = 0.3, se: float = 0.2) -> tuple[tuple[str, str, str, float, float], ...]:
    pair = "Dorn 2004", "Dorn 2004", "Dorn 2004"
    return (
        (pair[0], "acupuncture", "sham", -0.1, 0.2),
        (pair[1], "acupuncture", "placebo pill", 0.2, 0.2),
        (pair[2], "sham", "placebo pill", third, se),
    )


class TestRefusals:
    def test_a_variance_that_is_not_above_nought(self) -> None:
        for se in (0.0, -0.1):
            (message,) = told(("Ames 2001", "acupuncture", "sham", -0.3, se), rows=[7], file="trials.csv")
            assert message.startswith("trials.csv:7: Study 'Ames 2001' (acupuncture against sham)")
            assert "must be above 0" in message

    def test_what_is_no_number(self) -> None:
        messages = told(("Ames 2001", "a", "b", math.nan, 0.1), ("Boll 2002", "a", "b", 0.1, math.inf))
        assert ["Ames 2001" in messages[0], "estimate nan" in messages[0]] == [True, True]
        assert ["contrasts:2" in messages[1], "standard error inf" in messages[1]] == [True, True]

    def test_a_treatment_against_itself(self) -> None:
        (message,) = told(("Ames 2001", "sham", "sham", 0.1, 0.1))
        assert "compares 'sham' with itself" in message

    def test_an_empty_name(self) -> None:
        assert "both treatments need a name" in told(("", "sham", "acupuncture", 0.1, 0.1))[0]

    def test_every_fault_is_told_at_once(self) -> None:
        assert len(told(("A", "x", "x", 0.1, 0.0), ("B", "x", "y", 0.1, -1.0))) == 3

    def test_a_contrast_given_twice(self) -> None:
        row = ("Ames 2001", "acupuncture", "sham", 0.1, 0.2)
        (message,) = told(row, ("Ames 2001", "sham", "acupuncture", -0.1, 0.2))
        assert "acupuncture against sham twice, in row 1 and here" in message
        assert message.startswith("contrasts:2")

    def test_a_multi_arm_trial_with_a_contrast_missing(self) -> None:
        (message,) = told(*three_arms()[:2])
        assert "Study 'Dorn 2004' has 2 contrasts where its arms need 3" in message
        assert "missing: placebo pill against sham" in message

    def test_contrasts_that_do_not_add_up(self) -> None:
        (message,) = told(*three_arms(third=0.4))
        assert "study 'Dorn 2004' do not add up" in message
        assert contrasts(*three_arms(third=0.3005)).rows == (1, 2, 3)  # rounded in print
        assert contrasts(*three_arms(third=0.4), tolerance=0.2).rows == (1, 2, 3)

    def test_standard_errors_that_no_trial_has(self) -> None:
        (message,) = told(*three_arms(se=0.5))
        assert "standard errors of study 'Dorn 2004' cannot belong to one trial" in message

    def test_a_negative_reduced_weight_is_no_fault(self) -> None:
        """One contrast more uncertain than the others together allow arms of their own; the trial is still whole."""
        network = nma.fit(contrasts(*three_arms(se=0.35)))
        value = nma.comparison(network.common, "sham", "placebo pill").value
        assert (value.estimate, value.se) == pytest.approx((0.3, 0.35))

    def test_parts_that_no_trial_joins(self) -> None:
        data = contrasts(TRIANGLE[0], ("Dorn 2004", "massage", "heat", 0.1, 0.1))
        with pytest.raises(BadInput, match=r"2 parts .*\(acupuncture, no treatment\); \(heat, massage\)"):
            nma.fit(data)

    def test_columns_of_unequal_length_and_none(self) -> None:
        with pytest.raises(BadInput, match="differ in number of rows"):
            nma.contrasts(["a", "b"], ["x"], ["y"], [0.1], [0.1])
        with pytest.raises(BadInput, match="no contrast"):
            nma.contrasts([], [], [], [], [])

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"method": "PM"}, "'PM' is not a way"),
            ({"reference": "heat"}, "'heat' is not a treatment of these trials"),
            ({"level": 95}, "level of intervals is 95"),
            ({"given_tau2": -0.1}, "τ² is -0.1"),
            ({"given_tau2": math.nan}, "τ² is nan"),
        ],
    )
    def test_options(self, options: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput, match=message):
            nma.fit(contrasts(*TRIANGLE), **options)

    def test_a_model_or_treatment_that_is_not_there(self) -> None:
        network = nma.fit(contrasts(*TRIANGLE))
        with pytest.raises(BadInput, match="'fixed' is not a model; choose one of: common, random"):
            nma.league(network, "fixed")
        with pytest.raises(BadInput, match="'heat' is not a treatment of these trials"):
            nma.comparison(network.random, "sham", "heat")
        with pytest.raises(BadInput, match="'heat' is not a treatment of these trials"):
            nma.league(network, order=["heat"])


class TestFit:
    def test_a_triangle_by_hand(self) -> None:
        """Direct −0.6 and indirect −0.1 − 0.4 with variances 1 : 2, so two thirds and one third."""
        network = nma.fit(contrasts(*TRIANGLE), reference="no treatment")
        value = nma.forest(network, "common")[0].value
        assert value.estimate == pytest.approx(-0.6 * 2 / 3 - 0.5 / 3)
        assert value.se == pytest.approx(math.sqrt(0.04 * 2 / 3))
        assert (network.total.q, network.total.df) == pytest.approx((0.1**2 / 0.12, 1))
        assert network.within.df == 0
        assert math.isnan(network.within.p)
        assert network.tau2 == 0.0

    def test_sham_placebo_and_no_treatment_stay_apart(self) -> None:
        rows = [("A", "Sham", "sham", 0.1, 0.1), ("B", "sham", "placebo pill", 0.1, 0.1)]
        network = nma.fit(contrasts(*rows, ("C", "no treatment", "placebo pill", 0.1, 0.1)))
        assert network.treatments == ("Sham", "no treatment", "placebo pill", "sham")

    def test_prediction_needs_three_degrees_and_widens(self) -> None:
        few = nma.fit(contrasts(*TRIANGLE))
        assert nma.comparison(few.random, "sham", "acupuncture").prediction is None
        more = [(f"Trial {at}", "acupuncture", "sham", at / 2, 0.1) for at in range(4)]
        network = nma.fit(contrasts(*more))
        found = nma.comparison(network.random, "acupuncture", "sham")
        assert found.prediction is not None
        half = 4.30265273 * math.sqrt(network.tau2 + found.value.se**2)  # t of 2 degrees, 97.5 %
        assert found.prediction == pytest.approx((found.value.estimate - half, found.value.estimate + half))
        assert nma.comparison(network.common, "acupuncture", "sham").prediction is None

    def test_a_given_tau2_takes_the_place_of_an_estimate(self) -> None:
        network = nma.fit(contrasts(TRIANGLE[0]), given_tau2=0.05)
        assert network.method == "GIVEN"
        assert nma.comparison(network.random, "acupuncture", "no treatment").value.se == pytest.approx(0.3)
        side = nma.evidence(nma.fit(contrasts(*TRIANGLE), given_tau2=0.05), method="side")[0]
        assert side.difference is not None
        assert side.difference.se == pytest.approx(math.sqrt(3 * 0.09))

    def test_the_level_widens_intervals(self) -> None:
        value = nma.forest(nma.fit(contrasts(TRIANGLE[0]), level=0.9), "common")[0].value
        assert value.high - value.estimate == pytest.approx(1.6448536 * 0.2)
        assert (value.statistic, value.p) == pytest.approx((3.0, 0.0026997961))


class TestArms:
    TRIAL = (["Ames 2001"] * 3, ["acupuncture", "sham", "no treatment"])

    def test_mean_differences_share_an_arm(self) -> None:
        data = nma.from_means(*self.TRIAL, [20, 25, 50], [2.0, 3.0, 5.0], [2.0, 3.0, 4.0])
        assert data.estimates == pytest.approx([-1.0, -3.0, -2.0])
        assert data.ses**2 == pytest.approx([0.2 + 0.36, 0.2 + 0.32, 0.36 + 0.32])
        assert (data.people1, data.people2) == ((20, 20, 25), (25, 50, 50))
        assert not data.log

    def test_hedges_g_as_another_program_gives_it(self) -> None:
        """metafor: escalc(measure="SMD", m1i=12, sd1i=4, n1i=10, m2i=15, sd2i=5, n2i=12)."""
        data = nma.from_means(["A", "A"], ["x", "y"], [10, 12], [12, 15], [4, 5], measure="SMD")
        assert (data.estimates[0], data.ses[0] ** 2) == pytest.approx((-0.6304915525, 0.1923678696), abs=1e-9)

    def test_hedges_g_of_three_arms_adds_up(self) -> None:
        data = nma.from_means(*self.TRIAL, [20, 25, 50], [2.0, 3.0, 5.0], [2.0, 3.0, 4.0], measure="SMD")
        assert data.estimates[0] + data.estimates[2] == pytest.approx(data.estimates[1])

    def test_ratio_of_means(self) -> None:
        data = nma.from_means(["A", "A"], ["x", "y"], [10, 12], [12, 15], [4, 5], measure="ROM")
        assert data.log
        assert data.estimates[0] == pytest.approx(math.log(12 / 15))
        assert data.ses[0] ** 2 == pytest.approx(16 / (10 * 144) + 25 / (12 * 225))
        with pytest.raises(BadInput, match="'y' has the mean -1; a ratio of means needs means of one sign"):
            nma.from_means(["A", "A"], ["x", "y"], [10, 12], [12, -1], [4, 5], measure="ROM")

    @pytest.mark.parametrize(
        ("measure", "estimate", "variance"),
        [
            ("OR", math.log((5 / 15) / (12 / 8)), 1 / 5 + 1 / 15 + 1 / 12 + 1 / 8),
            ("RR", math.log((5 / 20) / (12 / 20)), 1 / 5 - 1 / 20 + 1 / 12 - 1 / 20),
            ("RD", 0.25 - 0.6, 0.25 * 0.75 / 20 + 0.6 * 0.4 / 20),
        ],
    )
    def test_events(self, measure: str, estimate: float, variance: float) -> None:
        data = nma.from_events(["A", "A"], ["x", "y"], [5, 12], [20, 20], measure=measure)
        assert (data.estimates[0], data.ses[0] ** 2) == pytest.approx((estimate, variance))
        assert data.log == (measure != "RD")

    def test_a_zero_cell_adds_one_half_to_all_arms_of_the_trial(self) -> None:
        data = nma.from_events(*self.TRIAL, [0, 4, 6], [20, 20, 20])
        odds = [math.log(events / (21 - events)) for events in (0.5, 4.5, 6.5)]
        assert data.estimates == pytest.approx([odds[0] - odds[1], odds[0] - odds[2], odds[1] - odds[2]])
        assert data.ses[2] ** 2 == pytest.approx(1 / 4.5 + 1 / 16.5 + 1 / 6.5 + 1 / 14.5)
        full = nma.from_events(["A", "A"], ["x", "y"], [20, 12], [20, 20], measure="RR", increment=1)
        assert full.estimates[0] == pytest.approx(math.log((21 / 22) / (13 / 22)))

    def test_trials_without_or_with_nothing_but_events_say_nothing_of_a_ratio(self) -> None:
        studies = ["A", "A", "B", "B", "C", "C"]
        arms = ["x", "y"] * 3, [0, 0, 20, 20, 5, 6], [20] * 6
        data = nma.from_events(studies, *arms)
        assert data.studies == ("C",)
        assert [(left.study, left.row) for left in data.left_out] == [("A", 1), ("B", 3)]
        assert "no arm has an event" in data.left_out[0].why
        assert "everybody" in data.left_out[1].why
        difference = nma.from_events(studies, *arms, measure="RD")
        assert difference.studies == ("A", "B", "C")
        assert difference.estimates[:2] == pytest.approx([0.0, 0.0])

    @pytest.mark.parametrize(
        ("events", "people", "message"),
        [
            ([5, 25], [20, 20], "Study 'A', arm 'y' has 25 events in 20 people"),
            ([5, -1], [20, 20], "-1 events"),
            ([5, math.nan], [20, 20], "lacks its events"),
            ([5, 0], [20, 0], "0 people"),
        ],
    )
    def test_events_that_cannot_be(self, events: list[float], people: list[float], message: str) -> None:
        with pytest.raises(BadInput, match=message):
            nma.from_events(["A", "A"], ["x", "y"], events, people)

    @pytest.mark.parametrize(
        ("people", "sds", "message"),
        [
            ([20, 1], [1, 1], "1 people"),
            ([20, 20], [1, 0], "standard deviation 0"),
            ([20, math.nan], [1, 1], "lacks people"),
        ],
    )
    def test_means_that_cannot_be(self, people: list[float], sds: list[float], message: str) -> None:
        with pytest.raises(BadInput, match=f"row:9: Study 'A', arm 'y'.*{message}"):
            nma.from_means(["A", "A"], ["x", "y"], people, [1.0, 2.0], sds, rows=[8, 9], file="row")

    def test_one_arm_two_arms_of_a_name_and_unknown_measures(self) -> None:
        with pytest.raises(BadInput, match="Study 'A' has one arm only"):
            nma.from_events(["A"], ["x"], [5], [20])
        with pytest.raises(BadInput, match="two arms named 'x', in row 1 and here"):
            nma.from_events(["A", "A"], ["x", "x"], [5, 6], [20, 20])
        with pytest.raises(BadInput, match="'HR' is no measure of events"):
            nma.from_events(["A", "A"], ["x", "y"], [5, 6], [20, 20], measure="HR")
        with pytest.raises(BadInput, match="'OR' is no measure of means"):
            nma.from_means(["A", "A"], ["x", "y"], [5, 6], [20, 20], [1, 1], measure="OR")


class TestReading:
    def test_the_graph_counts_trials_and_people_once(self) -> None:
        trials = ["A", "A", "A", "B", "B"], ["x", "y", "z", "x", "y"], [10, 20, 30, 40, 50]
        network = nma.fit(nma.from_means(*trials, [1, 2, 3, 1, 2], [1] * 5))
        graph = nma.graph(network)
        assert [(node.treatment, node.studies, node.people) for node in graph.nodes] == [
            ("x", 2, 50.0),
            ("y", 2, 70.0),
            ("z", 1, 30.0),
        ]
        assert [(edge.treat1, edge.treat2, edge.studies) for edge in graph.edges] == [
            ("x", "y", ("A", "B")),
            ("x", "z", ("A",)),
            ("y", "z", ("A",)),
        ]
        assert graph.edges[0].weight == pytest.approx(1 / (1 / 10 + 1 / 20) + 1 / (1 / 40 + 1 / 50))
        assert graph.multiarm == (("A", ("x", "y", "z")),)

    def test_without_people_the_graph_has_none(self) -> None:
        assert {node.people for node in nma.graph(nma.fit(contrasts(*TRIANGLE))).nodes} == {None}

    def test_the_direction_of_good_turns_the_ranking(self) -> None:
        network = nma.fit(contrasts(*TRIANGLE))
        assert nma.best_first(network, small_is_good=True) == ("acupuncture", "sham", "no treatment")
        assert nma.best_first(network, small_is_good=False) == ("no treatment", "sham", "acupuncture")
        ranking = nma.ranking(network, small_is_good=True, draws=500, seed=3)
        assert ranking.probabilities[0, 0] > 0.5
        again = nma.ranking(network, small_is_good=True, draws=500, seed=3)
        assert np.array_equal(ranking.probabilities, again.probabilities)

    def test_the_league_table_has_the_direct_estimate_below(self) -> None:
        league = nma.league(nma.fit(contrasts(*TRIANGLE[:2])), "common")
        assert league.treatments == ("acupuncture", "no treatment", "sham")
        assert league.estimates[0, 2] == pytest.approx(-0.2)
        assert math.isnan(league.estimates[2, 0])
        assert league.estimates[1, 0] == pytest.approx(-0.6)
        assert league.low[1, 0] == pytest.approx(-0.6 - 1.959964 * 0.2)

    def test_splitting_a_triangle_by_hand(self) -> None:
        for method in ("back", "side"):
            one = nma.evidence(nma.fit(contrasts(*TRIANGLE)), "common", method)[0]
            assert one.share == pytest.approx(2 / 3)
            assert one.direct is not None and one.indirect is not None and one.difference is not None
            assert (one.direct.estimate, one.indirect.estimate) == pytest.approx((-0.6, -0.5))
            assert (one.difference.estimate, one.difference.se) == pytest.approx((-0.1, math.sqrt(0.12)))

    def test_without_head_to_head_trials_all_is_indirect_and_the_other_way_round(self) -> None:
        sides = {(one.treat1, one.treat2): one for one in nma.evidence(nma.fit(contrasts(*TRIANGLE[:2])))}
        assert sides["acupuncture", "sham"].direct is None
        assert sides["acupuncture", "sham"].indirect == sides["acupuncture", "sham"].network
        assert sides["acupuncture", "no treatment"].indirect is None
        with pytest.raises(BadInput, match="'sidde' is not a way to split"):
            nma.evidence(nma.fit(contrasts(*TRIANGLE)), method="sidde")

    def test_a_triangle_is_inconsistent_in_each_of_its_designs(self) -> None:
        found = nma.inconsistency(nma.fit(contrasts(*TRIANGLE)))
        assert [one.between.q for one in found.without] == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)
        assert found.between.q == pytest.approx(0.1**2 / 0.12)

    def test_heterogeneity_within_designs_softens_the_disagreement_between_them(self) -> None:
        """Trials at −0.6 and −1.2 differ by Q 4.5, so τ² is 3.5/25; their mean −0.9 then meets −0.5 round the loop."""
        again = ("Dorn 2004", "acupuncture", "no treatment", -1.2, 0.2)
        found = nma.inconsistency(nma.fit(contrasts(*TRIANGLE, again)))
        assert found.within.q == pytest.approx(4.5)
        assert found.tau2_within == pytest.approx(0.14)
        assert found.between.q == pytest.approx(0.4**2 / (0.02 + 0.08))
        assert found.between_random.q == pytest.approx(0.4**2 / (0.09 + 0.36))


class TestComponents:
    ROWS = (
        ("A", "acupuncture", "usual care", -1.0, 0.1),
        ("B", "acupuncture + exercise", "usual care", -1.5, 0.1),
        ("C", "exercise", "usual care", -0.4, 0.1),
    )

    def test_effects_add_up(self) -> None:
        found = nma.components(contrasts(*self.ROWS), inactive="usual care")
        effects = {one.name: one.value.estimate for one in found.components}
        assert effects == pytest.approx({"acupuncture": -31 / 30, "exercise": -13 / 30})  # by hand, 2 × 2
        assert {one.name: one.value.estimate for one in found.combinations}["acupuncture + exercise"] == pytest.approx(
            -44 / 30
        )
        assert found.difference is not None
        assert (found.difference.q, found.difference.df) == pytest.approx((0.01 / 0.03, 1))

    def test_components_join_what_no_trial_joins(self) -> None:
        rows = (self.ROWS[0], ("D", "acupuncture+exercise", "exercise + heat", -0.7, 0.1))
        data = contrasts(*rows, ("E", "heat", "heat+exercise", 0.3, 0.1))
        with pytest.raises(BadInput, match="3 parts"):
            nma.fit(data)
        found = nma.components(data, inactive="usual care", model="common")
        assert (found.standard, found.difference) == (None, None)
        assert len(found.parts) == 3
        effects = {one.name: one.value.estimate for one in found.components}
        assert effects == pytest.approx({"acupuncture": -1.0, "exercise": -0.3, "heat": -0.3})
        i, j = (found.estimates.treatments.index(name) for name in ("acupuncture", "heat"))
        assert found.estimates.effects[i, j] == pytest.approx(-0.7)

    def test_what_trials_cannot_tell_is_said(self) -> None:
        found = nma.components(contrasts(("A", "x+y", "z", 0.5, 0.1)), inactive="z")
        assert found.unidentifiable == ("x", "y")
        assert found.components == ()
        assert {one.name: one.value.estimate for one in found.combinations} == pytest.approx({"x+y": 0.5})
        alone = nma.components(contrasts(("A", "x", "y", 0.5, 0.1), ("B", "x", "y", 0.7, 0.1)), model="common")
        assert (alone.unidentifiable, alone.additive.df) == (("x", "y"), 1)
        assert alone.estimates.effects[0, 1] == pytest.approx(0.6)
        apart = nma.components(contrasts(("A", "x", "y", 0.5, 0.1), ("B", "u", "v", 0.2, 0.1)))
        place = apart.estimates.treatments.index
        assert math.isnan(apart.estimates.effects[place("x"), place("u")])
        assert apart.estimates.effects[place("x"), place("y")] == pytest.approx(0.5)

    @pytest.mark.parametrize(
        ("name", "options", "message"),
        [
            ("x+", {}, "'x\\+' has a component that is empty"),
            ("x+x", {}, "given twice"),
            ("x+z", {"inactive": "z"}, "inactive treatment"),
            ("x", {"inactive": "w"}, "'w' is not a treatment"),
            ("x", {"method": "PM"}, "'PM' is not a way"),
            ("x", {"model": "fixed"}, "'fixed' is not a model"),
        ],
    )
    def test_refusals(self, name: str, options: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput, match=message):
            nma.components(contrasts(("A", name, "z", 0.5, 0.1)), **options)


class TestRegression:
    ROWS = tuple(
        (f"Trial {at}", "acupuncture", "sham", effect, 0.1) for at, effect in enumerate((-0.2, -0.4, -0.6, -0.8))
    )

    def test_a_slope_by_hand_and_the_effect_where_bias_is_low(self) -> None:
        bias = {f"Trial {at}": float(at) for at in range(4)}
        found = nma.regress(contrasts(*self.ROWS), bias, name="risk of bias", reference="sham", centre=0.0)
        assert found.coefficient.estimate == pytest.approx(-0.2)
        assert found.coefficient.se == pytest.approx(0.1 / math.sqrt(5))
        assert found.estimates.effects[0, 1] == pytest.approx(-0.2)
        assert found.tau2 == pytest.approx(0.0)
        assert found.tau2_without > 0.01
        middle = nma.regress(contrasts(*self.ROWS), bias, name="risk of bias", reference="sham")
        assert (middle.centre, middle.estimates.effects[0, 1]) == pytest.approx((1.5, -0.5))

    def test_without_the_reference_the_covariate_says_nothing(self) -> None:
        rows = (*self.ROWS, ("Trial 4", "acupuncture", "heat", 0.3, 0.1))
        bias = {f"Trial {at}": float(at) for at in range(4)} | {"Trial 4": 99.0}
        found = nma.regress(contrasts(*rows), bias, name="risk of bias", reference="sham", centre=0.0)
        assert found.coefficient.estimate == pytest.approx(-0.2)
        assert found.estimates.effects[0, 1] == pytest.approx(0.3)

    def test_refusals(self) -> None:
        with pytest.raises(BadInput, match="Study 'Trial 3' has no risk of bias") as caught:
            bias = {f"Trial {at}": float(at) for at in range(3)}
            nma.regress(contrasts(*self.ROWS), bias, name="risk of bias", reference="sham")
        assert len(caught.value.faults) == 1
        with pytest.raises(BadInput, match="'risk of bias' does not vary"):
            bias = {f"Trial {at}": 1.0 for at in range(4)}
            nma.regress(contrasts(*self.ROWS), bias, name="risk of bias", reference="sham")
