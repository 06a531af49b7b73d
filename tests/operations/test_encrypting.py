"""Notes of the police and secrets of apps stand in the database encrypted, and are read with the right key alone."""

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.assignment import Note
from models.case import FoundingCase
from models.database import writing
from models.encryption import Keyring, keyring, new_key, read_keyring, write_keys
from models.operations.accounts.credentials import enrol_totp, show_second_step
from models.operations.accounts.second_steps import new_recovery_codes
from models.operations.cases import assigning
from models.operations.keeping import zone_keys
from models.person import Person
from models.queries.cases.assignments import notes_of
from models.queries.keeping.encryption import can_check_codes, closed_to, keys_seen
from models.rules.access import Actor, Role
from models.rules.refusals import KeyUnavailable
from models.settings import settings
from models.zone_key import ZoneKey
from tests.factories import START, Place, acting, make_place, submitted

P, C, D = Role.MANDATED_OFFICER, Role.POLICE_CHIEF, Role.DESK_OFFICER
WORDS = "De aanvrager is bij ons gekend."


@pytest.fixture
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The keys of this test alone."""
    file = tmp_path / "keys" / "encryption"
    write_keys(file, [new_key()])
    monkeypatch.setenv("BINSTART_ENCRYPTION_KEYS_FILE", str(file))
    settings.cache_clear()
    yield file
    settings.cache_clear()


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return submitted(session, place)


def note(session: Session, place: Place, case: FoundingCase, words: str = WORDS, role: Role = P) -> None:
    assigning.write_note(session, case.id, acting(session, place.people[role]), START, text=words)


def read(session: Session, case: FoundingCase) -> list[str | None]:
    return [one.text for one in notes_of(session, case.id, ["police"])]


def everything(session: Session) -> str:
    """All that the tables of notes, keys and people hold, as whoever reads the database sees it."""
    session.flush()
    tables = ("note", "zone_key", "person")
    return str([session.execute(text(f"select * from {table}")).all() for table in tables])  # noqa: S608


def test_a_note_of_the_police_stands_in_the_database_encrypted_and_is_read_by_its_side(
    session: Session, place: Place, case: FoundingCase
) -> None:
    note(session, place, case)

    assert WORDS not in everything(session)
    assert read(session, case) == [WORDS]


def test_a_word_with_which_a_case_is_handed_over_is_a_note_too(
    session: Session, place: Place, case: FoundingCase
) -> None:
    officer = acting(session, place.people[P])
    assigning.take_case(session, case.id, officer, START)
    assigning.hand_over_case(session, case.id, officer, START, colleague_id=place.people[C].id, explanation=WORDS)

    assert WORDS not in everything(session)


def test_a_note_of_the_municipality_stays_readable_text(session: Session, place: Place, case: FoundingCase) -> None:
    note(session, place, case, "Nagebeld.", D)

    assert "Nagebeld." in everything(session)
    assert session.scalar(select(func.count()).select_from(ZoneKey)) == 0


@pytest.mark.parametrize("values", [{"text": WORDS}, {"text": WORDS, "encrypted": None, "zone_key_id": None}])
def test_the_database_takes_no_readable_note_of_the_police(
    session: Session, place: Place, case: FoundingCase, values: dict[str, object]
) -> None:
    note(session, place, case)

    with pytest.raises(IntegrityError):
        session.execute(update(Note).values(**values))


def test_each_zone_has_one_key_of_its_own(session: Session, place: Place, case: FoundingCase) -> None:
    there = make_place(session, "westveld", "WES")
    elsewhere = submitted(session, there)
    for _ in range(2):
        note(session, place, case)
        note(session, there, elsewhere)

    keys = session.scalars(select(ZoneKey).order_by(ZoneKey.id)).all()

    assert [key.zone_id for key in keys] == [place.zone.id, there.zone.id]
    assert len({key.wrapped for key in keys}) == 2


def test_what_is_moved_to_another_case_or_zone_can_not_be_read_there(
    session: Session, place: Place, case: FoundingCase
) -> None:
    note(session, place, case)
    there = make_place(session, "westveld", "WES")
    elsewhere = submitted(session, there)
    session.execute(update(Note).values(case_id=elsewhere.id))
    session.expire_all()

    assert read(session, elsewhere) == [None]  # the zone of that case never wrote it

    session.execute(update(FoundingCase).where(FoundingCase.id == elsewhere.id).values(zone_id=place.zone.id))

    assert read(session, elsewhere) == [None]  # nor does it belong to that case


def test_a_case_that_goes_to_another_zone_does_not_take_the_notes_of_the_former_along(
    session: Session, place: Place, case: FoundingCase
) -> None:
    note(session, place, case)
    there = make_place(session, "westveld", "WES")

    session.execute(update(FoundingCase).where(FoundingCase.id == case.id).values(zone_id=there.zone.id))

    assert read(session, case) == [None]


@pytest.mark.parametrize("content", [None, "", "# only words\n", "geen sleutel\n", "AAAA\n", "é\n"])
def test_without_a_good_key_nothing_is_read_or_written_and_nothing_breaks(
    own_keys: Path, session: Session, place: Place, case: FoundingCase, content: str | None
) -> None:
    note(session, place, case)
    own_keys.unlink() if content is None else own_keys.write_text(content)

    assert read(session, case) == [None]
    with pytest.raises(KeyUnavailable):
        note(session, place, case)
    assert keys_seen(session).problem


def test_with_another_key_nothing_is_read_and_it_is_counted(
    own_keys: Path, session: Session, place: Place, case: FoundingCase
) -> None:
    note(session, place, case)
    lost = own_keys.read_text()
    write_keys(own_keys, [new_key()])

    assert read(session, case) == [None]
    assert (keys_seen(session).problem, keys_seen(session).closed) == ("", 1)
    with pytest.raises(KeyUnavailable):
        note(session, place, case)

    own_keys.write_text(lost)
    assert read(session, case) == [WORDS]


def test_after_a_rotation_the_new_key_alone_reads_everything(
    own_keys: Path, session: Session, place: Place, case: FoundingCase
) -> None:
    note(session, place, case)
    secret = _enrolled(session, place.people[P])
    before = everything(session)
    ring = Keyring((new_key(), *keyring().keys))
    write_keys(own_keys, ring.keys)
    note(session, place, case, "Met de nieuwe sleutel.")

    count = zone_keys.rotate(session, ring, START)
    write_keys(own_keys, ring.keys[:1])
    session.expire_all()

    assert count == 3
    assert read(session, case) == ["Met de nieuwe sleutel.", WORDS]
    assert _shows(session, place.people[P], secret)
    assert not [value for value in before.split("'") if value.startswith("v1.") and value in everything(session)]
    assert keys_seen(session).closed == 0


def test_the_former_key_of_a_zone_goes_with_the_next_rotation(
    own_keys: Path, session: Session, place: Place, case: FoundingCase
) -> None:
    note(session, place, case)
    counts = []
    for _ in range(3):
        zone_keys.rotate(session, keyring(), START)
        counts.append(session.scalar(select(func.count()).select_from(ZoneKey)))

    assert counts == [2, 2, 2]
    assert read(session, case) == [WORDS]


def test_when_the_keys_are_lost_what_comes_is_encrypted_with_a_new_one_and_the_old_opens_if_it_is_found(
    own_keys: Path, session: Session, place: Place, case: FoundingCase
) -> None:
    note(session, place, case)
    lost = read_keyring(own_keys)
    write_keys(own_keys, [new_key()])

    assert zone_keys.begin_anew(session, keyring(), START) == 1
    note(session, place, case, "Van na het verlies.")
    assert read(session, case) == ["Van na het verlies.", None]

    write_keys(own_keys, [*keyring().keys, *lost.keys])
    assert read(session, case) == ["Van na het verlies.", WORDS]


def test_a_rotation_leaves_alone_what_it_can_not_read(
    own_keys: Path, session: Session, place: Place, case: FoundingCase
) -> None:
    note(session, place, case)
    lost = read_keyring(own_keys)
    write_keys(own_keys, [new_key()])
    zone_keys.begin_anew(session, keyring(), START)
    note(session, place, case, "Van na het verlies.")

    assert zone_keys.rotate(session, keyring(), START) == 1

    write_keys(own_keys, [*keyring().keys, *lost.keys])
    assert read(session, case) == ["Van na het verlies.", WORDS]


def _enrolled(session: Session, person: Person) -> str:
    secret = pyotp.random_base32()
    enrol_totp(session, person.id, secret, pyotp.TOTP(secret).at(START), START)
    return secret


def _shows(session: Session, person: Person, secret: str) -> bool:
    at = START + timedelta(minutes=5)
    return show_second_step(session, person.id, pyotp.TOTP(secret).at(at), "192.0.2.7", at)


def test_the_secret_of_an_app_stands_encrypted_and_its_codes_work(session: Session, place: Place) -> None:
    secret = _enrolled(session, place.people[D])

    assert secret not in everything(session)
    assert _shows(session, place.people[D], secret)


def test_the_secret_of_one_person_does_not_work_for_another(session: Session, place: Place) -> None:
    secret = _enrolled(session, place.people[D])
    closed = session.get_one(Person, place.people[D].id).totp_secret
    session.execute(update(Person).where(Person.id == place.people[P].id).values(totp_secret=closed))
    session.expire_all()

    assert not _shows(session, place.people[P], secret)


def test_while_the_key_is_away_an_app_opens_nothing_and_a_recovery_code_does(
    own_keys: Path, session: Session, place: Place
) -> None:
    desk = place.people[D]
    secret = _enrolled(session, desk)
    code = new_recovery_codes(session, desk.id, Actor(desk.id, desk.name), START)[0]
    own_keys.unlink()

    assert not _shows(session, desk, secret)
    assert not can_check_codes(session)
    assert show_second_step(session, desk.id, code, "192.0.2.8", START + timedelta(hours=1))


def test_keys_are_for_their_owner_alone(own_keys: Path, session: Session) -> None:
    assert stat.S_IMODE(own_keys.stat().st_mode) == 0o600
    assert keys_seen(session).is_private

    own_keys.chmod(0o640)

    assert not keys_seen(session).is_private


def test_two_first_notes_at_once_share_one_key(empty_engine: Engine) -> None:
    from threading import Barrier, Thread

    with writing(empty_engine) as session:
        place = make_place(session)
        cases = [submitted(session, place), submitted(session, place)]
        officer = acting(session, place.people[P])
    together = Barrier(2)

    def write(case_id: int) -> None:
        together.wait()
        with writing(empty_engine) as session:
            assigning.write_note(session, case_id, officer, START, text=WORDS)

    threads = [Thread(target=write, args=(case.id,)) for case in cases]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    with Session(empty_engine) as session:
        assert session.scalar(select(func.count()).select_from(ZoneKey)) == 1
        assert [notes_of(session, case.id, ["police"])[0].text for case in cases] == [WORDS, WORDS]
        assert list(closed_to(session, keyring())) == []
