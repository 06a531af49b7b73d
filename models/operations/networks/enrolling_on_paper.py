"""Members without a mail: a coordinator enters the signed form, and ends a membership when somebody asks."""

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import BELGIUM, day_of
from models.enrolment import Enrolment
from models.operations.accounts.signing_in import normal_email
from models.operations.cases.acting import lock_case, record
from models.operations.cases.writing_case import write_case
from models.operations.networks.consenting import keep_consents
from models.operations.networks.contributing import agree_to_contribution, exempt, let_in
from models.operations.networks.joining import JoinAnswer, coordinating, fill_in, forget, one_of_case
from models.queries.networks.enrolments import namesakes, network_of_case
from models.rules.access import Actor
from models.rules.enrolments import CONSENT, check_declared
from models.rules.refusals import GateNotMet, Invalid, Stale


def enter_member(session: Session, case_id: int, by: Actor, at: datetime, answer: JoinAnswer, *, signed_on: date,
                 rules_version: int, exemption_reason: str = "") -> Enrolment:  # fmt: skip
    """A form on paper, with its signature: who gives it to a coordinator is welcome. Raises Invalid at the field
    (also where the dwelling has its member), GateNotMet where the network does not go on. `exemption_reason`: why a
    second member of a dwelling does not pay."""
    case = lock_case(session, case_id)
    function = coordinating(by, case)
    network = network_of_case(session, case_id)
    if network is None or network.state != "active":
        raise GateNotMet("no_network", "Dit netwerk is nu niet actief: er komen geen leden bij.")
    if signed_on > day_of(at):
        raise Invalid("in_the_future", "Deze dag moet nog komen.", "signed_on")
    check_declared(is_adult=answer.is_adult, accepts_rules=answer.accepts_rules, agrees=answer.agrees)
    row = Enrolment(network_id=network.id, asked_at=at, confirmed_at=at, rules_version=rules_version,
                    consent_version=CONSENT, consent_language=case.document_language, way="paper",
                    signed_on=signed_on)  # fmt: skip
    fill_in(session, case, row, answer)
    row.email = normal_email(answer.email) if answer.email.strip() else ""
    if row.channel == "mail" and not row.email:
        raise Invalid("missing_email", "Vul een e-mailadres in: nodig voor een e-mail.", "email")
    _require_new(session, row)
    if answer.accepts_contribution:
        agree_to_contribution(session, case, row, at)
    if exemption_reason.strip():
        exempt(case, row, by, at, exemption_reason)
    _let_in(session, case, row, day_of(at))
    keep_consents(row, answer.channels(row.email), _signed_at(signed_on, at), case.document_language)
    row.state, row.decided_at, row.decided_by_id = "member", at, by.person_id
    session.add(row)
    session.flush()
    record(session, case, "member:welcomed", by, at, function)
    write_case(session)
    return row


def _signed_at(signed_on: date, at: datetime) -> datetime:
    """A signature has a day and no hour: the first moment of it, but never later than now."""
    return min(datetime.combine(signed_on, time(), BELGIUM), at)


def _require_new(session: Session, row: Enrolment) -> None:
    """A form can come back twice, or on paper after it was asked online: no double is made of it."""
    known = namesakes(session, row)
    if any(one.state == "waiting" for one in known):
        raise Invalid(
            "waits_already",
            "Deze persoon vroeg dit al en wacht in de lijst met aanvragen. Verwelkom die; dit papier hoort erbij.",
            "name",
        )
    if known:
        raise Invalid(
            "member_already", "Deze persoon is al lid. Dit formulier hoeft u niet nog eens in te voeren.", "name"
        )


def _let_in(session: Session, case: FoundingCase, row: Enrolment, on: date) -> None:
    """The same as for a welcome, told at the address that was typed or at what was not agreed."""
    try:
        let_in(session, case, row, on)
    except GateNotMet as refusal:
        field = "accepts_contribution" if refusal.code == "contribution_not_agreed" else "number"
        raise Invalid(refusal.code, refusal.sentence, field) from refusal


def end_membership(session: Session, case_id: int, by: Actor, at: datetime, *, enrolment_id: int) -> None:
    """Somebody asks a coordinator to stop: they are erased at once, as by their own link."""
    coordinating(by, lock_case(session, case_id))
    row = one_of_case(session, case_id, enrolment_id)
    if row.state not in ("member", "paused"):
        raise Stale("no_member", "Deze persoon is geen lid meer.")
    forget(row, "left", at)
