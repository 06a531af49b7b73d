"""Steps of the survey of the members, as people take them."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.operations.evaluations.answering_surveys import answer_survey
from models.operations.evaluations.inviting_to_surveys import KIND, outgoing_survey
from models.operations.evaluations.surveying import close_survey, enter_paper, open_survey
from models.operations.networks.enrolling_on_paper import enter_member
from models.operations.networks.joining import JoinAnswer
from models.outbox import Effect
from models.rules.survey_form import YEARLY
from models.survey import Survey
from tests.factories import Place, acting, coordinator_of, later
from tests.message_steps import a_member

NAMES = ("Anna", "Bert", "Carla", "Dirk", "Els", "Frans", "Greet", "Hugo", "Ilse", "Jan", "Karin", "Luc")
SECRET = "geheim" * 8
SAFE = {"safety": "safe", "police": "very"}
UNSAFE = {"safety": "unsafe", "police": "not"}


def members(session: Session, place: Place, case: FoundingCase, number: int = 11, papers: int = 1) -> list[Enrolment]:
    """So many members with a mail, and some without one."""
    found = [a_member(session, place, case, f"{name} Lid") for name in NAMES[:number]]
    return found + [a_member_on_paper(session, place, case, f"Paula Papier {one}") for one in range(papers)]


def a_member_on_paper(session: Session, place: Place, case: FoundingCase, name: str) -> Enrolment:
    """Somebody without a mail."""
    by = acting(session, coordinator_of(session, case), later(case))
    answer = JoinAnswer(name=name, email="", street_id=place.streets[0].id, number="3", phone="0470 00 00 01",
                        channel="call", connection="works", is_adult=True, accepts_rules=True, agrees=True)  # fmt: skip
    return enter_member(session, case.id, by, later(case), answer, signed_on=day_of(later(case)), rules_version=1)


def opened(session: Session, case: FoundingCase, kind: str = YEARLY) -> Survey:
    """The coordinator asks the members."""
    by = acting(session, coordinator_of(session, case), later(case))
    return open_survey(session, case.id, by, later(case), kind=kind)


def tokens(session: Session, case: FoundingCase, secret: str) -> dict[str, str]:
    """The links that stand in the mails, by the first name of who gets them."""
    found = {}
    for effect in session.scalars(select(Effect).where(Effect.kind == KIND)).all():
        going = outgoing_survey(session, effect, day_of(later(case)), secret)
        if going is not None:
            found[going.name.split()[0]] = going.token
    session.flush()
    return found


def answered(session: Session, case: FoundingCase, secret: str, number: int = 10,
             values: Mapping[str, str] = SAFE) -> dict[str, str]:  # fmt: skip
    """So many members answer; the links of all."""
    found = tokens(session, case, secret)
    for token in list(found.values())[:number]:
        answer_survey(session, token, later(case), values=values)
    return found


def entered(session: Session, case: FoundingCase, number: int) -> None:
    """The coordinator enters the paper with this number."""
    by = acting(session, coordinator_of(session, case), later(case))
    enter_paper(session, case.id, by, later(case), paper_number=number, values=SAFE)


def closed(session: Session, case: FoundingCase) -> Survey:
    """The coordinator closes what is open."""
    return close_survey(session, case.id, acting(session, coordinator_of(session, case), later(case)), later(case))


def survey_mails(session: Session, ending: str) -> list[Effect]:
    """The mails that wait or left, of one kind: ':first' or ':again'; '' is all."""
    return [one for one in session.scalars(select(Effect).where(Effect.kind == KIND)) if one.key.endswith(ending)]


def survey_events(session: Session, case: FoundingCase) -> list[tuple[str, object]]:
    """What the journal tells of surveys, with how many were asked or answered."""
    rows = session.scalars(select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence))
    return [(row.event, row.data.get("answers", row.data["count"])) for row in rows if row.event.startswith("survey:")]
