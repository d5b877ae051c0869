"""A simulated person as pictures with words: what goes on, how much of it comes by itself, how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from deqi.core.arm import Needling
from deqi.core.provenance import Grade, confirmed
from deqi.core.simulation import Band
from deqi.core.values import Value
from deqi.documents.mechanism_words import output_name
from deqi.documents.numerals import number, span
from deqi.documents.plots.bands import NARROW, SMALL, WIDE, BandsPlot, Course, Layout, drawn, thinned
from deqi.documents.plots.table import Table
from deqi.documents.templatetags.words import mark, page_language
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Ensemble, Mechanism

ROWS = 13  # of a table, evenly
DAY = 1440.0
PER_POINT = 10  # the trial's scale goes from 0 to 100
ANIMALS = frozenset({Grade.PRECLINICAL, Grade.NONE})


class Beside(Value, frozen=True, kw_only=True):
    """An output of the treated, and its middle in the same people with nothing done."""

    band: Band
    alone: tuple[float, ...]


class Means(Value, frozen=True, kw_only=True):
    """Mean pain, as trials have it: the middle of people of whom many are near the most differs more."""

    first: float
    treated: float  # at the end, as the others
    alone: float  # with nothing done
    sham: float | None  # with a sham needle instead and all else the same


class Run(Value, frozen=True, kw_only=True):
    """One person simulated: over days, and in minutes from the first session's start."""

    needling: Needling
    days: tuple[float, ...]
    over_days: dict[str, Beside]
    minutes: tuple[float, ...]
    within: dict[str, Beside]
    sessions: tuple[float, ...]  # days on which they begin
    held: float  # minutes of a session
    means: Means


class Shown(Value, frozen=True, kw_only=True):
    """A small picture with what it shows, and how sure its mechanism is."""

    plot: BandsPlot
    says: str
    part: str
    part_name: str
    grades: tuple[Grade, ...]
    animals: bool  # nobody but animals was studied, so far as a study was found


class Row(Value, frozen=True, kw_only=True):
    """What pain comes to at the end, with one thing done."""

    name: str
    pain: str
    less: str


class Told(Value, frozen=True, kw_only=True):
    """All of the result."""

    brief: str
    rows: tuple[Row, ...]
    small: tuple[str, ...]  # how far true and sham needling differ, in trials and in the model
    pain: tuple[BandsPlot, BandsPlot]  # over the days, and at the first session
    groups: tuple[tuple[str, tuple[Shown, ...]], ...]


def told(run: Run, knowledge: Knowledge, slow: str) -> Told:
    """The result in the page's language."""
    return Told(
        brief=_brief(run),
        rows=_rows(run),
        small=tuple(_small(knowledge, slow)),
        pain=(_pain_days(run), _pain_session(run)),
        groups=(
            (_("The body's own opioids"), tuple(_shown(run, name, knowledge) for name in ("Enk", "End", "Dyn"))),
            (_("Cord and needle"), tuple(_shown(run, name, knowledge) for name in ("Inh", "Ado", "Flow"))),
            (
                _("Inflammation and sensitisation, over the days"),
                tuple(_shown(run, name, knowledge) for name in ("TNF", "IL6", "IL10", "CS")),
            ),
        ),
    )


def _brief(run: Run) -> str:
    words = _("Mean pain after %(days)s days: %(pain)s of 10; with nothing done: %(alone)s of 10.")
    return words % {
        "days": f"{run.days[-1]:g}",
        "pain": number(run.means.treated, 1),
        "alone": number(run.means.alone, 1),
    }


def _rows(run: Run) -> tuple[Row, ...]:
    means = run.means

    def row(name: str, value: float) -> Row:
        return Row(name=name, pain=number(value, 1), less=number(means.first - value, 1))

    found = [row(_("With nothing done"), means.alone)]
    if means.sham is not None:
        found.append(row(_("With a blunt sham needle, as many visits and the same expectation"), means.sham))
    return (*found, row(_("As chosen"), means.treated))


def _small(knowledge: Knowledge, slow: str) -> Sequence[str]:
    found: list[str] = []
    course = {(o.arm, o.minute): o.value for o in knowledge.yardsticks["gerac-course"].observed}
    last = max((minute for arm, minute in course if arm == "verum" and ("sham", minute) in course), default=None)
    if last is not None:
        words = _("Back pain, week %(weeks)s: %(difference)s of 10 points less with true than with sham needles.")
        difference = (course["sham", last] - course["verum", last]) / PER_POINT
        found.append(words % {"difference": number(difference, 1), "weeks": f"{last / DAY / 7:.0f}"})
    ensemble = knowledge.ensembles.get(slow)
    if ensemble is not None and (met := _met(ensemble)) is not None:
        observed, best, low, high = met
        words = _("All trials pooled: %(observed)s points after 12 weeks. The model gives %(best)s (%(span)s).")
        found.append(words % {"observed": number(observed, 1), "best": number(best, 2), "span": span(low, high, 2)})
    return found


def _met(ensemble: Ensemble) -> tuple[float, float, float, float] | None:
    """What calibration left of the pooled difference from sham: observed, and the model's with its range."""
    for met in ensemble.met:
        if met.yardstick == "pooled-effects" and "sham" in met.target:
            return met.observed, met.best, met.low, met.high
    return None


