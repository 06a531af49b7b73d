"""What the demonstration lacks: one more municipality, whose cases stand where each page has something to show.

Rows are written straight into the database of a walk, by the steps of the tests.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.account import SignInLink
from models.case import FoundingCase
from models.enrolment import Enrolment
from models.info_evening import InfoEvening
from models.launch_kit import LaunchQuote
from models.mandate import Mandate
from models.message import Delivery
from models.operations.accounts.signing_in import Mail
from models.operations.accounts.web_sessions import hashed
from models.operations.authorities.absences import enter_absence
from models.operations.authorities.api_tokens import make_token
from models.operations.authorities.delegations import enter_delegation
from models.operations.authorities.webhooks import make_webhook
from models.operations.charters.commenting import write_comment
from models.operations.evenings.balloting import open_ballot_on
from models.operations.evenings.nominating import Nomination, nominate
from models.operations.keeping.answering_data_requests import ask_as_person
from models.operations.networks.meeting import plan_meeting
from models.opinion import Opinion
from models.outbox import Effect, OutboxEntry
from models.reply import Reply
from models.request import RequestDraft, ResumeLink
from models.rules.access import Role
from models.rules.procedure import Stage
from models.second_step import Passkey, SecondStepReset
from models.signature import Signature
from models.succession import Successor
from models.support import Voice
from models.survey import SurveyTicket
from tests import (
    advice_steps,
    charter_steps,
    kit_steps,
    measure_steps,
    message_steps,
    outcome_steps,
    participant_steps,
    reply_steps,
    succession_steps,
    support_steps,
    survey_steps,
)
from tests.factories import Place, acting, advance_to, coordinator_of, give_role, later, make_person, make_place
from tests.pages.action_examples import EXAMPLES, with_evening_today

SLUG, CODE = "hoekdorp", "HOE"
D, M, P, C, A = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF, Role.ADMINISTRATOR
FAULT = "NeverDeliverable: 550 onbekend"
DEVICE = "een toestel van de ronde"  # the browser in which a sign-in was asked
LINKED = (Enrolment, LaunchQuote, Delivery, Opinion, Reply, Signature, Successor, Voice, SurveyTicket, ResumeLink,
          SignInLink)  # fmt: skip


def make_states(session: Session, now: datetime) -> Place:
    """Every state of the tests' examples once, and what only some pages show."""
    place = make_place(session, SLUG, CODE)
    place.municipality.settings = {"language_regime": "nl_fr"}  # so that the language of documents can be chosen
    give_role(session, make_person(session, "Zoë Zonebeheer Hoekdorp"), A, place.zone)
    for ready in dict.fromkeys(example.ready for example in EXAMPLES):
        ready(session, place)
    for step in STEPS:
        step(session, place, now)
    return place


def _ask_advice(session: Session, place: Place, now: datetime) -> None:
    """Of an adviser who has an account, and gets voices too."""
    case = advance_to(session, place, Stage.CONSULTATION)
    advice_steps.ask_outside(session, place, case, later(case), email=place.people[C].email)
    support_steps.give(session, case, now, support_steps.answer(place, 4))
    support_steps.confirmed(session, case, now, support_steps.answer(place, 5))


def _invite(session: Session, place: Place, now: datetime) -> None:
    """By letters, of which one was replied to and one gave data."""
    case = reply_steps.with_letters(session, place, now, room_limit=30)
    letters = reply_steps.letters(session, case)
    reply_steps.reply(session, letters[0], now)
    participant_steps.take_part(session, letters[1].code, now)
    nominate(session, case.id, acting(session, place.people[D], now), now,
             nomination=Nomination("coordinator", name="Kato Kandidaat", is_of_age=True))  # fmt: skip


def _vote(session: Session, place: Place, now: datetime) -> None:
    """In the hall, by phone, at this moment."""
    case = with_evening_today(session, place)
    evening = session.scalars(select(InfoEvening).where(InfoEvening.case_id == case.id)).one()
    open_ballot_on(session, case.id, acting(session, place.people[D], now), now, evening_id=evening.id,
                   about="network", question="Komt er een BIN?", way="phone")  # fmt: skip


def _write_and_sign(session: Session, place: Place, now: datetime) -> None:
    """A charter with a comment, one to sign, one with ink to check, one with remarks of the ministry."""
    case = charter_steps.ready_to_freeze(session, place)
    charter_steps.save(session, case, "members", {"text": "Leden bellen eerst de politie."})
    mayor = acting(session, place.people[M], later(case))
    write_comment(session, case.id, mayor, later(case), section="members", text="Mag dit korter?")
    charter_steps.frozen(session, place)
    case = charter_steps.ready_to_freeze(session, place)
    extra = [{"capacity": "directeur school", "name": "Sofie School"},
             {"capacity": "voorzitter wijkraad", "name": "Rik Raad", "email": "rik@wijkraad.example"}]  # fmt: skip
    charter_steps.save(session, case, "signatures", {"statement": "Wij gaan akkoord.", "extra": extra})
    charter_steps.freeze(session, place, case)
    charter_steps.enter_ink(session, place, case, "directeur school", name="Sofie School")
    charter_steps.send_back(session, place, advance_to(session, place, Stage.FEDERAL_CHECK))


