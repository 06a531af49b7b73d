"""What Prefect's server answers goes out with our headers."""

import asyncio

import httpx
from fastapi import FastAPI, HTTPException

from binstart.prefect_server import with_headers

inner = FastAPI()


@inner.get("/{status}")
def answer(status: int) -> str:
    """Answer with this status."""
    if status != 200:
        raise HTTPException(status)
    return "fine"


def headers(status: int) -> httpx.Headers:
    async def ask() -> httpx.Headers:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(with_headers(inner)), base_url="http://prefect"
        ) as client:
            answered = await client.get(f"/{status}")
            assert answered.status_code == status
            return answered.headers

    return asyncio.run(ask())


def test_who_finds_the_database_locked_asks_again_at_once() -> None:
    assert headers(503)["retry-after"] == "0.1"


def test_other_answers_ask_nobody_to_wait() -> None:
    assert ["retry-after" in headers(status) for status in (200, 404, 500)] == [False] * 3


def test_the_pages_may_talk_to_nobody_else() -> None:
    assert "connect-src 'self'" in headers(200)["content-security-policy"]
