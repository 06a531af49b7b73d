"""Thirty people sign one charter: seven with an account, eighteen through a link by mail, five on paper. One does not
agree, and all sign anew; one street of the annex is its odd side only."""

import io

from sqlalchemy import select
from sqlalchemy.orm import Session

from binstart.playing.browsing import Browser
from binstart.playing.mail import links_in, mails
from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.file_store import documents
from models.person import Person
from models.rules.access import Role
from models.signature import Signature
from tests.charter_steps import (
    SCAN,
    add_party,
    appoint,
    line_of,
    ready_to_freeze,
    save,
    section,
    signature_rows,
)
from tests.factories import Place, charter_of, later, make_place, reasons_for, screen
from tests.letters.reading import squeezed, text_of_pdf
from tests.stories.theatre import Theatre

DEPUTIES = [(name, "deputy_coordinator") for name in ("Dora Deput", "Door Deput", "Dirk Deput")]
BY_LINK, ON_PAPER = 18, 5


def _written(theatre: Theatre) -> tuple[Place, str]:
    """A charter with thirty signatories, and Kerkstraat only on its odd side."""
    with writing(theatre.engine) as session:
        place = make_place(session, "vijverdorp", "VIJ")
        place.municipality.settings = {
            "signatories": ["mayor", "police_chief", "mandated_officer", "coordinator", "deputy_coordinator"]
        }
        case = ready_to_freeze(session, place)
        appoint(session, place, case, ("Cora Coördinator", "coordinator"), *DEPUTIES)
        screen(session, place, case, later(case))
        for name, role in DEPUTIES:
            add_party(session, place, case, role, name)
        rows = section(session, case, "area").content["segments"]
        save(session, case, "area", {"segments": [{**rows[0], "side": "odd"}, *rows[1:]]})
        partners = [
            {"capacity": f"partner {number}", "name": f"Naam {number}",
             "email": f"partner{number}@vijverdorp.example" if number <= BY_LINK else ""}
            for number in range(1, BY_LINK + ON_PAPER + 1)
        ]  # fmt: skip
        save(session, case, "signatures", {"statement": "Wij gaan akkoord.", "extra": partners})
        return place, case.number


def _case(session: Session, number: str) -> FoundingCase:
    return session.scalars(select(FoundingCase).where(FoundingCase.number == number)).one()


def _freeze(theatre: Theatre, place: Place, number: str) -> None:
    with Session(theatre.engine) as session:
        case = _case(session, number)
        reasons = reasons_for(session, case, later(case))
    assert "area-street_left_out" in reasons  # the even side is agreed and not in the annex
    page = theatre.browser_of(place.people[Role.DESK_OFFICER]).read(f"/dossier/{number}/freeze-charter")
    assert page.submit(**reasons).status == 302
    theatre.let_engine_work()


def _links(theatre: Theatre, email: str) -> list[str]:
    browser = Browser(theatre.connect())
    mine = [mail for mail in mails(browser) if mail.is_to(email)]
    return [link for mail in mine for link in links_in(browser, mail) if link.startswith("/tekenen/")]


def _sign_through_links(theatre: Theatre, first: int) -> None:
    for number in range(first, BY_LINK + 1):
        link = _links(theatre, f"partner{number}@vijverdorp.example")[0]  # the newest mail stands first
        page = theatre.browser_of().read(link)
        assert page.submit(name=f"Naam {number}", place="Vijverdorp", drawing="M10 20 L60 90").status == 302


def _sign_on_paper(theatre: Theatre, place: Place, number: str) -> None:
    desk, officer = (
        theatre.browser_of(place.people[Role.DESK_OFFICER]),
        theatre.browser_of(place.people[Role.MANDATED_OFFICER]),
    )
    for partner in range(BY_LINK + 1, BY_LINK + ON_PAPER + 1):
        with Session(theatre.engine) as session:
            line = line_of(session, _case(session, number), f"partner {partner}").id
        page = desk.read(f"/dossier/{number}/record-ink-signature/{line}")
        assert page.submit(scan=[(io.BytesIO(SCAN.content), SCAN.name)]).status == 302
        check = officer.read(f"/dossier/{number}/check-ink-signature")
        assert check.submit(outcome="right").status == 302


def _sign_with_accounts(theatre: Theatre, place: Place, number: str) -> None:
    with Session(theatre.engine) as session:
        rows = [row for row in signature_rows(session, _case(session, number)) if row.role and not row.signed_on]
        people = [
            session.get_one(Person, row.person_id) if row.person_id else place.people[Role(row.role)] for row in rows
        ]
        lines = [(row.id, person, person.name) for row, person in zip(rows, people, strict=True)]
    for line, person, name in lines:
        page = theatre.browser_of(person).read(f"/dossier/{number}/sign-charter/{line}")
        assert page.submit(name=name, place="Vijverdorp").status == 302


def test_thirty_sign_after_one_did_not_agree_and_the_charter_shows_them_all(theatre: Theatre) -> None:
    place, number = _written(theatre)
    _freeze(theatre, place, number)
    _sign_through_links(theatre, first=2)
    refusing = _links(theatre, "partner1@vijverdorp.example")[0]
    page = theatre.browser_of().read(f"{refusing}/weigeren")
    assert page.submit(reason="De wijkraad heeft geen lokaal meer.").status == 302
    theatre.let_engine_work()
    _freeze(theatre, place, number)
    assert len(_links(theatre, "partner1@vijverdorp.example")) == 2

    _sign_through_links(theatre, first=1)
    _sign_on_paper(theatre, place, number)
    _sign_with_accounts(theatre, place, number)
    theatre.let_engine_work()

    with Session(theatre.engine) as session:
        case = _case(session, number)
        assert (case.stage, charter_of(session, case).version) == ("federal_check", 2)
        signed = session.scalars(select(Signature).where(Signature.charter_id == charter_of(session, case).id)).all()
        assert len(signed) == 30
        assert all(row.signed_on for row in signed)
        assert theatre.signed(case) == {1: BY_LINK - 1, 2: 30}
        charter = session.scalars(
            select(Document).where(Document.case_id == case.id, Document.kind == "charter", Document.version == "2")
        ).one()  # fmt: skip
    printed = squeezed(text_of_pdf(documents().read(charter.sha256)))
    for name in ["Naam 1", "Naam 23", "Dirk Deput"]:
        assert squeezed(name) in printed
    assert squeezed("oneven nummers") in printed
    assert squeezed("persoonlijke link") in printed
    assert squeezed("met de scan vergeleken door de gemandateerde politiebeambte") in printed
