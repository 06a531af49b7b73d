"""The versions of the minutes of an evening, and who approved the last one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.info_evening import AgendaItemResult, InfoEvening
from models.minutes import MinutesApproval, MinutesVersion
from models.queries.evenings.evenings import all_evenings
from models.rules.minutes import FIGURES, REMARKS, Votes, figures_in_words, parts_of
from models.rules.procedure import agenda_of

_LAST = (
    select(MinutesVersion)
    .where(MinutesVersion.evening_id == bindparam("of_evening"))
    .order_by(MinutesVersion.version.desc())
    .limit(1)
)
_OF_EVENING = MinutesVersion.evening_id == bindparam("of_evening")
_LAST_NUMBER = select(func.max(MinutesVersion.version)).where(_OF_EVENING).scalar_subquery()
_STATE = (
    select(MinutesVersion.version, MinutesApproval)
    .outerjoin(MinutesApproval, MinutesApproval.version_id == MinutesVersion.id)
    .where(_OF_EVENING, MinutesVersion.version == _LAST_NUMBER)
    .order_by(MinutesApproval.given_at)
)

_NOTED = (
    select(AgendaItemResult.item, AgendaItemResult.result, AgendaItemResult.votes_for, AgendaItemResult.votes_against,
           AgendaItemResult.abstentions)
    .where(AgendaItemResult.evening_id == bindparam("of_evening"))
    .order_by(AgendaItemResult.id)
)  # fmt: skip


@dataclass(frozen=True)
class MinutesState:
    """How the minutes of one evening stand: the number of the last version, and per party its approval of it."""

    version: int
    approvals: Mapping[str, MinutesApproval]


@dataclass(frozen=True)
class MinutesPage:
    """All versions of the minutes of one evening, the newest first, with the approvals of each by its number."""

    evening: InfoEvening
    parts: Mapping[str, str]  # in the order in which one reads them, with their names
    versions: Sequence[MinutesVersion]
    approvals: Mapping[int, Mapping[str, MinutesApproval]]

    @property
    def present(self) -> MinutesVersion:
        """The version that counts."""
        return self.versions[0]

    def numbered(self, number: int) -> MinutesVersion | None:
        """One version."""
        return next((one for one in self.versions if one.version == number), None)


def last_version(session: Session, evening_id: int) -> MinutesVersion | None:
    """The version that counts; None before the results of the evening were noted."""
    return session.scalars(_LAST, {"of_evening": evening_id}).one_or_none()


def approvals_of(session: Session, version_id: int) -> dict[str, MinutesApproval]:
    """Per party its approval of one version."""
    found = session.scalars(
        select(MinutesApproval).where(MinutesApproval.version_id == version_id).order_by(MinutesApproval.given_at)
    )
    return {one.party: one for one in found}


def minutes_state(session: Session, evening_id: int) -> MinutesState | None:
    """How the minutes stand; None before the results of the evening were noted."""
    rows = session.execute(_STATE, {"of_evening": evening_id}).all()
    return MinutesState(rows[0].version, {one.party: one for _, one in rows if one is not None}) if rows else None


def read_minutes(session: Session, evening: InfoEvening) -> MinutesPage:
    """Everything about the minutes of an evening that was held."""
    versions = session.scalars(
        select(MinutesVersion).where(MinutesVersion.evening_id == evening.id).order_by(MinutesVersion.version.desc())
    ).all()
    approvals = {one.version: approvals_of(session, one.id) for one in versions}
    return MinutesPage(evening, parts_of(agenda_of(evening.extra_items)), versions, approvals)


def held_evenings(session: Session, case_id: int) -> list[InfoEvening]:
    """The evenings of a case of which the results were noted, by moment."""
    return [one for one in all_evenings(session, case_id) if one.state == "held"]


def evening_to_write(session: Session, case_id: int) -> InfoEvening | None:
    """The evening whose minutes are meant where nobody says which: the first without final ones, else the last."""
    held = held_evenings(session, case_id)
    return next((one for one in held if one.minutes_approved_at is None), held[-1] if held else None)


def evening_to_approve(session: Session, case_id: int, party: str) -> InfoEvening | None:
    """The same for who approves: the first whose last version this party did not approve yet."""
    for one in held_evenings(session, case_id):
        state = minutes_state(session, one.id) if one.minutes_approved_at is None else None
        if state is not None and party not in state.approvals:
            return one
    return evening_to_write(session, case_id)


def noted_sections(session: Session, evening: InfoEvening) -> dict[str, str]:
    """What was noted of an evening, as the text of its minutes."""
    agenda = agenda_of(evening.extra_items)
    noted = session.connection().execute(_NOTED, {"of_evening": evening.id}).all()
    votes: dict[str, Votes] = {agenda[one.item]: (one.votes_for, one.votes_against, one.abstentions) for one in noted}
    approvals = {
        "Het BIN": evening.network_approved,
        "De doelstellingen": evening.objectives_approved,
        "De stuurgroep": evening.steering_group_approved,
    }
    figures = figures_in_words(evening.chair, evening.attendance or 0, evening.registered_dwellings, approvals, votes)
    return {FIGURES: figures, **{one.item: one.result for one in noted}, REMARKS: evening.remarks}
