"""A charter that is in force is amended: only the chosen sections change, and what changes can be seen."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import JournalEntry
from models.operations.charters import saving_sections
from models.operations.evaluations import evaluating
from models.queries.charters.charters import version_before
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.charter_steps import MEMBERS, amend, events, freeze, frozen, reopen, save, section
from tests.factories import Place, acting, advance_to, charter_of, coordinator_of, later


def _open(
    session: Session, place: Place, case, code: str, role: Role = Role.DESK_OFFICER, reason: str = "Ook dit."
) -> None:  # type: ignore[no-untyped-def]
    by = acting(session, place.people[role], later(case))
    saving_sections.open_section(session, case.id, by, later(case), section=code, reason=reason)


def test_only_the_chosen_sections_can_change(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    amend(session, place, case, "communication_plan", "parties")

    save(session, case, "communication_plan", {**section(session, case, "communication_plan").content, "test": "Mei."})
    with pytest.raises(GateNotMet) as refusal:
        save(session, case, "members", MEMBERS)

    assert refusal.value.code == "section_closed"
    assert charter_of(session, case).open_sections == ["parties", "communication_plan"]
    told = session.scalars(select(JournalEntry.data).where(JournalEntry.event == "charter_amendment:begun")).one()
    assert told["titles"] == ["Partners en contactgegevens", "Communicatieplan"]


@pytest.mark.parametrize("sections", [[], ["nothing"], ["parties", "nothing"]])
def test_an_amendment_of_nothing_or_of_what_does_not_exist_is_refused(
    session: Session, place: Place, sections: list[str]
) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))

    with pytest.raises(Invalid) as refusal:
        evaluating.amend_charter(session, case.id, desk, later(case), sections=sections, reason="Nieuw nummer.")

    assert refusal.value.field == "sections"
    assert case.stage == Stage.EVALUATION


def test_one_more_section_is_opened_with_a_reason(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    amend(session, place, case)
    with pytest.raises(Invalid):
        _open(session, place, case, "members", reason=" ")
    with pytest.raises(NotAllowed):
        _open(session, place, case, "members", Role.MAYOR)

    _open(session, place, case, "members")

    save(session, case, "members", MEMBERS)
    assert "section:opened" in events(session, case)
    with pytest.raises(Stale):
        _open(session, place, case, "members")


def test_in_a_first_charter_everything_is_open(session: Session, place: Place) -> None:
    case, _ = frozen(session, place)
    reopen(session, place, case)

    assert charter_of(session, case).open_sections is None
    with pytest.raises(Stale):
        _open(session, place, case, "members")


def test_a_version_that_is_opened_again_within_an_amendment_keeps_what_is_open(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    amend(session, place, case)
    freeze(session, place, case)

    reopen(session, place, case)

    assert (charter_of(session, case).version, charter_of(session, case).open_sections) == (3, ["parties"])
    before = version_before(session, charter_of(session, case))
    assert before is not None
    assert before.version == 1  # what everybody signed, not what was never signed by all


def test_a_coordinator_can_not_open_a_section_alone(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.EVALUATION)
    amend(session, place, case)
    by = acting(session, coordinator_of(session, case), later(case))

    with pytest.raises(NotAllowed):
        saving_sections.open_section(session, case.id, by, later(case), section="members", reason="Ook dit.")
