"""A backup holds notes of the police as the database does, encrypted, and no key that opens them."""

import shutil
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from binstart.backup.keys import private_keys
from binstart.backup.making import make_backup
from binstart.backup.restoring import restore
from binstart.migrating import address_of
from models.case import FoundingCase
from models.database import connect, writing
from models.encryption import keys_of, new_key, read_keyring, write_keys
from models.operations.cases import assigning
from models.queries.cases.assignments import notes_of
from models.rules.access import Role
from models.settings import Settings
from tests.engine.backup_steps import House, files
from tests.factories import START, acting

WORDS = "De aanvrager is bij ons gekend."


@pytest.fixture
def kept(house: House) -> Settings:
    """The settings of an installation that has keys of its own, and a note of the police in its first case."""
    own = house.settings.model_copy(update={"encryption_keys_file": ""})
    write_keys(own.keys_file, [new_key()])
    with keys_of(own), writing(house.engine) as session:
        case_id = session.scalars(select(FoundingCase.id)).one()
        officer = acting(session, house.place.people[Role.MANDATED_OFFICER])
        assigning.write_note(session, case_id, officer, START, text=WORDS)
    return own


def _read(chosen: Settings) -> list[str | None]:
    engine = connect(chosen.effective_database_url)
    with keys_of(chosen), Session(engine) as session:
        notes = [note.text for note in notes_of(session, session.scalars(select(FoundingCase.id)).one(), ["police"])]
    engine.dispose()
    return notes


@pytest.fixture
def restored(house: House, kept: Settings, empty: Settings) -> Callable[[Settings], list[str]]:
    """Make a backup and restore it with these settings; what the command says."""

    def bring_back(place: Settings) -> list[str]:
        file = make_backup(house.engine, kept, house.backups).file
        return restore(file, private_keys(house.key), place, address_of(place))

    return bring_back


def test_the_key_is_not_in_it_and_the_restore_says_which_one_is_needed(
    kept: Settings, empty: Settings, restored: Callable[[Settings], list[str]]
) -> None:
    place = empty.model_copy(update={"encryption_keys_file": ""})

    lines = restored(place)

    mark = read_keyring(kept.keys_file).marks[0]
    assert [line for line in lines if f"need key {mark}, which is in no backup" in line]
    assert not place.keys_file.exists()
    assert not [name for name, content in files(place.data_dir).items() if WORDS.encode() in content]
    assert _read(place) == [None]
    shutil.copyfile(kept.keys_file, place.keys_file)
    assert _read(place) == [WORDS]


def test_where_the_key_is_there_already_nothing_is_asked(
    kept: Settings, empty: Settings, restored: Callable[[Settings], list[str]]
) -> None:
    place = empty.model_copy(update={"encryption_keys_file": str(kept.keys_file)})

    lines = restored(place)

    assert not [line for line in lines if "need key" in line]
    assert _read(place) == [WORDS]
