"""The launch kit leaves at its moment and not before: each mail once, with what was approved, or not at all."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.delivering import deliver_due
from flows.launch import launch
from flows.sending_kits import occasion, sending_kits, written
from flows.worker import _occasions
from models.case import FoundingCase
from models.database import writing
from models.journal import JournalEntry
from models.operations.effects.planning_effects import plan_effects
from models.operations.launches import launch_kits
from models.operations.launches.sending_kits import send_kit
from models.outbox import Effect
from models.queries.cases.cases import journal_of
from models.queries.launches.launch_kits import due_kits, kit_of, public_article
from models.rules.access import Role
from models.rules.launch_kit_texts import STANDARD
from models.rules.procedure import Stage
from models.rules.refusals import Stale
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow
from tests.factories import Place, acting, advance_to, later
from tests.kit_steps import approve, decide, edit, facts_now, plan
from tests.support_steps import answer, confirmed, give

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
PRESS = "pers@krant.example\nblad@oosterbeke.example"


def supported(session: Session, place: Place) -> FoundingCase:
    """A case before its launch with two voices by mail and one that was never confirmed."""
    case = advance_to(session, place, Stage.CONSULTATION)
    confirmed(session, case, later(case), answer(place, 3, email="an@buurt.example"))
    confirmed(session, case, later(case), answer(place, 4, "against", email="bo@buurt.example"))
    give(session, case, later(case), answer(place, 5, email="niemand@buurt.example"))
    return advance_to(session, place, Stage.LAUNCH, case)


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return supported(session, place)


def approved(session: Session, place: Place, case: FoundingCase) -> datetime:
    """A kit that leaves over ten days, and the decision of the police."""
    send_at = plan(session, place, case, press=PRESS)
    approve(session, place, case, M, C)
    decide(session, place, case)
    return send_at


def send(session: Session, case: FoundingCase, at: datetime) -> int:
    return send_kit(session, case.id, at, facts_now, written)


def mails(session: Session) -> dict[str, list[str]]:
    """The text of each mail of the kit, by address."""
    session.flush()
    found: dict[str, list[str]] = {}
    for one in session.scalars(select(Effect).where(Effect.key.startswith("launch_kit")).order_by(Effect.id)):
        found.setdefault(one.payload["to"], []).append(one.payload["text"])
    return found


def events(session: Session, case: FoundingCase) -> list[str]:
    return [one.event for one in journal_of(session, case)]


def test_nothing_leaves_before_the_moment(session: Session, place: Place, case: FoundingCase) -> None:
    send_at = approved(session, place, case)

    assert due_kits(session, send_at - timedelta(seconds=1)) == []
    assert send(session, case, send_at - timedelta(seconds=1)) == 0
    assert mails(session) == {}
    assert public_article(session, case.number.lower()) is None


def test_at_the_moment_who_supported_and_the_press_get_one_mail_each(session: Session, place: Place,
                                                                     case: FoundingCase) -> None:  # fmt: skip
    send_at = approved(session, place, case)

    assert [one.case_id for one in due_kits(session, send_at)] == [case.id]
    assert (send(session, case, send_at), send(session, case, send_at)) == (4, 0)

    found = mails(session)
    assert set(found) == {"an@buurt.example", "bo@buurt.example", "pers@krant.example", "blad@oosterbeke.example"}
    assert all(len(texts) == 1 for texts in found.values())
    assert "Lid worden is gratis." in found["an@buurt.example"][0]
    assert "U krijgt deze mail één keer" in found["an@buurt.example"][0]
    assert "Dit bericht is vrij voor publicatie." in found["pers@krant.example"][0]
    assert due_kits(session, send_at) == []


def test_the_mails_of_a_case_in_french_are_french_and_say_so(session: Session, place: Place,
                                                            case: FoundingCase) -> None:  # fmt: skip
    case.document_language = "fr"
    send(session, case, approved(session, place, case))

    found = mails(session)
    assert "Devenir membre est gratuit." in found["an@buurt.example"][0]
    assert "Vous recevez ce courriel une seule fois" in found["an@buurt.example"][0]
    assert found["pers@krant.example"][0].startswith("Bonjour,\n\nCe message peut être publié.")
    plans = session.scalars(select(Effect).where(Effect.key.startswith("launch_kit"))).all()
    assert {one.payload["language"] for one in plans} == {"fr"}
    article = public_article(session, case.number.lower())
    assert article is not None
    assert article.title == "Le PLP Kerkkwartier démarre à Oosterbeke"


def test_no_key_of_a_mail_holds_an_address(session: Session, place: Place, case: FoundingCase) -> None:
    send_at = approved(session, place, case)
    send(session, case, send_at)

    keys = session.scalars(select(Effect.key).where(Effect.key.startswith("launch_kit"))).all()
    assert keys
    assert not [key for key in keys if "@" in key]


def test_the_article_is_public_from_then_on_and_desk_and_coordinator_hear(session: Session, place: Place,
                                                                        case: FoundingCase) -> None:  # fmt: skip
    send_at = approved(session, place, case)

    send(session, case, send_at)

    article = public_article(session, case.number.lower())
    assert article is not None
    assert (article.title, article.since) == ("BIN Kerkkwartier gaat van start in Oosterbeke", send_at)
    plan_effects(session, case.id, send_at)
    told = [one for one in session.scalars(select(Effect)) if one.payload.get("notice") == "launch_kit_sent"]
    assert place.people[D].email in {one.payload["to"] for one in told}
    assert {one.payload["facts"]["people"] for one in told} == {2}


def test_a_kit_without_a_decision_of_the_police_is_held_and_told_once(session: Session, place: Place,
                                                                     case: FoundingCase) -> None:  # fmt: skip
    send_at = plan(session, place, case)
    approve(session, place, case, M, C)

    assert (send(session, case, send_at), send(session, case, send_at)) == (0, 0)

    assert events(session, case).count("launch_kit:held") == 1
    assert mails(session) == {}


def test_a_held_kit_leaves_once_the_police_decide_with_the_same_day(session: Session, place: Place,
                                                                   case: FoundingCase) -> None:  # fmt: skip
    send_at = plan(session, place, case)
    approve(session, place, case, M, C)
    send(session, case, send_at)
    before = occasion(session, send_at)
    decide(session, place, case)

    assert occasion(session, send_at) not in ("", before)  # so the worker looks again
    assert send(session, case, send_at) == 2


def test_a_kit_with_another_day_than_that_of_the_police_is_held(session: Session, place: Place,
                                                               case: FoundingCase) -> None:  # fmt: skip
    send_at = plan(session, place, case)
    approve(session, place, case, M, C)
    decide(session, place, case, days=20)

    assert send(session, case, send_at) == 0

    held = session.scalars(select(JournalEntry).where(JournalEntry.event == "launch_kit:held")).one()
    assert "vanaf welke dag het netwerk actief is" in held.data["obstacle"]


@pytest.mark.parametrize("change", ["edited", "unplanned", "half approved"])
def test_what_is_not_wholly_approved_does_not_leave(session: Session, place: Place, case: FoundingCase,
                                                    change: str) -> None:  # fmt: skip
    send_at = plan(session, place, case)
    approve(session, place, case, M, *([] if change == "half approved" else [C]))
    if change == "edited":
        edit(session, place, case, "mail", STANDARD["mail"] + " Tot dan!")
    if change == "unplanned":
        launch_kits.unplan_kit(session, case.id, acting(session, place.people[D], later(case)), later(case))
    decide(session, place, case)

    assert due_kits(session, send_at) == []
    assert send(session, case, send_at) == 0


def test_what_was_sent_changes_no_more(session: Session, place: Place, case: FoundingCase) -> None:
    send_at = approved(session, place, case)
    send(session, case, send_at)

    with pytest.raises(Stale) as refused:
        edit(session, place, case, "mail", STANDARD["mail"] + " Tot dan!")

    assert refused.value.code == "kit_sent"
    assert kit_of(session, case).sent_at == send_at


@pytest.mark.engine
def test_the_kit_reaches_real_mailboxes_once_with_its_files(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    place = installation.place
    with writing(installation.engine) as session:
        case = supported(session, place)
        approved(session, place, case)
        case_id = case.id
    for _ in range(2):
        run_flow(prefect_server, sending_kits)
        run_flow(prefect_server, launch, case_id)
        deliver_due(None)

    [to_supporter] = [one for one in mailbox.to("an@buurt.example") if "gaat van start" in str(one["Subject"])]
    assert "http://binstart.example/netwerken/" in to_supporter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    [to_press] = mailbox.to("pers@krant.example")
    names = sorted(str(part.get_filename()).rpartition(".")[2] for part in to_press.iter_attachments())
    assert names == ["docx", "docx", "pdf", "txt", "txt"]
    assert not [one for one in mailbox.to("niemand@buurt.example") if "gaat van start" in str(one["Subject"])]


def test_the_worker_sees_that_a_kit_is_due_and_no_longer_once_it_left(installation: Installation) -> None:
    with writing(installation.engine) as session:
        case = supported(session, installation.place)
        send_at = approved(session, installation.place, case)

    assert "sending_kits" in _occasions()  # the cases of the tests lie in the past

    with writing(installation.engine) as session:
        send(session, session.get_one(FoundingCase, case.id), send_at)
    assert "sending_kits" not in _occasions()
