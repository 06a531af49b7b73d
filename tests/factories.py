"""Cases for tests, made by taking the legal steps: an impossible case can't be made here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.authority import Authority
from models.case import FoundingCase
from models.charter import Charter
from models.clock import day_of
from models.mandate import Mandate
from models.operations.charters import checking_federally, drafting_charter, saving_sections, screening, signing_charter
from models.operations.consultation import consulting, contacting
from models.operations.evaluations import evaluating
from models.operations.evenings import answering_seats, informing, writing_minutes
from models.operations.launches import launching
from models.operations.requests import requesting
from models.operations.requests.request_answers import RequestAnswers
from models.person import Person
from models.queries.accounts.people import actor_for
from models.queries.charters.charter_lacks import unusual_in
from models.queries.evenings.seats import offered_seats
from models.rules.access import Actor, Role
from models.rules.area import Segment
from models.rules.charter_consistency import reason_key
from models.rules.procedure import AGENDA_ITEMS, STAGES, Stage
from models.signature import Signature
from tests.walked_once import begin_if_empty, knowing, walk_once

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STAFF_SEATS = {
    Role.DESK_OFFICER: "Dirk Balie",
    Role.MAYOR: "Maria Burgemeester",
    Role.MANDATED_OFFICER: "Griet Mandaat",
    Role.POLICE_CHIEF: "Karel Korps",
    Role.ADMINISTRATOR: "Ada Beheer",
}


@dataclass
class Place:
    """A zone, a municipality with two streets, and one person per function."""

    zone: Authority
    municipality: Authority
    streets: list[Street]
    people: dict[Role, Person]
    resident: Person
    neighbour: Person


def make_place(session: Session, slug: str = "oosterbeke", code: str = "OOS", zone: Authority | None = None) -> Place:
    """A municipality with its zone, streets of ten dwellings, staff and two residents."""
    begin_if_empty(session)
    with knowing(session, ("place", slug, code, zone and zone.id)):
        return _make_place(session, slug, code, zone)


def _make_place(session: Session, slug: str, code: str, zone: Authority | None) -> Place:
    if zone is None:
        zone = Authority(kind="police_zone", slug=f"pz-{slug}", name=f"Politiezone {slug.title()}", code="PZX",
                         email=f"politie@{slug}.example", settings={})  # fmt: skip
        session.add(zone)
        session.flush()
    municipality = Authority(kind="municipality", slug=slug, name=slug.title(), code=code, zone_id=zone.id,
                             email=f"veiligheid@{slug}.example", phone="02 000 00 00",
                             postal_address=f"Markt 1, 9994 {slug.title()}", settings={})  # fmt: skip
    session.add(municipality)
    session.flush()
    streets = [_street(session, municipality, name) for name in ("Kerkstraat", "Molenstraat")]
    people: dict[Role, Person] = {}
    for role, name in STAFF_SEATS.items():
        where = zone if role in (Role.MANDATED_OFFICER, Role.POLICE_CHIEF) else municipality
        people[role] = make_person(session, f"{name} {slug.title()}")
        give_role(session, people[role], role, where)
    resident = make_person(session, f"Roos Bewoner {slug.title()}", streets[0].dwellings[0])
    neighbour = make_person(session, f"Noor Buur {slug.title()}", streets[0].dwellings[1])
    return Place(zone, municipality, streets, people, resident, neighbour)


def _street(session: Session, municipality: Authority, name: str) -> Street:
    street = Street(authority_id=municipality.id, name=name, normalised_name=name.lower(), postcode="9994",
                    dwelling_count=10)  # fmt: skip
    street.dwellings = [Dwelling(number=number, latitude=51.0 + number / 1e4, longitude=3.9) for number in range(1, 11)]
    session.add(street)
    session.flush()
    return street


def make_person(session: Session, name: str, dwelling: Dwelling | None = None) -> Person:
    """Somebody with an address that is plainly invented."""
    person = Person(name=name, email=f"{name.lower().replace(' ', '.')}@binstart.example", created_at=START,
                    dwelling_id=dwelling.id if dwelling else None)  # fmt: skip
    session.add(person)
    session.flush()
    return person


def give_role(session: Session, person: Person, role: Role, authority: Authority) -> None:
    """A staff mandate from long ago."""
    session.add(Mandate(person_id=person.id, role=role.value, authority_id=authority.id, function=role.value,
                        since=date(2020, 1, 1)))  # fmt: skip
    session.flush()


def acting(session: Session, person: Person, at: datetime = START) -> Actor:
    """The person as they act at that moment."""
    actor = actor_for(session, person.id, day_of(at))
    assert actor is not None, f"{person.name} is no longer active"
    return actor


def answers_for(place: Place, **changes: object) -> RequestAnswers:
    """Answers of a request that is in order."""
    values: dict[str, object] = {
        "municipality_id": place.municipality.id,
        "name": "BIN Kerkkwartier",
        "segments": [Segment(place.streets[0].id), Segment(place.streets[1].id, "odd", 1, 9)],
        "motives": "Er waren drie inbraken in onze straat en buren kennen elkaar te weinig.",
        "objectives": ["safety_feeling", "prevention"],
        "households": 15,
        "applicant_name": place.resident.name,
        "applicant_address": "Kerkstraat 1, 9994 Oosterbeke",
        "applicant_email": place.resident.email,
        "applicant_dwelling_id": place.resident.dwelling_id,
        "declaration": True,
        "overlap_explanation": "De bewoners willen een eigen netwerk.",
        "expectations": {"police": "Snelle berichten."},
    }
    return RequestAnswers(**{**values, **changes})  # type: ignore[arg-type]


def numbers_of(place: Place) -> tuple[int, ...]:
    """The ids of its rows: what a walk through it depends on beside the database."""
    everybody = (*place.people.values(), place.resident, place.neighbour)
    return (place.zone.id, place.municipality.id, *(one.id for one in place.streets), *(one.id for one in everybody))


def submitted(session: Session, place: Place, at: datetime = START) -> FoundingCase:
    """A case in IDEA, just submitted by the resident."""

    def walk() -> FoundingCase:
        return requesting.submit_request(session, acting(session, place.resident, at), at, answers_for(place))

    return walk_once(session, ("submitted", *numbers_of(place), at), walk)


def advance_to(session: Session, place: Place, stage: Stage, case: FoundingCase | None = None) -> FoundingCase:
    """A case that took every legal step up to `stage`, one day after the other."""
    asked = case or submitted(session, place)

    def walk() -> FoundingCase:
        for step in _STEPS[STAGES.index(Stage(asked.stage)) : STAGES.index(stage)]:
            step(session, place, asked)
        assert asked.stage == stage.value, (asked.stage, asked.waiting_for)
        return asked

    return walk_once(session, ("advanced", *numbers_of(place), asked.id, stage), walk)


def later(case: FoundingCase, days: int = 1) -> datetime:
    """A moment after the present stage opened."""
    return case.stage_opened_at + timedelta(days=days)


def _as(session: Session, place: Place, role: Role, at: datetime) -> Actor:
    return acting(session, place.people[role], at)


def _accept(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    requesting.accept_request(session, case.id, _as(session, place, Role.DESK_OFFICER, at), at)


def _consult(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    officer, chief = _as(session, place, Role.MANDATED_OFFICER, at), _as(session, place, Role.POLICE_CHIEF, at)
    mayor = _as(session, place, Role.MAYOR, at)
    contacting.record_judicial_contact(session, case.id, officer, at, contacted_on=day_of(at), means="telefonisch")
    consulting.decide_as_police(session, case.id, chief, at, is_approved=True, reason="Goed voorbereid dossier.")
    consulting.decide_as_municipality(session, case.id, mayor, at, is_approved=True, reason="Past in ons beleid.")


def _inform(session: Session, place: Place, case: FoundingCase) -> None:
    after = hold_evening(session, place, case)
    accept_seats(session, case, after)
    approve_minutes(session, place, case, after)


def hold_evening(session: Session, place: Place, case: FoundingCase) -> datetime:
    """Plan the evening, note its results and who was asked for the stuurgroep. Returns when it was noted."""
    at = later(case)
    desk = _as(session, place, Role.DESK_OFFICER, at)
    evening = informing.plan_info_evening(
        session, case.id, desk, at, starts_at=at + timedelta(days=21), place="Zaal De Linde", address="Markt 2",
        organisers="Gemeente en politie", contact="veiligheid@oosterbeke.example",
    )  # fmt: skip
    after = evening.starts_at + timedelta(days=1)
    informing.record_info_evening(
        session, case.id, desk, after, chair="Dirk Balie", attendance=40, registered_dwellings=25,
        items={code: informing.ItemResult("Besproken en goedgekeurd.", 38, 1, 1) for code in AGENDA_ITEMS},
        network_approved=True, objectives_approved=True, steering_group_approved=True,
    )  # fmt: skip
    seats = [
        informing.Seat("Cora Coördinator", f"cora@{place.municipality.slug}.example", Role.COORDINATOR.value),
        informing.Seat("Stef Stuur", f"stef@{place.municipality.slug}.example", Role.STEERING_GROUP_MEMBER.value),
    ]
    informing.appoint_steering_group(session, case.id, desk, after, seats=seats)
    return after


def accept_seats(session: Session, case: FoundingCase, at: datetime) -> None:
    """Everybody who was asked for the stuurgroep takes the seat."""
    for seat in offered_seats(session, case.id):
        answering_seats.accept_seat(session, case.id, acting(session, seat.person, at), at, is_of_age=True)


def approve_minutes(session: Session, place: Place, case: FoundingCase, at: datetime) -> None:
    """The minutes that come first are approved, by the mayor for the chair and by the police."""
    mayor, officer = (_as(session, place, role, at) for role in (Role.MAYOR, Role.MANDATED_OFFICER))
    writing_minutes.approve_minutes_as_chair(session, case.id, mayor, at)
    writing_minutes.approve_minutes_as_police(session, case.id, officer, at)


def coordinator_of(session: Session, case: FoundingCase) -> Person:
    """The present coordinator of a case."""
    return session.scalars(
        select(Person).join(Mandate, Mandate.person_id == Person.id).where(
            Mandate.case_id == case.id, Mandate.role == Role.COORDINATOR.value, Mandate.until.is_(None)
        )
    ).one()  # fmt: skip


def screen(session: Session, place: Place, case: FoundingCase, at: datetime) -> None:
    """The police find the coordinator suitable."""
    screening.record_screening(session, case.id, _as(session, place, Role.MANDATED_OFFICER, at), at,
                               person_id=coordinator_of(session, case).id, result="suitable",
                               screened_on=day_of(at))  # fmt: skip


def charter_of(session: Session, case: FoundingCase) -> Charter:
    """The newest charter version."""
    return session.scalars(
        select(Charter).where(Charter.case_id == case.id).order_by(Charter.version.desc()).limit(1)
    ).one()


def _charter(session: Session, place: Place, case: FoundingCase) -> None:
    sign_all(session, place, case, freeze(session, place, case))


def freeze(session: Session, place: Place, case: FoundingCase) -> datetime:
    """The coordinator is screened, the text filled in and frozen: what is left is to sign. Returns when."""
    at = later(case)
    screen(session, place, case, at)
    fill_charter(session, place, case, at)
    drafting_charter.freeze_charter(session, case.id, _as(session, place, Role.DESK_OFFICER, at), at,
                                    reasons=reasons_for(session, case, at))  # fmt: skip
    return at


def reasons_for(session: Session, case: FoundingCase, at: datetime) -> dict[str, str]:
    """A reason for everything that is unusual in the charter, as who freezes it would write."""
    unusual = unusual_in(session, case, charter_of(session, case), day_of(at))
    return {reason_key(lack): "Zo besproken met alle partners." for lack in unusual}


def fill_charter(session: Session, place: Place, case: FoundingCase, at: datetime) -> None:
    """Fill in what the standing texts leave open: channels, budget, entry into force."""
    coordinator = acting(session, coordinator_of(session, case), at)
    for section in charter_of(session, case).sections:
        if section.code in OPEN_SECTIONS:
            content = {**section.content, **OPEN_SECTIONS[section.code]}
            if section.code == "communication_plan":
                content["messages"] = {
                    kind: {**row, "channel": "sms via BE-Alert"} if row["sender"] else row
                    for kind, row in section.content["messages"].items()
                }
            saving_sections.save_section(session, case.id, coordinator, at, section=section.code,
                                          revision=section.revision, content=content)  # fmt: skip


OPEN_SECTIONS: dict[str, dict[str, object]] = {
    "communication_plan": {"log_keeper": "de coördinator", "list_keeper": "de coördinator"},
    "budget": {
        "lines": [
            {"description": "sms-berichten", "kind": "basic", "frequency": "yearly", "amount": "150,00",
             "payer": "municipality"}
        ],
        "support_is_temporary": "no",
        "member_contribution": "0",
    },
    "entry_into_force": {"starts": "launch", "duration": "indefinite"},
}  # fmt: skip


def sign_all(session: Session, place: Place, case: FoundingCase, at: datetime) -> None:
    """Everybody signs the frozen version."""
    charter = charter_of(session, case)
    for row in session.scalars(select(Signature).where(Signature.charter_id == charter.id)).all():
        person = session.get_one(Person, row.person_id) if row.person_id else place.people[Role(str(row.role))]
        assert person.name is not None
        signing_charter.sign_charter(session, case.id, acting(session, person, at), at, signature_id=row.id,
                                     name=person.name, place="Oosterbeke", fingerprint=charter.fingerprint,
                                     identified_by="link" if row.person_id else "password_and_code")  # fmt: skip


def _federal(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    desk = _as(session, place, Role.DESK_OFFICER, at)
    checking_federally.send_to_federal_interior(session, case.id, desk, at, sent_on=day_of(at), channel="e-mail")
    checking_federally.record_federal_answer(session, case.id, desk, at, answered_on=day_of(at), result="conform")


def _launch(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    officer = _as(session, place, Role.MANDATED_OFFICER, at)
    chief = _as(session, place, Role.POLICE_CHIEF, at)
    for item in ("charter_conform", "alert_area_loaded", "test_message_sent", "member_list_handed_over",
                 "signs_ordered", "privacy_notice_given"):  # fmt: skip
        launching.check_launch_item(session, case.id, officer, at, item=item)
    launching.decide_launch(session, case.id, chief, at, active_on=day_of(at), how_to_join="Via de coördinator.")


_STEPS = (_accept, _consult, _inform, _charter, _federal, _launch)  # one per stage that can be left forward


def evaluate(session: Session, place: Place, case: FoundingCase, at: datetime, outcome: str = "continue",
             **more: Any) -> None:  # fmt: skip
    """One whole evaluation with the three views and their discussion, closed with an outcome."""
    evaluating.open_evaluation(session, case.id, _as(session, place, Role.DESK_OFFICER, at), at)
    conclude_evaluation(session, place, case, at, outcome, **more)


def conclude_evaluation(session: Session, place: Place, case: FoundingCase, at: datetime, outcome: str,
                        **more: Any) -> None:  # fmt: skip
    """The same from where somebody, or the clock, opened it."""
    discuss_evaluation(session, place, case, at)
    evaluating.close_evaluation(session, case.id, _as(session, place, Role.DESK_OFFICER, at), at, outcome=outcome,
                                reason="Besproken in de stuurgroep.", **more)  # fmt: skip


def discuss_evaluation(session: Session, place: Place, case: FoundingCase, at: datetime) -> None:
    """Views and discussion of an open evaluation: what is left is the outcome."""
    cora = acting(session, coordinator_of(session, case), at)
    evaluating.fill_evaluation_as_coordinator(session, case.id, cora, at, view=COORDINATOR_VIEW)
    evaluating.fill_evaluation_as_police(session, case.id, _as(session, place, Role.MANDATED_OFFICER, at), at,
                                         view=POLICE_VIEW)  # fmt: skip
    desk = _as(session, place, Role.DESK_OFFICER, at)
    evaluating.fill_evaluation_as_municipality(session, case.id, desk, at, view=MUNICIPALITY_VIEW)
    evaluating.record_discussion(session, case.id, desk, at, discussed_on=day_of(at), discussed_by="alle partners",
                                 conclusions="Goed bezig.")  # fmt: skip


COORDINATOR_VIEW = {
    "agreements_kept": "yes", "objectives_served": "partly", "members_experience": "Tevreden.", "members": 30,
    "meetings": 2, "follow_up": "Vlot.", "safety_feeling": "Beter.",
}  # fmt: skip
POLICE_VIEW = {
    "agreements_kept": "yes", "objectives_served": "yes", "urgent_messages_day": 2, "urgent_messages_night": 1,
    "non_urgent_messages": 6, "feedback_messages": 3, "reporting_behaviour": "Meer meldingen.", "relation": "Goed.",
}  # fmt: skip
MUNICIPALITY_VIEW = {
    "agreements_kept": "yes", "objectives_served": "yes", "support": "Zaal en drukwerk.", "cooperation": "Vlot.",
}  # fmt: skip
