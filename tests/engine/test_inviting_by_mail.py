"""The mails about an info evening to who gave a voice or replied, by the flows: with a real Prefect and mail server."""

from datetime import UTC, datetime
from email.message import EmailMessage

import icalendar
import pytest

from flows.delivering import deliver_due
from flows.info_evening import info_evening
from flows.reminding import reminding
from models.database import writing
from models.operations.evenings.moving_evenings import cancel_info_evening
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow
from tests.factories import acting, advance_to
from tests.reply_steps import letters, plan, reply, with_letters
from tests.support_steps import answer, confirmed

pytestmark = pytest.mark.engine


def titles(mailbox: Mailbox, email: str) -> list[str]:
    return [str(one["Subject"]).partition(" – ")[0] for one in mailbox.to(email)]


def evening_in(message: EmailMessage) -> icalendar.Event:
    """The evening in the calendar file of a mail."""
    [file] = [part for part in message.iter_attachments() if part.get_content_type() == "text/calendar"]
    [event] = icalendar.Calendar.from_ical(file.get_content()).walk("VEVENT")
    return event


def test_a_voice_gets_the_invitation_with_a_calendar_file_that_follows_the_evening(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.INFO_EVENING)
        confirmed(session, case, now, answer(installation.place, 1, email="an@buurt.example"))
        first = plan(session, installation.place, case, now).starts_at
        case_id, number = case.id, case.number
    for _ in range(2):
        run_flow(prefect_server, info_evening, case_id)
        deliver_due(None)
    with writing(installation.engine) as session:
        moved = plan(session, installation.place, case, now, 44, reason="Dubbel geboekt.").starts_at
    run_flow(prefect_server, info_evening, case_id)
    deliver_due(None)

    invited, told = [one for one in mailbox.to("an@buurt.example") if "infoavond" in str(one["Subject"]).lower()]
    assert titles(mailbox, "an@buurt.example")[-2:] == ["U bent welkom op de infoavond", "De infoavond is verplaatst"]
    events = [evening_in(invited), evening_in(told)]
    assert [one["dtstart"].dt for one in events] == [first, moved]
    assert events[0]["uid"] == events[1]["uid"]
    assert [int(one["sequence"]) for one in events] == [0, 1]
    assert {str(one["url"]) for one in events} == {f"http://binstart.example/steun/{number}/infoavond"}


def test_who_replied_hears_that_the_evening_moved_and_is_reminded_two_days_before(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    now = datetime.now(UTC)
    with writing(installation.engine) as session:
        case = with_letters(session, installation.place, now)
        reply(session, letters(session, case)[0], now, email="roos@buurt.example")
        case_id = case.id
        plan(session, installation.place, case, now, 2, reason="Dubbel geboekt.")
    for _ in range(2):
        run_flow(prefect_server, info_evening, case_id)
        run_flow(prefect_server, reminding)
        deliver_due(None)

    moved = evening_in(mailbox.to("roos@buurt.example")[0])
    assert (int(moved["sequence"]), str(moved["status"])) == (1, "CONFIRMED")
    assert titles(mailbox, "roos@buurt.example") == ["De infoavond is verplaatst", "Binnenkort is de infoavond"]


def test_an_evening_that_is_called_off_leaves_the_diary_of_everybody_who_has_it(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    now, place = datetime.now(UTC), installation.place
    with writing(installation.engine) as session:
        case = with_letters(session, place, now)
        reply(session, letters(session, case)[0], now, email="roos@buurt.example")
        confirmed(session, case, now, answer(place, 5, email="an@buurt.example"))
        case_id = case.id
    run_flow(prefect_server, info_evening, case_id)
    with writing(installation.engine) as session:
        desk = acting(session, place.people[Role.DESK_OFFICER], now)
        cancel_info_evening(session, case_id, desk, now, reason="De zaal is afgebrand.")
    run_flow(prefect_server, info_evening, case_id)
    deliver_due(None)

    applicant = place.resident.email if place.resident else ""
    told = [mailbox.to(email)[-1] for email in ("roos@buurt.example", "an@buurt.example", applicant or "")]
    assert {str(one["Subject"]).partition(" – ")[0] for one in told} == {"De infoavond gaat niet door"}
    events = [evening_in(one) for one in told]
    assert len({str(one["uid"]) for one in events}) == 1
    assert {(int(one["sequence"]), str(one["status"])) for one in events} == {(1, "CANCELLED")}
