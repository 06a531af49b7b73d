"""Several people write in one section: nothing is overwritten, everything that stood can be found and brought back."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import SectionSave
from models.operations.charters.saving_sections import own_section, restore_section, save_section, tell_ready
from models.outbox import OutboxEntry
from models.queries.charters.charter_history import history_of
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import NotAllowed, Stale
from tests.charter_steps import events, section
from tests.factories import Place, acting, advance_to, coordinator_of, later

FIRST = "Leden bellen eerst de politie. Wie iets ziet, meldt het."
BOTH = "Leden bellen altijd eerst de politie. Wie iets ziet, meldt het. Ook bij twijfel."


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """Its members section holds FIRST, saved by the coordinator."""
    case = advance_to(session, place, Stage.CHARTER)
    _save(session, case, None, FIRST)
    return case


def _save(session: Session, case: FoundingCase, place: Place | None, text: str, *, revision: int | None = None,
          minutes: int = 0) -> None:  # fmt: skip
    """By the coordinator, or by the desk of `place`; so many minutes later."""
    at = later(case) + timedelta(minutes=minutes)
    person = place.people[Role.DESK_OFFICER] if place else coordinator_of(session, case)
    known = section(session, case, "members").revision if revision is None else revision
    save_section(session, case.id, acting(session, person, at), at, section="members", revision=known,
                 content={"text": text})  # fmt: skip


def _text(session: Session, case: FoundingCase) -> str:
    return str(section(session, case, "members").content["text"])


def test_what_two_people_wrote_in_other_words_is_put_together(
    session: Session, case: FoundingCase, place: Place
) -> None:
    _save(session, case, place, FIRST.replace("eerst", "altijd eerst"), revision=1)

    _save(session, case, None, FIRST + " Ook bij twijfel.", revision=1)

    assert _text(session, case) == BOTH


def test_what_two_people_wrote_at_the_same_place_is_refused_and_nothing_is_lost(
    session: Session, case: FoundingCase, place: Place
) -> None:
    _save(session, case, place, FIRST.replace("eerst", "nooit"), revision=1)

    with pytest.raises(Stale) as refused:
        _save(session, case, None, FIRST.replace("eerst", "meteen"), revision=1)

    assert refused.value.code == "section_saved_meanwhile"
    assert _text(session, case) == FIRST.replace("eerst", "nooit")


def test_who_types_on_after_a_merge_does_not_take_away_what_was_merged_in(
    session: Session, case: FoundingCase, place: Place
) -> None:
    _save(session, case, place, FIRST.replace("eerst", "altijd eerst"), revision=1)
    _save(session, case, None, FIRST + " Ook", revision=1)
    sent = section(session, case, "members").revision - 1

    _save(session, case, None, FIRST + " Ook bij twijfel.", revision=sent)

    assert _text(session, case) == BOTH


def test_typing_on_is_one_line_in_journal_and_history_and_a_pause_or_a_colleague_begins_another(
    session: Session, case: FoundingCase, place: Place
) -> None:
    for minutes in (1, 2, 3):
        _save(session, case, None, f"Poging {minutes}", minutes=minutes)
    _save(session, case, place, "Nieuw van de gemeente", minutes=4)
    _save(session, case, None, "Na een uur", minutes=70)

    assert events(session, case).count("section:saved") == 3
    lines = history_of(session, case.id, "members")
    assert [(one.content["text"], one.is_present) for one in lines[:3]] == [
        ("Na een uur", True),
        ("Nieuw van de gemeente", False),
        ("Poging 3", False),
    ]
    assert lines[-1].saved_by == ""  # the text that it began with


def test_typing_on_asks_nothing_of_the_engine(session: Session, case: FoundingCase) -> None:
    before = session.scalar(select(func.count(OutboxEntry.id)))

    for minutes in (1, 2, 3):
        _save(session, case, None, f"Poging {minutes}", minutes=minutes)

    assert session.scalar(select(func.count(OutboxEntry.id))) == before


def test_what_passed_while_somebody_typed_is_thinned_out_after_a_day(
    session: Session, case: FoundingCase, place: Place
) -> None:
    for minutes in (1, 2, 3):
        _save(session, case, None, f"Poging {minutes}", minutes=minutes)

    _save(session, case, place, "Twee dagen later", minutes=2 * 24 * 60)

    kept = [one.content["text"] for one in session.scalars(select(SectionSave).order_by(SectionSave.id))]
    assert [text for text in kept if text.startswith("Poging")] == ["Poging 3"]


def test_an_earlier_text_is_brought_back_and_the_present_one_stays_in_the_history(
    session: Session, case: FoundingCase, place: Place
) -> None:
    _save(session, case, place, "Nieuw van de gemeente", minutes=40)
    earlier = next(one for one in history_of(session, case.id, "members") if one.content["text"] == FIRST)
    at = later(case) + timedelta(hours=2)

    restore_section(session, case.id, acting(session, coordinator_of(session, case), at), at, section="members",
                    save_id=earlier.id)  # fmt: skip

    assert _text(session, case) == FIRST
    newest = [one.content["text"] for one in history_of(session, case.id, "members")][:2]
    assert newest == [FIRST, "Nieuw van de gemeente"]
    assert "section:restored" in events(session, case)


def test_a_text_of_another_section_is_not_brought_back(session: Session, case: FoundingCase) -> None:
    at = later(case)
    earlier = history_of(session, case.id, "members")[0]

    with pytest.raises(Stale, match="is er niet meer"):
        restore_section(session, case.id, acting(session, coordinator_of(session, case), at), at, section="privacy",
                        save_id=earlier.id)  # fmt: skip


def test_only_the_owner_says_that_a_section_is_ready_and_any_change_takes_it_away(
    session: Session, case: FoundingCase, place: Place
) -> None:
    at = later(case)
    cora = acting(session, coordinator_of(session, case), at)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    own_section(session, case.id, cora, at, section="members", is_own=True)
    with pytest.raises(NotAllowed):
        tell_ready(session, case.id, desk, at, section="members", revision=1, is_ready=True)
    with pytest.raises(Stale):
        tell_ready(session, case.id, cora, at, section="members", revision=0, is_ready=True)
    tell_ready(session, case.id, cora, at, section="members", revision=1, is_ready=True)
    assert section(session, case, "members").ready_at == at

    _save(session, case, place, FIRST + " Altijd.")

    assert section(session, case, "members").ready_at is None
