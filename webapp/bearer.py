"""Which program asks: its token is in the header of the request, the database has the hash. And how often it may."""

from flask import Flask, Response, g, request
from limits import RateLimitItemPerMinute
from sqlalchemy import select

from models.case import FoundingCase
from models.clock import day_of
from models.database import db
from models.operations.accounts.web_sessions import hashed
from models.operations.authorities.api_tokens import USE_IS_NOTED, note_use
from models.queries.authorities.api_cases import of_program
from models.queries.authorities.api_tokens import Program, program_with
from models.settings import settings
from webapp.bypass_log import note_bypass
from webapp.clock import real_now
from webapp.problems import Problem
from webapp.security import limiter
from webapp.transaction import write_more

SECONDS = 60  # of the window in which requests are counted


def init_bearer(app: Flask) -> None:
    """Tell every program how many requests it has left."""
    app.after_request(_tell_limits)


def let_program_pass(scope: str, number: str | None = None) -> None:
    """The guard of the API. The program is then `g.program`, the case `g.case`. Raises Problem: 401 without a token
    that works, 429 after too many requests, 403 without the scope, 404 for a case that is not of its authority."""
    g.program = program = _program()
    _count(program)
    _note_use(program)
    if scope not in program.scopes:
        note_bypass("scope_missing", scope)
        told = f'Bearer realm="binstart", error="insufficient_scope", scope="{scope}"'
        raise Problem("insufficient_scope", f"The scope {scope} is missing.", {"WWW-Authenticate": told},
                      missing_scope=scope)  # fmt: skip
    if number is not None:
        case = db.session.scalars(
            select(FoundingCase).where(FoundingCase.number == number, of_program(program))
        ).one_or_none()
        if case is None:
            raise Problem("not_found")
        g.case = case


def current_program() -> Program:
    """Who asks. The guard let them pass."""
    program: Program = g.program
    return program


def _program() -> Program:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Problem("no_token", headers={"WWW-Authenticate": 'Bearer realm="binstart"'})
    program = program_with(db.session(), hashed(token.strip()), day_of(real_now()))
    if program is None:
        told = 'Bearer realm="binstart", error="invalid_token"'
        raise Problem("invalid_token", headers={"WWW-Authenticate": told})
    return program


def _count(program: Program) -> None:
    """One more request. Counted per process, as all limits of callers are (webapp.security)."""
    limit, key = RateLimitItemPerMinute(settings().api_requests_per_minute), f"api:{program.token_id}"
    is_below = limiter.limiter.hit(limit, key)
    window = limiter.limiter.get_window_stats(limit, key)
    wait = max(1, round(window.reset_time - real_now().timestamp()))
    g.requests_left = window.remaining, wait
    if not is_below:
        raise Problem("too_many_requests", headers={"Retry-After": str(wait)})


def _note_use(program: Program) -> None:
    """Now and then note that the token is used, in a small transaction of its own."""
    at = real_now()
    if program.last_used_at is not None and at - program.last_used_at < USE_IS_NOTED:
        return
    write_more()
    note_use(db.session(), program.token_id, at)
    db.session.commit()


def _tell_limits(response: Response) -> Response:
    """As in draft-ietf-httpapi-ratelimit-headers."""
    if "requests_left" in g:
        left, wait = g.requests_left
        response.headers["RateLimit-Policy"] = f'"token";q={settings().api_requests_per_minute};w={SECONDS}'
        response.headers["RateLimit"] = f'"token";r={left};t={wait}'
        response.headers["Cache-Control"] = "private, no-cache"
        response.vary.add("Authorization")
    return response
