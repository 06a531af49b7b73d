"""The work list of a member of staff: what waits for me, and all cases of my municipalities and zones."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from models.authority import Authority
from models.database import db
from models.queries import work_lists
from models.queries.work_lists import PAGE_LENGTH, Filters, WorkItem
from models.rules.procedure import Stage
from webapp.case.acting import acting_person
from webapp.case.links import action_address
from webapp.clock import now, today
from webapp.forms import LONGEST_LINE
from webapp.paging import asked_page
from webapp.permissions import may

blueprint = Blueprint("work_list", __name__)

STATES = ("open", "ended", "all")


@blueprint.get("/werklijst")
@may("see_work_list")
def show_work_list() -> str:
    """What waits for me: decisions first, then what must be done soonest."""
    items = work_lists.work_list(db.session(), acting_person(), today(), now())
    filters, places = _filters()
    chosen = [item for item in items if _is_chosen(item, filters)]
    page = asked_page()
    return render_template(
        "case/show_work_list.html",
        items=chosen[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH],
        count=len(chosen),
        total=len(items),
        page=page,
        pages=_pages(len(chosen)),
        filters=filters,
        places=places,
        stages=tuple(Stage),
        address_of=action_address,
    )


@blueprint.get("/werklijst/alle")
@may("see_work_list")
def list_cases() -> str:
    """All cases of my municipalities and zones, to search in; ended ones too."""
    filters, places = _filters()
    page = asked_page()
    lines, count = work_lists.list_cases(db.session(), acting_person(), filters, page)
    return render_template(
        "case/list_cases.html",
        lines=lines,
        count=count,
        page=page,
        pages=_pages(count),
        filters=filters,
        places=places,
        stages=tuple(Stage),
        today=today,
        states={"open": _("Lopende"), "ended": _("Beëindigde"), "all": _("Alle")},
    )


def _filters() -> tuple[Filters, list[Authority]]:
    """What is asked in the address; what can't be is not asked. With the municipalities to choose from."""
    places = list(work_lists.own_municipalities(db.session(), acting_person()))
    asked_place = request.args.get("gemeente", type=int)
    stage, state = request.args.get("fase", ""), request.args.get("toestand", "open")
    return Filters(
        words=request.args.get("zoek", "").strip()[:LONGEST_LINE],
        stage=stage if stage in tuple(Stage) else "",
        municipality_id=asked_place if asked_place in {place.id for place in places} else None,
        state=state if state in STATES else "open",
    ), places


def _is_chosen(item: WorkItem, filters: Filters) -> bool:
    if filters.stage and item.stage != filters.stage:
        return False
    return filters.municipality_id is None or item.municipality_id == filters.municipality_id


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE_LENGTH))
