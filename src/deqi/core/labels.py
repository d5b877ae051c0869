"""Words for people, in the three languages that deqi speaks from the start."""

from enum import StrEnum
from typing import Any

import msgspec

from deqi.core.values import Value


class Language(StrEnum):
    """A language of screens and documents (BCP 47)."""

    ENGLISH = "en"
    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"


class Label(Value, frozen=True, kw_only=True):
    """One text in three languages; none may be empty."""

    en: str
    zh_hans: str = msgspec.field(name="zh-Hans")
    zh_hant: str = msgspec.field(name="zh-Hant")

    def __post_init__(self) -> None:
        if not (self.en.strip() and self.zh_hans.strip() and self.zh_hant.strip()):
            raise ValueError("a label needs a text in en, zh-Hans and zh-Hant")

    @property
    def en_within(self) -> str:
        """The English text as it stands within a sentence: its first letter small."""
        return self.en[0].lower() + self.en[1:]

    def text(self, language: Language) -> str:
        """The text in one language."""
        match language:
            case Language.SIMPLIFIED:
                return self.zh_hans
            case Language.TRADITIONAL:
                return self.zh_hant
            case _:
                return self.en


def localise(value: Any, language: Language) -> Any:
    """Plain built-in data (dicts, lists, numbers) of `value` with each Label as its text."""
    if isinstance(value, Label):
        return value.text(language)
    if isinstance(value, msgspec.Struct):
        names = zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True)
        return {outer: localise(getattr(value, name), language) for outer, name in names}
    if isinstance(value, dict):
        return {key: localise(item, language) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [localise(item, language) for item in value]
    return msgspec.to_builtins(value)
