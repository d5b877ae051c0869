"""What the report of one meta-analysis shows: its sentences, pictures and tables, in the active language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from deqi.documents.evidence_words import (
    difference_sentence,
    figures_head,
    heterogeneity_sentence,
    measure_name,
    model_name,
    pooled_sentence,
    prediction_sentence,
    shown,
    shown_span,
    sides_of,
    together,
)
from deqi.documents.meta_methods import method_ids, methods
from deqi.documents.meta_rows import decimals_of, interval_row, pooled_row, study_rows
from deqi.documents.meta_small_studies import SmallStudies
from deqi.documents.method_sources import sources
from deqi.documents.numerals import level_text, number, on_scale, p_alone, p_value, percent, span
from deqi.documents.plots.forest import Forest, forest
from deqi.documents.plots.table import Table
from deqi.evidence.meta.report import MetaReport
from deqi.evidence.meta.values import Pooled, Step


class MetaPage:
    """The parts of one report; what was not computed is None."""

    def __init__(self, report: MetaReport) -> None:
        self.report, self.effects, self.pooled = report, report.effects, report.pooled
        self.log = report.effects.log
        self.measure = report.effects.measure
        self.decimals = decimals_of(report)
        self.rows = tuple(study_rows(report))

    def context(self) -> dict[str, Any]:
        """What the template asks for."""
        report, small = self.report, SmallStudies(self.report, self.decimals)
        return {
            "report": report,
            "facts": self.facts(),
            "sentences": self.sentences(),
            "forest": self.forest(),
            "forest_table": self.forest_table(),
            "models": self.models(),
            "subgroups": self.subgroups(),
            "subgroups_sentence": self.subgroups_sentence(),
            "regression": self.regression(),
            "regression_sentence": self.regression_sentence(),
            "leave_one_out": self.leave_one_out(),
            "leave_one_out_table": self.steps_table(
                report.leave_one_out, _("Study left out"), _("Numbers without each study")
            ),
            "cumulative": self.steps(report.cumulative, "cumulative", _("Studies added one by one")),
            "cumulative_table": self.steps_table(
                report.cumulative, _("Study added"), _("Numbers as studies are added")
            ),
            "funnels": small.funnels(),
            "funnel_table": small.funnel_table(),
            "small_studies": small.sentences(),
            "selection": small.selection(),
            "methods": self.methods(),
            "sources": self.sources(),
        }

    def facts(self) -> str:
        """One line under the title."""
        people = sum(self.effects.people)
        parts = [
            _("Effect: %(measure)s") % {"measure": measure_name(self.measure)},
            _("Studies: %(n)s") % {"n": len(self.effects.studies)},
            _("People: %(n)s") % {"n": f"{people:,.0f}"} if people else "",
            _("File: %(name)s") % {"name": self.report.source} if self.report.source else "",
        ]
        return " · ".join(part for part in parts if part)

    def sentences(self) -> list[str]:
        """The result in words."""
        overall = self.pooled.overall
        sentences = (
            pooled_sentence(self.pooled, self.measure, self.log, self.decimals),
            difference_sentence(overall.low, overall.high, self.log),
            prediction_sentence(self.pooled, self.log, self.decimals),
            heterogeneity_sentence(self.pooled),
        )
        return [sentence for sentence in sentences if sentence]

    def forest(self) -> Forest:
        """All studies, by subgroup where there are any, and what they say together."""
        return forest(
            self.rows,
            id="forest",
            title=_("Forest plot"),
            description=together(self.sentences()),
            figures_head=figures_head(self.measure, self.pooled.level),
            log=self.log,
            sides=sides_of(self.report.lower_favours, self.report.higher_favours),
            decimals=self.decimals,
        )

    def forest_table(self) -> Table:
        """Each study's numbers, and the pooled ones."""
        columns = (_("Study"), measure_name(self.measure), _("Lower limit"), _("Upper limit"), _("Weight"))
        rows = tuple(
            (row.name, *self._three(row.middle, row.low, row.high), "" if row.weight is None else percent(row.weight))
            for row in self.rows
            if row.kind != "heading"
        )
        return Table(caption=_("Numbers of the forest plot"), columns=columns, rows=rows)

    def models(self) -> Table | None:
        """Both models side by side; None where one study leaves nothing to pool."""
        if self.pooled.studies == 1:
            return None
        both = (self.report.random, self.report.common)
        level = {"level": level_text(self.pooled.level)}
        rows = (
            (figures_head(self.measure, self.pooled.level), *(shown(m.overall, self.log, self.decimals) for m in both)),
            ("p", *(p_alone(m.overall.p) for m in both)),
            (
                _("%(level)s prediction interval") % level,
                *(shown_span(m.prediction, self.log, self.decimals) for m in both),
            ),
            ("τ²", *(_tau2(m) for m in both)),
            ("I²", *(percent(m.i2) for m in both)),
            ("H²", *(number(m.h2) for m in both)),
            (_("Q (degrees of freedom)"), *(f"{number(m.q)} ({m.q_df})" for m in both)),
            (_("p of Q"), *(p_alone(m.q_p) for m in both)),
        )
        columns = (_("Quantity"), *(model_name(m.model) for m in both))
        return Table(caption=_("Both models"), columns=columns, rows=rows)

    def subgroups(self) -> Table | None:
        """Each subgroup pooled."""
        if self.report.subgroups is None:
            return None
        head = (
            self.report.grouped_by or _("Subgroup"),
            _("Studies"),
            figures_head(self.measure, self.pooled.level),
            "p",
            "τ²",
            "I²",
        )
        rows = tuple(
            (
                group.name,
                str(group.pooled.studies),
                shown(group.pooled.overall, self.log, self.decimals),
                p_alone(group.pooled.overall.p),
                number(group.pooled.tau2),
                percent(group.pooled.i2),
            )
            for group in self.report.subgroups.groups
        )
        return Table(caption=_("Subgroups"), columns=head, rows=rows)

    def subgroups_sentence(self) -> str:
        """Whether subgroups differ."""
        tested = self.report.subgroups
        if tested is None:
            return ""
        return _("Test of difference between subgroups: Q %(q)s (df %(df)s), %(p)s.") % {
            "q": number(tested.q_between),
            "df": tested.df,
            "p": p_value(tested.p),
        }

    def regression(self) -> Table | None:
        """The moderators' slopes, on the pooled scale."""
        found = self.report.regression
        if found is None:
            return None
        rows = tuple(
            (
                c.name,
                number(c.value.estimate),
                number(c.value.se),
                number(c.value.low),
                number(c.value.high),
                p_alone(c.value.p),
            )
            for c in found.coefficients
        )
        columns = (_("Term"), _("Slope"), _("Standard error"), _("Lower limit"), _("Upper limit"), "p")
        return Table(caption=_("Meta-regression"), columns=columns, rows=rows)

    def regression_sentence(self) -> str:
        """How much the moderators explain."""
        found = self.report.regression
        if found is None:
            return ""
        return together(
            [
                _("Test of the moderators: Q %(q)s (df %(df)s), %(p)s.")
                % {
                    "q": number(found.q_moderators),
                    "df": found.q_moderators_df,
                    "p": p_value(found.q_moderators_p),
                },
                _("τ² left: %(tau2)s; residual I² %(i2)s.") % {"tau2": number(found.tau2), "i2": percent(found.i2)},
                _("Changes stand on the logarithmic scale.") if self.log else "",
                "" if found.r2 is None else _("Share of τ² explained: %(r2)s.") % {"r2": percent(found.r2)},
            ]
        )

    def leave_one_out(self) -> Forest | None:
        """The pooled effect without each study."""
        return self.steps(self.report.leave_one_out, "without", _("Each study left out in turn"))

    def steps(self, steps: tuple[Step, ...], id_: str, title: str) -> Forest | None:
        """The pooled effect step by step, the full one last."""
        if not steps:
            return None
        rows = [interval_row(step.study, step.overall) for step in steps]
        lows, highs = (on_scale(pick(step.overall.estimate for step in steps), self.log) for pick in (min, max))
        described = _("The pooled effect lies between %(low)s and %(high)s at every step.") % {
            "low": number(lows, self.decimals),
            "high": number(highs, self.decimals),
        }
        return forest(
            [*rows, pooled_row(model_name(self.pooled.model), self.pooled.overall)],
            id=id_,
            title=title,
            description=described,
            figures_head=figures_head(self.measure, self.pooled.level),
            log=self.log,
            sides=sides_of(self.report.lower_favours, self.report.higher_favours),
            decimals=self.decimals,
        )

    def steps_table(self, steps: tuple[Step, ...], head: str, caption: str) -> Table | None:
        """The numbers of each step."""
        if not steps:
            return None
        rows = tuple(
            (
                step.study,
                *self._three(step.overall.estimate, step.overall.low, step.overall.high),
                p_alone(step.overall.p),
                number(step.tau2),
                percent(step.i2),
            )
            for step in steps
        )
        columns = (head, measure_name(self.measure), _("Lower limit"), _("Upper limit"), "p", "τ²", "I²")
        return Table(caption=caption, columns=columns, rows=rows)

    def methods(self) -> str:
        """How it was done, written out."""
        return together(methods(self.report))

    def sources(self) -> tuple[str, ...]:
        """Where the methods come from."""
        return sources(method_ids(self.report))

    def _figure(self, value: float) -> str:
        return number(on_scale(float(value), self.log), self.decimals)

    def _three(self, middle: float, low: float, high: float) -> tuple[str, str, str]:
        return self._figure(middle), self._figure(low), self._figure(high)


def _tau2(pooled: Pooled) -> str:
    """With its interval where there is one; the common-effect model knows none."""
    if pooled.model == "common":
        return "–"
    return f"{number(pooled.tau2)} ({span(*pooled.tau2_interval)})" if pooled.tau2_interval else number(pooled.tau2)
