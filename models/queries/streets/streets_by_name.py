"""The streets of a municipality by the names that people type: 'Kerkstraat', or 'Kerkstraat (9870)' where two exist."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Street
from models.authority import Authority
from models.rules.streets import normalise_street_name, plain_name


def street_labels(session: Session, municipality_id: int, street_ids: Collection[Any] | None = None) -> dict[int, str]:
    """Street id to the shortest name that means this street only, in order of the alphabet.

    With `street_ids` only for those streets (and their namesakes), else for the whole municipality.
    """
    question = select(Street.id, Street.name, Street.postcode).where(Street.authority_id == municipality_id)
    if street_ids is not None:
        wanted = select(Street.normalised_name).where(Street.id.in_(street_ids))
        question = question.where(Street.normalised_name.in_(wanted))
    rows = session.execute(question.order_by(Street.normalised_name, Street.postcode)).all()
    plain = {row.id: plain_name(row.name) for row in rows}
    twice = Counter(plain.values())
    return {row.id: f"{plain[row.id]} ({row.postcode})" if twice[plain[row.id]] > 1 else plain[row.id] for row in rows}


def streets_by_name(session: Session, municipality_id: int) -> dict[str, int]:
    """Normalised name, with the postcode where it is needed, to the id of the street."""
    labels = street_labels(session, municipality_id)
    return {normalise_street_name(label): street_id for street_id, label in labels.items()}


def municipalities_with_street(session: Session, normalised_name: str) -> tuple[str, ...]:
    """The names of the municipalities that have a street of this name."""
    rows = session.scalars(
        select(Authority.name)
        .join(Street, Street.authority_id == Authority.id)
        .where(Street.normalised_name == normalised_name, Street.is_active)
        .distinct()
        .order_by(Authority.name)
        .limit(3)
    )
    return tuple(rows)
