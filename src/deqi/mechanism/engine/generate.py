"""From the symbolic model to the text of a numba module: rates, Jacobian with its sparse factors, one step.

Several people ("lanes") are computed together; every number of theirs lies in one flat workspace, row by row, at
constant offsets, since only then does LLVM see that nothing overlaps and turn each loop over lanes into vectors.
What depends on nothing that changes within a segment is computed once a segment.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

import sympy as sp

from deqi.mechanism.engine.straight_code import StraightCode
from deqi.mechanism.engine.tableau import RODAS5P
from deqi.mechanism.model import Model

HEADER = '''"""Made by `make kernels` from the equations of `deqi.mechanism.model`: change those, not this file."""

from collections.abc import Callable
from typing import TypeVar

import numba

VERSION = "{version}"
Compiled = TypeVar("Compiled", bound=Callable)


def fast(function: Compiled) -> Compiled:
    """Compile a function, now or from the cache, whose name holds the version: what was compiled with other
    equations inlined, in this file or in one that calls it, is then not found."""
    function.__qualname__ += f"_{{VERSION}}"
    compiled = numba.njit(cache=True, error_model="numpy", fastmath={{"contract", "nsz", "arcp"}}, nogil=True)
    return compiled(function)'''
WAVE, TURN = sp.Symbol("wave", real=True), sp.Symbol("turn", real=True)


def kernels(model: Model) -> str:
    """The module of one model."""
    return _Module(model).text()


class _Module:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.states = [sp.Symbol(name, real=True) for name in model.states]
        self.changing = {*self.states, WAVE}
        self.constants: dict[sp.Expr, sp.Symbol] = {}
        rates = [model.expanded(model.rates[state]) for state in self.states]
        rhythm = next(iter(atom for rate in rates for atom in rate.atoms(sp.cos)))
        rates = [rate.xreplace({rhythm: WAVE}) for rate in rates]
        self.rates = [self._fold(rate) for rate in rates]
        self.jacobian = {
            (i, j): self._fold(derivative)
            for i, rate in enumerate(rates)
            for j, state in enumerate(self.states)
            if (derivative := sp.diff(rate, state)) != 0
        }
        self.rhythmic = {
            i: self._fold(derivative) for i, rate in enumerate(rates) if (derivative := sp.diff(rate, WAVE)) != 0
        }
        self.order, self.pattern = elimination(len(self.states), set(self.jacobian))
        self.factor_at = {entry: k for k, entry in enumerate(self.pattern)}
        self.row_of, self.row_count = self._layout()

    def text(self) -> str:
        parts = [self._names(), self._prepare(), self._rates(), self._slope(), self._factor(), self._solve()]
        body = "\n\n".join([*parts, self._step(), self._error(), self._between()]) + "\n"
        return f"{HEADER.format(version=sha256(body.encode()).hexdigest()[:12])}\n\n{body}"

    def _fold(self, expression: sp.Expr) -> sp.Expr:
        """The expression with every largest part that stays within a segment as one constant."""
        if expression.is_Number or expression in self.changing:
            return expression
        if not expression.free_symbols & self.changing:
            return self.constants.setdefault(expression, sp.Symbol(f"k{len(self.constants)}", real=True))
        if not isinstance(expression, (sp.Add, sp.Mul)):
            return expression.func(*(self._fold(a) for a in expression.args))
        moving = [self._fold(a) for a in expression.args if a.free_symbols & self.changing]
        still = [a for a in expression.args if not a.free_symbols & self.changing]
        return expression.func(*moving, *([self._fold(expression.func(*still))] if still else []))

    def _layout(self) -> tuple[dict[str, int], int]:
        """The first row of each thing, and how many rows there are."""
        n = len(self.states)
        sizes = {"Y": n, "STAGE": n, "F": n, "U": n * RODAS5P.stages, "NEXT": n, "SLOPE": n, "ERROR": 1}
        sizes |= {"FACTOR": len(self.pattern), "PARAMETER": len(self.model.parameters)}
        sizes |= {"INPUT": len(self.model.inputs), "CONSTANT": len(self.constants)}
        rows, first = {}, 0
        for name, size in sizes.items():
            rows[name], first = first, first + size
        return rows, first

    def _names(self) -> str:
        names = {"STATES": self.model.states, "PARAMETERS": self.model.parameters, "INPUTS": self.model.inputs}
        return "\n".join(
            f"{name} = {value!r}" for name, value in {**names, "ROWS": self.row_count, **self.row_of}.items()
        )

    def _at(self, kind: str, index: int) -> str:
        return f"w[{self.row_of[kind] + index} * L + i]"

    def _all(self, kind: str, stage: int = 0) -> str:
        return f"w[{self.row_of[kind] + stage * len(self.states)} * L + k]"

    def _code(self, targets: Sequence[tuple[str, sp.Expr]], states: str, known: Iterable[sp.Symbol] = ()) -> list[str]:
        names = {states: self.model.states, "PARAMETER": self.model.parameters, "INPUT": self.model.inputs}

        def place(symbol: sp.Symbol) -> str:
            for kind, members in names.items():
                if str(symbol) in members:
                    return self._at(kind, members.index(str(symbol)))
            return self._at("CONSTANT", int(str(symbol)[1:]))

        return StraightCode(place, known).compute(targets)

    def _lanes(self, name: str, arguments: str, what: str, body: Sequence[str]) -> str:
        head = ["@fast", f"def {name}(w, lanes{arguments}):", f'    """{what}"""', "    L = len(lanes)"]
        return "\n".join([*head, "    for i in range(L):", *(f"        {line}" for line in body)])

    def _prepare(self) -> str:
        targets = [(self._at("CONSTANT", k), expression) for k, expression in enumerate(self.constants)]
        return self._lanes("prepare", "", "What stays the same within a segment.", self._code(targets, "Y"))

    def _rates(self) -> str:
        targets = [(self._at("F", s), rate) for s, rate in enumerate(self.rates)]
        body = self._code(targets, "STAGE", [WAVE])
        return self._lanes("rates", ", wave", "How fast each state changes at STAGE, into F.", body)

    def _slope(self) -> str:
        targets = [(self._at("SLOPE", s), TURN * rate) for s, rate in self.rhythmic.items()]
        body = self._code(targets, "Y", [WAVE, TURN])
        return self._lanes("slope", ", wave, turn", "The rates' own change with time at Y, into SLOPE.", body)

    def _factor(self) -> str:
        """No pivots are searched: a small enough step makes the diagonal lead in every row."""
        lines = self._code([(f"j{a}_{b}", entry) for (a, b), entry in self.jacobian.items()], "Y", [WAVE])
        for a, b in self.pattern:
            terms = ["diagonal" if a == b else "", f"- j{a}_{b}" if (a, b) in self.jacobian else ""]
            lines.append(f"m{a}_{b} = {' '.join(filter(None, terms)) or '0.0'}")
        for step, p in enumerate(self.order):
            later = sorted(self.order[step + 1 :])
            right = [b for b in later if (p, b) in self.factor_at]
            lines.append(f"m{p}_{p} = 1.0 / m{p}_{p}")
            for a in (a for a in later if (a, p) in self.factor_at):
                lines.append(f"m{a}_{p} *= m{p}_{p}")
                lines += [f"m{a}_{b} -= m{a}_{p} * m{p}_{b}" for b in right]
        lines += [f"{self._at('FACTOR', k)} = m{a}_{b}" for k, (a, b) in enumerate(self.pattern)]
        return self._lanes("factor", ", wave, diagonal", "W = diagonal - J at Y: its factors, into FACTOR.", lines)

    def _solve(self) -> str:
        def subtract(a: int, b: int) -> str:
            return f"x{a} -= {self._at('FACTOR', self.factor_at[a, b])} * x{b}"

        states = range(len(self.states))
        lines = [f"x{s} = {self._at('F', s)}" for s in states]
        for step, p in enumerate(self.order):
            lines += [subtract(a, p) for a in self.order[step + 1 :] if (a, p) in self.factor_at]
        for step in reversed(states):
            p = self.order[step]
            lines += [subtract(p, b) for b in self.order[step + 1 :] if (p, b) in self.factor_at]
            lines.append(f"x{p} *= {self._at('FACTOR', self.factor_at[p, p])}")
        lines += [f"{self._at('F', s)} = x{s}" for s in states]
        return self._lanes("solve", "", "F becomes the x of W x = F.", lines)

    def _step(self) -> str:
        lines = ["@fast", "def step(w, lanes, h, waves, turn):"]
        lines += [
            '    """One step from Y to NEXT; the last u is its error."""',
            "    L = len(lanes)",
            "    r = 1.0 / h",
        ]
        for stage in range(RODAS5P.stages):
            lines += self._for_all(self._all("STAGE"), self._argument(stage))
            lines.append(f"    rates(w, lanes, waves[{stage}])")
            if minus := self._weighted(RODAS5P.minus[stage]):
                lines += self._for_all(self._all("F"), f"{self._all('F')} + r * ({minus})")
            if RODAS5P.d[stage]:
                lines += ["    if turn:", "        for i in range(L):"]
                share = f"{RODAS5P.d[stage]!r} * h"
                lines += [f"            {self._at('F', s)} += {share} * {self._at('SLOPE', s)}" for s in self.rhythmic]
            lines += ["    solve(w, lanes)", *self._for_all(self._all("U", stage), self._all("F"))]
        return "\n".join([*lines, *self._for_all(self._all("NEXT"), self._argument(RODAS5P.stages))])

    def _for_all(self, target: str, value: str) -> list[str]:
        return [f"    for k in range({len(self.states)} * L):", f"        {target} = {value}"]

    def _weighted(self, weights: Sequence[float]) -> str:
        return " + ".join(f"{weight!r} * {self._all('U', stage)}" for stage, weight in enumerate(weights) if weight)

    def _argument(self, stage: int) -> str:
        """Where the rates of a stage are asked for; the last ones add one u each to the one before."""
        weights = RODAS5P.a[stage]
        if stage and weights == (*RODAS5P.a[stage - 1], 1.0):
            return f"{self._all('STAGE')} + {self._all('U', stage - 1)}"
        return " + ".join(filter(None, [self._all("Y"), self._weighted(weights)]))

    def _error(self) -> str:
        """The mean square of the scaled errors of each lane."""
        scaled = []
        for s in range(len(self.states)):
            size = f"abs({self._at('Y', s)}) + abs({self._at('NEXT', s)})"
            last = self._at("U", (RODAS5P.stages - 1) * len(self.states) + s)
            scaled += [f"e = {last} / (atol + half * ({size}))", "total += e * e"]
        body = ["total = 0.0", *scaled, f"{self._at('ERROR', 0)} = total / {len(self.states)}.0"]
        what = "Mean square of each lane's errors beside its tolerance, into ERROR."
        text = self._lanes("scaled_error", ", rtol, atol", what, body)
        return text.replace("    L = len(lanes)\n", "    L = len(lanes)\n    half = 0.5 * rtol\n")

    def _between(self) -> str:
        polynomial = ""
        for weights in reversed(RODAS5P.dense):
            here = f"({self._weighted(weights)})"
            polynomial = f"({here} + share * {polynomial})" if polynomial else here
        return "\n".join(
            [
                "@fast",
                "def between(w, lanes, k, share):",
                '    """One number of Y at a share of the step that was just made."""',
                "    L = len(lanes)",
                f"    ahead = {self._all('NEXT')} + (1.0 - share) * {polynomial}",
                f"    return (1.0 - share) * {self._all('Y')} + share * ahead",
            ]
        )


def elimination(n: int, entries: set[tuple[int, int]]) -> tuple[list[int], list[tuple[int, int]]]:
    """An order of the diagonal's pivots that fills in little (Markowitz), and every entry of the factors."""
    pattern = entries | {(i, i) for i in range(n)}
    left, order = set(range(n)), list[int]()

    def cost(p: int) -> tuple[int, int]:
        rows = sum((a, p) in pattern for a in left if a != p)
        columns = sum((p, b) in pattern for b in left if b != p)
        return rows * columns, p

    while left:
        pivot = min(left, key=cost)
        left.remove(pivot)
        order.append(pivot)
        pattern |= {(a, b) for a in left if (a, pivot) in pattern for b in left if (pivot, b) in pattern}
    return order, sorted(pattern)
