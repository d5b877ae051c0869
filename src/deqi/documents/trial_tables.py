"""The tables of a trial's report, in the active language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from deqi.documents.numerals import level_text, number, p_alone, percent, span, trimmed, with_interval
from deqi.documents.plots.table import Table
from deqi.documents.templatetags.words import listed
from deqi.documents.trial_words import decimals_of, method_name, missing_words, needed_words, of_hundred, thresholds
from deqi.outcome.trial import TrialReport
from deqi.outcome.trial.flow import Row
from deqi.outcome.trial.responders import Ratio, Response


def asked(report: TrialReport) -> Table:
    """What was asked of the file."""
    plan = report.plan
    arms = listed(
        name if name == code else f"{name} ({code})" for name, code in zip(report.arms, report.codes, strict=True)
    )
    better = _("Lower is better") if plan.lower_is_better else _("Higher is better")
    rows = (
        (_("Arms"), arms),
        (_("Reference"), report.arms[0]),
        (_("Score before treatment"), report.baseline),
        (_("Scores after it"), listed(report.times)),
        (_("Main time"), report.times[-1]),
        (_("Direction"), better),
        (_("Scale of comparisons"), _("square root") if plan.transform else _("as in the file")),
        (_("Covariates"), listed(report.covariates) or _("None")),
        (_("Practitioners"), report.cluster or _("not told")),
        (_("Responder: better by at least"), listed(thresholds(report))),
        (_("Level of the intervals"), level_text(plan.level)),
    )
    return Table(caption=_("What was asked"), columns=(_("What"), _("As asked")), rows=rows)


def flow(report: TrialReport) -> Table:
    """An arm a row: randomised, seen at each time, analysed."""
    times = [seen.time for arm in report.flow[:1] for seen in (arm.baseline, *arm.follow_ups)]
    seen_at = (_("Seen at %(time)s") % {"time": time} for time in times)
    columns = (_("Arm"), _("Randomised"), *seen_at, _("Never seen after the start"), _("Analysed"))
    rows = tuple(
        (
            arm.arm,
            *map(str, (arm.randomised, arm.baseline.known, *(seen.known for seen in arm.follow_ups))),
            str(arm.no_follow_up),
            str(arm.analysed),
        )
        for arm in report.flow
    )
    return Table(caption=_("Flow of participants in numbers"), columns=columns, rows=rows)


def before(report: TrialReport) -> Table:
    """What was known before treatment, an arm a column."""
    rows = tuple(line for row in report.before for line in _before_rows(row))
    return Table(caption=_("Before treatment"), columns=(_("What"), *report.arms), rows=rows)


def _before_rows(row: Row) -> Iterator[tuple[str, ...]]:
    if row.level:
        shares = (
            f"{count} ({percent(100 * count / known)})" if known else "–"
            for count, known in zip(row.counts, row.known, strict=True)
        )
        yield f"{row.name}: {row.level}", *shares
        return
    pairs = zip(row.middle, row.spread, strict=True)
    yield _("%(name)s: mean (SD)") % {"name": row.name}, *(f"{number(m)} ({number(sd)})" for m, sd in pairs)
    quarters = (f"{number(middle)} ({span(low, high)})" for low, middle, high in row.quartiles)
    yield _("%(name)s: median (quartiles)") % {"name": row.name}, *quarters
    yield _("%(name)s: known of") % {"name": row.name}, *map(str, row.known)


def course(report: TrialReport) -> Table:
    """The mean of each arm at each time."""
    columns = (
        _("Arm"), _("Time"), _("People"), _("Mean (%(level)s CI)") % {"level": level_text(report.plan.level)}, "SD",
        _("Change of the mean"),
    )  # fmt: skip
    rows = tuple(
        (
            one.arm,
            time,
            str(one.people[at]),
            with_interval(one.means[at], one.lows[at], one.highs[at], 2),
            number(one.sds[at], 2),
            percent(one.change_percent[at]) if at else "–",
        )
        for one in report.course
        for at, time in enumerate(one.times)
    )
    return Table(caption=_("Mean scores in numbers"), columns=columns, rows=rows)


def fits(report: TrialReport) -> Table:
    """Every way of estimating the difference at every time."""
    corrected = len(report.arms) > 2
    head = (_("Method"), _("Time"), _("Arm"), _("People"), difference_head(report), _("Standard error"), "df", "p")
    decimals = decimals_of(report)
    rows = tuple(
        (
            method_name(fit.method),
            fit.time,
            c.arm,
            str(fit.n),
            with_interval(c.value.estimate, c.value.low, c.value.high, decimals),
            number(c.value.se, decimals + 1),
            number(c.value.df, 0),
            p_alone(c.value.p),
            *(["–" if c.holm is None else p_alone(c.holm)] if corrected else []),
        )
        for fit in report.fits
        for c in fit.contrasts
    )
    more = (_("p after Holm"),) if corrected else ()
    return Table(caption=_("The difference by every method at every time"), columns=(*head, *more), rows=rows)


def difference_head(report: TrialReport) -> str:
    """The heading over differences."""
    return _("Difference (%(level)s CI)") % {"level": level_text(report.plan.level)}


def standardised(report: TrialReport) -> Table | None:
    """Hedges' g; None where it was not computed."""
    if not report.standardised:
        return None
    rows = tuple(
        (
            one.arm,
            *(with_interval(v.estimate, v.low, v.high, 2) for v in (one.raw, one.adjusted)),
            number(one.sd, 2),
        )
        for one in report.standardised
    )
    columns = (_("Arm"), _("Unadjusted"), _("Adjusted"), _("In units of this SD"))
    return Table(caption=_("Standardised difference"), columns=columns, rows=rows)


