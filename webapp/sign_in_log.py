"""A line for each sign-in and each refused one: which way, and never who (ASVS 16.3.1). The line of the same request
has the role."""

from flask import Flask, Response, g, request

from models.log import log_of
from webapp.request_log import route

REFUSED = (401, 403, 422, 429)
SIGNING_IN = ("signing_in", "by_provider", "passkeys", "second_step")  # the blueprints where one shows who one is

log = log_of("web")


def init_sign_in_log(app: Flask) -> None:
    """Tell each refused sign-in."""
    app.after_request(_tell_refused)


def tell_signed_in(way: str) -> None:
    """Somebody was let in: by 'link', 'password_and_code', 'passkey', 'provider', 'resume_link' …"""
    log.info("signed in", request=g.get("request_id", ""), way=way)


def is_refused_sign_in(response: Response) -> bool:
    """Whether somebody tried to sign in, or to show a second step, and was not let in."""
    return request.blueprint in SIGNING_IN and request.method == "POST" and response.status_code in REFUSED


def _tell_refused(response: Response) -> Response:
    if is_refused_sign_in(response):
        log.warning("sign-in refused", request=g.get("request_id", ""), route=route(), status=response.status_code)
    return response
