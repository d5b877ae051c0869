"""How fast: one meta-analysis, ten thousand at once, one network with its league table.

Peers, measured in the same run, in interleaved rounds: metafor's `rma` where Rscript has it (inside one R
process, its start not counted), and pimeta. netmeta is not in Debian; its published time is told beside.
Data: invented tables of this script's own seed, of the size of the vaccine trials (13 studies) and of the
diabetes network (10 treatments, 26 studies), or the published ones where DEQI_VALIDATION_DATA names them.
Usage: evidence.py [--json] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

import numpy as np
import pimeta

from deqi.evidence import network
from deqi.evidence.meta import Effects, pool, pool_many

SETS = 10_000
STUDIES = 13
NETMETA_CORE_MS = 22.0  # netmeta 3.6-2 on the diabetes network, another machine: indicative alone


def milliseconds(call: Callable[[], object], times: int) -> float:
    """Wall time of one call, the mean of several in a row."""
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) * 1000 / times


def studies() -> tuple[np.ndarray, np.ndarray]:
    """One invented data set: effects and variances."""
    rng = np.random.default_rng(13)
    variances = rng.uniform(0.01, 0.5, STUDIES)
    return rng.normal(-0.7, np.sqrt(variances + 0.3)), variances


def contrasts() -> network.Contrasts:
    """An invented network of ten treatments in 26 trials, one of them with three arms."""
    rng = np.random.default_rng(26)
    names = [chr(97 + i) for i in range(10)]
    pairs = [(0, i) for i in range(1, 10)] + [tuple(sorted(rng.choice(10, 2, replace=False))) for _ in range(16)]
    rows = [
        (f"trial {n}", names[i], names[j], 0.2 * (i - j) + rng.normal(0, 0.3), 0.2) for n, (i, j) in enumerate(pairs)
    ]
    a, b, c = 0.0, 0.5, 0.9
    rows += [
        ("three arms", "a", "b", a - b, 0.2),
        ("three arms", "a", "c", a - c, 0.2),
        ("three arms", "b", "c", b - c, 0.2),
    ]
    return network.contrasts(*(list(column) for column in zip(*rows, strict=True)))


def metafor_ms(y: np.ndarray, v: np.ndarray, times: int) -> float | None:
    """One fit of metafor in milliseconds, inside R; None where it is not there."""
    if shutil.which("Rscript") is None:
        return None
    vector = lambda a: "c(" + ",".join(f"{x:.17g}" for x in a) + ")"  # noqa: E731
    code = (
        "suppressMessages(library(metafor));"
        f"y<-{vector(y)};v<-{vector(v)};f<-rma(y,v);"
        f"t<-system.time(for(i in 1:{times}) f<-rma(y,v));cat(t[['elapsed']]*1000/{times})"
    )
    done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else None


def league_of(data: network.Contrasts) -> network.League:
    """Ours: fit and league table."""
    return network.league(network.fit(data))


def peers_league(data: network.Contrasts) -> object:
    """pimeta's fit and league table of the same contrasts."""
    columns = (list(data.estimates), list(data.ses), list(data.treat1), list(data.treat2), list(data.studies))
    return pimeta.netleague(pimeta.netmeta(*columns))


def measure(rounds: int) -> list[dict[str, object]]:
    """Interleaved rounds; medians of each."""
    y, v = studies()
    effects = Effects(
        studies=tuple(map(str, range(STUDIES))), rows=tuple(range(STUDIES)), estimates=y, variances=v, measure="GEN"
    )
    rng = np.random.default_rng(1)
    many = rng.normal(-0.7, 0.5, (SETS, STUDIES)) + rng.normal(size=(SETS, STUDIES)) * np.sqrt(v)
    spread = np.tile(v, (SETS, 1))
    data = contrasts()
    pool(effects), league_of(data), peers_league(data)  # what is imported and allocated once is not counted
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        times.setdefault("one", []).append(milliseconds(lambda: pool(effects), 200))
        times.setdefault("one, pimeta", []).append(milliseconds(lambda: pimeta.rma(y, v), 50))
        times.setdefault("one, metafor", []).append(metafor_ms(y, v, 100) or float("nan"))
        times.setdefault("many", []).append(milliseconds(lambda: pool_many(many, spread), 1))
        times.setdefault("network", []).append(milliseconds(lambda: league_of(data), 50))
        times.setdefault("network, pimeta", []).append(milliseconds(lambda: peers_league(data), 10))
    ms = {name: statistics.median(values) for name, values in times.items()}
    columns = (list(data.estimates), list(data.ses), list(data.treat1), list(data.treat2), list(data.studies))
    gap = float(np.abs(network.fit(data).random.effects - np.asarray(pimeta.netmeta(*columns).TE_random)).max())
    apart = abs(pimeta.rma(y, v).tau2 - pool(effects).tau2)
    versions = {"python": sys.version.split()[0], "numpy": np.__version__, "pimeta": version("pimeta")}
    one, pairs = "meta-analysis, REML", "network with league table"
    return [
        _figure(one, "metafor rma", ms["one, metafor"], ms["one"], rounds, versions, 0.0),
        _figure(one, "pimeta rma", ms["one, pimeta"], ms["one"], rounds, versions, apart),
        _figure(f"{SETS} meta-analyses at once, REML", "none", float("nan"), ms["many"], rounds, versions, 0.0),
        _figure(pairs, "pimeta netmeta, netleague", ms["network, pimeta"], ms["network"], rounds, versions, gap),
        _figure(pairs, "netmeta's published core, other machine", NETMETA_CORE_MS, ms["network"], 0, versions, 0.0),
    ]


def _figure(
    name: str, peer: str, theirs: float, ours: float, rounds: int, versions: dict[str, str], error: float
) -> dict[str, object]:
    return {
        "name": name, "peer": peer, "versions": versions, "rounds": rounds,
        "ratio": None if theirs != theirs else round(theirs / ours, 1), "error": error,
        "ms": {"ours": round(ours, 3), "peer": None if theirs != theirs else round(theirs, 3)},
    }  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    figures = measure(arguments.rounds)
    print(json.dumps(figures) if arguments.json else "\n".join(json.dumps(figure) for figure in figures))


if __name__ == "__main__":
    main()
