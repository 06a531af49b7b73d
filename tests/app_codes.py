"""The codes of an app, as somebody types them who looks at it."""

import time

import pyotp
from sqlalchemy import Engine, update

from models.database import writing
from models.operations.accounts.credentials import STEP
from models.person import Person

TO_TYPE = 3  # seconds that a page may take to be sent


def app_code(secret: str) -> str:
    """The code that counts now and, as whoever types it sees to, still while the page is sent."""
    left = STEP - time.time() % STEP
    if left < TO_TYPE:
        time.sleep(left)
    return pyotp.TOTP(secret).now()


def as_if_used_before(engine: Engine) -> None:
    """As if the last codes had been typed one step earlier, so that the present ones are new."""
    with writing(engine) as session:
        session.execute(update(Person).values(totp_last_counter=Person.totp_last_counter - 1))
