"""The message catalogues: every word of pages and documents in both Chinese scripts, nothing missing, nothing stale."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.conftest import ROOT

LOCALES = ("zh_Hans", "zh_Hant")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
# characters that only one of the two scripts uses, pair by pair
SIMPLIFIED = "针证据疗师诊转问题询现医学为与这个们来时说读书习选择项显无发应双侧实内认还须异间语标体经脉类脑贴储"
TRADITIONAL = "針證據療師診轉問題詢現醫學為與這個們來時說讀書習選擇項顯無發應雙側實內認還須異間語標體經脈類腦貼儲"
PAIRS = [(hans, hant) for hans, hant in zip(SIMPLIFIED, TRADITIONAL, strict=True) if hans != hant]
FOREIGN = {"zh_Hans": {hant for _, hant in PAIRS}, "zh_Hant": {hans for hans, _ in PAIRS}}


def module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "setup" / "messages.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


MESSAGES = module()


def catalogue(locale: str) -> Catalog:
    with MESSAGES.catalogue(locale).open("rb") as file:
        return read_po(file, locale=locale)


def entries(locale: str) -> list[Message]:
    return [message for message in catalogue(locale) if message.id]


def texts(words: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_holds_the_words_in_use_and_no_others(locale: str) -> None:
    held = {texts(message.id) for message in entries(locale)}
    assert held == {texts(message) for message in MESSAGES.messages()}
    assert not catalogue(locale).obsolete


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_translated(locale: str) -> None:
    assert [m.id for m in entries(locale) if m.fuzzy or not all(text.strip() for text in texts(m.string))] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_chinese_has_one_form_for_any_number(locale: str) -> None:
    assert catalogue(locale).num_plurals == 1
    assert [m.id for m in entries(locale) if len(texts(m.string)) != 1] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_keeps_its_placeholders(locale: str) -> None:
    changed = [
        (original, text)
        for message in entries(locale)
        for original in texts(message.id)
        for text in texts(message.string)
        if placeholders(original) != placeholders(text)
    ]
    assert changed == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_catalogue_borrows_characters_of_the_other_script(locale: str) -> None:
    borrowed = {text: FOREIGN[locale] & set(text) for m in entries(locale) for text in texts(m.string)}
    assert {text: found for text, found in borrowed.items() if found} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_gettext_can_compile_every_message(locale: str) -> None:
    """A per cent sign before a letter looks like a placeholder: 95% CI may stand there, 95% interval may not."""
    held = catalogue(locale)
    assert [str(error) for message in held for error in message.check(held)] == []
