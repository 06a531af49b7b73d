"""What is said beside a wrong code while no code of an app can be checked, the same to whoever tries."""

from flask_babel import gettext as _
from wtforms import Field

from models.database import db
from models.queries.keeping.encryption import can_check_codes

SHORTEST_RECOVERY_CODE = 10  # signs: what is shorter is a code of an app


def no_codes_now() -> list[str]:
    """Empty while codes can be checked: the keys of the installation are there."""
    if can_check_codes(db.session()):
        return []
    return [_("Codes van een app kunnen nu misschien niet nagekeken worden: een sleutel van Binstart ontbreekt. "
              "Gebruik een herstelcode of een passkey, en verwittig wie Binstart beheert.")]  # fmt: skip


def forget_code(field: Field) -> None:
    """A code of the app is over by the next try; in one to recover with, which is longer, a sign may be wrong."""
    if len(field.data or "") < SHORTEST_RECOVERY_CODE:
        field.data = ""
