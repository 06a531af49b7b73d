"""Mine, my team's and what waits for others; filters that come back; the board; and the list as a file."""

import csv
from io import StringIO

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.cases import assigning
from models.operations.requests import requesting
from models.person import Person
from models.rules.procedure import Stage
from models.support import SupportSheet
from tests.charter_steps import enter_ink, frozen, sign
from tests.factories import (
    START,
    Place,
    acting,
    advance_to,
    answers_for,
    coordinator_of,
    give_role,
    later,
    make_person,
    make_place,
    submitted,
)
from tests.pages.action_examples import with_charter_sent
from tests.pages.conftest import SignedIn
from tests.pages.work_list_steps import ALL, BOARD, MINE, OTHERS, TEAM, C, D, M, P, rows_of
from tests.support_steps import check_sheet, enter_sheet

LISTS = (MINE, TEAM, OTHERS, ALL, BOARD)


def _colleague(session: Session, place: Place) -> Person:
    person = make_person(session, "Bea Tweede")
    give_role(session, person, D, session.merge(place.municipality))
    return person


def test_what_two_can_do_is_the_teams_until_one_takes_it(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case, bea = submitted(session, place), _colleague(session, place)
    dirk, other = signed_in(place.people[D]), signed_in(bea)

    assert (len(rows_of(dirk.read(MINE))), len(rows_of(dirk.read(TEAM)))) == (0, 1)
    handling = f"/dossier/{case.number}/behandeling"
    dirk.read(handling).submit(f"{handling}/nemen")

    assert (len(rows_of(dirk.read(MINE))), len(rows_of(dirk.read(TEAM)))) == (1, 0)
    assert "in behandeling bij Dirk Balie Oosterbeke" in rows_of(other.read(TEAM))[0]
    assert rows_of(other.read(MINE)) == []


def test_what_waits_for_the_other_side_or_the_ministry_waits_for_others(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        submitted(session, place)
        sent = with_charter_sent(session, place)
        session.get_one(FoundingCase, sent.id).due_on = None

    page = signed_in(place.people[P]).read(OTHERS)

    told = " ".join(rows_of(page))
    assert "Wacht op: medewerker van de gemeentelijke dienst" in told
    assert "Wacht op: FOD Binnenlandse Zaken" in told
    assert "sinds" in told


def test_a_support_sheet_waits_for_a_second_pair_of_eyes_until_it_was_checked(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
        at = later(case)
        entered = enter_sheet(session, place, case, acting(session, place.people[P], at), at, houses=range(1, 4))

    waiting = signed_in(place.people[D]).read(MINE)
    assert f"Steunlijst op papier nakijken : {case.name}" in rows_of(waiting)[0]
    assert f"/dossier/{case.number}/check-support-sheet" in waiting.links()
    assert "steunlijst" not in " ".join(rows_of(signed_in(place.people[P]).read(MINE))).lower()

    with writing(engine) as session:
        sheet = session.get_one(SupportSheet, entered.id)
        check_sheet(session, case, acting(session, place.people[D], at), at, sheet)

    assert rows_of(signed_in(place.people[D]).read(MINE)) == []


def test_a_signature_on_paper_waits_for_a_second_pair_of_eyes(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case, _ = frozen(session, place)
        case.due_on = None
        enter_ink(session, place, case, "burgemeester")
    assert "Handtekening op papier nakijken" not in " ".join(rows_of(signed_in(place.people[D]).read(MINE)))
    assert "Er wacht ook een handtekening op papier op nakijken." in rows_of(signed_in(place.people[P]).read(MINE))[0]

    with writing(engine) as session:
        sign(session, session.get_one(FoundingCase, case.id), place.people[P], "gemandateerde politiebeambte")

    assert f"Handtekening op papier nakijken : {case.name}" in rows_of(signed_in(place.people[P]).read(MINE))[0]


def test_who_signs_in_order_is_not_asked_before_their_turn(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        session.merge(place.municipality).settings = {"signing_order": "residents_first"}
        case, _ = frozen(session, place)
        case.due_on = None
    assert rows_of(signed_in(place.people[M]).read(MINE)) == []

    with writing(engine) as session:
        held = session.get_one(FoundingCase, case.id)
        people = ((coordinator_of(session, held), "coördinator"), (place.people[P], "gemandateerde politiebeambte"),
                  (place.people[C], "korpschef"))  # fmt: skip
        for person, capacity in people:
            sign(session, held, person, capacity)

    assert "Charter ondertekenen" in rows_of(signed_in(place.people[M]).read(MINE))[0]


def test_who_has_another_step_to_take_reads_that_a_support_sheet_waits_too(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
        at = later(case)
        enter_sheet(session, place, case, acting(session, place.people[D], at), at, houses=range(1, 4))

    row = rows_of(signed_in(place.people[P]).read(MINE))[0]

    assert "Contact met de gerechtelijke overheid noteren" in row
    assert "Er wacht ook een steunlijst op nakijken." in row


def test_who_is_mentioned_finds_it_in_their_list_until_they_saw_it(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
        assigning.write_note(session, case.id, acting(session, place.people[P]), START, text="Wat denkt u?",
                             colleague_ids=[place.people[C].id])  # fmt: skip
    chief = signed_in(place.people[C])

    assert "Een collega vermeldt u in een nota" in rows_of(chief.read(MINE))[0]
    handling = f"/dossier/{case.number}/behandeling"
    chief.read(handling).submit(f"{handling}/gezien")

    assert rows_of(chief.read(MINE)) == []


def test_filters_stand_in_the_address_come_back_and_are_cleared_with_one_press(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        submitted(session, place)
        advance_to(session, place, Stage.CONSULTATION)
    browser = signed_in(place.people[D])

    filtered = browser.read(ALL).submit("/werklijst/filters", fase="idea")
    assert filtered.location == f"{ALL}?fase=idea"
    assert len(rows_of(filtered.follow())) == 1
    assert browser.read(ALL).location == f"{ALL}?fase=idea"
    assert browser.read(MINE).location == f"{MINE}?fase=idea"
    assert signed_in(place.people[M]).read(ALL).status == 200

    cleared = filtered.follow().submit("/werklijst/filters", button=("wissen", "1"))
    assert cleared.location == ALL
    assert len(rows_of(cleared.follow())) == 2


def test_a_link_of_a_colleague_does_not_change_my_own_filters(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    browser = signed_in(place.people[D])
    browser.read(ALL).submit("/werklijst/filters", fase="idea")

    browser.read(f"{ALL}?fase=charter")

    assert browser.read(ALL).location == f"{ALL}?fase=idea"


@pytest.mark.parametrize(
    ("question", "found"),
    [("soort=bin", 2), ("soort=sector", 0), ("laat=1", 1), ("wie=nobody", 1), ("wie=me", 1), ("zoek=linde", 1),
     ("soort=weg", 2), ("wie=99999", 2), ("wie=x", 2), ("laat=x", 2), ("gemeente=x", 2)],
)  # fmt: skip
@pytest.mark.parametrize("address", [ALL, BOARD])
def test_cases_are_filtered(
    address: str, question: str, found: int, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        resident, desk = acting(session, place.resident), acting(session, place.people[D])
        lime = requesting.submit_request(session, resident, START, answers_for(place, name="BIN Lindeplein"))
        lime.due_on = None
        late = advance_to(session, place, Stage.CONSULTATION)
        assigning.take_case(session, late.id, desk, START)

    page = signed_in(place.people[D]).read(f"{address}?{question}")

    assert len(rows_of(page)) == found


def test_the_board_has_a_column_per_stage_and_leaves_out_what_ended(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
        requesting.refuse_request(session, case.id, acting(session, place.people[D]), START, reason="Er is al een BIN.")
        advance_to(session, place, Stage.CHARTER)

    page = signed_in(place.people[P]).read(BOARD)

    heads = [" ".join(head.get_text().split()) for head in page.soup.select(".board h2")]
    assert [head.rpartition(" ")[2] for head in heads] == ["(0)", "(0)", "(0)", "(1)", "(0)", "(0)", "(0)"]
    assert "bij niemand in behandeling" in rows_of(page)[0]


@pytest.mark.parametrize("listing", ["mine", "team", "others", "all", "weg"])
def test_the_list_is_a_file_for_a_spreadsheet_in_which_nothing_is_calculated(
    listing: str, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        resident = acting(session, place.resident)
        requesting.submit_request(session, resident, START, answers_for(place, name="=1+1; BIN Één"))
        advance_to(session, place, Stage.INFO_EVENING)

    answer = signed_in(place.people[D]).get(f"/werklijst.csv?lijst={listing}&fase=idea")

    content = answer.get_data()
    assert content.startswith(b"\xef\xbb\xbf")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:2] == ["Nummer", "Naam"]
    assert [row[1] for row in rows[1:]] == (["'=1+1; BIN Één"] if listing in ("mine", "all", "weg") else [])


@pytest.mark.parametrize("listing", ["mine", "all"])
def test_the_file_says_the_next_step_of_every_open_case(
    listing: str, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        number = submitted(session, place).number

    content = signed_in(place.people[D]).get(f"/werklijst.csv?lijst={listing}").get_data().decode("utf-8-sig")

    steps = {row["Nummer"]: row["Volgende stap"] for row in csv.DictReader(StringIO(content), delimiter=";")}
    assert steps == {number: "Aanvraag aanvaarden"}


@pytest.mark.parametrize("address", [*LISTS, "/werklijst.csv?lijst=all", "/werklijst.csv?lijst=others"])
def test_nothing_of_elsewhere_is_in_any_list(address: str, place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
        number = submitted(session, elsewhere).number
        advance_to(session, elsewhere, Stage.CONSULTATION)

    for role in (D, M, P, C):
        assert "WES-" not in signed_in(place.people[role]).get(address).get_data(as_text=True)
    assert number.startswith("WES-")
