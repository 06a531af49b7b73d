"""The launch kit: edited around the facts, planned, approved once by each side, and approvals that lapse."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.launch_kit import LaunchKitApproval
from models.network import NeighbourhoodNetwork
from models.operations.effects.planning_effects import plan_effects
from models.operations.launches import launch_kits
from models.outbox import Effect
from models.queries.cases.cases import journal_of
from models.queries.launches.launch_kits import KIT_DOCUMENTS, kit_of, last_kit_version, read_kit
from models.rules.access import Role
from models.rules.launch_kit_texts import STANDARD, standard_texts
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, coordinator_of, later
from tests.kit_steps import approve, decide, edit, facts_now, plan, version_of

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
FRENCH = standard_texts("fr")
OTHER = STANDARD["post_1"].replace("Woont of werkt u er?", "Kom erbij!")


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.LAUNCH)


def events(session: Session, case: FoundingCase) -> list[str]:
    return [one.event for one in journal_of(session, case) if one.event.startswith("launch_kit")]


def test_a_kit_begins_with_the_standard_words_and_the_facts_of_the_case(session: Session, case: FoundingCase) -> None:
    page = read_kit(session, case, facts_now(session, case, kit_of(session, case)))

    assert (page.version, page.texts, page.own) == (0, STANDARD, frozenset())
    assert page.facts["netwerk"] == "BIN Kerkkwartier"
    assert page.facts["gemeente"] == "Oosterbeke"
    assert page.facts["datum"] == ""
    assert page.facts["link"].endswith(f"/netwerken/{case.number.lower()}")
    assert page.is_open


def test_a_network_of_before_is_counted_beside_the_one_that_begins(session: Session, place: Place,
                                                                  case: FoundingCase) -> None:  # fmt: skip
    assert facts_now(session, case, kit_of(session, case))["geschiedenis"].startswith("Het is het eerste")
    session.add(NeighbourhoodNetwork(municipality_id=place.municipality.id, slug="oud", name="BIN Oud",
                                     area_id=case.area_id, active_since=day_of(later(case))))  # fmt: skip
    session.flush()

    assert facts_now(session, case, kit_of(session, case))["geschiedenis"] == "Oosterbeke heeft nu 2 actieve netwerken."


@pytest.mark.parametrize("role", [D, P])
def test_desk_and_mandated_officer_edit(session: Session, place: Place, case: FoundingCase, role: Role) -> None:
    edit(session, place, case, "post_1", OTHER, role)

    kept = last_kit_version(session, kit_of(session, case))
    assert kept is not None
    assert kept.texts["post_1"] == OTHER
    assert kept.function == role.value


def test_the_coordinator_edits(session: Session, place: Place, case: FoundingCase) -> None:
    by = acting(session, coordinator_of(session, case), later(case))

    launch_kits.edit_piece(session, case.id, by, later(case), facts_now, piece="post_1", text=OTHER)

    assert version_of(session, case) == 1


@pytest.mark.parametrize("role", [M, C])
def test_mayor_and_chief_do_not_edit(session: Session, place: Place, case: FoundingCase, role: Role) -> None:
    with pytest.raises(NotAllowed):
        edit(session, place, case, "post_1", OTHER, role)


def test_nobody_of_elsewhere_edits(session: Session, place: Place, case: FoundingCase) -> None:
    with pytest.raises(NotAllowed):
        launch_kits.edit_piece(session, case.id, acting(session, place.neighbour), later(case), facts_now,
                               piece="post_1", text=OTHER)  # fmt: skip


def test_two_people_edit_different_texts_and_both_stay(session: Session, place: Place, case: FoundingCase) -> None:
    edit(session, place, case, "post_1", OTHER, D, version=0)
    edit(session, place, case, "post_2", STANDARD["post_2"] + " Tot dan!", P, version=0)

    kept = last_kit_version(session, kit_of(session, case))
    assert kept is not None
    assert kept.texts["post_1"] == OTHER
    assert kept.texts["post_2"].endswith("Tot dan!")


def test_two_people_edit_the_same_text_and_the_second_is_told(session: Session, place: Place,
                                                              case: FoundingCase) -> None:  # fmt: skip
    edit(session, place, case, "post_1", OTHER, D, version=0)

    with pytest.raises(Stale) as refused:
        edit(session, place, case, "post_1", STANDARD["post_1"] + " Tot dan!", P, version=0)

    assert refused.value.code == "piece_changed"


def test_a_resident_is_named_nowhere(session: Session, place: Place, case: FoundingCase) -> None:
    with pytest.raises(Invalid) as refused:
        edit(session, place, case, "post_1", f"{STANDARD['post_1']} {place.resident.name} vertelt.")

    assert refused.value.code == "private_name"


def test_one_button_brings_the_standard_words_back(session: Session, place: Place, case: FoundingCase) -> None:
    edit(session, place, case, "post_1", OTHER)
    by = acting(session, place.people[D], later(case))

    launch_kits.restore_piece(session, case.id, by, later(case), facts_now, piece="post_1", version=1)

    assert launch_kits.texts_of(session, kit_of(session, case)) == STANDARD
    with pytest.raises(Stale):
        launch_kits.restore_piece(session, case.id, by, later(case), facts_now, piece="post_1", version=2)


@pytest.fixture
def french(session: Session, case: FoundingCase) -> FoundingCase:
    """A case whose documents are made in French."""
    case.document_language = "fr"
    return case


def test_a_kit_in_french_begins_with_the_french_words_and_facts(session: Session, french: FoundingCase) -> None:
    page = read_kit(session, french, facts_now(session, french, kit_of(session, french)))

    assert (page.texts, page.own) == (FRENCH, frozenset())
    assert page.facts["netwerk"] == "PLP Kerkkwartier"
    assert page.facts["niet_kort"].startswith("Un PLP n’est pas une milice")


def test_a_french_text_is_edited_and_brought_back(session: Session, place: Place, french: FoundingCase) -> None:
    edit(session, place, french, "post_1", FRENCH["post_1"] + " À bientôt !")
    page = read_kit(session, french, facts_now(session, french, kit_of(session, french)))
    assert page.own == {"post_1"}
    with pytest.raises(Invalid) as refused:
        edit(session, place, french, "post_2", FRENCH["post_2"] + " Moins de cambriolages !")
    assert refused.value.code == "promise"

    by = acting(session, place.people[D], later(french))
    launch_kits.restore_piece(session, french.id, by, later(french), facts_now, piece="post_1", version=1)

    assert launch_kits.texts_of(session, kit_of(session, french), "fr") == FRENCH


def test_two_people_edit_a_french_kit_and_both_stay(session: Session, place: Place, french: FoundingCase) -> None:
    edit(session, place, french, "post_1", FRENCH["post_1"] + " À bientôt !", D, version=0)
    edit(session, place, french, "post_2", FRENCH["post_2"] + " À bientôt !", P, version=0)

    assert version_of(session, french) == 2


def test_another_language_is_taken_over_with_the_facts_and_keeps_what_people_wrote(
    session: Session, place: Place, case: FoundingCase
) -> None:
    edit(session, place, case, "post_1", OTHER)
    plan(session, place, case)
    case.document_language = "fr"
    with pytest.raises(GateNotMet) as refused:
        approve(session, place, case, M)
    assert refused.value.code == "facts_changed"

    launch_kits.renew_facts(session, case.id, acting(session, place.people[D], later(case)), later(case), facts_now)

    kept = last_kit_version(session, kit_of(session, case))
    assert kept is not None
    assert kept.texts == {**FRENCH, "post_1": OTHER}
    assert kept.facts["netwerk"] == "PLP Kerkkwartier"


def test_the_moment_lies_ahead_and_the_day_is_known(session: Session, place: Place, case: FoundingCase) -> None:
    by, at = acting(session, place.people[D], later(case)), later(case)

    with pytest.raises(Invalid) as past:
        launch_kits.plan_kit(session, case.id, by, at, facts_now, send_at=at, active_on=day_of(at))
    with pytest.raises(Invalid) as unknown:
        launch_kits.plan_kit(session, case.id, by, at, facts_now, send_at=at + timedelta(1))

    assert (past.value.field, unknown.value.field) == ("send_at", "active_on")


def test_addresses_of_the_press_are_kept_once_and_checked(session: Session, place: Place, case: FoundingCase) -> None:
    plan(session, place, case, press="Pers@krant.example\npers@krant.example, blad@oosterbeke.example\n")

    assert kit_of(session, case).press == ["pers@krant.example", "blad@oosterbeke.example"]
    with pytest.raises(Invalid) as refused:
        plan(session, place, case, press="geen adres")
    assert refused.value.field == "press"


def test_both_sides_approve_one_version_and_the_documents_follow(session: Session, place: Place,
                                                                 case: FoundingCase) -> None:  # fmt: skip
    plan(session, place, case)

    approve(session, place, case, M)
    assert kit_of(session, case).approved_at is None
    approve(session, place, case, C)

    assert kit_of(session, case).approved_at == later(case)
    plan_effects(session, case.id, later(case))
    planned = session.scalars(select(Effect).where(Effect.kind == "document", Effect.case_id == case.id)).all()
    versions = {one.payload["document"]: one.payload["version"] for one in planned}
    assert {kind: versions.get(kind) for kind in KIT_DOCUMENTS} == dict.fromkeys(KIT_DOCUMENTS, "1.1")


def test_nobody_approves_before_there_is_a_moment(session: Session, place: Place, case: FoundingCase) -> None:
    edit(session, place, case, "post_1", OTHER)

    with pytest.raises(GateNotMet) as refused:
        approve(session, place, case, M)

    assert refused.value.code == "not_planned"


def test_nobody_approves_once_the_moment_has_passed(session: Session, place: Place, case: FoundingCase) -> None:
    at = plan(session, place, case) + timedelta(minutes=1)

    with pytest.raises(GateNotMet) as refused:
        launch_kits.approve_kit(session, case.id, acting(session, place.people[M], at), at, facts_now,
                                party="municipality", version=1)  # fmt: skip

    assert refused.value.code == "moment_passed"


def test_one_person_never_approves_for_both_sides(session: Session, place: Place, case: FoundingCase) -> None:
    plan(session, place, case)
    approve(session, place, case, D)
    desk, police = place.people[D], acting(session, place.people[P], later(case))
    both = type(police)(desk.id, desk.name, None, police.grants)

    with pytest.raises(NotAllowed) as refused:
        launch_kits.approve_kit(session, case.id, both, later(case), facts_now, party="police", version=1)

    assert refused.value.code == "both_parties"


@pytest.mark.parametrize(("role", "party"), [(D, "police"), (M, "police"), (P, "municipality"), (C, "municipality")])
def test_each_approves_for_their_own_side_only(session: Session, place: Place, case: FoundingCase, role: Role,
                                               party: str) -> None:  # fmt: skip
    plan(session, place, case)

    with pytest.raises(NotAllowed):
        launch_kits.approve_kit(session, case.id, acting(session, place.people[role], later(case)), later(case),
                                facts_now, party=party, version=1)  # fmt: skip


def test_a_side_approves_a_version_once_and_only_the_one_it_read(session: Session, place: Place,
                                                                 case: FoundingCase) -> None:  # fmt: skip
    plan(session, place, case)
    approve(session, place, case, M)

    with pytest.raises(Stale) as twice:
        approve(session, place, case, D)
    with pytest.raises(Stale) as older:
        launch_kits.approve_kit(session, case.id, acting(session, place.people[C], later(case)), later(case),
                                facts_now, party="police", version=7)  # fmt: skip

    assert (twice.value.code, older.value.code) == ("kit_approved", "kit_changed")


@pytest.mark.parametrize("change", ["edit", "moment"])
def test_a_change_makes_approvals_lapse_and_who_gave_them_hears(session: Session, place: Place, case: FoundingCase,
                                                                change: str) -> None:  # fmt: skip
    plan(session, place, case)
    approve(session, place, case, M, C)

    if change == "edit":
        edit(session, place, case, "post_1", OTHER)
    else:
        plan(session, place, case, days=12)

    assert kit_of(session, case).approved_at is None
    assert events(session, case).count("launch_kit_approval:voided") == 2
    plan_effects(session, case.id, later(case))
    told = [one for one in session.scalars(select(Effect)) if one.payload.get("notice") == "launch_kit_changed"]
    assert {one.payload["to"] for one in told} == {place.people[M].email, place.people[C].email}
    assert len(session.scalars(select(LaunchKitApproval)).all()) == 2  # what was approved stays known


def test_other_press_addresses_change_no_approval(session: Session, place: Place, case: FoundingCase) -> None:
    plan(session, place, case)
    approve(session, place, case, M, C)

    plan(session, place, case, press="pers@krant.example")

    assert kit_of(session, case).approved_at is not None
    assert version_of(session, case) == 1


def test_without_a_moment_nothing_is_approved_any_more(session: Session, place: Place, case: FoundingCase) -> None:
    plan(session, place, case)
    approve(session, place, case, M, C)
    by = acting(session, place.people[P], later(case))

    launch_kits.unplan_kit(session, case.id, by, later(case))

    kit = kit_of(session, case)
    assert (kit.send_at, kit.approved_at) == (None, None)
    with pytest.raises(Stale):
        launch_kits.unplan_kit(session, case.id, by, later(case))


def test_another_day_of_the_police_must_be_taken_over_before_anybody_approves(session: Session, place: Place,
                                                                             case: FoundingCase) -> None:  # fmt: skip
    plan(session, place, case, days=10)
    decide(session, place, case, days=20)

    with pytest.raises(GateNotMet) as refused:
        approve(session, place, case, M)
    assert refused.value.code == "facts_changed"

    launch_kits.renew_facts(session, case.id, acting(session, place.people[D], later(case)), later(case), facts_now)
    approve(session, place, case, M, C)

    assert kit_of(session, case).approved_at is not None


def test_the_kit_is_still_edited_after_the_launch_was_decided(session: Session, place: Place,
                                                              case: FoundingCase) -> None:  # fmt: skip
    decide(session, place, case)
    assert case.stage == Stage.EVALUATION

    edit(session, place, case, "post_1", OTHER)

    assert kit_of(session, case).round == 1


def test_before_the_launch_there_is_no_kit(session: Session, place: Place) -> None:
    early = advance_to(session, place, Stage.CHARTER)

    with pytest.raises(GateNotMet):
        edit(session, place, early, "post_1", OTHER, version=0)
