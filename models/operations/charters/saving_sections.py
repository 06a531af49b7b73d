"""Writing the sections of the charter together: saving, merging, bringing a text back, and who looks after which."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.charter import CharterSection, SectionSave, SectionWriting
from models.operations.cases.acting import Taken, proceed, record, take, written
from models.operations.charters.area_of_charter import check_streets
from models.operations.charters.drafting_charter import draft_of
from models.operations.charters.keeping_sections import keep_content, saved_at_revision
from models.queries.charters.charter_history import PAUSE, saves_between_pauses, section_ids
from models.rules.access import Actor
from models.rules.charter_completeness import state_of
from models.rules.charter_content import checked_content, read_content, section_named
from models.rules.charter_merging import merge
from models.rules.charter_sections import SECTIONS, Section
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale

THINNED_AFTER = timedelta(days=1)  # what was kept while somebody typed on; the end of each writing stays


def save_section(session: Session, case_id: int, by: Actor, at: datetime, *, section: str, revision: int,
                 content: Mapping[str, Any], seen: str = "") -> CharterSection:  # fmt: skip
    """Keep what was written in one section. `revision` is the one that the writer started from.

    What somebody else saved meanwhile in other words is merged with it. Raises Stale when both changed the same, or the
    text is frozen: nothing is overwritten. Saves of one person shortly after each other are one entry of the journal.
    """
    taken = take(session, case_id, "edit_charter", by, seen=seen)
    shape = section_named(section)
    row = section_of(session, taken, section)
    sent = checked_content(section, content)
    merged = _with_theirs(session, shape, row, revision, sent)
    if section == "area":
        check_streets(session, taken.case, merged)
    _keep(session, taken, shape, row, merged, sent, by, at)
    forget_typed(session, row.id, by)
    return row


def _with_theirs(session: Session, shape: Section, row: CharterSection, revision: int,
                 mine: dict[str, Any]) -> dict[str, Any]:  # fmt: skip
    if revision == row.revision or mine == row.content:
        return mine
    base = saved_at_revision(session, row, revision)
    merged = merge(shape, base.content, mine, row.content) if base is not None else None
    if merged is None or merged.conflicts:
        raise Stale(
            "section_saved_meanwhile", f"Iemand anders bewaarde ‘{shape.title}’ terwijl u aan het schrijven was."
        )
    return merged.content


def _keep(session: Session, taken: Taken, shape: Section, row: CharterSection, content: dict[str, Any],
          sent: dict[str, Any], by: Actor, at: datetime) -> None:  # fmt: skip
    before = state_of(shape, row.content)
    goes_on = row.saved_by_id == by.person_id and row.saved_at is not None and at - row.saved_at < PAUSE
    if goes_on and content == row.content:
        return
    if not goes_on:
        _thin_out(session, row, at)
    keep_content(session, row, content, by, at, sent)
    session.flush()
    if goes_on and state_of(shape, content) == before:
        return  # nothing that others wait for: the journal told that somebody writes here
    if not goes_on:
        version = draft_of(session, taken).version
        record(session, taken.case, "section:saved", by, at, taken.function, section=shape.title, code=shape.code,
               version=version, revision=row.revision)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def _thin_out(session: Session, row: CharterSection, at: datetime) -> None:
    """Of yesterday and before, only the last text of each writing is kept."""
    kept = {one.id for one in saves_between_pauses(session, [row.id])}
    old = session.scalars(
        select(SectionSave.id).where(SectionSave.section_id == row.id, SectionSave.saved_at < at - THINNED_AFTER)
    ).all()
    passing = [number for number in old if number not in kept]
    if passing:
        session.execute(delete(SectionSave).where(SectionSave.id.in_(passing)))


def restore_section(session: Session, case_id: int, by: Actor, at: datetime, *, section: str, save_id: int,
                    seen: str = "") -> CharterSection:  # fmt: skip
    """Bring back what stood in a section, also in an earlier version of the charter. What stands now stays in the
    history."""
    taken = take(session, case_id, "edit_charter", by, seen=seen)
    row = section_of(session, taken, section)
    earlier = next((one for one in saves_between_pauses(session, section_ids(session, case_id, section))
                    if one.id == save_id), None)  # fmt: skip
    if earlier is None:
        raise Stale("save_gone", "Deze tekst is er niet meer.")
    content, problems = read_content(section, earlier.content)
    for path, sentence in problems.items():
        raise Invalid("wrong_content", sentence, path)
    if section == "area":
        check_streets(session, taken.case, content)
    shape = section_named(section)
    keep_content(session, row, content, by, at)
    record(session, taken.case, "section:restored", by, at, taken.function, section=shape.title, code=section,
           saved_on=earlier.saved_at.date().isoformat(), revision=row.revision)  # fmt: skip
    session.flush()
    proceed(session, taken.case, taken.settings, at)
    return row


def own_section(session: Session, case_id: int, by: Actor, at: datetime, *, section: str, is_own: bool,
                seen: str = "") -> None:  # fmt: skip
    """Look after a section from now on, or no longer: its owner says when it is ready."""
    taken = take(session, case_id, "edit_charter", by, seen=seen)
    row = section_of(session, taken, section)
    if not is_own and row.owner_id != by.person_id:
        raise NotAllowed("not_your_section", "Dit onderdeel is van iemand anders.")
    row.owner_id = by.person_id if is_own else None
    row.ready_at = None
    _tell(session, taken, "section:owned" if is_own else "section:left", section, by, at)


def tell_ready(session: Session, case_id: int, by: Actor, at: datetime, *, section: str, revision: int, is_ready: bool,
               seen: str = "") -> None:  # fmt: skip
    """The owner says that a section is ready, or not any more. A change by anybody takes it away."""
    taken = take(session, case_id, "edit_charter", by, seen=seen)
    row = section_of(session, taken, section)
    if row.owner_id != by.person_id:
        raise NotAllowed("not_your_section", "Alleen wie dit onderdeel op zich nam, zegt of het klaar is.")
    if is_ready and row.revision != revision:
        raise Stale("section_saved_meanwhile", "De tekst is intussen veranderd. Lees ze eerst na.")
    row.ready_at = at if is_ready else None
    _tell(session, taken, "section:ready" if is_ready else "section:unready", section, by, at)


def _tell(session: Session, taken: Taken, event: str, section: str, by: Actor, at: datetime) -> None:
    record(session, taken.case, event, by, at, taken.function, section=section_named(section).title, code=section)
    proceed(session, taken.case, taken.settings, at)


def section_of(session: Session, taken: Taken, code: str) -> CharterSection:
    """A section of the version that is being written. Raises Stale when its text is frozen, GateNotMet when an
    amendment does not open it."""
    shape, charter = section_named(code), draft_of(session, taken)
    if charter.open_sections is not None and code not in charter.open_sections:
        sentence = f"‘{shape.title}’ verandert niet in deze wijziging. De gemeente of de politie kan het ook openen."
        raise GateNotMet("section_closed", sentence)
    return next(one for one in charter.sections if one.code == code)


def open_section(session: Session, case_id: int, by: Actor, at: datetime, *, section: str, reason: str,
                 seen: str = "") -> None:  # fmt: skip
    """Let one more section change in an amendment. Raises Stale when it is open already."""
    taken = take(session, case_id, "open_section", by, seen=seen)
    shape, charter = section_named(section), draft_of(session, taken)
    if charter.open_sections is None or section in charter.open_sections:
        raise Stale("section_open", "Dit onderdeel staat al open.")
    reason = written(reason)
    charter.open_sections = [one.code for one in SECTIONS if one.code in {*charter.open_sections, section}]
    record(session, taken.case, "section:opened", by, at, taken.function, section=shape.title, code=section,
           reason=reason)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def note_writing(session: Session, section_id: int, by: Actor, at: datetime,
                 typed: list[list[str]] | None = None, *, keep_typed: bool = False) -> None:  # fmt: skip
    """Somebody has this section open now. `typed`: what they typed and could not be kept, so that no word is lost."""
    row = _writing(session, section_id, by)
    if row is None:
        row = SectionWriting(section_id=section_id, person_id=by.person_id, seen_at=at)
        session.add(row)
    row.seen_at = at
    if not keep_typed:
        row.typed = typed
    session.flush()


def forget_typed(session: Session, section_id: int, by: Actor) -> None:
    """What somebody typed stands in the section now, or they let it go."""
    row = _writing(session, section_id, by)
    if row is not None:
        row.typed = None


def _writing(session: Session, section_id: int, by: Actor) -> SectionWriting | None:
    return session.scalars(
        select(SectionWriting).where(SectionWriting.section_id == section_id, SectionWriting.person_id == by.person_id)
    ).one_or_none()
