"""`deqi simulate`, `deqi trial` and `deqi mechanism` as a person types them; nonsense gets one sentence."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import libsbml
import pytest

from deqi.knowledge import Knowledge
from tests.conftest import ROOT
from tests.program import deqi, started

PERSON = """
arm:
  needling: manual
  points: [ST36]
  sessions: {count: 4, per_week: 2, minutes: 30}
days: 28
draws: 16
"""
TRIAL = """
arms:
  needles: {needling: manual, sessions: {count: 6}}
  nothing: {}
people: 60
days: [0, 28]
trials: 20
analysis: {day: 28, control: nothing}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "spec.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_person_is_simulated_over_days_and_within_the_first_session(tmp_path: Path) -> None:
    done = deqi("simulate", written(tmp_path, PERSON), "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["note"] == "research simulation, not treatment advice"
    assert found["days"] == list(range(29))
    pain = found["over_days"]["pain"]
    assert all(
        low <= middle <= high for low, middle, high in zip(pain["low"], pain["middle"], pain["high"], strict=True)
    )
    assert pain["middle"][28] < pain["middle"][0]
    session = found["within_session"]
    at = found["minutes"].index(30)
    assert session["pain"]["middle"][at] < session["pain"]["middle"][0] - 0.3
    assert session["Enk"]["middle"][at] > 1.5 * session["Enk"]["middle"][0]


def test_acute_pain_begins_high_and_heals_without_any_treatment(tmp_path: Path) -> None:
    done = deqi("simulate", written(tmp_path, "arm: {}\npain: acute\ndays: 180\ndraws: 16\n"), "--json")
    assert done.returncode == 0, done.stderr
    middle = json.loads(done.stdout)["over_days"]["pain"]["middle"]
    assert middle[0] > 4
    assert middle[180] < 1
    assert all(later <= earlier + 0.3 for earlier, later in itertools.pairwise(middle))


def test_the_same_seed_tells_the_same_and_another_does_not(tmp_path: Path) -> None:
    first, again = (deqi("simulate", written(tmp_path, PERSON), "--json").stdout for _ in range(2))
    assert first == again
    assert deqi("simulate", written(tmp_path, PERSON + "seed: 2\n"), "--json").stdout != first


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "Research simulation"), ("zh-Hans", "研究用模拟，不是治疗建议"), ("zh-Hant", "研究用模擬，不是治療建議")],
)
def test_every_simulation_says_what_it_is_not(tmp_path: Path, lang: str, words: str) -> None:
    for command, text in (("simulate", PERSON), ("trial", TRIAL)):
        done = deqi(command, written(tmp_path, text), "--lang", lang)
        assert done.returncode == 0, done.stderr
        assert words in done.stdout


