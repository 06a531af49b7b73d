"""An adviser answers by themselves: through a link, or signed in if they work here. Looking changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.file_store import FileStore
from models.operations.accounts.personal_links import kept_token
from models.operations.accounts.web_sessions import hashed
from models.operations.cases.acting import lock_case, proceed, record, require_distance, settings_of, written
from models.operations.consultation.advising import close_opinion, require_answerable
from models.operations.keeping.uploading import keep_upload
from models.opinion import AdviserQuestion, Opinion
from models.rules.access import SYSTEM, Actor
from models.rules.advice import MORE_TIME, QUESTIONS, TENDENCIES, TEXT_NEEDED, link_state
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed
from models.rules.uploads import CheckedUpload

ADVISER = "adviser"  # the function in which an answer stands in the journal
ADVISER_INSIDE = "adviser_inside"  # the same of somebody who works here
FOR_EVER = 36_500  # days


@dataclass(frozen=True)
class FoundAdvice:
    """The opinion of a link, its case, and what the link opens today: open, answered, withdrawn or over."""

    opinion: Opinion
    case: FoundingCase
    state: str


@dataclass(frozen=True)
class AdviserAnswer:
    """What an adviser fills in: a final answer (TENDENCIES) or a question back (QUESTIONS), perhaps with a file."""

    answer: str
    text: str = ""
    wished_on: date | None = None
    file: CheckedUpload | None = None


def adviser_token(session: Session, opinion_id: int, secret_key: str, before: str = "") -> str:
    """The token of the adviser's link, for a mail: the same each time, and kept nowhere but as its hash."""
    return kept_token(session.get_one(Opinion, opinion_id), ADVISER, secret_key, before)


def find_advice(session: Session, token: str, at: datetime) -> FoundAdvice | None:
    """What a link opens; None for an unknown one and for one that no longer works, without a difference."""
    opinion = session.scalars(select(Opinion).where(Opinion.token_hash == hashed(token))).one_or_none()
    if opinion is None:
        return None
    case = session.get_one(FoundingCase, opinion.case_id)
    state = _state(opinion, case, at, settings_of(case).adviser_link_days)
    return None if state == "expired" else FoundAdvice(opinion, case, state)


def find_own_advice(session: Session, opinion_id: int, by: Actor, at: datetime) -> FoundAdvice | None:
    """The opinion that was asked of this person, who works here; None for every other one. It never expires."""
    opinion = session.get(Opinion, opinion_id)
    if opinion is None or by.person_id is None or opinion.person_id != by.person_id:
        return None
    case = session.get_one(FoundingCase, opinion.case_id)
    return FoundAdvice(opinion, case, _state(opinion, case, at, FOR_EVER))


def _state(opinion: Opinion, case: FoundingCase, at: datetime, days: int) -> str:
    closed_on = None if _is_consulting(case) else day_of(case.ended_at or case.stage_opened_at)
    return link_state(opinion.state, opinion.due_on, opinion.given_on, day_of(at), days=days, closed_on=closed_on)


def _is_consulting(case: FoundingCase) -> bool:
    return case.ended_at is None and case.stage == Stage.CONSULTATION


def answer_asked_opinion(session: Session, opinion_id: int, by: Actor, at: datetime, answer: AdviserAnswer,
                         uploads: FileStore) -> None:  # fmt: skip
    """Keep what somebody who works here answers, signed in. Who is too close to the case gives no opinion on it."""
    found = find_own_advice(session, opinion_id, by, at)
    if found is None:
        raise NotAllowed("not_asked", "Dit advies is niet aan u gevraagd.")
    require_distance(session, by, found.case)
    answer_by_link(session, found.opinion, at, answer, uploads, by)


def answer_by_link(session: Session, opinion: Opinion, at: datetime, answer: AdviserAnswer, uploads: FileStore,
                   by: Actor = SYSTEM) -> None:  # fmt: skip
    """Keep what the adviser answers, or asks back. A final answer closes the link. `by`: the system for who has no
    account, as anybody who has the link can be it.

    Raises Stale (answered or withdrawn meanwhile), GateNotMet (the consultation is over) and Invalid.
    """
    case = lock_case(session, opinion.case_id)
    session.refresh(opinion)
    require_answerable(opinion)
    if not _is_consulting(case):
        raise GateNotMet("consultation_over", "Het overleg is afgerond. Uw advies is niet meer nodig.")
    text = _checked_text(answer)
    if answer.answer in QUESTIONS:
        _ask_back(session, case, opinion, answer, text, at, by)
    else:
        _give(session, case, opinion, answer, text, at, uploads, by)
    proceed(session, case, settings_of(case), at)


def _checked_text(answer: AdviserAnswer) -> str:
    if answer.answer not in TENDENCIES and answer.answer not in QUESTIONS:
        raise Invalid("unknown_answer", "Kies een antwoord.", "answer")
    if answer.answer in TEXT_NEEDED and len((answer.text or "").strip()) < 2:
        raise Invalid("missing_text", TEXT_NEEDED[answer.answer], "text")
    return written(answer.text or "", "text", shortest=0)


def _give(session: Session, case: FoundingCase, opinion: Opinion, answer: AdviserAnswer, text: str, at: datetime,
          uploads: FileStore, by: Actor) -> None:  # fmt: skip
    if answer.file is not None:
        opinion.upload_id = keep_upload(session, uploads, case.id, by, at, answer.file).id  # fmt: skip
    is_inside = by != SYSTEM
    opinion.text, opinion.is_by_link, opinion.recorded_by_id = text, not is_inside, by.person_id
    close_opinion(session, case, opinion, answer.answer, day_of(at), at)
    record(session, case, "opinion:given", by, at, ADVISER_INSIDE if is_inside else ADVISER, adviser=opinion.adviser,
           tendency=TENDENCIES[answer.answer], opinion_id=opinion.id, is_by_link=not is_inside,
           is_inside=is_inside)  # fmt: skip


def _ask_back(session: Session, case: FoundingCase, opinion: Opinion, answer: AdviserAnswer, text: str,
              at: datetime, by: Actor) -> None:  # fmt: skip
    if answer.file is not None:
        raise Invalid("no_file", "Een bijlage gaat alleen mee met een advies.", "file")
    if opinion.open_question is not None:
        said = "Op uw vorige vraag krijgt u nog antwoord. U kunt wel al advies geven."
        raise Invalid("asked_already", said, "answer")
    wished_on = answer.wished_on if answer.answer == MORE_TIME else None
    if answer.answer == MORE_TIME:
        _require_later(wished_on, opinion, at)
    question = AdviserQuestion(
        opinion_id=opinion.id, kind=answer.answer, text=text, wished_on=wished_on, asked_at=at, state="open"
    )
    opinion.questions.append(question)
    session.flush()
    function = ADVISER if by == SYSTEM else ADVISER_INSIDE
    record(session, case, "adviser_question:asked", by, at, function, adviser=opinion.adviser,
           what=QUESTIONS[answer.answer], opinion_id=opinion.id, question_id=question.id)  # fmt: skip


def _require_later(wished_on: date | None, opinion: Opinion, at: datetime) -> None:
    if wished_on is None:
        raise Invalid("missing_day", "Vul in tot wanneer u tijd nodig hebt.", "wished_on")
    if wished_on <= max(opinion.due_on, day_of(at)):
        raise Invalid("not_later", "Kies een dag na de termijn die u nu hebt.", "wished_on")
