"""Taking part with the code of a letter or the link of a voice: look, change, withdraw; a wrong code shows nothing."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.info_evening import InfoEvening
from models.journal import JournalEntry
from models.participant import Participant
from models.rules.invitations import spaced_code
from models.rules.procedure import Stage
from tests import reply_steps
from tests.factories import Place, advance_to, make_place
from tests.pages.visiting import Visitor
from tests.participant_steps import take_part
from tests.support_steps import answer, give

FILLED = {"wishes": ["member", "street_contact"], "name": "Roos Deelneemster", "reach": ["call"],
          "phone": "0470 00 00 00", "has_consented": "y"}  # fmt: skip


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return reply_steps.with_letters(session, place, datetime.now(UTC))


@pytest.fixture
def code(engine: Engine, case: FoundingCase) -> str:
    with Session(engine) as session:
        return reply_steps.letters(session, case)[0].code


@pytest.fixture
def foreign_code(engine: Engine, place: Place) -> str:
    """The code of a letter of another network, where somebody gave data with it."""
    with writing(engine) as session:
        elsewhere = reply_steps.with_letters(session, make_place(session, "westveld", "WES"), datetime.now(UTC))
        code = reply_steps.letters(session, elsewhere)[0].code
        take_part(session, code, datetime.now(UTC), name="Vera Vreemd")
        return code


def rows(engine: Engine) -> list[Participant]:
    with Session(engine) as session:
        return list(session.scalars(select(Participant).order_by(Participant.id)))


def test_a_resident_gives_data_sees_them_again_and_changes_them(engine: Engine, client: Visitor, code: str) -> None:
    page = client.read(f"/u/{spaced_code(code).lower()}/gegevens")
    assert (page.status, page.title) == (200, "Doet u mee?")
    assert "Uw woning: Kerkstraat 1" in page.text

    again = page.submit(**FILLED).follow()

    assert "Uw gegevens zijn bewaard" in again.text
    assert again.soup.select_one('input[name="phone"]')["value"] == "0470 00 00 00"
    assert again.soup.select_one('input[name="has_consented"]') is None  # consented already, to this text
    again.submit(phone="0470 11 11 11")
    [row] = rows(engine)
    assert (row.phone, row.wishes, row.reach) == ("0470 11 11 11", ["member", "street_contact"], ["call"])


def test_who_consents_in_french_finds_that_text_back_in_dutch_too(engine: Engine, client: Visitor, code: str) -> None:
    client.read("/?taal=fr")
    page = client.read(f"/u/{code}/gegevens")
    asked = page.soup.select_one("form").get_text(" ", strip=True)  # type: ignore[union-attr]
    page.submit(**FILLED)

    assert [row.consent_language for row in rows(engine)] == ["fr"]
    [agreed] = client.read(f"/u/{code}/gegevens?taal=nl").soup.select("span[lang=fr]")
    assert agreed.get_text() in asked


def test_the_box_of_the_consent_is_never_ticked_beforehand(client: Visitor, code: str) -> None:
    box = client.read(f"/u/{code}/gegevens").soup.select_one('input[name="has_consented"]')

    assert box is not None
    assert not box.has_attr("checked")


def test_without_consent_nothing_is_kept_and_what_was_typed_stands_there_again(
    engine: Engine, client: Visitor, code: str
) -> None:
    answer = client.read(f"/u/{code}/gegevens").submit(**{**FILLED, "has_consented": []})

    assert answer.status == 422
    assert answer.faults == ["Zonder akkoord bewaren wij niets. Vink het vakje aan."]
    assert answer.soup.select_one('input[name="name"]')["value"] == "Roos Deelneemster"
    assert rows(engine) == []


def test_everything_that_misses_is_told_at_once(client: Visitor, code: str) -> None:
    answer = client.read(f"/u/{code}/gegevens").submit()

    assert answer.faults == [
        "Kies minstens één ding om te doen.",
        "Vul de naam in.",
        "Kies minstens één manier om iemand te bereiken.",
        "Zonder akkoord bewaren wij niets. Vink het vakje aan.",
    ]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": ""}, "Vul de naam in."),
        ({"wishes": []}, "Kies minstens één ding om te doen."),
        ({"reach": []}, "Kies minstens één manier om iemand te bereiken."),
        ({"phone": ""}, "Vul een telefoonnummer in: nodig voor een sms, een telefoontje of een app."),
        ({"phone": "nul vier"}, "Vul een telefoonnummer in, zoals 0470 00 00 00."),
        ({"reach": ["mail"]}, "Vul een e-mailadres in: nodig voor een e-mail."),
        ({"email": "geen adres"}, "Vul een e-mailadres in, zoals naam@voorbeeld.be."),
    ],
)
def test_what_can_not_be_is_told_at_its_field(
    changes: dict[str, object], fault: str, engine: Engine, client: Visitor, code: str
) -> None:
    answer = client.read(f"/u/{code}/gegevens").submit(**{**FILLED, **changes})

    assert (answer.status, answer.faults) == (422, [fault])
    assert rows(engine) == []


def test_a_resident_withdraws_after_a_question_and_everything_is_erased(
    engine: Engine, client: Visitor, code: str
) -> None:
    client.read(f"/u/{code}/gegevens").submit(**FILLED)
    question = client.read(f"/u/{code}/gegevens/intrekken")
    assert question.title == "Wilt u uw gegevens laten wissen?"
    assert len(rows(engine)) == 1  # looking changes nothing

    after = question.submit().follow()

    assert "Uw gegevens zijn gewist" in after.text
    assert rows(engine) == []
    with Session(engine) as session:
        entries = session.scalars(select(JournalEntry).where(JournalEntry.event == "participant:withdrawn")).all()
    assert [(one.data, one.by_id) for one in entries] == [({}, None)]
    assert client.read(f"/u/{code}/gegevens").title == "Doet u mee?"
    assert client.read(f"/u/{code}/gegevens/intrekken").status == 302  # there is nothing to erase


def test_a_wrong_code_shows_nothing_and_too_many_tries_must_wait(client: Visitor, code: str) -> None:
    wrong = client.read("/u/CDFGHJKMNP/gegevens")
    assert (wrong.status, wrong.title) == (404, "Wij kennen deze code niet")
    assert client.read("/u/CDFGHJKMNP/gegevens/intrekken").status == 404

    for _try in range(98):
        client.get("/u/ander/gegevens")

    assert client.get(f"/u/{code}/gegevens").status_code == 429


def test_a_hall_that_shares_one_address_is_not_stopped_by_codes_that_are_right(client: Visitor, code: str) -> None:
    statuses = {client.get(f"/u/{code}/gegevens").status_code for _one in range(120)}

    assert statuses == {200}


def test_on_the_page_of_a_network_the_code_of_another_network_shows_nothing_and_says_so(
    client: Visitor, case: FoundingCase, foreign_code: str
) -> None:
    page = client.read(f"/steun/{case.number}/gegevens")

    answer = page.submit(code=foreign_code)

    assert (answer.status, answer.faults) == (
        422, ["Deze code hoort bij een ander netwerk. Hier kunt u er niets mee."])  # fmt: skip
    assert "Vera" not in answer.response.get_data(as_text=True)
    assert "westveld" not in answer.response.get_data(as_text=True).lower()


def test_codes_of_other_networks_count_as_tries_too(client: Visitor, case: FoundingCase, foreign_code: str) -> None:
    page = client.read(f"/steun/{case.number}/gegevens")
    for _try in range(100):
        page.submit(code=foreign_code)

    assert page.submit(code=foreign_code).status == 429


def test_on_the_page_of_a_network_one_types_the_code_of_the_letter(
    client: Visitor, case: FoundingCase, code: str
) -> None:
    page = client.read(f"/steun/{case.number.lower()}/gegevens")
    assert page.submit(code="CDFGH-JKMNP").faults == [
        "Deze code kennen wij niet. Kijk ze na: tien tekens, zonder de letters O en I."]  # fmt: skip

    there = page.submit(code=f" {spaced_code(code).lower()} ").follow()

    assert "Uw woning: Kerkstraat 1" in there.text


def test_who_gave_a_voice_confirms_it_first_and_finds_what_they_said_filled_in(
    engine: Engine, place: Place, client: Visitor
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
        _voice, token = give(session, case, datetime.now(UTC), answer(place, 4))
    to_confirm = client.read(f"/steun/stem/{token}/gegevens")
    assert to_confirm.location.endswith(f"/steun/stem/{token}")
    after = to_confirm.follow().submit().follow()
    assert f"/steun/stem/{token}/gegevens" in after.links()

    page = client.read(f"/steun/stem/{token}/gegevens")
    assert page.soup.select_one('input[name="name"]')["value"] == "Bewoner van 4"
    page.submit(wishes=["coordinator"], reach=["mail"], has_consented="y")

    [row] = rows(engine)
    assert (row.way, row.email, row.wishes) == ("voice", "woning0.4@buurt.example", ["coordinator"])
    client.read(f"/steun/stem/{token}/gegevens/intrekken").submit()
    assert rows(engine) == []


def test_a_link_that_leads_nowhere_says_so(client: Visitor, case: FoundingCase) -> None:
    for path in ("/steun/stem/onbekend/gegevens", "/steun/stem/onbekend/gegevens/intrekken"):
        page = client.read(path)
        assert (page.status, page.title) == (410, "Deze link werkt niet meer")


def test_after_the_case_ended_one_still_looks_and_withdraws_but_changes_nothing(
    engine: Engine, client: Visitor, case: FoundingCase, code: str
) -> None:
    page = client.read(f"/u/{code}/gegevens").submit(**FILLED).follow()
    with writing(engine) as session:
        session.get_one(FoundingCase, case.id).ended_at = datetime.now(UTC)

    closed = client.read(f"/u/{code}/gegevens")

    assert closed.status == 410
    assert "De oprichting van dit netwerk is gestopt." in closed.text
    assert "0470 00 00 00" in closed.text
    assert page.submit(phone="0470 11 11 11").status == 410
    assert rows(engine)[0].phone == "0470 00 00 00"
    client.read(f"/u/{code}/gegevens/intrekken").submit()
    assert rows(engine) == []


def test_the_pages_are_not_stored_found_or_told_to_other_sites(client: Visitor, case: FoundingCase, code: str) -> None:
    for path in (f"/u/{code}/gegevens", f"/steun/{case.number}/gegevens"):
        headers = client.read(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex"


def test_the_letter_leads_there_before_and_after_the_evening(engine: Engine, client: Visitor, code: str) -> None:
    before = client.read(f"/u/{code}")

    with writing(engine) as session:
        session.scalars(select(InfoEvening)).one().state = "held"
    after = client.read(f"/u/{code}")

    assert f"/u/{code}/gegevens" in before.links()
    assert f"/u/{code}/gegevens" in after.links()
