"""Calibrates the mechanism: writes knowledge/ensembles from the observations that may be fitted.

Usage: python -m setup.calibration [bistable|year-long ...]    (about a quarter of an hour each on two cores)
"""

import sys
import time
from pathlib import Path

import msgspec

from deqi.core.simulation import VirtualTrial
from deqi.knowledge.store import TREE, load
from deqi.knowledge.strict_yaml import decode
from deqi.mechanism.calibration.procedure import calibrate

TRIAL = TREE.parent / "examples" / "trials" / "back-pain.yaml"


def main(structures: list[str]) -> None:
    """One ensemble a structure; what is being done, on standard error."""
    arms = decode(TRIAL.read_text(encoding="utf-8"), VirtualTrial, TRIAL.name).arms
    folder = Path(TREE) / "ensembles"
    folder.mkdir(exist_ok=True)
    for slow in structures:
        began = time.monotonic()

        def told(stage: str, misfit: float, slow: str = slow, began: float = began) -> None:
            sys.stderr.write(f"{slow}: {stage}, misfit {misfit:.1f}, {time.monotonic() - began:.0f} s\n")

        found = calibrate(load(), slow, arms, told=told)
        text = msgspec.json.format(msgspec.json.encode(found), indent=1).decode() + "\n"
        (folder / f"{slow}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or ["bistable", "year-long"])
