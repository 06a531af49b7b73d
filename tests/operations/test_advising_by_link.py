"""An adviser from outside answers through a link: each answer, what they ask back, silence, reminders, and its end."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import BELGIUM, day_of
from models.document import Document
from models.journal import JournalEntry
from models.operations.consultation import advising, answering_advisers, consulting, contacting
from models.operations.consultation.advising_by_link import adviser_token, find_advice
from models.operations.consultation.reminding_advisers import remind_advisers
from models.operations.effects.planning_effects import plan_effects
from models.opinion import Opinion
from models.outbox import Effect
from models.queries.cases.due import cases_with_adviser_to_remind, cases_with_late_opinion
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, Stale
from models.rules.uploads import CheckedUpload
from models.term import Term
from models.upload import Upload
from tests.advice_steps import EMAIL, SECRET, answer, ask_outside, link_of
from tests.factories import Place, acting, advance_to, later
from tests.files import PDF

FILE = CheckedUpload("advies.pdf", "application/pdf", PDF)


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    """In consultation."""
    return advance_to(session, place, Stage.CONSULTATION)


@pytest.fixture
def opinion(session: Session, place: Place, case: FoundingCase) -> Opinion:
    """Asked of the public prosecutor's office; the term ends within a month."""
    return ask_outside(session, place, case, later(case))


def on(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BELGIUM)


def events(session: Session, case: FoundingCase) -> list[str]:
    rows = select(JournalEntry.event).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
    return list(session.scalars(rows))


def mails(session: Session, case: FoundingCase, at: datetime) -> list[tuple[str, str]]:
    """The mails that the journal asks for, by kind and recipient."""
    plan_effects(session, case.id, at)
    rows = session.scalars(select(Effect).where(Effect.case_id == case.id, Effect.kind == "mail").order_by(Effect.id))
    return [(one.payload["notice"], one.payload["to"]) for one in rows]


def silent(session: Session, place: Place, case: FoundingCase, opinion: Opinion, silence: str) -> None:
    """The term passes without an answer, where silence means this."""
    place.municipality.settings = {"silence_of_adviser": silence}
    assert advising.expire_opinions(session, case.id, on(opinion.due_on + timedelta(days=1))) == 1


def approve_all(session: Session, place: Place, case: FoundingCase, at: datetime) -> None:
    people = {role: acting(session, place.people[role], at) for role in place.people}
    contacting.record_judicial_contact(session, case.id, people[Role.MANDATED_OFFICER], at, contacted_on=day_of(at),
                                       means="brief")  # fmt: skip
    consulting.decide_as_police(session, case.id, people[Role.POLICE_CHIEF], at, is_approved=True, reason="Akkoord.")
    consulting.decide_as_municipality(session, case.id, people[Role.MAYOR], at, is_approved=True, reason="Akkoord.")


@pytest.mark.parametrize(
    ("chosen", "text"),
    [("favourable", ""), ("conditional", "Mits een vorming."), ("unfavourable", "Te groot."), ("no_competence", "")],
)
def test_a_final_answer_is_kept_and_the_case_no_longer_waits(
    session: Session, case: FoundingCase, opinion: Opinion, chosen: str, text: str
) -> None:
    answer(session, opinion, later(case, 3), chosen, text)

    assert (opinion.state, opinion.tendency, opinion.text) == ("given", chosen, text)
    assert (opinion.given_on, opinion.is_by_link) == (day_of(later(case, 3)), True)
    assert "opinions_given" not in case.waiting_for
    assert session.scalars(select(Term).where(Term.kind == "opinion")).one().over_at is not None
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "opinion:given")).one()
    assert (entry.by_id, entry.function) == (None, "adviser")


