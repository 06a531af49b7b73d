"""The list of participants: for desk, mandated officer and coordinator of this network only; staff enter paper."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.participant import Participant
from models.person import Person
from models.rules.access import Role
from models.rules.participants import CONSENT, consent_text
from models.rules.procedure import Stage
from tests import reply_steps
from tests.factories import START, Place, advance_to, coordinator_of, make_place
from tests.letters.reading import squeezed, text_of_pdf
from tests.pages.conftest import SignedIn
from tests.participant_steps import take_part

AT = START + timedelta(days=60)
D, P = Role.DESK_OFFICER, Role.MANDATED_OFFICER


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case with a stuurgroep and one participant."""
    with writing(engine) as session:
        case = reply_steps.with_letters(session, place, AT)
        take_part(session, reply_steps.letters(session, case)[3].code, AT, name="=Roos", wishes=["member", "deputy"])
        return case


def rows(engine: Engine) -> list[Participant]:
    with Session(engine) as session:
        return list(session.scalars(select(Participant).order_by(Participant.id)))


@pytest.mark.parametrize("role", [D, P])
def test_desk_and_mandated_officer_read_the_list(
    case: FoundingCase, place: Place, signed_in: SignedIn, role: Role
) -> None:
    browser = signed_in(place.people[role])
    assert f"/dossier/{case.number}/deelnemers" in browser.read(f"/dossier/{case.number}").links()

    page = browser.read(f"/dossier/{case.number}/deelnemers")

    assert "=Roos Kerkstraat 7" in page.text
    assert "lid worden, de coördinator vervangen als die er niet is" in page.text
    assert "0470 00 00 00" in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [Role.MAYOR, Role.POLICE_CHIEF])
def test_nobody_else_of_municipality_or_police_does(
    case: FoundingCase, place: Place, signed_in: SignedIn, role: Role
) -> None:
    browser = signed_in(place.people[role])

    for path in ("deelnemers", "deelnemers.csv", "deelnemers/invoeren", f"deelnemers/{1}", f"deelnemers/{1}/wissen"):
        assert browser.read(f"/dossier/{case.number}/{path}").status == 403
    assert f"/dossier/{case.number}/deelnemers" not in browser.read(f"/dossier/{case.number}").links()


def test_the_coordinator_reads_the_list_of_this_network_and_of_no_other_but_changes_nothing(
    engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CHARTER)
        other = advance_to(session, make_place(session, "westveld", "WES"), Stage.CHARTER)
        cora: Person = coordinator_of(session, case)
    browser = signed_in(cora)

    assert browser.read(f"/dossier/{case.number}/deelnemers").status == 200
    assert browser.read(f"/dossier/{case.number}/deelnemers.csv").status == 200
    assert browser.read(f"/dossier/{case.number}/deelnemers/invoeren").status == 403
    assert browser.read(f"/dossier/{other.number}/deelnemers").status == 404


def test_a_desk_elsewhere_learns_nothing(engine: Engine, case: FoundingCase, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
        own = reply_steps.with_letters(session, elsewhere, AT)
    browser = signed_in(elsewhere.people[D])
    [row] = rows(engine)

    assert browser.read(f"/dossier/{case.number}/deelnemers").status == 404
    assert browser.read(f"/dossier/{case.number}/deelnemers.csv").status == 404
    for page in (f"deelnemers/{row.id}", f"deelnemers/{row.id}/wissen"):  # nor by way of a case of their own
        assert browser.read(f"/dossier/{own.number}/{page}").status == 404


def test_the_file_holds_everything_and_no_formula(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    answer = signed_in(place.people[D]).get(f"/dossier/{case.number}/deelnemers.csv")

    heads, line = csv.reader(StringIO(answer.get_data(as_text=True).lstrip("\ufeff")), delimiter=";")
    assert heads == ["Naam", "Woning", "Telefoon", "E-mail", "Bereiken met", "Wil doen", "Akkoord op", "Hoe",
                     "Versie van de tekst"]  # fmt: skip
    assert line == ["'=Roos", "Kerkstraat 7", "0470 00 00 00", "roos@buurt.example", "een sms",
                    "lid worden; de coördinator vervangen als die er niet is", "2026-05-01",
                    "met de code van de brief", "1"]  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store"


def test_staff_enter_a_form_on_paper_with_the_day_of_its_signature(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    page = signed_in(place.people[D]).read(f"/dossier/{case.number}/deelnemers/invoeren")
    assert "Ik geef mijn gegevens om mij te bereiken over BIN Kerkkwartier" in page.text
    filled = {"street_id": str(place.streets[0].id), "number": "5", "name": "Piet Papier", "wishes": ["member"],
              "reach": ["call"], "phone": "02 000 00 00", "consented_on": yesterday}  # fmt: skip

    refused = page.submit(**filled)
    assert refused.faults == ["Zonder akkoord bewaren wij niets. Vink het vakje aan."]
    assert page.submit(**{**filled, "has_consented": "y"}).status == 302

    row = rows(engine)[-1]
    assert (row.name, row.way, row.house_number, row.consented_on.isoformat()) == (
        "Piet Papier", "paper", 5, yesterday)  # fmt: skip


def test_the_form_on_paper_holds_the_text_of_the_consent_and_the_address_of_this_network(
    case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    answer = signed_in(place.people[P]).get(f"/dossier/{case.number}/deelnemers/formulier.pdf")

    assert answer.mimetype == "application/pdf"
    said = squeezed(text_of_pdf(answer.data))
    consent = consent_text(CONSENT, "BIN Kerkkwartier", "Oosterbeke")
    assert squeezed(consent) in said
    assert squeezed(f"/steun/{case.number}/gegevens") in said


def test_staff_correct_and_erase_when_somebody_asks(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[P])
    [row] = rows(engine)

    browser.read(f"/dossier/{case.number}/deelnemers/{row.id}").submit(name="Roos Nieuw", phone="0470 11 11 11")
    assert [(one.name, one.phone) for one in rows(engine)] == [("Roos Nieuw", "0470 11 11 11")]
    browser.read(f"/dossier/{case.number}/deelnemers/{row.id}/wissen").submit()

    assert rows(engine) == []
    assert browser.read(f"/dossier/{case.number}/deelnemers/{row.id}").status == 404
    journal = browser.read(f"/dossier/{case.number}/dossierlogboek").text
    assert "Roos" not in journal


def test_after_the_case_ended_the_list_can_be_read_and_erased_only(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[D])
    with writing(engine) as session:
        session.get_one(FoundingCase, case.id).ended_at = AT
    [row] = rows(engine)

    page = browser.read(f"/dossier/{case.number}/deelnemers")

    assert "wordt de lijst vanzelf gewist" in page.text
    assert browser.read(f"/dossier/{case.number}/deelnemers/invoeren").soup.select_one("main form") is None
    browser.read(f"/dossier/{case.number}/deelnemers/{row.id}/wissen").submit()
    assert rows(engine) == []
