"""The page of a partner's link: reading the text, signing it or saying why not, without an account."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.charters.signing_by_link import signatory_token
from models.rules.access import Role
from models.signature import Signature
from tests.charter_steps import freeze, line_of, ready_to_freeze, reopen, save, sign
from tests.factories import Place
from tests.pages.visiting import Visitor

SECRET = "s" * 40
COUNCIL = {"capacity": "voorzitter wijkraad", "name": "Rik Raad", "email": "rik@wijkraad.example"}


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case whose frozen charter waits for the chair of the neighbourhood council as well."""
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        save(session, case, "signatures", {"statement": "Wij gaan akkoord.", "extra": [COUNCIL]})
        freeze(session, place, case)
        return case


@pytest.fixture
def address(engine: Engine, case: FoundingCase) -> str:
    with writing(engine) as session:
        return f"/tekenen/{signatory_token(session, line_of(session, case, 'voorzitter wijkraad').id, SECRET)}"


def _line(engine: Engine) -> Signature:
    with Session(engine) as session:
        return session.scalars(
            select(Signature).where(Signature.capacity == "voorzitter wijkraad").order_by(Signature.id.desc())
        ).all()[-1]  # fmt: skip


def test_the_link_shows_the_whole_text_and_takes_the_typed_name(engine, client: Visitor, address, case) -> None:
    page = client.read(address)
    assert page.status == 200
    assert "Kerkstraat" in page.text
    assert "Er is nog geen plaatsvervangend coördinator." in page.text
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert _line(engine).signed_on is None  # looking signs nothing

    done = page.submit(name="Rik Raad", place="Oosterbeke", drawing="M1 1 L200 100")

    assert done.status == 302
    assert "U hebt het charter ondertekend" in done.follow().text
    assert _line(engine).drawing == "M1 1 L200 100"


@pytest.mark.parametrize(("values", "fault"), [
    ({"name": ""}, "Typ uw naam"),
    ({"name": "Iemand Anders"}, "Typ de naam zoals ze hier bekend is: Rik Raad."),
    ({"place": ""}, "Vul in waar u tekent."),
    ({"name": "x" * 300}, "200"),
    ({"drawing": "<svg onload=x>"}, "De tekening kon niet gelezen worden"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_signs_nothing(engine, client, address, values, fault) -> None:
    page = client.read(address).submit(**{"name": "Rik Raad", "place": "Oosterbeke", **values})

    assert page.status == 422
    assert fault in page.text
    assert "Kerkstraat" in page.text
    assert _line(engine).signed_on is None


def test_an_unknown_link_tells_nothing(client, address, case) -> None:
    for path in (f"{address}x", "/tekenen/x", "/tekenen/x/weigeren"):
        page = client.read(path)
        assert page.status == 410
        assert case.name not in page.text


def test_a_page_from_before_the_text_changed_signs_nothing_and_keeps_what_was_typed(
    engine, client, address, case, place
) -> None:
    page, refusing = client.read(address), client.read(f"{address}/weigeren")
    with writing(engine) as session:
        held = session.get_one(FoundingCase, case.id)
        reopen(session, place, held)
        freeze(session, place, held)

    answer = page.submit(name="Rik Raad", place="Oosterbeke")
    refused = refusing.submit(reason="Dat is niet wat wij afspraken.")

    assert "Deze tekst wordt niet meer ondertekend" in answer.text
    assert "Deze tekst wordt niet meer ondertekend" in refused.text
    assert _line(engine).signed_on is None
    assert client.read(address).status == 200


def test_a_tampered_fingerprint_signs_nothing(engine, client, address) -> None:
    answer = client.read(address).submit(name="Rik Raad", place="Oosterbeke", fingerprint="0" * 64)

    assert answer.status == 409
    assert "intussen veranderd" in answer.text
    assert _line(engine).signed_on is None


def test_who_does_not_agree_says_why(engine, client, address, case, place, signed_in) -> None:
    with writing(engine) as session:
        sign(session, session.get_one(FoundingCase, case.id), place.people[Role.MAYOR], "burgemeester")
    page = client.read(f"{address}/weigeren")
    assert page.submit(reason=" ").status == 422

    done = page.submit(reason="<b>Het lokaal</b> is weg.").follow()

    assert "U tekende deze versie niet" in done.text
    assert "<b>Het lokaal</b> is weg." in done.text  # as text
    charter = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/charter")
    assert "voorzitter wijkraad, die niet ondertekent" in charter.text
    assert "getekend op" in charter.text


def test_somebody_who_comes_later_in_the_order_is_told_who_is_first(engine, client, place, signed_in) -> None:
    with writing(engine) as session:
        session.merge(place.municipality).settings = {"signing_order": "residents_first"}
        case = ready_to_freeze(session, place)
        save(session, case, "signatures", {"statement": "Wij gaan akkoord.", "extra": [COUNCIL]})
        freeze(session, place, case)

    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter")

    assert page.status == 409
    assert "Eerst tekent: coördinator." in page.text
    overview = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/charter")
    assert "na: coördinator" in overview.text
