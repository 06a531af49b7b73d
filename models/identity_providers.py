"""The providers of identities (OpenID Connect) of an installation: read once from the file that a setting names."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.settings import Settings, settings

SHORTEST_RSA_KEY = 2048  # bits
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class WrongProviders(Exception):
    """The file of providers can't be used; one line says why, without a secret."""


class IdentityProvider(BaseModel):
    """One provider, as its table in the file says. `name`: the name of that table, in our own addresses.

    `for`: 'staff' or 'residents'. `acr_values`: asked of the provider, and one of them must come back. `strong`: it
    signs people in with two factors. The secret stands in a file of its own or in BINSTART_IDENTITY_PROVIDER_SECRETS;
    `client_key_file` is a private key (PEM) for a provider that asks for signed requests (private_key_jwt) instead.
    `encryption_key_files`: private keys (PEM), the newest first; with them ID tokens must be encrypted for one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    audience: Literal["staff", "residents"] = Field(alias="for")
    label: str = Field(min_length=1, max_length=60)
    issuer: str
    client_id: str = Field(min_length=1)
    client_secret: str = ""
    client_key_file: str = ""
    encryption_key_files: tuple[str, ...] = ()
    scopes: str = "openid profile email"
    acr_values: tuple[str, ...] = ()
    identifying_claim: str = "sub"
    strong: bool = False

    @model_validator(mode="after")
    def _is_usable(self) -> "IdentityProvider":
        parts = urlsplit(self.issuer)
        if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
            raise ValueError("issuer must be an https address")
        if "openid" not in self.scopes.split():
            raise ValueError("scopes must hold openid")
        if bool(self.client_secret) == bool(self.client_key_file):
            raise ValueError("give a client secret or a client_key_file, one of them")
        return self


def read_providers(chosen: Settings) -> tuple[IdentityProvider, ...]:
    """The providers in the order of the file; none without a file. Raises WrongProviders."""
    if not chosen.identity_providers:
        return ()
    file = Path(chosen.identity_providers)
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        return tuple(_provider(name, table, chosen, file.parent) for name, table in tables.items())
    except OSError as error:
        raise WrongProviders(f"{error.filename} can't be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongProviders(f"{file} is no TOML: {error}") from None


def _provider(name: str, table: object, chosen: Settings, folder: Path) -> IdentityProvider:
    if not isinstance(table, dict):
        raise WrongProviders(f"{name}: each provider is a table, [{name}]")
    if "client_secret" in table:
        raise WrongProviders(f"{name}: no secrets in this file; use client_secret_file or the environment")
    values = {"name": name, **table}
    secret = chosen.identity_provider_secrets.get(name, "")
    secret_file = values.pop("client_secret_file", "")
    if secret_file:
        secret = (folder / str(secret_file)).read_text(encoding="utf-8").strip()
    if values.get("client_key_file"):
        values["client_key_file"] = str(folder / str(values["client_key_file"]))
    if isinstance(files := values.get("encryption_key_files"), list):
        values["encryption_key_files"] = tuple(str(folder / str(one)) for one in files)
    try:
        provider = IdentityProvider(**values, client_secret=secret)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'provider'}: {e['msg']}" for e in error.errors())
        raise WrongProviders(f"{name}: {wrong}") from None
    decryption_keys(provider)  # one that can't be read is told at the start, not when somebody signs in
    return provider


def decryption_keys(provider: IdentityProvider) -> list[RSAKey | ECKey]:
    """The keys for which this provider encrypts, the newest first. Raises WrongProviders or OSError."""
    return [_private_key(Path(file), provider.name) for file in provider.encryption_key_files]


def client_key(provider: IdentityProvider) -> RSAKey | ECKey:
    """The key with which our requests to this provider are signed. Raises WrongProviders or OSError."""
    return _private_key(Path(provider.client_key_file), provider.name)


def _private_key(file: Path, name: str) -> RSAKey | ECKey:
    content = file.read_bytes()
    try:
        loaded = load_pem_private_key(content, None)
        if isinstance(loaded, RSAPrivateKey) and loaded.key_size >= SHORTEST_RSA_KEY:
            return RSAKey.import_key(content)
        if isinstance(loaded, EllipticCurvePrivateKey):
            return ECKey.import_key(content)
    except (ValueError, TypeError, UnsupportedAlgorithm, JoseError):
        pass
    raise WrongProviders(f"{name}: {file} holds no private key (PEM, RSA of 2048 bits or more, or EC, no password)")


@lru_cache
def _read_once(path: str) -> tuple[IdentityProvider, ...]:
    return read_providers(settings())


def providers(audience: str | None = None) -> tuple[IdentityProvider, ...]:
    """The providers of this installation, or those for 'staff' or 'residents'. Raises WrongProviders."""
    known = _read_once(settings().identity_providers)
    return known if audience is None else tuple(one for one in known if one.audience == audience)


def provider_named(name: str) -> IdentityProvider | None:
    """The provider with this name; None when there is none."""
    return next((one for one in providers() if one.name == name), None)
