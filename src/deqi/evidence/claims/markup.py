"""HTML read for its words alone: what a reader sees, block by block, with where it stands.

A scanner of our own for two reasons: the standard library's parser takes minutes for a megabyte of unclosed
tags (a page is pasted by anybody), and parsers in C do not tell the column. It never looks at a
character more than a few times, and it goes on where a page forgot to close its tags.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from html import unescape

BREAK = "\u2029"  # a block ends here
LINE = "\u2028"  # a line ends here: whether a sentence does is seen from what follows
Seen = tuple[str, int, int]  # a text, its line and its character, both from 1

TAG = re.compile(r"""<(/?)([a-z][^\s/>]*+)((?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|["'=])*+)>""", re.I)
BARE_TAG = re.compile(r"<(/?)([a-z][^\s/>]*+)([^>]*+)>", re.I)
START = re.compile("</?[a-z]", re.I)
ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""")
RUN = re.compile(r"&#?\w+;?|[^&]+|&")  # an entity, or text between entities
INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"}
    | {"kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "time", "tt", "u", "var", "wbr"}
)
SET_APART = frozenset({"sup", "sub"})  # the number of a footnote is no part of the word before it
SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "nav", "svg", "math", "select", "iframe", "object"}
)  # of these nothing is read
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


RAW = frozenset({"script", "style", "iframe", "title", "textarea", "xmp"})  # no tags within


def seen(text: str) -> Iterator[Seen]:
    """What a reader of the page sees, in order, with breaks where blocks and lines end."""
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    for piece, at in _shown(text):
        line = bisect_right(lines, at)
        yield piece, line, at - lines[line - 1] + 1


def _shown(text: str) -> Iterator[tuple[str, int]]:
    """What is seen, with the character of the file where it begins; keeps the tags that are open."""
    open_: list[str] = []
    count: Counter[str] = Counter()
    for tag, start, end in _tokens(text):
        if tag is None:
            if not any(count[name] for name in SKIPPED):
                yield from ((unescape(run[0]), start + run.start()) for run in RUN.finditer(text[start:end]))
            continue
        name = tag[2].lower()
        if not tag[1] and name not in VOID:
            open_.append(name)
            count[name] += 1
        while tag[1] and count[name]:
            closed = open_.pop()
            count[closed] -= 1
            if closed == name:
                break
        yield from ((said, start) for said in _of_tag(tag, name))


def _of_tag(tag: re.Match[str], name: str) -> Iterator[str]:
    """What a tag itself says: a break, the text of a picture, the summary that search engines show."""
    if name == "br":
        yield LINE
    elif name in SET_APART:
        yield " "
    elif name not in INLINE:
        yield BREAK
    if name in {"img", "meta"}:
        named = {key.lower(): unescape(value.strip("\"'")) for key, value in ATTRIBUTE.findall(tag[3])}
        is_summary = named.get("name", "").lower() == "description"
        told = named.get("alt" if name == "img" else "content", "")
        if told and (name == "img" or is_summary):
            yield f"{BREAK}{' '.join(told.split())}{BREAK}"


def _tokens(text: str) -> Iterator[tuple[re.Match[str] | None, int, int]]:
    """Tags, and the stretches of text between them; comments and declarations are left out."""
    last = text.rfind(">")
    pattern, at = TAG, 0
    while (start := text.find("<", at, last + 1)) >= 0:
        yield None, at, start
        tag = pattern.match(text, start)
        if tag is None and START.match(text, start):  # quotes that never close: from here on they count for nothing
            pattern = BARE_TAG
            tag = pattern.match(text, start)
        if tag:
            at = tag.end()
            yield tag, start, at
            if not tag[1] and tag[2].lower() in RAW:
                close = re.compile(f"</{tag[2]}", re.I).search(text, at)
                end = close.start() if close else len(text)
                yield None, at, end
                at = end
        elif text.startswith("<!--", start):
            end = text.find("-->", start)
            at = end + 3 if end >= 0 else len(text)
        elif text.startswith(("<!", "<?", "</"), start):
            at = text.index(">", start) + 1
        else:
            yield None, start, start + 1
            at = start + 1
    yield None, at, len(text)
