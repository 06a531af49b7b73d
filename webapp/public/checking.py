"""Is this charter the one that was sealed, and does it still hold? For who has the paper, its QR code or the file."""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField
from wtforms.validators import Length

from models.database import db
from models.queries.charters.checking_charters import check_file, check_fingerprint
from models.rules.charter_check import LARGEST_CHARTER, read_fingerprint, require_charter_file
from models.rules.refusals import Invalid
from webapp.clock import now, today
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.link_pages import count_request
from webapp.permissions import may

blueprint = Blueprint("checking", __name__)

LIMIT = "charter_check_from_caller"
Answer = str | tuple[str, int] | AnyResponse


class CheckForm(BinstartForm):
    """The file, or else the fingerprint that is printed in it."""

    file = FileField(
        _l("Het bestand van het charter"),
        description=_l("De PDF die u kreeg, hoogstens 5 MB. We bewaren ze niet."),
        render_kw={"accept": "application/pdf"},
    )
    fingerprint = StringField(
        _l("Of het controlegetal"),
        description=_l("64 tekens, bij de handtekeningen in het charter. Spaties mogen."),
        filters=[trimmed],
        validators=[Length(max=400, message=_l("Dit is te lang."))],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )

    def content(self) -> bytes | None:
        """The file; None when none was chosen. One byte too much is read: enough to know that it is too much."""
        chosen = self.file.data
        if not isinstance(chosen, FileStorage) or not chosen.filename:
            return None
        return chosen.stream.read(LARGEST_CHARTER + 1)


@blueprint.route("/controle", methods=["GET", "POST"])
@may("read_public_page")
def check_charter() -> Answer:
    """Ask for the file or the fingerprint. Nothing of it is kept."""
    form = CheckForm()
    if form.is_submitted():
        count_request(LIMIT, now())
    if form.validate_on_submit():
        try:
            return _answer(form)
        except Invalid as refusal:
            refusal_to_form(form, refusal)
    return render_form("public/check_charter.html", form)


@blueprint.get("/controle/<fingerprint>")
@may("read_public_page")
def show_check(fingerprint: str) -> Answer:
    """What the QR code leads to: the version with this fingerprint. An address that was made up says why it is none."""
    try:
        known, reason = check_fingerprint(db.session(), read_fingerprint(fingerprint), today()), ""
    except Invalid as refusal:
        known, reason = None, refusal.sentence
    if known is None:
        return render_template("public/check_unknown.html", reason=reason or _unknown(), is_file=False), 404
    return render_template("public/check_result.html", version=known, is_file=False)


def _answer(form: CheckForm) -> Answer:
    content = form.content()
    if content is None:
        if not form.fingerprint.data:
            raise Invalid("nothing_to_check", _("Kies het bestand, of vul het controlegetal in."), "file")
        return redirect(url_for("checking.show_check", fingerprint=read_fingerprint(form.fingerprint.data)))
    require_charter_file(content)
    found = check_file(db.session(), content, today())
    if found.version is None:
        return render_template("public/check_unknown.html", reason=_unknown(), is_file=True), 422
    if not found.is_ours:
        return render_template("public/check_differs.html", version=found.version), 422
    return render_template("public/check_result.html", version=found.version, is_file=True)


def _unknown() -> str:
    return _("Er is hier geen charter met dit controlegetal vastgelegd.")
