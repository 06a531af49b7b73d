"""The administrator regulates settings and functions of their own authority, and sees no case."""

from dataclasses import fields

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.database import writing
from models.mandate import Mandate
from models.rules.access import Role
from models.rules.procedure_settings import ProcedureSettings
from tests.factories import make_place, submitted
from webapp.admin.forms import ChangeSettingsForm


@pytest.fixture
def administrator(place, signed_in):  # type: ignore[no-untyped-def]
    return signed_in(place.people[Role.ADMINISTRATOR])


def test_every_setting_of_the_procedure_can_be_changed_on_the_page(app) -> None:  # type: ignore[no-untyped-def]
    with app.test_request_context():
        names = {field.name for field in ChangeSettingsForm()}

    assert {field.name for field in fields(ProcedureSettings)} <= names


@pytest.mark.journey("change_settings", "without_scripts")
def test_a_changed_setting_is_kept_and_what_was_not_changed_is_not(administrator, engine, place) -> None:  # type: ignore[no-untyped-def]
    answer = administrator.read("/beheer/oosterbeke/instellingen").submit(opinion_term_days="21")

    assert answer.status == 302
    with Session(engine) as session:
        assert session.scalars(select(Authority.settings).where(Authority.slug == "oosterbeke")).one() == {
            "opinion_term_days": 21
        }


def test_a_setting_that_can_not_be_is_refused_at_its_field(administrator) -> None:  # type: ignore[no-untyped-def]
    answer = administrator.read("/beheer/oosterbeke/instellingen").submit(evaluation_months="-3")

    assert answer.status == 422
    assert "Vul een getal in, 0 of meer." in answer.text


def test_an_administrator_of_one_municipality_does_not_reach_another(administrator, engine, place) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        make_place(session, "westveld", "WES")

    assert administrator.read("/beheer/westveld/instellingen").status == 404
    assert administrator.read("/beheer/westveld/functies").status == 404


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF])
def test_nobody_else_administers(place, signed_in, role: Role) -> None:  # type: ignore[no-untyped-def]
    assert signed_in(place.people[role]).read("/beheer").status == 403


def test_an_administrator_sees_no_case(administrator, engine, place) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        place_here = session.get_one(Authority, place.municipality.id)
        assert place_here
        number = submitted(session, place).number

    assert administrator.read(f"/dossier/{number}").status == 404


def test_somebody_gets_a_function_and_loses_it(administrator, engine, place) -> None:  # type: ignore[no-untyped-def]
    given = administrator.read("/beheer/oosterbeke/functies/nieuw").submit(
        name="Nieuwe Collega", email="nieuw@oosterbeke.example", role="desk_officer", function="dienst Veiligheid"
    )
    assert given.status == 302
    with Session(engine) as session:
        mandate = session.scalars(select(Mandate).order_by(Mandate.id.desc()).limit(1)).one()

    page = administrator.read("/beheer/oosterbeke/functies")
    ended = page.submit(action=f"/beheer/oosterbeke/functies/{mandate.id}/beeindigen")

    assert ended.status == 302
    assert "Nieuwe Collega" not in administrator.read("/beheer/oosterbeke/functies").text


def test_a_municipality_has_no_police_functions_to_give(administrator) -> None:  # type: ignore[no-untyped-def]
    answer = administrator.read("/beheer/oosterbeke/functies/nieuw").submit(
        name="Toch Politie", email="toch@oosterbeke.example", role="police_chief", function="korpschef"
    )

    assert answer.status == 422


def test_a_minimum_above_the_maximum_is_refused_at_its_field(administrator, engine) -> None:  # type: ignore[no-untyped-def]
    page = administrator.read("/beheer/oosterbeke/instellingen")

    answer = page.submit(minimum_area_dwellings="350", maximum_area_dwellings="50")

    assert answer.status == 422
    assert answer.faults == ["Het minimum ligt boven het maximum van 50 woningen: geen enkel gebied kan dan voldoen."]
    assert answer.soup.select_one("#minimum_area_dwellings-error")
    with Session(engine) as session:
        assert session.scalars(select(Authority.settings).where(Authority.slug == "oosterbeke")).one() == {}
