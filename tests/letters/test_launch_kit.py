"""The documents of the launch kit: each form tells every text with its length, and no legal text stops one."""

import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from docx import Document
from sqlalchemy.orm import Session

from documents.contexts.launch import KitContext
from documents.filling.launch import kit_facts, quoted
from documents.filling.launch_kit import KIT_FILLINGS
from documents.kinds import DOCX, HTML, PDF, TEXT, example
from documents.notices.launch_kit import write_press_mail, write_supporter_mail
from documents.press.rendering import render
from models.case import FoundingCase
from models.queries.launches.launch_kits import KIT_DOCUMENTS, kit_of
from models.queries.records.launch import kit_facts_record
from models.rules.launch_kit import FACTS, OPTIONAL, check_piece
from models.rules.launch_kit import PIECES as KIT_PIECES
from models.rules.launch_kit_texts import STANDARD
from models.rules.notices import KIT
from models.rules.procedure import Stage
from models.rules.promises import promise_in
from models.rules.records.launch import KitFactsRecord, KitRecord, QuoteRecord
from tests.factories import Place, advance_to
from tests.letters.reading import made, squeezed, text_of_pdf
from tests.letters.test_filling import CASE, LONG, STREETS

SEND_AT = datetime(2026, 12, 4, 10, 30)  # noqa: DTZ001 - as it is printed


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.LAUNCH)


@pytest.fixture
def facts(session: Session, case: FoundingCase) -> KitFactsRecord:
    return kit_facts_record(session, case, kit_of(session, case), "https://binstart.example", date(2026, 12, 1))


def said(kind: str, form: str) -> str:
    content = made(kind, form).content
    if form == PDF:
        return squeezed(text_of_pdf(content))
    if form == DOCX:
        return squeezed("\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs))
    return squeezed(content.decode())


def test_the_table_of_notices_makes_every_document_of_the_kit() -> None:
    assert {row.kind for row in KIT} == set(KIT_DOCUMENTS) == set(KIT_FILLINGS)


def test_every_text_of_the_kit_stands_in_a_document() -> None:
    names = {one.name for kind in KIT_DOCUMENTS for one in _example(kind).texts}

    assert names == {piece.name for piece in KIT_PIECES.values()}


def _example(kind: str) -> KitContext:
    record = example(kind)
    assert isinstance(record, KitContext)
    return record


@pytest.mark.parametrize("row", KIT, ids=lambda row: row.kind)
def test_every_form_tells_every_paragraph(row) -> None:
    for form in row.media_types:
        if form == HTML:
            continue  # the golden text reads it
        told = said(row.kind, form)
        for one in _example(row.kind).texts:
            assert all(squeezed(part) in told for part in (one.title, *one.paragraphs)), (form, one.name)


@pytest.mark.parametrize("kind", ["paper_news", "press_release", "short_texts", "web_article"])
@pytest.mark.parametrize("form", [DOCX, TEXT, PDF])
def test_the_length_stands_in_the_file(kind: str, form: str) -> None:
    for one in _example(kind).texts:
        assert squeezed(one.size).lower() in said(kind, form).lower()


@pytest.mark.parametrize("form", [PDF, DOCX, TEXT])
def test_the_press_sees_first_until_when_to_wait(form: str) -> None:
    words = squeezed("EMBARGO TOT DINSDAG 12 OKTOBER 2027 OM 10 UUR")

    assert words in said("press_release", form)[:300]


def test_no_fact_of_ours_promises_anything(facts: KitFactsRecord) -> None:
    assert [name for name, words in kit_facts(facts).items() if promise_in(words)] == []


def test_every_fact_is_filled_in_from_a_case_that_was_signed(facts: KitFactsRecord) -> None:
    words = kit_facts(replace(facts, active_on=date(2026, 12, 14)))

    assert words.keys() == FACTS.keys()
    assert {name for name, value in words.items() if not value} <= OPTIONAL


def test_a_network_with_a_changed_charter_is_not_told_as_new(facts: KitFactsRecord) -> None:
    again = replace(facts, launch=replace(facts.launch, is_first=False))

    assert kit_facts(again)["gebeurtenis"] == "werkt met een nieuw charter"


def test_a_contribution_is_told_where_there_is_one(facts: KitFactsRecord) -> None:
    paid = replace(facts, launch=replace(facts.launch, member_contribution_cents=500))

    assert kit_facts(paid)["prijs"] == "Lid zijn kost € 5,00 per jaar."


def test_of_many_streets_the_short_form_names_some_and_says_how_many_more(facts: KitFactsRecord) -> None:
    words = kit_facts(replace(facts, launch=replace(facts.launch, area=("A", "B", "C", "D", "E", "F"))))

    assert words["gebied"] == "A, B, C, D en 2 andere straten"
    assert words["straten"] == "A, B, C, D, E en F"


@pytest.mark.parametrize("kind", KIT_DOCUMENTS)
def test_the_longest_facts_stop_no_document(kind: str, facts: KitFactsRecord) -> None:
    launch = replace(facts.launch, case=CASE, area=STREETS, means=(LONG, LONG), how_to_join=LONG, circular=LONG)
    quote = QuoteRecord(LONG, LONG, LONG)
    words = kit_facts(replace(facts, launch=launch, active_on=date(2026, 12, 14), quote=quote))
    record = KitRecord(CASE, 1, date(2026, 12, 1), SEND_AT, STANDARD, words, LONG)

    for form in (HTML, DOCX, TEXT):
        assert render(kind, KIT_FILLINGS[kind](record), media_type=form).content


@pytest.mark.parametrize("piece", KIT_PIECES)
def test_the_standard_words_pass_their_own_check_with_the_facts_of_a_case(piece: str, facts: KitFactsRecord) -> None:
    words = kit_facts(replace(facts, active_on=date(2026, 12, 14)))

    check_piece(KIT_PIECES[piece], STANDARD[piece] + "\n", words)


def test_nobody_is_quoted_without_a_quote(facts: KitFactsRecord) -> None:
    assert kit_facts(facts)["citaat"] == ""
    assert "Dat zegt An, burgemeester." in quoted(QuoteRecord("Mooi.", "An", "burgemeester"))


def test_the_mails_say_who_writes_and_why(facts: KitFactsRecord) -> None:
    words = kit_facts(replace(facts, active_on=date(2026, 12, 14)))

    mail = write_supporter_mail(STANDARD, words, "Oosterbeke")
    press = write_press_mail(STANDARD, words, "Oosterbeke")

    assert mail.subject == "BIN Kerkkwartier gaat van start"
    assert "Dat" not in mail.subject
    assert mail.text.startswith("Goeiedag\n\nU gaf een stem over BIN Kerkkwartier")
    assert mail.text.rstrip().endswith("Gemeente Oosterbeke")
    assert "U krijgt deze mail één keer" in mail.text
    assert press.subject == "Persbericht: BIN Kerkkwartier gaat van start in Oosterbeke"
    assert "[nog niet bekend" not in mail.text + press.text
