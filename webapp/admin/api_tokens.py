"""The tokens with which other programs read what a municipality or zone may see."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from models.clock import day_of
from models.database import db
from models.operations.authorities.api_tokens import make_token, revoke_token
from models.queries.authorities.api_tokens import tokens_of
from models.rules.api_scopes import API_SCOPES, LONGEST_NAME
from models.rules.refusals import Invalid
from webapp.admin.own import acting_administrator, own_authority
from webapp.clock import now, real_now
from webapp.dates import DayField
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("api_tokens", __name__)

USUAL_LIFE = timedelta(days=365)


class MakeTokenForm(BinstartForm):
    """Which program, what it may read, and until when."""

    name = StringField(
        _l("Voor welk programma?"),
        description=_l("Zo herkent u de sleutel later. Bijvoorbeeld: website van de gemeente."),
        filters=[trimmed],
        validators=[InputRequired(_l("Vul in voor welk programma.")),
                    Length(max=LONGEST_NAME, message=_l("Hoogstens 100 tekens."))],
    )  # fmt: skip
    scopes = SelectMultipleField(
        _l("Wat mag het programma lezen?"),
        description=_l("Niet meer dan nodig. Het programma kan niets veranderen."),
        choices=[SelectChoice(code, sentence) for code, sentence in API_SCOPES.items()],
    )
    ends_on = DayField(_l("Tot en met welke dag?"), description=_l("Hoogstens twee jaar."),
                       validators=[InputRequired(_l("Vul een dag in."))])  # fmt: skip


class RevokeTokenForm(BinstartForm):
    """One button: it opens nothing any more."""


@blueprint.get("/beheer/<slug>/sleutels")
@may("administer")
def list_tokens(slug: str) -> str:
    """Which programs have a token, what they read, and when they last did."""
    authority = own_authority(slug)
    return render_template("admin/list_tokens.html", authority=authority, today=day_of(real_now()), names=API_SCOPES,
                           tokens=tokens_of(db.session(), authority.id), revoke_form=RevokeTokenForm())  # fmt: skip


@blueprint.route("/beheer/<slug>/sleutels/nieuw", methods=["GET", "POST"])
@may("administer")
def make_new_token(slug: str) -> tuple[str, int] | str | Response:
    """Make a token. It is on the page that follows, and nowhere else."""
    authority = own_authority(slug)
    form = MakeTokenForm(data={"ends_on": day_of(real_now()) + USUAL_LIFE})
    if form.validate_on_submit():
        try:
            row, token = make_token(db.session(), acting_administrator(), authority.id, now(), day_of(real_now()),
                                    name=form.name.data or "", scopes=list(form.scopes.data or ()),
                                    ends_on=form.ends_on.data)  # fmt: skip
            name = row.name
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            return render_template("admin/show_new_token.html", authority=authority, name=name, token=token)
    return render_form("admin/make_token.html", form, authority=authority)


@blueprint.post("/beheer/<slug>/sleutels/<int:token_id>/intrekken")
@may("administer")
def revoke_old_token(slug: str, token_id: int) -> Response:
    """It opens nothing any more."""
    authority = own_authority(slug)
    try:
        revoke_token(db.session(), acting_administrator(), authority.id, token_id, now())
    except Invalid:
        abort(404)
    commit()
    flash(_("De sleutel is ingetrokken. Hij opent niets meer."), "success")
    return redirect(url_for("api_tokens.list_tokens", slug=slug))
