"""The page on which somebody who works here answers what was asked of them: signed in, and nothing else of the case."""

from flask import Blueprint, abort, flash, g, redirect, url_for
from flask_babel import gettext as _

from models.database import db
from models.document import Document
from models.file_store import documents, uploads
from models.operations.consultation.advising_by_link import FoundAdvice, answer_asked_opinion, find_own_advice
from models.rules.refusals import GateNotMet, Invalid, Stale
from models.upload import Upload
from webapp.advisers.forms import HINTS, GiveAdviceForm
from webapp.advisers.views import Answer, closed_page, download, told
from webapp.clock import now
from webapp.forms import refusal_to_form, render_form
from webapp.permissions import current_actor, may
from webapp.transaction import commit, undo

blueprint = Blueprint("asked_opinions", __name__)


@blueprint.route("/adviezen/<int:opinion_id>", methods=["GET", "POST"])
@may("answer_asked_opinion")
def answer_asked(opinion_id: int) -> Answer:
    """What was asked of me, and my answer."""
    found = _own(opinion_id)
    if found.state != "open":
        return closed_page(found)
    form = GiveAdviceForm()
    actor = current_actor()
    assert actor is not None
    if form.validate_on_submit():
        try:
            answer_asked_opinion(db.session(), opinion_id, actor, now(), form.filled(), uploads())
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        except (Stale, GateNotMet):
            undo()
            return closed_page(_own(opinion_id))
        else:
            commit()
            flash(_("Dank u. Uw antwoord is bewaard."), "success")
            return redirect(url_for("asked_opinions.answer_asked", opinion_id=opinion_id))
    return render_form(
        "advisers/give_advice.html",
        form,
        hints=HINTS,
        is_inside=True,
        document_address=lambda number: url_for("asked_opinions.download_asked_document", opinion_id=opinion_id,
                                                document_id=number),
        upload_address=lambda number: url_for("asked_opinions.download_asked_upload", opinion_id=opinion_id,
                                              upload_id=number),
        **told(found),
    )  # fmt: skip


@blueprint.get("/adviezen/<int:opinion_id>/document/<int:document_id>")
@may("answer_asked_opinion")
def download_asked_document(opinion_id: int, document_id: int) -> Answer:
    """A document that was chosen for me; any other does not exist."""
    found = _own(opinion_id)
    if found.state != "open" or document_id not in found.opinion.document_ids:
        abort(404)
    document = db.session.get_one(Document, document_id)
    return download(documents(), document, document.filename)


@blueprint.get("/adviezen/<int:opinion_id>/bijlage/<int:upload_id>")
@may("answer_asked_opinion")
def download_asked_upload(opinion_id: int, upload_id: int) -> Answer:
    """An upload that was chosen for me."""
    found = _own(opinion_id)
    if found.state != "open" or upload_id not in found.opinion.upload_ids:
        abort(404)
    upload = db.session.get_one(Upload, upload_id)
    return download(uploads(), upload, upload.name)


def _own(opinion_id: int) -> FoundAdvice:
    actor = current_actor()
    found = find_own_advice(db.session(), opinion_id, actor, now()) if actor is not None else None
    if found is None:
        abort(404)
    g.case = found.case  # its house style
    return found
