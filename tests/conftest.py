"""What every test shares: the knowledge, a pathway, a way to say who somebody is; no network, no stored state."""

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("DEQI_VAR", tempfile.mkdtemp(prefix="deqi-test-"))

from deqi.core.case import Case, Observation, Person
from deqi.core.consultation import Consultation
from deqi.core.facts import Facts
from deqi.knowledge import Knowledge, load
from deqi.pathway import Pathway

settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None)
settings.register_profile("many", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).parents[1]
Someone = Callable[..., Case]
Consulted = Callable[[str], Consultation]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """All knowledge, as the program loads it."""
    return load()


@pytest.fixture(scope="session")
def pathway(knowledge: Knowledge) -> Pathway:
    """The pathway over it."""
    return Pathway(knowledge)


@pytest.fixture(scope="session")
def consulted(knowledge: Knowledge, pathway: Pathway) -> Consulted:
    """The consultation of a worked case by its id, made once: many tests look at each of them, and none changes it."""
    return cache(lambda example: pathway.consult(knowledge.examples[example]))


def someone(*present: str, absent: tuple[str, ...] = (), age: int | None = 40, sex: str | None = "female") -> Case:
    """A person who says these findings are there and those are not."""
    observation = Observation(present=present, absent=absent)
    return Case(id="someone", person=Person(age=age, sex=sex), observations=(observation,))


def asked(knowledge: Knowledge) -> tuple[str, ...]:
    """Every state that bears on safety, to be denied by somebody who was asked."""
    return tuple(id_ for id_ in knowledge.findings if id_.startswith("state."))


@pytest.fixture(scope="session")
def facts_of(pathway: Pathway) -> Callable[[Case], Facts]:
    """The facts of a case."""
    return pathway.facts


@pytest.fixture(scope="session")
def validation_data() -> Path:
    """The folder of published data to check against, which is not part of the project."""
    folder = os.environ.get("DEQI_VALIDATION_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("DEQI_VALIDATION_DATA names no folder with published data")
    return Path(folder)
