"""The documents of the launch and of the evaluation, of a case in French: they say all of it in French."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest
from docx import Document

from documents.contexts.launch import KitContext
from documents.filling.evaluation import JUDGED, SURVEY_KINDS, SURVEY_TITLES, SURVEY_TOLD, evaluation_report
from documents.filling.launch import IS_NOT, WHO_CAN_JOIN, kit_facts, launch_announcement
from documents.filling.launch_kit import KIT_FILLINGS, NAMES
from documents.kinds import DOCX, HTML, TEXT
from documents.limits import Printed
from documents.notices.launch_kit import write_press_mail, write_supporter_mail
from documents.press.rendering import render
from documents.standard_texts import WHAT_A_BIN_IS_NOT, WHO_MAY_JOIN
from models.queries.launches.launch_kits import KIT_DOCUMENTS
from models.rules.evaluation_form import JUDGEMENTS
from models.rules.launch_kit import PIECES, check_piece, size_of
from models.rules.launch_kit_texts import standard_texts
from models.rules.promises import promise_in
from models.rules.records.evaluation import EvaluationRecord
from models.rules.records.launch import KitFactsRecord, KitRecord, LaunchRecord, QuoteRecord
from models.rules.records.shared import CaseRecord, OfficeRecord
from models.rules.records.survey import OpenSurvey, SurveyFigures, SurveysOfPeriod
from models.rules.survey_form import KIND_NAMES
from models.rules.survey_form import QUESTIONS as SURVEY_QUESTIONS
from tests.letters.reading_french import dutch_in, on_one_line, read_french

PAGE = "https://plp.namur.example/netwerk/citadelle"
CASE = CaseRecord(
    "NAM-2027-0001", "PLP Citadelle", "bin",
    OfficeRecord("Namur", "Rue de Fer 1, 5000 Namur", "plp@namur.example", "081 00 00 12"),
    OfficeRecord("Zone de police Namur Capitale", "", "", ""), "https://plp.namur.example/dossier/NAM-2027-0001",
    PAGE, language="fr",
)  # fmt: skip
LAUNCH = LaunchRecord(
    case=CASE, is_first=True, decided_on=date(2028, 3, 20), active_on=date(2028, 4, 1),
    area=("Rue Pépin", "Rue de l’Ange (oneven nummers 1 tot en met 9)", "Rue Haute", "Rue Basse", "Rue du Pont",
          "Rue des Moulins"),
    boundary_text="", households=412, members=118, origin="resident", submitted_on=date(2027, 3, 1),
    evening_on=date(2027, 6, 3), evening_attendance=62, signed_on=date(2027, 10, 14), signing_place="Namur",
    means=("SMS", "courriel"), member_contribution_cents=0, active_networks=3,
    how_to_join="Avec un formulaire, à la commune.", quote="Ce réseau est l’œuvre des voisins.",
    mayor_name="Anne Lambert", circular="ministeriële omzendbrief van 28 februari 2019",
)  # fmt: skip
QUOTE = QuoteRecord("Ce réseau est l’œuvre des voisins.", "Anne Lambert", "bourgmestre")
FACTS = KitFactsRecord(LAUNCH, date(2028, 4, 1), PAGE, QUOTE)
SEND_AT = datetime(2028, 4, 1, 10, 30)  # noqa: DTZ001 - as it is printed
EVALUATION = EvaluationRecord(
    case=CASE, period_from=date(2028, 4, 1), period_until=date(2029, 3, 31), closed_on=date(2029, 4, 20),
    coordinator_view={"agreements_kept": "partly", "objectives_served": "yes", "members": 143, "meetings": 4,
                      "members_experience": "Ils sont contents.", "urgent_enough": "no",
                      "proposals": "Plus de retours."},
    police_view={"agreements_kept": "yes", "objectives_served": "partly", "urgent_messages_day": 6,
                 "urgent_messages_night": 9, "non_urgent_messages": 22, "feedback_messages": 11,
                 "burglaries_completed": 3, "burglaries_attempted": 4, "relation": "Bonne."},
    municipality_view={"agreements_kept": "yes", "support": "Une salle."},
    earlier_coordinator_view={"members": 118}, earlier_police_view={"burglaries_completed": 6},
    outcome="adjust_charter", reason="Les retours tardent.", body="de burgemeester", next_opens_on=date(2030, 4, 1),
    discussed_on=date(2029, 4, 2), discussed_by="le comité de pilotage", conclusions="La police répond plus vite.",
)  # fmt: skip


def kit(texts: Mapping[str, str] | None = None) -> KitRecord:
    return KitRecord(
        CASE, 2, date(2028, 3, 20), SEND_AT, texts or standard_texts("fr"), kit_facts(FACTS), "Anne Lambert"
    )


def test_the_announcement_is_in_french() -> None:
    page = read_french("launch_announcement", launch_announcement(LAUNCH))

    said = [
        "Le PLP Citadelle démarre à Namur",
        "Communiqué de presse · Namur",
        "Publication libre à partir du 1er avril 2028",
        "À partir du 1er avril 2028, le PLP Citadelle est actif à Namur. Habitants, police et commune",
        "Des habitants du quartier ont introduit une demande le 1er mars 2027.",
        "Lors de la soirée d’information du 3 juin 2027, avec 62 personnes présentes, l’assemblée a approuvé",
        "avec la police et la commune de Namur",
        "Namur compte maintenant 3 réseaux actifs.",
        "118 membres, dans un périmètre de 412 ménages",
        "SMS et courriel",
        "Anne Lambert, bourgmestre à Namur",
        "Base légale : circulaire ministérielle du 28 février 2019.",
    ]
    assert [one for one in said if one not in page] == []
    assert dutch_in(page) == []


def test_what_is_not_known_or_is_other_is_in_french_too() -> None:
    other = replace(LAUNCH, is_first=False, active_networks=1, evening_attendance=None, origin="police", means=(),
                    boundary_text="", member_contribution_cents=500)  # fmt: skip

    page = read_french("launch_announcement", launch_announcement(other))

    assert "Le PLP Citadelle travaille avec une nouvelle charte" in page
    assert "la charte modifiée du PLP Citadelle est d’application à Namur" in page
    assert "C’est le premier réseau actif à Namur." in page
    assert "les canaux du plan de communication" in page
    assert "5,00 € par membre et par an" in page
    assert dutch_in(page) == []


@pytest.mark.parametrize("form", [TEXT, DOCX])
def test_the_announcement_as_text_and_for_editors_is_in_french(form: str) -> None:
    text = _read("launch_announcement", launch_announcement(LAUNCH), form)

    assert "« Ce réseau est l’œuvre des voisins. »" in text
    assert "Perscontact" not in text
    assert dutch_in(text) == []


def _read(kind: str, context: Printed, form: str) -> str:
    content = render(kind, context, media_type=form).content
    if form == TEXT:
        return on_one_line(content.decode())
    return on_one_line("\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs))


def test_the_plain_text_keeps_its_two_columns_in_french() -> None:
    lines = render("launch_announcement", launch_announcement(LAUNCH), media_type=TEXT).content.decode().split("\n")

    facts = [
        line for line in lines if re.match(r"(?:Actif|Charte signée|Taille|Messages|Coût|Qui peut|Comment)\b", line)
    ]
    assert len(facts) == 7
    assert all(line[21] == " " and line[22] != " " for line in facts if len(line) > 22)


@pytest.mark.parametrize("kind", KIT_DOCUMENTS)
@pytest.mark.parametrize("form", [HTML, TEXT, DOCX])
def test_every_document_of_the_kit_is_in_french(kind: str, form: str) -> None:
    context = KIT_FILLINGS[kind](kit())
    page = read_french(kind, context) if form == HTML else _read(kind, context, form)

    assert "Citadelle" in page
    assert dutch_in(page) == []


@pytest.mark.parametrize(("kind", "said"), [
    ("paper_news", ["Pour le bulletin communal : PLP Citadelle", "Bulletin communal, court", "Version 2",
                    "Le PLP Citadelle démarre à Namur", "SAMEDI 1ER AVRIL 2028 À 10 H 30"]),
    ("press_release", ["Communiqué de presse · ", " mots · version 2", "Seule la police décide si un message part.",
                       "« Ce réseau est l’œuvre des voisins. » C’est ce que dit Anne Lambert, bourgmestre."]),
    ("launch_leaflet", ["Votre rue a un partenariat local de prévention", "Chère voisine, cher voisin",
                        "Éd. resp. : Anne Lambert", "Ne pas jeter sur la voie publique",
                        "Devenir membre est gratuit."]),
    ("launch_poster", ["Partenariat local de prévention · Namur", "Vous participez ?",
                       "Scannez pour devenir membre, ou appelez le 081 00 00 12"]),
    ("web_article", ["Mettez-le en ligne à partir du samedi 1er avril 2028 à 10 h 30.",
                     "PLP Citadelle : devenir membre et en savoir plus"]),
    ("short_texts", ["Message 1 pour les réseaux sociaux", " caractères", " lignes", "Écran communal",
                     "Un PLP n’est pas une milice"]),
])  # fmt: skip
def test_a_document_of_the_kit_says_what_it_is_in_french(kind: str, said: list[str]) -> None:
    page = read_french(kind, KIT_FILLINGS[kind](kit()))

    assert [one for one in said if one not in page] == []


@pytest.mark.parametrize(("count", "street"), [
    (6, "Rue Haute"),
    (20, "Rue des Moulins"),
    (24, "Rue de la Montagne aux Herbes"),
    (24, "Rue de la Montagne aux Herbes Potagères (numéros pairs)"),
])  # fmt: skip
def test_the_leaflet_stays_on_one_page_in_french(count: int, street: str) -> None:
    launch = replace(LAUNCH, area=tuple(f"{street} {number}" for number in range(count)))
    record = replace(kit(), facts=kit_facts(replace(FACTS, launch=launch)))

    assert render("launch_leaflet", KIT_FILLINGS["launch_leaflet"](record)).pages == 1


def test_the_poster_keeps_a_long_name_on_its_one_page_in_french() -> None:
    case = replace(CASE, name="PLP Faubourg de la Citadelle et des Coteaux de Meuse")
    launch = replace(LAUNCH, case=case, is_first=False, member_contribution_cents=1250)
    record = replace(kit(), case=case, facts=kit_facts(replace(FACTS, launch=launch)))

    assert render("launch_poster", KIT_FILLINGS["launch_poster"](record)).pages == 1


def test_the_facts_of_a_kit_speak_the_language_of_their_case() -> None:
    french, dutch = (
        kit_facts(FACTS),
        kit_facts(replace(FACTS, launch=replace(LAUNCH, case=replace(CASE, language="nl")))),
    )

    assert french["netwerk"] == "PLP Citadelle"
    assert french["datum"] == "1er avril 2028"
    assert french["gebied"].endswith("Rue Haute, Rue Basse et 2 autres rues")
    assert french["wettelijk"] == "circulaire ministérielle du 28 février 2019"
    assert dutch["netwerk"] == "BIN Citadelle"
    assert dutch["gebied"].endswith("en 2 andere straten")
    assert {name: dutch_in(on_one_line(words)) for name, words in french.items() if dutch_in(on_one_line(words))} == {}


def test_one_more_street_is_one_street() -> None:
    five = replace(FACTS, launch=replace(LAUNCH, area=LAUNCH.area[:5]))

    assert kit_facts(five)["gebied"].endswith("Rue Basse et 1 autre rue")


@pytest.mark.parametrize(("shown", "named"), [
    ("", "la commune de Namur"),
    ("Ville de Namur", "la ville de Namur"),
    ("Administration communale de Namur", "l’administration communale de Namur"),
    ("Namur, ensemble", "Namur, ensemble"),
])  # fmt: skip
def test_the_municipality_has_its_article_in_the_middle_of_a_sentence(shown: str, named: str) -> None:
    case = replace(CASE, municipality=replace(CASE.municipality, shown_name=shown))

    assert f"avec la police et {named}." in kit_facts(replace(FACTS, launch=replace(LAUNCH, case=case)))["initiatief"]


@pytest.mark.parametrize("piece", PIECES)
def test_the_french_words_fit_where_the_dutch_ones_do(piece: str) -> None:
    text, facts = standard_texts("fr")[piece], kit_facts(FACTS)

    assert size_of(PIECES[piece], text, facts) <= PIECES[piece].room
    check_piece(PIECES[piece], text + " ", facts, "fr")


def test_no_french_fact_of_ours_promises_anything() -> None:
    assert [name for name, words in kit_facts(FACTS).items() if promise_in(words)] == []


def test_the_mails_of_the_kit_are_in_french() -> None:
    texts, facts = standard_texts("fr"), kit_facts(FACTS)

    mail = write_supporter_mail(texts, facts, "Namur", "fr")
    press = write_press_mail(texts, facts, "Namur", "fr")

    assert (mail.subject, mail.language) == ("Le PLP Citadelle démarre", "fr")
    assert mail.text.startswith("Bonjour,\n\nVous avez donné une voix sur le PLP Citadelle")
    assert "Vous recevez ce courriel une seule fois" in mail.text
    assert mail.text.endswith("\nCommune de Namur\n")
    assert on_one_line(press.subject) == "Communiqué de presse : Le PLP Citadelle démarre à Namur"
    assert dutch_in(on_one_line(mail.text + press.text)) == []


def test_the_report_is_in_french() -> None:
    page = read_french("evaluation_report", evaluation_report(EVALUATION))

    said = [
        "Rapport d’évaluation du PLP Citadelle",
        "Période du 1er avril 2028 au 31 mars 2029 inclus",
        "Le réseau continue, avec une charte adaptée",
        "Décidé par le bourgmestre le 20 avril 2029. Prochaine évaluation : 1er avril 2030.",
        "Accords respectés, selon le coordinateur, la police et la commune : en partie, oui, oui.",
        "15 messages urgents et 33 autres.",
        "143 membres.",
        "En partie.",
        "Pas rempli.",
        "Pas demandé à ce partenaire.",
        "Messages urgents 6 9 15 inconnu non",
        "Le réseau compte 143 membres ; ils étaient 118 pendant la période précédente.",
        "Cambriolages de logements 3 4 6",
        "Que peut-on améliorer ? Plus de retours. Source : le coordinateur.",
        "Nombre de réunions du PLP : 4.",
    ]
    assert [one for one in said if one not in page] == []
    assert dutch_in(page) == []


@pytest.mark.parametrize(("outcome", "words"), [
    ("merge", "Le réseau fusionne avec PLP Sambre"),
    ("split", "dans un périmètre plus petit ; pour les autres rues, PLP Sambre est demandé"),
])  # fmt: skip
def test_the_report_names_the_other_network_in_french(outcome: str, words: str) -> None:
    page = read_french(
        "evaluation_report", evaluation_report(replace(EVALUATION, outcome=outcome, other_network="PLP Sambre"))
    )

    assert words in page
    assert dutch_in(page) == []


def _figures(kind: str, year: int, answers: int) -> SurveyFigures:
    counts = {one.code: {step: answers if step == one.good[0] else 0 for step in one.steps} for one in SURVEY_QUESTIONS}
    return SurveyFigures(kind, year, date(year, 3, 1), 40, answers, 2, counts)


def test_the_report_tells_surveys_in_french() -> None:
    surveys = SurveysOfPeriod(_figures("yearly", 2029, 20), (_figures("baseline", 2028, 15),),
                              OpenSurvey("yearly", 2029, date(2029, 5, 1)))  # fmt: skip

    page = read_french("evaluation_report", evaluation_report(replace(EVALUATION, surveys=surveys)))
    few = read_french("evaluation_report", evaluation_report(
        replace(EVALUATION, surveys=SurveysOfPeriod(_figures("yearly", 2029, 9)))))  # fmt: skip

    assert "100 pour cent se sentent en sécurité" in page
    assert "Lors de la mesure de départ en 2028, c’était 100 pour cent." in page
    assert "(sondage annuel 2029), jusqu’au 1er mai 2029 inclus." in page
    assert "9 membres sur 40 ont répondu. C’est trop peu (10 au minimum)" in few
    assert dutch_in(page + few) == []


def test_what_documents_say_of_the_rules_is_what_the_rules_call_it() -> None:
    assert {code: piece.name for code, piece in PIECES.items()} == NAMES
    assert JUDGED == JUDGEMENTS
    assert SURVEY_KINDS == KIND_NAMES
    assert SURVEY_TOLD.keys() == SURVEY_TITLES.keys() == {one.code for one in SURVEY_QUESTIONS}


def test_the_sentences_of_the_kit_say_the_same_as_the_lists_of_the_announcement() -> None:
    assert f"Een BIN is {'. Het is '.join(WHAT_A_BIN_IS_NOT)}." == IS_NOT
    assert f"Lid worden kan {WHO_MAY_JOIN[0].lower()}{WHO_MAY_JOIN[1:]}" == WHO_CAN_JOIN


def test_a_case_in_dutch_has_the_same_kit_as_before() -> None:
    dutch = replace(kit(standard_texts("nl")), case=replace(CASE, language="nl"))

    context = KIT_FILLINGS["press_release"](dutch)

    assert isinstance(context, KitContext)
    assert context.embargo == "zaterdag 1 april 2028 om 10.30 uur"
    assert context.texts[0].size.endswith(" woorden")
