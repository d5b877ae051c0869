"""Django's words for the terminal: set up only where they are printed, since JSON needs none."""

import os

import django


def set_up_words() -> None:
    """Make templates and fixed phrases usable outside the web server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deqi.project.settings")
    django.setup()
