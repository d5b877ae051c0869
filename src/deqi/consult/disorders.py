"""The prior by complaint: which disorders of the tradition a person comes with, and what textbooks find in them."""

from __future__ import annotations

from collections.abc import Sequence

from deqi.consult.wording import found_in
from deqi.core.codes import Id
from deqi.core.conditions import findings_in, holds
from deqi.core.facts import Facts
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Disorder, Often

MOST = 2  # complaints that set the prior: what comes later in a story is company
# in log odds; judged, and tried against cases that are not set aside (docs/adr/0016)
SHIFT = {Often.COMMON: 1.0, Often.USUAL: 0.5, Often.SELDOM: -0.4}
NOT_NAMED = -0.4


def disorders_of(knowledge: Knowledge, facts: Facts, chief: Sequence[Id]) -> tuple[Id, ...]:
    """The disorders that the chief findings denote, at most two: the first told first, then what more denotes."""
    place = {finding: at for at, finding in reversed(list(enumerate(chief)))}
    told = {
        disorder.id: min((place[f] for f in findings_in(disorder.denoted_by) if f in place), default=None)
        for disorder in knowledge.disorders.values()
        if holds(disorder.denoted_by, facts)
    }

    def rank(id_: Id) -> tuple[int, int, str]:
        return told[id_] or 0, -len(found_in(knowledge.disorders[id_].denoted_by, facts)), id_

    return tuple(sorted((id_ for id_, at in told.items() if at is not None), key=rank)[:MOST])


def usual_in(knowledge: Knowledge, disorders: Sequence[Id], element: Id) -> tuple[float, Disorder | None]:
    """By how much the disorders move an element's prior, and which one of them; nothing without a disorder."""
    found = [(_shift(disorder, element), disorder) for disorder in map(knowledge.disorders.__getitem__, disorders)]
    return max(found, key=lambda pair: pair[0], default=(0.0, None))


def _shift(disorder: Disorder, element: Id) -> float:
    named = {Often.COMMON: disorder.common, Often.USUAL: disorder.usual, Often.SELDOM: disorder.seldom}
    return next((SHIFT[often] for often, elements in named.items() if element in elements), NOT_NAMED)
