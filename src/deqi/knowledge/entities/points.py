"""Where a needle may go: channels, points and their classes, what lies beneath, and what forbids them."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from deqi.core.codes import Icd11, Id, PointCode, Root
from deqi.core.conditions import Condition
from deqi.core.labels import Label
from deqi.core.provenance import Claim, Known, Reviewed
from deqi.core.values import Value
from deqi.knowledge.entities.common import Cun, Entity, Millimetres, Sources


class ChannelKind(StrEnum):
    """Twelve channels pair with each other; of the eight extraordinary vessels two have points of their own."""

    PRIMARY = "primary"
    EXTRAORDINARY = "extraordinary"


class Polarity(StrEnum):
    """Yin channels run on the inner and front side, yang channels on the outer and back side."""

    YIN = "yin"
    YANG = "yang"


class Channel(Entity, frozen=True, kw_only=True):
    """A channel of the tradition, with its course in own words."""

    kind: ChannelKind
    code: str | None = None  # of its points; vessels that borrow their points have none
    polarity: Polarity
    limb: str | None = None  # hand | foot
    phase: str | None = None  # wood | fire | earth | metal | water
    pair: Id | None = None  # of the inner-outer pair
    opens_at: PointCode | None = None  # the confluent point of a vessel
    clock: tuple[int, int] | None = None  # the two hours that the tradition gives it, such as [3, 5]
    course: Label
    sinew_region: Label | None = None
    tm1: tuple[Icd11, ...] = ()

    def __post_init__(self) -> None:
        if self.kind is ChannelKind.PRIMARY and None in (self.code, self.limb, self.phase, self.pair, self.clock):
            raise ValueError("one of the twelve channels needs code, limb, phase, pair and clock")


class Phases(Value, frozen=True, kw_only=True):
    """The phase that a five-shu point has on a yin and on a yang channel."""

    yin: str
    yang: str


class PointClass(Entity, frozen=True, kw_only=True):
    """A class of points in the tradition; the points themselves say which classes they are of.

    `members` is how many the tradition counts; `stands_for` says of what each is the point (the sea of marrow).
    """

    members: int
    stands_for: dict[PointCode, Label] = {}
    phases: Phases | None = None
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class Structure(Entity, frozen=True, kw_only=True):
    """Something beneath the skin that a needle can harm.

    `points` is read from anatomy by somebody who did not write the points, so that each checks the other.
    """

    grave: bool  # harm to it can kill, blind or cripple
    cautions: tuple[Id, ...] = ()  # what every point over it must name
    never_straight: bool = False  # over it no needle goes in perpendicular, unless that depth was read
    deepest_mm: Millimetres | None = None  # the deep end of any needling over it
    no_current: bool = False  # no electro over it
    points: tuple[PointCode, ...] = ()
    tell: Label | None = None  # what the person is told after a needle over it
    emergency: Id | None = None  # the card for its injury
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class Angle(StrEnum):
    """How a needle goes in: about 90°, 45°, 15° to the skin, or a quick prick that is not left in."""

    PERPENDICULAR = "perpendicular"
    OBLIQUE = "oblique"
    TRANSVERSE = "transverse"
    PRICK = "prick"


class Location(Value, frozen=True, kw_only=True):
    """Where a point is, by landmark and proportional cun."""

    text: Label
    known: Known
    sources: Sources


class Needling(Value, frozen=True, kw_only=True):
    """An angle, a direction and a depth range; the depth is not verified unless `known` is read."""

    angle: Angle
    direction: Label
    depth_mm: tuple[Millimetres, Millimetres]
    depth_cun: tuple[Cun, Cun] | None = None
    known: Known
    sources: Sources
    note: str = ""  # where sources differ: which, and that the shallower won

    def __post_init__(self) -> None:
        if self.depth_mm[0] > self.depth_mm[1]:
            raise ValueError("depth_mm is [shallow, deep]")


class Danger(Value, frozen=True, kw_only=True):
    """A structure beneath a point, and how it is kept out of harm's way."""

    structure: Id
    how: Label


