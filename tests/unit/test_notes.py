"""Reading notes: what is said, denied, past, of the family, supposed or doubted, in three scripts."""
# ruff: noqa: E501  (a table of notes reads best with a note a line)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.consult import Reading, read_note
from deqi.consult.notes.text import CJK
from deqi.core.faults import BadInput
from deqi.knowledge import Knowledge, load
from deqi.knowledge.base import Cue

KNOWLEDGE = load()


def read(text: str) -> Reading:
    return read_note(KNOWLEDGE, text, "note")


def present(text: str) -> set[str]:
    return set(read(text).case.observations[0].present)


def absent(text: str) -> set[str]:
    return set(read(text).case.observations[0].absent)


@pytest.mark.parametrize(
    ("text", "there", "gone"),
    [
        ("Low back pain. Denies fever, chills or weight loss.", "pain.low-back", "fever chills weight-loss-unexplained"),
        ("Low back pain, no saddle numbness but leg weakness.", "pain.low-back weakness.leg", "numbness.saddle"),
        ("Low back pain not relieved by rest, wakes her in the second half of the night.", "night.wakes-second-half", "eased-by.rest"),
        ("Low back pain worse with bending, lifting and twisting.", "aggravated-by.bending aggravated-by.lifting aggravated-by.twisting", ""),
        ("Low back pain worse with sitting and better with walking.", "aggravated-by.sitting eased-by.walking", ""),
        ("Low back pain worse with sitting, eased by movement.", "aggravated-by.sitting eased-by.movement", ""),
        ("Knee pain. Stairs and squatting make it worse, rest eases it.", "aggravated-by.stairs aggravated-by.squatting-kneeling eased-by.rest", ""),
        ("Neck pain; turning the head brings it on, heat helps.", "aggravated-by.neck-movement eased-by.heat", ""),
        ("Elbow pain, worse with gripping and opening jars.", "pain.elbow aggravated-by.gripping", ""),
        ("膝痛两个月，上下楼、下蹲加重，休息、热敷可缓解。", "course.6-to-12-weeks aggravated-by.stairs aggravated-by.squatting-kneeling eased-by.rest eased-by.heat", ""),
        ("肩痛，举臂、患侧卧时加重。", "pain.shoulder aggravated-by.overhead aggravated-by.lying-on-side", ""),
        ("Low back pain for 3 years.", "course.over-12-weeks", ""),
        ("Low back pain x 10 days.", "course.under-6-weeks", ""),
        ("Back pain. Fever: no. Chills - nil.", "pain.low-back", "fever chills"),
        ("腰痛2周，无发热，否认下肢麻木。", "pain.low-back course.under-6-weeks", "fever numbness.leg"),
        ("腰痛3年，未发热，双下肢无力否认。", "pain.low-back course.over-12-weeks", "fever"),
        ("腰痛。发热(-)，恶寒（－）。", "pain.low-back", "fever"),
        ("腰部酸痛，得溫痛減，遇陰雨天加重，無會陰部麻木。", "eased-by.heat aggravated-by.damp-weather", "numbness.saddle"),
        ("舌质紫暗，有瘀斑，苔薄白，脉弦涩。", "tongue.purple tongue.stasis-spots tongue.coat-thin-white pulse.wiry pulse.choppy", ""),
        ("舌淡红，苔黄腻，脉滑数。", "tongue.normal tongue.coat-yellow-greasy pulse.slippery pulse.rapid", ""),
        ("脉沉细，尺脉弱。", "pulse.deep pulse.thin pulse.chi-weak", ""),
        ("Tongue pale with tooth marks, thin white coat. Pulse deep and weak.", "tongue.pale tongue.toothmarks tongue.coat-thin-white pulse.deep pulse.weak", ""),
        ("Tongue red, no coat. Pulse is thin, rapid.", "tongue.red tongue.coat-none pulse.thin pulse.rapid", ""),
    ],
)  # fmt: skip
def test_a_note_is_read(text: str, there: str, gone: str) -> None:
    assert set(there.split()) <= present(text)
    assert set(gone.split()) <= absent(text)
    assert not set(gone.split()) & present(text)


