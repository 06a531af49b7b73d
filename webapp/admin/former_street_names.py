"""What the streets of a municipality were called before: who types an old name finds the street."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from models.authority import Authority
from models.database import db
from models.operations.streets.former_street_names import LONGEST_NAME, add_former_name, remove_former_name
from models.queries.streets.former_street_names import former_names_of
from models.queries.streets.streets_by_name import street_labels
from models.rules.refusals import Invalid
from webapp.admin.own import acting_administrator, own_authority
from webapp.clock import now
from webapp.forms import LONGEST_LINE, BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("former_street_names", __name__)

_NEEDED = InputRequired(_l("Vul dit in."))


class AddFormerNameForm(BinstartForm):
    """One earlier name of one street."""

    former_name = StringField(
        _l("Vroegere naam"),
        filters=[trimmed],
        validators=[_NEEDED, Length(max=LONGEST_NAME, message=_l("Hoogstens 100 tekens."))],
    )
    street = StringField(
        _l("Zo heet de straat nu"),
        description=_l("Heten twee straten zo, typ dan de postcode erbij: Kerkstraat (9870)."),
        filters=[trimmed],
        validators=[_NEEDED, Length(max=LONGEST_LINE)],
        render_kw={"autocomplete": "off"},
    )


class RemoveFormerNameForm(BinstartForm):
    """One button: the name leads nowhere any more."""


@blueprint.route("/beheer/<slug>/straatnamen", methods=["GET", "POST"])
@may("administer")
def list_former_names(slug: str) -> tuple[str, int] | Response:
    """The earlier names that are known, and a form for one more."""
    authority = _require_municipality(slug)
    form = AddFormerNameForm()
    if form.validate_on_submit():
        try:
            row = add_former_name(db.session(), acting_administrator(), authority.id, now(),
                                  street=form.street.data or "", former_name=form.former_name.data or "")  # fmt: skip
            name = row.name
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("Wie ‘%(name)s’ typt, vindt nu deze straat.", name=name), "success")
            return redirect(url_for("former_street_names.list_former_names", slug=slug))
    rows = former_names_of(db.session(), authority.id)
    labels = street_labels(db.session(), authority.id, [row.street_id for row in rows])
    return render_form("admin/list_former_names.html", form, authority=authority, rows=rows, labels=labels,
                       remove_form=RemoveFormerNameForm(formdata=None))  # fmt: skip


@blueprint.post("/beheer/<slug>/straatnamen/<int:former_name_id>/verwijderen")
@may("administer")
def remove_former_street_name(slug: str, former_name_id: int) -> Response:
    """Take an earlier name away."""
    authority = _require_municipality(slug)
    remove_former_name(db.session(), acting_administrator(), authority.id, former_name_id, now())
    commit()
    flash(_("De vroegere naam is verwijderd."), "success")
    return redirect(url_for("former_street_names.list_former_names", slug=slug))


def _require_municipality(slug: str) -> Authority:
    """The own municipality; 404 for a zone, which has no streets."""
    authority: Authority = own_authority(slug)
    if authority.kind != "municipality":
        abort(404)
    return authority
