"""What is left of a case whose data was erased: number, course and outcome; and nothing of anybody in it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assignment import Note
from models.authority_journal import AuthorityJournalEntry
from models.case import FoundingCase
from models.case_erasure import CaseErasure
from models.document import Document
from models.file_store import Folder
from models.journal import JournalEntry
from models.operations.accounts.signing_in import Mail
from models.operations.cases.assigning import write_note
from models.operations.keeping.erasing_cases import Stores, erase_case
from models.operations.keeping.erasing_in_time import forget_cases, hold_case, let_case_go, warn_of_erasures
from models.operations.keeping.retaining_people import FORGOTTEN, forget_accounts
from models.outbox import Effect
from models.privacy.declared import DECLARED, personal
from models.privacy.places import emptied, tables
from models.queries.accounts.people import actor_for
from models.queries.cases.assignments import notes_of
from models.queries.keeping.checking_journals import Seen, check_journals
from models.queries.keeping.erasures import Erasable, backups_gone_on, erasable
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import Invalid, NotAllowed
from models.rules.retention import CASE_KEPT
from tests.factories import Place, acting, advance_to, later, make_place, submitted
from tests.filled_rows import fill, key_of, read

ENDED = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
OVER = ENDED + CASE_KEPT  # the last moment of the term
DAY = timedelta(days=1)


@pytest.fixture
def stores(tmp_path: Path) -> Stores:
    """Two empty stores."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "uploads").mkdir()
    return Stores(Folder(tmp_path / "documents"), Folder(tmp_path / "uploads"))


def ended(session: Session, place: Place, stage: Stage = Stage.IDEA) -> FoundingCase:
    case = advance_to(session, place, stage)
    case.ended_at, case.end = ENDED, "withdrawn"
    session.flush()
    return case


def wrote(_authority: object, cases: list[Erasable], which: int) -> Mail:
    return Mail(f"waarschuwing {which}", ", ".join(one.case.number for one in cases))


def warned_twice(session: Session) -> None:
    assert warn_of_erasures(session, OVER - 89 * DAY, wrote) == 1
    assert warn_of_erasures(session, OVER - 29 * DAY, wrote) == 1


OF_CASE = sorted(
    {name for name, _column, one in personal() if one.term == "case"} - {"founding_case", "founding_request"}
)

GIVEN: dict[str, dict[str, object]] = {  # what can't be anything
    "journal_entry": {"sequence": 99, "event": "request:refused", "data": {"body": "", "reason": "Jan"}},
    "note": {"side": "municipality", "encrypted": None},  # of the police: below
}


@pytest.mark.parametrize("name", OF_CASE)
def test_of_every_table_that_hangs_under_a_case_nothing_personal_is_left(
    session: Session, place: Place, stores: Stores, name: str
) -> None:
    case = ended(session, place)
    other = submitted(session, place)
    rows = {}
    for one in (case, other):
        within = {"founding_case": one.id, "person": place.resident.id, "street": place.streets[0].id,
                  "dwelling": place.streets[0].dwellings[0].id, "authority": place.municipality.id,
                  "area": case.area_id}  # fmt: skip
        rows[one.id] = fill(session, name, ENDED, within, **GIVEN.get(name, {}))
    session.expire_all()

    erase_case(session, case.id, stores, OVER)

    columns = [
        column for table, column, one in personal() if (table, one.term) == (name, "case") and one.kind != "linked"
    ]
    left = read(session, name, key_of(name, rows[case.id]))
    assert not left or not DECLARED[name].goes
    if name == "journal_entry":
        assert left["data"]["reason"] == "(gewist)"
    else:
        assert [one for one in columns if left and left[one] != emptied(tables()[name].c[one])] == []
    assert read(session, name, key_of(name, rows[other.id])) == rows[other.id]


def test_a_note_of_the_police_goes_with_its_case(session: Session, place: Place, stores: Stores) -> None:
    case, other = submitted(session, place), submitted(session, place)
    for one in (case, other):
        officer = acting(session, place.people[Role.MANDATED_OFFICER], later(one))
        write_note(session, one.id, officer, later(one), text="Gebeld met de bewoner.")
    case.ended_at, case.end = ENDED, "withdrawn"

    erase_case(session, case.id, stores, OVER)

    assert notes_of(session, case.id, ["police"]) == ()
    assert [one.text for one in notes_of(session, other.id, ["police"])] == ["Gebeld met de bewoner."]
    assert session.scalars(select(Note.encrypted).where(Note.case_id == case.id)).all() == [None]


