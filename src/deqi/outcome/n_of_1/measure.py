"""What was scored: an instrument's score, or a plain number of which only the better side is known."""

from __future__ import annotations

from collections.abc import Mapping

from deqi.core.faults import BadInput, Fault
from deqi.knowledge.entities import Instrument, Score
from deqi.outcome.n_of_1.values import Measure
from deqi.outcome.scoring import important_change, no_such_instrument

GIVEN = "given"


def plain_measure(better: str, important: float | None = None) -> Measure:
    """A number without an instrument."""
    return Measure(better=better, important=important, important_known=GIVEN if important else None)


def measure_of(
    instruments: Mapping[str, Instrument], named: str, score: str = "", important: float | None = None
) -> Measure:
    """An instrument's score, the main one where none is named; `important` (points) goes before what is known.

    Raises BadInput for an instrument or a score that is not known, or one that is not better on either side.
    """
    instrument = instruments.get(named)
    if instrument is None:
        raise BadInput(Fault(file="--instrument", message=no_such_instrument(named, instruments)))
    judged = [one for one in instrument.scores if one.better != "neither"]
    chosen = next((one for one in judged if one.id == score or not score), None)
    if chosen is None:
        ids = ", ".join(one.id for one in judged) or "none"
        message = f"'{score}' is no score of '{named}' that can be better or worse; expected one of {ids}"
        raise BadInput(Fault(file="--score", message=message))
    return _of_score(instrument, chosen, important)


def _of_score(instrument: Instrument, score: Score, given: float | None) -> Measure:
    known = important_change(score, score.lowest)
    share = known.percent / 100 if known.points is None and known.percent is not None and given is None else None
    published = given is None and (known.points is not None or share is not None)
    return Measure(
        name=instrument.labels if score is instrument.scores[0] else score.labels,
        better=score.better,
        lowest=score.lowest,
        highest=score.highest,
        important=known.points if given is None else given,
        important_share=share,
        important_known=(known.known.value if known.known else None) if published else GIVEN if given else None,
        important_people=known.people if published else None,
        sources=known.sources if published else (),
    )
