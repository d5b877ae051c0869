"""The calibrated model in the exchange format of systems biology."""

from deqi.core.arm import Arm, Needling, Sessions
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import ModelParameter, StateTerm
from deqi.mechanism.engine import INPUTS, PARAMETERS, STATES
from deqi.mechanism.known import typical
from deqi.mechanism.model import MODEL
from deqi.mechanism.people import alike, at_rest
from deqi.mechanism.sbml import to_sbml
from deqi.mechanism.schedule import schedule

COURSE = Arm(needling=Needling.MANUAL, points=("ST36",), sessions=Sessions(count=12, per_week=2, minutes=30))
DAYS = 84


def typical_person(knowledge: Knowledge, slow: str, arm: Arm = COURSE, days: float = DAYS) -> str:
    """SBML of the best calibrated person at rest with pain, treated in one way."""
    best = typical(knowledge.mechanism, [knowledge.variants[slow]]).with_(knowledge.ensembles[slow].members[0])
    people = at_rest(best, alike(best, 1))
    plan = schedule(arm, days, best.dose)
    known: list[ModelParameter | StateTerm] = []
    for part in knowledge.mechanism.values():
        known += [*part.parameters, *part.states]
    return to_sbml(
        MODEL,
        parameters=dict(zip(PARAMETERS, people.parameters[0], strict=True)),
        start=dict(zip(STATES, people.start[0], strict=True)),
        segments=[
            (float(minute), dict(zip(INPUTS, row, strict=True)))
            for minute, row in zip(plan.bounds, plan.inputs, strict=False)
        ],
        units={each.symbol: each.unit for each in known},
        names={each.symbol: each.labels.en for each in known},
    )
