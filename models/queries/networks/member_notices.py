"""What a coordinator brings to members on paper, and who the members are that are told something."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.enrolment import Enrolment
from models.member_notice import MemberNotice
from models.queries.networks.enrolments import dwelling_of

PRESENT = ("member", "paused")


@dataclass(frozen=True)
class PaperNotice:
    """One text and who gets it on paper: name and dwelling, without who stopped meanwhile."""

    notice: MemberNotice
    people: tuple[tuple[str, str], ...]


def paper_notices(session: Session, case: FoundingCase) -> tuple[PaperNotice, ...]:
    """The texts that are brought on paper, the newest first."""
    notices = session.scalars(
        select(MemberNotice).where(MemberNotice.case_id == case.id).order_by(MemberNotice.id.desc())
    ).all()
    found = (PaperNotice(one, _people(session, one.papers)) for one in notices if one.papers)
    return tuple(one for one in found if one.people)


def _people(session: Session, enrolment_ids: Collection[int]) -> tuple[tuple[str, str], ...]:
    rows = session.scalars(
        select(Enrolment)
        .where(Enrolment.id.in_(enrolment_ids), Enrolment.state.in_(PRESENT))
        .order_by(Enrolment.name, Enrolment.id)
    )
    return tuple((row.name, dwelling_of(row)) for row in rows)


def members_of(session: Session, network_id: int, states: Collection[str] = PRESENT) -> Sequence[Enrolment]:
    """The members of a network, by number; who pauses too, if not told otherwise."""
    return session.scalars(
        select(Enrolment).where(Enrolment.network_id == network_id, Enrolment.state.in_(states)).order_by(Enrolment.id)
    ).all()
