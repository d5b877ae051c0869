"""The next best question: safety of the region first, then what would tell most over both lanes."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from deqi.consult.odds import effect, logit, sigmoid, signed
from deqi.consult.triage import concerns
from deqi.core.assessment import Question
from deqi.core.codes import Id
from deqi.core.conditions import Condition, findings_in, holds
from deqi.core.facts import Facts, Vocabulary
from deqi.core.labels import Label
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Cause, CauseKind, Clue, FindingKind, Hypothesis, RedFlag

SAFETY_QUESTIONS = 12  # for one complaint
SHARED = 1 / 3  # of all complaints: a safety question that so many share is asked before the complaint is known
INFORMATIVE_QUESTIONS = 8
EXAMINED = {FindingKind.SIGN, FindingKind.TONGUE, FindingKind.PULSE, FindingKind.TEST}
CONTRIBUTES = 0.25  # what a bit about a contributing cause is worth beside one about what the pain is
LEAST = 0.08  # an element less likely than this is no question's concern: there are dozens of them
MIN_GAIN = 0.005  # bits; below this a question is not worth the person's breath


class Open:
    """A hypothesis as questions see it: its name, log odds so far, and clues by finding."""

    def __init__(
        self, name: Label, prior: float, clues: list[tuple[Clue, float]], facts: Facts, worth: float = 1.0
    ) -> None:
        self.name = name
        self.worth = worth  # of a bit about it: what keeps a pain going changes less than what it is
        self.log_odds = logit(prior)
        self.clues: dict[str, list[tuple[Condition, float, float]]] = {}  # condition, weight, effect so far
        for clue, weight in clues:
            so_far = effect(weight, holds(clue.when, facts))
            self.log_odds += so_far
            for finding in dict.fromkeys(findings_in(clue.when)):
                self.clues.setdefault(finding, []).append((clue.when, weight, so_far))

    def gain(self, finding: str, yes: Facts, no: Facts) -> float:
        """Expected fall of the entropy in bits when the answer is heard.

        The chance of a yes is the one at which the answer's expectation leaves the probability
        where it is, so no separate table of how common findings are is needed.
        """
        if_yes = self.log_odds + self._change(finding, yes)
        if_no = self.log_odds + self._change(finding, no)
        p, p_yes, p_no = sigmoid(self.log_odds), sigmoid(if_yes), sigmoid(if_no)
        if abs(p_yes - p_no) < 1e-9:
            return 0.0
        chance = min(max((p - p_no) / (p_yes - p_no), 0.02), 0.98)
        return self.worth * max(0.0, _bits(p) - chance * _bits(p_yes) - (1.0 - chance) * _bits(p_no))

    def _change(self, finding: str, after: Facts) -> float:
        return sum(effect(w, holds(when, after)) - so_far for when, w, so_far in self.clues.get(finding, ()))


def next_questions(
    knowledge: Knowledge, vocabulary: Vocabulary, facts: Facts, complaints: Sequence[Id]
) -> tuple[Question, ...]:
    """Regional safety questions that are open, then the most informative ones."""
    safety = list(_safety(knowledge, facts, complaints))[: SAFETY_QUESTIONS * max(1, len(complaints))]
    asked = {question.finding for question in safety}
    informative = [q for q in _informative(knowledge, vocabulary, facts, complaints) if q.finding not in asked]
    return (*safety, *informative[:INFORMATIVE_QUESTIONS])


def _safety(knowledge: Knowledge, facts: Facts, complaints: Sequence[Id]) -> Iterator[Question]:
    """The open regional safety questions, most urgent first; open while any red flag that rests on it is."""
    for finding, asking in regional_safety(knowledge, complaints, facts).items():
        if facts.state(finding) is not None:
            continue
        resting = (flag for flag in knowledge.red_flags.values() if finding in findings_in(flag.when))
        if any(holds(flag.when, facts) is None for flag in resting):
            term = knowledge.findings[finding]
            text = term.ask or term.labels
            yield Question(finding=finding, text=text, safety=True, gain=0.0, about=(asking.suspects,), to="patient")


def regional_safety(knowledge: Knowledge, complaints: Sequence[Id], facts: Facts) -> dict[str, RedFlag]:
    """The safety findings that every visit asks this person about, with the red flag that needs them.

    The most urgent first. While it is not known what the person comes for, those that many complaints
    share are asked. What age or sex rules out is not asked.
    """
    rules = [rule for rule in knowledge.red_flags.values() if concerns(rule, facts, complaints)]
    rules.sort(key=lambda rule: (-rule.level.rank, rule.id))
    needing: dict[str, RedFlag] = {}
    for rule in rules:
        for finding in findings_in(rule.when):
            needing.setdefault(finding, rule)
    asked = (f for f in _asked(knowledge, complaints) if f in needing and _can_be(knowledge.findings[f].applies, facts))
    return {f: needing[f] for f in sorted(asked, key=lambda f: (-needing[f].level.rank, needing[f].id, f))}


def _asked(knowledge: Knowledge, complaints: Sequence[Id]) -> dict[Id, None]:
    if complaints:
        return dict.fromkeys(finding for id_ in complaints for finding in knowledge.conditions[id_].asks)
    often = Counter(finding for condition in knowledge.conditions.values() for finding in condition.asks)
    return dict.fromkeys(f for f, times in often.items() if times >= SHARED * len(knowledge.conditions))


def _can_be(applies: Condition | None, facts: Facts) -> bool:
    return applies is None or holds(applies, facts) is not False


def _informative(
    knowledge: Knowledge, vocabulary: Vocabulary, facts: Facts, complaints: Sequence[Id]
) -> list[Question]:
    hypotheses = _open_hypotheses(knowledge, facts, complaints)
    findings = {finding for hypothesis in hypotheses for finding in hypothesis.clues}
    questions = []
    for finding in sorted(findings):
        if facts.state(finding) is not None or not _can_be(knowledge.findings[finding].applies, facts):
            continue
        yes = vocabulary.supposing(facts, finding, present=True)
        no = vocabulary.supposing(facts, finding, present=False)
        gains = [(h.gain(finding, yes, no), h) for h in hypotheses if finding in h.clues]
        total = sum(gain for gain, _ in gains)
        if total >= MIN_GAIN:
            gains.sort(key=lambda pair: (-pair[0], pair[1].name.en))
            questions.append(_question(knowledge, finding, total, tuple(h.name for _, h in gains[:3])))
    return sorted(questions, key=lambda q: (-q.gain, q.finding))


def _question(knowledge: Knowledge, finding: str, gain: float, about: tuple[Label, ...]) -> Question:
    term = knowledge.findings[finding]
    to = "practitioner" if term.kind in EXAMINED else "patient"
    return Question(
        finding=finding, text=term.ask or term.labels, safety=False, gain=round(gain, 4), about=about, to=to
    )


def _open_hypotheses(knowledge: Knowledge, facts: Facts, complaints: Sequence[Id]) -> list[Open]:
    """Types of pain, causes of the complaints, and the elements that are likely enough, as they stand."""
    causes = (c for c in knowledge.causes.values() if not complaints or not set(complaints).isdisjoint(c.conditions))
    modern = [_open(h, facts) for h in (*knowledge.pain_types.values(), *causes)]
    elements = (_open(element, facts) for element in knowledge.elements.values())
    return modern + [element for element in elements if sigmoid(element.log_odds) >= LEAST]


def _open(hypothesis: Hypothesis, facts: Facts) -> Open:
    clues = signed(hypothesis.clues_for, hypothesis.clues_against)
    contributes = isinstance(hypothesis, Cause) and hypothesis.kind is CauseKind.CONTRIBUTING
    return Open(hypothesis.labels, hypothesis.prior, clues, facts, CONTRIBUTES if contributes else 1.0)


def _bits(p: float) -> float:
    return 0.0 if p <= 0.0 or p >= 1.0 else -(p * math.log2(p) + (1.0 - p) * math.log2(1.0 - p))
