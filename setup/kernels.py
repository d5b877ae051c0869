"""The mechanism's compiled part: written from its equations, and compiled so that nobody waits for it later.

Usage: python -m setup.kernels [--compile]
"""

import sys
from pathlib import Path

import numpy as np

TARGET = Path(__file__).parents[1] / "src/deqi/mechanism/engine/kernels.py"


def write() -> None:
    """The module of the equations as they stand."""
    from deqi.mechanism.engine.generate import kernels
    from deqi.mechanism.model import MODEL

    text = kernels(MODEL)
    if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
        TARGET.write_text(text, encoding="utf-8")


def compile_() -> None:
    """One minute of one person: numba keeps what it compiles for it beside the module."""
    from deqi.mechanism.engine import INPUTS, PARAMETERS, STATES, Schedule, solve

    nothing = Schedule(bounds=np.array([0.0, 1.0]), inputs=np.zeros((1, len(INPUTS))))
    solve(np.ones((1, len(PARAMETERS))), np.full((1, len(STATES)), 0.5), nothing, times=[1.0], states=STATES)


if __name__ == "__main__":
    compile_() if "--compile" in sys.argv else write()
