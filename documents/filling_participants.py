"""The paper form of a participant, from the record of its case."""

from documents.filling_shared import case_reference, contact, line, sender
from documents.participant_contexts import ParticipantFormContext
from models.rules.participants import CONSENT, REACH, WISHES, consent_text
from models.rules.records.participants import ParticipantFormRecord


def participant_form(record: ParticipantFormRecord) -> ParticipantFormContext:
    """The form with the present text of the consent."""
    return ParticipantFormContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        dated_on=record.dated_on,
        wishes=tuple(line(one) for one in WISHES.values()),
        reach=tuple(line(one) for one in REACH.values()),
        consent=consent_text(CONSENT, record.case.name, record.municipality),
        consent_version=CONSENT,
        contact=contact(record.case),
        online_url=record.online_url,
    )
