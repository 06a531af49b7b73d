"""The info evenings of a case: which one is meant, which are to come, and what is unusual about a moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import Session, lazyload

from models.case import FoundingCase
from models.clock import day_of
from models.info_evening import InfoEvening
from models.queries.authorities.calendar import calendar_of

_IS_TO_COME = InfoEvening.state == "planned"
_HAS_NO_MINUTES = InfoEvening.minutes_approved_at.is_(None)
# The evening that is meant where nobody says which one: the first that is planned, else the first that was held and has
# no approved minutes, else the last.
PRESENT_FIRST = (
    _IS_TO_COME.desc(),
    _HAS_NO_MINUTES.desc(),
    case((_IS_TO_COME | _HAS_NO_MINUTES, InfoEvening.starts_at)),
    InfoEvening.id.desc(),
)

_OF_CASE = select(InfoEvening).where(InfoEvening.case_id == bindparam("of_case")).options(lazyload(InfoEvening.items))
_PRESENT = _OF_CASE.where(InfoEvening.state != "cancelled").order_by(*PRESENT_FIRST).limit(1)
_ALL = _OF_CASE.order_by(InfoEvening.starts_at, InfoEvening.id)


def present_evening(session: Session, case_id: int) -> InfoEvening | None:
    """The evening of a case that is meant where nobody says which one (PRESENT_FIRST); None: there is none."""
    return session.scalars(_PRESENT, {"of_case": case_id}).one_or_none()


def all_evenings(session: Session, case_id: int) -> Sequence[InfoEvening]:
    """All evenings of a case by moment, those that were cancelled too."""
    return session.scalars(_ALL, {"of_case": case_id}).all()


def final_evening(session: Session, case_id: int) -> InfoEvening | None:
    """The last of all evenings of a case, by moment: after it the support is judged."""
    standing = [one for one in all_evenings(session, case_id) if one.state != "cancelled"]
    return standing[-1] if standing else None


def last_deciding(held: Sequence[InfoEvening], what: str) -> InfoEvening | None:
    """Of evenings by moment, the one that has the last word on the approval of `what`; None: it was not approved."""
    decided = [one for one in held if getattr(one, f"{what}_approved") is not None]
    return decided[-1] if decided and getattr(decided[-1], f"{what}_approved") else None


def planned_evenings(session: Session, case_id: int) -> list[InfoEvening]:
    """The evenings of a case that are planned and not noted yet, by moment."""
    return [one for one in all_evenings(session, case_id) if one.state == "planned"]


def unusual_about(session: Session, founding: FoundingCase, starts_at: datetime, at: datetime,
                  days_before: int) -> list[str]:  # fmt: skip
    """What somebody should think of twice before planning an evening at this moment; mostly nothing."""
    day, today = day_of(starts_at), day_of(at)
    found = []
    if day < today + timedelta(days=days_before):
        found.append(f"Tussen de uitnodiging en de avond liggen minstens {days_before} dagen.")
    why = calendar_of(session, founding.municipality).day_off(day)
    if why:
        found.append(f"Die dag is een vrije dag: {why}.")
    return found
