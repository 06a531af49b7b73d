"""Our own keys for providers of identities: reading what was encrypted for us, and publishing the public halves.

joserfc does the cryptography. Only kinds of encryption for a public key that are sound: never RSA1_5 (its padding can
be asked open), never a shared secret, and nothing that is compressed (a small answer could become a huge one).
"""

from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry

from models.identity_providers import IdentityProvider, WrongProviders, client_key, decryption_keys

KEY_KINDS = ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"]
CONTENT_KINDS = ["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"]
PARTS_OF_ENCRYPTED = 5  # a token that is only signed has three


class NotForUs(Exception):
    """The token is not encrypted as agreed, or for another key."""


def decrypted(token: str, provider: IdentityProvider) -> str:
    """The signed token inside. Raises NotForUs, also for a token that is not encrypted where that was agreed."""
    if not provider.encryption_key_files:
        return token  # one that is encrypted all the same fails as what it is: no signed token
    if token.count(".") != PARTS_OF_ENCRYPTED - 1:
        raise NotForUs
    registry = JWERegistry(algorithms=[*KEY_KINDS, *CONTENT_KINDS], strict_check_header=False)
    try:
        keys = decryption_keys(provider)
    except (WrongProviders, OSError) as error:  # a file that went since the start
        raise NotForUs from error
    for key in keys:  # a kid that is wrong or missing must not keep a good token out
        try:
            content = jwe.decrypt_compact(token, key, registry=registry).plaintext
            return (content or b"").decode("ascii")
        except (JoseError, ValueError):
            continue
    raise NotForUs


def published(provider: IdentityProvider) -> dict[str, Any]:
    """Our public keys for this provider (RFC 7517): for which it encrypts, and with which it checks our requests."""
    keys = [{**key.as_dict(private=False), "use": "enc", "kid": key.thumbprint()} for key in decryption_keys(provider)]
    if provider.client_key_file:
        key = client_key(provider)
        keys.append({**key.as_dict(private=False), "use": "sig", "kid": key.thumbprint()})
    return {"keys": keys}
