"""From scores to the scale on which their course is followed, and back.

On that scale higher is worse, whatever the instrument says. A logit takes half a step at each end, so that the
ends themselves have a place.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from deqi.knowledge.entities import Link
from deqi.outcome.course.values import Scale

Floats = NDArray[np.float64]


def linked(scale: Scale, scores: ArrayLike) -> Floats:
    """Scores of any shape on the link's scale; higher is worse. What no score can be lies infinitely far off."""
    above = np.asarray(scores, dtype=np.float64) - scale.lowest
    match scale.link:
        case Link.SQRT:
            on_link = np.where(above < 0, -np.inf, np.sqrt(np.maximum(above, 0.0)))
        case Link.LOGIT:
            on_link = logit(np.clip((above + scale.step / 2) / _length(scale), 0.0, 1.0))
        case Link.IDENTITY:
            on_link = above
    return _sign(scale) * on_link


def unlinked(scale: Scale, on_link: ArrayLike) -> Floats:
    """Back to scores, within the ends of the scale."""
    value = _sign(scale) * np.asarray(on_link, dtype=np.float64)
    match scale.link:
        case Link.SQRT:
            above = np.maximum(value, 0.0) ** 2
        case Link.LOGIT:
            above = expit(value) * _length(scale) - scale.step / 2
        case Link.IDENTITY:
            above = value
    ends = (scale.lowest, np.inf if scale.highest is None else scale.highest)
    return np.asarray(np.clip(above + scale.lowest, *ends) if scale.link is not Link.IDENTITY else above + scale.lowest)


def slope(scale: Scale, score: float) -> float:
    """How fast the link's value moves at a score, for an error of measurement in points; at the ends a step within."""
    step = scale.step
    low = max(score, scale.lowest + step) - step / 2
    if scale.highest is not None:
        low = min(low, scale.highest - step)
    ends = linked(scale, [low, low + step])
    return float(abs(ends[1] - ends[0]) / step)


def _length(scale: Scale) -> float:
    assert scale.highest is not None
    return scale.highest - scale.lowest + scale.step


def _sign(scale: Scale) -> float:
    return 1.0 if scale.better == "lower" else -1.0
