"""The minutes are drafted from what was noted, edited in versions, and final with two approvals of the same one."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.info_evening import InfoEvening
from models.journal import JournalEntry
from models.minutes import MinutesVersion
from models.operations.effects.planning_effects import plan_effects
from models.operations.evenings import informing
from models.operations.evenings.writing_minutes import (
    approve_minutes_as_chair,
    approve_minutes_as_police,
    edit_minutes,
)
from models.outbox import Effect
from models.queries.evenings.minutes import approvals_of, last_version
from models.queries.records.info_evening import minutes_record
from models.rules.access import Actor, Role
from models.rules.procedure import AGENDA_ITEMS, Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, accept_seats, acting, advance_to, coordinator_of, give_role, later, make_person
from tests.operations.test_informing import ALL_ITEMS, SEATS, hold, plan

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
REWRITTEN = {"partners": "Gemeente en politie stelden zich voor."}


class Held:
    """An evening that the desk held and noted, a day later, with everything done but the minutes."""

    def __init__(self, session: Session, place: Place, **noted: object) -> None:
        self.session, self.place = session, place
        self.case: FoundingCase = advance_to(session, place, Stage.INFO_EVENING)
        self.evening: InfoEvening = plan(session, self.case, self.by(D), **noted)
        self.at = self.evening.starts_at + timedelta(days=2)
        hold(session, self.case, self.by(D), self.evening)
        informing.appoint_steering_group(session, self.case.id, self.by(D), self.at, seats=SEATS)
        accept_seats(session, self.case, self.at)

    def by(self, role: Role) -> Actor:
        return acting(self.session, self.place.people[role], later(self.case))

    def edit(self, role: Role = P, **changes: object) -> None:
        values: dict[str, object] = {"items": REWRITTEN, **changes}
        edit_minutes(self.session, self.case.id, self.by(role), self.at, **values)  # type: ignore[arg-type]

    def approve(self, role: Role, **more: int) -> None:
        approve = approve_minutes_as_chair if role in (D, M) else approve_minutes_as_police
        approve(self.session, self.case.id, self.by(role), self.at, **more)

    def present(self) -> MinutesVersion:
        found = last_version(self.session, self.evening.id)
        assert found is not None
        return found

    def events(self) -> list[str]:
        self.session.flush()
        of_case = select(JournalEntry.event).where(JournalEntry.case_id == self.case.id)
        return list(self.session.scalars(of_case.order_by(JournalEntry.sequence)))


@pytest.fixture
def held(session: Session, place: Place) -> Held:
    return Held(session, place)


def test_the_first_version_is_what_was_noted(held: Held) -> None:
    first = held.present()

    assert (first.version, first.function) == (1, "desk_officer")
    assert {part: first.sections[part] for part in AGENDA_ITEMS} == dict.fromkeys(AGENDA_ITEMS, "Besproken.")
    assert "Voorzitter: Dirk Balie\nAanwezigen: 40" in first.sections["figures"]


def test_each_edit_that_changes_something_is_a_version_and_the_ones_before_stay(held: Held) -> None:
    held.edit()
    held.edit(M, items={}, introduction="Een volle zaal.", remarks="Rustig verlopen.")

    versions = held.session.scalars(select(MinutesVersion).order_by(MinutesVersion.version)).all()
    assert [(one.version, one.function) for one in versions] == [
        (1, "desk_officer"), (2, "mandated_officer"), (3, "mayor"),
    ]  # fmt: skip
    assert versions[0].sections["partners"] == "Besproken."
    assert versions[2].sections == {**versions[0].sections, **REWRITTEN, "introduction": "Een volle zaal.",
                                    "remarks": "Rustig verlopen."}  # fmt: skip
    assert held.events().count("minutes:written") == 2


def test_saving_what_stands_there_already_is_no_version(held: Held) -> None:
    with pytest.raises(Invalid) as refusal:
        held.edit(items={"partners": "Besproken.\r\n"}, introduction="", remarks="")

    assert refusal.value.code == "nothing_changed"
    assert held.present().version == 1


def test_nobody_overwrites_a_version_that_they_did_not_read(held: Held) -> None:
    held.edit()

    with pytest.raises(Stale) as refusal:
        held.edit(M, items={"partners": "Niet besproken."}, version=1)

    assert refusal.value.code == "minutes_changed"
    assert held.present().sections["partners"] == REWRITTEN["partners"]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("partners", {"items": {"partners": "Stef Stuur stelde zich voor."}}),
        ("introduction", {"introduction": "Welkom door Roos Bewoner Oosterbeke."}),
        ("remarks", {"remarks": "Cora Coördinator dankt iedereen."}),
    ],
)
def test_no_private_person_is_named_in_what_everybody_will_read(
    held: Held, field: str, changes: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refusal:
        held.edit(**changes)

    assert (refusal.value.code, refusal.value.field) == ("private_name", field)


def test_the_remarks_of_the_record_are_printed_and_name_no_private_person(held: Held) -> None:
    with pytest.raises(Invalid) as refusal:
        hold(held.session, held.case, held.by(D), held.evening, remarks="Met dank aan Stef Stuur.")

    assert (refusal.value.code, refusal.value.field) == ("private_name", "remarks")


def test_an_item_that_was_not_noted_does_not_come_into_the_minutes(held: Held) -> None:
    with pytest.raises(Invalid) as refusal:
        held.edit(items={"extra_1": "Ook over de fietsenstalling."})

    assert refusal.value.code == "unknown_item"


def test_the_figures_change_only_where_the_results_are_noted_again(held: Held) -> None:
    with pytest.raises(Invalid):
        held.edit(items={"figures": "Aanwezigen: 400"})


def test_results_that_are_noted_again_keep_what_was_written_about_all_else(held: Held) -> None:
    held.edit()
    items = {**ALL_ITEMS, "participants_data": informing.ItemResult("Elke woning kreeg een formulier.")}

    hold(held.session, held.case, held.by(D), held.evening, items=items, attendance=41)

    third = held.present()
    assert third.version == 3
    assert third.sections["partners"] == REWRITTEN["partners"]
    assert third.sections["participants_data"] == "Elke woning kreeg een formulier."
    assert "Aanwezigen: 41" in third.sections["figures"]


def test_results_that_are_noted_again_as_they_were_make_no_version(held: Held) -> None:
    hold(held.session, held.case, held.by(D), held.evening)

    assert held.present().version == 1


@pytest.mark.parametrize("first", [M, P])
def test_one_approval_is_not_enough_and_the_gate_says_whose_is_missing(held: Held, first: Role) -> None:
    missing = "police" if first is M else "chair"

    held.approve(first)

    assert held.case.waiting_for == [f"minutes_approved_by_{missing}"]
    assert held.evening.minutes_approved_at is None
    assert "minutes:approved" not in held.events()


@pytest.mark.parametrize("order", [(M, P), (P, M), (M, C)])
def test_with_both_approvals_of_one_version_the_minutes_are_final(held: Held, order: tuple[Role, Role]) -> None:
    for role in order:
        held.approve(role)

    assert held.case.stage == "charter"
    assert held.evening.minutes_approved_at == held.at
    assert held.events().count("minutes:approved") == 1


def test_the_same_party_approves_a_version_once(held: Held) -> None:
    held.approve(P)

    with pytest.raises(Stale) as refusal:
        held.approve(C)

    assert refusal.value.code == "minutes_approved"


def test_nobody_approves_for_both_parties(held: Held) -> None:
    give_role(held.session, held.place.people[M], C, held.place.zone)
    held.approve(M)

    with pytest.raises(NotAllowed) as refusal:
        approve_minutes_as_police(held.session, held.case.id, held.by(M), held.at)

    assert refusal.value.code == "both_parties"


def test_who_noted_the_results_approves_also_no_later_version(held: Held) -> None:
    held.edit()

    with pytest.raises(NotAllowed) as refusal:
        held.approve(D)

    assert refusal.value.code == "own_minutes"


def test_who_edited_the_text_may_approve_it_because_another_must_too(held: Held) -> None:
    held.edit(P)

    held.approve(P)

    assert held.case.waiting_for == ["minutes_approved_by_chair"]


def test_an_edit_after_an_approval_voids_it_and_who_gave_it_hears_of_it(held: Held) -> None:
    held.approve(M)
    plan_effects(held.session, held.case.id, held.at)

    held.edit(P)
    plan_effects(held.session, held.case.id, held.at)

    assert held.case.waiting_for == ["minutes_approved_by_chair", "minutes_approved_by_police"]
    assert held.events()[-2:] == ["minutes:written", "minutes_approval:voided"]
    mails = [one.payload for one in held.session.scalars(select(Effect).where(Effect.kind == "mail"))]
    assert [one["to"] for one in mails if one["notice"] == "minutes_changed"] == [held.place.people[M].email]


def test_results_that_are_noted_again_void_an_approval_too(held: Held) -> None:
    held.approve(M)

    hold(held.session, held.case, held.by(D), held.evening, attendance=41)

    assert "minutes_approved_by_chair" in held.case.waiting_for
    assert "minutes_approval:voided" in held.events()


def test_approvals_of_two_versions_are_not_two_approvals(held: Held) -> None:
    held.approve(M)
    held.edit(C)

    held.approve(P)

    assert held.evening.minutes_approved_at is None
    assert list(approvals_of(held.session, held.present().id)) == ["police"]


def test_who_edits_after_their_own_approval_gets_no_mail_about_it(held: Held) -> None:
    held.approve(P)

    held.edit(P)
    plan_effects(held.session, held.case.id, held.at)

    kinds = [one.payload["notice"] for one in held.session.scalars(select(Effect).where(Effect.kind == "mail"))]
    assert "minutes_changed" not in kinds


def test_nobody_approves_a_version_that_they_did_not_read(held: Held) -> None:
    held.edit()

    with pytest.raises(Stale) as refusal:
        held.approve(M, version=1)

    assert refusal.value.code == "minutes_changed"


def test_final_minutes_are_not_edited(session: Session, place: Place) -> None:
    held = Held(session, place)
    hold(session, held.case, held.by(D), held.evening, network_approved=False)  # the stage stays open
    held.approve(M)
    held.approve(P)
    assert held.case.stage == "info_evening"

    with pytest.raises(Stale):
        held.edit()


def test_the_coordinator_edits_the_minutes_and_approves_nothing(held: Held) -> None:
    cora = acting(held.session, coordinator_of(held.session, held.case), held.at)

    edit_minutes(held.session, held.case.id, cora, held.at, items=REWRITTEN)

    assert held.present().function == "coordinator"
    with pytest.raises(NotAllowed):
        approve_minutes_as_chair(held.session, held.case.id, cora, held.at)


def test_the_initiator_and_who_has_no_function_do_not_edit_the_minutes(held: Held) -> None:
    stranger = make_person(held.session, "Ward Westveld")
    initiator = held.place.resident
    assert initiator is not None

    for person in (initiator, stranger):
        with pytest.raises(NotAllowed):
            edit_minutes(held.session, held.case.id, acting(held.session, person, held.at), held.at, items=REWRITTEN)


def test_before_the_results_are_noted_there_is_nothing_to_edit(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.INFO_EVENING)
    officer = acting(session, place.people[P], later(case))
    plan(session, case, officer)

    with pytest.raises(GateNotMet):
        edit_minutes(session, case.id, officer, later(case), items=REWRITTEN)


def test_what_is_printed_is_the_text_that_was_approved_with_every_item_of_the_evening(
    session: Session, place: Place
) -> None:
    held = Held(session, place, extra_items=["De fietsenstalling"])
    items = {**ALL_ITEMS, "extra_1": informing.ItemResult("Er komt een tweede rek.", 20, 0, 5)}
    hold(session, held.case, held.by(D), held.evening, items=items)
    held.edit(introduction="Een volle zaal.")
    held.approve(M)
    held.approve(P)

    sequence = held.events().index("minutes:approved") + 1
    printed = minutes_record(session, held.case, sequence, "https://binstart.example")

    results = {one.code: one.result for one in printed.items}
    assert (printed.introduction, results["partners"]) == ("Een volle zaal.", REWRITTEN["partners"])
    assert [(one.title, one.result, one.votes.votes_for) for one in printed.items if one.code == "extra_1"] == [
        ("De fietsenstalling", "Er komt een tweede rek.", 20)
    ]
    assert [party for party, _ in printed.approvals] == ["de voorzitter", "de politie"]
