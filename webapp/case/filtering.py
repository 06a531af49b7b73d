"""The filters of the work list: they stand in the address, can be linked to, and come back when one returns."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.assignment import RememberedFilters
from models.authority import Authority
from models.database import db
from models.queries.cases.case_lists import Filters, own_colleagues, own_municipalities
from models.rules.procedure import Stage
from webapp.case.acting import acting_person
from webapp.clock import today
from webapp.forms import LONGEST_LINE
from webapp.words import KIND_NAMES, STAGE_NAMES

NAMES = ("zoek", "fase", "gemeente", "soort", "wie", "laat", "toestand")
STATES = ("open", "ended", "all")


@dataclass(frozen=True)
class Filtering:
    """The filters with what one can choose from, and how they stand in an address."""

    filters: Filters
    places: list[Authority]
    people: list[Any]
    asked: dict[str, str]

    @property
    def query(self) -> str:
        """Behind the address of another list: the same filters there."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    @property
    def told(self) -> str:
        """The filters in words, for who looks at the list."""
        chosen = self.filters
        place = next((one.name for one in self.places if one.id == chosen.municipality_id), "")
        person = next((one.name for one in self.people if str(one.id) == chosen.holder), "")
        parts = [
            f"‘{chosen.words}’" if chosen.words else "",
            str(STAGE_NAMES[chosen.stage]) if chosen.stage else "",
            place,
            str(KIND_NAMES[chosen.kind]) if chosen.kind else "",
            _("termijn voorbij") if chosen.is_late else "",
            {"me": _("bij mij"), "nobody": _("bij niemand")}.get(chosen.holder, person),
        ]
        return ", ".join(part for part in parts if part)


def read_filters() -> Filtering:
    """What is asked in the address; what can't be is not asked."""
    places = list(own_municipalities(db.session(), acting_person()))
    people = list(own_colleagues(db.session(), acting_person(), today()))
    given = {name: request.values.get(name, "").strip()[:LONGEST_LINE] for name in NAMES}
    allowed: dict[str, set[str]] = {
        "fase": {stage.value for stage in Stage},
        "gemeente": {str(place.id) for place in places},
        "soort": set(KIND_NAMES),
        "wie": {"me", "nobody", *(str(one.id) for one in people)},
        "laat": {"1"},
        "toestand": set(STATES) - {"open"},
    }
    asked = {name: value for name, value in given.items() if value and value in allowed.get(name, {value})}
    place = asked.get("gemeente", "")
    return Filtering(
        Filters(
            words=asked.get("zoek", ""),
            stage=asked.get("fase", ""),
            municipality_id=int(place) if place else None,
            state=asked.get("toestand", "open"),
            kind=asked.get("soort", ""),
            is_late="laat" in asked,
            holder=asked.get("wie", ""),
        ),
        places,
        people,
        asked,
    )


def remembered_address() -> Response | None:
    """To the list with the filters of last time, when it is opened without any."""
    if request.args:
        return None
    kept = db.session.get(RememberedFilters, acting_person().person_id)
    return redirect(f"{request.path}?{urlencode(kept.filters)}") if kept is not None and kept.filters else None
