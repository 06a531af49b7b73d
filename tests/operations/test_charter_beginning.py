"""How a version of the charter begins: with what the case knows, or with the texts of the version before."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.charter import Charter
from models.clock import day_of
from models.mandate import Mandate
from models.operations.evenings import informing
from models.queries.cases.facts import latest_charter
from models.queries.charters.charter_pages import said_at_evening, view_charter
from models.rules.access import Role
from models.rules.charter_completeness import missing_sections
from models.rules.procedure import Stage
from models.rules.scope import describe_area
from tests.charter_steps import amend, appoint, freeze, ready_to_freeze, save, section, send_back
from tests.factories import (
    Place,
    acting,
    advance_to,
    approve_minutes,
    charter_of,
    later,
    sign_all,
)
from tests.operations.test_informing import SEATS, hold, plan


def test_the_first_version_begins_with_what_the_case_knows(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    view = view_charter(session, case, day_of(later(case)))
    contents = view.text.contents

    assert view.version == 1
    assert [one.section.number for one in view.sections] == list(range(1, 19))
    assert [(one["street"], one["side"], one["to_number"]) for one in contents["area"]["segments"]] == [
        ("Kerkstraat", "all", None),
        ("Molenstraat", "odd", 9),
    ]
    assert contents["objectives"]["chosen"] == ["safety_feeling", "prevention"]
    assert {one["role"]: one["name"] for one in contents["parties"]["parties"]} == {
        "mayor": "Maria Burgemeester Oosterbeke",
        "police_chief": "Karel Korps Oosterbeke",
        "mandated_officer": "Griet Mandaat Oosterbeke",
        "coordinator": "Cora Coördinator",
        "steering_group_member": "Stef Stuur",
    }
    assert contents["parties"]["parties"][0]["email"] == "veiligheid@oosterbeke.example"
    assert "keurden de aanwezige bewoners het BIN" in contents["legal_basis"]["text"]


def test_the_charter_of_a_case_in_french_begins_in_french(session: Session, place: Place) -> None:
    place.municipality.settings = {"language_regime": "fr"}
    case = advance_to(session, place, Stage.CHARTER)

    text = view_charter(session, case, day_of(later(case))).text
    basis = text.contents["legal_basis"]["text"]

    assert (case.document_language, text.language) == ("fr", "fr")
    assert text.contents["parties"]["parties"][0]["organisation"] == "Commune d’Oosterbeke"
    assert "la circulaire ministérielle du 28 février 2019 relative" in basis
    assert basis.endswith(
        "les habitants présents ont approuvé le PLP, les objectifs et les membres du comité de pilotage."
    )
    assert "À Oosterbeke, la commune :" in text.contents["municipality_tasks"]["text"]


def test_a_network_over_a_whole_french_municipality_tells_its_reach_in_french() -> None:
    assert describe_area("municipality", "Namur", (), "fr") == ("Toute la commune (Namur)",)
    assert describe_area("members", "Namur", (), "fr") == ("Les membres du secteur à Namur",)
    assert describe_area("members", "Halle", ()) == ("De leden van de sector in Halle",)


def test_the_first_version_leaves_open_what_people_must_agree_on(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    assert [one.section.code for one in view_charter(session, case, day_of(later(case))).missing] == [
        "communication_plan",
        "budget",
        "entry_into_force",
    ]


def test_a_strange_address_of_an_authority_does_not_keep_the_charter_from_opening(
    session: Session, place: Place
) -> None:
    place.municipality.email = "bel ons maar"

    case = advance_to(session, place, Stage.CHARTER)

    mayor = view_charter(session, case, day_of(later(case))).text.contents["parties"]["parties"][0]
    assert mayor["name"] == "Maria Burgemeester Oosterbeke"
    assert not mayor.get("email")


def test_two_streets_of_one_name_are_told_apart_by_their_postcode(session: Session, place: Place) -> None:
    place.streets[1].name, place.streets[1].normalised_name, place.streets[1].postcode = (
        "Kerkstraat",
        "kerkstraat",
        "0991",
    )

    case = advance_to(session, place, Stage.CHARTER)

    segments = section(session, case, "area").content["segments"]
    assert [one["street"] for one in segments] == ["Kerkstraat (9994)", "Kerkstraat (0991)"]


def test_the_officer_who_works_on_the_case_is_named_not_the_first_of_the_zone(session: Session, place: Place) -> None:
    first = place.people[Role.MANDATED_OFFICER]
    second = place.people[Role.POLICE_CHIEF]
    session.add(Mandate(person_id=second.id, role="mandated_officer", authority_id=place.zone.id, function="",
                        since=day_of(place.resident.created_at) - timedelta(days=900)))  # fmt: skip
    session.flush()

    case = advance_to(session, place, Stage.CHARTER)

    officer = next(
        one for one in section(session, case, "parties").content["parties"] if one["role"] == "mandated_officer"
    )
    assert officer["name"] == first.name


def test_what_the_evening_noted_helps_to_write_the_plan(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)

    assert said_at_evening(session, case, "budget") == "Besproken en goedgekeurd."
    assert said_at_evening(session, case, "privacy") == ""


def test_the_legal_basis_names_the_evenings_that_had_the_last_word(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.INFO_EVENING)
    at = later(case)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    last = plan(session, case, desk, days=27)  # planned before the other one, and held after it
    first = plan(session, case, desk, days=20, is_extra=True)
    hold(session, case, desk, first, steering_group_approved=False, evening_id=first.id)
    informing.appoint_steering_group(session, case.id, desk, first.starts_at, seats=SEATS)
    hold(session, case, desk, last, network_approved=None, objectives_approved=None, evening_id=last.id)
    approve_minutes(session, place, case, last.starts_at + timedelta(days=2))
    approve_minutes(session, place, case, last.starts_at + timedelta(days=2))

    text = view_charter(session, case, day_of(later(case))).text.contents["legal_basis"]["text"]

    days = " en ".join(f"{one.starts_at:%d/%m/%Y}" for one in (first, last))
    assert f"Op de infoavonden van {days} keurden de aanwezige bewoners" in text


def test_a_charter_before_its_stage_does_not_exist(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)

    assert view_charter(session, case, day_of(later(case))) is None


def test_after_federal_remarks_the_next_version_begins_with_the_texts_of_the_one_before(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.FEDERAL_CHECK)
    first = charter_of(session, case)
    send_back(session, place, case)

    second = latest_charter(session, case.id)

    assert (second.version, second.state, first.state) == (2, "draft", "superseded")
    assert {row.code: row.content for row in second.sections} == {row.code: row.content for row in first.sections}
    assert all(row.revision == 0 for row in second.sections)
    assert missing_sections({row.code: row.content for row in second.sections}) == ()


def test_the_version_of_an_active_network_stays_signed_while_a_change_is_written(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    first = charter_of(session, case)

    amend(session, place, case)

    assert latest_charter(session, case.id).version == 2
    assert first.state == "signed"


def test_a_change_that_the_ministry_sends_back_is_set_aside_and_the_version_in_force_stays(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    first = charter_of(session, case)
    amend(session, place, case)
    second = charter_of(session, case)
    freeze(session, place, case)
    sign_all(session, place, case, later(case))

    send_back(session, place, case)

    states = session.execute(select(Charter.version, Charter.state).order_by(Charter.version)).all()
    assert [tuple(row) for row in states] == [(1, "signed"), (2, "superseded"), (3, "draft")]
    assert first.state == "signed"
    assert second.frozen_text  # what was signed once is never lost


def test_a_change_after_the_coordinator_left_begins_with_the_new_one_among_the_partners(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    appoint(session, place, case, ("Bram Tweede", "coordinator"), ("Stef Stuur", "steering_group_member"))

    amend(session, place, case)

    parties = section(session, case, "parties").content["parties"]
    assert [one["name"] for one in parties if one["role"] == "coordinator"] == ["Bram Tweede"]
    assert [one["name"] for one in parties if one["role"] == "mayor"] == ["Maria Burgemeester Oosterbeke"]


def test_contact_data_that_people_corrected_stay_corrected_in_the_next_version(session: Session, place: Place) -> None:
    case = ready_to_freeze(session, place)
    parties = section(session, case, "parties").content["parties"]
    corrected = [{**one, "phone": "0470 00 00 99"} if one["role"] == "coordinator" else one for one in parties]
    save(session, case, "parties", {"parties": corrected})
    freeze(session, place, case)
    sign_all(session, place, case, later(case))

    send_back(session, place, case)

    kept = section(session, case, "parties").content["parties"]
    assert [one["phone"] for one in kept if one["role"] == "coordinator"] == ["0470 00 00 99"]
