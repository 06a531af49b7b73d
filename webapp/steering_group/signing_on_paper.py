"""Signatures on paper: entered with their scan, and compared by a second pair of eyes."""

from flask import Blueprint, g, render_template
from flask_babel import gettext as _
from sqlalchemy import select

from models.database import db
from models.file_store import uploads
from models.operations.charters import signing_on_paper
from models.person import Person
from models.signature import InkSignature, Signature
from models.upload import Upload
from webapp.case.acting import Answer, acting_person, carry_out, show_action
from webapp.case.forms import OneButtonForm
from webapp.clock import today
from webapp.forms import number_of
from webapp.permissions import may
from webapp.steering_group.forms import CheckInkSignatureForm, RecordInkSignatureForm
from webapp.steering_group.signing import line_here, lines_here, require_unsigned, to_charter, view_here

blueprint = Blueprint("signing_on_paper", __name__)


@blueprint.get("/dossier/<number>/record-ink-signature")
@may("record_ink_signature", case_argument="number")
def choose_ink_signature(number: str) -> Answer:
    """Which signatures are still waited for."""
    lines = [line for line in lines_here() if line.ink_href]
    if not lines:
        form = OneButtonForm()
        return show_action("steering_group/choose_ink_signature.html", "record_ink_signature", form, lines=lines)
    return render_template("steering_group/choose_ink_signature.html", case=g.case, lines=lines), 200


@blueprint.route("/dossier/<number>/record-ink-signature/<int:signature_id>", methods=["GET", "POST"])
@may("record_ink_signature", case_argument="number")
def record_ink_signature(number: str, signature_id: int) -> Answer:
    """Enter a signature that was set on the printed charter, with its scan."""
    line, view = line_here(signature_id), view_here()
    form = RecordInkSignatureForm(data={"name": line.name, "signed_on": today(), "place": g.case.municipality.name})
    done = carry_out(form, signing_on_paper.record_ink_signature,
                     _("De handtekening op papier is ingevoerd. Een collega kijkt ze na."),
                     store=uploads(), signature_id=signature_id, name=form.name.data,
                     place=form.place.data, signed_on=form.signed_on.data, scan=form.scan.upload)  # fmt: skip
    if done:
        return to_charter()
    if not form.is_submitted():
        require_unsigned(line)
    return show_action("steering_group/record_ink_signature.html", "record_ink_signature", form, line=line, view=view)


@blueprint.route("/dossier/<number>/check-ink-signature", methods=["GET", "POST"])
@may("check_ink_signature", case_argument="number")
def check_ink_signature(number: str) -> Answer:
    """The next signature on paper that a colleague entered, beside its scan."""
    entered = _entered_by_a_colleague()
    form = CheckInkSignatureForm(data={"signature_id": entered.signature_id if entered else ""})
    is_right = form.outcome.data == "right"
    said = _("De handtekening telt mee.") if is_right else _("De handtekening gaat terug naar wie ze invoerde.")
    done = carry_out(form, signing_on_paper.check_ink_signature, said, is_right=is_right,
                     signature_id=number_of(form.signature_id.data), reason=form.reason.data or "")  # fmt: skip
    if done:
        return to_charter()
    session = db.session()
    return show_action(
        "steering_group/check_ink_signature.html",
        "check_ink_signature",
        form,
        entered=entered,
        row=session.get(Signature, entered.signature_id) if entered else None,
        scan=session.get(Upload, entered.scan_id) if entered else None,
        entered_by=session.get_one(Person, entered.entered_by_id).name if entered else "",
    )


def _entered_by_a_colleague() -> InkSignature | None:
    view = view_here()
    return db.session.scalars(
        select(InkSignature)
        .join(Signature, Signature.id == InkSignature.signature_id)
        .where(Signature.charter_id == view.id, InkSignature.entered_by_id != acting_person().person_id)
        .order_by(InkSignature.id)
        .limit(1)
    ).one_or_none()
