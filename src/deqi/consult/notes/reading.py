"""Reading a note: mentions of findings with their places, and the case that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from deqi.consult.notes.forms import durations, fixed_forms
from deqi.consult.notes.lexicon import Lexicon, lexicon_of
from deqi.consult.notes.person import person_of
from deqi.consult.notes.qualities import Side, side_of, strength_of
from deqi.consult.notes.status import Status, status_of
from deqi.consult.notes.text import Span, clauses
from deqi.core.case import Case, Observation, Observer, Severity
from deqi.core.codes import Id
from deqi.core.faults import BadInput, Fault
from deqi.core.scripts import fold
from deqi.core.values import Value
from deqi.knowledge import Knowledge

MAX_CHARACTERS = 200_000
LASTING = "history."  # what is past and still counts: a former cancer is a history of cancer
COURSE = "course"  # how it began and goes on is not what the person comes for
SIDES: dict[Side, Id] = {
    Side.LEFT: "pain.one-sided-left",
    Side.RIGHT: "pain.one-sided-right",
    Side.BOTH: "pain.both-sides",
}


class Mention(Value, frozen=True, kw_only=True):
    """A finding recognised in a text: characters [start, end), how it is mentioned, its side, and 0–10 how strong."""

    finding: Id
    start: int
    end: int
    words: str
    status: Status
    cue: Span | None = None  # where the word stands that denies it, places it in the past, doubts it
    side: Side | None = None
    severity: Severity | None = None


class Reading(Value, frozen=True, kw_only=True):
    """What was recognised in a note: mentions in the order of the text, where age and sex stand, and the case."""

    text: str
    mentions: tuple[Mention, ...]
    of_person: tuple[Span, ...]
    case: Case


def read_note(knowledge: Knowledge, text: str, name: str) -> Reading:
    """Findings, age and sex of a note. Raises BadInput where nothing is recognised: silence is no all-clear."""
    if len(text) > MAX_CHARACTERS:
        message = f"holds {len(text):,} characters; a note of at most {MAX_CHARACTERS:,} is read"
        raise BadInput(Fault(file=name, message=message))
    if not text.strip():
        raise BadInput(Fault(file=name, message="is empty; expected a note in English or Chinese"))
    folded = fold(text)
    mentions = _of_one_side(_longest(_mentions(knowledge, lexicon_of(knowledge), folded, text)))
    if not mentions:
        expected = "expected findings in English or Chinese, as 'low back pain' or 腰痛"
        raise BadInput(Fault(file=name, message=f"nothing in this note was recognised; {expected}"))
    present = {m.finding for m in mentions if m.status is Status.PRESENT}
    absent = {m.finding for m in mentions if m.status is Status.DENIED} - present  # within one note present wins
    severity = {m.finding: m.severity for m in mentions if m.severity is not None and m.status is Status.PRESENT}
    observation = Observation(
        by=Observer.NOTE, present=tuple(sorted(present)), absent=tuple(sorted(absent)), severity=severity
    )
    told = dict.fromkeys(m.finding for m in mentions if m.status is Status.PRESENT)
    chief = tuple(id_ for id_ in told if knowledge.findings[id_].group != COURSE)
    person, of_person = person_of(folded)
    case = Case(id="note", person=person, chief=chief, observations=(observation,))
    return Reading(text=text, mentions=mentions, of_person=of_person, case=case)


def _mentions(knowledge: Knowledge, lexicon: Lexicon, folded: str, original: str) -> Iterator[Mention]:
    sided: list[tuple[Side, Span]] = []
    for start, end in clauses(folded):
        strength = strength_of(folded, start, end)
        found = [
            *((*form, False) for form in fixed_forms(lexicon.forms, folded, start, end)),
            *((*duration, False) for duration in durations(folded, start, end)),
            *_words(lexicon, folded, start, end),
        ]
        for finding, at, to, is_normal in found:
            status, cue = status_of(lexicon, folded, start, end, at, to)
            if is_normal:  # "sleeps well" said plainly denies poor sleep; said of the past or in doubt it says nothing
                status = Status.DENIED if status is Status.PRESENT else Status.UNCERTAIN
            if status is Status.PAST and finding.startswith(LASTING):
                status = Status.PRESENT
            place = (
                side_of(folded, start, end, at, to) if finding.startswith(("pain.", "numbness.", "weakness.")) else None
            )
            if place and status is Status.PRESENT and finding.startswith("pain."):
                sided.append(place)
            scaled = status is Status.PRESENT and knowledge.findings[finding].has_severity
            yield Mention(
                finding=finding,
                start=at,
                end=to,
                words=original[at:to],
                status=status,
                cue=cue,
                side=place[0] if place else None,
                severity=strength if scaled else None,
            )
    yield from _one_side(sided, original)


def _one_side(sided: list[tuple[Side, Span]], original: str) -> Iterator[Mention]:
    """The side of the pain as a finding of its own, where every pain that has a side has the same."""
    if len({side for side, _ in sided}) == 1:
        side, (start, end) = sided[0]
        words = original[start:end]
        yield Mention(finding=SIDES[side], start=start, end=end, words=words, status=Status.PRESENT, side=side)


def _words(lexicon: Lexicon, text: str, start: int, end: int) -> Iterator[tuple[Id, int, int, bool]]:
    at = start
    while at < end:
        found = lexicon.longest(text, at)
        if not found:
            at += 1
            continue
        to = at + len(found[0][0])
        for _, finding, is_normal in found:
            if finding is not None:
                yield finding, at, to, is_normal
        at = to


def _of_one_side(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Pain on the left here and on the right there is on neither side alone: then "one side" is in doubt."""
    sides = {m.finding for m in mentions if m.finding in SIDES.values() and m.status is Status.PRESENT}
    if len(sides) < 2:
        return mentions
    return tuple(replace(m, status=Status.UNCERTAIN) if m.finding in sides else m for m in mentions)


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
