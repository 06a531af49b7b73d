"""The own texts of a municipality or zone in mails and letters: write, look at an example, go back to the default."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from models.authority import Authority
from models.database import db
from models.operations.authorities.styling import save_texts
from models.queries.authorities.authority_look import text_versions, texts_in_force
from models.rules.own_texts import CARRIED_BY, FIELDS, KINDS, LONGEST, PARTS, checked_text
from models.rules.refusals import Invalid
from webapp.admin.own import acting_administrator, own_authority
from webapp.admin.previewing import PDF, preview_of_letter, preview_of_mail
from webapp.clock import now
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("texts", __name__)

Answer = tuple[str, int] | Response
_TOO_LONG = Length(max=LONGEST, message=_l("Hoogstens 1500 tekens."))


class WriteTextsForm(BinstartForm):
    """The three parts; an empty one is the default."""

    introduction = TextAreaField(
        _l("Inleiding"), description=_l("Staat na de aanspreking."), filters=[trimmed], validators=[_TOO_LONG]
    )
    closing = TextAreaField(
        _l("Slotparagraaf"), description=_l("Staat na de inhoud."), filters=[trimmed], validators=[_TOO_LONG]
    )
    signature = TextAreaField(
        _l("Ondertekening"),
        description=_l("In mails vervangt dit ‘Met vriendelijke groeten’ en de naam van de gemeente."),
        filters=[trimmed],
        validators=[_TOO_LONG],
    )


class RestoreDefaultForm(BinstartForm):
    """One button: all parts are the default again."""


@blueprint.route("/beheer/<slug>/teksten/<any(mails, letters):text_kind>", methods=["GET", "POST"])
@may("administer")
def write_texts(slug: str, text_kind: str) -> Answer:
    """Write the parts; every save is a version that stays."""
    authority = own_authority(slug)
    present = texts_in_force(db.session(), authority.id, text_kind)
    form = WriteTextsForm(data={part: present[part].text for part in PARTS if part in present})
    if form.validate_on_submit():
        try:
            changed = save_texts(db.session(), acting_administrator(), authority.id, now(), kind=text_kind,
                                 texts=_typed(form))  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("De teksten zijn bewaard.") if changed else _("Er was niets veranderd."), "success")
            return redirect(url_for("texts.write_texts", slug=slug, text_kind=text_kind))
    return _page(form, authority, text_kind)


def _page(form: WriteTextsForm, authority: Authority, text_kind: str) -> tuple[str, int]:
    return render_form("admin/write_texts.html", form, authority=authority, text_kind=text_kind, kinds=KINDS,
                       fields=FIELDS, parts=PARTS, carried_by=CARRIED_BY[text_kind], restore_form=RestoreDefaultForm(),
                       versions=text_versions(db.session(), authority.id, text_kind))  # fmt: skip


@blueprint.post("/beheer/<slug>/teksten/<any(mails, letters):text_kind>/standaard")
@may("administer")
def restore_default_texts(slug: str, text_kind: str) -> Response:
    """Back to the default; the own versions stay to be read."""
    authority = own_authority(slug)
    save_texts(db.session(), acting_administrator(), authority.id, now(), kind=text_kind, texts={})
    commit()
    flash(_("De standaardteksten gelden weer."), "success")
    return redirect(url_for("texts.write_texts", slug=slug, text_kind=text_kind))


@blueprint.route(
    "/beheer/<slug>/teksten/<any(mails, letters):text_kind>/voorbeeld.<any(html, pdf, txt):form>",
    methods=["GET", "POST"],
)
@may("administer")
def show_text_example(slug: str, text_kind: str, form: str) -> Answer:
    """An invented mail or letter with the house style that holds now and the texts that hold; posted: with those of the
    form, which are not saved."""
    authority = own_authority(slug)
    if (text_kind == "mails") != (form == "txt"):
        abort(404)
    texts: Mapping[str, str] = {
        part: row.text for part, row in texts_in_force(db.session(), authority.id, text_kind).items()
    }
    if request.method == "POST":
        typed = WriteTextsForm()
        if not typed.validate_on_submit() or not _has_known_fields(typed):
            return _page(typed, authority, text_kind)
        texts = _typed(typed)
    if text_kind == "mails":
        answer = make_response(preview_of_mail(authority, texts))
        answer.mimetype = "text/plain"
        return answer
    content: Any = preview_of_letter(db.session(), authority, form, texts)
    answer = make_response(content)
    answer.mimetype = PDF if form == "pdf" else "text/html"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return answer


def _typed(form: WriteTextsForm) -> dict[str, str]:
    return {part: form[part].data or "" for part in PARTS}


def _has_known_fields(form: WriteTextsForm) -> bool:
    """Whether the texts could be saved; else the fault stands at its text."""
    try:
        for part, text in _typed(form).items():
            checked_text(text, part)
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        return False
    return True
