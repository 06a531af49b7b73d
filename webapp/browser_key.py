"""The key with which a page seals what it keeps in the browser until it is sent (static/sealed_storage.js).

It comes with each page of who may send it and is kept nowhere, so what was typed or counted without a connection can be
read by nobody who finds the browser after its owner signed out. Source: ASVS 14.3.3.
"""

from flask import Flask

from models.operations.accounts.personal_links import personal_token
from models.settings import settings


def init_browser_key(app: Flask) -> None:
    """Make `browser_key("door", evening.id)` known to the templates."""
    app.jinja_env.globals["browser_key"] = browser_key


def browser_key(kind: str, number: int) -> str:
    """256 bits in 43 signs (base64, for addresses): the same each time for one thing, such as an evening. A second one,
    behind a space, opens what was sealed until the secret of the installation was changed."""
    return " ".join(personal_token(f"browser_{kind}", str(number), key) for key in settings().secret_keys if key)
