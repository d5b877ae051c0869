"""How fast: loading knowledge, one case, one page after a tap.

Peer for loading: PyYAML's C loader over the same files, the way a program without a compiled file
would start. The case and the page have no peer that does the same; their figures stand alone.
Usage: speed.py [--json] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

import yaml

os.environ.setdefault("DEQI_VAR", tempfile.mkdtemp(prefix="deqi-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deqi.project.settings")

from deqi.knowledge import store
from deqi.pathway import Pathway


def milliseconds(call: Callable[[], object]) -> float:
    """One call's wall time."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def ours() -> object:
    """Load what is known the way the program does, without its cache."""
    store.load.cache_clear()
    return store.load()


def peers() -> object:
    """Parse every file of the tree with PyYAML's C loader, untyped and unchecked."""
    return [yaml.load(p.read_text("utf-8"), Loader=yaml.CSafeLoader) for p in store.TREE.rglob("*.yaml")]


def tap() -> Callable[[], object]:
    """A page that reassesses after an answer, through the whole stack without the network."""
    import django
    from django.core.management import call_command
    from django.test import Client

    django.setup()
    call_command("collectstatic", verbosity=0, interactive=False)
    client = Client()
    form = {"present": ["pain.low-back", "aggravated-by.cold"], "yes": "eased-by.heat", "age": "50", "sex": "female"}
    return lambda: client.post("/", form, headers={"HX-Request": "true", "Host": "localhost"})


def measure(rounds: int) -> dict[str, object]:
    """Interleaved rounds; medians in milliseconds."""
    store.load()
    pathway, cases = Pathway(store.load()), list(store.load().examples.values())
    page = tap()
    page()
    loads, parses, consults, taps = [], [], [], []
    for _ in range(rounds):
        loads.append(milliseconds(ours))
        parses.append(milliseconds(peers))
        consults += [milliseconds(lambda case=case: pathway.consult(case)) for case in cases]
        taps.append(milliseconds(page))
    load, parse = statistics.median(loads), statistics.median(parses)
    return {
        "name": "knowledge load", "peer": "PyYAML CSafeLoader, same files, untyped",
        "versions": {"python": sys.version.split()[0], "pyyaml": yaml.__version__},
        "rounds": rounds, "ratio": round(parse / load, 1), "error": 0,
        "ms": {
            "load": round(load, 1), "peer load": round(parse, 1),
            "case, median": round(statistics.median(consults), 1), "case, slowest": round(max(consults), 1),
            "page after a tap, median": round(statistics.median(taps), 1),
        },
    }  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    figures = measure(arguments.rounds)
    print(json.dumps(figures) if arguments.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
