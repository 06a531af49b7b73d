"""The charter says plainly whether it is a draft, frozen for signing, or sealed; and it holds what people put in it."""

import dataclasses
from datetime import date

import pytest

from documents.contexts.procedure import BudgetLine, CharterContext, NotPrintable, Paragraph, Signatory, StreetRange
from documents.kinds import HTML, example
from documents.press.rendering import render
from tests.letters.reading import made, squeezed, text_of_pdf, violations


def charter(**changes: object) -> CharterContext:
    """The example, with other values."""
    record = example("charter")
    assert isinstance(record, CharterContext)
    return dataclasses.replace(record, **changes)  # type: ignore[arg-type]


def unsigned() -> tuple[Signatory, ...]:
    """The signatories of the example before anybody signed."""
    return tuple(
        Signatory(organisation=one.organisation, capacity=one.capacity, name=one.name, place=one.place)
        for one in charter().signatories
    )


def draft() -> CharterContext:
    """The example while the steering group still writes."""
    return charter(state="draft", content_sha256="", sealed_on=None, verify_url="", signatories=unsigned())


def test_a_draft_says_so_on_every_page() -> None:
    document = render("charter", draft())

    pages = text_of_pdf(document.content).split("\f")[: document.pages]
    assert all("ontwerp" in page.lower() for page in pages)
    assert "verzegeld" not in text_of_pdf(document.content).lower()
    assert violations(document.content, "ua1") + violations(document.content, "3a") == []


def test_a_frozen_charter_shows_its_code_and_room_to_sign() -> None:
    record = charter(state="for_signature", sealed_on=None, signatories=unsigned())

    text = text_of_pdf(render("charter", record).content)

    assert record.content_sha256 in squeezed(text)
    assert text.count("…… / …… / …………") == len(record.signatories)
    assert "Vastgelegde tekst" in text
    assert "ONTWERP" not in text


def test_a_sealed_charter_shows_who_signed_when_how_and_where_to_check() -> None:
    text = squeezed(text_of_pdf(made("charter").content))

    for one in charter().signatories:
        assert squeezed(f"{one.name} Getekend {one.signed_on.day} oktober 2027" if one.signed_on else "?") in text
        assert squeezed(one.method) in text
    assert squeezed("Verzegeld op 14 oktober 2027") in text
    assert charter().content_sha256 in text
    assert squeezed("binstart.oosterbeke.example/controle") in text
    assert (
        squeezed(f"controle/{charter().content_sha256}") not in text
    )  # nobody types 64 signs: the page asks for the file


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": "signed"}, "'signed' is none of draft, for_signature, sealed"),
        ({"content_sha256": "abc"}, "a frozen version shows its hash"),
        ({"verify_url": ""}, "a frozen version shows its hash and where to check it"),
        ({"sealed_on": None}, "a sealed charter has the date of every signature"),
        ({"signatories": (Signatory(organisation="o", capacity="c", name="n"),)}, "the date of every signature"),
    ],
)
def test_a_charter_can_not_look_more_final_than_it_is(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(NotPrintable, match=reason):
        charter(**changes)


def test_forty_signatories_all_stand_on_the_page_of_signatures() -> None:
    many = tuple(
        Signatory(organisation="BIN Molenakker", capacity=f"straatverantwoordelijke {n}", name=f"Buur {n}.")
        for n in range(40)
    )
    record = charter(state="for_signature", sealed_on=None, signatories=many, sections=(), house_rules=())

    document = render("charter", record)

    text = text_of_pdf(document.content)
    assert all(f"Buur {n}." in text for n in range(40))
    assert "en nog 35 ondertekenaars" in text
    assert violations(document.content, "ua1") == []


def test_three_hundred_streets_fill_columns_per_district() -> None:
    streets = tuple(
        StreetRange(street=f"{n}e Straat", numbers="heel de straat", district=("Noord", "Zuid")[n % 2])
        for n in range(300)
    )

    document = render("charter", charter(streets=streets, sections=(), house_rules=()))

    text = text_of_pdf(document.content)
    assert all(f"{n}e Straat, heel de straat" in text for n in range(300))
    assert "300 straten of delen van straten." in text
    assert document.pages <= 10


def test_the_budget_is_added_up_per_payer_and_in_whole() -> None:
    lines = (
        BudgetLine(description="a", is_basic=True, is_yearly=True, payer="Gemeente", amount_cents=10_050),
        BudgetLine(description="b", is_basic=True, is_yearly=False, payer="Politie", amount_cents=123_456),
        BudgetLine(description="c", is_basic=False, is_yearly=True, payer="Gemeente", amount_cents=5),
        BudgetLine(description="d", is_basic=True, is_yearly=True, payer="Leden", amount_cents=0),
    )
    record = charter(budget_lines=lines)

    page = render("charter", record, media_type=HTML).content.decode().replace("\u00a0", " ")

    assert record.budget_totals == (("Gemeente", 0, 10_055), ("Politie", 123_456, 0), ("Leden", 0, 0))
    assert "€ 1.234,56" in page
    assert "€ 100,55" in page
    assert ">in natura<" in page


def test_tables_that_no_section_holds_become_annexes() -> None:
    sections = tuple(dataclasses.replace(one, blocks=(Paragraph("Zie de bijlage."),)) for one in charter().sections)

    page = render("charter", charter(sections=sections), media_type=HTML).content.decode()

    assert "Bijlage 2: communicatieplan" in page
    assert "Bijlage 3: budgetplan" in page
    assert "Bijlage 4: huishoudelijk reglement" in page
    assert page.count("Wie wie verwittigt, per soort bericht") == 1


def test_a_charter_that_has_only_begun_can_be_printed() -> None:
    record = CharterContext(
        case=charter().case,
        version="0.1",
        state="draft",
        dated_on=date(2027, 7, 1),
        parties=(),
        sections=(),
        streets=(),
        signatories=(),
    )

    document = render("charter", record)

    assert violations(document.content, "ua1") + violations(document.content, "3a") == []
    assert document.pages == 4


def test_a_long_summary_leaves_the_margin_and_stands_above_the_text() -> None:
    long = "Dit is een lange uitleg in gewone taal. " * 10
    first = dataclasses.replace(charter().sections[0], plain_summary=long)

    page = render("charter", charter(sections=(first,)), media_type=HTML).content.decode()

    assert '<aside class="wide">' in page
