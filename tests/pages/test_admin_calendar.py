"""Closing days, absences and the journal of an authority, as its administrator and its staff see them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.absence import Absence
from models.closing_day import ClosingDay
from models.database import writing
from models.mandate import Mandate
from models.person import Person
from models.rules.access import Role
from tests.clock import today
from tests.factories import give_role, make_person, make_place

NEXT_YEAR = today().year + 1


@pytest.fixture
def administrator(place, signed_in):  # type: ignore[no-untyped-def]
    return signed_in(place.people[Role.ADMINISTRATOR])


def _mandate(engine, person) -> int:  # type: ignore[no-untyped-def]
    with Session(engine) as session:
        return session.scalars(select(Mandate.id).where(Mandate.person_id == person.id)).one()


def test_a_closing_day_is_added_listed_told_and_removed(administrator, engine) -> None:  # type: ignore[no-untyped-def]
    answer = administrator.read("/beheer/oosterbeke/sluitingsdagen/nieuw").submit(
        name="Kermismaandag", first_on=f"{NEXT_YEAR}-09-06"
    )
    assert answer.status == 302
    page = administrator.read("/beheer/oosterbeke/sluitingsdagen")
    assert "Kermismaandag" in page.text
    with Session(engine) as session:
        row_id = session.scalars(select(ClosingDay.id)).one()

    page.submit(action=f"/beheer/oosterbeke/sluitingsdagen/{row_id}/verwijderen")

    assert "Kermismaandag" not in administrator.read("/beheer/oosterbeke/sluitingsdagen").text.split("Mogelijke")[0]
    journal = administrator.read("/beheer/oosterbeke/logboek").text
    assert "Sluitingsdag toegevoegd: Kermismaandag" in journal
    assert "Sluitingsdag verwijderd: Kermismaandag" in journal


def test_a_closing_day_without_name_or_with_a_wrong_order_is_refused_at_its_field(administrator) -> None:  # type: ignore[no-untyped-def]
    page = administrator.read("/beheer/oosterbeke/sluitingsdagen/nieuw")

    assert page.submit(name="", first_on=f"{NEXT_YEAR}-09-06").status == 422
    wrong = page.submit(name="Kermis", first_on=f"{NEXT_YEAR}-09-06", last_on=f"{NEXT_YEAR}-09-01")
    assert (wrong.status, wrong.faults) == (422, ["De laatste dag ligt vóór de eerste."])


def test_a_bridge_day_can_be_chosen_from_the_list(administrator) -> None:  # type: ignore[no-untyped-def]
    page = administrator.read("/beheer/oosterbeke/sluitingsdagen")
    links = [link for link in page.links() if "first_on=" in link]

    answer = administrator.read(links[0]).submit()

    assert answer.status == 302


def test_public_holidays_of_this_year_are_listed_by_name(administrator) -> None:  # type: ignore[no-untyped-def]
    assert "Paasmaandag" in administrator.read("/beheer/oosterbeke/sluitingsdagen").text


def test_an_administrator_of_elsewhere_reaches_none_of_it(administrator, engine) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        make_place(session, "westveld", "WES")

    for page in ("sluitingsdagen", "sluitingsdagen/nieuw", "logboek", "afwezigheden", "teksten/mails", "huisstijl"):
        assert administrator.read(f"/beheer/westveld/{page}").status == 404


def test_the_mayor_enters_an_absence_and_ends_it(engine, place, signed_in) -> None:  # type: ignore[no-untyped-def]
    mayor = signed_in(place.people[Role.MAYOR])
    mandate_id = _mandate(engine, place.people[Role.MAYOR])

    answer = mayor.read(f"/account/afwezigheden/{mandate_id}/nieuw").submit(
        first_on=today().isoformat(), last_on=(today() + timedelta(days=7)).isoformat(),
        deputy_id=str(place.people[Role.DESK_OFFICER].id),
    )  # fmt: skip

    assert answer.status == 302
    page = mayor.read("/account/afwezigheden")
    assert place.people[Role.DESK_OFFICER].name in page.text
    with Session(engine) as session:
        absence_id = session.scalars(select(Absence.id)).one()
    page.submit(action=f"/account/afwezigheden/{absence_id}/beeindigen")
    assert "Er is geen afwezigheid genoteerd." in mayor.read("/account/afwezigheden").text


def test_who_stands_in_for_another_and_is_away_too_is_told_that_nobody_does_then(engine, place, signed_in) -> None:  # type: ignore[no-untyped-def]
    mayor, desk = place.people[Role.MAYOR], place.people[Role.DESK_OFFICER]
    with writing(engine) as session:
        third = make_person(session, "Bea Derde")
        give_role(session, third, Role.DESK_OFFICER, session.merge(place.municipality))
    days = {"first_on": today().isoformat(), "last_on": (today() + timedelta(days=7)).isoformat()}
    away = signed_in(mayor).read(f"/account/afwezigheden/{_mandate(engine, mayor)}/nieuw")
    assert "Let op" not in away.submit(**days, deputy_id=str(desk.id)).follow().text

    page = signed_in(desk).read(f"/account/afwezigheden/{_mandate(engine, desk)}/nieuw")
    answer = page.submit(**days, deputy_id=str(third.id)).follow()

    assert "De afwezigheid is genoteerd." in answer.text
    assert f"ook {mayor.name} (burgemeester). Op de dagen waarop beiden weg zijn, doet niemand dat." in answer.text


def test_nobody_enters_an_absence_of_somebody_else(engine, place, signed_in) -> None:  # type: ignore[no-untyped-def]
    mandate_id = _mandate(engine, place.people[Role.MAYOR])

    assert signed_in(place.people[Role.DESK_OFFICER]).read(f"/account/afwezigheden/{mandate_id}/nieuw").status == 404


def test_a_deputy_from_nowhere_is_refused_at_the_field(administrator, engine, place) -> None:  # type: ignore[no-untyped-def]
    mandate_id = _mandate(engine, place.people[Role.MAYOR])

    answer = administrator.read(f"/beheer/oosterbeke/afwezigheden/{mandate_id}/nieuw").submit(
        first_on=today().isoformat(), last_on=today().isoformat(), deputy_id="999999"
    )

    assert answer.status == 422
    assert "Kies een collega" in answer.text


def test_a_standing_deputy_and_a_head_are_kept(administrator, engine, place) -> None:  # type: ignore[no-untyped-def]
    mandate_id = _mandate(engine, place.people[Role.MAYOR])
    desk = place.people[Role.DESK_OFFICER]

    answer = administrator.read(f"/beheer/oosterbeke/functies/{mandate_id}/plaatsvervanger").submit(
        deputy_id=str(desk.id), is_head="y"
    )

    assert answer.status == 302
    with Session(engine) as session:
        mandate = session.get_one(Mandate, mandate_id)
        assert (mandate.deputy_id, mandate.is_head) == (desk.id, True)


def test_staff_choose_how_often_they_get_mails_that_inform(engine, place, signed_in) -> None:  # type: ignore[no-untyped-def]
    mayor = signed_in(place.people[Role.MAYOR])

    assert mayor.read("/account/berichten").submit(mail_rhythm="at_once").status == 302

    with Session(engine) as session:
        assert session.get_one(Person, place.people[Role.MAYOR].id).mail_rhythm == "at_once"


def test_a_changed_setting_says_where_each_value_comes_from_and_stands_in_the_journal(administrator) -> None:  # type: ignore[no-untyped-def]
    page = administrator.read("/beheer/oosterbeke/instellingen")
    assert "Nu: 30, van de standaard." in page.text

    page.submit(opinion_term_days="21")

    assert (
        "Nu: 21, eigen keuze. Zonder eigen keuze: 30, van de standaard."
        in administrator.read("/beheer/oosterbeke/instellingen").text
    )
    assert "van 30 naar 21" in administrator.read("/beheer/oosterbeke/logboek").text


def test_every_setting_stands_in_a_section(app) -> None:  # type: ignore[no-untyped-def]
    from models.rules.procedure_settings import ProcedureSettings
    from webapp.admin.setting_sections import SECTIONS

    listed = [name for section in SECTIONS for name in section.names]

    assert set(ProcedureSettings.__dataclass_fields__) == set(listed)
    assert len(listed) == len(set(listed))
