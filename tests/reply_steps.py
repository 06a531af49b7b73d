"""Steps with which tests come to an info evening with letters, and reply to it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.accounts.signing_in import Mail
from models.operations.evenings import informing, inviting
from models.operations.evenings.replying import ReplyAnswer, reply_by_code
from models.reply import Reply
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, acting, advance_to


def no_mail(token: str, reply: Reply) -> Mail:
    return Mail("Bevestig", token)


def plan(
    session: Session, place: Place, case: FoundingCase, at: datetime, days: int = 30, **more: object
) -> InfoEvening:
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    return informing.plan_info_evening(
        session, case.id, desk, at, starts_at=at + timedelta(days=days), place="Zaal De Linde", address="Markt 2",
        organisers="Gemeente en politie", contact="02 000 00 00", **more,  # type: ignore[arg-type]
    )  # fmt: skip


def with_letters(session: Session, place: Place, at: datetime, **more: object) -> FoundingCase:
    """A case with an evening to which every dwelling of the area is invited by letter."""
    case = advance_to(session, place, Stage.INFO_EVENING)
    evening = plan(session, place, case, at, **more)  # type: ignore[arg-type]
    inviting.invite_dwellings(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at)
    inviting.make_invitations(session, evening.id, at)
    return case


def letters(session: Session, case: FoundingCase) -> list[Invitation]:
    return list(session.scalars(select(Invitation).where(Invitation.case_id == case.id).order_by(Invitation.id)))


def reply(session: Session, letter: Invitation, at: datetime, people: int = 2, **more: object) -> Reply:
    answer = ReplyAnswer("coming", people, **more)  # type: ignore[arg-type]
    return reply_by_code(session, letter, at, answer, no_mail)


def number_of(session: Session, code: str) -> str:
    """The number of the case of a letter."""
    of_letter = select(FoundingCase.number).join(Invitation, Invitation.case_id == FoundingCase.id)
    return session.scalars(of_letter.where(Invitation.code == code)).one()
