"""What benchmarks tell of the times they took."""

from __future__ import annotations

import json
import sys

import pytest

from benchmarks.report import figure, in_turns, run


def test_a_figure_tells_medians_ranges_and_how_many_times_longer_the_peer_took() -> None:
    told = figure("a", "b", ours=[1.0, 9.0, 2.0], theirs=[30.0, 8.0, 10.0], packages=["numpy"], error=0.5)
    assert told["ratio"] == 5.0
    assert told["ms"] == {
        "ours": {"median": 2.0, "least": 1.0, "most": 9.0},
        "peer": {"median": 10.0, "least": 8.0, "most": 30.0},
    }
    assert (told["rounds"], told["error"]) == (3, 0.5)


def test_without_a_peer_there_is_no_ratio() -> None:
    told = figure("a", "none", ours=[1.0], theirs=[], packages=[])
    assert told["ratio"] is None
    assert told["ms"] == {"ours": {"median": 1.0, "least": 1.0, "most": 1.0}, "peer": None}


def test_programs_take_turns() -> None:
    order: list[str] = []

    def timer(name: str) -> float:
        order.append(name)
        return float(len(order))

    times = in_turns({"ours": lambda: timer("ours"), "peer": lambda: timer("peer")}, 2)
    assert order == ["ours", "peer", "ours", "peer"]
    assert times == {"ours": [1.0, 3.0], "peer": [2.0, 4.0]}


def test_rounds_are_asked_for_by_the_caller(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["course", "--json", "--rounds", "3"])
    run(lambda rounds: [{"rounds": rounds}, {"rounds": 0}])
    assert json.loads(capsys.readouterr().out) == [{"rounds": 3}, {"rounds": 0}]
