"""The facts of the present stage of a case, read from its rows for the gates of the procedure."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Exists, Row, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from models.approval import Approval
from models.case import FoundingCase
from models.charter import Charter
from models.contact import AuthorityContact
from models.evaluation import Evaluation
from models.federal_check import FederalCheck, FederalRemark
from models.info_evening import AgendaItemResult, InfoEvening
from models.mandate import Mandate
from models.minutes import MinutesApproval, MinutesVersion
from models.network import LaunchDecision, LaunchItem
from models.opinion import AdviserQuestion, Opinion
from models.queries.support.support import lowest_share, supporting_per_street
from models.queries.support.support_judgements import standing_judgements
from models.request import FoundingRequest
from models.rules.access import Role
from models.rules.advice import AWAITED
from models.rules.charter_completeness import missing_sections
from models.rules.contacts import ADMINISTRATIVE, JUDICIAL
from models.rules.minutes import PARTIES
from models.rules.procedure import CaseFacts, Stage
from models.rules.procedure_settings import ProcedureSettings, effective_settings
from models.signature import Signature
from models.support import Voice


def settings_of(case: FoundingCase) -> ProcedureSettings:
    """The settings in force for a case: defaults, then the zone's, then the municipality's."""
    zone = case.municipality.zone
    return effective_settings(zone.settings if zone else {}, case.municipality.settings)


# Built once: put together anew for each case, a question costs more than its answer.
_CASE: BindParameter[int] = bindparam("of_case")
_ROUND: BindParameter[int] = bindparam("of_round")


def _approved(side: str) -> Exists:
    return exists().where(
        Approval.case_id == _CASE,
        Approval.stage == Stage.CONSULTATION.value,
        Approval.round == _ROUND,
        Approval.side == side,
        Approval.is_approved,
    )


def _contacted(authority: str) -> Exists:
    return exists().where(AuthorityContact.case_id == _CASE, AuthorityContact.authority == authority)


_PRESENT_COORDINATOR = (Mandate.case_id == _CASE) & (Mandate.role == Role.COORDINATOR.value) & Mandate.until.is_(None)
_REQUEST = select(FoundingRequest.accepted_at, FoundingRequest.completion_asked).where(FoundingRequest.case_id == _CASE)
_CONSULTED = select(
    _contacted(JUDICIAL),
    _contacted(ADMINISTRATIVE),
    select(func.count(Opinion.id)).where(Opinion.case_id == _CASE, Opinion.state.in_(AWAITED)).scalar_subquery(),
    _approved("police"),
    _approved("municipality"),
    select(func.count(AdviserQuestion.id))
    .join(Opinion, Opinion.id == AdviserQuestion.opinion_id)
    .where(Opinion.case_id == _CASE, AdviserQuestion.state == "open")
    .scalar_subquery(),
)
_SUPPORTING = (
    select(func.count(Voice.id))
    .where(Voice.case_id == _CASE, Voice.state == "confirmed", Voice.choice == "for")
    .scalar_subquery()
)
_EVENINGS = (
    select(
        InfoEvening.id, InfoEvening.state, InfoEvening.network_approved, InfoEvening.objectives_approved,
        InfoEvening.steering_group_approved, InfoEvening.registered_dwellings, InfoEvening.minutes_approved_at,
        exists().where(_PRESENT_COORDINATOR).label("coordinator_known"),
        _SUPPORTING.label("supporting_dwellings"),
        AgendaItemResult.item.label("treated_item"),
    )
    .outerjoin(AgendaItemResult, AgendaItemResult.evening_id == InfoEvening.id)
    .where(InfoEvening.case_id == _CASE, InfoEvening.state != "cancelled")
    .order_by(InfoEvening.starts_at, InfoEvening.id)
)  # fmt: skip
_LATER = aliased(MinutesVersion)
_MINUTES_APPROVED = (
    select(MinutesVersion.evening_id, MinutesApproval.party)
    .join(MinutesApproval, MinutesApproval.version_id == MinutesVersion.id)
    .join(InfoEvening, InfoEvening.id == MinutesVersion.evening_id)
    .where(InfoEvening.case_id == _CASE, InfoEvening.minutes_approved_at.is_(None))
    .where(~exists().where(_LATER.evening_id == MinutesVersion.evening_id, _LATER.version > MinutesVersion.version))
)
_BEFORE_EVENING = select(exists().where(_PRESENT_COORDINATOR), _SUPPORTING)
_HAS_SUITABLE_COORDINATORS = select(
    exists().where(_PRESENT_COORDINATOR) & ~exists().where(_PRESENT_COORDINATOR, Mandate.screening != "suitable")
)


def facts_of(session: Session, case: FoundingCase) -> CaseFacts:
    """What the gate of the case's present stage looks at; the facts of other stages keep their defaults."""
    session.flush()
    return _READERS[Stage(case.stage)](session, case)


