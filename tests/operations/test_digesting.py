"""Mails that only inform leave once a day for staff: none is lost, none comes twice, residents get theirs at once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import JournalEntry
from models.operations.consultation import advising
from models.operations.effects.carrying_out import claim_effect, confirm_mail, give_up_effect
from models.operations.effects.digesting import AT_ONCE, Digest, people_with_news, plan_digest
from models.operations.effects.planning_effects import plan_effects
from models.outbox import Effect
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, acting, advance_to, later


def _write(name: str, plans: Sequence[dict[str, Any]]) -> Digest:
    return Digest("Dagoverzicht", f"{len(plans)} voor {name}", [plan["notice"] for plan in plans])


def _with_news(session: Session, place: Place):  # type: ignore[no-untyped-def]
    """A case in which an opinion came in: mayor and chief are told, and have nothing to do."""
    case = advance_to(session, place, Stage.CONSULTATION)
    plan_effects(session, case.id, later(case))
    at = later(case)
    officer = acting(session, place.people[Role.MANDATED_OFFICER], at)
    opinion = advising.ask_opinion(session, case.id, officer, at, adviser="het parket")
    advising.give_opinion(session, case.id, officer, at, opinion_id=opinion.id, tendency="favourable", text="Goed.")
    plan_effects(session, case.id, at)
    return case, at


def _told(session: Session, state: str, notice: str = "opinion_given") -> list[str]:
    effects = session.scalars(select(Effect).where(Effect.state == state, Effect.kind == "mail").order_by(Effect.id))
    return [one.payload["name"] for one in effects if one.payload.get("notice") == notice]


def _claimed_digest(session: Session, person_id: int) -> Effect:
    effect = session.scalars(select(Effect).where(Effect.key.like(f"digest:person-{person_id}:%"))).one()
    claimed = claim_effect(session, effect.id, "worker", datetime.now(UTC) + timedelta(seconds=5), timedelta(minutes=2))
    assert claimed is not None
    return claimed


def test_staff_get_what_only_informs_in_the_mail_of_the_day(session: Session, place: Place) -> None:
    _with_news(session, place)
    both = {place.people[Role.MAYOR].name, place.people[Role.POLICE_CHIEF].name}

    assert set(_told(session, "gathered")) == both
    assert _told(session, "planned") == []


def test_what_must_be_done_comes_at_once(session: Session, place: Place) -> None:
    _with_news(session, place)

    assert place.people[Role.MAYOR].name in _told(session, "planned", "decision_needed")


def test_residents_get_everything_at_once(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    plan_effects(session, case.id, later(case))

    assert place.resident.name in _told(session, "planned", "minutes_approved")
    assert place.resident.name not in _told(session, "gathered", "minutes_approved")


def test_who_wants_each_mail_at_once_gets_it(session: Session, place: Place) -> None:
    place.people[Role.MAYOR].mail_rhythm = AT_ONCE
    _with_news(session, place)

    assert _told(session, "planned") == [place.people[Role.MAYOR].name]


def test_the_digest_is_planned_once_a_day_and_takes_all_that_is_gathered(session: Session, place: Place) -> None:
    case, at = _with_news(session, place)
    mayor = place.people[Role.MAYOR]

    assert mayor.id in people_with_news(session)
    assert plan_digest(session, mayor.id, at, _write)
    assert not plan_digest(session, mayor.id, at, _write)
    assert mayor.id not in people_with_news(session)

    officer = acting(session, place.people[Role.MANDATED_OFFICER], at)
    opinion = advising.ask_opinion(session, case.id, officer, at, adviser="de buurgemeente")
    advising.give_opinion(session, case.id, officer, at, opinion_id=opinion.id, tendency="favourable", text="Goed.")
    plan_effects(session, case.id, at)
    assert not plan_digest(session, mayor.id, at, _write)
    assert plan_digest(session, mayor.id, at + timedelta(days=1), _write)


def test_when_the_digest_left_its_mails_are_done_and_the_journal_says_it_once(session: Session, place: Place) -> None:
    _case, at = _with_news(session, place)
    people = [place.people[Role.MAYOR], place.people[Role.POLICE_CHIEF]]
    for person in people:
        plan_digest(session, person.id, at, _write)

    for person in people:
        digest = _claimed_digest(session, person.id)
        assert confirm_mail(session, digest.id, "worker", datetime.now(UTC), at, "Dagoverzicht")

    assert _told(session, "in_digest") == _told(session, "gathered") == []
    assert len(_told(session, "confirmed")) == 2
    entries = session.scalars(select(JournalEntry).where(JournalEntry.event == "notice:digested")).all()
    assert [one.data["title"] for one in entries] == ["opinion_given"]


def test_a_digest_that_never_arrives_is_given_up_with_what_it_holds(session: Session, place: Place) -> None:
    _case, at = _with_news(session, place)
    mayor = place.people[Role.MAYOR]
    plan_digest(session, mayor.id, at, _write)

    give_up_effect(session, _claimed_digest(session, mayor.id).id, "worker", at, "550 no such user")

    assert _told(session, "given_up") == [mayor.name]


def test_who_left_gets_no_digest(session: Session, place: Place) -> None:
    _case, at = _with_news(session, place)
    mayor = place.people[Role.MAYOR]
    mayor.is_active = False

    assert not plan_digest(session, mayor.id, at, _write)
    assert mayor.id not in people_with_news(session)
