"""A point's card in the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deqi.core.labels import Language
from deqi.core.provenance import Claim, Known
from deqi.documents.markup import join, say
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.documents.templatetags.words import mark, suitability
from deqi.plan import PointCard


def show(card: PointCard, language: Language, console: Console) -> None:
    """Print the whole card in one language."""
    with override(DJANGO_LANGUAGE[language]):
        _Printer(card, console).all()


class _Printer:
    def __init__(self, card: PointCard, console: Console) -> None:
        self.card, self.console = card, console

    def all(self) -> None:
        self._head()
        self._where()
        self._how_deep()
        self._beneath()
        self._cautions()
        self._uses()
        self._trials()
        self._foot()

    def _line(self, name: str, text: str, style: str = "") -> None:
        body = f"[{style}]{text}[/]" if style else text
        self.console.print(f"[b]{name}[/]{mark(':')}{body}", highlight=False)

    def _head(self) -> None:
        card = self.card
        names = dict.fromkeys((card.name.zh_hans, card.name.zh_hant))
        self.console.print(
            f"[b]{card.code}[/] {' '.join(names)} {card.pinyin} · {escape(card.name.en)}", highlight=False
        )
        kin = [say(card.channel.name)] if card.channel else []
        for class_ in card.classes:
            stands = f"{mark(':')}{say(class_.stands_for)}" if class_.stands_for else ""
            phase = f"{mark('(')}{say(class_.phase)}{mark(')')}" if class_.phase else ""
            kin.append(say(class_.name) + stands + phase)
        if card.meets:
            kin.append(f"{_('Channels that meet here')}{mark(':')}{join(card.meets)}")
        self.console.print(" · ".join(kin), highlight=False)

    def _where(self) -> None:
        card = self.card
        self._line(_("Where"), say(card.location) + _doubt(card.location_known))
        self._line(_("Position of the person"), join(card.positions))

    def _how_deep(self) -> None:
        if self.card.not_needled:
            self._line(_("How deep"), say(self.card.not_needled), "yellow")
        for needling in self.card.needling:
            text = f"{say(needling.angle.name)}{mark(',')}[b]{say(needling.depth)}[/]{mark(';')}"
            self._line(_("How deep"), text + say(needling.direction))
        suits = ((_("Moxa"), "moxa"), (_("Electro"), "electro"), (_("Cupping"), "cupping"))
        told = (f"{name}{mark(':')}{suitability(self.card.suits[key])}" for name, key in suits)
        self.console.print(" · ".join(told), highlight=False)

    def _beneath(self) -> None:
        self._line(_("What lies beneath"), say(self.card.beneath))
        for danger in self.card.dangers:
            sign = "[red]▲[/]" if danger.grave else "[yellow]△[/]"
            self.console.print(f"{sign} [b]{say(danger.name)}[/] {say(danger.how)}", highlight=False)
            for depth in danger.measured:
                self.console.print(f"    [dim]{_('Measured')}{mark(':')}{say(depth.text)}[/]", highlight=False)
        if self.card.no_danger:
            self.console.print(say(self.card.no_danger), highlight=False)
        if self.card.muscles:
            table = Table(box=box.SIMPLE_HEAD)
            for column in (_("Muscle"), _("Nerve"), _("Roots")):
                table.add_column(column, overflow="fold")
            for muscle in self.card.muscles:
                roots = " ".join(muscle.roots) + _doubt(muscle.known)
                table.add_row(say(muscle.name), say(muscle.nerve), roots)
            self.console.print(table)

    def _cautions(self) -> None:
        for caution in self.card.cautions:
            effect = _("left out") if caution.effect == "avoid" else _("shallow end only")
            when = "" if caution.always else f"{mark(',')}{_('if present, and until asked')}"
            self._line(f"{say(caution.name)}{mark('(')}{effect}{when}{mark(')')}", say(caution.advice))

    def _uses(self) -> None:
        self._claims(_("For pain"), self.card.pain_uses)
        self._claims(_("For other complaints"), self.card.other_uses)
        self._claims(_("Evidence"), self.card.studies)

    def _claims(self, name: str, claims: Iterable[Claim]) -> None:
        for claim in claims:
            self._line(name, say(claim.statement) + _doubt(claim.known))

    def _trials(self) -> None:
        for trial in self.card.trials:
            text = f"{say(trial.name)}{mark('(')}{say(trial.condition.name)}{mark(')')}"
            self._line(_("Trials that used it"), text + _doubt(trial.known))
        if not self.card.trials:
            self._line(_("Trials that used it"), _("No trial that deqi knows so far names this point."), "dim")

    def _foot(self) -> None:
        checked = _("A second reader has checked this card against a second source.")
        unchecked = _("No second reader has checked this card yet.")
        sources = ", ".join(citation.id for citation in self.card.citations)
        self.console.print(
            f"[dim]{checked if self.card.reviewed else unchecked}\n{_('Sources')}{mark(':')}{sources}[/]"
        )


def _doubt(known: Known) -> str:
    return "" if known is Known.READ else f"[dim]{mark('(')}{_('recalled')}{mark(')')}[/]"
