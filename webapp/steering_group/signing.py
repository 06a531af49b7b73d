"""Freezing the charter, opening it again, and signing it on screen or refusing to."""

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from documents.filling.charter import charter as charter_context
from models.charter import Charter
from models.database import db
from models.operations.charters import drafting_charter, saving_sections, signing_charter
from models.queries.charters.charter_comments import open_comments
from models.queries.charters.charter_lacks import reasons_of, suggested_reasons
from models.queries.charters.charter_pages import CharterView, view_charter
from models.queries.charters.charters import record_of_version
from models.rules.refusals import Stale
from models.settings import settings
from webapp.case.acting import Answer, acting_person, carry_out, show_action
from webapp.case.forms import OneButtonForm
from webapp.clock import today
from webapp.permissions import may
from webapp.signed_in import signed_in_by
from webapp.steering_group.changes import changes_of
from webapp.steering_group.forms import (
    AddSignatoryForm,
    OpenSectionForm,
    RefuseSignatureForm,
    ReopenCharterForm,
    SignCharterForm,
    freeze_form,
)
from webapp.steering_group.signature_lines import SignatureLine, signature_lines

blueprint = Blueprint("signing", __name__)


@blueprint.route("/dossier/<number>/add-signatory", methods=["GET", "POST"])
@may("add_signatory", case_argument="number")
def add_signatory(number: str) -> Answer:
    """Add a partner without an account, such as a neighbourhood council."""
    form = AddSignatoryForm()
    done = carry_out(form, drafting_charter.add_signatory, _("De ondertekenaar is toegevoegd."),
                     capacity=form.capacity.data, name=form.name.data,
                     email=form.email.data or "")  # fmt: skip
    if done:
        return to_charter()
    return show_action("steering_group/add_signatory.html", "add_signatory", form, lines=lines_here())


@blueprint.route("/dossier/<number>/open-section", methods=["GET", "POST"])
@may("open_section", case_argument="number")
def open_section(number: str) -> Answer:
    """Let one more section change in an amendment."""
    view = view_here()
    form = OpenSectionForm()
    form.offer([(one.section.code, f"{one.section.number}. {one.section.title}") for one in view.sections
                if not one.is_open])  # fmt: skip
    done = carry_out(form, saving_sections.open_section, _("Het onderdeel staat nu open."),
                     section=form.section.data or "", reason=form.reason.data)  # fmt: skip
    if done:
        return to_charter()
    return show_action("steering_group/open_section.html", "open_section", form)


@blueprint.route("/dossier/<number>/freeze-charter", methods=["GET", "POST"])
@may("freeze_charter", case_argument="number")
def freeze_charter(number: str) -> Answer:
    """Fix the text, so that everyone signs the same one."""
    view = view_here()
    form = freeze_form(view)()
    said = _("De tekst ligt vast. Iedereen die moet tekenen, krijgt bericht.")
    if carry_out(form, drafting_charter.freeze_charter, said, reasons=form.reasons()):
        return to_charter()
    if not form.is_submitted():
        form.suggest(suggested_reasons(db.session(), g.case.id))
    return show_action("steering_group/freeze_charter.html", "freeze_charter", form, view=view, lines=lines_here(),
                       changes=changes_of(db.session(), view.id),
                       open_count=sum(open_comments(db.session(), g.case.id).values()))  # fmt: skip


@blueprint.route("/dossier/<number>/reopen-charter", methods=["GET", "POST"])
@may("reopen_charter", case_argument="number")
def reopen_charter(number: str) -> Answer:
    """Open a frozen text again; the signatures lapse."""
    form = ReopenCharterForm()
    said = _("Het charter is opnieuw geopend. De handtekeningen zijn vervallen.")
    if carry_out(form, drafting_charter.reopen_charter, said, reason=form.reason.data, body=form.body.data):
        return to_charter()
    return show_action("steering_group/reopen_charter.html", "reopen_charter", form, lines=lines_here())


@blueprint.get("/dossier/<number>/sign-charter")
@may("sign_charter", case_argument="number")
def choose_signature(number: str) -> Answer:
    """Which lines wait for this person. With one line only, straight to it."""
    mine = [line for line in lines_here() if line.sign_href]
    if len(mine) == 1:
        return redirect(mine[0].sign_href)
    if not mine:
        return show_action("steering_group/choose_signature.html", "sign_charter", OneButtonForm(), lines=mine)
    return render_template("steering_group/choose_signature.html", case=g.case, lines=mine), 200


