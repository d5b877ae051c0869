"""Learning from a clinic's own confirmed diagnoses: a stated and reversible change of weights.

Each element is a logistic regression on its clues. The bands of the knowledge are the prior: normal
around the band's log odds, as wide as the band's own doubt; the most probable weights given the
confirmed cases are taken. A clue keeps its sign, so that a finding that speaks for an element never
comes to speak against it. Nothing is written into the knowledge: what was learned is a value of its
own that says what it changed, and leaving it out takes it back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray
from scipy.optimize import minimize

from deqi.consult.odds import DOUBT, PRIOR_DOUBT, effect, logit, sigmoid, signed
from deqi.consult.pattern_names import Part
from deqi.core.codes import Id
from deqi.core.conditions import holds
from deqi.core.facts import Facts
from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Clue, Element

LEAST = 0.01  # log odds that a clue keeps at the least
Floats = NDArray[np.float64]


class Confirmed(Value, frozen=True, kw_only=True):
    """A diagnosis that a practitioner confirmed, as the parts of its name."""

    facts: Facts
    parts: tuple[Part, ...]


class LearnedElement(Value, frozen=True, kw_only=True):
    """What one element has become: its prior and the log odds of its clues, in the knowledge's order."""

    confirmed: int  # in how many cases it was confirmed
    prior_before: float
    prior: Annotated[float, Meta(gt=0, lt=1)]
    before: tuple[float, ...]
    log_odds: tuple[float, ...]


class Learned(Value, frozen=True, kw_only=True):
    """What a clinic's confirmed diagnoses change, on which knowledge and how many cases it rests."""

    knowledge: str
    cases: int
    elements: dict[Id, LearnedElement]

    @property
    def digest(self) -> str:
        """A short hash of what was learned."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:12]


def learn(knowledge: Knowledge, confirmed: Sequence[Confirmed]) -> Learned:
    """The weights of every element that was confirmed at least once.

    An element that a diagnosis names is there, one that it does not name is not; where it leaves
    open which of several is meant (心脾两虚), none of these is learned from that case.
    """
    learned = {}
    for id_, element in knowledge.elements.items():
        told = [(c.facts, (id_,) in c.parts) for c in confirmed if (id_,) in c.parts or not _left_open(id_, c.parts)]
        if any(there for _, there in told):
            learned[id_] = _learn_element(element, told)
    return Learned(knowledge=knowledge.digest, cases=len(confirmed), elements=learned)


def with_learned(knowledge: Knowledge, learned: Learned) -> Knowledge:
    """The knowledge with the learned weights in place; its digest names both. Raises BadInput on other knowledge."""
    if learned.knowledge != knowledge.digest:
        message = f"was learned on knowledge {learned.knowledge}, this is {knowledge.digest}; learn again"
        raise BadInput(Fault(file="learned weights", message=message))
    elements = dict(knowledge.elements)
    for id_, new in learned.elements.items():
        element = elements[id_]
        count = len(element.clues_for)
        elements[id_] = msgspec.structs.replace(
            element,
            prior=new.prior,
            clues_for=_with_log_odds(element.clues_for, new.log_odds[:count]),
            clues_against=_with_log_odds(element.clues_against, new.log_odds[count:]),
        )
    return msgspec.structs.replace(knowledge, elements=elements, digest=f"{knowledge.digest}+{learned.digest}")


def _left_open(element: Id, parts: tuple[Part, ...]) -> bool:
    return any(element in part for part in parts)


def _with_log_odds(clues: tuple[Clue, ...], log_odds: tuple[float, ...]) -> tuple[Clue, ...]:
    return tuple(msgspec.structs.replace(c, log_odds=w) for c, w in zip(clues, log_odds, strict=True))


def _learn_element(element: Element, told: list[tuple[Facts, bool]]) -> LearnedElement:
    clues = signed(element.clues_for, element.clues_against)
    signs = np.array([np.sign(weight) for _, weight in clues])
    before = np.array([abs(weight) for _, weight in clues])
    # what a clue of weight 1 adds: 1 when it holds, a little less than nothing when it fails, 0 unknown
    added = np.array([[effect(1.0, holds(clue.when, facts)) for clue, _ in clues] for facts, _ in told]) * signs
    truth = np.array([there for _, there in told], dtype=np.float64)
    intercept = logit(element.prior)
    centre, spread = np.append(before, intercept), np.append(DOUBT * before, PRIOR_DOUBT)

    def loss(values: Floats) -> tuple[float, Floats]:
        """Negative log posterior and its slope."""
        odds = added @ values[:-1] + values[-1]
        off = (values - centre) / spread
        error = 1.0 / (1.0 + np.exp(-odds)) - truth
        slope = np.append(added.T @ error, error.sum()) + off / spread
        return float(np.logaddexp(0.0, odds).sum() - truth @ odds + 0.5 * off @ off), slope

    bounds = [(LEAST, None)] * len(clues) + [(None, None)]
    found = minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=bounds).x
    return LearnedElement(
        confirmed=int(truth.sum()),
        prior_before=element.prior,
        prior=sigmoid(float(found[-1])),
        before=tuple(round(float(w), 4) for w in before),
        log_odds=tuple(round(float(w), 4) for w in found[:-1]),
    )
