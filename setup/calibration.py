"""Calibrates the mechanism: writes knowledge/ensembles from the yardsticks that may be fitted, then tests it.

Usage: python -m setup.calibration [--test-only] [bistable|year-long ...]

A quarter of an hour a structure on two cores; with --test-only the experiments and what was kept from calibration
are put to the ensembles as they stand.
"""

import sys
import time
from pathlib import Path

import msgspec

from deqi.core.arm import Arm
from deqi.core.simulation import VirtualTrial
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Ensemble, Put
from deqi.knowledge.store import TREE, load
from deqi.knowledge.strict_yaml import decode
from deqi.mechanism.calibration.procedure import calibrate
from deqi.mechanism.experiments import put
from deqi.mechanism.predictions import predictions

TRIAL = TREE.parent / "examples" / "trials" / "back-pain.yaml"
FOLDER = Path(TREE) / "ensembles"


def main(arguments: list[str]) -> None:
    """One ensemble a structure; what is being done, on standard error."""
    knowledge = load()
    arms = decode(TRIAL.read_text(encoding="utf-8"), VirtualTrial, TRIAL.name).arms
    FOLDER.mkdir(exist_ok=True)
    structures = [argument for argument in arguments if not argument.startswith("--")] or ["bistable", "year-long"]
    for slow in structures:
        found = knowledge.ensembles[slow] if "--test-only" in arguments else _calibrated(knowledge, slow, arms)
        tested = _tested(knowledge, slow, found, arms)
        text = msgspec.json.format(msgspec.json.encode(tested), indent=1).decode() + "\n"
        (FOLDER / f"{slow}.json").write_text(text, encoding="utf-8")


def _calibrated(knowledge: Knowledge, slow: str, arms: dict[str, Arm]) -> Ensemble:
    began = time.monotonic()

    def told(stage: str, misfit: float) -> None:
        sys.stderr.write(f"{slow}: {stage}, misfit {misfit:.1f}, {time.monotonic() - began:.0f} s\n")

    return calibrate(knowledge, slow, arms, told=told)


def _tested(knowledge: Knowledge, slow: str, ensemble: Ensemble, arms: dict[str, Arm]) -> Ensemble:
    known = msgspec.structs.replace(knowledge, ensembles={slow: ensemble})
    experiments = tuple(result for id_ in knowledge.experiments for result in _put(known, slow, id_))
    return msgspec.structs.replace(ensemble, experiments=experiments, predicted=predictions(known, slow, arms))


def _put(knowledge: Knowledge, slow: str, id_: str) -> list[Put]:
    return [
        Put(
            experiment=id_,
            place=place,
            median=round(found.median, 4),
            low=round(found.low, 4),
            high=round(found.high, 4),
            agrees=found.agrees,
        )
        for place, found in enumerate(put(knowledge.experiments[id_], knowledge, slow))
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
