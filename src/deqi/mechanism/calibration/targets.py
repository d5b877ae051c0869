"""What the model is fitted to: numbers of people's and animals' studies, each beside what the model gives for it.

Only yardsticks with `use: fit`; what is kept for testing (experiments, persistence, neuropathic pain) is not
read here, and `tests/unit/test_mechanism_calibration.py` sees to it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deqi.core.arm import Arm, Medicine, Needling, Sessions
from deqi.knowledge.entities import Observed, Yardstick
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.model.symbols import DAY
from deqi.mechanism.people import People, Typical, alike, at_rest
from deqi.mechanism.readouts import follow

RTOL = 1e-4
ONE = Sessions(count=1, per_week=1, minutes=30)
UNTREATED = Arm()
WEEK = 7 * DAY
SD = 2.0  # points of pain from 0 to 10 in a standard deviation of people with lasting pain
SPREADS = (1.5, 2.2)
CLOSEST = 0.1  # of pain from 0 to 10: a pooled mean may be known better, but not of the people of one trial
PLACEBO_CARE = 0.5  # how much a person expects of a placebo, beside 1 of full acupuncture


@dataclass(frozen=True)
class Target:
    """A number that was observed, how far off counts as one, and the yardstick that it stands in."""

    yardstick: str
    name: str
    observed: float
    tolerance: float


@dataclass(frozen=True)
class Course:
    """The three arms of a trial: means and standard deviations from 0 to 10 at minutes, what each arm is."""

    arms: Mapping[str, Arm]
    minutes: Sequence[float]
    means: Mapping[str, Sequence[float]]
    sds: Mapping[str, Sequence[float]]
    noise: float = 1.0
    mean_tolerance: float = 0.12  # three points of 100 is asked for
    sd_tolerance: float = 0.25


def seen(
    yardsticks: Mapping[str, Yardstick], id_: str, arm: str | None = None, minute: float | None = None
) -> Observed:
    """A number of an yardstick that may be fitted.

    Raises:
        ValueError: the yardstick is kept for testing, or holds no such number.
    """
    yardstick = yardsticks[id_]
    if yardstick.use != "fit":
        raise ValueError(f"'{id_}' is kept for testing and may not be fitted")
    for row in yardstick.observed:
        if arm in (None, row.arm) and minute in (None, row.minute):
            return row
    raise ValueError(f"'{id_}' has no number of '{arm}' at minute {minute}")


def course_of(yardsticks: Mapping[str, Yardstick], arms: Mapping[str, Arm]) -> Course:
    """The three arms of the trial in back pain, whose means are known at each visit.

    Of the spreads only is known that they lie between 13 and 23 of 100: narrow at first, since people enter by
    their pain, and wide at the end is what is taken.
    """
    minutes = sorted({row.minute for row in yardsticks["gerac-course"].observed})
    spreads = np.linspace(*SPREADS, len(minutes)).tolist()
    return Course(
        arms=arms,
        minutes=minutes,
        means={name: [seen(yardsticks, "gerac-course", name, m).value / 10 for m in minutes] for name in arms},
        sds=dict.fromkeys(arms, spreads),
    )


def course_targets(course: Course) -> list[Target]:
    """Means and standard deviations of every arm and visit."""
    targets = []
    for arm in course.arms:
        for place, minute in enumerate(course.minutes):
            week = f"{arm}, week {minute / WEEK:.0f}"
            targets.append(Target("gerac-course", f"mean, {week}", course.means[arm][place], course.mean_tolerance))
            targets.append(Target("gerac-course", f"sd, {week}", course.sds[arm][place], course.sd_tolerance))
    return targets


def course_given(course: Course, people: People, typical: Typical) -> list[float]:
    """What the model gives for `course_targets`; a rating's noise is added to the spread."""
    given = []
    for arm in course.arms.values():
        found = follow(people, arm, typical, minutes=course.minutes, outputs=["pain"], rtol=RTOL)[:, :, 0].to_numpy()
        for place in range(len(course.minutes)):
            given += [float(found[:, place].mean()), float(np.hypot(found[:, place].std(), course.noise))]
    return given


