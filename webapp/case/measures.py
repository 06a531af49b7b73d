"""Measures against members and coordinators, for who takes them: the list, one measure, and each hand."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, g, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from documents.filling.measures import measure_letter
from documents.notices.measures import write_measure_mail
from models.database import db
from models.measure import Measure
from models.operations.accounts.signing_in import Mail
from models.operations.networks.appealing import decide_appeal, note_copy, note_posted, record_appeal
from models.operations.networks.measuring import Proposed, begin_measure, give_hand, withdraw_measure
from models.queries.networks.enrolments import dwelling_of
from models.queries.networks.measures import (
    DECIDED,
    hands_left,
    may_read,
    measure_in,
    measure_record,
    measures_for,
    people_to_choose,
    to_do_after,
)
from models.rules.access import may as may_do
from models.rules.access import roles_on
from models.rules.measures import (
    ABOUT,
    APPEAL_CHANNELS,
    APPEAL_STATES,
    DEEDS,
    LETTER_WAYS,
    RUNGS,
    STATES,
    TALK,
    can_be_appealed,
    reads,
)
from models.settings import settings
from webapp.case.acting import Answer, acting_person, done
from webapp.case.forms import ActionForm, Label
from webapp.case.measure_forms import (
    BeginMeasureForm,
    DecideAppealForm,
    GiveHandForm,
    NoteAppealForm,
    NoteCopyForm,
    NotePostedForm,
    WithdrawMeasureForm,
)
from webapp.case.measure_words import BUTTONS, EXPLAINED
from webapp.case.printing import print_now
from webapp.case.views import names_of
from webapp.clock import now
from webapp.forms import render_form
from webapp.permissions import may

blueprint = Blueprint("measures", __name__)


@blueprint.get("/dossier/<number>/maatregelen")
@may("see_measures", case_argument="number")
def list_measures(number: str) -> str:
    """The measures of this case that this person reads."""
    return render_template("case/list_measures.html", case=g.case, RUNGS=RUNGS, STATES=STATES, ABOUT=ABOUT,
                           found=measures_for(db.session(), acting_person(), g.case),
                           may_begin=may_do(acting_person(), "begin_measure", g.case.place))  # fmt: skip


@blueprint.route("/dossier/<number>/maatregelen/nieuw", methods=["GET", "POST"])
@may("begin_measure", case_argument="number")
def begin(number: str) -> Answer:
    """The first hand: a talk is held, or another measure is begun."""
    form = BeginMeasureForm()
    form.offer(_people())
    kind, _sign, row_id = (form.who.data or "").partition("-")
    proposed = Proposed(
        form.rung.data or "", form.motives.data or "", skipped_reason=form.skipped_reason.data or "",
        enrolment_id=int(row_id) if kind == "member" else None, mandate_id=int(row_id) if kind == "seat" else None,
        report_on=form.report_on.data, until_on=form.until_on.data, at_once=bool(form.at_once.data),
        at_once_reason=form.at_once_reason.data or "",
    )  # fmt: skip
    sent = done(form, lambda: begin_measure(db.session(), g.case.id, acting_person(), now(), proposed, write_mail),
                _("Genoteerd. Wie nu aan zet is, ziet het in de werklijst."), _list(number))  # fmt: skip
    return sent or _form(form, _("Een maatregel beginnen"), _("Beginnen"), EXPLAINED["begin"], _list(number))


def _people() -> list[tuple[str, str]]:
    """Those against whom this person begins one: a coordinator only against members, nobody against themselves."""
    members, seats = people_to_choose(db.session(), g.case)
    roles = roles_on(acting_person(), g.case.place)
    member, coordinator = _("lid"), _("coördinator")
    found = [(f"member-{one.id}", f"{one.name} ({', '.join(filter(None, (member, dwelling_of(one))))})")
             for one in members if reads(roles, "member", TALK)]  # fmt: skip
    found += [(f"seat-{one.id}", f"{one.person.name} ({coordinator})") for one in seats
              if reads(roles, "coordinator", TALK)]  # fmt: skip
    return found


@blueprint.get("/dossier/<number>/maatregelen/<int:measure_id>")
@may("see_measures", case_argument="number")
def show(number: str, measure_id: int) -> str:
    """One measure: its hands, its motives, its appeal, and what this person can do now."""
    row = _row(measure_id)
    left, actor = hands_left(db.session(), row), acting_person()
    roles = roles_on(actor, g.case.place)
    gave = any(one.person_id == actor.person_id for one in row.hands)
    is_noter = may_do(actor, "note_appeal", g.case.place)
    return render_template(
        "case/show_measure.html", case=g.case, row=row, RUNGS=RUNGS, STATES=STATES, ABOUT=ABOUT, DEEDS=DEEDS,
        APPEAL_STATES=APPEAL_STATES, APPEAL_CHANNELS=APPEAL_CHANNELS, LETTER_WAYS=LETTER_WAYS,
        left=[(DEEDS[one.deed], names_of(one.roles)) for one in left],
        my_deed=left[0].deed if left and left[0].roles & roles and not gave else "",
        can_withdraw=row.state == "open", to_do=to_do_after(row), is_noter=is_noter,
        has_letter=row.state in DECIDED and row.rung != TALK,
        can_note_appeal=is_noter and can_be_appealed(row.about, row.rung) and row.state in DECIDED
        and not row.appeal_state,
        can_decide_appeal=is_noter and row.appeal_state == "open" and row.decided_by_id != actor.person_id,
        needs_copy=is_noter and can_be_appealed(row.about, row.rung) and row.state in DECIDED and not row.copy_sent_on,
    )  # fmt: skip


@blueprint.get("/dossier/<number>/maatregelen/<int:measure_id>/brief.pdf")
@may("see_measures", case_argument="number")
def print_letter(number: str, measure_id: int) -> Response:
    """The letter to the person concerned."""
    return letter_of(_row(measure_id))


def letter_of(row: Measure) -> Response:
    """The letter as a PDF, made now and kept nowhere; 404 where there is none."""
    if row.state not in DECIDED or row.rung == TALK:
        abort(404)
    filled = measure_letter(measure_record(db.session(), row, settings().base_url))
    answer = print_now("measure_letter", filled, logo=filled.sender.logo)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/dossier/<number>/maatregelen/<int:measure_id>/hand", methods=["GET", "POST"])
@may("give_hand_to_measure", case_argument="number")
def hand(number: str, measure_id: int) -> Answer:
    """Advise, sign, endorse or decide: whichever is next."""
    row = _row(measure_id)
    left = hands_left(db.session(), row)
    deed = left[0].deed if left else "decides"
    form = GiveHandForm(revision=row.revision)
    if deed != "decides":
        del form.body
    sent = _done(form, _("Genoteerd."), give_hand, row, write_mail=write_mail,
                 body=(form.body.data or "") if deed == "decides" else "")  # fmt: skip
    return sent or _step(form, row, BUTTONS[deed], EXPLAINED[deed])


@blueprint.route("/dossier/<number>/maatregelen/<int:measure_id>/intrekken", methods=["GET", "POST"])
@may("give_hand_to_measure", case_argument="number")
def withdraw(number: str, measure_id: int) -> Answer:
    """It is not taken after all."""
    row = _row(measure_id)
    form = WithdrawMeasureForm(revision=row.revision)
    sent = _done(form, _("De maatregel is ingetrokken."), withdraw_measure, row, reason=form.reason.data or "")
    return sent or _step(form, row, _("Maatregel intrekken"))


@blueprint.route("/dossier/<number>/maatregelen/<int:measure_id>/bezorgd", methods=["GET", "POST"])
@may("note_appeal", case_argument="number")
def posted(number: str, measure_id: int) -> Answer:
    """The letter went out on paper."""
    row = _row(measure_id)
    form = NotePostedForm(revision=row.revision)
    sent = _done(form, _("Genoteerd."), note_posted, row, way=form.way.data or "", posted_on=form.posted_on.data)
    return sent or _step(form, row, _("Noteren dat de brief bezorgd is"))


@blueprint.route("/dossier/<number>/maatregelen/<int:measure_id>/kopie", methods=["GET", "POST"])
@may("note_appeal", case_argument="number")
def copy(number: str, measure_id: int) -> Answer:
    """The copy to the ministry."""
    row = _row(measure_id)
    form = NoteCopyForm(revision=row.revision)
    sent = _done(form, _("Genoteerd."), note_copy, row, sent_on=form.sent_on.data)
    return sent or _step(form, row, _("Kopie aan de FOD Binnenlandse Zaken noteren"), EXPLAINED["copy"])


@blueprint.route("/dossier/<number>/maatregelen/<int:measure_id>/beroep", methods=["GET", "POST"])
@may("note_appeal", case_argument="number")
def appeal(number: str, measure_id: int) -> Answer:
    """An appeal came in."""
    row = _row(measure_id)
    form = NoteAppealForm(revision=row.revision)
    sent = _done(form, _("Het beroep is genoteerd. De betrokkene krijgt een mail."), record_appeal, row,
                 channel=form.channel.data or "", sent_on=form.sent_on.data, text=form.text.data or "",
                 write_mail=write_mail)  # fmt: skip
    return sent or _step(form, row, _("Beroep noteren"), EXPLAINED["appeal"])


@blueprint.route("/dossier/<number>/maatregelen/<int:measure_id>/beroep-beslist", methods=["GET", "POST"])
@may("note_appeal", case_argument="number")
def appeal_decided(number: str, measure_id: int) -> Answer:
    """What was decided on it."""
    row = _row(measure_id)
    form = DecideAppealForm(revision=row.revision)
    sent = _done(form, _("Genoteerd. De betrokkene krijgt een mail."), decide_appeal, row,
                 outcome=form.outcome.data or "", body=form.body.data or "", decided_on=form.decided_on.data,
                 reason=form.reason.data or "", write_mail=write_mail)  # fmt: skip
    return sent or _step(form, row, _("Beslissing over het beroep noteren"), EXPLAINED["appeal_decided"])


def write_mail(kind: str, measure: Measure) -> Mail:
    """The mail to the person concerned."""
    letter = write_measure_mail(kind, measure_record(db.session(), measure, settings().base_url))
    return Mail(letter.subject, letter.text, letter.language)


def _done(
    form: ActionForm, said: str, operation: Callable[..., object], row: Measure, **values: Any
) -> Response | None:
    return done(form, lambda: operation(db.session(), g.case.id, acting_person(), now(), measure_id=row.id,
                                        seen=form.seen.data or "", **values), said, _one(row))  # fmt: skip


def _step(form: ActionForm, row: Measure, title: Label, explanation: Label = "") -> Answer:
    return _form(form, f"{RUNGS[row.rung]}: {row.name}", title, explanation, _one(row))


def _form(form: ActionForm, title: Label, button: Label, explanation: Label, back: str) -> Answer:
    return render_form("case/succession_step.html", form, case=g.case, title=title, button_text=button,
                       explanation=explanation, back_to=back)  # fmt: skip


def _row(measure_id: int) -> Measure:
    """A measure that this person reads; nobody learns that another one exists."""
    row = measure_in(db.session(), g.case.id, measure_id)
    if row is None or not may_read(db.session(), acting_person(), g.case.place, row):
        abort(404)
    return row


def _list(number: str) -> str:
    return url_for("measures.list_measures", number=number)


def _one(row: Measure) -> str:
    return url_for("measures.show", number=g.case.number, measure_id=row.id)
