"""The info evening, for desk and police: plan it, note its results and the stuurgroep, or stop."""

from typing import Any

from flask import Blueprint, abort, g, request
from flask_babel import gettext as _

from models.case import FoundingCase
from models.database import db
from models.info_evening import InfoEvening
from models.operations.evenings import informing, moving_evenings
from models.operations.support import judging_support
from models.queries.cases import case_parts
from models.queries.consultation.agreements import read_agreement
from models.queries.evenings.attendance import Present, present_at
from models.queries.evenings.ballots import last_outcomes, outcomes_of
from models.queries.evenings.candidates import candidates_of, recognised_candidates
from models.queries.evenings.evenings import all_evenings, planned_evenings
from models.rules.access import Role
from models.rules.ballots import APPROVALS, is_approved
from models.rules.names import comparable
from models.rules.procedure import AGENDA_ITEMS, Stage, agenda_of
from webapp.case.acting import Answer, acting_person, carry_out, show_action
from webapp.case.agreeing import told
from webapp.desk.evening_forms import (
    DECIDED,
    FEWEST_ROWS,
    AppointSteeringGroupForm,
    CancelInfoEveningForm,
    PlanInfoEveningForm,
    RecordInfoEveningForm,
)
from webapp.desk.forms import StopForLackOfSupportForm
from webapp.permissions import may

blueprint = Blueprint("informing", __name__)

WORDS = {decided: word for word, decided in DECIDED.items()}


@blueprint.route("/dossier/<number>/plan-info-evening", methods=["GET", "POST"])
@may("plan_info_evening", case_argument="number")
def plan_info_evening(number: str) -> Answer:
    """Plan the evening, or plan it anew."""
    form = PlanInfoEveningForm(data=_evening_so_far())
    form.offer(planned_evenings(db.session(), g.case.id))
    done = carry_out(form, informing.plan_info_evening, _("De infoavond is gepland. De uitnodiging wordt gemaakt."),
                     starts_at=form.starts_at.data, place=form.place.data, address=form.address.data,
                     organisers=form.organisers.data, contact=form.contact.data,
                     accessibility=form.accessibility.data, getting_there=form.getting_there.data,
                     speakers=form.speakers.data, extra_items=(form.extra_items.data or "").splitlines(),
                     room_limit=form.room_limit.data, is_sure=form.is_sure.data, **form.chosen())  # fmt: skip
    return done or show_action("desk/plan_info_evening.html", "plan_info_evening", form,
                               **told(read_agreement(db.session(), g.case)))  # fmt: skip


@blueprint.route("/dossier/<number>/cancel-info-evening", methods=["GET", "POST"])
@may("cancel_info_evening", case_argument="number")
def cancel_info_evening(number: str) -> Answer:
    """An evening does not take place; who replied hears why."""
    form = CancelInfoEveningForm()
    form.offer(planned_evenings(db.session(), g.case.id))
    done = carry_out(form, moving_evenings.cancel_info_evening,
                     _("De infoavond is afgelast. Wie antwoordde met een e-mailadres, krijgt een mail."),
                     evening_id=form.evening_id.data, reason=form.reason.data)  # fmt: skip
    return done or show_action("desk/cancel_info_evening.html", "cancel_info_evening", form)


@blueprint.route("/dossier/<number>/record-info-evening", methods=["GET", "POST"])
@may("record_info_evening", case_argument="number")
def record_info_evening(number: str) -> Answer:
    """Note what the meeting decided, item by item; `?avond=` of which one, where there are several."""
    evening = _evening_meant()
    form = RecordInfoEveningForm(data=_results_so_far(evening))
    form.offer(evening.extra_items if evening else ())
    done = carry_out(form, informing.record_info_evening, _("De resultaten van de infoavond zijn genoteerd."),
                     chair=form.chair.data, attendance=form.attendance.data, items=form.results(),
                     network_approved=DECIDED.get(form.network_approved.data),
                     objectives_approved=DECIDED.get(form.objectives_approved.data),
                     steering_group_approved=DECIDED.get(form.steering_group_approved.data),
                     registered_dwellings=form.registered_dwellings.data, remarks=form.remarks.data,
                     evening_id=evening.id if evening else None)  # fmt: skip
    return done or show_action("desk/record_info_evening.html", "record_info_evening", form, evening=evening,
                               meant=evening, present=_present(evening),
                               **told(read_agreement(db.session(), g.case)))  # fmt: skip


@blueprint.route("/dossier/<number>/appoint-steering-group", methods=["GET", "POST"])
@may("appoint_steering_group", case_argument="number")
def appoint_steering_group(number: str) -> Answer:
    """Note who is in the stuurgroep; a button adds rows."""
    form = AppointSteeringGroupForm(data={"seats": _seats_so_far()})
    proposed = len(_recognised_rows())
    if not form.is_submitted():
        form.add_rows(max(1, FEWEST_ROWS - len(form.seats)))
    elif "add_row" in request.form:
        form.add_rows()
        return show_action("desk/appoint_steering_group.html", "appoint_steering_group", form, proposed=proposed)
    done = carry_out(form, informing.appoint_steering_group, _("De stuurgroep is genoteerd."), seats=form.chosen())
    return done or show_action("desk/appoint_steering_group.html", "appoint_steering_group", form, proposed=proposed)


