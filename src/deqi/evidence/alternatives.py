"""What else there is, doing nothing included, and what to do after a visit, each with its grade."""

from collections.abc import Sequence

from deqi.core.conditions import holds
from deqi.core.facts import Facts
from deqi.core.plan import AftercareAdvice, Alternative, Answered
from deqi.core.provenance import confirmed
from deqi.knowledge import Knowledge


def alternatives(knowledge: Knowledge, complaint: str) -> tuple[Alternative, ...]:
    """Other treatments of the complaint."""
    concerned = (t for t in knowledge.treatments.values() if complaint in t.conditions)
    return tuple(
        Alternative(id=t.id, name=t.labels, summary=t.summary, effort=t.effort, claims=confirmed(t.claims))
        for t in concerned
    )


def aftercare(knowledge: Knowledge, facts: Facts, techniques: frozenset[str]) -> tuple[AftercareAdvice, ...]:
    """Advice for a plan that uses these techniques."""
    chosen = (
        advice
        for advice in knowledge.aftercare.values()
        if (advice.when is None or holds(advice.when, facts))
        and (advice.technique is None or advice.technique in techniques)
    )
    order = {"safety": 0, "evidence": 1, "custom": 2}
    return tuple(
        AftercareAdvice(id=a.id, advice=a.advice, basis=a.basis, claims=confirmed(a.claims))
        for a in sorted(chosen, key=lambda a: (order[a.basis], a.id))
    )


def answers(knowledge: Knowledge, complaints: Sequence[str]) -> tuple[Answered, ...]:
    """Questions that people with these complaints ask, those that everybody asks first."""
    concerned = (
        a for a in knowledge.answers.values() if not a.conditions or not set(complaints).isdisjoint(a.conditions)
    )
    return tuple(
        Answered(id=a.id, question=a.labels, answer=a.answer, claims=confirmed(a.claims))
        for a in sorted(concerned, key=lambda a: (bool(a.conditions), a.order, a.id))
    )
