"""One consultation in the terminal: red flags first, both lanes, plan, what to expect."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from deqi.core.assessment import Appraisal, Conclusion, Flag, Level, Verdict
from deqi.core.consultation import Consultation
from deqi.core.labels import Language
from deqi.core.plan import Expectation, Plan, Risk
from deqi.documents.markup import join, say
from deqi.documents.render import DJANGO_LANGUAGE, in_force_unasked, likely, ranked_causes
from deqi.documents.templatetags.words import (
    finding_names,
    fit,
    grade_name,
    grouped,
    level_headline,
    level_name,
    listed,
    mark,
    points_of,
    span,
    verdict_name,
)

STYLE = {Level.EMERGENCY: "bold red", Level.SAME_DAY: "bold red", Level.REFER: "yellow", Level.CAUTION: "yellow"}


def show(result: Consultation, language: Language, console: Console) -> None:
    """Print the whole consultation."""
    with override(DJANGO_LANGUAGE[language]):
        _Printer(result, console).all()


class _Printer:
    def __init__(self, result: Consultation, console: Console) -> None:
        self.result, self.console = result, console

    def all(self) -> None:
        self._triage()
        self._letter()
        self._lanes()
        self._besides()
        self._questions()
        if self.result.plan:
            self._plan(self.result.plan)
        elif self.result.no_plan_because:
            self.console.print(Panel(say(self.result.no_plan_because), style="yellow"))
        self._expectations()
        versions = self.result.versions
        self.console.print(f"[dim]deqi {versions['deqi']} · {_('knowledge')} {versions['knowledge']}[/]")

    def _triage(self) -> None:
        triage = self.result.triage
        title, n = level_name(triage.level), len(triage.not_asked)
        if n:
            title += mark(",") + ngettext("%(n)s not asked", "%(n)s not asked", n) % {"n": n}
        lines = [line for flag in triage.flags for line in self._flag(flag)] or [level_headline(triage.level)]
        if triage.contradicted:
            names = join(finding_names(triage.contradicted))
            lines.append(_("Contradictory answers; for safety present wins") + mark(":") + names)
        if triage.not_asked:
            lines.append(f"[dim]{_('Not asked')}{mark(':')}{join(triage.not_asked, ';')}[/]")
        body = "\n".join(lines)
        self.console.print(Panel(body, title=title, style=STYLE.get(triage.level, "green"), title_align="left"))

    def _flag(self, flag: Flag) -> Iterator[str]:
        yield f"[b]{say(flag.name)}[/]{mark(':')}{say(flag.action)}"
        found, feared = join(reason.text for reason in flag.reasons), say(flag.suspects)
        yield f"  {_('Found')}{mark(':')}{found}{mark('.')}{_('Feared')}{mark(':')}{feared}{mark('.')}"

    def _lanes(self) -> None:
        table = Table(box=box.SIMPLE, expand=True)
        table.add_column(_("Traditional"), ratio=1, overflow="fold")
        table.add_column(_("Modern"), ratio=1, overflow="fold")
        table.add_row(self._traditional(), self._modern(self.result))
        self.console.print(table)

    def _traditional(self) -> str:
        head = [f"[i]{_('No pattern fits well')}[/]"] if self.result.none_fits_well else []
        return "\n".join(head + [self._conclusion(p) for p in likely(self.result.patterns, 3)])

    def _besides(self) -> None:
        for appraisal in self.result.also:
            name = say(appraisal.complaint.name) if appraisal.complaint else ""
            self.console.print(f"[b]{_('Beside it')}{mark(':')}{name}[/]\n{self._modern(appraisal)}\n")

    def _modern(self, appraisal: Appraisal) -> str:
        pain = appraisal.pain
        shares = {
            reasons.type: f"{say(reasons.name)} {getattr(pain.mechanism, reasons.type):.0%}" for reasons in pain.reasons
        }
        head = _("Type of pain") + mark(":") + " · ".join(shares.values()) + (f" ({_('mixed')})" if pain.mixed else "")
        causes = ranked_causes(appraisal, self.result.triage.level, 4)
        criteria = (
            f"{say(c.name)}{mark(':')}{verdict_name(c.verdict)} [dim]{listed(c.codes)}[/]"
            for c in appraisal.criteria
            if c.verdict in {Verdict.MET, Verdict.PROBABLE}
        )
        return "\n".join([head, *criteria, *(self._conclusion(c) for c in causes)])

    def _conclusion(self, item: Conclusion) -> str:
        why = " · ".join(say(reason.text) for reason in item.supports[:4])
        return f"[b]{say(item.name)}[/] {fit(item.probability)}\n  [dim]+ {why}[/]"

    def _questions(self) -> None:
        for question in self.result.next_questions[:3]:
            mark = "!" if question.safety else "?"
            self.console.print(f"[b]{mark}[/] {say(question.text)} [dim]({question.finding})[/]")

    def _plan(self, plan: Plan) -> None:
        if plan.locked_until:
            self.console.print(Panel(say(plan.locked_until), title=_("locked"), style="yellow"))
        if in_force_unasked(plan, "child"):
            self.console.print(f"[yellow]△[/] {_('Age is not known: the limits for children apply.')}")
        dose = plan.dose
        parts = (
            say(plan.position.name),
            _("%(n)s needles") % {"n": plan.needles},
            f"{span(dose.minutes)} {_('min')}",
            f"{span(dose.per_week)} {_('a week')}",
            f"{span(dose.sessions)} {_('sessions')}",
            _("review at session %(n)s") % {"n": listed(dose.review_at)},
        )
        verified = "" if dose.verified else mark("(") + _("not verified") + mark(")")
        self.console.print(f"\n[b]{_('Plan')}[/] {say(plan.principle)}\n" + " · ".join(parts) + verified)
        table = Table(box=box.SIMPLE_HEAD, expand=True)
        for column in (_("Point"), _("Side"), _("Depth and direction"), _("Why")):
            table.add_column(column, overflow="fold")
        sides = {"both": _("both sides"), "left": _("left"), "right": _("right"), "midline": _("midline")}
        for point in plan.points:
            why = join((reason.text for reason in point.reasons[:2]), ";")
            where = join((point.depth, point.direction), ";")
            care = "".join(f"\n[i]{say(caution)}[/]" for caution in point.cautions)
            table.add_row(f"[b]{point.code}[/] {say(point.name)}", sides[point.side], where + care, why)
        self.console.print(table)
        self._added(plan)
        self._cautions(plan)
        self._compared(plan)

    def _added(self, plan: Plan) -> None:
        if plan.modalities:
            self.console.print(f"[b]{_('May be added')}[/]")
        for modality in plan.modalities:
            care = "".join(f" [i]{say(caution)}[/]" for caution in modality.cautions)
            settings = f" [dim]{join(modality.settings)}[/]" if modality.settings else ""
            self.console.print(f"  [b]{say(modality.technique.name)}[/]{mark(':')}{say(modality.why)}{settings}{care}")
        for served in plan.serves if len(plan.serves) > 1 else ():
            counts = _("%(here)s at the place, %(there)s elsewhere") % {
                "here": served.at_place,
                "there": served.elsewhere,
            }
            note = f" [i]{say(served.note)}[/]" if served.note else ""
            self.console.print(f"[b]{say(served.complaint.name)}[/]{mark(':')}{counts}{note}")

    def _compared(self, plan: Plan) -> None:
        if plan.protocols:
            self.console.print(f"[b]{_('Published protocols beside this plan')}[/]")
        for protocol in plan.protocols:
            shared = _("%(shared)s of %(all)s points shared") % {
                "shared": len(protocol.shared),
                "all": points_of(protocol),
            }
            left = mark(";").join(f"{d.code}{mark(':')}{say(d.because)}" for d in protocol.left)
            self.console.print(f"  {say(protocol.name)}{mark(':')}{shared}\n    [dim]{left}[/]", highlight=False)

    def _cautions(self, plan: Plan) -> None:
        for note in plan.safety:
            if note.because != "unknown":
                self.console.print(f"[yellow]△[/] [b]{say(note.name)}[/] {say(note.advice)}")
        for note in plan.afterwards:
            told = _("Tell the person after these points") + mark(":")
            self.console.print(f"[yellow]△[/] {told}{say(note.advice)}")
        if plan.emergencies:
            self.console.print(f"[b]{_('Have at hand')}[/]{mark(':')}{join(plan.emergencies)}")
        if plan.asks:
            until = mark("(") + _("until then it counts as present") + mark(")") + mark(":")
            asked = join(question.about[0] for question in plan.asks)
            self.console.print(f"[b]{_('Ask before needling')}[/]{until}{asked}")
        if plan.left_out:
            self.console.print(f"[b]{_('Left out')}[/]")
        for left in plan.left_out:
            ask = mark(";") + _("ask about") + mark(":") + join(finding_names(left.asks)) if left.asks else ""
            self.console.print(
                f"[dim]  {left.code} {say(left.name)}{mark(':')}{join(left.because)}{ask}[/]", highlight=False
            )

    def _letter(self) -> None:
        letter = self.result.letter
        if letter is None:
            return
        body = "\n".join(
            [
                f"{_('To')}{mark(':')}{say(letter.to)}",
                *(say(paragraph) for paragraph in letter.paragraphs),
                f"{_('Found')}{mark(':')}{join(letter.found) or '–'}",
                f"{_('Denied')}{mark(':')}{join(letter.denied) or '–'}",
                f"{_('Not asked')}{mark(':')}{join(letter.not_asked) or '–'}",
            ]
        )
        self.console.print(Panel(body, title=_("Referral letter"), title_align="left"))

    def _expectations(self) -> None:
        for outlook in self.result.outlooks:
            if outlook.expectation:
                name = say(outlook.complaint.name) + mark(";") if self.result.also and outlook.complaint else ""
                self._expectation(outlook.expectation, name)

    def _expectation(self, expectation: Expectation, name: str) -> None:
        arms = mark(";").join(f"[b]{arm.of_100}[/] {_('of 100')} {say(arm.name)}" for arm in expectation.arms)
        weeks = _("after %(weeks)s weeks") % {"weeks": f"{expectation.at_weeks:g}"}
        outcome = say(expectation.outcome) + mark(",") + weeks
        fits = {
            False: _("This person is not like those studied."),
            None: _("Whether this person is like those studied is not known."),
        }.get(expectation.fits, "")
        certainty = grade_name(expectation.certainty).capitalize() + mark(".")
        harms = mark(";").join(self._harm(harm) for harm in expectation.harms)
        self.console.print(
            f"\n[b]{_('What happens to 100 people')}[/]{mark('(')}{name}{outcome}{mark(')')}{mark(':')}{arms}\n"
            f"{_('People studied')}{mark(':')}{say(expectation.population)}{mark('.')}[b]{fits}[/]\n"
            f"[dim]{say(expectation.caveat)}{mark(' ')}{certainty}"
            f"{_('It predicts no single person, and it does not say what the needling caused.')}[/]\n"
            f"{_('Harms')}{mark(':')}{harms}"
        )

    def _harm(self, harm: Risk) -> str:
        rate = _("%(rate)s of %(per)s %(whom)s") % {
            "rate": f"{harm.rate:g}",
            "per": grouped(harm.per),
            "whom": say(harm.of),
        }
        return f"{say(harm.name)} {rate}"
