"""A town with cases in several stages and a row of everything that an address can name, to ask who reaches it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.absence import Absence
from models.account import WebSession
from models.api_token import ApiToken
from models.attendance import Attendance
from models.ballot import Ballot
from models.candidate import Candidate
from models.case import FoundingCase
from models.charter import Charter, CharterSection, SectionSave
from models.charter_comment import CharterComment
from models.closing_day import ClosingDay
from models.contribution import MemberContribution
from models.database import connect, writing
from models.delegation import Delegation
from models.document import Document
from models.enrolment import Enrolment
from models.former_street_name import FormerStreetName
from models.identity import Identity
from models.info_evening import InfoEvening
from models.launch_kit import LaunchKit, LaunchQuote
from models.mandate import Mandate
from models.measure import Measure
from models.meeting import NetworkMeeting
from models.message import Delivery, Message
from models.network import NeighbourhoodNetwork
from models.operations.accounts.web_sessions import open_web_session
from models.opinion import AdviserQuestion, Opinion
from models.outbox import Effect, OutboxEntry
from models.participant import Participant
from models.person import Person
from models.request import RequestDraft
from models.rules.access import Role
from models.rules.procedure import Stage
from models.second_step import Passkey, SecondStepReset
from models.settings import settings
from models.signature import Signature
from models.succession import Succession, Successor
from models.tables import metadata
from models.upload import Upload
from models.webhook import Webhook
from tests.factories import (
    Place,
    accept_seats,
    advance_to,
    charter_of,
    freeze,
    hold_evening,
    make_person,
    make_place,
    submitted,
)
from tests.planted import MOMENT, plant
from webapp import create_app
from webapp.clock import real_now

OTHER_WORDS = {"section_code": "area", "piece": "post_1", "code": "x", "form": "txt", "channel": "sms", "step": "name"}


@dataclass
class Town:
    """The app, two cases of one municipality in each of some stages, one of its neighbour in the same zone, and what
    belongs to each: `things[number of a case or slug]["upload_id"]` is the number of one such row."""

    app: Flask
    here: Place
    pairs: list[tuple[str, str]]
    things: dict[str, dict[str, int]] = field(default_factory=dict)
    browsers: dict[str, FlaskClient] = field(default_factory=dict)


@contextmanager
def founded(folder: Path) -> Iterator[Town]:
    """The town, with its data in this folder."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BINSTART_DATA_DIR", str(folder))
        environment.setenv("BINSTART_SECRET_KEY", "a secret key for tests, long enough to be accepted")
        environment.setenv("BINSTART_DEMONSTRATION", "true")
        # As if every form came from our own page: else the missing token is what is refused.
        environment.setattr("flask_wtf.csrf.validate_csrf", lambda *given, **named: None)
        settings.cache_clear()
        engine = connect(settings().effective_database_url)
        metadata.create_all(engine)
        with writing(engine) as session:
            here = make_place(session)
            neighbour = make_place(session, "zuidveld", "ZUI", zone=here.zone)
            town = Town(create_app(), here, _pairs(session, here, neighbour))
            for case in session.scalars(select(FoundingCase)).all():
                town.things[case.number] = _things_of_a_case(session, case)
            for place in (here, neighbour):
                town.things[place.municipality.slug] = _things_of_an_authority(session, place)
            town.things["a neighbour"] = _things_of_a_person(session, here.neighbour, neighbour)
            tokens = {role: open_web_session(session, person.id, "link", real_now())
                      for role, person in _people(session, here).items()}  # fmt: skip
        engine.dispose()
        for role, token in tokens.items():
            town.browsers[role] = town.app.test_client()
            with town.browsers[role].session_transaction() as cookie:
                cookie["token"] = token
        yield town
    settings.cache_clear()


def _pairs(session: Session, here: Place, neighbour: Place) -> list[tuple[str, str]]:
    """(the case in the address, the case whose things are asked)"""
    meeting, signing, living = (
        [advance_to(session, here, stage, submitted(session, here)) for _ in range(2)]
        for stage in (Stage.INFO_EVENING, Stage.CHARTER, Stage.EVALUATION)
    )
    for case in meeting:
        accept_seats(session, case, hold_evening(session, here, case))
    for case in signing:
        freeze(session, here, case)
    next_door = advance_to(session, neighbour, Stage.EVALUATION)
    pairs = [meeting, signing, living, [living[0], next_door]]
    return [(one.number, other.number) for one, other in pairs]


