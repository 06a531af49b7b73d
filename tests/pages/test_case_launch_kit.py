"""The pages of the launch kit: reading, editing, planning, and the approvals of both sides."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.queries.launches.launch_kits import kit_of, last_kit_version
from models.rules.access import Role
from models.rules.launch_kit import PIECES
from models.rules.launch_kit_texts import STANDARD
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, coordinator_of
from tests.kit_steps import approve, edit, plan
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
OTHER = STANDARD["post_1"].replace("Woont of werkt u er?", "Kom erbij!")


@pytest.fixture
def case(place: Place, engine: Engine) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.LAUNCH)


@pytest.fixture
def planned(case: FoundingCase, place: Place, engine: Engine) -> FoundingCase:
    """A kit that is planned far ahead: the pages use the real clock."""
    with writing(engine) as session:
        plan(session, place, case, days=3000)
    return case


def read(signed_in: SignedIn, place: Place, case: FoundingCase, role: Role = D, more: str = "") -> Page:
    return signed_in(place.people[role]).read(f"/dossier/{case.number}/lanceringskit{more}")


def test_every_text_is_shown_with_its_length_and_its_facts_marked(case: FoundingCase, place: Place,
                                                                  signed_in: SignedIn) -> None:  # fmt: skip
    page = read(signed_in, place, case)

    assert page.status == 200
    assert all(piece.name in page.text for piece in PIECES.values())
    assert "woorden, hoogstens 70" in page.text
    marked = {one.get_text() for one in page.soup.select("mark.kit-fact")}
    assert {"BIN Kerkkwartier", "Oosterbeke", "Lid worden is gratis."} <= marked
    assert "nog niet bekend: vanaf welke dag het netwerk actief is" in page.text


def test_the_checklist_and_the_case_lead_to_the_kit(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    browser = signed_in(place.people[D])

    for path in ("", "/check-launch-item"):
        assert f"/dossier/{case.number}/lanceringskit" in browser.read(f"/dossier/{case.number}{path}").links()


def test_other_words_are_kept_and_shown_as_such(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    form = read(signed_in, place, case, P, "/tekst/post_1")

    page = form.submit(text=OTHER).follow()

    assert "Kom erbij!" in page.text
    assert "eigen woorden" in page.text


def test_a_lost_fact_is_said_at_the_field_and_nothing_that_was_typed_is_lost(case: FoundingCase, place: Place,
                                                                             signed_in: SignedIn) -> None:  # fmt: skip
    form = read(signed_in, place, case, D, "/tekst/post_1")

    page = form.submit(text="Kom erbij!")

    assert page.status == 422
    assert page.faults == ["{{netwerk}} moet in deze tekst blijven: de naam van het netwerk."]
    assert page.soup.select_one("textarea").get_text().strip() == "Kom erbij!"  # type: ignore[union-attr]


def test_a_promise_is_refused_at_the_field(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = read(signed_in, place, case, D, "/tekst/post_1").submit(text=f"{OTHER} Minder inbraken!")

    assert page.status == 422
    assert "‘Minder inbraken’" in page.faults[0]


def test_the_list_of_facts_says_which_belong_in_the_text(case: FoundingCase, place: Place,
                                                        signed_in: SignedIn) -> None:  # fmt: skip
    page = read(signed_in, place, case, D, "/tekst/paper_short")

    rows = {row.select_one("code").get_text(): row.get_text(" ") for row in page.soup.select(".kit-facts > div")}  # type: ignore[union-attr]
    assert "hoort erin" in rows["{{datum}}"]
    assert "hoort erin" not in rows["{{middelen}}"]
    assert "Lid worden is gratis." in rows["{{prijs}}"]


def test_who_edits_what_somebody_else_changed_sees_both(case: FoundingCase, place: Place, engine: Engine,
                                                       signed_in: SignedIn) -> None:  # fmt: skip
    form = read(signed_in, place, case, P, "/tekst/post_1")
    with writing(engine) as session:
        edit(session, place, case, "post_1", OTHER)

    page = form.submit(text=STANDARD["post_1"] + " Tot dan!")

    assert page.status == 409
    assert "Kom" in page.soup.select_one(".compared ins").get_text()  # type: ignore[union-attr]
    assert "Tot dan!" in page.soup.select_one("textarea").get_text()  # type: ignore[union-attr]
    assert page.submit().follow().status == 200  # who has read both, may keep theirs


def test_one_button_brings_the_standard_words_back(case: FoundingCase, place: Place, engine: Engine,
                                                  signed_in: SignedIn) -> None:  # fmt: skip
    with writing(engine) as session:
        edit(session, place, case, "post_1", OTHER)
    page = read(signed_in, place, case, D, "/tekst/post_1")

    after = page.submit(f"/dossier/{case.number}/lanceringskit/tekst/post_1/standaard").follow()

    assert "De standaardtekst staat er weer." in after.text
    assert "Kom erbij!" not in after.text


def test_the_moment_and_the_papers_are_filled_in(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    form = read(signed_in, place, case, D, "/moment")

    page = form.submit(active_on="2044-05-02", send_at="2044-05-01T10:00", press="pers@krant.example").follow()

    assert "1 mei 2044" in page.text
    assert "Vanaf 2 mei 2044 is BIN Kerkkwartier actief" in page.text


@pytest.mark.parametrize(("values", "fault"), [
    ({"send_at": "2020-01-01T10:00", "active_on": "2044-05-02"}, "Kies een moment dat nog komt."),
    ({"send_at": "2044-05-01T10:00"}, "Vul in vanaf welke dag het netwerk actief is."),
    ({"active_on": "2044-05-02"}, "Vul dag en uur in."),
    ({"send_at": "2044-05-01T10:00", "active_on": "2044-05-02", "press": "x"}, "‘x’ is geen mailadres."),
])  # fmt: skip
def test_what_is_missing_about_the_moment_is_said(case: FoundingCase, place: Place, signed_in: SignedIn,
                                                 values: dict[str, str], fault: str) -> None:  # fmt: skip
    page = read(signed_in, place, case, D, "/moment").submit(**values)

    assert page.status == 422
    assert page.faults == [fault]


def test_both_sides_approve_on_the_page(planned: FoundingCase, place: Place, engine: Engine,
                                       signed_in: SignedIn) -> None:  # fmt: skip
    base = f"/dossier/{planned.number}/lanceringskit/goedkeuren"

    first = read(signed_in, place, planned, M).submit(f"{base}/gemeente").follow()
    assert "nog niet goedgekeurd namens de politie" in first.text
    last = read(signed_in, place, planned, C).submit(f"{base}/politie").follow()

    assert "goedgekeurd namens de politie" in last.text
    assert "Bestanden van versie 1" in last.text
    with Session(engine) as session:
        assert kit_of(session, planned).approved_at is not None


def test_an_approval_of_a_version_that_changed_meanwhile_is_refused(planned: FoundingCase, place: Place, engine: Engine,
                                                                    signed_in: SignedIn) -> None:  # fmt: skip
    page = read(signed_in, place, planned, M)
    with writing(engine) as session:
        edit(session, place, planned, "post_1", OTHER)

    refused = page.submit(f"/dossier/{planned.number}/lanceringskit/goedkeuren/gemeente")

    assert refused.status == 409
    assert "Lees eerst versie 2" in refused.text


@pytest.mark.parametrize(("role", "can"), [
    (D, {"tekst", "gemeente"}), (M, {"gemeente"}), (P, {"tekst", "politie"}), (C, {"politie"})
])  # fmt: skip
def test_everybody_finds_only_what_they_can_do(planned: FoundingCase, place: Place, signed_in: SignedIn, role: Role,
                                              can: set[str]) -> None:  # fmt: skip
    page = read(signed_in, place, planned, role)

    found = {str(form["action"]).rsplit("/", 1)[1] for form in page.soup.select("main form[action]")}
    found |= {"tekst"} if any("/tekst/" in link for link in page.links()) else set()
    assert found - {"weg"} == can


def test_the_coordinator_edits_and_approves_nothing(planned: FoundingCase, engine: Engine, signed_in: SignedIn) -> None:
    with Session(engine) as session:
        coordinator = coordinator_of(session, planned)
    page = signed_in(coordinator).read(f"/dossier/{planned.number}/lanceringskit")

    assert any("/tekst/" in link for link in page.links())
    assert not page.soup.select('form[action*="goedkeuren"]')


def test_a_neighbour_and_the_applicant_see_no_kit(planned: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    path = f"/dossier/{planned.number}/lanceringskit"

    assert signed_in(place.neighbour).read(path).status == 404
    assert signed_in(place.resident).read(path).status in (200, 403)


def test_whoever_edits_an_approved_kit_is_warned(planned: FoundingCase, place: Place, engine: Engine,
                                                signed_in: SignedIn) -> None:  # fmt: skip
    with writing(engine) as session:
        approve(session, place, planned, M, C)

    page = read(signed_in, place, planned, D, "/tekst/post_1")

    assert "vervalt dat; wie goedkeurde, krijgt bericht" in page.text


def test_a_kit_that_is_not_to_be_sent_says_so(planned: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = read(signed_in, place, planned)

    after = page.submit(f"/dossier/{planned.number}/lanceringskit/moment/weg").follow()

    assert "nog geen moment gekozen" in after.text


def test_before_the_launch_the_page_says_when_it_comes(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        early = advance_to(session, place, Stage.CHARTER)

    assert "wordt gemaakt in de fase lancering" in read(signed_in, place, early).text
    assert read(signed_in, place, early, D, "/tekst/post_1").status == 409


def test_a_text_that_does_not_exist_is_not_found(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    assert read(signed_in, place, case, D, "/tekst/roman").status == 404


def test_looking_at_the_kit_keeps_nothing(case: FoundingCase, place: Place, engine: Engine,
                                         signed_in: SignedIn) -> None:  # fmt: skip
    read(signed_in, place, case)

    with Session(engine) as session:
        assert last_kit_version(session, kit_of(session, case)) is None


def test_changed_facts_are_renewed_with_a_button(planned: FoundingCase, place: Place, engine: Engine,
                                                signed_in: SignedIn) -> None:  # fmt: skip
    with writing(engine) as session:
        case = session.get_one(FoundingCase, planned.id)
        case.name = "BIN Nieuwe Naam"
    page = read(signed_in, place, planned)
    assert "Intussen is dit anders" in page.text

    after = page.submit(f"/dossier/{planned.number}/lanceringskit/feiten").follow()

    assert "Intussen is dit anders" not in after.text
    assert "BIN Nieuwe Naam" in after.text
