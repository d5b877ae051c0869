"""Finding a pattern by its name in any language, by other names for it, or by what it is composed of."""

from __future__ import annotations

from deqi.consult.pattern_names import PatternName, read_pattern_name
from deqi.core.codes import Id
from deqi.core.scripts import fold
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Pattern


def search_patterns(knowledge: Knowledge, words: str) -> list[Id]:
    """The patterns that the words name, the closest first; none where nothing in them is understood."""
    name = read_pattern_name(knowledge, words)
    ranked = [(_closeness(pattern, fold(words), name), id_) for id_, pattern in knowledge.patterns.items()]
    return [id_ for closeness, id_ in sorted(ranked, key=lambda pair: (-pair[0], pair[1])) if closeness > 0]


def _closeness(pattern: Pattern, words: str, name: PatternName) -> float:
    """2 for the words inside a label or the code, else what share of parts and elements they have in common."""
    labels = pattern.labels
    named = (pattern.id, labels.en, labels.zh_hans, labels.zh_hant, *pattern.tm1)
    if any(words in fold(label) for label in named):
        return 2.0 + len(words) / max(len(label) for label in named)
    if not name.parts:
        return 0.0
    met = [part for part in name.parts if set(part) & set(pattern.elements)]
    covered = {e for part in met for e in part if e in pattern.elements}
    shared = (len(met) / len(name.parts)) * (len(covered) / len(pattern.elements))
    return shared if shared >= 0.5 else 0.0
