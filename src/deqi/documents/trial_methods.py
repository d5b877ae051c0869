"""The methods paragraph of a trial, written from what was computed, and where its methods come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from deqi.core.labels import Language
from deqi.documents.evidence_words import together
from deqi.documents.numerals import level_text, trimmed
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.documents.templatetags.words import listed
from deqi.outcome.trial import TrialReport

OTHER = {  # a paper is written in one of two languages, whatever language the report is read in
    Language.ENGLISH: Language.SIMPLIFIED,
    Language.SIMPLIFIED: Language.ENGLISH,
    Language.TRADITIONAL: Language.ENGLISH,
}


def paragraphs(report: TrialReport, language: Language) -> tuple[tuple[Language, str], ...]:
    """The paragraph in the report's language, then in the other of English and Chinese."""
    return tuple((each, paragraph(report, each)) for each in (language, OTHER[language]))


def paragraph(report: TrialReport, language: Language) -> str:
    """What was done, in complete sentences; a line of the template is a sentence."""
    with override(DJANGO_LANGUAGE[language]):
        text = render_to_string("documents/_trial_methods.html", _said(report))
        return together(line.strip() for line in text.splitlines())


def _said(report: TrialReport) -> dict[str, Any]:
    plan, imputed, designs = report.plan, report.imputed, {(one.design, one.method) for one in report.mixed}
    return {
        "report": report,
        "people": report.people,
        "arms": listed(report.arms),
        "reference": report.arms[0],
        "comparisons": len(report.arms) - 1,
        "main_time": report.times[-1],
        "baseline": report.baseline,
        "covariates": listed(report.covariates),
        "categories": listed(report.categories),
        "analysed": report.lead.n,
        "level": level_text(plan.level),
        "is_any_missing": is_any_missing(report),
        "has_clda": ("clda", "REML") in designs,
        "has_ml": ("clda", "ML") in designs,
        "has_mmrm": ("mmrm", "REML") in designs,
        "draws": imputed.imputations if imputed else 0,
        "rounds": imputed.rounds if imputed else 0,
        "seed": plan.seed,
        "threshold": f"{trimmed(plan.thresholds[0])}%",
        "other_thresholds": listed(f"{trimmed(each)}%" for each in plan.thresholds[1:]),
        "tests": {contrast.test for response in report.responses for contrast in response.contrasts},
        "cluster": report.cluster,
        "clusters": report.cluster_fit.clusters if report.cluster_fit else 0,
        "version": report.version,
    }


def is_any_missing(report: TrialReport) -> bool:
    """Whether any score of anybody is."""
    return any(time.missing for arm in report.flow for time in (arm.baseline, *arm.follow_ups))


def method_ids(report: TrialReport) -> Iterator[str]:
    """The sources of what was done, in the order of the paragraph."""
    yield "vickers-2001"
    if len(report.arms) > 2:
        yield "holm-1979"
    yield "mackinnon-1985"
    if report.mixed:
        yield from ("jennrich-1986", "liang-2000", "lu-2010", "mallinckrodt-2008", "satterthwaite-1946")
    if report.covariates:
        yield "white-2005"
    if report.imputed and is_any_missing(report):
        yield from ("white-2011", "rubin-1987", "barnard-1999")
    if report.tipping:
        yield "cro-2020"
    if report.cluster_fit:
        yield from ("satterthwaite-1946", "liang-1986")
    if report.standardised:
        yield from ("hedges-1981", "wwc-2022")
    if report.responses:
        yield from ("wilson-1927", "newcombe-1998", "katz-1978", "woolf-1955", "altman-1998")
    yield "schulz-2010"
