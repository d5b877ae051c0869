"""Straight lines of Python from symbolic expressions: what they share once, and their divisions together.

A division costs a vector unit about as much as ten products, so that the denominators that are known at the same
time are multiplied, divided by once, and taken apart again.
"""

from collections.abc import Callable, Iterable, Sequence

import sympy as sp

TOGETHER = 4  # divisions done as one; more would make products that could leave the range of a float


class StraightCode:
    """Lines for expressions in one lane; `place` tells where a symbol's value lies."""

    def __init__(self, place: Callable[[sp.Symbol], str], known: Iterable[sp.Symbol] = ()) -> None:
        self.place, self.loaded = place, set(known)
        self.lines: list[str] = []
        self.inverses: dict[sp.Expr, sp.Symbol] = {}

    def compute(self, targets: Sequence[tuple[str, sp.Expr]]) -> list[str]:
        """Each expression's value at its place, in an order in which everything is known before it is used."""
        results = [self._without_division(expression) for _, expression in targets]
        inverses = {symbol: denominator for denominator, symbol in self.inverses.items()}
        shared, reduced = sp.cse([*results, *inverses.values()], symbols=sp.numbered_symbols("t"))
        pending = [(str(symbol), expression) for symbol, expression in shared]
        pending += [(place, expression) for (place, _), expression in zip(targets, reduced, strict=False)]
        dividing = dict(zip(inverses, reduced[len(results) :], strict=True))
        unknown = {symbol for symbol, _ in shared} | set(inverses)
        self.loaded |= unknown
        while pending or dividing:
            pending, before = self._assign(pending, unknown), len(pending)
            due = [symbol for symbol, below in dividing.items() if not below.free_symbols & unknown]
            if not due and len(pending) == before:
                raise AssertionError("the expressions wait for each other")
            for start in range(0, len(due), TOGETHER):
                self._invert({symbol: dividing.pop(symbol) for symbol in due[start : start + TOGETHER]})
            unknown -= set(due)
        return self.lines

    def _assign(self, pending: list[tuple[str, sp.Expr]], unknown: set[sp.Symbol]) -> list[tuple[str, sp.Expr]]:
        """Write what needs nothing unknown, in order; what must wait is returned."""
        waiting = []
        for place, expression in pending:
            if expression.free_symbols & unknown:
                waiting.append((place, expression))
            else:
                self.lines.append(f"{place} = {self._text(expression)}")
                unknown.discard(sp.Symbol(place))
        return waiting

    def _without_division(self, expression: sp.Expr) -> sp.Expr:
        """The expression with 1/x as a symbol of its own, which `_invert` computes."""
        if not expression.args:
            return expression
        arguments = [self._without_division(a) for a in expression.args]
        if isinstance(expression, sp.Pow) and expression.exp.is_Integer and expression.exp < 0:
            symbol = self.inverses.setdefault(arguments[0], sp.Symbol(f"r{len(self.inverses)}"))
            return symbol**-expression.exp
        return expression.func(*arguments)

    def _invert(self, denominators: dict[sp.Symbol, sp.Expr]) -> None:
        """1/a, 1/b, 1/c … from one division by their product."""
        symbols = [str(symbol) for symbol in denominators]
        self.lines += [f"below_{symbol} = {self._text(below)}" for symbol, below in denominators.items()]
        products = [f"below_{symbols[0]}"]
        for symbol in symbols[1:]:
            self.lines.append(f"upto_{symbol} = {products[-1]} * below_{symbol}")
            products.append(f"upto_{symbol}")
        self.lines.append(f"rest = 1.0 / {products.pop()}")
        for symbol, product in zip(reversed(symbols[1:]), reversed(products), strict=True):
            self.lines.append(f"{symbol} = rest * {product}")
            self.lines.append(f"rest = rest * below_{symbol}")
        self.lines.append(f"{symbols[0]} = rest")

    def _text(self, expression: sp.Expr) -> str:
        for symbol in sorted(expression.free_symbols - self.loaded, key=str):
            self.loaded.add(symbol)
            self.lines.append(f"{symbol} = {self.place(symbol)}")
        return _python(expression)


def _python(expression: sp.Expr) -> str:
    """An expression without divisions; small powers as products."""
    if expression.is_Number:
        return repr(float(expression))
    if expression.is_Symbol:
        return str(expression)
    if isinstance(expression, sp.Add):
        return f"({' + '.join(_python(a) for a in expression.args)})".replace("+ -", "- ")
    if isinstance(expression, sp.Mul):
        sign, factors = ("-", expression.args[1:]) if expression.args[0] == -1 else ("", expression.args)
        return sign + " * ".join(_python(a) for a in factors)
    if isinstance(expression, sp.Pow) and expression.exp.is_Integer and 2 <= expression.exp <= 6:
        return f"({' * '.join([_python(expression.base)] * int(expression.exp))})"
    raise ValueError(f"no code for {expression}")
