"""A running charter keeps its standing text, and moves to a newer one section by section, or where nobody chooses."""

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.operations.charters import moving_standing
from models.operations.charters.standing_texts import save_standing_texts
from models.person import Person
from models.queries.charters.charter_history import history_of
from models.queries.charters.standing_texts import NewerStanding, began_with, fingerprint_of_all, newer_standing
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.charter_steps import amend, events, frozen, reopen, save, section, write_standing
from tests.factories import START, Place, acting, advance_to, charter_of, coordinator_of, give_role, later

OLD = "Leden zijn 18 jaar of ouder.\n\nWie stopt, zegt dat aan de coördinator."
NEW = "Leden zijn 16 jaar of ouder.\n\nWie stopt, zegt dat aan de coördinator."


def _running(session: Session, place: Place, stage: Stage = Stage.CHARTER) -> FoundingCase:
    write_standing(session, place, OLD)
    return advance_to(session, place, stage)


def _move(session: Session, case: FoundingCase, code: str = "members", choice: str = "", revision: int = -1) -> None:
    cora = acting(session, coordinator_of(session, case), later(case))
    seen = section(session, case, code).revision if revision < 0 else revision
    looked_at = next((one.fingerprint for one in _found(session, case) if one.section.code == code), "")
    moving_standing.move_to_standing(session, case.id, cora, later(case), section=code, revision=seen, choice=choice,
                                     fingerprint=looked_at)  # fmt: skip


def _found(session: Session, case: FoundingCase) -> tuple[NewerStanding, ...]:
    return newer_standing(session, case, charter_of(session, case))


def _move_all(session: Session, case: FoundingCase, by: Person, looked_at: str | None = None) -> int:
    found = fingerprint_of_all(_found(session, case)) if looked_at is None else looked_at
    actor = acting(session, by, later(case))
    return moving_standing.move_all_to_standing(session, case.id, actor, later(case), fingerprint=found)


def _newer(session: Session, case: FoundingCase) -> dict[str, tuple[str, ...]]:
    return {one.section.code: one.merged.conflicts for one in _found(session, case)}


def test_a_charter_that_began_with_the_newest_text_has_nothing_to_move_to(session: Session, place: Place) -> None:
    case = _running(session, place)

    assert _newer(session, case) == {}
    assert began_with(session, case) == (("Oosterbeke", START.date()),)
    with pytest.raises(Stale):
        _move(session, case)


def test_a_newer_channel_of_the_zone_comes_beside_what_people_wrote_in_the_same_table(
    session: Session, place: Place
) -> None:
    case = _running(session, place)
    plan = section(session, case, "communication_plan").content
    urgent = {**plan["messages"]["urgent"], "fallback": "telefoon"}
    save(session, case, "communication_plan", {**plan, "messages": {**plan["messages"], "urgent": urgent}})
    save_standing_texts(session, acting(session, place.people[Role.ADMINISTRATOR]), place.municipality.id, START,
                        section="communication_plan", texts={"messages.urgent.channel": "sms van ((zone))"},
                        seen=0)  # fmt: skip

    _move(session, case, "communication_plan")

    moved = section(session, case, "communication_plan").content["messages"]["urgent"]
    assert moved == {**urgent, "channel": f"sms van {place.zone.name}"}


def test_a_section_that_began_before_its_table_had_a_standing_text_keeps_its_words_there(
    session: Session, place: Place
) -> None:
    case = _running(session, place)
    row = section(session, case, "communication_plan")
    assert row.standing is not None
    row.standing = {field: text for field, text in row.standing.items() if "." not in field}
    session.flush()
    save_standing_texts(session, acting(session, place.people[Role.ADMINISTRATOR]), place.municipality.id, START,
                        section="communication_plan", texts={"messages.urgent.channel": "sms"}, seen=0)  # fmt: skip

    assert _newer(session, case) == {}


def test_what_people_wrote_stays_and_the_newer_words_come_in(session: Session, place: Place) -> None:
    case = _running(session, place)
    save(session, case, "members", {"text": f"{OLD}\n\nWij komen elk jaar samen."})
    write_standing(session, place, NEW)
    assert _newer(session, case) == {"members": ()}

    _move(session, case)

    assert section(session, case, "members").content["text"] == f"{NEW}\n\nWij komen elk jaar samen."
    assert "section:standing_moved" in events(session, case)
    assert _newer(session, case) == {}
    texts = [line.content["text"] for line in history_of(session, case.id, "members")]
    assert any(text.startswith(OLD) for text in texts)


