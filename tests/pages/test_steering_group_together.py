"""Writing together on the pages: what is kept while one types, who is where, the history, and who looks after what."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.charter_steps import freeze, ready_to_freeze, section
from tests.factories import Place, advance_to, coordinator_of, make_place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page
from webapp.steering_group.section_words import compare_words

FIRST = "Leden bellen eerst de politie. Wie iets ziet, meldt het."


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case whose charter has just begun."""
    with writing(engine) as session:
        return advance_to(session, place, Stage.CHARTER)


@pytest.fixture
def coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def _text(engine: Engine, case: FoundingCase) -> str:
    with Session(engine) as session:
        return str(section(session, case, "members").content["text"])


def _editor(signed_in: SignedIn, person: Person, case: FoundingCase, code: str = "members") -> Page:
    return signed_in(person).read(f"/dossier/{case.number}/charter/{code}")


def _type(page: Page, **values: str) -> dict[str, Any]:
    """What the script sends after a pause, and what the server answers."""
    answer = page.submit(to=f"{page.path}/bewaren", **values)
    assert answer.status == 200
    told: dict[str, Any] = answer.response.get_json()
    return told


def test_what_is_typed_stands_in_the_charter_without_a_button(signed_in, engine, case, coordinator) -> None:
    page = _editor(signed_in, coordinator, case)

    told = _type(page, text=FIRST)

    assert (told["state"], told["revision"], told["changed"]) == ("saved", 1, {})
    assert told["said"].startswith("Bewaard om ")
    assert _text(engine, case) == FIRST


def test_what_a_colleague_wrote_comes_back_into_the_fields(signed_in, engine, case, coordinator, place) -> None:
    first = _editor(signed_in, coordinator, case)
    _type(first, text=FIRST)
    mine, theirs = (_editor(signed_in, who, case) for who in (coordinator, place.people[Role.DESK_OFFICER]))
    _type(theirs, text=FIRST.replace("eerst", "altijd eerst"))

    told = _type(mine, text=FIRST + " Ook bij twijfel.")

    both = "Leden bellen altijd eerst de politie. Wie iets ziet, meldt het. Ook bij twijfel."
    assert told["changed"] == {"text": both}
    assert told["sent_revision"] == told["revision"] - 1
    assert told["others"] == "Ook hier bezig: Dirk Balie Oosterbeke. Wat u tegelijk schrijft, wordt samengevoegd."
    assert _text(engine, case) == both


def test_a_colleague_at_the_same_place_overwrites_nothing_and_the_typed_text_waits(
    signed_in, engine, case, coordinator, place
) -> None:
    _type(_editor(signed_in, coordinator, case), text=FIRST)
    mine, theirs = (_editor(signed_in, who, case) for who in (coordinator, place.people[Role.DESK_OFFICER]))
    _type(theirs, text=FIRST.replace("eerst", "nooit"))

    told = _type(mine, text=FIRST.replace("eerst", "meteen"))

    assert told["state"] == "conflict"
    assert _text(engine, case) == FIRST.replace("eerst", "nooit")
    again = _editor(signed_in, coordinator, case)
    assert "U typte hier iets dat nog niet bewaard kon worden" in again.text
    assert FIRST.replace("eerst", "meteen") in again.text
    beside = again.submit(action=None, to=again.path, text=FIRST.replace("eerst", "meteen"), revision="1")
    assert beside.status == 409
    assert "Iemand was u voor" in beside.text


