"""What holds of every questionnaire, whatever is answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.faults import BadInput
from deqi.outcome.scoring import score
from tests.made_instrument import item, made, missing, total

ANSWERS = st.fixed_dictionaries(dict.fromkeys("abcd", st.integers(0, 3)))
HOLES = st.fixed_dictionaries(dict.fromkeys("abcd", st.none() | st.integers(0, 3)))
ANYTHING = st.dictionaries(
    st.sampled_from(["a", "b", "Q1", "A", ""]) | st.text(max_size=6),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.lists(st.integers(), max_size=2),
    max_size=6,
)
ALLOWING = made(
    scores=[
        total(missing=missing(3), decimals=3),
        total(id="up", raw_range=[0, 12], range=[100, 0], better="higher", missing=missing(3)),
    ]
)


@given(ANSWERS, st.permutations("abcd"))
def test_the_order_of_items_never_matters(answers: dict[str, int], order: list[str]) -> None:
    turned = made(items=[item(key) for key in order])
    expected = score(made(), answers).score("total").value
    assert score(turned, {key: answers[key] for key in order}).score("total").value == expected


@given(HOLES)
def test_scores_stay_in_their_range(answers: dict[str, int | None]) -> None:
    for one in score(ALLOWING, answers).scores:
        assert (one.value is None) == all(answer is None for answer in answers.values())
        if one.value is not None and one.highest is not None:
            assert one.lowest <= one.value <= one.highest


@given(HOLES, st.sampled_from("abcd"))
def test_a_worse_answer_never_makes_a_score_better(answers: dict[str, int | None], key: str) -> None:
    held = answers[key]
    if held is None or held == 3:
        return
    before, after = score(ALLOWING, answers), score(ALLOWING, {**answers, key: held + 1})
    assert (after.score("total").exact or 0) > (before.score("total").exact or 0)
    assert (after.score("up").exact or 0) < (before.score("up").exact or 0)


@given(st.integers(0, 3), st.sets(st.sampled_from("abcd"), max_size=3))
def test_with_all_answers_alike_empty_ones_change_nothing(answer: int, empty: set[str]) -> None:
    full = dict.fromkeys("abcd", answer)
    some = {key: value for key, value in full.items() if key not in empty}
    assert score(ALLOWING, some).score("total").value == score(ALLOWING, full).score("total").value


@given(ANYTHING)
def test_whatever_is_given_is_scored_or_refused_in_words(answers: dict[str, object]) -> None:
    try:
        score(made(), answers)  # type: ignore[arg-type]
    except BadInput as error:
        assert error.faults
        assert all(fault.message for fault in error.faults)


def test_the_laws_would_notice() -> None:
    with pytest.raises(BadInput):
        score(made(), {"a": 4})
