"""Bring the message catalogues up to date with the words in templates and code.

`make messages` adds new words untranslated and drops those that are gone; a test fails while any is
untranslated. Plain regular expressions suffice: our templates use translate and blocktranslate only.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "deqi"
LOCALES = ("zh_Hans", "zh_Hant")
TRANSLATE = re.compile(r"""\{% translate (?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(r"\{% blocktranslate([^%]*)%\}(.*?)(?:\{% plural %\}(.*?))?\{% endblocktranslate %\}", re.DOTALL)
CODE = re.compile(r"""\b(?:_|gettext)\(\s*(?:"([^"]+)"|'([^']+)')\s*\)""")
VARIABLE = re.compile(r"\{\{ (\w+) \}\}")


def catalogue(locale: str) -> Path:
    """The file of a locale's messages."""
    return SOURCE / "locale" / locale / "LC_MESSAGES" / "django.po"


def messages() -> set[str | tuple[str, str]]:
    """Every message in templates and code; a pair where it has a plural."""
    return {message for path in sorted(SOURCE.rglob("*")) for message in _messages_in(path)}


def _messages_in(path: Path) -> Iterator[str | tuple[str, str]]:
    if path.suffix == ".py":
        yield from (a or b for a, b in CODE.findall(path.read_text(encoding="utf-8")))
    if path.suffix != ".html":
        return
    text = path.read_text(encoding="utf-8")
    yield from (a or b for a, b in TRANSLATE.findall(text))
    for _, singular, plural in BLOCK.findall(text):
        one, many = (VARIABLE.sub(r"%(\1)s", words) for words in (singular, plural))
        yield (one, many) if plural else one


def update(locale: str) -> None:
    """Rewrite one catalogue, keeping the translations that are still used."""
    path = catalogue(locale)
    old = read_po(path.open("rb"), locale=locale) if path.exists() else Catalog()
    new = Catalog(
        locale=locale,
        project="deqi",
        charset="utf-8",
        fuzzy=False,
        header_comment="# The words of deqi's pages and hand-outs. Made by `make messages`; translate here.",
        creation_date=old.creation_date,  # else every run would differ
        revision_date=old.revision_date,
        last_translator="The deqi contributors",
        language_team=locale,
        msgid_bugs_address="",
    )
    for message in sorted(messages(), key=str):
        known = old.get(message if isinstance(message, str) else message[0])
        new.add(message, known.string if known else "")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=110, omit_header=False, sort_output=True)


if __name__ == "__main__":
    for name in LOCALES:
        update(name)
