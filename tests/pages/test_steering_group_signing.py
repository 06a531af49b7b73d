"""Freezing and signing the charter on screen."""

import io

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.rules.access import Role
from models.rules.procedure import Stage
from models.signature import Signature
from tests.charter_steps import SCAN, freeze, ready_to_freeze, reopen, save, sign, signature_rows
from tests.factories import Place, advance_to, charter_of, coordinator_of, give_role

NO_DEPUTY = "parties-deputy_missing"


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case with a frozen charter; the neighbourhood council signs in ink."""
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        extra = [{"capacity": "voorzitter wijkraad", "name": "Rik Raad"}]
        save(session, case, "signatures", {"statement": "Wij gaan akkoord.", "extra": extra})
        freeze(session, place, case)
        return case


def line_id(engine: Engine, case: FoundingCase, capacity: str) -> int:
    with Session(engine) as session:
        return next(row.id for row in signature_rows(session, case) if row.capacity == capacity)


def signatures(engine: Engine) -> dict[str, str]:
    with Session(engine) as session:
        return {row.capacity: row.method for row in session.scalars(select(Signature))}


def _scanned() -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(SCAN.content), SCAN.name)]


# --- freezing ---


def test_an_incomplete_charter_says_on_the_freeze_page_what_is_missing(signed_in, engine, place) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CHARTER)

    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/freeze-charter")

    assert page.status == 409


def test_freezing_says_what_it_means_and_who_will_sign(signed_in, engine, place) -> None:
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/freeze-charter")
    assert "Niemand kan de tekst nog veranderen." in page.text
    assert "Korpschef" in page.text

    assert "Er is nog geen plaatsvervangend coördinator." in page.text
    assert page.submit().faults == ["Schrijf op waarom dit zo mag blijven, of pas de tekst aan."]

    answer = page.submit(**{NO_DEPUTY: "Wij zoeken nog iemand."})

    assert "De tekst ligt vast sinds" in answer.follow().text
    assert "Wij zoeken nog iemand." in answer.follow().text


def test_a_reason_is_suggested_again_and_asked_for_only_what_is_unusual_now(signed_in, engine, case, place) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    with writing(engine) as session:
        reopen(session, place, case)

    page = desk.read(f"/dossier/{case.number}/freeze-charter")

    assert page.soup.select_one(f"#{NO_DEPUTY}").get_text(strip=True) == "Zo besproken met alle partners."
    too_long = page.submit(**{NO_DEPUTY: "x" * 5001})
    assert too_long.status == 422
    assert too_long.faults


def test_who_signs_reads_what_is_unusual_and_why(signed_in, engine, case, place) -> None:
    line = line_id(engine, case, "burgemeester")

    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter/{line}")

    assert "Er is nog geen plaatsvervangend coördinator." in page.text
    assert "Zo besproken met alle partners." in page.text


def test_who_freezes_from_a_stale_page_is_told(signed_in, engine, place) -> None:
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
    first = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/freeze-charter")
    second = signed_in(place.people[Role.MANDATED_OFFICER]).read(f"/dossier/{case.number}/freeze-charter")
    first.submit(**{NO_DEPUTY: "Wij zoeken nog."})

    assert second.submit(**{NO_DEPUTY: "Wij zoeken."}).status == 409


def test_a_signatory_is_added_and_stands_in_the_list(signed_in, engine, place) -> None:
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        coordinator = coordinator_of(session, case)
    page = signed_in(coordinator).read(f"/dossier/{case.number}/add-signatory")

    answer = page.submit(capacity="voorzitter oudercomité", name="An Ouder")

    assert "Voorzitter oudercomité , An Ouder" in answer.follow().text


def test_a_signatory_without_a_name_is_refused_at_the_field(signed_in, engine, place) -> None:
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/add-signatory")

    answer = page.submit(capacity="voorzitter", name="")

    assert answer.status == 422
    assert answer.soup.select_one("#name-error")


# --- signing on screen ---


def test_the_sign_page_shows_the_whole_text_its_fingerprint_and_takes_the_typed_name(
    signed_in, engine, case, place
) -> None:
    browser = signed_in(place.people[Role.MAYOR])
    page = browser.read(f"/dossier/{case.number}/sign-charter").follow()
    assert page.title == "Ondertekenen als burgemeester"
    with Session(engine) as session:
        fingerprint = charter_of(session, case).fingerprint
    assert fingerprint[:8] in page.text
    assert "Dit charter steunt op de" in page.text

    answer = page.submit(name="maria burgemeester oosterbeke")

    assert answer.status == 302
    assert signatures(engine)["burgemeester"] == "electronic"
    with Session(engine) as session:
        kept = next(row for row in signature_rows(session, case) if row.capacity == "burgemeester")
        assert (kept.identified_by, kept.recorded_as) == ("link", "mayor")
    assert "Getekend op" in answer.follow().text


def test_a_wrong_name_is_refused_beside_the_field_with_the_text_still_there(signed_in, engine, case, place) -> None:
    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter").follow()

    answer = page.submit(name="Iemand Anders")

    assert answer.status == 422
    assert answer.faults == ["Typ de naam zoals ze hier bekend is: Maria Burgemeester Oosterbeke."]
    assert "Dit charter steunt op de" in answer.text
    assert signatures(engine)["burgemeester"] == ""


def test_a_sign_page_from_before_the_text_changed_signs_nothing(signed_in, engine, case, place) -> None:
    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter").follow()
    with writing(engine) as session:
        held = session.get_one(FoundingCase, case.id)
        reopen(session, place, held)
        save(session, held, "members", {"text": "Andere afspraken."})
        freeze(session, place, held)

    answer = page.submit(name="Maria Burgemeester Oosterbeke")

    assert answer.status == 409
    assert set(signatures(engine).values()) == {""}


def test_a_fingerprint_that_was_tampered_with_signs_nothing(signed_in, engine, case, place) -> None:
    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter").follow()

    assert page.submit(name="Maria Burgemeester Oosterbeke", fingerprint="0" * 64).status == 409
    assert signatures(engine)["burgemeester"] == ""


def test_pressing_the_button_twice_signs_once(signed_in, engine, case, place) -> None:
    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter").follow()
    page.submit(name="Maria Burgemeester Oosterbeke")

    assert page.submit(name="Maria Burgemeester Oosterbeke").status == 302  # led to where the first led
    assert page.in_another_window().submit(name="Maria Burgemeester Oosterbeke").status == 409


def test_somebody_with_two_functions_chooses_which_line_to_sign(signed_in, engine, case, place) -> None:
    with writing(engine) as session:
        give_role(session, place.people[Role.MAYOR], Role.POLICE_CHIEF, place.zone)

    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter")

    links = [link for link in page.links() if "/sign-charter/" in link]
    assert len(links) == 2
    assert page.visitor.read(links[1]).title == "Ondertekenen als korpschef"


def test_the_line_of_another_leads_back_to_ones_own(signed_in, engine, case, place) -> None:
    other = line_id(engine, case, "korpschef")

    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter/{other}")

    assert page.status == 302
    assert page.follow().follow().title == "Ondertekenen als burgemeester"


def test_who_has_no_line_is_told_so(signed_in, engine, case, place) -> None:
    with writing(engine) as session:
        sign(session, session.get_one(FoundingCase, case.id), place.people[Role.MAYOR], "burgemeester")

    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter")

    assert page.status == 409
    assert "Op uw handtekening wordt niet gewacht." in page.text


@pytest.mark.parametrize("signature_id", [0, 999_999, 2_147_483_647])
def test_a_line_that_does_not_exist_is_no_fault_of_ours(signed_in, case, place, signature_id) -> None:
    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter/{signature_id}")

    assert page.status == 409


def test_the_last_signature_on_screen_opens_the_federal_check(signed_in, engine, case, place) -> None:
    with writing(engine) as session:
        coordinator = coordinator_of(session, case)
    desk = signed_in(place.people[Role.DESK_OFFICER])
    ink = desk.read(f"/dossier/{case.number}/record-ink-signature/{line_id(engine, case, 'voorzitter wijkraad')}")
    assert ink.submit(scan=_scanned()).status == 302
    check = signed_in(place.people[Role.MANDATED_OFFICER]).read(f"/dossier/{case.number}/check-ink-signature")
    assert check.submit(outcome="right").status == 302
    for person in (place.people[Role.MAYOR], place.people[Role.POLICE_CHIEF], place.people[Role.MANDATED_OFFICER],
                   coordinator):  # fmt: skip
        page = signed_in(person).read(f"/dossier/{case.number}/sign-charter").follow()
        assert page.submit(name=person.name).status == 302

    with Session(engine) as session:
        assert session.get_one(FoundingCase, case.id).stage == Stage.FEDERAL_CHECK
    assert "Iedereen heeft deze versie ondertekend." in desk.read(f"/dossier/{case.number}/charter").text


# --- in ink ---


def test_the_desk_notes_what_was_signed_on_paper(signed_in, engine, case, place) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    listed = desk.read(f"/dossier/{case.number}/record-ink-signature")
    assert len([link for link in listed.links() if "/record-ink-signature/" in link]) == 5
    page = desk.read(f"/dossier/{case.number}/record-ink-signature/{line_id(engine, case, 'voorzitter wijkraad')}")
    assert page.soup.select_one("[name=name]")["value"] == "Rik Raad"

    assert page.submit().faults == ["Voeg de scan of een foto van de ondertekende bladzijde toe."]
    answer = page.submit(scan=_scanned())

    assert answer.status == 302
    assert "op papier, wordt nagekeken" in answer.follow().text
    assert signatures(engine)["voorzitter wijkraad"] == ""


def test_a_colleague_compares_the_paper_with_its_scan(signed_in, engine, case, place) -> None:
    desk, officer = signed_in(place.people[Role.DESK_OFFICER]), signed_in(place.people[Role.MANDATED_OFFICER])
    address = f"/dossier/{case.number}/check-ink-signature"
    assert officer.read(address).status == 409
    line = line_id(engine, case, "voorzitter wijkraad")
    desk.read(f"/dossier/{case.number}/record-ink-signature/{line}").submit(scan=_scanned())
    own = desk.read(address)
    assert own.status == 403
    assert "Vier ogen" in own.text

    page = officer.read(address)
    assert "Rik Raad" in page.text
    scan = next(link for link in page.links() if "/bijlage" in link or "/upload" in link)
    assert officer.read(scan).status == 200
    assert page.submit(outcome="back", reason="").status == 422
    assert page.submit(outcome="").status == 422
    answer = page.submit(outcome="right")

    assert "De handtekening telt mee." in answer.follow().text
    assert signatures(engine)["voorzitter wijkraad"] == "ink"
    assert page.in_another_window().submit(outcome="right").status == 409


def test_who_does_not_agree_says_why_and_everybody_reads_it(signed_in, engine, case, place) -> None:
    with writing(engine) as session:
        sign(session, session.get_one(FoundingCase, case.id), place.people[Role.POLICE_CHIEF], "korpschef")
    mayor = signed_in(place.people[Role.MAYOR])
    page = mayor.read(f"/dossier/{case.number}/refuse-signature").follow()
    assert "Er staat al 1 handtekening onder deze tekst." in page.text
    assert page.submit(reason=" ").status == 422
    stale = mayor.read(page.path)

    answer = page.submit(reason="Het bedrag voor de borden klopt niet.").follow()

    assert "Versie 1, vastgelegd op" in answer.text
    assert "Het bedrag voor de borden klopt niet." in answer.text
    assert "Korpschef, Karel" in answer.text or "vervallen" in answer.text
    assert stale.submit(reason="Nog eens.").status == 409


def test_somebody_else_does_not_refuse_for_another(signed_in, engine, case, place) -> None:
    line = line_id(engine, case, "burgemeester")

    page = signed_in(place.people[Role.POLICE_CHIEF]).read(f"/dossier/{case.number}/refuse-signature/{line}")

    assert page.status == 302
    assert signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/refuse-signature").status == 403


def test_a_paper_signature_from_before_the_text_lay_fixed_is_refused_at_the_day(signed_in, engine, case, place) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    page = desk.read(f"/dossier/{case.number}/record-ink-signature/{line_id(engine, case, 'burgemeester')}")

    answer = page.submit(
        scan=_scanned(), **{"name": "Maria", "signed_on-day": "1", "signed_on-month": "1", "signed_on-year": "2020"}
    )

    assert answer.status == 422
    assert answer.soup.select_one("#signed_on-error")


def test_only_the_desk_has_the_page_for_paper_signatures(signed_in, engine, case, place) -> None:
    for role in (Role.MAYOR, Role.POLICE_CHIEF, Role.MANDATED_OFFICER):
        assert signed_in(place.people[role]).read(f"/dossier/{case.number}/record-ink-signature").status == 403


# --- opening again ---


def test_opening_again_warns_about_the_signatures_and_asks_why(signed_in, engine, case, place) -> None:
    with writing(engine) as session:
        sign(session, session.get_one(FoundingCase, case.id), place.people[Role.MAYOR], "burgemeester")
    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/reopen-charter")
    assert "Er staat al 1 handtekening." in page.text
    assert page.submit(reason="").status == 422

    answer = page.submit(reason="Een straat ontbreekt.")

    assert answer.status == 302
    assert "Burgemeester, Maria Burgemeester Oosterbeke: getekend op" in answer.follow().text
    assert "vervallen" in answer.follow().text
