"""Text as every reader sees it: one case, simplified characters, each in its place."""

from functools import lru_cache

from opencc import OpenCC


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=100_000)
def _changes(char: str) -> bool:
    """Whether simplifying changes this character; what holds none such is spared the slow conversion."""
    return ord(char) > 0x2E00 and _converter().convert(char) != char


def fold(text: str) -> str:
    """Lower case and simplified characters, one character for one, so that places stay true."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    lowered = lowered.replace("’", "'")
    if not any(map(_changes, set(lowered))):
        return lowered
    simplified: str = _converter().convert(lowered)
    return simplified if len(simplified) == len(text) else lowered
