"""Text as the reader sees it: folded to one case and script, cut into clauses, words with borders."""

import re
from collections.abc import Iterator
from functools import lru_cache

from opencc import OpenCC

Span = tuple[int, int]
CJK = re.compile(r"[\u4e00-\u9fff]")
CLAUSE_END = re.compile(r"[。；;！!\n\r]|(?<=[a-z\])])[.?](?=\s|$)")


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Lower case and simplified characters, one character for one, so that places stay true."""
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")
    simplified: str = _converter().convert(lowered)
    return simplified if len(simplified) == len(text) else lowered


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """The spans between full stops, semicolons and line ends."""
    start = 0
    for match in CLAUSE_END.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def is_whole(text: str, start: int, end: int) -> bool:
    """A word of letters must not be part of a longer one; Chinese has no such borders."""
    if CJK.match(text[start]):
        return True
    before = start == 0 or not (text[start - 1].isalnum() and not CJK.match(text[start - 1]))
    after = end >= len(text) or not (text[end].isalnum() and not CJK.match(text[end]))
    return before and after
