"""The police contact the judicial and the administrative authority: question, term, answer and document are kept.

Source: seed 000; issue of the consultation ('each contact, question, term, answer and document is recorded').
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.contact import AuthorityContact
from models.file_store import Folder
from models.journal import JournalEntry
from models.operations.authorities import closing_days
from models.operations.consultation import contacting
from models.operations.consultation.contacting import SentFile
from models.operations.effects.planning_effects import plan_effects
from models.operations.requests import requesting
from models.outbox import Effect
from models.queries.cases.case_page import read_case_page
from models.queries.cases.choices import choices
from models.queries.cases.due import cases_with_late_contact
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.rules.uploads import CheckedUpload
from models.term import Term
from models.upload import Upload
from tests.factories import Place, acting, advance_to, later
from tests.files import PDF

QUESTION = "Zijn er bezwaren tegen een BIN in deze straten?"


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.CONSULTATION)


def contact(session: Session, place: Place, case: FoundingCase, authority: str = "judicial",
            **values: Any) -> AuthorityContact:  # fmt: skip
    at = later(case)
    operation = getattr(contacting, f"record_{authority}_contact")
    officer = acting(session, place.people[Role.MANDATED_OFFICER], at)
    operation(session, case.id, officer, at, **{"contacted_on": day_of(at), "means": "e-mail", **values})
    return session.scalars(select(AuthorityContact).order_by(AuthorityContact.id.desc()).limit(1)).one()


def answer(
    session: Session, place: Place, case: FoundingCase, contact_id: int, *, days: int = 5, **values: Any
) -> None:
    at = later(case, days)
    contacting.record_contact_answer(session, case.id, acting(session, place.people[Role.MANDATED_OFFICER], at), at,
                                     contact_id=contact_id, **{"answer": "Geen bezwaar.", **values})  # fmt: skip


def running(session: Session, case: FoundingCase) -> list[tuple[str, int]]:
    session.flush()
    return [
        (term.kind, term.subject_id)
        for term in session.scalars(select(Term).where(Term.case_id == case.id, Term.over_at.is_(None)))
        if term.kind == "contact"
    ]


@pytest.mark.parametrize(("authority", "condition"), [
    ("judicial", "judicial_authority_contacted"), ("administrative", "administrative_authority_contacted"),
])  # fmt: skip
def test_a_contact_with_an_authority_meets_its_own_condition(
    session: Session, place: Place, case: FoundingCase, authority: str, condition: str
) -> None:
    place.zone.settings = {"administrative_contact_required": True}
    both = {"judicial_authority_contacted", "administrative_authority_contacted"}

    contact(session, place, case, authority)

    assert both - set(case.waiting_for) == {condition}


def test_the_administrative_authority_is_waited_for_only_where_a_zone_or_municipality_asks_it(
    session: Session, place: Place, case: FoundingCase
) -> None:
    contact(session, place, case)

    assert case.waiting_for == ["police_approved", "municipality_approved"]


def test_a_question_runs_a_term_of_its_own_and_its_answer_ends_it(
    session: Session, place: Place, case: FoundingCase
) -> None:
    asked = contact(session, place, case, contacted="substituut van dienst", question=QUESTION)
    other = contact(session, place, case, "administrative", question="Past dit in het beleid?")
    assert asked.due_on == day_of(later(case)) + timedelta(days=30)

    answer(session, place, case, asked.id)

    assert running(session, case) == [("contact", other.id)]
    assert (asked.answer, asked.answered_on, asked.awaits_answer) == ("Geen bezwaar.", day_of(later(case, 5)), False)
    assert other.awaits_answer


def test_who_contacts_an_authority_can_choose_the_last_day(session: Session, place: Place, case: FoundingCase) -> None:
    until = day_of(later(case, 4))

    asked = contact(session, place, case, question=QUESTION, due_on=until)

    assert asked.due_on == until


def test_a_contact_without_a_question_waits_for_nothing_but_can_be_answered(
    session: Session, place: Place, case: FoundingCase
) -> None:
    told = contact(session, place, case)
    assert (told.due_on, told.awaits_answer, running(session, case)) == (None, False, [])

    answer(session, place, case, told.id)

    assert told.answer == "Geen bezwaar."


def test_a_zone_without_a_term_for_answers_waits_without_a_day(
    session: Session, place: Place, case: FoundingCase
) -> None:
    place.zone.settings = {"contact_term_days": 0}

    asked = contact(session, place, case, question=QUESTION)

    assert (asked.due_on, asked.awaits_answer) == (None, True)


def test_a_new_closing_day_moves_the_term_of_a_contact(session: Session, place: Place, case: FoundingCase) -> None:
    place.zone.settings = {"contact_term_unit": "working", "contact_term_days": 5}
    asked = contact(session, place, case, question=QUESTION)
    before = asked.due_on
    assert before is not None
    administrator = acting(session, place.people[Role.ADMINISTRATOR])

    closing_days.add_closing_day(session, administrator, place.municipality.id, later(case), name="Kermis",
                                 first_on=before)  # fmt: skip

    assert session.get_one(AuthorityContact, asked.id).due_on == before + timedelta(days=1)


def test_documents_are_kept_with_the_contact_and_with_the_answer(
    session: Session, place: Place, case: FoundingCase, tmp_path: Path
) -> None:
    letter = SentFile(Folder(tmp_path), CheckedUpload("brief.pdf", "application/pdf", PDF))
    reply = SentFile(Folder(tmp_path), CheckedUpload("antwoord.pdf", "application/pdf", PDF))

    asked = contact(session, place, case, question=QUESTION, file=letter)
    answer(session, place, case, asked.id, file=reply)

    names = [session.get_one(Upload, one).name for one in (asked.upload_id, asked.answer_upload_id)]
    assert names == ["brief.pdf", "antwoord.pdf"]


@pytest.mark.parametrize(("values", "field"), [
    ({"due_on": "tomorrow"}, "question"),
    ({"question": QUESTION, "due_on": "yesterday"}, "due_on"),
    ({"contacted_on": "tomorrow"}, "contacted_on"),
    ({"means": " "}, "means"),
])  # fmt: skip
def test_a_contact_that_can_not_be_is_refused_at_its_field(
    session: Session, place: Place, case: FoundingCase, values: dict[str, Any], field: str
) -> None:
    today = day_of(later(case))
    days = {"tomorrow": today + timedelta(days=1), "yesterday": today - timedelta(days=1)}

    with pytest.raises(Invalid) as refusal:
        contact(session, place, case, **{name: days.get(value, value) for name, value in values.items()})

    assert refusal.value.field == field


def test_an_answer_from_before_the_contact_is_refused(session: Session, place: Place, case: FoundingCase) -> None:
    asked = contact(session, place, case, question=QUESTION)

    with pytest.raises(Invalid) as refusal:
        answer(session, place, case, asked.id, answered_on=asked.contacted_on - timedelta(days=1))

    assert refusal.value.field == "answered_on"


def test_an_answer_is_noted_once(session: Session, place: Place, case: FoundingCase) -> None:
    asked = contact(session, place, case, question=QUESTION)
    answer(session, place, case, asked.id)

    with pytest.raises(Stale):
        answer(session, place, case, asked.id, answer="Toch bezwaar.")

    assert asked.answer == "Geen bezwaar."


def test_a_contact_of_another_case_is_not_found(session: Session, place: Place, case: FoundingCase) -> None:
    elsewhere = contact(session, place, advance_to(session, place, Stage.CONSULTATION), question=QUESTION)

    with pytest.raises(Invalid) as refusal:
        answer(session, place, case, elsewhere.id)

    assert refusal.value.field == "contact_id"


def test_the_desk_notes_no_contact_of_the_police(session: Session, place: Place, case: FoundingCase) -> None:
    desk = acting(session, place.people[Role.DESK_OFFICER])

    with pytest.raises(NotAllowed):
        contacting.record_administrative_contact(session, case.id, desk, later(case), means="e-mail",
                                                 contacted_on=day_of(later(case)))  # fmt: skip


def test_the_journal_tells_that_there_was_a_contact_and_an_answer_without_names(
    session: Session, place: Place, case: FoundingCase
) -> None:
    asked = contact(session, place, case, "administrative", contacted="Mia Ambtenaar", question=QUESTION)
    answer(session, place, case, asked.id)

    entries = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
    ).all()[-2:]

    assert [entry.event for entry in entries] == ["administrative_authority:contacted", "contact:answered"]
    assert entries[1].data["authority"] == "de bestuurlijke overheid"
    assert not [entry for entry in entries if "Mia" in str(entry.data) or "bezwaar" in str(entry.data)]


def test_an_answer_that_stays_away_is_told_once_after_the_term_and_can_still_come(
    session: Session, place: Place, case: FoundingCase
) -> None:
    asked = contact(session, place, case, question=QUESTION, due_on=day_of(later(case, 3)))
    contact(session, place, case, "administrative", question="Past dit in het beleid?")
    session.flush()
    assert cases_with_late_contact(session, day_of(later(case, 3))) == []
    assert cases_with_late_contact(session, day_of(later(case, 4))) == [case.id]

    told = [contacting.expire_contacts(session, case.id, later(case, days)) for days in (3, 4, 5)]

    assert told == [0, 1, 0]
    assert cases_with_late_contact(session, day_of(later(case, 5))) == []
    plan_effects(session, case.id, later(case, 5))
    mails = session.scalars(select(Effect).where(Effect.kind == "mail")).all()
    (reminder,) = [mail.payload for mail in mails if mail.payload["notice"] == "contact_unanswered"]
    assert reminder["to"] == place.people[Role.MANDATED_OFFICER].email
    answer(session, place, case, asked.id, days=6)
    assert asked.answer == "Geen bezwaar."


def test_in_a_case_that_ended_no_answer_is_waited_for(session: Session, place: Place, case: FoundingCase) -> None:
    contact(session, place, case, question=QUESTION, due_on=day_of(later(case, 3)))
    requesting.withdraw_request(session, case.id, acting(session, place.resident), later(case, 2), reason="Verhuisd.")

    assert contacting.expire_contacts(session, case.id, later(case, 9)) == 0


def test_the_page_offers_to_note_an_answer_while_one_can_come(
    session: Session, place: Place, case: FoundingCase
) -> None:
    officer, at = acting(session, place.people[Role.MANDATED_OFFICER]), later(case, 6)

    def obstacle() -> str:
        found = choices(read_case_page(session, case, officer, at), officer)
        return next(one.obstacle for one in found if one.code == "record_contact_answer")

    assert obstacle() == "Er wordt op geen antwoord gewacht."
    asked = contact(session, place, case, question=QUESTION)
    assert obstacle() == ""
    answer(session, place, case, asked.id)
    assert obstacle() == "Er wordt op geen antwoord gewacht."
