"""What a clinic's results show, measure by measure: sentences, tables and pictures in the active language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from deqi.core.values import Value
from deqi.documents.numerals import UNKNOWN, number, with_interval
from deqi.documents.plots.completeness import Completeness, completeness
from deqi.documents.plots.reliability import Reliability, reliability
from deqi.documents.plots.table import Table
from deqi.documents.templatetags.words import mark, said
from deqi.outcome.results.values import (
    Approach,
    Block,
    Calibrated,
    Covered,
    Drift,
    Estimate,
    Group,
    Results,
    Seen,
    Share,
    Yardstick,
)
from deqi.outcome.results.windows import Window


class Part(Value, frozen=True, kw_only=True):
    """One heading with what stands below it."""

    id: str
    heading: str
    sentences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    table: Table | None = None
    completeness: Completeness | None = None
    reliability: tuple[Reliability, ...] = ()
    bins: Table | None = None


class BlockPage(Value, frozen=True, kw_only=True):
    """One measure."""

    id: str
    title: str
    lead: str
    facts: tuple[str, ...]
    parts: tuple[Part, ...]


def block_pages(results: Results) -> tuple[BlockPage, ...]:
    """Every measure of the file."""
    return tuple(_Pages(results, block, f"measure-{n}").page() for n, block in enumerate(results.blocks, start=1))


def rules(results: Results) -> tuple[str, ...]:
    """How to read the figures: windows, and what is not told."""
    spans = mark(";").join(_window(window) for window in results.windows)
    told = [
        _("What counts as a week: %(spans)s.") % {"spans": spans},
        _("Counts of fewer than %(n)d people are not told, nor what would give them away.") % {"n": results.smallest},
    ]
    if results.left_out:
        words = _("%(n)d more measures are not shown; give each a file of its own.")
        told.append(words % {"n": results.left_out})
    return tuple(told)


def group_name(group: Group) -> str:
    """A group in words."""
    if group.kind == "all":
        return _("All")
    if group.kind == "dose":
        return {
            "1-3": _("up to 3 sessions"),
            "4-6": _("4 to 6 sessions"),
            "7-12": _("7 to 12 sessions"),
            "13+": _("more than 12 sessions"),
            "not-known": _("sessions not known"),
        }[group.id]
    return {"other": _("Other complaints"), "not-told": _("Complaint not told")}.get(group.id, said(group.name))


class _Pages:
    """The parts of one measure's page."""

    def __init__(self, results: Results, block: Block, id_: str) -> None:
        self._results, self._block, self._id = results, block, id_
        self._week = number(results.window.week, 0) if results.window.week.is_integer() else f"{results.window.week:g}"

    def page(self) -> BlockPage:
        """The measure's page."""
        parts = (self._completeness(), self._results_at(), self._doses(), self._sensitivity(), *self._forecast_parts())
        return BlockPage(
            id=self._id,
            title=f"{said(self._block.instrument.name)}{mark(':')}{said(self._block.score.name)}",
            lead=self._lead(),
            facts=tuple(self._facts()),
            parts=tuple(part for part in parts if part is not None),
        )

    def _lead(self) -> str:
        whole = self._block.whole
        if whole.improved is None:
            return _("How many improved by week %(week)s is not told.") % {"week": self._week}
        words = _("By week %(week)s, %(count)d of %(seen)d people seen had improved; %(started)s started.")
        started = _count(whole.started)
        return words % {
            "week": self._week,
            "count": whole.improved.count,
            "seen": whole.improved.of,
            "started": started,
        }

    def _facts(self) -> Iterable[str]:
        block, followed = self._block, self._block.followed
        if block.important is None:
            yield _("No important change of this score is known: who improved cannot be told.")
        else:
            words = _(
                "Improved: better by %(points)s points or more and by 30%%. Worse: worse by %(points)s points or more."
            )
            yield words % {"points": f"{block.important:g}"}
        if block.important_known not in {None, "read"}:
            yield _("The important change of this score is recalled and not verified.")
        if block.no_room:
            words = _("%(n)d started too near the best score to improve by so much; they count as not improved.")
            yield words % {"n": block.no_room}
        if followed.without_first:
            yield _("%(n)d have no score at their start and are left out of all figures.") % {
                "n": followed.without_first
            }
        if followed.never_again is not None:
            yield _("%(n)d have no score after the first.") % {"n": followed.never_again}
        if followed.weeks is not None:
            low, middle, high = (number(week, 0) for week in followed.weeks)
            words = _(
                "Half of those seen again were followed for %(middle)s weeks or more (quartiles %(low)s, %(high)s)."
            )
            yield words % {"middle": middle, "low": low, "high": high}
        if followed.dated:
            words = _(
                "The last day in the file is %(day)s: whoever had not come as far by then is not counted as missing."
            )
            yield words % {"day": followed.until}
        else:
            yield _("The file has no dates: people who are not due yet count as missing.")

    def _completeness(self) -> Part:
        groups = (self._block.whole, *self._block.conditions)
        columns = (_("Group"), _("Started"), *(_week_name(window) for window in self._results.windows))
        rows = tuple(
            (group_name(group), _count(group.started), *(_seen_of_due(week) for week in group.weeks))
            for group in groups
        )
        return Part(
            id=f"{self._id}-completeness",
            heading=_("Who was seen"),
            sentences=(_("Seen, of those for whom the week is over."),),
            table=Table(caption=_("People seen at each week"), columns=columns, rows=rows),
            completeness=completeness(self._block.whole.weeks, id=f"{self._id}-seen"),
        )

    def _results_at(self) -> Part:
        groups = (self._block.whole, *self._block.conditions)
        caption = _("Results at week %(week)s") % {"week": self._week}
        return Part(
            id=f"{self._id}-results",
            heading=caption,
            sentences=(said(self._results.cause),),
            table=Table(caption=caption, columns=_result_columns(), rows=tuple(_result_row(group) for group in groups)),
        )

    def _doses(self) -> Part | None:
        if not self._block.doses:
            return None
        rows = tuple(_result_row(group) for group in self._block.doses)
        return Part(
            id=f"{self._id}-doses",
            heading=_("By number of sessions"),
            warnings=(said(self._results.dose),),
            sentences=(said(self._results.cause),),
            table=Table(caption=_("Results by number of sessions"), columns=_result_columns(), rows=rows),
        )

    def _sensitivity(self) -> Part | None:
        if not self._block.approaches:
            return None
        rows = tuple((_approach(one), _estimated_share(one.share)) for one in self._block.approaches)
        return Part(
            id=f"{self._id}-missing",
            heading=_("How much those not seen matter"),
            sentences=(
                _("The true share lies between the second row and the last one, whatever became of them."),
                *(_yardstick(one) for one in self._block.yardsticks),
            ),
            table=Table(
                caption=_("Share improved, by how the missing are taken"),
                columns=(_("Way"), _("Improved (95% CI)")),
                rows=rows,
            ),
        )

    def _forecast_parts(self) -> Iterable[Part]:
        if self._block.population is None:
            words = _("There are no forecasts of this score. Learn from your own people with 'deqi outcome fit'.")
            yield Part(id=f"{self._id}-forecasts", heading=_("Do the forecasts hold here?"), sentences=(words,))
            return
        yield self._calibration()
        if self._block.drift is not None:
            drift = self._block.drift
            told = (_drift(drift),)
            yield Part(
                id=f"{self._id}-drift",
                heading=_("Do outcomes drift?"),
                warnings=told if drift.moved else (),
                sentences=(() if drift.moved else told) + ((_drift_meaning(drift),) if drift.moved else ()),
            )

    def _calibration(self) -> Part:
        block = self._block
        assert block.population is not None
        enough = [one for one in block.calibrated if one.enough]
        few = [_too_few(one) for one in block.calibrated if not one.enough]
        sentences = [_("The forecasts rest on: %(name)s.") % {"name": said(block.population.name)}, said(block.about)]
        pictures = tuple(
            reliability(one.bins, id=f"{self._id}-from-{one.known:g}", title=_from_week(one))
            for one in enough
            if one.bins
        )
        return Part(
            id=f"{self._id}-forecasts",
            heading=_("Do the forecasts hold here?"),
            sentences=(*sentences, *few),
            warnings=(_("The forecasts were learnt from these very people: what stands here flatters them."),)
            if block.same_people
            else (),
            table=_calibration_table(enough) if enough else None,
            reliability=pictures,
            bins=_bins_table(enough) if pictures else None,
        )


