"""The web app at the size of a country on PostgreSQL: fifty people at once, and beside it Viewflow with its own forms.

People look at each page before they go on. Robots don't: cases are carried through six approvals as quickly as the
machine can, here and in Viewflow, in alternating rounds: the same server (gunicorn, as many processes and threads), the
same PostgreSQL, the same browsers. Both sides have their cases and their people signed in before the clock starts.
"""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Engine

from benchmarks.country_data import Country, Size, fill_country
from benchmarks.crowd import Crowd, Seen, Step, let_loose
from benchmarks.databases import database
from benchmarks.figures import Result, Target, p50, p95
from benchmarks.peers.serving import Peer, served_peer
from benchmarks.served import served
from benchmarks.streets import PLACES
from models.database import connect, writing
from models.operations.accounts.web_sessions import open_web_session
from models.rules.access import Role
from tests.pages.action_examples import in_boxes

TITLE = "fifty people at once on a country's data, PostgreSQL, p95; six approvals beside Viewflow through its own forms"
OPTIONS = {"cases": 20_000, "people": 50, "pause": 2.0, "rounds": 5, "round-cases": 100}
LIST, CASE, FORM, DECISION, AFTER = "work list", "case page", "form", "decision", "page after it"
SEARCH, NETWORK = "register: search", "register: network"
WAYS = {"taken": "Viewflow", "given": "Viewflow without taking tasks"}
MEASURED = (LIST, CASE, DECISION, SEARCH, NETWORK)
MOST = 200.0  # ms
REASON = "De buurt is er klaar voor, na twee gesprekken met de bewoners."
D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF


def _six() -> tuple[tuple[Role, str, dict[str, str]], ...]:
    """The approvals of a founding up to its evening: who, where, and what they fill in."""
    evening = in_boxes("starts_at", date.today() + timedelta(days=40))  # noqa: DTZ011 - pages live in real time
    return (
        (D, "accept-request", {}),
        (P, "record-judicial-contact", {"means": "telefonisch", "note": "Met de magistraat."}),
        (P, "record-administrative-contact", {"contacted": "de gouverneur", "means": "brief"}),
        (C, "decide-as-police", {"is_approved": "yes", "reason": REASON}),
        (M, "decide-as-municipality", {"is_approved": "yes", "reason": REASON}),
        (D, "plan-info-evening", {**evening, "starts_at-time": "19.30", "place": "Zaal De Linde", "is_sure": "y",
                                  "address": "Markt 2"}),
    )  # fmt: skip


@dataclass(frozen=True)
class Approvals:
    """A side of the comparison: where it answers, lives of six approvals, and whose cookies they need."""

    name: str
    address: str
    lives: Iterator[list[Step]]
    cookies: dict[str, str]


def run(cases: int = 20_000, people: int = 50, pause: float = 2.0, rounds: int = 5, round_cases: int = 100) -> Result:
    """Measure; takes about twenty minutes. Without rounds nothing is raced."""
    size = _size(cases, people, 2 * people + rounds * round_cases)
    with database("PostgreSQL", is_migrated=True) as (data, url):
        engine, secret = connect(url), secrets.token_hex(32)
        country = fill_country(engine, data, size)
        cookies = _signed_in(engine, country, size.teams, secret)
        engine.dispose()
        waiting = _waiting(country, size.teams)
        with served(data, url, secret) as address:
            ours = Approvals("binstart", address, map(_robot, waiting), cookies)
            let_loose(Crowd(address, people, list(islice(ours.lives, people)), cookies))  # each process has looked once
            lives = [_person(country, *one) for one in islice(waiting, people)]
            seen = let_loose(Crowd(address, people, lives, cookies, pause))
            raced = _race(ours, url, size.teams, people, rounds, round_cases) if rounds else {}
    return _result(country, people, pause, seen, raced)


def _race(ours: Approvals, url: str, teams: int, people: int, rounds: int, round_cases: int) -> dict[str, list[Seen]]:
    """Rounds of each side in turn: ours, and Viewflow twice. People take each task first, as it does by itself; or the
    flow gives it to them."""
    with served_peer(url, teams, rounds * round_cases) as peer:
        sides = [ours, *(_of_peer(peer, way, name) for way, name in WAYS.items())]
        raced: dict[str, list[Seen]] = {one.name: [] for one in sides}
        for number in range(rounds):
            for one in sides if number % 2 == 0 else reversed(sides):
                lives = list(islice(one.lives, round_cases))
                raced[one.name].append(let_loose(Crowd(one.address, people, lives, one.cookies)))
    return raced


