"""Which part of the mechanism acts on which: read off the equations, never typed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

import numpy as np
import sympy as sp

from deqi.core.values import Value
from deqi.knowledge.entities import Mechanism
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.model import MODEL, Model
from deqi.mechanism.model.symbols import TIME

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
TRIED, BUMP, SEED = 16, 1e-4, 1  # points at which a direction is tried, and by how much a state is moved there
SWITCHED_ON = 0.5


class Direction(StrEnum):
    """What more of the one does to the other."""

    RAISES = "raises"
    LOWERS = "lowers"
    BOTH = "both"  # several states of a part pull in different ways, or it depends on where they are
    SCALES = "scales"  # a parameter of the first stands there, and no state


class Map(Value, frozen=True, kw_only=True, dict=True):
    """The parts and their arrows.

    `arrows`: a state of the first part stands in the rates of the second's states. `scales`: the first has no
    state, but a parameter of it stands there. `read`: a state of the first stands in what a person would rate,
    of which the second holds the scale. `directions`: what each does there.
    """

    parts: tuple[str, ...]
    arrows: frozenset[Arrow]
    scales: frozenset[Arrow]
    read: frozenset[Arrow]
    directions: Mapping[Arrow, Direction]

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
    parameters = {parameter.symbol: part for part in mechanism.values() for parameter in part.parameters}
    scales = {
        (parameters[name].id, states[str(symbol)])
        for symbol, rate in model.rates.items()
        for name in map(str, model.expanded(rate).free_symbols)
        if name in parameters and not parameters[name].states
    }
    reading = {
        output: parameters[name].id
        for output, expression in model.outputs.items()
        for name in map(str, model.expanded(expression).free_symbols)
        if name in parameters and not parameters[name].states
    }
    signs = dict[Arrow, set[float]]()
    for (source, target), found in _signs(mechanism, model).items():
        arrow = (states[source], reading.get(target) or states[target])
        signs.setdefault(arrow, set()).update(found)
    signs = {(one, other): found for (one, other), found in signs.items() if one != other}
    read = {arrow for arrow in signs if arrow[1] in reading.values()}
    return Map(
        parts=tuple(part for group in GROUPS.values() for part in group if part in mechanism),
        arrows=frozenset(set(signs) - read),
        scales=frozenset(scales),
        read=frozenset(read),
        directions=dict.fromkeys(scales, Direction.SCALES)
        | {arrow: _direction(found) for arrow, found in signs.items()},
    )


def _direction(signs: set[float]) -> Direction:
    return {(1.0,): Direction.RAISES, (-1.0,): Direction.LOWERS, (-1.0, 1.0): Direction.BOTH}[tuple(sorted(signs))]


def _signs(mechanism: Mapping[str, Mechanism], model: Model) -> dict[Arrow, set[float]]:
    """Of each pair of a state and a rate or output in which it stands: the signs of what more of it does.

    Tried at points drawn from the states' whole room, with everything given at a middling dose, nothing blocked, and
    what one of the structures switches off switched on.
    """
    expressions = {str(n): model.expanded(e) for n, e in (model.rates | model.outputs).items()}
    arguments = [*model.states, *model.inputs, *model.parameters, str(TIME)]
    rates = sp.lambdify([sp.Symbol(name, real=True) for name in arguments], list(expressions.values()), cse=True)
    known = {p.symbol: p.value or SWITCHED_ON for part in mechanism.values() for p in part.parameters}
    starts = {s.symbol: s.start for part in mechanism.values() for s in part.states}
    given = [0.0 if name.startswith(("block_", "cut_")) else 0.5 for name in model.inputs]
    fixed = [*given, *(known[name] for name in model.parameters), 0.0]
    least = np.array([[np.floor(starts[name])] for name in model.states])  # what is 1 at rest and below it at no time
    points = least + np.random.default_rng(SEED).uniform(0.05, 0.95, (len(least), TRIED))

    def at(values: Array) -> Array:
        return np.array([np.broadcast_to(rate, TRIED) for rate in rates(*values, *fixed)])

    before, found = at(points), dict[Arrow, set[float]]()
    for row, state in enumerate(model.states):
        moved = points.copy()
        moved[row] += BUMP
        change = np.sign(at(moved) - before)
        for name, signs in zip(expressions, change, strict=True):
            if sp.Symbol(state, real=True) in expressions[name].free_symbols:
                found[state, name] = {float(sign) for sign in signs if sign}
    return found
