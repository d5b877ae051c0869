"""How fast: loading knowledge, one case, one page after a tap.

Peer for loading: PyYAML's C loader over the same files, the way a program without a compiled file
would start. The case and the page have no peer that does the same; their figures stand alone.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable

import yaml

os.environ.setdefault("DEQI_VAR", tempfile.mkdtemp(prefix="deqi-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deqi.project.settings")

from benchmarks.report import Figure, figure, in_turns, milliseconds, run
from deqi.knowledge import store
from deqi.pathway import Pathway


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


def measure(rounds: int) -> list[Figure]:
    """Ours and the peer's in turns; of the cases each round tells the slowest."""
    store.load()
    pathway, cases = Pathway(store.load()), list(store.load().examples.values())
    page = tap()
    page()
    ms = in_turns(
        {
            "load": lambda: milliseconds(ours),
            "parse": lambda: milliseconds(peers),
            "case": lambda: max(milliseconds(lambda case=case: pathway.consult(case)) for case in cases),
            "page": lambda: milliseconds(page),
        },
        rounds,
    )
    parser = "PyYAML CSafeLoader, same files, untyped"
    return [
        figure("knowledge load", parser, ours=ms["load"], theirs=ms["parse"], packages=["pyyaml"]),
        figure("slowest of the example cases", "none", ours=ms["case"], theirs=[], packages=[]),
        figure("page after a tap", "none", ours=ms["page"], theirs=[], packages=["django"]),
    ]


if __name__ == "__main__":
    run(measure)
