"""What is done to a person in a simulated study: needling or its imitation, medicines, exercise, blocked links."""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from deqi.core.codes import PointCode
from deqi.core.values import Value

MOST_DAYS = 730
Day = Annotated[float, Meta(ge=0, le=MOST_DAYS)]
Minutes = Annotated[float, Meta(ge=1, le=600)]
Hertz = Annotated[float, Meta(gt=0, le=1000)]
Dose = Annotated[float, Meta(gt=0, le=100)]


class Needling(StrEnum):
    """What touches or enters the skin."""

    MANUAL = "manual"
    ELECTRO = "electro"
    SUPERFICIAL = "superficial-sham"  # shallow needles away from points
    TOUCH = "non-penetrating-sham"  # a blunt needle that slides back into its handle
    MOXA = "moxa"
    CUPPING = "cupping"
    NONE = "none"  # attention and expectation alone


class Site(StrEnum):
    """Where the needles are, seen from the pain."""

    SEGMENTAL = "segmental"
    REMOTE = "remote"


class Blocker(StrEnum):
    """A medicine, a cut or a missing gene by which an experiment takes one link out."""

    NALOXONE = "naloxone"
    MU = "mu-antagonist"
    DELTA = "delta-antagonist"
    KAPPA = "kappa-antagonist"  # nor-binaltorphimine
    A1 = "a1-antagonist"
    DEAMINASE = "deaminase-inhibitor"
    CCK = "cck-antagonist"
    MAST = "mast-cell-stabiliser"
    A_FIBRES = "a-fibres-cut"
    C_FIBRES = "c-fibres-cut"
    VAGUS = "vagus-cut"
    ADRENALS = "adrenals-removed"


class Blocked(Value, frozen=True, kw_only=True):
    """A link taken out for the whole study. `dose` 1 is the usual one of a medicine; a cut knows no dose."""

    by: Blocker
    dose: Dose = 1


class Sessions(Value, frozen=True, kw_only=True):
    """When and for how long: so many sessions, evenly spread over the week, the first on `first_day`."""

    count: Annotated[int, Meta(ge=1, le=200)] = 12
    per_week: Annotated[float, Meta(gt=0, le=14)] = 2
    minutes: Minutes = 30
    first_day: Day = 0


class Medicine(Value, frozen=True, kw_only=True):
    """A medicine taken evenly from one day to another; `dose` 1 is the usual daily dose."""

    what: Literal["nsaid", "opioid", "endotoxin"]
    dose: Dose = 1
    from_day: Day = 0
    to_day: Day

    def __post_init__(self) -> None:
        if self.to_day <= self.from_day:
            raise ValueError(f"a medicine from day {self.from_day:g} ends after it, not on day {self.to_day:g}")


class Arm(Value, frozen=True, kw_only=True):
    """One way of treating.

    `hertz` holds one frequency of electro-acupuncture, or two that take turns every three seconds. `de_qi` is
    the sensation from 0 to 10. `rotated`: needles are turned by hand now and then; electric current moves them too.
    `care` is how much a person may expect of what is done, from 0 (a waiting list) to 1 (full acupuncture).
    """

    needling: Needling | None = None
    points: tuple[PointCode, ...] = ()
    site: Site = Site.SEGMENTAL
    hertz: Annotated[tuple[Hertz, ...], Meta(max_length=2)] = ()
    intensity: Literal["low", "high"] = "low"  # of the current: the vagal reflex answers to a low one only
    de_qi: Annotated[float, Meta(ge=0, le=10)] = 5
    rotated: bool = True
    care: Annotated[float, Meta(ge=0, le=1)] = 1
    sessions: Sessions | None = None
    medicines: Annotated[tuple[Medicine, ...], Meta(max_length=6)] = ()
    exercise_per_week: Annotated[float, Meta(ge=0, le=14)] = 0  # hours
    exercise_to_day: Annotated[float, Meta(gt=0, le=MOST_DAYS)] = MOST_DAYS
    blocked: Annotated[tuple[Blocked, ...], Meta(max_length=6)] = ()

    def __post_init__(self) -> None:
        if (self.needling is None) != (self.sessions is None):
            raise ValueError("needling and sessions go together: give both, or neither")
        if (self.needling is Needling.ELECTRO) != bool(self.hertz):
            raise ValueError("electro-acupuncture has a frequency in 'hertz', and nothing else has")
