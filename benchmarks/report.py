"""What every benchmark tells: medians and ranges of rounds in which both programs took turns.

Usage of each: python -m benchmarks.NAME [--json] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version

Figure = dict[str, object]


def milliseconds(call: Callable[[], object], times: int = 1) -> float:
    """Wall time of one call, the mean of several in a row."""
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) * 1000 / times


def in_turns(timers: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """What each timer tells, one of each in every round, so that a busy machine slows all alike."""
    told: dict[str, list[float]] = {name: [] for name in timers}
    for _ in range(rounds):
        for name, timer in timers.items():
            told[name].append(timer())
    return told


def figure(
    name: str, peer: str, *, ours: Sequence[float], theirs: Sequence[float], packages: Sequence[str], **more: object
) -> Figure:
    """Milliseconds of each round side by side, and how much longer the peer's median is; no times, no ratio."""
    mine, other = statistics.median(ours), statistics.median(theirs) if theirs else None
    return {
        "name": name,
        "peer": peer,
        "versions": {"python": sys.version.split()[0], **{package: version(package) for package in packages}},
        "rounds": len(ours),
        "ratio": None if other is None else round(other / mine, 1),
        "ms": {"ours": _told(ours), "peer": _told(theirs)},
        **more,
    }


def _told(times: Sequence[float]) -> dict[str, float] | None:
    if not times:
        return None
    return {"median": _digits(statistics.median(times)), "least": _digits(min(times)), "most": _digits(max(times))}


def _digits(value: float) -> float:
    return float(f"{value:.4g}")


def run(measure: Callable[..., list[Figure]], **options: float) -> None:
    """Print the figures of some rounds: one a line, or all as JSON. Each option is a number `measure` takes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    for name, default in options.items():
        parser.add_argument(f"--{name}", type=float, default=default)
    arguments = parser.parse_args()
    figures = measure(arguments.rounds, **{name: getattr(arguments, name) for name in options})
    print(json.dumps(figures) if arguments.json else "\n".join(json.dumps(one) for one in figures))
