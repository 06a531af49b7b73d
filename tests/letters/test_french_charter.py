"""The charter of a French-speaking municipality, the letter with which it goes to the ministry, and its house rules."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from documents.filling.charter import METHODS, charter
from documents.filling.federal import federal_letter, house_rules
from documents.language import ruled, speaking
from documents.press.rendering import render
from models.clock import BELGIUM
from models.operations.charters.signing_charter import IN_PLACE_OF
from models.rules.charter_check import claimed_fingerprint
from models.rules.charter_content import checked_content
from models.rules.charter_sections import (
    MEMBER_TO_POLICE,
    MESSAGE_CLASSES,
    PARTY_ROLES,
    PAYERS,
    PROVISIONS,
    SECTIONS,
    STARTS,
)
from models.rules.charter_template import Names, standing_contents
from models.rules.charter_text import CAPACITIES, CharterText, SignatoryText, SignatureState
from models.rules.objectives import OBJECTIVES
from models.rules.procedure_settings import ProcedureSettings
from models.rules.records.charter import CharterRecord
from models.rules.records.federal import AnsweredRemark, FederalLetterRecord
from models.rules.records.shared import CaseRecord, OfficeRecord
from tests.letters.reading import text_of_pdf, violations
from tests.letters.reading_french import dutch_in, read_french

SETTINGS = ProcedureSettings()
NAMES = Names("PLP Centre", "Outreval", "Zone de police Outreval", SETTINGS.circular)
CASE = CaseRecord(
    "OUT-2027-0042", "PLP Centre", "bin",
    OfficeRecord("Outreval", "Place 1, 9995 Outreval", "securite@outreval.example", "02 000 00 00"),
    OfficeRecord("Zone de police Outreval", "", "", ""), "https://binstart.example/dossier/OUT-2027-0042",
    "https://binstart.example", "fr",
)  # fmt: skip
MESSAGES = {code: {"sender": "la police", "channel": "SMS", "fallback": "téléphone", "two_keys": "yes"}
            for code in MESSAGE_CLASSES}  # fmt: skip
COSTS = [
    {"description": "SMS", "kind": "extra", "frequency": "yearly", "amount": "1850", "payer": "municipality"},
    {"description": "local", "kind": "basic", "frequency": "once", "amount": "0", "payer": "network"},
    {"description": "panneaux", "kind": "basic", "frequency": "once", "amount": "12,50", "payer": "other"},
]
PARTIES = [{"role": role, "organisation": "Commune d’Outreval", "name": f"Marie {number}", "phone": "02 000 00 00"}
           for number, role in enumerate(PARTY_ROLES)]  # fmt: skip
SEGMENTS = [
    {"street": "Rue Haute", "side": "odd", "from_number": 1, "to_number": 9},
    {"street": "Rue Basse", "side": "all"},
]
SIGNED_AT = datetime(2027, 4, 15, 14, 5, tzinfo=BELGIUM)


def contents() -> dict[str, dict[str, object]]:
    """All that a charter can say, in French."""
    filled = {
        **standing_contents(NAMES, "fr"),
        "parties": {"parties": PARTIES},
        "area": {"segments": SEGMENTS, "boundary": "Entre la gare et l’église."},
        "objectives": {"motives": "Des vols de vélos.", "chosen": list(OBJECTIVES), "own": [{"text": "se connaître"}],
                       "expected_of_residents": "Appeler.", "expected_of_police": "Répondre.",
                       "expected_of_municipality": "Aider."},
        "communication_plan": {"messages": MESSAGES, "log_keeper": "Luc", "list_keeper": "Luc", "test": "en mai",
                               "supralocal": "avec le PLP Nord"},
        "budget": {"lines": COSTS, "support_is_temporary": "yes", "alternative_financing": "Une fête.",
                   "member_contribution": "4,25", "exemption": "Les étudiants."},
        "entry_into_force": {"starts": "last_signature", "duration": "indefinite"},
    }  # fmt: skip
    return {section.code: checked_content(section.code, filled.get(section.code, {})) for section in SECTIONS}


def record(state: str = "sealed") -> CharterRecord:
    """A charter in French: a draft, one that waits for signatures, or one that all signed, on screen and on paper."""
    planned = [SignatoryText(words, "Gemeente Outreval", "", role) for role, words in CAPACITIES.items()]
    planned[1] = replace(planned[1], capacity=f"{IN_PLACE_OF}korpschef")
    planned.append(SignatoryText("présidente du comité de quartier", "", "Rose Présidente"))
    text = CharterText("OUT-2027-0042", "PLP Centre", "bin", "Outreval", "Zone de police Outreval", 1, contents(),
                       tuple(planned), language="fr")  # fmt: skip
    signed = state == "sealed"
    signatures = tuple(
        SignatureState(number, one.capacity, one.organisation, one.name or f"Marie {number}", one.role, None,
                       "Outreval", list(METHODS)[number % 2] if signed else "", SIGNED_AT.date() if signed else None,
                       SIGNED_AT, "passkey" if number % 2 == 0 else "paper",
                       ("mayor", "deputy:mayor", "")[number % 3], "a" * 64 if signed and number else "",
                       drawing="M10 20 L300 90" if number == 0 else "",
                       checked_as="desk_officer" if number == 1 else "")
        for number, one in enumerate(planned)
    )  # fmt: skip
    return CharterRecord(CASE, text, date(2027, 3, 14), "" if state == "draft" else "a" * 64,
                         () if state == "draft" else signatures, SIGNED_AT.date() if signed else None,
                         f"https://binstart.example/c/{'a' * 64}")  # fmt: skip


LETTER = FederalLetterRecord(
    record(), "check", date(2027, 4, 16), SETTINGS.federal_address, SETTINGS.circular,
    ("Rue Haute (oneven nummers 1 tot en met 9)", "Rue Basse"),
)  # fmt: skip
CHANGED = replace(LETTER, purpose="amended", replaces=1, reason="Une rue en plus.",
                  changed=tuple(section.title for section in SECTIONS))  # fmt: skip
REMARKS = (AnsweredRemark("Wettelijke basis", "Citez la loi.", True, "C’est fait."),
           AnsweredRemark("Het hele charter", "Trop long.", False, "C’est complet."))  # fmt: skip
CORRECTED = replace(LETTER, purpose="corrected", replaces=1, remarks=REMARKS, remarks_on=date(2027, 5, 1),
                    reference="PLP/42")  # fmt: skip


@pytest.mark.parametrize(
    ("state", "sentences"),
    [
        ("draft", [
            "Projet de charte", "PROJET", "Ceci est un projet. Le texte peut encore changer.",
            "Ces partenaires signeront la charte :", "Statut projet, pas encore signé",
        ]),
        ("for_signature", [
            "Statut arrêtée, à signer", "Texte arrêté", "Lieu", "Date …… / …… / …………",
            "Ce code est-il celui du dossier OUT-2027-0042, version 1, et cette version est-elle encore en vigueur ?",
        ]),
        ("sealed", [
            "Charte du Partenariat local de prévention Centre", "Convenu entre", "et encore 1 signataire",
            "Commune d’Outreval par Marie 0, bourgmestre", "par Marie 1, pour le chef de corps, en remplacement",
            "Commune Outreval", "Durée durée indéterminée", "Vérifiez ce document sur",
            "Contenu", "Annexe 1 : rues du périmètre", "En bref", "Partie 1 Base légale", "En mots simples",
            "Ce sont les lois et la circulaire que tous respectent.",
            "Cette charte s’appuie sur la circulaire ministérielle du 28 février 2019 relative aux partenariats locaux",
            "Fonctionnaire de police mandaté", "Coordinateur adjoint", "tél. 02 000 00 00",
            "Cette charte vaut pour le PLP Centre à Outreval (Zone de police Outreval).",
            "Les rues du périmètre figurent en annexe.", "Diffuser l’idée de prévention.", "Se connaître.",
            "De la police, nous attendons :", "Qui avertit qui, par type de message",
            "Message urgent", "Retour d’information", "Personne disparue", "Une deuxième personne le fait partir.",
            "Sinon : téléphone", "Qui tient le journal des messages",
            "Les membres signalent toujours eux-mêmes et tout de suite à la police :", "101, ou 112",
            "Voici ce que coûte le PLP, et qui le paie.", "Coûts par poste", "1 850,00 €", "base",
            "en plus", "chaque année", "une fois", "en nature", "le PLP même", "quelqu’un d’autre", "4,25 € par an",
            "Cette charte entre en vigueur le jour de la dernière signature.",
            "Elle est valable pour une durée indéterminée.", "Rue Haute , numéros impairs du 1 au 9 inclus",
            "2 rues ou parties de rues", "toute la rue", "Ce qu’un PLP n’est pas", "Déclaration de vie privée",
            "Signé 15 avril 2027, Outreval", "à la main, sur papier", "signature dessinée de Marie 0",
            "14 h 05", "connexion avec une clé d’accès",
            "notée par le remplaçant du bourgmestre, le 15 avril 2027 à 14 h 05 ;",
            "; comparée au scan par le service communal",
            "pas conservée", "Scellée le 15 avril 2027",
            "des signatures électroniques simples au sens de l’article 3, point 10, du règlement (UE) n° 910/2014",
        ]),
    ],
)  # fmt: skip
def test_a_charter_in_french_speaks_french_alone(state: str, sentences: list[str]) -> None:
    text = read_french("charter", charter(record(state)))

    assert [one for one in sentences if one not in text] == []
    assert dutch_in(text) == []


@pytest.mark.parametrize(
    ("letter", "sentences"),
    [
        (LETTER, [
            "Demande de vérification de la charte du PLP Centre", "Madame, Monsieur,",
            "SPF Intérieur", "1000 Bruxelles", "Les habitants, la police et la commune créent ensemble le PLP Centre.",
            "selon la circulaire ministérielle du 28 février 2019",
            "Rue Haute (numéros impairs du 1 au 9 inclus) ; Rue Basse", "coordinateur adjoint",
            "la charte, version 1, signée par tous les partenaires le 15 avril 2027",
        ]),
        (CHANGED, [
            "Charte modifiée du PLP Centre", "La version 1 remplace la version 1.",
            "Qu’est-ce qui a changé depuis la version 1 ?", "Base légale", "Plan de communication", "Signature",
        ]),
        (CORRECTED, [
            "Le 1er mai 2027, vous avez fait des remarques sur la version 1 de la charte du PLP Centre (votre",
            "(votre référence : PLP/42).", "Base légale", "Toute la charte", "Suivie. C’est fait.", "Pas suivie.",
        ]),
        (replace(CORRECTED, remarks_on=None, reference="", charter=replace(record(), completed_on=None)), [
            "Vous avez fait des remarques sur la version 1 de la charte du PLP Centre.",
            "la charte, version 1, signée par tous les partenaires",
        ]),
    ],
)  # fmt: skip
def test_the_letter_to_the_ministry_speaks_french_alone(letter: FederalLetterRecord, sentences: list[str]) -> None:
    text = read_french("federal_letter", federal_letter(letter))

    assert [one for one in sentences if one not in text] == []
    assert dutch_in(text) == []


def test_the_house_rules_speak_french_alone() -> None:
    text = read_french("house_rules", house_rules(record()))

    for sentence in ("Règlement d’ordre intérieur du PLP Centre", "Annexe à la charte, version 1",
                     "La dernière signature date du 15 avril 2027.", "Ce qu’est un PLP", "Mesures"):  # fmt: skip
        assert sentence in text
    assert dutch_in(text) == []


def test_every_word_that_the_rules_give_a_charter_is_known_in_french() -> None:
    words = [*PARTY_ROLES.values(), *MESSAGE_CLASSES.values(), *PAYERS.values(), *STARTS.values(), *CAPACITIES.values(),
             *OBJECTIVES.values(), *(one.label for one in PROVISIONS), MEMBER_TO_POLICE,
             *(one.title for one in SECTIONS), *(one.plain for one in SECTIONS)]  # fmt: skip

    with speaking("fr"):
        assert [word for word in words if ruled(word) == word] == []


def test_a_draft_in_french_says_so_on_every_page_and_one_that_was_frozen_does_not() -> None:
    draft, frozen = (render("charter", charter(record(state))) for state in ("draft", "for_signature"))

    pages = text_of_pdf(draft.content).split("\f")[: draft.pages]
    assert len(pages) > 5
    assert all("projet" in page.lower() for page in pages)
    assert "PROJET" not in text_of_pdf(frozen.content)
    assert violations(draft.content, "ua1") + violations(draft.content, "3a") == []


def test_the_file_in_french_carries_the_mark_by_which_it_is_checked() -> None:
    sealed = render("charter", charter(record()))

    assert claimed_fingerprint(sealed.content) == "a" * 64
    assert sealed.log == ()


def test_a_title_of_two_lines_in_the_house_rules_stays_together() -> None:
    text = text_of_pdf(render("charter", charter(record())).content)

    assert "6. Devenir membre et\narrêter\n" in text
    assert "arrêter\n6. Devenir membre" not in text  # its second line, left alone on the page
