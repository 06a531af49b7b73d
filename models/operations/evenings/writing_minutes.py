"""The minutes of an info evening: drafted from what was noted, edited, and approved by the chair and the police."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.database import Base
from models.info_evening import InfoEvening
from models.minutes import MinutesApproval, MinutesVersion
from models.operations.cases.acting import Taken, proceed, record, take, written
from models.queries.cases.private_names import private_names
from models.queries.evenings.minutes import (
    approvals_of,
    evening_to_approve,
    evening_to_write,
    held_evenings,
    last_version,
    noted_sections,
)
from models.rules.access import Actor
from models.rules.minutes import FIGURES, FINAL, INTRODUCTION, PARTIES, REMARKS, follow_what_was_noted
from models.rules.names import first_named
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale

_WRITE_VERSION = insert(Base.metadata.tables[MinutesVersion.__tablename__])

CHANGED = "Het verslag is intussen aangepast. Lees eerst versie {version}."


def require_no_names(session: Session, case_id: int, texts: Mapping[str, str]) -> None:
    """Everybody can read the minutes once they are approved: no private person is named in what is printed."""
    names = private_names(session, case_id)
    for field, text in texts.items():
        if name := first_named(text, names):
            sentence = f"Hier staat de naam van een bewoner ({name}). Het verslag wordt publiek: schrijf ‘een bewoner’."
            raise Invalid("private_name", sentence, field)


def draft_minutes(session: Session, taken: Taken, evening: InfoEvening, before: Mapping[str, str], by: Actor,
                  at: datetime) -> None:  # fmt: skip
    """Write what was noted into the minutes. `before`: what was noted the time before, empty the first time; what
    somebody wrote meanwhile stays where it was noted the same."""
    present = last_version(session, evening.id) if before else None
    sections = follow_what_was_noted(present.sections if present else {}, before, noted_sections(session, evening))
    if present is None or sections != present.sections:
        _write_version(session, taken, evening, present, sections, by, at)


def edit_minutes(session: Session, case_id: int, by: Actor, at: datetime, *, items: Mapping[str, str],
                 introduction: str | None = None, remarks: str | None = None, version: int | None = None,
                 evening_id: int | None = None, seen: str = "") -> None:  # fmt: skip
    """Write the next version: per agenda item its text, and what stands before and after them (None: as it was).

    `version`: the one that the writer started from (None: not checked); `evening_id`: which one of several. Raises
    Stale (somebody else wrote a version meanwhile, or the minutes are final) and Invalid.
    """
    taken = take(session, case_id, "edit_minutes", by, seen=seen)
    evening = _held(session, case_id, evening_id, evening_to_write(session, case_id))
    present = _present(session, evening, version)
    sections = _edited(present.sections, items, {INTRODUCTION: introduction, REMARKS: remarks})
    require_no_names(session, case_id, {part: text for part, text in sections.items() if part != FIGURES})
    if sections == present.sections:
        raise Invalid("nothing_changed", "U hebt nog niets veranderd.")
    _write_version(session, taken, evening, present, sections, by, at)
    proceed(session, taken.case, taken.settings, at)


def _edited(present: Mapping[str, str], items: Mapping[str, str], around: Mapping[str, str | None]) -> dict[str, str]:
    sections = dict(present)
    for part, text in items.items():
        if part not in present or part in (FIGURES, *around):
            raise Invalid("unknown_item", "Dit agendapunt staat niet in het verslag.", part)
        sections[part] = _typed(text, part, 2)
    for part, said in around.items():
        if said is not None and (said.strip() or part in present):
            sections[part] = _typed(said, part, 0)
    return sections


def _typed(text: str, part: str, shortest: int) -> str:
    """A text as it is kept. A browser sends line ends of its own: they are no change."""
    return written((text or "").replace("\r\n", "\n"), part, shortest=shortest)


def _write_version(session: Session, taken: Taken, evening: InfoEvening, before: MinutesVersion | None,
                   sections: Mapping[str, str], by: Actor, at: datetime) -> None:  # fmt: skip
    """Keep one version. Who approved the one before hears that it no longer holds."""
    number = before.version + 1 if before else 1
    written_now = {"evening_id": evening.id, "version": number, "sections": dict(sections),
                   "written_by_id": by.person_id, "function": taken.function, "written_at": at}  # fmt: skip
    session.connection().execute(_WRITE_VERSION, written_now)
    if before is None:
        return
    record(session, taken.case, "minutes:written", by, at, taken.function, version=number, evening_id=evening.id)
    for party, approval in approvals_of(session, before.id).items():
        told = [approval.given_by_id] if approval.given_by_id != by.person_id else []
        record(session, taken.case, "minutes_approval:voided", by, at, taken.function, version=before.version,
               now=number, party=party, party_named=PARTIES[party], evening_id=evening.id,
               colleague_ids=told)  # fmt: skip


def approve_minutes_as_chair(session: Session, case_id: int, by: Actor, at: datetime, *, version: int | None = None,
                             evening_id: int | None = None, seen: str = "") -> None:  # fmt: skip
    """The chair of the evening, or who acts for the municipality that held it, approves the last version."""
    _approve(session, case_id, "chair", by, at, version, evening_id, seen)


def approve_minutes_as_police(session: Session, case_id: int, by: Actor, at: datetime, *, version: int | None = None,
                              evening_id: int | None = None, seen: str = "") -> None:  # fmt: skip
    """The police approve the last version."""
    _approve(session, case_id, "police", by, at, version, evening_id, seen)


def _approve(session: Session, case_id: int, party: str, by: Actor, at: datetime, version: int | None,
             evening_id: int | None, seen: str) -> None:  # fmt: skip
    """One of the two approvals; with the second one the minutes are final. Two people other than who noted the results
    approve the same version (bad story: one person notes, approves and publishes what a meeting would have decided)."""
    taken = take(session, case_id, f"approve_minutes_as_{party}", by, seen=seen)
    evening = _held(session, case_id, evening_id, evening_to_approve(session, case_id, party))
    present = _present(session, evening, version)
    given = approvals_of(session, present.id)
    _require_other_eyes(evening, party, given, by)
    if first_named("\n".join(present.sections.values()), private_names(session, case_id)):
        raise GateNotMet("private_name", "In het verslag staat de naam van een bewoner. Pas het verslag eerst aan.")
    session.add(MinutesApproval(version_id=present.id, party=party, given_by_id=by.person_id,
                                function=taken.function, given_at=at))  # fmt: skip
    session.flush()
    record(session, taken.case, "minutes_approval:given", by, at, taken.function, version=present.version,
           party=party, party_named=PARTIES[party], evening_id=evening.id)  # fmt: skip
    if {*given, party} == PARTIES.keys():
        evening.minutes_approved_at, evening.minutes_approved_by_id = at, by.person_id
        record(session, taken.case, "minutes:approved", by, at, taken.function, evening_id=evening.id,
               version=present.version)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def _require_other_eyes(evening: InfoEvening, party: str, given: Mapping[str, MinutesApproval], by: Actor) -> None:
    if by.person_id is None:
        raise NotAllowed("no_person", "Dit kan alleen een persoon doen.")
    if evening.recorded_by_id == by.person_id:
        raise NotAllowed("own_minutes", "Iemand anders dan wie het verslag noteerde, keurt het goed.")
    if party in given:
        raise Stale("minutes_approved", f"Deze versie is al goedgekeurd namens {PARTIES[party]}.")
    if any(one.given_by_id == by.person_id for one in given.values()):
        raise NotAllowed("both_parties", "U keurde het verslag al goed voor de andere partij. Iemand anders doet dit.")


def _held(session: Session, case_id: int, evening_id: int | None, meant: InfoEvening | None) -> InfoEvening:
    """The evening whose minutes are written or approved, while they are not final."""
    if evening_id is not None:
        meant = next((one for one in held_evenings(session, case_id) if one.id == evening_id), None)
    if meant is None:
        raise GateNotMet("no_evening", "Er is nog geen infoavond waarvan de resultaten genoteerd zijn.")
    if meant.minutes_approved_at is not None:
        raise Stale("minutes_approved", FINAL)
    return meant


def _present(session: Session, evening: InfoEvening, version: int | None) -> MinutesVersion:
    """The last version. Raises Stale when it is not the one that somebody read (None: not checked)."""
    present = last_version(session, evening.id)
    if present is None:
        raise GateNotMet("no_minutes", "Er is nog geen verslag: noteer eerst de resultaten van de infoavond.")
    if version is not None and version != present.version:
        raise Stale("minutes_changed", CHANGED.format(version=present.version))
    return present
