"""What a simulation is asked for: one person, or a trial of several arms."""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from deqi.core.arm import MOST_DAYS, Arm, Day
from deqi.core.values import Value

MOST_PEOPLE, MOST_ARMS, MOST_VISITS, MOST_TRIALS = 1_000_000, 8, 400, 10_000
RESEARCH = "research simulation, not treatment advice"
Pain = Literal["nociceptive", "neuropathic", "acute"]
Slow = Literal["bistable", "year-long"]
Seed = Annotated[int, Meta(ge=0, le=2**32 - 1)]
Length = Annotated[float, Meta(ge=0.05, le=MOST_DAYS)]


class SimulatedPerson(Value, frozen=True, kw_only=True):
    """One person treated in one way. `draws`: how many virtual people show what is not known of the person."""

    arm: Arm
    pain: Pain = "nociceptive"
    slow: Slow = "bistable"
    days: Length = 84
    draws: Annotated[int, Meta(ge=1, le=4096)] = 64
    rhythm: bool = False  # with the daily rhythm of sensitivity
    seed: Seed = 1


class Analysis(Value, frozen=True, kw_only=True):
    """How a trial is analysed: the scores at `day`, alone or beside the first ones, and who counts as responder."""

    day: Day
    method: Literal["ancova", "change", "final"] = "ancova"
    responder: Annotated[float, Meta(gt=0, le=1)] = 0.3  # share of the first score that is gone
    control: str


class VirtualTrial(Value, frozen=True, kw_only=True):
    """A trial on virtual people: everyone is simulated in every arm, and then each is allotted to one."""

    title: str = ""
    arms: Annotated[dict[str, Arm], Meta(min_length=1, max_length=MOST_ARMS)]
    people: Annotated[int, Meta(ge=2, le=MOST_PEOPLE)]  # in each arm
    days: Annotated[tuple[Day, ...], Meta(min_length=2, max_length=MOST_VISITS)]  # of the visits; the first is 0
    pain: Pain = "nociceptive"
    slow: Slow = "bistable"
    noise: Annotated[float, Meta(ge=0, le=5)] = 1.0  # standard deviation of a rating from 0 to 10
    drop_out: Annotated[float, Meta(ge=0, lt=1)] = 0.1  # share lost by the last visit, evenly over time
    analysis: Analysis
    trials: Annotated[int, Meta(ge=1, le=MOST_TRIALS)] = 1  # repeated, for power
    seed: Seed = 1

    def __post_init__(self) -> None:
        if list(self.days) != sorted(set(self.days)) or self.days[0] != 0:
            raise ValueError("'days' begins with 0 and rises")
        if self.analysis.day not in self.days:
            raise ValueError(f"day {self.analysis.day:g} of the analysis is not one of the days {_listed(self.days)}")
        if self.analysis.control not in self.arms:
            raise ValueError(f"'{self.analysis.control}' is not one of the arms {', '.join(self.arms)}")


def _listed(days: tuple[float, ...]) -> str:
    return ", ".join(f"{day:g}" for day in days)


class Band(Value, frozen=True, kw_only=True):
    """An output over time among virtual people: the median, and between which values nine of ten lie."""

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]


class Simulated(Value, frozen=True, kw_only=True):
    """One person's simulated course by output: over the days, and in minutes from the first session's start."""

    days: tuple[float, ...]
    over_days: dict[str, Band]
    minutes: tuple[float, ...]
    within_session: dict[str, Band]
    note: str = RESEARCH


class ArmCourse(Value, frozen=True, kw_only=True):
    """How an arm of a virtual trial went: those seen, mean and spread at each visit, and who responded how far."""

    seen: tuple[int, ...]
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    responders: float
    responder_curve: tuple[tuple[float, float], ...]  # share of the first score that is gone, share of people


class Effect(Value, frozen=True, kw_only=True):
    """An arm beside the control: difference of pain (0 to 10) with its 95 % interval, and in standard deviations."""

    difference: float
    low: float
    high: float
    standardised: float
    standardised_low: float
    standardised_high: float
    p: float


class TrialResult(Value, frozen=True, kw_only=True):
    """A virtual trial, and how often its like would show a difference."""

    days: tuple[float, ...]
    arms: dict[str, ArmCourse]
    effects: dict[str, Effect]
    true_differences: dict[str, float]  # of everyone in both arms, without noise or loss
    power: dict[str, float]  # share of the repeated trials with p below 0.05
    trials: int
    note: str = RESEARCH


class Asked(StrEnum):
    """Which number's sensitivity is asked for.

    The fall of pain by the last day, by the end of the first session, or how much less pain there is than with
    shallow sham needles on the last day.
    """

    RELIEF = "relief"
    SESSION = "session"
    SPECIFIC = "specific"


class Index(Value, frozen=True, kw_only=True):
    """How much of an output's variance a parameter explains alone, and together with others; with 95 % half-widths."""

    symbol: str
    first: float
    first_error: float
    total: float
    total_error: float


class Sensitivity(Value, frozen=True, kw_only=True):
    """Sobol's indices of one output, the most telling parameter first."""

    asked: Asked
    runs: int
    mean: float
    sd: float
    indices: tuple[Index, ...]
    note: str = RESEARCH
