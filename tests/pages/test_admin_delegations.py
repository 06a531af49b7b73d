"""The administrator's page of standing delegations, and the page on which a delegate decides."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.database import writing
from models.delegation import Delegation
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.clock import today
from tests.factories import Place, advance_to, make_place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page, Visitor

DESK = Role.DESK_OFFICER
LIST = "/beheer/oosterbeke/delegaties"


@pytest.fixture
def administrator(place: Place, signed_in: SignedIn) -> Visitor:
    return signed_in(place.people[Role.ADMINISTRATOR])


def _enter(administrator: Visitor, place: Place, **changes: object) -> Page:
    values = {"body": "college", "person_id": str(place.people[DESK].id), "reference": "collegebesluit 2026/114"}
    return administrator.read(f"{LIST}/nieuw").submit(**{**values, **changes})


def test_a_delegation_is_noted_listed_told_and_taken_back(administrator: Visitor, engine: Engine, place: Place) -> None:
    page = _enter(administrator, place).follow()
    assert "De delegatie is genoteerd." in page.text
    assert f"{place.people[DESK].name} namens het college van burgemeester en schepenen" in page.text
    with Session(engine) as session:
        row_id = session.scalars(select(Delegation.id)).one()

    after = page.submit(action=f"{LIST}/{row_id}/intrekken").follow()

    assert "Er is geen delegatie genoteerd." in after.text
    journal = administrator.read("/beheer/oosterbeke/logboek").text
    assert "Delegatie door het college van burgemeester en schepenen aan desk_officer" in journal
    assert "ingetrokken: collegebesluit 2026/114" in journal
    assert page.in_another_window().submit(action=f"{LIST}/{row_id}/intrekken").status == 409


@pytest.mark.parametrize(("changes", "fault"), [
    ({"body": ""}, "Kies wie delegeert."),
    ({"person_id": "x"}, "Ongeldige keuze: kon niet omgezet worden."),
    ({"person_id": "999999"}, "Kies iemand die op de eerste dag een functie heeft in deze dienst."),
    ({"reference": ""}, "Vul in met welk besluit er gedelegeerd is."),
    ({"reference": "x" * 151}, "Hoogstens 150 tekens."),
    ({"last_on": "2026-01-02"}, "De laatste dag ligt vóór de eerste."),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    administrator: Visitor, place: Place, changes: dict[str, object], fault: str
) -> None:
    page = _enter(administrator, place, **changes)

    assert page.status == 422
    assert page.faults == [fault]


def test_another_administrator_reaches_none_of_it(engine: Engine, administrator: Visitor) -> None:
    with writing(engine) as session:
        make_place(session, "westveld", "WES")

    assert administrator.read("/beheer/westveld/delegaties").status == 404
    assert administrator.read("/beheer/westveld/delegaties/nieuw").status == 404


def test_a_delegate_reads_in_whose_name_they_decide_and_the_page_keeps_it(
    administrator: Visitor, engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        number = advance_to(session, place, Stage.CONSULTATION).number
    desk = signed_in(place.people[DESK])
    address = f"/dossier/{number}/decide-as-municipality"
    assert desk.read(address).status == 403
    _enter(administrator, place)

    page = desk.read(address)
    printed = (f"desk_officer, namens het college van burgemeester en schepenen, bij delegatie van "
               f"{today():%d/%m/%Y} (collegebesluit 2026/114)")  # fmt: skip
    assert f"U beslist als {printed}." in page.text
    assert page.soup.select_one("#body") is None
    done = page.submit(is_approved="yes", reason="Past in ons beleid.", decided_on=today().isoformat())

    assert printed in done.follow().text
    with Session(engine) as session:
        assert session.scalars(select(Approval.body)).one() == printed
    assert "bij delegatie voor burgemeester" in desk.read(f"/dossier/{number}/dossierlogboek").text
