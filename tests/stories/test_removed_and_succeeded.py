"""A coordinator climbs the ladder of measures to its last rung, another takes the seat, and the charter names them.

Lived on the real pages, with the clock that moves, the flows and a real mail server.
"""

import email
import re
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of, move_forward_to, present
from models.database import writing
from models.enrolment import Enrolment
from models.mandate import Mandate
from models.measure import Measure
from models.operations.accounts.web_sessions import hashed
from models.operations.charters import drafting_charter
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.succession import CONDITIONS
from models.settings import settings
from models.signature import Signature
from models.succession import Succession, Successor
from tests.factories import (
    Place,
    _federal,
    _launch,
    acting,
    advance_to,
    charter_of,
    coordinator_of,
    later,
    make_place,
    reasons_for,
    sign_all,
)
from tests.measure_steps import SKIPPED, WHY
from tests.message_steps import a_member
from tests.pages.visiting import Visitor
from tests.stories.theatre import Theatre
from tests.succession_steps import seat_of

P, C, M, D = Role.MANDATED_OFFICER, Role.POLICE_CHIEF, Role.MAYOR, Role.DESK_OFFICER


class Village:
    """A network with a coordinator and two members, and the browsers of who has a part in it."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        with writing(theatre.engine) as session:
            self.place: Place = make_place(session, "zonnedorp", "ZON")
            case = advance_to(session, self.place, Stage.EVALUATION)
            self.number, self.case_id, self.slug = case.number, case.id, case.number.lower()
            self.cora = coordinator_of(session, case)
            self.seat = seat_of(session, case).id
            self.nele, self.otto = a_member(session, self.place, case), a_member(session, self.place, case, "Otto Ook")
            self.nele.token_hash = hashed("nele")

    def of(self, who: Role | Person) -> Visitor:
        """A browser; signed in anew, since a browser that is left alone signs out."""
        return self.theatre.browser_of(self.place.people[who] if isinstance(who, Role) else who)

    def days_pass(self, days: int) -> None:
        """The clock moves, and the clockwork of the new day runs."""
        with writing(self.theatre.engine) as session:
            move_forward_to(session, present(session) + timedelta(days=days))
        self.theatre.let_engine_work()

    def day(self, name: str, ahead: int = 0) -> dict[str, str]:
        """A day in three boxes."""
        with Session(self.theatre.engine) as session:
            on = day_of(present(session)) + timedelta(days=ahead)
        return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}

    def begin(self, rung: str, who: str, **values: str) -> str:
        """The officer begins a measure. Returns its address."""
        here = f"/dossier/{self.number}/maatregelen"
        sent = self.of(P).read(f"{here}/nieuw").submit(who=who, rung=rung, motives=WHY, **values)
        assert sent.status == 302, sent.text
        with Session(self.theatre.engine) as session:
            return f"{here}/{session.scalars(select(Measure.id).order_by(Measure.id.desc())).first()}"

    def hand(self, address: str, who: Role) -> None:
        """The next hand."""
        assert self.of(who).read(f"{address}/hand").submit().status == 302

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What arrived for somebody, in order."""
        self.theatre.let_engine_work()
        files = sorted(settings().mailbox_dir.rglob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        read = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
        return [one for one in read if address in str(one["To"])]  # type: ignore[misc]

    def subjects(self, address: str) -> list[str]:
        """What they are about."""
        return [re.sub(r" [–-] .*", "", str(one["Subject"])) for one in self.mails_to(address)]


@pytest.fixture
def village(theatre: Theatre) -> Village:
    village = Village(theatre)
    theatre.let_engine_work()
    return village


def test_a_coordinator_is_removed_and_somebody_else_takes_the_seat(village: Village) -> None:
    _climb_the_ladder(village)
    _let_the_term_pass(village)
    _find_another(village)
    _write_it_into_the_charter(village)


def _climb_the_ladder(village: Village) -> None:
    """Talk and reprimand; a member is excluded for a time; then the mayor excludes the coordinator definitively."""
    cora = f"seat-{village.seat}"
    village.begin("talk", cora)
    village.days_pass(2)
    village.hand(village.begin("reprimand", cora), C)
    otto = village.begin("temporary_exclusion", f"member-{village.otto.id}", skipped_reason=SKIPPED,
                         **village.day("report_on"), **village.day("until_on", 20))  # fmt: skip
    village.hand(otto, C)
    village.days_pass(2)
    removal = village.begin("definitive_exclusion", cora, skipped_reason=SKIPPED)
    village.hand(removal, C)
    village.hand(removal, M)
    village.of(M).read(f"{removal}/kopie").submit(**village.day("sent_on"))

    told = village.mails_to(village.cora.email or "")
    with_letter = [one for one in told if any(part.get_content_type() == "application/pdf"
                                              for part in one.iter_attachments())]  # fmt: skip
    assert [str(one["Subject"]).split(" – ")[0] for one in with_letter][-2:] == [
        "Schriftelijke berisping",
        "U bent definitief uitgesloten",
    ]
    letter = next(with_letter[-1].iter_attachments())
    assert letter.get_filename() == f"brief-maatregel-{village.number}.pdf"
    assert letter.get_content().startswith(b"%PDF")
    assert "U bent tijdelijk uitgesloten" in village.subjects(village.otto.email)
    with Session(village.theatre.engine) as session:
        assert session.get_one(Enrolment, village.otto.id).excluded_until is not None


def _let_the_term_pass(village: Village) -> None:
    """Nobody appeals. The clock ends the exclusion of the member and empties the seat; the police stand in."""
    village.days_pass(19)
    with Session(village.theatre.engine) as session:
        assert session.get_one(Mandate, village.seat).until is None
        assert session.get_one(Enrolment, village.otto.id).excluded_until is None
    village.days_pass(6)

    assert village.subjects(village.otto.email)[-1] == "Uw tijdelijke uitsluiting is voorbij"
    assert village.subjects(village.cora.email or "")[-1] == "U bent geen coördinator meer"
    with Session(village.theatre.engine) as session:
        assert session.get_one(Mandate, village.seat).until is not None
        assert session.scalars(select(Succession.why)).one() == "removed"
    assert "neemt de gemandateerde politiebeambte waar" in village.of(D).read(f"/netwerken/{village.slug}").text
    for reader in (D, M):
        told = village.of(reader).read(f"/dossier/{village.number}").text
        assert "De plaats van een coördinator is vrij." in told
        assert "uit de functie gezet" not in told
    assert "uit de functie gezet" not in village.of(D).read(f"/dossier/{village.number}/opvolging").text
    assert "uit de functie gezet" in village.of(P).read(f"/dossier/{village.number}/opvolging").text
    assert village.of(village.cora).get(f"/dossier/{village.number}").status_code == 404
    assert "van kracht" in village.of(village.cora).read("/mijn-maatregelen").text


def _find_another(village: Village) -> None:
    """A member offers from their page, the police screen, the desk appoints, the members are told."""
    with Session(village.theatre.engine) as session:
        succession = session.scalars(select(Succession.id)).one()
    here = f"/dossier/{village.number}/opvolging"
    village.of(D).read(f"{here}/{succession}/oproep").submit()
    village.theatre.browser_of().read("/lid/nele/kandidaat").submit(**dict.fromkeys(CONDITIONS, "y"))
    with Session(village.theatre.engine) as session:
        candidate = session.scalars(select(Successor.id)).one()
    officer = village.place.people[P].email or ""
    assert village.subjects(officer)[-1] == "Opvolging van een coördinator: er wordt op u gewacht"
    assert here in village.of(P).read("/werklijst").links()
    village.of(P).read(f"{here}/{succession}/kandidaat/{candidate}/screening").submit(result="suitable")
    appointing = village.of(D).read(f"{here}/{succession}/aanstellen")
    assert appointing.submit(successor_id=str(candidate), how_chosen="met handopsteken").status == 302
    for member in (village.nele, village.otto):
        assert any("heeft een nieuwe coördinator" in one for one in village.subjects(member.email)), member.email
    assert village.of(D).read(f"{here}/{succession}/charter").submit().status == 302


def _write_it_into_the_charter(village: Village) -> None:
    """The next version is signed by the new coordinator, goes to the ministry, and the network goes on."""
    with writing(village.theatre.engine) as session:
        case = session.get_one(FoundingCase, village.case_id)
        assert charter_of(session, case).open_sections == ["parties"]
        at = later(case, 0)
        drafting_charter.freeze_charter(session, case.id, acting(session, village.place.people[D], at), at,
                                        reasons=reasons_for(session, case, at))  # fmt: skip
        sign_all(session, village.place, case, at)
        signed = session.scalars(select(Signature.name).where(Signature.charter_id == charter_of(session, case).id))
        assert "Nele Nieuw" in signed.all()
        _federal(session, village.place, case)
        _launch(session, village.place, case)
    village.days_pass(3)

    with Session(village.theatre.engine) as session:
        case = session.get_one(FoundingCase, village.case_id)
        assert (case.stage, charter_of(session, case).version) == ("evaluation", 2)
        assert session.scalars(select(Succession.state)).one() == "done"
        assert coordinator_of(session, case).email == village.nele.email
    page = village.of(D).read(f"/netwerken/{village.slug}")
    assert "neemt de gemandateerde politiebeambte waar" not in page.text
    assert f"/netwerken/{village.slug}/schrijven" in page.links()
