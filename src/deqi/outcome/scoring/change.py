"""What a change of a score means: whether it matters, and whether it is more than an error of measurement."""

from __future__ import annotations

import math

from deqi.core.labels import Label
from deqi.core.provenance import Known
from deqi.knowledge.entities.instruments import Instrument, Link, Score
from deqi.outcome.scoring.reading import TINY
from deqi.outcome.scoring.values import Change, Direction, ErrorOfScore, ImportantChange

SHARE = 30.0  # per cent of what is wrong at the start: Ostelo 2008 for back pain, used for all scores with a best end
TIMES_IMPORTANT = 2  # how far a start must lie from the best score for a forecast to advise anything
REAL = 1.96 * math.sqrt(2)  # smallest change beyond the error of two measurements, in standard errors


def important_change(score: Score, baseline: float) -> ImportantChange:
    """How many points from `baseline` matter, in pieces: published points, a share of the start, the greater one.

    The share is the published per cent, else 30, of how far the start lies from the best score: of 8 on a scale from
    0, and of 20 where 80 was reached and 100 is best. T scores have no best end and take no share; nor has a score
    one for which nothing is published, since then nothing is known.
    """
    if not score.important:
        return ImportantChange(points=None, percent=None, share=None, needed=None)
    first = score.important[0]
    percent = first.percent or (None if score.link is Link.IDENTITY else SHARE)
    distance = to_best(score, baseline)
    share = None if percent is None or distance is None else distance * percent / 100
    pieces = [piece for piece in (first.points, share) if piece is not None]
    return ImportantChange(
        points=first.points,
        percent=percent,
        share=share,
        needed=max(pieces) if pieces else None,
        people=first.people,
        known=first.known,
        sources=first.sources,
    )


def to_best(score: Score, value: float) -> float | None:
    """How far a value lies from the best score; None where neither end is better, or there is no end."""
    best = {"lower": score.lowest, "higher": score.highest}.get(score.better)
    return None if best is None else abs(value - best)


def has_room(score: Score, baseline: float) -> bool | None:
    """Whether a start lies at least twice the important change from the best score, so that a meaningful improvement
    is more than what any measurement may be off by; None where no important change is known."""
    noticed, room = important_change(score, baseline).noticed, to_best(score, baseline)
    if noticed is None:
        return None
    return room is None or room >= TIMES_IMPORTANT * noticed


def change(instrument: Instrument, score_id: str, before: float, after: float) -> Change:
    """From one score to a later one, in points of the printed score; raises KeyError for an unknown score.

    `important` compares with the published points where there are any, else with the published per cent;
    the greater hurdle of the stop rule stands in `threshold.needed`.
    """
    score = next((one for one in instrument.scores if one.id == score_id), None)
    if score is None:
        raise KeyError(score_id)
    points = after - before
    threshold = important_change(score, before)
    limit = threshold.noticed
    error = _error(score, before)
    real = None if error is None else REAL * error.points
    direction = _direction(score, points)
    known = [known for known in (threshold.known, error.known if error else None) if known is not None]
    important = None if limit is None or direction is Direction.UNJUDGED else _reaches(points, limit)
    beyond = None if real is None else abs(points) > real
    verified = all(one is Known.READ for one in known)
    return Change(
        score=score_id,
        before=before,
        after=after,
        points=points,
        percent=None if before == 0 else points / abs(before) * 100,
        direction=direction,
        threshold=threshold,
        important=important,
        smallest_real=real,
        beyond_error=beyond,
        verified=verified,
        words=_words(direction, abs(points), important, beyond, verified),
    )


def _reaches(points: float, limit: float) -> bool:
    return points != 0 and abs(points) >= limit - TINY


def _error(score: Score, value: float) -> ErrorOfScore | None:
    """The standard error at a score: of its row in a table, else the one that holds for all."""
    rows = [row for row in score.table if row.error is not None]
    if rows:
        nearest = min(rows, key=lambda row: abs(row.score - value))
        return ErrorOfScore(points=nearest.error or math.nan)
    return ErrorOfScore(points=score.errors[0].points, known=score.errors[0].known) if score.errors else None


def _direction(score: Score, points: float) -> Direction:
    if score.better == "neither":
        return Direction.UNJUDGED
    if points == 0:
        return Direction.SAME
    return Direction.BETTER if (points < 0) == (score.better == "lower") else Direction.WORSE


GONE = {
    Direction.BETTER: ("Better by {n} points", "好转{n}分", "好轉{n}分"),
    Direction.WORSE: ("Worse by {n} points", "加重{n}分", "加重{n}分"),
    Direction.SAME: ("No change", "无变化", "無變化"),
    Direction.UNJUDGED: ("Changed by {n} points", "变化{n}分", "變化{n}分"),
}
MATTERS = {
    True: ("at least the smallest change that matters", "达到最小重要变化", "達到最小重要變化"),
    False: ("less than the smallest change that matters", "未达最小重要变化", "未達最小重要變化"),
    None: ("how much matters is not known", "多大变化有意义尚不清楚", "多大變化有意義尚不清楚"),
}
BEYOND = {
    True: ("more than an error of measurement", "超出测量误差", "超出測量誤差"),
    False: ("could be an error of measurement alone", "可能只是测量误差", "可能只是測量誤差"),
    None: ("the error of measurement is not known", "测量误差不明", "測量誤差不明"),
}
UNVERIFIED = (" (numbers not verified)", "（数值未核实）", "（數值未核實）")


def _words(direction: Direction, size: float, important: bool | None, beyond: bool | None, verified: bool) -> Label:
    said = [
        gone.format(n=f"{size:.10g}") + comma + matters + comma + real + ("" if verified else mark)
        for gone, matters, real, mark, comma in zip(
            GONE[direction], MATTERS[important], BEYOND[beyond], UNVERIFIED, ("; ", "；", "；"), strict=True
        )
    ]
    return Label(en=said[0], zh_hans=said[1], zh_hant=said[2])
