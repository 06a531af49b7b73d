"""What invites to an evening and tells of it, in French: for a case whose documents are made in French."""

import dataclasses
import io
import re
from datetime import UTC, date, datetime
from functools import cache

import pikepdf
import pytest
from docx import Document

from documents.contexts.procedure import InvitationContext
from documents.contexts.shared import Addressee
from documents.filling.attendance import attendance_list
from documents.filling.invitation import house_number, invitation_letter, letter_body, listed, stamp_for
from documents.filling.procedure import FILLINGS
from documents.filling.shared import area_line
from documents.kinds import DOCX, TEXT, kind_of_file
from documents.language import speaking
from documents.limits import Printed
from documents.press.rendering import render
from documents.press.stamping import print_body, stamp
from models.rules.area import Segment, describe_segment
from models.rules.objectives import OBJECTIVES
from models.rules.procedure import AGENDA_ITEMS
from models.rules.procedure_settings import ProcedureSettings
from models.rules.records.info_evening import (
    AgendaItemRecord,
    AttendanceListRecord,
    EveningRecord,
    InvitedRecord,
    MinutesRecord,
)
from models.rules.records.shared import CaseRecord, OfficeRecord, OfficialRecord, VotesRecord
from models.rules.scope import describe_area
from models.rules.streets import HouseNumber, Side
from tests.letters.reading import text_of_pdf
from tests.letters.reading_french import dutch_in, read_french

BASE_URL = "https://binstart.namur.example"
CASE = CaseRecord("NAM-2027-0001", "PLP La Plante", "bin",
                  OfficeRecord("Andenne", "Place 1, 5300 Andenne", "prevention@andenne.example", "081 00 00 00"),
                  OfficeRecord("Zone des Arches", "", "", ""), BASE_URL, BASE_URL, "fr")  # fmt: skip
EVENING = EveningRecord(
    CASE, date(2027, 3, 2), datetime(2027, 4, 1, 19, 30, tzinfo=UTC), "Salle du Tilleul", "Rue Haute 4, 5300 Andenne",
    "", "les habitants en réunion, la zone des Arches et la commune", "081 00 00 00",
    ("Rue Haute", describe_segment(Segment("", Side.ODD, 1, 45), "Rue Basse")), ProcedureSettings().circular,
    (OfficialRecord("Anne Dupont", "burgemeester"),), "Trois vols.", (OBJECTIVES["prevention"], "rouler moins vite"),
    {"police": "Des conseils.", "residents": "Du calme."}, "l’inspectrice Claire", ("Le parc",),
)  # fmt: skip
VOTES = VotesRecord(38, 1, 1)
MINUTES = MinutesRecord(
    EVENING, date(2027, 4, 9), "l’échevine", 41, 1,
    tuple(AgendaItemRecord(code, "Oui.", VOTES) for code in AGENDA_ITEMS), True, False, None,
    (OBJECTIVES["prevention"],), {"coordinator": 1, "deputy_coordinator": 2, "steering_group_member": 1}, "Rien.",
    "La salle était pleine.", (("de voorzitter", date(2027, 4, 7)), ("de politie", date(2027, 4, 8))),
)  # fmt: skip
AT_DOOR = AttendanceListRecord(CASE, date(2027, 3, 30), EVENING.starts_at, "Salle du Tilleul",
                               (("Rue Haute", ("1", "12A bus 3")),))  # fmt: skip
INVITED = InvitedRecord("Rue Haute", 12, "A bus 3", "5300", "Andenne", "CDFGHJKMNP")
WELCOME = "Nous vous invitons de tout cœur à la soirée d’information sur le PLP La Plante."
WHEN = "jeudi 1er avril 2027 à 19 h 30"


# With the motives and expectations of the consultation an invitation goes on at the back, in Dutch too.
SHORT = dataclasses.replace(EVENING, motives="", expectations={})