def test_of_a_whole_founding_number_course_and_chain_stay_and_no_name(
    session: Session, place: Place, stores: Stores
) -> None:
    case = ended(session, place, Stage.LAUNCH)
    number, length = case.number, case.journal_length
    other = submitted(session, make_place(session, "westerbeke", "WES"))

    erase_case(session, case.id, stores, OVER)

    kept = session.get_one(FoundingCase, case.id)
    assert (kept.number, kept.stage, kept.end, kept.initiator_id) == (number, "launch", "withdrawn", None)
    assert kept.journal_length > length  # the journal tells what was erased
    assert list(check_journals(session, None, seen := Seen())) == []
    assert seen.erased > 0
    told = [str(one) for one in session.scalars(select(JournalEntry.data).where(JournalEntry.case_id == case.id))]
    assert not any("Roos" in one for one in told)
    for name, table in tables().items():
        if name not in ("person", "authority", "street") and "case_id" in table.c:
            found = session.execute(select(table).where(table.c.case_id == case.id)).all()
            assert not any("Roos Bewoner Oosterbeke" in str(row) for row in found), name
    assert other.initiator_id is not None


def test_files_of_the_case_go_and_those_that_another_case_has_too_stay(
    session: Session, place: Place, stores: Stores
) -> None:
    case, other = ended(session, place), submitted(session, place)
    mine, shared = (stores.documents.keep(content) for content in (b"%PDF mine", b"%PDF shared"))
    for one, sha256, version in ((case, mine, "7"), (case, shared, "8"), (other, shared, "8")):
        session.add(Document(case_id=one.id, kind="receipt", version=version, title="Bewijs",
                             media_type="application/pdf", filename="a.pdf", sha256=sha256, size=1,
                             produced_at=ENDED))  # fmt: skip
    session.flush()

    row = erase_case(session, case.id, stores, OVER)

    assert row.files == 1
    assert stores.documents.find(mine) is None
    assert stores.documents.find(shared) is not None


def test_a_case_is_erased_after_two_warnings_and_its_term(session: Session, place: Place, stores: Stores) -> None:
    case = ended(session, place)
    assert warn_of_erasures(session, OVER - 92 * DAY, wrote) == 0
    assert warn_of_erasures(session, OVER - 89 * DAY, wrote) == 1
    assert warn_of_erasures(session, OVER - 88 * DAY, wrote) == 0  # once
    assert warn_of_erasures(session, OVER - 29 * DAY, wrote) == 1
    assert warn_of_erasures(session, OVER - 28 * DAY, wrote) == 0
    assert forget_cases(session, stores, OVER - DAY) == 0

    assert forget_cases(session, stores, OVER + 2 * DAY) == 1

    assert session.scalars(select(CaseErasure)).one().erased_at == OVER + 2 * DAY
    assert forget_cases(session, stores, OVER + 3 * DAY) == 0
    mails = session.scalars(select(Effect.payload).where(Effect.key.like("erasure:%"))).all()
    assert sorted((one["to"], one["subject"]) for one in mails) == sorted(
        (place.people[role].email, f"waarschuwing {which}")
        for role in (Role.ADMINISTRATOR, Role.DESK_OFFICER) for which in (1, 2)
    )  # fmt: skip
    entry = session.scalars(select(AuthorityJournalEntry).order_by(AuthorityJournalEntry.id.desc())).first()
    assert entry is not None
    assert (entry.event, entry.data["number"]) == ("case:erased", case.number)


def test_a_case_whose_term_was_over_long_ago_is_warned_of_first(session: Session, place: Place, stores: Stores) -> None:
    ended(session, place)
    late = OVER + 400 * DAY

    assert forget_cases(session, stores, late) == 0
    assert warn_of_erasures(session, late, wrote) == 1
    assert warn_of_erasures(session, late + 59 * DAY, wrote) == 0
    assert warn_of_erasures(session, late + 60 * DAY, wrote) == 1
    assert forget_cases(session, stores, late + 89 * DAY) == 0
    assert forget_cases(session, stores, late + 90 * DAY) == 1


def test_a_case_that_went_on_and_ended_anew_is_warned_of_anew(session: Session, place: Place, stores: Stores) -> None:
    case = ended(session, place)
    warned_twice(session)
    case.ended_at = OVER - 10 * DAY
    session.flush()
    anew = OVER - 10 * DAY + CASE_KEPT

    assert forget_cases(session, stores, anew + 5 * DAY) == 0
    assert warn_of_erasures(session, anew - 80 * DAY, wrote) == 1
    assert warn_of_erasures(session, anew - 20 * DAY, wrote) == 1
    assert forget_cases(session, stores, anew + 20 * DAY) == 1


