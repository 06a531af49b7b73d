"""The flows of the stages on Prefect's real server: what comes of a founding, and that a second run adds nothing."""

import hashlib
import json
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from flows.charter import charter
from flows.connection import real_now
from flows.consultation import consultation
from flows.evaluation import evaluation
from flows.federal_check import federal_check
from flows.handing_over import Embedded
from flows.idea import idea
from flows.info_evening import info_evening
from flows.launch import launch
from flows.reminding import reminding
from flows.retaining import close_lost_runs, forget_old_runs, retaining
from flows.stage_flow import Unfinished
from models.case import FoundingCase
from models.clock import move_forward_to, present
from models.database import writing
from models.document import Document
from models.file_store import documents
from models.journal import JournalEntry
from models.operations.effects.claiming_work import Work
from models.outbox import Effect
from models.queries.cases.export import journal_export
from models.rules.procedure import Stage
from tests.charter_steps import freeze, ready_to_freeze, reopen
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow
from tests.factories import advance_to, evaluate, later

pytestmark = pytest.mark.engine

FOUNDING = [
    ("receipt", "1", "pdf"),
    ("support_sheet", "1", "pdf"),
    ("invitation", "1", "pdf"),
    ("poster", "1", "pdf"),
    ("poster_a4", "1", "pdf"),
    ("flyer", "1", "pdf"),
    ("evening_news", "1", "docx"),
    ("evening_news", "1", "txt"),
    ("minutes", "1", "pdf"),
    ("charter", "1.1", "pdf"),
    ("charter", "1", "pdf"),
    ("federal_letter", "1", "pdf"),
    ("house_rules", "1", "pdf"),
    ("launch_announcement", "1", "pdf"),
    ("launch_announcement", "1", "docx"),
    ("launch_announcement", "1", "txt"),
    ("evaluation_report", "1", "pdf"),
]


