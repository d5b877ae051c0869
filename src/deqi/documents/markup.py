"""Labels as rich prints them: in the language that is active, with nothing in them read as markup."""

from collections.abc import Iterable

from rich.markup import escape

from deqi.core.labels import Label
from deqi.documents.templatetags.words import listed, said


def say(label: Label | None) -> str:
    """A label in the active language; nothing where there is none."""
    return escape(said(label))


def join(items: Iterable[object], sign: str = "/") -> str:
    """Labels, named things or figures as a list in the active language."""
    return escape(listed(items, sign))
