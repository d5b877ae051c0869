"""What is known of a case once every observer is heard.

Of one observer the latest word counts. Between observers present wins, and the contradiction is
kept. What a present finding implies is present; what implies an absent finding is absent, unless
somebody says it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deqi.core.case import Case, Finding, State
from deqi.core.codes import Id
from deqi.core.conditions import Truth

Relations = Mapping[Id, tuple[Id, ...]]


class Facts:
    """The state of every finding, with age and sex; unknown is never absent."""

    def __init__(
        self,
        present: frozenset[Id],
        absent: frozenset[Id],
        contradicted: frozenset[Id],
        age: int | None,
        sex: str | None,
    ) -> None:
        self.present = present
        self.absent = absent
        self.contradicted = contradicted
        self.age = age
        self.sex = sex

    def state(self, finding: Id) -> Truth:
        """True present, False absent, None unknown."""
        if finding in self.present:
            return True
        return False if finding in self.absent else None


class Vocabulary:
    """How findings follow from each other, closed over chains."""

    def __init__(self, implies: Relations, excludes: Relations) -> None:
        self._implies = {id_: _reach(id_, implies) for id_ in implies}
        self._implied_by: dict[Id, set[Id]] = {}
        for id_, others in self._implies.items():
            for other in others:
                self._implied_by.setdefault(other, set()).add(id_)
        self._excludes = excludes

    def facts(self, case: Case, complaint: Id | None = None) -> Facts:
        """The facts of a case; of one complaint, without what describes only another one."""
        present, absent = _latest(case.findings_on(complaint))
        return self.close(present, absent, case.person.age, case.person.sex)

    def implied(self, finding: Id) -> frozenset[Id]:
        """All that is present whenever this finding is."""
        return self._implies.get(finding, frozenset())

    def close(self, present: Iterable[Id], absent: Iterable[Id], age: int | None, sex: str | None) -> Facts:
        """Facts from what was said, with all that follows from it."""
        said, denied = set(present), set(absent)
        there = said.union(*(self._implies.get(f, frozenset()) for f in said))
        gone = denied.union(*(self._implied_by.get(f, set()) for f in denied))
        gone |= {other for f in there for other in self._excludes.get(f, ())}
        return Facts(
            present=frozenset(there),
            absent=frozenset(gone - there),
            contradicted=frozenset(there & denied),
            age=age,
            sex=sex,
        )

    def supposing(self, facts: Facts, finding: Id, *, present: bool) -> Facts:
        """The facts once one open finding is answered, with what follows; cheap, for what-if questions."""
        if present:
            there = facts.present | {finding} | self._implies.get(finding, frozenset())
            gone = facts.absent.union(self._excludes.get(finding, ())) - there
        else:
            there = facts.present
            gone = (facts.absent | {finding} | self._implied_by.get(finding, set())) - there
        return Facts(present=there, absent=gone, contradicted=facts.contradicted, age=facts.age, sex=facts.sex)


def _reach(start: Id, relations: Relations) -> frozenset[Id]:
    reached: set[Id] = set()
    front = [start]
    while front:
        for other in relations.get(front.pop(), ()):
            if other not in reached:
                reached.add(other)
                front.append(other)
    return frozenset(reached)


def _latest(findings: Iterable[Finding]) -> tuple[set[Id], set[Id]]:
    """What is present and what is absent by each observer's word."""
    said: dict[tuple[Id, str], list[Finding]] = {}
    for finding in findings:
        said.setdefault((finding.id, finding.by), []).append(finding)
    present: set[Id] = set()
    absent: set[Id] = set()
    for (id_, _), words in said.items():
        states = _standing(words)
        if State.PRESENT in states:
            present.add(id_)
        if State.ABSENT in states:
            absent.add(id_)
    return present, absent


def _standing(words: list[Finding]) -> set[State]:
    """What stands of one observer's words on one finding: the latest dated ones, and every undated one.

    A later 'unknown' takes back a 'no', since it was not confirmed; it never takes back a 'yes'.
    """
    dated = [word for word in words if word.at is not None and word.state is not State.UNKNOWN]
    last = max((word.at for word in dated if word.at), default=None)
    states = {word.state for word in words if word.at is None or word.at == last}
    taken_back = last is not None and any(
        word.state is State.UNKNOWN and word.at is not None and word.at > last for word in words
    )
    return states - {State.ABSENT} if taken_back else states
