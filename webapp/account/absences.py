"""Absences: a member of staff enters their own, the administrator those of the whole authority."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectField
from wtforms.validators import InputRequired

from models.absence import Absence
from models.database import db
from models.mandate import Mandate
from models.operations.authorities.absences import end_absence, enter_absence
from models.queries.authorities.absences import (
    absences_of,
    colleagues,
    left_without_deputy,
    own_absences,
    staff_mandates,
)
from models.rules.access import Actor
from models.rules.refusals import Invalid
from webapp.admin.own import own_authority
from webapp.clock import now, today
from webapp.dates import DayField
from webapp.formatting import day
from webapp.forms import BinstartForm, refusal_to_form, render_form
from webapp.permissions import current_actor, may
from webapp.transaction import commit
from webapp.words import ROLE_NAMES

blueprint = Blueprint("absences", __name__)

Answer = tuple[str, int] | Response


class EnterAbsenceForm(BinstartForm):
    """From when until when, and who stands in."""

    first_on = DayField(_l("Eerste dag van de afwezigheid"), validators=[InputRequired(_l("Vul een dag in."))])
    last_on = DayField(_l("Laatste dag van de afwezigheid"), validators=[InputRequired(_l("Vul een dag in."))])
    deputy_id = SelectField(
        _l("Wie vervangt?"),
        description=_l("Een collega van dezelfde dienst. Die beslist en tekent ‘plaatsvervangend voor’ de functie."),
        coerce=int,
        validate_choice=False,
    )


class EndAbsenceForm(BinstartForm):
    """One button: back again."""


@blueprint.get("/account/afwezigheden")
@may("enter_absence")
def list_own_absences() -> str:
    """My functions, and when I am away from them."""
    person_id = _actor().person_id
    assert person_id is not None
    return render_template(
        "account/list_absences.html",
        authority=None,
        absences=own_absences(db.session(), person_id, today()),
        mandates=staff_mandates(db.session(), today(), person_id=person_id),
        role_names=ROLE_NAMES,
        end_form=EndAbsenceForm(),
    )


@blueprint.route("/account/afwezigheden/<int:mandate_id>/nieuw", methods=["GET", "POST"])
@may("enter_absence")
def enter_own_absence(mandate_id: int) -> Answer:
    """I am away from this function."""
    mandate = _mandate(mandate_id)
    if mandate.person_id != _actor().person_id:
        abort(404)
    return _enter(mandate, url_for("absences.list_own_absences"))


@blueprint.post("/account/afwezigheden/<int:absence_id>/beeindigen")
@may("enter_absence")
def end_own_absence(absence_id: int) -> Response:
    """I am back."""
    absence = db.session.get(Absence, absence_id)
    if absence is None or absence.person_id != _actor().person_id:
        abort(404)
    return _end(absence_id, url_for("absences.list_own_absences"))


@blueprint.get("/beheer/<slug>/afwezigheden")
@may("administer")
def list_absences(slug: str) -> str:
    """Who is away in this authority, and who stands in."""
    authority = own_authority(slug)
    return render_template(
        "account/list_absences.html",
        authority=authority,
        absences=absences_of(db.session(), authority.id, today()),
        mandates=staff_mandates(db.session(), today(), authority_id=authority.id),
        role_names=ROLE_NAMES,
        end_form=EndAbsenceForm(),
    )


@blueprint.route("/beheer/<slug>/afwezigheden/<int:mandate_id>/nieuw", methods=["GET", "POST"])
@may("administer")
def enter_absence_of(slug: str, mandate_id: int) -> Answer:
    """Somebody of this authority is away from this function."""
    authority, mandate = own_authority(slug), _mandate(mandate_id)
    if mandate.authority_id != authority.id:
        abort(404)
    return _enter(mandate, url_for("absences.list_absences", slug=slug))


@blueprint.post("/beheer/<slug>/afwezigheden/<int:absence_id>/beeindigen")
@may("administer")
def end_absence_of(slug: str, absence_id: int) -> Response:
    """They are back."""
    authority, absence = own_authority(slug), db.session.get(Absence, absence_id)
    if absence is None or absence.authority_id != authority.id:
        abort(404)
    return _end(absence_id, url_for("absences.list_absences", slug=slug))


def _mandate(mandate_id: int) -> Mandate:
    mandate = db.session.get(Mandate, mandate_id)
    if mandate is None or mandate.authority_id is None or mandate.role not in ROLE_NAMES:
        abort(404)
    return mandate


def _enter(mandate: Mandate, back: str) -> Answer:
    form = EnterAbsenceForm()
    people = colleagues(db.session(), mandate, today())
    form.deputy_id.choices = [SelectChoice(person.id, person.name) for person in people]
    values: dict[str, Any] = {
        "mandate": mandate,
        "role_names": ROLE_NAMES,
        "back": back,
        "has_colleagues": bool(people),
    }
    if form.validate_on_submit():
        try:
            absence = enter_absence(db.session(), _actor(), mandate.id, now(), deputy_id=form.deputy_id.data or 0,
                                    first_on=form.first_on.data, last_on=form.last_on.data)  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            open_ones = [_without_deputy(one) for one in left_without_deputy(db.session(), absence)]
            commit()
            flash(_("De afwezigheid is genoteerd."), "success")
            for sentence in open_ones:
                flash(sentence)
            return redirect(back)
    return render_form("account/enter_absence.html", form, **values)


def _without_deputy(open_one: Absence) -> str:
    """Somebody falls ill who stood in for another: that must be possible, and must not go unnoticed."""
    return _(
        "Let op: wie nu afwezig is, vervangt van %(first)s tot en met %(last)s ook %(name)s (%(role)s). Op de dagen "
        "waarop beiden weg zijn, doet niemand dat. Laat %(name)s of de beheerder een andere vervanger opgeven.",
        first=day(open_one.first_on), last=day(open_one.last_on), name=open_one.person.name,
        role=ROLE_NAMES[open_one.role],
    )  # fmt: skip


def _end(absence_id: int, back: str) -> Response:
    end_absence(db.session(), _actor(), absence_id, now())
    commit()
    flash(_("De afwezigheid is beëindigd."), "success")
    return redirect(back)


def _actor() -> Actor:
    actor = current_actor()
    assert actor is not None  # the view's @may made sure of it
    return actor
