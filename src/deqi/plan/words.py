"""Fixed words of plans, in three languages."""

from collections.abc import Sequence

from deqi.core.labels import Label
from deqi.core.plan import Named, SafetyNote
from deqi.core.provenance import Known
from deqi.knowledge.base import Measured
from deqi.knowledge.entities import Parameter

POSITION = {
    "prone": Label(en="Lying face down", zh_hans="俯卧", zh_hant="俯臥"),
    "side-lying": Label(en="Lying on the side", zh_hans="侧卧", zh_hant="側臥"),
    "supine": Label(en="Lying on the back", zh_hans="仰卧", zh_hant="仰臥"),
    "seated": Label(en="Seated", zh_hans="坐位", zh_hant="坐位"),
}
ANGLE = {
    "perpendicular": Label(en="Straight in (perpendicular)", zh_hans="直刺", zh_hant="直刺"),
    "oblique": Label(en="Oblique (about 45°)", zh_hans="斜刺", zh_hant="斜刺"),
    "transverse": Label(en="Flat under the skin (about 15°)", zh_hans="平刺", zh_hant="平刺"),
    "prick": Label(en="Quick prick, not left in", zh_hans="点刺", zh_hant="點刺"),
}
PHASE = {
    "wood": Label(en="wood", zh_hans="木", zh_hant="木"),
    "fire": Label(en="fire", zh_hans="火", zh_hant="火"),
    "earth": Label(en="earth", zh_hans="土", zh_hant="土"),
    "metal": Label(en="metal", zh_hans="金", zh_hant="金"),
    "water": Label(en="water", zh_hans="水", zh_hant="水"),
}
NO_NEEDLE = Named(
    id="no-needle",
    name=Label(
        en="Pricked, warmed or pressed, not needled and left",
        zh_hans="宜点刺、艾灸或按压，不留针",
        zh_hant="宜點刺、艾灸或按壓，不留針",
    ),
)
STATISTIC = {
    "mean": Label(en="on average", zh_hans="平均", zh_hant="平均"),
    "minimum": Label(en="at least", zh_hans="最近", zh_hant="最近"),
}
GROUP = {
    "adults": Label(en="adults", zh_hans="成人", zh_hant="成人"),
    "women": Label(en="women", zh_hans="女性", zh_hant="女性"),
    "men": Label(en="men", zh_hans="男性", zh_hant="男性"),
    "thin": Label(en="thin adults", zh_hans="偏瘦成人", zh_hant="偏瘦成人"),
}
METHOD = {
    "ultrasound": Label(en="ultrasound", zh_hans="超声", zh_hant="超音波"),
    "mri": Label(en="MRI", zh_hans="磁共振", zh_hant="磁振造影"),
    "ct": Label(en="CT", zh_hans="CT", zh_hant="電腦斷層"),
    "imaging": Label(en="imaging", zh_hans="影像检查", zh_hant="影像檢查"),
    "cadavers": Label(en="cadavers", zh_hans="尸体解剖", zh_hant="大體解剖"),
}
LOCKED = Label(
    en="Locked until somebody entitled has looked into the referral: record who, when and why it is cleared.",
    zh_hans="已锁定：须由有资质者评估转诊后，记录何人、何时、因何解除。",
    zh_hant="已鎖定：須由有資格者評估轉診後，記錄何人、何時、因何解除。",
)
CAREFUL = SafetyNote(
    id="careful",
    name=Label(en="A red flag asks for care", zh_hans="有危险信号须谨慎", zh_hant="有危險訊號須謹慎"),
    advice=Label(
        en="Few needles, all shallow; ask about the red flag again at every visit and refer when it grows.",
        zh_hans="针少而浅；每次就诊再问该危险信号，加重即转诊。",
        zh_hant="針少而淺；每次就診再問該危險訊號，加重即轉診。",
    ),
    because="present",
    sources=(),
)


NOT_ASKED_FOR = Label(
    en="nothing that was found in this person asks for it",
    zh_hans="此人所见无一指向该穴",
    zh_hant="此人所見無一指向該穴",
)


def kept_out(cautions: Sequence[Label]) -> Label:
    """A point of a trial that cautions keep out of the plan."""
    return Label(
        en="kept out: " + "; ".join(caution.en for caution in cautions),
        zh_hans="不用：" + "；".join(caution.zh_hans for caution in cautions),
        zh_hant="不用：" + "；".join(caution.zh_hant for caution in cautions),
    )


