"""The model in SBML level 3 version 2: states by rate rules, shorthands by assignment rules, sessions as events."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import libsbml
import sympy as sp
from sympy.printing.str import StrPrinter

from deqi.mechanism.model import Model

LEVEL, VERSION = 3, 2
# what a unit of the model is made of: (kind, exponent, scale as a power of ten, multiplier)
UNITS: dict[str, tuple[str, tuple[tuple[int, int, int, float], ...]]] = {
    "min": ("minute", ((libsbml.UNIT_KIND_SECOND, 1, 0, 60),)),
    "h": ("hour", ((libsbml.UNIT_KIND_SECOND, 1, 0, 3600),)),
    "1/min": ("per_minute", ((libsbml.UNIT_KIND_SECOND, -1, 0, 60),)),
    "Hz": ("hertz_", ((libsbml.UNIT_KIND_SECOND, -1, 0, 1),)),
    "µM": ("micromolar", ((libsbml.UNIT_KIND_MOLE, 1, -6, 1), (libsbml.UNIT_KIND_LITRE, -1, 0, 1))),
    "µM/min": (
        "micromolar_per_minute",
        (
            (libsbml.UNIT_KIND_MOLE, 1, -6, 1),
            (libsbml.UNIT_KIND_LITRE, -1, 0, 1),
            (libsbml.UNIT_KIND_SECOND, -1, 0, 60),
        ),
    ),
}


class _Infix(StrPrinter):  # type: ignore[misc]  # sympy has no types
    """Formulas as libSBML reads them."""

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:  # noqa: ARG002  # sympy's signature
        if expr.exp == -1:
            return f"1/({self._print(expr.base)})"
        return f"({self._print(expr.base)})^({self._print(expr.exp)})"

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        return "time" if str(expr) == "t" else str(expr)


def to_sbml(
    model: Model,
    *,
    parameters: Mapping[str, float],
    start: Mapping[str, float],
    segments: Sequence[tuple[float, Mapping[str, float]]],
    units: Mapping[str, str],
    names: Mapping[str, str],
) -> str:
    """The model of one person under one schedule.

    Args:
        parameters: each parameter's value.
        start: each state's value at minute 0.
        segments: minutes at which the inputs change, and what they are from then on (absent: 0); the first at 0.
        units: of states and parameters, as in knowledge; absent or "1": dimensionless.
        names: of states and parameters, for people.

    Raises:
        ValueError: libSBML found a fault in what was made.
    """
    document = libsbml.SBMLDocument(LEVEL, VERSION)
    sbml = document.createModel()
    sbml.setId("deqi_mechanism")
    sbml.setName("deqi: a model of pain and needling; research simulation, not treatment advice")
    _declare_units(sbml)
    for name, value in {**parameters, **start}.items():
        _quantity(sbml, name, value, units.get(name, "1"), names.get(name, name), constant=name not in start)
    first = segments[0][1]
    for name in model.inputs:
        _quantity(sbml, name, first.get(name, 0.0), "1", name, constant=False)
    for symbol, expression in _in_order(model):
        _quantity(sbml, str(symbol), None, "1", str(symbol), constant=False)
        rule = sbml.createAssignmentRule()
        rule.setVariable(str(symbol))
        rule.setMath(_math(expression))
    for symbol, rate in model.rates.items():
        rule = sbml.createRateRule()
        rule.setVariable(str(symbol))
        rule.setMath(_math(rate))
    for output, expression in model.outputs.items():
        _quantity(sbml, output, None, "1", output, constant=False)
        rule = sbml.createAssignmentRule()
        rule.setVariable(output)
        rule.setMath(_math(expression))
    for number, ((_, before), (minute, now)) in enumerate(pairwise(segments)):
        changed = {n: now.get(n, 0.0) for n in model.inputs if now.get(n, 0.0) != before.get(n, 0.0)}
        _event(sbml, f"segment_{number + 1}", minute, changed)
    return _checked(document)


def _declare_units(sbml: libsbml.Model) -> None:
    for name, parts in UNITS.values():
        definition = sbml.createUnitDefinition()
        definition.setId(name)
        for kind, exponent, scale, multiplier in parts:
            unit = definition.createUnit()
            unit.setKind(kind)
            unit.setExponent(exponent)
            unit.setScale(scale)
            unit.setMultiplier(multiplier)
    sbml.setTimeUnits("minute")


def _quantity(sbml: libsbml.Model, id_: str, value: float | None, unit: str, name: str, *, constant: bool) -> None:
    parameter = sbml.createParameter()
    parameter.setId(id_)
    parameter.setName(name)
    parameter.setConstant(constant)
    parameter.setUnits(UNITS[unit][0] if unit in UNITS else "dimensionless")
    if value is not None:
        parameter.setValue(float(value))


def _event(sbml: libsbml.Model, id_: str, minute: float, changed: Mapping[str, float]) -> None:
    event = sbml.createEvent()
    event.setId(id_)
    event.setUseValuesFromTriggerTime(True)
    trigger = event.createTrigger()
    trigger.setInitialValue(True)
    trigger.setPersistent(True)
    trigger.setMath(libsbml.parseL3Formula(f"time >= {minute!r}"))
    for name, value in changed.items():
        assignment = event.createEventAssignment()
        assignment.setVariable(name)
        assignment.setMath(libsbml.parseL3Formula(repr(float(value))))


def _in_order(model: Model) -> list[tuple[sp.Symbol, sp.Expr]]:
    """Shorthands, each after those that it needs."""
    waiting, done = dict(model.quantities), list[tuple[sp.Symbol, sp.Expr]]()
    while waiting:
        for symbol, expression in list(waiting.items()):
            if not expression.free_symbols & set(waiting):
                done.append((symbol, waiting.pop(symbol)))
    return done


def _math(expression: sp.Expr) -> libsbml.ASTNode:
    text = _Infix().doprint(expression)
    tree = libsbml.parseL3Formula(text)
    if tree is None:
        raise ValueError(f"libSBML does not read '{text}': {libsbml.getLastParseL3Error()}")
    return tree


def _checked(document: libsbml.SBMLDocument) -> str:
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, False)
    document.checkConsistency()
    faults = [document.getError(n) for n in range(document.getNumErrors())]
    if grave := [f.getMessage().strip() for f in faults if f.getSeverity() >= libsbml.LIBSBML_SEV_ERROR]:
        raise ValueError(f"the SBML is not valid: {grave[0]}")
    text: str = libsbml.writeSBMLToString(document)
    return text