@cache
def contexts() -> dict[str, tuple[str, Printed]]:
    """By name the kind of a document, and what fills it."""
    invitation = FILLINGS["invitation"](EVENING)
    assert isinstance(invitation, InvitationContext)
    addressed = dataclasses.replace(invitation, addressee=Addressee(name="Luc Martin"))
    return {
        "invitation": ("invitation", invitation),
        "invitation with an addressee": ("invitation", addressed),
        **{kind: (kind, FILLINGS[kind](EVENING)) for kind in ("poster", "poster_a4", "flyer", "evening_news")},
        "letter": ("invitation_letter", invitation_letter(EVENING, "right", INVITED, BASE_URL)),
        "minutes": ("minutes", FILLINGS["minutes"](MINUTES)),
        "attendance list": ("attendance_list", attendance_list(AT_DOOR)),
    }


SENTENCES = {
    "invitation": [
        "Un partenariat local de prévention dans votre rue ?", "Chers habitants, bienvenue à la soirée", WHEN,
        "Un PLP n’est pas une milice : personne ne patrouille.", "Rue Basse (numéros impairs",
        "La proposition : diffuser", "; rouler moins vite. Nous parlons aussi de ce que nous attendons",
        "De la police, nous attendons : Des conseils.", "La soirée est gratuite. Devenir membre aussi.",
        "Vous avez besoin d’aide pour venir ou pour suivre ?", "Pour qui ? Toute personne",
        "Une initiative de : les habitants en réunion, la zone des Arches et la commune.",
        "Base légale : circulaire ministérielle du 28 février 2019.",
    ],
    "invitation with an addressee": ["Bonjour Luc Martin,", WELCOME, "Quand " + WHEN,
                                     "Des questions ? Commune d’Andenne"],
    "poster": ["Soirée d’information · PLP La Plante", WHEN, "Tous les habitants sont les bienvenus.",
               "Scannez pour en savoir plus, ou appelez le 081 00 00 00",
               "Éd. resp. : Anne Dupont, Place 1, 5300 Andenne. Ne pas jeter sur la voie publique."],
    "poster_a4": ["Venez écouter, poser vos questions et décider avec nous."],
    "flyer": ["Découpez ici", "Talon-réponse : soirée d’information du 1er avril 2027", "Je viens. Nous serons",
              "Envoyez ce talon à cette adresse : Commune d’Andenne, Place 1, 5300 Andenne."],
    "evening_news": ["Des habitants ont demandé de créer le PLP La Plante.", "Dans quelles rues", "Renseignements",
                     "Dossier NAM-2027-0001."],
    "letter": ["Aux habitants", "Rue Haute 12A boîte 3", WELCOME, "Vous venez ? Dites-le-nous",
               "Pas besoin de compte."],
    "minutes": ["Compte rendu", "Soirée d’information sur le PLP La Plante", "41 personnes",
                "par le président le 7 avril 2027, par la police le 8 avril 2027", "1 inscription pour devenir membre",
                "1 candidat coordinateur", "Le choix des objectifs pas approuvé 38 pour, 1 contre, abstentions : 1",
                "Le partenariat local de prévention lui-même approuvé", "pas abordé", "un coordinateur",
                "2 coordinateurs adjoints", "un membre du comité de pilotage", "Ce qu’est un PLP",
                "Vote : 38 pour, 1 contre, abstentions : 1.", "Remarques"],
    "attendance list": ["Qui est à la soirée d’information ?", "Le jeudi 1er avril 2027 à 19 h 30, Salle du Tilleul.",
                        "12A boîte 3", "Combien de personnes ?",
                        "cette liste est détruite. Questions : Commune d’Andenne"],
}  # fmt: skip


@pytest.mark.parametrize("name", SENTENCES)
def test_it_tells_in_french_what_the_dutch_one_tells(name: str) -> None:
    read = read_french(*contexts()[name])

    assert [sentence for sentence in SENTENCES[name] if sentence not in read] == []


@pytest.mark.parametrize("name", SENTENCES)
def test_no_dutch_is_left_on_the_page_and_the_page_says_that_it_is_french(name: str) -> None:
    page = read_french(*contexts()[name])

    assert dutch_in(page) == []


