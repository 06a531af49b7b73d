"""A real provider of identities (OpenID Connect) for the tests: Authlib's server side behind a port on loopback, with a
page on which somebody types a name and a password. A test can make it wrong in one way at a time."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwe
from joserfc.jwe import JWERegistry
from joserfc.jwk import ECKey, RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "binstart-tests", "a secret between Binstart and the provider"
PASSWORD = "een wachtwoord bij de provider"


@dataclass
class Code(AuthorizationCodeMixin):
    """What a code stands for."""

    code: str
    username: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str = "S256"
    auth_time: int = field(default_factory=lambda: int(time.time()))

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> str:
        return ""

    def get_amr(self) -> list[str]:
        return []


class Client(ClientMixin):
    """The one client: Binstart."""

    def __init__(self, algorithm: str) -> None:
        self.id_token_signed_response_alg = algorithm

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return "/aanmelden/terug/" in redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret, CLIENT_SECRET)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in ("client_secret_basic", "client_secret_post", "private_key_jwt")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class User:
    """Somebody with an account at the provider, and what it tells of them."""

    username: str
    claims: dict[str, Any]

    def get_user_id(self) -> str:
        return self.username


@dataclass
class Provider:
    """The provider as it runs. `wrong`: claims that replace the right ones; `algorithm` 'none' leaves the token
    unsigned; `sign_with`: a key that is not published."""

    issuer: str = ""
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: list[RSAKey] = field(default_factory=lambda: [RSAKey.generate_key(2048, {"kid": "first"})])
    wrong: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    sign_with: RSAKey | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    only_userinfo: tuple[str, ...] = ()  # claims that stand in no token
    key_requests: int = 0
    signed_out: list[dict[str, str]] = field(default_factory=list)
    is_away: bool = False
    client_key: RSAKey | None = None  # with which Binstart signs its requests, where that is agreed
    encrypt_for: RSAKey | ECKey | None = None  # the public key of Binstart; None: ID tokens are only signed
    change_token: Callable[[str], str] = str
    encryption: dict[str, str] = field(default_factory=lambda: {"alg": "RSA-OAEP", "enc": "A128CBC-HS256"})

    def add(self, username: str, **claims: Any) -> None:
        """An account with the password of all of them."""
        self.people[username] = {"sub": f"subject of {username}", **claims}

    def change_keys(self) -> None:
        """From now on only a new key counts."""
        self.keys = [RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)})]

    def user(self, username: str) -> User:
        return User(username, self.people[username])


def make_provider_app(provider: Provider) -> Flask:
    """The pages and the interface of the provider."""
    app = Flask("identity provider of the tests")
    app.secret_key = "only for tests"
    server = AuthorizationServer(app, query_client=lambda client_id: Client(provider.algorithm)
                                 if client_id == CLIENT_ID else None,
                                 save_token=lambda token, asked: provider.tokens.update(
                                     {token["access_token"]: asked.user.username}))  # fmt: skip

    class SignedRequest(JWTBearerClientAssertion):
        CLIENT_AUTH_METHOD = "private_key_jwt"

        def get_audiences(self) -> list[str]:
            return [f"{provider.issuer}/token"]

        def validate_jti(self, claims: Any, jti: str) -> bool:
            return True

        def resolve_client_public_key(self, client: Client) -> Any:
            assert provider.client_key is not None
            return provider.client_key.as_dict(private=False)

    server.register_client_auth_method("private_key_jwt", SignedRequest())

    class Grant(grants.AuthorizationCodeGrant):
        @property
        def TOKEN_ENDPOINT_AUTH_METHODS(self) -> list[str]:  # noqa: N802  # Authlib's name
            return ["private_key_jwt"] if provider.client_key else ["client_secret_basic", "client_secret_post"]

        def save_authorization_code(self, code: str, asked: Any) -> None:
            data = asked.payload.data
            provider.codes[code] = Code(code, asked.user.username, asked.payload.redirect_uri, asked.payload.scope,
                                        data["nonce"], data["code_challenge"])  # fmt: skip

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> User:
            return provider.user(authorization_code.username)

    class OpenID(OpenIDCode):
        def exists_nonce(self, nonce: str, asked: Any) -> bool:
            return False

        def resolve_client_private_key(self, client: Client) -> RSAKey:
            return provider.sign_with or provider.keys[0]

        def get_client_claims(self, client: Client) -> dict[str, Any]:
            return {"iss": provider.issuer}

        def get_encode_header(self, client: Client) -> dict[str, str]:
            kid = (provider.sign_with or provider.keys[0]).kid
            return {"alg": provider.algorithm, **({"kid": kid} if provider.algorithm != "none" else {})}

        def generate_user_info(self, user: User, scope: str) -> UserInfo:
            told = {name: value for name, value in user.claims.items() if name not in provider.only_userinfo}
            return UserInfo({**told, **provider.wrong})

    server.register_grant(Grant, [CodeChallenge(required=True), OpenID(require_nonce=True)])

    @app.before_request
    def _refuse_while_away() -> Response | None:
        return Response("away", status=503) if provider.is_away else None

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        return jsonify(
            issuer=provider.issuer,
            authorization_endpoint=f"{provider.issuer}/login",
            token_endpoint=f"{provider.issuer}/token",
            jwks_uri=f"{provider.issuer}/keys",
            userinfo_endpoint=f"{provider.issuer}/userinfo",
            end_session_endpoint=f"{provider.issuer}/logout",
            # A provider that offers an unsigned token too: what it says of itself must not weaken us.
            id_token_signing_alg_values_supported=["RS256", "none", "HS256"],
        )

    @app.get("/keys")
    def keys() -> Response:
        provider.key_requests += 1
        return jsonify(keys=[{**key.as_dict(private=False), "use": "sig"} for key in provider.keys])

    @app.route("/login", methods=["GET", "POST"])
    def login() -> Any:
        if request.method == "GET":
            provider.asked.append(request.args.to_dict())
            return (
                "<!DOCTYPE html><html lang=nl><title>Aanmelden bij de provider</title><h1>"
                "Aanmelden bij de provider</h1><form method=post><label>Naam "
                "<input name=username></label> <label>Wachtwoord <input "
                "name=password type=password></label> <button name=answer value=yes>Doorgaan</button> "
                "<button name=answer value=no>Weigeren</button></form>"
            )
        grant = server.get_consent_grant(end_user=None)
        may = request.form["answer"] == "yes" and request.form["password"] == PASSWORD
        user = provider.user(request.form["username"]) if may else None
        return server.create_authorization_response(grant_user=user, grant=grant)

    @app.post("/token")
    def token() -> Any:
        answer = server.create_token_response()
        if answer.status_code != 200:
            return answer
        told = answer.get_json()
        if provider.encrypt_for is not None:
            header = {"cty": "JWT", "kid": provider.encrypt_for.thumbprint(), **provider.encryption}
            registry = JWERegistry(algorithms=list(provider.encryption.values()), strict_check_header=False)
            told["id_token"] = jwe.encrypt_compact(header, told["id_token"], provider.encrypt_for, registry=registry)
        told["id_token"] = provider.change_token(told["id_token"])
        return jsonify(told)

    @app.get("/userinfo")
    def userinfo() -> Any:
        username = provider.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        return jsonify(provider.people[username]) if username else Response(status=401)

    @app.get("/logout")
    def logout() -> Any:
        provider.signed_out.append(request.args.to_dict())
        return redirect(request.args["post_logout_redirect_uri"])

    return app


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider on a free port of loopback."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, make_provider_app(provider), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
