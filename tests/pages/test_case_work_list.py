"""The work list: what waits for me, why, since when and until when; and all cases, to search in."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event, insert, update

from models.case import FoundingCase
from models.database import writing
from models.operations.consultation import consulting
from models.operations.requests import requesting
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import START, Place, acting, advance_to, answers_for, give_role, later, make_place, submitted
from tests.pages.action_examples import with_charter_sent, with_evening_held, with_opinion_asked
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page, Visitor
from tests.pages.work_list_steps import ALL, BOARD, MINE, OTHERS, TEAM, C, D, M, P, rows_of

MAP, SHAPES, SEARCH = "/werklijst/kaart", "/werklijst/kaart.geojson", "/werklijst/zoeken?q=OUD-000"
MOST_QUERIES = 25  # of one page, however many cases there are; one of them for questions about data


def _first_links(page: Page) -> list[tuple[str, str]]:
    links = [row.select_one("a") for row in page.soup.select(".work__item")]
    return [(link.find(string=True, recursive=False).strip(), str(link["href"])) for link in links]


@pytest.mark.parametrize(
    ("stage", "role", "what", "where"),
    [
        (Stage.IDEA, D, "Aanvraag aanvaarden", "accept-request"),
        (Stage.CONSULTATION, M, "Beslissen namens de gemeente", "decide-as-municipality"),
        (Stage.CONSULTATION, C, "Beslissen namens de politie", "decide-as-police"),
        (Stage.CONSULTATION, P, "Contact met de gerechtelijke overheid noteren", "record-judicial-contact"),
        (Stage.INFO_EVENING, D, "Infoavond plannen", "plan-info-evening"),
        (Stage.FEDERAL_CHECK, P, "Verzending naar de FOD Binnenlandse Zaken noteren", "send-to-federal-interior"),
        (Stage.LAUNCH, P, "Punt van de lanceringslijst afvinken", "check-launch-item"),
    ],
)
def test_what_waits_for_me_leads_to_its_page(
    stage: Stage, role: Role, what: str, where: str, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, stage)

    page = signed_in(place.people[role]).read(MINE)

    assert _first_links(page) == [(what, f"/dossier/{case.number}/{where}")]


@pytest.mark.parametrize(
    ("stage", "role"),
    [
        (Stage.IDEA, M), (Stage.IDEA, P), (Stage.CONSULTATION, D), (Stage.INFO_EVENING, C), (Stage.CHARTER, M),
        (Stage.LAUNCH, C), (Stage.EVALUATION, D), (Stage.EVALUATION, P),
    ],
)  # fmt: skip
def test_what_waits_for_others_is_not_in_my_list(
    stage: Stage, role: Role, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, stage)
        session.execute(update(FoundingCase).where(FoundingCase.id == case.id, FoundingCase.due_on.is_not(None))
                        .values(due_on=datetime.now(UTC).date() + timedelta(days=9)))  # fmt: skip

    page = signed_in(place.people[role]).read(MINE)

    assert rows_of(page) == []
    assert "Er wacht niets op u." in page.text


def test_a_term_that_is_over_is_told_in_words_and_comes_to_who_may_do_something(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
        requesting.ask_completion(session, case.id, acting(session, place.people[D]), START, reason="Welke nummers?")

    page = signed_in(place.people[D]).read(MINE)

    row = page.soup.select_one(".work__item--late")
    words = " ".join(row.get_text(" ").split())
    assert "De termijn is voorbij: kijk het dossier na" in words
    assert "Wacht op: initiatiefnemer" in words
    assert "dagen te laat" in words
    assert "termijn was 1 april 2026" in words


def test_what_is_due_soonest_comes_first_and_a_decision_is_marked(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        waiting = with_charter_sent(session, place)
        opinion = with_opinion_asked(session, place)
        session.execute(update(FoundingCase).where(FoundingCase.id == opinion.id)
                        .values(due_on=waiting.due_on + timedelta(days=5)))  # fmt: skip
        give_role(session, place.people[P], C, session.merge(place.zone))  # both functions, as in a small zone
        session.get_one(Person, place.people[C].id).is_active = False

    page = signed_in(place.people[P]).read(MINE)

    assert [href for _, href in _first_links(page)] == [
        f"/dossier/{waiting.number}/record-federal-answer", f"/dossier/{opinion.number}/decide-as-police",
    ]  # fmt: skip
    assert ["beslissing" in row for row in rows_of(page)] == [False, True]


def test_who_noted_the_minutes_does_not_find_them_to_approve_and_a_colleague_does(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_evening_held(session, place)
        session.execute(update(FoundingCase).where(FoundingCase.id == case.id).values(due_on=None))

    assert rows_of(signed_in(place.people[D]).read(MINE)) == []
    assert _first_links(signed_in(place.people[P]).read(MINE)) == [
        ("Verslag goedkeuren namens de politie", f"/dossier/{case.number}/approve-minutes-as-police"),
    ]


def test_who_decided_for_one_side_is_not_asked_for_the_other(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        both = place.people[M]
        give_role(session, both, C, session.merge(place.zone))
        case = advance_to(session, place, Stage.CONSULTATION)
        at = later(case)
        consulting.decide_as_municipality(session, case.id, acting(session, both, at), at, is_approved=True,
                                          reason="Past in ons beleid.")  # fmt: skip
        session.execute(update(FoundingCase).where(FoundingCase.id == case.id).values(due_on=None))

    assert rows_of(signed_in(place.people[M]).read(MINE)) == []


def test_who_may_not_decide_and_is_alone_is_told_that_somebody_must_be_found(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        desk = acting(session, place.people[D])
        requesting.submit_request(session, desk, START, answers_for(place, channel="phone"),
                                  initiator_id=place.resident.id)  # fmt: skip
    browser = signed_in(place.people[D])

    assert rows_of(browser.read(MINE)) == []
    assert "Laat iemand aanduiden die u vervangt." in rows_of(browser.read(OTHERS))[0]


def test_the_list_can_be_narrowed_to_a_stage_and_a_municipality(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        westveld = make_place(session, "westveld", "WES", zone=session.merge(place.zone))
        here, there = with_opinion_asked(session, place), with_opinion_asked(session, westveld)
        advance_to(session, place, Stage.INFO_EVENING)
        place_id = westveld.municipality.id
    browser = signed_in(place.people[P])

    assert len(rows_of(browser.read(TEAM))) == 3
    narrowed = rows_of(browser.read(f"{TEAM}?fase=consultation"))
    assert [number in " ".join(narrowed) for number in (here.number, there.number)] == [True, True]
    assert len(narrowed) == 2
    assert there.number in "".join(rows_of(browser.read(f"{TEAM}?fase=consultation&gemeente={place_id}")))
    assert len(rows_of(browser.read(f"{TEAM}?gemeente={place_id}"))) == 1


@pytest.mark.parametrize("address", [MINE, ALL])
@pytest.mark.parametrize(
    "question",
    ["fase=x", "gemeente=99999999999999999999", "gemeente=x", "page=-1", "page=" + "9" * 30, "toestand=weg",
     "zoek=" + "x" * 5000, "zoek=%25_%27%22", "zoek=%00", "zoek=😀", "zoek=a&zoek=b", "gemeente=1"],
)  # fmt: skip
def test_strange_questions_get_an_answer(
    address: str, question: str, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        submitted(session, place)

    assert signed_in(place.people[D]).read(f"{address}?{question}").status in (200, 400)


def test_all_cases_can_be_searched_by_number_and_by_name(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        lime = requesting.submit_request(session, acting(session, place.resident), START,
                                         answers_for(place, name="BIN Lindeplein"))  # fmt: skip
        beech = requesting.submit_request(session, acting(session, place.resident), START,
                                          answers_for(place, name="BIN Beukenhof"))  # fmt: skip
    browser = signed_in(place.people[M])

    by_name = rows_of(browser.read(f"{ALL}?zoek=linde"))
    by_number = rows_of(browser.read(f"{ALL}?zoek={beech.number.lower()}"))

    assert len(by_name) == len(by_number) == 1
    assert lime.number in by_name[0]
    assert "BIN Beukenhof" in by_number[0]


def test_ended_cases_are_found_when_asked(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
        requesting.refuse_request(session, case.id, acting(session, place.people[D]), START, reason="Er is al een BIN.")
    browser = signed_in(place.people[D])

    assert rows_of(browser.read(ALL)) == []
    assert "Geweigerd" in rows_of(browser.read(f"{ALL}?toestand=ended"))[0]
    assert len(rows_of(browser.read(f"{ALL}?toestand=all"))) == 1


def test_nobody_sees_cases_of_elsewhere_in_a_list(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
        submitted(session, elsewhere)
        advance_to(session, elsewhere, Stage.CONSULTATION)

    for role in (D, M, P, C):
        browser = signed_in(place.people[role])
        assert rows_of(browser.read(MINE)) == []
        assert rows_of(browser.read(f"{ALL}?toestand=all")) == []


def test_residents_and_administrators_have_no_work_list(place: Place, signed_in: SignedIn, client: Visitor) -> None:
    for address in (MINE, ALL):
        assert signed_in(place.resident).read(address).status == 403
        assert signed_in(place.people[Role.ADMINISTRATOR]).read(address).status == 403
        assert client.read(address).status == 302


def test_staff_land_on_their_work_list_and_find_it_in_the_menu(place: Place, signed_in: SignedIn) -> None:
    browser = signed_in(place.people[C])

    assert browser.read("/aanmelden").location.endswith(MINE)
    assert MINE in browser.read(MINE).links()


@pytest.fixture
def many_old_cases(place: Place, engine: Engine) -> None:
    """Ten cases that wait, beside two thousand networks that run quietly and two thousand ended cases."""
    with writing(engine) as session:
        for _number in range(10):
            with_opinion_asked(session, place)
        old = advance_to(session, place, Stage.EVALUATION)
        columns = [column for column in FoundingCase.__table__.columns if column.name != "id"]
        like_old = {column.name: getattr(old, column.key) for column in columns}
        ended = {"ended_at": START, "end": "refused", "stage": "consultation"}
        session.execute(
            insert(FoundingCase),
            [{**like_old, "number": f"OUD-{n:05d}", **(ended if n % 2 else {})} for n in range(4000)],
        )


@pytest.mark.parametrize(
    "address",
    [
        MINE,
        TEAM,
        OTHERS,
        BOARD,
        ALL,
        f"{ALL}?toestand=all&page=100",
        f"{ALL}?zoek=OUD-00&toestand=all",
        MAP,
        SHAPES,
        SEARCH,
    ],
)
def test_old_cases_cost_no_questions_to_the_database(
    address: str, many_old_cases: None, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[P])
    questions, rows = _Counter(), _Counter()
    event.listen(engine, "before_cursor_execute", questions)
    event.listen(FoundingCase, "load", rows)

    page = browser.read(address)

    event.remove(engine, "before_cursor_execute", questions)
    event.remove(FoundingCase, "load", rows)
    assert page.status == 200
    assert len(rows_of(page)) <= 25
    assert 0 < questions.count <= MOST_QUERIES
    assert rows.count == 0  # lines are made of columns; a row object per old case would cost a second


class _Counter:
    """Counts how often it is called, but for the beginnings of transactions."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *arguments: object) -> None:
        self.count += not any(str(one).startswith("BEGIN") for one in arguments)
