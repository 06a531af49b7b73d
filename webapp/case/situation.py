"""Where a case is, in plain words for residents: what happens now, who does it, and whether they must do something."""

from collections.abc import Callable

from flask_babel import gettext as _

from models.queries.cases.case_page import CasePage
from models.rules.procedure import End, Stage
from webapp.formatting import day, moment


def situation_of(page: CasePage, must_act: bool) -> list[str]:
    """A few sentences, the most important first. `must_act`: something is waited for from the reader."""
    if page.case.ended_at is not None:
        return _ended(page)
    sentences = _STAGES[Stage(page.case.stage)](page)
    return sentences if must_act else [*sentences, _("U hoeft nu niets te doen.")]


def _ended(page: CasePage) -> list[str]:
    sentences = {
        End.REFUSED: _("De oprichting is geweigerd. De reden staat hieronder."),
        End.WITHDRAWN: _("De aanvraag is ingetrokken."),
        End.NOT_ENOUGH_SUPPORT: _("De oprichting is gestopt: er was te weinig belangstelling."),
        End.TERMINATED: _("Het BIN is stopgezet. De reden staat hieronder."),
        End.MERGED: _("Het BIN is samengevoegd met een ander BIN. De reden staat hieronder."),
    }
    first = sentences[End(page.case.end or "")]
    can_come_again = page.case.end in (End.REFUSED, End.NOT_ENOUGH_SUPPORT, End.WITHDRAWN) and page.case.may_come_again
    return [first, _("U mag later een nieuwe aanvraag indienen.")] if can_come_again else [first]


def _idea(page: CasePage) -> list[str]:
    request = page.asked.request
    if request.completion_asked:
        until = day(request.completion_due_on)
        return [_("De aanvraag is nog niet volledig. Vul ze aan, ten laatste op %(until)s.", until=until)]
    return [_("De gemeentelijke dienst kijkt na of de aanvraag volledig is.")]


def _consultation(page: CasePage) -> list[str]:
    if page.facts.police_approved and not page.facts.municipality_approved:
        return [_("De politie keurde de oprichting goed. Nu beslist de gemeente.")]
    if page.facts.municipality_approved and not page.facts.police_approved:
        return [_("De gemeente keurde de oprichting goed. Nu beslist de politie.")]
    return [_("De politie en de gemeente overleggen over de aanvraag. Daarna beslissen ze elk.")]


def _info_evening(page: CasePage) -> list[str]:
    if page.evening is None:
        return [_("De oprichting is goedgekeurd. De gemeente of de politie plant nu een infoavond voor alle bewoners.")]
    if page.evening.starts_at > page.at:
        when, place = moment(page.evening.starts_at), f"{page.evening.place}, {page.evening.address}"
        return [_("De infoavond is op %(when)s in %(place)s. Alle bewoners zijn welkom.", when=when, place=place)]
    return [_("De infoavond is voorbij. De gemeente en de politie maken het verslag.")]


def _charter(page: CasePage) -> list[str]:
    if page.charter is not None and page.charter.state == "frozen":
        return [_("De tekst van het charter ligt vast. Wie moet ondertekenen, kan dat nu doen.")]
    return [_("De stuurgroep vult het charter in, samen met de politie en de gemeente.")]


def _federal_check(page: CasePage) -> list[str]:
    if not page.facts.charter_sent:
        return [_("Het charter is ondertekend. De gemeente of de politie stuurt het naar de FOD Binnenlandse Zaken.")]
    return [_("De FOD Binnenlandse Zaken kijkt het charter na. Daar bestaat geen vaste termijn voor.")]


def _launch(page: CasePage) -> list[str]:
    return [_("De lancering wordt voorbereid. De politie beslist vanaf wanneer het BIN actief is.")]


def _evaluation(page: CasePage) -> list[str]:
    present = page.evaluations[0] if page.evaluations else None
    if present is not None and present.opened_at is not None:
        until = day(present.due_on)
        return [_("De evaluatie loopt. De coördinator en de politie vullen ze in tegen %(until)s.", until=until)]
    sentences = [_("Het BIN is opgericht.")]
    if present is not None:
        sentences.append(_("De volgende evaluatie begint op %(on)s.", on=day(present.opens_on)))
    return sentences


_STAGES: dict[Stage, Callable[[CasePage], list[str]]] = {
    Stage.IDEA: _idea,
    Stage.CONSULTATION: _consultation,
    Stage.INFO_EVENING: _info_evening,
    Stage.CHARTER: _charter,
    Stage.FEDERAL_CHECK: _federal_check,
    Stage.LAUNCH: _launch,
    Stage.EVALUATION: _evaluation,
}
