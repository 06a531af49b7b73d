"""Talking with a provider of identities (OpenID Connect): where to send somebody, and what comes back, checked.

Authlib does the protocol, its joserfc the signatures. Everything is checked here, whatever the provider says of itself:
encrypted for us where that was agreed (webapp.account.provider_keys), signature by its present keys and never a weak
kind, issuer, audience, nonce, time, and how strong the sign-in was.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, ExpiredTokenError, InvalidClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from models.identity_providers import IdentityProvider
from models.operations.accounts.personal_links import personal_token
from models.operations.accounts.signing_in_by_provider import NotByProvider, Shown
from models.settings import settings
from webapp.account.provider_keys import NotForUs, decrypted

# Never 'none', and never a shared secret: who knows our public words could then sign (RFC 8725, 3.1).
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LEEWAY = 120  # seconds that two clocks may differ
SECONDS = 8  # of silence; then the provider counts as away
KEPT_SECONDS = 3600  # what a provider says of itself, and its keys; unknown keys are asked at once
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class SignedInThere:
    """Somebody who came back: who, with how strong a sign-in, and the token for signing out there."""

    shown: Shown
    is_strong: bool
    id_token: str


class ProviderClient:
    """One provider, with what it said of itself."""

    def __init__(self, provider: IdentityProvider) -> None:
        self.provider = provider
        self._metadata: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def authorization_address(self, state: str, redirect_uri: str) -> str:
        """Where the browser must go. Nonce and proof of the code are made from the state and our secret."""
        more = {"acr_values": " ".join(self.provider.acr_values)} if self.provider.acr_values else {}
        with self._session(redirect_uri) as line:
            address, _ = line.create_authorization_url(
                self.metadata()["authorization_endpoint"], state=state, nonce=_made("nonce", state),
                code_verifier=_made("verifier", state), ui_locales="nl", **more,
            )  # fmt: skip
        return str(address)

    def come_back(self, state: str, code: str, redirect_uri: str) -> SignedInThere:
        """Exchange the code for who somebody is. Raises NotByProvider: provider_away, code_refused, wrong_answer,
        wrong_nonce, clock, too_weak."""
        with self._session(redirect_uri) as line:
            try:
                token = line.fetch_token(
                    self.metadata()["token_endpoint"], grant_type="authorization_code", code=code,
                    code_verifier=_made("verifier", state), allow_redirects=False,
                )  # fmt: skip
            except OAuthError as error:
                raise NotByProvider("code_refused") from error
            except (requests.RequestException, ValueError) as error:
                raise NotByProvider("provider_away") from error
            id_token = self._opened(token.get("id_token"))
            claims = self._checked(id_token, _made("nonce", state), str(token.get("access_token", "")))
            told = {**self._asked_beside(line, claims), **claims}
        subject = claims.get(self.provider.identifying_claim) or told.get(self.provider.identifying_claim)
        if not isinstance(subject, str) or not subject:
            raise NotByProvider("wrong_answer")
        name = told.get("name") or " ".join(filter(None, (told.get("given_name"), told.get("family_name"))))
        shown = Shown(self.provider.issuer, subject, str(told.get("email") or ""), told.get("email_verified") is True,
                      str(name or ""))  # fmt: skip
        return SignedInThere(shown, self.provider.strong, id_token)

    def sign_out_address(self, id_token: str, back_to: str) -> str:
        """Where somebody signs out there too; empty when the provider offers none or is away."""
        try:
            endpoint = self.metadata().get("end_session_endpoint")
        except NotByProvider:
            return ""
        asked = {"client_id": self.provider.client_id, "id_token_hint": id_token, "post_logout_redirect_uri": back_to}
        return f"{endpoint}?{urlencode(asked)}" if endpoint else ""

    def metadata(self) -> dict[str, Any]:
        """What the provider says of itself. Raises NotByProvider: provider_away, wrong_answer."""
        if self._metadata is None or self._metadata[0] < time.monotonic():
            found = _fetched(self.provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
            is_itself = found.get("issuer") == self.provider.issuer
            if not is_itself or not all(_is_safe(found.get(name), self.provider.issuer) for name in _ENDPOINTS):
                raise NotByProvider("wrong_answer")
            self._metadata = (time.monotonic() + KEPT_SECONDS, found)
        return self._metadata[1]

    def _session(self, redirect_uri: str) -> OAuth2Session:
        provider = self.provider
        method, secret = "client_secret_basic", provider.client_secret
        offered = self.metadata().get("token_endpoint_auth_methods_supported") or [method]
        if provider.client_key_file:
            method, secret = "private_key_jwt", Path(provider.client_key_file).read_text(encoding="utf-8")
        elif method not in offered:
            method = "client_secret_post"
        line = OAuth2Session(provider.client_id, secret, token_endpoint_auth_method=method, scope=provider.scopes,
                             redirect_uri=redirect_uri, code_challenge_method="S256",
                             default_timeout=SECONDS)  # fmt: skip
        line.register_client_auth_method(PrivateKeyJWT(self.metadata()["token_endpoint"]))
        return line

    def _checked(self, id_token: str, nonce: str, access_token: str) -> dict[str, Any]:
        wanted = {
            "iss": {"essential": True, "value": self.provider.issuer},
            "aud": {"essential": True, "value": self.provider.client_id},
            "nonce": {"essential": True},
            **({"acr": {"essential": True, "values": list(self.provider.acr_values)}}
               if self.provider.acr_values else {}),
        }  # fmt: skip
        params = {"nonce": nonce, "client_id": self.provider.client_id, "access_token": access_token}
        try:
            token = self._decoded(id_token)
            claims = CodeIDToken(token.claims, token.header, wanted, params)
            claims.validate(leeway=LEEWAY)
        except ExpiredTokenError as error:
            raise NotByProvider("clock") from error
        except InvalidClaimError as error:
            raise NotByProvider(_CLAIMS.get(error.claim, "wrong_answer")) from error
        except (JoseError, ValueError) as error:  # missing claims, a signature that does not fit, keys that can't be
            raise NotByProvider("wrong_answer") from error
        return dict(claims)

    def _opened(self, id_token: object) -> str:
        """The signed token, decrypted where that was agreed."""
        if not isinstance(id_token, str):
            raise NotByProvider("wrong_answer")
        try:
            return decrypted(id_token, self.provider)
        except NotForUs as error:
            raise NotByProvider("wrong_answer") from error

    def _decoded(self, id_token: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        try:
            return jwt.decode(id_token, self._key_set(), registry=registry)
        except (InvalidKeyIdError, BadSignatureError):  # the provider changed its keys since we asked
            return jwt.decode(id_token, self._key_set(anew=True), registry=registry)

    def _key_set(self, anew: bool = False) -> KeySet:
        if anew or self._keys is None or self._keys[0] < time.monotonic():
            keys = KeySet.import_key_set(_fetched(self.metadata()["jwks_uri"]))  # type: ignore[arg-type]
            self._keys = (time.monotonic() + KEPT_SECONDS, keys)
        return self._keys[1]

    def _asked_beside(self, line: OAuth2Session, claims: dict[str, Any]) -> dict[str, Any]:
        """What stands in no token: some providers tell an e-mail address only when asked. Of the same person only."""
        endpoint = self.metadata().get("userinfo_endpoint")
        if "email" in claims or not _is_safe(endpoint, self.provider.issuer):
            return {}
        try:
            answer = line.get(endpoint, allow_redirects=False)
            answer.raise_for_status()
            told = answer.json()
        except (requests.RequestException, OAuthError, ValueError) as error:
            raise NotByProvider("provider_away") from error
        if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
            raise NotByProvider("wrong_answer")
        return told


_CLAIMS = {"nonce": "wrong_nonce", "iat": "clock", "nbf": "clock", "acr": "too_weak"}
_clients: dict[IdentityProvider, ProviderClient] = {}


def client_of(provider: IdentityProvider) -> ProviderClient:
    """The client for a provider, kept as long as this process: it remembers keys."""
    return _clients.setdefault(provider, ProviderClient(provider))


def _made(kind: str, state: str) -> str:
    return personal_token(f"openid_{kind}", state, settings().secret_key)


def _is_safe(address: object, issuer: str) -> bool:
    """An https address; over http only where the issuer itself (on loopback) does."""
    return isinstance(address, str) and address.startswith(("https://", issuer.partition("//")[0] + "//"))


def _fetched(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise NotByProvider("provider_away") from error
    if answer.status_code != 200 or not isinstance(found, dict):
        raise NotByProvider("provider_away")
    return found
