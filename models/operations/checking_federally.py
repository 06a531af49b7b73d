"""The federal check: noting that the charter was sent, and what the FPS Interior answered."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.federal_check import FederalCheck
from models.operations.acting import keep_reason, proceed, record, send_back, take, written
from models.operations.consulting import not_later_than
from models.queries.facts import latest_charter
from models.rules.access import Actor
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, Stale

RESULTS = {"conform": "conform", "remarks": "opmerkingen"}
FEDERAL_BODY = "FOD Binnenlandse Zaken"


def send_to_federal_interior(session: Session, case_id: int, by: Actor, at: datetime, *, sent_on: date, channel: str,
                             seen: str = "") -> None:  # fmt: skip
    """Note that the signed charter was sent (besafe.be, procedure)."""
    taken = take(session, case_id, "send_to_federal_interior", by, seen=seen)
    not_later_than(sent_on, at, "sent_on")
    charter = latest_charter(session, case_id)
    if charter is None or charter.state != "signed":
        raise GateNotMet("not_signed", "Er is geen ondertekend charter.")
    if session.scalars(select(FederalCheck.id).where(FederalCheck.charter_id == charter.id)).first() is not None:
        raise Stale("already_sent", "Dit charter is al verstuurd.")
    session.add(
        FederalCheck(case_id=case_id, charter_id=charter.id, sent_on=sent_on, channel=written(channel, "channel"),
                     sent_by_id=by.person_id)
    )  # fmt: skip
    record(session, taken.case, "charter:sent", by, at, taken.function, sent_on=sent_on.isoformat(),
           version=charter.version)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def record_federal_answer(session: Session, case_id: int, by: Actor, at: datetime, *, answered_on: date, result: str,
                          reference: str = "", remarks: str = "", seen: str = "") -> None:  # fmt: skip
    """Note the federal letter. Remarks lead back to the charter; where the check is 'record only' also late."""
    taken = take(session, case_id, "record_federal_answer", by, seen=seen)
    not_later_than(answered_on, at, "answered_on")
    if result not in RESULTS:
        raise Invalid("unknown_result", "Kies ‘conform’ of ‘opmerkingen’.", "result")
    check = session.scalars(
        select(FederalCheck).where(FederalCheck.case_id == case_id).order_by(FederalCheck.id.desc()).limit(1)
    ).one_or_none()
    if check is None:
        raise GateNotMet("not_sent", "Het charter is nog niet verstuurd.")
    if check.result:
        raise Stale("already_answered", "Het antwoord is al genoteerd.")
    if answered_on < check.sent_on:
        raise Invalid("before_sending", "Het antwoord kan niet ouder zijn dan de verzending.", "answered_on")
    remarks = written(remarks or "", "remarks", shortest=3 if result == "remarks" else 0)
    check.answered_on, check.result, check.remarks = answered_on, result, remarks
    check.reference, check.recorded_by_id = written(reference or "", "reference", shortest=0), by.person_id
    record(session, taken.case, "federal_answer:recorded", by, at, taken.function, result=RESULTS[result])
    if result == "remarks":
        keep_reason(session, taken.case, "record_federal_answer", FEDERAL_BODY, remarks, by, at)
        send_back(session, taken, Stage.CHARTER, remarks, FEDERAL_BODY, by, at)
    proceed(session, taken.case, taken.settings, at)
