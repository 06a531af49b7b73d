"""One line per request: its route and not its path, the role and not the person; no query, no address, no token."""

import secrets
import time
from types import TracebackType
from typing import Any

from flask import Flask, Response, g, request

from models.log import log_of
from models.rules.access import ANYONE, SIGNED_IN, roles_anywhere

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "-"  # an address that we don't have: who asks for it chose each word of it

log = log_of("web")


def init_request_log(app: Flask) -> None:
    """Before everything else comes the number of the request; after everything else its line."""
    app.before_request(_begin)
    app.after_request(_tell)
    app.log_exception = _tell_failure  # type: ignore[method-assign]


def route() -> str:
    """The rule of the address, such as /dossier/<number>."""
    return str(request.url_rule.rule) if request.url_rule else NO_ROUTE


def method() -> str:
    """GET, POST …; what is none of them is a word of who asks."""
    return request.method if request.method in METHODS else "OTHER"


def seconds_taken() -> float:
    """How long this request has taken until now."""
    return time.perf_counter() - float(g.get("begun", time.perf_counter()))


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.begun = time.perf_counter()


def _tell(response: Response) -> Response:
    log.info("request", request=g.get("request_id", ""), method=method(), route=route(), status=response.status_code,
             ms=round(seconds_taken() * 1000), role=role())  # fmt: skip
    if "request_id" in g:
        response.headers["X-Request-Id"] = g.request_id
    return response


def role() -> str:
    """What who asks is, as far as the page had to know."""
    actor = g.get("actor")
    if actor is not None:
        return ",".join(sorted(roles_anywhere(actor))) or SIGNED_IN
    return SIGNED_IN if g.get("signed_in") is not None else ANYONE


def _tell_failure(exc_info: tuple[type, BaseException, TracebackType | None] | tuple[None, None, None] | Any) -> None:
    """Instead of Flask's own line, which holds the path and what the exception says."""
    log.error("request failed", request=g.get("request_id", ""), method=method(), route=route(), exc_info=exc_info)
