"""How many were seen at each week, as bars: of those for whom the week is over."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from deqi.core.values import Value
from deqi.outcome.results.values import Seen

WIDTH, LEFT, RIGHT, BAR, STEP, TOP = 340.0, 70.0, 246.0, 16.0, 28.0, 8.0


class Bar(Value, frozen=True, kw_only=True):
    """One week: a frame for all who are due, filled as far as they were seen; nothing drawn where it is not told."""

    name: str
    words: str
    y: float
    filled: float | None

    @property
    def text_y(self) -> float:
        """The base line of the words."""
        return self.y + BAR - 4


class Completeness(Value, frozen=True, kw_only=True):
    """The picture of one measure."""

    id: str
    title: str
    description: str
    bars: tuple[Bar, ...]
    height: float
    width: float = WIDTH
    left: float = LEFT
    full: float = RIGHT - LEFT
    thick: float = BAR
    words_x: float = RIGHT + 8


def completeness(weeks: Sequence[Seen], *, id: str) -> Completeness:
    """A bar a week, as long as all who are due, however many they are."""
    bars = tuple(_bar(week, TOP + at * STEP) for at, week in enumerate(weeks))
    return Completeness(
        id=id,
        title=_("Share seen at each week"),
        description="; ".join(f"{bar.name}: {bar.words}" for bar in bars),
        bars=bars,
        height=TOP + STEP * len(bars),
    )


def _bar(week: Seen, y: float) -> Bar:
    told = week.seen is not None and week.due is not None and week.due > 0
    share = week.seen / week.due if week.seen is not None and week.due else 0.0
    words = _("%(n)s of %(of)s") % {"n": week.seen, "of": week.due} if told else _("not told")
    return Bar(
        name=_("Week %(week)s") % {"week": f"{week.window.week:g}"},
        words=words,
        y=y,
        filled=round(share * (RIGHT - LEFT), 1) if told else None,
    )
