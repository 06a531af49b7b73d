"""Facts become words: what a case holds stands on its documents, and no legal answer is too long for a letter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.filling.procedure import FILLINGS
from documents.filling.shared import network, network_name
from documents.kinds import HTML
from documents.limits import Printed
from documents.press.rendering import render
from models.case import FoundingCase
from models.database import connect, mark_as_writing
from models.journal import JournalEntry
from models.operations.cases.acting import LONGEST_TEXT
from models.queries.records.by_kind import RECORDS
from models.rules.objectives import OBJECTIVES
from models.rules.procedure import Stage
from models.rules.records.evaluation import EvaluationRecord
from models.rules.records.info_evening import EveningRecord, MinutesRecord
from models.rules.records.launch import LaunchRecord
from models.rules.records.request import DecisionRecord, RequestRecord
from models.rules.records.shared import CaseRecord, OfficeRecord
from models.rules.records.support import SupportSheetRecord
from models.rules.records.survey import OpenSurvey, SurveyFigures, SurveysOfPeriod
from models.tables import metadata
from tests.factories import Place, advance_to, evaluate, later, make_place

BASE_URL = "https://binstart.oosterbeke.example"
EVENTS = {
    "receipt": "request:submitted",
    "support_sheet": "request:accepted",
    "invitation": "info_evening:planned",
    "minutes": "minutes:approved",
    "launch_announcement": "launch:decided",
    "evaluation_report": "evaluation:closed",
}
LONG = ("Woord " * 1000)[:LONGEST_TEXT]
CASE = CaseRecord("OOS-2026-0001", "BIN " + LONG[:4000], "bin",
                  OfficeRecord("Oosterbeke", "Markt 1, 9994 Oosterbeke", "post@oosterbeke.example", "02 000 00 00"),
                  OfficeRecord("Politiezone Oosterbeke", "", "", ""), BASE_URL, BASE_URL)  # fmt: skip
STREETS = tuple(f"Straat {number} (oneven nummers 1 tot en met 99)" for number in range(500))


@pytest.fixture(scope="module")
def records() -> Iterator[dict[str, object]]:
    """One record per kind, from one case that was founded and evaluated."""
    engine = connect("sqlite://")
    metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        mark_as_writing(session)
        place = make_place(session)
        case = _evaluated(session, place)
        yield {
            kind: RECORDS[kind](session, case, _sequence(session, case, event), BASE_URL)
            for kind, event in EVENTS.items()
        }
    engine.dispose()


def _evaluated(session: Session, place: Place) -> FoundingCase:
    case = advance_to(session, place, Stage.EVALUATION)
    evaluate(session, place, case, later(case, 365))
    return case


def _sequence(session: Session, case: FoundingCase, event: str) -> int:
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case.id, JournalEntry.event == event)
    ).one()
    return entry.sequence


def said(kind: str, context: Printed) -> str:
    """What a reader of the page sees, in one line."""
    page = BeautifulSoup(render(kind, context, media_type=HTML).content, "html.parser")
    for silent in page.find_all(["style", "head"]):
        silent.decompose()
    return " ".join(page.get_text(" ").replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("receipt", ["OOS-2026-0001", "Roos Bewoner", "Molenstraat (oneven nummers 1 tot en met 9)", "drie inbraken",
                     f"{BASE_URL.removeprefix('https://')}/dossier/OOS-2026-0001"]),
        ("invitation", ["Zaal De Linde", "donderdag 26 maart 2026", "10 uur", "Maria Burgemeester", "Karel Korps",
                        "ministeriële omzendbrief van 28 februari 2019"]),
        ("minutes", ["40 personen", "38 voor, 1 tegen, 1 onthoudingen", "één coördinator",
                     "één lid van de stuurgroep"]),
        ("launch_announcement", ["BIN Kerkkwartier gaat van start in Oosterbeke", "sms via BE-Alert",
                                 "Via de coördinator", "Lid worden is gratis", "15 huishoudens", "25 leden"]),
        ("evaluation_report", ["Het netwerk gaat verder", "Gedeeltelijk.", "Meer meldingen.",
                               "Besproken in de stuurgroep.", "30 leden", "De gemeente", "Goed bezig.",
                               "Zaal en drukwerk."]),
    ],
)  # fmt: skip
def test_what_the_case_holds_stands_on_the_document(kind: str, facts: list[str], records: dict[str, object]) -> None:
    page = said(kind, FILLINGS[kind](records[kind]))

    assert [fact for fact in facts if fact not in page] == []


def test_the_minutes_name_no_members_of_the_stuurgroep(records: dict[str, object]) -> None:
    page = said("minutes", FILLINGS["minutes"](records["minutes"]))

    assert "Cora" not in page
    assert "Stef" not in page


def test_a_report_of_a_second_evaluation_compares_with_the_first(records: dict[str, object]) -> None:
    record = records["evaluation_report"]
    assert isinstance(record, EvaluationRecord)
    second = replace(record, earlier_police_view={"urgent_messages_day": 7, "urgent_messages_night": 4},
                     earlier_coordinator_view={"members": 21})  # fmt: skip

    page = said("evaluation_report", FILLINGS["evaluation_report"](second))

    assert "dat waren er 21 in de periode ervoor" in page
    assert "Dringende berichten 2 1 3 11 niet gevraagd" in page


def test_a_report_says_whether_members_found_the_messages_enough(records: dict[str, object]) -> None:
    record = records["evaluation_report"]
    assert isinstance(record, EvaluationRecord)
    asked = replace(record, coordinator_view={**record.coordinator_view, "urgent_enough": "partly"})

    page = said("evaluation_report", FILLINGS["evaluation_report"](asked))

    assert "Dringende berichten 2 1 3 niet bekend gedeeltelijk" in page


def _surveyed(kind: str, year: int, answers: int, safe: int) -> SurveyFigures:
    counts = {"safety": {"very_safe": 0, "safe": safe, "neutral": 0, "unsafe": answers - safe, "very_unsafe": 0}}
    return SurveyFigures(kind, year, date(year, 3, 1), 40, answers, 2, counts if answers >= 10 else {})


def test_a_report_tells_what_members_answered_beside_the_baseline(records: dict[str, object]) -> None:
    record = records["evaluation_report"]
    assert isinstance(record, EvaluationRecord)
    earlier = (_surveyed("baseline", 2026, 20, 10), _surveyed("yearly", 2026, 9, 9))
    asked = replace(record, surveys=SurveysOfPeriod(_surveyed("yearly", 2027, 20, 14), earlier))

    page = said("evaluation_report", FILLINGS["evaluation_report"](asked))

    assert "Van wie deze vraag beantwoordde: 70 procent voelt zich veilig of heel veilig in de eigen straat." in page
    assert "Bij de nulmeting in 2026 was dat 50 procent." in page
    assert "anonieme bevraging van de leden in 2027, 20 van de 40 leden antwoordden" in page
    assert "100 procent" not in page


@pytest.mark.parametrize(("outcome", "words"), [
    ("merge", "Het netwerk gaat op in BIN Dorp"),
    ("split", "gaat verder in een kleiner gebied; voor de andere straten wordt BIN Dorp gevraagd"),
])  # fmt: skip
def test_a_report_names_the_network_in_which_it_goes_on_or_that_is_asked_for_a_part(
    records: dict[str, object], outcome: str, words: str
) -> None:
    record = records["evaluation_report"]
    assert isinstance(record, EvaluationRecord)

    page = said("evaluation_report", FILLINGS["evaluation_report"](replace(record, outcome=outcome,
                                                                           other_network="BIN Dorp")))  # fmt: skip

    assert words in page


def test_a_report_says_that_too_few_members_answered_and_concludes_nothing(records: dict[str, object]) -> None:
    record = records["evaluation_report"]
    assert isinstance(record, EvaluationRecord)
    asked = replace(record, surveys=SurveysOfPeriod(_surveyed("yearly", 2027, 9, 9)))

    page = said("evaluation_report", FILLINGS["evaluation_report"](asked))

    assert "9 van de 40 leden antwoordden. Dat is te weinig (minstens 10)" in page
    assert "procent" not in page


def test_a_report_says_of_a_survey_that_is_still_open_that_it_is_not_in_it(records: dict[str, object]) -> None:
    record = records["evaluation_report"]
    assert isinstance(record, EvaluationRecord)
    surveys = SurveysOfPeriod(still_open=OpenSurvey("yearly", 2027, date(2027, 4, 3)))

    page = said("evaluation_report", FILLINGS["evaluation_report"](replace(record, surveys=surveys)))

    assert "liep er nog een bevraging van de leden (jaarlijkse bevraging 2027), tot en met 3 april 2027" in page
    assert "De antwoorden staan niet in dit verslag." in page


def test_the_announcement_of_a_changed_charter_does_not_say_that_the_network_begins(records: dict[str, object]) -> None:
    record = records["launch_announcement"]
    assert isinstance(record, LaunchRecord)

    page = said("launch_announcement", FILLINGS["launch_announcement"](replace(record, is_first=False)))

    assert "gaat van start" not in page
    assert "geldt het gewijzigde charter van BIN Kerkkwartier" in page


@pytest.mark.parametrize(
    ("typed", "kind", "spoken"),
    [
        ("BIN Kerkkwartier", "bin", "BIN Kerkkwartier"),
        ("Kerkkwartier", "bin", "BIN Kerkkwartier"),
        ("bin-z Centrum", "bin_z", "BIN-Z Centrum"),
        ("BIN", "bin", "BIN BIN"),
        ("Binnenhof", "bin", "BIN Binnenhof"),
        ("Buurtinformatienetwerk: De Linde", "bin", "BIN De Linde"),
    ],
)
def test_the_kind_of_network_is_not_said_twice(typed: str, kind: str, spoken: str) -> None:
    assert network(typed, kind) == spoken


def test_a_name_of_thousands_of_signs_is_cut_and_not_refused() -> None:
    assert len(network_name(LONG, "bin")) == 200


EVENING = EveningRecord(CASE, date(2026, 3, 2), datetime(2026, 4, 2, 19, 30, tzinfo=UTC), LONG, LONG, LONG, LONG, LONG,
                        STREETS, LONG, ())  # fmt: skip
GOALS = tuple(OBJECTIVES.values())
EXTREMES = {
    "receipt": RequestRecord(CASE, date(2026, 3, 2), LONG, LONG, "resident", STREETS, LONG, 50_000, LONG,
                             {"police": LONG, "municipality": LONG, "residents": LONG}, GOALS,
                             tuple(LONG[:300] for _ in range(40)), LONG),
    "support_sheet": SupportSheetRecord(CASE, date(2026, 3, 2), STREETS, BASE_URL),
    "decision": DecisionRecord(CASE, "refused", "Overleg", LONG, date(2026, 3, 2), LONG, True, None, LONG, LONG, (),
                               date(2026, 3, 3)),
    **dict.fromkeys(("invitation", "poster", "poster_a4", "flyer", "evening_news"), EVENING),
    "minutes": MinutesRecord(EVENING, date(2026, 4, 8), LONG, 5000, 50_000, (), False, False, False, GOALS, {}, LONG),
    "launch_announcement": LaunchRecord(CASE, True, date(2026, 3, 2), date(2026, 4, 1), STREETS, LONG, 50_000, 0,
                                        "police", date(2025, 3, 2), None, None, None, "", (), 1250, 12, LONG, LONG,
                                        LONG, LONG),
    "evaluation_report": EvaluationRecord(CASE, date(2026, 3, 2), date(2027, 3, 2), date(2027, 4, 2),
                                          {"members_experience": LONG, "proposals": LONG}, {"relation": LONG},
                                          {"support": LONG}, {}, {}, "terminate", LONG, LONG, None,
                                          discussed_on=date(2027, 4, 1), discussed_by=LONG[:200], conclusions=LONG),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(EXTREMES))
def test_the_longest_legal_answers_still_give_a_letter(kind: str) -> None:
    page = said(kind, FILLINGS[kind](EXTREMES[kind]))

    assert "Oosterbeke" in page
