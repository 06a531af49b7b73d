"""Prefect's server as it is, behind two headers more.

Its pages talk to nobody but this server: its newer ones load a measuring script of a third party (amplitude.com) even
when the server's own reporting is off, and an officer's browser must not tell outsiders when it looks at which case.

Who finds its database locked asks again at once: of two flows that run at the same moment one gets a 503 now and then,
after which Prefect's client would wait two seconds, and a mail with it (benchmarks/mail.py).
"""

from http import HTTPStatus
from typing import Any

from prefect.server.api.server import create_app as prefect_app

POLICY = (
    b"default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    b"style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)

AGAIN_AFTER = b"0.1"  # seconds


def create_app() -> Any:
    """The ASGI application that uvicorn runs."""
    return with_headers(prefect_app())


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
