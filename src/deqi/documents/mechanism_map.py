"""Which part of the mechanism acts on which: read off the equations, never typed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from deqi.core.values import Value
from deqi.knowledge.entities import Mechanism
from deqi.mechanism.model import MODEL, Model

# where in the body, or how slowly, a part works; each part stands in one group
GROUPS: dict[str, tuple[str, ...]] = {
    "needle": ("needle-dose", "needle-afferents", "purines", "mast-cells", "axon-reflex"),
    "cord": ("gate", "projection", "enkephalin", "dynorphin", "glia"),
    "brain": ("expectation", "descending", "serotonin", "dopamine", "endorphin", "cck", "reading-pain"),
    "body": (
        "tissue", "prostaglandins", "nf-kb", "cytokines", "vagal-reflex", "nsaid", "opioid", "opioid-blockers",
        "daily-rhythm",
    ),
    "weeks": ("central-sensitisation", "silent-synapses", "pain-memory", "descending-capacity", "opioid-tolerance"),
}  # fmt: skip

Arrow = tuple[str, str]


class Map(Value, frozen=True, kw_only=True, dict=True):
    """The parts and their arrows.

    `arrows`: a state of the first part stands in the rates of the second's states. `scales`: the first has no
    state, but a parameter of it stands there. `read`: a state of the first stands in what a person would rate,
    of which the second holds the scale.
    """

    parts: tuple[str, ...]
    arrows: frozenset[Arrow]
    scales: frozenset[Arrow]
    read: frozenset[Arrow]

    @cached_property
    def all(self) -> frozenset[Arrow]:
        """Every arrow of any kind."""
        return self.arrows | self.scales | self.read

    def acts_on(self, part: str) -> tuple[str, ...]:
        """What a part acts on, in the order of the parts."""
        return tuple(other for other in self.parts if (part, other) in self.all)

    def acted_on_by(self, part: str) -> tuple[str, ...]:
        """What acts on a part, in the order of the parts."""
        return tuple(other for other in self.parts if (other, part) in self.all)


def map_of(mechanism: Mapping[str, Mechanism], model: Model = MODEL) -> Map:
    """The arrows between parts, as the equations with every shorthand written out have them."""
    states = {state.symbol: part.id for part in mechanism.values() for state in part.states}
    parameters = {parameter.symbol: part.id for part in mechanism.values() for parameter in part.parameters}
    stateless = {part.id for part in mechanism.values() if not part.states}
    arrows, scales = set[Arrow](), set[Arrow]()
    for symbol, rate in model.rates.items():
        target = states[str(symbol)]
        for name in map(str, model.expanded(rate).free_symbols):
            if name in states:
                arrows.add((states[name], target))
            elif parameters.get(name) in stateless:
                scales.add((parameters[name], target))
    read = set[Arrow]()
    for output in model.outputs.values():
        names = {str(symbol) for symbol in model.expanded(output).free_symbols}
        scale = {parameters[name] for name in names & set(parameters)} & stateless
        read |= {(states[name], part) for name in names & set(states) for part in scale}
    return Map(
        parts=tuple(part for group in GROUPS.values() for part in group if part in mechanism),
        arrows=frozenset((one, other) for one, other in arrows if one != other),
        scales=frozenset(scales),
        read=frozenset(read),
    )
