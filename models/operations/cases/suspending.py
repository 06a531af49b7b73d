"""While the initiator completes a request, the term of the municipality stands still; afterwards it goes on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.operations.cases.terms import BegunTerm, begin_term, end_terms, resume_term, suspend_term
from models.operations.cases.writing_case import set_due_day
from models.request import FoundingRequest
from models.rules.procedure_settings import ProcedureSettings
from models.term import Term


def pause_for_completion(session: Session, case: FoundingCase, settings: ProcedureSettings, asked: str,
                         at: datetime) -> BegunTerm | None:  # fmt: skip
    """The initiator's term begins, the municipality's stands still. `asked`: what is missing."""
    suspend_term(session, case, "assessment", at)
    term = begin_term(session, case, "completion", settings, at)
    request = _request(session, case)
    request.completion_asked = asked
    request.completion_due_on = term.ends_on if term else None
    set_due_day(session, case, request.completion_due_on)
    return term


def resume_after_completion(session: Session, case: FoundingCase, at: datetime) -> Term | None:
    """The completion came: the municipality's term goes on, with the days on which it stood still added."""
    request = _request(session, case)
    request.completion_asked = ""
    request.completion_due_on = None
    end_terms(session, case, at, kinds=("completion",))
    term = resume_term(session, case, "assessment", at)
    set_due_day(session, case, term.ends_on if term else None)
    return term


def _request(session: Session, case: FoundingCase) -> FoundingRequest:
    return session.scalars(select(FoundingRequest).where(FoundingRequest.case_id == case.id)).one()
