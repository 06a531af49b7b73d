"""The info evening for what invites to it, and its minutes."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import BELGIUM, day_of
from models.info_evening import InfoEvening
from models.mandate import Mandate
from models.queries.cases.facts import settings_of
from models.queries.consultation.agreements import agreed_text
from models.queries.evenings.minutes import approvals_of, last_version
from models.queries.records.shared import area_lines, case_record, entry_about, heads_of, in_words
from models.rules.access import STEERING_GROUP
from models.rules.minutes import INTRODUCTION, PARTIES, REMARKS
from models.rules.procedure import agenda_of
from models.rules.records.info_evening import AgendaItemRecord, EveningRecord, MinutesRecord
from models.rules.records.shared import VotesRecord


def evening_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> EveningRecord:
    """The evening that the journal entry with this sequence is about."""
    evening = session.get_one(InfoEvening, entry_about(session, case, sequence).data["evening_id"])
    planned_on, agreed = day_of(evening.planned_at), agreed_text(session, case.id)
    return EveningRecord(
        case=case_record(session, case, base_url),
        planned_on=planned_on,
        starts_at=evening.starts_at.astimezone(BELGIUM),
        place=evening.place,
        address=evening.address,
        accessibility="\n".join(part for part in (evening.accessibility, evening.getting_there) if part),
        organisers=evening.organisers,
        contact=evening.contact,
        area=area_lines(session, case),
        circular=settings_of(case).circular,
        signed_by=heads_of(session, case, planned_on),
        motives=agreed.motives,
        objectives=in_words(agreed.objectives),
        expectations=agreed.expectations,
        speakers=evening.speakers,
        extra_items=tuple(evening.extra_items),
    )


def minutes_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> MinutesRecord:
    """The approved minutes of the evening that the journal entry with this sequence is about."""
    entry = entry_about(session, case, sequence)
    evening = session.get_one(InfoEvening, entry.data["evening_id"])
    text, approvals = _final_minutes(session, evening)
    noted, agenda = {item.item: item for item in evening.items}, agenda_of(evening.extra_items)
    return MinutesRecord(
        evening=evening_record(session, case, sequence, base_url),
        approved_on=day_of(entry.at),
        chair=evening.chair,
        attendance=evening.attendance or 0,
        registered_dwellings=evening.registered_dwellings,
        items=tuple(
            AgendaItemRecord(
                code,
                text[code],
                VotesRecord(noted[code].votes_for, noted[code].votes_against, noted[code].abstentions),
                title,
            )
            for code, title in agenda.items()
            if code in noted and code in text
        ),
        network_approved=evening.network_approved,
        objectives_approved=evening.objectives_approved,
        steering_group_approved=evening.steering_group_approved,
        objectives=in_words(agreed_text(session, case.id).objectives),
        seats=_seats(session, case, day_of(entry.at)),
        remarks=text.get(REMARKS, ""),
        introduction=text.get(INTRODUCTION, ""),
        approvals=approvals,
    )


def _final_minutes(session: Session, evening: InfoEvening) -> tuple[Mapping[str, str], tuple[tuple[str, date], ...]]:
    """The text of the last version, which nobody changes once it is approved, and who approved it on which day."""
    version = last_version(session, evening.id)
    if version is None:
        raise LookupError(f"info evening {evening.id} has no minutes")
    given = approvals_of(session, version.id)
    approved = tuple((name, day_of(given[party].given_at)) for party, name in PARTIES.items() if party in given)
    return version.sections, approved


def _seats(session: Session, case: FoundingCase, on: date) -> dict[str, int]:
    roles = session.scalars(
        select(Mandate.role).where(
            Mandate.case_id == case.id,
            Mandate.role.in_(sorted(STEERING_GROUP)),
            Mandate.since <= on,
            Mandate.until.is_(None) | (Mandate.until > on),
        )
    )
    return dict(Counter(roles))
