"""The pages of the minutes: reading and comparing versions, writing the next one, and both approvals."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.evenings import informing, writing_minutes
from models.queries.evenings.evenings import all_evenings
from models.queries.evenings.minutes import last_version
from models.rules.access import Role
from models.rules.procedure import AGENDA_ITEMS
from tests.factories import Place, acting, coordinator_of, later, make_place
from tests.pages.action_examples import with_evening_held, with_evening_planned
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
WRITTEN = "De wijkinspecteur en de schepen stelden zich voor."


@pytest.fixture
def held(place: Place, engine: Engine) -> FoundingCase:
    with writing(engine) as session:
        return with_evening_held(session, place)


@pytest.fixture
def edited(held: FoundingCase, place: Place, engine: Engine) -> FoundingCase:
    edit(engine, place, held, P)
    return held


def edit(engine: Engine, place: Place, case: FoundingCase, role: Role, text: str = WRITTEN) -> None:
    at = later(case, 31)
    with writing(engine) as session:
        by = acting(session, place.people[role], at)
        writing_minutes.edit_minutes(session, case.id, by, at, items={"partners": text})


def approve(engine: Engine, place: Place, case: FoundingCase, *roles: Role) -> None:
    at = later(case, 32)
    with writing(engine) as session:
        for role in roles:
            operation = (
                writing_minutes.approve_minutes_as_chair if role is M else writing_minutes.approve_minutes_as_police
            )
            operation(session, case.id, acting(session, place.people[role], at), at)


def read(signed_in: SignedIn, place: Place, case: FoundingCase, page: str, role: Role = P) -> Page:
    return signed_in(place.people[role]).read(f"/dossier/{case.number}/{page}".rstrip("/"))


def test_the_draft_says_what_it_still_waits_for(held: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = read(signed_in, place, held, "verslag")

    assert page.status == 200
    assert "Dit is een ontwerp" in page.text
    assert "nog niet goedgekeurd namens de voorzitter" in page.text
    assert "nog niet goedgekeurd namens de politie" in page.text
    assert "38 voor, 1 tegen, 1 onthoudingen" in page.text
    assert all(name in page.text for name in AGENDA_ITEMS.values())


@pytest.mark.parametrize("page", ["", "judge-as-initiator"])
def test_the_initiator_reads_how_was_voted_but_not_what_was_noted_before_it_is_final(
    held: FoundingCase, place: Place, signed_in: SignedIn, page: str
) -> None:
    """A draft can hold a name that is found later (DECISIONS, the minutes)."""
    address = f"/dossier/{held.number}/{page}".rstrip("/")

    theirs = signed_in(place.resident).read(address)
    desk = read(signed_in, place, held, "", D)

    assert "Besproken." in desk.text
    assert "Besproken." not in theirs.text
    assert "Voorzitter" not in theirs.text
    assert "voor 38, tegen 1, onthouding 1" in theirs.text


def test_two_versions_are_compared_word_by_word_in_marks_and_in_words(
    edited: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    page = read(signed_in, place, edited, "verslag?van=1&tot=2")

    [came], [went] = page.soup.select("main ins"), page.soup.select("main del")
    assert came.get_text() == f"toegevoegd: {WRITTEN};"
    assert went.get_text() == "weggelaten: Besproken.;"
    assert page.soup.select_one("#van option[selected]")["value"] == "1"


def test_the_last_two_versions_are_compared_where_nobody_chose(
    edited: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    edit(engine, place, edited, M, "De wijkinspecteur stelde zich voor.")

    page = read(signed_in, place, edited, "verslag")

    assert "Van versie 2 naar versie 3" in page.text


def test_an_older_version_can_be_read_and_one_that_never_was_can_not(
    edited: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    older = read(signed_in, place, edited, "verslag?versie=1")

    assert "Dit is een oudere versie." in older.text
    assert WRITTEN not in older.soup.select_one("section[aria-labelledby=tekst]").get_text()
    for wrong in ("versie=9", "van=0", "avond=99999"):
        assert read(signed_in, place, edited, f"verslag?{wrong}").status == 404


@pytest.mark.parametrize("strange", ["versie=x", "tot=%F0%9F%98%80", "van=999999999999"])
def test_a_strange_number_in_the_address_breaks_nothing(
    edited: FoundingCase, place: Place, signed_in: SignedIn, strange: str
) -> None:
    assert read(signed_in, place, edited, f"verslag?{strange}").status == 200


def test_before_the_results_are_noted_the_page_says_that_there_are_no_minutes(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = with_evening_planned(session, place)

    assert "Er is nog geen verslag." in read(signed_in, place, case, "verslag").text
    assert read(signed_in, place, case, "edit-minutes").status == 409


def test_drafts_are_for_staff_and_stuurgroep(
    held: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        cora = coordinator_of(session, held)
        elsewhere = make_place(session, "Westveld")

    assert signed_in(cora).read(f"/dossier/{held.number}/verslag").status == 200
    assert place.resident is not None
    assert signed_in(place.resident).read(f"/dossier/{held.number}/verslag").status == 403
    assert signed_in(elsewhere.people[D]).read(f"/dossier/{held.number}/verslag").status in (403, 404)


def test_the_coordinator_finds_the_way_to_edit_and_none_to_approve(
    held: FoundingCase, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        cora = coordinator_of(session, held)
    browser = signed_in(cora)

    page = browser.read(f"/dossier/{held.number}/verslag")
    saved = browser.read(f"/dossier/{held.number}/edit-minutes").submit(introduction="Een volle zaal.")

    assert [link for link in page.links() if "minutes" in link] == [_edit_link(held, engine)]
    assert "De nieuwe versie van het verslag is bewaard." in saved.follow().text


def _edit_link(case: FoundingCase, engine: Engine) -> str:
    with Session(engine) as session:
        return f"/dossier/{case.number}/edit-minutes?avond={all_evenings(session, case.id)[-1].id}"


def test_every_part_of_the_text_can_be_written(
    held: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    values = {f"items-{code}": f"Over {code}." for code in AGENDA_ITEMS}

    answer = read(signed_in, place, held, "edit-minutes", M).submit(**values, introduction="Vooraf.", remarks="Na.")

    assert answer.status == 302
    with Session(engine) as session:
        sections = last_version(session, all_evenings(session, held.id)[-1].id).sections
    assert {code: sections[code] for code in AGENDA_ITEMS} == {code: f"Over {code}." for code in AGENDA_ITEMS}
    assert (sections["introduction"], sections["remarks"]) == ("Vooraf.", "Na.")


def test_an_item_that_is_left_empty_and_a_name_are_told_at_the_field(
    held: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    form = read(signed_in, place, held, "edit-minutes")

    empty = form.submit(**{"items-partners": ""})
    named = form.submit(**{"items-partners": "Cora Coördinator stelde zich voor."})

    assert (empty.status, empty.faults) == (422, ["Vul in wat er over dit punt in het verslag staat."])
    assert named.status == 422
    assert "de naam van een bewoner" in named.faults[0]
    assert named.soup.select_one("#items-partners-error") is not None


def test_who_saves_over_what_somebody_else_wrote_meanwhile_sees_it_and_keeps_what_they_typed(
    held: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    form = read(signed_in, place, held, "edit-minutes", M)
    edit(engine, place, held, P)

    answer = form.submit(introduction="Wat de burgemeester tegelijk schreef.")

    assert answer.status == 409
    assert "intussen aangepast" in answer.faults[0]
    assert WRITTEN in answer.soup.select_one("main ins").get_text()
    assert answer.soup.select_one("#introduction").get_text().strip() == "Wat de burgemeester tegelijk schreef."
    with Session(engine) as session:
        assert last_version(session, all_evenings(session, held.id)[-1].id).version == 2


def test_who_approves_a_version_that_changed_meanwhile_reads_the_new_one_first(
    held: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    form = read(signed_in, place, held, "approve-minutes-as-chair", M)
    edit(engine, place, held, P)

    answer = form.submit()

    assert answer.status == 409
    assert WRITTEN in answer.text
    assert "Uw goedkeuring van het verslag is bewaard." in answer.submit().follow().text


def test_the_case_page_says_whose_approval_is_missing_and_nobody_gives_the_same_one_twice(
    held: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    approve(engine, place, held, M)

    page = read(signed_in, place, held, "", P)
    again = read(signed_in, place, held, "approve-minutes-as-chair", M)

    assert "versie 1, wacht op de politie" in page.text
    assert again.status == 409
    assert "al goedgekeurd namens de voorzitter" in again.text


def test_who_edits_is_warned_that_an_approval_will_lapse(
    held: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    approve(engine, place, held, M)

    assert "dan vervalt die goedkeuring" in read(signed_in, place, held, "edit-minutes").text


def test_final_minutes_are_read_and_not_changed(
    edited: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    approve(engine, place, edited, M, C)

    page = read(signed_in, place, edited, "verslag")

    assert "definitief sinds" in page.text
    assert "goedgekeurd namens de voorzitter op" in page.text
    assert [link for link in page.links() if "-minutes" in link] == []
    assert read(signed_in, place, edited, "edit-minutes").status == 409


def test_the_minutes_of_an_evening_are_edited_while_another_one_is_still_to_come(
    held: FoundingCase, place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        at = later(held, 31)
        first = all_evenings(session, held.id)[0]
        informing.plan_info_evening(
            session, held.id, acting(session, place.people[D], at), at, starts_at=first.starts_at + timedelta(days=900),
            place="Parochiezaal", address="Kerkplein 1", organisers="Gemeente", contact="02 000 00 00", is_extra=True,
        )  # fmt: skip
    page = read(signed_in, place, held, "verslag")
    [to_edit] = [link for link in page.links() if "edit-minutes" in link]

    answer = page.visitor.read(to_edit).submit(introduction="Van de eerste avond.")

    assert answer.status == 302
    with Session(engine) as session:
        assert last_version(session, first.id).version == 2
