"""At the door of the info evening: check people in on a phone or tablet, or enter the paper list afterwards."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, g, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from documents.filling.attendance import attendance_list
from models.attendance import Attendance
from models.clock import day_of
from models.database import db
from models.info_evening import InfoEvening
from models.operations.evenings import checking_in
from models.operations.evenings.checking_in import Arrival, CheckedIn
from models.queries.evenings.attendance import (
    attendance_list_record,
    evening_at_door,
    last_arrivals,
    present_at,
    tick_list,
)
from models.queries.support.support import area_streets
from models.rules.attendance import HOW, why_closed
from models.rules.refusals import GateNotMet, Invalid, Refused
from models.rules.streets import HouseNumber
from models.settings import settings
from webapp.case.acting import acting_person, done
from webapp.case.printing import print_now
from webapp.clock import now
from webapp.desk.door_forms import CheckInForm, PrintAttendanceListForm, RemoveAttendanceForm, new_key
from webapp.formatting import time_of_day
from webapp.forms import number_of, render_form
from webapp.permissions import may
from webapp.transaction import commit, undo

Answer = tuple[str | Response, int] | Response | str

blueprint = Blueprint("door", __name__)


@blueprint.route("/dossier/<number>/check-in", methods=["GET", "POST"])
@may("check_in", case_argument="number")
def check_in(number: str) -> Answer:
    """The door. `?zoek=` a street or dwelling to tick, `?code=` of an invitation that was scanned, `?papier=1` to
    enter the paper list, `?avond=` another evening than today's. Scripts send JSON-accepting posts, one per arrival.
    """
    form = CheckInForm(data={"code": request.args.get("code", "")[:40], "papier": request.args.get("papier", ""),
                             "people": 1})  # fmt: skip
    form.offer(_streets())
    if _is_script():
        return _answer_script(form)
    evening = _evening(form)
    if form.validate_on_submit():
        g.typed = form.typed()
        try:
            done = _check_in(form, evening.id)
        except Invalid as refusal:
            form.show(refusal)
        else:
            commit()
            flash(_said(done), "message" if done.was_already else "success")
            return redirect(url_for("door.check_in", **_same_page(form, evening)))
    form.evening_id.data = evening.id
    answer = make_response(*render_form("desk/check_in.html", form, **_shown(evening)))
    answer.headers["Permissions-Policy"] = "geolocation=(), camera=(self), microphone=(), payment=()"
    return answer


@blueprint.route("/dossier/<number>/check-in/<int:attendance_id>/remove", methods=["GET", "POST"])
@may("check_in", case_argument="number")
def remove_attendance(number: str, attendance_id: int) -> Answer:
    """A check-in was wrong."""
    row = db.session.get(Attendance, attendance_id)
    if row is None or row.case_id != g.case.id:
        abort(404)
    form = RemoveAttendanceForm()
    removed = done(
        form,
        lambda: checking_in.remove_attendance(db.session(), g.case.id, acting_person(), now(),
                                              attendance_id=attendance_id, reason=form.reason.data),
        _("De aanmelding is verwijderd."),
        url_for("door.check_in", number=number, avond=row.evening_id),
    )  # fmt: skip
    return removed or render_form("desk/remove_attendance.html", form, case=g.case, row=row, who=who_came(row))


@blueprint.route("/dossier/<number>/attendance-list", methods=["GET", "POST"])
@may("check_in", case_argument="number")
def print_attendance_list(number: str) -> Answer:
    """The list on paper for who prefers it: the whole area, or one street."""
    form = PrintAttendanceListForm(data={"evening_id": request.args.get("avond", "")})
    form.offer(_streets())
    evening = evening_at_door(db.session(), g.case.id, number_of(form.evening_id.data), day_of(now()))
    if evening is None:
        raise GateNotMet("no_evening", _("Er is geen infoavond gepland."))
    if form.validate_on_submit():
        try:
            return _attendance_list(evening, number_of(form.street_id.data))
        except Invalid as refusal:
            form.show(refusal)
    return render_form("desk/print_attendance_list.html", form, case=g.case, evening=evening)


def _attendance_list(evening: InfoEvening, street_id: int) -> Response:
    record = attendance_list_record(db.session(), g.case, evening, day_of(now()), settings().base_url, street_id)
    filled = attendance_list(record)
    return print_now("attendance_list", filled, logo=filled.sender.logo)


def who_came(row: Attendance) -> str:
    """The dwelling as words, or that they come from elsewhere."""
    if row.street is None or row.house_number is None:
        return _("Van elders")
    return f"{row.street.name} {HouseNumber(row.house_number, row.suffix)}"


def _is_script() -> bool:
    return request.method == "POST" and request.accept_mimetypes.best == "application/json"


def _answer_script(form: CheckInForm) -> Answer:
    """A device with scripts: the same rules, answered in JSON, so that its queue knows what to keep."""
    if not form.validate():
        return jsonify(sentence=" ".join(text for _field, text in form.faults())), 422
    evening_id = number_of(form.evening_id.data)
    try:
        done = _check_in(form, evening_id)
    except Refused as refusal:
        undo()
        return jsonify(sentence=refusal.sentence), 422 if isinstance(refusal, Invalid) else 409
    commit()
    return jsonify(sentence=_said(done), already=done.was_already, present=_present_words(evening_id))


def _check_in(form: CheckInForm, evening_id: int) -> CheckedIn:
    arrival = Arrival(
        key=form.key.data or "",
        people=form.people.data or 0,
        code=form.code.data or "",
        street_id=number_of(form.street_id.data),
        number=form.number.data or "",
        is_on_paper=bool(form.papier.data),
        waited=timedelta(seconds=min(form.waited_seconds(), 10**6)),
    )
    return checking_in.check_in(db.session(), g.case.id, acting_person(), now(), arrival, evening_id=evening_id)


def _said(done: CheckedIn) -> str:
    row, who = done.attendance, who_came(done.attendance)
    if done.was_already:
        when = time_of_day(row.arrived_at)
        return _("%(who)s was al aangemeld om %(when)s en telt één keer.", who=who, when=when)
    people = ngettext("%(num)d mens", "%(num)d mensen", row.people)
    return _("%(who)s: %(people)s aangemeld.", who=who, people=people)


def _present_words(evening_id: int) -> str:
    present = present_at(db.session(), evening_id)
    people = ngettext("%(num)d mens", "%(num)d mensen", present.people)
    dwellings = ngettext("%(num)d woning", "%(num)d woningen", present.dwellings)
    return f"{people}, {dwellings}"


def _evening(form: CheckInForm) -> InfoEvening:
    typed = form.evening_id.data if form.is_submitted() else request.args.get("avond", "")
    evening = evening_at_door(db.session(), g.case.id, number_of(typed), day_of(now()))
    if evening is None:
        raise GateNotMet("no_evening", _("Er is geen infoavond gepland."))
    return evening


def _same_page(form: CheckInForm, evening: InfoEvening) -> dict[str, Any]:
    kept = {"number": g.case.number, "avond": evening.id, "zoek": request.args.get("zoek") or None}
    return kept | ({"papier": "1"} if form.papier.data else {})


def _shown(evening: InfoEvening) -> dict[str, Any]:
    session, typed = db.session(), request.args.get("zoek", "")[:80]
    is_final = evening.minutes_approved_at is not None
    return {
        "case": g.case,
        "evening": evening,
        "closed": why_closed(evening.state, day_of(evening.starts_at), day_of(now()), is_final=is_final),
        "present_words": _present_words(evening.id),
        "arrivals": [(row, who_came(row), HOW[row.how]) for row in last_arrivals(session, evening.id)],
        "typed": typed,
        "lines": [
            (line, f"{line.dwelling.street} {HouseNumber(line.dwelling.number, line.dwelling.suffix)}", new_key())
            for line in (tick_list(session, g.case, evening.id, typed) if typed else [])
        ],
    }


def _streets() -> list[tuple[int, str]]:
    return list(area_streets(db.session(), g.case))