def test_a_held_case_stays_until_its_day_and_is_warned_of_anew(session: Session, place: Place, stores: Stores) -> None:
    case = ended(session, place)
    warned_twice(session)
    administrator = acting(session, place.people[Role.ADMINISTRATOR], OVER)
    until = (OVER + 200 * DAY).date()

    hold_case(session, administrator, place.municipality.id, case.id, until, "Beroep bij de Raad van State", OVER)

    assert forget_cases(session, stores, OVER + 5 * DAY) == 0
    assert warn_of_erasures(session, OVER + 5 * DAY, wrote) == 0
    assert erasable(session, (OVER + DAY).date())[0].is_held
    assert warn_of_erasures(session, OVER + 120 * DAY, wrote) == 1
    assert warn_of_erasures(session, OVER + 181 * DAY, wrote) == 1
    assert forget_cases(session, stores, OVER + 200 * DAY) == 0
    assert forget_cases(session, stores, OVER + 212 * DAY) == 1
    assert session.scalars(select(CaseErasure.hold_reason)).one() == ""


def test_a_hold_is_let_go_and_the_case_goes_as_any_other(session: Session, place: Place, stores: Stores) -> None:
    case = ended(session, place)
    administrator = acting(session, place.people[Role.ADMINISTRATOR], OVER)
    hold_case(session, administrator, place.municipality.id, case.id, (OVER + 900 * DAY).date(), "Archief", OVER)

    let_case_go(session, administrator, place.municipality.id, case.id, OVER)

    assert warn_of_erasures(session, OVER, wrote) == 1
    with pytest.raises(Invalid, match="niet langer"):
        let_case_go(session, administrator, place.municipality.id, case.id, OVER)


@pytest.mark.parametrize(("until", "reason"), [
    ((OVER - DAY).date(), "Beroep"), ((OVER + 3000 * DAY).date(), "Beroep"), ((OVER + 9 * DAY).date(), " "),
])  # fmt: skip
def test_a_hold_needs_a_coming_day_within_five_years_and_a_reason(
    session: Session, place: Place, until: date, reason: str
) -> None:
    case = ended(session, place)
    administrator = acting(session, place.people[Role.ADMINISTRATOR], OVER)

    with pytest.raises(Invalid):
        hold_case(session, administrator, place.municipality.id, case.id, until, reason, OVER)


def test_nobody_holds_a_case_that_runs_or_of_another_municipality(session: Session, place: Place) -> None:
    running, elsewhere = submitted(session, place), make_place(session, "westerbeke", "WES")
    foreign = ended(session, elsewhere)
    administrator = acting(session, place.people[Role.ADMINISTRATOR], OVER)
    until = (OVER + 9 * DAY).date()

    for case in (running, foreign):
        with pytest.raises(Invalid, match="geen beëindigd dossier"):
            hold_case(session, administrator, place.municipality.id, case.id, until, "Beroep", OVER)
    with pytest.raises((Invalid, NotAllowed)):
        hold_case(session, acting(session, place.people[Role.DESK_OFFICER], OVER), place.municipality.id, running.id,
                  until, "Beroep", OVER)  # fmt: skip


def test_who_asked_is_forgotten_once_nothing_needs_them_any_more(
    session: Session, place: Place, stores: Stores
) -> None:
    case = ended(session, place)
    resident = place.resident
    assert forget_accounts(session, OVER + 800 * DAY) >= 0
    session.refresh(resident)
    assert resident.name != FORGOTTEN  # their case is kept

    erase_case(session, case.id, stores, OVER)
    forget_accounts(session, OVER + 800 * DAY)

    session.refresh(resident)
    assert (resident.name, resident.email, resident.dwelling_id, resident.is_active) == (FORGOTTEN, None, None, False)
    assert actor_for(session, resident.id, later(case).date()) is None


def test_staff_who_hold_a_function_are_never_forgotten(session: Session, place: Place) -> None:
    forget_accounts(session, OVER + 9000 * DAY)

    for person in place.people.values():
        session.refresh(person)
        assert person.name != FORGOTTEN


@pytest.mark.parametrize(
    ("kept", "is_daily", "day"), [(14, True, date(2031, 6, 14)), (0, True, None), (14, False, None)]
)
def test_backups_that_still_hold_it_are_gone_when_as_many_newer_ones_were_made(
    kept: int, is_daily: bool, day: date | None
) -> None:
    assert backups_gone_on(datetime(2031, 5, 30, 3, 0, tzinfo=UTC), kept, is_daily) == day
