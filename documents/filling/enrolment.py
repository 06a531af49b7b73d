"""The paper form with which one becomes a member, from the record of its network and what somebody typed."""

from documents.contexts.enrolment import Box, EnrolmentFormContext, FilledLines
from documents.filling.shared import case_reference, contact, line, sender
from documents.language import in_language_of_case, ruled, said
from documents.wording import euro
from models.rules.enrolments import BY_PHONE, CHANNELS, CONNECTIONS, CONSENT, CONSENT_TEXTS
from models.rules.records.enrolments import EnrolmentFormRecord, TypedEnrolment

NOTHING_TYPED = TypedEnrolment()


@in_language_of_case
def enrolment_form(record: EnrolmentFormRecord, typed: TypedEnrolment = NOTHING_TYPED) -> EnrolmentFormContext:
    """The form with the present text of the consent. Nothing is ticked that declares something: that is for the pen."""
    agreed = {"call": typed.may_call, "sms": typed.may_sms}
    return EnrolmentFormContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        dated_on=record.dated_on,
        filled=FilledLines(
            name=line(typed.name),
            address=line(typed.address),
            phone=line(typed.phone),
            second_phone=line(typed.second_phone),
            email=line(typed.email),
        ),
        connections=_boxes(CONNECTIONS, typed.connection),
        street_contact=Box(
            text=said("Ik wil contactpersoon zijn voor mijn straat"), is_ticked=typed.wants_street_contact
        ),
        channels=_boxes(CHANNELS, typed.channel),
        by_phone=tuple(Box(text=ruled(text), is_ticked=agreed[code]) for code, text in BY_PHONE.items()),
        rules_version=record.rules_version,
        consent=ruled(CONSENT_TEXTS[CONSENT]).format(network=record.case.name),
        consent_version=CONSENT,
        accepts_contribution=_contribution(record.contribution_cents, typed),
        contact=contact(record.case),
        join_url=record.join_url,
    )


def _contribution(cents: int, typed: TypedEnrolment) -> Box | None:
    if not cents:
        return None
    text = said("Is er van mijn woning al een lid? Dan betaal ik als tweede lid {amount} per jaar.", amount=euro(cents))
    return Box(text=text, is_ticked=typed.accepts_contribution)


def _boxes(options: dict[str, str], chosen: str) -> tuple[Box, ...]:
    return tuple(Box(text=line(ruled(text)), is_ticked=code == chosen) for code, text in options.items())