def _window(window: Window) -> str:
    words = _("week %(week)s is from week %(low)s to before week %(high)s")
    return words % {"week": f"{window.week:g}", "low": f"{window.low:g}", "high": f"{window.high:g}"}


def _week_name(window: Window) -> str:
    return _("Week %(week)s") % {"week": f"{window.week:g}"}


def _count(count: int | None) -> str:
    return _("not told") if count is None else str(count)


def _seen_of_due(week: Seen) -> str:
    if week.due is None and week.seen is None:
        return _("not told")
    if week.due is None:
        return _("%(n)s; of how many is not told") % {"n": week.seen}
    if week.seen is None:
        return _("not told, of %(of)s") % {"of": week.due}
    return _("%(n)s of %(of)s") % {"n": week.seen, "of": week.due}


def _result_columns() -> tuple[str, ...]:
    return (
        _("Group"),
        _("Started"),
        _("Week over"),
        _("Seen"),
        _("Mean change in points (95% CI)"),
        _("Improved (95% CI)"),
        _("Worse (95% CI)"),
    )


def _result_row(group: Group) -> tuple[str, ...]:
    return (
        group_name(group),
        _count(group.started),
        _count(group.due),
        _count(group.seen),
        _("not told") if group.change is None else _estimated(group.change),
        _shared(group.improved),
        _shared(group.worse),
    )