def test_what_is_not_right_yet_is_kept_for_who_typed_it_and_can_be_let_go(
    signed_in, engine, case, coordinator, place
) -> None:
    page = _editor(signed_in, coordinator, case, "budget")
    told = _type(page, **{"lines-0-description": "sms", "lines-0-amount": "twaalf"})
    assert told["state"] == "kept"
    assert told["faults"] == {"lines-0-amount": "Vul een bedrag in euro in, zoals 150 of 12,50."}
    assert "twaalf" not in str(_editor(signed_in, place.people[Role.DESK_OFFICER], case, "budget").soup)

    again = _editor(signed_in, coordinator, case, "budget")
    assert again.soup.select_one("[name=lines-0-amount]")["value"] == "twaalf"
    letting_go = again.submit(action=f"/dossier/{case.number}/charter/budget/loslaten").follow()

    assert "Hieronder staat de tekst zoals ze bewaard is." in letting_go.text
    assert "twaalf" not in str(letting_go.soup)


def test_after_the_text_was_frozen_the_script_is_told_and_the_words_are_safe(signed_in, engine, place) -> None:
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        coordinator = coordinator_of(session, case)
    page = _editor(signed_in, coordinator, case)
    before = _text(engine, case)
    with writing(engine) as session:
        freeze(session, place, session.get_one(FoundingCase, case.id))

    told = _type(page, text="Te laat.")

    assert (told["state"], told["said"].split(".")[0]) == ("closed", "Het charter kan nu niet veranderen")
    assert _text(engine, case) == before


def test_the_overview_says_who_is_where(signed_in, case, coordinator, place) -> None:
    page = _editor(signed_in, coordinator, case)
    here = page.submit(to=f"{page.path}/hier")
    assert here.response.get_json() == {"others": "", "revision": 0}

    overview = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/charter")

    assert "Nu bezig: Cora Coördinator." in overview.text


def test_the_history_compares_word_by_word_and_brings_a_text_back(signed_in, engine, case, coordinator, place) -> None:
    _type(_editor(signed_in, coordinator, case), text=FIRST)
    _type(_editor(signed_in, place.people[Role.DESK_OFFICER], case), text=FIRST.replace("eerst", "altijd eerst"))
    browser = signed_in(coordinator)

    history = browser.read(f"/dossier/{case.number}/charter/members/geschiedenis")

    assert [tag.get_text() for tag in history.soup.select(".compared ins")] == ["toegevoegd: altijd "]
    assert "staat er nu" in history.text
    back = next(link for link in history.links() if link.endswith("/terugzetten"))
    asked = browser.read(back)
    assert [tag.get_text() for tag in asked.soup.select(".compared del")] == ["weggehaald: altijd "]
    done = asked.submit().follow()
    assert "De tekst van toen staat er weer." in done.text
    assert _text(engine, case) == FIRST


@given(*[st.lists(st.sampled_from(["de", "politie", "belt", "101", "\n"]), max_size=9).map(" ".join)] * 2)
def test_a_comparison_holds_both_texts_word_for_word(before: str, after: str) -> None:
    pieces = compare_words(before, after)

    assert "".join(one.text for one in pieces if one.kind != "added") == before
    assert "".join(one.text for one in pieces if one.kind != "removed") == after


def test_a_text_that_nobody_changed_has_no_history_yet(signed_in, case, coordinator) -> None:
    page = signed_in(coordinator).read(f"/dossier/{case.number}/charter/members/geschiedenis")

    assert "Niemand veranderde dit onderdeel nog" in page.text


@pytest.mark.parametrize("path", ["geschiedenis/999999/terugzetten", "geschiedenis?toen=x&nu=999999", "geschiedenis"])
def test_strange_addresses_of_the_history_are_no_fault_of_ours(signed_in, case, coordinator, path) -> None:
    answer = signed_in(coordinator).read(f"/dossier/{case.number}/charter/members/{path}")

    assert answer.status in (200, 404)


def test_a_section_has_an_owner_who_says_that_it_is_ready(signed_in, case, coordinator, place) -> None:
    own = f"/dossier/{case.number}/charter/members/eigenaar"
    page = _editor(signed_in, coordinator, case)
    mine = page.submit(action=own, wish="own").follow()
    assert "U neemt dit onderdeel op u." in mine.text
    ready = mine.submit(action=own, wish="ready").follow()
    assert "Cora Coördinator: klaar, op" in ready.text
    overview = signed_in(coordinator).read(f"/dossier/{case.number}/charter")
    assert "Cora Coördinator zorgt hiervoor." in overview.text
    assert "klaar" in [tag.get_text() for tag in overview.soup.select(".sections .govuk-tag")]

    other = _editor(signed_in, place.people[Role.DESK_OFFICER], case).submit(action=own, wish="unready")

    assert other.status == 403
    assert mine.submit(action=own, wish="anything").status == 400


