"""Questionnaires and diaries as data: what may be answered, how it is scored, and what a score and a change mean.

The wording of an item belongs to its holder: it stands here only where its licence lets anyone share it; a clinic
adds the others under its own licence. `labels` of an item is our own short name of its topic.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.provenance import Claim, Known
from deqi.core.values import Value
from deqi.knowledge.entities.common import Entity, Sources

Key = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]  # within one instrument
Positive = Annotated[float, Meta(gt=0)]


class Measures(StrEnum):
    """What an instrument is about."""

    PAIN = "pain"
    FUNCTION = "function"
    HEADACHE = "headache"
    PAIN_TYPE = "pain-type"
    MOOD = "mood"
    BELIEFS = "beliefs"  # catastrophising, fear of movement
    RISK = "risk"  # of a long course
    HEALTH = "health"  # quality of life
    SLEEP = "sleep"
    CHANGE = "change"  # asked once, afterwards
    NEEDLING = "needling"  # what the needling felt like


class Link(StrEnum):
    """On which scale the course of a score is followed."""

    SQRT = "sqrt"  # from 0 without a practical upper end
    LOGIT = "logit"  # between two ends
    IDENTITY = "identity"  # T scores and others without ends


class Choice(Value, frozen=True, kw_only=True):
    """One answer that can be given: what is entered, what it counts, and what stands beside it."""

    code: str
    points: float
    labels: Label | None = None  # where the words may be shared


class Answers(Value, frozen=True, kw_only=True):
    """What can be answered: numbers from `lowest` to `highest` by `step`, or one of `choices`."""

    lowest: float | None = None
    highest: float | None = None
    step: Positive = 1
    choices: tuple[Choice, ...] = ()
    low_end: Label | None = None  # what stands at the two ends, in our own words
    high_end: Label | None = None

    def __post_init__(self) -> None:
        numbers = self.lowest is not None and self.highest is not None
        if numbers == bool(self.choices):
            raise ValueError("answers are either 'lowest' and 'highest', or 'choices'")
        if self.lowest is not None and self.highest is not None and self.lowest >= self.highest:
            raise ValueError("'lowest' lies below 'highest'")
        if len({choice.code for choice in self.choices}) != len(self.choices):
            raise ValueError("each choice has its own code")


class Item(Value, frozen=True, kw_only=True):
    """One question. `answers` names a set of the instrument's; `text` is its wording where that may be shared."""

    id: Key
    labels: Label  # its topic, in our own words
    answers: Key
    text: Label | None = None
    scored: bool = True  # False: asked beside, such as MIDAS A and B
    also_called: tuple[str, ...] = ()  # other names of the column in files


class Missing(Value, frozen=True, kw_only=True):
    """What is done with items left empty: up to `at_most` the mean of the answered stands in, above it no score.

    `mark_above`: with more than so many empty the score stands with a mark. `never`: items for which nothing stands
    in, such as the question about self-harm; without them there is no score.
    """

    at_most: Annotated[int, Meta(ge=0)] = 0
    mark_above: Annotated[int, Meta(ge=0)] = 0
    never: tuple[Key, ...] = ()
    why: Label
    known: Known
    sources: Sources


class Band(Value, frozen=True, kw_only=True):
    """What a score from `at_least` up to the next band is called."""

    id: Key
    at_least: float
    labels: Label
    known: Known
    sources: Sources


class SpreadKind(StrEnum):
    """How an error of measurement was found."""

    RETEST = "retest"  # people who had not changed, asked twice
    CONSISTENCY = "consistency"  # from the agreement of items
    MODEL = "model"  # from an item response model


class MeasurementError(Value, frozen=True, kw_only=True):
    """The standard error of measurement, in points of the score."""

    points: Positive
    kind: SpreadKind
    people: Label
    known: Known
    sources: Sources