@blueprint.route("/dossier/<number>/sign-charter/<int:signature_id>", methods=["GET", "POST"])
@may("sign_charter", case_argument="number")
def sign_charter(number: str, signature_id: int) -> Answer:
    """Read the frozen text, and sign it with one's own name."""
    form = SignCharterForm()
    said = _("Uw handtekening staat onder het charter.")
    done = carry_out(form, signing_charter.sign_charter, said, signature_id=signature_id, name=form.name.data or "",
                     place=form.place.data or "", fingerprint=form.fingerprint.data or "",
                     identified_by=signed_in_by(), drawing=form.drawing.data or "")  # fmt: skip
    if done:
        return to_charter()
    line, view = line_here(signature_id), view_here()
    if not form.is_submitted():
        require_unsigned(line)
        if not line.sign_href:
            return redirect(url_for("signing.choose_signature", number=number))
        form.fingerprint.data, form.place.data = view.fingerprint, g.case.municipality.name
    return show_action("steering_group/sign_charter.html", "sign_charter", form, line=line, view=view,
                       text=_text(view), signer=acting_person().name, reasons=reasons_of(db.session(), view.id),
                       changes=changes_of(db.session(), view.id))  # fmt: skip


@blueprint.get("/dossier/<number>/refuse-signature")
@may("refuse_signature", case_argument="number")
def choose_refusal(number: str) -> Answer:
    """For which line this person does not sign. With one line only, straight to it."""
    mine = [line for line in lines_here() if line.refuse_href]
    if len(mine) == 1:
        return redirect(mine[0].refuse_href)
    if not mine:
        return show_action("steering_group/choose_signature.html", "refuse_signature", OneButtonForm(), lines=mine)
    return render_template("steering_group/choose_signature.html", case=g.case, lines=mine), 200


@blueprint.route("/dossier/<number>/refuse-signature/<int:signature_id>", methods=["GET", "POST"])
@may("refuse_signature", case_argument="number")
def refuse_signature(number: str, signature_id: int) -> Answer:
    """Say why one does not sign; a next version begins."""
    form = RefuseSignatureForm()
    said = _("Uw weigering is genoteerd. Alle partners krijgen bericht, met uw reden.")
    done = carry_out(form, signing_charter.refuse_signature, said, signature_id=signature_id,
                     reason=form.reason.data, fingerprint=form.fingerprint.data or "")  # fmt: skip
    if done:
        return to_charter()
    line, view = line_here(signature_id), view_here()
    if not form.is_submitted():
        require_unsigned(line)
        if not line.refuse_href:
            return redirect(url_for("signing.choose_refusal", number=number))
        form.fingerprint.data = view.fingerprint
    return show_action("steering_group/refuse_signature.html", "refuse_signature", form, line=line, view=view,
                       lines=lines_here())  # fmt: skip


def require_unsigned(line: SignatureLine) -> None:
    """Raises Stale when this line was signed meanwhile."""
    if line.is_signed:
        raise Stale("already_signed", _("Deze handtekening is al gezet."))


def line_here(signature_id: int) -> SignatureLine:
    """The line with this number. Raises Stale when the text that lies there has no such line (any more)."""
    for line in lines_here():
        if line.signature is not None and line.signature.id == signature_id:
            return line
    raise Stale("no_such_signature", _("Deze handtekening hoort niet bij de tekst die nu vastligt."))


def lines_here() -> tuple[SignatureLine, ...]:
    """The lines under the newest version, as this person sees them."""
    return signature_lines(view_here(), g.case, acting_person())


def view_here() -> CharterView:
    """The newest version; 404 before there is one."""
    view = view_charter(db.session(), g.case, today())
    if view is None:
        abort(404)
    return view


def _text(view: CharterView) -> object:
    record = record_of_version(db.session(), g.case, db.session().get_one(Charter, view.id), settings().base_url)
    return charter_context(record)


def to_charter() -> Response:
    """Back to the overview of the charter."""
    return redirect(url_for("steering_group.show_charter", number=g.case.number))
