"""Who counts the support sees who gave a voice and enters what came on paper; who doesn't reads the number."""

from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.support import support_sheets
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.support import WISHES
from models.support import SupportSheet, Voice
from tests.factories import Place, acting, advance_to, later
from tests.files import PDF
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor
from tests.support_steps import answer, confirmed, enter_sheet


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case of which the request was accepted."""
    with writing(engine) as session:
        return advance_to(session, place, Stage.CONSULTATION)


COUNTERS = (Role.DESK_OFFICER, Role.MANDATED_OFFICER)


def test_who_gave_a_voice_how_and_what_they_want_to_do_is_seen_by_who_counts_only(
    engine: Engine, client: Visitor, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    told = replace(answer(place, 3, "against"), phone="0470 11 22 33", wishes=list(WISHES))
    with writing(engine) as session:
        confirmed(session, case, later(case), told)
    address = f"/dossier/{case.number}/stemmen"
    secrets = ("Bewoner van 3", told.email, "0470 11 22 33", *WISHES.values())

    for role in place.people:
        browser = signed_in(place.people[role])
        page = browser.read(address)
        read = [words for words in secrets if words in page.text]
        assert (page.status == 200, read) == ((True, list(secrets)) if role in COUNTERS else (False, [])), role
        assert (address in browser.read(f"/dossier/{case.number}").links()) is (role in COUNTERS), role
    assert signed_in(place.resident).read(address).status == 403
    assert client.read(address).status == 302
    assert "Bewoner van 3" not in client.read(f"/steun/{case.number}").text


@pytest.mark.parametrize("role", [Role.MAYOR, Role.POLICE_CHIEF])
def test_who_does_not_count_reads_the_number_and_opens_no_scan_with_names(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn, role: Role
) -> None:
    with writing(engine) as session:
        confirmed(session, case, later(case), answer(place, 3))
        sheet = enter_sheet(session, place, case, acting(session, place.people[COUNTERS[0]]), later(case), houses=(4,))
    scan = f"/dossier/{case.number}/bijlage/{sheet.upload_id}"
    browser = signed_in(place.people[role])

    page = browser.read(f"/dossier/{case.number}")

    assert "1 woningen zijn voor" in page.text
    assert (scan in page.links(), browser.read(scan).status) == (False, 403)
    assert signed_in(place.people[COUNTERS[1]]).get(scan).status_code in (200, 503)


def test_all_that_a_dwelling_ticked_on_paper_is_entered_and_comes_back_with_the_sheet(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    address = f"/dossier/{case.number}/enter-support-sheet"
    lines = {"lines-0-number": "3", "lines-0-name": "An Buur", "lines-0-contact": "0470 11 22 33",
             "lines-0-wishes": ["member", "coordinator", "steering_group"],
             "lines-1-number": "4", "lines-1-name": "Bo Buur"}  # fmt: skip

    desk.read(address).submit(scan=[(BytesIO(PDF), "lijst.pdf")], **lines).follow()

    with Session(engine) as session:
        voices = session.scalars(select(Voice).order_by(Voice.line)).all()
        assert [voice.wishes for voice in voices] == [["member", "coordinator", "steering_group"], []]
        sheet = session.scalars(select(SupportSheet)).one()
    with writing(engine) as session:
        by = acting(session, place.people[Role.MANDATED_OFFICER])
        support_sheets.check_support_sheet(
            session, case.id, by, later(case), sheet_id=sheet.id, lines={}, send_back=True, reason="Niet leesbaar."
        )
    again = desk.read(f"{address}?lijst={sheet.id}")
    ticked = [one["value"] for one in again.soup.select("input[name=lines-0-wishes][checked]")]
    assert ticked == ["member", "coordinator", "steering_group"]
