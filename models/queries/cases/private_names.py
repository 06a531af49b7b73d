"""The names of private people on a case: they may stand in nothing that everybody can read."""

from sqlalchemy import JSON, BindParameter, bindparam, cast, null, select, union_all
from sqlalchemy.orm import Session

from models.candidate import Candidate
from models.mandate import Mandate
from models.participant import Participant
from models.person import Person
from models.request import FoundingRequest
from models.support import Voice

_CASE: BindParameter[int] = bindparam("of_case")
_NOBODY_ELSE = cast(null(), JSON)
_NAMES = union_all(
    select(FoundingRequest.applicant_name, FoundingRequest.candidate_coordinators)
    .where(FoundingRequest.case_id == _CASE),
    select(Person.name, _NOBODY_ELSE).join(Mandate, Mandate.person_id == Person.id).where(Mandate.case_id == _CASE),
    select(Voice.name, _NOBODY_ELSE).where(Voice.case_id == _CASE),
    select(Participant.name, _NOBODY_ELSE).where(Participant.case_id == _CASE),
    select(Candidate.name, _NOBODY_ELSE).where(Candidate.case_id == _CASE),
)  # fmt: skip


def private_names(session: Session, case_id: int) -> tuple[str, ...]:
    """Who asked, who is or was in the stuurgroep or is a candidate for it, who gave a voice and who takes part."""
    session.flush()
    found: list[str] = []
    for name, candidates in session.connection().execute(_NAMES, {"of_case": case_id}):
        found += [name, *(one.get("name", "") for one in candidates or ())]
    return tuple(dict.fromkeys(name for name in found if name))
