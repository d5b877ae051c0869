"""The Django app of documents: its templates and template words."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents."""

    name = "deqi.documents"
