"""Is Prefect's server there? Asked before work is taken: it waits better in the outbox than in a half-run flow."""

import ssl
import time
from collections.abc import Callable

import httpx
from prefect.settings import get_current_settings

PATIENCE = 3.0  # seconds
TRUSTED_FOR = 1.0  # seconds that a 'yes' is not asked again: under load each run would ask


def trusted(file: str | None) -> ssl.SSLContext:
    """Whom to believe that it is Prefect's server: those of PREFECT_API_SSL_CERT_FILE, as Prefect's client does."""
    return ssl.create_default_context(cafile=file)


class PrefectServer:
    """Prefect's server as the worker sees it. Says once that it is away, and once that it is back."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._was_there = True
        self._seen_at = float("-inf")
        api = get_current_settings().api
        self._client = httpx.AsyncClient(timeout=PATIENCE, verify=trusted(api.ssl_cert_file))
        self._url = api.url

    async def is_there(self, *, right_now: bool = False) -> bool:
        """Whether it answers; `right_now`: not a second ago."""
        if not right_now and time.monotonic() - self._seen_at < TRUSTED_FOR:
            return True
        is_there = await self._answers()
        self._seen_at = time.monotonic() if is_there else float("-inf")
        if is_there != self._was_there:
            self._tell("Prefect is back" if is_there else "Prefect is away; work waits in the outbox")
        self._was_there = is_there
        return is_there

    async def close(self) -> None:
        """End the line to it."""
        await self._client.aclose()

    async def _answers(self) -> bool:
        try:
            answer = await self._client.get(f"{self._url}/health")
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK
