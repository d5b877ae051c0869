"""Template words for addresses."""

from typing import Any

from django import template
from django.urls import translate_url

register = template.Library()


@register.simple_tag(takes_context=True)
def here_in(context: dict[str, Any], language: str) -> str:
    """The address of this page in another language, with its search kept."""
    return translate_url(context["request"].get_full_path(), language)
