"""Leading the evening: the item on the big screen, and notes that become the results."""

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.info_evening import InfoEvening
from models.operations.evenings import informing
from models.operations.evenings.leading import note_item, show_item
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to
from tests.operations.test_checking_in import plan

D = Role.DESK_OFFICER


@pytest.fixture
def evening(session: Session, place: Place) -> InfoEvening:
    return plan(session, place, advance_to(session, place, Stage.INFO_EVENING))


def note(session: Session, place: Place, evening: InfoEvening, text: str, earlier: str = "", **more: str) -> None:
    at = evening.starts_at
    note_item(session, evening.case_id, acting(session, place.people[D], at), at, evening_id=evening.id,
              **{"item": "partners", "text": text, "earlier": earlier, **more})  # fmt: skip


def show(session: Session, place: Place, evening: InfoEvening, item: str, role: Role = D) -> None:
    at = evening.starts_at
    show_item(session, evening.case_id, acting(session, place.people[role], at), at, evening_id=evening.id, item=item)


def test_what_is_said_is_kept_by_item_and_can_be_improved(session: Session, place: Place, evening: InfoEvening) -> None:
    note(session, place, evening, "De politie stelt zich voor.")
    note(session, place, evening, "Wat een BIN is.", item="concept_and_rules")
    note(session, place, evening, "De politie en de gemeente stellen zich voor.", "De politie stelt zich voor.")

    session.expire_all()
    assert evening.notes == {
        "partners": "De politie en de gemeente stellen zich voor.",
        "concept_and_rules": "Wat een BIN is.",
    }


def test_two_who_note_the_same_item_lose_nothing(session: Session, place: Place, evening: InfoEvening) -> None:
    note(session, place, evening, "De eerste.")

    with pytest.raises(Stale, match="De eerste"):
        note(session, place, evening, "De tweede.")

    assert evening.notes == {"partners": "De eerste."}


def test_the_same_text_twice_is_no_conflict(session: Session, place: Place, evening: InfoEvening) -> None:
    note(session, place, evening, "Een dubbele klik.")
    note(session, place, evening, "Een dubbele klik.")

    assert evening.notes == {"partners": "Een dubbele klik."}


def test_a_private_name_is_refused_where_it_is_typed(session: Session, place: Place, evening: InfoEvening) -> None:
    assert place.resident is not None

    with pytest.raises(Invalid) as refusal:
        note(session, place, evening, f"{place.resident.name} vraagt het woord.")

    assert (refusal.value.code, refusal.value.field) == ("private_name", "text")


def test_the_screen_shows_an_item_of_the_agenda_and_no_other(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    show(session, place, evening, "participants_data")
    assert evening.present_item == "participants_data"

    with pytest.raises(Invalid, match="bestaat niet"):
        show(session, place, evening, "extra_9")
    assert evening.present_item == "participants_data"


def test_only_who_records_the_evening_leads_it(session: Session, place: Place, evening: InfoEvening) -> None:
    with pytest.raises(NotAllowed):
        show(session, place, evening, "partners", Role.MAYOR)


def test_what_was_noted_meanwhile_is_gone_once_the_results_are_recorded(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    note(session, place, evening, "Even onthouden.")
    at = evening.starts_at
    informing.record_info_evening(
        session, evening.case_id, acting(session, place.people[D], at), at, chair="de gemeente", attendance=12,
        items={"partners": informing.ItemResult("Voorgesteld.")}, network_approved=True, objectives_approved=True,
        steering_group_approved=None,
    )  # fmt: skip

    assert evening.notes == {}
    with pytest.raises(Stale):
        note(session, place, evening, "Nog iets.")
    with pytest.raises(Stale):
        show(session, place, evening, "partners")


def test_the_evening_of_another_case_is_not_led(session: Session, place: Place, evening: InfoEvening) -> None:
    other: FoundingCase = advance_to(session, place, Stage.INFO_EVENING)
    plan(session, place, other)
    at = evening.starts_at

    with pytest.raises(GateNotMet) as refusal:
        show_item(session, other.id, acting(session, place.people[D], at), at, evening_id=evening.id, item="partners")

    assert refusal.value.code == "no_evening"
