"""Reading a note: mentions of findings with their places, and the case that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deqi.consult.notes.forms import durations, fixed_forms
from deqi.consult.notes.lexicon import Lexicon, lexicon_of
from deqi.consult.notes.person import person_of
from deqi.consult.notes.status import Status, status_of
from deqi.consult.notes.text import clauses, fold
from deqi.core.case import Case, Observation, Observer
from deqi.core.codes import Id
from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value
from deqi.knowledge import Knowledge

MAX_CHARACTERS = 200_000
LASTING = "history."  # what is past and still counts: a former cancer is a history of cancer


class Mention(Value, frozen=True, kw_only=True):
    """A finding recognised in a text: characters [start, end) and how it is mentioned."""

    finding: Id
    start: int
    end: int
    words: str
    status: Status


class Reading(Value, frozen=True, kw_only=True):
    """What was recognised in a note, as mentions and as a case."""

    text: str
    mentions: tuple[Mention, ...]
    case: Case


def read_note(knowledge: Knowledge, text: str, name: str) -> Reading:
    """Findings, age and sex of a note. Raises BadInput where nothing is recognised: silence is no all-clear."""
    if len(text) > MAX_CHARACTERS:
        message = f"holds {len(text):,} characters; a note of at most {MAX_CHARACTERS:,} is read"
        raise BadInput(Fault(file=name, message=message))
    if not text.strip():
        raise BadInput(Fault(file=name, message="is empty; expected a note in English or Chinese"))
    folded = fold(text)
    mentions = _longest(_mentions(lexicon_of(knowledge), folded, text))
    if not mentions:
        expected = "expected findings in English or Chinese, as 'low back pain' or 腰痛"
        raise BadInput(Fault(file=name, message=f"nothing in this note was recognised; {expected}"))
    present = {m.finding for m in mentions if m.status is Status.PRESENT}
    absent = {m.finding for m in mentions if m.status is Status.DENIED} - present  # within one note present wins
    observation = Observation(by=Observer.NOTE, present=tuple(sorted(present)), absent=tuple(sorted(absent)))
    case = Case(id="note", person=person_of(folded), observations=(observation,))
    return Reading(text=text, mentions=mentions, case=case)


def _mentions(lexicon: Lexicon, folded: str, original: str) -> Iterator[Mention]:
    for start, end in clauses(folded):
        found = [
            *fixed_forms(lexicon.forms, folded, start, end),
            *durations(folded, start, end),
            *_words(lexicon, folded, start, end),
        ]
        for finding, at, to in found:
            status = status_of(lexicon, folded, start, end, at, to)
            if status is Status.PAST and finding.startswith(LASTING):
                status = Status.PRESENT
            yield Mention(finding=finding, start=at, end=to, words=original[at:to], status=status)


def _words(lexicon: Lexicon, text: str, start: int, end: int) -> Iterator[tuple[Id, int, int]]:
    at = start
    while at < end:
        found = lexicon.longest(text, at)
        if not found:
            at += 1
            continue
        to = at + len(found[0][0])
        for _, finding in found:
            if finding is not None:
                yield finding, at, to
        at = to


def _longest(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """One mention a finding and place: of overlapping ones the longest, in the order of the text."""
    kept: dict[Id, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        places = kept.setdefault(mention.finding, [])
        if not places or places[-1].end <= mention.start:
            places.append(mention)
        elif mention.end - mention.start > places[-1].end - places[-1].start:
            places[-1] = mention
    return tuple(sorted((m for places in kept.values() for m in places), key=lambda m: (m.start, m.finding)))
