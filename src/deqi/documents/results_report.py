"""A clinic's results as one HTML file that stands alone: no script, no address; ready to print."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from deqi.core.labels import Language
from deqi.documents.render import DJANGO_LANGUAGE, css_of
from deqi.documents.results_page import block_pages, rules
from deqi.outcome.results import Results


def html(results: Results, language: Language) -> str:
    """The file in one language."""
    with override(DJANGO_LANGUAGE[language]):
        context = {**context_of(results), "css": css_of("evidence.css"), "language": language}
        return render_to_string("documents/results.html", context)


def context_of(results: Results) -> dict[str, Any]:
    """What the parts ask for, on the page and in the file, in the active language."""
    return {"results": results, "pages": block_pages(results), "rules": rules(results)}
