"""Prefect's server as it is, behind its secret as a whole and with two headers more.

Its own secret closes its API; its pages, the description of its API and its settings would stand open to whoever
reaches the port. Here all of it asks for the secret, but for two questions: does it work (`/api/health`, `/api/ready`)?
Streams (web sockets) keep Prefect's own handshake, which asks for the same secret.

Its pages talk to nobody but this server: its newer ones load a measuring script of a third party (amplitude.com) even
when the server's own reporting is off, and an officer's browser must not tell outsiders when it looks at which case.

Who finds its database locked asks again at once: of two flows that run at the same moment one gets a 503 now and then,
after which Prefect's client would wait two seconds, and a mail with it (benchmarks/mail.py).
"""

import hmac
from base64 import b64encode
from http import HTTPStatus
from typing import Any

from prefect.server.api.server import create_app as prefect_app
from prefect.settings import PREFECT_SERVER_API_AUTH_STRING

POLICY = (
    b"default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    b"style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)

AGAIN_AFTER = b"0.1"  # seconds
OPEN = frozenset({"/api/health", "/api/ready"})  # whoever supervises it asks these


def create_app() -> Any:
    """The ASGI application that uvicorn runs. Raises ValueError without a secret: it never stands open."""
    secret = PREFECT_SERVER_API_AUTH_STRING.value()
    if not secret:
        raise ValueError("PREFECT_SERVER_API_AUTH_STRING is missing: Prefect's server would be open to everybody")
    return with_headers(closed(prefect_app(), str(secret)))


def closed(app: Any, secret: str) -> Any:
    """An ASGI application that answers only who gives the secret (`user:password`, HTTP Basic)."""
    wanted = b"Basic " + b64encode(secret.encode())

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or (scope["path"] in OPEN and scope["method"] == "GET"):
            await app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"authorization", b"")
        if hmac.compare_digest(given, wanted):
            await app(scope, receive, send)
            return
        headers = [(b"www-authenticate", b'Basic realm="Prefect"'), (b"content-type", b"text/plain; charset=utf-8")]
        await send({"type": "http.response.start", "status": HTTPStatus.UNAUTHORIZED.value, "headers": headers})
        await send({"type": "http.response.body", "body": b"Unauthorized\n"})

    return answer


def with_headers(app: Any) -> Any:
    """An ASGI application that answers as this one, with our headers."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        async def send_on(message: Any) -> None:
            if message["type"] == "http.response.start":
                more = [(b"content-security-policy", POLICY)]
                if message["status"] == HTTPStatus.SERVICE_UNAVAILABLE:
                    more.append((b"retry-after", AGAIN_AFTER))
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await app(scope, receive, send_on)

    return answer
