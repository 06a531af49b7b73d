"""The names of private people on a case: they may stand in nothing that everybody can read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.mandate import Mandate
from models.person import Person
from models.request import FoundingRequest
from models.support import Voice


def private_names(session: Session, case_id: int) -> tuple[str, ...]:
    """Who asked, who is or was in the stuurgroep or is a candidate for it, and who gave a voice."""
    found = list(
        session.scalars(select(Person.name).join(Mandate, Mandate.person_id == Person.id)
                        .where(Mandate.case_id == case_id))
    )  # fmt: skip
    asked = select(FoundingRequest.applicant_name, FoundingRequest.candidate_coordinators)
    for row in session.execute(asked.where(FoundingRequest.case_id == case_id)):
        found += [row.applicant_name, *(one.get("name", "") for one in row.candidate_coordinators)]
    found += session.scalars(select(Voice.name).where(Voice.case_id == case_id))
    return tuple(dict.fromkeys(name for name in found if name))
