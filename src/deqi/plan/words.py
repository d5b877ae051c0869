"""Fixed words of plans, in three languages."""

from deqi.core.labels import Label
from deqi.core.plan import Named, SafetyNote

POSITION = {
    "prone": Label(en="Lying face down", zh_hans="俯卧", zh_hant="俯臥"),
    "side-lying": Label(en="Lying on the side", zh_hans="侧卧", zh_hant="側臥"),
    "supine": Label(en="Lying on the back", zh_hans="仰卧", zh_hant="仰臥"),
    "seated": Label(en="Seated", zh_hans="坐位", zh_hant="坐位"),
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


def position(id_: str) -> Named:
    """A position with its words."""
    return Named(id=id_, name=POSITION[id_])


def depth(shallow: float, deep: float, *, verified: bool) -> Label:
    """A depth range in millimetres; a figure that was not read says so."""
    span = f"{shallow:g}–{deep:g} mm" if deep > shallow else f"≤ {shallow:g} mm"
    if verified:
        return Label(en=span, zh_hans=span, zh_hant=span)
    return Label(en=f"{span} (depth not verified)", zh_hans=f"{span}（深度未核实）", zh_hant=f"{span}（深度未核實）")


def by_place(complaint: Label) -> Label:
    """The principle where no pattern fits: treat the place and its channels."""
    return Label(
        en=f"No pattern fits well: treat the place of pain and its channels ({complaint.en})",
        zh_hans=f"证型均不典型：按疼痛部位与循行经脉取穴（{complaint.zh_hans}）",
        zh_hant=f"證型均不典型：按疼痛部位與循行經脈取穴（{complaint.zh_hant}）",
    )
