"""The words of findings, with the cues, decoys and short forms beside them."""

from __future__ import annotations

import re

from deqi.consult.notes.forms import HEADS, Forms, forms_of
from deqi.consult.notes.text import fold, is_whole
from deqi.core.codes import Id
from deqi.knowledge import Knowledge

CuePatterns = dict[tuple[str, str], re.Pattern[str]]


class Lexicon:
    """Words of findings by their first two characters, for longest match."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._words: dict[str, list[tuple[str, Id | None]]] = {}  # a decoy names no finding
        for term in knowledge.findings.values():
            labels = (term.labels.en, term.labels.zh_hans, term.labels.zh_hant)
            for word in {fold(word) for word in (*labels, *term.synonyms.en, *term.synonyms.zh)}:
                if len(word) > 1:
                    self._words.setdefault(word[:2], []).append((word, term.id))
        for decoy in knowledge.decoys:
            self._words.setdefault(decoy.word[:2], []).append((decoy.word, None))
        for bucket in self._words.values():
            bucket.sort(key=lambda entry: (-len(entry[0]), entry[1] or ""))
        self.cues = _cue_patterns(knowledge)
        self.decoys = re.compile("|".join(re.escape(d.word) for d in knowledge.decoys) or "(?!)")
        self.forms: Forms = {context: forms_of(knowledge, context) for context in HEADS}

    def longest(self, text: str, at: int) -> list[tuple[str, Id | None]]:
        """The longest word that starts here, with each finding that it names; a decoy names none."""
        found: list[tuple[str, Id | None]] = []
        for word, finding in self._words.get(text[at : at + 2], ()):
            if found and len(word) < len(found[0][0]):
                break
            if text.startswith(word, at) and is_whole(text, at, at + len(word)):
                found.append((word, finding))
        return found


_LEXICONS: dict[str, Lexicon] = {}


def lexicon_of(knowledge: Knowledge) -> Lexicon:
    """The lexicon of this knowledge, built once."""
    if knowledge.digest not in _LEXICONS:
        _LEXICONS[knowledge.digest] = Lexicon(knowledge)
    return _LEXICONS[knowledge.digest]


def _cue_patterns(knowledge: Knowledge) -> CuePatterns:
    groups: dict[tuple[str, str], list[str]] = {}
    for cue in sorted(knowledge.cues, key=lambda c: -len(c.form)):
        form = re.escape(cue.form)
        word = rf"\b{form}\b" if cue.language == "en" and cue.form[-1].isalpha() else form
        groups.setdefault((cue.status, cue.side), []).append(word)
    return {key: re.compile("|".join(forms)) for key, forms in groups.items()}