@pytest.mark.parametrize("form", [DOCX, TEXT])
def test_the_municipal_paper_gets_french_texts(form: str) -> None:
    content = render("evening_news", FILLINGS["evening_news"](EVENING), media_type=form).content
    text = content.decode() if form == TEXT else "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)
    read = " ".join(text.replace("\u00a0", " ").split())

    assert dutch_in(read) == []
    assert re.search(f"Quand ?: {WHEN}", read)
    assert "bulletin communal" in read.lower()
    assert "Appelez" in read


@pytest.mark.parametrize("kind", ["invitation", "poster", "poster_a4", "flyer"])
def test_the_longer_french_words_leave_what_is_handed_out_on_one_page(kind: str) -> None:
    assert render(kind, FILLINGS[kind](SHORT)).pages == 1


@pytest.mark.parametrize("kind", ["poster", "poster_a4"])
def test_the_longest_place_that_can_be_typed_leaves_a_french_poster_on_one_page(kind: str) -> None:
    long = ("Salle au bout du couloir, " * 8)[:199]
    record = dataclasses.replace(EVENING, place=long, address=long, accessibility=long, organisers=long)

    assert render(kind, FILLINGS[kind](record)).pages == 1


def test_the_longer_french_words_leave_a_letter_on_one_page() -> None:
    longer = dataclasses.replace(EVENING, accessibility="Sans marches, avec une boucle d’écoute. " * 4)

    assert render("invitation_letter", invitation_letter(longer, "left", INVITED, BASE_URL)).pages == 1


def test_a_series_of_stamped_letters_is_french_in_all_its_parts() -> None:
    body = print_body(letter_body(EVENING, "right"))
    with speaking("fr"):
        letters = stamp(body, [(stamp_for(INVITED),)], BASE_URL + "/u", title="Invitations", author="Binstart")

    text = " ".join(text_of_pdf(letters).replace("\u00a0", " ").split())
    assert [words for words in ("Aux habitants", "Rue Haute 12A boîte 3", WELCOME) if words not in text] == []
    assert dutch_in(text) == []
    with pikepdf.open(io.BytesIO(letters)) as file:
        assert str(file.Root.Lang) == "fr-BE"


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(("first", "last"), [(None, None), (3, None), (None, 9), (3, 9), (3, 3)])
def test_every_way_to_tell_a_part_of_a_street_exists_in_french(side: Side, first: int | None, last: int | None) -> None:
    line = describe_segment(Segment("", side, first, last), "Rue Haute (Sclayn)")

    with speaking("fr"):
        assert dutch_in(area_line(line)) == []
    assert area_line(line) == line


def test_an_area_without_streets_and_a_house_number_with_a_box_are_told_in_french() -> None:
    with speaking("fr"):
        assert area_line(*describe_area("municipality", "Andenne", ())) == "Toute la commune (Andenne)"
        assert dutch_in(area_line(*describe_area("members", "Andenne", ()))) == []
        assert house_number(str(HouseNumber(12, "A bus 0101"))) == "12A boîte 0101"
        assert house_number("12-14") == "12-14"
    assert house_number("12 bus 3") == "12 bus 3"


def test_a_file_with_a_french_name_is_known_by_it_though_one_name_begins_as_another() -> None:
    names = ("depliant-NAM-2027-0001.pdf", "depliant-lancement-NAM-2027-0001.pdf", "charte-NAM-2027-0001-version-1.pdf",
             "charter-NAM-2027-0001-versie-1.pdf", "facture-1.pdf")  # fmt: skip

    assert [kind_of_file(one) for one in names] == ["flyer", "launch_leaflet", "charter", "charter", None]


def test_who_invites_is_read_one_by_one_in_both_languages() -> None:
    assert listed("de buurt, de politie en de gemeente") == ("de buurt", "de politie", "de gemeente")
    with speaking("fr"):
        assert listed("les habitants en réunion et la commune") == ("les habitants en réunion", "la commune")
