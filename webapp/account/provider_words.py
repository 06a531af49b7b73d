"""Why signing in by a provider failed, and what somebody can do now; {label} is the name of the provider."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString


@dataclass(frozen=True)
class Failure:
    """One page: the answer's status, what happened, what to do."""

    status: int
    title: LazyString
    told: LazyString
    now: LazyString


_AGAIN = _l("Probeer het opnieuw. Lukt het weer niet, meld u dan aan met een mail.")
_BY_MAIL = _l("Meld u intussen aan met een mail: dat werkt altijd.")

FAILURES = {
    "denied": Failure(
        403,
        _l("U hebt de aanmelding gestopt"),
        _l("Bij %(label)s is de aanmelding afgebroken of geweigerd. Er is niets gebeurd."),
        _l("Was dat niet de bedoeling? Probeer het dan opnieuw."),
    ),
    "provider_error": Failure(
        502,
        _l("%(label)s kon u niet aanmelden"),
        _l("%(label)s meldt een fout. Dat ligt niet aan u."),
        _AGAIN,
    ),
    "provider_away": Failure(
        503,
        _l("%(label)s is niet bereikbaar"),
        _l("We krijgen geen antwoord van %(label)s."),
        _BY_MAIL,
    ),
    "stale_state": Failure(
        410,
        _l("Deze aanmelding is verlopen"),
        _l("Ze duurde langer dan tien minuten, werd al gebruikt, of begon in een andere browser."),
        _l("Begin opnieuw vanaf de pagina Aanmelden, in hetzelfde venster."),
    ),
    "code_refused": Failure(
        410,
        _l("Deze aanmelding is al gebruikt of verlopen"),
        _l("%(label)s aanvaardt het bewijs van uw aanmelding niet meer."),
        _l("Begin opnieuw vanaf de pagina Aanmelden."),
    ),
    "wrong_nonce": Failure(
        403,
        _l("Dit antwoord hoort niet bij uw aanmelding"),
        _l("Wat %(label)s terugstuurde, hoort bij een andere aanmelding. Daarom lieten we niemand binnen."),
        _l("Begin opnieuw. Kwam u hier via een link van iemand anders? Gebruik die dan niet meer."),
    ),
    "wrong_answer": Failure(
        502,
        _l("Het antwoord van %(label)s klopt niet"),
        _l("We konden niet nagaan dat het antwoord echt van %(label)s komt en voor ons bedoeld is."),
        _BY_MAIL,
    ),
    "clock": Failure(
        502,
        _l("De klokken lopen niet gelijk"),
        _l("Volgens onze klok is het antwoord van %(label)s verlopen of nog niet geldig."),
        _l("Probeer het opnieuw. Blijft het zo, verwittig dan de beheerder: de klok van de server loopt verkeerd."),
    ),
    "too_weak": Failure(
        403,
        _l("Kies bij %(label)s een sterkere manier van aanmelden"),
        _l("Voor Binstart is een aanmelding nodig met bijvoorbeeld eID of itsme."),
        _l("Begin opnieuw en kies zo een manier."),
    ),
    "unknown_account": Failure(
        403,
        _l("We kennen u nog niet als medewerker"),
        _l("Uw aanmelding bij %(label)s is gelukt, maar ze hoort bij geen account in Binstart."),
        _l("Hebt u al een account? Meld u aan met een mail en koppel %(label)s op de pagina van uw account. Anders "
           "geeft de beheerder van uw gemeente of politiezone u een functie."),
    ),
    "email_not_verified": Failure(
        403,
        _l("Uw e-mailadres is niet bevestigd"),
        _l("%(label)s geeft ons geen e-mailadres waarvan nagegaan is dat het van u is."),
        _l("Bevestig uw e-mailadres bij %(label)s, of meld u aan met een mail en koppel %(label)s daarna op de pagina "
           "van uw account."),
    ),
    "email_known": Failure(
        403,
        _l("Er is al een account met uw e-mailadres"),
        _l("Alleen wie de mailbox heeft, kan dat account koppelen aan %(label)s."),
        _l("Meld u één keer aan met een mail. Kies daarna op de pagina van uw account: %(label)s koppelen."),
    ),
    "deactivated": Failure(
        403,
        _l("Uw account is afgesloten"),
        _l("Uw aanmelding bij %(label)s is gelukt, maar uw account in Binstart is niet meer actief."),
        _l("Vraag de beheerder van uw gemeente of politiezone waarom."),
    ),
    "other_account": Failure(
        403,
        _l("Deze aanmelding hoort al bij een ander account"),
        _l("Wie zich zo aanmeldt bij %(label)s, komt in een ander account van Binstart."),
        _l("Koppel ze daar eerst los, of gebruik een andere aanmelding."),
    ),
    "connected_already": Failure(
        403,
        _l("U koppelde al een andere aanmelding van %(label)s"),
        _l("Een account heeft hoogstens één aanmelding per dienst."),
        _l("Koppel de vorige eerst los op de pagina van uw account."),
    ),
}  # fmt: skip
