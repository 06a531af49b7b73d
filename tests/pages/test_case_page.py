"""The page of a case: where is it, what is done, who must act, since when, and why can it not go on yet?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.clock import BELGIUM
from models.database import writing
from models.operations.cases.acting import record
from models.operations.consultation import advising, consulting
from models.operations.requests import requesting
from models.rules.access import SYSTEM, Role
from models.rules.procedure import GATES, STAGES, Stage
from models.rules.procedure_settings import ProcedureSettings
from tests.factories import (
    START,
    Place,
    acting,
    advance_to,
    answers_for,
    coordinator_of,
    later,
    make_place,
    submitted,
)
from tests.pages.action_examples import with_evaluation_filled, with_evening_held, with_opinion_asked
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
MOST_QUERIES = 21  # one of them for what was delegated to who looks


def _made(engine: Engine, place: Place, ready: Callable[[Session, Place], FoundingCase]) -> FoundingCase:
    with writing(engine) as session:
        return ready(session, place)


@contextmanager
def _queries(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*arguments: object) -> None:
        statement = str(arguments[2])
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_what_happened_is_not_buried_under_the_mails_that_followed(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    case = _made(engine, place, with_opinion_asked)
    with writing(engine) as session:
        again = session.get_one(FoundingCase, case.id)
        for number in range(20):
            record(session, again, "notice:sent", SYSTEM, later(again), title=f"Bericht {number}")

    browser = signed_in(place.people[D])

    aside = browser.read(f"/dossier/{case.number}").soup.select_one("#dossierlogboek").parent.get_text(" ")
    assert "Advies gevraagd aan de wijkinspecteur" in aside
    assert "Bericht verstuurd" not in aside
    assert "Bericht verstuurd: Bericht 19" in browser.read(f"/dossier/{case.number}/dossierlogboek").text


@pytest.mark.parametrize("stage", Stage)
def test_every_condition_of_the_present_gate_is_on_the_page(
    stage: Stage, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    case = _made(engine, place, lambda session, place: advance_to(session, place, stage))

    page = signed_in(place.people[D]).read(f"/dossier/{case.number}")

    shown = [" ".join(item.get_text(" ").split()) for item in page.soup.select("#poort .gate__item")]
    asked = [condition for condition in GATES[stage] if condition.is_asked(ProcedureSettings())]
    assert len(shown) == len(asked)
    for condition, words in zip(asked, shown, strict=True):
        assert condition.sentence in words
        assert ("Nog niet in orde:" in words) is (condition.code in case.waiting_for)


def test_what_a_municipality_does_not_ask_is_not_told_as_done(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
        session.get_one(Authority, place.zone.id).settings = {"judicial_contact_required": False}

    page = signed_in(place.people[D]).read(f"/dossier/{case.number}")

    assert "De politie heeft de gerechtelijke overheid gecontacteerd" not in page.text
    assert "De politie heeft de bestuurlijke overheid gecontacteerd" not in page.text


@pytest.mark.parametrize("stage", Stage)
def test_the_stage_line_tells_what_is_done_and_since_when_it_is_here(
    stage: Stage, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    case = _made(engine, place, lambda session, place: advance_to(session, place, stage))

    page = signed_in(place.people[P]).read(f"/dossier/{case.number}")

    steps = page.soup.select(".stages__step")
    position = STAGES.index(stage)
    assert [bool(step.get("aria-current")) for step in steps] == [index == position for index in range(7)]
    assert ["afgerond" in step.get_text() for step in steps] == [index < position for index in range(7)]
    opened = case.stage_opened_at.astimezone(BELGIUM)
    assert f"sinds {opened.day} " in steps[position].get_text(" ")


def test_a_stage_that_was_opened_again_says_for_which_time(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    def sent_back(session: Session, place: Place) -> FoundingCase:
        case = advance_to(session, place, Stage.CONSULTATION)
        mayor = acting(session, place.people[M], later(case))
        consulting.send_back_to_idea(session, case.id, mayor, later(case), reason="De grens is niet duidelijk.")
        return case

    case = _made(engine, place, sent_back)

    page = signed_in(place.people[D]).read(f"/dossier/{case.number}")

    assert "(2e keer)" in page.text
    assert "De grens is niet duidelijk." in page.text


@pytest.mark.parametrize("role", [D, M, P, C])
@pytest.mark.parametrize("ready", [with_opinion_asked, with_evening_held, with_evaluation_filled])
def test_the_page_asks_the_database_little(
    ready: Callable[[Session, Place], FoundingCase], role: Role, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    case = _made(engine, place, ready)
    browser = signed_in(place.people[role])

    with _queries(engine) as asked:
        page = browser.read(f"/dossier/{case.number}")

    assert page.status == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


@pytest.mark.parametrize("stage", Stage)
def test_no_stage_asks_the_database_much(stage: Stage, place: Place, engine: Engine, signed_in: SignedIn) -> None:
    case = _made(engine, place, lambda session, place: advance_to(session, place, stage))
    browser = signed_in(place.people[P])

    with _queries(engine) as asked:
        browser.read(f"/dossier/{case.number}")

    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_a_busy_chief_finds_the_one_button_first(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    case = _made(engine, place, with_opinion_asked)

    page = signed_in(place.people[C]).read(f"/dossier/{case.number}")

    first = page.soup.select("main a.govuk-button")[0]
    assert first.get_text(strip=True) == "Beslissen namens de politie"
    assert first["href"] == f"/dossier/{case.number}/decide-as-police"


def test_who_has_nothing_to_do_gets_no_button(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    case = _made(engine, place, submitted)

    page = signed_in(place.people[M]).read(f"/dossier/{case.number}")

    assert page.soup.select("main a.govuk-button") == []
    assert "medewerker van de gemeentelijke dienst" in page.soup.select_one(".who-acts").get_text()


def test_an_adviser_is_named_as_the_one_who_is_waited_for(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    case = _made(engine, place, with_opinion_asked)

    page = signed_in(place.people[D]).read(f"/dossier/{case.number}")

    acting_now = page.soup.select_one(".who-acts").get_text(" ")
    assert "de wijkinspecteur" in acting_now
    assert page.soup.select_one('.who-acts a[href$="/give-opinion/1"]') is not None


def test_a_blocked_action_says_by_what_it_is_blocked(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    case = _made(engine, place, lambda session, place: advance_to(session, place, Stage.LAUNCH))

    page = signed_in(place.people[C]).read(f"/dossier/{case.number}")

    actions = page.soup.select_one("#acties").get_text(" ")
    assert "Beslissen over de lancering" in actions
    assert "Eerst nodig: elk punt van de lanceringslijst is afgewerkt." in actions
    assert page.soup.select_one('#acties a[href$="/decide-launch"]') is None


def test_the_four_eyes_are_told_to_who_submitted_the_request(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    def submitted_by_desk(session: Session, place: Place) -> FoundingCase:
        desk = acting(session, place.people[D])
        answers = answers_for(place, channel="counter")
        return requesting.submit_request(session, desk, START, answers, initiator_id=place.resident.id)

    case = _made(engine, place, submitted_by_desk)
    browser = signed_in(place.people[D])

    page = browser.read(f"/dossier/{case.number}")
    refused = browser.read(f"/dossier/{case.number}/accept-request")

    assert "Vier ogen" in page.soup.select_one("#acties").get_text()
    assert page.soup.select("main a.govuk-button") == []
    assert refused.status == 403
    assert "Vier ogen" in refused.text


def test_who_noted_the_minutes_is_told_that_a_colleague_approves_them(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    case = _made(engine, place, with_evening_held)

    refused = signed_in(place.people[D]).read(f"/dossier/{case.number}/approve-minutes-as-chair")

    assert refused.status == 403
    assert "een collega keurt het goed" in refused.text


def test_an_action_of_another_stage_is_refused_on_opening(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    case = _made(engine, place, submitted)

    page = signed_in(place.people[C]).read(f"/dossier/{case.number}/decide-as-police")

    assert page.status == 409
    assert "kan niet in de fase waarin het dossier nu is" in page.text


def test_the_initiator_reads_in_plain_words_where_it_is(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    case = _made(engine, place, with_opinion_asked)

    page = signed_in(place.resident).read(f"/dossier/{case.number}")

    situation = page.soup.select_one(".situation").get_text(" ")
    assert "De politie en de gemeente overleggen over de aanvraag." in situation
    assert "U hoeft nu niets te doen." in situation
    assert page.soup.select_one(".govuk-back-link") is None


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_plain_words_for_residents(
    stage: Stage, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    case = _made(engine, place, lambda session, place: advance_to(session, place, stage))

    page = signed_in(place.resident).read(f"/dossier/{case.number}")

    assert page.status == 200
    assert len(page.soup.select(".situation p")) >= 1


def test_an_initiator_who_must_complete_the_request_finds_the_button(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    def incomplete(session: Session, place: Place) -> FoundingCase:
        case = submitted(session, place)
        desk = acting(session, place.people[D])
        requesting.ask_completion(session, case.id, desk, START, reason="Welke huisnummers bedoelt u?")
        return case

    case = _made(engine, place, incomplete)

    page = signed_in(place.resident).read(f"/dossier/{case.number}")

    assert page.soup.select_one("main a.govuk-button").get_text(strip=True) == "Aanvraag aanvullen"
    assert "Welke huisnummers bedoelt u?" in page.text
    assert "U hoeft nu niets te doen." not in page.text


def test_a_refusal_is_told_with_reason_body_and_day(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    def refused(session: Session, place: Place) -> FoundingCase:
        case = submitted(session, place)
        desk = acting(session, place.people[D])
        requesting.refuse_request(session, case.id, desk, START, reason="Er is hier al een BIN.", body="het college")
        return case

    case = _made(engine, place, refused)

    page = signed_in(place.resident).read(f"/dossier/{case.number}")

    reasons = page.soup.select_one("#beslissingen").get_text(" ")
    assert "Er is hier al een BIN." in reasons
    assert "het college, 2 maart 2026" in " ".join(reasons.split())
    assert "U mag later een nieuwe aanvraag indienen." in page.text
    assert page.soup.select_one("#poort") is None


def test_the_applicants_address_is_for_staff_and_the_applicant_only(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    case = _made(engine, place, lambda session, place: advance_to(session, place, Stage.CHARTER))
    with Session(engine) as session:
        coordinator = coordinator_of(session, case)

    address = "Kerkstraat 1, 9994 Oosterbeke"
    seen = {
        who: address in signed_in(person).read(f"/dossier/{case.number}").text
        for who, person in {
            "desk": place.people[D], "initiator": place.resident, "coordinator": coordinator,
        }.items()
    }  # fmt: skip

    assert seen == {"desk": True, "initiator": True, "coordinator": False}


def test_the_text_of_an_opinion_and_the_screening_are_not_for_residents(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    def with_opinion(session: Session, place: Place) -> FoundingCase:
        case = with_opinion_asked(session, place)
        officer = acting(session, place.people[P], later(case))
        advising.give_opinion(session, case.id, officer, later(case), opinion_id=1, tendency="unfavourable",
                                text="De kandidaat is bij ons bekend.")  # fmt: skip
        return advance_to(session, place, Stage.CHARTER, case)

    case = _made(engine, place, with_opinion)

    for_police = signed_in(place.people[P]).read(f"/dossier/{case.number}").text
    for_desk = signed_in(place.people[D]).read(f"/dossier/{case.number}").text
    for_resident = signed_in(place.resident).read(f"/dossier/{case.number}").text

    assert "De kandidaat is bij ons bekend." in for_police
    assert "De kandidaat is bij ons bekend." not in for_resident
    assert "ongunstig" in for_resident
    assert "nog te screenen" in for_police
    assert "nog te screenen" not in for_desk
    assert "nog te screenen" not in for_resident


def test_nobody_of_another_municipality_or_zone_finds_the_case(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    case = _made(engine, place, submitted)
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")

    for role in (D, M, P, C, Role.ADMINISTRATOR):
        assert signed_in(elsewhere.people[role]).read(f"/dossier/{case.number}").status == 404
    assert signed_in(place.people[Role.ADMINISTRATOR]).read(f"/dossier/{case.number}").status == 404
    assert signed_in(place.neighbour).read(f"/dossier/{case.number}").status == 404


def test_the_police_of_the_zone_see_the_cases_of_all_its_municipalities(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        neighbour = make_place(session, "westveld", "WES", zone=session.merge(place.zone))
        case = submitted(session, neighbour)

    assert signed_in(place.people[P]).read(f"/dossier/{case.number}").status == 200
    assert signed_in(place.people[D]).read(f"/dossier/{case.number}").status == 404


def test_a_case_that_does_not_exist_is_not_found(place: Place, signed_in: SignedIn) -> None:
    browser = signed_in(place.people[D])

    for number in ("OOS-2026-9999", "%00", "..", "x" * 3000, "😀"):
        assert browser.read(f"/dossier/{number}").status in (400, 404)


def test_who_is_not_signed_in_comes_back_to_the_case_afterwards(client: Visitor) -> None:
    page = client.read("/dossier/OOS-2026-0001")

    assert page.status == 302
    assert "next=/dossier/OOS-2026-0001" in page.location.replace("%2F", "/")
