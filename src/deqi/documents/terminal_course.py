"""Forecasts and reviews in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console
from rich.table import Table

from deqi.core.labels import Language
from deqi.core.review import Forecast, Review
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.documents.templatetags.course_words import advised_name


def show_forecasts(forecasts: Sequence[Forecast], language: Language, console: Console) -> None:
    """A row a person: where they stand, what is forecast of the horizon, and the chances."""
    with override(DJANGO_LANGUAGE[language]):
        for forecast in forecasts:
            _forecast(forecast, language, console)
        if forecasts:
            console.print(forecasts[0].cause.text(language), style="bold", highlight=False)


def show_review(review: Review, language: Language, console: Console) -> None:
    """The advice first, then what is not known, the forecast and the words for the person."""
    with override(DJANGO_LANGUAGE[language]):
        for alert in review.alerts:
            console.print(alert.text(language), style="bold red", highlight=False)
        console.print(f"{_('Session')} {review.session}: {advised_name(review.advised)}", style="bold")
        for label in (*review.reasons, *review.asks):
            console.print(f"• {label.text(language)}", highlight=False)
        for label in review.rule.off_because:
            console.print(f"{_('The forecast does not advise')}: {label.text(language)}", highlight=False)
        tally = review.rule.tally
        if tally is not None:
            stopped = _("Of people not seen before, %(count)d were told to stop: %(improved)d of them improved.")
            going_on = _("%(count)d were told to go on: %(not_improved)d of them did not improve.")
            for words in (
                stopped % {"count": tally.stopped, "improved": tally.stopped_improved},
                going_on % {"count": tally.continued, "not_improved": tally.continued_not_improved},
            ):
                console.print(words, highlight=False)
        if review.forecast is not None:
            _forecast(review.forecast, language, console)
            console.print(review.forecast.cause.text(language), style="bold", highlight=False)
        console.print(f"{_('To the patient')}:", style="bold")
        for label in review.to_patient:
            console.print(f"  {label.text(language)}", highlight=False)
        console.print(f"{_('Next review')}: {_('Session')} {review.next_review}", highlight=False)


def _forecast(forecast: Forecast, language: Language, console: Console) -> None:
    table = Table(title=f"{forecast.patient}: {forecast.instrument.name.text(language)}", title_justify="left")
    for heading in (_("Week"), _("Middle"), _("Half of people"), _("Nine of ten people")):
        table.add_column(heading)
    table.add_row("0", f"{forecast.baseline:g}", "", "")
    for week, value in forecast.observed:
        table.add_row(f"{week:g}", f"{value:g}", "", "")
    for fan in forecast.fan:
        if fan.week == forecast.horizon or fan is forecast.fan[-1]:
            half, most = f"{fan.good:.1f} – {fan.poor:.1f}", f"{fan.best:.1f} – {fan.worst:.1f}"
            table.add_row(f"{fan.week:g}", f"{fan.middle:.1f}", half, most)
    console.print(table)
    chances = forecast.at_horizon
    if chances is not None and chances.improved is not None and chances.worse is not None:
        console.print(
            _("Of 100 people like this, %(improved).0f improve meaningfully and %(worse).0f get worse.")
            % {"improved": 100 * chances.improved, "worse": 100 * chances.worse},
            highlight=False,
        )
    for caution in forecast.cautions:
        console.print(f"! {caution.text(language)}", highlight=False)
