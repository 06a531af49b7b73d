"""The paper support sheet, from the record of its case."""

from documents.filling_shared import case_reference, contact, line, sender
from documents.support_contexts import SupportSheetContext
from models.rules.records.support import SupportSheetRecord


def support_sheet(record: SupportSheetRecord) -> SupportSheetContext:
    """The sheet with which one goes from door to door."""
    return SupportSheetContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        dated_on=record.accepted_on,
        area=tuple(line(one) for one in record.area),
        contact=contact(record.case),
        support_url=record.support_url,
    )
