"""What in a charter contradicts itself or what the case knows."""

from datetime import date
from typing import Any

import pytest

from models.rules.area import Segment
from models.rules.charter_consistency import Around, contradictions_of
from models.rules.charter_content import checked_content

SEATS = (("coordinator", "Cora Coördinator"), ("deputy_coordinator", "Dora Deput"))
AREA = (Segment(1), Segment(2, "odd", 1, 45))
AROUND = Around(AREA, {1: "Kerkstraat", 2: "Molenweg", 3: "Dreef"}, SEATS, date(2026, 9, 1))


def _codes(section: str, content: dict[str, Any]) -> list[str]:
    return [lack.code for lack in contradictions_of(section, checked_content(section, content), AROUND)]


def _party(role: str, name: str) -> dict[str, str]:
    return {"role": role, "name": name, "phone": "02 000 00 00"}


def _row(street_id: int, **more: Any) -> dict[str, Any]:
    return {"street": AROUND.streets[street_id], "street_id": street_id, "side": "all", **more}


def test_partners_as_the_case_knows_them_contradict_nothing() -> None:
    parties = [_party("mayor", "Bea Burg"), _party("police_chief", "Karel Korps"),
               _party("coordinator", "cora coordinator"), _party("deputy_coordinator", "Dora Deput"),
               _party("other", "Wijkraad"), _party("other", "Wijkraad")]  # fmt: skip

    assert _codes("parties", {"parties": parties}) == []


@pytest.mark.parametrize(("parties", "code", "place"), [
    ([("mayor", "Bea Burg"), ("mayor", "Ben Burg")], "mayor_twice", "parties-1-role"),
    ([("police_chief", "Karel"), ("police_chief", "Karlien")], "police_chief_twice", "parties-1-role"),
    ([("mayor", "Cora Coördinator"), ("coordinator", "Cora Coördinator")], "same_person", "parties-1-name"),
    ([("coordinator", "Cora Coördinator"), ("mayor", "CORA COÖRDINATOR")], "same_person", "parties-1-name"),
    ([("coordinator", "Vera Vertrokken")], "not_in_steering_group", "parties-0-name"),
    ([("deputy_coordinator", "Cora Coördinator")], "not_in_steering_group", "parties-0-name"),
])  # fmt: skip
def test_partners_that_contradict_are_found_at_their_row(parties: Any, code: str, place: str) -> None:
    content = checked_content("parties", {"parties": [_party(*one) for one in parties]})

    found = contradictions_of("parties", content, AROUND)

    assert (code, place) in [(lack.code, lack.place) for lack in found]
    assert all(not lack.blocks and lack.source for lack in found)


def test_the_agreed_area_in_other_words_contradicts_nothing() -> None:
    rows = [_row(1, side="odd"), _row(1, side="even"), _row(2, side="odd", to_number=45)]

    assert _codes("area", {"segments": rows}) == []


@pytest.mark.parametrize(("rows", "codes"), [
    ([_row(1), _row(2, side="odd", to_number=45), _row(3)], ["street_outside_area"]),
    ([_row(1), _row(2)], ["street_outside_area"]),  # the even side is not agreed
    ([_row(1), _row(2, side="odd", to_number=99)], ["street_outside_area"]),
    ([_row(1)], ["street_left_out"]),
    ([_row(1), _row(2, side="odd", from_number=11, to_number=45)], ["street_left_out"]),
    ([_row(1), _row(1, to_number=9), _row(2, side="odd", to_number=45)], ["street_twice"]),
    ([], []),  # a sector: the boundary in words says how far it reaches
])  # fmt: skip
def test_streets_that_differ_from_the_agreed_area_are_found(rows: list[dict[str, Any]], codes: list[str]) -> None:
    assert _codes("area", {"segments": rows}) == codes


def test_what_is_told_of_a_street_names_its_numbers() -> None:
    content = checked_content("area", {"segments": [_row(1), _row(2)]})

    (lack,) = contradictions_of("area", content, AROUND)

    assert lack.sentence == "Molenweg ligt niet (helemaal) in het afgesproken gebied."
    assert lack.place == "segments-1-street"


@pytest.mark.parametrize(("approver", "is_found"), [
    ("de officier van dienst", False), ("de Politiezone Terbeke", False), ("", False),
    ("de coördinator", True), ("het college", True),
    ("l’officier de service", False), ("le fonctionnaire de police mandaté", False), ("le chef de corps", False),
    ("le coordinateur", True), ("le bourgmestre", True),
])  # fmt: skip
def test_messages_that_somebody_else_than_the_police_approves_are_found(approver: str, is_found: bool) -> None:
    content = {"messages": {"urgent": {"sender": "de politie", "approver": approver}}}

    assert (_codes("communication_plan", content) == ["approver_not_police"]) is is_found


COST = {"description": "sms", "kind": "basic", "frequency": "yearly", "amount": "150"}


@pytest.mark.parametrize(("content", "codes"), [
    ({"lines": [{**COST, "payer": "municipality"}], "member_contribution": "0"}, []),
    ({"lines": [{**COST, "payer": "member"}], "member_contribution": "0"}, ["members_pay_nothing"]),
    ({"lines": [{**COST, "payer": "member"}], "member_contribution": "5"}, []),
    ({"lines": [{**COST, "payer": "municipality"}], "member_contribution": "5"}, ["contribution_unused"]),
    ({"lines": [{**COST, "payer": "network"}], "member_contribution": "5"}, []),
    ({"lines": [{**COST, "payer": "other"}], "support_is_temporary": "yes"}, ["no_support"]),
    ({"lines": [{**COST, "payer": "police_zone"}], "support_is_temporary": "yes"}, []),
])  # fmt: skip
def test_sums_that_do_not_agree_are_found(content: dict[str, Any], codes: list[str]) -> None:
    assert _codes("budget", content) == codes


def test_days_that_are_past_are_found() -> None:
    past = {"starts": "on_day", "starts_on": "31/08/2026", "duration": "until", "until_on": "01/01/2025"}
    today = {"starts": "on_day", "starts_on": "01/09/2026", "duration": "indefinite", "until_on": ""}

    assert _codes("entry_into_force", past) == ["starts_in_past", "ends_in_past"]
    assert _codes("entry_into_force", today) == []
