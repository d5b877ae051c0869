"""What tests of pages share: the static files, and a language that does not leak."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.utils.translation import deactivate


@pytest.fixture(scope="session")
def static_files() -> None:
    """The files that pages name by their hash."""
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture
def own_language() -> Iterator[None]:
    """A request leaves its language active in the thread: not for the tests that follow."""
    yield
    deactivate()
