"""The form of the simulator: sliders and choices, and what is wrong with what was sent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, get_args

from django.http import QueryDict
from django.utils.translation import gettext as _

from deqi.core.arm import Arm, Blocked, Blocker, Medicine, Needling, Sessions, Site
from deqi.core.simulation import Pain, Slow
from deqi.core.values import Value

NUMBER = re.compile(r"[+-]?[0-9]{1,12}([.,][0-9]{1,6})?(e[+-]?[0-9]{1,2})?", re.IGNORECASE)
MOST_LETTERS = 40
NALOXONE_HIGH = 10.0  # times the usual dose, as in the experiment that knowledge has
HERTZ: dict[str, tuple[float, ...]] = {"2": (2,), "15": (15,), "100": (100,), "2/100": (2, 100)}
NALOXONE = {"none": 0.0, "usual": 1.0, "high": NALOXONE_HIGH}
CHOICES: dict[str, tuple[str, ...]] = {
    "technique": tuple(Needling),
    "hertz": tuple(HERTZ),
    "site": tuple(Site),
    "naloxone": tuple(NALOXONE),
    "pain": get_args(Pain),
    "slow": get_args(Slow),
}
TICKS = ("st36", "nsaid", "opioid")
DONE = ("technique", "hertz", "minutes", "sessions", "per_week")
FELT = ("site", "st36", "de_qi", "expectation")
PERSON = ("pain", "days")
BESIDES = ("nsaid", "opioid", "exercise", "naloxone", "slow")
FIELDS = (*DONE, *FELT, *PERSON, *BESIDES)
Faults = dict[str, str]  # name of a field -> what is wrong with it


class Range(Value, frozen=True, kw_only=True):
    """The least and the most that a slider gives, and its step."""

    least: float
    most: float
    step: float


RANGES = {
    "minutes": Range(least=5, most=60, step=5),
    "sessions": Range(least=1, most=24, step=1),
    "per_week": Range(least=1, most=7, step=1),
    "de_qi": Range(least=0, most=10, step=1),
    "expectation": Range(least=0, most=100, step=5),
    "exercise": Range(least=0, most=14, step=0.5),
    "days": Range(least=1, most=365, step=1),
}


class Asked(Value, frozen=True, kw_only=True):
    """What the form asks for, each number at a step of its slider: what is kept in the cache is found by it."""

    technique: Needling = Needling.MANUAL
    hertz: str = "2/100"
    site: Site = Site.SEGMENTAL
    naloxone: str = "none"
    pain: str = "nociceptive"
    slow: str = "bistable"
    st36: bool = False
    nsaid: bool = False
    opioid: bool = False
    minutes: float = 30
    sessions: float = 12
    per_week: float = 2
    de_qi: float = 5
    expectation: float = 100
    exercise: float = 0
    days: float = 84

    def arm(self, needling: Needling | None = None) -> Arm:
        """The way of treating; `needling` instead of the technique that was chosen."""
        chosen = self.technique if needling is None else needling
        medicines = [Medicine(what=what, to_day=self.days) for what in ("nsaid", "opioid") if getattr(self, what)]
        naloxone = NALOXONE[self.naloxone]
        return Arm(
            needling=chosen,
            points=("ST36",) if self.st36 else (),
            site=self.site,
            hertz=HERTZ[self.hertz] if chosen is Needling.ELECTRO else (),
            de_qi=self.de_qi,
            care=self.expectation / 100,
            sessions=Sessions(count=int(self.sessions), per_week=self.per_week, minutes=self.minutes),
            medicines=tuple(medicines),
            exercise_per_week=self.exercise,
            blocked=(Blocked(by=Blocker.NALOXONE, dose=naloxone),) if naloxone else (),
        )


def read(sent: QueryDict) -> tuple[Asked, Faults]:
    """What was asked for; where a field cannot be used, its usual value, and a sentence on what is wrong."""
    usual, faults = Asked(), Faults()
    found: dict[str, Any] = {name: name in sent for name in TICKS}
    for name, known in CHOICES.items():
        text = sent.get(name, getattr(usual, name))
        if text not in known:
            faults[name] = _("Choose one of the list.")
            text = getattr(usual, name)
        found[name] = text
    for name, range_ in RANGES.items():
        number = _number(sent.get(name), range_)
        if number is None and name in sent:
            words = _("A number from %(least)s to %(most)s is expected.")
            faults[name] = words % {"least": f"{range_.least:g}", "most": f"{range_.most:g}"}
        found[name] = getattr(usual, name) if number is None else number
    found["technique"], found["site"] = Needling(found["technique"]), Site(found["site"])
    return Asked(**found), faults


def _number(text: str | None, range_: Range) -> float | None:
    """A number within its range, at the nearest step."""
    plain = unicodedata.normalize("NFKC", text or "").strip()[:MOST_LETTERS]
    if not NUMBER.fullmatch(plain):
        return None
    number = float(plain.replace(",", "."))
    if not range_.least <= number <= range_.most:
        return None
    return range_.least + round((number - range_.least) / range_.step) * range_.step


class Slider(Value, frozen=True, kw_only=True):
    """A slider as it is shown, with its value beside it."""

    name: str
    label: str
    unit: str
    value: str
    least: str
    most: str
    step: str
    fault: str


class Choice(Value, frozen=True, kw_only=True):
    """A list to choose from, as it is shown."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]  # what is sent, how it is called, whether it is chosen
    fault: str


