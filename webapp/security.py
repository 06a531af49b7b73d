"""What every answer carries to keep browsers safe, and which requests are turned away before anything else."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

from models.settings import settings
from webapp.bypass_log import note_bypass
from webapp.transaction import WRITING_METHODS


# web.md 4.6. No inline script, style or handler exists, so no nonce is needed.
def content_security_policy(map_tiles: str = "") -> str:
    """The policy of every page; `map_tiles`: the address of the tiles, whose host may give pictures."""
    tiles = urlsplit(map_tiles)
    host = f" {tiles.scheme}://{tiles.netloc}" if map_tiles else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data:{host}",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        )
    )


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"
MOST_TEXT = 500_000  # characters in all fields of a form together
EVERYTHING_ELSE = "300 per minute"  # web.md 4.7, last row; the finer limits are in models.operations.accounts.attempts

csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, application_limits=[EVERYTHING_ELSE], storage_uri="memory://")


def init_security(app: Flask) -> None:
    """Turn away what can't be meant well, and put the headers on every answer."""
    app.before_request(_refuse_strangers)
    app.before_request(_refuse_impossible_text)
    csrf.init_app(app)
    limiter.request_filter(_is_not_limited)
    limiter.init_app(app)
    app.after_request(_add_headers)


def _refuse_strangers() -> None:
    """A form that another site sends in somebody's name is refused, next to the CSRF token in every form."""
    if request.method in WRITING_METHODS and request.headers.get("Sec-Fetch-Site", "same-origin") not in (
        "same-origin",
        "none",
    ):
        note_bypass("other_site")
        abort(403)


def _refuse_impossible_text() -> None:
    """NUL can't be typed and PostgreSQL can't keep it: it is always an attack or a broken program.

    Nor does anybody type more than what fills a charter many times over.
    """
    texts = [request.path, *request.args.keys(), *(v for values in request.args.listvalues() for v in values)]
    if request.method in WRITING_METHODS:
        texts += [*request.form.keys(), *(v for values in request.form.listvalues() for v in values)]
    has_nul = any("\0" in text for text in texts)
    if has_nul or sum(map(len, texts)) > MOST_TEXT:
        note_bypass("impossible_text")
        abort(400 if has_nul else 413)


def _is_not_limited() -> bool:
    # From the machine itself come the player and the benchmarks; behind a proxy that is not named in
    # `trusted_proxies` everybody would look like it, and one visitor could shut out all others.
    return request.endpoint == "static" or request.remote_addr in ("127.0.0.1", "::1", None)


def _add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", content_security_policy(settings().map_tiles))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings().base_url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if request.endpoint != "static":
        signed_in = g.get("signed_in") is not None
        response.headers.setdefault("Cache-Control", "no-store" if signed_in else "no-cache")
    return response
