"""What to expect: shares of 100 people with and without, from one trial that was read, and harms."""

from deqi.core.conditions import holds
from deqi.core.facts import Facts
from deqi.core.plan import Expectation, Named, Outlook, Risk
from deqi.core.provenance import Claim, Known, Lane, confirmed
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Arm, Harm, Trial


def expect(knowledge: Knowledge, facts: Facts, complaint: str) -> Expectation | None:
    """The trial of the complaint whose people are most like this person; None where none was read."""
    trials = [t for t in knowledge.trials.values() if t.condition == complaint and t.known is Known.READ]
    if not trials:
        return None
    trial = min(trials, key=lambda t: (_distance(t, facts), -sum(a.people or 0 for a in t.arms), t.id))
    arms = {arm.id: arm for arm in trial.arms}
    return Expectation(
        trial=Named(id=trial.id, name=trial.labels),
        population=trial.population,
        fits=None if trial.fits is None else holds(trial.fits, facts),
        outcome=trial.outcome,
        at_weeks=trial.at_weeks,
        with_it=_outlook(arms[trial.with_arm]),
        without_it=_outlook(arms[trial.without_arm]),
        arms=tuple(_outlook(arm) for arm in trial.arms),
        certainty=trial.certainty,
        caveat=trial.caveat,
        harms=tuple(risk(harm) for harm in _commonest_first(knowledge)),
        sources=trial.sources,
    )


def studies(knowledge: Knowledge, complaint: str) -> tuple[Claim, ...]:
    """What studies and guidelines say of care for a complaint."""
    return confirmed(knowledge.conditions[complaint].claims, Lane.EVIDENCE)


def _distance(trial: Trial, facts: Facts) -> int:
    """0 where the person is like those studied, 1 where that is not known, 2 where not."""
    fits = True if trial.fits is None else holds(trial.fits, facts)
    return {True: 0, None: 1, False: 2}[fits]


def _outlook(arm: Arm) -> Outlook:
    return Outlook(name=arm.labels, of_100=round(arm.percent), people=arm.people)


def _commonest_first(knowledge: Knowledge) -> list[Harm]:
    """Harms that were read, those told per hundred before those told per million."""
    read = (harm for harm in knowledge.harms.values() if harm.known is Known.READ)
    return sorted(read, key=lambda harm: (harm.per, -harm.rate, harm.id))


def risk(harm: Harm) -> Risk:
    """A harm of acupuncture as it is told."""
    return Risk(
        id=harm.id,
        name=harm.labels,
        rate=harm.rate,
        per=harm.per,
        low=harm.low,
        high=harm.high,
        of=harm.of,
        caveat=harm.caveat,
        sources=harm.sources,
    )
