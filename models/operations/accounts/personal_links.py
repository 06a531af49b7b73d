"""Links by mail for people without an account: a token that is the same each time and kept nowhere but as its hash."""

import base64
import hashlib
import hmac
from typing import Protocol

from models.operations.accounts.web_sessions import hashed

SHORTEST_SECRET = 32


class Linked(Protocol):
    """A row whose person has a link of their own."""

    link_seed: str
    token_hash: str | None


def kept_token(row: Linked, kind: str, secret_key: str, before: str = "", length: int | None = None) -> str:
    """The token of a row's link, for a mail; its hash is kept with the row.

    A link that left before the secret was changed stays what it was while the settings name the secret of `before`.
    Raises ValueError without a secret.
    """
    token = personal_token(kind, row.link_seed, secret_key)[:length]
    if before and row.token_hash == hashed(known := personal_token(kind, row.link_seed, before)[:length]):
        return known
    if row.token_hash != hashed(token):
        row.token_hash = hashed(token)
    return token


def personal_token(kind: str, seed: str, secret_key: str) -> str:
    """The token of somebody's link, made from their own seed and the secret of the installation.

    Raises ValueError without a secret.
    """
    if len(secret_key) < SHORTEST_SECRET:
        raise ValueError(f"BINSTART_SECRET_KEY is missing: without it no link of the kind '{kind}' can be made")
    digest = hmac.new(secret_key.encode(), f"{kind}:{seed}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
