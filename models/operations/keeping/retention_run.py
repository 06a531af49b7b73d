"""What carries out each term of models.rules.retention: the nightly run, one step per row of this table."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from models.clock import day_of
from models.operations.evaluations.surveying import close_due_survey
from models.operations.evenings.forgetting_letters import forget_letters
from models.operations.keeping.answering_data_requests import forget_requests
from models.operations.keeping.erasing_cases import Stores
from models.operations.keeping.erasing_in_time import forget_cases
from models.operations.keeping.noting_presses import forget_presses
from models.operations.keeping.retaining import (
    forget_advisers,
    forget_attendance,
    forget_done_work,
    forget_drafts,
    forget_mail_texts,
    forget_measures,
    forget_members,
    forget_participants,
    forget_quoted,
    forget_replies,
    forget_sign_in,
    forget_survey_texts,
    forget_voices,
    forget_voters,
)
from models.operations.keeping.retaining_people import (
    forget_absences,
    forget_accounts,
    forget_network_contacts,
    forget_press,
    forget_signatories,
    forget_successors,
)
from models.queries.evaluations.surveys import cases_with_survey_to_close
from models.retention_record import RetentionRecord
from models.rules.retention import COMING

Step = Callable[[Session, datetime], int]
FileStep = Callable[[Session, Stores, datetime], int]


def close_surveys(session: Session, now: datetime) -> int:
    """Surveys whose last day is over: what each member answered goes with closing. The clock does it too, by day."""
    return sum(close_due_survey(session, one, now) for one in cases_with_survey_to_close(session, day_of(now)))


def _letters(session: Session, stores: Stores, now: datetime) -> int:
    return forget_letters(session, stores.documents, now)


STEPS: dict[str, Step] = {
    "draft": forget_drafts,
    "sign_in_link": forget_sign_in,
    "attempt": forget_sign_in,
    "web_session": forget_sign_in,
    "known_device": forget_sign_in,
    "adviser": forget_advisers,
    "quote": forget_quoted,
    "voice": forget_voices,
    "attendance": forget_attendance,
    "ballot_voter": forget_voters,
    "reply": forget_replies,
    "reply_address": forget_replies,
    "participant": forget_participants,
    "member": forget_members,
    "network_contact": forget_network_contacts,
    "survey": close_surveys,
    "survey_text": forget_survey_texts,
    "measure": forget_measures,
    "mail": forget_mail_texts,
    "absence": forget_absences,
    "successor": forget_successors,
    "press": forget_press,
    "signatory": forget_signatories,
    "data_request": forget_requests,
    "account": forget_accounts,
}
FILE_STEPS: dict[str, FileStep] = {"invitation": _letters, "case": forget_cases}

# What holds no personal data, and is thrown away all the same.
OTHER_STEPS: tuple[Step, ...] = (forget_done_work, forget_presses)


def run_step(session: Session, step: Step, now: datetime) -> int:
    """Forget what is over, look ahead by doing what comes and undoing it, and note both. Returns how many went."""
    forgotten = step(session, now)
    session.flush()
    trial = session.begin_nested()
    coming = step(session, now + COMING)
    trial.rollback()
    session.expire_all()
    record = session.get(RetentionRecord, step.__name__)
    if record is None:
        session.add(RetentionRecord(step=step.__name__, ran_at=now, forgotten=forgotten, coming=coming))
    else:
        record.ran_at, record.forgotten, record.coming = now, forgotten, coming
    session.flush()
    return forgotten


def terms_of(step: str) -> tuple[str, ...]:
    """The terms that a step carries out, by the name of the step."""
    return tuple(term for term, one in STEPS.items() if one.__name__ == step)


def row_steps() -> list[Step]:
    """Each step once, accounts last: what was forgotten before no longer needs them."""
    return list(dict.fromkeys([*STEPS.values(), *OTHER_STEPS]))