def test_no_plan_and_no_forecast_reads_the_simulator() -> None:
    """The pathway with every engine of care, in a process of its own: nothing of the mechanism is loaded with it."""
    look = "import sys, deqi.pathway; print([m for m in sys.modules if m.startswith('deqi.mechanism')])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def test_a_consultation_waits_for_nothing_of_the_simulator() -> None:
    """Neither the compiler nor the algebra is loaded by what a practitioner runs all day."""
    heavy = ("numba", "sympy", "xarray", "dask", "deqi.mechanism")
    look = (
        "import atexit, sys\n"
        f"atexit.register(lambda: print([m for m in {heavy} if m in sys.modules], file=sys.stderr))\n"
        "sys.argv = ['deqi', 'consult', 'examples/knee-osteoarthritis.yaml']\n"
        "from deqi.cli import main\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_a_virtual_trial_tells_arms_effects_and_power(tmp_path: Path) -> None:
    done = deqi("trial", written(tmp_path, TRIAL), "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found["arms"]) == {"needles", "nothing"}
    effect = found["effects"]["needles"]
    assert effect["low"] < effect["difference"] < effect["high"]
    assert found["true_differences"]["needles"] < -0.3
    assert found["power"]["needles"] > 0.5
    curve = [share for _, share in found["arms"]["needles"]["responder_curve"]]
    assert curve == sorted(curve, reverse=True)
    assert found["arms"]["needles"]["seen"][0] == 60


@pytest.mark.parametrize(
    ("command", "text", "told"),
    [
        ("simulate", PERSON.replace("minutes: 30", "minutes: -5"), "arm.sessions.minutes: is -5; expected at least 1"),
        ("simulate", PERSON.replace("[ST36]", "[XX9]"), "is 'XX9'; expected the code of a point, as ST36"),
        ("simulate", PERSON.replace("[ST36]", "[ST99]"), "'ST99' is no point that deqi knows; try 'ST"),
        ("simulate", PERSON.replace("manual", "banana"), "arm.needling: is 'banana'; expected one of manual, electro"),
        ("simulate", PERSON.replace("manual", "electro"), "electro-acupuncture has a frequency in 'hertz'"),
        ("simulate", PERSON.replace("days: 28", "days: 9999"), "days: is 9999; expected at most 730"),
        ("simulate", "", "is empty"),
        ("simulate", "arm: [", "is not valid YAML"),
        (
            "trial",
            TRIAL.replace("people: 60", "people: 1000000000"),
            "people: is 1000000000; expected at most 1,000,000",
        ),
        (
            "trial",
            TRIAL[: TRIAL.index("  needles")].replace("arms:", "arms: {}") + TRIAL[TRIAL.index("people") :],
            "arms",
        ),
        ("trial", TRIAL.replace("day: 28", "day: 27"), "day 27 of the analysis is not one of the days 0, 28"),
        ("trial", TRIAL.replace("control: nothing", "control: sham"), "'sham' is not one of the arms needles, nothing"),
    ],
)
def test_nonsense_gets_one_sentence(tmp_path: Path, command: str, text: str, told: str) -> None:
    done = deqi(command, written(tmp_path, text))
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = deqi("simulate", tmp_path / "nowhere.yaml")
    assert done.returncode == 2
    assert "does not exist" in done.stderr


def test_the_model_is_written_for_other_simulators(tmp_path: Path) -> None:
    done = deqi("mechanism", "export", "--sbml", tmp_path / "m.xml", "--slow", "year-long")
    assert done.returncode == 0, done.stderr
    model = libsbml.readSBMLFromFile(str(tmp_path / "m.xml")).getModel()
    assert model.getParameter("Ado") is not None
    assert model.getNumEvents() == 23  # twelve sessions begin and end; the first begins with the course


def test_an_unknown_structure_is_told_with_those_there_are() -> None:
    done = deqi("mechanism", "export", "--sbml", "x.xml", "--slow", "fast")
    assert done.returncode == 2
    assert "'fast' is not known; expected one of bistable, year-long" in done.stderr


def test_every_experiment_is_told_with_what_the_model_does(knowledge: Knowledge) -> None:
    done = deqi("mechanism", "experiments", "--json", "--lang", "zh-Hans")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert {row["experiment"] for row in rows} == set(knowledge.experiments)
    for row in rows:
        within = (row["least"] is None or row["median"] >= row["least"]) and (
            row["most"] is None or row["median"] <= row["most"]
        )
        assert row["agrees"] == within
    first = knowledge.experiments[rows[0]["experiment"]]
    assert rows[0]["expected"] == first.expects[0].says.zh_hans


@contextmanager
def running(*command: object) -> Iterator[None]:
    """A program of Dask beside us, as long as it is needed."""
    with subprocess.Popen([sys.executable, "-m", *map(str, command)], stderr=subprocess.DEVNULL) as program:
        try:
            yield
        finally:
            program.terminate()


def test_a_trial_tells_the_same_on_any_number_of_workers(tmp_path: Path) -> None:
    """The pieces are the same, and so is every digit: here, on one worker, and on two."""
    text = TRIAL.replace("people: 60", "people: 2100").replace("[0, 28]", "[0, 7]").replace("day: 28", "day: 7")
    spec, place = written(tmp_path, text), tmp_path / "scheduler.json"
    alone = deqi("trial", spec, "--json")
    assert alone.returncode == 0, alone.stderr
    scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", 0, "--no-dashboard")
    worker = ("distributed.cli.dask_worker", "--nthreads", 1, "--no-dashboard", "--host", "127.0.0.1")
    with running(*scheduler, "--scheduler-file", place):
        while not (place.exists() and place.read_text("utf-8")):
            time.sleep(0.1)
        address = json.loads(place.read_text("utf-8"))["address"]
        for workers in (1, 2):
            with running(*worker, "--nworkers", workers, "--local-directory", tmp_path, address):
                shared = started("trial", spec, "--json", "--scheduler", address)
            assert shared.returncode == 0, shared.stderr
            assert shared.stdout == alone.stdout


def test_a_scheduler_that_does_not_answer_gets_one_sentence(tmp_path: Path) -> None:
    done = started("trial", written(tmp_path, TRIAL), "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "no Dask scheduler answers at 'tcp://127.0.0.1:9'" in done.stderr.splitlines()[-1]


def test_what_decides_is_told_with_the_most_telling_first(tmp_path: Path) -> None:
    done = deqi("mechanism", "sensitivity", written(tmp_path, PERSON), "--base", 8, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    totals = [index["total"] for index in found["indices"]]
    assert totals == sorted(totals, reverse=True)
    assert found["runs"] == 8 * (len(totals) + 2)
    assert found["sd"] > 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--base", 100), "100 is no power of two"),
        (("--asked", "joy"), "'joy' is not known; expected one of relief, session, specific"),
    ],
)
def test_what_cannot_be_asked_of_sensitivity_is_told(tmp_path: Path, options: tuple[object, ...], told: str) -> None:
    done = deqi("mechanism", "sensitivity", written(tmp_path, PERSON), *options)
    assert done.returncode == 2
    assert told in done.stderr