def _idea(session: Session, case: FoundingCase) -> CaseFacts:
    row = session.connection().execute(_REQUEST, {"of_case": case.id}).one()
    return CaseFacts(request_accepted=row.accepted_at is not None, completion_outstanding=bool(row.completion_asked))


def _consultation(session: Session, case: FoundingCase) -> CaseFacts:
    row = session.connection().execute(_CONSULTED, {"of_case": case.id, "of_round": case.round}).one()
    return CaseFacts(
        judicial_authority_contacted=row[0],
        administrative_authority_contacted=row[1],
        opinions_outstanding=row[2],
        police_approved=row[3],
        municipality_approved=row[4],
        adviser_questions=row[5],
    )


def _info_evening(session: Session, case: FoundingCase) -> CaseFacts:
    """Several evenings count as one: what was treated on any of them, and the last word on each approval. None may
    still be to come, and the minutes of each must be approved."""
    share = _lowest_share(session, case)
    rows = session.connection().execute(_EVENINGS, {"of_case": case.id}).all()
    evenings = list({row.id: row for row in rows}.values())  # one row for each item that was treated
    if not evenings:
        row = session.connection().execute(_BEFORE_EVENING, {"of_case": case.id}).one()
        return CaseFacts(coordinator_known=row[0], supporting_dwellings=row[1], lowest_street_share=share)
    return CaseFacts(
        evening_planned=True,
        evening_held=all(one.state == "held" for one in evenings),
        items_with_result=frozenset(row.treated_item for row in rows if row.state == "held" and row.treated_item),
        network_approved=_last_word(one.network_approved for one in evenings),
        objectives_approved=_last_word(one.objectives_approved for one in evenings),
        steering_group_approved=_last_word(one.steering_group_approved for one in evenings),
        coordinator_known=evenings[0].coordinator_known,
        registered_dwellings=sum(one.registered_dwellings for one in evenings),
        supporting_dwellings=evenings[0].supporting_dwellings,
        lowest_street_share=share,
        judged_enough_by=_judged_enough_by(session, case, evenings[-1].id),
        minutes_approved_by=_minutes_approved_by(session, case, evenings),
    )


def _minutes_approved_by(session: Session, case: FoundingCase, evenings: Sequence[Row[Any]]) -> frozenset[str]:
    """The parties that approved the last version of the minutes of every evening whose minutes are not final."""
    waiting = {one.id for one in evenings if one.minutes_approved_at is None}
    if any(one.state != "held" for one in evenings):
        return frozenset()
    rows = session.connection().execute(_MINUTES_APPROVED, {"of_case": case.id}).all() if waiting else []
    given = {(one.evening_id, one.party) for one in rows}
    return frozenset(party for party in PARTIES if all((evening, party) in given for evening in waiting))


def _judged_enough_by(session: Session, case: FoundingCase, evening_id: int) -> frozenset[str]:
    """Looked up only where the municipality asks a joint judgement."""
    if not settings_of(case).joint_judgement_required:
        return frozenset()
    standing = standing_judgements(session, evening_id)
    return frozenset(party for party, one in standing.items() if one.judgement == "enough")


