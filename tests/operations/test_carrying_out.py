"""Effects: claimed before, confirmed after; what fails comes back later, what can never work is kept with why."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.journal import JournalEntry
from models.mandate import Mandate
from models.operations.effects.carrying_out import (
    claim_effect,
    confirm_mail,
    due_effects,
    give_up_effect,
    postpone_effect,
    unfinished_effects,
)
from models.operations.effects.planning_effects import plan_effects
from models.operations.effects.producing import ProducedFile, record_document
from models.outbox import Effect
from models.rules.access import Role
from models.rules.pauses import GIVE_UP_AFTER
from tests.factories import START, Place, answers_for, submitted

LEASE = timedelta(seconds=60)
RECEIPT = ProducedFile("application/pdf", "ontvangstbewijs.pdf", "ab" * 32, 1234)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)  # later than whatever is planned below, also on a busy machine


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """A case that was just submitted, with its effects planned."""
    case = submitted(session, place)
    plan_effects(session, case.id, START)
    return case


def effect(session: Session, part: str) -> Effect:
    found = session.scalars(select(Effect).where(Effect.key.contains(part)).order_by(Effect.id)).first()
    assert found is not None
    return found


def events(session: Session, case: FoundingCase) -> list[str]:
    rows = session.scalars(select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence))
    return [row.event for row in rows]


def test_what_one_has_claimed_the_other_does_not_get(session: Session, case: FoundingCase, now: datetime) -> None:
    mail = effect(session, "request_received")

    mine = claim_effect(session, mail.id, "one", now, LEASE)
    theirs = claim_effect(session, mail.id, "two", now, LEASE)

    assert mine is not None
    assert theirs is None


def test_a_claim_that_nobody_renews_ends_and_its_owner_confirms_nothing_any_more(
    session: Session, case: FoundingCase, now: datetime
) -> None:
    mail = effect(session, "request_received")
    claim_effect(session, mail.id, "one", now, LEASE)
    after = now + LEASE + timedelta(seconds=1)

    taken_over = claim_effect(session, mail.id, "two", after, LEASE)
    late = confirm_mail(session, mail.id, "one", after, START, "Uw aanvraag")

    assert taken_over is not None
    assert not late
    assert confirm_mail(session, mail.id, "two", after, START, "Uw aanvraag")


def test_the_journal_tells_once_that_a_notice_was_sent_to_all(
    session: Session, case: FoundingCase, place: Place, now: datetime
) -> None:
    second = place.people[Role.MAYOR]
    session.add(Mandate(person_id=second.id, role=Role.DESK_OFFICER.value, authority_id=place.municipality.id,
                        since=START.date()))  # fmt: skip
    other = submitted(session, place)
    plan_effects(session, other.id, START)
    both = [
        row.id
        for row in session.scalars(select(Effect).where(Effect.key.contains(f"{other.number}:idea:request_to_assess")))
    ]

    for effect_id in both:
        claim_effect(session, effect_id, "one", now, LEASE)
        confirm_mail(session, effect_id, "one", now, START, "Nieuwe aanvraag")
        session.flush()

    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == other.id, JournalEntry.event == "notice:sent")
    ).one()
    assert len(both) == 2
    assert entry.data == {"title": "Nieuwe aanvraag", "notice": "request_to_assess", "recipients": ["desk_officer"],
                          "count": 2, "sequence": 1}  # fmt: skip


def test_what_failed_comes_back_after_a_pause_that_grows(session: Session, case: FoundingCase, now: datetime) -> None:
    mail = effect(session, "request_received")

    claim_effect(session, mail.id, "one", now, LEASE)
    postpone_effect(session, mail.id, "one", now, START, "server away")

    assert mail.id not in due_effects(session, case.id, "mail", now + timedelta(seconds=1))
    assert mail.id in due_effects(session, case.id, "mail", now + timedelta(seconds=2))
    assert effect(session, "request_received").last_error == "server away"


def test_what_keeps_failing_for_days_is_given_up(session: Session, case: FoundingCase, now: datetime) -> None:
    mail = effect(session, "request_to_assess")
    later = now + GIVE_UP_AFTER + timedelta(hours=1)

    claim_effect(session, mail.id, "one", later, LEASE)
    postpone_effect(session, mail.id, "one", later, START, "server away")

    assert effect(session, "request_to_assess").state == "given_up"


def test_an_applicant_whose_address_does_not_work_is_written_to_on_paper(
    session: Session, case: FoundingCase, place: Place, now: datetime
) -> None:
    mail = effect(session, "request_received")
    claim_effect(session, mail.id, "one", now, LEASE)

    give_up_effect(session, mail.id, "one", START, "550 no such mailbox", "Uw aanvraag is ontvangen")

    letter = session.scalars(select(Effect).where(Effect.key.contains("request_received"), Effect.id != mail.id)).one()
    assert letter.payload["to"] == place.people[Role.DESK_OFFICER].email
    assert letter.payload["on_paper"] == {"name": place.resident.name, "address": answers_for(place).applicant_address}
    assert letter.payload["attached"] == mail.payload["attached"]


def test_a_document_is_noted_with_its_file_and_the_journal_at_once(
    session: Session, case: FoundingCase, now: datetime
) -> None:
    planned = effect(session, "receipt")
    claim_effect(session, planned.id, "one", now, LEASE)

    assert record_document(session, planned.id, "one", now, START, [RECEIPT])

    assert events(session, case)[-1] == "document:produced"
    assert unfinished_effects(session, case.id) == 2


def test_who_lost_the_claim_notes_no_document(session: Session, case: FoundingCase, now: datetime) -> None:
    planned = effect(session, "receipt")
    claim_effect(session, planned.id, "one", now, LEASE)
    claim_effect(session, planned.id, "two", now + LEASE + timedelta(seconds=1), LEASE)

    assert not record_document(session, planned.id, "one", now, START, [RECEIPT])
    assert "document:produced" not in events(session, case)


def test_a_sign_in_mail_leaves_no_text_behind(session: Session, now: datetime) -> None:
    mail = Effect(
        key="sign_in:1", kind="mail", case_id=None, payload={"to": "a@b.example", "subject": "x", "text": "y"}
    )
    session.add(mail)
    session.flush()

    claim_effect(session, mail.id, "one", now, LEASE)
    confirm_mail(session, mail.id, "one", now, START, "")

    assert session.get_one(Effect, mail.id).payload == {}
