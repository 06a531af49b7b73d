"""What is said beside a wrong code while no code of an app can be checked, the same to whoever tries."""

from flask_babel import gettext as _

from models.database import db
from models.queries.keeping.encryption import can_check_codes


def no_codes_now() -> list[str]:
    """Empty while codes can be checked: the keys of the installation are there."""
    if can_check_codes(db.session()):
        return []
    return [_("Codes van een app kunnen nu misschien niet nagekeken worden: een sleutel van Binstart ontbreekt. "
              "Gebruik een herstelcode of een passkey, en verwittig wie Binstart beheert.")]  # fmt: skip
