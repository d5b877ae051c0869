"""A note is shown as it was read: every character in its place, side and strength, and what was not recognised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.consult import Mention, Reading, pieces, read_note
from deqi.core.faults import BadInput
from deqi.knowledge import load

KNOWLEDGE = load()


def read(text: str) -> Reading:
    return read_note(KNOWLEDGE, text, "note")


def mention(text: str, finding: str) -> Mention:
    return next(m for m in read(text).mentions if m.finding == finding)


def present(text: str) -> set[str]:
    return set(read(text).case.observations[0].present)


@given(
    st.lists(
        st.sampled_from(
            ["腰痛", "无发热", "，", "。", "xyz", "Low back pain", " ", "\n", "母亲有", "52岁", "男性", "🙂"]
        ),
        max_size=12,
    )
)
def test_the_pieces_joined_are_the_note(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        reading = read(text)
    except BadInput:
        return
    assert "".join(piece.text for piece in pieces(reading)) == text
    assert {m for piece in pieces(reading) for m in piece.mentions} == set(reading.mentions)


def test_what_was_not_recognised_is_said_and_age_and_sex_are_not_part_of_it() -> None:
    unread = [piece.text for piece in pieces(read("男性，52岁。腰痛，喜欢下棋。")) if piece.unread]
    assert unread == ["，喜欢下棋。"]
    denied = pieces(read("腰痛，否认发热。"))
    assert [piece.text for piece in denied] == ["腰痛", "，", "否认", "发热", "。"]
    assert not any(piece.unread for piece in denied)


@pytest.mark.parametrize(
    ("text", "finding", "side"),
    [
        ("左侧腰痛", "pain.low-back", "left"),
        ("腰痛以右侧为甚", "pain.low-back", "right"),
        ("右下肢麻木", "numbness.leg", "right"),
        ("Low back pain on the left.", "pain.low-back", "left"),
        ("Right buttock pain.", "pain.buttock", "right"),
        ("Bilateral knee pain.", "pain.knee", "both"),
        ("腰痛，左肩不适", "pain.low-back", None),
    ],
)
def test_the_side_belongs_to_the_finding_of_its_phrase(text: str, finding: str, side: str | None) -> None:
    assert mention(text, finding).side == side


def test_one_side_for_every_pain_is_the_side_of_the_pain_and_two_sides_are_not() -> None:
    assert "pain.one-sided-left" in present("Left low back pain and left buttock pain.")
    assert not {"pain.one-sided-left", "pain.one-sided-right"} & present("Left low back pain. Right knee pain.")


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Low back pain, VAS 7.", 7),
        ("Low back pain 6/10 today.", 6),
        ("Low back pain, 8 out of 10.", 8),
        ("腰痛，疼痛评分5分。", 5),
        ("Low back pain 8/10 at worst, 3/10 now.", None),
        ("Low back pain since 6/10/2024.", None),
        ("Low back pain for 7 days.", None),
    ],
)
def test_a_strength_is_taken_only_where_the_note_gives_one(text: str, strength: int | None) -> None:
    assert mention(text, "pain.low-back").severity == strength


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("腰痛，二便调，纳可，眠可。", "tcm.constipation tcm.loose-stool tcm.poor-appetite sleep.poor"),
        ("Low back pain. Sleeps well, appetite good, bowels regular.", "sleep.poor tcm.poor-appetite tcm.constipation"),
        ("腰痛，體溫正常，神志清楚。", "sign.fever-measured mind.unconscious"),
    ],
)
def test_a_plain_statement_of_health_denies(text: str, denied: str) -> None:
    assert set(denied.split()) <= set(read(text).case.observations[0].absent)


def test_a_statement_of_health_in_the_past_or_in_doubt_says_nothing() -> None:
    observation = read("腰痛。既往眠可。可能纳可。").case.observations[0]
    assert not {"sleep.poor", "tcm.poor-appetite"} & {*observation.present, *observation.absent}


def test_the_chief_findings_are_told_in_the_order_of_the_note() -> None:
    assert read("头晕3天，腰痛。无发热。").case.chief[:2] == ("tcm.dizzy", "pain.low-back")
    assert "fever" not in read("头晕3天，腰痛。无发热。").case.chief


def test_no_statement_of_health_denies_a_safety_question() -> None:
    asked = {finding for condition in KNOWLEDGE.conditions.values() for finding in condition.asks}
    denied = {finding for normal in KNOWLEDGE.normals for finding in normal.denies}
    assert denied & asked <= {"fever", "weakness.both-legs"}  # "afebrile" and a tested strength of all limbs say that
