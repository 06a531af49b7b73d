"""When two rows are one person who is (or wants to be) a member of two networks."""

from typing import Protocol

from models.rules.names import comparable


class Reachable(Protocol):
    """What is known of somebody in a list of members."""

    name: str
    email: str
    phone: str
    street_id: int | None
    house_number: int | None
    suffix_key: str


def is_same_person(one: Reachable, other: Reachable) -> bool:
    """The same name, and the same address, mail address or telephone. Namesakes with nothing in common are two."""
    if comparable(one.name) != comparable(other.name):
        return False
    if one.email and one.email.casefold() == other.email.casefold():
        return True
    if one.phone and _digits(one.phone) == _digits(other.phone):
        return True
    return one.house_number is not None and _home(one) == _home(other)


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())


def _home(one: Reachable) -> tuple[object, ...]:
    return (one.street_id, one.house_number, one.suffix_key)
