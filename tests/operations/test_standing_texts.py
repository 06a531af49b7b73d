"""An administrator writes the standing text of the charter; the next charters begin with it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority_text import AuthorityText
from models.operations.charters.standing_texts import restore_standing_text, save_standing_texts
from models.queries.charters.standing_texts import section_versions
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import NotAllowed, Refused, Stale
from tests.charter_steps import section
from tests.factories import START, Place, acting, advance_to, give_role, make_place


def _save(session: Session, place: Place, text: str, *, on: str = "", seen: int | None = None) -> int:
    authority = place.zone if on == "zone" else place.municipality
    versions = section_versions(session, authority.id, "members")
    newest = versions[0].id if versions else 0
    return save_standing_texts(
        session, acting(session, place.people[Role.ADMINISTRATOR]), authority.id, START, section="members",
        texts={"text": text}, seen=newest if seen is None else seen,
    )  # fmt: skip


def test_a_running_charter_keeps_its_text_and_the_next_case_begins_with_the_new_one(
    session: Session, place: Place
) -> None:
    _save(session, place, "Leden van ((netwerk)) in ((gemeente)), versie een.")
    first = advance_to(session, place, Stage.CHARTER)
    began = f"Leden van {first.name} in Oosterbeke, versie een."
    assert section(session, first, "members").content["text"] == began

    _save(session, place, "Versie twee.")
    second = advance_to(session, place, Stage.CHARTER)

    assert section(session, first, "members").content["text"] == began
    assert section(session, second, "members").content["text"] == "Versie twee."


def test_the_zone_has_the_word_where_the_municipality_wrote_nothing(session: Session, place: Place) -> None:
    give_role(session, place.people[Role.ADMINISTRATOR], Role.ADMINISTRATOR, place.zone)
    _save(session, place, "Van de zone.", on="zone")
    _save(session, place, "Van de gemeente.")
    _save(session, place, "")

    case = advance_to(session, place, Stage.CHARTER)

    assert section(session, case, "members").content["text"] == "Van de zone."


def test_an_earlier_version_is_brought_back_as_a_new_one(session: Session, place: Place) -> None:
    by = acting(session, place.people[Role.ADMINISTRATOR])
    _save(session, place, "Eerste")
    _save(session, place, "Tweede")
    newest, earlier = section_versions(session, place.municipality.id, "members")

    restore_standing_text(session, by, place.municipality.id, START, section="members", version_id=earlier.id,
                          seen=newest.id)  # fmt: skip

    kept = session.execute(select(AuthorityText.version, AuthorityText.text).order_by(AuthorityText.version)).all()
    assert [tuple(row) for row in kept] == [(1, "Eerste"), (2, "Tweede"), (3, "Eerste")]


def test_a_text_that_somebody_else_saved_meanwhile_is_not_overwritten(session: Session, place: Place) -> None:
    _save(session, place, "Eerste")

    with pytest.raises(Stale):
        _save(session, place, "Tweede", seen=0)


def test_the_same_text_again_makes_no_version(session: Session, place: Place) -> None:
    assert (_save(session, place, "Eerste"), _save(session, place, " Eerste \n")) == (1, 0)


def test_only_the_own_administrator_writes_it(session: Session, place: Place) -> None:
    elsewhere = make_place(session, "westerbeke", "WES")
    for person in (place.people[Role.MAYOR], elsewhere.people[Role.ADMINISTRATOR]):
        with pytest.raises(NotAllowed):
            save_standing_texts(session, acting(session, person), place.municipality.id, START, section="members",
                                texts={"text": "Van een ander."}, seen=0)  # fmt: skip
    assert section_versions(session, place.municipality.id, "members") == []


def test_a_version_of_another_authority_is_not_brought_back(session: Session, place: Place) -> None:
    elsewhere = make_place(session, "westerbeke", "WES")
    _save(session, elsewhere, "Van Westerbeke")
    theirs = section_versions(session, elsewhere.municipality.id, "members")[0]

    with pytest.raises(Refused):
        restore_standing_text(session, acting(session, place.people[Role.ADMINISTRATOR]), place.municipality.id, START,
                              section="members", version_id=theirs.id, seen=0)  # fmt: skip
