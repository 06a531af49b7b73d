"""Wiping somebody's second step under four eyes: an administrator asks, somebody else does it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from models.database import db
from models.mandate import Mandate
from models.operations.accounts.resetting_second_steps import (
    ask_second_step_reset,
    decide_second_step_reset,
    who_can_decide,
)
from models.person import Person
from models.queries.accounts.second_steps import open_resets, second_steps_of
from models.rules.refusals import Invalid, Stale
from webapp.account.factor_mails import plan_account_mail, plan_reset_mail
from webapp.admin.own import acting_administrator, own_authority
from webapp.clock import real_now
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("second_step_resets", __name__)

LONGEST_REASON = 500
YES, NO = "yes", "no"


class AskResetForm(BinstartForm):
    """Why somebody's second step must go."""

    reason = TextAreaField(
        _l("Waarom moet de tweede stap gewist worden, en hoe weet u dat de persoon het zelf vraagt?"),
        description=_l("Bijvoorbeeld: nieuwe telefoon; ik sprak haar vandaag aan de balie."),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Vul in waarom.")),
            Length(max=LONGEST_REASON, message=_l("Hoogstens %(number)s tekens.", number=LONGEST_REASON)),
        ],
    )


class DecideResetForm(BinstartForm):
    """Do it or not."""

    answer = RadioField(
        _l("Wist u de tweede stap?"),
        choices=[
            SelectChoice(YES, _l("Ja, ik ging na dat de persoon het zelf vraagt")),
            SelectChoice(NO, _l("Nee, er verandert niets")),
        ],
        validators=[InputRequired(_l("Kies een van de twee."))],
    )


@blueprint.route("/beheer/<slug>/functies/<int:mandate_id>/tweede-stap", methods=["GET", "POST"])
@may("administer")
def ask_reset(slug: str, mandate_id: int) -> tuple[str, int] | Response:
    """Ask that the second step of who holds this function is wiped."""
    authority, form, by = own_authority(slug), AskResetForm(), acting_administrator()
    mandate = db.session.scalars(
        select(Mandate).where(Mandate.id == mandate_id, Mandate.authority_id == authority.id)
    ).one_or_none()
    if mandate is None:
        abort(404)
    if form.validate_on_submit():
        try:
            reset = ask_second_step_reset(db.session(), by, authority.id, mandate_id, form.reason.data, real_now())
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            for decider in who_can_decide(db.session(), reset, real_now()):
                plan_reset_mail(decider, mandate.person.name, reset.id)
            told = _("Een beheerder vroeg om uw tweede stap te wissen. Iemand anders moet dat nog bevestigen.")
            plan_account_mail(mandate.person_id, told, real_now())
            commit()
            flash(_("Gevraagd. Een andere beheerder, de burgemeester of de korpschef bevestigt het."), "success")
            return redirect(url_for("admin.list_mandates", slug=slug))
    return render_form("admin/ask_second_step_reset.html", form, authority=authority, mandate=mandate,
                       is_own=mandate.person_id == by.person_id,
                       has_any=second_steps_of(db.session(), mandate.person_id).any)  # fmt: skip


@blueprint.get("/tweede-stap-wissen")
@may("decide_second_step_reset")
def list_resets() -> str:
    """What waits for me."""
    rows = open_resets(db.session(), acting_administrator(), real_now())
    ids = [reset.asked_by_id for reset, _person, _authority in rows]
    names = {person.id: person.name for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    return render_template("admin/list_second_step_resets.html", rows=rows, names=names)


@blueprint.route("/tweede-stap-wissen/<int:reset_id>", methods=["GET", "POST"])
@may("decide_second_step_reset")
def decide_reset(reset_id: int) -> tuple[str, int] | Response:
    """Wipe it, or don't."""
    by, form = acting_administrator(), DecideResetForm()
    found = [row for row in open_resets(db.session(), by, real_now()) if row[0].id == reset_id]
    if not found:
        if form.is_submitted():
            raise Stale("not_open", str(_("Deze vraag wacht niet (meer) op u.")))
        abort(404)
    if form.validate_on_submit():
        is_done = form.answer.data == YES
        person_id = decide_second_step_reset(db.session(), by, reset_id, real_now(), is_done=is_done)
        told = (
            _("Uw tweede stap is gewist. Meld u aan met een mail en stel meteen een nieuwe in.")
            if is_done
            else _("Uw tweede stap is niet gewist, hoewel dat gevraagd was. Er verandert niets.")
        )
        plan_account_mail(person_id, told, real_now())
        commit()
        flash(_("Gewist. De persoon is overal afgemeld.") if is_done else _("Er verandert niets."), "success")
        return redirect(url_for("second_step_resets.list_resets"))
    asked_by = db.session.get_one(Person, found[0][0].asked_by_id)
    return render_form("admin/decide_second_step_reset.html", form, row=found[0], asked_by=asked_by)
