"""Remembering which filters somebody used last in the work list, so that they come back."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from models.assignment import RememberedFilters
from models.operations.cases.acting import LONGEST_TEXT
from models.rules.access import Actor


def remember_filters(session: Session, by: Actor, filters: Mapping[str, str]) -> None:
    """Keep these, as they stand in the address, instead of the ones before; nothing: forget them."""
    kept = session.get(RememberedFilters, by.person_id)
    small = {name: value[:LONGEST_TEXT] for name, value in filters.items() if value}
    if kept is not None:
        kept.filters = small
    elif small and by.person_id is not None:
        session.add(RememberedFilters(person_id=by.person_id, filters=small))
    session.flush()
