"""The keys that encrypt are missing, or are other ones: pages say so and go on, and nobody else ever reads a note."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.assignment import Note
from models.case import FoundingCase
from models.database import writing
from models.encryption import new_key, write_keys
from models.operations.cases import assigning
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.factories import Place, acting, advance_to, give_role, later, make_person
from tests.pages.conftest import SignedIn
from tests.pages.test_signing_in_with_password import PASSWORD, code
from tests.pages.test_signing_in_with_password import mayor as mayor
from tests.pages.visiting import Visitor

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
WORDS = "De aanvrager is bij ons gekend, zie pv 4711."
CLOSED = "Deze nota is versleuteld en kan nu niet gelezen worden"


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The keys of this test alone, in its data folder."""
    monkeypatch.setenv("BINSTART_ENCRYPTION_KEYS_FILE", "")
    settings.cache_clear()
    file = tmp_path / "secrets" / "encryption"
    write_keys(file, [new_key()])
    yield file
    settings.cache_clear()


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case with a note of the police."""
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
        officer = acting(session, place.people[P], later(case))
        assigning.write_note(session, case.id, officer, later(case), text=WORDS)
        return case


def handling(case: FoundingCase) -> str:
    return f"/dossier/{case.number}/behandeling"


def test_a_note_is_read_by_police_staff_of_the_zone(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[C]).read(handling(case))

    assert WORDS in page.text
    assert "versleuteld in de databank, met een sleutel van uw politiezone" in page.text


def test_without_the_key_the_page_says_so_and_the_rest_of_it_works(
    case: FoundingCase, place: Place, signed_in: SignedIn, own_keys: Path
) -> None:
    own_keys.unlink()
    officer = signed_in(place.people[C])

    page = officer.read(handling(case))
    taken = page.submit(f"{handling(case)}/nemen")

    assert page.status == 200
    assert CLOSED in page.text
    assert WORDS not in page.text
    assert "U behandelt dit dossier nu." in taken.follow().text


def test_a_note_that_can_not_be_encrypted_is_not_kept_and_can_be_copied(
    case: FoundingCase, place: Place, signed_in: SignedIn, own_keys: Path, engine: Engine
) -> None:
    page = signed_in(place.people[C]).read(f"{handling(case)}/nota")
    write_keys(own_keys, [new_key()])

    answer = page.submit(text="Vertrouwelijk gesprek gehad.")

    assert answer.status == 503
    assert "Met de sleutels die Binstart nu heeft, kan dit niet gelezen worden." in answer.text
    assert "Vertrouwelijk gesprek gehad." in answer.text
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Note)) == 1


def test_the_municipality_notes_on_without_any_key(
    case: FoundingCase, place: Place, signed_in: SignedIn, own_keys: Path
) -> None:
    own_keys.unlink()
    desk = signed_in(place.people[D])

    page = desk.read(f"{handling(case)}/nota").submit(text="Nagebeld.").follow()

    assert "Nagebeld." in page.text


@pytest.mark.parametrize(
    ("change", "told"),
    [("missing", "Het bestand met de sleutels van Binstart ontbreekt."),
     ("another", "Wat er versleuteld is, kan op 1 plaats niet gelezen worden."),
     ("open", "Ook anderen op de machine kunnen het bestand met de sleutels lezen.")],
)  # fmt: skip
def test_the_administrator_sees_it_among_what_must_work(
    case: FoundingCase, place: Place, signed_in: SignedIn, own_keys: Path, change: str, told: str
) -> None:
    administrator = signed_in(place.people[Role.ADMINISTRATOR])
    before = administrator.read("/beheer/draait-alles")
    if change == "missing":
        own_keys.unlink()
    elif change == "another":
        write_keys(own_keys, [new_key()])
    else:
        own_keys.chmod(0o644)

    after = administrator.read("/beheer/draait-alles")

    assert "Bewaar een kopie buiten deze machine" in before.text
    assert told not in before.text
    assert told in after.text


def test_who_signs_in_hears_that_no_code_can_be_checked_whoever_they_are(
    mayor: Person, client: Visitor, own_keys: Path
) -> None:
    told = "Codes van een app kunnen nu misschien niet nagekeken worden"
    page = client.read("/aanmelden/wachtwoord")
    assert told not in page.submit(email=mayor.email, password=PASSWORD, code="000000").text
    own_keys.unlink()

    right = page.submit(email=mayor.email, password=PASSWORD, code=code())
    wrong = page.submit(email=mayor.email, password="een heel ander wachtwoord", code=code())
    stranger = page.submit(email="niemand@binstart.example", password=PASSWORD, code=code())

    assert [one.status for one in (right, wrong, stranger)] == [422, 422, 422]
    assert right.faults == wrong.faults == stranger.faults
    assert told in right.text


def test_nobody_else_reads_a_note_of_the_police_on_any_page_or_file(
    case: FoundingCase, place: Place, signed_in: SignedIn, engine: Engine, own_keys: Path
) -> None:
    with writing(engine) as session:
        elsewhere = make_person(session, "Zita Zonebeheer")
        give_role(session, elsewhere, Role.ADMINISTRATOR, place.zone)
    pages = ["", "/behandeling", "/behandeling/nota", "/dossierlogboek", "/journal.json", "/papieren"]
    for person in (place.people[D], place.people[M], place.people[Role.ADMINISTRATOR], elsewhere, place.resident):
        browser = signed_in(person)
        for path in [f"/dossier/{case.number}{more}" for more in pages] + ["/zoeken?q=4711", "/werklijst", "/beheer",
                     "/beheer/oosterbeke/logboek", "/beheer/draait-alles"]:  # fmt: skip
            assert "4711" not in browser.get(path).get_data(as_text=True).replace("q=4711", "").replace(
                'value="4711"', ""
            ), (person.name, path)
    with Session(engine) as session:
        everything = json.dumps([[str(value) for value in row] for row in session.execute(select(Note.__table__))])
    assert "4711" not in everything


def test_police_of_another_zone_find_no_such_page(
    case: FoundingCase, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    from tests.factories import make_place

    with writing(engine) as session:
        there = make_place(session, "westveld", "WES")

    answer = signed_in(there.people[P]).read(handling(case))

    assert answer.status == 404
