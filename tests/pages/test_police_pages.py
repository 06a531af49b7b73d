"""The police's own pages, the launch checklist and the evaluation, beyond what every action page does."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.database import writing
from models.evaluation import Evaluation
from models.network import LaunchItem, NeighbourhoodNetwork
from models.operations.evaluations import evaluating
from models.operations.networks.messaging import SentElsewhere, enter_message
from models.person import Person
from models.rules.access import Role
from models.rules.evaluation_form import QUESTIONS
from models.rules.procedure import Stage
from models.rules.procedure_settings import LAUNCH_ITEMS
from tests.factories import (
    COORDINATOR_VIEW,
    MUNICIPALITY_VIEW,
    POLICE_VIEW,
    Place,
    acting,
    advance_to,
    coordinator_of,
    later,
)
from tests.files import PDF
from tests.message_steps import TIP
from tests.pages.action_examples import (
    BY_CODE,
    WithFile,
    in_boxes,
    with_checklist_done,
    with_evaluation_open,
    with_opinion_asked,
)
from tests.pages.conftest import SignedIn

D, P, C = Role.DESK_OFFICER, Role.MANDATED_OFFICER, Role.POLICE_CHIEF


def test_the_chief_reads_opinions_and_the_decision_of_the_municipality(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_opinion_asked(session, place)
    signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/decide-as-municipality").submit(
        is_approved="yes", reason="Past in ons veiligheidsbeleid."
    )

    page = signed_in(place.people[C]).read(f"/dossier/{case.number}/decide-as-police")

    assert "Past in ons veiligheidsbeleid." in page.text
    assert "Advies van de wijkinspecteur: gevraagd" in page.text


def test_a_chief_who_lives_in_the_area_reads_why_and_who_can_decide_instead(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
        chief = session.get_one(Person, place.people[C].id)
        chief.dwelling_id = place.streets[0].dwellings[3].id

    page = signed_in(place.people[C]).read(f"/dossier/{case.number}")
    action = signed_in(place.people[C]).read(f"/dossier/{case.number}/decide-as-police")

    assert "wie in het gebied woont, beslist er niet over" in page.text
    assert "Duid aan wie u vervangt" in page.text
    assert f"/dossier/{case.number}/decide-as-police" not in page.links()
    assert action.status == 403
    assert "Een collega met dezelfde functie kan dit doen, of wie u vervangt." in action.text


def test_a_contact_its_answer_and_their_documents_are_read_by_staff_and_by_no_resident(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
    officer = signed_in(place.people[P])
    contact = WithFile({"contacted": "substituut Peeters", "means": "brief", "question": "Is er bezwaar?"}, "file",
                       "brief.pdf", PDF)  # fmt: skip
    officer.read(f"/dossier/{case.number}/record-judicial-contact").submit(**contact)
    answer = WithFile({"answer": "Wij hebben geen bezwaar."}, "file", "antwoord.pdf", PDF)
    officer.read(f"/dossier/{case.number}/record-contact-answer?contact=1").submit(**answer)

    for_desk = signed_in(place.people[D]).read(f"/dossier/{case.number}")
    for_resident = signed_in(place.resident).read(f"/dossier/{case.number}")

    files = [link for link in for_desk.links() if "/bijlage/" in link]
    for words in ("substituut Peeters, brief", "Is er bezwaar?", "Wij hebben geen bezwaar."):
        assert words in for_desk.text
        assert words not in for_resident.text
    assert "contact op met de gerechtelijke overheid" in for_resident.text
    assert len(files) == 2
    assert [signed_in(place.people[D]).read(file).status for file in files] == [200, 200]
    assert [signed_in(place.resident).read(file).status for file in files] == [403, 403]


def test_a_file_that_is_no_document_is_refused_and_what_was_typed_stays(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
    page = signed_in(place.people[P]).read(f"/dossier/{case.number}/record-administrative-contact")

    answer = page.submit(**WithFile({"means": "brief", "note": "Per post."}, "file", "brief.pdf", b"<html>"))

    assert answer.status == 422
    assert answer.soup.select_one('.govuk-error-summary a[href="#file"]') is not None
    assert answer.soup.select_one("textarea[name=note]").get_text().strip() == "Per post."


def test_with_two_contacts_the_police_choose_which_one_was_answered(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
    officer = signed_in(place.people[P])
    for action in ("record-judicial-contact", "record-administrative-contact"):
        officer.read(f"/dossier/{case.number}/{action}").submit(means="brief", question="Is er bezwaar?")

    page = officer.read(f"/dossier/{case.number}/record-contact-answer")
    answer = page.submit(answer="Geen bezwaar.")

    assert page.soup.select("input[name=contact_id][checked]") == []
    assert (answer.status, answer.faults) == (422, ["Kies het contact."])
    assert page.submit(answer="Geen bezwaar.", contact_id="2").status == 302


def test_the_launch_makes_the_network_public_from_the_chosen_day(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_checklist_done(session, place)
    active_on = datetime.now(UTC).date() + timedelta(days=10)
    page = signed_in(place.people[C]).read(f"/dossier/{case.number}/decide-launch")

    page.submit(how_to_join="Mail de coördinator.", **in_boxes("active_on", active_on))

    with Session(engine) as session:
        network = session.scalars(select(NeighbourhoodNetwork)).one()
        assert (network.state, network.active_since) == ("active", active_on)


def test_a_launch_in_the_past_is_refused_at_its_day(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = with_checklist_done(session, place)
    page = signed_in(place.people[C]).read(f"/dossier/{case.number}/decide-launch")

    answer = page.submit(how_to_join="Mail de coördinator.", active_on="2026-03-02")

    assert answer.status == 422
    assert answer.faults == ["Kies vandaag of een latere dag."]
    assert "Mail de coördinator." in answer.soup.select_one("#how_to_join").get_text()


def test_the_checklist_has_a_button_for_each_point_and_tells_what_is_done(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.LAUNCH)
        coordinator = coordinator_of(session, case)
    page = signed_in(coordinator).read(f"/dossier/{case.number}/check-launch-item")
    assert [form["value"] for form in page.soup.select('main input[name="item"]')] == list(LAUNCH_ITEMS)

    after = page.submit(item="signs_ordered").follow()

    row = after.soup.select_one('form:has(input[value="signs_ordered"])').find_parent("li")
    assert "in orde" in row.get_text(" ")
    assert row.select_one('input[name="is_done"]')["value"] == "no"
    with Session(engine) as session:
        done = session.scalars(select(LaunchItem.code).where(LaunchItem.done_at.is_not(None))).all()
        assert done == ["signs_ordered"]


def test_a_point_can_be_unticked(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = with_checklist_done(session, place)
    browser = signed_in(place.people[D])
    page = browser.read(f"/dossier/{case.number}/check-launch-item")

    page.submit(item="signs_ordered", is_done="no")

    assert browser.read(f"/dossier/{case.number}/check-launch-item").soup.select("main .checklist .tag--brick") != []
    assert signed_in(place.people[C]).read(f"/dossier/{case.number}/decide-launch").status == 409


@pytest.mark.parametrize("item", ["bestaat_niet", "", "😀", "x" * 500])
def test_a_point_that_is_not_on_the_list_is_refused(
    item: str, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.LAUNCH)
    page = signed_in(place.people[P]).read(f"/dossier/{case.number}/check-launch-item")

    answer = page.submit(item=item)

    assert answer.status == 422
    assert answer.faults != []


@pytest.mark.parametrize("side", QUESTIONS)
def test_every_question_of_the_evaluation_has_its_field(
    side: str, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_evaluation_open(session, place)
        roles = {"police": P, "municipality": D}
        person = coordinator_of(session, case) if side == "coordinator" else place.people[roles[side]]

    page = signed_in(person).read(f"/dossier/{case.number}/fill-evaluation-as-{side}")

    for question in QUESTIONS[side]:
        assert page.soup.select(f'main [name="{question.code}"]') != [], question.code
        assert question.sentence in page.text


def test_a_count_that_is_no_number_is_told_at_its_question_and_the_rest_stays(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_evaluation_open(session, place)
    page = signed_in(place.people[P]).read(f"/dossier/{case.number}/fill-evaluation-as-police")
    values = BY_CODE["fill_evaluation_as_police"].values

    answer = page.submit(**{**values, "urgent_messages_day": "-3"})

    assert answer.status == 422
    assert answer.faults == ["Vul een getal in, 0 of meer."]
    assert answer.soup.select_one('.govuk-error-summary a[href="#urgent_messages_day"]') is not None
    assert answer.soup.select_one('input[name="urgent_messages_day"]')["value"] == "-3"
    assert "Meer meldingen." in answer.soup.select_one("#reporting_behaviour").get_text()


def test_what_was_filled_in_can_be_changed_until_all_three_filled_in(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_evaluation_open(session, place)
    browser, values = signed_in(place.people[P]), BY_CODE["fill_evaluation_as_police"].values
    address = f"/dossier/{case.number}/fill-evaluation-as-police"
    browser.read(address).submit(**values)
    page = browser.read(address)
    assert page.soup.select_one('input[name="non_urgent_messages"]')["value"] == "6"

    page.submit(non_urgent_messages="8")

    with Session(engine) as session:
        assert session.scalars(select(Evaluation.police_view)).one() == {
            **POLICE_VIEW, "non_urgent_messages": 8, "burglaries_completed": None, "burglaries_attempted": None,
            "burglaries_total": None, "proposals": None,
        }  # fmt: skip


def test_each_side_reads_the_others_only_when_all_three_are_in(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_evaluation_open(session, place)
        officer = acting(session, place.people[P], later(case))
        evaluating.fill_evaluation_as_police(session, case.id, officer, later(case), view=POLICE_VIEW)
    desk = signed_in(place.people[D])
    page = f"/dossier/{case.number}"

    assert "Meer meldingen." in signed_in(place.people[P]).read(page).text
    assert "Meer meldingen." not in desk.read(page).text
    with writing(engine) as session:
        at = later(case)
        cora = acting(session, coordinator_of(session, case), at)
        evaluating.fill_evaluation_as_coordinator(session, case.id, cora, at, view=COORDINATOR_VIEW)
        evaluating.fill_evaluation_as_municipality(session, case.id, acting(session, place.people[D], at), at,
                                                   view=MUNICIPALITY_VIEW)  # fmt: skip

    assert "Meer meldingen." in desk.read(page).text
    changed = signed_in(place.people[P]).read(f"{page}/fill-evaluation-as-police")
    assert changed.submit(**BY_CODE["fill_evaluation_as_police"].values).status == 409


def test_the_counts_of_messages_come_from_the_log_and_an_empty_log_is_no_nought(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_evaluation_open(session, place)
    browser, address = signed_in(place.people[P]), f"/dossier/{case.number}/fill-evaluation-as-police"
    empty = browser.read(address)
    assert "een leeg logboek zegt niet dat er geen berichten waren" in empty.text
    assert empty.soup.select_one('input[name="non_urgent_messages"]').get("value", "") == ""

    with writing(engine) as session:
        at = later(case)
        enter_message(session, case.id, acting(session, place.people[P], at), at, TIP, SentElsewhere("telefoon", at))

    counted = browser.read(address)
    assert "komen uit het logboek" in counted.text
    assert counted.soup.select_one('input[name="non_urgent_messages"]')["value"] == "1"


def test_an_opinion_of_another_case_is_not_found(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        with_opinion_asked(session, place)
        other = advance_to(session, place, Stage.CONSULTATION)
    browser = signed_in(place.people[D])

    for number in ("1", "2", "0", "99999999999", "x"):
        assert browser.read(f"/dossier/{other.number}/give-opinion/{number}").status == 404


def test_an_opinion_that_was_given_is_not_noted_twice(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = with_opinion_asked(session, place)
    page = signed_in(place.people[D]).read(f"/dossier/{case.number}/give-opinion/1")

    first = page.submit(tendency="favourable", text="Zeer gunstig.")
    second = page.submit(tendency="unfavourable", text="Toch niet.")

    assert (first.status, second.status) == (302, 409)
    assert "Toch niet." in second.text


def test_who_sees_to_a_point_of_the_list_and_by_when_is_planned_on_its_page(
    signed_in: SignedIn, engine: Engine, place: Place
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.LAUNCH)
    officer = signed_in(place.people[Role.MANDATED_OFFICER])
    listed = officer.read(f"/dossier/{case.number}/check-launch-item")
    page = officer.read(next(link for link in listed.links() if link.endswith("/lanceringslijst/signs_ordered")))

    assert page.submit(owner="mayor").status == 422
    day = {"due_on-day": "1", "due_on-month": "12", "due_on-year": "2099"}
    shown = page.submit(owner="coordinator", **day).follow()

    assert "de coördinator, tegen 1 december 2099" in shown.text
    assert officer.read(f"/dossier/{case.number}/lanceringslijst/champagne").status == 404
