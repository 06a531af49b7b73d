"""The federal check: noting that the charter was sent, and what the FPS Interior answered."""

from io import BytesIO

from flask import Blueprint, Response, abort, current_app, g, render_template, send_file
from flask_babel import gettext as _

from documents.press.bundling import BundledFile, as_one_pdf, as_zip
from models.database import db
from models.file_store import documents
from models.operations.charters import checking_federally
from models.operations.keeping.uploading import content_of
from models.queries.charters.federal_checks import unanswered
from models.queries.charters.federal_package import federal_package
from models.rules.refusals import GateNotMet
from webapp.case.acting import Answer, carry_out, show_action
from webapp.clock import today
from webapp.desk.forms import RecordFederalAnswerForm, SendToFederalInteriorForm
from webapp.forms import number_of
from webapp.permissions import may

blueprint = Blueprint("checking_federally", __name__)


@blueprint.route("/dossier/<number>/send-to-federal-interior", methods=["GET", "POST"])
@may("send_to_federal_interior", case_argument="number")
def send_to_federal_interior(number: str) -> Answer:
    """Note that the signed charter was sent."""
    form = SendToFederalInteriorForm(data={"sent_on": today()})
    done = carry_out(form, checking_federally.send_to_federal_interior, _("De verzending is genoteerd."),
                     sent_on=form.sent_on.data, channel=form.channel.data)  # fmt: skip
    return done or show_action("desk/send_to_federal_interior.html", "send_to_federal_interior", form,
                               package=federal_package(db.session(), g.case))  # fmt: skip


@blueprint.get("/dossier/<number>/federale-bundel/<form>")
@may("send_to_federal_interior", case_argument="number")
def download_package(number: str, form: str) -> Response | tuple[str, int]:
    """The letter, the signed charter and its house rules: the files in a ZIP, or their pages in one PDF."""
    package = federal_package(db.session(), g.case)
    if package is None or form not in ("zip", "pdf"):
        abort(404)
    if not package.is_ready:
        raise GateNotMet("not_made_yet", _("De stukken voor de FOD worden nog gemaakt. Probeer het straks opnieuw."))
    files = []
    for document in package.documents:
        content = content_of(documents(), document)
        if content is None:
            current_app.logger.error("document %s: the file %s is missing or changed", document.id, document.sha256)
            return render_template("case/document_damaged.html", document=document), 503
        files.append(BundledFile(document.title, document.filename, content))
    name = f"federale-bundel-{number}-versie-{package.version}.{form}"
    title = _("Charter van %(name)s, versie %(version)s", name=g.case.name, version=package.version)
    bundled = as_zip(files) if form == "zip" else as_one_pdf(title, files)
    answer = send_file(BytesIO(bundled), f"application/{form}", as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    del answer.headers["Cache-Control"]  # as for every page: never kept on the computer of who is signed in
    return answer


@blueprint.route("/dossier/<number>/record-federal-answer", methods=["GET", "POST"])
@may("record_federal_answer", case_argument="number")
def record_federal_answer(number: str) -> Answer:
    """Note the letter of the FPS Interior; remarks lead back to the charter."""
    form = RecordFederalAnswerForm(data={"answered_on": today()})
    sent = unanswered(db.session(), g.case.id)
    form.offer(sent)
    chosen = number_of(form.check_id.data) or (sent[0].check_id if len(sent) == 1 else 0)
    done = carry_out(form, checking_federally.record_federal_answer, _("Het antwoord is genoteerd."),
                     answered_on=form.answered_on.data, result=form.result.data, reference=form.reference.data,
                     remarks=form.remarks.data, concerns=form.filled(), check_id=chosen)  # fmt: skip
    return done or show_action("desk/record_federal_answer.html", "record_federal_answer", form, sent=sent)