def _electro(*hertz: float, minutes: float = 30) -> Arm:
    return Arm(needling=Needling.ELECTRO, hertz=hertz, sessions=Sessions(count=1, per_week=1, minutes=minutes), de_qi=5)


def single_targets(yardsticks: Mapping[str, Yardstick]) -> list[Target]:
    """Within one session, in the typical person."""

    def log(yardstick: str, arm: str, minute: float, tolerance: float, name: str) -> Target:
        return Target(
            yardstick, f"log {name}", float(np.log(seen(yardsticks, yardstick, arm, minute).value)), tolerance
        )

    def order(yardstick: str, name: str, size: float) -> Target:
        """Of which only the order is known: the size is a guess, and counts for little."""
        seen(yardsticks, yardstick)
        return Target(yardstick, f"log {name} (order only)", size, abs(size))

    return [
        log("csf-peptides", "2-hz-enkephalin", 30, 0.15, "fold of enkephalin, 2 Hz"),
        log("csf-peptides", "100-hz-enkephalin", 30, 0.15, "fold of enkephalin, 100 Hz"),
        log("csf-peptides", "2-hz-dynorphin", 30, 0.15, "fold of dynorphin, 2 Hz"),
        log("csf-peptides", "100-hz-dynorphin", 30, 0.1, "fold of dynorphin, 100 Hz"),
        log("adenosine-course", "manual", 30, 0.25, "fold of adenosine at 30 min"),
        log("adenosine-course", "manual", 60, 0.4, "fold of adenosine at 60 min"),
        log("alternation", "2-100", 30, 0.15, "relief, 2/100 Hz beside both at once"),
        order("retention", "relief, 30 beside 20 min", 0.1),
        order("retention", "relief, 30 beside 40 min", 0.1),
        log("analgesia-half-life", "manual", 66, 0.3, "relief left 16 min after"),
        order("knee-cytokines", "fold of TNF after 8 weeks", -0.1),
        order("muscle-flow", "fold of flow after 5 min, de qi beside none", 0.2),
    ]


def single_given(typical: Typical) -> list[float]:
    """What the model gives for `single_targets`."""
    people = at_rest(typical, alike(typical, 1), rtol=RTOL, flared=False)
    alone = typical.with_({"mixed_synergy": 0.0})

    def read(arm: Arm, minutes: Sequence[float], output: str, given: Typical = typical) -> Array:
        found: Array = follow(people, arm, given, minutes=minutes, outputs=[output], rtol=RTOL)[0, :, 0].to_numpy()
        return found

    def fold(arm: Arm, output: str, minutes: Sequence[float]) -> list[float]:
        levels = read(arm, [0.0, *minutes], output)
        return [float(level) for level in np.log(levels[1:] / levels[0])]

    def relief(arm: Arm, minutes: Sequence[float], given: Typical = typical) -> Array:
        levels = read(arm, [0.0, *minutes], "pain_far", given)
        fall: Array = np.maximum(levels[0] - levels[1:], 1e-3)
        return fall

    manual = Arm(needling=Needling.MANUAL, sessions=ONE)
    held = {length: relief(_electro(2.0, 100.0, minutes=length), [length])[0] for length in (20.0, 30.0, 40.0)}
    both = relief(_electro(2.0, 100.0), [30.0], alone)[0]
    after = relief(manual, [30.0, 46.0])
    stirred, still = (Arm(needling=Needling.MANUAL, sessions=ONE, de_qi=felt) for felt in (8, 0))
    knees = Arm(needling=Needling.ELECTRO, hertz=(2.0, 100.0), sessions=Sessions(count=24, per_week=3))
    return [
        *(fold(_electro(hertz), peptide, [30.0])[0] for peptide in ("Enk", "Dyn") for hertz in (2.0, 100.0)),
        *fold(manual, "Ado", [30.0, 60.0]),
        float(np.log(held[30.0] / both)),
        float(np.log(held[30.0] / held[20.0])),
        float(np.log(held[30.0] / held[40.0])),
        float(np.log(after[1] / after[0])),
        fold(knees, "TNF", [8 * WEEK])[0],
        fold(stirred, "Flow", [5.0])[0] - fold(still, "Flow", [5.0])[0],
    ]


