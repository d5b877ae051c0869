"""One consultation in the terminal: red flags first, both lanes, plan, what to expect."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from deqi.core.assessment import Conclusion, Level
from deqi.core.consultation import Consultation
from deqi.core.labels import Label, Language
from deqi.core.plan import Plan
from deqi.documents.render import DJANGO_LANGUAGE, likely, ranked_causes
from deqi.documents.templatetags.words import fit, joined, level_headline, level_name, span

STYLE = {Level.EMERGENCY: "bold red", Level.SAME_DAY: "bold red", Level.REFER: "yellow", Level.CAUTION: "yellow"}


def show(result: Consultation, language: Language, console: Console) -> None:
    """Print the whole consultation."""
    with override(DJANGO_LANGUAGE[language]):
        _Printer(result, language, console).all()


class _Printer:
    def __init__(self, result: Consultation, language: Language, console: Console) -> None:
        self.result, self.language, self.console = result, language, console

    def say(self, label: Label | None) -> str:
        return escape(label.text(self.language)) if label else ""

    def all(self) -> None:
        self._triage()
        self._lanes()
        self._questions()
        if self.result.plan:
            self._plan(self.result.plan)
        elif self.result.no_plan_because:
            self.console.print(Panel(self.say(self.result.no_plan_because), style="yellow"))
        self._letter()
        self._expectation()
        versions = self.result.versions
        self.console.print(f"[dim]deqi {versions['deqi']} · {_('knowledge')} {versions['knowledge']}[/]")

    def _triage(self) -> None:
        triage = self.result.triage
        lines = [f"[b]{self.say(flag.name)}[/]: {self.say(flag.action)}" for flag in triage.flags]
        title, n = level_name(triage.level), len(triage.not_asked)
        if n:
            title += ", " + ngettext("%(n)s not asked", "%(n)s not asked", n) % {"n": n}
        body = "\n".join(lines) or level_headline(triage.level)
        if triage.not_asked:
            body += f"\n[dim]{_('Not asked')}: " + "; ".join(self.say(rule.name) for rule in triage.not_asked) + "[/]"
        self.console.print(Panel(body, title=title, style=STYLE.get(triage.level, "green"), title_align="left"))

    def _lanes(self) -> None:
        table = Table(box=box.SIMPLE, expand=True)
        table.add_column(_("Traditional"), ratio=1)
        table.add_column(_("Modern"), ratio=1)
        table.add_row(self._traditional(), self._modern())
        self.console.print(table)

    def _traditional(self) -> str:
        head = [f"[i]{_('No pattern fits well')}[/]"] if self.result.none_fits_well else []
        return "\n".join(head + [self._conclusion(p) for p in likely(self.result.patterns, 3)])

    def _modern(self) -> str:
        pain = self.result.pain
        shares = {
            reasons.type: f"{self.say(reasons.name)} {getattr(pain.mechanism, reasons.type):.0%}"
            for reasons in pain.reasons
        }
        head = f"{_('Type of pain')}: " + " · ".join(shares.values()) + (f" ({_('mixed')})" if pain.mixed else "")
        return "\n".join([head, *(self._conclusion(c) for c in ranked_causes(self.result, 4))])

    def _conclusion(self, item: Conclusion) -> str:
        why = " · ".join(self.say(reason.text) for reason in item.supports[:4])
        return f"[b]{self.say(item.name)}[/] {fit(item.probability)}\n  [dim]+ {why}[/]"

    def _questions(self) -> None:
        for question in self.result.next_questions[:3]:
            mark = "!" if question.safety else "?"
            self.console.print(f"[b]{mark}[/] {self.say(question.text)} [dim]({question.finding})[/]")

    def _plan(self, plan: Plan) -> None:
        if plan.locked_until:
            self.console.print(Panel(self.say(plan.locked_until), style="yellow"))
        dose = plan.dose
        parts = (
            self.say(plan.position.name),
            _("%(n)s needles") % {"n": plan.needles},
            f"{span(dose.minutes)} {_('min')}",
            f"{span(dose.per_week)} {_('a week')}",
            f"{span(dose.sessions)} {_('sessions')}",
            _("review at session %(n)s") % {"n": joined(dose.review_at)},
        )
        self.console.print(f"\n[b]{_('Plan')}[/] {self.say(plan.principle)}\n" + " · ".join(parts))
        table = Table(box=box.SIMPLE_HEAD, expand=True)
        for column in (_("Point"), _("Side"), _("Depth and direction"), _("Why")):
            table.add_column(column)
        sides = {"both": _("both sides"), "left": _("left"), "right": _("right"), "midline": _("midline")}
        for point in plan.points:
            why = "; ".join(self.say(reason.text) for reason in point.reasons[:2])
            where = f"{self.say(point.depth)}; {self.say(point.direction)}"
            table.add_row(f"[b]{point.code}[/] {self.say(point.name)}", sides[point.side], where, why)
        self.console.print(table)
        self._cautions(plan)

    def _cautions(self, plan: Plan) -> None:
        for note in plan.safety:
            if note.because != "unknown":
                self.console.print(f"[yellow]△[/] [b]{self.say(note.name)}[/] {self.say(note.advice)}")
        if plan.asks:
            asked = "; ".join(self.say(question.about[0]) for question in plan.asks)
            self.console.print(f"[b]{_('Ask before needling')}[/] ({_('until then it counts as present')}): {asked}")
        if plan.left_out:
            self.console.print(f"[dim]{_('Left out')}: " + ", ".join(left.code for left in plan.left_out) + "[/]")

    def _letter(self) -> None:
        letter = self.result.letter
        if letter is None:
            return
        body = "\n".join([f"{_('To')}: {self.say(letter.to)}", *(self.say(p) for p in letter.paragraphs)])
        self.console.print(Panel(body, title=_("Referral letter"), title_align="left"))

    def _expectation(self) -> None:
        expectation = self.result.expectation
        if expectation is None:
            return
        arms = "; ".join(f"[b]{arm.of_100}[/] {_('of 100')} {self.say(arm.name)}" for arm in expectation.arms)
        self.console.print(
            f"\n[b]{_('What happens to 100 people')}[/] ({self.say(expectation.outcome)}): {arms}\n"
            f"[dim]{self.say(expectation.caveat)}[/]"
        )
