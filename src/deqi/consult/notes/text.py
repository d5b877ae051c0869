"""Text as the reader of notes sees it: cut into clauses, words with borders."""

import re
from collections.abc import Iterator

Span = tuple[int, int]
CJK = re.compile(r"[\u4e00-\u9fff]")
CLAUSE_END = re.compile(r"[。；;！!\n\r]|(?<=[a-z\])])[.?](?=\s|$)")


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
