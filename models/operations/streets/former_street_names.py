"""Earlier names of streets: entered and removed by the administrator, and kept when an import renames a street."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.address import Street
from models.clock import day_of
from models.former_street_name import FormerStreetName
from models.operations.authorities.administering import own_authority
from models.operations.authorities.authority_journal import note_change
from models.operations.cases.acting import written
from models.queries.streets.streets_by_name import streets_by_name
from models.rules.access import Actor
from models.rules.refusals import Invalid, Stale
from models.rules.streets import normalise_street_name, plain_name

LONGEST_NAME = 100  # characters


def add_former_name(session: Session, by: Actor, authority_id: int, at: datetime, *, street: str,
                    former_name: str) -> FormerStreetName:  # fmt: skip
    """Note what a street was called before. `street`: its present name, with the postcode where two bear it. Raises
    Invalid at the field: no such street, the same name, or noted already."""
    authority = own_authority(session, by, authority_id)
    street_id = streets_by_name(session, authority_id).get(normalise_street_name(street))
    if street_id is None:
        raise Invalid("unknown_street", "Deze straat kennen wij niet in uw gemeente.", "street")
    name = plain_name(written(former_name, "former_name"))
    if len(name) > LONGEST_NAME:
        raise Invalid("too_long", f"Hoogstens {LONGEST_NAME} tekens.", "former_name")
    row, normalised = session.get_one(Street, street_id), normalise_street_name(name)
    if not normalised or normalised == row.normalised_name:
        raise Invalid("same_name", "Dat is de naam van vandaag. Typ een vroegere naam.", "former_name")
    known = select(FormerStreetName.id).where(
        FormerStreetName.street_id == street_id, FormerStreetName.normalised_name == normalised
    )
    if session.scalar(known) is not None:
        raise Invalid("known_already", "Deze vroegere naam staat er al.", "former_name")
    former = FormerStreetName(street_id=street_id, name=name, normalised_name=normalised, noted_on=day_of(at))
    session.add(former)
    session.flush()
    note_change(session, authority, "former_street_name:added", by, at, street=plain_name(row.name), name=name)
    return former


def remove_former_name(session: Session, by: Actor, authority_id: int, former_name_id: int, at: datetime) -> None:
    """Take an earlier name away again. Raises Stale when it is gone already."""
    authority = own_authority(session, by, authority_id)
    row = session.get(FormerStreetName, former_name_id)
    if row is None or row.street.authority_id != authority_id:
        raise Stale("removed_already", "Deze vroegere naam staat er niet meer.")
    note_change(session, authority, "former_street_name:removed", by, at, street=plain_name(row.street.name),
                name=row.name)  # fmt: skip
    session.delete(row)
    session.flush()


def keep_former_names(session: Session, renamed: Sequence[dict[str, Any]], import_id: int, on: date) -> None:
    """An import gave these streets another name: `street_id`, with `name` and `normalised_name` of before."""
    ids = [one["street_id"] for one in renamed]
    known = {
        (row.street_id, row.normalised_name)
        for row in session.execute(
            select(FormerStreetName.street_id, FormerStreetName.normalised_name)
            .join(Street, Street.id == FormerStreetName.street_id)
            .where(FormerStreetName.street_id.between(min(ids, default=0), max(ids, default=0)))
        )
    }
    new = [
        {**one, "noted_on": on, "import_id": import_id}
        for one in renamed
        if (one["street_id"], one["normalised_name"]) not in known
    ]
    if new:
        session.execute(insert(FormerStreetName), new)
