"""Comments and suggestions on the pages: said at a paragraph, read by everyone on the case, answered, taken over."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.charter_steps import freeze, ready_to_freeze, save, section
from tests.factories import Place, advance_to, coordinator_of, make_place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page

OLD = "Leden bellen eerst de politie."
NEW = "Leden bellen altijd eerst de politie."


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        save(session, case, "members", {"text": f"{OLD}\n\nLeden patrouilleren nooit."})
        return case


@pytest.fixture
def coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def _comments(signed_in: SignedIn, person: Person, case: FoundingCase, code: str = "members") -> Page:
    return signed_in(person).read(f"/dossier/{case.number}/charter/{code}/reacties")


def _write(signed_in: SignedIn, person: Person, case: FoundingCase, number: int, **values: str) -> Page:
    page = signed_in(person).read(f"/dossier/{case.number}/charter/members/reacties/nieuw?plaats={number}")
    return page.submit(**values)


def _thread(page: Page) -> Page:
    return page.visitor.read(next(link for link in page.links() if "/reacties/" in link and "nieuw" not in link))


def test_a_suggestion_goes_from_the_mayor_into_the_text_with_her_name_in_the_history(
    signed_in, engine, case, coordinator, place
) -> None:
    mayor = place.people[Role.MAYOR]
    choose = signed_in(mayor).read(f"/dossier/{case.number}/comment-charter")
    assert f"/dossier/{case.number}/charter/members/reacties" in choose.links()
    assert _write(signed_in, mayor, case, 1, text="<b>Liever</b> zo.", suggestion=NEW).status == 302

    overview = signed_in(coordinator).read(f"/dossier/{case.number}/charter")
    assert "1 reactie open" in overview.text
    assert "1 reactie staat open" in signed_in(coordinator).read(f"/dossier/{case.number}/charter/members").text
    listed = _comments(signed_in, coordinator, case)
    assert "Liever zo." in listed.text  # pasted markup is words
    assert [one.get_text(" ", strip=True) for one in listed.soup.select("ins")] == ["toegevoegd: altijd"]
    thread = _thread(listed)
    done = thread.submit(outcome="taken_over")

    assert done.status == 302
    with Session(engine) as session:
        assert section(session, case, "members").content["text"] == f"{NEW}\n\nLeden patrouilleren nooit."
    history = signed_in(coordinator).read(f"/dossier/{case.number}/charter/members/geschiedenis")
    assert f"Voorstel van {mayor.name}, overgenomen door {coordinator.name}" in history.text
    assert "1 afgehandelde reactie" in done.follow().text


def test_a_paragraph_left_as_it_is_makes_a_comment_and_not_a_suggestion(signed_in, case, coordinator) -> None:
    _write(signed_in, coordinator, case, 2, text="Nooit is wel streng.")

    page = _comments(signed_in, coordinator, case)

    assert "Nooit is wel streng." in page.text
    assert "Voorstel:" not in page.text
    assert not _thread(page).soup.select('input[value="taken_over"]')


def test_saying_nothing_is_told_at_the_field_and_what_was_typed_stays(signed_in, case, coordinator) -> None:
    refused = _write(signed_in, coordinator, case, 1, text=" ")
    assert (refused.status, refused.faults) == (422, ["Vul dit in."])

    long = _write(signed_in, coordinator, case, 1, text="Goed.", suggestion="x" * 5001)
    assert long.status == 422
    assert "Goed." in str(long.soup.select_one("textarea[name=text]"))


def test_mayor_answers_and_cannot_take_over_and_not_following_needs_a_reason(
    signed_in, case, coordinator, place
) -> None:
    _write(signed_in, coordinator, case, 1, suggestion=NEW)
    thread = _thread(_comments(signed_in, place.people[Role.MAYOR], case))
    assert not thread.soup.select('input[value="taken_over"]')

    refused = thread.submit(outcome="not_followed")
    assert (refused.status, refused.faults) == (422, ["Vul dit in."])
    assert thread.submit(outcome="taken_over").status == 422  # no choice of hers
    assert thread.submit(outcome="not_followed", text="Het staat er al.").status == 302
    again = _thread(_comments(signed_in, coordinator, case))
    assert "Met uw antwoord staat ze weer open." in again.text
    assert again.submit(text="Toch niet.").status == 302
    assert "1 reactie open" in signed_in(coordinator).read(f"/dossier/{case.number}/charter").text


def test_a_changed_paragraph_shows_what_stood_there_and_what_the_suggestion_would_make(
    signed_in, engine, case, coordinator, place
) -> None:
    _write(signed_in, place.people[Role.MAYOR], case, 1, suggestion=NEW)
    with writing(engine) as session:
        save(session, case, "members", {"text": f"{OLD} Dat is 101.\n\nLeden patrouilleren nooit."})

    page = _comments(signed_in, coordinator, case)

    assert "Toen dit geschreven werd, stond er:" in page.text
    thread = _thread(page)
    assert "De tekst is intussen anders. Zo wordt hij met het voorstel:" in thread.text
    thread.submit(outcome="taken_over")
    with Session(engine) as session:
        assert section(session, case, "members").content["text"].startswith(f"{NEW} Dat is 101.")


def test_a_comment_on_words_that_are_gone_is_listed_apart(signed_in, engine, case, coordinator) -> None:
    _write(signed_in, coordinator, case, 2, text="Nooit?", suggestion="Leden patrouilleren niet.")
    with writing(engine) as session:
        save(session, case, "members", {"text": "Over geld spreken we later."})

    page = _comments(signed_in, coordinator, case)

    assert "Over tekst die er niet meer staat" in page.text
    assert "te veel veranderd" in _thread(page).text


def test_who_asked_reads_along_and_does_not_write(signed_in, engine, case, coordinator, place) -> None:
    _write(signed_in, coordinator, case, 1, text="Goed zo?")

    page = _comments(signed_in, place.resident, case)

    assert "Goed zo?" in page.text
    assert not [link for link in page.links() if "/reacties/" in link]
    assert signed_in(place.resident).read(f"/dossier/{case.number}/comment-charter").status == 403


def test_nobody_of_elsewhere_reads_or_answers(signed_in, engine, case, coordinator) -> None:
    _write(signed_in, coordinator, case, 1, text="Goed zo?")
    with writing(engine) as session:
        other = make_place(session, "westveld", "WES")
        foreign = advance_to(session, other, Stage.CHARTER)

    stranger = other.people[Role.DESK_OFFICER]
    assert _comments(signed_in, stranger, case).status in (403, 404)
    assert signed_in(stranger).read(f"/dossier/{foreign.number}/reacties/1").status == 404


def test_a_frozen_text_shows_what_was_said_and_takes_nothing_more(signed_in, engine, case, coordinator, place) -> None:
    _write(signed_in, coordinator, case, 1, text="Goed zo?")
    page = signed_in(coordinator).read(f"/dossier/{case.number}/charter/members/reacties/nieuw?plaats=1")
    assert "Er staat nog 1 reactie open." in signed_in(coordinator).read(f"/dossier/{case.number}/freeze-charter").text
    with writing(engine) as session:
        freeze(session, place, case)

    assert page.submit(text="Te laat.").status == 409
    assert signed_in(coordinator).read(f"/dossier/{case.number}/charter/members/reacties/nieuw").status == 409
    assert "Goed zo?" in _comments(signed_in, coordinator, case).text


@pytest.mark.parametrize("number", ["99", "-1", "abc", "1" * 30])
def test_a_strange_place_is_the_section_as_a_whole(signed_in, case, coordinator, number) -> None:
    page = signed_in(coordinator).read(f"/dossier/{case.number}/charter/members/reacties/nieuw?plaats={number}")

    assert "het hele onderdeel" in page.text
    assert page.submit(text="Over alles.").status == 302