@blueprint.route("/dossier/<number>/stop-for-lack-of-support", methods=["GET", "POST"])
@may("stop_for_lack_of_support", case_argument="number")
def stop_for_lack_of_support(number: str) -> Answer:
    """Stop the founding because too few people want it; the case ends."""
    form = StopForLackOfSupportForm(data={"body": _("de gemeentelijke dienst")})
    done = carry_out(form, judging_support.stop_for_lack_of_support, _("De oprichting is gestopt."),
                     reason=form.reason.data, body=form.body.data)  # fmt: skip
    return done or show_action("desk/stop_for_lack_of_support.html", "stop_for_lack_of_support", form)


def _evening() -> InfoEvening | None:
    return case_parts.last_evening(db.session(), g.case)


def _present(evening: InfoEvening | None) -> Present | None:
    """Who was checked in at the door: a proposal for the number of people."""
    return present_at(db.session(), evening.id) if evening else None


def _evening_meant() -> InfoEvening | None:
    """The evening of the address, else the one that comes first."""
    asked = request.args.get("avond", "")
    if asked:
        for one in all_evenings(db.session(), g.case.id):
            if str(one.id) == asked and one.state != "cancelled":
                return one
        abort(404)
    return _evening()


def _evening_so_far() -> dict[str, Any]:
    """The evening that is planned, to be moved; else who invites and whom to call as usual."""
    evening, case = _evening(), g.case
    if evening is not None and evening.state == "planned":
        names = ("starts_at", "place", "address", "organisers", "contact", "accessibility", "getting_there",
                 "speakers", "room_limit")  # fmt: skip
        return {name: getattr(evening, name) for name in names} | {"extra_items": "\n".join(evening.extra_items)}
    return {"organisers": _organisers(case), "contact": case.municipality.phone or case.municipality.email}


def _organisers(case: FoundingCase) -> str:
    zone = case.municipality.zone
    if zone is None:
        return str(_("Gemeente %(municipality)s", municipality=case.municipality.name))
    return str(_("Gemeente %(municipality)s en %(zone)s", municipality=case.municipality.name, zone=zone.name))


def _results_so_far(evening: InfoEvening | None) -> dict[str, Any]:
    """What was noted before: it may be noted again until the minutes are approved."""
    if evening is None or evening.state != "held":
        present = _present(evening)
        counted = {"attendance": present.people} if present and present.people else {}
        return counted | (_as_it_went(evening) if evening is not None else {})
    noted = {
        row.item: {"result": row.result, "votes_for": row.votes_for, "votes_against": row.votes_against,
                   "abstentions": row.abstentions}
        for row in evening.items
    }  # fmt: skip
    approvals = ("network_approved", "objectives_approved", "steering_group_approved")
    return {
        "chair": evening.chair,
        "attendance": evening.attendance,
        "registered_dwellings": evening.registered_dwellings,
        "remarks": evening.remarks,
        "items": noted,
        "extra": [noted.get(code, {}) for code in agenda_of(evening.extra_items) if code not in AGENDA_ITEMS],
        **{name: WORDS[getattr(evening, name)] for name in approvals},
    }  # fmt: skip


def _as_it_went(evening: InfoEvening) -> dict[str, Any]:
    """What was noted and voted during the evening, as a proposal: results and counts of the items, the approvals."""
    results = last_outcomes(outcomes_of(db.session(), evening.id))
    items: dict[str, dict[str, Any]] = {code: {"result": text} for code, text in evening.notes.items()}
    for about in ("objectives", "steering_group", *agenda_of(evening.extra_items), "network"):
        if about in results:
            item = APPROVALS[about][1] if about in APPROVALS else about
            names = ("votes_for", "votes_against", "abstentions")
            items[item] = {**items.get(item, {}), **{name: getattr(results[about], name) for name in names}}
    approved = {
        f"{about}_approved": WORDS[is_approved(results[about].votes_for, results[about].votes_against)]
        for about in APPROVALS if about in results
    }  # fmt: skip
    extra = [items.get(code, {}) for code in agenda_of(evening.extra_items) if code not in AGENDA_ITEMS]
    return approved | {"items": items, "extra": extra}


def _seats_so_far() -> list[dict[str, str]]:
    """Who is in it now, and whom the meeting recognised; before there is anybody, the candidates of the request."""
    rows = _seated_rows() + _recognised_rows()
    if rows:
        return rows
    candidates = case_parts.asked(db.session(), g.case, acting_person()).request.candidate_coordinators
    return [
        {"name": one.get("name", ""), "email": one.get("email", ""), "phone": one.get("phone", ""),
         "role": Role.COORDINATOR.value}
        for one in candidates
    ]  # fmt: skip


def _seated_rows() -> list[dict[str, str]]:
    return [
        {"name": one.name, "email": one.email, "phone": one.phone, "role": one.role}
        for one in case_parts.seats(db.session(), g.case)
    ]


def _recognised_rows() -> list[dict[str, str]]:
    """Whom the meeting recognised and who has no seat yet: proposed while the evening is being noted."""
    if g.case.stage != Stage.INFO_EVENING:
        return []
    seated = _seated_rows()
    names, emails = {comparable(one["name"]) for one in seated}, {one["email"] for one in seated}
    return [
        {"name": one.person.name, "email": one.person.email, "phone": one.person.phone, "role": one.role}
        for one in recognised_candidates(candidates_of(db.session(), g.case.id))
        if comparable(one.person.name) not in names and one.person.email not in emails
    ]
