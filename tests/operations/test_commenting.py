"""Comments and suggestions: said at a piece, answered, taken over with the name of who thought of it, and carried."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter_comment import CharterComment
from models.journal import JournalEntry
from models.operations.charters import commenting
from models.operations.charters.saving_sections import own_section
from models.operations.effects.planning_effects import plan_effects
from models.outbox import Effect
from models.person import Person
from models.queries.charters.charter_comments import comments_on, discussed, open_comments
from models.queries.charters.charter_history import history_of
from models.rules.access import Role
from models.rules.charter_paragraphs import fingerprint_of_piece
from models.rules.charter_sections import SECTION
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.charter_steps import amend, freeze, frozen, ready_to_freeze, reopen, save, section
from tests.factories import Place, acting, advance_to, coordinator_of, later, make_place, sign_all

OLD = "Leden zijn 18 jaar of ouder."
NEW = "Leden zijn 18 jaar of ouder en wonen in de wijk."


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    case = ready_to_freeze(session, place)
    save(session, case, "members", {"text": f"{OLD}\n\nLeden patrouilleren nooit."})
    return case


def _say(session: Session, case: FoundingCase, by: Person, **changes: Any) -> CharterComment:
    values = {"section": "members", "field": "text", "quote": OLD, "text": "En wie verhuist?", **changes}
    return commenting.write_comment(session, case.id, acting(session, by, later(case)), later(case), **values)


def _settle(session: Session, case: FoundingCase, by: Person, one: CharterComment, outcome: str, **more: Any) -> None:
    content = section(session, case, one.section).content
    piece = fingerprint_of_piece(SECTION[one.section], content, one.field, one.quote)
    values = {"comment_id": one.id, "outcome": outcome, "piece": piece, **more}
    commenting.settle_comment(session, case.id, acting(session, by, later(case)), later(case), **values)


def _lines(session: Session, case: FoundingCase) -> list[Any]:
    return comments_on(session, case.id, SECTION["members"], section(session, case, "members").content)


def test_a_comment_stands_at_its_paragraph_with_its_answers(session: Session, place: Place, case: FoundingCase) -> None:
    mayor, cora = place.people[Role.MAYOR], coordinator_of(session, case)
    one = _say(session, case, mayor)

    commenting.answer_comment(session, case.id, acting(session, cora, later(case)), later(case), comment_id=one.id,
                              text="Die stopt vanzelf.")  # fmt: skip

    pieces = discussed(SECTION["members"], section(session, case, "members").content, _lines(session, case))
    (line,) = pieces[1].comments
    assert (pieces[1].piece.text, line.text, line.by, line.is_changed) == (OLD, "En wie verhuist?", mayor.name, False)
    assert [(answer.text, answer.by) for answer in line.answers] == [("Die stopt vanzelf.", cora.name)]
    assert open_comments(session, case.id) == {"members": 1}


def test_a_suggestion_that_is_taken_over_names_its_author_in_the_history(
    session: Session, place: Place, case: FoundingCase
) -> None:
    mayor, cora = place.people[Role.MAYOR], coordinator_of(session, case)
    one = _say(session, case, mayor, text="", suggestion=NEW)

    _settle(session, case, cora, one, "taken_over")
    save(session, case, "members", {"text": f"{NEW}\n\nLeden patrouilleren nooit, ook niet 's nachts."})

    lines = history_of(session, case.id, "members")
    assert [(line.saved_by, line.suggested_by, NEW in line.content["text"]) for line in lines[:2]] == [
        (cora.name, "", True), (cora.name, mayor.name, True)
    ]  # fmt: skip
    assert section(session, case, "members").content["text"].startswith(NEW)
    assert open_comments(session, case.id) == {}


def test_no_word_of_a_comment_stands_in_the_journal(session: Session, place: Place, case: FoundingCase) -> None:
    one = _say(session, case, place.people[Role.MAYOR], text="Geheim", suggestion="Anders")
    _settle(session, case, coordinator_of(session, case), one, "not_followed", text="Te streng")

    told = session.scalars(select(JournalEntry).where(JournalEntry.event.startswith("comment:"))).all()

    assert [one.event for one in told] == ["comment:written", "comment:settled"]
    assert not any(word in str(one.data) for one in told for word in ("Geheim", "Anders", "streng"))


@pytest.mark.parametrize(("changes", "field"), [
    ({"text": " "}, "text"),
    ({"text": "x" * 5001}, "text"),
    ({"suggestion": "x" * 5001}, "suggestion"),
    ({"suggestion": OLD}, "suggestion"),
    ({"field": "", "quote": "", "suggestion": "Alles anders."}, "suggestion"),
    ({"text": "x" * 100_001}, "text"),
])  # fmt: skip
def test_what_says_nothing_or_too_much_is_refused(
    session: Session, place: Place, case: FoundingCase, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        _say(session, case, place.people[Role.MAYOR], **changes)

    assert refusal.value.field == field


def test_words_that_never_stood_there_are_not_quoted(session: Session, place: Place, case: FoundingCase) -> None:
    with pytest.raises(Stale):
        _say(session, case, place.people[Role.MAYOR], quote="De burgemeester is gek.")
    with pytest.raises(Invalid):
        _say(session, case, place.people[Role.MAYOR], section="nothing")


def test_a_paragraph_that_changed_while_one_wrote_about_it_keeps_the_comment(
    session: Session, place: Place, case: FoundingCase
) -> None:
    save(session, case, "members", {"text": NEW})

    one = _say(session, case, place.people[Role.MAYOR], suggestion="Leden zijn minstens 18 jaar of ouder.")

    (line,) = _lines(session, case)
    assert (line.is_changed, line.place) == (True, 1)
    _settle(session, case, coordinator_of(session, case), one, "taken_over")
    assert section(session, case, "members").content == {
        "text": "Leden zijn minstens 18 jaar of ouder en wonen in de wijk."
    }


def test_pasted_markup_and_turning_signs_do_not_stay(session: Session, place: Place, case: FoundingCase) -> None:
    one = _say(session, case, place.people[Role.MAYOR], text="<p>Goed \u202egedaan</p><script>x()</script>",
               suggestion="<ul><li>Leden</li></ul>")  # fmt: skip

    assert (one.text, one.suggestion) == ("Goed gedaan", "- Leden")


def test_who_takes_over_takes_what_they_looked_at(session: Session, place: Place, case: FoundingCase) -> None:
    cora = coordinator_of(session, case)
    one = _say(session, case, place.people[Role.MAYOR], suggestion=f"Alle {OLD.lower()}")
    looked_at = fingerprint_of_piece(SECTION["members"], section(session, case, "members").content, "text", OLD)
    save(session, case, "members", {"text": OLD.replace("ouder", "ouder, of bijna")})  # it could be merged

    with pytest.raises(Stale) as refusal:
        _settle(session, case, cora, one, "taken_over", piece=looked_at)
    assert refusal.value.code == "paragraph_changed"

    assert open_comments(session, case.id) == {"members": 1}


def test_two_people_settle_one_comment_once(session: Session, place: Place, case: FoundingCase) -> None:
    one = _say(session, case, place.people[Role.MAYOR])
    _settle(session, case, place.people[Role.MANDATED_OFFICER], one, "done")

    with pytest.raises(Stale):
        _settle(session, case, coordinator_of(session, case), one, "done")


def test_an_answer_opens_a_settled_comment_again(session: Session, place: Place, case: FoundingCase) -> None:
    mayor = place.people[Role.MAYOR]
    one = _say(session, case, mayor)
    _settle(session, case, coordinator_of(session, case), one, "done")

    commenting.answer_comment(session, case.id, acting(session, mayor, later(case)), later(case), comment_id=one.id,
                              text="Dat volstaat niet.")  # fmt: skip

    assert open_comments(session, case.id) == {"members": 1}


def test_who_does_not_follow_says_why(session: Session, place: Place, case: FoundingCase) -> None:
    one = _say(session, case, place.people[Role.MAYOR])

    with pytest.raises(Invalid) as refusal:
        _settle(session, case, coordinator_of(session, case), one, "not_followed")

    assert refusal.value.field == "text"


def test_mayor_and_chief_suggest_and_do_not_take_over(session: Session, place: Place, case: FoundingCase) -> None:
    one = _say(session, case, place.people[Role.POLICE_CHIEF], suggestion=NEW)

    with pytest.raises(NotAllowed):
        _settle(session, case, place.people[Role.MAYOR], one, "taken_over")
    with pytest.raises(NotAllowed):
        _say(session, case, place.resident)


def test_nobody_of_elsewhere_comments_or_answers(session: Session, place: Place, case: FoundingCase) -> None:
    other = make_place(session, "westveld", "WES")
    one = _say(session, case, place.people[Role.MAYOR])
    foreign = advance_to(session, other, Stage.CHARTER)

    with pytest.raises(NotAllowed):
        _say(session, case, other.people[Role.DESK_OFFICER])
    with pytest.raises(NotAllowed):  # through a case of their own
        commenting.answer_comment(session, foreign.id, acting(session, other.people[Role.DESK_OFFICER], later(foreign)),
                                  later(foreign), comment_id=one.id, text="Antwoord.")  # fmt: skip


def test_a_frozen_text_is_not_talked_about_and_what_was_open_stands_in_the_next_version(
    session: Session, place: Place
) -> None:
    case = ready_to_freeze(session, place)
    save(session, case, "members", {"text": OLD})
    mayor = place.people[Role.MAYOR]
    _say(session, case, mayor)
    freeze(session, place, case)
    with pytest.raises(Stale):
        _say(session, case, mayor)

    reopen(session, place, case)

    (line,) = _lines(session, case)
    assert (line.version, line.place, line.outcome) == (1, 1, "")
    _say(session, case, mayor, text="Nog iets.")
    assert [one.version for one in _lines(session, case)] == [1, 2]


def test_a_suggestion_for_a_section_that_an_amendment_keeps_closed_waits_until_it_is_opened(
    session: Session, place: Place
) -> None:
    case, _charter = frozen(session, place)
    sign_all(session, place, case, later(case))
    for stage in (Stage.LAUNCH, Stage.EVALUATION):
        advance_to(session, place, stage, case)
    amend(session, place, case)
    piece = section(session, case, "members").content["text"].split("\n\n")[0]
    one = _say(session, case, place.people[Role.MAYOR], quote=piece, suggestion=NEW)

    with pytest.raises(GateNotMet):
        _settle(session, case, place.people[Role.DESK_OFFICER], one, "taken_over")


def test_the_owner_of_the_section_and_the_writer_hear_of_each_other(
    session: Session, place: Place, case: FoundingCase
) -> None:
    mayor, cora = place.people[Role.MAYOR], coordinator_of(session, case)
    own_section(session, case.id, acting(session, cora, later(case)), later(case), section="members", is_own=True)
    plan_effects(session, case.id, later(case))
    one = _say(session, case, mayor)
    _say(session, case, cora, text="Van mezelf.")
    _settle(session, case, cora, one, "done", text="Klaar.")
    plan_effects(session, case.id, later(case))

    mails = [
        effect.payload for effect in session.scalars(select(Effect).where(Effect.kind == "mail").order_by(Effect.id))
    ]
    told = [(one["notice"], one["to"]) for one in mails if "comment" in one["notice"]]
    assert told == [("charter_commented", cora.email), ("comment_answered", mayor.email)]
