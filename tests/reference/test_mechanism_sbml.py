"""The model as SBML: valid by libSBML, and libroadrunner follows the same course."""

import libsbml
import numpy as np
import pytest
import roadrunner

from benchmarks.mechanism import silence
from deqi.core.arm import Arm, Needling, Sessions
from deqi.knowledge.store import load
from deqi.mechanism.engine import INPUTS, PARAMETERS, STATES
from deqi.mechanism.known import typical
from deqi.mechanism.model import MODEL
from deqi.mechanism.people import alike, at_rest
from deqi.mechanism.readouts import follow
from deqi.mechanism.sbml import to_sbml
from deqi.mechanism.schedule import schedule

ELECTRO = Arm(
    needling=Needling.ELECTRO, hertz=(2, 100), points=("ST36",), sessions=Sessions(count=4, per_week=2, minutes=25)
)
DAYS = 21


@pytest.fixture(scope="module", params=[0.0, 0.11])
def told(request):
    """A person with and without the rhythm of the day, and the SBML of their treatment."""
    person = typical(load().mechanism, [load().variants["bistable"]]).with_({"rhythm": request.param})
    people = at_rest(person, alike(person, 1))
    plan = schedule(ELECTRO, DAYS, person.dose)
    known = [each for part in load().mechanism.values() for each in (*part.parameters, *part.states)]
    text = to_sbml(
        MODEL,
        parameters=dict(zip(PARAMETERS, people.parameters[0], strict=True)),
        start=dict(zip(STATES, people.start[0], strict=True)),
        segments=[
            (float(m), dict(zip(INPUTS, row, strict=True))) for m, row in zip(plan.bounds, plan.inputs, strict=False)
        ],
        units={each.symbol: each.unit for each in known},
        names={each.symbol: each.labels.en for each in known},
    )
    return person, people, text


def test_libsbml_finds_no_error(told):
    document = libsbml.readSBMLFromString(told[2])
    document.checkConsistency()
    grave = [
        document.getError(n).getMessage()
        for n in range(document.getNumErrors())
        if document.getError(n).getSeverity() >= libsbml.LIBSBML_SEV_ERROR
    ]
    assert grave == []
    model = document.getModel()
    assert (document.getLevel(), document.getVersion()) == (3, 2)
    assert model.getParameter("Ado").getUnits() == "micromolar"
    assert model.getParameter("t_cs").getUnits() == "minute"
    assert model.getParameter("Ado").getName() == "adenosine around the needle"
    assert model.getNumEvents() == 8 - 1, "each session begins and ends, the first begins with the course"


def test_libroadrunner_follows_the_same_course(told):
    """Within 1e-5 of pain from 0 to 10, through four sessions and three weeks."""
    person, people, text = told
    minutes = [0.0, 10.0, 25.0, 26.0, 60.0, *(1440.0 * day for day in range(1, DAYS + 1))]
    ours = follow(people, ELECTRO, person, minutes=minutes, outputs=["pain", "pain_far"], rtol=1e-9)[0].to_numpy()
    with silence():
        runner = roadrunner.RoadRunner(text)
        runner.timeCourseSelections = ["time", "pain", "pain_far"]
        runner.integrator.setValue("relative_tolerance", 1e-8)
        runner.integrator.setValue("absolute_tolerance", 1e-10)
        runner.integrator.setValue("maximum_num_steps", 10_000_000)
        theirs = np.array(runner.simulate(times=minutes))[:, 1:]
    assert np.abs(ours - theirs).max() < 1e-5
    assert np.ptp(ours[:, 0]) > 0.5, "the course must move, or nothing was compared"