@pytest.mark.parametrize(("choice", "kept"), [("ours", "Leden zijn 21 jaar of ouder."), ("new", NEW.split("\n", 1)[0])])
def test_where_both_changed_the_same_words_people_choose(
    session: Session, place: Place, choice: str, kept: str
) -> None:
    case = _running(session, place)
    save(session, case, "members", {"text": OLD.replace("18", "21")})
    write_standing(session, place, NEW)
    assert _newer(session, case) == {"members": ("Rechten en plichten van de leden",)}
    for wrong in ("", "strange"):
        with pytest.raises(Invalid) as refusal:
            _move(session, case, choice=wrong)
        assert refusal.value.field == "choice"

    _move(session, case, choice=choice)

    assert section(session, case, "members").content["text"].startswith(kept)
    assert _newer(session, case) == {}


def test_all_at_once_moves_only_where_nobody_chooses(session: Session, place: Place) -> None:
    case = _running(session, place)
    save(session, case, "members", {"text": OLD.replace("18", "21")})
    write_standing(session, place, NEW)
    write_standing(session, place, "De politie doet dit.", "police_tasks")
    cora = coordinator_of(session, case)

    assert _move_all(session, case, cora) == 1
    assert _move_all(session, case, cora) == 0

    assert section(session, case, "police_tasks").content["text"] == "De politie doet dit."
    assert section(session, case, "members").content["text"] == OLD.replace("18", "21")
    assert set(_newer(session, case)) == {"members"}


def test_a_section_that_was_saved_meanwhile_is_looked_at_again(session: Session, place: Place) -> None:
    case = _running(session, place)
    save(session, case, "members", {"text": f"{OLD} Samen."})
    write_standing(session, place, NEW)

    with pytest.raises(Stale) as stale:
        _move(session, case, revision=0)

    assert stale.value.code == "section_saved_meanwhile"


def test_a_frozen_text_and_a_closed_section_do_not_move(session: Session, place: Place) -> None:
    write_standing(session, place, OLD)
    case, _ = frozen(session, place)
    write_standing(session, place, NEW)
    with pytest.raises(Stale):
        _move(session, case)
    reopen(session, place, case)
    assert set(_newer(session, case)) == {"members"}  # the next version knows what it began with
    _move(session, case)

    active = advance_to(session, place, Stage.EVALUATION)
    amend(session, place, active, "parties")
    write_standing(session, place, OLD)
    with pytest.raises(GateNotMet):
        _move(session, active)
    assert _move_all(session, active, coordinator_of(session, active), fingerprint_of_all(())) == 0


def test_only_who_writes_the_charter_moves_it(session: Session, place: Place) -> None:
    case = _running(session, place)
    write_standing(session, place, NEW)
    mayor = acting(session, place.people[Role.MAYOR], later(case))

    with pytest.raises(NotAllowed):
        moving_standing.move_to_standing(session, case.id, mayor, later(case), section="members", revision=0,
                                         fingerprint="")  # fmt: skip
    with pytest.raises(NotAllowed):
        _move_all(session, case, place.people[Role.MAYOR])


def test_nobody_follows_a_text_that_they_did_not_look_at(session: Session, place: Place) -> None:
    case = _running(session, place)
    write_standing(session, place, NEW)
    cora, looked_at = coordinator_of(session, case), _found(session, case)
    write_standing(session, place, "Intussen iets heel anders.")

    by = acting(session, cora, later(case))
    with pytest.raises(Stale) as one:
        moving_standing.move_to_standing(session, case.id, by, later(case), section="members", revision=0,
                                         fingerprint=looked_at[0].fingerprint)  # fmt: skip
    with pytest.raises(Stale) as every:
        _move_all(session, case, cora, fingerprint_of_all(looked_at))

    assert {one.value.code, every.value.code} == {"other_standing"}
    assert section(session, case, "members").content["text"] == OLD


def test_whose_text_it_began_with_names_the_zone_too_and_no_text_that_was_taken_back(
    session: Session, place: Place
) -> None:
    write_standing(session, place, OLD)
    write_standing(session, place, "")
    give_role(session, place.people[Role.ADMINISTRATOR], Role.ADMINISTRATOR, place.zone)
    by = acting(session, place.people[Role.ADMINISTRATOR])
    save_standing_texts(session, by, place.zone.id, START, section="members", texts={"text": "Van de zone."}, seen=0)

    case = advance_to(session, place, Stage.CHARTER)

    assert began_with(session, case) == ((place.zone.name, START.date()),)


def test_of_a_charter_from_before_nobody_knows_what_it_began_with(session: Session, place: Place) -> None:
    case = _running(session, place)
    section(session, case, "members").standing = None
    write_standing(session, place, NEW)

    assert _newer(session, case) == {}
