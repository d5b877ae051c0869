"""What the docs say of the experiments is what the model does, and an experiment can fail."""

import msgspec
import numpy as np
import pytest

from deqi.knowledge.store import load
from deqi.mechanism.experiments import put

KNOWLEDGE = load()
SOME = ("naloxone-2-hz", "not-rotated-no-adenosine", "a-fibres-cut", "st36-lowers-tnf", "rhythm-nociceptive")


@pytest.mark.parametrize("slow", ["bistable", "year-long"])
def test_every_experiment_was_put_to_each_structure(slow):
    put_there = [(found.experiment, found.place) for found in KNOWLEDGE.ensembles[slow].experiments]
    expected = [(id_, n) for id_, each in KNOWLEDGE.experiments.items() for n in range(len(each.expects))]
    assert put_there == expected


@pytest.mark.parametrize("slow", ["bistable", "year-long"])
@pytest.mark.parametrize("id_", SOME)
def test_an_experiment_shows_again_what_is_written_of_it(slow, id_):
    """Medians to two in a hundred: the last digits differ between processors."""
    written = [found for found in KNOWLEDGE.ensembles[slow].experiments if found.experiment == id_]
    for before, found in zip(written, put(KNOWLEDGE.experiments[id_], KNOWLEDGE, slow), strict=True):
        assert found.median == pytest.approx(before.median, rel=0.02, abs=0.01)


@pytest.mark.parametrize("slow", ["bistable", "year-long"])
def test_whether_they_agree_follows_from_the_bounds(slow):
    for found in KNOWLEDGE.ensembles[slow].experiments:
        expected = KNOWLEDGE.experiments[found.experiment].expects[found.place]
        least = -np.inf if expected.least is None else expected.least
        most = np.inf if expected.most is None else expected.most
        assert found.agrees == (least <= found.median <= most), found.experiment


def test_an_experiment_of_which_the_opposite_is_expected_fails():
    experiment = KNOWLEDGE.experiments["not-rotated-no-adenosine"]
    (found,) = put(experiment, KNOWLEDGE, "bistable", people=8)
    assert found.agrees
    turned = msgspec.structs.replace(experiment.expects[0], least=(experiment.expects[0].most or 0) + 1, most=None)
    (refuted,) = put(msgspec.structs.replace(experiment, expects=(turned,)), KNOWLEDGE, "bistable", people=8)
    assert not refuted.agrees
    assert refuted.median == found.median
