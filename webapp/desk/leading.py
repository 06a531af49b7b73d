"""Leading the info evening from a laptop or a phone: the agenda, what is said on each item, and the big screen."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from models.clock import day_of
from models.database import db
from models.info_evening import InfoEvening
from models.operations.evenings import leading
from models.queries.consultation.agreements import read_agreement
from models.queries.evenings.attendance import evening_at_door, present_at
from models.queries.evenings.ballots import ballots_of
from models.rules.procedure import agenda_of
from models.rules.refusals import GateNotMet, Invalid
from webapp.case import words
from webapp.case.acting import acting_person, require_stage
from webapp.case.forms import ActionForm, a_text
from webapp.clock import now
from webapp.forms import BinstartForm, number_of, render_form
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("leading", __name__)

Answer = tuple[str, int] | Response


class NoteItemForm(ActionForm):
    """What was said on one item. `earlier`: what stood there when the page was opened."""

    evening_id = HiddenField()
    item = HiddenField()
    earlier = HiddenField()
    text = a_text(_l("Wat werd er gezegd en afgesproken?"), hint=_l("Schrijf geen namen van bewoners."))


class ShowItemForm(BinstartForm):
    """Which item the big screen shows; `back`: where the button stood."""

    evening_id = StringField()
    item = StringField()
    back = StringField()


@blueprint.route("/dossier/<number>/leiden", methods=["GET", "POST"])
@may("record_info_evening", case_argument="number")
def lead_evening(number: str) -> Answer:
    """The agenda with the present item open for notes; `?punt=` another item to note something of."""
    require_stage(g.case, "record_info_evening")
    form = NoteItemForm()
    evening = _evening(form)
    agenda = agenda_of(evening.extra_items)
    shown = _item_shown(evening, agenda)
    if form.validate_on_submit():
        g.typed = form.typed()
        try:
            following = _keep(form, evening, list(agenda))
        except Invalid as refusal:
            form.show(refusal)
        else:
            commit()
            flash(_("Bewaard."), "success")
            return redirect(url_for("leading.lead_evening", number=number, avond=evening.id, punt=following,
                                    _anchor=following))  # fmt: skip
    item = _item_meant(form, agenda, shown)
    if not form.is_submitted():
        form.evening_id.data, form.item.data = str(evening.id), item
        form.earlier.data = form.text.data = evening.notes.get(item, "")
    ballot = next(iter(ballots_of(db.session(), evening.id)), None)
    return render_form("desk/lead_evening.html", form, case=g.case, evening=evening, agenda=agenda, item=item,
                       shown=shown, present=present_at(db.session(), evening.id), ballot=ballot,
                       agreement=read_agreement(db.session(), g.case), words=words,
                       is_today=day_of(evening.starts_at) == day_of(now()))  # fmt: skip


@blueprint.post("/dossier/<number>/leiden/scherm")
@may("record_info_evening", case_argument="number")
def show_item(number: str) -> Response:
    """The big screen shows another item."""
    form = ShowItemForm()
    evening_id, item = number_of(form.evening_id.data), form.item.data or ""
    leading.show_item(db.session(), g.case.id, acting_person(), now(), evening_id=evening_id, item=item)
    commit()
    if form.back.data == "projector":
        return redirect(url_for("projecting.show_agenda", number=number))
    return redirect(url_for("leading.lead_evening", number=number, avond=evening_id, punt=item))


def _keep(form: NoteItemForm, evening: InfoEvening, codes: list[str]) -> str:
    """Keep the note; with the button 'next' the screen goes on too. Returns the item to go on with."""
    item = form.item.data or ""
    leading.note_item(db.session(), g.case.id, acting_person(), now(), evening_id=evening.id, item=item,
                      text=form.text.data or "", earlier=form.earlier.data or "")  # fmt: skip
    if "next" not in request.form or item == codes[-1]:
        return item
    following = codes[codes.index(item) + 1]
    leading.show_item(db.session(), g.case.id, acting_person(), now(), evening_id=evening.id, item=following)
    return following


def _evening(form: NoteItemForm) -> InfoEvening:
    typed = form.evening_id.data if form.is_submitted() else request.args.get("avond", "")
    evening = evening_at_door(db.session(), g.case.id, number_of(typed), day_of(now()))
    if evening is None or evening.case_id != g.case.id:
        raise GateNotMet("no_evening", _("Er is geen infoavond gepland."))
    if evening.state == "held":
        raise GateNotMet("already_recorded", _("De resultaten van deze infoavond zijn genoteerd."))
    return evening


def _item_shown(evening: InfoEvening, agenda: dict[str, str]) -> str:
    """The item on the big screen; the first where nobody chose one."""
    return evening.present_item if evening.present_item in agenda else next(iter(agenda))


def _item_meant(form: NoteItemForm, agenda: dict[str, Any], shown: str) -> str:
    asked = form.item.data if form.is_submitted() else request.args.get("punt", "")
    return asked if asked in agenda else shown
