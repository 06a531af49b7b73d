"""What people see when something is refused or goes wrong: which rule, what now, and all that they typed."""

import math
from contextlib import suppress
from typing import Any

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, ServiceUnavailable, Unauthorized

from models.database import db
from models.file_store import StoreAway
from models.operations.accounts.attempts import TooManyAttempts
from models.rules.refusals import GateNotMet, Invalid, KeyUnavailable, NotAllowed, Refused, Stale
from webapp.bypass_log import note_bypass, note_order
from webapp.problems import Problem, problem_answer
from webapp.transaction import undo

Page = tuple[Response | str, int]
Answer = Response | Page | tuple[Response | str, int, dict[str, str]]

# Never shown back, not even to who typed it.
_SECRET_FIELDS = frozenset(
    {"csrf_token", "password", "password_again", "present_password", "code", "credential", "seen", "press_key"}
)
FILES_RETRY = "60"  # seconds
# A connection that broke, one that can't be had, and what was asked after it broke.
_AWAY = (OperationalError, InterfaceError, NoConnection, PendingRollbackError)
_PAGES = {400, 403, 404, 405, 413, 429, 500, 503}


def init_errors(app: Flask) -> None:
    """Give every refusal and every error its page."""
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(GateNotMet, _gate_not_met)
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(KeyUnavailable, _key_unavailable)
    app.register_error_handler(TooManyAttempts, _too_many_attempts)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(Unauthorized, _sign_in_first)
    # Numbers beyond what the database can hold are wrong input, not a fault of ours.
    app.register_error_handler(DataError, _impossible)
    app.register_error_handler(OverflowError, _impossible)
    app.register_error_handler(StoreAway, _files_away)
    for kind in _AWAY:
        app.register_error_handler(kind, _database_away)
    app.register_error_handler(DBAPIError, _database_fault)
    app.register_error_handler(HTTPException, _http_error)


def typed_text() -> list[tuple[str, str]]:
    """The names and values that were typed in the form of this request, without secrets and empty ones. A form about a
    case tells them in the words of its page."""
    if "typed" in g:
        told: list[tuple[str, str]] = g.typed
        return told
    return [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in _SECRET_FIELDS and value.strip()
    ]


def wants_json() -> bool:
    """Whether a program asks: the API answers in JSON, also when it refuses."""
    return request.path.startswith("/api/")


def _page(status: int, template: str, refusal: Refused | None = None, **values: Any) -> Page:
    if wants_json():
        code, sentence = (refusal.code, refusal.sentence) if refusal else ("", "")
        return problem_answer(status, code, sentence), status
    try:
        return render_template(f"errors/{template}.html", refusal=refusal, typed=_typed_safely(), **values), status
    except _AWAY:  # the page of a refusal reads the case that it is about
        if status == 503:
            raise
        _ask_nothing_more()
        return _page(503, "503")


def _typed_safely() -> list[tuple[str, str]]:
    try:
        return typed_text()
    except HTTPException:  # the form itself can't be read: too large, or broken
        return []


def _not_allowed(refusal: NotAllowed) -> Answer:
    undo()
    note_bypass("right_missing", refusal.code)
    return _page(403, "not_allowed", refusal)


def _stale(refusal: Stale) -> Answer:
    undo()
    return _page(409, "stale", refusal, case=g.get("case"))


def _gate_not_met(refusal: GateNotMet) -> Answer:
    undo()
    note_order(refusal)
    return _page(409, "gate_not_met", refusal, case=g.get("case"))


def _invalid(refusal: Invalid) -> Answer:
    undo()
    return _page(422, "invalid", refusal)


def _key_unavailable(refusal: KeyUnavailable) -> Answer:
    undo()
    return _page(503, "key_unavailable", refusal)


def _too_many_attempts(refusal: TooManyAttempts) -> Answer:
    undo()
    seconds = math.ceil(refusal.wait.total_seconds())
    page = _page(429, "429", refusal, seconds=seconds)
    return page[0], page[1], {"Retry-After": str(seconds)}


def _expired(error: CSRFError) -> Answer:
    note_bypass("forged_form")
    return _page(400, "expired")


def _impossible(error: Exception) -> Answer | HTTPException:
    undo()
    return _http_error(BadRequest())


def _database_away(error: Exception) -> Answer | HTTPException:
    _ask_nothing_more()
    return _http_error(ServiceUnavailable())


def _files_away(error: StoreAway) -> Answer:
    undo()
    current_app.logger.error("the place of the files does not answer: %s", type(error.__cause__ or error).__name__)
    page = _page(503, "files_away")
    return page[0], page[1], {"Retry-After": FILES_RETRY}


def _database_fault(error: DBAPIError) -> Answer | HTTPException:
    """Other faults of the database are ours, unless its connection broke meanwhile."""
    if error.connection_invalidated:
        return _database_away(error)
    raise error


def _ask_nothing_more() -> None:
    """The page of an error must not ask the database anything, not even what is left to read of the case that the page
    was about: it may be what failed."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    g.signed_in, g.actor, g.house_look = None, None, None
    g.pop("case", None)


def _sign_in_first(error: Unauthorized) -> Answer | Any:
    if wants_json():
        return problem_answer(401, "sign_in_first", _("Meld u eerst aan.")), 401
    if request.method != "GET":
        return _page(401, "signed_out")
    wanted = request.full_path if request.query_string else request.path
    return redirect(url_for("signing_in.ask_sign_in_link", next=wanted))


def _http_error(error: HTTPException) -> Answer | HTTPException:
    status = error.code or 500
    if isinstance(error, Problem):
        return problem_answer(status, error.kind, error.detail, **error.members), status, error.sent_headers
    if status < 400:
        return error  # a redirect is no error
    if isinstance(error, InternalServerError):
        _ask_nothing_more()
    template = str(status) if status in _PAGES else ("400" if status < 500 else "500")
    page, sent = _page(status, template), error.get_response().headers
    kept = {name: sent[name] for name in ("Retry-After", "Allow") if name in sent}
    return (*page, kept) if kept else page
