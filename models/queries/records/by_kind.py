"""Which record each kind of document is made from."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.queries.charters.charters import charter_record
from models.queries.launches.launch_kits import KIT_DOCUMENTS
from models.queries.records.evaluation import evaluation_record
from models.queries.records.federal import federal_letter_record, signed_charter_record
from models.queries.records.info_evening import evening_record, minutes_record
from models.queries.records.launch import kit_record, launch_record
from models.queries.records.request import decision_record, request_record
from models.queries.records.support import support_sheet_record

RECORDS: dict[str, Callable[[Session, FoundingCase, int, str], Any]] = {
    "receipt": request_record,
    "support_sheet": support_sheet_record,
    "decision": decision_record,
    "invitation": evening_record,
    "poster": evening_record,
    "poster_a4": evening_record,
    "flyer": evening_record,
    "evening_news": evening_record,
    "charter": charter_record,
    "minutes": minutes_record,
    "federal_letter": federal_letter_record,
    "house_rules": signed_charter_record,
    "launch_announcement": launch_record,
    **dict.fromkeys(KIT_DOCUMENTS, kit_record),
    "evaluation_report": evaluation_record,
}
