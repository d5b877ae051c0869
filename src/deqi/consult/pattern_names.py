"""Reading a pattern's name into elements: 肝肾阴虚, 痰瘀互结, "spleen qi deficiency with dampness".

Names of patterns are composed. A word names a place (肝), a nature (湿), a substance (气), or what
happens to a substance (虚, 滞). What happens to a substance is an element of its own: 气 + 虚 is qi
deficiency, 气 + 滞 qi stagnation. Where no substance is named (心脾两虚) any of several is meant.
So a name that nobody has seen before is understood, and a clinic may write its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deqi.consult.notes.text import is_whole
from deqi.core.codes import Id
from deqi.core.scripts import fold
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.base import NameWord

Part = tuple[Id, ...]  # elements of which one is meant

# what an act makes of a substance; None: of no substance at all, with only a place named
BECOMES: dict[str, dict[str | None, Part]] = {
    "lack": {
        "qi": ("qi-deficiency",),
        "blood": ("blood-deficiency",),
        "yin": ("yin-deficiency",),
        "yang": ("yang-deficiency",),
        "essence": ("essence-deficiency",),
        "fluid": ("fluid-deficiency",),
        None: ("qi-deficiency", "blood-deficiency", "yin-deficiency", "yang-deficiency", "essence-deficiency"),
    },
    "stop": {
        "qi": ("qi-stagnation",),
        "blood": ("blood-stasis",),
        "fluid": ("fluid-retention",),
        None: ("qi-stagnation",),
    },
    "rise": {"qi": ("qi-counterflow", "qi-stagnation"), "yang": ("yang-rising",), "blood": ("bleeding",)},
    "sink": {"qi": ("qi-sinking",), None: ("qi-sinking",)},
    "leak": {
        "qi": ("insecurity",),
        "yin": ("yin-deficiency", "insecurity"),
        "blood": ("bleeding",),
        None: ("insecurity",),
    },
    "collapse": {"yin": ("yin-collapse",), "yang": ("yang-collapse",), "qi": ("yang-collapse",)},
}


class PatternName(Value, frozen=True, kw_only=True):
    """A name as it was understood: each part one element, or one of several; and what was not understood."""

    text: str
    parts: tuple[Part, ...]
    unread: tuple[str, ...]


def read_pattern_name(knowledge: Knowledge, text: str) -> PatternName:
    """The elements that a pattern's name is composed of; no parts where nothing is understood."""
    composing = _Composing()
    unread: list[str] = []
    for word in _words(_by_first(knowledge), fold(text)):
        if isinstance(word, str):
            unread.append(word)
        else:
            composing.take(word)
    return PatternName(text=text, parts=composing.finish(), unread=tuple(unread))


class _Composing:
    """The words of a name as they come, and the parts that they make."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._substances: list[Part] = []  # named, and nothing has happened to them yet
        self._awaiting: str | None = None  # an act that is said of what follows
        self._met = False  # and whether it has met a substance
        self._bare_place = False  # the last thing named is a place with nothing happening in it

    def take(self, word: NameWord) -> None:
        """Take the next word with all that it means."""
        for meaning in word.means:
            if meaning.role in {"act", "ahead", "either"}:
                self._happens(meaning.names[0], meaning.role)
            elif meaning.role == "of":
                self._substance(meaning.names)
            else:
                self._element(meaning.names, place=meaning.role == "place")

    def finish(self) -> tuple[Part, ...]:
        """The parts in the order of the name, each once."""
        if self._awaiting and not self._met and self._bare_place:
            self._becomes(self._awaiting, (None,))
        return tuple(dict.fromkeys(self._parts))

    def _element(self, names: Part, *, place: bool) -> None:
        self._parts.append(names)
        if not place:  # a nature settles what the words before it were about: 气 in 气湿 is no matter of its own
            self._substances.clear()
        self._bare_place = place

    def _substance(self, names: Part) -> None:
        if self._awaiting:
            self._met = True
            self._becomes(self._awaiting, names)
        else:
            self._substances.append(names)

    def _happens(self, act: str, role: str) -> None:
        if role == "ahead" or (role == "either" and not self._substances and not self._bare_place):
            self._awaiting, self._met = act, False
            return
        if self._substances:
            for names in self._substances:
                self._becomes(act, names)
            self._substances.clear()
        elif self._bare_place:
            self._becomes(act, (None,))
        self._bare_place = False

    def _becomes(self, act: str, substances: tuple[str | None, ...]) -> None:
        elements = tuple(e for substance in substances for e in BECOMES[act].get(substance, ()))
        if elements:
            self._parts.append(elements)


def _words(by_first: dict[str, list[NameWord]], text: str) -> Iterator[NameWord | str]:
    """The longest known words from left to right; runs of letters between them as they stand."""
    at, unread = 0, ""
    while at < len(text):
        word = next(
            (
                w
                for w in by_first.get(text[at], ())
                if text.startswith(w.word, at) and is_whole(text, at, at + len(w.word))
            ),
            None,
        )
        if word is None:
            unread += text[at]
            at += 1
            continue
        if unread.strip():
            yield unread.strip()
        unread = ""
        yield word
        at += len(word.word)
    if unread.strip():
        yield unread.strip()


_BY_FIRST: dict[str, dict[str, list[NameWord]]] = {}


def _by_first(knowledge: Knowledge) -> dict[str, list[NameWord]]:
    """The words of names by their first character, the longest first; built once for one knowledge."""
    if knowledge.digest not in _BY_FIRST:
        _BY_FIRST[knowledge.digest] = _grouped(knowledge.name_words)
    return _BY_FIRST[knowledge.digest]


def _grouped(words: Iterable[NameWord]) -> dict[str, list[NameWord]]:
    grouped: dict[str, list[NameWord]] = {}
    for word in sorted(words, key=lambda w: (-len(w.word), w.word)):
        grouped.setdefault(word.word[0], []).append(word)
    return grouped
