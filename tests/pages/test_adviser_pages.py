"""The page of an adviser's link: what it tells, what it leaves out, each answer, and every way in which a link ends."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.database import writing
from models.document import Document
from models.file_store import documents, uploads
from models.journal import JournalEntry
from models.operations.consultation import advising
from models.operations.keeping.uploading import checked_file, keep_upload
from models.opinion import Opinion
from models.rules.access import Role
from models.rules.procedure import Stage
from models.upload import Upload
from tests.advice_steps import answer, ask_outside, link_of
from tests.factories import Place, acting, advance_to
from tests.files import PDF
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page, Visitor

NOW = datetime.now(UTC)


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """In consultation."""
    with writing(engine) as session:
        return advance_to(session, place, Stage.CONSULTATION)


@pytest.fixture
def link(engine: Engine, place: Place, case: FoundingCase) -> str:
    """What the public prosecutor's office got by mail today."""
    return asked(engine, place, case)


def asked(engine: Engine, place: Place, case: FoundingCase, **more: object) -> str:
    with writing(engine) as session:
        opinion = ask_outside(session, place, case, NOW, **{"due_on": day_of(NOW) + timedelta(days=20), **more})
        return f"/advies/{link_of(session, opinion)}"


def opinion_now(engine: Engine) -> Opinion:
    with Session(engine, expire_on_commit=False) as session:
        found = session.scalars(select(Opinion)).unique().one()
        assert found.questions is not None
        return found


def length_of_journal(engine: Engine) -> int:
    with Session(engine) as session:
        return len(session.scalars(select(JournalEntry.id)).all())


def kept_document(engine: Engine, case: FoundingCase) -> int:
    with writing(engine) as session:
        sha256 = documents().keep(PDF)
        paper = Document(case_id=case.id, kind="support_sheet", version="1", title="Steunlijst op papier",
                         media_type="application/pdf", filename="steunlijst.pdf", sha256=sha256, size=len(PDF),
                         produced_at=NOW)  # fmt: skip
        session.add(paper)
        session.flush()
        return paper.id


def kept_upload(engine: Engine, place: Place, case: FoundingCase, name: str) -> int:
    with writing(engine) as session:
        desk = acting(session, place.people[Role.DESK_OFFICER], NOW)
        return keep_upload(session, uploads(), case.id, desk, NOW, checked_file(name, PDF)).id


def test_the_page_tells_what_is_asked_and_nothing_about_the_applicant(
    client: Visitor, case: FoundingCase, link: str, place: Place
) -> None:
    page = client.read(link)

    assert page.status == 200
    for told in (case.name, "Bent u akkoord?", "alleen voor het parket", "Kerkstraat"):
        assert told in page.text, told
    assert place.resident is not None
    assert place.resident.name not in page.text
    assert place.resident.email not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")


def test_looking_changes_nothing(client: Visitor, engine: Engine, link: str) -> None:
    before = length_of_journal(engine)

    for _time in range(3):
        assert client.read(link).status == 200
    assert client.head(link).status_code == 200

    assert (opinion_now(engine).state, length_of_journal(engine)) == ("asked", before)


def test_an_answer_is_kept_with_its_file_and_staff_find_both_in_the_case(
    client: Visitor, engine: Engine, link: str, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    after = client.read(link).submit(
        answer="conditional", text="Mits een vorming.", file=[(BytesIO(PDF), "advies.pdf")]
    )

    shown = after.follow()
    assert shown.title == "Uw advies is ontvangen"
    for told in ("gunstig onder voorwaarden", "Mits een vorming.", "advies.pdf"):
        assert told in shown.text
    given = opinion_now(engine)
    assert (given.state, given.tendency) == ("given", "conditional")
    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}")
    assert "Mits een vorming." in page.text
    assert f"/dossier/{case.number}/bijlage/{given.upload_id}" in page.links()
    assert "Mits een vorming." not in signed_in(place.resident).read(f"/dossier/{case.number}").text


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({}, "Kies een antwoord."),
        ({"answer": "conditional"}, "Vul in welke voorwaarden u stelt."),
        ({"answer": "unfavourable", "text": " "}, "Vul in waarom uw advies ongunstig is."),
        ({"answer": "more_time", "text": "Druk."}, "Vul in tot wanneer u tijd nodig hebt."),
        ({"answer": "more_time", "text": "Druk.", "wished_on-day": "31", "wished_on-month": "2",
          "wished_on-year": "2031"}, "Deze dag bestaat niet."),
        ({"answer": "more_information"}, "Vul in wat u nog wilt weten."),
        ({"answer": "favourable", "text": "x" * 5001}, "Dit is te lang."),
        ({"answer": "favourable", "file": [(BytesIO(b"<script>alert(1)</script>"), "advies.pdf")]},
         "Dit soort bestand nemen we niet aan. Kies een PDF of een foto (JPEG, PNG, WebP of HEIC)."),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Visitor, engine: Engine, link: str, values: dict[str, object], fault: str
) -> None:
    page = client.read(link).submit(**values)

    assert page.status == 422
    assert page.faults == [fault]
    assert opinion_now(engine).state == "asked"
    typed = page.soup.select_one("textarea[name=text]")
    assert typed is not None
    assert typed.get_text().strip() == str(values.get("text", "")).strip()


