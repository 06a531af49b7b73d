"""Addresses of styles, scripts and fonts, with a mark of their content, so that browsers may keep them for a year; they
travel compressed. Pages don't: they hold tokens, whose length would tell about them (BREACH)."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from flask_compress import Compress

_YEAR = 31536000  # seconds
_MONTH = 2592000


_COMPRESSED = ["text/css", "text/javascript", "image/svg+xml"]


def init_assets(app: Flask) -> None:
    """Make `asset("binstart.css")` known to the templates."""
    app.config["COMPRESS_MIMETYPES"] = _COMPRESSED
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    Compress(app)
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep_marked_files)


def asset(name: str) -> str:
    """The address of a file in webapp/static; a file that is not there gets an address all the same (404 later)."""
    return url_for("static", filename=name, v=_mark(Path(str(current_app.static_folder)) / name))


@lru_cache
def _mark(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "0"


def _keep_marked_files(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return response
    # Fonts are asked by the stylesheet, without a mark; a font of last month is no harm.
    age = _YEAR if "v" in request.args else _MONTH if request.path.endswith(".woff2") else None
    if age is not None:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = age
    return response
