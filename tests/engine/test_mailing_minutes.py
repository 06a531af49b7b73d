"""The final minutes reach who was at the evening by real mail, with a link to the PDF; a second run adds nothing."""

from datetime import timedelta

import pytest

from flows.delivering import deliver_due
from flows.info_evening import info_evening
from models.database import writing
from models.document import Document
from models.operations.evenings.checking_in import Arrival, check_in
from models.queries.evenings.evenings import all_evenings
from models.rules.access import Role
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow
from tests.factories import START, acting, approve_minutes
from tests.operations.test_informing import hold
from tests.reply_steps import letters, reply, with_letters

pytestmark = pytest.mark.engine
AT = START + timedelta(days=100)


def test_who_was_there_gets_one_mail_with_a_link_to_the_minutes(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    place = installation.place
    with writing(installation.engine) as session:
        case = with_letters(session, place, AT)
        letter = letters(session, case)[0]
        reply(session, letter, AT, email="roos@buurt.example")
        evening = all_evenings(session, case.id)[0]
        desk = acting(session, place.people[Role.DESK_OFFICER], evening.starts_at)
        arrival = Arrival("tablet-01", 2, code=letter.code)
        check_in(session, case.id, desk, evening.starts_at, arrival, evening_id=evening.id)
        hold(session, case, desk, evening)
        approve_minutes(session, place, case, evening.starts_at + timedelta(days=2))
        case_id = case.id

    for _ in range(2):
        run_flow(prefect_server, info_evening, case_id)
        deliver_due(None)

    about = [mail for mail in mailbox.to("roos@buurt.example") if "verslag" in str(mail["Subject"])]
    [minutes] = [one for one in installation.rows(Document) if one.kind == "minutes"]
    assert len(about) == 1
    assert f"/document/{minutes.id}\r\n" in about[0].get_body(("plain",)).get_content()
