"""`deqi forecast` and `deqi review`: how a course of care goes on, and whether to continue, stop or refer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from deqi.cli.files import text_of, write
from deqi.cli.options import Html, Json, JsonOfSchema, Lang
from deqi.cli.populations import populations_of
from deqi.cli.tables import pairs_of, table_of
from deqi.cli.words import set_up_words
from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Language
from deqi.core.review import Followed, Forecast
from deqi.knowledge import load
from deqi.knowledge.strict_json import decode
from deqi.outcome import population_for
from deqi.outcome.course import Learnt, courses_of
from deqi.outcome.course import forecast as forecast_of
from deqi.pathway import Pathway

Own = Annotated[Path | None, typer.Option("--population", metavar="F", help="What 'deqi outcome fit' learnt.")]


def forecast(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A score a row: patient, week or date, value.")],
    horizon: Annotated[float, typer.Option(min=0.1, max=104, help="The week at which the outcome counts.")] = 12.0,
    instrument: Annotated[str, typer.Option(help="Of all rows, where no column names it.")] = "",
    columns: Annotated[str, typer.Option(help="What holds what, where names do not tell: value=vas.")] = "",
    population: Own = None,
    html: Html = None,
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Forecast each person's score to the horizon and to twelve months, from the scores so far."""
    knowledge = load()
    populations = populations_of(knowledge, population)
    courses = courses_of(table_of(file), knowledge.instruments, pairs_of(columns), instrument)
    made: list[Forecast] = []
    for course in courses:
        measure = knowledge.instruments[course.instrument]
        learnt = population_for(populations, course.instrument, course.score)
        if learnt is None:
            message = (
                f"patient '{course.person.id}' has '{course.instrument}', of which nobody was followed; "
                "learn from your own people with 'deqi outcome fit' and name the file with --population"
            )
            raise BadInput(Fault(file=file.name, line=course.lines[0], message=message))
        made.append(forecast_of(Learnt(learnt), measure, measure.score(course.score), course.person, horizon))
    if json_:
        typer.echo(msgspec.json.encode(made).decode())
    if json_ and html is None:
        return
    set_up_words()
    from deqi.documents import course as document  # words need Django, which JSON does not
    from deqi.documents import terminal_course

    if html is not None:
        write(html, lambda: document.forecasts_html(knowledge, made, lang).encode())
    if not (json_ or html):
        terminal_course.show_forecasts(made, lang, Console())


def review(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="The course of care as it stands.")],
    population: Own = None,
    html: Html = None,
    json_: JsonOfSchema = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Review a course of care: continue, taper, stop or refer, with the reasons and the forecast behind it."""
    knowledge = load()
    followed = decode(text_of(file, "a course of care as JSON"), Followed, str(file))
    made = Pathway(knowledge).review(followed, str(file), populations_of(knowledge, population))
    if json_:
        typer.echo(msgspec.json.encode(made).decode())
    if json_ and html is None:
        return
    set_up_words()
    from deqi.documents import course as document
    from deqi.documents import terminal_course

    if html is not None:
        write(html, lambda: document.review_html(knowledge, followed, made, lang).encode())
    if not (json_ or html):
        terminal_course.show_review(made, lang, Console())
