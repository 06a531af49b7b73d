"""The letters and forms of a French-speaking municipality, from the record of a case in French."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from documents.contexts.charter import CharterContext
from documents.filling.enrolment import enrolment_form
from documents.filling.measures import measure_letter
from documents.filling.participants import participant_form
from documents.filling.procedure import FILLINGS
from documents.filling.shared import area_line, body
from documents.filling.survey import survey_form
from documents.kinds import example
from documents.language import ruled, speaking
from documents.press.rendering import render
from documents.press.sealing import read_certificate, seal
from models.delegation import Delegation
from models.operations.cases.acting import body_named
from models.queries.accounts.people import printed_delegation
from models.rules.area import Segment, describe_segment
from models.rules.measures import APPEAL_CHANNELS, DEEDS, LADDER, RUNGS
from models.rules.objectives import OBJECTIVES
from models.rules.records.enrolments import EnrolmentFormRecord, TypedEnrolment
from models.rules.records.measures import MeasureRecord
from models.rules.records.participants import ParticipantFormRecord
from models.rules.records.request import DecisionRecord, RequestRecord
from models.rules.records.shared import CaseRecord, OfficeRecord, OfficialRecord
from models.rules.records.support import SupportSheetRecord
from models.rules.scope import describe_area
from models.rules.stage_names import STAGE_NAMES
from models.rules.survey_form import QUESTIONS
from tests import certificates
from tests.letters.reading import open_pdf
from tests.letters.reading_french import dutch_in, read_french

# Words of which a Dutch sentence has at least one; none of them is French.
TYPED = "Les vols de vélos"
CASE = CaseRecord(
    "OUT-2027-0042", "PLP Centre", "bin",
    OfficeRecord("Outreval", "Place 1, 9995 Outreval", "securite@outreval.example", "02 000 00 00"),
    OfficeRecord("Zone Outreval", "", "", ""), "https://binstart.example/dossier/OUT-2027-0042",
    "https://binstart.example", "fr",
)  # fmt: skip
REQUEST = RequestRecord(
    CASE, date(2027, 4, 1), "Rose Habitante", "Rue 1\n9995 Outreval", "resident",
    ("Rue Haute (oneven nummers 1 tot en met 9)", "Rue Basse"), "", 180, TYPED, {"police": TYPED},
    tuple(OBJECTIVES.values()), ("Jean Voisin",), "",
)  # fmt: skip
DECISION = DecisionRecord(
    CASE, "approved", STAGE_NAMES["consultation"], "de korpschef", date(2027, 4, 1), TYPED, True, None,
    "Rose Habitante", "Rue 1", (OfficialRecord("Marie Maire", "burgemeester"),), date(2027, 4, 2),
)  # fmt: skip
MEASURE = MeasureRecord(
    case=CASE, about="member", rung="temporary_exclusion", state="decided", name="Jean Voisin", address="Rue 1",
    decided_on=date(2027, 4, 1), body="de korpschef", motives=TYPED, until_on=date(2027, 6, 1),
    hands=(OfficialRecord("Karel Chef", "korpschef, beslist"),),
)  # fmt: skip
REMOVED = replace(MEASURE, about="coordinator", rung="definitive_exclusion", until_on=None, body="de burgemeester",
                  appeal_until_on=date(2027, 4, 22))  # fmt: skip


def test_a_receipt_says_in_french_what_was_asked_and_what_happens_next() -> None:
    said = read_french("receipt", FILLINGS["receipt"](REQUEST))

    for words in (
        "Nous avons bien reçu votre demande",
        "Le 1er avril 2027, nous avons reçu votre demande de créer un partenariat local de prévention : PLP Centre.",
        "Partenariat local de prévention (PLP)",
        "Rue Haute (numéros impairs du 1 au 9 inclus)",
        "Renforcer la cohésion sociale.",
        "Où passe la limite ? pas rempli",
        "Concertation sur votre demande, et une décision de chacune Police et commune pas de délai fixe",
        "Commune d’Outreval, tél. 02 000 00 00",
        "Appelez tout de suite le 101.",
    ):
        assert words in said
    assert dutch_in(said) == []


@pytest.mark.parametrize(
    ("scope", "area", "asked"),
    [
        ("members", describe_area("members", "Outreval", ()), "Combien de membres y a-t-il environ ?"),
        ("municipality", describe_area("municipality", "Outreval", ()), "Quel périmètre ? Toute la commune (Outreval)"),
    ],
)
def test_a_receipt_of_a_network_without_streets_asks_in_french_too(
    scope: str, area: tuple[str, ...], asked: str
) -> None:
    case = replace(CASE, kind="sector" if scope == "members" else "bin_z")

    said = read_french("receipt", FILLINGS["receipt"](replace(REQUEST, case=case, scope=scope, area=area)))

    assert asked in said
    assert dutch_in(said) == []


@pytest.mark.parametrize(
    ("outcome", "title", "fact"),
    [
        ("approved", "La création est approuvée sans conditions", "approuvée (phase : concertation)"),
        ("refused", "Votre dossier ne continue pas", "refusée (phase : concertation)"),
        ("sent_back", "Votre dossier doit être complété", "renvoyée pour être complétée ou corrigée"),
        (
            "not_enough_support",
            "L’adhésion au réseau est insuffisante pour le moment",
            "arrêtée : adhésion insuffisante",
        ),
        ("withdrawn", "Nous confirmons que vous retirez votre demande", "retirée par l’initiateur"),
    ],
)
def test_a_decision_is_told_in_french(outcome: str, title: str, fact: str) -> None:
    said = read_french(
        "decision", FILLINGS["decision"](replace(DECISION, outcome=outcome, replaces_on=date(2027, 3, 31)))
    )

    assert title in said
    assert fact in said
    assert "Décidé par le chef de corps Décidé le 1er avril 2027" in said
    assert "Cordialement Marie Maire bourgmestre" in said
    assert dutch_in(said) == []


def test_a_decision_lists_its_conditions_under_a_french_title() -> None:
    said = read_french("decision", FILLINGS["decision"](replace(DECISION, conditions=("Un rapport par an.",))))

    assert "La création est approuvée sous conditions" in said
    assert "Sous quelles conditions Un rapport par an." in said


@pytest.mark.parametrize("may_come_again", [True, False])
def test_a_refusal_says_in_french_whether_one_may_come_again(may_come_again: bool) -> None:
    refused = replace(DECISION, outcome="refused", may_come_again=may_come_again)

    said = read_french("decision", FILLINGS["decision"](refused))

    assert ("Oui. Vous pourrez introduire une nouvelle demande plus tard." in said) is may_come_again
    assert dutch_in(said) == []


def test_a_support_sheet_is_in_french_with_what_a_network_is_not() -> None:
    sheet = SupportSheetRecord(CASE, date(2027, 4, 1), REQUEST.area, "https://binstart.example/soutien")

    said = read_french("support_sheet", FILLINGS["support_sheet"](sheet))

    for words in (
        "Des voisins ont demandé de créer le PLP Centre. Qu’en pensez-vous ?",
        "Un PLP n’est pas : une milice : les membres ne patrouillent pas et n’interviennent pas ;",
        "Rue Haute (numéros impairs du 1 au 9 inclus) ; Rue Basse.",
        "Écrivez un M, un C ou un P près de votre nom.",
    ):
        assert words in said
    assert said.count("pour · contre · en savoir plus") == 14
    assert dutch_in(said) == []


def test_who_fills_in_the_form_of_a_participant_agrees_to_a_french_text() -> None:
    record = ParticipantFormRecord(CASE, "Outreval", date(2027, 4, 1), "https://binstart.example/participer")

    said = read_french("participant_form", participant_form(record))

    assert "Je donne mes données pour être contacté au sujet du réseau PLP Centre" in said
    assert "Seuls le service communal (Outreval), le fonctionnaire de police mandaté" in said
    assert "☐ collaborer au comité de pilotage" in said
    assert "☐ un courriel" in said
    assert dutch_in(said) == []


@pytest.mark.parametrize("typed", [TypedEnrolment(), TypedEnrolment(name="Jean Voisin", channel="sms", may_sms=True)])
def test_who_becomes_a_member_agrees_to_a_french_text(typed: TypedEnrolment) -> None:
    record = EnrolmentFormRecord(CASE, date(2027, 4, 1), 2, "https://binstart.example/membre", contribution_cents=1250)

    said = read_french("enrolment_form", enrolment_form(record, typed))

    assert "Je donne mes données pour recevoir des messages du réseau PLP Centre : par courriel" in said
    assert "Alors je paie 12,50 € par an comme deuxième membre." in said
    assert "J’habite dans le périmètre" in said
    assert "Vous pouvez m’envoyer un SMS" in said
    assert dutch_in(said) == []


def test_a_form_for_the_pen_is_one_page_in_french_too() -> None:
    long = replace(
        CASE, name="PLP Quartier de la Haute-Fontaine", municipality=OfficeRecord(
            "Outreval-Saint-Christophe", "Avenue des Combattants 35\n9995 Outreval-Saint-Christophe",
            "prevention.securite@outreval.example", "02 000 00 00",
        ),
    )  # fmt: skip
    record = EnrolmentFormRecord(
        long, date(2027, 4, 1), 2, "https://binstart.example/membre/x", contribution_cents=1250
    )
    asked = ParticipantFormRecord(long, "Outreval-Saint-Christophe", date(2027, 4, 1), "https://binstart.example/x")

    assert render("enrolment_form", enrolment_form(record, TypedEnrolment(name="Jean Voisin"))).pages == 1
    assert render("participant_form", participant_form(asked)).pages == 1
    assert render("survey_form", survey_form(long, "yearly", (1, 2), date(2027, 4, 1), date(2027, 5, 1))).pages == 2


def test_no_name_is_too_long_for_a_consent_in_french() -> None:
    long = replace(CASE, name="Quartier " * 20)
    record = EnrolmentFormRecord(long, date(2027, 4, 1), 2, "https://binstart.example/membre")

    assert "Je donne mes données" in enrolment_form(record).consent


@pytest.mark.parametrize("kind", ["baseline", "yearly"])
def test_a_survey_on_paper_is_asked_in_french(kind: str) -> None:
    said = read_french("survey_form", survey_form(CASE, kind, (1, 2), date(2027, 4, 1), date(2027, 5, 1)))

    assert "Que pensez-vous du PLP Centre ?" in said
    assert "Rendez ceci au plus tard le 1er mai 2027 au coordinateur" in said
    assert "☐ tout à fait en sécurité ☐ en sécurité ☐ ni en sécurité ni en insécurité" in said
    assert ("☐ oui ☐ plutôt oui" in said) is True
    assert dutch_in(said) == []


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (MEASURE, "Jusqu’au 1er juin 2027 inclus, vous ne recevez pas de messages du PLP Centre."),
        (MEASURE, "Il n’y a pas de recours contre cette mesure."),
        (MEASURE, "Karel Chef, chef de corps, décide"),
        (replace(MEASURE, about="coordinator"), "vous ne faites rien comme coordinateur du PLP Centre"),
        (replace(MEASURE, rung="reprimand", until_on=None), "Ceci est un avertissement"),
        (replace(MEASURE, skipped_reason=TYPED, report_on=date(2027, 3, 30)), "Pourquoi pas une mesure plus légère"),
        (
            replace(MEASURE, rung="definitive_exclusion", until_on=None, body="de gemandateerde politiebeambte en de "
                    "coördinator, geviseerd door de korpschef"),
            "le fonctionnaire de police mandaté et le coordinateur (visa : le chef de corps)",
        ),
        (REMOVED, "à l’adresse suivante : Outreval (Place 1, 9995 Outreval, securite@outreval.example). La date"),
        (REMOVED, "dès que le délai de recours sera passé, après le 22 avril 2027"),
        (replace(REMOVED, at_once=True, at_once_reason=TYPED), f"Pourquoi tout de suite : {TYPED}"),
        (
            replace(REMOVED, case=replace(CASE, municipality=OfficeRecord("Outreval", "", "", ""))),
            "à l’adresse suivante : Outreval. La date d’envoi compte.",
        ),
    ],
)  # fmt: skip
def test_a_measure_is_told_in_french(record: MeasureRecord, words: str) -> None:
    said = read_french("measure_letter", measure_letter(record))

    assert words in said
    assert "Le 1er avril 2027, une mesure a été prise contre vous" in said
    assert dutch_in(said) == []


def test_every_single_word_of_the_rules_that_a_document_prints_has_its_french() -> None:
    functions = ("burgemeester", "korpschef", "gemandateerde politiebeambte", "coördinator",
                 "plaatsvervangend coördinator")  # fmt: skip
    deeds = {DEEDS[hand.deed] for hands in LADDER.values() for hand in hands}
    steps = {step for one in QUESTIONS for step in one.steps.values()}
    words = (*STAGE_NAMES.values(), *functions, *deeds, *RUNGS.values(), *APPEAL_CHANNELS.values(), *steps)

    with speaking("fr"):
        assert [one for one in words if ruled(one) == one] == []


@pytest.mark.parametrize("side", ["all", "odd", "even"])
@pytest.mark.parametrize("numbers", [(None, None), (3, 3), (None, 9), (3, None), (3, 9)])
def test_every_part_of_a_street_is_told_in_french(side: str, numbers: tuple[int | None, int | None]) -> None:
    line = describe_segment(Segment(1, side, *numbers), "Rue Haute")

    with speaking("fr"):
        said = area_line(line)

    assert dutch_in(said) == []
    assert said.startswith("Rue Haute")
    assert area_line(line) == line
    assert (said == line) is (line == "Rue Haute")


@pytest.mark.parametrize(
    ("printed", "french"),
    [
        ("de korpschef", "le chef de corps"),
        (body_named("deputy:mayor"), "pour le bourgmestre, en remplacement"),
        (body_named("delegate:police_chief"), "pour le chef de corps, par délégation"),
        (
            printed_delegation(
                Delegation(body="college", first_on=date(2026, 3, 1), reference="2026/114"), "chef de service"
            ),
            "chef de service, pour le collège communal, par délégation du 01/03/2026 (2026/114)",
        ),
        (
            printed_delegation(Delegation(body="mayor", first_on=date(2026, 3, 1), reference="2026/114"), ""),
            "pour le bourgmestre, par délégation du 01/03/2026 (2026/114)",
        ),
        ("le bourgmestre f.f.", "le bourgmestre f.f."),
    ],
)
def test_who_decides_for_another_is_told_in_french(printed: str, french: str) -> None:
    with speaking("fr"):
        assert body(printed) == french
    assert body(printed) == printed


def test_what_lies_in_a_french_charter_is_named_in_french(tmp_path: Path) -> None:
    charter = example("charter")
    assert isinstance(charter, CharterContext)
    french = replace(charter, case=replace(charter.case, language="fr", network_kind="PLP"))
    printed = render("charter", french, signed_text="{}").content

    with speaking("fr"):
        sealed = seal(printed, read_certificate(certificates.written(tmp_path), certificates.PASSWORD))

    pdf = open_pdf(printed)
    told = [str(one.description).replace("\u00a0", " ") for one in pdf.attachments.values()]
    assert told == ["Données source de ce document (JSON)", "Le texte qui est signé (JSON) ; son SHA-256 est imprimé"]
    with_seal = open_pdf(sealed)
    assert str(with_seal.Root.AcroForm.Fields[0].TU) == f"Cachet électronique\u00a0: {certificates.HOLDER}"
