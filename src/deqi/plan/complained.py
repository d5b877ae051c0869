"""A complaint as the plan sees it: what is known of its care, what is known of this person's, and the painful side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deqi.core.facts import Facts
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import ConditionEntity

LEFT_SIDE, RIGHT_SIDE = "pain.one-sided-left", "pain.one-sided-right"


class Complained(Value, frozen=True, kw_only=True):
    """A complaint with the facts that describe it."""

    condition: ConditionEntity
    facts: Facts

    @property
    def painful(self) -> str | None:
        """The side that hurts; None where both do or it is not known."""
        left, right = self.facts.state(LEFT_SIDE) is True, self.facts.state(RIGHT_SIDE) is True
        return None if left == right else "left" if left else "right"

    def hurts_at(self, regions: Sequence[str]) -> bool:
        """Whether a point in these regions lies where it hurts."""
        return not set(self.condition.regions).isdisjoint(regions)


def complained(
    knowledge: Knowledge, complaints: Sequence[str], facts: Facts, own: Mapping[str, Facts]
) -> tuple[Complained, ...]:
    """The complaints, the first one first, each with its own facts where it has any."""
    return tuple(Complained(condition=knowledge.conditions[id_], facts=own.get(id_, facts)) for id_ in complaints)