def test_what_eases_is_not_what_makes_it_worse() -> None:
    assert "aggravated-by.movement" not in present("Low back pain worse with sitting, eased by movement.")


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Back pain. Her mother had breast cancer.", "history.cancer"),
        ("Back pain. If numbness between the legs develops, go to hospital.", "numbness.saddle"),
        ("Back pain. Had fever last year, now gone.", "fever"),
        ("Back pain. ?fever", "fever"),
        ("Back pain. Hay fever in spring.", "fever"),
        ("Back pain. Advised to watch for bladder retention.", "bladder.retention"),
        ("腰痛。母亲有癌症病史。", "history.cancer"),
        ("腰痛。如出现会阴部麻木，请立即就医。", "numbness.saddle"),
        ("腰痛，查血尿酸偏高。", "urine.blood"),
        ("腰痛。既往曾有发热。", "fever"),
        ("足背动脉弱，腰痛。", "pulse.weak"),
        ("32 weeks pregnant with back pain.", "course.over-12-weeks"),
        ("孕32周，腰痛。", "course.over-12-weeks"),
    ],
)
def test_what_is_not_said_of_the_person_now_is_not_present(text: str, finding: str) -> None:
    assert finding not in present(text)


EMERGENCIES = [
    "Low back pain. Denies trauma, has numbness between the legs.",
    "No recent trauma, developed numbness between the legs yesterday.",
    "Back pain without trauma, now numb between the legs.",
    "Back pain. No appetite, cannot sleep, urinary retention since yesterday.",
    "腰痛，无明显诱因出现会阴部麻木。",
    "腰痛，服药未见好转并会阴部麻木。",
    "Brought in by her mother, has saddle numbness and urinary retention.",
    "Back pain. Her husband noticed saddle numbness.",
    "Lives with husband, numbness between the legs, back pain.",
    "腰痛，丈夫代诉会阴部麻木。",
    "Back pain. In the past 2 days numbness between the legs.",
    "患者3年前开始腰痛，近日会阴部麻木。",
    "曾服止痛药后会阴麻木，腰痛。",
    "若干天来会阴部麻木，腰痛。",
    "Back pain, saddle numbness not resolved.",
    "Back pain. Numbness between legs? yes.",
    "Back pain, numbness between the legs (+).",
]


@pytest.mark.parametrize("text", EMERGENCIES)
def test_an_emergency_said_beside_a_denial_a_relative_or_the_past_is_not_missed(text: str) -> None:
    assert {"numbness.saddle", "bladder.retention"} & present(text)


@pytest.mark.parametrize(
    "text",
    [
        "Back pain with no relief from rest, fever and chills.",
        "Back pain wakes if turning, fever.",
        "Back pain with no relief from rest, fever, worse with bending or lifting.",
        "Back pain, no trauma, fever and chills at night or in the morning.",
    ],
)
def test_what_may_or_may_not_be_denied_is_neither_present_nor_absent(text: str) -> None:
    assert "fever" not in present(text) | absent(text)


@pytest.mark.parametrize(
    "text",
    [
        "Back pain. Denies fever, chills, new weakness, or bladder incontinence.",
        "Back pain. Denies having bladder incontinence.",
        "Back pain. If you develop saddle numbness, bladder incontinence or leg weakness, go to hospital.",
        "腰痛，未出现小便失禁。",
        "腰痛，无会阴部麻木、小便失禁。",
    ],
)
def test_what_is_denied_or_supposed_in_a_list_alarms_nobody(text: str) -> None:
    assert "bladder.incontinence-new" not in present(text)


def test_a_former_cancer_is_a_history_of_cancer() -> None:
    assert "history.cancer" in present("Back pain. Previous breast cancer.")


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("男性，45岁。腰痛。", 45, "male"),
        ("女，62岁，腰痛。", 62, "female"),
        ("62-year-old woman, low back pain", 62, "female"),
        ("45F low back pain", 45, "female"),
        ("Aged 70, low back pain", 70, None),
        ("low back pain; his wife, a woman of 40, came along with the man", None, None),
        ("腰痛", None, None),
        ("leg pain after walking 50 m", None, None),
        ("Temp 99 F, low back pain", None, None),
        ("Mother, 82 years old. Low back pain", None, None),
        ("育有一男，腰痛", None, None),
    ],
)
def test_age_and_sex_are_read_where_they_are_named_and_never_guessed(
    text: str, age: int | None, sex: str | None
) -> None:
    person = read(text).case.person
    assert (person.age, person.sex) == (age, sex)


@pytest.mark.parametrize("text", ["", "  \n ", "Lorem ipsum.", "你好", "42"])
def test_a_note_in_which_nothing_is_recognised_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"note: (is empty|nothing in this note was recognised)"):
        read(text)


def test_mentions_keep_their_place_in_the_text() -> None:
    text = "ＬＢＰ？ İstanbul. 腰部冷痛3年，無發熱。"
    for mention in read(text).mentions:
        assert text[mention.start : mention.end] == mention.words


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        reading = read("腰痛。" + text)
    except BadInput as error:
        raise AssertionError("a note with 腰痛 is recognised") from error
    for mention in reading.mentions:
        assert ("腰痛。" + text)[mention.start : mention.end] == mention.words
    assert set(reading.case.observations[0].present) <= KNOWLEDGE.findings.keys()


