"""Rankograms: for each treatment, how likely each rank is, as a small picture of bars."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from deqi.core.values import Value
from deqi.documents.numerals import number, percent
from deqi.evidence.network.values import Ranking

WIDTH, HEIGHT = 180.0, 118.0
LEFT, RIGHT, TOP, BOTTOM = 38.0, 174.0, 10.0, 92.0
MOST_RANK_TICKS = 10


class Bar(Value, frozen=True, kw_only=True):
    """The chance of one rank."""

    rank: int
    chance: float
    x: float
    y: float
    width: float
    height: float
    tick_x: float
    tick: str  # empty where there is no room for it


class Rankogram(Value, frozen=True, kw_only=True):
    """One treatment's ranks."""

    id: str
    treatment: str
    p_score: float
    sucra: float
    bars: tuple[Bar, ...]
    chances: tuple[float, ...]
    title: str
    description: str
    caption: str
    levels: tuple[tuple[float, str], ...]  # height and words of the lines behind the bars
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    level_x: float = LEFT - 4
    tick_text_y: float = BOTTOM + 15


def rankograms(ranking: Ranking, *, id: str) -> tuple[Rankogram, ...]:
    """All treatments, the highest P-score first, on one scale: a chance from 0 to 1."""
    order = sorted(range(len(ranking.treatments)), key=lambda i: -float(ranking.p_scores[i]))
    return tuple(_one(ranking, i, f"{id}-{at}") for at, i in enumerate(order))


def _one(ranking: Ranking, i: int, id_: str) -> Rankogram:
    chances = tuple(min(1.0, max(0.0, float(chance))) for chance in ranking.probabilities[i])
    return Rankogram(
        id=id_,
        treatment=ranking.treatments[i],
        p_score=float(ranking.p_scores[i]),
        sucra=float(ranking.sucra[i]),
        bars=_bars(chances),
        chances=chances,
        title=_("Chance of each rank: %(treatment)s") % {"treatment": ranking.treatments[i]},
        description=_described(chances),
        caption=_("P-score %(score)s") % {"score": number(float(ranking.p_scores[i]), 2)},
        levels=tuple((_height(share), f"{share * 100:g}%") for share in (0.0, 0.5, 1.0)),
    )


def _described(chances: tuple[float, ...]) -> str:
    likeliest = max(range(len(chances)), key=chances.__getitem__)
    return _("Likeliest rank %(rank)s of %(all)s (%(chance)s); first with %(first)s.") % {
        "rank": likeliest + 1,
        "all": len(chances),
        "chance": percent(chances[likeliest] * 100),
        "first": percent(chances[0] * 100),
    }


def _bars(chances: tuple[float, ...]) -> tuple[Bar, ...]:
    step = (RIGHT - LEFT) / len(chances)
    every = math.ceil(len(chances) / MOST_RANK_TICKS)
    return tuple(
        Bar(
            rank=at + 1, chance=chance, x=round(LEFT + (at + 0.12) * step, 1), y=_height(chance),
            width=round(0.76 * step, 1), height=round(BOTTOM - _height(chance), 1),
            tick_x=round(LEFT + (at + 0.5) * step, 1), tick=str(at + 1) if at % every == 0 else "",
        )
        for at, chance in enumerate(chances)
    )  # fmt: skip


def _height(chance: float) -> float:
    return round(BOTTOM - chance * (BOTTOM - TOP), 1)
