"""Under which heading each questionnaire is looked for."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deqi.knowledge.entities.instruments import Instrument, Measures

# the first heading that fits holds an instrument: what it is made for, then what it is about
BY_COMPLAINT: tuple[tuple[Promise, frozenset[str]], ...] = (
    (_("Low back and leg"), frozenset({"low-back-pain", "sciatica"})),
    (_("Neck"), frozenset({"neck-pain"})),
    (_("Shoulder, arm and hand"), frozenset({"shoulder-pain", "frozen-shoulder", "tennis-elbow", "carpal-tunnel"})),
    (_("Hip and knee"), frozenset({"hip-osteoarthritis", "knee-osteoarthritis"})),
    (_("Headache"), frozenset({"headache", "migraine", "tension-type-headache"})),
    (_("Period pain and women's health"), frozenset({"dysmenorrhoea", "endometriosis-pain", "pelvic-pain"})),
)
BY_MEASURE: tuple[tuple[Promise, frozenset[Measures]], ...] = (
    (_("Pain and daily life, wherever it hurts"), frozenset({Measures.PAIN, Measures.FUNCTION})),
    (_("Nerve pain and widespread pain"), frozenset({Measures.PAIN_TYPE})),
    (_("Mood, thoughts about pain, and sleep"), frozenset({Measures.MOOD, Measures.BELIEFS, Measures.SLEEP})),
    (_("How long pain may last"), frozenset({Measures.RISK})),
    (_("General health"), frozenset({Measures.HEALTH})),
    (_("During a session"), frozenset({Measures.NEEDLING})),
    (_("After treatment"), frozenset({Measures.CHANGE})),
    (_("Headache"), frozenset({Measures.HEADACHE})),
)


def grouped(instruments: Iterable[Instrument]) -> list[tuple[str, list[Instrument]]]:
    """All instruments under their headings, the short ones of each first."""
    groups: dict[str, list[Instrument]] = {}
    for one in sorted(instruments, key=lambda one: (len(one.items), one.id)):
        groups.setdefault(str(_heading(one)), []).append(one)
    return [(str(name), groups[str(name)]) for name in _order() if str(name) in groups]


def _heading(one: Instrument) -> Promise:
    made_for = next((name for name, ids in BY_COMPLAINT if ids & set(one.conditions)), None)
    return made_for or next(name for name, measures in BY_MEASURE if one.measures in measures)


def _order() -> list[Promise]:
    return [BY_MEASURE[0][0], *(name for name, _ids in BY_COMPLAINT), *(name for name, _ids in BY_MEASURE[1:-1])]