def _things_of_a_case(session: Session, case: FoundingCase) -> dict[str, int]:
    charter = charter_of(session, case) if case.stage != Stage.INFO_EVENING else _early_charter(session, case)
    person = make_person(session, f"Iemand van {case.number}")
    plant(session, Mandate, person_id=person.id, role="deputy_coordinator", case_id=case.id)
    opinion = plant(session, Opinion, case_id=case.id)
    plant(session, AdviserQuestion, opinion_id=opinion.id, kind="more_information")
    evening = session.scalars(select(InfoEvening).where(InfoEvening.case_id == case.id)).first()
    network = session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.case_id == case.id)).first()
    succession = plant(session, Succession, case_id=case.id)
    section = next(one for one in charter.sections if one.code == "area")
    kit = session.scalars(select(LaunchKit).where(LaunchKit.case_id == case.id)).first()
    kit = kit or plant(session, LaunchKit, case_id=case.id, round=1)
    rows = {
        "opinion_id": opinion,
        "upload_id": plant(session, Upload, case_id=case.id),
        "document_id": plant(session, Document, case_id=case.id, kind="charter"),
        "measure_id": plant(session, Measure, case_id=case.id, rung="reprimand", state="decided"),
        "succession_id": succession,
        "successor_id": plant(session, Successor, succession_id=succession.id),
        "participant_id": plant(session, Participant, case_id=case.id),
        "candidate_id": plant(session, Candidate, case_id=case.id),
        "attendance_id": plant(session, Attendance, case_id=case.id, evening_id=evening.id),
        "ballot_id": plant(session, Ballot, case_id=case.id, evening_id=evening.id),
        "evening_id": evening,
        "comment_id": plant(session, CharterComment, case_id=case.id, charter_id=charter.id, section="area"),
        "signature_id": plant(session, Signature, charter_id=charter.id),
        "person_id": person,
        "save_id": plant(session, SectionSave, section_id=section.id, revision=99, content=section.content),
        "quote_id": plant(session, LaunchQuote, kit_id=kit.id),
    }
    if network is not None:
        member = plant(session, Enrolment, network_id=network.id, state="waiting" if case.id % 2 else "member")
        plant(session, MemberContribution, enrolment_id=member.id, cents=500)
        message = plant(session, Message, network_id=network.id, kind="prevention")
        delivery = plant(session, Delivery, message_id=message.id, enrolment_id=member.id, state="to_call")
        meeting = plant(session, NetworkMeeting, network_id=network.id, starts_at=real_now() + timedelta(days=9))
        rows |= {"enrolment_id": member, "message_id": message, "delivery_id": delivery, "meeting_id": meeting}
    return {name: row.id for name, row in rows.items()}


def _early_charter(session: Session, case: FoundingCase) -> Charter:
    charter = plant(session, Charter, case_id=case.id)
    charter.sections.append(CharterSection(code="area", content={}))
    session.flush()
    return charter


def _things_of_an_authority(session: Session, place: Place) -> dict[str, int]:
    own = {"authority_id": place.municipality.id}
    mayor = place.people[Role.MAYOR]
    case = session.scalars(select(FoundingCase).where(FoundingCase.municipality_id == place.municipality.id)).first()
    rows = {
        "closing_day_id": plant(session, ClosingDay, **own),
        "token_id": plant(session, ApiToken, **own),
        "webhook_id": plant(session, Webhook, **own),
        "delegation_id": plant(session, Delegation, body="mayor", person_id=place.neighbour.id, **own),
        "former_name_id": plant(session, FormerStreetName, street_id=place.streets[0].id),
        "mandate_id": session.scalars(select(Mandate).where(Mandate.person_id == mayor.id)).one(),
        "absence_id": plant(session, Absence, person_id=mayor.id, deputy_id=place.people[Role.DESK_OFFICER].id,
                            role="mayor", last_on=real_now().date(), **own),
        "entry_id": plant(session, OutboxEntry, case_id=case.id, flow="charter", attempts=9),
        "effect_id": plant(session, Effect, case_id=case.id, attempts=9, last_error="OSError"),
    }  # fmt: skip
    return {name: row.id for name, row in rows.items()}


def _things_of_a_person(session: Session, person: Person, neighbour: Place) -> dict[str, int]:
    own = {"person_id": person.id}
    mandate = plant(session, Mandate, role="desk_officer", authority_id=neighbour.municipality.id, **own)
    case = session.scalars(select(FoundingCase).where(FoundingCase.municipality_id == neighbour.municipality.id)).one()
    seat = plant(session, Mandate, role="steering_group_member", case_id=case.id, is_accepted=False, **own)
    document = plant(session, Document, case_id=case.id)
    upload = plant(session, Upload, case_id=case.id)
    rows = {
        "draft_id": plant(session, RequestDraft, **own),
        "identity_id": plant(session, Identity, **own),
        "passkey_id": plant(session, Passkey, **own),
        "session_id": plant(session, WebSession, expires_at=real_now() + timedelta(days=1), **own),
        "reset_id": plant(session, SecondStepReset, authority_id=neighbour.municipality.id, asked_at=real_now(), **own),
        "mandate_id": mandate,
        "seat_id": seat,
        "absence_id": plant(session, Absence, authority_id=neighbour.municipality.id, role="desk_officer",
                            deputy_id=neighbour.people[Role.MAYOR].id, last_on=real_now().date(), **own),
        "document_id": document,
        "upload_id": upload,
        "opinion_id": plant(session, Opinion, case_id=case.id, document_ids=[document.id], upload_ids=[upload.id],
                            **own),
        "measure_id": plant(session, Measure, case_id=case.id, rung="reprimand", state="decided", **own),
    }  # fmt: skip
    return {name: row.id for name, row in rows.items()}


def _people(session: Session, here: Place) -> dict[str, Person]:
    """Who asks, by role, in the municipality of the addresses. Members of stuurgroepen have a seat in each of them."""
    cases = session.scalars(select(FoundingCase).where(FoundingCase.municipality_id == here.municipality.id)).all()
    deputy = make_person(session, "Dora Deputy")
    for case in cases:
        session.add(Mandate(person_id=deputy.id, role=Role.DEPUTY_COORDINATOR.value, case_id=case.id,
                            function="plaatsvervangend", since=MOMENT.date()))  # fmt: skip
    seated = session.scalars(select(Mandate).where(Mandate.case_id == cases[0].id)).all()
    found = {Role(one.role): one.person for one in seated} | here.people
    return {role.value: person for role, person in found.items()}
