"""An active network changes its charter twice: a telephone number, then the communication plan. Each time only those
sections are open, who signs reads what changes, and everybody can check which version is in force."""

import io

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.file_store import documents
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.charter_steps import amend, freeze, save, section
from tests.factories import Place, advance_to, charter_of, coordinator_of, later, make_place, sign_all
from tests.letters.reading import squeezed, text_of_pdf
from tests.stories.theatre import Theatre

NUMBER = "0470 00 00 99"
TEST = "elke eerste maandag van mei"


def _case(session: Session, number: str) -> FoundingCase:
    return session.scalars(select(FoundingCase).where(FoundingCase.number == number)).one()


def _change(session: Session, case: FoundingCase, code: str) -> None:
    content = section(session, case, code).content
    if code == "parties":
        rows = content["parties"]
        changed = {"parties": [{**row, "phone": NUMBER} if row["role"] == "coordinator" else row for row in rows]}
    else:
        changed = {**content, "test": TEST}
    save(session, case, code, changed)


def _amended(theatre: Theatre, place: Place, number: str, code: str, word: str) -> None:
    """One amendment, from the request to its launch."""
    with writing(theatre.engine) as session:
        case = _case(session, number)
        amend(session, place, case, code)
        _change(session, case, code)
        freeze(session, place, case)
    theatre.let_engine_work()
    mayor = theatre.browser_of(place.people[Role.MAYOR])
    page = mayor.read(f"/dossier/{number}/sign-charter").follow()
    changed = [one.get_text(" ", strip=True) for one in page.soup.select("ins")]
    assert any(word in one for one in changed)
    assert len(page.soup.select("#wijzigingen ~ details")) == 1
    with writing(theatre.engine) as session:
        case = _case(session, number)
        sign_all(session, place, case, later(case))
        advance_to(session, place, Stage.EVALUATION, case)
    theatre.let_engine_work()


def test_a_charter_is_amended_twice_and_each_version_says_what_it_is(theatre: Theatre) -> None:
    with writing(theatre.engine) as session:
        place = make_place(session, "vijverdorp", "VIJ")
        case = advance_to(session, place, Stage.EVALUATION)
        number, cora = case.number, coordinator_of(session, case)
    theatre.let_engine_work()

    _amended(theatre, place, number, "parties", "99")
    assert theatre.browser_of(cora).read(f"/dossier/{number}").status == 200
    _amended(theatre, place, number, "communication_plan", "maandag")

    with Session(theatre.engine) as session:
        case = _case(session, number)
        assert (case.stage, charter_of(session, case).version) == (Stage.EVALUATION, 3)
        assert theatre.signed(case) == {1: 4, 2: 4, 3: 4}
        made = {
            row.version: documents().read(row.sha256)
            for row in session.scalars(select(Document).where(Document.case_id == case.id, Document.kind == "charter"))
        }
    printed = {version: squeezed(text_of_pdf(content)) for version, content in made.items() if "." not in version}
    assert [squeezed(NUMBER) in printed[version] for version in ("1", "2", "3")] == [False, True, True]
    assert [squeezed(TEST) in printed[version] for version in ("1", "2", "3")] == [False, False, True]
    told = {version: _checked(theatre, made[version]) for version in ("1", "2", "3")}
    assert "versie 2" in told["1"]
    assert "versie 3" in told["2"]
    assert "nog van kracht" in told["3"]


def _checked(theatre: Theatre, content: bytes) -> str:
    page = theatre.browser_of().read("/controle").submit(file=[(io.BytesIO(content), "charter.pdf")])
    return page.text
