"""The methods paragraph of a network meta-analysis, written from what was computed, with its sources."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from deqi.documents.evidence_words import estimator_name, measure_name
from deqi.documents.method_sources import OF_ESTIMATOR
from deqi.documents.numerals import level_text
from deqi.evidence.network.report import NetworkReport


def methods(report: NetworkReport) -> Iterator[str]:
    """What was done, a sentence a step."""
    network = report.network
    measure = {"measure": measure_name(network.contrasts.measure)}
    yield (
        _("Direct and indirect comparisons were pooled as the logarithm of the %(measure)s, by weighted least squares.")
        if network.contrasts.log
        else _("Direct and indirect comparisons were pooled as the %(measure)s, by weighted least squares.")
    ) % measure
    yield _("Studies of three or more arms keep the correlation of their comparisons.")
    if report.main == "random":
        yield _("The random-effects model has one variance between studies, τ², for all comparisons.")
        yield _("τ² was estimated by %(estimator)s.") % {"estimator": estimator_name(network.method)}
    else:
        yield _("The common-effect model was used.")
    yield _("Intervals have a level of %(level)s and rest on the normal distribution.") % {
        "level": level_text(network.level)
    }
    yield _("Treatments with different names were kept apart; sham and no treatment are never merged.")
    yield from _checks(report)


def method_ids(report: NetworkReport) -> Iterator[str]:
    """The sources of what was done, in the order of the paragraph."""
    yield "rucker-2012"
    if report.main == "random" and report.network.method in OF_ESTIMATOR:
        yield OF_ESTIMATOR[report.network.method]
    if report.ranking:
        yield from ("rucker-2015", "salanti-2011")
    parts = (
        (report.inconsistency, "higgins-2012"),
        (report.evidence, "dias-2010"),
        (report.components, "rucker-2020"),
    )
    yield from (id_ for found, id_ in parts if found)


def _checks(report: NetworkReport) -> Iterator[str]:
    if report.ranking:
        yield _("P-scores come from the estimates and their standard errors.")
        yield _(
            "SUCRA and the chance of each rank come from %(draws)s draws of all effects together (seed %(seed)s)."
        ) % {
            "draws": f"{report.ranking.draws:,}",
            "seed": report.ranking.seed,
        }
    if report.inconsistency:
        yield _("Consistency was tested by the interaction of design and treatment.")
    if report.evidence:
        yield _("Each comparison was split into its direct and its indirect evidence.")
    if report.components:
        yield _("Components were estimated in an additive model.")
    if report.regression:
        yield _("In the network meta-regression %(what)s changes every effect against the reference alike.") % {
            "what": report.regression.covariate
        }