def _last_word(decided: Iterable[bool | None]) -> bool:
    """What the last evening that decided on it decided; no evening: not approved."""
    words = [one for one in decided if one is not None]
    return bool(words and words[-1])


def _lowest_share(session: Session, case: FoundingCase) -> int:
    """Looked up only where the municipality asks a spread over the streets."""
    if not settings_of(case).minimum_street_share:
        return 100
    return lowest_share(session, case, supporting_per_street(session, case.id))


def _charter(session: Session, case: FoundingCase) -> CaseFacts:
    charter = latest_charter(session, case.id)
    suitable = session.connection().scalar(_HAS_SUITABLE_COORDINATORS, {"of_case": case.id})
    if charter is None:
        return CaseFacts(coordinator_suitable=bool(suitable))
    unsigned = session.scalar(
        select(func.count()).select_from(Signature).where(
            Signature.charter_id == charter.id, Signature.signed_on.is_(None)
        )
    )  # fmt: skip
    return CaseFacts(
        coordinator_suitable=bool(suitable),
        missing_sections=missing_sections({section.code: section.content for section in charter.sections}),
        charter_frozen=charter.state in ("frozen", "signed"),
        signatures_outstanding=unsigned or 0,
        remarks_outstanding=len(open_remarks(session, case.id)) if charter.version > 1 else 0,
    )


def open_remarks(session: Session, case_id: int) -> Sequence[FederalRemark]:
    """The remarks of the FPS Interior on this charter that nobody answered yet."""
    return session.scalars(
        select(FederalRemark)
        .join(FederalCheck, FederalCheck.id == FederalRemark.check_id)
        .where(FederalCheck.case_id == case_id, FederalRemark.settled_at.is_(None))
        .order_by(FederalRemark.id)
    ).all()


def latest_charter(session: Session, case_id: int) -> Charter | None:
    """The newest version of the charter of a case."""
    return session.scalars(
        select(Charter).where(Charter.case_id == case_id).order_by(Charter.version.desc()).limit(1)
    ).one_or_none()


def _federal_check(session: Session, case: FoundingCase) -> CaseFacts:
    charter = latest_charter(session, case.id)
    check = None
    if charter is not None:
        check = session.scalars(select(FederalCheck).where(FederalCheck.charter_id == charter.id)).one_or_none()
    return CaseFacts(charter_sent=check is not None, federal_answer=check.result if check else "")


def _launch(session: Session, case: FoundingCase) -> CaseFacts:
    open_items = session.scalars(
        select(LaunchItem.code).where(
            LaunchItem.case_id == case.id, LaunchItem.round == case.round, LaunchItem.done_at.is_(None)
        )
    ).all()
    decided = select(LaunchDecision.id).where(LaunchDecision.case_id == case.id, LaunchDecision.round == case.round)
    return CaseFacts(items_outstanding=tuple(open_items), launch_decided=bool(session.scalar(select(decided.exists()))))


def _evaluation(session: Session, case: FoundingCase) -> CaseFacts:
    row = session.scalars(
        select(Evaluation).where(Evaluation.case_id == case.id, Evaluation.round == case.round)
    ).one_or_none()
    if row is None:
        return CaseFacts()
    return CaseFacts(
        evaluation_opened=row.opened_at is not None,
        coordinator_view_given=row.coordinator_view is not None,
        police_view_given=row.police_view is not None,
        municipality_view_given=row.municipality_view is not None,
        discussion_held=row.discussed_on is not None,
        outcome_recorded=bool(row.outcome),
    )


_READERS: dict[Stage, Callable[[Session, FoundingCase], CaseFacts]] = {
    Stage.IDEA: _idea,
    Stage.CONSULTATION: _consultation,
    Stage.INFO_EVENING: _info_evening,
    Stage.CHARTER: _charter,
    Stage.FEDERAL_CHECK: _federal_check,
    Stage.LAUNCH: _launch,
    Stage.EVALUATION: _evaluation,
}
