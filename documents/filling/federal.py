"""From a signed charter to the letter with which it goes to the FPS Interior, and to its house rules apart."""

from documents.contexts.federal import FederalLetterContext, HouseRulesContext, SettledRemark, SignedBy
from documents.filling.charter import house_rules_of, organisation
from documents.filling.shared import addressee, area_line, body, case_reference, contact, line, sender, text
from documents.language import in_language, in_language_of_case, ruled, said
from documents.wording import long_date
from models.rules.records.charter import CharterRecord
from models.rules.records.federal import FederalLetterRecord


@in_language_of_case
def federal_letter(record: FederalLetterRecord) -> FederalLetterContext:
    """The covering letter."""
    charter = record.charter
    name, _, address = ruled(record.address).partition(",")
    return FederalLetterContext(
        case=case_reference(charter.case),
        sender=sender(charter.case),
        addressee=addressee(name, address),
        dated_on=record.dated_on,
        purpose=record.purpose,
        version=str(charter.text.version),
        replaces=str(record.replaces) if record.replaces else "",
        signed_on=charter.completed_on or record.dated_on,
        signed_by=tuple(
            SignedBy(capacity=line(body(one.capacity)), organisation=organisation(one.organisation),
                     name=line(one.name))
            for one in charter.signatures
        ),
        area=tuple(line(area_line(one)) for one in record.area),
        legal_basis=line(ruled(record.circular)),
        changed=tuple(line(ruled(one)) for one in record.changed),
        reason=text(record.reason),
        remarks_on=record.remarks_on,
        reference=line(record.reference),
        remarks=tuple(
            SettledRemark(about=line(ruled(one.about)), remark=text(one.remark), is_followed=one.is_followed,
                          answer=text(one.answer))
            for one in record.remarks
        ),
        enclosures=_enclosures(record),
        content_sha256=charter.fingerprint,
        verify_url=charter.verify_url,
        contact=contact(charter.case),
    )  # fmt: skip


def _enclosures(record: FederalLetterRecord) -> tuple[str, ...]:
    version, signed = record.charter.text.version, record.charter.completed_on
    if signed:
        charter = said("het charter, versie {version}, door alle partners ondertekend op {day}", version=version,
                       day=long_date(signed))  # fmt: skip
    else:
        charter = said("het charter, versie {version}, door alle partners ondertekend", version=version)
    return charter, said("het huishoudelijk reglement dat bij versie {version} hoort", version=version)


def house_rules(record: CharterRecord) -> HouseRulesContext:
    """The house rules of a signed version, in the language in which it was written."""
    return _house_rules(in_language(record, record.text.language))


@in_language_of_case
def _house_rules(record: CharterRecord) -> HouseRulesContext:
    signed = record.completed_on or record.dated_on
    return HouseRulesContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        version=str(record.text.version),
        dated_on=signed,
        signed_on=signed,
        rules=house_rules_of(record.text),
        content_sha256=record.fingerprint,
        verify_url=record.verify_url,
    )