class Use(Claim, frozen=True, kw_only=True):
    """What a point is used for; `pain` where it is a use for pain."""

    pain: bool = False


class Point(Value, frozen=True, kw_only=True):
    """A point: where it is, how deep, what lies beneath, when not, what for."""

    id: PointCode
    labels: Label  # English name and hanzi
    pinyin: str
    channel: Id | None = None  # extra points have none
    classes: tuple[Id, ...] = ()
    meets: tuple[Id, ...] = ()  # the channels that meet at a crossing point
    location: Location
    paired: bool = True  # false on the midline
    needles: Annotated[int, Meta(ge=1, le=10)] = 1  # on one side or the midline; a group of spots takes several
    level: Root | None = None  # beside the spine or between ribs: the vertebra or space it lies at
    regions: Annotated[tuple[Id, ...], Meta(min_length=1)]  # ids of knowledge/body/regions.csv
    positions: Annotated[tuple[Id, ...], Meta(min_length=1)]  # prone, side-lying, supine, seated
    needling: tuple[Needling, ...]  # the preferred first
    not_needled: Label | None = None  # why no needle goes in
    muscles: tuple[Id, ...] = ()  # ids of knowledge/body/muscles.csv
    beneath: Label
    dangers: tuple[Danger, ...]
    no_danger: Label | None = None  # why nothing is at risk
    cautions: tuple[Id, ...]  # ids of knowledge/cautions that name this point
    moxa: str = "yes"  # yes | care | no
    electro: str = "yes"
    cupping: str = "yes"
    uses: Annotated[tuple[Use, ...], Meta(min_length=1)]
    sources: Sources
    reviewed: Reviewed | None = None

    def __post_init__(self) -> None:
        for name in ("moxa", "electro", "cupping"):
            if getattr(self, name) not in {"yes", "care", "no"}:
                raise ValueError(f"{name} is 'yes', 'care' or 'no'")
        if bool(self.needling) == (self.not_needled is not None):
            raise ValueError("a point has needling, or says in not_needled why there is none")
        if bool(self.dangers) == (self.no_danger is not None):
            raise ValueError("a point has dangers, or says in no_danger why there are none")

    @property
    def retained(self) -> Needling | None:
        """The preferred way of leaving a needle in; None where the point is only pricked or never needled."""
        return next((needling for needling in self.needling if needling.angle is not Angle.PRICK), None)


class Effect(StrEnum):
    """What a caution does to a point or a technique."""

    AVOID = "avoid"
    LIMIT = "limit"


class Caution(Entity, frozen=True, kw_only=True):
    """A state of the person, or a structure at risk, that changes what may be done.

    `when` unknown counts as present unless `applies` is known to be false (a man is not pregnant).
    """

    when: Condition | None = None  # absent: always (a structure at risk)
    applies: Condition | None = None
    only_when_present: bool = False  # comfort, not danger: unknown does not count as present
    points: Effect | None = None  # on the points whose `cautions` name this one
    avoid_techniques: tuple[Id, ...] = ()
    limit_techniques: tuple[Id, ...] = ()
    avoid_positions: tuple[Id, ...] = ()
    avoid_regions: tuple[Id, ...] = ()  # whole regions of the body
    one_side_only: bool = False  # never both sides in one visit
    max_needles: Annotated[int, Meta(ge=0, le=30)] | None = None
    max_needles_unknown: Annotated[int, Meta(ge=0, le=30)] | None = None  # until asked, where it differs
    advice: Label
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class EmergencyCard(Entity, frozen=True, kw_only=True):
    """What to do when something goes wrong with a needle, a cup or heat: signs, steps, whom to call, what then."""

    order: int
    always: bool = False  # may happen with any needle; else only over its structures or with its techniques
    signs: Annotated[tuple[Label, ...], Meta(min_length=1)]
    do: Annotated[tuple[Label, ...], Meta(min_length=1)]
    call: Label
    afterwards: Label
    techniques: tuple[str, ...] = ()  # kinds of technique that bring it on
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]
