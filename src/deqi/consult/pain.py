"""The type of pain as probabilities, by published criteria, with the formal gradings beside them."""

import math

from deqi.consult.odds import Weighed, logit, sigmoid, signed, weigh
from deqi.core.assessment import GradingResult, Mechanism, Pain, PainReasons
from deqi.core.conditions import holds
from deqi.core.facts import Facts
from deqi.core.provenance import Lane
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import PainType

MIXED = 0.5  # two types each more likely than not, each with findings of its own
TEMPORAL = {"acute": "course.under-6-weeks", "subacute": "course.6-to-12-weeks", "chronic": "course.over-12-weeks"}


def pain(knowledge: Knowledge, facts: Facts) -> Pain:
    """Shares of the three types (softmax of their log odds), and whether it is mixed."""
    weighed = {id_: _weigh(type_, facts, knowledge) for id_, type_ in knowledge.pain_types.items()}
    likely = [w for w in weighed.values() if sigmoid(w.log_odds) > MIXED and w.supports]
    return Pain(
        temporal=next((name for name, finding in TEMPORAL.items() if facts.state(finding)), "unknown"),
        mechanism=Mechanism(**_softmax({id_: w.log_odds for id_, w in weighed.items()})),
        mixed=len(likely) > 1,
        gradings=tuple(_grade(type_, facts) for type_ in knowledge.pain_types.values() if type_.grading),
        reasons=tuple(
            PainReasons(
                type=id_,
                name=knowledge.pain_types[id_].labels,
                probability=round(sigmoid(w.log_odds), 4),
                supports=w.supports,
                opposes=w.opposes,
            )
            for id_, w in weighed.items()
        ),
    )


def _weigh(type_: PainType, facts: Facts, knowledge: Knowledge) -> Weighed:
    clues = signed(type_.clues_for, type_.clues_against)
    return weigh(logit(type_.prior), clues, facts, knowledge, lane=Lane.EVIDENCE, rule=type_.id, sources=type_.sources)


def _softmax(log_odds: dict[str, float]) -> dict[str, float]:
    top = max(log_odds.values())
    weights = {id_: math.exp(value - top) for id_, value in log_odds.items()}
    total = sum(weights.values())
    return {id_: weight / total for id_, weight in weights.items()}


def _grade(type_: PainType, facts: Facts) -> GradingResult:
    """The highest step reached; each step needs the one before."""
    assert type_.grading is not None
    reached = None
    for step in type_.grading.steps:
        if not holds(step.when, facts):
            break
        reached = step
    return GradingResult(
        type=type_.id,
        name=type_.grading.name,
        grade=reached.grade if reached else None,
        grade_name=reached.labels if reached else None,
        sources=type_.grading.sources,
    )
