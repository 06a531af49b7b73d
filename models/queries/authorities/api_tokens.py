"""Tokens of other programs: which an authority has, and for whom a program speaks that shows one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.api_token import ApiToken


@dataclass(frozen=True)
class Program:
    """Another program with a token: it sees what belongs to this one authority, as far as its scopes go."""

    token_id: int
    authority_id: int
    authority_kind: str
    scopes: frozenset[str]
    last_used_at: datetime | None


def tokens_of(session: Session, authority_id: int) -> Sequence[ApiToken]:
    """All tokens of an authority, those that work before those that were revoked, the newest first."""
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.authority_id == authority_id)
        .order_by(ApiToken.revoked_at.is_not(None), ApiToken.id.desc())
    ).all()


def program_with(session: Session, token_hash: str, on: date) -> Program | None:
    """Who shows the token with this hash; None: unknown, revoked or ended. `on`: the day in real time."""
    row = session.scalars(
        select(ApiToken).where(ApiToken.token_hash == token_hash, ApiToken.revoked_at.is_(None), ApiToken.ends_on >= on)
    ).one_or_none()
    if row is None:
        return None
    return Program(row.id, row.authority_id, row.authority.kind, frozenset(row.scopes), row.last_used_at)
