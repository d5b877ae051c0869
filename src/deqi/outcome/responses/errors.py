"""Standard errors of a calibration, from the cross-product of the persons' scores.

The sum over persons of the outer product of the derivatives of their log-likelihoods estimates the information;
its inverse is the covariance of slopes and cuts, taken to thresholds b = -c / a by the delta method. It is a
little wide where persons are few beside parameters, and tells nothing where they are fewer.
"""

from __future__ import annotations

import numpy as np

from deqi.outcome.responses.answers import Coded
from deqi.outcome.responses.bank import Array

Errors = tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]


def cross_product_errors(scores: Array, values: Array, data: Coded) -> Errors:
    """Errors of slopes, and of the thresholds of each item; NaN with no more persons than parameters.

    `scores`: (persons, items, most categories) derivatives; `values`: (items, most) slopes and cuts.
    """
    sizes = [len(codes) for codes in data.codes]
    held = np.arange(values.shape[1]) < np.array(sizes)[:, None]
    tall = scores[:, held]
    covariance = _inverse(tall.T @ tall) if len(tall) > tall.shape[1] else None
    if covariance is None:
        return (np.nan,) * len(sizes), tuple((np.nan,) * (size - 1) for size in sizes)
    slopes, thresholds, place = [], [], 0
    for size, value in zip(sizes, values, strict=True):
        own = covariance[place : place + size, place : place + size]
        place += size
        slopes.append(float(np.sqrt(own[0, 0])))
        cuts, slope = value[1:size], value[0]
        turn = np.concatenate([(cuts / slope**2)[:, None], -np.eye(size - 1) / slope], 1)
        thresholds.append(tuple(np.sqrt(np.diag(turn @ own @ turn.T)).tolist()))
    return tuple(slopes), tuple(thresholds)


def _inverse(information: Array) -> Array | None:
    """The inverse, or None where some direction is not told at all."""
    try:
        np.linalg.cholesky(information)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(np.linalg.inv(information), np.float64)
