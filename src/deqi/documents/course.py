"""A course of care for a page or a file: the advice, what the person is told, and what the practitioner needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from deqi.core.labels import Label, Language
from deqi.core.review import Chances, Experience, Followed, Forecast, Review, Tally
from deqi.documents.figures import Crowd, crowd
from deqi.documents.numerals import trimmed
from deqi.documents.plots.fan import fan, told_of
from deqi.documents.plots.table import Table
from deqi.documents.render import DJANGO_LANGUAGE, css_of, numbers_of
from deqi.knowledge import Knowledge
from deqi.knowledge.cite import citations, cite, rests_on
from deqi.outcome.review import FIRST_STOP, of_hundred, tells_chances

MOST = 99  # of a drawn hundred: a forecast never claims all


def review_html(knowledge: Knowledge, followed: Followed, review: Review, language: Language) -> str:
    """A review as one HTML file: the person's part on a page of its own, then the practitioner's."""
    with override(DJANGO_LANGUAGE[language]):
        context = _alone(language) | {"title": _("Review of a course of care")}
        return render_to_string("documents/course_review.html", context | context_of(knowledge, followed, review))


def forecasts_html(knowledge: Knowledge, forecasts: Sequence[Forecast], language: Language) -> str:
    """Forecasts of several people as one HTML file."""
    with override(DJANGO_LANGUAGE[language]):
        cited = citations(knowledge, tuple(forecasts))
        context = _alone(language) | {
            "title": _("Forecasts of scores"),
            "people": [forecast_context(one, f"fan-{place}") for place, one in enumerate(forecasts)],
            "cause": forecasts[0].cause if forecasts else None,
            "citations": cited,
            "numbers": numbers_of(cited),
            "knowledge": knowledge.digest,
        }
        return render_to_string("documents/course_forecasts.html", context)


def context_of(knowledge: Knowledge, followed: Followed, review: Review) -> dict[str, Any]:
    """What the templates of a review show, on the page and in a file."""
    forecast = review.forecast
    cited = tuple(cite(knowledge.sources[id_]) for id_ in sorted(_sources(knowledge, followed, review)))
    context = {
        "review": review,
        "followed": followed,
        "to_person": _to_person(review),
        "tally": _tally(review.rule.tally) if review.rule.tally else None,
        "first_stop": FIRST_STOP,
        "citations": cited,
        "numbers": numbers_of(cited),
    }
    return context | (forecast_context(forecast, "fan") if forecast else {})


def forecast_context(forecast: Forecast, id_: str) -> dict[str, Any]:
    """What is shown of one forecast."""
    return {
        "forecast": forecast,
        "fan": fan(forecast, id=id_),
        "chances": _chances(forecast),
        "beyond": _beyond(forecast.at_a_year, forecast.experience),
        "covered": None if forecast.experience.covered is None else round(100 * forecast.experience.covered),
    }


def _alone(language: Language) -> dict[str, Any]:
    """What every file that stands alone needs."""
    return {"css": css_of("evidence.css", "course.css"), "language": language}


def _sources(knowledge: Knowledge, followed: Followed, review: Review) -> set[str]:
    """Of the forecast, and of the change that counts as important."""
    scores = knowledge.instruments[followed.instrument].followed
    score = next(one for one in scores if followed.score in (None, one.id))
    return rests_on(review) | rests_on(score.important[:1])


def _to_person(review: Review) -> dict[str, Any]:
    """What the person is shown beside the words: pictures only where the words tell chances."""
    forecast = review.forecast
    if forecast is None or not tells_chances(review.advised, review.rule) or review.rule.improved is None:
        return {}
    week = trimmed(forecast.horizon)
    name = Label(en=f"clearly better in week {week}", zh_hans=f"第{week}周时明显好转", zh_hant=f"第{week}週時明顯好轉")
    number = min(100 * review.rule.improved, MOST)
    people = Crowd(name=name, number=number, low=None, high=None, people=crowd(number, None, None), good=True)
    return {"crowd": people, "fan": fan(forecast, id="person", plain=True)}


def _chances(forecast: Forecast) -> Table | None:
    """The chances at the horizon and at a year, of a hundred people; nothing where no important change is known."""
    year = forecast.at_a_year if forecast.at_a_year and forecast.at_a_year.week != forecast.horizon else None
    told = [chances for chances in (forecast.at_horizon, year) if chances is not None and chances.improved is not None]
    if not told:
        return None
    rows = (
        (_("improve meaningfully"), [chances.improved for chances in told]),
        (_("are better by at least the important change"), [chances.noticed for chances in told]),
        (_("are worse by at least the important change"), [chances.worse for chances in told]),
    )
    return Table(
        caption=told_of(forecast, _("Chances")),
        columns=(_("Of 100 people like this"), *(_("week %(week)s") % {"week": trimmed(c.week)} for c in told)),
        rows=tuple((name, *(of_hundred(share or 0.0) for share in shares)) for name, shares in rows),
    )


def _beyond(year: Chances | None, experience: Experience) -> str:
    """The last week that anybody was followed to, where twelve months lie beyond it."""
    return trimmed(experience.weeks[1]) if year is not None and year.week > experience.weeks[1] else ""


def _tally(tally: Tally) -> Table:
    """How often the rule would have been wrong, with its denominators."""
    of = _("%(wrong)d of %(all)d")
    return Table(
        caption=_("How often this rule would have been wrong"),
        columns=(_("Of people whom it had not seen"), _("People")),
        rows=(
            (
                _("False stops: told to stop, improved all the same"),
                of % {"wrong": tally.stopped_improved, "all": tally.stopped},
            ),
            (
                _("False continues: told to go on, did not improve"),
                of % {"wrong": tally.continued_not_improved, "all": tally.continued},
            ),
        ),
    )
