"""What stands in an address in another type than is asked (a list, a truth, a number that is none) breaks no page and
changes nothing (ASVS 15.3.5). Pages and parameters are those that there are: a new one is tried by itself."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from binstart.form_rules.reading import readings
from models.database import db
from models.rules.access import Role
from models.tables import metadata
from tests.town import Town, founded
from webapp.case.filtering import NAMES as FILTERS
from webapp.insight.what_if import CHOICES, NUMBERS

# Each with a second one behind it, as in ?page=1&page=2.
TYPED = ["true", "null", "[]", "1.5", "-1", "٣", "9" * 30, "2026-13-45", ""]
WHO = (Role.DESK_OFFICER.value, Role.MANDATED_OFFICER.value, Role.COORDINATOR.value, Role.ADMINISTRATOR.value)
OWN_WORDS = {
    "text_kind": "mails", "public_number": "OOS-2026-0001", "position": "0", "slug": "oosterbeke", "stage": "idea",
    "section_code": "area", "section": "area", "piece": "post_1", "form": "txt", "channel": "sms", "step": "name",
    "kind": "charter", "fingerprint": "0" * 64, "filename": "binstart.css",
}  # fmt: skip
LIVING = 2  # the pair of cases with a network


def _parameters() -> list[str]:
    """What the web app reads of an address, by its own source."""
    read = {name for one in readings() for name in one.names if name.startswith(("address: ", "address or form: "))}
    names = {one.partition(": ")[2] for one in read}
    by_name = {*FILTERS, *NUMBERS, *CHOICES, "van", "tot"}  # read by a name that is only known then
    return sorted({one for one in names if re.fullmatch(r"\w+", one)} - {"all"} | by_name)


def _opened(town: Town) -> list[tuple[str, FlaskClient]]:
    """Every address that somebody can open, with who opens it."""
    number = town.pairs[LIVING][0]
    known = {**town.things["oosterbeke"], **town.things[number], "number": number, **OWN_WORDS}
    found = []
    for rule in town.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        with town.app.test_request_context():
            values = {name: known.get(name, "x") for name in rule.arguments}
            try:
                address = town.app.url_map.bind("localhost").build(rule.endpoint, values)
            except ValueError:  # a number that nothing here has
                continue
        opens = next((who for who in WHO if town.browsers[who].get(address).status_code == 200), None)
        if opens:
            found.append((address, town.browsers[opens]))
    return found


def _everything(town: Town) -> dict[str, list[tuple[object, ...]]]:
    with town.app.app_context():
        return {
            table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key)).all()]
            for table in metadata.sorted_tables if table.name not in ("web_session", "remembered_filters", "attempt")
        }  # fmt: skip


def test_no_parameter_in_another_type_breaks_a_page_or_changes_anything(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder: Path = tmp_path_factory.mktemp("addresses")
    with founded(folder) as town:
        opened, names = _opened(town), _parameters()
        before, wrong = _everything(town), set()
        for address, browser in opened:
            for typed in TYPED:
                asked = MultiDict([(name, one) for name in names for one in (typed, "2.5")])
                status = browser.get(address, query_string=asked).status_code
                if status >= 500 and not address.startswith("/readyz"):
                    wrong.add((address, typed, status))

        assert wrong == set()
        assert len(opened) > 150
        assert _everything(town) == before
