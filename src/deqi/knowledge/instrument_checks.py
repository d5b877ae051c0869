"""Curation rules over questionnaires and diaries: every possible answer has a score, and every number its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deqi.core.faults import Fault
from deqi.core.provenance import Known
from deqi.knowledge import entities as e
from deqi.knowledge.base import Knowledge
from deqi.knowledge.entities.instruments import Combine, Diary, Instrument, Link, Score

TINY = 1e-6


def raw_ends(instrument: Instrument, score: Score) -> tuple[float, float]:
    """The least and the greatest raw number that a score can have, after `constant` and before any conversion."""
    least, most = _parts(instrument, score)
    low, high = _combined(score.combine, least), _combined(score.combine, most)
    per = instrument.diary.per if instrument.diary else 1
    return low * per + score.constant, high * per + score.constant


def ranges_are_derivable(knowledge: Knowledge) -> Iterator[Fault]:
    """The ends of a score are those that its items can reach."""
    for instrument, score, path in _scores(knowledge):
        if score.table:
            continue
        low, high = raw_ends(instrument, score)
        said = score.raw_range or (score.lowest, score.highest)
        close = TINY if score.raw_range else 10.0**-score.decimals / 2 + TINY  # a range is printed rounded
        if abs(said[0] - low) > close or (said[1] is not None and abs(said[1] - high) > close):
            name = "raw_range" if score.raw_range else "range"
            yield _fault(instrument, f"{path}.{name}", f"is {_span(*said)}; its items reach {_span(low, high)}")


def tables_cover_every_sum(knowledge: Knowledge) -> Iterator[Fault]:
    """A table has each whole raw sum from the least to the most once, scores within the range, and runs one way."""
    for instrument, score, path in _scores(knowledge):
        if not score.table:
            continue
        low, high = raw_ends(instrument, score)
        raws = [row.raw for row in score.table]
        if score.combine is Combine.SUM and raws != [low + step for step in range(round(high - low) + 1)]:
            message = (
                f"runs over {_span(raws[0], raws[-1])} in {len(raws)} rows; expected each sum in {_span(low, high)}"
            )
            yield _fault(instrument, f"{path}.table", message)
        found = [row.score for row in score.table]
        if found not in (sorted(found), sorted(found, reverse=True)):
            yield _fault(instrument, f"{path}.table", "has scores that go up and down; expected one direction")
        if min(found) < score.lowest - TINY or (score.highest is not None and max(found) > score.highest + TINY):
            yield _fault(instrument, f"{path}.table", f"has scores beyond the range {_span(*score.range)}")


def bands_lie_in_the_range(knowledge: Knowledge) -> Iterator[Fault]:
    """The first band begins at or below the lower end of the scale; each further one begins within it."""
    for instrument, score, path in _scores(knowledge):
        for index, band in enumerate(score.bands[1:], start=1):
            if band.at_least <= score.lowest or (score.highest is not None and band.at_least > score.highest):
                message = (
                    f"begins at {band.at_least:g}, so no score of {_span(score.lowest, score.highest)} parts there"
                )
                yield _fault(instrument, f"{path}.bands[{index}].at_least", message)
        if score.bands and score.bands[0].at_least > score.lowest:
            message = f"begin at {score.bands[0].at_least:g}; expected {score.lowest:g}, so that every score has one"
            yield _fault(instrument, f"{path}.bands", message)


def conditions_can_hold(knowledge: Knowledge) -> Iterator[Fault]:
    """What an alert or a group waits for can be reached."""
    for instrument in knowledge.instruments.values():
        named = [(f"alerts[{i}].when", alert.when) for i, alert in enumerate(instrument.alerts)]
        named += [(f"groups[{i}].when[{j}]", w) for i, g in enumerate(instrument.groups) for j, w in enumerate(g.when)]
        for path, when in named:
            low, high = _reach(instrument, when)
            if high is not None and when.at_least is not None and when.at_least > high:
                yield _fault(instrument, path, f"waits for {when.at_least:g}; the most is {high:g}")
            if when.below is not None and when.below <= low:
                yield _fault(instrument, path, f"waits for less than {when.below:g}; the least is {low:g}")


def links_fit_their_scales(knowledge: Knowledge) -> Iterator[Fault]:
    """A logit has two ends; a square root is of a score from 0; neither is of a score without a better end."""
    for instrument, score, path in _scores(knowledge):
        if score.link is Link.LOGIT and score.highest is None:
            yield _fault(instrument, f"{path}.link", "is logit; expected a range with two ends")
        if score.link is Link.SQRT and score.lowest != 0:
            yield _fault(instrument, f"{path}.link", f"is sqrt of a scale from {score.lowest:g}; expected one from 0")
        if score.link is not None and score.better == "neither":
            yield _fault(instrument, f"{path}.link", "is followed over time; expected 'better' lower or higher")


def names_of_items_are_told_apart(knowledge: Knowledge) -> Iterator[Fault]:
    """No two items of an instrument go by the same name in files."""
    for instrument in knowledge.instruments.values():
        owner: dict[str, str] = {}
        for item in instrument.items:
            for name in (item.id, *item.also_called):
                if owner.setdefault(name, item.id) != item.id:
                    yield _fault(instrument, f"items.{item.id}", f"is called '{name}', as is '{owner[name]}'")


def points_name_given_answers(knowledge: Knowledge) -> Iterator[Fault]:
    """A score's own points of an item are given for each of its answers and no other."""
    for instrument, score, path in _scores(knowledge):
        taken = instrument.made_of(score)
        for key in (*score.reversed, *score.points):
            if score.of or key not in taken:
                yield _fault(instrument, path, f"reverses or counts '{key}', which it does not take")
        for key, held in score.points.items():
            codes = _codes(instrument, key)
            if set(held) != set(codes):
                message = f"counts {', '.join(held)}; expected each of {', '.join(codes)}"
                yield _fault(instrument, f"{path}.points.{key}", message)


