"""Prefect's server as it is, behind one header more: its pages talk to nobody but this server.

Its newer pages load a measuring script of a third party (amplitude.com) even when the server's own reporting is off; an
officer's browser must not tell outsiders that and when it looks at the runs of a case.
"""

from typing import Any

from prefect.server.api.server import create_app as prefect_app

POLICY = (
    b"default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    b"style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)


def create_app() -> Any:
    """The ASGI application that uvicorn runs."""
    app = prefect_app()

    async def with_policy(scope: Any, receive: Any, send: Any) -> None:
        async def send_on(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"content-security-policy", POLICY)]}
            await send(message)

        await app(scope, receive, send_on)

    return with_policy