def test_a_link_used_again_shows_what_was_answered_and_changes_nothing(
    client: Visitor, engine: Engine, link: str
) -> None:
    open_elsewhere = client.read(link)
    client.read(link).submit(answer="favourable", text="Akkoord.")

    again = open_elsewhere.submit(answer="unfavourable", text="Bij nader inzien niet.")

    assert again.status == 409
    assert again.title == "Uw advies is ontvangen"
    assert "Bij nader inzien niet." in again.text  # nothing lost
    assert "Akkoord." in client.read(link).text
    assert (opinion_now(engine).tendency, opinion_now(engine).text) == ("favourable", "Akkoord.")


def test_an_unknown_and_an_expired_link_give_the_same_page(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with writing(engine) as session:
        long_ago = NOW - timedelta(days=100)
        opinion = ask_outside(session, place, case, long_ago)
        expired = f"/advies/{link_of(session, opinion)}"
        answer(session, opinion, long_ago, "favourable", "Akkoord.")

    pages = [client.read(expired), client.read("/advies/van-iemand-anders")]

    assert [page.status for page in pages] == [410, 410]
    assert pages[0].text == pages[1].text
    assert "antwoord dan op die mail" in pages[0].text
    assert case.name not in pages[0].text


def test_a_withdrawn_question_says_so(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase, link: str
) -> None:
    with writing(engine) as session:
        desk = acting(session, place.people[Role.DESK_OFFICER], NOW)
        advising.withdraw_opinion(session, case.id, desk, NOW, opinion_id=1, reason="De aanvraag wijzigt nog.")

    page = client.read(link)

    assert page.title == "Uw advies is niet meer nodig"
    assert "De aanvraag wijzigt nog." in page.text
    assert page.soup.select("main form") == []


def test_only_chosen_documents_open_through_the_link_and_only_while_it_is_open(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    document_id = kept_document(engine, case)
    chosen, other = (kept_upload(engine, place, case, name) for name in ("plan.pdf", "geheim.pdf"))
    link = asked(engine, place, case, shared=[f"document-{document_id}", f"upload-{chosen}"])
    page = client.read(link)
    assert "Steunlijst op papier" in page.text
    assert "geheim.pdf" not in page.text

    for path in (f"{link}/document/{document_id}", f"{link}/bijlage/{chosen}"):
        file = client.read(path)
        assert (file.status, file.response.get_data()) == (200, PDF)
        assert file.headers["Content-Disposition"].startswith("attachment")
        assert file.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client.read(f"{link}/bijlage/{other}").status == 404
    assert client.read(f"{link}/document/{document_id + 1}").status == 404
    assert client.read(f"/advies/andere/bijlage/{chosen}").status == 404
    client.read(link).submit(answer="favourable")
    assert client.read(f"{link}/bijlage/{chosen}").status == 404


def test_the_tenth_answer_in_a_minute_from_one_address_is_asked_to_wait(client: Visitor, link: str) -> None:
    page = client.read(link)

    statuses = [page.submit().status for _time in range(10)]

    assert statuses == [422] * 9 + [429]


def test_staff_ask_by_mail_with_chosen_documents_and_bad_input_is_said_at_its_field(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    document_id = kept_document(engine, case)
    desk = signed_in(place.people[Role.DESK_OFFICER])
    page = desk.read(f"/dossier/{case.number}/ask-opinion")
    filled = {"adviser": "Woonburg", "adviser_kind": "housing_corporation", "question": "Is er al een netwerk?",
              "shared": [f"document-{document_id}"]}  # fmt: skip

    for wrong, fault in (
        ({"email": "woonburg"}, "Vul een e-mailadres in, zoals naam@voorbeeld.be."),
        ({"email": ""}, "Wie via de link antwoordt, kan documenten zien. Vul een e-mailadres in."),
        ({"email": "info@woonburg.example", "question": ""}, "Vul dit in."),
    ):
        refused = page.submit(**{**filled, **wrong})
        assert (refused.status, refused.faults) == (422, [fault])
    done = page.submit(**filled, email="Info@Woonburg.example")

    assert "Het advies is gevraagd." in done.follow().text
    kept = opinion_now(engine)
    assert (kept.email, kept.document_ids, kept.adviser_kind) == (
        "info@woonburg.example", [document_id], "housing_corporation",
    )  # fmt: skip
    assert desk.read(f"/dossier/{case.number}/ask-opinion").submit(
        adviser="X", email="a@b.example", question="Ja?", shared=["document-99"]
    ).status == 422  # fmt: skip


def test_the_case_page_shows_what_an_adviser_asks_back_and_who_must_answer(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase, link: str, signed_in: SignedIn
) -> None:
    day = day_of(NOW) + timedelta(days=40)
    wished = {"wished_on-day": day.day, "wished_on-month": day.month, "wished_on-year": day.year}
    client.read(link).submit(answer="more_time", text="De magistraat is met verlof.", **wished)
    officer = signed_in(place.people[Role.MANDATED_OFFICER])
    page = officer.read(f"/dossier/{case.number}")
    assert "Elke adviseur die iets vroeg, kreeg antwoord" in page.text
    assert page.soup.select_one('.who-acts a[href$="/answer-adviser/1"]') is not None
    assert "De magistraat is met verlof." in page.text

    form = officer.read(f"/dossier/{case.number}/answer-adviser/1")
    assert "De magistraat is met verlof." in form.text
    assert form.submit().faults == ["Kies ja of nee."]
    done = form.submit(is_granted="yes")

    assert "De adviseur krijgt uw antwoord per mail." in done.follow().text
    assert opinion_now(engine).due_on == day
    shown = client.read(link)
    assert "toegestaan" in shown.text
    assert form.in_another_window().submit(is_granted="yes").status == 409  # a colleague answered meanwhile


def test_reminders_and_silence_are_seen_in_the_case(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        opinion = ask_outside(session, place, case, NOW - timedelta(days=50))
        opinion.reminders = [{"step": "before", "due_on": opinion.due_on.isoformat(), "on": "2026-04-01"}]
        place.municipality.settings = {"silence_of_adviser": "favourable"}
        session.merge(place.municipality)
        advising.expire_opinions(session, case.id, NOW)

    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}")

    assert "geen antwoord: geldt als gunstig" in page.text
    assert "herinnerd op 1 april 2026" in page.text
    assert "dat geldt hier als gunstig" in page.text  # the journal


def test_an_upload_with_an_answer_belongs_to_the_case_of_the_opinion(
    client: Visitor, engine: Engine, link: str, case: FoundingCase
) -> None:
    page: Page = client.read(link)
    page.submit(answer="no_competence", file=[(BytesIO(PDF), "../../brief.pdf")])

    with Session(engine) as session:
        upload = session.scalars(select(Upload)).one()
    assert (upload.case_id, upload.name) == (case.id, "brief.pdf")


@pytest.mark.parametrize("who", [Role.MANDATED_OFFICER, Role.MAYOR, "resident"])
def test_who_has_a_part_in_the_case_does_not_answer_with_the_link_of_an_adviser(
    engine: Engine, place: Place, link: str, signed_in: SignedIn, who: Role | str
) -> None:
    person = place.resident if who == "resident" else place.people[Role(who)]
    assert person is not None
    browser = signed_in(person)

    page = browser.read(link)

    assert (page.status, page.title) == (403, "Deze link is voor iemand anders")
    assert page.soup.select("main form") == []
    assert opinion_now(engine).state == "asked"
