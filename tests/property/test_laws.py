"""Laws of the whole: order does not matter, more positives never calm, unknown never clears."""

from __future__ import annotations

import random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from deqi.consult.patterns import patterns, weigh_elements
from deqi.core.assessment import Level
from deqi.core.case import Case, Observation, Observer, Person
from deqi.core.conditions import Condition, findings_in
from deqi.knowledge import load
from deqi.knowledge.entities import Pattern
from deqi.pathway import Pathway

PATHWAY = Pathway(load())
FINDINGS = sorted(PATHWAY.knowledge.findings)
RED = sorted({f for flag in PATHWAY.knowledge.red_flags.values() for found in flag.fires for f in found})
some = st.sets(st.sampled_from(FINDINGS) | st.sampled_from(RED), max_size=14)
persons = st.builds(Person, age=st.none() | st.integers(1, 99), sex=st.sampled_from([None, "female", "male"]))


def level(person: Person, present: set[str], absent: set[str] = frozenset()) -> Level:
    observation = Observation(present=tuple(sorted(present)), absent=tuple(sorted(absent - present)))
    case = Case(id="case", person=person, observations=(observation,))
    return PATHWAY.assess(case).triage.level


@given(persons, some, some, st.sampled_from(FINDINGS))
def test_one_more_positive_never_lowers_the_level(
    person: Person, present: set[str], absent: set[str], more: str
) -> None:
    assert level(person, present | {more}, absent - {more}).rank >= level(person, present, absent - {more}).rank


@given(persons, some, some)
def test_forgetting_an_answer_never_lowers_the_level(person: Person, present: set[str], absent: set[str]) -> None:
    assert level(person, present).rank >= level(person, present, absent).rank


@given(persons, some, some, st.randoms(use_true_random=False))
def test_order_changes_nothing(person: Person, present: set[str], absent: set[str], rng: random.Random) -> None:
    there, gone = sorted(present), sorted(absent - present)
    plain = Case(id="c", person=person, observations=(Observation(present=tuple(there), absent=tuple(gone)),))
    rng.shuffle(there)
    rng.shuffle(gone)
    cut = rng.randint(0, len(there))
    parts = [
        Observation(present=tuple(there[:cut])),
        Observation(absent=tuple(gone)),
        Observation(present=tuple(there[cut:])),
    ]
    rng.shuffle(parts)
    shuffled = Case(id="c", person=person, observations=tuple(parts))
    assert msgspec.json.encode(PATHWAY.consult(plain)) == msgspec.json.encode(PATHWAY.consult(shuffled))


@given(persons, some, st.sampled_from(RED))
def test_a_contradiction_is_shown_and_present_wins(person: Person, present: set[str], red: str) -> None:
    said = Case(
        id="c",
        person=person,
        observations=(
            Observation(present=tuple(sorted(present | {red}))),
            Observation(by=Observer.PRACTITIONER, absent=(red,)),
        ),
    )
    triage = PATHWAY.assess(said).triage
    assert red in triage.contradicted
    assert triage.level is level(person, present | {red})


@given(persons, some)
def test_no_red_flag_is_never_an_all_clear(person: Person, present: set[str]) -> None:
    case = Case(
        id="c", person=person, complaints=("low-back-pain",), observations=(Observation(present=tuple(present)),)
    )
    triage = PATHWAY.assess(case).triage
    open_ = {rule.id for rule in triage.not_asked}
    decided = {flag.id for flag in triage.flags}
    concerned = {f.id for f in PATHWAY.knowledge.red_flags.values() if "low-back-pain" in f.regions}
    # nothing was denied, so whatever did not fire stands as not asked, unless sex or age rules it out
    for id_ in concerned - decided - open_:
        assert person.age is not None or person.sex is not None or PATHWAY.facts(case).absent, id_


@given(persons, some, some)
def test_every_consultation_says_what_is_missing(person: Person, present: set[str], absent: set[str]) -> None:
    observation = Observation(present=tuple(sorted(present)), absent=tuple(sorted(absent - present)))
    result = PATHWAY.consult(Case(id="c", person=person, observations=(observation,)))
    assert (result.plan is None) == (result.no_plan_because is not None)
    assert (result.letter is None) == (result.triage.level.rank < Level.REFER.rank)
    if result.triage.level.rank >= Level.SAME_DAY.rank:
        assert result.plan is None and result.expectation is None and result.aftercare == ()
    sources = {citation.id for citation in result.citations}
    assert all(set(reason.sources) <= sources for c in result.causes for reason in c.supports + c.opposes)


def speaks_only_for(pattern: Pattern) -> list[str]:
    """Findings that stand, with all that follows from them, nowhere among what speaks against a pattern."""
    knowledge = PATHWAY.knowledge
    owners = [pattern, *(knowledge.elements[e] for e in pattern.elements)]
    supports = {f for owner in owners for clue in owner.clues_for for f in findings_in(clue.when)}
    opposes = {f for owner in owners for clue in owner.clues_against for f in findings_in(clue.when)}
    silent = {f for owner in owners for clue in owner.clues_for for f in absences_in(clue.when)}
    return sorted(f for f in supports - silent if not PATHWAY.facts(case_of({f})).present & opposes)


def absences_in(condition: Condition) -> set[str]:
    """The findings whose absence a condition asks for."""
    if isinstance(condition, str):
        return set()
    own = {condition.absent} if condition.absent else set()
    return own.union(*(absences_in(part) for part in (*condition.all, *condition.any, *condition.of)))


def case_of(present: set[str], absent: set[str] = frozenset()) -> Case:
    observation = Observation(present=tuple(sorted(present)), absent=tuple(sorted(absent - present)))
    return Case(id="c", observations=(observation,))


@given(st.data(), some, some)
def test_a_finding_that_speaks_for_a_pattern_never_lowers_it(
    data: st.DataObject, present: set[str], absent: set[str]
) -> None:
    pattern = PATHWAY.knowledge.patterns[data.draw(st.sampled_from(sorted(PATHWAY.knowledge.patterns)))]
    more = data.draw(st.sampled_from(speaks_only_for(pattern)))
    # what the new finding excludes would fall away, which is another change than the one that is asked about
    present -= set(PATHWAY.knowledge.findings[more].excludes)

    def odds(case: Case) -> float:
        facts = PATHWAY.facts(case)
        weighed = weigh_elements(PATHWAY.knowledge, facts)
        return next(p.log_odds for p in patterns(PATHWAY.knowledge, facts, weighed, None) if p.id == pattern.id)

    assert odds(case_of(present | {more}, absent - {more})) >= odds(case_of(present, absent - {more})) - 1e-9
