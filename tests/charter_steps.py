"""Steps with the charter that several tests take: saving a section, freezing, opening again, changing it later."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter, CharterSection
from models.clock import day_of
from models.file_store import uploads
from models.operations.charters import (
    checking_federally,
    drafting_charter,
    saving_sections,
    signing_charter,
    signing_on_paper,
)
from models.operations.charters.standing_texts import save_standing_texts
from models.operations.evaluations import evaluating
from models.operations.evenings import informing
from models.person import Person
from models.queries.cases.cases import journal_of
from models.queries.cases.facts import open_remarks
from models.queries.charters.standing_texts import section_versions
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.uploads import CheckedUpload
from models.signature import Signature
from tests.factories import (
    START,
    Place,
    accept_seats,
    acting,
    advance_to,
    charter_of,
    coordinator_of,
    fill_charter,
    later,
    reasons_for,
    screen,
)

MEMBERS = {"text": "Leden zijn 18 jaar of ouder."}


def section(session: Session, case: FoundingCase, code: str) -> CharterSection:
    """A section of the newest version."""
    return next(row for row in charter_of(session, case).sections if row.code == code)


def save(session: Session, case: FoundingCase, code: str, content: dict[str, Any], *, by: Person | None = None,
         revision: int | None = None) -> CharterSection:  # fmt: skip
    """Save a section as the coordinator, from the newest text, unless told otherwise."""
    actor = acting(session, by or coordinator_of(session, case), later(case))
    seen = section(session, case, code).revision if revision is None else revision
    return saving_sections.save_section(
        session, case.id, actor, later(case), section=code, revision=seen, content=content
    )


def ready_to_freeze(session: Session, place: Place) -> FoundingCase:
    """A case whose charter is complete and whose coordinator is screened."""
    case = advance_to(session, place, Stage.CHARTER)
    screen(session, place, case, later(case))
    fill_charter(session, place, case, later(case))
    return case


def freeze(session: Session, place: Place, case: FoundingCase) -> Charter:
    """The desk freezes the text."""
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    reasons = reasons_for(session, case, later(case))
    return drafting_charter.freeze_charter(session, case.id, desk, later(case), reasons=reasons)


def frozen(session: Session, place: Place) -> tuple[FoundingCase, Charter]:
    """A case with a text that lies ready for signing."""
    case = ready_to_freeze(session, place)
    return case, freeze(session, place, case)


def reopen(session: Session, place: Place, case: FoundingCase) -> None:
    """The desk opens the text again."""
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    drafting_charter.reopen_charter(session, case.id, desk, later(case), reason="Een fout in de straten.")


def signature_rows(session: Session, case: FoundingCase) -> list[Signature]:
    """The lines under the newest version, in order."""
    charter = charter_of(session, case)
    return list(session.scalars(select(Signature).where(Signature.charter_id == charter.id).order_by(Signature.id)))


def appoint(session: Session, place: Place, case: FoundingCase, *seats: tuple[str, str]) -> None:
    """The desk notes the stuurgroep: name and role of each. All of them accept."""
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    wanted = [
        informing.Seat(name, f"{name.split()[0].lower()}@oosterbeke.example", role, "0470 00 00 12")
        for name, role in seats
    ]
    informing.appoint_steering_group(session, case.id, desk, later(case), seats=wanted)
    accept_seats(session, case, later(case))


def send_back(session: Session, place: Place, case: FoundingCase) -> None:
    """The ministry answers with remarks on the signed charter."""
    at = later(case)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    checking_federally.send_to_federal_interior(session, case.id, desk, at, sent_on=day_of(at), channel="e-mail")
    checking_federally.record_federal_answer(
        session, case.id, desk, at, answered_on=day_of(at), result="remarks", remarks="Artikel 13 is onduidelijk."
    )


def amend(session: Session, place: Place, case: FoundingCase, *sections: str) -> None:
    """The desk begins a change of the charter of an active network: of its partners, unless told otherwise."""
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    evaluating.amend_charter(session, case.id, desk, later(case), sections=sections or ("parties",),
                             reason="Nieuw telefoonnummer.")  # fmt: skip


def events(session: Session, case: FoundingCase) -> list[str]:
    """What the journal of the case tells, oldest first."""
    return [line.event for line in journal_of(session, case)]


def line_of(session: Session, case: FoundingCase, capacity: str) -> Signature:
    """The first line for this capacity."""
    return next(row for row in signature_rows(session, case) if row.capacity == capacity)


def sign(session: Session, case: FoundingCase, person: Person, capacity: str, **changes: object) -> None:
    """Sign one line on screen, with the own name under the text as it lies there, unless told otherwise."""
    at = later(case)
    values: dict[str, Any] = {
        "signature_id": line_of(session, case, capacity).id,
        "name": person.name,
        "place": "Oosterbeke",
        "fingerprint": charter_of(session, case).fingerprint,
        "identified_by": "password_and_code",
        **changes,
    }
    signing_charter.sign_charter(session, case.id, acting(session, person, at), at, **values)


def add_party(session: Session, place: Place, case: FoundingCase, role: str, name: str) -> None:
    """The desk adds somebody to the partners."""
    parties = section(session, case, "parties").content["parties"]
    added = {"role": role, "name": name, "phone": "0470 00 00 12"}
    save(session, case, "parties", {"parties": [*parties, added]}, by=place.people[Role.DESK_OFFICER])


SCAN = CheckedUpload(
    "bladzijde.pdf", "application/pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
)


def enter_ink(session: Session, at_place: Place, case: FoundingCase, capacity: str, *, by: Person | None = None,
              **changes: Any) -> None:  # fmt: skip
    """The desk enters a signature on paper with its scan, unless told otherwise."""
    at = later(case)
    values: dict[str, Any] = {
        "signature_id": line_of(session, case, capacity).id,
        "name": "Maria Burgemeester Oosterbeke",
        "place": "Oosterbeke",
        "signed_on": day_of(at),
        "scan": SCAN,
        **changes,
    }
    actor = acting(session, by or at_place.people[Role.DESK_OFFICER], at)
    signing_on_paper.record_ink_signature(session, case.id, actor, at, store=uploads(), **values)


def check_ink(session: Session, place: Place, case: FoundingCase, capacity: str, *, by: Person | None = None,
              **changes: Any) -> None:  # fmt: skip
    """The mandated officer compares it with the scan, and it counts, unless told otherwise."""
    at = later(case)
    values = {"signature_id": line_of(session, case, capacity).id, "is_right": True, **changes}
    actor = acting(session, by or place.people[Role.MANDATED_OFFICER], at)
    signing_on_paper.check_ink_signature(session, case.id, actor, at, **values)


def sign_in_ink(session: Session, at_place: Place, case: FoundingCase, capacity: str, **changes: Any) -> None:
    """A signature on paper, entered and checked."""
    enter_ink(session, at_place, case, capacity, **changes)
    check_ink(session, at_place, case, capacity)


def settle_remarks(session: Session, place: Place, case: FoundingCase, *, is_followed: bool = True) -> None:
    """The desk answers every remark of the ministry that waits."""
    for remark in open_remarks(session, case.id):
        desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
        checking_federally.settle_remark(session, case.id, desk, later(case), remark_id=remark.id,
                                         is_followed=is_followed, answer="Aangepast in de tekst.")  # fmt: skip


def write_standing(session: Session, place: Place, text: str, code: str = "members") -> None:
    """The administrator of the municipality writes the standing text of a section."""
    versions = section_versions(session, place.municipality.id, code)
    by = acting(session, place.people[Role.ADMINISTRATOR])
    save_standing_texts(session, by, place.municipality.id, START, section=code, texts={"text": text},
                        seen=versions[0].id if versions else 0)  # fmt: skip
