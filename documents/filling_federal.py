"""From a signed charter to the letter with which it goes to the FPS Interior, and to its house rules apart."""

from documents.federal_contexts import FederalLetterContext, HouseRulesContext, SettledRemark, SignedBy
from documents.filling_charter import house_rules_of
from documents.filling_shared import addressee, case_reference, contact, line, sender, text
from documents.wording import long_date
from models.rules.records.charter import CharterRecord
from models.rules.records.federal import FederalLetterRecord


def federal_letter(record: FederalLetterRecord) -> FederalLetterContext:
    """The covering letter."""
    charter = record.charter
    name, _, address = record.address.partition(",")
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
            SignedBy(capacity=line(one.capacity), organisation=line(one.organisation), name=line(one.name))
            for one in charter.signatures
        ),
        area=tuple(line(one) for one in record.area),
        legal_basis=line(record.circular),
        changed=tuple(line(one) for one in record.changed),
        reason=text(record.reason),
        remarks_on=record.remarks_on,
        reference=line(record.reference),
        remarks=tuple(
            SettledRemark(about=line(one.about), remark=text(one.remark), is_followed=one.is_followed,
                          answer=text(one.answer))
            for one in record.remarks
        ),
        enclosures=_enclosures(record),
        content_sha256=charter.fingerprint,
        verify_url=charter.verify_url,
        contact=contact(charter.case),
    )  # fmt: skip


def _enclosures(record: FederalLetterRecord) -> tuple[str, ...]:
    version = record.charter.text.version
    signed = record.charter.completed_on
    on = f" op {long_date(signed)}" if signed else ""
    return (
        f"het charter, versie {version}, door alle partners ondertekend{on}",
        f"het huishoudelijk reglement dat bij versie {version} hoort",
    )


def house_rules(record: CharterRecord) -> HouseRulesContext:
    """The house rules of a signed version."""
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
