"""The referral letter: what was found, what was not asked, what is requested; no diagnosis is claimed."""

from collections.abc import Iterable

from deqi.core.assessment import Assessment, Flag, Level
from deqi.core.facts import Facts
from deqi.core.labels import Label
from deqi.core.plan import Letter
from deqi.knowledge import Knowledge

TO = {
    Level.EMERGENCY: Label(en="Emergency department", zh_hans="急诊科", zh_hant="急診科"),
    Level.SAME_DAY: Label(en="Doctor on duty, today", zh_hans="当日值班医师", zh_hant="當日值班醫師"),
    Level.REFER: Label(en="Family doctor or specialist", zh_hans="家庭医师或专科医师", zh_hant="家庭醫師或專科醫師"),
}
SUBJECT = {
    Level.EMERGENCY: Label(
        en="Please assess at once: possible emergency",
        zh_hans="请立即评估：可能为急症",
        zh_hant="請立即評估：可能為急症",
    ),
    Level.SAME_DAY: Label(en="Please assess today", zh_hans="请于今日评估", zh_hant="請於今日評估"),
    Level.REFER: Label(
        en="Please assess before acupuncture goes on",
        zh_hans="请在继续针灸之前评估",
        zh_hant="請在繼續針灸之前評估",
    ),
}
NO_NEEDLING = Label(
    en="We give no acupuncture until this has been assessed, and we advised to stop or change no prescribed medicine.",
    zh_hans="在评估之前本处不予针灸；亦未建议停用或更改任何处方药物。",
    zh_hant="在評估之前本處不予針灸；亦未建議停用或更改任何處方藥物。",
)
TRADITIONAL = {"tcm", "tongue", "pulse", "palpation"}  # groups that say nothing to the doctor who gets the letter


def write_letter(knowledge: Knowledge, facts: Facts, assessment: Assessment) -> Letter | None:
    """The letter of a case whose level calls for one; None for caution and none."""
    level = assessment.triage.level
    if level not in TO:
        return None
    flags = [flag for flag in assessment.triage.flags if flag.level.rank >= Level.REFER.rank]
    came_for = [knowledge.conditions[id_] for id_ in assessment.complaints] or knowledge.conditions.values()
    safety = {finding for condition in came_for for finding in condition.asks}
    return Letter(
        level=level,
        to=TO[level],
        subject=SUBJECT[level],
        paragraphs=(_person(facts, assessment), *(_suspicion(flag) for flag in flags), NO_NEEDLING),
        found=_labels(knowledge, (f for f in facts.present if knowledge.findings[f].group not in TRADITIONAL)),
        denied=_labels(knowledge, safety & facts.absent),
        not_asked=_labels(knowledge, safety - facts.absent - facts.present),
        sources=tuple(dict.fromkeys(s for flag in flags for reason in flag.reasons for s in reason.sources)),
    )


def _labels(knowledge: Knowledge, findings: Iterable[str]) -> tuple[Label, ...]:
    return tuple(knowledge.findings[finding].labels for finding in sorted(findings))


def _person(facts: Facts, assessment: Assessment) -> Label:
    names = [complaint.name for complaint in assessment.came_for]
    age = facts.age
    sex = {"female": ("woman", "女性", "女性"), "male": ("man", "男性", "男性")}.get(
        facts.sex or "", ("person", "患者", "患者")
    )
    years = (f"{age}-year-old ", f"{age}岁", f"{age}歲") if age is not None else ("", "", "")
    of = (
        (
            " with " + " and ".join(name.en_within for name in names),
            "，" + "、".join(name.zh_hans for name in names),
            "，" + "、".join(name.zh_hant for name in names),
        )
        if names
        else ("", "", "")
    )
    return Label(
        en=f"This {years[0]}{sex[0]}{of[0]} came to us for acupuncture.",
        zh_hans=f"{years[1]}{sex[1]}{of[1]}，前来针灸就诊。",
        zh_hant=f"{years[2]}{sex[2]}{of[2]}，前來針灸就診。",
    )


def _suspicion(flag: Flag) -> Label:
    found = flag.reasons[0].text
    return Label(
        en=f"{flag.name.en}: {found.en}. This raises the question of: {flag.suspects.en}.",
        zh_hans=f"{flag.name.zh_hans}：{found.zh_hans}。须排除：{flag.suspects.zh_hans}。",
        zh_hant=f"{flag.name.zh_hant}：{found.zh_hant}。須排除：{flag.suspects.zh_hant}。",
    )
