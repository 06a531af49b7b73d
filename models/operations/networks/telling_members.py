"""Telling members of a network what is decided about it: each once, by mail where they agreed to that, else on paper.

Work of a kind of its own, as with surveys: hundreds of mails stand before no urgent message. Name and address are read
when a mail leaves; who stopped meanwhile gets nothing. Papers are for a coordinator: the desk has no list of members.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.enrolment import Enrolment
from models.member_notice import MemberNotice
from models.network import slug_of
from models.operations.cases.acting import ask_for_work, lock_case, record
from models.outbox import LEAVES_WORK, Effect
from models.queries.networks.consents import consented_channels
from models.rules.access import SYSTEM
from models.rules.languages import told_language
from models.rules.member_notices import KINDS

KIND = "member_notice"
TOLD = ("member", "paused")


@dataclass(frozen=True)
class OutgoingNotice:
    """What goes to one member."""

    to: str
    name: str
    kind: str
    facts: dict[str, Any]


def tell_members(session: Session, case: FoundingCase, kind: str, rows: Sequence[Enrolment], at: datetime,
                 **facts: Any) -> None:  # fmt: skip
    """Plan the mails and the papers; nothing where there is nobody. The case is locked, and its work is asked for by
    the caller."""
    if not rows:
        return
    agreed = consented_channels(session, [row.id for row in rows])
    mailed = [row.id for row in rows if row.email and row.bounced_at is None and "mail" in agreed[row.id]]
    notice = MemberNotice(case_id=case.id, kind=kind, facts=facts, told_at=at,
                          papers=[row.id for row in rows if row.id not in set(mailed)])  # fmt: skip
    session.add(notice)
    session.flush()
    session.add_all(
        Effect(key=f"{KIND}:{notice.id}:{one}", kind=KIND, case_id=None,
               payload={"notice_id": notice.id, "enrolment_id": one})
        for one in mailed
    )  # fmt: skip
    session.info[LEAVES_WORK] = True
    record(session, case, "members:told", SYSTEM, at, about=KINDS[kind], mails=len(mailed), papers=len(notice.papers))


def network_facts(case: FoundingCase) -> dict[str, str]:
    """What every text names of the network of a case."""
    return {"network": case.name, "network_kind": case.kind, "slug": slug_of(case), "reply_to": case.municipality.email,
            "municipality": case.municipality.name, **told_language(case.document_language)}  # fmt: skip


def outgoing_notice(session: Session, effect: Effect) -> OutgoingNotice | None:
    """What a claimed piece of work must hand over; None: it is no longer for this person."""
    row = session.get(Enrolment, effect.payload["enrolment_id"])
    notice = session.get(MemberNotice, effect.payload["notice_id"])
    if row is None or notice is None or row.state not in TOLD or not row.email:
        return None
    return OutgoingNotice(row.email, row.name, notice.kind, notice.facts)


def tell_on_paper(session: Session, effect_id: int, at: datetime) -> None:
    """A mail that no address took: a coordinator delivers it."""
    payload = session.get_one(Effect, effect_id).payload
    notice = session.get(MemberNotice, payload["notice_id"])
    if notice is None or payload["enrolment_id"] in notice.papers:
        return
    case = lock_case(session, notice.case_id)
    session.refresh(notice, with_for_update=True)
    notice.papers = [*notice.papers, payload["enrolment_id"]]
    record(session, case, "members:told", SYSTEM, at, about=KINDS[notice.kind], mails=0, papers=1)
    ask_for_work(session, case)
