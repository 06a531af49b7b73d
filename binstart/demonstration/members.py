"""The members of the demonstration's networks: online and on paper, some with a pause, and some who wait for a welcome.

Everybody is invented. The mails of months ago are not planned again: a visitor's mailbox stays readable.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from binstart.demonstration.supporting import dwellings_of
from binstart.demonstration.walking import Walk
from models.address import Dwelling
from models.clock import BELGIUM, day_of, present
from models.enrolment import Enrolment
from models.operations.accounts.signing_in import Mail
from models.operations.networks.enrolling_on_paper import enter_member
from models.operations.networks.joining import JoinAnswer, ask_to_join, confirm_joining, pause, welcome_member
from models.operations.networks.meeting import plan_meeting
from models.outbox import Effect
from models.queries.accounts.people import actor_for
from models.queries.networks.enrolments import network_of_case
from models.rules.access import Actor
from models.rules.streets import HouseNumber

NAMES = (
    "Godfried Adriaens", "Leentje Baert", "Youssef Bakkali", "Martha Boelens", "Pieter Bogaert", "Chantal Callewaert",
    "Guido Ceulemans", "Sofie Cools", "Emma D’Hondt", "Rachid El Fassi", "Irène Fonteyne", "Tom Geerts", "Hilde Goris",
    "Mehmet Güneş", "Walter Heylen", "Karin Ickx", "Johan Joossens", "Agnieszka Kowalska", "Rik Lauwers", "Els Mertens",
    "Fons Moens", "Nadia Naciri", "Jozef Pauwels", "Lieve Quintens", "André Roelandt", "Marie-José Segers",
    "Kris Stevens", "Thuy Tran", "Gerda Uytterhoeven", "Paul Van den Broeck", "Lies Verhaegen", "Herman Willems",
    "Simonne Wauters", "Bram Zeebroek",
)  # fmt: skip
WAITING = (("Ilse Bruyneel", "mail"), ("Stijn Hoste", "sms"), ("Denise Carlier", "call"))
CHANNELS = ("mail", "mail", "sms", "mail", "call", "sms")  # most are reached by mail, the older ones by phone
EVERY_PAPER, EVERY_WORKER, EVERY_STREET_CONTACT, THE_PAUSED = 6, 11, 9, 4
NO_MAIL = Mail("", "")


@dataclass(frozen=True)
class _Network:
    """What each step of joining needs to know."""

    walk: Walk
    slug: str
    rules_version: int
    session: Session

    def coordinator(self, at: datetime) -> Actor:
        """Who welcomes, as they acted then."""
        found = actor_for(self.session, self.walk.people[self.walk.idea.resident].id, day_of(at))
        assert found is not None
        return found


def gather_members(walk: Walk, most: int) -> None:
    """So many members in the weeks after the launch, at most one a day."""
    place, dwellings = _network(walk), dwellings_of(walk)
    spread = dwellings[:: max(1, len(dwellings) // (most + len(WAITING)))]
    for index, (name, dwelling) in enumerate(zip(NAMES[:most], spread, strict=False)):
        at = walk.at + timedelta(days=1 + index)
        answer = _answer(index, name, CHANNELS[index % len(CHANNELS)], dwelling)
        if index % EVERY_PAPER == EVERY_PAPER - 1:
            _on_paper(place, at, answer)
        else:
            row = _online(place, at, answer)
            _welcome(place, at + timedelta(hours=5), row)
            pause(walk.session, row, is_pausing=index == THE_PAUSED - 1)
    _forget_mails(walk)


def ask_to_join_lately(walk: Walk) -> None:
    """Who asked last week and waits for a welcome; the first of them lives with a member."""
    place, dwellings, now = _network(walk), dwellings_of(walk), present(walk.session)
    for index, (name, channel) in enumerate(WAITING):
        answer = _answer(len(NAMES) + index, name, channel, dwellings[-index], pays=index == 0)
        _online(place, now - timedelta(days=5 - index), answer)
    _forget_mails(walk)


def plan_meetings(walk: Walk) -> None:
    """A meeting for everybody, and one for the members."""
    _meet(_network(walk), present(walk.session))


def _network(walk: Walk) -> _Network:
    network = network_of_case(walk.session, walk.case.id)
    assert network is not None
    return _Network(walk, network.slug, 1, walk.session)


def _forget_mails(walk: Walk) -> None:
    walk.session.execute(delete(Effect).where(Effect.key.startswith("join")))


def _meet(place: _Network, now: datetime) -> None:
    evening = (now.astimezone(BELGIUM) + timedelta(days=24)).replace(hour=20, minute=0, second=0, microsecond=0)
    town, actor = place.walk.idea.town, place.coordinator(now)
    for days, subject, is_public in ((0, "Veilig met vakantie: tips van de wijkinspecteur", True),
                                     (63, "Wat liep goed dit jaar, en wat kan beter?", False)):  # fmt: skip
        plan_meeting(place.session, place.walk.case.id, actor, now, starts_at=evening + timedelta(days=days),
                     subject=subject, place=f"Parochiezaal, Kerkstraat 1, {town}", is_public=is_public)  # fmt: skip


def _answer(index: int, name: str, channel: str, dwelling: Dwelling, *, pays: bool = False) -> JoinAnswer:
    mailbox = unicodedata.normalize("NFKD", name.lower().replace("’", "")).encode("ascii", "ignore").decode()
    return JoinAnswer(
        name=name,
        email=f"{mailbox.replace(' ', '.')}@leden.example",
        street_id=dwelling.street_id,
        number=str(HouseNumber(dwelling.number, dwelling.suffix)),
        phone="" if channel == "mail" and index % 3 else f"0470 00 02 {index:02}",
        second_phone=f"09 000 03 {index:02}" if channel == "call" else "",
        channel=channel,
        connection="works" if index % EVERY_WORKER == EVERY_WORKER - 1 else "lives",
        may_call=channel == "sms" and index % 2 == 0,
        wants_street_contact=index % EVERY_STREET_CONTACT == 2,
        is_adult=True,
        accepts_rules=True,
        agrees=True,
        accepts_contribution=pays,
    )


def _online(place: _Network, at: datetime, answer: JoinAnswer) -> Enrolment:
    row = ask_to_join(place.session, place.slug, at, answer, place.rules_version, lambda token, one: NO_MAIL)
    confirm_joining(place.session, row, at + timedelta(minutes=8), lambda one: NO_MAIL)
    return row


def _welcome(place: _Network, at: datetime, row: Enrolment) -> None:
    welcome_member(place.session, place.walk.case.id, place.coordinator(at), at, enrolment_id=row.id,
                   write_notice=lambda one: NO_MAIL)  # fmt: skip


def _on_paper(place: _Network, at: datetime, answer: JoinAnswer) -> None:
    enter_member(place.session, place.walk.case.id, place.coordinator(at), at, answer, signed_on=day_of(at),
                 rules_version=place.rules_version)  # fmt: skip
