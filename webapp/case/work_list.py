"""The work list of a member of staff: mine, my team's, what waits for others, all cases, and the board by stage."""

from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from models.clock import day_of
from models.database import db
from models.operations.cases.remembering import remember_filters
from models.queries.cases import case_lists
from models.queries.cases.case_lists import PAGE_LENGTH, CaseLine
from models.queries.cases.work_lists import MINE, OTHERS, TEAM, WorkItem, work_list
from models.queries.consultation.advice import AskedOfMe, asked_of
from models.queries.keeping.data_requests import open_requests_for
from models.queries.networks.measures import tasks_of_measures
from models.queries.networks.successions import tasks_of
from models.rules.access import may as may_do
from models.rules.procedure import Stage
from webapp.case.acting import acting_person
from webapp.case.exporting import csv_file
from webapp.case.filtering import Filtering, read_filters, remembered_address
from webapp.case.links import action_address
from webapp.clock import now, today
from webapp.paging import asked_page
from webapp.permissions import may
from webapp.transaction import commit
from webapp.words import END_NAMES, KIND_NAMES, ROLE_NAMES, STAGE_NAMES

blueprint = Blueprint("work_list", __name__)

Page = str | AnyResponse
WAITED_FOR: dict[str, Any] = {**ROLE_NAMES, "adviser": _l("adviseur"), "ministry": _l("FOD Binnenlandse Zaken")}
PAGES = {
    MINE: "work_list.show_work_list",
    TEAM: "work_list.show_team_list",
    OTHERS: "work_list.show_others_list",
    "all": "work_list.list_cases",
    "board": "work_list.show_board",
    "map": "mapping.show_map",
    "search": "searching.search_everything",
}
HEADS = (
    _l("Nummer"), _l("Naam"), _l("Gemeente"), _l("Soort"), _l("Fase"), _l("Sinds"), _l("Termijn"), _l("Te laat"),
    _l("Volgende stap"), _l("Wacht op"), _l("In behandeling bij"),
)  # fmt: skip


@blueprint.get("/werklijst")
@may("see_work_list")
def show_work_list() -> Page:
    """What waits for me: what I took, and what only I can do."""
    return _show(MINE)


@blueprint.get("/werklijst/team")
@may("see_work_list")
def show_team_list() -> Page:
    """What waits for my function and that nobody took, or a colleague."""
    return _show(TEAM)


@blueprint.get("/werklijst/anderen")
@may("see_work_list")
def show_others_list() -> Page:
    """What waits elsewhere: for residents, the other side, the ministry, an adviser."""
    return _show(OTHERS)


def _show(listing: str) -> Page:
    back = remembered_address()
    if back is not None:
        return back
    filtering, page = read_filters(), asked_page()
    lists = work_list(db.session(), acting_person(), today(), now(), filtering.filters)
    counts = {name: lists.count(name) for name in (MINE, TEAM, OTHERS)}
    asked_of_me = asked_of(db.session(), acting_person().person_id, today())
    succession_tasks = tasks_of(db.session(), acting_person(), today())
    measure_tasks = tasks_of_measures(db.session(), acting_person(), today())
    data_requests = open_requests_for(db.session(), acting_person())
    counts[MINE] += len(asked_of_me) + len(succession_tasks) + len(measure_tasks) + len(data_requests)
    return render_template(
        "case/show_work_list.html",
        listing=listing,
        items=lists.items(listing, page),
        counts=counts,
        asked_of_me=asked_of_me if listing == MINE and page == 1 else (),
        succession_tasks=succession_tasks if listing == MINE and page == 1 else (),
        measure_tasks=measure_tasks if listing == MINE and page == 1 else (),
        data_requests=data_requests if listing == MINE and page == 1 else (),
        may_answer=may_do(acting_person(), "answer_data_requests"),
        page=page,
        pages=_pages(lists.count(listing)),
        address_of=action_address,
        **shared(filtering),
    )


@blueprint.get("/werklijst/alle")
@may("see_work_list")
def list_cases() -> Page:
    """All cases of my municipalities and zones, to search in; ended ones too."""
    back = remembered_address()
    if back is not None:
        return back
    filtering, page = read_filters(), asked_page()
    lines, count = case_lists.list_cases(db.session(), acting_person(), filtering.filters, page, today())
    return render_template(
        "case/list_cases.html", lines=lines, count=count, page=page, pages=_pages(count), **shared(filtering)
    )


@blueprint.get("/werklijst/bord")
@may("see_work_list")
def show_board() -> Page:
    """All open cases side by side, a column per stage."""
    back = remembered_address()
    if back is not None:
        return back
    filtering = read_filters()
    columns = case_lists.board(db.session(), acting_person(), filtering.filters, today())
    return render_template("case/show_board.html", columns=columns, **shared(filtering))


@blueprint.post("/werklijst/filters")
@may("see_work_list")
def remember() -> AnyResponse:
    """Use these filters, and keep them for next time; or none."""
    filtering = read_filters()
    kept = {} if "wissen" in request.form else filtering.asked
    remember_filters(db.session(), acting_person(), kept)
    commit()
    address = url_for(PAGES.get(request.form.get("lijst", ""), PAGES[MINE]))
    return redirect(address + (filtering.query if kept else ""))


@blueprint.get("/werklijst.csv")
@may("see_work_list")
def export_list() -> Response:
    """The list that one looks at, as a file, with its filters."""
    listing, filtering = request.args.get("lijst", MINE), read_filters()
    lists = work_list(db.session(), acting_person(), today(), now(), filtering.filters)
    if listing in (MINE, TEAM, OTHERS):
        asked = asked_of(db.session(), acting_person().person_id, today()) if listing == MINE else ()
        rows = [_row_of_asked(one) for one in asked] + [_row(item, item.what) for item in lists.items(listing)]
    else:
        lines, _count = case_lists.list_cases(db.session(), acting_person(), filtering.filters, 1, today(), length=None)
        steps = {item.number: item.what for name in (MINE, TEAM, OTHERS) for item in lists.items(name)}
        rows = [_row(line, "" if line.end else steps.get(line.number, "")) for line in lines]
    return csv_file(f"werklijst-{today().isoformat()}.csv", HEADS, rows)


def _row(line: WorkItem | CaseLine, what: str) -> tuple[object, ...]:
    end = getattr(line, "end", None)
    return (
        line.number, line.name, line.municipality, KIND_NAMES[line.kind],
        END_NAMES[end] if end else STAGE_NAMES[line.stage], _day(day_of(line.since)),
        "" if end else _day(line.due_on), _("ja") if not end and line.due_on and line.due_on < today() else "",
        what, ", ".join(str(WAITED_FOR[one]) for one in line.expected), line.in_hand_of,
    )  # fmt: skip


def _row_of_asked(asked: AskedOfMe) -> tuple[object, ...]:
    """An opinion that is asked of me: of the case I see no more than its name."""
    return (
        "", asked.network, asked.municipality, "", STAGE_NAMES[Stage.CONSULTATION], "", _day(asked.due_on),
        _("ja") if asked.is_late else "", _("Advies geven"), "", "",
    )  # fmt: skip


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def shared(filtering: Filtering) -> dict[str, Any]:
    """What every page of the work list gets."""
    return {
        "filtering": filtering,
        "filters": filtering.filters,
        "stages": tuple(Stage),
        "states": {"open": _("Lopende"), "ended": _("Beëindigde"), "all": _("Alle")},
        "waited_for": WAITED_FOR,
        "list_pages": PAGES,
        "handling_address": lambda number: f"/dossier/{quote(number)}/behandeling",
        "today": today,
    }


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE_LENGTH))
