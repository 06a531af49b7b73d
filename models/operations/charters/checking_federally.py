"""The federal check: noting that the charter was sent, and what the FPS Interior answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.charter import Charter
from models.clock import day_of
from models.federal_check import FederalCheck, FederalRemark
from models.operations.cases.acting import keep_reason, proceed, record, send_back, take, written
from models.operations.consultation.consulting import not_later_than
from models.queries.cases.facts import latest_charter
from models.queries.charters.federal_checks import check_to_answer
from models.rules.access import Actor
from models.rules.charter_sections import SECTION
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale

RESULTS = {"conform": "conform", "remarks": "opmerkingen"}
CHANNELS = ("e-mail", "brief met de post", "aangetekende brief", "e-mail en brief", "op een andere manier")
FEDERAL_BODY = "FOD Binnenlandse Zaken"
WHOLE = "Het hele charter"


@dataclass(frozen=True)
class Concern:
    """One remark in a federal letter. `section`: the code of the section that it concerns; empty: the whole charter."""

    section: str
    text: str


def send_to_federal_interior(session: Session, case_id: int, by: Actor, at: datetime, *, sent_on: date, channel: str,
                             seen: str = "") -> None:  # fmt: skip
    """Note that the signed charter was sent (besafe.be, procedure)."""
    taken = take(session, case_id, "send_to_federal_interior", by, seen=seen)
    not_later_than(sent_on, at, "sent_on")
    charter = latest_charter(session, case_id)
    if charter is None or charter.state != "signed":
        raise GateNotMet("not_signed", "Er is geen ondertekend charter.")
    if charter.signed_at is not None and sent_on < day_of(charter.signed_at):
        raise Invalid("before_signing", "Toen had nog niet iedereen getekend. Kijk de datum na.", "sent_on")
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
                          reference: str = "", remarks: str = "", concerns: Sequence[Concern] = (),
                          check_id: int = 0, seen: str = "") -> None:  # fmt: skip
    """Note the federal letter. Remarks lead back to the charter; where the check is 'record only' also late.

    `check_id`: the sending that it answers, the last one by default. What the ministry says of an older version, when a
    newer one was sent already, is kept and leads nowhere: the newer one has its own answer to come.

    `concerns`: each remark with the section that it concerns; without them `remarks` is one task on the whole charter.
    Raises Invalid at the field that is wrong ('concerns-0-text').
    """
    taken = take(session, case_id, "record_federal_answer", by, seen=seen)
    not_later_than(answered_on, at, "answered_on")
    if result not in RESULTS:
        raise Invalid("unknown_result", "Kies ‘conform’ of ‘opmerkingen’.", "result")
    checks = session.scalars(
        select(FederalCheck).where(FederalCheck.case_id == case_id).order_by(FederalCheck.id.desc())
    ).all()
    if not checks:
        raise GateNotMet("not_sent", "Het charter is nog niet verstuurd.")
    check = next((one for one in checks if one.id == check_id), checks[0] if not check_id else None)
    if check is None:
        raise Invalid("unknown_check", "Kies welke verzending het antwoord krijgt.", "check_id")
    is_latest = check is checks[0]
    if check.result:
        raise Stale("already_answered", "Het antwoord is al genoteerd.")
    if answered_on < check.sent_on:
        raise Invalid("before_sending", "Het antwoord kan niet ouder zijn dan de verzending.", "answered_on")
    tasks = _tasks(concerns) if result == "remarks" else []
    remarks = written(remarks or "", "remarks", shortest=3 if result == "remarks" and not tasks else 0)
    if tasks and not remarks:
        remarks = "\n\n".join(f"{_about(one.section)}: {one.text}" for one in tasks)
    if result == "remarks" and is_latest:
        tasks = tasks or [Concern("", remarks)]
        session.add_all(FederalRemark(check_id=check.id, section=one.section, text=one.text) for one in tasks)
    check.answered_on, check.result, check.remarks = answered_on, result, remarks
    check.reference, check.recorded_by_id = written(reference or "", "reference", shortest=0), by.person_id
    record(session, taken.case, "federal_answer:recorded", by, at, taken.function, result=RESULTS[result],
           version=session.get_one(Charter, check.charter_id).version, is_latest=is_latest)  # fmt: skip
    if result == "remarks" and is_latest:
        keep_reason(session, taken.case, "record_federal_answer", FEDERAL_BODY, remarks, by, at)
        send_back(session, taken, Stage.CHARTER, remarks, FEDERAL_BODY, by, at)
    proceed(session, taken.case, taken.settings, at)


def _tasks(concerns: Sequence[Concern]) -> list[Concern]:
    for index, one in enumerate(concerns):
        if one.section and one.section not in SECTION:
            raise Invalid("unknown_section", "Kies een onderdeel van het charter.", f"concerns-{index}-section")
    return [Concern(one.section, written(one.text, f"concerns-{index}-text")) for index, one in enumerate(concerns)]


def _about(section: str) -> str:
    return SECTION[section].title if section else WHOLE


def settle_remark(session: Session, case_id: int, by: Actor, at: datetime, *, remark_id: int, is_followed: bool,
                  answer: str, seen: str = "") -> None:  # fmt: skip
    """Say what was changed for a remark, or why it is not followed. It can be said again until the text is frozen."""
    taken = take(session, case_id, "settle_remark", by, seen=seen)
    check, remark = check_to_answer(session, case_id), session.get(FederalRemark, remark_id)
    if remark is None or session.get_one(FederalCheck, remark.check_id).case_id != case_id:
        raise NotAllowed("unknown_remark", "Deze opmerking bestaat niet.")
    if check is None or remark.check_id != check.id:
        raise Stale("remark_answered", "De tekst ligt intussen vast. Op deze opmerking is al geantwoord.")
    remark.answer, remark.is_followed = written(answer, "answer"), is_followed
    remark.settled_at, remark.settled_by_id = at, by.person_id
    session.flush()
    record(session, taken.case, "federal_remark:settled", by, at, taken.function, about=_about(remark.section),
           outcome="gevolgd" if is_followed else "niet gevolgd", answer=remark.answer, remark_id=remark.id)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)
