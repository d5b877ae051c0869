"""The whole model, put together from its parts and checked for what is missing or said twice."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import sympy as sp

from deqi.mechanism.model.descending import DESCENDING
from deqi.mechanism.model.drugs import DRUGS
from deqi.mechanism.model.gate import GATE
from deqi.mechanism.model.immune import IMMUNE
from deqi.mechanism.model.needle import NEEDLE
from deqi.mechanism.model.opioids import OPIOIDS
from deqi.mechanism.model.slow import SLOW
from deqi.mechanism.model.symbols import TIME, Part, param, state
from deqi.mechanism.model.tissue import TISSUE

PARTS = (NEEDLE, TISSUE, GATE, DESCENDING, OPIOIDS, IMMUNE, SLOW, DRUGS)

INPUTS = [
    "needle",
    "drive_a",
    "drive_c",
    "twist",
    "near",
    "vagal",
    "low",
    "high",
    "heat",
    "warm",
    "care",
    "exercise",
    "nsaid",
    "opioid",
    "endotoxin",
    "block_mu",
    "block_delta",
    "block_kappa",
    "block_a1",
    "block_ada",
    "block_cck",
    "block_mast",
    "cut_a",
    "cut_c",
    "cut_vagus",
    "cut_adrenal",
]


def _felt(transmission: sp.Symbol) -> sp.Expr:
    """Pain from 0 to 10 as a person would rate it: 10 where every cell fires and nothing takes a part of it away."""
    rising = (1 + param.k_pain) * transmission / (param.k_pain + transmission)
    return 10 * rising * (1 - param.g_da_pain * state.DA)


OUTPUTS = {"pain": _felt(state.Tr), "pain_far": _felt(state.TrFar)}


@dataclass(frozen=True)
class Model:
    """States, quantities, outputs as expressions of states, parameters, inputs and time in minutes."""

    rates: dict[sp.Symbol, sp.Expr]
    quantities: dict[sp.Symbol, sp.Expr]
    outputs: dict[str, sp.Expr]
    inputs: tuple[str, ...]

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Names of the states in the order of every array that holds them."""
        return tuple(str(symbol) for symbol in self.rates)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, sorted: every symbol that is nothing else."""
        used = set[str]()
        for expression in (*self.rates.values(), *self.quantities.values(), *self.outputs.values()):
            used |= {str(symbol) for symbol in expression.free_symbols}
        return tuple(sorted(used - {*self.states, *map(str, self.quantities), *self.inputs, str(TIME)}))

    @cached_property
    def digest(self) -> str:
        """The equations in a few characters: what was calibrated to others, or kept from others, is told by it."""
        equations = (self.rates | self.quantities | self.outputs).items()
        text = "\n".join(f"{symbol} = {expression}" for symbol, expression in equations)
        return sha256(text.encode()).hexdigest()[:16]

    def expanded(self, expression: sp.Expr) -> sp.Expr:
        """An expression with every quantity written out."""
        while any(symbol in self.quantities for symbol in expression.free_symbols):
            expression = expression.xreplace(self.quantities)
        return expression


def assemble(parts: tuple[Part, ...]) -> Model:
    """One model of several parts.

    Raises:
        ValueError: two parts define the same state or quantity.
    """
    rates: dict[sp.Symbol, sp.Expr] = {}
    quantities: dict[sp.Symbol, sp.Expr] = {}
    for part in parts:
        for symbol, expression in (*part.rates.items(), *part.quantities.items()):
            if symbol in rates or symbol in quantities:
                raise ValueError(f"'{symbol}' is defined twice")
            (rates if symbol in part.rates else quantities)[symbol] = sp.sympify(expression)
    return Model(rates=rates, quantities=quantities, outputs=OUTPUTS, inputs=tuple(INPUTS))


MODEL = assemble(PARTS)
