"""The support page: one voice per dwelling, confirmed by mail; nothing tells a stranger who gave one."""

import re

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.operations.requests import requesting
from models.operations.support.giving_voices import CONFIRM_WITHIN
from models.outbox import Effect
from models.queries.cases.facts import settings_of
from models.queries.support.support import staff_support
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import Invalid
from models.support import Voice
from tests.factories import START, Place, acting, advance_to, answers_for, later, submitted
from tests.pages.giving_voices import FILLED, count, links_to, send
from tests.pages.visiting import Visitor
from tests.support_steps import answer, confirmed


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case of which the request was accepted."""
    with writing(engine) as session:
        return advance_to(session, place, Stage.CONSULTATION)


def test_a_dwelling_gives_its_voice_and_confirms_it_without_an_account(
    engine: Engine, client: Visitor, case: FoundingCase, place: Place
) -> None:
    answered = send(client, case, place, wishes=["member", "coordinator"]).follow()
    assert answered.title == "Kijk in uw mailbox"
    assert count(engine, case) == 0

    page = client.read(links_to(engine)[0])
    assert page.title == "Bevestig uw stem"
    assert "Kerkstraat 3" in page.text
    after = page.submit().follow()

    assert "Uw stem is bevestigd" in after.text
    assert count(engine, case) == 1
    with Session(engine) as session:
        voice = session.scalars(select(Voice)).one()
        assert (voice.wishes, voice.name, voice.house_number) == (["member", "coordinator"], "Roos Buur", 3)


def test_opening_the_link_changes_nothing_because_mail_scanners_open_links_too(
    engine: Engine, client: Visitor, case: FoundingCase, place: Place
) -> None:
    send(client, case, place)
    link = links_to(engine)[0]

    for _time in range(3):
        assert client.read(link).status == 200
    assert client.head(link).status_code == 200
    client.read(f"{link}/intrekken")

    assert count(engine, case) == 0
    with Session(engine) as session:
        assert session.scalars(select(Voice.state)).all() == ["unconfirmed"]


def test_the_pages_of_a_link_are_not_kept_and_travel_nowhere(
    engine: Engine, client: Visitor, case: FoundingCase, place: Place
) -> None:
    send(client, case, place)

    page = client.read(links_to(engine)[0])

    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")


def test_the_same_link_changes_the_voice_and_takes_it_back(
    engine: Engine, client: Visitor, case: FoundingCase, place: Place
) -> None:
    send(client, case, place)
    link = links_to(engine)[0]
    client.read(link).submit()

    changed = client.read(link).submit(choice="against").follow()
    assert "Uw stem is aangepast" in changed.text
    assert count(engine, case) == 0
    taken_back = client.read(f"{link}/intrekken").submit().follow()

    assert "Uw stem is ingetrokken" in taken_back.text
    assert client.read(link).status == 410
    with Session(engine) as session:
        left = session.scalars(select(Voice).where(Voice.state == "withdrawn")).one()
        assert (left.name, left.email, left.phone) == ("", "", "")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"number": ""}, "Vul uw huisnummer in."),
        ({"number": "99"}, "Wij kennen geen nummer 99 in de Kerkstraat. Kijk het nummer na."),
        ({"number": "drie"}, "'drie' is geen huisnummer. Voorbeeld: 12, 12A of 12 bus 3."),
        ({"choice": []}, "Kies voor, tegen of meer weten."),
        ({"name": ""}, "Vul uw naam in."),
        ({"email": "geen adres"}, "Vul een e-mailadres in, zoals naam@voorbeeld.be."),
        ({"street_id": ""}, "Kies uw straat."),
        ({"street_id": "999999"}, "Kies een straat van het gebied."),
        ({"street_id": "x²"}, "Kies een straat van het gebied."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    engine: Engine, client: Visitor, case: FoundingCase, place: Place, changes: dict[str, object], fault: str
) -> None:
    page = send(client, case, place, phone="0470 00 00 00", **changes)

    assert page.status == 422
    assert page.faults == [fault]
    assert page.soup.select_one('[name="phone"][value="0470 00 00 00"]')
    with Session(engine) as session:
        assert session.scalars(select(Voice)).all() == []


def test_a_house_outside_the_area_is_told_so(client: Visitor, case: FoundingCase, place: Place) -> None:
    page = send(client, case, place, street_id=str(place.streets[1].id), number="2")

    assert page.faults == ["Nummer 2 van de Molenstraat ligt niet in het gebied van dit netwerk."]


def test_nothing_tells_a_stranger_that_a_dwelling_or_address_gave_its_voice(
    app: Flask, engine: Engine, client: Visitor, case: FoundingCase, place: Place
) -> None:
    """The same pages and the same mail for who is first, who is second, and who asks again."""
    first = [send(client, case, place).follow().text]
    first.append(client.read(links_to(engine)[0]).submit().follow().text)

    stranger = app.test_client()
    assert isinstance(stranger, Visitor)
    second = [send(stranger, case, place, email="vreemd@elders.example").follow().text]
    second.append(stranger.read(links_to(engine, "vreemd@elders.example")[0]).submit().follow().text)
    again = send(stranger, case, place).follow().text

    assert second == first
    assert again == first[0]
    assert count(engine, case) == 1


def test_a_second_mail_is_the_same_as_a_first_and_who_was_first_hears_of_it(
    engine: Engine, client: Visitor, case: FoundingCase, place: Place
) -> None:
    send(client, case, place)
    client.read(links_to(engine)[0]).submit()
    send(client, case, place, email="huisgenoot@buurt.example")
    client.read(links_to(engine, "huisgenoot@buurt.example")[0]).submit()

    with Session(engine) as session:
        mails = [mail.payload for mail in session.scalars(select(Effect).where(Effect.case_id.is_(None)))]
    plain = {(mail["to"], mail["subject"], re.sub(r"/steun/stem/\S+", "", mail["text"])) for mail in mails}
    to_confirm = {(subject, text) for _to, subject, text in plain if subject.startswith("Bevestig")}
    assert len(to_confirm) == 1
    assert [to for to, subject, _text in plain if subject.startswith("Nog een stem")] == ["roos@buurt.example"]


def test_the_tenth_request_in_a_minute_from_one_address_is_asked_to_wait(
    client: Visitor, case: FoundingCase, place: Place
) -> None:
    answers = [send(client, case, place, number="99") for _time in range(10)]

    assert [page.status for page in answers] == [422] * 9 + [429]
    assert "te vaak" in answers[-1].text
    assert "Roos Buur" in answers[-1].text  # nothing typed is lost
    assert int(answers[-1].headers["Retry-After"]) <= 60


def test_before_the_request_is_accepted_there_is_no_page_and_afterwards_it_is_closed(
    engine: Engine, client: Visitor, place: Place
) -> None:
    with writing(engine) as session:
        early, late = submitted(session, place), advance_to(session, place, Stage.CHARTER)

    assert client.read(f"/steun/{early.number}").status == 404
    assert client.read("/steun/OOS-2026-9999").status == 404
    assert client.read(f"/steun/{late.number}").status == 410


@pytest.mark.parametrize(("audience", "is_linked"), [("public", True), ("partners", False)])
def test_who_finds_the_page_closed_can_read_the_minutes_of_the_evening(
    engine: Engine, client: Visitor, place: Place, audience: str, is_linked: bool
) -> None:
    with writing(engine) as session:
        late = advance_to(session, place, Stage.CHARTER)
        minutes = Document(
            case_id=late.id, kind="minutes", version="1", title="Verslag", media_type="application/pdf",
            filename="verslag.pdf", sha256="0" * 64, size=1000, audience=audience, produced_at=START,
        )  # fmt: skip
        session.add(minutes)

    page = client.read(f"/steun/{late.number}")

    assert bool(page.soup.select(f'main a[href="/document/{minutes.id}"]')) is is_linked


def test_the_address_may_be_typed_in_small_letters(client: Visitor, case: FoundingCase) -> None:
    page = client.read(f"/steun/{case.number.lower()}")

    assert page.follow().status == 200


def test_a_link_that_expired_or_was_made_up_is_told_in_words(
    engine: Engine, client: Visitor, case: FoundingCase, place: Place
) -> None:
    send(client, case, place)
    link = links_to(engine)[0]
    with writing(engine) as session:
        voice = session.scalars(select(Voice)).one()
        assert voice.expires_at is not None
        voice.expires_at -= CONFIRM_WITHIN

    for address in (link, f"{link}/intrekken", "/steun/stem/verzonnen"):
        page = client.read(address)
        assert (page.status, page.title) == (410, "Deze link werkt niet meer")


def test_everybody_sees_the_progress_in_steps_of_five_with_the_words_beside_the_bar(
    engine: Engine, client: Visitor, place: Place, case: FoundingCase
) -> None:
    with writing(engine) as session:
        for house in range(1, 8):
            confirmed(session, case, later(case), answer(place, house))

    page = client.read(f"/steun/{case.number}")

    assert "ongeveer 5 van de 10 woningen" in page.text
    assert "7 van de" not in page.text
    assert [str(bar["value"]) for bar in page.soup.select("progress")] == ["5", "5"]
    assert page.soup.select_one("svg title")
    assert f"/steun/{case.number}" in page.text


def test_the_street_lookup_leads_to_the_support_page(client: Visitor, case: FoundingCase) -> None:
    page = client.read("/zoek?straat=Kerkstraat")

    assert f"/steun/{case.number}" in page.links()


def test_no_form_of_another_site_gives_a_voice(engine: Engine, client: Visitor, case: FoundingCase) -> None:
    assert client.send(f"/steun/{case.number}", FILLED).status == 400
    assert client.read(f"/steun/{case.number}").submit(**FILLED, csrf_token="x").status == 400


def test_a_link_that_is_used_when_the_gathering_is_over_says_so(
    engine: Engine, client: Visitor, case: FoundingCase, place: Place
) -> None:
    send(client, case, place)
    link = links_to(engine)[0]
    asked, page = client.read(f"{link}/intrekken"), client.read(link)
    with writing(engine) as session:
        advance_to(session, place, Stage.CHARTER, session.merge(case))

    assert (page.submit().status, client.read(link).status) == (410, 410)
    assert asked.submit().status == 409
    assert count(engine, case) == 0


def test_another_dwelling_of_the_same_street_is_another_voice(
    engine: Engine, client: Visitor, case: FoundingCase, place: Place
) -> None:
    for number in ("3", "4"):
        send(client, case, place, number=number, email=f"n{number}@buurt.example")
        client.read(links_to(engine, f"n{number}@buurt.example")[0]).submit()

    assert count(engine, case) == 2


def wide_case(engine: Engine, place: Place, **answers: object) -> FoundingCase:
    """A founding that is gathering support, for a whole municipality or for a sector."""
    with writing(engine) as session:
        resident, desk = acting(session, place.resident), acting(session, place.people[Role.DESK_OFFICER])
        case = requesting.submit_request(session, resident, START, answers_for(place, segments=(), **answers))
        requesting.accept_request(session, case.id, desk, START)
        return case


def test_any_dwelling_of_the_municipality_has_a_voice_about_a_network_for_all_of_it(
    engine: Engine, client: Visitor, place: Place
) -> None:
    case = wide_case(engine, place, kind="bin_z", scope="municipality")
    page = client.read(f"/steun/{case.number}")
    filled = {**FILLED, "street_id": place.streets[1].name.upper(), "number": "2"}

    assert page.submit(**filled).follow().title == "Kijk in uw mailbox"
    client.read(links_to(engine)[0]).submit()

    assert count(engine, case) == 1
    assert "Het hele gebied" in client.read(f"/steun/{case.number}").text
    with Session(engine) as session:
        found = session.get_one(FoundingCase, case.id)
        told = staff_support(session, found, settings_of(found))
    assert [(one.name, dict(one.choices)) for one in told.streets] == [("Heel Oosterbeke", {"for": 1})]


@pytest.mark.parametrize(
    ("street", "number", "fault"),
    [
        ("Nergenslaan", "2", "Wij kennen deze straat niet in Oosterbeke. Kies een straat uit de lijst."),
        ("0", "2", "Wij kennen deze straat niet in Oosterbeke. Kies een straat uit de lijst."),
        ("", "2", "Vul uw straat in."),
        ("Kerkstraat", "99", "Wij kennen geen nummer 99 in de Kerkstraat. Kijk het nummer na."),
    ],
)
def test_a_street_or_number_that_the_municipality_does_not_have_is_told_at_its_field(
    engine: Engine, client: Visitor, place: Place, street: str, number: str, fault: str
) -> None:
    case = wide_case(engine, place, kind="bin_z", scope="municipality")

    answered = client.read(f"/steun/{case.number}").submit(**{**FILLED, "street_id": street, "number": number})

    assert answered.status == 422
    assert answered.faults == [fault]


def test_the_support_for_a_sector_is_not_counted_by_dwelling_and_the_page_says_so(
    engine: Engine, client: Visitor, place: Place
) -> None:
    case = wide_case(engine, place, kind="sector", scope="members", boundary_text="De landbouwers van Oosterbeke.")

    page = client.read(f"/steun/{case.number}")

    assert "telt niet per woning" in page.text
    assert page.soup.select("main form") == []
    with writing(engine) as session, pytest.raises(Invalid, match="not_by_dwelling"):
        confirmed(session, case, later(case), answer(place, 1))
