"""The model's equations as MathML, made from the very expressions that the solver's code is made from."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp
from sympy.printing.mathml import MathMLPresentationPrinter

from deqi.core.values import Value
from deqi.knowledge.entities import Mechanism
from deqi.mechanism.model import MODEL

TIMES = "\u22c5"  # a dot: names of several letters side by side would run together


class Equation(Value, frozen=True, kw_only=True):
    """One equation: the name of what it defines, and the whole as MathML."""

    symbol: str
    kind: str  # rate | quantity | output
    mathml: str
    text: str  # for whoever does not see MathML


def equations_of(part: Mechanism) -> tuple[Equation, ...]:
    """How fast a part's states change, with the shorthands in it; of the part that reads pain, the reading."""
    return _equations(tuple(state.symbol for state in part.states), tuple(p.symbol for p in part.parameters))


@lru_cache(maxsize=128)
def _equations(states: tuple[str, ...], parameters: tuple[str, ...]) -> tuple[Equation, ...]:
    found = [(symbol, rate) for symbol, rate in MODEL.rates.items() if str(symbol) in states]
    equations = [_equation(str(symbol), rate, "rate") for symbol, rate in found]
    expressions = [rate for _symbol, rate in found]
    if not states:
        for name, output in MODEL.outputs.items():
            if {str(symbol) for symbol in output.free_symbols} & set(parameters):
                equations.append(_equation(name, output, "output"))
        # a part without states shows the shorthands in which its own parameters stand
        holding = [q for q, e in MODEL.quantities.items() if {str(s) for s in e.free_symbols} & set(parameters)]
        return (*equations, *(_equation(str(q), MODEL.quantities[q], "quantity") for q in holding))
    return (*equations, *(_equation(str(q), MODEL.quantities[q], "quantity") for q in _used(expressions)))


def _used(expressions: list[sp.Expr]) -> list[sp.Symbol]:
    """The shorthands that stand in expressions, and those that stand in these."""
    found: list[sp.Symbol] = []
    waiting = list(expressions)
    while waiting:
        symbols = waiting.pop(0).free_symbols
        for quantity in MODEL.quantities:
            if quantity in symbols and quantity not in found:
                found.append(quantity)
                waiting.append(MODEL.quantities[quantity])
    return found


def _equation(symbol: str, expression: sp.Expr, kind: str) -> Equation:
    name = printed(symbol)
    left = f"<mfrac><mrow><mi>d</mi>{name}</mrow><mrow><mi>d</mi><mi>t</mi></mrow></mfrac>" if kind == "rate" else name
    body = MathMLPresentationPrinter({"mul_symbol": TIMES}).doprint(expression)
    said = f"d{symbol}/dt" if kind == "rate" else symbol
    return Equation(
        symbol=symbol, kind=kind, mathml=f"<mrow>{left}<mo>=</mo>{body}</mrow>", text=f"{said} = {expression}"
    )


@lru_cache(maxsize=1024)
def printed(symbol: str) -> str:
    """A symbol as it stands in the equations."""
    text: str = MathMLPresentationPrinter().doprint(sp.Symbol(symbol, real=True))
    return text
