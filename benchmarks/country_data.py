"""A country on PostgreSQL: municipalities and streets, networks with members, cases of all ages with their journals.

What is copied was made by the operations: cases in each stage, cases that ended, networks that were evaluated twice;
with what the engine made of them, as done. Only residents' names and what they typed is the same everywhere.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import chain, cycle
from math import ceil
from pathlib import Path
from random import Random

from sqlalchemy import Engine, func, insert, literal, select, text, update
from sqlalchemy.orm import Session

from benchmarks.copying import MUNICIPAL, POLICE, Copy, Home, Originals, copy_cases
from benchmarks.streets import PLACES, fill_flanders
from models.address import Street
from models.authority import Authority
from models.case import FoundingCase
from models.consent import ChannelConsent
from models.database import UtcDateTime, writing
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.mandate import Mandate
from models.network import NeighbourhoodNetwork
from models.operations.cases.summing_up import sum_up
from models.operations.effects.planning_effects import plan_effects
from models.operations.networks.outlining import keep_outlines
from models.operations.requests import requesting
from models.outbox import Effect, OutboxEntry
from models.person import Person
from models.rules.procedure import STAGES, Stage
from tests.factories import (
    STAFF_SEATS,
    START,
    Place,
    acting,
    advance_to,
    evaluate,
    fill_charter,
    later,
    make_place,
    screen,
)
from tests.insight_steps import play_foundings

PER_ZONE = 3  # municipalities
FIRST_STAFF, FIRST_POLICE = 1_000, 5_000  # numbers of people; those of copies begin above copying.STRIDE
YEARS = 10
SHARES = {Stage.IDEA: 3, Stage.CONSULTATION: 3, Stage.INFO_EVENING: 4, Stage.CHARTER: 4, Stage.FEDERAL_CHECK: 2,
          Stage.LAUNCH: 1}  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How large the country is. `under_way`: cases that go on and have no network yet; `asked`: requests of this week
    in each of the first municipalities (`teams`), for who measures to decide on."""

    cases: int = 20_000
    entries: int = 600_000
    networks: int = 1_505
    members: int = 100_000
    municipalities: int = PLACES
    under_way: int = 1_500
    teams: int = 50
    asked: int = 10


@dataclass
class Country:
    """What there is: where teams work with the requests that wait for each, names of streets, addresses of networks."""

    homes: list[Home]
    asked: dict[int, list[str]] = field(default_factory=dict)  # number of a municipality: its requests
    streets: dict[str, list[str]] = field(default_factory=dict)  # slug of a municipality: its streets
    slugs: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def fill_country(engine: Engine, folder: Path, size: Size) -> Country:
    """Fill an empty database of PostgreSQL; takes some minutes for a whole country."""
    lot = Random(1505)
    with writing(engine) as session:
        place = make_place(session)
        cases = _originals(session, place)
        originals = Originals(session, place, list(cases.values()))
    streets = fill_flanders(engine, folder) if size.municipalities == PLACES else invent_streets(engine, size)
    with writing(engine) as session:
        country = Country(give_staff(session), streets=streets)
        copy_cases(session, originals, _copies(session, country, size, cases, lot))
    with writing(engine) as session:
        _enrol(session, size.members)
        for home in country.homes:
            keep_outlines(session, home.id)
        active = select(NeighbourhoodNetwork.slug).where(NeighbourhoodNetwork.state == "active")
        country.slugs = list(session.scalars(active.order_by(NeighbourhoodNetwork.slug)))  # others may have no page
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    country.counts = _counted(engine)
    return country


def _originals(session: Session, place: Place) -> dict[str, FoundingCase]:
    """One case of each kind, as operations and engine left it."""
    played = play_foundings(session, place)
    found = {name: played[name] for name in ("refused", "withdrawn")}
    found |= {stage.value: advance_to(session, place, stage) for stage in STAGES}
    found["evaluated"] = advance_to(session, place, Stage.EVALUATION)
    for _year in range(2):
        evaluate(session, place, found["evaluated"], later(found["evaluated"], 365))
    found["given_up"] = given_up = advance_to(session, place, Stage.CHARTER, played["sent_back"])
    at = later(given_up, 40)
    screen(session, place, given_up, at)
    for _time in range(2):
        fill_charter(session, place, given_up, at)
    requesting.withdraw_request(session, given_up.id, acting(session, place.resident, at), at, reason="Geen tijd meer.")
    session.flush()
    for case in found.values():
        plan_effects(session, case.id, later(case))
        sum_up(session, case.id, later(case))
    done = later(found["evaluated"])
    session.execute(update(OutboxEntry).values(done_at=done))
    session.execute(update(Effect).where(Effect.kind.in_(("mail", "document")))
                    .values(state="confirmed", attempts=1, confirmed_at=done))  # fmt: skip
    return found


def invent_streets(engine: Engine, size: Size) -> dict[str, list[str]]:
    """A few municipalities of twelve streets, for a small try."""
    names = [f"Dreef {number}" for number in range(12)]
    with writing(engine) as session:
        for number in range(size.municipalities):
            made = Authority(kind="municipality", slug=f"plaats-{number}", name=f"Plaats {number}", code=f"P{number}",
                             settings={})  # fmt: skip
            session.add(made)
            session.flush()
            session.execute(insert(Street), [
                {"authority_id": made.id, "name": name, "normalised_name": name.lower(), "postcode": "9994"}
                for name in names
            ])  # fmt: skip
    return {f"plaats-{number}": names for number in range(size.municipalities)}


