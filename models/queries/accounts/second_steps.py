"""Which second step somebody has, and which ones wait to be wiped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.person import Person
from models.rules.access import Actor, Role
from models.second_step import Passkey, RecoveryCode, SecondStepReset

RESET_WAITS = timedelta(days=7)  # then it must be asked again
DECIDERS = frozenset({Role.ADMINISTRATOR, Role.MAYOR, Role.POLICE_CHIEF})


@dataclass(frozen=True)
class SecondSteps:
    """What somebody can show beside a mail or a password. `codes_left`: codes to recover with."""

    has_app: bool
    passkeys: int
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether there is a second step at all; codes alone are none."""
        return self.has_app or self.passkeys > 0


def second_steps_of(session: Session, person_id: int) -> SecondSteps:
    """The second steps of a person."""
    keys = select(func.count()).where(Passkey.person_id == person_id).scalar_subquery()
    codes = (
        select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    ).scalar_subquery()
    row = session.execute(select(Person.totp_secret.is_not(None), keys, codes).where(Person.id == person_id)).one()
    return SecondSteps(bool(row[0]), row[1], row[2])


def passkeys_of(session: Session, person_id: int) -> Sequence[Passkey]:
    """The passkeys of a person, the oldest first."""
    return session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)).all()


def open_resets(session: Session, actor: Actor, at: datetime) -> list[tuple[SecondStepReset, Person, Authority]]:
    """What this person can decide: asked by somebody else, about somebody else, in an authority where they are
    administrator, mayor or chief, or in a municipality of their zone."""
    held = {grant.authority_id for grant in actor.grants if grant.role in DECIDERS}
    rows = session.execute(
        select(SecondStepReset, Person, Authority)
        .join(Person, Person.id == SecondStepReset.person_id)
        .join(Authority, Authority.id == SecondStepReset.authority_id)
        .where(SecondStepReset.state == "asked", SecondStepReset.asked_at > at - RESET_WAITS)
        .where(SecondStepReset.asked_by_id != actor.person_id, SecondStepReset.person_id != actor.person_id)
        .where(or_(Authority.id.in_(held), Authority.zone_id.in_(held)))
        .order_by(SecondStepReset.id)
    )
    return [(reset, person, authority) for reset, person, authority in rows]
