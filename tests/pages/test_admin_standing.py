"""The pages on which an administrator writes the standing text of the charter."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority_text import AuthorityText
from models.database import writing
from models.rules.access import Role
from tests.factories import make_place

LIST = "/beheer/oosterbeke/standaardtekst"
MEMBERS = f"{LIST}/members"


@pytest.fixture
def administrator(place, signed_in):  # type: ignore[no-untyped-def]
    return signed_in(place.people[Role.ADMINISTRATOR])


def _kept(engine) -> list[str]:  # type: ignore[no-untyped-def]
    with Session(engine) as session:
        return list(session.scalars(select(AuthorityText.text).order_by(AuthorityText.id)))


def test_a_text_is_saved_and_read_filled_in_with_who_and_in_the_journal(administrator, place) -> None:  # type: ignore[no-untyped-def]
    answer = administrator.read(MEMBERS).submit(text="Leden van ((netwerk)) uit ((gemeente)).")
    assert answer.status == 302

    page = administrator.read(MEMBERS)

    assert "Leden van BIN Lindekwartier uit Oosterbeke." in page.text
    assert place.people[Role.ADMINISTRATOR].name in page.soup.select_one("ul.rows").get_text()
    assert "standaardtekst van het charter" in administrator.read("/beheer/oosterbeke/logboek").text


def test_a_zone_writes_the_channels_of_its_messages_once_for_every_charter(administrator) -> None:  # type: ignore[no-untyped-def]
    plan = f"{LIST}/communication_plan"
    assert administrator.read(plan).submit(**{"messages.urgent.channel": "sms van ((zone))"}).status == 302

    page = administrator.read(plan)

    assert "Dringend bericht: Langs welke weg?" in page.text
    assert "sms van Politiezone Oosterbeke" in page.text
    wrong = page.submit(**{"messages.urgent.sender": "((voornaam))"})
    assert wrong.status == 422
    assert wrong.soup.select_one('[href="#messages.urgent.sender"]') is not None


def test_the_list_says_what_is_essential_with_its_source_and_what_is_own(administrator) -> None:  # type: ignore[no-untyped-def]
    administrator.read(MEMBERS).submit(text="Eigen.")

    rows = [row.get_text() for row in administrator.read(LIST).soup.select("ul.rows li")]

    assert [row for row in rows if "Eigen tekst." in row] == [row for row in rows if "plichten van de leden" in row]
    assert any(
        "Taken van de gemeente" in row and "Essentieel" in row and "het officiële stappenplan" in row for row in rows
    )
    assert administrator.read("/beheer").soup.select_one(f"a[href='{LIST}']")


def test_a_promise_of_fewer_burglaries_is_warned_about_with_its_source(administrator) -> None:  # type: ignore[no-untyped-def]
    administrator.read(MEMBERS).submit(text="Er komen minder inbraken.")

    text = administrator.read(MEMBERS).text

    assert "beloof geen minder inbraken" in text
    assert "UGent 2020" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Dag ((voornaam))", "Het veld ((voornaam)) bestaat niet."),
        ("Dag ((gemeente)", "Kijk de haakjes na."),
        ("x" * 5001, "Hoogstens 5000 tekens."),
    ],
)
def test_a_wrong_text_is_refused_at_its_field(administrator, engine, typed: str, sentence: str) -> None:  # type: ignore[no-untyped-def]
    answer = administrator.read(MEMBERS).submit(text=typed)

    assert answer.status == 422
    assert sentence in answer.soup.select_one("#text-error").get_text()
    assert _kept(engine) == []


def test_markup_is_kept_as_words(administrator, engine) -> None:  # type: ignore[no-untyped-def]
    administrator.read(MEMBERS).submit(text="<p>Beste <b>leden</b></p><script>alert(1)</script>")

    assert "<script>" not in administrator.read(MEMBERS).soup.select_one("main").decode()
    assert "Beste leden" in _kept(engine)[0]


def test_a_page_that_is_old_overwrites_nothing_and_keeps_what_was_typed(administrator, engine) -> None:  # type: ignore[no-untyped-def]
    old = administrator.read(MEMBERS)
    administrator.read(MEMBERS).submit(text="Van een collega.")

    answer = old.submit(text="Van mij.")

    assert answer.status == 422
    assert "Iemand anders bewaarde deze tekst intussen." in answer.text
    assert "Van mij." in answer.soup.select_one("textarea#text").get_text()
    assert _kept(engine) == ["Van een collega."]


@pytest.mark.parametrize("seen", ["", "x", "٣", "-1", "9" * 40])
def test_a_strange_position_is_refused(administrator, engine, seen: str) -> None:  # type: ignore[no-untyped-def]
    assert administrator.read(MEMBERS).submit(text="Van mij.", seen=seen).status == 422
    assert _kept(engine) == []


def test_an_earlier_version_is_brought_back(administrator, engine) -> None:  # type: ignore[no-untyped-def]
    for text in ("Eerste", "Tweede"):
        administrator.read(MEMBERS).submit(text=text)
    page = administrator.read(MEMBERS)
    earlier = page.soup.select("input[name=version_id]")[-1]["value"]

    answer = page.submit(action=f"{MEMBERS}/terug", version_id=earlier)

    assert answer.status == 302
    assert _kept(engine) == ["Eerste", "Tweede", "Eerste"]


@pytest.mark.parametrize("version_id", ["", "x", "999999", "9" * 40])
def test_a_version_that_is_not_there_is_refused(administrator, engine, version_id: str) -> None:  # type: ignore[no-untyped-def]
    for text in ("Eerste", "Tweede"):
        administrator.read(MEMBERS).submit(text=text)

    answer = administrator.read(MEMBERS).submit(action=f"{MEMBERS}/terug", version_id=version_id)

    assert answer.status == 409
    assert _kept(engine) == ["Eerste", "Tweede"]


def test_other_tenants_other_roles_and_unknown_sections_find_nothing(administrator, place, engine, signed_in) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        stranger = make_place(session, "westerbeke", "WES").people[Role.ADMINISTRATOR]
        session.flush()
        session.refresh(stranger)
        session.expunge(stranger)

    assert signed_in(stranger).get(MEMBERS).status_code == 404
    assert signed_in(place.people[Role.MAYOR]).get(MEMBERS).status_code in (403, 404)
    for code in ("parties", "nothing", "members%20"):
        assert administrator.get(f"{LIST}/{code}").status_code == 404
