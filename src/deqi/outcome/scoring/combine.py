"""One number from several, and from that number to the printed score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from deqi.core.labels import Label
from deqi.core.values import Value
from deqi.knowledge.entities.instruments import Band, Combine, Instrument, Score
from deqi.knowledge.instrument_checks import item_ends
from deqi.outcome.scoring.reading import TINY, Answer
from deqi.outcome.scoring.values import ErrorOfScore, ScoreResult


class Raw(Value, frozen=True, kw_only=True):
    """What was combined before any conversion; without a number, why not."""

    number: float | None
    why_none: Label | None = None
    takes: int
    empty: tuple[str, ...] = ()
    stood_in: bool = False
    marked: bool = False


def raw_of(
    instrument: Instrument, score: Score, read: Mapping[str, Answer | None], scores: Mapping[str, float | None]
) -> Raw:
    """A score's raw number from the items' answers, or from the exact values of other scores."""
    if score.of:
        parts = {key: scores[key] for key in score.of}
    else:
        parts = {key: _points(instrument, score, key, read[key]) for key in instrument.made_of(score)}
    return combine(score, parts)


def combine(score: Score, parts: Mapping[str, float | None]) -> Raw:
    """The raw number of parts, of which some may be missing; the score's rule says how many may."""
    given = [part for part in parts.values() if part is not None]
    empty = tuple(key for key, part in parts.items() if part is None)
    sure = score.combine is Combine.ANY and any(part > 0 for part in given)  # one is enough, whatever the others say
    at_most = score.missing.at_most if score.missing else 0
    never = [key for key in empty if score.missing and key in score.missing.never]
    if never or not given or (len(empty) > at_most and not sure):
        why = _why_never(never) if never else _why(score, len(parts), len(empty))
        return Raw(number=None, why_none=why, takes=len(parts), empty=empty)
    return Raw(
        number=_number(score.combine, given, len(parts)),
        takes=len(parts),
        empty=empty,
        stood_in=bool(empty) and score.combine in (Combine.SUM, Combine.MEAN),
        marked=score.missing is not None and len(empty) > score.missing.mark_above,
    )


def least(instrument: Instrument, score: Score, read: Mapping[str, Answer | None]) -> float:
    """The lowest printed score that the given answers leave possible, whatever the empty ones would have been."""
    lows, highs = zip(*_reach(instrument, score, read), strict=True)
    ends = [converted(score, _number(score.combine, side, len(side)))[0] for side in (lows, highs)]
    return half_up(min(ends), score.decimals)


def _reach(instrument: Instrument, score: Score, read: Mapping[str, Answer | None]) -> Iterator[tuple[float, float]]:
    for key in score.of:
        made = instrument.score(key)
        lows, highs = zip(*_reach(instrument, made, read), strict=True)
        ends = [converted(made, _number(made.combine, side, len(side)))[0] for side in (lows, highs)]
        yield min(ends), max(ends)
    for key in () if score.of else instrument.made_of(score):
        points = _points(instrument, score, key, read[key])
        yield item_ends(instrument, score, key) if points is None else (points, points)


def result(score: Score, raw: Raw) -> ScoreResult:
    """A raw number as the printed score, with its error and its band."""
    exact, error = (None, None) if raw.number is None else converted(score, raw.number)
    value = None if exact is None else half_up(exact, score.decimals)
    return ScoreResult(
        id=score.id,
        labels=score.labels,
        value=value,
        exact=exact,
        why_none=raw.why_none,
        lowest=score.lowest,
        highest=score.highest,
        better=score.better,
        decimals=score.decimals,
        unit=score.unit,
        takes=raw.takes,
        answered=raw.takes - len(raw.empty),
        empty=raw.empty,
        stood_in=raw.stood_in,
        marked=raw.marked,
        error=None if value is None else error,
        band=None if value is None else band_of(score, value),
    )


def converted(score: Score, raw: float) -> tuple[float, ErrorOfScore | None]:
    """The score that a raw number stands for, and its standard error where one is known.

    Between two rows of a table the upper one is taken, as the manuals of PROMIS round up a sum with an item missing.
    """
    shifted = raw + score.constant
    if score.table:
        rows = sorted(score.table, key=lambda row: row.raw)
        row = next((row for row in rows if row.raw >= shifted - TINY), rows[-1])
        own = ErrorOfScore(points=row.error) if row.error is not None else _measured(score)
        return row.score, own
    if score.raw_range is None or score.range[1] is None:
        return shifted, _measured(score)
    low, high = score.raw_range
    return score.range[0] + (shifted - low) / (high - low) * (score.range[1] - score.range[0]), _measured(score)


def half_up(value: float, decimals: int) -> float:
    """Rounded as published manuals do: a half goes away from 0. Nine decimals are trusted before."""
    return float(Decimal(str(round(value, 9))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)) + 0.0


def band_of(score: Score, value: float) -> Band | None:
    """The band that a printed value falls in; None below the first, or where there are none."""
    return next((band for band in reversed(score.bands) if value >= band.at_least), None)


def _points(instrument: Instrument, score: Score, key: str, answer: Answer | None) -> float | None:
    if answer is None:
        return None
    held = score.points.get(key)
    points = answer.points if held is None else held[answer.code]
    if key in score.reversed:
        low, high = item_ends(instrument, score, key)
        return low + high - points
    return points


def _number(how: Combine, given: Sequence[float], of: int) -> float:
    match how:
        case Combine.SUM:
            return sum(given) / len(given) * of if len(given) < of else sum(given)
        case Combine.MEAN:
            return sum(given) / len(given)
        case Combine.ANY:
            return float(any(part > 0 for part in given))
        case Combine.HIGHEST:
            return max(given)


def _measured(score: Score) -> ErrorOfScore | None:
    if not score.errors:
        return None
    first = score.errors[0]
    return ErrorOfScore(points=first.points, known=first.known, people=first.people, sources=first.sources)


def _why_never(never: Sequence[str]) -> Label:
    named = ", ".join(never)
    return Label(
        en=f"{named} is empty and nothing may stand in for it: ask in person",
        zh_hans=f"{named}未作答，且不得代填：请当面询问",
        zh_hant=f"{named}未作答，且不得代填：請當面詢問",
    )


def _why(score: Score, takes: int, empty: int) -> Label:
    allowed = score.missing.at_most if score.missing else 0
    return Label(
        en=f"{empty} of {takes} answers are missing; at most {allowed} may be",
        zh_hans=f"{takes}项中缺{empty}项；最多允许缺{allowed}项",
        zh_hant=f"{takes}項中缺{empty}項；最多允許缺{allowed}項",
    )
