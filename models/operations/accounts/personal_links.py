"""Links by mail for people without an account: a token that is the same each time and kept nowhere but as its hash."""

import base64
import hashlib
import hmac

SHORTEST_SECRET = 32


def personal_token(kind: str, seed: str, secret_key: str) -> str:
    """The token of somebody's link, made from their own seed and the secret of the installation.

    Where the secret was changed meanwhile, the link of the next mail works and those of before do not.
    Raises ValueError without a secret.
    """
    if len(secret_key) < SHORTEST_SECRET:
        raise ValueError(f"BINSTART_SECRET_KEY is missing: without it no link of the kind '{kind}' can be made")
    digest = hmac.new(secret_key.encode(), f"{kind}:{seed}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
