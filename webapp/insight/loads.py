"""The load of the staff: by function for everybody, by name for the head and for oneself."""

from flask import Blueprint, render_template
from flask_babel import format_date

from models.database import db
from models.queries.insight.workload import loads_of
from models.rules.workload import PersonLoad, by_function, months_before, shown_by_name
from webapp.case.acting import acting_person
from webapp.clock import today
from webapp.insight.asking import read_asking
from webapp.insight.views import shared
from webapp.permissions import may

blueprint = Blueprint("insight_loads", __name__)

MONTHS = 12


@blueprint.get("/inzicht/werklast")
@may("see_insight")
def show_load() -> str:
    """Open cases in hand and journal entries per month, of one's own places only: elsewhere are others' colleagues."""
    asking = read_asking(with_everywhere=False)
    months = months_before(today().year, today().month, MONTHS)
    loads: tuple[PersonLoad, ...] = ()
    if asking.place is not None:
        loads = loads_of(db.session(), asking.place, months, today())
    named = shown_by_name(loads, acting_person(), asking.place.id) if asking.place else ()
    return render_template(
        "insight/show_load.html", functions=by_function(loads), named=named, me=acting_person().person_id,
        months=[format_date(today().replace(year=int(one[:4]), month=int(one[5:]), day=1), "MMMM y") for one in months],
        **shared("werklast", asking, len(loads)),
    )  # fmt: skip
