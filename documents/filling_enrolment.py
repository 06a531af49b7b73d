"""The paper form with which one becomes a member, from the record of its network."""

from documents.enrolment_contexts import EnrolmentFormContext
from documents.filling_shared import case_reference, contact, line, sender
from models.rules.enrolments import CHANNELS, CONNECTIONS, CONSENT, consent_text
from models.rules.records.enrolments import EnrolmentFormRecord


def enrolment_form(record: EnrolmentFormRecord) -> EnrolmentFormContext:
    """The form with the present text of the consent."""
    return EnrolmentFormContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        dated_on=record.dated_on,
        connections=tuple(line(one) for one in CONNECTIONS.values()),
        channels=tuple(line(one) for one in CHANNELS.values()),
        rules_version=record.rules_version,
        consent=consent_text(CONSENT, record.case.name),
        consent_version=CONSENT,
        contact=contact(record.case),
        join_url=record.join_url,
    )