class Important(Value, frozen=True, kw_only=True):
    """The smallest change that people notice as an improvement: so many points, or so many per cent of the start."""

    points: Positive | None = None
    percent: Annotated[float, Meta(gt=0, lt=100)] | None = None
    people: Label
    how: str  # anchor | distribution | consensus
    known: Known
    sources: Sources

    def __post_init__(self) -> None:
        if self.points is None and self.percent is None:
            raise ValueError("an important change has 'points', 'percent' or both")
        if self.how not in {"anchor", "distribution", "consensus"}:
            raise ValueError("'how' is 'anchor', 'distribution' or 'consensus'")


class Converted(Value, frozen=True, kw_only=True):
    """A row of a published table: a raw sum, the score that it stands for, and that score's standard error."""

    raw: float
    score: float
    error: Positive | None = None


class Combine(StrEnum):
    """How the points of items, or other scores, make one number."""

    SUM = "sum"
    MEAN = "mean"
    ANY = "any"  # 1 where any is above 0, else 0
    HIGHEST = "highest"


class Score(Value, frozen=True, kw_only=True):
    """How one number is made of the answers, and what it means.

    `items` (all scored ones without it) or `of` (other scores) are taken, those of `reversed` from the other
    end, those of `points` by a table of their own; they are combined, shifted by `constant`, and brought from
    `raw_range` to `range` in proportion, or by the published `table`.
    """

    id: Key
    labels: Label
    items: tuple[Key, ...] = ()
    of: tuple[Key, ...] = ()
    reversed: tuple[Key, ...] = ()
    points: dict[Key, dict[str, float]] = {}  # item -> answer -> what it counts here
    combine: Combine = Combine.SUM
    constant: float = 0
    raw_range: tuple[float, float] | None = None
    range: tuple[float, float | None]  # as printed; the second absent: no upper end. May run downwards (100 to 0)
    table: tuple[Converted, ...] = ()
    missing: Missing | None = None  # without it nothing may be empty
    better: str  # lower | higher | neither
    decimals: Annotated[int, Meta(ge=0, le=3)] = 0
    unit: Label | None = None
    bands: tuple[Band, ...] = ()
    errors: tuple[MeasurementError, ...] = ()  # the first one is used
    important: tuple[Important, ...] = ()  # the first one is used
    link: Link | None = None  # only scores with one are followed over time
    loinc: str | None = None

    def __post_init__(self) -> None:
        if self.better not in {"lower", "higher", "neither"}:
            raise ValueError("'better' is 'lower', 'higher' or 'neither'")
        if self.items and self.of:
            raise ValueError("a score is made of 'items' or 'of' other scores, not of both")
        if self.table and self.raw_range:
            raise ValueError("a score is converted by 'table' or by 'raw_range', not by both")
        lows = [band.at_least for band in self.bands]
        if lows != sorted(set(lows)):
            raise ValueError("bands stand in rising order of 'at_least'")

    @property
    def lowest(self) -> float:
        """The lower end of the scale."""
        return min(end for end in self.range if end is not None)

    @property
    def highest(self) -> float | None:
        """The upper end of the scale; None where it has none."""
        return None if self.range[1] is None else max(self.range[0], self.range[1])


class When(Value, frozen=True, kw_only=True):
    """A score or an item that is at least, or below, a number."""

    score: Key | None = None
    item: Key | None = None
    at_least: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        if (self.score is None) == (self.item is None):
            raise ValueError("a condition names a 'score' or an 'item'")
        if self.at_least is None and self.below is None:
            raise ValueError("a condition has 'at_least' or 'below'")


class Group(Value, frozen=True, kw_only=True):
    """A class of people by several conditions at once; the first that fits is told."""

    id: Key
    labels: Label
    when: tuple[When, ...] = ()  # all of them; none: everyone else
    known: Known
    sources: Sources


class Urgency(StrEnum):
    """What an answer asks of the practitioner."""

    SAME_DAY = "same-day"  # a safety screen today
    OFFER = "offer"  # more questions and support; care goes on


