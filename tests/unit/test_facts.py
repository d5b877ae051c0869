"""Who said what, when: the latest word of one, and between two observers present wins."""

import datetime

import msgspec
import pytest

from deqi.core.case import Case, Finding, Observation, Observer, State
from deqi.core.facts import Vocabulary

DAY_1, DAY_8 = datetime.date(2026, 3, 1), datetime.date(2026, 3, 8)
LEG = Vocabulary(implies={"pain.calf": ("pain.leg",), "pain.leg": ("pain",)}, excludes={"acute": ("chronic",)})


def case(*observations: Observation) -> Case:
    return Case(id="case", observations=observations)


def test_what_nobody_said_is_unknown() -> None:
    facts = LEG.facts(case())
    assert facts.state("pain.leg") is None


def test_the_latest_word_of_one_observer_counts() -> None:
    facts = LEG.facts(case(Observation(at=DAY_1, present=("fever",)), Observation(at=DAY_8, absent=("fever",))))
    assert facts.state("fever") is False


def test_between_observers_present_wins_and_the_contradiction_is_kept() -> None:
    facts = LEG.facts(case(Observation(absent=("fever",)), Observation(by=Observer.PRACTITIONER, present=("fever",))))
    assert facts.state("fever") is True
    assert facts.contradicted == {"fever"}


def test_a_contradiction_of_one_observer_at_one_time_is_bad_input() -> None:
    with pytest.raises(ValueError, match="fever is both present and absent according to the patient"):
        case(Observation(present=("fever",), absent=("fever",)))


def test_a_finding_brings_what_it_implies() -> None:
    facts = LEG.facts(case(Observation(present=("pain.calf",))))
    assert facts.present == {"pain.calf", "pain.leg", "pain"}


def test_denying_the_general_denies_the_particular() -> None:
    facts = LEG.facts(case(Observation(absent=("pain.leg",))))
    assert facts.absent == {"pain.leg", "pain.calf"}


def test_denying_the_general_does_not_silence_the_particular() -> None:
    facts = LEG.facts(case(Observation(present=("pain.calf",), absent=("pain.leg",))))
    assert facts.state("pain.leg") is True
    assert facts.contradicted == {"pain.leg"}


def test_what_excludes_another_denies_it() -> None:
    assert LEG.facts(case(Observation(present=("acute",)))).state("chronic") is False


def test_severity_belongs_to_what_is_present() -> None:
    with pytest.raises(ValueError, match="severity"):
        Finding(id="pain.leg", state=State.ABSENT, severity=4)
    with pytest.raises(ValueError, match="not under present"):
        Observation(absent=("pain.leg",), severity={"pain.leg": 4})


@pytest.mark.parametrize("severity", [11, -1, 99])
def test_an_impossible_severity_is_refused(severity: int) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"present": ["pain.leg"], "severity": {"pain.leg": severity}}, Observation)


def test_supposing_an_answer_is_the_same_as_hearing_it() -> None:
    before = LEG.facts(case(Observation(present=("pain",), absent=("x",))))
    yes = LEG.supposing(before, "pain.calf", present=True)
    heard = LEG.facts(case(Observation(present=("pain", "pain.calf"), absent=("x",))))
    assert (yes.present, yes.absent) == (heard.present, heard.absent)
    no = LEG.supposing(before, "pain.leg", present=False)
    denied = LEG.facts(case(Observation(present=("pain",), absent=("x", "pain.leg"))))
    assert (no.present, no.absent) == (denied.present, denied.absent)
    assert LEG.supposing(before, "acute", present=True).state("chronic") is False


def test_a_later_unknown_takes_back_a_no_and_never_a_yes() -> None:
    facts = LEG.facts(
        case(
            Observation(at=DAY_1, present=("fever",), absent=("chills",)),
            Observation(at=DAY_8, unknown=("fever", "chills")),
        )
    )
    assert facts.state("fever") is True
    assert facts.state("chills") is None
