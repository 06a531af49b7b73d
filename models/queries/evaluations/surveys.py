"""Surveys of the members: the one that is open, the figures of those that are closed, and what the clock must do."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.evaluation import Evaluation
from models.journal import JournalEntry
from models.network import NeighbourhoodNetwork
from models.queries.networks.enrolments import network_of_case
from models.rules.procedure import Stage
from models.rules.records.survey import OpenSurvey, SurveyFigures, SurveysOfPeriod
from models.rules.survey_form import BASELINE, BASELINE_WITHIN, KIND_NAMES, YEARLY
from models.survey import Survey, SurveyAnswer, SurveyTicket


def open_survey_of(session: Session, network_id: int) -> Survey | None:
    """The survey of a network that can be answered now; there is one at most."""
    return session.scalars(
        select(Survey).where(Survey.network_id == network_id, Survey.closed_at.is_(None))
    ).one_or_none()


def opened_before(session: Session, network_id: int) -> tuple[tuple[str, date], ...]:
    """Kind and day of opening of every survey that a network ever had."""
    rows = session.execute(select(Survey.kind, Survey.opened_at).where(Survey.network_id == network_id)).all()
    return tuple((row.kind, day_of(row.opened_at)) for row in rows)


def members_to_ask(session: Session, network_id: int) -> Sequence[Enrolment]:
    """Whom a survey would ask today. Who pauses wants no mail now, and who is excluded for a time gets none."""
    return session.scalars(
        select(Enrolment).where(
            Enrolment.network_id == network_id, Enrolment.state == "member", Enrolment.excluded_until.is_(None)
        )
    ).all()


def answers_so_far(session: Session, survey: Survey) -> int:
    """How many answered an open survey: the only thing of it that anybody sees before it closes."""
    return session.scalar(select(func.count()).where(SurveyAnswer.survey_id == survey.id)) or 0


def asked_by(session: Session, survey: Survey, way: str) -> Sequence[Enrolment]:
    """Which members were asked in this way, by name; not whether they answered."""
    return session.scalars(
        select(Enrolment)
        .join(SurveyTicket, SurveyTicket.enrolment_id == Enrolment.id)
        .where(SurveyTicket.survey_id == survey.id, SurveyTicket.way == way, Enrolment.state == "member")
        .order_by(Enrolment.name, Enrolment.id)
    ).all()


def figures_of(session: Session, network_id: int, at: datetime | None = None) -> tuple[SurveyFigures, ...]:
    """The closed surveys of a network, the first one first; `at`: those that were closed at that moment."""
    closed = Survey.closed_at.is_not(None) if at is None else Survey.closed_at <= at
    rows = session.scalars(
        select(Survey).where(Survey.network_id == network_id, closed).order_by(Survey.opened_at)
    ).all()
    return tuple(_figures(row) for row in rows)


def surveys_of_period(session: Session, case_id: int, since: date, at: datetime) -> SurveysOfPeriod:
    """What an evaluation that looks back to `since` can tell at a moment. One that is open then counts for nothing:
    nobody may see half of it."""
    network = network_of_case(session, case_id)
    if network is None:
        return SurveysOfPeriod()
    closed = figures_of(session, network.id, at)
    last = next((one for one in reversed(closed) if one.kind == YEARLY and one.closed_on >= since), None)
    earlier = closed[: closed.index(last)] if last is not None else ()
    return SurveysOfPeriod(last, earlier, _open_at(session, network.id, at))


def _open_at(session: Session, network_id: int, at: datetime) -> OpenSurvey | None:
    row = session.scalars(
        select(Survey).where(
            Survey.network_id == network_id,
            Survey.opened_at <= at,
            Survey.closed_at.is_(None) | (Survey.closed_at > at),
        )
    ).one_or_none()
    return OpenSurvey(row.kind, row.year, row.closes_on) if row is not None else None


def _figures(row: Survey) -> SurveyFigures:
    assert row.closed_at is not None
    results = row.results or {}
    return SurveyFigures(kind=row.kind, year=row.year, closed_on=day_of(row.closed_at), asked=row.members_asked,
                         answers=row.answers or 0, on_paper=row.on_paper or 0, counts=results.get("counts", {}),
                         texts=tuple(results.get("texts", ())))  # fmt: skip


def clock_opened_evaluation(session: Session, case: FoundingCase) -> bool:
    """Whether the evaluation of the present round is open, and the clock opened it."""
    if case.stage != Stage.EVALUATION:
        return False
    by_clock = exists().where(
        JournalEntry.case_id == case.id, JournalEntry.event == "evaluation:opened", JournalEntry.by_id.is_(None),
        JournalEntry.stage == case.stage, JournalEntry.round == case.round,
    )  # fmt: skip
    is_open = select(Evaluation.id).where(
        Evaluation.case_id == case.id, Evaluation.round == case.round, Evaluation.opened_at.is_not(None),
        Evaluation.closed_at.is_(None), by_clock,
    )  # fmt: skip
    return session.scalar(is_open) is not None


def was_withheld(session: Session, case: FoundingCase, kind: str) -> bool:
    """Whether the clock told that too few members could answer: the baseline, or the survey with this evaluation."""
    told = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case.id, JournalEntry.event == "survey:withheld")
    ).all()
    return any(one.data["survey"] == KIND_NAMES[kind] and (kind == BASELINE or one.round == case.round) for one in told)


def cases_with_survey_to_open(session: Session, on: date) -> Sequence[int]:
    """Cases of active networks that may need a survey today: young ones that never had one, and those whose evaluation
    is open. `opening_surveys` looks closer."""
    never_asked = ~exists().where(Survey.network_id == NeighbourhoodNetwork.id)
    has_open_evaluation = exists().where(
        Evaluation.case_id == NeighbourhoodNetwork.case_id, Evaluation.opened_at.is_not(None),
        Evaluation.closed_at.is_(None),
    )  # fmt: skip
    is_young = NeighbourhoodNetwork.active_since >= on - BASELINE_WITHIN
    rows = session.scalars(
        select(NeighbourhoodNetwork.case_id)
        .where(NeighbourhoodNetwork.state == "active", NeighbourhoodNetwork.case_id.is_not(None))
        .where((never_asked & is_young & (NeighbourhoodNetwork.active_since < on)) | has_open_evaluation)
        .order_by(NeighbourhoodNetwork.case_id)
    ).all()
    return [case_id for case_id in rows if case_id is not None]


def cases_with_survey_to_close(session: Session, on: date) -> Sequence[int]:
    """Cases of networks whose survey had its last day."""
    return _cases(session, Survey.closes_on < on)


def cases_with_survey_to_remind(session: Session, on: date) -> Sequence[int]:
    """Cases of networks whose members are reminded of a survey today."""
    return _cases(session, Survey.remind_on <= on)


def _cases(session: Session, *conditions: ColumnElement[bool]) -> Sequence[int]:
    rows = session.scalars(
        select(NeighbourhoodNetwork.case_id)
        .join(Survey, Survey.network_id == NeighbourhoodNetwork.id)
        .where(Survey.closed_at.is_(None), NeighbourhoodNetwork.case_id.is_not(None), *conditions)
        .order_by(NeighbourhoodNetwork.case_id)
    ).all()
    return [case_id for case_id in rows if case_id is not None]
