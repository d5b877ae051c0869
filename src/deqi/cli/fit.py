"""`deqi outcome fit`: learn how scores go from a clinic's own people, and try the forecasts on those left out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from deqi import __version__
from deqi.cli.files import write
from deqi.cli.options import Json, Lang
from deqi.cli.populations import populations_of
from deqi.cli.tables import pairs_of, table_of
from deqi.cli.words import set_up_words
from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Label, Language
from deqi.knowledge import load
from deqi.knowledge.entities import Population, Score
from deqi.outcome import population_for
from deqi.outcome.course import Course, Described, NotLearnt, Person, courses_of, learn
from deqi.outcome.review import STOP_BELOW


def fit_(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A score a row: patient, week or date, value.")],
    out: Annotated[Path | None, typer.Option(metavar="F", help="Write what was learnt to this file.")] = None,
    instrument: Annotated[str, typer.Option(help="Of all rows, where no column names it.")] = "",
    columns: Annotated[str, typer.Option(help="What holds what, where names do not tell: value=vas.")] = "",
    name: Annotated[str, typer.Option(help="What the population is called.")] = "",
    arm: Annotated[str, typer.Option(help="The arm whose course a patient is taken to follow.")] = "",
    published: Annotated[bool, typer.Option(help="Start from the published people of this score.")] = True,
    folds: Annotated[int, typer.Option(min=2, max=50, help="Parts that are left out in turn.")] = 10,
    seed: Annotated[int, typer.Option(help="Of the chances.")] = 1,
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Learn from people who were followed; the forecasts are tried on people whom they had not seen."""
    knowledge = load()
    courses = courses_of(table_of(file), knowledge.instruments, pairs_of(columns), instrument)
    measures = {(course.instrument, course.score) for course in courses}
    if len(measures) > 1:
        named = ", ".join(f"{one} ({other})" for one, other in sorted(measures))
        raise BadInput(Fault(file=file.name, message=f"holds {named}; learn from one score at a time"))
    measure = knowledge.instruments[courses[0].instrument]
    score = measure.score(courses[0].score)
    before = population_for(populations_of(knowledge, None), measure.id, score.id) if published else None
    people = [course.person for course in courses]
    try:
        described = _described(file, name, arm, courses[0])
        made = _learn(people, score, before, described, folds, seed)
    except NotLearnt as error:
        raise BadInput(Fault(file=file.name, message=str(error))) from None
    if out is not None:
        write(out, lambda: msgspec.json.encode(made))
    if json_:
        typer.echo(msgspec.json.encode(msgspec.structs.replace(made, draws=())).decode())
        return
    set_up_words()
    from deqi.documents import terminal_learnt  # words need Django, which JSON does not

    terminal_learnt.show(made, lang, Console())


def _described(file: Path, name: str, arm: str, course: Course) -> Described:
    called = name or file.stem
    label = Label(en=called, zh_hans=called, zh_hant=called)
    return Described(id=called, labels=label, about=label, instrument=course.instrument, score=course.score, arm=arm)


def _learn(
    people: list[Person], score: Score, before: Population | None, described: Described, folds: int, seed: int
) -> Population:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Learning", total=None)

        def step(known: float, week: float, done: int) -> None:
            progress.update(task, description=f"Week {week:g} from week {known:g}", total=folds, completed=done)

        return learn(
            people, score, described,
            before=before, stop_below=STOP_BELOW, folds=folds, seed=seed, version=__version__, step=step,
        )  # fmt: skip
