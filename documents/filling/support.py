"""The paper support sheet, from the record of its case."""

from documents.contexts.support import SupportSheetContext
from documents.filling.shared import area_line, case_reference, contact, line, sender
from documents.language import in_language_of_case, said
from documents.standard_texts import WHAT_A_BIN_IS, WHAT_A_BIN_IS_NOT
from models.rules.records.support import SupportSheetRecord


@in_language_of_case
def support_sheet(record: SupportSheetRecord) -> SupportSheetContext:
    """The sheet with which one goes from door to door."""
    return SupportSheetContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        dated_on=record.accepted_on,
        area=tuple(line(area_line(one)) for one in record.area),
        what_it_is=said(WHAT_A_BIN_IS),
        what_it_is_not=tuple(said(one) for one in WHAT_A_BIN_IS_NOT),
        contact=contact(record.case),
        support_url=record.support_url,
    )
