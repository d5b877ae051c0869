"""One questionnaire's scores in the terminal: what must be done now first, then scores and what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from deqi.core.labels import Language
from deqi.core.provenance import Known
from deqi.documents.markup import say
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.documents.templatetags.words import mark
from deqi.knowledge.entities.instruments import Instrument, Urgency
from deqi.outcome.scoring import AlertResult, AlertState, Scored, ScoreResult


def show(
    instrument: Instrument, scored: Scored, beside: Mapping[str, str], language: Language, console: Console
) -> None:
    """Print one person's scores at one time; `beside` is what stood with the answers, such as a date."""
    with override(DJANGO_LANGUAGE[language]):
        _heading(instrument, scored, beside, console)
        for alert in scored.alerts:
            _alert(alert, console)
        for contradiction in scored.contradictions:
            _line(f"[yellow]{_('Contradiction')}{mark(':')}{say(contradiction)}[/]", console)
        for one in scored.scores:
            for row in _score(one):
                _line(row, console)
        _group(scored, console)
        _licence(instrument, console)
        console.print()


def _line(text: str, console: Console) -> None:
    console.print(text, highlight=False, soft_wrap=True)


def _heading(instrument: Instrument, scored: Scored, beside: Mapping[str, str], console: Console) -> None:
    about = " · ".join(f"{escape(name)} {escape(value)}" for name, value in beside.items())
    if scored.days is not None:
        about = " · ".join(part for part in (about, f"{scored.first_day} – {scored.last_day}") if part)
    short = "" if instrument.short == instrument.labels.en else f" ({escape(instrument.short)})"
    _line(f"[b]{say(instrument.labels)}[/]{short}" + (f" · {about}" if about else ""), console)
    answered = _("%(n)s of %(all)s items answered") % {"n": scored.answered, "all": scored.items}
    _line(f"[dim]{answered}[/]", console)


def _alert(alert: AlertResult, console: Console) -> None:
    fired, today = alert.state is AlertState.FIRED, alert.urgency is Urgency.SAME_DAY
    if fired:
        title = (_("Today, before anything else") if today else _("Offer")) + mark(":") + say(alert.about)
        lines = [f"[b]{say(alert.labels)}[/]"]
        if alert.offers:
            lines.append(f"{_('Offer')}{mark(':')}{escape(', '.join(alert.offers))}")
        lines.append(f"{_('To the patient')}{mark(':')}{say(alert.to_patient)}")
    else:
        title = _("Not answered") + mark(":") + say(alert.about)
        lines = [_("This was not answered: ask it in person, now. If it is so, do this:"), say(alert.labels)]
    style = "bold red" if fired and today else "yellow"
    console.print(Panel("\n\n".join(lines), title=title, style=style, title_align="left"), highlight=False)


def _score(one: ScoreResult) -> Iterator[str]:
    if one.value is None:
        why = say(one.why_none) if one.why_none else ""
        yield f"  [b]{say(one.labels)}[/]{mark(':')}[yellow]{_('no score')}[/] · {why}"
        return
    top = "" if one.highest is None else f" ({one.lowest:g}–{one.highest:g})"
    unit = f" {say(one.unit)}" if one.unit else ""
    meaning = f" · {say(one.band.labels)}{_sourced(one.band.known, one.band.sources)}" if one.band else ""
    yield f"  [b]{say(one.labels)}{mark(':')}{one.value:.{one.decimals}f}[/]{unit}{top}{meaning}"
    if one.better != "neither":
        yield f"    [dim]{_('Lower is better') if one.better == 'lower' else _('Higher is better')}[/]"
    if one.error:
        yield f"    {_('Standard error')}{mark(':')}{one.error.points:g}{_sourced(one.error.known, one.error.sources)}"
    if one.stood_in:
        said = _("%(n)s of %(all)s were empty; the mean of the others stands in for them")
        yield f"    [yellow]{said % {'n': len(one.empty), 'all': one.takes}}[/]"
    if one.marked:
        yield f"    [yellow]{_('So many were empty that this score is uncertain')}[/]"


def _sourced(known: Known | None, sources: tuple[str, ...]) -> str:
    parts = [escape(", ".join(sources))] if sources else []
    if known is not None and known is not Known.READ:
        parts.append(_("not verified"))
    return f" [dim]({'; '.join(parts)})[/]" if parts else ""


def _group(scored: Scored, console: Console) -> None:
    if scored.group:
        named = _sourced(scored.group.known, scored.group.sources)
        _line(f"  {_('Group')}{mark(':')}[b]{say(scored.group.labels)}[/]{named}", console)
    elif scored.why_no_group:
        _line(f"  [yellow]{say(scored.why_no_group)}[/]", console)


def _licence(instrument: Instrument, console: Console) -> None:
    licence = instrument.licence
    held = f"© {escape(licence.holder)} · " if licence.holder else ""
    _line(f"  [dim]{held}{say(licence.terms)}{_sourced(licence.known, licence.sources)}[/]", console)
