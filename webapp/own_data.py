"""A copy of everything that is held about somebody: one file with the same twice, for people and for programs."""

import json
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Response, render_template

from models.queries.keeping.own_data import OwnRow
from webapp.privacy_words import kept_in_words, readers_plainly

SAID = (
    "Wat alleen het programma leest (zoals een onleesbaar wachtwoord) en een uitslag van de politie zitten er niet in."
)


def data_file(rows: list[OwnRow], name: str, at: datetime) -> Response:
    """A ZIP with `gegevens.html`, to read and print, and `gegevens.json`, to take along (GDPR art. 15 and 20)."""
    held = [
        {"verwerking": one.activity, "doel": one.purpose, "grond": one.ground,
         "bewaard": [kept_in_words(rule) for rule in one.kept],
         "wie_het_ziet": readers_plainly(one.readers), "gegevens": one.values}
        for one in rows
    ]  # fmt: skip
    about = {"naam": name, "gemaakt_op": at.isoformat(), "opmerking": SAID, "gegevens": held}
    page = render_template("privacy/own_data.html", rows=by_activity(rows), name=name, at=at, said=SAID,
                           kept=kept_in_words)  # fmt: skip
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        file.writestr("gegevens.html", page)
        file.writestr("gegevens.json", json.dumps(about, ensure_ascii=False, indent=2, default=str))
    answer = Response(packed.getvalue(), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename="mijn-gegevens.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def by_activity(rows: list[OwnRow]) -> list[tuple[OwnRow, list[OwnRow]]]:
    """The rows of each activity together, with the first to tell what they share."""
    found: dict[str, list[OwnRow]] = {}
    for one in rows:
        found.setdefault(one.activity, []).append(one)
    return [(some[0], some) for some in found.values()]
