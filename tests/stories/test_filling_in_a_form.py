"""The player fills in forms by the names of their fields, and sends what a browser without JavaScript would send."""

import pytest
from bs4 import BeautifulSoup

from binstart.playing.forms import CannotFill, Form, forms_of
from binstart.playing.moments import read_moment
from binstart.playing.scenario import NOMINAL_BEGINNING

PAGE = """
<form method="post" action="/dossier/OOS-2026-0001/decide-as-police">
  <input type="hidden" name="csrf_token" value="secret">
  <input type="hidden" name="seen" value="consultation:1">
  <input type="radio" name="is_approved" value="yes" id="y"><label for="y">Goedkeuren</label>
  <input type="radio" name="is_approved" value="no" id="n"><label for="n">Weigeren</label>
  <textarea name="reason">
Zoals het stond</textarea>
  <input name="decided_on-day" value="1"><input name="decided_on-month" value="2">
  <input name="decided_on-year" value="2026">
  <select name="role"><option value="coordinator">coördinator</option>
    <option value="member" selected>lid</option></select>
  <input type="checkbox" name="objectives" value="prevention" checked>
  <input type="checkbox" name="objectives" value="reporting">
  <input type="checkbox" name="declaration" value="y">
  <input name="seats-0-name" value="Oud"><input name="seats-0-email" value="">
  <input name="items-partners-result" value="">
  <input type="file" name="scan"><input name="off" value="x" disabled>
  <button name="remove" value="1">Verwijderen</button><button>Bewaren</button>
</form>
"""


def form() -> Form:
    return forms_of(BeautifulSoup(PAGE, "html.parser"))[0]


def sent(form: Form) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in form.sent():
        found.setdefault(name, []).append(value)
    return found


def test_what_is_not_filled_in_goes_as_the_page_offers_it() -> None:
    values = sent(form())

    assert values == {
        "csrf_token": ["secret"],
        "seen": ["consultation:1"],
        "reason": ["Zoals het stond"],
        "decided_on-day": ["1"],
        "decided_on-month": ["2"],
        "decided_on-year": ["2026"],
        "role": ["member"],
        "objectives": ["prevention"],
        "seats-0-name": ["Oud"],
        "seats-0-email": [""],
        "items-partners-result": [""],
    }


def test_a_day_goes_to_its_three_boxes() -> None:
    page = form()

    page.fill({"decided_on": read_moment("2027-11-05 20:00", NOMINAL_BEGINNING)})

    values = sent(page)
    assert [values[f"decided_on-{part}"] for part in ("day", "month", "year")] == [["5"], ["11"], ["2027"]]


@pytest.mark.parametrize(("value", "expected"), [(True, "yes"), (False, "no")])
def test_yes_and_no_choose_the_button_that_means_it(value: bool, expected: str) -> None:
    page = form()

    page.fill({"is_approved": value})

    assert sent(page)["is_approved"] == [expected]


def test_a_choice_can_be_named_by_its_label() -> None:
    page = form()

    page.fill({"role": "coördinator", "is_approved": "Weigeren"})

    assert sent(page)["role"] == ["coordinator"]
    assert sent(page)["is_approved"] == ["no"]


def test_ticking_replaces_what_was_ticked() -> None:
    page = form()

    page.fill({"objectives": ["reporting"], "declaration": True})

    assert sent(page)["objectives"] == ["reporting"]
    assert sent(page)["declaration"] == ["y"]


def test_rows_and_blocks_go_to_the_fields_that_carry_their_names() -> None:
    page = form()

    page.fill({"seats": [{"name": "Nieuw", "email": "n@x.example"}], "items": {"partners": {"result": "Voorgesteld."}}})

    assert sent(page)["seats-0-name"] == ["Nieuw"]
    assert sent(page)["items-partners-result"] == ["Voorgesteld."]


def test_the_button_without_a_name_sends_the_form() -> None:
    assert "remove" not in sent(form())


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"colour": "blue"}, "no field 'colour'"),
        ({"role": "mayor"}, "'role' does not offer 'mayor'"),
        ({"objectives": ["revenge"]}, "'objectives' does not offer 'revenge'"),
        ({"seats": [{"name": "A"}, {"name": "B"}]}, "no field 'seats-1-name'"),
        ({"reason": {"a": "b"}}, "'reason' takes one value"),
        ({"off": "y"}, "no field 'off'"),
    ],
)
def test_what_the_page_does_not_offer_is_refused_by_name(values: dict[str, object], reason: str) -> None:
    with pytest.raises(CannotFill, match=reason):
        form().fill(values)
