"""Questions of people about their own data: answered within a month, by who may, once it is certain who asks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority_journal import AuthorityJournalEntry
from models.data_request import DataRequest
from models.operations.accounts.signing_in import Mail
from models.operations.keeping.answering_data_requests import (
    answer_request,
    ask_as_person,
    enter_request,
    extend_request,
    identify,
    remind_of_requests,
)
from models.outbox import Effect
from models.queries.keeping.data_requests import open_requests_for, own_requests
from models.queries.keeping.own_data import Subject, data_about
from models.rules.access import Role
from models.rules.data_requests import due_on
from models.rules.procedure import Stage
from models.rules.refusals import Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, later, make_place
from tests.support_steps import answer as voice_of
from tests.support_steps import confirmed

AT = datetime(2026, 4, 30, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def wrote(row: DataRequest) -> Mail:
    return Mail(f"vraag {row.id}", row.state)


def by_letter(session: Session, place: Place, kind: str = "access", **told: str) -> DataRequest:
    values = {
        "name": "Roos Bewoner Oosterbeke",
        "email": "",
        "address": "Kerkstraat 1",
        "text": "Mijn huisnummer",
        **told,
    }
    desk = acting(session, place.people[Role.DESK_OFFICER], AT)
    return enter_request(
        session, desk, place.municipality.id, AT, wrote, kind=kind, asked_on=date(2026, 4, 29), **values
    )


def mails(session: Session) -> list[tuple[str, str]]:
    sent = session.scalars(select(Effect).where(Effect.key.like("data_request:%")).order_by(Effect.id))
    return [(one.payload["to"], one.key.split(":", 2)[2]) for one in sent]


def events(session: Session) -> list[str]:
    found = session.scalars(select(AuthorityJournalEntry).order_by(AuthorityJournalEntry.id))
    return [one.event for one in found if one.event.startswith("data_request")]


@pytest.mark.parametrize(("asked_on", "is_extended", "last"), [
    (date(2026, 4, 29), False, date(2026, 5, 29)),
    (date(2026, 1, 31), False, date(2026, 2, 28)),
    (date(2026, 4, 29), True, date(2026, 7, 29)),
])  # fmt: skip
def test_the_answer_is_due_within_a_month_and_two_more_when_extended(
    asked_on: date, is_extended: bool, last: date
) -> None:
    assert due_on(asked_on, is_extended=is_extended) == last


def test_who_is_signed_in_asks_and_is_certain_and_told(session: Session, place: Place) -> None:
    resident = acting(session, place.resident, AT)

    row = ask_as_person(session, resident, place.municipality.id, "rectification", "Huisnummer 12", AT, wrote)

    assert (row.identified_as, row.due_on, row.state) == ("account", date(2026, 5, 30), "open")
    assert mails(session) == [(place.resident.email, "received")]
    assert list(own_requests(session, place.resident.id)) == [row]
    assert events(session) == ["data_request:asked"]


def test_to_correct_or_erase_without_a_word_is_refused(session: Session, place: Place) -> None:
    resident = acting(session, place.resident, AT)

    with pytest.raises(Invalid):
        ask_as_person(session, resident, place.municipality.id, "erasure", "  ", AT, wrote)


def test_a_letter_is_granted_only_when_it_is_certain_who_wrote_it(session: Session, place: Place) -> None:
    row = by_letter(session, place)
    desk = acting(session, place.people[Role.DESK_OFFICER], AT)

    with pytest.raises(Invalid, match="zeker"):
        answer_request(session, desk, row.id, is_granted=True, answer="Kopie meegegeven", at=AT, write=wrote)
    identify(session, desk, row.id, "at_desk", AT)
    answer_request(session, desk, row.id, is_granted=True, answer="Kopie meegegeven", at=AT, write=wrote)

    assert (row.state, row.answered_by_id) == ("done", desk.person_id)
    assert events(session) == ["data_request:asked", "data_request:identified", "data_request:granted"]
    with pytest.raises(Stale):
        answer_request(session, desk, row.id, is_granted=False, answer="Toch niet", at=AT, write=wrote)


def test_a_refusal_needs_its_reason_and_goes_by_mail(session: Session, place: Place) -> None:
    row = by_letter(session, place, "erasure", email="Roos@Buurt.example")
    desk = acting(session, place.people[Role.DESK_OFFICER], AT)

    with pytest.raises(Invalid):
        answer_request(session, desk, row.id, is_granted=False, answer=" ", at=AT, write=wrote)
    answer_request(
        session, desk, row.id, is_granted=False, answer="De beslissing moet bewaard blijven.", at=AT, write=wrote
    )

    assert row.state == "refused"
    assert mails(session) == [("roos@buurt.example", "received"), ("roos@buurt.example", "answered")]


def test_the_term_is_extended_once_and_within_the_first_month(session: Session, place: Place) -> None:
    row, late = by_letter(session, place), by_letter(session, place)
    desk = acting(session, place.people[Role.DESK_OFFICER], AT)

    extend_request(session, desk, row.id, "Veel dossiers", AT + 20 * DAY, wrote)

    assert row.due_on == date(2026, 7, 29)
    with pytest.raises(Stale):
        extend_request(session, desk, row.id, "Nog eens", AT + 21 * DAY, wrote)
    with pytest.raises(Invalid, match="eerste maand"):
        extend_request(session, desk, late.id, "Te laat", AT + 40 * DAY, wrote)


def test_nobody_answers_for_another_municipality_and_no_administrator_does(session: Session, place: Place) -> None:
    row, elsewhere = by_letter(session, place), make_place(session, "westerbeke", "WES")
    foreign = acting(session, elsewhere.people[Role.DESK_OFFICER], AT)
    administrator = acting(session, place.people[Role.ADMINISTRATOR], AT)

    for actor in (foreign, administrator):
        with pytest.raises(NotAllowed):
            answer_request(session, actor, row.id, is_granted=False, answer="Nee", at=AT, write=wrote)
        with pytest.raises(NotAllowed):
            identify(session, actor, row.id, "at_desk", AT)
        assert list(open_requests_for(session, actor)) == []


def test_who_answers_is_reminded_a_week_before_and_each_week_after(session: Session, place: Place) -> None:
    row = by_letter(session, place)
    desk = place.people[Role.DESK_OFFICER]
    due = datetime(2026, 5, 29, 6, 0, tzinfo=UTC)

    assert remind_of_requests(session, due - 8 * DAY, wrote) == 0
    assert remind_of_requests(session, due - 7 * DAY, wrote) == 1
    assert remind_of_requests(session, due - 6 * DAY, wrote) == 0
    assert remind_of_requests(session, due, wrote) == 1

    assert mails(session) == [(desk.email, f"due:2026-05-22:{desk.id}"), (desk.email, f"due:2026-05-29:{desk.id}")]
    row.state = "done"
    assert remind_of_requests(session, due + 30 * DAY, wrote) == 0


def test_a_copy_holds_account_case_and_voice_of_who_asks_and_nothing_of_a_neighbour(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    resident = place.resident
    mine = confirmed(session, case, later(case), voice_of(place, 3))
    other = confirmed(session, case, later(case), voice_of(place, 4))
    mine.email, other.email = resident.email or "", "buur@buurt.example"
    resident.password_hash = "hash"
    session.flush()

    rows = {one.key: one for one in data_about(session, Subject(resident.id, resident.email or ""))}

    assert {f"person:{resident.id}", f"voice:{mine.id}", f"founding_case:{case.id}"} <= rows.keys()
    assert f"voice:{other.id}" not in rows
    assert "password_hash" not in rows[f"person:{resident.id}"].values
    assert "token_hash" not in rows[f"voice:{mine.id}"].values
    assert ("adres van de woning", "Kerkstraat, 3") in [
        (kind, ", ".join(words.split(", ")[:2])) for kind, words in rows[f"voice:{mine.id}"].words
    ]
    assert rows[f"voice:{mine.id}"].readers == ("desk_officer", "mandated_officer")


def test_of_another_municipality_staff_find_nothing_and_a_name_alone_finds_what_must_be_looked_at(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    mine = confirmed(session, case, later(case), voice_of(place, 3))
    elsewhere = make_place(session, "westerbeke", "WES")

    assert data_about(session, Subject(name=mine.name.upper()), elsewhere.municipality.id) == []
    found = [one.key for one in data_about(session, Subject(name=mine.name.upper()), place.municipality.id)]
    assert f"voice:{mine.id}" in found
    assert f"voice:{mine.id}" in [one.key for one in data_about(session, Subject(name=mine.name), place.zone.id)]