def responses(report: TrialReport) -> Table | None:
    """Responders by threshold and by what becomes of the missing; benefits of the same hundred people."""
    if not report.responses:
        return None
    columns = (
        _("Better by"), _("Missing scores"), _("Arm"), _("Responders"), _("Of 100 people"),
        _("Difference of 100"), _("risk ratio"), _("odds ratio"), _("Number needed to treat"), "p",
    )  # fmt: skip
    rows = tuple(row for response in report.responses for row in _response_rows(response))
    return Table(caption=_("Responders"), columns=columns, rows=rows)


def _response_rows(response: Response) -> Iterator[tuple[str, ...]]:
    head = (f"{trimmed(response.threshold)}%", missing_words(response))
    for share, contrast in zip(response.shares, (None, *response.contrasts), strict=True):
        own = (*head, share.arm, f"{share.responders}/{share.people}", of_hundred(share))
        if contrast is None:
            yield *own, *("–",) * 5
            continue
        d = contrast.difference
        yield (
            *own,
            with_interval(100 * d.estimate, 100 * d.low, 100 * d.high, 0),
            _ratio(contrast.risk_ratio),
            _ratio(contrast.odds_ratio),
            needed_words(contrast.needed),
            p_alone(contrast.p),
        )


def _ratio(value: Ratio) -> str:
    return with_interval(value.ratio, value.low, value.high)


def imputed(report: TrialReport) -> Table | None:
    """What the missing cost; None where nothing was imputed."""
    found = report.imputed
    if found is None or not any(found.filled):
        return None
    rows = tuple(
        (
            fit.time,
            one.arm,
            str(filled),
            with_interval(c.value.estimate, c.value.low, c.value.high, decimals_of(report)),
            percent(100 * one.missing_information),
            number(one.monte_carlo_error),
        )
        for fit, filled, rubin in zip(found.fits, found.filled, found.rubin, strict=True)
        for c, one in zip(fit.contrasts, rubin, strict=True)
    )
    columns = (
        _("Time"), _("Arm"), _("Scores imputed"), difference_head(report), _("Missing information"),
        _("Error of the drawing"),
    )  # fmt: skip
    return Table(caption=_("Multiple imputation"), columns=columns, rows=rows)


def tipping(report: TrialReport) -> Table | None:
    """The difference with the missing worse and worse."""
    decimals = decimals_of(report)
    rows = tuple(
        (
            number(shift.in_sd, 2),
            one.arm,
            one.shifted,
            number(shift.delta, decimals),
            with_interval(shift.value.estimate, shift.value.low, shift.value.high, decimals),
            p_alone(shift.value.p),
        )
        for one in report.tipping
        if one.missing
        for shift in one.shifts
    )
    columns = (_("Worse by (SD)"), _("Arm"), _("Made worse in"), _("Worse by"), difference_head(report), "p")
    return Table(caption=_("With the missing worse than imputed"), columns=columns, rows=rows) if rows else None


def mixed(report: TrialReport) -> Table | None:
    """The mixed models at the main time."""
    decimals = decimals_of(report)
    rows = tuple(
        (
            method_name(fit.method),
            one.method,
            c.arm,
            str(one.n),
            str(one.scores),
            with_interval(c.value.estimate, c.value.low, c.value.high, decimals),
            p_alone(c.value.p),
            number(one.log_likelihood, 2),
        )
        for one in report.mixed
        for fit in (one.fit_at(report.times[-1]),)
        for c in fit.contrasts
    )
    columns = (
        _("Model"), _("Likelihood"), _("Arm"), _("People"), _("Scores"), difference_head(report), "p",
        _("Log-likelihood"),
    )  # fmt: skip
    return Table(caption=_("Mixed models at the main time"), columns=columns, rows=rows) if rows else None
