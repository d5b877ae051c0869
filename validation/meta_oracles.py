"""Pooling on published tables against two other programs: pimeta and pymare.

Neither is depended on or copied: they are oracles. pymare's standard errors are Knapp–Hartung's by
default, so they are compared with those. Estimators in closed form agree to 1e-8 of the standard error;
REML, ML and EB to 1e-3, since pimeta's search stops, like metafor's, when τ² moves by less than 1e-5.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pimeta
import pymare

from deqi.cli.tables import table_of
from deqi.evidence.meta import METHODS, Effects, pool
from deqi.evidence.tables import effects_of

TABLES = (("bcg", "RR"), ("bcg", "OR"), ("bcg", "RD"), ("moore1998", "RR"), ("hackshaw1998", None),
          ("normand1999", "MD"), ("normand1999", "SMD"), ("normand1999", "ROM"), ("raudenbush1985", None))  # fmt: skip
CLOSED = frozenset({"FE", "DL", "HE", "HS", "SJ"})
THEIRS = tuple(method for method in METHODS if method != "HSk")  # which pimeta lacks


def check(root: Path) -> list[str]:
    """What differs, a sentence each."""
    found = []
    for name, measure in TABLES:
        path = root / "nma_gold" / f"metadat_dat.{name}.csv"
        effects, _ = effects_of(table_of(path), measure, join=False)
        differing = list(_differing(effects))
        found += [f"{name} {measure or ''}: {sentence}" for sentence in differing]
        print(f"  {name} {measure or 'as given'}: {len(effects.studies)} studies, {len(differing)} differences")
    return found


def _differing(effects: Effects) -> Iterator[str]:
    y, v = effects.estimates, effects.variances
    for method in THEIRS:
        ours = pool(effects, method)
        theirs = pimeta.rma(y, v, method=method)
        limit = (1e-8 if method in CLOSED else 1e-3) * ours.overall.se
        yield from _apart(f"pimeta {method}", ours.overall.estimate, float(np.ravel(theirs.b)[0]), limit)
        yield from _apart(f"pimeta {method} se", ours.overall.se, float(np.ravel(theirs.se)[0]), limit)
    for method in ("REML", "DL"):
        ours = pool(effects, method, "knha")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit = pymare.meta_regression(y=y, v=v, method=method)
        limit = (1e-8 if method in CLOSED else 1e-3) * ours.overall.se
        yield from _apart(f"pymare {method}", ours.overall.estimate, float(np.ravel(fit.fe_params)[0]), limit)
        yield from _apart(f"pymare {method} se", ours.overall.se, float(np.ravel(fit.get_fe_stats()["se"])[0]), limit)


def _apart(what: str, ours: float, theirs: float, limit: float) -> Iterator[str]:
    if abs(ours - theirs) > limit:
        yield f"{what}: {theirs:.9g}, here {ours:.9g}"
