"""The Django app of pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages."""

    name = "deqi.web"
