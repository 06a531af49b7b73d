"""A form that is sent again because no answer came is led to where the first one led, and does nothing twice.

Every form carries a one-time key. Together with who sends it and with all that is in the form it makes a mark, which is
kept in the same transaction as what the form did (models.operations.keeping.noting_presses). So a form that was refused
can be sent again, and so can the same form with other content.
"""

import hashlib
import re
import secrets
import time
from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet
from flask import Flask, Response, current_app, flash, g, redirect, render_template, request, session
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError
from wtforms.csrf.core import CSRFTokenField

from models.database import db
from models.operations.keeping.noting_presses import note_press, note_where_it_led, take_press_back
from models.queries.keeping.presses import Press, press_with
from webapp.clock import real_now
from webapp.signed_in import signed_in_session
from webapp.transaction import is_committed, write_more

FIELD = "press_key"
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")
_NOT_CONTENT = frozenset({FIELD, "csrf_token"})
_PIECE = 65536  # bytes of a file that are read at a time
_FLASHES = "_flashes"  # words for the next page, which Flask keeps in the cookie
_PATIENCE, _PAUSE = 5.0, 0.05  # seconds to wait for where a press led that was kept a moment ago


class TokenField(CSRFTokenField):
    """The token against forgery, which every form shows, and beside it the key of this one form on this one page."""

    def __call__(self, **values: Any) -> Markup:
        """As two hidden fields."""
        key = secrets.token_urlsafe(16)
        return Markup('{}<input type="hidden" name="{}" value="{}">').format(super().__call__(**values), FIELD, key)


def init_presses(app: Flask) -> None:
    """Look at each form before its page does, and at each answer after it."""
    app.before_request(_notice)
    app.after_request(_note_answer)


def _notice() -> Any:
    key = request.form.get(FIELD, "") if request.method == "POST" else ""
    if not _KEY.fullmatch(key):
        return None
    mark = _mark(key)
    if note_press(db.session(), mark, real_now()):
        g.press, g.cookie_before = mark, _cookie()
        return None
    return _lead_on(mark, key)


def _mark(key: str) -> str:
    sha256 = hashlib.sha256()
    for part in (_who(), key, request.full_path, *_content()):
        sha256.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
    return sha256.hexdigest()


def _who() -> str:
    known = signed_in_session()
    return f"person {known.person_id}" if known else f"browser {session.get('csrf_token', '')}"


def _content() -> list[str]:
    """All that was filled in. Files by the hash of what is in them."""
    fields = [f"{name}={value}" for name, values in request.form.lists() if name not in _NOT_CONTENT
              for value in values]  # fmt: skip
    for name, files in request.files.lists():
        for file in files:
            sha256 = hashlib.sha256()
            while piece := file.stream.read(_PIECE):
                sha256.update(piece)
            file.stream.seek(0)
            fields.append(f"{name}={file.filename} {sha256.hexdigest()}")
    return fields


def _cookie() -> dict[str, Any]:
    return {name: value for name, value in session.items() if name != _FLASHES}


def _note_answer(response: Response) -> Response:
    mark: str | None = g.pop("press", None)
    if mark is None or not is_committed():
        return response
    with suppress(SQLAlchemyError):  # what was done is kept; that the way is not known costs a page in between
        write_more()
        if _can_be_given_again(response):
            led_to = response.location if 300 <= response.status_code < 400 else ""
            note_where_it_led(db.session(), mark, _closed(led_to or "", request.form[FIELD]))
        else:
            take_press_back(db.session(), mark)
        db.session.commit()
    return response


def _can_be_given_again(response: Response) -> bool:
    """Not a refusal of which only the try was counted, not what a script keeps while somebody types, and nothing that
    goes with a change of the cookie, such as signing in: that answer got lost."""
    is_page = response.mimetype == "text/html"  # redirects too
    return is_page and not 400 <= response.status_code < 500 and _cookie() == g.cookie_before


def _lead_on(mark: str, key: str) -> Any:
    found = _where_it_led(mark)
    db.session.rollback()
    led_to = _opened(found.led_to, key) if found else ""
    if not led_to:
        return render_template("errors/already_done.html", address=_page_behind(), typed=[])
    flash(_("Dit was al bewaard. Er is niets dubbel gebeurd."), "success")
    return redirect(led_to)


def _where_it_led(mark: str) -> Press | None:
    """Who presses twice at once asks before the first has its answer; then we wait for that a moment."""
    give_up = time.monotonic() + _PATIENCE
    while True:
        db.session.rollback()  # reads anew, and lets the first one write
        found = press_with(db.session(), mark)
        is_new = found is not None and real_now() - found.pressed_at < timedelta(seconds=_PATIENCE)
        if found is None or found.led_to or not is_new or time.monotonic() > give_up:
            return found
        db.session.rollback()
        time.sleep(_PAUSE)


def _page_behind() -> str:
    """The page of the form, where one can be opened at its address; else the first page."""
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter is not None and adapter.test(request.path, "GET") else "/"


def _lock(key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(f"led to {key}".encode()).digest()))


def _closed(address: str, key: str) -> str:
    return _lock(key).encrypt(address.encode()).decode()


def _opened(closed: str, key: str) -> str:
    return _lock(key).decrypt(closed.encode()).decode() if closed else ""