def give_staff(session: Session) -> list[Home]:
    """Every municipality 'plaats-…' gets its zone and its staff."""
    places = session.scalars(select(Authority).where(Authority.slug.startswith("plaats-")).order_by(Authority.id)).all()
    homes: list[Home] = []
    for number, one in enumerate(places):
        if number % PER_ZONE == 0:
            zone = Authority(kind="police_zone", slug=f"pz-{number}", name=f"Politiezone {number}", code=f"Z{number}",
                             email=f"politie@z{number}.example", settings={})  # fmt: skip
            session.add(zone)
            session.flush()
            police = FIRST_POLICE + number * 2
            _employ(session, zone, {police + n: role for n, role in enumerate(POLICE)})
        one.zone_id, one.email = zone.id, f"veiligheid@{one.slug}.example"
        one.phone, one.postal_address = "02 000 00 00", f"Markt 1, 9994 {one.name}"
        staff = FIRST_STAFF + number * 3
        _employ(session, one, {staff + n: role for n, role in enumerate(MUNICIPAL)})
        corner = (number % 20 * 0.03, number // 20 * 0.15)
        homes.append(Home(one.id, zone.id, one.code or "", staff, police, corner))
    session.flush()
    return homes


def _employ(session: Session, where: Authority, roles: dict[int, str]) -> None:
    for id_, role in roles.items():
        name = f"{STAFF_SEATS[role]} {where.name}"  # type: ignore[index]
        session.add(Person(id=id_, name=name, email=f"p{id_}@{where.slug}.example", created_at=START))
        session.flush()
        session.add(Mandate(person_id=id_, role=role, authority_id=where.id, function=role, since=date(2020, 1, 1)))


def _copies(session: Session, country: Country, size: Size, cases: dict[str, FoundingCase], lot: Random) -> list[Copy]:
    """As many as the country has cases; those that ended are chosen so that its journals have enough entries."""
    today, streets, tens = (datetime.now(UTC) - START).days, streets_of(session), defaultdict[int, int](int)
    fresh = [home for home in country.homes[: size.teams] for _ in range(size.asked)]
    kinds = [(Stage.IDEA.value, today - lot.randrange(1, 6)) for _ in fresh]
    under_way = lot.choices([stage.value for stage in SHARES], list(SHARES.values()), k=size.under_way)
    kinds += [(kind, today - lot.randrange(30, 100)) for kind in under_way]
    kinds += [(("evaluation", "evaluated")[number % 2], today - lot.randrange(30, 365 * YEARS))
              for number in range(size.networks)]  # fmt: skip
    kinds += [(kind, today - lot.randrange(100, 365 * YEARS)) for kind in _ended(session, size, cases, kinds)]
    made = []
    for number, ((kind, days), home) in enumerate(zip(kinds, chain(fresh, cycle(country.homes)), strict=False), 1):
        pair = lot.sample(streets[home.id], 2)
        ten = max(tens[street] for street in pair) + 1
        tens.update(dict.fromkeys(pair, ten))
        year = (START + timedelta(days=days)).year
        made.append(Copy(cases[kind].id, home, f"{home.code}-{year}-{number:05d}", days, (pair[0], pair[1]), ten))
    for one in made[: len(fresh)]:
        country.asked.setdefault(one.home.id, []).append(one.number)
    return made


def _ended(
    session: Session, size: Size, cases: dict[str, FoundingCase], others: Sequence[tuple[str, int]]
) -> list[str]:
    """The kinds of the cases that ended."""
    left = size.cases - len(others) - (session.scalar(select(func.count()).select_from(FoundingCase)) or 0)
    entries = size.entries - sum(cases[kind].journal_length for kind, _days in others)
    entries -= session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    long = cases["given_up"].journal_length
    short = (cases["refused"].journal_length + cases["withdrawn"].journal_length) / 2
    given_up = max(0, min(left, ceil((entries - short * left) / (long - short))))
    return ["given_up"] * given_up + [("refused", "withdrawn")[number % 2] for number in range(left - given_up)]


def streets_of(session: Session) -> dict[int, list[int]]:
    """The streets of each municipality, by number."""
    found: dict[int, list[int]] = defaultdict(list)
    for authority, street in session.execute(select(Street.authority_id, Street.id).order_by(Street.id)):
        found[authority].append(street)
    return found


def _enrol(session: Session, members: int) -> None:
    """So many members over all networks, each with the consent to get mail."""
    networks = session.scalars(select(NeighbourhoodNetwork.id).order_by(NeighbourhoodNetwork.id)).all()
    rows = [
        {"network_id": networks[number % len(networks)], "state": "member", "name": f"Lid {number}",
         "email": f"lid{number}@leden.example", "house_number": number % 90 + 1, "rules_version": 1,
         "consent_version": 1, "asked_at": START, "confirmed_at": START, "decided_at": START}
        for number in range(members)
    ]  # fmt: skip
    session.execute(insert(Enrolment), rows)
    consents = select(Enrolment.id, literal("mail"), literal(1), literal(START, UtcDateTime))
    session.execute(insert(ChannelConsent).from_select(["enrolment_id", "channel", "version", "given_at"], consents))


def _counted(engine: Engine) -> dict[str, int]:
    tables = (FoundingCase, JournalEntry, NeighbourhoodNetwork, Enrolment, Street, Effect, Person)
    with Session(engine) as session:
        return {one.__tablename__: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}
