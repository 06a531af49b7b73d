"""What people ask about their own data (GDPR art. 15 to 20), within which term it is answered, and who they are.

Art. 12.3: within one month after it came in, at most two months more with a reason that is told within the first month.
Art. 12.6: where there is doubt who asks, identity is made certain first; nothing goes out before.
"""

from datetime import date

from models.rules.working_days import months_later

ANSWER_MONTHS, EXTENSION_MONTHS = 1, 2
REMIND_DAYS_BEFORE = 7

KINDS = {
    "access": "Alles inkijken wat over mij bewaard wordt (kopie)",
    "rectification": "Iets laten verbeteren",
    "erasure": "Iets laten wissen",
}

# How it is certain who asks. The first two are known by the program itself; staff note one of the others.
IDENTIFIED = {
    "account": "aangemeld met het eigen account",
    "member_link": "via de eigen link van een lid",
    "at_desk": "aan het loket, met identiteitskaart getoond",
    "known_address": "antwoord op een brief naar het adres dat hier bekend is",
    "phone_back": "teruggebeld op het nummer dat hier bekend is",
}
BY_STAFF = ("at_desk", "known_address", "phone_back")


def due_on(asked_on: date, *, is_extended: bool = False) -> date:
    """The last day for the answer."""
    return months_later(asked_on, ANSWER_MONTHS + (EXTENSION_MONTHS if is_extended else 0))
