"""The text of the charter as a whole: adding a signatory, freezing it for signing, and opening it again."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.charter import Charter, CharterReason
from models.clock import day_of
from models.operations.cases.acting import Taken, as_told, body_of, keep_reason, proceed, record, take, written
from models.operations.cases.terms import begin_term, end_terms
from models.operations.cases.writing_case import set_due_day
from models.operations.charters.beginning_charter import begin_charter_version
from models.operations.charters.inviting_signatories import ask_signatures
from models.operations.charters.keeping_sections import keep_content
from models.queries.cases.facts import latest_charter
from models.queries.charters.charter_lacks import unusual_in
from models.queries.charters.charters import charter_text, planned_signatures, unnamed_coordinators
from models.queries.evenings.seats import offered_seats
from models.rules.access import Actor, Role
from models.rules.charter_completeness import Lack
from models.rules.charter_consistency import reason_key
from models.rules.charter_content import read_content
from models.rules.charter_text import canonical, fingerprint_of
from models.rules.refusals import GateNotMet, Invalid, Stale
from models.signature import InkSignature, Signature


def draft_of(session: Session, taken: Taken) -> Charter:
    """The version that is being written. Raises Stale when it is frozen already."""
    charter = latest_charter(session, taken.case.id)
    if charter is None:
        raise GateNotMet("no_charter", "Er is nog geen charter.")
    if charter.state != "draft":
        raise Stale("charter_frozen", "De tekst van het charter is intussen vastgelegd en verandert niet meer.")
    return charter


def frozen_of(session: Session, taken: Taken) -> Charter:
    """The version that lies ready for signing. Raises Stale when it was opened again."""
    charter = latest_charter(session, taken.case.id)
    if charter is None or charter.state != "frozen":
        raise Stale("charter_not_frozen", "De tekst van het charter is niet meer vastgelegd.")
    return charter


def add_signatory(session: Session, case_id: int, by: Actor, at: datetime, *, capacity: str, name: str,
                  email: str = "", seen: str = "") -> None:  # fmt: skip
    """Plan a partner without an account, such as a neighbourhood council: with an address they sign through a link by
    mail, else on paper. Only before the text is frozen."""
    taken = take(session, case_id, "add_signatory", by, seen=seen)
    charter = draft_of(session, taken)
    row = next(one for one in charter.sections if one.code == "signatures")
    one = {"capacity": written(capacity, "capacity"), "name": written(name, "name"), "email": email}
    extra = [*row.content.get("extra", []), one]
    content, problems = read_content("signatures", {**row.content, "extra": extra})
    for path, sentence in problems.items():
        raise Invalid("wrong_signatory", sentence, path.rsplit("-", 1)[-1])
    keep_content(session, row, content, by, at)
    record(session, taken.case, "signatory:added", by, at, taken.function, capacity=content["extra"][-1]["capacity"])
    proceed(session, taken.case, taken.settings, at)


def freeze_charter(session: Session, case_id: int, by: Actor, at: datetime, *, reasons: Mapping[str, str] | None = None,
                   seen: str = "") -> Charter:  # fmt: skip
    """Fix the text that everyone signs, with its fingerprint, and make the list of signatures.

    `reasons`: by the key of what is unusual or contradictory ('parties-deputy_missing'), why it may stay.
    Raises Invalid at the key of the first that has none.
    """
    taken = take(session, case_id, "freeze_charter", by, seen=seen)
    charter = draft_of(session, taken)
    planned = planned_signatures(session, taken.case, charter)
    if not any(one.role == Role.COORDINATOR.value for one in planned):
        raise GateNotMet("no_coordinator", "Er is geen coördinator. Duid er eerst een aan.")
    for seat in offered_seats(session, case_id):
        sentence = f"{seat.person.name} antwoordde nog niet op de uitnodiging voor de stuurgroep."
        raise GateNotMet("seat_not_answered", f"{sentence} Vraag een antwoord, of pas de stuurgroep aan.")
    for one in unnamed_coordinators(session, taken.case, charter):
        # besafe.be, 'procedure en wet': a change of contact data is written into the charter.
        raise GateNotMet(
            "parties_outdated", f"{one.name} ({one.capacity}) staat nog niet bij de partners. Vul dat aan."
        )
    given = _keep_reasons(session, charter, unusual_in(session, taken.case, charter, day_of(at)), reasons or {}, by, at)
    text = charter_text(taken.case, charter, planned, frozen_on=day_of(at))
    charter.frozen_text = canonical(text)
    charter.fingerprint = fingerprint_of(charter.frozen_text)
    charter.state, charter.frozen_at, charter.frozen_by_id = "frozen", at, by.person_id
    session.add_all(
        Signature(charter_id=charter.id, capacity=one.capacity, role=one.role, person_id=one.person_id, name=one.name,
                  email=one.email)
        for one in planned
    )  # fmt: skip
    term = begin_term(session, taken.case, "signing", taken.settings, at)
    set_due_day(session, taken.case, term.ends_on if term else None)
    record(session, taken.case, "charter:frozen", by, at, taken.function, version=charter.version,
           fingerprint=charter.fingerprint, reasons=given, **as_told(term))  # fmt: skip
    session.flush()
    ask_signatures(session, taken.case, taken.settings, charter, at)
    proceed(session, taken.case, taken.settings, at)
    return charter


def _keep_reasons(session: Session, charter: Charter, unusual: tuple[Lack, ...], reasons: Mapping[str, str], by: Actor,
                  at: datetime) -> dict[str, str]:  # fmt: skip
    """Keep why each unusual thing may stay, in place of what was written at an earlier freezing. Returns it by key."""
    told: dict[str, list[Lack]] = {}
    for lack in unusual:
        told.setdefault(reason_key(lack), []).append(lack)
    for key in told:
        if not reasons.get(key, "").strip():
            raise Invalid("reason_missing", "Schrijf op waarom dit zo mag blijven, of pas de tekst aan.", key)
    given = {key: written(reasons[key], key) for key in told}
    session.execute(delete(CharterReason).where(CharterReason.charter_id == charter.id))
    session.add_all(
        CharterReason(charter_id=charter.id, section=lacks[0].section, code=lacks[0].code, reason=given[key],
                      told="\n".join(lack.sentence for lack in lacks), given_by_id=by.person_id, given_at=at)
        for key, lacks in told.items()
    )  # fmt: skip
    return given


def reopen_charter(session: Session, case_id: int, by: Actor, at: datetime, *, reason: str, body: str = "",
                   seen: str = "") -> None:  # fmt: skip
    """Begin a next version while not everybody signed the frozen one. Its signatures lapse: they stay with its text."""
    taken = take(session, case_id, "reopen_charter", by, seen=seen)
    reopen(session, taken, frozen_of(session, taken), written(reason), body_of(taken, body), by, at)
    proceed(session, taken.case, taken.settings, at)


def reopen(session: Session, taken: Taken, charter: Charter, reason: str, body: str, by: Actor, at: datetime) -> None:
    """Set a frozen version aside, as it was frozen and signed, and begin the next one with its text and its owners."""
    lines = select(Signature.id).where(Signature.charter_id == charter.id)
    session.execute(delete(InkSignature).where(InkSignature.signature_id.in_(lines)))
    set_due_day(session, taken.case, None)
    end_terms(session, taken.case, at, kinds=("signing",))
    following = begin_charter_version(session, taken.case, taken.settings, day_of(at), at)
    following.open_sections = charter.open_sections
    owners = {row.code: row.owner_id for row in charter.sections}
    for row in following.sections:
        row.owner_id = owners[row.code]
    keep_reason(session, taken.case, "reopen_charter", body, reason, by, at)
    record(
        session,
        taken.case,
        "charter:reopened",
        by,
        at,
        taken.function,
        version=charter.version,
        body=body,
        reason=reason,
    )
