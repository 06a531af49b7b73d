"""The sheet on which support is gathered by hand."""

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.queries.records.shared import area_lines, case_record, entry_about
from models.rules.records.support import SupportSheetRecord
from models.rules.web_addresses import support_page


def support_sheet_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> SupportSheetRecord:
    """The streets and the address of the support page, for the sheet to fill in by hand."""
    return SupportSheetRecord(
        case=case_record(session, case, base_url),
        accepted_on=day_of(entry_about(session, case, sequence).at),
        area=area_lines(session, case),
        support_url=support_page(base_url, case.number),
    )
