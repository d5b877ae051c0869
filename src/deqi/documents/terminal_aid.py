"""The decision aid in the terminal: each option with benefits and harms, guidelines, questions."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console
from rich.panel import Panel

from deqi.core.labels import Label, Language
from deqi.core.provenance import Claim, Known
from deqi.documents.markup import say
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.documents.templatetags.studied_words import against_name, says_name
from deqi.documents.templatetags.words import grade_name, listed, mark
from deqi.evidence.aid import ipdas
from deqi.evidence.aid.values import Aid, AidOption, Guidelines, Rate, Studied


def show(aid: Aid, language: Language, console: Console) -> None:
    """Print the whole aid in one language."""
    with override(DJANGO_LANGUAGE[language]):
        _Printer(aid, console).all()


class _Printer:
    def __init__(self, aid: Aid, console: Console) -> None:
        self.aid, self.console = aid, console

    def all(self) -> None:
        self._head()
        for option in self.aid.options:
            self._option(option)
        if self.aid.more:
            self._title(_("More studies"))
            for studied in self.aid.more:
                self._line(say(studied.of.name), _studied(studied), style="b")
        self._guidelines()
        self._list(_("What matters to you?"), (matter.labels for matter in self.aid.matters))
        self._list(_("Questions to ask"), self.aid.questions)
        self._list(_("What nobody knows"), self.aid.unknown)
        self._foot()

    def _print(self, text: str) -> None:
        self.console.print(text, highlight=False)

    def _line(self, name: str, text: str, style: str = "dim") -> None:
        self._print(f"  [{style}]{name}[/]{mark(':')}{text}")

    def _title(self, text: str) -> None:
        self._print(f"\n[b]{text}[/]")

    def _list(self, title: str, labels: Iterable[Label]) -> None:
        said = [say(label) for label in labels]
        if said:
            self._title(title)
        for text in said:
            self._print(f"  - {text}")

    def _head(self) -> None:
        aid = self.aid
        body = "\n".join(say(label) for label in (aid.note, aid.decision, aid.about) if label)
        self.console.print(Panel(body, title=say(aid.condition.name), title_align="left", style="green"))
        for claim in aid.course:
            self._print(_claim(claim))
        self._print(f"[yellow]{say(aid.medicines)}[/]\n[dim]{say(aid.groups)} {say(aid.ranges)}[/]")

    def _option(self, option: AidOption) -> None:
        self._title(say(option.name))
        self._print(f"  {say(option.summary)}")
        for studied in option.benefits:
            self._line(_("What good it does"), _studied(studied), "green")
        if option.note:
            self._line(_("What good it does"), say(option.note), "green")
        for claim in option.claims:
            self._line(_("What studies say of it"), _claim(claim))
        for studied in option.harms:
            self._line(_("What harm it does"), _studied(studied), "yellow")
        for rate in option.rates:
            self._line(_("What harm it does"), _rate(rate), "yellow")
        for claim in option.harm_claims:
            self._line(_("What harm it does"), _claim(claim), "yellow")
        self._line(_("What it is like"), say(option.like))
        self._line(_("What it asks of you"), say(option.effort))
        for name, timed in ((_("How soon it helps"), option.onset), (_("How long it lasts"), option.lasts)):
            if timed:
                self._line(name, _claim(timed))

    def _guidelines(self) -> None:
        if self.aid.guidelines:
            self._title(_("What guidelines say"))
        for group in self.aid.guidelines:
            self._print(f"  [b]{say(group.of.name)}[/]{_disagree(group)}")
            for r in group.recommendations:
                where = f"{say(r.body)}{mark('(')}{say(r.place)}{mark(',')}{r.year}{mark(')')}"
                self._print(f"    {where}{mark(':')}[b]{says_name(r.says)}[/] {say(r.statement)}{_doubt(r.known)}")

    def _foot(self) -> None:
        aid = self.aid
        self._print(f"\n[dim]{say(aid.made_by)} {say(aid.funding)} {say(aid.update_policy)}[/]")
        told = []
        if aid.updated:
            told.append(f"{_('Last brought up to date')}{mark(':')}{aid.updated}")
            told.append(f"{_('next due')}{mark(':')}{aid.next_update}")
        if aid.decision:
            criteria = ipdas.check(aid)
            told.append(f"IPDAS {ipdas.met(criteria)}/{len(criteria)}")
        told.append(f"{_('Sources')}{mark(':')}{listed(c.id for c in aid.citations)}")
        told.append(f"deqi {aid.versions['deqi']}")
        told.append(f"{_('knowledge')} {aid.versions['knowledge']}")
        self._print(f"[dim]{' · '.join(told)}[/]")


def _studied(studied: Studied) -> str:
    comparison = studied.comparison
    against = f"{against_name(comparison.against)}{mark('(')}{say(comparison.against_what)}{mark(')')}"
    told = f"[i]{say(comparison.outcome)}[/]{mark(':')}{say(studied.result)}"
    return f"{told} [dim]{against}{mark(',')}{grade_name(comparison.certainty)}{_doubt(comparison.known)}[/]"


def _rate(rate: Rate) -> str:
    return f"[i]{say(rate.risk.name)}[/]{mark(':')}{say(rate.result)}"


def _claim(claim: Claim) -> str:
    return f"{say(claim.statement)} [dim]{grade_name(claim.grade)}{_doubt(claim.known)}[/]"


def _doubt(known: Known) -> str:
    return "" if known is Known.READ else mark(",") + _("recalled")


def _disagree(group: Guidelines) -> str:
    return f" [yellow]{_('guidelines disagree')}[/]" if group.disagree else ""
