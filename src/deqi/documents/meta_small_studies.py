"""Do small studies say something else? The sentences, funnels and tables of that part of a report."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from statistics import NormalDist

from django.utils.translation import gettext as _

from deqi.documents.evidence_words import measure_name, shown, together
from deqi.documents.numerals import level_text, number, on_scale, p_value, trimmed
from deqi.documents.plots.funnel import Funnel, funnel
from deqi.documents.plots.table import Table
from deqi.evidence.meta.report import MetaReport

FUNNEL_FROM = 3  # studies: fewer have no shape
EGGER_FROM = 10  # studies: with fewer the test says little (Sterne and others, BMJ 2011;343:d4002)


class SmallStudies:
    """Funnel plots, Egger's test, trim and fill, and the selection model of one report."""

    def __init__(self, report: MetaReport, decimals: int | None) -> None:
        self.report, self.decimals = report, decimals
        self.effects, self.pooled = report.effects, report.pooled
        self.log, self.measure = report.effects.log, report.effects.measure

    def funnels(self) -> tuple[Funnel, ...]:
        """About the pooled effect, with imputed studies; and about no effect, with bands of significance."""
        if len(self.effects.studies) < FUNNEL_FROM:
            return ()
        filled = self.report.filled
        studies = [
            (name, float(effect), math.sqrt(variance))
            for name, effect, variance in zip(
                self.effects.studies, self.effects.estimates, self.effects.variances, strict=True
            )
        ]
        drawn = partial(
            funnel,
            studies,
            centre=self.pooled.overall.estimate,
            effect_label=measure_name(self.measure),
            log=self.log,
            level=self.pooled.level,
        )
        about_none = _("The same studies about no effect; bands show where a study alone has p below %(p)s.")
        return (
            drawn(
                id="funnel",
                title=_("Funnel plot"),
                description=together(self._funnel_words(filled.missing if filled else 0)),
                imputed=filled.imputed if filled else (),
            ),
            drawn(
                id="contours",
                title=_("Funnel plot with bands of significance"),
                description=about_none % {"p": "0.1, 0.05, 0.01"},
                contours=True,
            ),
        )

    def _funnel_words(self, missing: int) -> Iterator[str]:
        yield _("Studies: %(n)s") % {"n": len(self.effects.studies)} + "."
        z = NormalDist().inv_cdf((1 + self.pooled.level) / 2)
        centre = self.pooled.overall.estimate
        outside = sum(
            abs(effect - centre) > z * math.sqrt(variance)
            for effect, variance in zip(self.effects.estimates, self.effects.variances, strict=True)
        )
        yield _("Outside the region that chance alone would fill in %(level)s of studies: %(n)s.") % {
            "level": level_text(self.pooled.level),
            "n": outside,
        }
        if missing:
            yield _("Hollow circles: studies that trim and fill adds (%(n)s).") % {"n": missing}

    def funnel_table(self) -> Table:
        """Each study's effect and standard error."""
        filled = self.report.filled.imputed if self.report.filled else ()
        rows = [
            (name, number(on_scale(float(effect), self.log), self.decimals), number(math.sqrt(variance)))
            for name, effect, variance in zip(
                self.effects.studies, self.effects.estimates, self.effects.variances, strict=True
            )
        ]
        rows += [
            (
                _("added %(n)s") % {"n": n},
                number(on_scale(float(effect), self.log), self.decimals),
                number(math.sqrt(variance)),
            )
            for n, (effect, variance) in enumerate(filled, start=1)
        ]
        se = _("Standard error (of the logarithm)") if self.log else _("Standard error")
        columns = (_("Study"), measure_name(self.measure), se)
        return Table(caption=_("Numbers of the funnel plot"), columns=columns, rows=tuple(rows))

    def sentences(self) -> list[str]:
        """Do small studies say something else? In sentences."""
        return [*self._egger(), *self._filled(), *self._selected()]

    def _egger(self) -> Iterator[str]:
        test = self.report.asymmetry
        if test is None:
            return
        yield _("Egger's test of asymmetry: %(sign)s %(statistic)s, %(p)s.") % {
            "sign": "t" if test.distribution == "t" else "z",
            "statistic": number(test.statistic),
            "p": p_value(test.p),
        }
        yield _("Limit as the standard error goes to nought: %(figures)s.") % {
            "figures": shown(test.limit, self.log, self.decimals)
        }
        if len(self.effects.studies) < EGGER_FROM:
            yield _("With fewer than %(n)s studies this test says little.") % {"n": EGGER_FROM}

    def _filled(self) -> Iterator[str]:
        filled = self.report.filled
        if filled is None:
            return
        if not filled.missing:
            yield _("Trim and fill finds no missing study.")
            return
        where = _("on the left") if filled.side == "left" else _("on the right")
        yield _("Trim and fill adds %(n)s (standard error %(se)s) %(where)s; with them %(figures)s.") % {
            "n": filled.missing,
            "se": number(filled.missing_se),
            "where": where,
            "figures": shown(filled.pooled.overall, self.log, self.decimals),
        }

    def _selected(self) -> Iterator[str]:
        selection = self.report.selection
        if selection is None:
            return
        yield _("Selection model: %(figures)s; likelihood ratio %(ratio)s (df %(df)s), %(p)s.") % {
            "figures": shown(selection.overall, self.log, self.decimals),
            "ratio": number(selection.likelihood_ratio),
            "df": selection.df,
            "p": p_value(selection.p),
        }

    def selection(self) -> Table | None:
        """How likely a study is to be seen in each interval of p, the first being 1."""
        found = self.report.selection
        if found is None:
            return None
        steps = (0.0, *(step for step in found.steps if step < 1), 1.0)
        names = [f"{trimmed(low)}–{trimmed(high)}" for low, high in pairwise(steps)]
        chances = ["1", *(shown(value, log=False) for value in found.relative)]
        rows = tuple(zip(names, chances, strict=False))
        columns = (_("One-sided p"), _("Relative chance of being published"))
        return Table(caption=_("Selection model"), columns=columns, rows=rows)
