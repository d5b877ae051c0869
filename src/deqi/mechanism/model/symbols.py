"""The alphabet of the model's equations: names that become sympy symbols, and the two curves they share."""

from dataclasses import dataclass, field

import sympy as sp


class Names:
    """Symbols by attribute: `state.Ado`, `param.v_ada`. A symbol is the same wherever its name stands."""

    def __getattr__(self, name: str) -> sp.Symbol:
        return sp.Symbol(name, real=True)


state = Names()  # what changes with time
param = Names()  # what differs from person to person, and stays
given = Names()  # what is done to the person: constant within a segment of the schedule
quantity = Names()  # a shorthand that several equations share

TIME = sp.Symbol("t", real=True)  # minutes since the person entered the study
DAY = 1440  # minutes


@dataclass(frozen=True)
class Part:
    """A part of the model: how fast its states change (per minute), and the shorthands it defines."""

    rates: dict[sp.Symbol, sp.Expr]
    quantities: dict[sp.Symbol, sp.Expr] = field(default_factory=dict)


def saturates(x: sp.Expr, half: sp.Expr) -> sp.Expr:
    """Michaelis and Menten: half of the most at `half`."""
    return x / (half + x)


def switches(x: sp.Expr, half: sp.Expr) -> sp.Expr:
    """Hill's curve of order two: little below `half`, much above it."""
    return x**2 / (half**2 + x**2)


def relaxes(x: sp.Symbol, target: sp.Expr, minutes: sp.Expr) -> sp.Expr:
    """The rate of a state that goes to its target with a time constant in minutes."""
    return (target - x) / minutes
