"""The house style of a municipality or zone: name, colour and logo, and where browsers fetch them."""

from flask import Blueprint, abort, flash, make_response, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from models.authority import Authority
from models.database import db
from models.file_store import FileLost, documents
from models.house_style import HouseStyle
from models.logo import checked_logo
from models.operations.authorities.styling import LONGEST_NAME, save_house_style
from models.queries.authorities.authority_look import house_style_of
from models.rules.refusals import Invalid
from models.rules.uploads import check_upload
from webapp.admin.own import acting_administrator, own_authority
from webapp.clock import now
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit
from webapp.uploads import UploadField

blueprint = Blueprint("house_style", __name__)


class ChangeHouseStyleForm(BinstartForm):
    """Name, colour and logo. Empty: the default."""

    name = StringField(
        _l("Naam zoals hij op brieven en boven de pagina staat"),
        description=_l("Laat leeg voor de gewone naam."),
        filters=[trimmed],
        validators=[Length(max=LONGEST_NAME, message=_l("Hoogstens 100 tekens."))],
    )
    colour = StringField(
        _l("Kleur"),
        description=_l(
            "Bijvoorbeeld #0E4B4F. Witte letters moeten er goed op leesbaar zijn: contrast minstens 4,5 op 1."
        ),
        filters=[trimmed],
        validators=[Length(max=7, message=_l("Schrijf een kleur als #0E4B4F."))],
        render_kw={"class": "govuk-input--width-10", "spellcheck": "false"},
    )
    logo = UploadField(_l("Nieuw logo"), description=_l("Een PNG of JPEG van hoogstens 500 kB."), check=check_upload)
    no_logo = BooleanField(_l("Geen logo meer tonen"))


@blueprint.route("/beheer/<slug>/huisstijl", methods=["GET", "POST"])
@may("administer")
def change_house_style(slug: str) -> tuple[str, int] | Response:
    """See and change the house style; every save is a version."""
    authority = own_authority(slug)
    present = house_style_of(db.session(), authority.id)
    form = ChangeHouseStyleForm(data={"name": present.name, "colour": present.colour} if present else None)
    if form.validate_on_submit():
        try:
            logo = _kept_logo(form)
            save_house_style(db.session(), acting_administrator(), authority.id, now(), name=form.name.data or "",
                             colour=form.colour.data or "", logo=logo, keeps_logo=not form.no_logo.data)  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("De huisstijl is bewaard."), "success")
            return redirect(url_for("house_style.change_house_style", slug=slug))
    return render_form("admin/change_house_style.html", form, authority=authority, present=present)


def _kept_logo(form: ChangeHouseStyleForm) -> tuple[str, str] | None:
    if form.logo.upload is None:
        return None
    content, media_type = checked_logo(form.logo.upload.content)
    return documents().keep(content), media_type


@blueprint.get("/huisstijl/<slug>.css")
@may("read_public_page")
def fetch_style(slug: str) -> Response:
    """The colour of the house style for the header of pages about its cases."""
    style = _style(slug)
    rule = f".site-header {{ background-color: {style.colour}; }}\n" if style.colour else ""
    return _fetched(rule.encode(), "text/css")


@blueprint.get("/huisstijl/<slug>/logo")
@may("read_public_page")
def fetch_logo(slug: str) -> Response:
    """The logo of the house style."""
    style = _style(slug)
    if not style.logo_sha256:
        abort(404)
    try:
        content = documents().read(style.logo_sha256)
    except FileLost:
        abort(404)
    return _fetched(content, style.logo_media_type)


def _style(slug: str) -> HouseStyle:
    authority_id = db.session.scalar(select(Authority.id).where(Authority.slug == slug))
    style = house_style_of(db.session(), authority_id) if authority_id is not None else None
    if style is None:
        abort(404)
    return style


def _fetched(content: bytes, media_type: str) -> Response:
    answer = make_response(content)
    answer.mimetype = media_type
    return answer
