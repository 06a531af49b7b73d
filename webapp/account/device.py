"""The cookie by which a browser is known again after signing out (models.operations.accounts.known_devices)."""

import secrets

from flask import Response, after_this_request, request

from models.operations.accounts.known_devices import KNOWN_FOR
from models.settings import settings

LONGEST = 100  # characters


def own_device() -> str:
    """The secret of this browser; empty when it is not known."""
    device = request.cookies.get(_name(), "")
    return device if len(device) <= LONGEST else ""


def keep_device() -> str:
    """The secret of this browser, from now on kept by it (again) for half a year."""
    device = own_device() or secrets.token_urlsafe(32)

    @after_this_request
    def _set(response: Response) -> Response:
        response.set_cookie(
            _name(), device, max_age=KNOWN_FOR, httponly=True, samesite="Lax", path="/", secure=_secure()
        )
        return response

    return device


def _secure() -> bool:
    return settings().base_url.startswith("https://")


def _name() -> str:
    return "__Host-binstart-device" if _secure() else "binstart-device"
