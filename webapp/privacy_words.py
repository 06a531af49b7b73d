"""Words of the register and the notice: who answers for data, and who sees it."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from models.privacy.declaring import Controller
from models.rules.access import ANYONE, CASE_ROLES, MUNICIPAL_ROLES, POLICE_ROLES, SIGNED_IN, Role
from models.rules.retention import RetentionRule
from webapp.rule_words import said
from webapp.words import ROLE_NAMES

CONTROLLER_NAMES: dict[str, LazyString] = {
    Controller.MUNICIPALITY: _l("de gemeente"),
    Controller.POLICE: _l("de politiezone"),
    Controller.TOGETHER: _l("de gemeente en de politiezone samen"),
}

# What each term of the retention run is about.
TERM_NAMES: dict[str, LazyString] = {
    "account": _l("Accounts"), "draft": _l("Begonnen aanvragen"), "sign_in_link": _l("Links en codes om aan te melden"),
    "attempt": _l("Getelde pogingen"), "web_session": _l("Sessies"), "known_device": _l("Toestellen"),
    "adviser": _l("E-mailadressen van adviseurs"), "quote": _l("E-mailadressen voor een citaat"),
    "voice": _l("Wie een stem gaf"), "attendance": _l("Welke woningen kwamen"),
    "ballot_voter": _l("Welke woningen stemden"), "reply": _l("Antwoorden op een uitnodiging"),
    "reply_address": _l("Wie nieuws wilde"), "participant": _l("Deelnemers en kandidaten"), "member": _l("Leden"),
    "network_contact": _l("Contact van een netwerk"), "survey": _l("Antwoorden van een bevraging"),
    "survey_text": _l("Teksten uit een bevraging"), "measure": _l("Maatregelen"), "mail": _l("Inhoud van mails"),
    "absence": _l("Afwezigheden"), "successor": _l("Kandidaten bij een opvolging"), "press": _l("Perscontacten"),
    "signatory": _l("E-mailadressen van ondertekenaars"),
    "data_request": _l("Vragen over gegevens"), "case": _l("Dossiers"), "invitation": _l("Brieven en codes"),
}  # fmt: skip


def duration(kept: timedelta) -> str:
    """How long, in the language of the reader: '5 jaar', '90 dagen', '24 uur'; 'meteen' for nothing."""
    if not kept:
        return _("meteen")
    if kept < timedelta(days=2):
        return ngettext("%(num)s uur", "%(num)s uur", int(kept.total_seconds() // 3600))
    years, left = divmod(kept.days, 365)
    if years and not left:
        return ngettext("%(num)s jaar", "%(num)s jaar", years)
    return ngettext("%(num)s dag", "%(num)s dagen", kept.days)


def kept_in_words(rule: RetentionRule) -> str:
    """'90 dagen na de infoavond', in the language of the reader."""
    return f"{duration(rule.kept)} {said(rule.since)}"


def readers_in_words(roles: tuple[str, ...]) -> str:
    """'medewerker van de gemeentelijke dienst, korpschef'."""
    if not roles:
        return _("niemand; alleen het programma")
    if roles == (ANYONE,):
        return _("iedereen: dit staat op een openbare bladzijde")
    if roles == (SIGNED_IN,):
        return _("alleen uzelf")
    return ", ".join(str(ROLE_NAMES[Role(one)]) for one in roles)


def readers_plainly(roles: tuple[str, ...]) -> str:
    """The same for who does not know the functions: 'de gemeente en de politie'."""
    if not roles:
        return _("geen mens kan dit lezen; alleen het programma gebruikt het")
    held = {Role(one) for one in roles if one not in (ANYONE, SIGNED_IN)}
    if ANYONE in roles:
        return _("iedereen")
    if not held:
        return _("alleen uzelf")
    seen = []
    if held & MUNICIPAL_ROLES:
        seen.append(_("de gemeente"))
    if held & POLICE_ROLES:
        seen.append(_("de politie van uw zone"))
    if held & CASE_ROLES == {Role.INITIATOR}:
        seen.append(_("wie de aanvraag deed"))
    elif held & CASE_ROLES <= {Role.COORDINATOR, Role.DEPUTY_COORDINATOR} and held & CASE_ROLES:
        seen.append(_("de coördinator van het netwerk"))
    elif held & CASE_ROLES:
        seen.append(_("de buren die het netwerk oprichten of leiden"))
    if Role.ADMINISTRATOR in held:
        seen.append(_("de beheerder"))
    return _(" en ").join([", ".join(seen[:-1]), seen[-1]]) if len(seen) > 1 else seen[0]
