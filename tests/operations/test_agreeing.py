"""Motives, expectations and objectives are agreed in the consultation and frozen at its end (seed 000)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreement import Agreement, AgreementAnswer
from models.case import FoundingCase
from models.clock import day_of
from models.journal import JournalEntry
from models.operations.consultation import agreeing, consulting, contacting
from models.operations.requests import requesting
from models.queries.consultation.agreements import agreed_text, read_agreement
from models.rules.access import Actor, Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, later

MOTIVES = "In de tuinhuizen wordt ingebroken. Wij willen elkaar beter kennen."


def case_in_consultation(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.CONSULTATION)


def desk(session: Session, place: Place, case: FoundingCase) -> Actor:
    return acting(session, place.people[Role.DESK_OFFICER], later(case))


def initiator(session: Session, place: Place, case: FoundingCase) -> Actor:
    assert place.resident is not None
    return acting(session, place.resident, later(case))


def change(session: Session, place: Place, case: FoundingCase, motives: str = MOTIVES, **values: object) -> None:
    chosen = {"expectations": {"police": "Elk bericht krijgt een antwoord."}, "objectives": ["prevention", "reporting"]}
    agreeing.edit_agreement(session, case.id, desk(session, place, case), later(case), motives=motives,
                            **{**chosen, **values})  # type: ignore[arg-type]  # fmt: skip


def decide(session: Session, place: Place, case: FoundingCase, side: str, **values: object) -> None:
    role = Role.POLICE_CHIEF if side == "police" else Role.MAYOR
    operation = consulting.decide_as_police if side == "police" else consulting.decide_as_municipality
    operation(session, case.id, acting(session, place.people[role], later(case)), later(case), is_approved=True,
              reason="Akkoord met deze afspraken.", **values)  # type: ignore[arg-type]  # fmt: skip


def close(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    officer = acting(session, place.people[Role.MANDATED_OFFICER], at)
    contacting.record_judicial_contact(session, case.id, officer, at, contacted_on=day_of(at), means="brief")
    decide(session, place, case, "police")
    decide(session, place, case, "municipality")


def entries(session: Session, case: FoundingCase, event: str) -> list[JournalEntry]:
    question = select(JournalEntry).where(JournalEntry.case_id == case.id, JournalEntry.event == event)
    return list(session.scalars(question.order_by(JournalEntry.sequence)))


def test_the_agreement_begins_as_the_request(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)

    page = read_agreement(session, case)

    assert (page.present.version, page.present, page.versions) == (1, page.asked, [])


def test_each_change_is_a_version_with_its_author_and_stands_in_the_journal(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)

    change(session, place, case)
    change(session, place, case, "Iets anders dan daarnet, in één zin.")

    page = read_agreement(session, case)
    assert [(one.version, one.function) for one in page.versions] == [(3, "desk_officer"), (2, "desk_officer")]
    assert page.present.objectives == ("prevention", "reporting")
    assert [one.data["version"] for one in entries(session, case, "agreement:changed")] == [2, 3]


def test_who_read_an_older_version_writes_nothing_over_the_new_one(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    change(session, place, case, version=1)

    with pytest.raises(Stale) as refusal:
        change(session, place, case, "Een tekst die iemand anders tegelijk schreef.", version=1)

    assert refusal.value.code == "agreement_changed"
    assert agreed_text(session, case.id).motives == MOTIVES


@pytest.mark.parametrize(
    ("values", "field"),
    [({"motives": "kort"}, "motives"), ({"objectives": []}, "objectives"), ({"objectives": ["rijk"]}, "objectives"),
     ({"expectations": {"police": "x" * 5001}}, "police")],
)  # fmt: skip
def test_a_text_that_can_not_be_is_refused_at_its_field(
    session: Session, place: Place, values: dict[str, object], field: str
) -> None:
    case = case_in_consultation(session, place)

    with pytest.raises(Invalid) as refusal:
        change(session, place, case, **values)  # type: ignore[arg-type]

    assert refusal.value.field == field


def test_the_same_text_again_is_no_new_version(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    change(session, place, case)

    with pytest.raises(Invalid) as refusal:
        change(session, place, case)

    assert refusal.value.code == "nothing_changed"


def test_after_the_first_decision_the_text_stays_as_it_is(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    decide(session, place, case, "police")

    with pytest.raises(GateNotMet) as refusal:
        change(session, place, case)

    assert refusal.value.code == "agreement_locked"
    assert "terug naar de initiatiefnemer" in refusal.value.sentence


@pytest.mark.parametrize("side", ["police", "municipality"])
def test_nobody_decides_on_a_text_that_changed_meanwhile(session: Session, place: Place, side: str) -> None:
    case = case_in_consultation(session, place)
    change(session, place, case)

    with pytest.raises(Stale) as refusal:
        decide(session, place, case, side, agreement=1)

    assert refusal.value.code == "agreement_changed"
    decide(session, place, case, side, agreement=2)
    assert entries(session, case, "founding:approved")[0].data["agreement"] == 2


@pytest.mark.parametrize("version", [1, 2])
def test_the_text_is_frozen_when_the_consultation_closes(session: Session, place: Place, version: int) -> None:
    case = case_in_consultation(session, place)
    if version == 2:
        change(session, place, case)
    text = agreed_text(session, case.id)

    close(session, place, case)

    frozen = session.scalars(select(Agreement).where(Agreement.case_id == case.id)).one()
    entry = entries(session, case, "agreement:frozen")[0]
    assert case.stage == "info_evening"
    assert (frozen.version, frozen.frozen_at is not None) == (version, True)
    assert (entry.stage, entry.data["version"], entry.data["hash"]) == ("consultation", version, text.fingerprint)
    assert agreed_text(session, case.id) == text
    assert read_agreement(session, case).is_locked


def test_a_new_round_begins_with_the_last_version_and_what_the_initiator_then_changed(
    session: Session, place: Place
) -> None:
    case = case_in_consultation(session, place)
    change(session, place, case)
    at = later(case)
    mayor = acting(session, place.people[Role.MAYOR], at)
    consulting.send_back_to_idea(session, case.id, mayor, at, reason="Schrijf er de vijver bij.")
    requested = read_agreement(session, case).asked

    requesting.complete_request(session, case.id, initiator(session, place, case), at, motives=requested.motives,
                                households=40, expectations=dict(requested.expectations),
                                addition="Ook aan de vijver wordt ingebroken.")  # fmt: skip
    requesting.accept_request(session, case.id, desk(session, place, case), later(case))

    present = agreed_text(session, case.id)
    assert (case.stage, case.round, present.version) == ("consultation", 2, 3)
    assert "vijver" in present.motives
    assert MOTIVES in present.motives
    assert (present.objectives, present.expectations["police"]) == (
        ("prevention", "reporting"), "Elk bericht krijgt een antwoord.",
    )  # fmt: skip
    change(session, place, case, "In de tweede ronde kan het weer worden aangepast.")


def test_the_initiator_says_whether_they_agree_and_can_change_their_mind(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    who, at = initiator(session, place, case), later(case)
    agreeing.answer_agreement(session, case.id, who, at, agrees=False, word="De vijver ontbreekt.", version=1)

    agreeing.answer_agreement(session, case.id, who, at, agrees=True, version=1)

    answer = session.scalars(select(AgreementAnswer).where(AgreementAnswer.case_id == case.id)).one()
    assert (answer.agrees, answer.word, answer.version) == (True, "", 1)
    assert [one.data["answer"] for one in entries(session, case, "agreement:answered")] == ["niet akkoord", "akkoord"]


def test_who_does_not_agree_says_why_and_blocks_nothing(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    who, at = initiator(session, place, case), later(case)
    with pytest.raises(Invalid) as refusal:
        agreeing.answer_agreement(session, case.id, who, at, agrees=False)
    agreeing.answer_agreement(session, case.id, who, at, agrees=False, word="Te weinig over verkeer.")

    close(session, place, case)

    assert (refusal.value.field, case.stage) == ("word", "info_evening")


def test_an_answer_about_an_older_version_is_no_answer_about_the_new_one(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)
    who = initiator(session, place, case)
    agreeing.answer_agreement(session, case.id, who, later(case), agrees=True)

    change(session, place, case)

    assert read_agreement(session, case).answer is None
    with pytest.raises(Stale):
        agreeing.answer_agreement(session, case.id, who, later(case), agrees=True, version=1)


def test_the_mayor_and_the_initiator_do_not_change_the_text(session: Session, place: Place) -> None:
    case = case_in_consultation(session, place)

    for actor in (acting(session, place.people[Role.MAYOR], later(case)), initiator(session, place, case)):
        with pytest.raises(NotAllowed):
            agreeing.edit_agreement(session, case.id, actor, later(case), motives=MOTIVES, expectations={},
                                    objectives=["prevention"])  # fmt: skip
