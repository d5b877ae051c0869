"""The rows of a meta-analysis's forest, by subgroup where there are subgroups."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import NormalDist

from django.utils.translation import gettext as _

from deqi.documents.evidence_words import model_name
from deqi.documents.numerals import decimals_for, level_text
from deqi.documents.plots.forest import ForestRow
from deqi.evidence.meta.report import MetaReport
from deqi.evidence.meta.values import Interval


def study_rows(report: MetaReport) -> Iterator[ForestRow]:
    """Every study, subgroups with their own pooled effect, then both models and the prediction interval."""
    studies = list(_studies(report))
    if report.subgroups is None or not report.groups:
        yield from studies
    else:
        yield from _grouped(report, studies)
    if len(studies) == 1:
        return
    other = report.common if report.main == "random" else report.random
    yield pooled_row(model_name(other.model), other.overall)
    yield pooled_row(model_name(report.main), report.pooled.overall)
    if report.pooled.prediction:
        low, high = report.pooled.prediction
        name = _("%(level)s prediction interval") % {"level": level_text(report.pooled.level)}
        yield ForestRow(name=name, kind="prediction", low=low, high=high)


def pooled_row(name: str, overall: Interval) -> ForestRow:
    """A diamond."""
    return ForestRow(name=name, kind="pooled", middle=overall.estimate, low=overall.low, high=overall.high)


def interval_row(name: str, value: Interval) -> ForestRow:
    """A square without a weight."""
    return ForestRow(name=name, middle=value.estimate, low=value.low, high=value.high)


def decimals_of(report: MetaReport) -> int | None:
    """The decimals of differences, alike for a whole report; ratios take theirs from their size."""
    if report.effects.log:
        return None
    return decimals_for([row.high - row.low for row in _studies(report)])


def _studies(report: MetaReport) -> Iterator[ForestRow]:
    z = NormalDist().inv_cdf((1 + report.pooled.level) / 2)
    effects = report.effects
    columns = (effects.studies, effects.estimates, effects.variances, report.pooled.weights)
    for name, estimate, variance, weight in zip(*columns, strict=True):
        middle, reach = float(estimate), z * math.sqrt(variance)
        yield ForestRow(name=name, middle=middle, low=middle - reach, high=middle + reach, weight=weight)


def _grouped(report: MetaReport, studies: Sequence[ForestRow]) -> Iterator[ForestRow]:
    assert report.subgroups is not None
    for group in report.subgroups.groups:
        yield ForestRow(name=group.name, kind="heading")
        yield from (row for row, name in zip(studies, report.groups, strict=True) if name == group.name)
        yield pooled_row(_("Together"), group.pooled.overall)
    known = {group.name for group in report.subgroups.groups}
    rest = [row for row, name in zip(studies, report.groups, strict=True) if name not in known]
    if rest:
        yield ForestRow(name=_("No subgroup"), kind="heading")
        yield from rest
