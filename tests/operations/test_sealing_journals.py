"""The daily seal: one a day over the journals of all cases and authorities, and what it finds when one is rewritten."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, Engine, delete, select, update
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.journal import JournalEntry
from models.journal_seal import JournalSeal, SealedHead
from models.operations.authorities.closing_days import add_closing_day
from models.operations.cases.writing_case import write_case
from models.operations.keeping.erasing_words import erase_words
from models.operations.keeping.sealing_journals import keep_seals_outside, seal_journals
from models.queries.cases.export import first_broken_entry, journal_export
from models.queries.keeping.checking_journals import Seen, check_journals
from models.rules.access import Role
from models.rules.journal_chain import case_body, chained, root_of, seal_body
from models.rules.journal_events import plain_sentence
from models.rules.procedure import Stage
from models.rules.refusals import Invalid
from tests.factories import START, Place, acting, advance_to, later, make_place, submitted

MONDAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 0, 10, tzinfo=UTC)


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """A case in consultation, beside one that was just asked for; the municipality has a journal too."""
    submitted(session, place)
    administrator = acting(session, place.people[Role.ADMINISTRATOR])
    add_closing_day(session, administrator, place.municipality.id, START, name="Brugdag", first_on=date(2026, 7, 20))
    found = advance_to(session, place, Stage.CONSULTATION)
    write_case(session)
    return found


def _faults(session: Session, outside: list[str] | None = None) -> list[str]:
    session.flush()
    return [f"{one.where}: {one.words}" for one in check_journals(session, outside, Seen())]


def test_a_seal_covers_every_journal_and_all_is_as_it_was_written(session: Session, case: FoundingCase) -> None:
    seal = seal_journals(session, MONDAY, NOW)

    assert seal is not None
    assert (seal.number, seal.day, seal.chains) == (1, MONDAY, 3)
    assert seal.entries == len(session.scalars(select(JournalEntry.id)).all()) + 1
    seen = Seen()
    assert list(check_journals(session, None, seen)) == []
    assert (seen.chains, seen.entries, seen.seals, seen.after_last_seal) == (3, seal.entries, 1, 0)


def test_a_day_has_one_seal(session: Session, case: FoundingCase) -> None:
    assert seal_journals(session, MONDAY, NOW) is not None

    assert seal_journals(session, MONDAY, NOW + timedelta(hours=8)) is None
    assert session.scalars(select(JournalSeal.number)).all() == [1]


def test_the_next_seal_lists_what_moved_and_stands_on_the_one_before(
    session: Session, place: Place, case: FoundingCase
) -> None:
    first = seal_journals(session, MONDAY, NOW)
    later = submitted(session, place)
    write_case(session)

    second = seal_journals(session, MONDAY + timedelta(days=1), NOW + timedelta(days=1))

    assert first is not None
    assert second is not None
    assert session.scalars(select(SealedHead.chain).where(SealedHead.seal_number == 2)).all() == [
        f"case {later.number}"
    ]
    assert (second.chains, second.entries) == (first.chains + 1, first.entries + later.journal_length)
    assert _faults(session) == []


def test_a_day_on_which_nothing_happened_has_its_seal_too(session: Session, case: FoundingCase) -> None:
    seal_journals(session, MONDAY, NOW)

    seal = seal_journals(session, MONDAY + timedelta(days=1), NOW + timedelta(days=1))

    assert seal is not None
    assert seal.root == root_of([])
    assert _faults(session) == []


def test_two_workers_at_once_make_one_seal(empty_engine: Engine) -> None:
    with writing(empty_engine) as session:
        submitted(session, make_place(session))
    made: list[JournalSeal | None] = []

    def other() -> None:
        with writing(empty_engine) as session:
            made.append(seal_journals(session, MONDAY, NOW))

    with writing(empty_engine) as session:
        made.append(seal_journals(session, MONDAY, NOW))
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.3)  # it stands at the lock now, or will: either way it must find the seal
    thread.join()

    assert [one is None for one in made] == [False, True]
    with Session(empty_engine) as session:
        assert session.scalars(select(JournalSeal.number)).all() == [1]


def test_who_changes_an_entry_is_found_at_that_entry(session: Session, case: FoundingCase) -> None:
    session.execute(update(JournalEntry).where(_is_entry(case, 2)).values(function="mayor"))

    assert _faults(session) == [f"case {case.number}: entry 2 was changed, or what stood before it was"]


def test_who_changes_an_entry_and_its_sum_is_found_at_the_next(session: Session, case: FoundingCase) -> None:
    _rewrite(session, case, 2, to_the_end=False)

    assert _faults(session) == [f"case {case.number}: entry 3 was changed, or what stood before it was"]


def test_who_rewrites_all_that_follows_is_found_by_the_seal(session: Session, case: FoundingCase) -> None:
    seal_journals(session, MONDAY, NOW)

    _rewrite(session, case, 2, to_the_end=True)

    last = case.journal_length
    assert _faults(session) == [
        f"case {case.number}: entry {last} or one before it was rewritten since it was sealed on {MONDAY}"
    ]


def test_who_rewrites_the_seals_too_is_found_by_the_file_outside(
    session: Session, case: FoundingCase, tmp_path: Path
) -> None:
    seal_journals(session, MONDAY, NOW)
    keep_seals_outside(session, tmp_path / "seals")
    outside = (tmp_path / "seals").read_text().splitlines()
    assert _faults(session, outside) == []

    _rewrite(session, case, 2, to_the_end=True)
    _seal_anew(session)

    assert _faults(session) == []
    found = _faults(session, outside)
    assert found[0] == f"seals file, ‘{outside[0]}’: the database holds no such seal: it was rewritten, or put back"
    assert len(found) == 2


def test_an_entry_that_was_taken_out_is_missed(session: Session, case: FoundingCase) -> None:
    session.execute(delete(JournalEntry).where(_is_entry(case, 3)))

    assert _faults(session) == [f"case {case.number}: entry 3 is missing"]


def test_entries_that_were_taken_from_the_end_are_missed(session: Session, case: FoundingCase) -> None:
    last = case.journal_length
    session.execute(delete(JournalEntry).where(_is_entry(case, last)))

    assert _faults(session) == [f"case {case.number}: entry {last} at the end is missing"]


def test_entries_taken_from_the_end_with_the_head_set_back_are_missed_by_the_seal(
    session: Session, case: FoundingCase
) -> None:
    seal_journals(session, MONDAY, NOW)
    last = case.journal_length
    before = session.scalar(select(JournalEntry.hash).where(_is_entry(case, last - 1)))
    session.execute(delete(JournalEntry).where(_is_entry(case, last)))
    session.execute(
        update(FoundingCase).where(FoundingCase.id == case.id).values(journal_length=last - 1, journal_hash=before)
    )

    assert _faults(session) == [
        f"case {case.number}: entry {last} is missing: it was there on {MONDAY}, when it was sealed"
    ]


def test_an_entry_that_was_added_behind_the_end_is_found(session: Session, case: FoundingCase) -> None:
    _add(session, case, case.journal_length + 1, chained(case.journal_hash, ["anything"]))

    assert f"case {case.number}: entry {case.journal_length + 1} was added behind the end" in _faults(session)


def test_a_journal_that_lost_its_case_is_found_by_the_seal(session: Session, case: FoundingCase) -> None:
    seal_journals(session, MONDAY, NOW)
    session.execute(update(SealedHead).where(SealedHead.owner_id == case.id).values(owner_id=999_999))

    assert any("is gone: it was sealed" in one for one in _faults(session))


def test_a_seal_that_was_taken_out_or_changed_is_found(session: Session, case: FoundingCase) -> None:
    for days in range(3):
        seal_journals(session, MONDAY + timedelta(days=days), NOW + timedelta(days=days))
    session.execute(delete(JournalSeal).where(JournalSeal.number == 2))
    session.execute(update(JournalSeal).where(JournalSeal.number == 1).values(entries=1))

    assert _faults(session) == [
        f"seal 1 of {MONDAY}: was changed, or the seal before it was",
        "seal 2: is missing",
    ]


def test_a_head_that_was_changed_beside_its_seal_is_found(session: Session, case: FoundingCase) -> None:
    seal_journals(session, MONDAY, NOW)
    session.execute(
        update(SealedHead).where(SealedHead.owner_id == case.id, SealedHead.kind == "case").values(hash="0")
    )

    assert f"seal 1 of {MONDAY}: the heads that it sealed are not those that stand with it now" in _faults(session)


def test_the_journal_of_an_authority_is_held_as_well(session: Session, place: Place, case: FoundingCase) -> None:
    from models.authority_journal import AuthorityJournalEntry

    session.execute(update(AuthorityJournalEntry).values(event="texts:changed"))

    assert _faults(session) == [
        f"authority {place.municipality.slug}: entry 1 was changed, or what stood before it was"
    ]


def _with_words(session: Session, place: Place) -> tuple[FoundingCase, int]:
    """A case and the number of an entry in which somebody typed a reason."""
    case = advance_to(session, place, Stage.INFO_EVENING)
    write_case(session)
    return case, next(one.sequence for one in _entries(session, case, 1) if "reason" in one.data)


def test_words_that_the_law_takes_out_break_no_chain_and_no_seal(session: Session, place: Place) -> None:
    case, sequence = _with_words(session, place)
    seal_journals(session, MONDAY, NOW)

    erase_words(session, case.id, sequence, "reason", later(case), "vraag om te wissen")

    seen = Seen()
    assert list(check_journals(session, None, seen)) == []
    assert seen.erased == 1
    entry = next(_entries(session, case, sequence))
    assert entry.data["reason"] == "(gewist)"
    last = next(_entries(session, case, case.journal_length))
    assert plain_sentence(last.event, last.data) == (
        f"Uit regel {sequence} van dit logboek zijn woorden gewist: vraag om te wissen"
    )
    assert first_broken_entry(json.loads(json.dumps(journal_export(session, case)))) is None


def test_an_entry_of_which_words_were_erased_can_not_be_changed_any_further(session: Session, place: Place) -> None:
    case, sequence = _with_words(session, place)
    erase_words(session, case.id, sequence, "reason", later(case), "vraag om te wissen")

    next(_entries(session, case, sequence)).function = "adviser"

    assert _faults(session) == [f"case {case.number}: entry {sequence} was changed, or what stood before it was"]
    assert first_broken_entry(json.loads(json.dumps(journal_export(session, case)))) == sequence


@pytest.mark.parametrize(("sequence", "name"), [(999, "reason"), (1, "reason")])
def test_nothing_is_erased_where_there_are_no_such_words(
    session: Session, case: FoundingCase, sequence: int, name: str
) -> None:
    length = case.journal_length

    with pytest.raises(Invalid):
        erase_words(session, case.id, sequence, name, later(case), "vraag om te wissen")

    assert case.journal_length == length


def test_the_file_outside_gets_each_seal_once_and_goes_on_behind_a_line_that_was_cut_off(
    session: Session, case: FoundingCase, tmp_path: Path
) -> None:
    file = tmp_path / "seals"
    file.write_text("1 2026-")
    seal_journals(session, MONDAY, NOW)

    added = [keep_seals_outside(session, file) for _ in range(2)]

    seal = session.get_one(JournalSeal, 1)
    assert added == [1, 0]
    assert file.read_text() == f"1 2026-\n1 2026-03-09 {seal.hash}\n"
    assert [one.split(":")[0] for one in _faults(session, file.read_text().splitlines())] == ["seals file, ‘1 2026-’"]


def _is_entry(case: FoundingCase, sequence: int) -> ColumnElement[bool]:
    return (JournalEntry.case_id == case.id) & (JournalEntry.sequence == sequence)


def _entries(session: Session, case: FoundingCase, first: int) -> Iterator[JournalEntry]:
    found = select(JournalEntry).where(JournalEntry.case_id == case.id, JournalEntry.sequence >= first)
    yield from session.scalars(found.order_by(JournalEntry.sequence)).all()


def _rewrite(session: Session, case: FoundingCase, first: int, *, to_the_end: bool) -> None:
    """What somebody with the password of the database does: another function in the entry, and its sum made anew."""
    before = session.scalar(select(JournalEntry.hash).where(_is_entry(case, first - 1)))
    for entry in _entries(session, case, first):
        entry.function = "mayor" if entry.sequence == first else entry.function
        entry.hash = before = chained(
            before or "",
            case_body(case.number, entry.sequence, entry.at, entry.event, entry.stage, entry.round, entry.by_id,
                      entry.function, entry.data),
        )  # fmt: skip
        if not to_the_end:
            break
    if to_the_end:
        case.journal_hash = before or ""
    session.flush()


def _seal_anew(session: Session) -> None:
    """The same for the seal: its heads and sums made to fit."""
    for head in session.scalars(select(SealedHead).where(SealedHead.kind == "case")):
        head.hash = session.get_one(FoundingCase, head.owner_id).journal_hash
    seal = session.get_one(JournalSeal, 1)
    seal.root = root_of([(one.chain, one.sequence, one.hash) for one in session.scalars(select(SealedHead))])
    seal.hash = chained("", seal_body(1, seal.day, seal.sealed_at, seal.chains, seal.entries, seal.root))
    session.flush()


def _add(session: Session, case: FoundingCase, sequence: int, hash_: str) -> None:
    session.add(JournalEntry(case_id=case.id, sequence=sequence, at=START, event="case:noted", stage=case.stage,
                             round=1, by_id=None, function="system", data={}, hash=hash_))  # fmt: skip
