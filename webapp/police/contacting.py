"""Contacts of the police with the judicial and the administrative authority: noted, asked, answered."""

from typing import Any

from flask import Blueprint, g, request
from flask_babel import gettext as _

from models.database import db
from models.file_store import uploads
from models.operations.cases.acting import settings_of
from models.operations.cases.terms import planned_end
from models.operations.consultation import contacting
from models.operations.consultation.contacting import SentFile
from webapp.case.acting import Answer, carry_out, show_action
from webapp.clock import today
from webapp.permissions import may
from webapp.police.contact_forms import RecordContactAnswerForm, RecordContactForm, waiting_contacts
from webapp.uploads import UploadField

blueprint = Blueprint("contacting", __name__)


@blueprint.route("/dossier/<number>/record-judicial-contact", methods=["GET", "POST"])
@may("record_judicial_contact", case_argument="number")
def record_judicial_contact(number: str) -> Answer:
    """Note when and how the judicial authority was told of the request, and what was asked."""
    return _record("judicial", "record_judicial_contact", contacting.record_judicial_contact)


@blueprint.route("/dossier/<number>/record-administrative-contact", methods=["GET", "POST"])
@may("record_administrative_contact", case_argument="number")
def record_administrative_contact(number: str) -> Answer:
    """The same for the administrative authority."""
    return _record("administrative", "record_administrative_contact", contacting.record_administrative_contact)


def _record(authority: str, action: str, operation: Any) -> Answer:
    form = RecordContactForm(data={"contacted_on": today()})
    done = carry_out(form, operation, _("Het contact is genoteerd."), contacted_on=form.contacted_on.data,
                     contacted=form.contacted.data, means=form.means.data, note=form.note.data,
                     question=form.question.data, due_on=form.due_on.data, file=_sent(form.file))  # fmt: skip
    term_ends_on = planned_end(db.session(), g.case, "contact", settings_of(g.case), today())
    return done or show_action("police/record_contact.html", action, form, authority=authority,
                               term_ends_on=term_ends_on)  # fmt: skip


@blueprint.route("/dossier/<number>/record-contact-answer", methods=["GET", "POST"])
@may("record_contact_answer", case_argument="number")
def record_contact_answer(number: str) -> Answer:
    """Note what an authority answered. `?contact=` says which contact is meant."""
    form = RecordContactAnswerForm(data={"answered_on": today(), "contact_id": request.args.get("contact", type=int)})
    form.offer(waiting_contacts(db.session(), g.case))
    done = carry_out(form, contacting.record_contact_answer, _("Het antwoord is genoteerd."),
                     contact_id=form.contact_id.data, answer=form.answer.data, answered_on=form.answered_on.data,
                     file=_sent(form.file))  # fmt: skip
    return done or show_action("police/record_contact_answer.html", "record_contact_answer", form)


def _sent(field: UploadField) -> SentFile | None:
    return SentFile(uploads(), field.upload) if field.upload else None
