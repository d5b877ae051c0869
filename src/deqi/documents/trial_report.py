"""A trial as one HTML file that stands alone: no script, no address; ready to print."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from deqi.core.labels import Language
from deqi.documents import trial_tables as tables
from deqi.documents.evidence_words import sides_of, together
from deqi.documents.method_sources import sources
from deqi.documents.plots.arm_means import Dot, arm_means
from deqi.documents.plots.forest import Forest, ForestRow, forest
from deqi.documents.plots.participants import participants
from deqi.documents.render import DJANGO_LANGUAGE, css_of
from deqi.documents.trial_methods import method_ids, paragraphs
from deqi.documents.trial_words import (
    cluster_sentence,
    decimals_of,
    everybody_sentence,
    interaction_sentences,
    response_sentence,
    result_sentences,
    short_name,
    tipping_sentence,
)
from deqi.outcome.trial import TrialReport

KEY_DOT = Dot(x=22, y=7, low=7, high=7, corners="22,2 27,7 22,12 17,7")


def html(report: TrialReport, language: Language) -> str:
    """The report of one trial in one language."""
    with override(DJANGO_LANGUAGE[language]):
        heads = {"method_head": _("Method"), "css": css_of("evidence.css"), "language": language}
        return render_to_string("documents/trial.html", {**context(report, language), **heads})


def context(report: TrialReport, language: Language) -> dict[str, Any]:
    """What the template asks for; what was not computed is None or empty."""
    sentences = [*result_sentences(report), everybody_sentence(report)]
    shown = [sentence for sentence in sentences if sentence]
    return {
        "report": report,
        "facts": facts(report),
        "asked": tables.asked(report),
        "sentences": shown,
        "forest": every_method(report, together(shown)),
        "fits": tables.fits(report),
        "flow": participants(report, id="flow"),
        "flow_table": tables.flow(report),
        "before": tables.before(report),
        "means": arm_means(report, id="means", description=_("The same numbers stand in the table.")),
        "course": tables.course(report),
        "key_dot": KEY_DOT,
        "standardised": tables.standardised(report),
        "responses": tables.responses(report),
        "response_sentences": [response_sentence(report, one) for one in report.responses[:2]],
        "interaction": list(interaction_sentences(report)),
        "imputed": tables.imputed(report),
        "tipping": tables.tipping(report),
        "tipping_sentences": [tipping_sentence(one, decimals_of(report)) for one in report.tipping],
        "mixed": tables.mixed(report),
        "cluster": cluster_sentence(report),
        "paragraphs": paragraphs(report, language),
        "sources": sources(method_ids(report)),
    }


def facts(report: TrialReport) -> str:
    """One line under the title."""
    parts = (
        _("People: %(n)s") % {"n": f"{report.people:,}"},
        _("Arms: %(n)s") % {"n": len(report.arms)},
        _("Main time: %(time)s") % {"time": report.times[-1]},
        _("File: %(name)s") % {"name": report.source} if report.source else "",
    )
    return " · ".join(part for part in parts if part)


def every_method(report: TrialReport, description: str) -> Forest:
    """The difference at the main time by each method, a diamond for the main one; many arms a group each."""
    rows: list[ForestRow] = []
    fits = [fit for fit in report.fits if fit.time == report.times[-1]]
    for at, arm in enumerate(report.arms[1:]):
        rows += [ForestRow(name=arm, kind="heading")] if len(report.arms) > 2 else []
        for fit in fits:
            value = fit.contrasts[at].value
            kind = "pooled" if fit.method == report.main else "study"
            rows.append(
                ForestRow(name=short_name(fit.method), kind=kind, middle=value.estimate, low=value.low, high=value.high)
            )
    others, reference = (report.arms[1] if len(report.arms) == 2 else _("the arm")), report.arms[0]
    lower, higher = (others, reference) if report.plan.lower_is_better else (reference, others)
    return forest(
        rows,
        id="methods",
        title=_("The difference by every method"),
        description=description,
        figures_head=tables.difference_head(report),
        log=False,
        sides=sides_of(lower, higher),
        decimals=decimals_of(report),
        pooled_line=len(report.arms) == 2,
    )