class Tick(Value, frozen=True, kw_only=True):
    """A box to tick, as it is shown."""

    name: str
    label: str
    ticked: bool


class Group(Value, frozen=True, kw_only=True):
    """Fields under one heading."""

    name: str
    fields: tuple[Slider | Choice | Tick, ...]
    open: bool = True


def shown(asked: Asked, faults: Mapping[str, str]) -> tuple[Group, ...]:
    """The form in the page's language."""

    def field(name: str) -> Slider | Choice | Tick:
        if name in RANGES:
            return _slider(name, asked, faults)
        if name in CHOICES:
            return _choice(name, asked, faults)
        return Tick(name=name, label=label(name), ticked=getattr(asked, name))

    def group(name: str, *fields: str, open: bool = True) -> Group:
        return Group(name=name, fields=tuple(map(field, fields)), open=open or bool(set(fields) & set(faults)))

    changed = any(getattr(asked, name) != getattr(Asked(), name) for name in BESIDES)
    return (
        group(_("What is done"), *DONE),
        group(_("Where, and how it is felt"), *FELT),
        group(_("The person"), *PERSON),
        group(_("Besides"), *BESIDES, open=changed),
    )


def _slider(name: str, asked: Asked, faults: Mapping[str, str]) -> Slider:
    range_ = RANGES[name]
    return Slider(
        name=name,
        label=label(name),
        unit=_unit(name),
        value=f"{getattr(asked, name):g}",
        least=f"{range_.least:g}",
        most=f"{range_.most:g}",
        step=f"{range_.step:g}",
        fault=faults.get(name, ""),
    )


def _choice(name: str, asked: Asked, faults: Mapping[str, str]) -> Choice:
    chosen = getattr(asked, name)
    return Choice(
        name=name,
        label=label(name),
        options=tuple((value, option_name(name, value), value == chosen) for value in CHOICES[name]),
        fault=faults.get(name, ""),
    )


def told(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What was chosen, as names and values in words: what paper shows in place of the form."""
    left_out = {"hertz"} if asked.technique is not Needling.ELECTRO else set[str]()
    left_out |= {name for name in TICKS if not getattr(asked, name)}
    return tuple((label(name), _in_words(name, asked)) for name in FIELDS if name not in left_out)


def _in_words(name: str, asked: Asked) -> str:
    value = getattr(asked, name)
    if name in TICKS:
        return _("Yes")
    if name in CHOICES:
        return option_name(name, value)
    return f"{value:g} {_unit(name)}".strip()


def label(name: str) -> str:
    """What a field is called."""
    return {
        "technique": _("Technique"),
        "hertz": _("Frequency of the current"),
        "site": _("Needles are"),
        "naloxone": _("Naloxone, which blocks opioids"),
        "pain": _("Kind of pain"),
        "slow": _("How pain stays, as one of two theories has it"),
        "st36": _("ST36 is among the points"),
        "nsaid": _("An anti-inflammatory pill every day"),
        "opioid": _("An opioid every day"),
        "minutes": _("Length of a session"),
        "sessions": _("Sessions"),
        "per_week": _("Sessions a week"),
        "de_qi": _("Needle sensation (de qi)"),
        "expectation": _("Expectation and care"),
        "exercise": _("Exercise a week"),
        "days": _("Time shown"),
    }[name]


def _unit(name: str) -> str:
    return {
        "minutes": _("min"),
        "de_qi": _("of 10"),
        "expectation": "%",
        "exercise": _("h"),
        "days": _("days"),
    }.get(name, "")


def option_name(name: str, value: str) -> str:
    """What a choice is called."""
    if name == "hertz":
        return f"{value} Hz" if value != "2/100" else _("2 and 100 Hz in turn")
    return {
        Needling.MANUAL: _("needles turned by hand"),
        Needling.ELECTRO: _("electro-acupuncture"),
        Needling.SUPERFICIAL: _("sham: shallow needles beside the points"),
        Needling.TOUCH: _("sham: blunt needles that do not enter"),
        Needling.MOXA: _("moxa"),
        Needling.CUPPING: _("cupping"),
        Needling.NONE: _("attention alone"),
        Site.SEGMENTAL: _("near the pain"),
        Site.REMOTE: _("far from the pain"),
        "none": _("not given"),
        "usual": _("usual dose"),
        "high": _("high dose"),
        "nociceptive": _("pain from tissue"),
        "neuropathic": _("pain from injured nerves"),
        "acute": _("acute pain that heals"),
        "bistable": _("two resting states"),
        "year-long": _("a memory of a year"),
    }[value]
