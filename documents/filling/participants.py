"""The paper form of a participant, from the record of its case."""

from documents.contexts.participant import ParticipantFormContext
from documents.filling.shared import case_reference, contact, line, sender
from documents.language import in_language_of_case, ruled
from models.rules.participants import CONSENT, CONSENT_TEXTS, REACH, WISHES
from models.rules.records.participants import ParticipantFormRecord


@in_language_of_case
def participant_form(record: ParticipantFormRecord) -> ParticipantFormContext:
    """The form with the present text of the consent."""
    return ParticipantFormContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        dated_on=record.dated_on,
        wishes=tuple(line(ruled(one)) for one in WISHES.values()),
        reach=tuple(line(ruled(one)) for one in REACH.values()),
        consent=ruled(CONSENT_TEXTS[CONSENT]).format(network=record.case.name, municipality=record.municipality),
        consent_version=CONSENT,
        contact=contact(record.case),
        online_url=record.online_url,
    )
