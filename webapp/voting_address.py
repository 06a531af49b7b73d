"""Where the hall votes by phone: the short address on the screen and in its QR code."""

from flask import url_for

from models.settings import settings


def voting_address(evening_id: int) -> str:
    """The address that residents open, by the name under which the site is known."""
    return settings().base_url.rstrip("/") + url_for("voting.vote", evening_id=evening_id)