@pytest.mark.parametrize("chosen", ["conditional", "unfavourable", "more_time", "more_information"])
def test_an_answer_that_says_nothing_without_a_text_is_refused_at_the_text(
    session: Session, case: FoundingCase, opinion: Opinion, chosen: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        answer(session, opinion, later(case), chosen, " ", wished_on=opinion.due_on + timedelta(days=9))

    assert refusal.value.field == "text"
    assert opinion.state == "asked"


def test_who_asked_and_who_decides_hear_of_the_answer_and_the_adviser_gets_a_receipt(
    session: Session, place: Place, case: FoundingCase, opinion: Opinion
) -> None:
    before = len(mails(session, case, later(case)))

    answer(session, opinion, later(case, 3), "favourable", "Goed.")

    new = mails(session, case, later(case, 3))[before:]
    asker, chief, mayor = (place.people[role].email for role in (Role.MANDATED_OFFICER, Role.POLICE_CHIEF, Role.MAYOR))
    assert new == [("advice_receipt", EMAIL), ("opinion_given", asker), ("opinion_given", chief),
                   ("opinion_given", mayor)]  # fmt: skip


def test_a_file_comes_with_an_answer_and_belongs_to_nobody_of_the_staff(
    session: Session, case: FoundingCase, opinion: Opinion
) -> None:
    answer(session, opinion, later(case), "favourable", "Zie bijlage.", file=FILE)

    upload = session.get_one(Upload, opinion.upload_id)
    assert (upload.case_id, upload.name, upload.uploaded_by_id) == (case.id, "advies.pdf", None)


def test_an_answer_is_final(session: Session, case: FoundingCase, opinion: Opinion) -> None:
    answer(session, opinion, later(case), "favourable", "Goed.")

    with pytest.raises(Stale):
        answer(session, opinion, later(case), "unfavourable", "Toch niet.")

    assert (opinion.tendency, opinion.text) == ("favourable", "Goed.")


def test_the_database_holds_no_key_that_opens_the_link(session: Session, case: FoundingCase, opinion: Opinion) -> None:
    token = link_of(session, opinion)
    plan_effects(session, case.id, later(case))

    kept = [str(value) for value in vars(opinion).values()]
    planned = [str(one.payload) for one in session.scalars(select(Effect))]
    assert all(token not in text for text in [*kept, *planned])
    assert link_of(session, opinion) == token
    assert adviser_token(session, opinion.id, SECRET[::-1]) != token


def test_a_link_stays_what_it_was_while_the_settings_name_the_secret_of_before(
    session: Session, opinion: Opinion
) -> None:
    other = SECRET[::-1]
    token = link_of(session, opinion)

    assert adviser_token(session, opinion.id, other, SECRET) == token
    new = adviser_token(session, opinion.id, other)
    assert new != token
    assert adviser_token(session, opinion.id, other, SECRET) == new  # the one that is sent now, and no way back


def test_a_link_that_never_left_is_made_with_the_present_secret(session: Session, opinion: Opinion) -> None:
    other = SECRET[::-1]

    assert adviser_token(session, opinion.id, other, SECRET) == adviser_token(session, opinion.id, other)


def test_without_the_secret_of_the_installation_no_link_is_made(session: Session, opinion: Opinion) -> None:
    with pytest.raises(ValueError, match="SECRET_KEY"):
        adviser_token(session, opinion.id, "")


def test_a_link_opens_one_opinion_only_and_works_some_days_after_the_term(
    session: Session, place: Place, case: FoundingCase, opinion: Opinion
) -> None:
    token, last = link_of(session, opinion), opinion.due_on + timedelta(days=14)
    silent(session, place, case, opinion, "proceeds")

    found = find_advice(session, token, on(last))
    assert found is not None
    assert (found.opinion, found.state) == (opinion, "open")
    assert find_advice(session, token, on(last + timedelta(days=1))) is None
    assert find_advice(session, token[:-1], later(case)) is None
    assert find_advice(session, "", later(case)) is None


@pytest.mark.parametrize(("tendency", "state"), [("", "open"), ("favourable", "answered")])
def test_a_link_says_that_the_consultation_is_over_but_still_shows_an_answer(
    session: Session, place: Place, case: FoundingCase, opinion: Opinion, tendency: str, state: str
) -> None:
    token = link_of(session, opinion)
    if tendency:
        answer(session, opinion, later(case), tendency)
    assert find_advice(session, token, later(case)).state == state

    chief = acting(session, place.people[Role.POLICE_CHIEF], later(case))
    consulting.send_back_to_idea(session, case.id, chief, later(case), reason="Gebied te groot.")

    assert find_advice(session, token, later(case)).state == ("answered" if tendency else "over")
    if not tendency:
        with pytest.raises(GateNotMet):
            answer(session, opinion, later(case), "favourable")


@pytest.mark.parametrize(
    ("silence", "state", "stage"),
    [("proceeds", "expired", "info_evening"), ("favourable", "presumed", "info_evening"),
     ("blocks", "overdue", "consultation")],
)  # fmt: skip
def test_silence_means_what_the_municipality_set(
    session: Session, place: Place, case: FoundingCase, opinion: Opinion, silence: str, state: str, stage: str
) -> None:
    approve_all(session, place, case, later(case))

    silent(session, place, case, opinion, silence)

    assert (opinion.state, case.stage) == (state, stage)
    assert f"opinion:{state}" in events(session, case)
    kinds = {"expired": "opinion_missing", "presumed": "opinion_presumed", "overdue": "opinion_overdue"}
    told = mails(session, case, on(opinion.due_on + timedelta(days=1)))
    assert (kinds[state], place.people[Role.MANDATED_OFFICER].email) in told


def test_where_silence_blocks_the_link_works_until_the_answer_comes_and_the_case_goes_on(
    session: Session, place: Place, case: FoundingCase, opinion: Opinion
) -> None:
    approve_all(session, place, case, later(case))
    silent(session, place, case, opinion, "blocks")
    long_after = on(opinion.due_on + timedelta(days=60))
    found = find_advice(session, link_of(session, opinion), long_after)
    assert found is not None
    assert found.state == "open"

    answer(session, opinion, long_after, "favourable", "Met excuses.")

    assert case.stage == "info_evening"


def test_where_silence_blocks_the_question_can_be_withdrawn_with_a_reason(
    session: Session, place: Place, case: FoundingCase, opinion: Opinion
) -> None:
    approve_all(session, place, case, later(case))
    silent(session, place, case, opinion, "blocks")
    at = on(opinion.due_on + timedelta(days=2))

    advising.withdraw_opinion(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at,
                              opinion_id=opinion.id, reason="Het parket antwoordt niet.")  # fmt: skip

    assert (opinion.state, case.stage) == ("withdrawn", "info_evening")
    assert ("advice_withdrawn", EMAIL) in mails(session, case, at)
    assert find_advice(session, link_of(session, opinion), at).state == "withdrawn"
    with pytest.raises(Stale):
        answer(session, opinion, at, "favourable")


def test_more_time_is_granted_and_the_term_is_computed_again(
    session: Session, place: Place, case: FoundingCase, opinion: Opinion
) -> None:
    wished, at = opinion.due_on + timedelta(days=10), later(case, 2)
    answer(session, opinion, at, "more_time", "De magistraat is met verlof.", wished_on=wished)
    assert "adviser_questions_answered" in case.waiting_for
    assert ("adviser_asked_back", place.people[Role.MANDATED_OFFICER].email) in mails(session, case, at)

    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    answering_advisers.answer_adviser(session, case.id, desk, at, opinion_id=opinion.id, due_on=wished)

    assert (opinion.due_on, opinion.state, opinion.questions[0].state) == (wished, "asked", "granted")
    running = session.scalars(select(Term).where(Term.kind == "opinion", Term.over_at.is_(None))).one()
    assert (running.subject_id, running.ends_on) == (opinion.id, wished)
    assert events(session, case)[-2:] == ["opinion:postponed", "adviser_question:granted"]
    assert ("advice_postponed", EMAIL) in mails(session, case, at)
    assert case.waiting_for.count("adviser_questions_answered") == 0


def test_more_time_is_refused_with_a_word_and_the_term_stays(
    session: Session, place: Place, case: FoundingCase, opinion: Opinion
) -> None:
    before, at = opinion.due_on, later(case, 2)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    answer(session, opinion, at, "more_time", "Druk.", wished_on=before + timedelta(days=10))

    with pytest.raises(Invalid) as refusal:
        answering_advisers.answer_adviser(session, case.id, desk, at, opinion_id=opinion.id, is_granted=False)
    assert refusal.value.field == "answer"
    answering_advisers.answer_adviser(session, case.id, desk, at, opinion_id=opinion.id, is_granted=False,
                                      answer="De infoavond ligt vast.", due_on=before + timedelta(days=10))  # fmt: skip

    assert (opinion.due_on, opinion.questions[0].state) == (before, "refused")
    assert ("advice_not_postponed", EMAIL) in mails(session, case, at)


@pytest.mark.parametrize("days", [None, 0, -1])
def test_more_time_needs_a_day_after_the_term(
    session: Session, case: FoundingCase, opinion: Opinion, days: int | None
) -> None:
    wished_on = None if days is None else opinion.due_on + timedelta(days=days)

    with pytest.raises(Invalid) as refusal:
        answer(session, opinion, later(case), "more_time", "Druk.", wished_on=wished_on)

    assert refusal.value.field == "wished_on"


def test_a_question_goes_to_who_asked_and_the_link_lives_on(
    session: Session, place: Place, case: FoundingCase, opinion: Opinion
) -> None:
    at = later(case, 2)
    officer = acting(session, place.people[Role.MANDATED_OFFICER], at)
    answer(session, opinion, at, "more_information", "Hoeveel woningen doen mee?")
    with pytest.raises(Invalid):  # one question at a time
        answer(session, opinion, at, "more_information", "En wie?")

    answering_advisers.answer_adviser(session, case.id, officer, at, opinion_id=opinion.id, answer="Dertig.")
    with pytest.raises(Stale):
        answering_advisers.answer_adviser(session, case.id, officer, at, opinion_id=opinion.id, answer="Veertig.")

    assert find_advice(session, link_of(session, opinion), at).state == "open"
    assert opinion.questions[0].answer == "Dertig."
    assert ("advice_question_answered", EMAIL) in mails(session, case, at)
    answer(session, opinion, at, "favourable")
    assert opinion.state == "given"


def test_who_waits_for_our_answer_is_not_silent(session: Session, case: FoundingCase, opinion: Opinion) -> None:
    answer(session, opinion, later(case), "more_information", "Hoeveel woningen doen mee?")
    after = opinion.due_on + timedelta(days=1)

    assert advising.expire_opinions(session, case.id, on(after)) == 0
    assert case.id not in cases_with_late_opinion(session, after)
    assert remind_advisers(session, case.id, on(after)) == 0


def test_an_answer_makes_what_was_asked_back_lapse(session: Session, case: FoundingCase, opinion: Opinion) -> None:
    answer(session, opinion, later(case), "more_information", "Hoeveel woningen doen mee?")

    answer(session, opinion, later(case), "no_competence")

    assert opinion.questions[0].state == "lapsed"
    assert "adviser_questions_answered" not in case.waiting_for


def test_an_adviser_is_reminded_once_before_and_once_after_the_term_and_the_case_shows_it(
    session: Session, place: Place, case: FoundingCase, opinion: Opinion
) -> None:
    due, told = opinion.due_on, []
    for days in range(-8, 12):
        if days == 1:
            silent(session, place, case, opinion, "proceeds")
        assert case.id in cases_with_adviser_to_remind(session, due + timedelta(days=days))
        for _twice in range(2):
            told += [days] * remind_advisers(session, case.id, on(due + timedelta(days=days)))

    assert told == [-5, 3]
    assert opinion.reminded_on == [due - timedelta(days=5), due + timedelta(days=3)]
    assert events(session, case).count("opinion:reminded") == 2
    sent = mails(session, case, on(due + timedelta(days=12)))
    assert sent.count(("advice_reminder", EMAIL)) == 2
    assert mails(session, case, on(due + timedelta(days=13))) == sent


def test_who_was_asked_within_those_days_is_not_reminded_at_once(
    session: Session, place: Place, case: FoundingCase
) -> None:
    at = later(case)
    ask_outside(session, place, case, at, due_on=day_of(at) + timedelta(days=4))

    assert [remind_advisers(session, case.id, at + timedelta(days=days)) for days in range(5)] == [0] * 5


def test_without_a_mail_address_nobody_is_mailed_or_reminded(
    session: Session, place: Place, case: FoundingCase
) -> None:
    opinion = ask_outside(session, place, case, later(case), email="")

    assert not {kind for kind, _to in mails(session, case, later(case))} & {"advice_asked"}
    assert remind_advisers(session, case.id, on(opinion.due_on)) == 0


def test_only_documents_and_uploads_of_the_case_can_be_shared(
    session: Session, place: Place, case: FoundingCase
) -> None:
    other = advance_to(session, place, Stage.CONSULTATION)
    ids = []
    for one in (case, other):
        paper = Document(case_id=one.id, kind="receipt", version="1", title="Ontvangstbewijs", size=1,
                         media_type="application/pdf", filename="o.pdf", sha256="0" * 64,
                         produced_at=later(case))  # fmt: skip
        session.add(paper)
        session.flush()
        ids.append(paper.id)

    opinion = ask_outside(session, place, case, later(case), shared=[f"document-{ids[0]}"])
    assert (opinion.document_ids, opinion.upload_ids) == ([ids[0]], [])
    with pytest.raises(Invalid) as refusal:
        ask_outside(session, place, case, later(case), shared=[f"document-{ids[1]}"])
    assert refusal.value.field == "shared"


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"email": "geen adres"}, "email"), ({"question": ""}, "question"), ({"adviser_kind": "tante"}, "adviser_kind"),
     ({"email": "", "shared": ["upload-1"]}, "email")],
)  # fmt: skip
def test_what_can_not_be_asked_is_refused_at_its_field(
    session: Session, place: Place, case: FoundingCase, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        ask_outside(session, place, case, later(case), **changed)

    assert refusal.value.field == field
