"""How fast: one meta-analysis, ten thousand at once, one network with its league table.

Peers, measured in the same run, in interleaved rounds: metafor's `rma` where Rscript has it (inside one R
process, its start not counted), and pimeta. netmeta is not in Debian; its published time is told beside.
Data: invented tables of this script's own seed, of the size of the vaccine trials (13 studies) and of the
diabetes network (10 treatments, 26 studies), or the published ones where DEQI_VALIDATION_DATA names them.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable

import numpy as np
import pimeta

from benchmarks.report import Figure, figure, in_turns, milliseconds, run
from deqi.evidence import network
from deqi.evidence.meta import Effects, pool, pool_many

SETS = 10_000
STUDIES = 13
NETMETA_CORE_MS = 22.0  # netmeta 3.6-2 on the diabetes network, another machine: indicative alone


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


def metafor_ms(y: np.ndarray, v: np.ndarray, times: int) -> float:
    """One fit of metafor in milliseconds, inside R."""
    vector = lambda a: "c(" + ",".join(f"{x:.17g}" for x in a) + ")"  # noqa: E731
    code = (
        "suppressMessages(library(metafor));"
        f"y<-{vector(y)};v<-{vector(v)};f<-rma(y,v);"
        f"t<-system.time(for(i in 1:{times}) f<-rma(y,v));cat(t[['elapsed']]*1000/{times})"
    )
    done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def league_of(data: network.Contrasts) -> network.League:
    """Ours: fit and league table."""
    return network.league(network.fit(data))


def peers_league(data: network.Contrasts) -> object:
    """pimeta's fit and league table of the same contrasts."""
    columns = (list(data.estimates), list(data.ses), list(data.treat1), list(data.treat2), list(data.studies))
    return pimeta.netleague(pimeta.netmeta(*columns))


def measure(rounds: int) -> list[Figure]:
    """Ours and the peers' in turns."""
    y, v = studies()
    effects = Effects(
        studies=tuple(map(str, range(STUDIES))), rows=tuple(range(STUDIES)), estimates=y, variances=v, measure="GEN"
    )
    rng = np.random.default_rng(1)
    many = rng.normal(-0.7, 0.5, (SETS, STUDIES)) + rng.normal(size=(SETS, STUDIES)) * np.sqrt(v)
    spread = np.tile(v, (SETS, 1))
    data = contrasts()
    pool(effects), league_of(data), peers_league(data)  # what is imported and allocated once is not counted
    timers: dict[str, Callable[[], float]] = {
        "one": lambda: milliseconds(lambda: pool(effects), 200),
        "one, pimeta": lambda: milliseconds(lambda: pimeta.rma(y, v), 50),
        "many": lambda: milliseconds(lambda: pool_many(many, spread)),
        "network": lambda: milliseconds(lambda: league_of(data), 50),
        "network, pimeta": lambda: milliseconds(lambda: peers_league(data), 10),
    }
    if shutil.which("Rscript") is not None:
        timers["one, metafor"] = lambda: metafor_ms(y, v, 100)
    ms = in_turns(timers, rounds)
    columns = (list(data.estimates), list(data.ses), list(data.treat1), list(data.treat2), list(data.studies))
    gap = float(np.abs(network.fit(data).random.effects - np.asarray(pimeta.netmeta(*columns).TE_random)).max())
    apart = abs(pimeta.rma(y, v).tau2 - pool(effects).tau2)
    one, pairs, packages = "meta-analysis, REML", "network with league table", ("numpy", "pimeta")
    found = [
        (one, "metafor rma", ms["one"], ms.get("one, metafor", []), None),
        (one, "pimeta rma", ms["one"], ms["one, pimeta"], apart),
        (f"{SETS} meta-analyses at once, REML", "none", ms["many"], [], None),
        (pairs, "pimeta netmeta, netleague", ms["network"], ms["network, pimeta"], gap),
        (pairs, "netmeta's published core, other machine", ms["network"], [NETMETA_CORE_MS], None),
    ]
    return [
        figure(name, peer, ours=ours, theirs=theirs, packages=packages, error=error)
        for name, peer, ours, theirs, error in found
    ]


if __name__ == "__main__":
    run(measure)
