"""Measurements at the size of a country run end to end at the smallest size, on real parts all the same."""

import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from smtplib import SMTP

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmarks import country, drain, mail, restart
from benchmarks.country_data import Country, Size, fill_country
from benchmarks.databases import database
from benchmarks.peers import ENVIRONMENT, PINS
from benchmarks.postbox import postbox
from drills.postgresql import SYSTEM
from models.area import StreetSegment
from models.case import FoundingCase
from models.database import connect, writing
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.mandate import Mandate
from models.network import NeighbourhoodNetwork
from models.outbox import Effect, OutboxEntry
from models.queries.keeping.checking_journals import Seen, check_journals
from models.rules.access import Role

TINY = Size(cases=120, entries=3_300, networks=12, members=60, municipalities=6, under_way=20, teams=2, asked=3)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Country]]:
    """A very small country."""
    with database("PostgreSQL") as (_data, url):
        engine = connect(url)
        yield engine, fill_country(engine, tmp_path_factory.mktemp("streets"), TINY)
        engine.dispose()


def _count(session: Session, table: type, *where: object) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]


def test_a_country_has_as_many_cases_networks_and_members_as_it_is_asked(filled: tuple[Engine, Country]) -> None:
    with Session(filled[0]) as session:
        assert _count(session, FoundingCase) == TINY.cases
        assert TINY.entries <= _count(session, JournalEntry) < 1.1 * TINY.entries
        assert _count(session, Enrolment) == TINY.members
        assert TINY.networks <= _count(session, NeighbourhoodNetwork) <= TINY.networks + 5  # and those of the originals


def test_every_journal_of_a_filled_country_is_whole_and_a_changed_entry_is_seen(filled: tuple[Engine, Country]) -> None:
    with Session(filled[0]) as session:
        seen = Seen()
        assert list(check_journals(session, None, seen)) == []
        assert seen.entries == _count(session, JournalEntry)

        last = select(func.max(JournalEntry.id)).scalar_subquery()
        session.scalars(select(JournalEntry).where(JournalEntry.id == last)).one().function = "mayor"
        session.flush()

        assert len(list(check_journals(session, None, Seen()))) == 1


def test_a_copied_case_belongs_to_its_own_municipality_with_people_and_streets_of_its_own(
    filled: tuple[Engine, Country],
) -> None:
    engine, made = filled
    home = made.homes[1]
    with Session(engine) as session:
        case = session.scalars(select(FoundingCase).where(FoundingCase.number == made.asked[home.id][0])).one()
        street = select(StreetSegment.street_id).where(StreetSegment.area_id == case.area_id)
        initiators = session.scalars(select(Mandate.person_id).where(Mandate.case_id == case.id)).all()

        assert (case.municipality_id, case.zone_id, case.stage) == (home.id, home.zone_id, "idea")
        assert {one.name for one in case.area.segments and [one.street for one in case.area.segments]} <= {
            *made.streets["plaats-1"]
        }
        assert len(session.scalars(street).all()) == len(case.area.segments)
        assert initiators == [case.initiator_id]
        assert _count(session, FoundingCase, FoundingCase.initiator_id == case.initiator_id) == 1
        assert home.person(Role.MAYOR) != made.homes[2].person(Role.MAYOR)
        assert home.person(Role.POLICE_CHIEF) == made.homes[2].person(Role.POLICE_CHIEF)  # one zone


def test_a_filled_country_has_no_work_left_and_a_new_row_finds_a_free_number(filled: tuple[Engine, Country]) -> None:
    with writing(filled[0]) as session:
        assert _count(session, OutboxEntry, OutboxEntry.done_at.is_(None)) == 0
        assert _count(session, Effect, Effect.state.in_(("planned", "claimed"))) == 0
        session.add(OutboxEntry(flow="idea", case_id=session.scalars(select(func.min(FoundingCase.id))).one()))
        session.flush()
        session.rollback()


def test_people_work_through_the_forms_of_a_small_country() -> None:
    result = country.run(cases=120, people=2, pause=0.05, rounds=0, round_cases=1)

    told = result.as_json()
    assert {one["figure"] for one in told["targets"]} == {  # type: ignore[index,union-attr]
        f"2 people: {kind} p95 ms" for kind in country.MEASURED
    }
    assert result.figures["2 people: requests/s"] > 0


@pytest.mark.skipif(not (ENVIRONMENT / PINS.name).exists(), reason="the peers are installed by the benchmark itself")
def test_cases_are_carried_through_six_approvals_here_and_in_viewflow() -> None:
    result = country.run(cases=120, people=2, pause=0.01, rounds=1, round_cases=2)

    requests = {
        name: result.figures[f"{name}: requests for each case"] for name in ("binstart", *country.WAYS.values())
    }
    assert requests == {"binstart": 18, "Viewflow": 36, "Viewflow without taking tasks": 18}
    assert result.figures["cases/s, ratio to Viewflow"] > 0


@pytest.mark.engine
def test_the_way_from_a_click_to_its_mail_is_timed_on_both_databases() -> None:
    result = mail.run(clicks=1)

    assert set(result.figures) == {f"{kind}: {figure}" for kind in ("SQLite", "PostgreSQL")
                                   for figure in ("click to mail server p50 s", "click to mail server p95 s",
                                                  "slowest s")}  # fmt: skip
    assert min(result.figures.values()) > 0


@pytest.mark.engine
def test_after_the_kill_of_each_part_pages_answer_and_work_is_done_again() -> None:
    result = restart.run(times=1)

    told = {figure.partition(" killed")[0] for figure in result.figures}
    assert told == set(restart.PARTS.values())
    for name in told:
        assert result.figures[f"{name} killed: pages again p50 s"] <= result.figures[f"{name} killed: work again p50 s"]


@pytest.mark.engine
def test_the_work_behind_decisions_is_drained_by_workers_and_by_those_of_a_pool() -> None:
    if not sorted(SYSTEM.glob("*/bin/initdb")):
        pytest.skip("PostgreSQL of the system is not here")

    result = drain.run(decisions=2, pool_decisions=1, most_workers=1)

    assert result.figures["1 workers: 2 decisions s"] > 0
    assert result.figures["1 workers of a pool: 1 decisions s"] > 0


def test_a_mail_server_tells_when_a_mail_about_a_case_came_and_forgets_what_came_before() -> None:
    message = EmailMessage()
    message["Subject"], message["To"] = "Uw aanvraag MEE-2026-0001", "iemand@binstart.example"
    message.set_content("Beste")
    with postbox() as box, SMTP("127.0.0.1", box.port) as line:
        line.send_message(message, "wij@binstart.example", ["iemand@binstart.example"])
        first = box.arrival("MEE-2026-0001", 5)
        box.expect("MEE-2026-0001")
        with pytest.raises(RuntimeError):
            box.arrival("MEE-2026-0001", 0.01)
        line.send_message(message, "wij@binstart.example", ["iemand@binstart.example"])

        assert box.arrival("MEE-2026-0001", 5) > first


def test_what_a_benchmark_does_not_know_is_refused() -> None:
    asked = [sys.executable, "-m", "benchmarks", "country", "--houses", "3"]

    done = subprocess.run(asked, capture_output=True, text=True, check=False)

    assert (done.returncode, "--houses" in done.stderr) == (2, True)
