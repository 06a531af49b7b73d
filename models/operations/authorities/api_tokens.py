"""Tokens for other programs: made by an administrator, shown once, revoked at once."""

from datetime import date, datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.api_token import ApiToken
from models.operations.accounts.web_sessions import hashed
from models.operations.authorities.administering import own_authority
from models.operations.authorities.authority_journal import note_change
from models.operations.cases.acting import written
from models.rules.access import Actor
from models.rules.api_scopes import LONGEST_NAME, checked_scopes, require_possible_end
from models.rules.refusals import Invalid, Stale

BEGINS_WITH = "binstart_"  # so that programs that look for lost keys recognise one
SHOWN = len(BEGINS_WITH) + 4  # characters that stay readable, of 43 that nobody can guess
USE_IS_NOTED = timedelta(minutes=10)  # how exact `last_used_at` is


def make_token(session: Session, by: Actor, authority_id: int, at: datetime, on: date, *, name: str, scopes: list[str],
               ends_on: date) -> tuple[ApiToken, str]:  # fmt: skip
    """A token for one authority. Returns its row and the token itself (256 bits), which is kept nowhere. `on`: the day
    in real time, since keys don't follow the demonstration clock. Raises Invalid."""
    authority = own_authority(session, by, authority_id)
    name, chosen = written(name, "name"), checked_scopes(scopes)
    if len(name) > LONGEST_NAME:
        raise Invalid("too_long", f"Hoogstens {LONGEST_NAME} tekens.", "name")
    require_possible_end(ends_on, on)
    token = BEGINS_WITH + token_urlsafe(32)
    row = ApiToken(authority_id=authority.id, name=name, token_hash=hashed(token), beginning=token[:SHOWN],
                   scopes=chosen, ends_on=ends_on, made_at=at, made_by_id=by.person_id)  # fmt: skip
    session.add(row)
    note_change(session, authority, "api_token:made", by, at, name=name, beginning=row.beginning, scopes=chosen,
                ends_on=ends_on.isoformat())  # fmt: skip
    session.flush()
    return row, token


def revoke_token(session: Session, by: Actor, authority_id: int, token_id: int, at: datetime) -> None:
    """From now on the token opens nothing. Raises Invalid for another authority's, Stale for a second time."""
    authority = own_authority(session, by, authority_id)
    row = session.get(ApiToken, token_id)
    if row is None or row.authority_id != authority.id:
        raise Invalid("unknown_token", "Deze sleutel hoort niet bij uw gemeente of zone.")
    if row.revoked_at is not None:
        raise Stale("revoked_already", "Deze sleutel was al ingetrokken.")
    row.revoked_at = at
    note_change(session, authority, "api_token:revoked", by, at, name=row.name, beginning=row.beginning)
    session.flush()


def note_use(session: Session, token_id: int, at: datetime) -> None:
    """The token was used. `at`: real time."""
    session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=at))
