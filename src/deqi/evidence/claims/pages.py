"""A clinic's page as text: bytes in, text out, with where each piece of it stands in the file.

The text holds a paragraph separator where a heading, an item of a list or a paragraph ends, and blanks
for line ends, so that sentences are cut the same way whatever the page was written in.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right

from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value
from deqi.evidence.claims.markup import BREAK, LINE, seen
from deqi.knowledge.phrases import HAN, WORD

MAX_BYTES = 2_000_000
SEEN = re.compile("[^\u00ad\u200b-\u200d\u2060\ufeff]+")  # not soft hyphens and other marks without width
FULL_LINE = 50  # columns from which a Chinese line without a stop is taken to be broken for its width alone
DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}encoding=[\"']([\w.:-]+)", re.I
)
BEGINS = {
    b"%PDF": "is a PDF; copy its text into a .txt file",
    b"PK\x03\x04": "is a Word file or an archive; save it as plain text or HTML",
    b"\xd0\xcf\x11\xe0": "is an old Word file; save it as plain text or HTML",
    b"\x89PNG": "is a picture; write its words into a .txt file",
    b"\xff\xd8\xff": "is a picture; write its words into a .txt file",
    b"GIF8": "is a picture; write its words into a .txt file",
    b"\x1f\x8b": "is compressed; unpack it first",
}
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252", "ascii": "cp1252"}
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Anchor(Value, frozen=True, kw_only=True):
    """From character `at` of the text on, this line and character (both from 1) of the file."""

    at: int
    line: int
    character: int


class Page(Value, frozen=True, kw_only=True):
    """What a page says, in one text, and where each stretch of it stands in the file."""

    text: str
    places: tuple[Anchor, ...]

    def where(self, at: int) -> tuple[int, int]:
        """Line and character of the file, both from 1, for a character of the text."""
        place = self.places[max(0, bisect_right(self.places, at, key=lambda p: p.at) - 1)]
        return place.line, place.character + at - place.at


def read_page(content: bytes, name: str) -> Page:
    """A page from the bytes of a file, HTML or plain text; raises BadInput where there are no words in it."""
    text = _decoded(content, name)
    page = from_html(text) if _is_html(text, name) else from_plain(text)
    if not WORD.search(page.text):
        raise BadInput(Fault(file=name, message="holds no words; expected a page in English or Chinese"))
    return page


def from_plain(text: str) -> Page:
    """A page from plain text."""
    writer = Writer()
    for number, line in enumerate(_lines(text), start=1):
        writer.write(line, number, 1)
        writer.write(LINE, number, len(line) + 1)
    return writer.page()


def from_html(text: str) -> Page:
    """A page from HTML: what a reader sees, with titles and the texts of pictures."""
    writer = Writer()
    for piece, line, character in seen("\n".join(_lines(text))):
        writer.write(piece, line, character)
    return writer.page()


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _is_html(text: str, name: str) -> bool:
    return name.lower().endswith((".html", ".htm", ".xhtml")) or bool(
        re.match(r"\s*<(!doctype|html|\?xml)", text, re.I)
    )


def _decoded(content: bytes, name: str) -> str:
    if not content.strip():
        raise BadInput(Fault(file=name, message="is empty; expected a page in English or Chinese"))
    if len(content) > MAX_BYTES:
        message = f"holds {len(content):,} bytes; at most {MAX_BYTES:,} are read"
        raise BadInput(Fault(file=name, message=message))
    for start, message in BEGINS.items():
        if content.startswith(start):
            raise BadInput(Fault(file=name, message=message))
    if content.startswith(UTF_16):
        return _as(content, "utf-16", name)
    if content.count(b"\0"):
        raise BadInput(Fault(file=name, message="is not text; expected a page as HTML or plain text"))
    text = _as(content.removeprefix(codecs.BOM_UTF8), _encoding(content, name), name)
    if sum(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in text[:10_000]) > 20:
        raise BadInput(Fault(file=name, message="is not text; expected a page as HTML or plain text"))
    return text


def _encoding(content: bytes, name: str) -> str:
    """The encoding that the page declares; UTF-8 where it declares none, or declares what cannot be told from it."""
    found = DECLARED.search(content[:4096])
    if content.startswith(codecs.BOM_UTF8) or found is None:
        return "utf-8"
    declared = (found[1] or found[2]).decode("ascii")
    try:
        known = codecs.lookup(declared).name
    except LookupError:
        message = f"declares the encoding '{declared}', which is not known; save it as UTF-8"
        raise BadInput(Fault(file=name, message=message)) from None
    if WIDER.get(known, known) == "cp1252" and _is_utf_8(content):
        return "utf-8"
    return "utf-8" if known.startswith("utf-16") else WIDER.get(known, known)


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        if encoding not in {"utf-8", "utf-16"} and _is_utf_8(content):
            return content.decode("utf-8")
        message = f"is not {encoding.upper()} text, as which it is to be read; save it as UTF-8"
        raise BadInput(Fault(file=name, message=message)) from None


class Writer:
    """Gathers text with its places."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._places: list[Anchor] = []
        self._length = 0

    def write(self, text: str, line: int, character: int) -> None:
        """Take in text that stands at a line and character of the file; what cannot be seen is left out."""
        for number, row in enumerate(text.split("\n")):
            start = character if not number else 1
            if number:
                self._put(" ", line + number - 1, start)
            for piece in SEEN.finditer(row):
                self._put(piece[0], line + number, start + piece.start())

    def _put(self, text: str, line: int, character: int) -> None:
        self._places.append(Anchor(at=self._length, line=line, character=character))
        self._pieces.append(text)
        self._length += len(text)

    def page(self) -> Page:
        """The text, with each line end made a blank or the end of a block."""
        rows = "".join(self._pieces).split(LINE)
        joined = "".join(
            row + (BREAK if _ends(row, after) else " ") for row, after in zip(rows, [*rows[1:], ""], strict=True)
        )
        return Page(text=joined[:-1], places=tuple(self._places) or (Anchor(at=0, line=1, character=1),))


def _ends(row: str, after: str) -> bool:
    """Whether a line's end ends what is said: not before a small letter, nor where Chinese runs on."""
    row, after = row.rstrip(), after.lstrip()
    if not row or not after:
        return True
    if after[0].islower():
        return False
    runs_on = bool(re.match(rf"[{HAN}]", after)) and not re.search(r"[。！？!?.；;：:]$", row)
    return not (runs_on and sum(2 if re.match(rf"[{HAN}]", c) else 1 for c in row) >= FULL_LINE)
