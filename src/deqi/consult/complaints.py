"""What a person comes for: the complaints that the findings denote, each said once by the one that says most."""

from __future__ import annotations

from collections.abc import Sequence

from deqi.consult.wording import found_in
from deqi.core.codes import Id
from deqi.core.conditions import findings_in, holds
from deqi.core.facts import Facts
from deqi.knowledge import Knowledge

MOST = 3  # complaints that one visit serves; what comes later in a story is company


def complaints_of(knowledge: Knowledge, facts: Facts, chief: Sequence[Id] = ()) -> tuple[Id, ...]:
    """The complaints that the findings denote, at most three, the first told first.

    A complaint that says more stands for the plainer ones that the same findings denote: migraine for
    headache. Where it is known what the person came for, what only other findings denote is left aside.
    """
    denoted = {c.id for c in knowledge.conditions.values() if holds(c.denoted_by, facts)}
    stood_for = {other for id_ in denoted for other in knowledge.conditions[id_].stands_for}
    place = {finding: at for at, finding in reversed(list(enumerate(chief)))}

    def told(id_: Id) -> int | None:
        denoting = findings_in(knowledge.conditions[id_].denoted_by)
        return min((place[finding] for finding in denoting if finding in place), default=None)

    def rank(id_: Id) -> tuple[int, int, str]:
        return told(id_) or 0, -len(found_in(knowledge.conditions[id_].denoted_by, facts)), id_

    own = denoted - stood_for
    came_for = {id_ for id_ in own if told(id_) is not None} or own
    return tuple(sorted(came_for, key=rank)[:MOST])