def out_of_reach(id_: str) -> Label:
    """A point of a trial that the chosen position does not reach."""
    name = POSITION[id_]
    return Label(
        en=f"not reached in this position ({name.en_within})",
        zh_hans=f"此体位不便取穴（{name.zh_hans}）",
        zh_hant=f"此體位不便取穴（{name.zh_hant}）",
    )


def others_bring_more(limit: int) -> Label:
    """A point of a trial that others outweigh."""
    return Label(
        en=f"others meet more of what was found, within {limit} needles",
        zh_hans=f"在{limit}针以内，其他穴位更切合所见",
        zh_hant=f"在{limit}針以內，其他穴位更切合所見",
    )


def from_afar(complaint: Label) -> Label:
    """A complaint that no needle of the plan reaches at its place."""
    return Label(
        en=f"{complaint.en}: no needle reaches the place itself in this position and with these cautions; "
        "it is treated from a distance.",
        zh_hans=f"{complaint.zh_hans}：在此体位与上述注意事项下局部不进针，远取治疗。",
        zh_hant=f"{complaint.zh_hant}：在此體位與上述注意事項下局部不進針，遠取治療。",
    )


def not_served(complaint: Label) -> Label:
    """A complaint for which the plan has no needle at all."""
    return Label(
        en=f"{complaint.en}: no point is left for it here; treat it at another visit.",
        zh_hans=f"{complaint.zh_hans}：本方案无可用穴位，另次治疗。",
        zh_hant=f"{complaint.zh_hant}：本方案無可用穴位，另次治療。",
    )


def position(id_: str) -> Named:
    """A position with its words."""
    return Named(id=id_, name=POSITION[id_])


def depth(shallow: float, deep: float, *, verified: bool, cun: tuple[float, float] | None = None) -> Label:
    """A depth range in millimetres, and in cun where it is told; a figure that was not read says so."""
    span = f"{shallow:g}–{deep:g} mm" if deep > shallow else f"≤ {shallow:g} mm"
    in_cun = ("", "")
    if cun is not None:
        ends = f"{cun[0]:g}–{cun[1]:g}" if cun[1] > cun[0] else f"≤ {cun[0]:g}"
        in_cun = (f" ({ends} cun)", f"（{ends}寸）")
    doubt = ("", "", "") if verified else (" (depth not verified)", "（深度未核实）", "（深度未核實）")
    return Label(
        en=f"{span}{in_cun[0]}{doubt[0]}",
        zh_hans=f"{span}{in_cun[1]}{doubt[1]}",
        zh_hant=f"{span}{in_cun[1]}{doubt[2]}",
    )


def setting(parameter: Parameter) -> Label:
    """A setting of a technique with its range and unit; a figure that was not read says so."""
    low, high = parameter.range
    span = f"{low:g}–{high:g}" if high > low else f"{low:g}"
    doubt = ("", "", "") if parameter.known is Known.READ else (" (not verified)", "（未核实）", "（未核實）")
    name, unit = parameter.name, parameter.unit
    return Label(
        en=f"{name.en} {span} {unit}{doubt[0]}",
        zh_hans=f"{name.zh_hans} {span} {unit}{doubt[1]}",
        zh_hant=f"{name.zh_hant} {span} {unit}{doubt[2]}",
    )


def measured(row: Measured) -> Label:
    """How deep a structure was found, in how many people, and how it was looked at."""
    statistic, group, method = STATISTIC[row.statistic], GROUP[row.group], METHOD[row.method]
    return Label(
        en=f"{statistic.en} {row.mm:g} mm from the skin ({row.people} {group.en}, {method.en})",
        zh_hans=f"距皮肤{statistic.zh_hans}{row.mm:g} mm（{row.people}名{group.zh_hans}，{method.zh_hans}）",
        zh_hant=f"距皮膚{statistic.zh_hant}{row.mm:g} mm（{row.people}名{group.zh_hant}，{method.zh_hant}）",
    )


def by_place(complaints: Sequence[Label]) -> Label:
    """The principle where no pattern fits: treat the place and its channels."""
    return Label(
        en=f"No pattern fits well: treat the place of pain and its channels ({', '.join(c.en for c in complaints)})",
        zh_hans=f"证型均不典型：按疼痛部位与循行经脉取穴（{'、'.join(c.zh_hans for c in complaints)}）",
        zh_hant=f"證型均不典型：按疼痛部位與循行經脈取穴（{'、'.join(c.zh_hant for c in complaints)}）",
    )
