"""Networks on published tables against pimeta: Q, τ², every estimate and standard error, to 1e-9."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pimeta

from deqi.evidence.network import fit
from validation.network_tables import NETWORKS, read

LIMIT = 1e-9


def check(root: Path) -> list[str]:
    """What differs, a sentence each."""
    found = []
    for name in NETWORKS:
        data = read(root, name)
        ours = fit(data)
        columns = (data.estimates.tolist(), data.ses.tolist(), list(data.treat1), list(data.treat2))
        theirs = pimeta.netmeta(*columns, list(data.studies))
        pairs = {
            "Q": (ours.total.q, theirs.Q),
            "tau2": (ours.tau2, theirs.tau2),
            "common effects": (ours.common.effects, theirs.TE_common),
            "common errors": (ours.common.ses, theirs.seTE_common),
            "random effects": (ours.random.effects, theirs.TE_random),
            "random errors": (ours.random.ses, theirs.seTE_random),
        }
        gaps = {what: float(np.nanmax(np.abs(np.asarray(a) - np.asarray(b)))) for what, (a, b) in pairs.items()}
        print(f"  {name}: {ours.studies} studies, largest difference {max(gaps.values()):.1e}")
        found += [f"{name}, {what}: {gap:.1e}" for what, gap in gaps.items() if gap > LIMIT]
    return found
