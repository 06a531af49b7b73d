"""Messages to the members of a network on one screen: what kinds there are, who writes them, who lets them leave.

Sources: seed 002 (urgent messages on what happens now; other messages and feedback through the coordinator; feedback
also on why a network was not activated); besafe.jdbi, communicatieplan (level 1: police to coordinator, level 2:
coordinator to members); house rules in use: only the police judge information and decide to activate. The alert itself
stays with BE-Alert: what left there is entered here, because the evaluation is built on the log.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.rules.access import COORDINATORS, POLICE_ROLES, Role
from models.rules.refusals import Invalid

# As in the communication plan (models.rules.charter_sections.MESSAGE_CLASSES).
URGENT, NON_URGENT, FEEDBACK = "urgent", "non_urgent", "feedback"
CLASS_NAMES = {URGENT: "dringend", NON_URGENT: "niet-dringend", FEEDBACK: "terugkoppeling"}


@dataclass(frozen=True)
class MessageKind:
    """One kind: its class in the plan, who writes it, and who lets it leave for the members."""

    name: str
    message_class: str
    writers: frozenset[Role]
    senders: frozenset[Role]

    @property
    def goes_through_coordinator(self) -> bool:
        """The police supply it, a coordinator lets it leave."""
        return self.writers.isdisjoint(self.senders)


KINDS = {
    "urgent": MessageKind("Dringend bericht", URGENT, POLICE_ROLES, POLICE_ROLES),
    "prevention": MessageKind("Tip om iets te voorkomen", NON_URGENT, POLICE_ROLES, COORDINATORS),
    "modus_operandi": MessageKind("Hoe daders nu te werk gaan", NON_URGENT, POLICE_ROLES, COORDINATORS),
    "holiday_watch": MessageKind("Vakantietoezicht", NON_URGENT, POLICE_ROLES, COORDINATORS),
    "feedback_on_activation": MessageKind("Hoe een oproep afliep", FEEDBACK, POLICE_ROLES, COORDINATORS),
    "feedback_on_report": MessageKind("Wat er met meldingen gebeurde", FEEDBACK, POLICE_ROLES, COORDINATORS),
    "not_activated": MessageKind("Waarom het BIN niet geactiveerd werd", FEEDBACK, POLICE_ROLES, COORDINATORS),
    "own_news": MessageKind("Nieuws van het netwerk zelf", NON_URGENT, COORDINATORS, COORDINATORS),
}

STATES = {
    "ready": "nog niet verstuurd",
    "second_key": "wacht op een tweede persoon",
    "released": "vertrokken",
    "withdrawn": "niet verstuurd",
    "entered": "langs een andere weg verstuurd",
}
DELIVERY_STATES = {
    "planned": "vertrekt nog",
    "handed_over": "onderweg",
    "delivered": "aangekomen",
    "to_call": "nog te bellen",
    "called": "gebeld",
    "failed": "niet aangekomen",
    "withdrawn": "niet verstuurd",
}
# In the log: what counts as arrived as far as anybody can know, and what certainly did not.
REACHED = ("handed_over", "delivered", "called")

HELD_BACK_FOR = timedelta(minutes=2)  # who pressed too soon still stops it
URGENT_GIVEN_UP_AFTER = timedelta(hours=2)  # what happens now is over by then
LONGEST_SUBJECT = 100  # characters: with the name of the network it fits in one text message
LONGEST_TEXT = 3000
LONGEST_WAY = 100
MOST_COUNTED = 100_000
NIGHT_BEGINS, NIGHT_ENDS = 22, 6  # hours in Belgium; the evaluation form splits urgent messages in day and night


def is_by_night(at: datetime) -> bool:
    """Whether a message left in the night. `at`: a moment in Belgian time."""
    return at.hour >= NIGHT_BEGINS or at.hour < NIGHT_ENDS


def needs_second_key(plan: Mapping[str, Any], message_class: str) -> bool:
    """Whether the communication plan of the charter in force asks a second person. `plan`: content of that section."""
    row = (plan.get("messages") or {}).get(message_class) or {}
    return bool(row.get("two_keys") == "yes")


def channels_for(message_class: str, preferred: str, has_phone: bool, has_email: bool, has_sms: bool,
                 allowed: Collection[str]) -> tuple[str, ...]:  # fmt: skip
    """How one member is reached. Urgent: by every way that they agreed to; else by the way that they prefer. `has_sms`:
    whether this installation can send text messages. Who can't be reached by a machine is called."""
    can = {
        "mail": has_email and "mail" in allowed,
        "sms": has_phone and has_sms and "sms" in allowed,
        "call": has_phone and "call" in allowed,
    }
    if message_class == URGENT:
        written = tuple(way for way in ("sms", "mail") if can[way])
        return written or (("call",) if can["call"] else ())
    order = (preferred, "mail", "sms", "call")
    return next(((way,) for way in order if can[way]), ())


def checked_text(subject: str, text: str) -> tuple[str, str]:
    """Subject and text as they are kept. Raises Invalid at the field."""
    subject = " ".join(subject.split())
    if not subject:
        raise Invalid("missing_subject", "Vul in één regel in waarover het gaat.", "subject")
    if len(subject) > LONGEST_SUBJECT:
        raise Invalid("too_long", f"Hoogstens {LONGEST_SUBJECT} tekens: deze regel wordt ook de sms.", "subject")
    text = text.strip()
    if len(text) < 10:
        raise Invalid("too_short", "Schrijf het bericht.", "text")
    if len(text) > LONGEST_TEXT:
        raise Invalid("too_long", f"Hoogstens {LONGEST_TEXT} tekens.", "text")
    return subject, text


def key_turners(kind: MessageKind) -> frozenset[Role]:
    """Who can be the second person: for an urgent message the police alone, since they alone decide to activate."""
    return POLICE_ROLES if kind.message_class == URGENT else POLICE_ROLES | COORDINATORS
