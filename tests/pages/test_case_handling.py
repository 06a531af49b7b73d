"""The page that says who has a case in hand and holds the notes of one side."""

from sqlalchemy import Engine

from models.case import FoundingCase
from models.database import writing
from models.operations.cases import assigning
from models.rules.access import Role
from tests.factories import START, Place, acting, submitted
from tests.pages.conftest import SignedIn

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF


def _case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return submitted(session, place)


def test_a_case_is_taken_handed_over_and_shown_with_its_explanation(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    address = f"/dossier/{_case(engine, place).number}/behandeling"
    officer = signed_in(place.people[P])

    page = officer.read(address).submit(f"{address}/nemen").follow()
    assert "U behandelt dit dossier nu." in page.text
    filled = officer.read(f"{address}/doorgeven").submit(colleague_id=place.people[C].id, explanation="Met verlof.")

    assert "Het dossier is doorgegeven." in filled.follow().text
    seen = signed_in(place.people[C]).read(address)
    assert "Met verlof." in seen.text
    assert "Ik heb het gezien" not in seen.submit(f"{address}/gezien").follow().text


def test_the_desk_never_sees_a_note_of_the_police(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    case = _case(engine, place)
    with writing(engine) as session:
        officer = acting(session, place.people[P])
        assigning.write_note(session, case.id, officer, START, text="Bekend bij ons.", colleague_ids=[])

    for person in (place.people[D], place.people[M], place.resident):
        browser = signed_in(person)
        for more in ("", "/behandeling", "/dossierlogboek", "/journal.json", "/behandeling/nota"):
            answer = browser.get(f"/dossier/{case.number}{more}")
            assert "Bekend bij ons." not in answer.get_data(as_text=True)
    assert "Bekend bij ons." in signed_in(place.people[C]).read(f"/dossier/{case.number}/behandeling").text


def test_what_is_missing_is_said_beside_its_field(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    address = f"/dossier/{_case(engine, place).number}/behandeling"
    officer = signed_in(place.people[P])

    empty = officer.read(f"{address}/nota").submit(text="")
    stranger = officer.read(f"{address}/nota").submit(text="Zie dit.", colleague_ids=place.people[D].id)
    no_number = officer.read(f"{address}/nota").submit(text="Zie dit.", colleague_ids="x")

    assert (empty.status, empty.faults) == (422, ["Schrijf uw nota."])
    assert (stranger.status, stranger.faults) == (422, ["Kies een collega uit de lijst."])
    assert no_number.status == 422


def test_two_who_take_a_case_at_once_do_not_take_it_from_each_other(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    address = f"/dossier/{_case(engine, place).number}/behandeling"
    first, second = signed_in(place.people[D]).read(address), signed_in(place.people[M]).read(address)

    assert first.submit(f"{address}/nemen").status == 302
    assert second.submit(f"{address}/nemen").status == 409


def test_residents_have_no_page_of_handling(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    number = _case(engine, place).number

    assert signed_in(place.resident).read(f"/dossier/{number}/behandeling").status == 403
