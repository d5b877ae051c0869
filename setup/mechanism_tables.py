"""Pages of docs/reference about the mechanism: its equations, its parameters, its calibration and its experiments."""

from collections.abc import Iterator

import sympy as sp

from deqi.core.provenance import Known, least_known
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Ensemble, Expected, Met, Put
from deqi.mechanism.model import MODEL
from deqi.mechanism.model.whole import PARTS

MODEL_HEAD = """# The model of the mechanism

Made by `make tables` from `src/deqi/mechanism/model` and `knowledge/mechanism/`; do not edit. Research simulation, not
treatment advice. Time is in minutes. $\\dot x$ is how fast $x$ changes; names without a dot on the left are shorthands.
Values are those before calibration: see [calibration](mechanism-calibration.md) for what it made of them, and
[experiments](mechanism-experiments.md) for what animals and people showed beside it.

"""
EXPERIMENTS_HEAD = """# Experiments put to the model

Made by `make tables` from `knowledge/experiments/` and `knowledge/ensembles/`; do not edit. Each was made on animals or
people, was written down with its bounds before anything was calibrated, and is never fitted. *Model* is the median over
64 virtual people and where nine of ten lie. That an experiment fails stays visible: how many agree is a finding, not a
target. Research simulation, not treatment advice.

"""
CALIBRATION_HEAD = """# The mechanism's calibration

Made by `make tables` from `knowledge/ensembles/`, which `make calibration` writes; do not edit. Two structures of the
slow part are held against each other: a loop with two resting states (`bistable`), and a memory of pain that takes
about a year (`year-long`). Research simulation, not treatment advice.

"""


def model_page(knowledge: Knowledge) -> str:
    """Equations as LaTeX from the same symbols as the compiled code, and every parameter."""
    equations = "\n".join(_equations())
    parts = "\n".join(_part(knowledge, id_) for id_ in knowledge.mechanism)
    inputs = ", ".join(f"`{name}`" for name in MODEL.inputs)
    return (
        f"{MODEL_HEAD}## Equations\n\n{equations}\nInputs, constant within a segment of the schedule: {inputs}.\n\n"
        f"## Parts\n\n{parts}"
    )


def _equations() -> Iterator[str]:
    for part in PARTS:
        for symbol, expression in part.quantities.items():
            yield f"$${_name(symbol)} = {_latex(expression)}$$\n"
        for symbol, expression in part.rates.items():
            yield f"$$\\dot{{{_name(symbol)}}} = {_latex(expression)}$$\n"
    for output, expression in MODEL.outputs.items():
        yield f"$$\\mathrm{{{_escaped(output)}}} = {_latex(expression)}$$\n"


def _latex(expression: sp.Expr) -> str:
    text: str = sp.latex(expression, symbol_names=_NAMES, mul_symbol="\\,")
    return text


def _escaped(name: str) -> str:
    return name.replace("_", "\\_")


def _name(symbol: sp.Symbol) -> str:
    return _NAMES.get(symbol, str(symbol))


_NAMES = {
    sp.Symbol(name, real=True): f"\\mathrm{{{_escaped(name)}}}"
    for name in (*MODEL.states, *map(str, MODEL.quantities), *MODEL.parameters, *MODEL.inputs)
}


def _part(knowledge: Knowledge, id_: str) -> str:
    part = knowledge.mechanism[id_]
    states = ", ".join(f"`{s.symbol}`: {s.labels.en} (starts at {s.start:g})" for s in part.states)
    shown = [claim for claim in part.claims if claim.known is not Known.UNCONFIRMED]
    grades = ", ".join(sorted({claim.grade.value for claim in shown})) or "none"
    rows = "\n".join(
        f"| `{p.symbol}` | {p.labels.en} | {p.value:g} | {p.range[0]:g} to {p.range[1]:g} | {p.unit} | {p.spread:g} "
        f"| {p.origin.value}{': ' + ', '.join(p.answers_to) if p.answers_to else ''} | {', '.join(p.sources)} |"
        for p in part.parameters
    )
    table = (
        f"| symbol | what | value | range | unit | spread | origin | sources |\n"
        f"| --- | --- | ---: | --- | --- | ---: | --- | --- |\n{rows}\n"
        if part.parameters
        else ""
    )
    known = least_known(tuple(shown)).value if shown else "not known"
    evidence = f"Evidence: {grades}; the least certain claim is {known}."
    lines = [f"### {part.labels.en}", "", part.about.en, "", evidence, ""]
    lines += [f"States: {states}.", ""] if states else []
    return "\n".join([*lines, table])


