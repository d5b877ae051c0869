"""Every red flag fires, keeps silent, and is not fooled by denial, the past, the family or an if."""

import pytest

from deqi.consult import read_note
from deqi.consult.triage import triage
from deqi.core.assessment import Level
from deqi.core.case import Case, Observation, Person
from deqi.core.conditions import findings_in
from deqi.knowledge import Knowledge, load
from deqi.knowledge.entities import RedFlag
from deqi.pathway import Pathway

FLAGS = sorted(load().red_flags.values(), key=lambda flag: flag.id)
SETS = [(flag, found) for flag in FLAGS for found in flag.fires]
SILENT = [(flag, found) for flag in FLAGS for found in flag.silent]
FINDINGS = sorted({finding for flag in FLAGS for finding in findings_in(flag.when)})


def fired(pathway: Pathway, flag: RedFlag, present: tuple[str, ...], absent: tuple[str, ...] = ()) -> set[str]:
    person = Person(age=flag.example_age, sex=flag.example_sex)
    case = Case(id="case", person=person, observations=(Observation(present=present, absent=absent),))
    return {found.id for found in triage(pathway.knowledge, pathway.facts(case), ()).flags}


@pytest.mark.parametrize(("flag", "found"), SETS, ids=lambda value: getattr(value, "id", None))
def test_it_fires(flag: RedFlag, found: tuple[str, ...], pathway: Pathway) -> None:
    assert flag.id in fired(pathway, flag, found)


@pytest.mark.parametrize(("flag", "found"), SILENT, ids=lambda value: getattr(value, "id", None))
def test_it_keeps_silent(flag: RedFlag, found: tuple[str, ...], pathway: Pathway) -> None:
    assert flag.id not in fired(pathway, flag, found)


@pytest.mark.parametrize(("flag", "found"), SETS, ids=lambda value: getattr(value, "id", None))
def test_denied_it_does_not_fire(flag: RedFlag, found: tuple[str, ...], pathway: Pathway) -> None:
    assert flag.id not in fired(pathway, flag, (), found)


@pytest.mark.parametrize(("flag", "found"), SETS, ids=lambda value: getattr(value, "id", None))
def test_it_fires_whatever_else_is_unknown_or_denied(flag: RedFlag, found: tuple[str, ...], pathway: Pathway) -> None:
    others = tuple(f for f in FINDINGS if f not in found)
    assert flag.id in fired(pathway, flag, found, others)


SAYINGS = [
    "Belching. Denies {en}.",
    "Belching. No {en}.",
    "Belching. Her mother had {en}.",
    "Belching. If there is {en}, go to hospital.",
    "嗳气。否认{zh}。",
    "嗳气。无{zh}。",
    "嗳气。其母有{zh}。",
    "嗳气。如出现{zh}，请就医。",
]


@pytest.mark.parametrize("finding", FINDINGS)
def test_what_is_denied_of_another_or_supposed_is_not_present(finding: str, knowledge: Knowledge) -> None:
    label = knowledge.findings[finding].labels
    notes = [saying.format(en=label.en[0].lower() + label.en[1:], zh=label.zh_hans) for saying in SAYINGS]
    read = {note: read_note(knowledge, note, "note").case.observations[0] for note in notes}
    assert [note for note, observation in read.items() if finding in observation.present] == []


@pytest.mark.parametrize("finding", FINDINGS)
def test_what_is_said_plainly_is_present(finding: str, knowledge: Knowledge) -> None:
    label = knowledge.findings[finding].labels
    for note in (f"Today: {label.en}.", f"今诉{label.zh_hans}。", f"今訴{label.zh_hant}。"):
        assert finding in read_note(knowledge, note, "note").case.observations[0].present, note


def test_a_numb_saddle_is_an_emergency_at_any_age(pathway: Pathway) -> None:
    for age in (None, 8, 25, 50, 90):
        case = Case(
            id="case", person=Person(age=age), observations=(Observation(present=("pain.low-back", "numbness.saddle")),)
        )
        result = pathway.consult(case)
        assert result.triage.level is Level.EMERGENCY
        assert result.plan is None
        assert result.letter is not None
        assert result.expectation is None
