"""What staff read beside a file: whether a virus scanner looked at it, and what came of it."""

from flask import Flask
from flask_babel import gettext as _

from models.database import db
from models.rules.uploads import CLEAN, QUARANTINE, REFUSED
from models.upload import Upload


def init_scan_notes(app: Flask) -> None:
    """Let templates ask it: `scan_note(upload_id)`."""
    app.jinja_env.globals["scan_note"] = scan_note


def scan_note(upload_id: int) -> str:
    """Nothing beside a file that was found clean."""
    upload = db.session.get(Upload, upload_id)
    state = upload.scan_state if upload is not None else CLEAN
    if state == CLEAN:
        return ""
    if state == QUARANTINE:
        return _("wordt nagekeken op virussen")
    return _("verwijderd: er zat een virus in") if state == REFUSED else _("niet gescand op virussen")