def experiments_page(knowledge: Knowledge) -> str:
    """What was shown, what the model does in both structures, and whether they agree."""
    ensembles = list(knowledge.ensembles.values())
    total = len(ensembles[0].experiments)
    counted = [f"`{each.id}` agrees with {sum(p.agrees for p in each.experiments)} of {total}" for each in ensembles]
    parts = [f"{' and '.join(counted)} expectations.\n"]
    for id_, experiment in knowledge.experiments.items():
        parts.append(f"## {experiment.labels.en}\n\n`{id_}`, {experiment.species}. {experiment.shown.en}\n")
        head = "".join(f" {each.id} | agrees |" for each in ensembles)
        lines = [f"| expected | bounds |{head}", "| --- | --- |" + " --- | --- |" * len(ensembles)]
        for place, expected in enumerate(experiment.expects):
            cells = "".join(f" {_showed(each, id_, place)} |" for each in ensembles)
            lines.append(f"| {expected.says.en} | {_bounds(expected)} |{cells}")
        parts.append("\n".join(lines) + "\n")
        if experiment.note is not None:
            parts.append(f"{experiment.note.en}\n")
        if experiment.missed is not None:
            parts.append(f"*Why not:* {experiment.missed.en}\n")
        known = f" ({experiment.known.value})" if experiment.known is not Known.READ else ""
        parts.append(f"Sources{known}: {', '.join(experiment.sources)}.\n")
    return EXPERIMENTS_HEAD + "\n".join(parts)


def _bounds(expected: Expected) -> str:
    least = "" if expected.least is None else f"at least {expected.least:g}"
    most = "" if expected.most is None else f"at most {expected.most:g}"
    return ", ".join(filter(None, (least, most)))


def _showed(ensemble: Ensemble, id_: str, place: int) -> str:
    found = next((p for p in ensemble.experiments if p.experiment == id_ and p.place == place), None)
    return "not run | " if found is None else f"{_range(found)} | {'yes' if found.agrees else '**no**'}"


def _range(found: Put) -> str:
    return f"{found.median:.2f} ({found.low:.2f} to {found.high:.2f})"


def calibration_page(knowledge: Knowledge) -> str:
    """How targets are met, what was foreseen, and how firmly parameters are held."""
    return CALIBRATION_HEAD + "\n".join(_calibrated(each) for each in knowledge.ensembles.values())


def _calibrated(ensemble: Ensemble) -> str:
    misfits = ", ".join(f"{misfit:.0f}" for misfit in ensemble.misfits)
    held = sum(each.shrunk >= 0.5 for each in ensemble.held)
    predicted = "\n".join(
        f"| {p.yardstick} | {p.arm} | {p.observed:g} | {p.predicted:.2f} |" for p in ensemble.predicted
    )
    firmness = "\n".join(
        f"| `{each.symbol}` | {each.prior:g} | {each.best:g} | {each.shrunk:.2f} |"
        for each in sorted(ensemble.held, key=lambda each: -each.shrunk)
    )
    return f"""## {ensemble.id}

{len(ensemble.members)} members; sums of squares of {len(ensemble.met)} targets in their tolerances: {misfits}. Of
{len(ensemble.members) * ensemble.each:,} virtual people {len(set(ensemble.accepted))} different ones were accepted;
their weights say as much as {ensemble.effective:.0f} with even ones.

### Targets, in the best typical person and between members

{_table(ensemble.met)}

### The trial in back pain, among the people accepted

{_table(ensemble.accepted_met)}

### Kept from calibration

| yardstick | arm | observed | model |
| --- | --- | ---: | ---: |
{predicted}

### How firmly parameters are held

The share of each prior's spread that the targets took away: at 0 they say nothing. At {held} of {len(ensemble.held)}
it is half or more; the rest cannot be told from these yardsticks.

| parameter | before | best | held |
| --- | ---: | ---: | ---: |
{firmness}
"""


def _table(met: tuple[Met, ...]) -> str:
    rows = "\n".join(
        f"| {m.yardstick} | {m.target} | {m.observed:.2f} | {m.best:.2f} | {m.low:.2f} to {m.high:.2f} "
        f"| {(m.best - m.observed) / m.tolerance:+.1f} |"
        for m in met
    )
    head = "| yardstick | target | observed | model | members | off, in tolerances |"
    return f"{head}\n| --- | --- | ---: | ---: | --- | ---: |\n{rows}"
