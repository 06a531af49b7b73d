"""The succession of a coordinator: how far it is, who stands in, the candidates, and every step of it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, g, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.database import db
from models.enrolment import Enrolment
from models.operations.accounts.signing_in import Mail
from models.operations.networks.succeeding import begin_succession, call_members, report_change, stop_succession
from models.operations.networks.succeeding_candidates import (
    Proposal,
    appoint_successor,
    may_appoint,
    note_candidate,
    offer_own,
    remove_candidate,
    screen_candidate,
)
from models.queries.cases.facts import settings_of
from models.queries.networks.enrolments import network_of_case
from models.queries.networks.successions import (
    CANDIDATES,
    open_successions,
    present_coordinators,
    progress_of,
    stand_ins,
    steps_left,
    successions_of,
    successor_in,
)
from models.rules.access import may as may_do
from models.rules.succession import STAND_INS, STATES, STEPS, WHY, roles_of_step
from models.rules.web_addresses import candidate_page, network_page
from models.settings import settings
from models.succession import Succession, Successor
from webapp.case.acting import Answer, acting_person, done
from webapp.case.forms import ActionForm, Label
from webapp.case.succession_forms import (
    AppointForm,
    BeginSuccessionForm,
    NoteCandidateForm,
    OfferForm,
    RevisedForm,
    ScreenCandidateForm,
    StopAsCoordinatorForm,
    StopSuccessionForm,
)
from webapp.case.succession_words import EXPLAINED
from webapp.case.views import names_of
from webapp.clock import now, today
from webapp.forms import render_form
from webapp.languages import written
from webapp.permissions import may

blueprint = Blueprint("succession", __name__)


@blueprint.get("/dossier/<number>/opvolging")
@may("see_succession", case_argument="number")
def show(number: str) -> str:
    """All successions of the case; of those that go on what is still missing, and what this person can do."""
    found = successions_of(db.session(), g.case.id)
    return render_template(
        "case/show_succession.html", case=g.case, shown=[_shown(one) for one in found], WHY=WHY, STATES=STATES,
        STAND_INS=STAND_INS, candidates_states=CANDIDATES, may_begin=_may_begin(), **_rights(),
    )  # fmt: skip


def _rights() -> dict[str, bool]:
    actor, place = acting_person(), g.case.place
    return {
        "sees_to_it": may_do(actor, "see_to_succession", place),
        "may_screen": may_do(actor, "screen_successor", place),
        "may_offer": may_do(actor, "offer_as_successor", place),
        "may_appoint": may_appoint(actor, g.case),
        "is_staff": may_do(actor, "appoint_successor", place),
        "sees_measures": may_do(actor, "see_measures", place),
    }


def _may_begin() -> bool:
    actor = acting_person()
    network = network_of_case(db.session(), g.case.id)
    if network is None or network.state not in ("active", "suspended"):
        return False
    if not may_do(actor, "begin_succession", g.case.place):
        return False
    if may_do(actor, "see_to_succession", g.case.place):
        return bool(_free_seats()) or not (_seats() or open_successions(db.session(), g.case.id))
    return any(one.person_id == actor.person_id for one in _free_seats())


def _seats() -> list[Any]:
    return list(present_coordinators(db.session(), g.case.id))


def _free_seats() -> list[Any]:
    """Seats of whose succession nobody began yet."""
    taken = {one.mandate_id for one in open_successions(db.session(), g.case.id)}
    return [one for one in _seats() if one.id not in taken]


def _shown(row: Succession) -> dict[str, Any]:
    chosen = settings_of(g.case)
    left = steps_left(row, chosen)
    return {
        "row": row,
        "steps": [(one.sentence, one not in left, names_of(roles_of_step(one, chosen)))
                  for one in STEPS if one.is_asked(chosen)],
        "left": [one.code for one in left],
        "stand_ins": stand_ins(db.session(), g.case, today(), row.mandate_id) if not row.appointed_at else (),
        "progress": progress_of(row),
    }  # fmt: skip


@blueprint.route("/dossier/<number>/opvolging/beginnen", methods=["GET", "POST"])
@may("begin_succession", case_argument="number")
def begin(number: str) -> Answer:
    """A coordinator stops, or municipality and police note that a seat becomes empty."""
    if may_do(acting_person(), "see_to_succession", g.case.place):
        return _begin_as_staff(number)
    form = StopAsCoordinatorForm()
    own = next((one for one in _seats() if one.person_id == acting_person().person_id), None)
    sent = _begun(form, number, own.id if own else None, form.why.data or "")
    return sent or _step(form, _("Stoppen als coördinator"), _("Stoppen"),
                         EXPLAINED["begin_own"])  # fmt: skip


def _begin_as_staff(number: str) -> Answer:
    form = BeginSuccessionForm()
    form.mandate_id.choices = [(one.id, one.person.name) for one in _free_seats()]
    if not _seats():
        form.mandate_id.choices = [(0, _("Er is geen coördinator meer"))]
    sent = _begun(form, number, form.mandate_id.data or None, form.why.data or "")
    return sent or _step(form, _("Opvolging van een coördinator beginnen"), _("Beginnen"),
                         EXPLAINED["begin"])  # fmt: skip


def _begun(form: Any, number: str, mandate_id: int | None, why: str) -> Response | None:
    return done(form, lambda: begin_succession(
        db.session(), g.case.id, acting_person(), now(), mandate_id=mandate_id, why=why, vacant_on=form.vacant_on.data,
        note=form.note.data or ""), _("De opvolging is begonnen. De partners krijgen bericht."),
        _here(number))  # fmt: skip


@blueprint.route("/dossier/<number>/opvolging/<int:succession_id>/oproep", methods=["GET", "POST"])
@may("see_to_succession", case_argument="number")
def call(number: str, succession_id: int) -> Answer:
    """Ask all members who want to be coordinator."""
    row, form = _row(succession_id), _revised(succession_id)
    sent = _done(form, number, _("De leden krijgen een mail."), call_members, row, write_mail=_call_mail)
    return sent or _step(form, _("De leden vragen wie coördinator wil worden"), _("Mails versturen"),
                         EXPLAINED["call"])  # fmt: skip


@blueprint.route("/dossier/<number>/opvolging/<int:succession_id>/kandidaat", methods=["GET", "POST"])
@may("see_to_succession", case_argument="number")
def note(number: str, succession_id: int) -> Answer:
    """Note a candidate, who gets a link to agree."""
    row = _row(succession_id)
    form = NoteCandidateForm(revision=row.revision)
    proposal = Proposal(form.name.data or "", form.email.data or "", form.phone.data or "")
    sent = _done(form, number, _("De kandidaat krijgt een mail met een link om akkoord te gaan."), note_candidate, row,
                 proposal=proposal, write_mail=_link_mail)  # fmt: skip
    return sent or _step(form, _("Een kandidaat noteren"), _("Noteren"),
                         EXPLAINED["note"])  # fmt: skip


@blueprint.route("/dossier/<number>/opvolging/<int:succession_id>/meld-mij", methods=["GET", "POST"])
@may("offer_as_successor", case_argument="number")
def offer(number: str, succession_id: int) -> Answer:
    """Somebody of the stuurgroep offers."""
    row = _row(succession_id)
    form = OfferForm(revision=row.revision)
    form.name_conditions(settings_of(g.case).minimum_age)
    sent = _done(form, number, _("Dank u. De politie neemt contact op voor de screening."), offer_own, row,
                 agreed=form.agreed())  # fmt: skip
    return sent or _step(form, _("Ik wil coördinator worden"), _("Mij kandidaat stellen"))


@blueprint.route(
    "/dossier/<number>/opvolging/<int:succession_id>/kandidaat/<int:successor_id>/schrappen", methods=["GET", "POST"]
)
@may("see_to_succession", case_argument="number")
def remove(number: str, succession_id: int, successor_id: int) -> Answer:
    """Somebody is no candidate any more."""
    row, candidate = _row(succession_id), _candidate(succession_id, successor_id)
    form = RevisedForm(revision=row.revision)
    sent = _done(form, number, _("Geschrapt. De gegevens zijn gewist."), remove_candidate, row,
                 successor_id=candidate.id)  # fmt: skip
    return sent or _step(form, _("%(name)s is geen kandidaat meer", name=candidate.name), _("Schrappen"),
                         EXPLAINED["remove"])  # fmt: skip


@blueprint.route(
    "/dossier/<number>/opvolging/<int:succession_id>/kandidaat/<int:successor_id>/screening", methods=["GET", "POST"]
)
@may("screen_successor", case_argument="number")
def screen(number: str, succession_id: int, successor_id: int) -> Answer:
    """Whether somebody is suitable."""
    row, candidate = _row(succession_id), _candidate(succession_id, successor_id)
    form = ScreenCandidateForm(revision=row.revision, data={"screened_on": today()})
    sent = _done(form, number, _("De screening is genoteerd."), screen_candidate, row, successor_id=candidate.id,
                 result=form.result.data or "", screened_on=form.screened_on.data)  # fmt: skip
    return sent or _step(form, _("Screening van %(name)s", name=candidate.name), _("Bewaren"),
                         EXPLAINED["screen"])  # fmt: skip


@blueprint.route("/dossier/<number>/opvolging/<int:succession_id>/aanstellen", methods=["GET", "POST"])
@may("appoint_successor", case_argument="number")
def appoint(number: str, succession_id: int) -> Answer:
    """Give the seat to one of the candidates."""
    row = _row(succession_id)
    form = AppointForm(revision=row.revision)
    form.offer([(one.id, one.name) for one in row.candidates if _is_fit(one)])
    sent = _done(form, number, _("De nieuwe coördinator is aangesteld. Leden en partners krijgen bericht."),
                 appoint_successor, row, successor_id=form.successor_id.data or 0,
                 how_chosen=form.how_chosen.data or "", body=form.body.data or "", write_mail=_told_mail)  # fmt: skip
    return sent or _step(form, _("De nieuwe coördinator aanstellen"), _("Aanstellen"),
                         EXPLAINED["appoint"])  # fmt: skip


def _is_fit(one: Successor) -> bool:
    is_screened = one.screening == "suitable" or not settings_of(g.case).screening_required
    return one.state == "agreed" and is_screened


@blueprint.route("/dossier/<number>/opvolging/<int:succession_id>/charter", methods=["GET", "POST"])
@may("see_to_succession", case_argument="number")
def report(number: str, succession_id: int) -> Answer:
    """Begin the change of the charter that names the new coordinator."""
    row, form = _row(succession_id), _revised(succession_id)
    sent = _done(form, number, _("Het onderdeel ‘Partijen’ van het charter staat open."), report_change, row)
    return sent or _step(form, _("De wijziging in het charter beginnen"), _("Wijziging beginnen"),
                         EXPLAINED["report"])  # fmt: skip


@blueprint.route("/dossier/<number>/opvolging/<int:succession_id>/stoppen", methods=["GET", "POST"])
@may("see_to_succession", case_argument="number")
def stop(number: str, succession_id: int) -> Answer:
    """It is no longer needed."""
    row = _row(succession_id)
    form = StopSuccessionForm(revision=row.revision)
    sent = _done(form, number, _("De opvolging is gestopt."), stop_succession, row, reason=form.reason.data or "")
    return sent or _step(form, _("De opvolging stoppen"), _("Stoppen"),
                         EXPLAINED["stop"])  # fmt: skip


def _done(form: ActionForm, number: str, said: str, operation: Callable[..., object], row: Succession,
          **values: Any) -> Response | None:  # fmt: skip
    return done(form, lambda: operation(db.session(), g.case.id, acting_person(), now(), succession_id=row.id,
                                        seen=form.seen.data or "", **values), said, _here(g.case.number))  # fmt: skip


def _revised(succession_id: int) -> RevisedForm:
    return RevisedForm(revision=_row(succession_id).revision)


def _step(form: ActionForm, title: str, button: str, explanation: Label = "") -> Answer:
    return render_form("case/succession_step.html", form, case=g.case, title=title, button_text=button,
                       explanation=explanation, back_to=_here(g.case.number))  # fmt: skip


def _row(succession_id: int) -> Succession:
    row = db.session.get(Succession, succession_id)
    if row is None or row.case_id != g.case.id:
        abort(404)
    return row


def _candidate(succession_id: int, successor_id: int) -> Successor:
    candidate = successor_in(db.session(), succession_id, successor_id)
    if candidate is None:
        abort(404)
    return candidate


def _here(number: str) -> str:
    return url_for("succession.show", number=number)


def _link_mail(token: str, row: Successor) -> Mail:
    with force_locale(g.case.municipality.mail_language):
        text = render_template("case/candidate_mail.txt", case=g.case, name=row.name, municipality=g.case.municipality,
                               link=candidate_page(settings().base_url, token))  # fmt: skip
        return written(_("Wilt u coördinator worden van %(network)s?", network=g.case.name), text)


def _call_mail(row: Enrolment) -> Mail:
    with force_locale(g.case.municipality.mail_language):
        text = render_template("case/succession_call_mail.txt", case=g.case, name=row.name, **_places())
        return written(_("Wie wordt coördinator van %(network)s?", network=g.case.name), text)


def _told_mail(row: Enrolment) -> Mail:
    with force_locale(g.case.municipality.mail_language):
        text = render_template("case/succession_told_mail.txt", case=g.case, name=row.name, **_places())
        return written(_("%(network)s heeft een nieuwe coördinator", network=g.case.name), text)


def _places() -> dict[str, Any]:
    network = network_of_case(db.session(), g.case.id)
    page = network_page(settings().base_url, network.slug) if network is not None else ""
    return {"page": page, "municipality": g.case.municipality}