def _prepare_kit(session: Session, place: Place, now: datetime) -> None:
    """With a question for a quote."""
    case = advance_to(session, place, Stage.LAUNCH)
    kit_steps.plan(session, place, case, now)
    kit_steps.ask(session, place, case)


def _live(session: Session, place: Place, now: datetime) -> None:
    """Members, a survey, messages, a meeting, a talk with a member; elsewhere an amended charter."""
    case = outcome_steps.active(session, place)
    members = survey_steps.members(session, place, case)
    survey_steps.opened(session, case)
    survey_steps.tokens(session, case, "a secret of the walk, long enough to be accepted")
    message = message_steps.writing_by(session, case, place.people[P])
    message_steps.let_go(session, case, coordinator_of(session, case), message)
    message_steps.writing_by(session, case, coordinator_of(session, case), message_steps.NEWS)
    cora = acting(session, coordinator_of(session, case), now)
    plan_meeting(session, case.id, cora, now, starts_at=now + timedelta(days=20), subject="Hoe gaat het?",
                 place="Zaal De Linde", is_public=True)  # fmt: skip
    measure_steps.begun(session, place, case, "talk", member=members[0])
    charter_steps.amend(session, place, outcome_steps.active(session, place))


def _remove_and_succeed(session: Session, place: Place, now: datetime) -> None:
    """A coordinator who is removed: one appeals, and is succeeded; of the other nothing came yet."""
    case = outcome_steps.active(session, place)
    message_steps.a_member(session, place, case)
    measure_steps.appealed(session, place, case, measure_steps.removed(session, place, case))
    succession_steps.noted(session, place, case, succession_steps.begun(session, place, case))
    measure_steps.removed(session, place, outcome_steps.active(session, place))
    measure_steps.begun(session, place, outcome_steps.active(session, place), "definitive_exclusion")


def _administered(session: Session, place: Place, now: datetime) -> None:
    here, admin = place.municipality, acting(session, place.people[A], now)
    make_webhook(session, admin, here.id, now, name="Dashboard", address="https://gemeente.example/hook",
                 events=["case:ended"], allows_loopback=False, secret_key="x" * 40)  # fmt: skip
    make_token(session, admin, here.id, now, now.date(), name="Dashboard", scopes=["cases:read"],
               ends_on=now.date() + timedelta(days=90))  # fmt: skip
    mandate = session.scalars(select(Mandate).where(Mandate.person_id == place.people[D].id)).one()
    tomorrow = now.date() + timedelta(days=1)
    enter_absence(session, admin, mandate.id, now, deputy_id=place.people[M].id, first_on=tomorrow,
                  last_on=tomorrow + timedelta(days=7))  # fmt: skip
    enter_delegation(session, admin, here.id, now, body="college", person_id=place.people[D].id,
                     reference="Besluit 2026/12", first_on=tomorrow)  # fmt: skip
    session.add(SecondStepReset(person_id=place.people[D].id, authority_id=here.id, asked_at=now,
                                reason="Telefoon in het water.", asked_by_id=place.people[A].id))  # fmt: skip


def _ask_about_data(session: Session, place: Place, now: datetime) -> None:
    resident = acting(session, place.resident, now)
    ask_as_person(session, resident, place.municipality.id, "erasure", "Wis mijn telefoonnummer.", now,
                  lambda request: Mail(f"Vraag {request.id}", "Er kwam een vraag."))  # fmt: skip


def leave_work_undone(session: Session, now: datetime) -> None:
    """Work and a mail that fail. Only once the engine has stopped: it would do them."""
    case_id = session.scalars(select(FoundingCase.id).where(FoundingCase.number.startswith(CODE))).first()
    since, failed = now - timedelta(hours=2), {"attempts": 3, "last_error": FAULT}
    session.add(Effect(key="walk:failed", case_id=case_id, kind="mail", planned_at=since, **failed))
    session.add(OutboxEntry(case_id=case_id, flow="idea", created_at=since, **failed))


def _kept_for_oneself(session: Session, place: Place, now: datetime) -> None:
    for person in (place.resident, place.people[D]):
        session.add(Passkey(person_id=person.id, credential_id=f"walk-{person.id}", user_handle="x", public_key=b"x",
                            sign_count=0, name="Mijn telefoon", added_at=now))  # fmt: skip
    draft = RequestDraft(person_id=place.resident.id, answers={}, created_at=now, saved_at=now)
    session.add(draft)
    session.flush()
    until = now + timedelta(days=14)
    session.add(ResumeLink(draft_id=draft.id, token_hash=hashed("unknown"), created_at=now, expires_at=until))


STEPS = (_ask_advice, _invite, _vote, _write_and_sign, _prepare_kit, _live, _remove_and_succeed, _administered,
         _kept_for_oneself, _ask_about_data)  # fmt: skip


def know_links(session: Session) -> dict[str, list[str]]:
    """Give every personal link a token that we know. Returns the tokens by the name of their table."""
    known: dict[str, list[str]] = {}
    for model in LINKED:
        for number in session.scalars(select(model.id).order_by(model.id.desc()).limit(60)):
            token = f"ronde-{model.__tablename__}-{number}"
            session.execute(update(model).where(model.id == number).values(token_hash=hashed(token)))
            known.setdefault(model.__tablename__, []).append(token)
    return known