def missing_rules_leave_answers(knowledge: Knowledge) -> Iterator[Fault]:
    """No rule lets every item be empty or names one that its score does not take; a diary's days fit its period."""
    for instrument, score, path in _scores(knowledge):
        takes = len(score.of or instrument.made_of(score))
        if score.missing and score.missing.at_most >= takes:
            message = f"lets {score.missing.at_most} of {takes} be empty; expected fewer"
            yield _fault(instrument, f"{path}.missing.at_most", message)
        strange = set(score.missing.never) - set(instrument.made_of(score)) if score.missing else set[str]()
        if strange:
            message = f"names {', '.join(sorted(strange))}; expected items that the score takes"
            yield _fault(instrument, f"{path}.missing.never", message)
    for instrument in knowledge.instruments.values():
        diary: Diary | None = instrument.diary
        if diary and diary.at_least > diary.days:
            yield _fault(instrument, "diary.at_least", f"is {diary.at_least} of {diary.days} days; expected fewer")


def shipped_wording_is_there(knowledge: Knowledge) -> Iterator[Fault]:
    """Where the wording may be shared, some items have theirs; its licence was confirmed."""
    for instrument in knowledge.instruments.values():
        choices = (choice for answers in instrument.answers.values() for choice in answers.choices)
        texts = any(item.text for item in instrument.items) or any(choice.labels for choice in choices)
        if instrument.licence.text_shipped and not texts:
            yield _fault(
                instrument, "licence.text_shipped", "is true, but no item or choice has words; expected some or false"
            )
        if instrument.licence.known is Known.UNCONFIRMED:
            yield _fault(instrument, "licence.known", "is unconfirmed; expected 'read' or 'recalled'")


def _scores(knowledge: Knowledge) -> Iterator[tuple[Instrument, Score, str]]:
    for instrument in knowledge.instruments.values():
        for index, score in enumerate(instrument.scores):
            yield instrument, score, f"scores[{index}]"


def _parts(instrument: Instrument, score: Score) -> tuple[list[float], list[float]]:
    if score.of:
        made = [_printed_ends(instrument, instrument.score(key)) for key in score.of]
    else:
        made = [item_ends(instrument, score, key) for key in instrument.made_of(score)]
    return [low for low, _ in made], [high for _, high in made]


def _printed_ends(instrument: Instrument, score: Score) -> tuple[float, float]:
    low, high = raw_ends(instrument, score)
    return (
        (score.lowest, score.highest) if score.highest is not None and (score.table or score.raw_range) else (low, high)
    )


def item_ends(instrument: Instrument, score: Score, key: str) -> tuple[float, float]:
    """The least and the most points that an item counts in a score, before it is reversed."""
    held = list(score.points.get(key, {}).values())
    return (min(held), max(held)) if held else answered_ends(instrument, key)


def answered_ends(instrument: Instrument, key: str) -> tuple[float, float]:
    """The least and the most points that an item's own answers have."""
    answers = instrument.answers[next(item.answers for item in instrument.items if item.id == key)]
    if answers.lowest is not None and answers.highest is not None:
        return answers.lowest, answers.highest
    points = [choice.points for choice in answers.choices]
    return min(points), max(points)


def _codes(instrument: Instrument, key: str) -> list[str]:
    answers = instrument.answers[next(item.answers for item in instrument.items if item.id == key)]
    if answers.lowest is None or answers.highest is None:
        return [choice.code for choice in answers.choices]
    steps = round((answers.highest - answers.lowest) / answers.step)
    return [f"{answers.lowest + step * answers.step:g}" for step in range(steps + 1)]


def _combined(how: Combine, ends: list[float]) -> float:
    match how:
        case Combine.SUM:
            return sum(ends)
        case Combine.MEAN:
            return sum(ends) / len(ends)
        case Combine.ANY:
            return float(any(end > 0 for end in ends))
        case Combine.HIGHEST:
            return max(ends)


def _reach(instrument: Instrument, when: e.When) -> tuple[float, float | None]:
    if when.item is not None:
        return answered_ends(instrument, when.item)
    score = instrument.score(when.score or "")
    return score.lowest, score.highest


def _span(low: float, high: float | None) -> str:
    return f"{low:g} to {'no end' if high is None else f'{high:g}'}"


def _fault(instrument: Instrument, path: str, message: str) -> Fault:
    return Fault(file=f"knowledge/instruments/{instrument.id}.yaml", path=path, message=message)


INSTRUMENT_RULES: tuple[Callable[[Knowledge], Iterator[Fault]], ...] = (
    ranges_are_derivable,
    tables_cover_every_sum,
    bands_lie_in_the_range,
    conditions_can_hold,
    links_fit_their_scales,
    names_of_items_are_told_apart,
    points_name_given_answers,
    missing_rules_leave_answers,
    shipped_wording_is_there,
)