def test_nobody_of_elsewhere_keeps_anything_in_a_charter(signed_in, engine, case) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
    browser = signed_in(elsewhere.people[Role.DESK_OFFICER])

    for tail in ("bewaren", "hier", "eigenaar", "loslaten"):
        assert browser.send(f"/dossier/{case.number}/charter/members/{tail}", {"text": "x"}).status in (400, 404)
    assert browser.read(f"/dossier/{case.number}/charter/members/geschiedenis").status == 404


def test_the_printed_page_of_a_section_is_a_picture_of_what_is_saved_now(signed_in, case, coordinator) -> None:
    browser = signed_in(coordinator)
    before = browser.get(f"/dossier/{case.number}/charter/members/voorbeeld.png")
    _type(_editor(signed_in, coordinator, case), text="Leden bellen altijd eerst zelf de politie.")
    after = browser.get(f"/dossier/{case.number}/charter/members/voorbeeld.png")

    assert (after.status_code, after.mimetype) == (200, "image/png")
    assert after.data.startswith(b"\x89PNG")
    assert after.data != before.data
    page, pages = map(int, after.headers["X-Page"].split("/"))
    assert 1 < page <= pages
    shown = browser.read(f"/dossier/{case.number}/charter/members/voorbeeld")
    assert shown.soup.select_one("img.printed")["src"].endswith("/charter/members/voorbeeld.png")


def test_hostile_text_is_printed_as_text_and_loads_nothing(signed_in, case, coordinator) -> None:
    hostile = "<img src=file:///etc/passwd><script>alert(1)</script>\u202e![](http://example.invalid/x.png)"
    told = _type(_editor(signed_in, coordinator, case), text=hostile + " x" * 2000)
    assert told["state"] == "saved"

    answer = signed_in(coordinator).get(f"/dossier/{case.number}/charter/members/voorbeeld.png")

    assert answer.status_code == 200


def test_text_from_word_is_kept_as_words_and_lists_and_the_writer_is_told(signed_in, engine, case, coordinator) -> None:
    page = _editor(signed_in, coordinator, case)
    pasted = "<p class=MsoNormal>Leden:</p><ul><li>bellen</li><li>melden \u202e101</li></ul><script>x()</script>"

    told = _type(page, text=pasted)

    assert _text(engine, case) == "Leden:\n\n- bellen\n- melden 101"
    assert "Opmaak uit Word of van een webpagina is weggehaald." in told["said"]
    assert "de leesrichting" in told["said"]
    saved = _editor(signed_in, coordinator, case).submit(text=pasted).follow()
    assert "stukje programma" in saved.text


@pytest.mark.parametrize(("length", "status"), [(120_000, 422), (1_000_000, 413)])
def test_a_megabyte_in_a_section_is_refused_with_words(signed_in, engine, case, coordinator, length, status) -> None:
    before = _text(engine, case)
    page = _editor(signed_in, coordinator, case).submit(text="x" * length)

    assert page.status == status
    assert "te lang" in page.text or "te groot" in page.text or "te veel" in page.text
    assert _text(engine, case) == before


def test_the_panel_tells_while_one_types_that_a_street_is_outside_the_area(
    signed_in, engine, case, coordinator
) -> None:
    page = _editor(signed_in, coordinator, case, "area")

    told = _type(page, **{"segments-0-side": "odd", "segments-0-to_number": "3"})

    assert any("hoort bij het afgesproken gebied" in lack["words"] for lack in told["lacks"])
