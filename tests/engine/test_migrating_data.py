"""`binstart migrate-data`: an embedded installation moves to PostgreSQL, all rows or none."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, select, text, update
from sqlalchemy.orm import Session

from binstart.migrating import address_of
from binstart.migrating_data import Rows, migrate_data
from binstart.preparing import CannotStart
from models.case import FoundingCase
from models.database import connect, writing
from models.operations.cases import assigning
from models.outbox import Effect
from models.person import Person
from models.queries.cases.assignments import notes_of
from models.queries.keeping.checking_journals import Seen, check_journals
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import Settings
from models.tables import metadata
from tests.engine.backup_steps import House, binstart, copy_of, files, make_house, new_database
from tests.factories import START, acting, advance_to, submitted

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> House:
    """An installation with a founding that went to its evaluation, made once; each test has a copy of it."""
    house = make_house(tmp_path_factory.mktemp("lived"), "")
    with writing(house.engine) as session:
        advance_to(session, house.place, Stage.EVALUATION)
        session.add(Effect(kind="mail", key="x", payload={"subject": "‘Ça’ va\n\\N 🏠\t"}, planned_at=START))
    house.engine.dispose()
    return house


@pytest.fixture
def house(lived: House, tmp_path: Path) -> Iterator[House]:
    """The same for one test."""
    made = copy_of(lived, tmp_path, "")
    yield made
    made.engine.dispose()


@pytest.fixture
def target(postgresql_server: str) -> Iterator[str]:
    """The address of an empty database."""
    with new_database(postgresql_server) as url:
        yield url


def _content(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=str)
            for table in metadata.sorted_tables
        }


def _names(url: str) -> list[str]:
    engine = connect(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_all_rows_are_there_and_the_files_and_the_old_database_stay(house: House, target: str) -> None:
    before, kept = _content(house.engine), files(house.settings.data_dir)
    house.engine.dispose()

    done = binstart("migrate-data", "--to", target, settings=house.settings)

    assert done.returncode == 0, done.stderr
    assert "founding_case                        2 rows, the same on both sides" in done.stdout
    moved = connect(target)
    assert _content(moved) == before
    assert _content(house.engine) == before
    after = files(house.settings.data_dir)
    after.pop("lock")
    assert after == kept
    with Session(moved) as session:
        assert list(check_journals(session, None, Seen())) == []
    moved.dispose()


def test_nothing_and_a_json_text_that_says_nothing_stay_different(house: House, target: str) -> None:
    with house.engine.connect() as connection:
        connection.execute(text("update neighbourhood_network set outline = 'null'"))
        connection.execute(text("update charter set open_sections = null"))
        connection.commit()

    migrate_data(house.settings, target, lambda line: None)

    moved = connect(target)
    with moved.connect() as connection:
        assert connection.scalar(text("select cast(outline as text) from neighbourhood_network")) == "null"
        assert connection.scalar(text("select bool_and(open_sections is null) from charter")) is True
    moved.dispose()


def test_people_go_on_where_they_were(house: House, target: str) -> None:
    migrate_data(house.settings, target, lambda line: None)

    moved = address_of(house.settings.model_copy(update={"database_url": target}))
    with writing(moved) as session:
        assert submitted(session, house.place).id == 3
    moved.dispose()


def test_a_database_with_tables_is_refused(house: House, target: str) -> None:
    engine = connect(target)
    with engine.begin() as connection:
        connection.execute(text("create table mine (id integer)"))
    engine.dispose()

    with pytest.raises(CannotStart, match="holds 1 tables; the data moves into an empty one only"):
        migrate_data(house.settings, target, lambda line: None)

    assert _names(target) == ["mine"]


def test_a_value_that_postgresql_can_not_hold_is_named_with_its_table_and_leaves_nothing(
    house: House, target: str
) -> None:
    with writing(house.engine) as session:
        session.execute(update(Person).where(Person.id == 1).values(name="Dirk\x00Balie"))

    with pytest.raises(CannotStart, match=r"nothing was moved: person: .*(0x00|NUL)"):
        migrate_data(house.settings, target, lambda line: None)

    assert _names(target) == []


def test_a_row_that_refers_to_nothing_is_found_and_leaves_nothing(house: House, target: str) -> None:
    with house.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=off")  # type: ignore[union-attr]
        connection.execute(update(FoundingCase).where(FoundingCase.id == 1).values(initiator_id=987))
        connection.commit()
    house.engine.dispose()

    with pytest.raises(CannotStart, match=r"the database said: .*fk_founding_case_initiator_id_person"):
        migrate_data(house.settings, target, lambda line: None)

    assert _names(target) == []


def test_an_installation_that_runs_is_refused(house: House, target: str) -> None:
    with (house.settings.data_dir / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(CannotStart, match="already running on the data folder"):
            migrate_data(house.settings, target, lambda line: None)


def test_a_database_of_an_older_version_is_refused(house: House, target: str) -> None:
    with writing(house.engine) as session:
        session.execute(text("update alembic_version set version_num = '0049'"))

    with pytest.raises(CannotStart, match=r"is of version 0049, not .*: run `binstart prepare` first"):
        migrate_data(house.settings, target, lambda line: None)

    assert _names(target) == []


def test_another_target_than_postgresql_and_a_folder_without_a_database_are_refused(
    house: House, tmp_path: Path
) -> None:
    with pytest.raises(CannotStart, match="the data moves to PostgreSQL"):
        migrate_data(house.settings, f"sqlite:///{tmp_path / 'other'}", lambda line: None)
    with pytest.raises(CannotStart, match="there is no embedded database in"):
        migrate_data(Settings(data_dir=tmp_path / "nothing"), "postgresql+psycopg://", lambda line: None)
    with pytest.raises(CannotStart, match=r"--to: db\.example is not this machine"):
        migrate_data(house.settings, "postgresql+psycopg://binstart@db.example/binstart", lambda line: None)


def test_rows_are_the_same_in_any_order_and_one_other_value_is_seen() -> None:
    one, other, changed = Rows(), Rows(), Rows()
    for row in ((1, "a", None), (2, "b", "null")):
        one.add(row)
    for row in ((2, "b", "null"), (1, "a", None)):
        other.add(row)
    for row in ((1, "a", None), (2, "b", None)):
        changed.add(row)

    assert one == other
    assert one != changed


def test_a_note_of_the_police_moves_encrypted_and_is_read_there_with_the_same_keys(house: House, target: str) -> None:
    words = "De aanvrager is bij ons gekend."
    with writing(house.engine) as session:
        case_id = session.scalars(select(FoundingCase.id).order_by(FoundingCase.id)).first() or 0
        officer = acting(session, house.place.people[Role.MANDATED_OFFICER])
        assigning.write_note(session, case_id, officer, START, text=words)
    house.engine.dispose()

    migrate_data(house.settings, target, print)

    moved = connect(target)
    with Session(moved) as session:
        assert words not in str(session.execute(text("select * from note")).all())
        assert [note.text for note in notes_of(session, case_id, ["police"])] == [words]
    moved.dispose()
