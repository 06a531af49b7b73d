"""Which foundings somebody asks figures of: a place, a kind and a period, as they stand in the address."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _

from models.authority import Authority
from models.database import db
from models.queries.insight.insight import BY_CLOSING, BY_OPENING, Asked, insight_places
from models.rules.access import STAFF
from webapp.case.acting import acting_person
from webapp.formatting import day
from webapp.words import KIND_NAMES

EVERYWHERE = "alle"
_CLOSED = "einde"


@dataclass(frozen=True)
class Asking:
    """What is asked, with the places to choose from and how it stands in an address. `place` None: everywhere."""

    asked: Asked
    place: Authority | None
    places: tuple[Authority, ...]
    given: dict[str, str]

    @property
    def is_everywhere(self) -> bool:
        """Whether the figures are of the whole installation: then without cases behind them."""
        return self.place is None

    @property
    def place_name(self) -> str:
        """Whose figures these are."""
        return self.place.name if self.place else _("Alle gemeenten in Binstart")

    def query(self, **more: str) -> str:
        """Behind an address: what is asked, and more."""
        values = {**self.given, **more}
        return f"?{urlencode(values)}" if values else ""

    @property
    def told(self) -> str:
        """What is asked, in words."""
        asked = self.asked
        which = _("geopend") if asked.by == BY_OPENING else _("gelanceerd of beëindigd")
        period = {
            (True, True): _("%(which)s van %(since)s tot en met %(until)s", which=which, since=day(asked.since),
                            until=day(asked.until)),
            (True, False): _("%(which)s vanaf %(since)s", which=which, since=day(asked.since)),
            (False, True): _("%(which)s tot en met %(until)s", which=which, until=day(asked.until)),
            (False, False): _("van alle jaren"),
        }[asked.since is not None, asked.until is not None]  # fmt: skip
        kind = str(KIND_NAMES[asked.kind]) if asked.kind else ""
        return ", ".join(part for part in (self.place_name, kind, period) if part)


def read_asking(*, with_everywhere: bool = True) -> Asking:
    """What the address asks; what can't be is not asked, and the page says what is. Without `with_everywhere` it is
    always one place of one's own."""
    actor = acting_person()
    places = tuple(insight_places(db.session(), actor))
    own = {grant.authority_id for grant in actor.grants if grant.role in STAFF}
    wanted = request.args.get("waar", "")
    place = next((one for one in places if str(one.id) == wanted), None)
    if place is None and places and not (with_everywhere and wanted == EVERYWHERE):
        place = places[0]
    kind = request.args.get("soort", "")
    by = BY_CLOSING if request.args.get("volgens") == _CLOSED else BY_OPENING
    since, until = _day_in("van"), _day_in("tot")
    if since and until and since > until:
        since, until = until, since
    asked = Asked(
        authority_id=place.id if place else None,
        zone_id=place.zone_id if place and place.id not in own else None,
        kind=kind if kind in KIND_NAMES else "",
        by=by,
        since=since,
        until=until,
    )
    return Asking(asked, place, places, _given(asked, place))


def _given(asked: Asked, place: Authority | None) -> dict[str, str]:
    given: dict[str, Any] = {
        "waar": str(place.id) if place else EVERYWHERE,
        "soort": asked.kind,
        "volgens": _CLOSED if asked.by == BY_CLOSING else "",
        "van": asked.since.isoformat() if asked.since else "",
        "tot": asked.until.isoformat() if asked.until else "",
    }
    return {name: value for name, value in given.items() if value}


def _day_in(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, "").strip())
    except ValueError:
        return None