class Alert(Value, frozen=True, kw_only=True):
    """What an answer asks to be done, whatever the score means."""

    id: Key
    when: When
    urgency: Urgency
    labels: Label  # to the practitioner: what to do
    to_patient: Label  # plain words, without fear
    offers: tuple[Id, ...] = ()  # instruments
    sources: Sources


class Agree(StrEnum):
    """What answers must hold together."""

    RISING = "rising"  # each at most the next
    SUM_AT_MOST = "sum-at-most"
    TOGETHER = "together"  # all 0 or none


class Consistency(Value, frozen=True, kw_only=True):
    """Answers that would contradict each other unless this holds."""

    items: Annotated[tuple[Key, ...], Meta(min_length=2)]
    agree: Agree
    limit: float | None = None
    labels: Label  # the sentence when it does not hold


class Diary(Value, frozen=True, kw_only=True):
    """Entries of many days, each with all items: the score of a day is averaged over `days` and told per `per` days."""

    days: Annotated[int, Meta(ge=1)]
    at_least: Annotated[int, Meta(ge=1)]  # days that must be there
    per: Annotated[int, Meta(ge=1)]


class Licence(Value, frozen=True, kw_only=True):
    """Who holds the wording, on what terms, and whether deqi may ship it."""

    holder: str | None = None  # absent: nobody's
    terms: Label
    text_shipped: bool
    known: Known
    sources: Sources


class Instrument(Entity, frozen=True, kw_only=True):
    """A questionnaire or a diary."""

    short: str  # as people say it: ODI
    about: Label  # what it measures, and of whom
    measures: Measures
    recall: Label  # the time that it asks about
    conditions: tuple[Id, ...] = ()  # complaints for which it is made; none: any
    minutes: Positive  # to answer it
    languages: tuple[str, ...] = ()  # validated versions known, BCP 47
    answers: dict[Key, Answers]
    items: Annotated[tuple[Item, ...], Meta(min_length=1)]
    scores: Annotated[tuple[Score, ...], Meta(min_length=1)]  # the first one is the main one
    groups: tuple[Group, ...] = ()
    alerts: tuple[Alert, ...] = ()
    consistent: tuple[Consistency, ...] = ()
    diary: Diary | None = None
    licence: Licence
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]  # how well it measures, and what it cannot tell

    def __post_init__(self) -> None:
        self._expect_unique()
        items, scores = {item.id for item in self.items}, [score.id for score in self.scores]
        for item in self.items:
            _expect(item.answers in self.answers, f"item '{item.id}' names no set of answers '{item.answers}'")
            _expect(
                self.licence.text_shipped or item.text is None, f"item '{item.id}' has a text that may not be shipped"
            )
        for place, score in enumerate(self.scores):
            for key in (*score.items, *score.reversed, *score.points):
                _expect(key in items, f"score '{score.id}' names '{key}', which is no item")
            for key in score.of:
                _expect(key in scores[:place], f"score '{score.id}' is made of '{key}', which is no score before it")
        for named in (*(c for g in self.groups for c in g.when), *(alert.when for alert in self.alerts)):
            _expect(named.score in (None, *scores) and named.item in (None, *items), f"{named} names nothing here")
        for rule in self.consistent:
            _expect(items.issuperset(rule.items), f"'consistent' names {', '.join(rule.items)}, not all of them items")

    def _expect_unique(self) -> None:
        for name in ("items", "scores", "groups", "alerts"):
            ids = [part.id for part in getattr(self, name)]
            _expect(len(set(ids)) == len(ids), f"{name} have an id twice")

    @property
    def followed(self) -> tuple[Score, ...]:
        """The scores that are followed over time."""
        return tuple(score for score in self.scores if score.link is not None)

    def score(self, id_: str) -> Score:
        """One of its scores; raises KeyError."""
        return next(score for score in self.scores if score.id == id_)

    def made_of(self, score: Score) -> tuple[Key, ...]:
        """The items that a score takes: those it names, else all scored ones."""
        return score.items or tuple(item.id for item in self.items if item.scored)


def _expect(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)
