"""Who walks: some people of each role with a session, and nobody with the personal links of all mails and letters."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select
from sqlalchemy.orm import Session

from drills.accessibility.finding import PUBLIC_VISITOR, Visitor
from models.authority import Authority
from models.ballot import Ballot
from models.candidate import Candidate
from models.case import FoundingCase
from models.charter_comment import CharterComment
from models.data_request import DataRequest
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.mandate import Mandate
from models.measure import Measure
from models.network import NeighbourhoodNetwork
from models.operations.accounts.web_sessions import open_web_session
from models.outbox import Effect
from models.participant import Participant
from models.person import Person
from models.request import RequestDraft
from models.rules.access import Role
from models.succession import Succession, Successor

RESIDENT, ADMINISTRATOR_OF_ZONE = "resident", "administrator of zone"
TOKENS = {  # which table's links open which address
    "advisers.give_advice": "opinion", "answering_survey.show_questions": "survey_ticket",
    "candidacy.answer": "successor", "candidacy.offer_as_member": "enrolment", "joining.use_member_link": "enrolment",
    "joining.leave_network": "enrolment", "quoting.give": "launch_quote", "reading.read_message": "message_delivery",
    "replying.use_reply_link": "reply", "replying.withdraw_by_link": "reply", "resident.resume_request": "resume_link",
    "signing_by_link.sign": "signature", "signing_by_link.refuse": "signature", "supporting.use_voice_link": "voice",
    "supporting.withdraw_own_voice": "voice", "participating.give_data_by_voice": "voice",
    "participating.withdraw_data_by_voice": "voice", "member_data.show_member_data": "enrolment",
    "member_data.download_member_data": "enrolment",
}  # fmt: skip
ROWS = (
    (Participant, "participant_id", ("participants.correct_participant", "participants.erase_participant")),
    (Candidate, "candidate_id", ("nominating.recognise", "nominating.remove_candidate")),
    (CharterComment, "comment_id", ("commenting.answer",)),
    (Ballot, "ballot_id", ("balloting.close_ballot",)),
    (Measure, "measure_id", ("measures.hand", "measures.withdraw", "measures.posted", "measures.copy")),
    (Succession, "succession_id", ("succession.appoint", "succession.report", "succession.stop")),
)


def visitors(app: Flask, session: Session, code: str) -> list[Visitor]:
    """Nobody, and of each role who holds it longest and who holds it where cases have this code."""
    found = [PUBLIC_VISITOR]
    for role in Role:
        for name, people in _holders(session, role).items():
            some = dict.fromkeys([people[0], people[-1]])
            found += [_signed_in(app, session, name, person_id) for person_id in some]
    asked = select(FoundingCase.initiator_id).where(FoundingCase.number.startswith(code))
    stranger = select(Person.id).where(Person.id.not_in(select(Mandate.person_id)), Person.id.not_in(asked))
    found.append(_signed_in(app, session, RESIDENT, session.scalars(stranger.order_by(Person.id)).first() or 0))
    return found


def _holders(session: Session, role: Role) -> dict[str, list[int]]:
    """The people of a role, the longest first, by how the results call them."""
    if role == Role.INITIATOR:
        asked = select(FoundingCase.initiator_id).order_by(FoundingCase.id)
        return {role.value: [person_id for person_id in session.scalars(asked) if person_id is not None]}
    held = select(Mandate.person_id, Authority.kind).outerjoin(Authority, Authority.id == Mandate.authority_id)
    by_name: dict[str, list[int]] = {}
    held = held.where(Mandate.role == role.value, Mandate.until.is_(None)).order_by(Mandate.id)
    for person_id, kind in session.execute(held):
        by_name.setdefault(_called(role, kind), []).append(person_id)
    return by_name


def _called(role: Role, kind: str | None) -> str:
    return ADMINISTRATOR_OF_ZONE if role == Role.ADMINISTRATOR and kind == "police_zone" else role.value


def _signed_in(app: Flask, session: Session, role: str, person_id: int) -> Visitor:
    token = open_web_session(session, person_id, "password_and_code", datetime.now(UTC))
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return Visitor(role, session.get_one(Person, person_id).name or "", str(serializer.dumps({"token": token})))


def link_addresses(app: Flask, session: Session, tokens: Mapping[str, list[str]]) -> list[str]:
    """All personal links: those of the mails by their tokens, those of the letters by their codes."""
    adapter = app.url_map.bind("localhost")
    found = [adapter.build(kind, {"token": token}) for kind, table in TOKENS.items() for token in tokens.get(table, [])]
    codes = session.scalars(select(Invitation.code).order_by(Invitation.id.desc()).limit(20)).all()
    for kind in ("replying.reply_to_letter", "participating.give_data_by_letter", "replying.withdraw_from_letter",
                 "participating.withdraw_data_by_letter"):  # fmt: skip
        found += [adapter.build(kind, {"code": code}) for code in codes]
    return found


def deep_addresses(app: Flask, session: Session, code: str) -> list[str]:
    """Pages about one row of a case with this code: no visitor comes past all of them by links alone."""
    adapter = app.url_map.bind("localhost")
    found = []
    for model, argument, kinds in ROWS:
        rows = select(model.id, FoundingCase.number).join(FoundingCase, FoundingCase.id == model.case_id)
        for row_id, number in session.execute(rows.where(FoundingCase.number.startswith(code)).order_by(model.id)):
            found += [adapter.build(kind, {"number": number, argument: row_id}) for kind in kinds]
    candidates = (
        select(Successor.id, Succession.id, FoundingCase.number)
        .join(Succession, Succession.id == Successor.succession_id)
        .join(FoundingCase, FoundingCase.id == Succession.case_id)
    )
    for successor_id, succession_id, number in session.execute(candidates):
        values = {"number": number, "succession_id": succession_id, "successor_id": successor_id}
        found += [adapter.build("succession.screen", values), adapter.build("succession.remove", values)]
    for draft_id in session.scalars(select(RequestDraft.id)):
        found.append(adapter.build("resident.confirm_request", {"draft_id": draft_id}))
    for effect_id, slug in session.execute(
        select(Effect.id, Authority.slug)
        .join(FoundingCase, FoundingCase.id == Effect.case_id)
        .join(Authority, Authority.id == FoundingCase.municipality_id)
        .where(Effect.last_error != "")
    ):
        found.append(adapter.build("failed_work.see_to_failed_effect", {"slug": slug, "effect_id": effect_id}))
    return found


def fillers(session: Session) -> dict[str, list[str]]:
    """Values for the arguments of addresses, by the name of the argument."""
    authorities = list(session.scalars(select(Authority.slug).order_by(Authority.id.desc())))
    networks = list(session.scalars(select(NeighbourhoodNetwork.slug).order_by(NeighbourhoodNetwork.id)))
    public = ("joining.join", "joining.show_sent", "public.show_network", "writing.write", "calendar.fetch_meetings")
    numbers = list(session.scalars(select(FoundingCase.number).order_by(FoundingCase.id.desc())))
    evenings = [str(number) for number in session.scalars(select(InfoEvening.id).order_by(InfoEvening.id.desc()))]
    asked = [str(number) for number in session.scalars(select(DataRequest.id))]
    return {"slug": authorities, "request_id": asked, "public_number": numbers, "evening_id": evenings,
            **{f"{kind}:slug": networks for kind in public}}  # fmt: skip
