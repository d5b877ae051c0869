"""A part of the mechanism in tables: its parameters before and after calibration, and what its symbols stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp
from django.utils.translation import gettext as _

from deqi.core.values import Value
from deqi.documents.mechanism_math import Equation, printed
from deqi.documents.numerals import number, span
from deqi.documents.templatetags.words import said
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Held, Mechanism, ModelParameter
from deqi.knowledge.entities.mechanism import Origin
from deqi.mechanism.model import MODEL

FIRM, SOME = 0.5, 0.15  # share of a prior's spread that the targets took away


class Calibrated(Value, frozen=True, kw_only=True):
    """A parameter's value in one calibrated structure, and how firmly the targets hold it."""

    value: str
    firmness: str


class Parameter(Value, frozen=True, kw_only=True):
    """A row of the table of parameters."""

    symbol: str  # as MathML
    plain: str
    name: str
    value: str
    range: str
    unit: str
    origin: str
    sources: tuple[str, ...]
    known: str
    yardsticks: tuple[str, ...]
    calibrated: tuple[Calibrated, ...]  # of each structure of the slow part


class Tables(Value, frozen=True, kw_only=True):
    """The parameters of a part, and the names of the calibrated structures."""

    structures: tuple[str, ...]
    parameters: tuple[Parameter, ...]


class Named(Value, frozen=True, kw_only=True):
    """What a symbol of an equation stands for, and the part that it belongs to."""

    symbol: str  # as MathML
    plain: str
    name: str
    part: str


def tables_of(part: Mechanism, knowledge: Knowledge) -> Tables:
    """A part's parameters."""
    structures = sorted(knowledge.ensembles)
    held = {id_: {one.symbol: one for one in knowledge.ensembles[id_].held} for id_ in structures}
    return Tables(
        structures=tuple(said(knowledge.variants[id_].labels) for id_ in structures),
        parameters=tuple(
            _row(parameter, knowledge, [held[id_].get(parameter.symbol) for id_ in structures])
            for parameter in part.parameters
        ),
    )


def symbols_of(equations: Sequence[Equation], knowledge: Knowledge) -> tuple[Named, ...]:
    """Every symbol of some equations with its meaning, states first, then parameters, inputs and shorthands."""
    expressions: Mapping[str, sp.Expr] = {
        **{str(symbol): e for symbol, e in (*MODEL.rates.items(), *MODEL.quantities.items())},
        **MODEL.outputs,
    }
    used = {equation.symbol for equation in equations if equation.kind != "output"}
    for equation in equations:
        used |= {str(symbol) for symbol in expressions[equation.symbol].free_symbols}
    known = _known(knowledge)
    order = {name: place for place, name in enumerate(known)}
    return tuple(
        Named(symbol=printed(name), plain=name, name=known[name][0], part=known[name][1])
        for name in sorted(used & set(known), key=order.__getitem__)
    )


def _known(knowledge: Knowledge) -> dict[str, tuple[str, str]]:
    """What each symbol stands for, and its part."""
    parts = knowledge.mechanism.values()
    found = {state.symbol: (said(state.labels), part.id) for part in parts for state in part.states}
    found |= {parameter.symbol: (said(parameter.labels), part.id) for part in parts for parameter in part.parameters}
    found |= {str(quantity): (_quantity(str(quantity)), "") for quantity in MODEL.quantities}
    found |= {name: (_input(name), "") for name in MODEL.inputs}
    return found | {"t": (_("time in minutes"), "")}


def _row(parameter: ModelParameter, knowledge: Knowledge, held: Sequence[Held | None]) -> Parameter:
    low, high = parameter.range
    return Parameter(
        symbol=printed(parameter.symbol),
        plain=parameter.symbol,
        name=said(parameter.labels),
        value=number(parameter.value),
        range=span(low, high),
        unit="" if parameter.unit == "1" else parameter.unit,
        origin=_origin(parameter.origin),
        sources=parameter.sources,
        known=parameter.known or "",
        yardsticks=tuple(said(knowledge.yardsticks[id_].labels) for id_ in parameter.answers_to),
        calibrated=tuple(_calibrated(one) for one in held),
    )


def _calibrated(held: Held | None) -> Calibrated:
    if held is None:
        return Calibrated(value="", firmness=_("not calibrated"))
    if held.shrunk >= FIRM:
        firmness = _("held firmly")
    elif held.shrunk >= SOME:
        firmness = _("held in part")
    else:
        firmness = _("hardly held")
    share = f"{round(100 * max(0.0, held.shrunk))}%"
    return Calibrated(value=number(held.best), firmness=f"{firmness} ({share})")


def _origin(origin: Origin) -> str:
    return {
        Origin.MEASURED: _("measured"),
        Origin.CALIBRATED: _("calibrated"),
        Origin.CHOSEN: _("chosen"),
    }[origin]


def _quantity(name: str) -> str:
    return {
        "mu": _("effect at mu receptors"),
        "delta": _("effect at delta receptors"),
        "kappa": _("effect at kappa receptors"),
        "Omega": _("effect of all opioids together"),
        "C": _("pain signal from the tissue, near the needle"),
        "C_far": _("pain signal from the tissue, far from the needle"),
        "Inh_far": _("gate far from the needle"),
    }.get(name, name)


def _input(name: str) -> str:
    """What is done to the person, as it enters the equations."""
    return {
        "needle": _("a needle is in (0 or 1)"),
        "drive_a": _("drive of thick fibres by the needle"),
        "drive_c": _("drive of thin fibres by the needle"),
        "twist": _("how much the needle is turned"),
        "near": _("the needle is near the pain (0 or 1)"),
        "vagal": _("the point feeds the vagal reflex (0 or 1)"),
        "low": _("share of slow pulses"),
        "high": _("share of fast pulses"),
        "heat": _("heat that excites thin fibres"),
        "warm": _("warmth that widens vessels"),
        "care": _("how much a person may expect (0 to 1)"),
        "exercise": _("exercise, 1 being three hours a week"),
        "nsaid": _("dose of the anti-inflammatory pill"),
        "opioid": _("dose of the opioid medicine"),
        "endotoxin": _("dose of endotoxin, in experiments"),
        "block_mu": _("block of mu receptors"),
        "block_delta": _("block of delta receptors"),
        "block_kappa": _("block of kappa receptors"),
        "block_a1": _("block of the receptor of adenosine"),
        "block_ada": _("block of what breaks adenosine down"),
        "block_cck": _("block of cholecystokinin"),
        "block_mast": _("block of mast cells"),
        "cut_a": _("thick fibres cut"),
        "cut_c": _("thin fibres cut"),
        "cut_vagus": _("vagus nerve cut"),
        "cut_adrenal": _("adrenal glands removed"),
    }.get(name, name)
