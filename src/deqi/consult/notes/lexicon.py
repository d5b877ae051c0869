"""The words of findings, with the cues, decoys and short forms beside them."""

from __future__ import annotations

import re
from collections.abc import Callable

from deqi.consult.notes.forms import HEADS, Forms, forms_of
from deqi.consult.notes.text import is_whole
from deqi.core.codes import Id
from deqi.core.scripts import fold
from deqi.knowledge import Knowledge

# a word, the finding that it names (none: a decoy), and whether it names it as one that is not there
Entry = tuple[str, Id | None, bool]
CuePatterns = dict[tuple[str, str], re.Pattern[str]]


class Lexicon:
    """Words of findings with the lengths of those that begin with the same two characters, for longest match."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._words: dict[str, list[Entry]] = {}
        folded = _folding(knowledge)
        for term in knowledge.findings.values():
            labels = (term.labels.en, term.labels.zh_hans, term.labels.zh_hant)
            for word in {folded(word) for word in (*labels, *term.synonyms.en, *term.synonyms.zh)}:
                if len(word) > 1:
                    self._words.setdefault(word, []).append((word, term.id, False))
        for decoy in knowledge.decoys:
            self._words.setdefault(decoy.word, []).append((decoy.word, None, False))
        for normal in knowledge.normals:
            self._words.setdefault(normal.form, []).extend((normal.form, id_, True) for id_ in normal.denies)
        lengths: dict[str, set[int]] = {}
        for word, entries in self._words.items():
            entries.sort(key=lambda entry: entry[1] or "")
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {start: sorted(some, reverse=True) for start, some in lengths.items()}
        self.cues = _cue_patterns(knowledge)
        self.decoys = re.compile("|".join(re.escape(d.word) for d in knowledge.decoys) or "(?!)")
        self.forms: Forms = {context: forms_of(knowledge, context) for context in HEADS}

    def longest(self, text: str, at: int) -> list[Entry]:
        """The longest word that starts here, with each finding that it names."""
        for length in self._lengths.get(text[at : at + 2], ()):
            found = self._words.get(text[at : at + length])
            if found and is_whole(text, at, at + length):
                return found
        return []


_LEXICONS: dict[str, Lexicon] = {}


def lexicon_of(knowledge: Knowledge) -> Lexicon:
    """The lexicon of this knowledge, built once."""
    if knowledge.digest not in _LEXICONS:
        _LEXICONS[knowledge.digest] = Lexicon(knowledge)
    return _LEXICONS[knowledge.digest]


def _folding(knowledge: Knowledge) -> Callable[[str], str]:
    """`fold`, spared the tens of thousands of words in which it would change nothing but case."""
    words = (word for t in knowledge.findings.values() for word in (*t.synonyms.zh, *t.synonyms.en, t.labels.zh_hant))
    changing = {char for char in set("".join(words).lower()) if fold(char) != char}
    return lambda word: fold(word) if changing.intersection(word) else word.lower().replace("’", "'")


def _cue_patterns(knowledge: Knowledge) -> CuePatterns:
    groups: dict[tuple[str, str], list[str]] = {}
    for cue in sorted(knowledge.cues, key=lambda c: -len(c.form)):
        form = re.escape(cue.form)
        word = rf"\b{form}\b" if cue.language == "en" and cue.form[-1].isalpha() else form
        groups.setdefault((cue.status, cue.side), []).append(word)
    return {key: re.compile("|".join(forms)) for key, forms in groups.items()}
