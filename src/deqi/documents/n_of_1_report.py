"""What the report of one person's trial shows: sentences, chart and tables; and the report as one HTML file."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from deqi.core.labels import Language
from deqi.documents.evidence_words import together
from deqi.documents.method_sources import sources
from deqi.documents.numerals import UNKNOWN, level_text, number, p_value, percent, span, trimmed, with_interval
from deqi.documents.plots.n_of_1 import chart, date_of, letter_of
from deqi.documents.plots.table import Table
from deqi.documents.render import DJANGO_LANGUAGE, css_of
from deqi.documents.templatetags.words import mark, said
from deqi.documents.templatetags.words import percent as chance
from deqi.outcome.n_of_1 import NOf1Report
from deqi.outcome.n_of_1.values import Difference

SOURCES = ("patterson-1971", "harville-1974", "parker-2009", "newcombe-2006", "vohra-2015")
OF_LOTS = "edgington-1975"
ALMOST = 0.005  # a share that whole percent would tell as 0
FINE = 0.5  # points: scores that scatter less are told with two decimals


def html(report: NOf1Report, language: Language) -> str:
    """The report as one HTML file that stands alone."""
    with override(DJANGO_LANGUAGE[language]):
        css = css_of("evidence.css", "n_of_1.css")
        context = {**NOf1Page(report).context(), "css": css, "language": language}
        return render_to_string("documents/n_of_1.html", context)


class NOf1Page:
    """The parts of one report, in the active language."""

    def __init__(self, report: NOf1Report) -> None:
        self.report = report
        self.decimals = 2 if report.main.sd < FINE else 1

    def context(self) -> dict[str, Any]:
        """What the template asks for."""
        return {
            "report": self.report,
            "facts": self.facts(),
            "sentences": self.sentences(),
            "chances": self.chances(),
            "chart": chart(self.report, id="scores"),
            "periods": self.periods(),
            "conditions": self.conditions(),
            "models": self.models(),
            "methods": self.methods(),
            "sources": sources((*SOURCES, OF_LOTS) if self.report.randomisation else SOURCES),
        }

    def facts(self) -> str:
        """One line under the title."""
        measure, source = self.report.measure, self.report.source
        low, high = measure.lowest, measure.highest
        ends = f" ({span(low, high, 0)})" if low is not None and high is not None else ""
        parts = [
            f"{_('Score')}{mark(':')}{said(measure.name) if measure.name else _('a plain number')}{ends}",
            _("lower is better") if measure.better == "lower" else _("higher is better"),
            _("File: %(name)s") % {"name": source} if source else "",
        ]
        return " · ".join(part for part in parts if part)

    def sentences(self) -> list[str]:
        """What the figures say beside the verdict."""
        found = (self.by_lot(), self.overlap(), self.threshold())
        return [sentence for sentence in found if sentence]

    def chances(self) -> Table | None:
        """How likely the difference is to matter; None where nobody knows what matters."""
        main, important = self.report.main, self.report.important
        if important is None or main.better is None or main.worse is None or main.between is None:
            return None
        points = {"points": _trimmed(important)}
        rows = (
            (_("B better than A by at least %(points)s points") % points, _share(main.better)),
            (_("a difference of less than %(points)s points") % points, _share(main.between)),
            (_("B worse than A by at least %(points)s points") % points, _share(main.worse)),
        )
        columns = (_("What may be so"), _("Probability"))
        return Table(caption=_("Posterior probability, with flat priors"), columns=columns, rows=rows)

    def by_lot(self) -> str:
        """The randomisation test, or why there is none."""
        test = self.report.randomisation
        if test is None:
            return said(self.report.no_randomisation_because)
        words = (
            _("Randomisation test (%(scheme)s, all %(orders)s orders): %(difference)s points, %(p)s.")
            if test.exact
            else _("Randomisation test (%(scheme)s, %(drawn)s of %(orders)s orders): %(difference)s points, %(p)s.")
        )
        return words % {
            "orders": f"{test.orders:,}",
            "drawn": f"{test.drawn:,}",
            "scheme": _("pairs of periods") if test.scheme == "pairs" else _("blocks of periods"),
            "difference": number(test.difference, self.decimals),
            "p": p_value(test.p),
        }

    def overlap(self) -> str:
        """How much the scores of both conditions overlap."""
        nap = self.report.overlap
        words = _("Overlap (NAP): B was better in %(nap)s of %(pairs)s pairs of days (%(level)s interval %(span)s).")
        told = words % {
            "pairs": f"{nap.pairs:,}",
            "nap": percent(100 * nap.nap, 0),
            "level": level_text(self.report.level),
            "span": _("%(low)s to %(high)s") % {"low": percent(100 * nap.low, 0), "high": percent(100 * nap.high, 0)},
        }
        return together((told, _("Its interval takes days as independent and is rather too short.")))

    def threshold(self) -> str:
        """Where the important change comes from."""
        measure, important = self.report.measure, self.report.important
        if important is None:
            return ""
        points = _trimmed(important)
        if measure.important_known == "given":
            return _("Important change: %(points)s points, as given by who ran this.") % {"points": points}
        words = _("Important change: %(points)s points (%(people)s).")
        return words % {"points": points, "people": said(measure.important_people)}

    def periods(self) -> Table:
        """Each period's numbers."""
        series = self.report.series
        rows = tuple(
            (
                str(period.number),
                f"{letter_of(period.condition)} {series.conditions[period.condition]}",
                f"{date_of(series, period.first)} – {date_of(series, period.last)}",
                str(period.scores),
                str(period.missing),
                number(period.mean, 2),
                number(period.median, 1),
            )
            for period in series.periods
        )
        columns = (_("Period"), _("Condition"), _("Days"), _("Scores"), _("Missing"), _("Mean"), _("Median"))
        return Table(caption=_("Each period"), columns=columns, rows=rows)

    def conditions(self) -> Table:
        """Both conditions' numbers."""
        rows = tuple(
            (
                f"{letter_of(place)} {each.name}",
                str(each.periods),
                str(each.scores),
                number(each.mean, 2),
                number(each.median, 1),
            )
            for place, each in enumerate(self.report.conditions)
        )
        columns = (_("Condition"), _("Periods"), _("Scores"), _("Mean"), _("Median"))
        return Table(caption=_("Both conditions"), columns=columns, rows=rows)

    def models(self) -> Table:
        """The difference, with and without a drift over time; the first one is the main one."""
        columns = (
            _("Model"),
            _("B minus A (%(level)s interval)") % {"level": level_text(self.report.level)},
            _("Standard error"),
            _("Correlation of neighbouring days"),
            _("Drift in 30 days"),
        )
        rows = tuple(self._model(each) for each in (self.report.main, self.report.other))
        return Table(caption=_("The difference by two models"), columns=columns, rows=rows)

    def methods(self) -> str:
        """What was done, in complete sentences; a line of the template is a sentence."""
        text = render_to_string("documents/_n_of_1_methods.html", {"report": self.report})
        return together(line.strip() for line in text.splitlines())

    def _model(self, found: Difference) -> tuple[str, ...]:
        return (
            _("with a straight drift over time") if found.trend else _("without drift"),
            with_interval(found.estimate, found.low, found.high, 2),
            number(found.se, 2),
            number(found.rho, 2),
            UNKNOWN if found.slope is None else number(30 * found.slope, 2),
        )


def _trimmed(points: float) -> str:
    return trimmed(float(f"{points:.3g}"))


def _share(probability: float) -> str:
    """Whole percent; what is hardly possible and what is hardly in doubt are told as such."""
    return f"{'<1' if probability < ALMOST else '>99' if probability > 1 - ALMOST else chance(probability)}%"