def test_a_request_gives_a_receipt_and_a_mail_to_each_who_must_know(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    case_id = installation.submit()
    number = installation.rows(FoundingCase)[0].number

    run_flow(prefect_server, idea, case_id)

    [to_applicant] = mailbox.to("roos.bewoner.oosterbeke@binstart.example")
    [to_desk] = mailbox.to("dirk.balie.oosterbeke@binstart.example")
    [receipt] = to_applicant.iter_attachments()
    assert receipt.get_filename() == f"ontvangstbewijs-{number}.pdf"
    assert receipt.get_content().startswith(b"%PDF")
    assert f"http://binstart.example/dossier/{number}\r\n" in to_applicant.get_body(("plain",)).get_content()
    assert list(to_desk.iter_attachments()) == []
    assert installation.events(case_id)[-3:] == ["document:produced", "notice:sent", "notice:sent"]


def test_a_second_run_adds_no_mail_no_document_and_no_line_to_the_journal(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    case_id = installation.submit()
    run_flow(prefect_server, idea, case_id)
    before = (len(mailbox.received), installation.documents(case_id), installation.events(case_id))

    run_flow(prefect_server, idea, case_id)
    run_flow(prefect_server, consultation, case_id)

    assert (len(mailbox.received), installation.documents(case_id), installation.events(case_id)) == before


def test_prefect_shows_the_number_and_the_stage_and_nobody_by_name(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    case_id = installation.submit()
    number = installation.rows(FoundingCase)[0].number

    run_flow(prefect_server, Embedded().run_stage, Work("idea", case_id, (1,), real_now(), 0))

    runs = httpx.post(f"{prefect_server.url}/flow_runs/filter", json={"flow_runs": {"tags": {"all_": [number]}}}).json()
    assert [(run["name"], sorted(run["tags"])) for run in runs] == [
        (f"{number} · Idee en voorbereiding", sorted([number, "idea"]))
    ]
    assert "Roos" not in json.dumps(runs)


def test_a_whole_founding_gives_every_document_sealed_and_on_file(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.EVALUATION)
        evaluate(session, installation.place, case, later(case, 365))
        case_id = case.id

    for flow in (idea, consultation, info_evening, charter, federal_check, launch, evaluation):
        run_flow(prefect_server, flow, case_id)

    rows = installation.rows(Document, Document.case_id == case_id)
    assert [(row.kind, row.version, row.filename.rsplit(".")[-1]) for row in rows] == FOUNDING
    for row in rows:
        content = documents().read(row.sha256)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (row.sha256, row.size)
    to_sign, signed = (row for row in rows if row.kind == "charter")
    sealed = [row for row in installation.rows(JournalEntry) if row.event == "charter:sealed"]
    assert [entry.data["fingerprint"] for entry in sealed] == [signed.sha256]
    assert to_sign.sha256 != signed.sha256  # the one to sign is not the signed one
    assert max(mailbox.ids().values()) == 1
    assert installation.is_chained(case_id)


def test_the_mails_of_a_whole_founding_carry_what_they_speak_of(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    with writing(installation.engine) as session:
        case_id = advance_to(session, installation.place, Stage.EVALUATION).id

    run_flow(prefect_server, evaluation, case_id)

    attached = {
        str(mail["Subject"]).partition(" – ")[0]: [part.get_filename() for part in mail.iter_attachments()]
        for mail in mailbox.received
    }
    number = installation.rows(FoundingCase)[0].number
    assert attached["De infoavond is gepland"] == [f"uitnodiging-{number}.pdf", "infoavond.ics"]
    assert attached["Het verslag van de infoavond is klaar"] == [f"verslag-infoavond-{number}.pdf"]
    assert attached["Onderteken het charter"] == [f"charter-{number}-versie-1.pdf"]
    assert attached["Iedereen heeft het charter ondertekend"] == [f"charter-{number}-versie-1.pdf"]
    assert attached["Het netwerk gaat van start"] == [
        f"aankondiging-{number}.pdf", f"aankondiging-{number}.docx", f"aankondiging-{number}.txt"
    ]  # fmt: skip


def test_a_text_that_was_opened_again_before_it_was_printed_is_not_printed(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    with writing(installation.engine) as session:
        case = ready_to_freeze(session, installation.place)
        freeze(session, installation.place, case)
        reopen(session, installation.place, case)
        case_id = case.id

    run_flow(prefect_server, charter, case_id)

    assert "charter" not in {kind for kind, *_ in installation.documents(case_id)}
    [given_up] = installation.rows(Effect, Effect.state == "given_up")
    assert "opened again" in given_up.last_error


def test_one_document_that_can_not_be_made_stops_neither_the_others_nor_the_mails_without_it(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    case_id = installation.submit()
    with writing(installation.engine) as session:  # a row that came from nowhere, such as an import gone wrong
        session.get_one(FoundingCase, case_id).kind = "sector"
        session.execute(Effect.__table__.delete())
    installation.break_request(case_id)

    with pytest.raises(Unfinished):
        run_flow(prefect_server, idea, case_id)

    assert len(mailbox.to("dirk.balie.oosterbeke@binstart.example")) == 1
    assert mailbox.to("roos.bewoner.oosterbeke@binstart.example") == []
    [receipt] = installation.rows(Effect, Effect.kind == "document")
    assert receipt.state == "planned"
    assert "KeyError" in receipt.last_error


def test_the_clockwork_opens_the_evaluation_on_its_day_and_reminds_who_is_late(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.EVALUATION)
        case_id = case.id
        move_forward_to(session, max(present(session), later(case, 380)))

    run_flow(prefect_server, reminding)
    opened = installation.events(case_id)[-3:]
    with writing(installation.engine) as session:
        move_forward_to(session, present(session) + timedelta(days=90))
    run_flow(prefect_server, reminding)
    run_flow(prefect_server, reminding)

    # A year without a word in the log, and no members to ask what they find.
    assert opened == ["evaluation:opened", "network:asked", "survey:withheld"]
    assert installation.events(case_id)[-1] == "reminder:planned"
    assert installation.events(case_id).count("reminder:planned") == 1


def test_lost_runs_are_called_crashed_and_old_ones_leave_prefect(
    installation: Installation, prefect_server: PrefectProcess
) -> None:
    lost = _run_whose_worker_was_killed(prefect_server)
    run = f"{prefect_server.url}/flow_runs/{lost}"

    run_flow(prefect_server, retaining)
    at_once = httpx.get(run).json()["state"]["type"]
    run_flow(prefect_server, close_lost_runs.fn, real_now() + timedelta(hours=7))
    after_hours = httpx.get(run).json()["state"]["type"]
    run_flow(prefect_server, forget_old_runs.fn, real_now() + timedelta(days=40))

    assert (at_once, after_hours) == ("RUNNING", "CRASHED")
    assert httpx.get(run).status_code == 404


def _run_whose_worker_was_killed(server: PrefectProcess) -> str:
    flow_id = httpx.post(f"{server.url}/flows/", json={"name": "lost"}).json()["id"]
    run = httpx.post(f"{server.url}/flow_runs/", json={"flow_id": flow_id}).json()["id"]
    running = {"state": {"type": "RUNNING"}, "force": True}
    httpx.post(f"{server.url}/flow_runs/{run}/set_state", json=running).raise_for_status()
    return str(run)


def test_the_export_of_the_journal_can_be_checked_by_whoever_reads_it(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    case_id = installation.submit()
    run_flow(prefect_server, idea, case_id)

    with writing(installation.engine) as session:
        case = session.scalars(select(FoundingCase)).one()
        exported = journal_export(session, case)

    sentences = [entry["sentence"] for entry in exported["journal"]]
    assert sentences == [
        "De aanvraag is ingediend.",
        "Document aangemaakt: Ontvangstbewijs.",
        "Bericht verstuurd: Uw aanvraag is ontvangen.",
        "Bericht verstuurd: Nieuwe aanvraag om na te kijken.",
    ]
