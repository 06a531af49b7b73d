"""Becoming a member: how one is reached, what one must be and accept, and the text to which one agrees.

Sources: domain.md 2.11 (registration form) and 3, 'Privacy'; house rules in use (Edegem: the rules are accepted on the
form); besafe.be: members are of age, taking part is free and can stop at any time.
"""

from models.rules.participants import check_phone
from models.rules.refusals import Invalid

CHANNELS = {"mail": "een e-mail", "sms": "een sms", "call": "een telefoontje"}
BY_PHONE = {"call": "U mag mij bellen", "sms": "U mag mij een sms sturen"}  # to what one agrees beside the mail
CHANNEL_NAMES = {"mail": "e-mail", "sms": "sms", "call": "telefoon"}  # in a list
CONNECTIONS = {"lives": "Ik woon in het gebied", "works": "Ik werk in het gebied"}
CONNECTED = {"lives": "woont in het gebied", "works": "werkt in het gebied"}  # as others read it
STATES = {
    "unconfirmed": "moet de mail nog bevestigen",
    "waiting": "wacht op de coördinator",
    "member": "lid",
    "paused": "lid, met pauze",
    "refused": "niet verwelkomd",
    "left": "gestopt",
}
PRESENT = ("waiting", "member", "paused")  # whose data are kept and used

# A version is never changed: who agreed must find what they read. A new text is a new version.
CONSENT_TEXTS = {
    1: "Ik geef mijn gegevens om berichten van {network} te krijgen. Alleen de coördinator, de plaatsvervanger en de "
    "gemandateerde politiebeambte zien ze. Ik kan ze altijd bekijken, veranderen en laten wissen, en ik kan op elk "
    "moment stoppen, zonder uitleg. Als ik stop, worden ze meteen gewist.",
    2: "Ik geef mijn gegevens om berichten van {network} te krijgen: per e-mail als ik een adres geef, en per sms of "
    "telefoon als ik dat aanduid. Per manier kan ik dat later veranderen. Alleen de coördinator, de plaatsvervanger en "
    "de gemandateerde politiebeambte zien mijn gegevens. Ik kan ze altijd bekijken, veranderen en laten wissen, en ik "
    "kan op elk moment stoppen, zonder uitleg. Als ik stop, worden ze meteen gewist.",
}
CONSENT = max(CONSENT_TEXTS)


def consent_text(version: int, network: str) -> str:
    """What somebody agreed to, in the words that they read."""
    return CONSENT_TEXTS[version].format(network=network)


def agreed_channels(channel: str, may_call: bool, may_sms: bool, email: str) -> frozenset[str]:
    """The channels to which somebody agrees: the one that they chose, what they ticked, and mail where they have an
    address (the text says so)."""
    ticked = {"call": may_call, "sms": may_sms, "mail": bool(email)}
    return frozenset({channel, *(one for one, is_agreed in ticked.items() if is_agreed)})


def check_reach(channel: str, phone: str, second_phone: str, *, is_phoned: bool) -> None:
    """Raises Invalid where somebody can't be reached as they want. `is_phoned`: they agreed to calls or texts."""
    if channel not in CHANNELS:
        raise Invalid("unknown_channel", "Kies hoe u berichten wilt krijgen.", "channel")
    check_phone(phone)
    try:
        check_phone(second_phone)
    except Invalid as refusal:
        raise Invalid(refusal.code, refusal.sentence, "second_phone") from refusal
    if (channel != "mail" or is_phoned) and not phone:
        raise Invalid("missing_phone", "Vul een telefoonnummer in: nodig voor een sms of een telefoontje.", "phone")
    if second_phone and second_phone == phone:
        raise Invalid("same_phone", "Dit is hetzelfde nummer. Laat het leeg of vul een ander in.", "second_phone")


def check_declared(*, is_adult: bool, accepts_rules: bool, agrees: bool) -> None:
    """Raises Invalid: a member is 18 or older, accepts the house rules, and agrees to what happens with their data."""
    if not is_adult:
        raise Invalid("too_young", "Lid worden kan vanaf 18 jaar.", "is_adult")
    if not accepts_rules:
        raise Invalid("rules_not_accepted", "Zonder akkoord met het reglement kunt u geen lid worden.", "accepts_rules")
    if not agrees:
        raise Invalid("no_consent", "Zonder akkoord bewaren wij niets. Vink het vakje aan.", "agrees")
