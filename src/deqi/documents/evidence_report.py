"""A meta-analysis or a network as one HTML file that stands alone: no script, no address; ready to print."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from deqi.core.labels import Language
from deqi.documents.meta_report import MetaPage
from deqi.documents.network_report import NetworkPage
from deqi.documents.render import DJANGO_LANGUAGE, css_of
from deqi.evidence.meta.report import MetaReport
from deqi.evidence.network.report import NetworkReport


def html(report: MetaReport | NetworkReport, language: Language) -> str:
    """The report of either."""
    return meta_html(report, language) if isinstance(report, MetaReport) else network_html(report, language)


def meta_html(report: MetaReport, language: Language) -> str:
    """The report of a meta-analysis."""
    with override(DJANGO_LANGUAGE[language]):
        heads = {"study_head": _("Study"), "left_out_head": _("Study left out"), "added_head": _("Study added")}
        context = {**MetaPage(report).context(), **heads, "css": css_of("evidence.css"), "language": language}
        return render_to_string("documents/evidence_meta.html", context)


def network_html(report: NetworkReport, language: Language) -> str:
    """The report of a network meta-analysis."""
    with override(DJANGO_LANGUAGE[language]):
        heads = {"treatment_head": _("Treatment"), "comparison_head": _("Comparison")}
        context = {**NetworkPage(report).context(), **heads, "css": css_of("evidence.css"), "language": language}
        return render_to_string("documents/evidence_network.html", context)