def test_the_forms_and_cues_name_what_exists(knowledge: Knowledge) -> None:
    assert {form.finding for form in knowledge.forms} <= knowledge.findings.keys()
    assert {cue.status for cue in knowledge.cues} == {"denied", "past", "family", "hypothetical", "uncertain"}


@pytest.mark.parametrize("cue", KNOWLEDGE.cues, ids=lambda cue: f"{cue.status}-{cue.form}-{cue.side}")
def test_every_word_of_denial_past_family_doubt_or_supposition_does_its_work(cue: Cue) -> None:
    """Each cue alone beside a finding, in its language, gives the finding its status and no other."""
    finding, stop = ("下肢麻木", "。") if cue.language == "zh" else ("leg numbness", ".")
    gap = "" if cue.language == "zh" or cue.form == "?" else " "
    said = f"{cue.form}{gap}{finding}" if cue.side == "before" else f"{finding}{gap}{cue.form}"
    found = {m.status for m in read(f"腰痛。{said}{stop}").mentions if m.finding == "numbness.leg"}
    assert found == {cue.status}


def test_what_follows_the_pulse_or_the_tongue_in_the_sentence_is_not_of_it() -> None:
    found = present("Low back pain. Pulse thin, rapid, knees weak. Tongue pale, with tooth marks, skin dry. 尺骨短。")
    assert {"pulse.thin", "pulse.rapid", "tongue.pale", "tongue.toothmarks"} <= found
    assert not {"pulse.weak", "tongue.dry", "pulse.chi-weak"} & found


NEGATIONS = [
    (
        "Shoulder pain. She denies tightness of the chest, trouble of the heart, swelling of the ankles, "
        "cold hands in winter, a fall in the last year, fever and weight loss.",
        "fever weight-loss-unexplained",
        "pain.shoulder",
    ),
    ("经行腹痛。否认性交痛、排便痛、带下臭秽、接触性出血、发热及消瘦。", "fever pain.intercourse", "tcm.menses-pain"),
    ("腰痛。否认高血压、冠心病、脑梗死、消化道出血，近两日发热。", "", "fever"),
    ("腰痛。否认外伤、手术、结核、肿瘤、糖尿病，但有发热。", "", "fever"),
    ("Low back pain. Denies cough, cold, sore throat, runny nose and rash, and has fever.", "", "fever"),
    (
        "Low back pain. He denies an accident, surgery, a tumour and diabetes, he has numbness in the leg.",
        "",
        "numbness.leg",
    ),
    ("膝痛，休息不缓解。", "", "pain.knee"),
    # a list with one denial, a denial behind, a form's answer, a double denial, a turn, a denial of something else
    ("无发热、恶寒、盗汗，腰痛。", "fever chills night-sweats", "pain.low-back"),
    ("腰痛，发热及恶寒均无。", "fever chills", "pain.low-back"),
    ("腰痛，恶寒（－），发热：无。", "chills fever", "pain.low-back"),
    ("腰痛，无发热，但有盗汗。", "fever", "night-sweats"),
    ("腰痛，不发热而盗汗。", "fever", "night-sweats"),
    ("腰痛未伴发热，伴盗汗。", "fever", "night-sweats"),
    ("No fever, chills or night sweats. Low back pain.", "fever chills night-sweats", "pain.low-back"),
    ("Low back pain. Fever and chills denied.", "chills", "pain.low-back"),
    ("Low back pain. Fever: no. Chills (-).", "fever chills", "pain.low-back"),
    ("Low back pain without fever but with night sweats.", "fever", "night-sweats"),
    ("Low back pain, neither fever nor chills.", "fever chills", "pain.low-back"),
    ("Low back pain, denies night pain and fever.", "fever", "pain.low-back"),
    ("無發熱、惡寒，腰痛。", "fever chills", "pain.low-back"),
]


@pytest.mark.parametrize(("text", "gone", "there"), NEGATIONS)
def test_a_denial_reaches_as_far_as_it_is_meant_and_no_farther(text: str, gone: str, there: str) -> None:
    assert set(gone.split()) <= absent(text)
    assert set(there.split()) <= present(text)
    assert not set(gone.split()) & present(text)


def test_every_word_of_every_finding_is_recognised_as_it_is_written(knowledge: Knowledge) -> None:
    """Each synonym in its place in a plain note names its finding, whatever its case or script."""
    lost = []
    for term in knowledge.findings.values():
        for word in (*term.synonyms.zh, *term.synonyms.en):
            said = f"。{word}。" if CJK.search(word) else f". {word}."
            if len(word) > 1 and term.id not in {m.finding for m in read(f"腰痛{said}").mentions}:
                lost.append((term.id, word))
    assert lost == []
