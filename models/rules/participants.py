"""Participants of a founding: what they can want to do, how they are reached, and the text to which they consent.

Sources: seed 000, agenda item 6 ('gegevens van de deelnemers'); domain.md 2.11 (registration form) and 3, 'Privacy':
the purpose is told in advance, and one can look, correct and erase on simple request.
"""

from collections.abc import Collection
from datetime import date

from models.rules.refusals import Invalid

WISHES = {
    "member": "lid worden",
    "street_contact": "contactpersoon zijn voor de straat",
    "steering_group": "meewerken in de stuurgroep",
    "coordinator": "coördinator zijn",
    "deputy": "de coördinator vervangen als die er niet is",
}
REACH = {
    "sms": "een sms",
    "call": "een telefoontje",
    "mail": "een e-mail",
    "app": "een bericht in een app",
}
BY_PHONE = frozenset({"sms", "call", "app"})
WAYS = {
    "letter": "met de code van de brief",
    "voice": "met de link van de steunpagina",
    "paper": "op papier",
}

# What was consented to, by version. A version is never changed: who consented must find what they read. A new text is
# a new version, and who consented to an earlier one is asked again when they change something.
CONSENT_TEXTS = {
    1: "Ik geef mijn gegevens om mij te bereiken over {network} en om mee te werken zoals ik hier aanduid. "
    "Alleen de gemeentelijke dienst van {municipality}, de gemandateerde politiebeambte en de coördinator van dit "
    "netwerk zien ze. Ik kan ze altijd bekijken, veranderen en laten wissen. Ze worden gewist dertig dagen nadat de "
    "coördinator de ledenlijst kreeg, of dertig dagen nadat de oprichting stopt.",
}
CONSENT = max(CONSENT_TEXTS)

LONGEST_CONTACT = 200
_PHONE_SIGNS = frozenset("0123456789 +./-()")


def consent_text(version: int, network: str, municipality: str) -> str:
    """What somebody consented to, in the words that they read."""
    return CONSENT_TEXTS[version].format(network=network, municipality=municipality)


def check_phone(phone: str) -> None:
    """Raises Invalid where this can't be a number at which somebody is reached; empty is no fault here."""
    digits = sum(sign.isdigit() for sign in phone)
    if phone and (not set(phone) <= _PHONE_SIGNS or not 8 <= digits <= 15):
        raise Invalid("wrong_phone", "Vul een telefoonnummer in, zoals 0470 00 00 00.", "phone")


def check_choices(wishes: Collection[str], reach: Collection[str], phone: str, email: str) -> None:
    """Raises Invalid: nothing or something unknown chosen, or no way to reach somebody as they want."""
    if not wishes or any(wish not in WISHES for wish in wishes):
        raise Invalid("wishes", "Kies minstens één ding om te doen.", "wishes")
    if not reach or any(way not in REACH for way in reach):
        raise Invalid("reach", "Kies minstens één manier om iemand te bereiken.", "reach")
    if not phone and not BY_PHONE.isdisjoint(reach):
        raise Invalid(
            "missing_phone", "Vul een telefoonnummer in: nodig voor een sms, een telefoontje of een app.", "phone"
        )
    if not email and "mail" in reach:
        raise Invalid("missing_email", "Vul een e-mailadres in: nodig voor een e-mail.", "email")


def check_consent(has_consented: bool, consented_on: date, today: date) -> None:
    """Without consent nothing is kept. Raises Invalid."""
    if not has_consented:
        raise Invalid("no_consent", "Zonder akkoord bewaren wij niets. Vink het vakje aan.", "has_consented")
    if consented_on > today:
        raise Invalid("in_the_future", "Deze dag moet nog komen.", "consented_on")
