"""Our networks beside those of another implementation (pimeta, installed by hand; not a dependency).

`python -m validation.network_values` prints, for every published network, Q, τ² and the largest difference
of any estimate or standard error.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import numpy as np

from deqi.evidence.network import fit
from validation.network_tables import READERS, read


def main() -> int:
    """1 where an estimate differs by more than a millionth."""
    pimeta = importlib.import_module("pimeta")
    worst = 0.0
    for name in READERS:
        data = read(Path(os.environ["DEQI_VALIDATION_DATA"]), name)
        ours = fit(data)
        columns = (data.estimates.tolist(), data.ses.tolist(), list(data.treat1), list(data.treat2))
        theirs = pimeta.netmeta(*columns, list(data.studies))
        gaps = [
            np.nanmax(np.abs(mine - yours))
            for model, short in ((ours.common, "common"), (ours.random, "random"))
            for mine, yours in (
                (model.effects, getattr(theirs, f"TE_{short}")),
                (model.ses, getattr(theirs, f"seTE_{short}")),
            )
        ]
        worst = max(worst, *gaps, abs(ours.total.q - theirs.Q), abs(ours.tau2 - theirs.tau2))
        print(
            f"{name}: Q {ours.total.q:.4f} (theirs {theirs.Q:.4f}), df {ours.total.df}, "
            f"within {ours.within.q:.4f} ({ours.within.df}), "
            f"between {ours.between.q:.4f}, tau2 {ours.tau2:.6f} ({theirs.tau2:.6f}), "
            f"largest difference {max(gaps):.1e}"
        )
    return int(worst > 1e-6)


if __name__ == "__main__":
    sys.exit(main())