def group_targets(yardsticks: Mapping[str, Yardstick]) -> list[Target]:
    """Between groups, from 0 to 10: less pain than with nothing, with placebo or with sham."""

    def less(yardstick: str, arm: str, points: float, name: str) -> Target:
        """`points` of pain from 0 to 10 make one unit of the yardstick; below 0 where it counts relief as more."""
        found = seen(yardsticks, yardstick, arm)
        half = (
            (found.high - found.low) / 3.92 if found.low is not None and found.high is not None else 0.3 * found.value
        )
        return Target(yardstick, name, -found.value * points, max(abs(half * points), CLOSEST))

    return [
        less("immediate-vs-sham", "acupuncture-against-sham", SD, "less than with sham, at once"),
        less("pooled-effects", "against-none-back", -SD, "less than with nothing, 12 weeks"),
        less("pooled-effects", "against-sham-back", -SD, "less than with sham, 12 weeks"),
        less("placebo-back-pain", "placebo-against-nothing", SD, "less with placebo than with nothing"),
        less("nsaid-back-pain", "nsaid-against-placebo", 0.1, "less with an NSAID than without"),
        less("opioid-pain", "opioid-against-placebo", 1, "less with an opioid than without"),
        less("exercise-back-pain", "exercise-against-none", 0.1, "less with exercise than without"),
    ]


def group_given(people: People, typical: Typical) -> list[float]:
    """What the model gives for `group_targets`."""
    return [float(mean) for mean in less_of_each(people, typical).mean(axis=0)]


def less_of_each(people: People, typical: Typical) -> Array:
    """How much less pain each person (people, targets) has, by `group_targets`."""

    def pain(arm: Arm, minute: float) -> Array:
        found: Array = follow(people, arm, typical, minutes=[0.0, minute], outputs=["pain"], rtol=RTOL)[
            :, 1, 0
        ].to_numpy()
        return found

    def taking(what: str) -> Arm:
        return Arm(medicines=(Medicine(what=what, to_day=90),))  # type: ignore[arg-type]  # one of the literals

    course = Sessions(count=12, per_week=2)
    needled = Arm(needling=Needling.MANUAL, sessions=course)
    sham = Arm(needling=Needling.SUPERFICIAL, sessions=course, de_qi=0, rotated=False)

    def less(arm: Arm, weeks: float) -> Array:
        fall: Array = pain(UNTREATED, weeks * WEEK) - pain(arm, weeks * WEEK)
        return fall

    return np.column_stack(
        [
            pain(Arm(needling=Needling.SUPERFICIAL, sessions=ONE), 30)
            - pain(Arm(needling=Needling.MANUAL, sessions=ONE), 30),
            less(needled, 12),
            pain(sham, 12 * WEEK) - pain(needled, 12 * WEEK),
            less(Arm(needling=Needling.NONE, sessions=course, care=PLACEBO_CARE), 6),
            less(taking("nsaid"), 8),
            less(taking("opioid"), 8.5),
            less(Arm(exercise_per_week=3), 12),
        ]
    )


Given = Callable[[Typical], Array]


def everything(course: Course, normal: Array, yardsticks: Mapping[str, Yardstick]) -> tuple[list[Target], Given]:
    """All targets, and what gives the model's numbers for them; `normal` are the people's deviates."""
    targets = [*course_targets(course), *single_targets(yardsticks), *group_targets(yardsticks)]

    def given(typical: Typical) -> Array:
        parameters = alike(typical, len(normal), normal)
        people = at_rest(typical, parameters, rtol=RTOL)
        return np.array([*course_given(course, people, typical), *single_given(typical), *group_given(people, typical)])

    return targets, given
