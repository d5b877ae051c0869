"""`deqi simulate` and `deqi trial`: one virtual person, or arms of many. Research simulation, not treatment advice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from deqi.cli.cluster import in_order
from deqi.cli.files import text_of
from deqi.cli.options import Json
from deqi.cli.words import set_up_words
from deqi.core.arm import Arm
from deqi.core.faults import BadInput, Fault, nearest
from deqi.core.labels import Language
from deqi.core.simulation import SimulatedPerson, VirtualTrial
from deqi.knowledge import Knowledge, load
from deqi.knowledge.strict_yaml import decode

Spec = TypeVar("Spec", SimulatedPerson, VirtualTrial)
Lang = Annotated[Language, typer.Option(help="The language of what comes out.")]
RTOL = 1e-4  # a person is shown to a tenth of a point; trials are summed over many


def simulate(
    file: Annotated[Path, typer.Argument(metavar="SPEC.yaml", help="What is done to one person.")],
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Simulate one person: pain over days, and what is thought to carry it within the first session."""
    knowledge = load()
    spec = read_person(file, knowledge)
    from deqi.mechanism.person import simulate as simulated  # numba takes two seconds to start

    found = simulated(spec, knowledge, rtol=RTOL)
    if json_:
        typer.echo(msgspec.json.encode(found).decode())
        return
    set_up_words()
    from deqi.documents import terminal_mechanism

    terminal_mechanism.show_person(found, knowledge, lang, Console())


def trial(
    file: Annotated[Path, typer.Argument(metavar="SPEC.yaml", help="Arms, numbers, visits, analysis.")],
    scheduler: Annotated[str, typer.Option(metavar="ADDRESS", help="A Dask scheduler, for many machines.")] = "",
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Run a virtual trial: effects with intervals, responders and power."""
    knowledge = load()
    spec = _read(file, VirtualTrial, "a virtual trial as YAML")
    _check_points(file, spec.arms, knowledge)
    from deqi.mechanism import trial as trials
    from deqi.mechanism.enrol import drawn

    parameters, typical = drawn(
        knowledge, spec.people, pain=spec.pain, slow=spec.slow, seed=spec.seed, apart=trials.APART
    )
    pieces = trials.pieces(spec, parameters, typical)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Treating", total=len(pieces))
        treated = []
        for piece in in_order(trials.treat, pieces, scheduler):
            treated.append(piece)
            bar.advance(task)
    found = trials.analyse(spec, treated)
    if json_:
        typer.echo(msgspec.json.encode(found).decode())
        return
    set_up_words()
    from deqi.documents import terminal_mechanism

    terminal_mechanism.show_trial(spec, found, lang, Console())


def read_person(file: Path, knowledge: Knowledge) -> SimulatedPerson:
    """What is done to one person; raises BadInput where it cannot be simulated."""
    spec = _read(file, SimulatedPerson, "one person as YAML")
    _check_points(file, {"arm": spec.arm}, knowledge)
    return spec


def _read(file: Path, kind: type[Spec], expected: str) -> Spec:
    return decode(text_of(file, expected), kind, str(file))


def _check_points(file: Path, arms: dict[str, Arm], knowledge: Knowledge) -> None:
    faults = [
        Fault(
            file=str(file),
            path=f"{name}.points",
            message=f"'{code}' is no point that deqi knows; try {nearest(code, knowledge.points)}",
        )
        for name, arm in arms.items()
        for code in arm.points
        if code not in knowledge.points
    ]
    if faults:
        raise BadInput(*faults)
