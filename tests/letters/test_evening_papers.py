"""Poster, flyer and the text for the municipal paper: what they must tell, and that print shops can cut them."""

import dataclasses
import io
from datetime import UTC, date, datetime

import pikepdf
import pytest
import vobject
from docx import Document

from documents.contexts.procedure import AgendaItem, InvitationContext
from documents.kinds import DOCX, TEXT, example
from documents.notices.calendar_entry import EveningEntry, evening_calendar
from documents.press.rendering import render
from tests.letters.reading import made, squeezed, text_of_pdf

WHEN_AND_WHERE = ("donderdag 3 juni 2027 om 19.30 uur", "Wijkcentrum De Linde, zaal 2",
                  "Koningin Astridplein 4, 9870 Oosterbeke", "aangepast toilet", "gratis")  # fmt: skip


def says(text: str, *words: str) -> list[str]:
    """Which of these words are missing."""
    return [word for word in words if squeezed(word) not in squeezed(text)]


def invitation() -> InvitationContext:
    context = example("poster")
    assert isinstance(context, InvitationContext)
    return context


@pytest.mark.parametrize("kind", ["poster", "poster_a4", "flyer", "evening_news"])
def test_everything_that_invites_tells_when_where_and_for_whom(kind: str) -> None:
    assert says(text_of_pdf(made(kind).content), *WHEN_AND_WHERE, "BIN Molenakker") == []


OWN = tuple(AgendaItem(f"Eigen punt {number}: de verlichting van het plein") for number in range(1, 11))


def test_the_invitation_names_the_speakers_and_each_item_of_the_evening_itself() -> None:
    context = example("invitation")
    assert isinstance(context, InvitationContext)

    text = text_of_pdf(
        render(
            "invitation", dataclasses.replace(context, speakers="inspecteur Ann Wijk", agenda=(*context.agenda, *OWN))
        ).content
    )

    assert says(text, "inspecteur Ann Wijk", *(item.title for item in OWN)) == []


def test_two_items_more_leave_the_invitation_on_one_page() -> None:
    context = example("invitation")
    assert isinstance(context, InvitationContext)

    assert render("invitation", dataclasses.replace(context, agenda=(*context.agenda, *OWN[:2]))).pages == 1


@pytest.mark.parametrize(("own", "words"), [(OWN[:2], "Eigen punt 1: de verlichting van het plein; Eigen punt 2"),
                                            (OWN, "10 eigen punten van deze avond")])  # fmt: skip
def test_a_flyer_names_own_items_as_far_as_they_fit(own: tuple[AgendaItem, ...], words: str) -> None:
    context = invitation()

    flyer = render("flyer", dataclasses.replace(context, agenda=(*context.agenda, *own)))

    assert flyer.pages == 1
    assert says(text_of_pdf(flyer.content), words) == []


@pytest.mark.parametrize("kind", ["poster", "poster_a4", "flyer"])
def test_what_hangs_in_the_street_names_its_publisher(kind: str) -> None:
    text = text_of_pdf(made(kind).content)

    assert says(text, "V.u.: Annelies Vercruysse, Kerkplein 1, 9870 Oosterbeke", "Niet op de openbare weg gooien") == []


@pytest.mark.parametrize(("kind", "width", "height"), [("poster", 297, 420), ("poster_a4", 210, 297)])
def test_a_print_shop_knows_where_to_cut_a_poster(kind: str, width: int, height: int) -> None:
    with pikepdf.open(io.BytesIO(made(kind).content)) as pdf:
        trim, bleed = ([float(side) / 72 * 25.4 for side in pdf.pages[0][name]] for name in ("/TrimBox", "/BleedBox"))

    assert [round(trim[2] - trim[0]), round(trim[3] - trim[1])] == [width, height]
    assert [round(bleed[2] - bleed[0]), round(bleed[3] - bleed[1])] == [width + 6, height + 6]


@pytest.mark.parametrize("kind", ["poster", "poster_a4"])
def test_the_longest_place_that_can_be_typed_leaves_a_poster_on_one_page(kind: str) -> None:
    long = ("Woord " * 40)[:199]
    context = dataclasses.replace(invitation(), place=long, place_address=long, accessibility=long)

    assert render(kind, context).pages == 1


def test_a_flyer_with_long_texts_has_its_slip_whole_on_the_back() -> None:
    context = dataclasses.replace(invitation(), accessibility="Er is een lift aan de zijkant van het gebouw. " * 12)

    flyer = render("flyer", context)

    with pikepdf.open(io.BytesIO(flyer.content)) as pdf:
        assert len(pdf.pages) == 2
    back = text_of_pdf(flyer.content).split("\f")[1]
    assert says(back, "Antwoordstrook", "Naam", "Bezorg deze strook aan Gemeente Oosterbeke") == []


@pytest.mark.parametrize("form", [DOCX, TEXT])
def test_the_municipal_paper_gets_every_fact_as_text(form: str) -> None:
    content = made("evening_news", form).content
    if form == DOCX:
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
    else:
        text = content.decode()

    assert says(text, *WHEN_AND_WHERE, "Vlasmarkt, oneven nummers 1 tot 47", "09 000 00 12", "Bel meteen 101",
                "binstart.oosterbeke.example/steun/BIN-2027-0042") == []  # fmt: skip


def entry(**changes: object) -> EveningEntry:
    values = {
        "uid": "oos-2026-0001-infoavond-1", "sequence": 0, "starts_at": datetime(2026, 4, 2, 17, 30, tzinfo=UTC),
        "title": "Infoavond BIN Kerkkwartier; met ‘komma’s, en een bijzonder lange naam die over de regel loopt",
        "place": "Zaal De Linde, Markt 2", "url": "https://binstart.example/steun/OOS-2026-0001",
        "written_at": datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    }  # fmt: skip
    return EveningEntry(**{**values, **changes})  # type: ignore[arg-type]


def test_another_library_reads_the_evening_as_it_was_written() -> None:
    file = evening_calendar([entry()]).decode()

    event = vobject.readOne(file).vevent
    assert event.summary.value == entry().title
    assert event.location.value == "Zaal De Linde, Markt 2"
    assert event.dtstart.value == entry().starts_at
    assert event.dtstart.value.date() == date(2026, 4, 2)
    assert (event.sequence.value, event.status.value) == ("0", "CONFIRMED")


def test_a_cancelled_evening_says_so_to_calendars_and_keeps_its_name() -> None:
    file = evening_calendar([entry(sequence=2, is_cancelled=True)]).decode()

    event = vobject.readOne(file).vevent
    assert (event.uid.value, event.sequence.value, event.status.value) == (entry().uid, "2", "CANCELLED")


def test_the_same_evening_gives_the_same_file() -> None:
    assert evening_calendar([entry()]) == evening_calendar([entry()])
