"""A whole meta-analysis: both models, and whatever else so many studies allow."""

from __future__ import annotations

from collections.abc import Sequence

from deqi.evidence.meta.asymmetry import egger, trim_and_fill
from deqi.evidence.meta.pool import COMMON, pool
from deqi.evidence.meta.regression import regress, subgroups
from deqi.evidence.meta.report import MetaReport
from deqi.evidence.meta.selection import selection
from deqi.evidence.meta.sensitivity import cumulative, leave_one_out
from deqi.evidence.meta.values import Array, Effects, Selection

FEW = 3  # studies below which leaving one out, or asking for asymmetry, says nothing
ENOUGH = 10  # studies from which a test of asymmetry has power (Handbook 13.3.5.4), and a selection model sense


def analyse(
    effects: Effects,
    *,
    title: str,
    source: str,
    method: str = "REML",
    test: str = "z",
    level: float = 0.95,
    moderators: dict[str, Array] | None = None,
    groups: Sequence[str] = (),
    grouped_by: str = "",
    order: Sequence[int] = (),
    ordered_by: str = "",
    favours: tuple[str, str] = ("", ""),
    notes: tuple[str, ...] = (),
    version: str = "",
) -> MetaReport:
    """Pools the studies and adds what was asked for (moderators, groups, an order) and what their number allows.

    `favours` names whom a lower and a higher effect favour. Egger's test and trim and fill come from four
    studies, a selection model from ten; a note says what was left out and why. Raises ValueError where
    moderators do not tell studies apart.
    """
    k = len(effects.studies)
    uneven = k > FEW and len(set(effects.variances.tolist())) > 1  # where all are as precise, none is small
    random = method if method != COMMON else "REML"
    common = pool(effects, COMMON, test, level)
    favoured = "greater" if common.overall.estimate > 0 else "less"
    selected, why = _selected(effects, favoured, level) if k >= ENOUGH else (None, _too_few(k))
    return MetaReport(
        title=title,
        source=source,
        effects=effects,
        common=common,
        random=pool(effects, random, test, level, profile=True),
        main="common" if method == COMMON else "random",
        lower_favours=favours[0],
        higher_favours=favours[1],
        groups=tuple(groups),
        grouped_by=grouped_by,
        subgroups=subgroups(effects, groups, method, test) if groups else None,
        regression=regress(effects, moderators, method, test, level) if moderators else None,
        leave_one_out=leave_one_out(effects, method, test, level) if k >= FEW else (),
        cumulative=cumulative(effects, order or None, method, test, level) if k >= FEW else (),
        cumulative_by=ordered_by,
        asymmetry=egger(effects, method) if uneven else None,
        filled=trim_and_fill(effects, method, test=test) if uneven else None,
        selection=selected,
        notes=(*notes, *([why] if why else [])),
        version=version,
    )


def _selected(effects: Effects, favoured: str, level: float) -> tuple[Selection | None, str]:
    """The selection model in the direction in which the studies lean."""
    try:
        return selection(effects, alternative=favoured, level=level), ""
    except ValueError as error:
        return None, f"no selection model: {error}"


def _too_few(k: int) -> str:
    return f"{k} studies are too few to tell missing studies from chance" if k > 1 else ""
