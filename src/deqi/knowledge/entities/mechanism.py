"""How it could work: parts of the model with their parameters, the yardsticks it is held to, and experiments."""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from deqi.core.arm import Arm
from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.provenance import Claim, Known
from deqi.core.values import Value
from deqi.knowledge.entities.common import Entity

Symbol = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9]*(_[a-z0-9]+)*$")]
Unit = Literal["1", "min", "1/min", "µM", "µM/min", "h", "Hz"]


class Origin(StrEnum):
    """Where a parameter's value comes from."""

    MEASURED = "measured"  # a source gives it, or gives what it follows from
    CALIBRATED = "calibrated"  # it was moved until the model met what `answers_to` names
    CHOSEN = "chosen"  # a scale or a form that no observation can tell


class StateTerm(Value, frozen=True, kw_only=True):
    """A state of the model: what it stands for, its unit ("1" where it is a level beside rest), where it starts."""

    symbol: Symbol
    labels: Label
    unit: Unit
    start: Annotated[float, Meta(ge=0)]


class ModelParameter(Value, frozen=True, kw_only=True):
    """A number of the equations.

    `range` holds what calibration may try; `spread` is the coefficient of variation between people (0: the same
    in everyone). `known`: of a measured one, or of a source that a chosen one leans on.
    """

    symbol: Symbol
    labels: Label
    value: float
    unit: Unit
    range: tuple[float, float]
    spread: Annotated[float, Meta(ge=0, le=1)] = 0
    origin: Origin
    known: Known | None = None
    sources: tuple[Id, ...] = ()
    answers_to: tuple[Id, ...] = ()  # yardsticks

    def __post_init__(self) -> None:
        low, high = self.range
        if not low <= self.value <= high:
            raise ValueError(f"{self.symbol} is {self.value:g}, outside of its own range {low:g} to {high:g}")
        if self.origin is Origin.MEASURED and not (self.sources and self.known):
            raise ValueError(f"{self.symbol} is measured: name the source, and how it is known")
        if self.origin is Origin.CALIBRATED and not self.answers_to:
            raise ValueError(f"{self.symbol} is calibrated: name the yardstick that it answers to")


class Mechanism(Entity, frozen=True, kw_only=True):
    """One part of the mechanism: what is thought to happen, what stands for it in the model, and the evidence."""

    about: Label
    states: tuple[StateTerm, ...] = ()
    parameters: tuple[ModelParameter, ...] = ()
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class Variant(Entity, frozen=True, kw_only=True):
    """A set of parameters that stands in for the mechanism's own: a kind of pain, or a structure of the slow part."""

    of: Literal["pain", "slow"]
    about: Label
    parameters: Annotated[tuple[ModelParameter, ...], Meta(min_length=1)]


class Observed(Value, frozen=True, kw_only=True):
    """One number of a yardstick: of which arm, at which minute after the first session begins."""

    arm: str
    minute: Annotated[float, Meta(ge=0)]
    value: float
    low: float | None = None  # 95 % interval
    high: float | None = None
    sd: Annotated[float, Meta(gt=0)] | None = None
    people: Annotated[int, Meta(ge=1)] | None = None


class Yardstick(Entity, frozen=True, kw_only=True):
    """What was measured in people or animals, and whether the model is fitted to it or tested against it."""

    measure: Label
    species: Literal["people", "rats", "mice", "rabbits", "goats"]
    use: Literal["fit", "test"]
    unit: str
    observed: Annotated[tuple[Observed, ...], Meta(min_length=1)]
    known: Known
    note: Label | None = None


class Reading(Value, frozen=True, kw_only=True):
    """What is read off a run at a minute: a state or output by itself, its fall from the start, or its fold of it."""

    run: str
    output: Symbol
    minute: Annotated[float, Meta(ge=0)]
    taken: Literal["value", "relief", "fold"] = "value"


class Expected(Value, frozen=True, kw_only=True):
    """What must come out: a reading beside another one as their ratio, or alone, within bounds."""

    says: Label
    reading: Reading
    against: Reading | None = None
    least: float | None = None
    most: float | None = None

    def __post_init__(self) -> None:
        if self.least is None and self.most is None:
            raise ValueError("an expectation has a bound: 'least', 'most' or both")


class Experiment(Entity, frozen=True, kw_only=True):
    """An experiment that was made on animals or people, as one that the model can be put through."""

    shown: Label  # what was found, and in whom
    species: Literal["people", "rats", "mice", "rabbits", "goats"]
    pain: Literal["nociceptive", "neuropathic", "none"] = "nociceptive"
    runs: dict[str, Arm]
    rhythm: bool = False  # with the daily rhythm of sensitivity
    expects: Annotated[tuple[Expected, ...], Meta(min_length=1)]
    note: Label | None = None  # why the reading was taken so
    missed: Label | None = None  # why the model shows something else, where it does: written after that was seen
    known: Known

    def __post_init__(self) -> None:
        for expected in self.expects:
            for reading in (expected.reading, expected.against):
                if reading is not None and reading.run not in self.runs:
                    raise ValueError(f"'{reading.run}' is not one of the runs {', '.join(self.runs)}")


class Met(Value, frozen=True, kw_only=True):
    """How a calibrated ensemble meets one target: what was observed, and the model's mean and range over members."""

    yardstick: Id
    target: str
    observed: float
    tolerance: float
    best: float
    low: float
    high: float


class Held(Value, frozen=True, kw_only=True):
    """How firmly the targets hold a parameter: the share of its prior's spread that they took away."""

    symbol: Symbol
    best: float
    prior: float
    shrunk: float


class Put(Value, frozen=True, kw_only=True):
    """What the model showed where an experiment expects something: its place there, the median, nine of ten people."""

    experiment: Id
    place: Annotated[int, Meta(ge=0)]
    median: float
    low: float
    high: float
    agrees: bool


class Predicted(Value, frozen=True, kw_only=True):
    """A number that was kept from calibration, beside what the calibrated model gives for it."""

    yardstick: Id
    arm: str
    minute: float
    observed: float
    predicted: float


class Ensemble(Value, frozen=True, kw_only=True):
    """What calibration left for one structure of the slow part: typical persons, and the virtual people accepted.

    Person `n` is the `n % each`-th deviate of member `n // each`; `accepted` are such numbers, some of them more
    than once. `model` is the hash of the equations that were calibrated.
    """

    id: Id
    model: str
    seed: int
    members: Annotated[tuple[dict[str, float], ...], Meta(min_length=1)]
    misfits: tuple[float, ...]
    each: Annotated[int, Meta(ge=1)]
    accepted: Annotated[tuple[int, ...], Meta(min_length=1)]
    effective: float  # people with even weights who would say as much as the accepted ones
    met: tuple[Met, ...]
    accepted_met: tuple[Met, ...]  # the course's means and spreads among the accepted
    held: tuple[Held, ...]
    experiments: tuple[Put, ...] = ()
    predicted: tuple[Predicted, ...] = ()
