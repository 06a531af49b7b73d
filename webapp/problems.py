"""Refusals for programs: problem details in JSON (RFC 9457), one code and one title per kind."""

from http import HTTPStatus
from typing import Any

from flask import Response, json
from werkzeug.exceptions import HTTPException

from models.settings import settings

PROBLEM_JSON = "application/problem+json"

# Per code its status and what it means; the page about the API has a line for each.
PROBLEMS: dict[str, tuple[int, str]] = {
    "bad_request": (400, "This request can't be understood."),
    "no_token": (401, "Send a token: Authorization: Bearer …"),
    "invalid_token": (401, "This token is unknown, was revoked or has ended."),
    "insufficient_scope": (403, "This token may not read this."),
    "not_found": (404, "There is nothing here for this token."),
    "method_not_allowed": (405, "The API only reads: use GET or HEAD."),
    "not_acceptable": (406, "The API answers in application/json only."),
    "invalid_parameters": (422, "Some parameters are wrong."),
    "too_many_requests": (429, "Too many requests with this token. Wait, and try again."),
}
_BY_STATUS = {400: "bad_request", 404: "not_found", 405: "method_not_allowed"}


class Problem(HTTPException):
    """One of PROBLEMS, with what belongs to it. `members` go into the answer, `sent_headers` along with it."""

    def __init__(self, code: str, detail: str = "", headers: dict[str, str] | None = None, **members: Any) -> None:
        self.code = PROBLEMS[code][0]
        super().__init__(detail)
        self.kind, self.detail, self.members = code, detail, members
        self.sent_headers = headers or {}


def problem_answer(status: int, code: str = "", detail: str = "", **members: Any) -> Response:
    """The answer. `code`: one of PROBLEMS, or of a refusal of the rules; empty: that of the status."""
    code = code or _BY_STATUS.get(status, str(status))
    known = PROBLEMS.get(code)
    body = {
        "type": type_of(code) if known else "about:blank",
        "title": known[1] if known else HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        **({"detail": detail} if detail else {}),
        **members,
    }
    return Response(json.dumps(body), status, mimetype=PROBLEM_JSON)


def type_of(code: str) -> str:
    """The address that names a kind of problem: its line on the page about the API."""
    return f"{settings().base_url.rstrip('/')}/api#fout-{code}"