def _estimated(estimate: Estimate) -> str:
    return with_interval(estimate.value, estimate.low, estimate.high, 1)


def _shared(share: Share | None) -> str:
    """Never without those it is of."""
    if share is None:
        return _("not told")
    counted = _("%(n)s of %(of)s") % {"n": share.count, "of": share.of}
    return f"{counted}{mark(',')}{_percents(share.share, share.low, share.high)}"


def _estimated_share(share: Estimate | None) -> str:
    return _("not told") if share is None else _percents(share.value, share.low, share.high)


def _percents(value: float, low: float, high: float) -> str:
    figures = {"share": f"{100 * value:.0f}", "low": f"{100 * low:.0f}", "high": f"{100 * high:.0f}"}
    return _("%(share)s%% (%(low)s%% to %(high)s%%)") % figures


def _approach(one: Approach) -> str:
    return {
        "seen": _("Only those seen"),
        "not-improved": _("Nobody of those not seen improved (the worst case)"),
        "carried": _("Each keeps the last score that is known"),
        "forecast": _("As many improve as the forecast expects from each one's scores so far"),
        "best": _("All of those not seen improved (the best case)"),
    }[one.id]


def _yardstick(one: Yardstick) -> str:
    words = _(
        "A yardstick, not a comparison: of people who start like these, %(share)s%% improve in the arm '%(arm)s'."
    )
    other = _("They were other people, elsewhere, at another time.")
    return words % {"share": f"{100 * one.share:.0f}", "arm": one.arm} + mark(" ") + other


def _from_week(one: Calibrated) -> str:
    if one.known == 0:
        return _("From the first score to week %(week)s") % {"week": f"{one.week:g}"}
    return _("From week %(known)s to week %(week)s") % {"known": f"{one.known:g}", "week": f"{one.week:g}"}


def _too_few(one: Calibrated) -> str:
    return _("%(which)s: too few forecasts to say anything (%(n)s).") % {
        "which": _from_week(one),
        "n": _count(one.forecasts),
    }


def _calibration_table(enough: Sequence[Calibrated]) -> Table:
    columns = (
        _("Forecast"),
        _("Forecasts"),
        _("Within the middle 50%"),
        _("Within the middle 90%"),
        _("Came minus forecast, points"),
        _("Mean error (CRPS), points"),
        _("The same, last score carried forward"),
        _("Brier score of improvement"),
        _("The same, everybody's share"),
    )
    rows = tuple(
        (
            _from_week(one),
            _count(one.forecasts),
            *(_coverage(covered) for covered in one.covered),
            UNKNOWN if one.bias is None else _estimated(one.bias),
            number(one.crps),
            number(one.crps_carried),
            number(one.brier),
            number(one.brier_null),
        )
        for one in enough
    )
    return Table(caption=_("Forecasts beside what came"), columns=columns, rows=rows)


def _coverage(covered: Covered) -> str:
    if covered.low is not None and covered.high is not None:
        return _percents(covered.share, covered.low, covered.high)
    words = _("%(share)s%% or more") if covered.bound == "at-least" else _("%(share)s%% or less")
    return words % {"share": f"{100 * covered.share:.0f}"}


def _bins_table(enough: Sequence[Calibrated]) -> Table:
    rows = tuple(
        (_from_week(one), f"{100 * bin_.expected:.0f}%", _shared(bin_.improved)) for one in enough for bin_ in one.bins
    )
    columns = (_("Forecast"), _("Expected to improve"), _("Improved (95% CI)"))
    return Table(caption=_("Chance of improvement beside what came"), columns=columns, rows=rows)


def _drift(drift: Drift) -> str:
    if drift.why_not == "undated":
        return _("The file has no dates, and the order of its rows is not time: nothing is said of drift.")
    if drift.why_not:
        return _("Too few forecasts to say anything of drift (%(n)s).") % {"n": _count(drift.forecasts)}
    figures = {"n": drift.forecasts, "limit": number(drift.limit, 1), "since": drift.since}
    if drift.moved == "worse":
        return _("Outcomes are worse than forecast since %(since)s (limit %(limit)s, %(n)s people).") % figures
    if drift.moved == "better":
        return _("Outcomes are better than forecast since %(since)s (limit %(limit)s, %(n)s people).") % figures
    words = _("No drift is seen over %(n)s people. A clinic without any is warned wrongly in one file of twenty.")
    return words % figures


def _drift_meaning(drift: Drift) -> str:
    if drift.from_start:
        return _(
            "They differ from the first person on: the forecasts never fitted this clinic. Learn from your own people."
        )
    return _("Look for what changed then: who comes, how scores are taken, who is seen again, what is done.")