def _pain_days(run: Run) -> BandsPlot:
    pain = run.over_days["pain"]
    course = Course(
        moments=run.days, band=pain.band, alone=pain.alone, low=0.0, high=10.0, marks=run.sessions,
    )  # fmt: skip
    return _plot(course, "pain-days", _("Pain over the days"), _("from 0 to 10"), days=True, layouts=(WIDE, NARROW))


def _pain_session(run: Run) -> BandsPlot:
    pain = run.within["pain"]
    course = Course(
        moments=run.minutes, band=pain.band, alone=pain.alone, low=0.0, high=10.0, held=(0.0, run.held),
    )  # fmt: skip
    title = _("Pain during the first session and after it")
    return _plot(course, "pain-session", title, _("from 0 to 10"), days=False, layouts=(WIDE, NARROW))


def _shown(run: Run, name: str, knowledge: Knowledge) -> Shown:
    days = name in run.over_days
    beside = run.over_days[name] if days else run.within[name]
    low, high = _ends(name)
    course = Course(
        moments=run.days if days else run.minutes,
        band=beside.band,
        alone=beside.alone,
        low=low,
        high=high,
        held=None if days else (0.0, run.held),
    )
    part = next(p for p in knowledge.mechanism.values() if any(state.symbol == name for state in p.states))
    title = output_name(name, knowledge, page_language())
    grades = _grades(part)
    return Shown(
        plot=_plot(course, name.lower(), title, _unit(name), days=days, layouts=(SMALL,)),
        says=_says(name),
        part=part.id,
        part_name=part.labels.text(page_language()),
        grades=grades,
        animals=bool(grades) and set(grades) <= ANIMALS,
    )


def _grades(part: Mechanism) -> tuple[Grade, ...]:
    """Each grade of a part's claims once, the firmest first."""
    found = {claim.grade for claim in confirmed(part.claims)}
    return tuple(grade for grade in Grade if grade in found)


def _ends(name: str) -> tuple[float | None, float | None]:
    if name in {"Inh", "CS"}:
        return 0.0, 1.0
    return (0.0, None) if name == "Ado" else (None, None)


def _unit(name: str) -> str:
    if name in {"Inh", "CS"}:
        return _("share of the most there can be")
    return "µM" if name == "Ado" else _("level beside rest, which is 1")


def _says(name: str) -> str:
    """What a picture is there for."""
    return {
        "Enk": _("Slow pulses (2 Hz) and needling by hand release it in the cord; fast pulses hardly do."),
        "End": _("It comes from the brain: with slow pulses, and with expectation."),
        "Dyn": _("Fast pulses (100 Hz) release it in the cord; slow ones do not."),
        "Inh": _("Thick nerve fibres close the gate while the needle is in, if it is near the pain."),
        "Ado": _("A needle that is turned lets out ATP, which becomes adenosine and calms the nerve beside it."),
        "Flow": _("Thin fibres widen small vessels around the needle."),
        "TNF": _("A messenger that keeps inflammation going; watch how little needling moves it."),
        "IL6": _("A messenger that follows TNF."),
        "IL10": _("A messenger that ends inflammation."),
        "CS": _("How much the cord amplifies pain: it falls when pain stays low for weeks."),
    }[name]


def _plot(course: Course, id_: str, title: str, unit: str, *, days: bool, layouts: Sequence[Layout]) -> BandsPlot:
    axis = _("days") if days else _("minutes from the start of the first session")
    return BandsPlot(
        title=title,
        unit=unit,
        axis=axis,
        description=_described(course, days=days),
        parts=drawn(course, id=id_, layouts=layouts),
        table=_table(course, title, days=days),
    )


def _described(course: Course, *, days: bool) -> str:
    """The picture in a sentence: where it begins, where it is farthest from there, where it ends."""
    middle = course.band.middle
    far = max(range(len(middle)), key=lambda i: abs(middle[i] - middle[0]))
    at = f"{course.moments[far]:.4g}"
    words = (
        _("The middle begins at %(first)s, is farthest from there on day %(at)s (%(far)s), and ends at %(last)s.")
        if days
        else _("The middle begins at %(first)s, is farthest from there in minute %(at)s (%(far)s), ends at %(last)s.")
    )
    told = words % {"first": _size(middle[0]), "at": at, "far": _size(middle[far]), "last": _size(middle[-1])}
    ends = _("At the end nine of ten virtual people lie at %(span)s; with nothing done the middle is %(alone)s.")
    band = course.band
    return (
        told
        + mark(" ")
        + ends
        % {
            "span": span(band.low[-1], band.high[-1], 2),
            "alone": _size(course.alone[-1]),
        }
    )


def _table(course: Course, title: str, *, days: bool) -> Table:
    band = course.band
    return Table(
        caption=title + mark(":") + _("the numbers"),
        columns=(_("Day") if days else _("Minute"), _("Middle"), _("Nine of ten people"), _("With nothing done")),
        rows=tuple(
            (
                f"{course.moments[i]:.5g}",
                _size(band.middle[i]),
                span(band.low[i], band.high[i], 2),
                _size(course.alone[i]),
            )
            for i in thinned(len(course.moments), ROWS)
        ),
    )


def _size(value: float) -> str:
    """Two places after the point: more would say what the model does not know."""
    return number(value, 2)
