"""Working on a case together: who has it, handing it over, and notes that stay on one side."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assignment import Mention
from models.case import FoundingCase
from models.operations.cases import assigning
from models.operations.effects.planning_effects import plan_effects
from models.operations.requests import requesting
from models.outbox import Effect
from models.queries.cases.assignments import assignments_of, is_mentioned, notes_of
from models.queries.cases.cases import journal_of
from models.rules.access import Actor, Role
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import START, Place, acting, give_role, make_person, make_place, submitted

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return submitted(session, place)


def _as(session: Session, place: Place, role: Role) -> Actor:
    return acting(session, place.people[role])


def _holder(session: Session, case: FoundingCase, side: str) -> int | None:
    found = assignments_of(session, case.id).get(side)
    return found.person_id if found else None


def test_each_side_has_its_own_person_on_a_case(session: Session, place: Place, case: FoundingCase) -> None:
    assigning.take_case(session, case.id, _as(session, place, D), START)
    assigning.take_case(session, case.id, _as(session, place, P), START)

    assert _holder(session, case, "municipality") == place.people[D].id
    assert _holder(session, case, "police") == place.people[P].id


def test_who_saw_nobody_does_not_take_what_a_colleague_took(session: Session, place: Place, case: FoundingCase) -> None:
    assigning.take_case(session, case.id, _as(session, place, D), START)

    with pytest.raises(Stale, match="taken_meanwhile"):
        assigning.take_case(session, case.id, _as(session, place, M), START)

    assigning.take_case(session, case.id, _as(session, place, M), START, seen_holder=place.people[D].id)
    assert _holder(session, case, "municipality") == place.people[M].id


def test_only_who_has_a_case_gives_it_back(session: Session, place: Place, case: FoundingCase) -> None:
    assigning.take_case(session, case.id, _as(session, place, D), START)

    with pytest.raises(Stale, match="not_yours"):
        assigning.give_back_case(session, case.id, _as(session, place, M), START)

    assigning.give_back_case(session, case.id, _as(session, place, D), START)
    assert _holder(session, case, "municipality") is None


def test_a_case_is_handed_over_with_a_word_that_the_colleague_finds(
    session: Session, place: Place, case: FoundingCase
) -> None:
    assigning.take_case(session, case.id, _as(session, place, P), START)

    assigning.hand_over_case(session, case.id, _as(session, place, P), START, colleague_id=place.people[C].id,
                             explanation="Ik ken de aanvrager.")  # fmt: skip

    assert _holder(session, case, "police") == place.people[C].id
    assert is_mentioned(session, case.id, place.people[C].id)
    assert [note.text for note in notes_of(session, case.id, ["police"])] == ["Ik ken de aanvrager."]


@pytest.mark.parametrize("role", [D, Role.ADMINISTRATOR])
def test_a_police_case_goes_to_a_colleague_of_the_police_only(
    role: Role, session: Session, place: Place, case: FoundingCase
) -> None:
    assigning.take_case(session, case.id, _as(session, place, P), START)

    with pytest.raises(Invalid, match="no_colleague"):
        assigning.hand_over_case(session, case.id, _as(session, place, P), START,
                                 colleague_id=place.people[role].id, explanation="Voor u.")  # fmt: skip


def test_notes_are_read_on_their_own_side_only(session: Session, place: Place, case: FoundingCase) -> None:
    assigning.write_note(session, case.id, _as(session, place, P), START, text="Alleen voor de politie.")
    assigning.write_note(session, case.id, _as(session, place, D), START, text="Alleen voor de gemeente.")

    assert [note.text for note in notes_of(session, case.id, ["municipality"])] == ["Alleen voor de gemeente."]
    assert [note.text for note in notes_of(session, case.id, ["police"])] == ["Alleen voor de politie."]


def test_the_journal_tells_that_something_was_noted_and_not_what_or_by_whose_name(
    session: Session, place: Place, case: FoundingCase
) -> None:
    assigning.take_case(session, case.id, _as(session, place, P), START)
    assigning.hand_over_case(session, case.id, _as(session, place, P), START, colleague_id=place.people[C].id,
                             explanation="Geheime uitleg.")  # fmt: skip

    told = " ".join(line.sentence for line in journal_of(session, case)[-2:])

    assert (
        told == "In behandeling genomen door een medewerker van de politie. Doorgegeven aan een collega bij de politie."
    )


def test_who_is_mentioned_gets_one_mail_without_the_text_and_says_when_it_was_seen(
    session: Session, place: Place, case: FoundingCase
) -> None:
    chief = place.people[C]
    assigning.write_note(session, case.id, _as(session, place, P), START, text="Vertrouwelijk.",
                         colleague_ids=[chief.id, chief.id])  # fmt: skip
    plan_effects(session, case.id, START)

    mails = [one for one in session.scalars(select(Effect)) if one.payload.get("notice") == "mentioned_in_note"]
    assert [mail.payload["to"] for mail in mails] == [chief.email]
    assert "Vertrouwelijk" not in str(mails[0].payload)
    assigning.see_mentions(session, case.id, _as(session, place, C), START)
    assert not is_mentioned(session, case.id, chief.id)
    assert len(session.scalars(select(Mention)).all()) == 1


def test_residents_and_staff_of_elsewhere_do_not_work_on_a_case(
    session: Session, place: Place, case: FoundingCase
) -> None:
    elsewhere = make_place(session, "westveld", "WES")

    for person in (place.resident, place.people[Role.ADMINISTRATOR], elsewhere.people[P], elsewhere.people[D]):
        with pytest.raises(NotAllowed):
            assigning.take_case(session, case.id, acting(session, person), START)
        with pytest.raises(NotAllowed):
            assigning.write_note(session, case.id, acting(session, person), START, text="Hallo")


def test_an_ended_case_is_not_taken_and_can_still_be_noted_on(
    session: Session, place: Place, case: FoundingCase
) -> None:
    desk = _as(session, place, D)
    requesting.refuse_request(session, case.id, desk, START, reason="Er is al een BIN.")

    with pytest.raises(GateNotMet, match="case_ended"):
        assigning.take_case(session, case.id, desk, START)
    assigning.write_note(session, case.id, desk, START, text="Nagebeld.")


def test_a_colleague_who_left_can_not_be_mentioned(session: Session, place: Place, case: FoundingCase) -> None:
    left = make_person(session, "Lander Weg")
    give_role(session, left, D, place.municipality)
    left.is_active = False
    session.flush()

    with pytest.raises(Invalid, match="no_colleague"):
        assigning.write_note(
            session, case.id, _as(session, place, D), START, text="Zie je dit?", colleague_ids=[left.id]
        )
