"""The methods paragraph of a meta-analysis, written from what was computed, with its sources."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from deqi.documents.evidence_words import estimator_name, measure_name
from deqi.documents.method_sources import OF_ESTIMATOR
from deqi.documents.numerals import level_text, trimmed
from deqi.documents.templatetags.words import listed
from deqi.evidence.meta.report import MetaReport


def methods(report: MetaReport) -> Iterator[str]:
    """What was done, a sentence a step."""
    random, level = report.random, level_text(report.pooled.level)
    measure = {"measure": measure_name(report.effects.measure)}
    yield (
        _("Each study's %(measure)s was pooled on the logarithmic scale, weighted by the inverse of its variance.")
        if report.effects.log
        else _("Each study's %(measure)s was pooled, weighted by the inverse of its variance.")
    ) % measure
    yield _("The random-effects model estimates the variance between studies, τ², by %(estimator)s.") % {
        "estimator": estimator_name(random.method)
    }
    yield _test_sentence(report) % {"level": level}
    yield (
        _("The report leads with the random-effects model; the common-effect model is shown beside it.")
        if report.main == "random"
        else _("The report leads with the common-effect model; the random-effects model is shown beside it.")
    )
    if random.tau2_interval:
        yield _("The interval of τ² was found by the Q profile method.")
    if random.prediction:
        yield _("The prediction interval tells where the true effect of a new, similar study is expected.")
    if random.studies > 2:
        yield _("The second funnel plot shows bands of significance about no effect.")
    yield from _checks(report)


def method_ids(report: MetaReport) -> Iterator[str]:
    """The sources of what was done, in the order of the paragraph."""
    if report.random.method in OF_ESTIMATOR:
        yield OF_ESTIMATOR[report.random.method]
    yield "higgins-2002"
    if "knha" in {report.random.test, report.pooled.test}:
        yield "knapp-2003"
    if report.random.tau2_interval:
        yield "viechtbauer-2007"
    if report.random.prediction:
        yield "higgins-2009"
    if report.random.studies > 2:
        yield "peters-2008"
    checks = ((report.asymmetry, "egger-1997"), (report.filled, "duval-2000"), (report.selection, "vevea-1995"))
    yield from (id_ for found, id_ in checks if found is not None)


def _test_sentence(report: MetaReport) -> str:
    if report.random.test == "knha":
        return _("Its %(level)s confidence interval follows Knapp and Hartung.")
    return _("Its %(level)s confidence interval rests on the normal distribution.")


def _checks(report: MetaReport) -> Iterator[str]:
    if report.subgroups:
        yield _("Studies were grouped by %(what)s and the groups compared by Q between groups.") % {
            "what": report.grouped_by or _("subgroup")
        }
    if report.regression:
        yield _("Meta-regression relates the effect to %(what)s.") % {
            "what": listed(c.name for c in report.regression.coefficients[1:])
        }
    if report.leave_one_out:
        yield _("The analysis was repeated without each study in turn.")
    if report.cumulative:
        yield _("A cumulative analysis adds the studies one by one, in the order of %(what)s.") % {
            "what": report.cumulative_by or _("the file")
        }
    if report.asymmetry:
        yield _("Asymmetry of the funnel plot was tested by Egger's regression.")
    if report.filled:
        yield _("Trim and fill used the estimator %(estimator)s.") % {"estimator": report.filled.estimator}
    if report.selection:
        yield _("The selection model is a step function with steps at one-sided p of %(steps)s.") % {
            "steps": listed(trimmed(step) for step in report.selection.steps if step < 1)
        }
