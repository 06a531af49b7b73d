"""A network lives through every outcome of an evaluation, year after year; its members always know where they stand."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.member_notice import MemberNotice
from models.operations.effects.planning_effects import plan_effects
from models.operations.keeping.retaining import forget_members
from models.outbox import Effect
from models.queries.cases.export import first_broken_entry, journal_export
from models.queries.networks.enrolments import enrolments_of
from models.queries.networks.public_networks import public_network
from models.queries.networks.successors import area_parts, merged_network
from models.rules.procedure import Stage
from tests.charter_steps import freeze, save
from tests.factories import Place, advance_to, charter_of, evaluate, later, sign_all
from tests.message_steps import a_member
from tests.outcome_steps import active, members, network, on_paper

KERKSTRAAT, MOLENSTRAAT = {"street": "Kerkstraat"}, {"street": "Molenstraat", "side": "odd"}
ALL = [("Anna Kerk", "member"), ("Bert Molen", "member"), ("Carla Kerk", "member")]


def _year(session: Session, place: Place, case: FoundingCase, outcome: str, **more: Any) -> datetime:
    """A year later the partners evaluate and decide."""
    at = later(case, 365)
    evaluate(session, place, case, at, outcome, **more)
    plan_effects(session, case.id, at)
    session.flush()
    return at


def _new_charter(session: Session, place: Place, case: FoundingCase, *streets: dict[str, Any]) -> None:
    if streets:
        save(session, case, "area", {"segments": [dict(one) for one in streets], "boundary": "Rond de kerk"})
    freeze(session, place, case)
    sign_all(session, place, case, later(case))
    advance_to(session, place, Stage.EVALUATION, case)
    plan_effects(session, case.id, later(case, 0))
    session.flush()


def _texts(session: Session, case: FoundingCase) -> list[str]:
    """What the members in the list of this case were told since the start, in order."""
    asked = select(MemberNotice.kind).where(MemberNotice.case_id == case.id).order_by(MemberNotice.id)
    return [*session.scalars(asked)]


def _to_ministry(session: Session) -> list[str]:
    asked = select(Effect).where(Effect.key.contains(":federal_notice:")).order_by(Effect.id)
    return [one.payload["facts"]["outcome_code"] for one in session.scalars(asked)]


def test_a_network_lives_through_every_outcome(session: Session, place: Place) -> None:
    place.municipality.settings = {"federal_email": "netwerken@fod.example"}
    case = active(session, place)
    a_member(session, place, case, "Anna Kerk")
    on_paper(session, place, case, "Bert Molen", "7", street_id=place.streets[1].id)
    on_paper(session, place, case, "Carla Kerk", "5", email="carla@binstart.example", channel="mail")

    # It goes on; the next year its charter is adjusted, and the area made smaller the year after.
    _year(session, place, case, "continue")
    _year(session, place, case, "adjust_charter")
    assert charter_of(session, case).open_sections is None
    _new_charter(session, place, case, KERKSTRAAT, MOLENSTRAAT)
    _year(session, place, case, "split", leaving=[area_parts(session, case)[1][0]], new_name="BIN Molen")
    part = session.scalars(select(FoundingCase).where(FoundingCase.split_from_id == case.id)).one()
    assert (part.stage, part.name) == ("idea", "BIN Molen")
    _new_charter(session, place, case)  # as it was begun: without the Molenstraat
    assert [line.row.name for line in enrolments_of(session, case) if line.is_outside] == ["Bert Molen"]
    assert members(session, case) == ALL

    # The Molenstraat comes back after all.
    _year(session, place, case, "change_area")
    assert charter_of(session, case).open_sections == ["area"]
    _new_charter(session, place, case, KERKSTRAAT, MOLENSTRAAT)
    assert [line.row.name for line in enrolments_of(session, case) if line.is_outside] == []

    # Another coordinator, then a year of standing still.
    _year(session, place, case, "replace_coordinator")
    _new_charter(session, place, case)
    _year(session, place, case, "suspend")
    assert network(session, case).state == "suspended"
    _year(session, place, case, "continue")
    assert network(session, case).state == "active"

    # It goes on in another network, which stops a year later.
    other = active(session, place)
    at = _year(session, place, case, "merge", successor=network(session, other).slug)
    assert members(session, case) == []
    assert members(session, other) == ALL
    assert public_network(session, network(session, case).slug, day_of(at)) is None
    merged = merged_network(session, network(session, case).slug)
    assert merged is not None
    assert merged.goes_on_in is network(session, other)
    while other.stage_opened_at < at:
        _year(session, place, other, "continue")
    _year(session, place, other, "terminate")
    assert forget_members(session, later(other, 500)) == len(ALL)
    assert members(session, other) == []

    assert _texts(session, case) == ["continue", "adjust_charter", "split_part", "split", "outside", "change_area",
                                     "replace_coordinator", "suspend", "continue"]  # fmt: skip
    assert _texts(session, other)[0] == "merge"
    assert _texts(session, other)[-1] == "terminate"
    assert _to_ministry(session) == ["split", "replace_coordinator", "suspend", "continue", "merge", "terminate"]
    assert [first_broken_entry(journal_export(session, one)) for one in (case, other, part)] == [None, None, None]
