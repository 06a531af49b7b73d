"""Pages behind a personal link from a mail, and forms that anybody can send."""

from datetime import datetime

from flask import Response, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from models.database import db
from models.operations.accounts.attempts import count_attempt, require_below_limit
from webapp.transaction import commit, write_more


def private(page: str, status: int = 200) -> Response:
    """A page behind a link, see `private_answer`."""
    return private_answer((page, status))


def private_answer(answer: str | tuple[str, int] | AnyResponse) -> Response:
    """The address of this page is a secret: it must not travel on, be stored or be found."""
    response = make_response(answer)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def caller() -> str:
    """The network address of who asks."""
    return request.remote_addr or ""


def count_request(kind: str, at: datetime) -> None:
    """One more of this kind (models.operations.accounts.attempts) from this address; raises when there were too many.

    Counted before anything else, and kept whatever comes of the form.
    """
    require_below_limit(db.session(), kind, caller(), at)
    count_attempt(db.session(), kind, caller(), at)
    commit()
    write_more()


def count_wrong_code(kind: str, at: datetime) -> None:
    """A code that leads nowhere was typed from this address: kept, though what was asked is not done."""
    write_more()  # what was read so far was not meant to write
    count_attempt(db.session(), kind, caller(), at)
    commit()
