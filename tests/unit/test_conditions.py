"""Three-valued logic: unknown is never read as absent."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.conditions import Combination, Condition, holds, is_monotone
from deqi.core.facts import Facts, Vocabulary

FINDINGS = ("a", "b", "c")


def facts(present: str = "", absent: str = "", age: int | None = None, sex: str | None = None) -> Facts:
    return Vocabulary({}, {}).close(present, absent, age, sex)


def condition(**parts: object) -> Combination:
    return msgspec.convert(parts, Combination)


@pytest.mark.parametrize(
    ("rule", "known", "expected"),
    [
        ("a", facts("a"), True),
        ("a", facts(absent="a"), False),
        ("a", facts(), None),
        (condition(all=["a", "b"]), facts("a"), None),
        (condition(all=["a", "b"]), facts("a", absent="b"), False),
        (condition(any=["a", "b"]), facts(absent="a"), None),
        (condition(any=["a", "b"]), facts("b"), True),
        (condition(at_least=2, of=["a", "b", "c"]), facts("a", absent="b"), None),
        (condition(at_least=2, of=["a", "b", "c"]), facts(absent="ab"), False),
        (condition(absent="a"), facts(), None),
        (condition(absent="a"), facts(absent="a"), True),
        (condition(age_min=50), facts(), None),
        (condition(age_min=50), facts(age=50), True),
        (condition(age_max=17), facts(age=18), False),
        (condition(sex="female"), facts(sex="male"), False),
        (condition(sex="female"), facts(), None),
    ],
)
def test_a_condition_is_true_false_or_undecided(rule: Condition, known: Facts, expected: bool | None) -> None:
    assert holds(rule, known) is expected


@pytest.mark.parametrize(
    "parts",
    [{}, {"all": ["a"], "any": ["b"]}, {"at_least": 3, "of": ["a", "b"]}, {"of": ["a"]}, {"at_least": 1}, {"sex": "x"}],
)
def test_a_muddled_condition_does_not_decode(parts: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(parts, Combination)


conditions = st.recursive(
    st.sampled_from(FINDINGS).map(lambda f: f) | st.sampled_from(FINDINGS).map(lambda f: condition(absent=f)),
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda parts: st.sampled_from(
            [Combination(all=tuple(parts)), Combination(any=tuple(parts)), Combination(at_least=1, of=tuple(parts))]
        )
    ),
    max_leaves=8,
)


@given(conditions, st.sets(st.sampled_from(FINDINGS)), st.sets(st.sampled_from(FINDINGS)))
def test_an_answer_never_overturns_what_was_already_decided(
    rule: Condition, present: set[str], absent: set[str]
) -> None:
    before = holds(rule, facts("".join(present), "".join(absent - present)))
    for finding in FINDINGS:
        if finding not in present | absent:
            yes = holds(rule, facts("".join(present | {finding}), "".join(absent - present)))
            no = holds(rule, facts("".join(present), "".join((absent - present) | {finding})))
            assert before is None or before is yes is no


@given(conditions.filter(is_monotone), st.sets(st.sampled_from(FINDINGS)), st.sampled_from(FINDINGS))
def test_a_monotone_condition_stays_true_with_one_more_positive(rule: Condition, present: set[str], more: str) -> None:
    absent = set(FINDINGS) - present
    if holds(rule, facts("".join(present), "".join(absent))):
        assert holds(rule, facts("".join(present | {more}), "".join(absent - {more}))) is True