def _size(cases: int, people: int, wanted: int) -> Size:
    """A country of so many cases; what is smaller than a whole one has a few invented municipalities."""
    whole = Size()
    municipalities = PLACES if cases >= whole.cases // 4 else 6
    teams = min(people, municipalities)
    share = cases / whole.cases
    return Size(cases=cases, entries=round(whole.entries * share), networks=round(whole.networks * share),
                members=round(whole.members * share), municipalities=municipalities,
                under_way=round(whole.under_way * share), teams=teams, asked=-(-wanted // teams))  # fmt: skip


def _signed_in(engine: Engine, country: Country, teams: int, secret: str) -> dict[str, str]:
    """The cookie of each of the staff of each team."""
    app = Flask("benchmark")
    app.secret_key = secret
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    cookies, now = {}, datetime.now(UTC)
    with writing(engine) as session:
        for team, home in enumerate(country.homes[:teams]):
            for role in (D, M, P, C):
                token = open_web_session(session, home.person(role), "link", now)
                cookies[f"{team}-{role.value}"] = f"binstart={signer.dumps({'token': token})}"
    return cookies


def _waiting(country: Country, teams: int) -> Iterator[tuple[int, str]]:
    """Team and number of each request that waits, the teams in turn."""
    waiting = [country.asked[home.id] for home in country.homes[:teams]]
    return ((team, numbers[turn]) for turn in range(len(waiting[0])) for team, numbers in enumerate(waiting))


def _robot(one: tuple[int, str]) -> list[Step]:
    """The forms alone, and the page that each leads to."""
    team, number = one
    return [_decision(team, number, role, action, fields) for role, action, fields in _six()]


def _decision(team: int, number: str, role: Role, action: str, fields: dict[str, str]) -> Step:
    return Step(f"{team}-{role.value}", FORM, f"/dossier/{number}/{action}", fields=fields, sends=DECISION, then=AFTER)


def _person(country: Country, team: int, number: str) -> list[Step]:
    """What people do around their decisions: they look at their list, at the case, and in the public register."""
    lot, life = random.Random(number), []
    for role, action, fields in _six():
        who, place = f"{team}-{role.value}", lot.choice(list(country.streets))
        search = urlencode({"straat": lot.choice(country.streets[place]), "gemeente": place})
        life += [
            Step(who, LIST, "/werklijst"),
            Step(who, CASE, f"/dossier/{number}"),
            _decision(team, number, role, action, fields),
            Step("nobody", SEARCH, f"/zoek?{search}"),
            Step("nobody", NETWORK, f"/netwerken/{lot.choice(country.slugs)}"),
        ]
    return life


def _of_peer(peer: Peer, way: str, name: str) -> Approvals:
    lives = (_peer_life(way, team, *case) for team, case in peer.cases(way))
    return Approvals(name, peer.address, lives, peer.cookies)


def _peer_life(way: str, team: int, process: int, task: int) -> list[Step]:
    life = []
    for number, role in enumerate((D, P, P, C, M, D)):
        who, base = f"{team}-{role.value}", f"/{way}/{process}/approve_{number}"
        # Where the page after an approval leads on; the task of the first one is known.
        find, there = (rf"{base}/(\d+)/", f"{base}/{{0}}/") if number else ("", f"{base}/{task}/")
        approval = {f"approved_{number}": "on", f"reason_{number}": REASON}
        if way == "taken":
            life.append(Step(who, "take", f"{there}assign/", find, {}, "taken", "page after taking"))
            find, there = rf"{base}/(\d+)/", f"{base}/{{0}}/"
        life.append(Step(who, FORM, f"{there}execute/", find, approval, DECISION, AFTER))
    return life


def _result(country: Country, people: int, pause: float, seen: Seen, raced: dict[str, list[Seen]]) -> Result:
    figures: dict[str, float] = dict(country.counts)
    for kind, seconds in seen.seconds.items():
        figures[f"{people} people: {kind} p50 ms"] = 1000 * p50(seconds)
        figures[f"{people} people: {kind} p95 ms"] = 1000 * p95(seconds)
    figures[f"{people} people: requests/s"] = seen.requests / seen.whole
    figures[f"{people} people: share of the browsers in one core, %"] = 100 * seen.processor / seen.whole
    for name, rounds in raced.items():
        figures[f"{name}: requests/s"] = p50([one.requests / one.whole for one in rounds])
        figures[f"{name}: cases/s"] = p50([_pace(one) for one in rounds])
        figures[f"{name}: requests for each case"] = rounds[0].requests / rounds[0].lives
        figures[f"{name}: request p95 ms"] = p50([1000 * p95(_all(one)) for one in rounds])
        figures[f"{name}: share of the browsers in one core, %"] = p50(
            [100 * one.processor / one.whole for one in rounds]
        )
    mine, *others = raced or ("",)
    for other in others:
        pairs = zip(raced[mine], raced[other], strict=True)
        figures[f"cases/s, ratio to {other}"] = p50([_pace(one) / _pace(theirs) for one, theirs in pairs])
    ratio = [Target("cases/s, ratio to Viewflow", 3.0, at_least=True)] if others else []
    targets = (*(Target(f"{people} people: {kind} p95 ms", MOST) for kind in MEASURED), *ratio)
    notes = (
        f"people look {pause / 2:g} to {1.5 * pause:g} s at a page; robots (the lines of binstart and Viewflow) don't",
        "alternating rounds, medians of the rounds, ratios too; the engine stands still",
        "for both sides gunicorn with two processes of four threads, and the same PostgreSQL",
    )
    return Result("country", figures, targets, notes)


def _pace(one: Seen) -> float:
    return one.lives / one.whole


def _all(one: Seen) -> list[float]:
    return [seconds for kind in one.seconds.values() for seconds in kind]
