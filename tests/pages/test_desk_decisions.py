"""Decisions of desk and mayor: what one needs to know stands beside the form, and each refusal at its field."""

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.evaluation import Evaluation
from models.network import NeighbourhoodNetwork, slug_of
from models.operations.consultation import advising, consulting, contacting
from models.rules.access import Role
from models.rules.procedure import End, Stage
from tests.factories import Place, acting, advance_to, later
from tests.pages.action_examples import (
    REASON,
    with_charter_sent,
    with_evaluation_discussed,
    with_opinion_asked,
)
from tests.pages.conftest import SignedIn

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF


def _well_prepared(session: Session, place: Place) -> FoundingCase:
    """An opinion was given and the police approved: the mayor can decide."""
    case = with_opinion_asked(session, place)
    at = later(case)
    officer, chief = acting(session, place.people[P], at), acting(session, place.people[C], at)
    advising.give_opinion(session, case.id, officer, at, opinion_id=1, tendency="conditional",
                            text="Goed, mits een opleiding.")  # fmt: skip
    contacting.record_judicial_contact(session, case.id, officer, at, contacted_on=at.date(), means="telefonisch")
    consulting.decide_as_police(session, case.id, chief, at, is_approved=True, reason="Wij steunen dit.")
    return case


def test_the_mayor_reads_all_that_the_decision_rests_on(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = _well_prepared(session, place)

    page = signed_in(place.people[M]).read(f"/dossier/{case.number}/decide-as-municipality")

    for words in ("Wij steunen dit.", "Goed, mits een opleiding.", "Advies van de wijkinspecteur:",
                  "Er waren drie inbraken in onze straat", "Molenstraat (oneven nummers 1 tot en met 9)",
                  "Gerechtelijke overheid gecontacteerd op"):  # fmt: skip
        assert words in page.text
    assert page.soup.select_one('input[name="body"]')["value"] == "college van burgemeester en schepenen"
    assert page.soup.select_one('input[name="is_approved"][checked]') is None


def test_the_last_approval_opens_the_info_evening(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = _well_prepared(session, place)
    page = signed_in(place.people[M]).read(f"/dossier/{case.number}/decide-as-municipality")

    after = page.submit(is_approved="yes", reason=REASON).follow()

    assert "De beslissing is bewaard." in after.text
    assert "Infoavond" in after.soup.select_one(".stages [aria-current]").get_text()


@pytest.mark.parametrize(("answer", "may_come_again"), [("yes", True), ("no", False)])
def test_a_refusal_of_the_mayor_ends_the_case(
    answer: str, may_come_again: bool, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = _well_prepared(session, place)
    page = signed_in(place.people[M]).read(f"/dossier/{case.number}/decide-as-municipality")

    page.submit(is_approved="no", reason=REASON, may_come_again=answer)

    with Session(engine) as session:
        ended = session.get_one(FoundingCase, case.id)
        assert (ended.end, ended.may_come_again) == (End.REFUSED, may_come_again)


def test_the_conditions_of_the_mayor_stand_with_the_decision(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = _well_prepared(session, place)
    page = signed_in(place.people[M]).read(f"/dossier/{case.number}/decide-as-municipality")

    after = page.submit(
        is_approved="yes", reason=REASON, conditions="Geen borden.\r\n\r\nEen verslag per jaar."
    ).follow()

    listed = [item.get_text() for item in after.soup.select("#beslissingen .govuk-list li")]
    assert listed == ["Geen borden.", "Een verslag per jaar."]
    assert "Voorwaarden: Geen borden; Een verslag per jaar." in after.text


def test_a_refusal_under_conditions_is_told_at_the_conditions(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = _well_prepared(session, place)
    page = signed_in(place.people[M]).read(f"/dossier/{case.number}/decide-as-municipality")

    answer = page.submit(is_approved="no", reason=REASON, conditions="Geen borden.")

    assert answer.status == 422
    assert answer.faults == ["Een weigering heeft geen voorwaarden: laat dit leeg."]
    assert answer.soup.select_one('.govuk-error-summary a[href="#conditions"]') is not None
    assert answer.soup.select_one("textarea[name=conditions]").get_text().strip() == "Geen borden."


@pytest.mark.parametrize("reason", ["", "  ", "."])
def test_a_decision_without_a_real_reason_is_refused_at_the_reason(
    reason: str, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = _well_prepared(session, place)
    page = signed_in(place.people[M]).read(f"/dossier/{case.number}/decide-as-municipality")

    answer = page.submit(is_approved="yes", reason=reason)

    assert answer.status == 422
    assert len(answer.faults) == 1
    assert answer.soup.select_one('.govuk-error-summary a[href="#reason"]') is not None
    assert answer.soup.select_one('input[name="is_approved"][checked]')["value"] == "yes"


def test_a_reason_that_is_too_long_is_refused_and_stays(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = _well_prepared(session, place)
    page = signed_in(place.people[M]).read(f"/dossier/{case.number}/decide-as-municipality")

    answer = page.submit(is_approved="yes", reason="a" * 5001)

    assert answer.status == 422
    assert answer.faults == ["Dit is te lang: hoogstens 5000 tekens."]
    assert "a" * 5001 in answer.soup.select_one("#reason").get_text()


def test_who_comes_too_late_reads_what_they_typed_under_the_names_of_the_page(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
    page = signed_in(place.people[M]).read(f"/dossier/{case.number}/decide-as-municipality")
    with writing(engine) as session:
        mayor = acting(session, place.people[M], later(case))
        consulting.decide_as_municipality(session, case.id, mayor, later(case), is_approved=True, reason="Akkoord.")

    answer = page.submit(is_approved="no", reason=REASON)

    assert answer.status == 409
    labels = [label.get_text() for label in answer.soup.select("label[for^=typed]")]
    texts = [text.get_text().strip() for text in answer.soup.select("textarea[id^=typed]")]
    assert labels[:3] == ["Wat beslist de gemeente?", "Waarom?", "Wie beslist?"]
    assert texts[:3] == ["Weigeren", REASON, "college van burgemeester en schepenen"]


def test_the_desk_decides_where_the_municipality_set_it_so(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        session.merge(place.municipality).settings = {"municipality_decider": "desk_officer"}
        case = advance_to(session, place, Stage.IDEA)
        from models.operations.requests import requesting

        requesting.accept_request(session, case.id, acting(session, place.people[D]), later(case))
    address = f"/dossier/{case.number}/decide-as-municipality"

    assert signed_in(place.people[D]).read(address).status == 200
    assert signed_in(place.people[M]).read(address).status == 403


def test_remarks_of_the_ministry_must_be_written_down(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = with_charter_sent(session, place)
    page = signed_in(place.people[D]).read(f"/dossier/{case.number}/record-federal-answer")

    refused = page.submit(result="remarks", remarks="")
    after = page.submit(result="remarks", remarks="Artikel 4 ontbreekt.").follow()

    assert refused.status == 422
    assert refused.soup.select_one('.govuk-error-summary a[href="#remarks"]') is not None
    assert "Charter" in after.soup.select_one(".stages [aria-current]").get_text()
    assert "Artikel 4 ontbreekt." in after.text


def test_an_answer_older_than_the_sending_is_refused_at_its_day(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_charter_sent(session, place)
    page = signed_in(place.people[D]).read(f"/dossier/{case.number}/record-federal-answer")

    answer = page.submit(result="conform", answered_on="2026-03-01")

    assert answer.status == 422
    assert answer.faults == ["Het antwoord kan niet ouder zijn dan de verzending."]


def test_a_merger_asks_which_network_and_its_page_then_leads_there(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case, other = with_evaluation_discussed(session, place), advance_to(session, place, Stage.EVALUATION)
        other.name = session.scalars(
            select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.case_id == other.id)
        ).one().name = "BIN Dorp"  # fmt: skip
    reader = signed_in(place.people[D])
    page = reader.read(f"/dossier/{case.number}/close-evaluation")

    refused = page.submit(outcome="merge", reason=REASON)
    after = page.submit(outcome="merge", reason=REASON, successor=slug_of(other)).follow()
    public = reader.read(f"/netwerken/{slug_of(case)}")

    assert "BIN Dorp (Oosterbeke)" in page.text
    assert case.name not in [option.text for option in page.soup.select("#successor option")]
    assert refused.status == 422
    assert refused.soup.select_one('.govuk-error-summary a[href="#successor"]') is not None
    assert "Samengevoegd" in after.text
    assert public.soup.select_one(f'a[href="/netwerken/{slug_of(other)}"]') is not None
    assert reader.read(f"/netwerken/{slug_of(case)}/lid-worden").status == 302


def test_without_another_network_merging_is_no_choice(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = with_evaluation_discussed(session, place)

    page = signed_in(place.people[D]).read(f"/dossier/{case.number}/close-evaluation")

    assert page.soup.select_one('input[value="terminate"]') is not None
    assert page.soup.select_one('input[value="merge"]') is None
    assert page.submit(outcome="merge", reason=REASON).status == 422


def test_a_split_asks_streets_and_a_name_and_both_cases_lead_to_each_other(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_evaluation_discussed(session, place)
    reader = signed_in(place.people[D])
    page = reader.read(f"/dossier/{case.number}/close-evaluation")
    street = page.soup.select('input[name="leaving"]')[1]["value"]

    refused = page.submit(outcome="split", reason=REASON)
    after = page.submit(outcome="split", reason=REASON, leaving=street, new_name="BIN Molen").follow()
    with Session(engine) as session:
        new = session.scalars(select(FoundingCase).where(FoundingCase.split_from_id == case.id)).one()
    there = reader.read(f"/dossier/{new.number}")

    assert refused.status == 422
    assert refused.soup.select_one('.govuk-error-summary a[href="#leaving-0"]') is not None
    assert f"voor BIN Molen begint dossier {new.number}" in after.text
    assert there.soup.select_one(f'a[href="/dossier/{case.number}"]') is not None


def test_closing_an_evaluation_shows_what_both_sides_filled_in(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_evaluation_discussed(session, place)

    page = signed_in(place.people[D]).read(f"/dossier/{case.number}/close-evaluation")

    assert "Tevreden." in page.text
    assert "Meer meldingen." in page.text


def test_the_answers_of_closed_evaluations_leave_as_csv_and_as_an_excel_file_without_formulas(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_evaluation_discussed(session, place)
        row = session.scalars(select(Evaluation)).one()
        row.coordinator_view = {**(row.coordinator_view or {}), "proposals": "=1+1"}
    desk = signed_in(place.people[D])
    assert desk.get(f"/dossier/{case.number}/evaluaties.csv").get_data(as_text=True).count("\n") == 1  # none is closed
    desk.read(f"/dossier/{case.number}/close-evaluation").submit(outcome="continue", reason=REASON)
    assert f"/dossier/{case.number}/evaluaties.xlsx" in desk.read(f"/dossier/{case.number}").links()

    csv = desk.get(f"/dossier/{case.number}/evaluaties.csv").get_data(as_text=True)
    book = openpyxl.load_workbook(BytesIO(desk.get(f"/dossier/{case.number}/evaluaties.xlsx").data))

    rows = list(book.active.iter_rows(values_only=True))
    answers = {row[4]: row[5] for row in rows if row[3] == "de coördinator"}
    assert rows[0] == ("Van", "Tot en met", "Afgesloten op", "Wie", "Vraag", "Antwoord")
    assert (answers["Aantal leden (woningen)"], answers["Wat kan beter?"]) == (30, "=1+1")
    assert [cell.data_type for line in book.active.iter_rows() for cell in line if cell.value == "=1+1"] == ["s"]
    assert "de gemeente;Welke steun gaf de gemeente, en volstaat die?;Zaal en drukwerk." in csv
    assert "Waarom dit besluit" in csv
