"""Becoming a member: asked by a form, confirmed by mail, welcomed by a coordinator; changed, paused or stopped by the
link that the member keeps."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.network import NeighbourhoodNetwork
from models.operations.accounts.signing_in import Mail, normal_email
from models.operations.accounts.web_sessions import hashed
from models.operations.cases.acting import lock_case, record, written
from models.operations.cases.writing_case import write_case
from models.operations.effects.mailing_links import may_mail, plan_mail
from models.operations.networks.consenting import keep_consents
from models.operations.networks.contributing import agree_to_contribution, exempt, let_in, note_payment
from models.operations.support.counting_voices import dwelling_in_area
from models.queries.networks.coordinators import reachable_coordinators
from models.queries.networks.enrolments import joinable
from models.rules.access import PERMISSIONS, Actor, Role, function_on
from models.rules.enrolments import CONNECTIONS, CONSENT, agreed_channels, check_declared, check_reach
from models.rules.languages import SOURCE
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.scope import Scope
from models.rules.streets import parse_house_number, suffix_key

CONFIRM_WITHIN = timedelta(days=7)
KEPT_FOR_EVER = timedelta(days=36500)  # the link of a member works as long as they are one

WriteMail = Callable[[str, Enrolment], Mail]  # gets the token of the link
WriteNotice = Callable[[Enrolment], Mail]


@dataclass(frozen=True)
class JoinAnswer:
    """What somebody fills in. `number`: the house number as typed; both empty in a network of members of a sector.
    `language`: in which they read what they agree to."""

    name: str
    email: str
    street_id: int = 0
    number: str = ""
    phone: str = ""
    second_phone: str = ""
    channel: str = "mail"
    may_call: bool = False
    may_sms: bool = False
    connection: str = "lives"
    wants_street_contact: bool = False
    is_adult: bool = False
    accepts_rules: bool = False
    agrees: bool = False
    accepts_contribution: bool = False
    language: str = SOURCE

    def channels(self, email: str) -> frozenset[str]:
        """To which channels they agree, who have this address or none."""
        return agreed_channels(self.channel, self.may_call, self.may_sms, email)


def ask_to_join(session: Session, slug: str, at: datetime, answer: JoinAnswer, rules_version: int,
                write_mail: WriteMail) -> Enrolment:  # fmt: skip
    """Keep what was filled in and mail the link with which it is confirmed. The answer is the same for an address that
    is a member already. Raises Invalid at the field, GateNotMet where nobody can join."""
    found = joinable(session, slug)
    if found is None:
        raise GateNotMet("nobody_can_join", "Lid worden kan hier nu niet via deze website.")
    network, case = found
    if session.scalars(_locked(network.id)).one().state != "active":  # it merged or stopped just now
        raise GateNotMet("nobody_can_join", "Lid worden kan hier nu niet via deze website.")
    check_declared(is_adult=answer.is_adult, accepts_rules=answer.accepts_rules, agrees=answer.agrees)
    row = Enrolment(network_id=network.id, asked_at=at, rules_version=rules_version, consent_version=CONSENT,
                    consent_language=answer.language)  # fmt: skip
    fill_in(session, case, row, answer)
    row.email = normal_email(answer.email)
    keep_consents(row, answer.channels(row.email), at, answer.language)
    if answer.accepts_contribution:
        agree_to_contribution(session, case, row, at)
    token = secrets.token_urlsafe(32)
    row.token_hash, row.expires_at = hashed(token), at + CONFIRM_WITHIN
    session.add(row)
    session.flush()
    if may_mail(session, "join_mail_to_address", row.email, at):
        plan_mail(session, f"join:{row.id}", row.email, write_mail(token, row))
    return row


def fill_in(session: Session, case: FoundingCase, row: Enrolment, answer: JoinAnswer) -> None:
    """Take over where one lives or works and how one is reached. Raises Invalid at the field."""
    is_phoned = answer.may_call or answer.may_sms
    check_reach(answer.channel, answer.phone, answer.second_phone, is_phoned=is_phoned)
    if answer.connection not in CONNECTIONS:
        raise Invalid("unknown_connection", "Kies of u er woont of werkt.", "connection")
    if case.area.scope != Scope.MEMBERS and not _is_home_kept(row, answer):
        for name, value in vars(dwelling_in_area(session, case, answer.street_id, answer.number)).items():
            setattr(row, name, value)
    row.name = written(answer.name, "name")
    row.phone, row.second_phone, row.channel = answer.phone, answer.second_phone, answer.channel
    row.connection, row.wants_street_contact = answer.connection, answer.wants_street_contact


def _is_home_kept(row: Enrolment, answer: JoinAnswer) -> bool:
    """Who changes only their telephone may live where the area was before it changed."""
    if row.house_number is None or row.street_id != answer.street_id:
        return False
    here = parse_house_number(answer.number)
    return (row.house_number, row.suffix_key) == (here.number, suffix_key(here.suffix))


def open_enrolment(session: Session, token: str, at: datetime) -> Enrolment | None:
    """Whose link this is, as long as it can be used; looking changes nothing."""
    row = session.scalars(select(Enrolment).where(Enrolment.token_hash == hashed(token))).one_or_none()
    if row is None or row.state in ("refused", "left") or row.expires_at is None or row.expires_at <= at:
        return None
    return row


def confirm_joining(session: Session, row: Enrolment, at: datetime, write_notice: WriteNotice) -> None:
    """Who received the mail presses the button: now a coordinator is asked. A second time changes nothing.

    An address is in a network once for each name: who asks anew takes the place of their earlier question.
    """
    network = _lock(session, row)
    if row.state != "unconfirmed":
        return
    for earlier in _same_person(session, row):
        forget(earlier, "left", at)
    row.state, row.confirmed_at, row.expires_at = "waiting", at, at + KEPT_FOR_EVER
    for one in reachable_coordinators(session, network.slug):
        plan_mail(session, f"join_waits:{row.id}:{one.person_id}", one.email, write_notice(row))


def _same_person(session: Session, row: Enrolment) -> list[Enrolment]:
    rows = session.scalars(
        select(Enrolment).where(Enrolment.network_id == row.network_id, Enrolment.email == row.email,
                                Enrolment.state == "waiting", Enrolment.id != row.id)
    )  # fmt: skip
    return [one for one in rows if one.name.casefold() == row.name.casefold()]


def welcome_member(session: Session, case_id: int, by: Actor, at: datetime, *, enrolment_id: int,
                   write_notice: WriteNotice) -> None:  # fmt: skip
    """A coordinator welcomes somebody. Raises Stale when that was done, GateNotMet for a second member of a dwelling
    (models.operations.networks.contributing)."""
    case, row, function = _to_decide(session, case_id, by, enrolment_id)
    let_in(session, case, row, day_of(at))
    row.state, row.decided_at, row.decided_by_id = "member", at, by.person_id
    record(session, case, "member:welcomed", by, at, function)
    write_case(session)
    plan_mail(session, f"join_welcomed:{row.id}", row.email, write_notice(row))


def refuse_member(session: Session, case_id: int, by: Actor, at: datetime, *, enrolment_id: int, reason: str,
                  write_notice: WriteNotice) -> None:  # fmt: skip
    """A coordinator does not welcome somebody, and says why: that goes by mail, and is kept nowhere else."""
    case, row, function = _to_decide(session, case_id, by, enrolment_id)
    written(reason)
    plan_mail(session, f"join_refused:{row.id}", row.email, write_notice(row))
    row.decided_at, row.decided_by_id = at, by.person_id
    forget(row, "refused", at)
    record(session, case, "member:refused", by, at, function)
    write_case(session)


def _to_decide(session: Session, case_id: int, by: Actor, enrolment_id: int) -> tuple[FoundingCase, Enrolment, str]:
    case = lock_case(session, case_id)
    function = coordinating(by, case)
    row = one_of_case(session, case_id, enrolment_id)
    if row.state != "waiting":
        raise Stale("already_decided", "Hierover is intussen al beslist, of deze persoon stopte zelf.")
    return case, row, function


def coordinating(by: Actor, case: FoundingCase) -> str:
    """In which function somebody decides about members, as the journal keeps it. Raises NotAllowed."""
    roles = PERMISSIONS["manage_members"]
    function = function_on(by, case.place, roles if isinstance(roles, frozenset) else frozenset[Role]())
    if not function:
        raise NotAllowed("no_role", "Alleen de coördinator of de plaatsvervanger verwelkomt leden.")
    return function


def one_of_case(session: Session, case_id: int, enrolment_id: int) -> Enrolment:
    """Somebody of the network of this very case, with the network locked. Raises NotAllowed."""
    row = session.get(Enrolment, enrolment_id)
    if row is None or session.get_one(NeighbourhoodNetwork, row.network_id).case_id != case_id:
        raise NotAllowed("unknown_enrolment", "Deze aanvraag bestaat niet.")
    _lock(session, row)
    return row


def change_enrolment(session: Session, row: Enrolment, at: datetime, answer: JoinAnswer) -> None:
    """Change how one is reached or where one lives, with the link. The address of the mails stays."""
    network = _lock(session, row)
    _require_present(row)
    fill_in(session, session.get_one(FoundingCase, network.case_id), row, answer)
    keep_consents(row, answer.channels(row.email), at, answer.language)


def accept_contribution(session: Session, row: Enrolment, at: datetime) -> None:
    """Who waits agrees, with their link, to pay as second of a dwelling. A second time changes nothing."""
    network = _lock(session, row)
    if row.state == "waiting":
        agree_to_contribution(session, session.get_one(FoundingCase, network.case_id), row, at)


def exempt_member(session: Session, case_id: int, by: Actor, at: datetime, *, enrolment_id: int,
                  exemption_reason: str) -> None:  # fmt: skip
    """A coordinator frees somebody of the contribution, before the welcome or after. Raises as `exempt`."""
    case = lock_case(session, case_id)
    coordinating(by, case)
    row = one_of_case(session, case_id, enrolment_id)
    _require_present(row)
    exempt(case, row, by, at, exemption_reason)


def note_contribution_paid(session: Session, case_id: int, by: Actor, at: datetime, *, enrolment_id: int,
                           paid_on: date) -> None:  # fmt: skip
    """A coordinator notes that a second member paid. Raises as `note_payment`."""
    coordinating(by, lock_case(session, case_id))
    note_payment(one_of_case(session, case_id, enrolment_id), at, paid_on)


def pause(session: Session, row: Enrolment, *, is_pausing: bool) -> None:
    """Get no messages for a while, or get them again. A second time changes nothing."""
    _lock(session, row)
    if row.state in ("member", "paused"):
        row.state = "paused" if is_pausing else "member"


def leave(session: Session, row: Enrolment, at: datetime) -> None:
    """Stop, at any time and without a reason: the data are erased at once. A second time changes nothing."""
    _lock(session, row)
    if row.state not in ("refused", "left"):
        forget(row, "left", at)


def _require_present(row: Enrolment) -> None:
    if row.state not in ("waiting", "member", "paused"):
        raise Stale("no_member", "U bent geen lid (meer). Vraag het opnieuw aan.")


def _lock(session: Session, row: Enrolment) -> NeighbourhoodNetwork:
    """Everything about the members of one network happens one after the other. Where it merged while we waited, the
    member is in the other one by now."""
    while True:
        network = session.scalars(_locked(row.network_id)).one()
        session.refresh(row)
        if row.network_id == network.id:
            return network


def _locked(network_id: int) -> Select[NeighbourhoodNetwork]:
    asked = select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.id == network_id).with_for_update()
    return asked.execution_options(populate_existing=True)


def forget(row: Enrolment, state: str, at: datetime) -> None:
    """Erase somebody who left or was not welcomed; the row stays, to count."""
    row.state, row.left_at = state, at
    keep_consents(row, (), at)
    row.contribution = None
    row.name = row.email = row.phone = row.second_phone = row.suffix = row.suffix_key = ""
    row.street_id = row.house_number = row.dwelling_id = row.token_hash = row.expires_at = row.bounced_at = None
    row.excluded_until = None
    row.wants_street_contact = False
