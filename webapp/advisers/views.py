"""The page of an adviser's link: what is asked, the documents that were chosen, and the answer, without an account."""

from io import BytesIO

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from models.database import db
from models.document import Document
from models.file_store import FileStore, documents, uploads
from models.operations.consultation.advising_by_link import FoundAdvice, answer_by_link, find_advice
from models.operations.keeping.uploading import content_of
from models.queries.cases.case_parts import area_in_words
from models.request import FoundingRequest
from models.rules.access import roles_on
from models.rules.advice import QUESTIONS, TENDENCIES
from models.rules.refusals import GateNotMet, Invalid, Stale
from models.upload import Upload
from webapp.advisers.forms import ANSWERS, HINTS, GiveAdviceForm
from webapp.clock import now, real_now
from webapp.errors import typed_text
from webapp.forms import refusal_to_form, render_form
from webapp.link_pages import count_request, private, private_answer
from webapp.permissions import current_actor, may
from webapp.security import limiter
from webapp.transaction import commit, undo

blueprint = Blueprint("advisers", __name__)

Answer = str | tuple[str, int] | AnyResponse
PER_CALLER = "60 per minute"


@blueprint.route("/advies/<token>", methods=["GET", "POST"])
@limiter.limit(PER_CALLER)
@may("give_advice")
def give_advice(token: str) -> Answer:
    """What a link opens today. Looking changes nothing: mail scanners look too."""
    if request.method == "POST":
        count_request("advice_from_caller", real_now())
    found = find_advice(db.session(), token, now())
    if found is None:
        return private(render_template("advisers/link_expired.html"), 410)
    g.case = found.case  # its house style
    if _has_a_part(found):
        return private(render_template("advisers/not_for_you.html", case=found.case), 403)
    if found.state != "open":
        return closed_page(found)
    form = GiveAdviceForm()
    if form.validate_on_submit():
        try:
            answer_by_link(db.session(), found.opinion, now(), form.filled(), uploads())
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        except (Stale, GateNotMet):
            undo()
            return give_advice_again(token)
        else:
            commit()
            flash(_("Dank u. Uw antwoord is bewaard."), "success")
            return private_answer(redirect(url_for("advisers.give_advice", token=token)))
    page = render_form(
        "advisers/give_advice.html",
        form,
        hints=HINTS,
        is_inside=False,
        document_address=lambda number: url_for("advisers.download_document", token=token, document_id=number),
        upload_address=lambda number: url_for("advisers.download_upload", token=token, upload_id=number),
        **told(found),
    )
    return private(*page)


def give_advice_again(token: str) -> Answer:
    """Somebody answered, or the consultation ended, while this page was open."""
    found = find_advice(db.session(), token, now())
    if found is None or found.state == "open":
        return private(render_template("advisers/link_expired.html"), 410)
    return closed_page(found)


@blueprint.get("/advies/<token>/document/<int:document_id>")
@limiter.limit(PER_CALLER)
@may("give_advice")
def download_document(token: str, document_id: int) -> Answer:
    """A document that was chosen for this adviser; any other does not exist."""
    found = _open(token)
    if document_id not in found.opinion.document_ids:
        abort(404)
    document = db.session.get_one(Document, document_id)
    return download(documents(), document, document.filename)


@blueprint.get("/advies/<token>/bijlage/<int:upload_id>")
@limiter.limit(PER_CALLER)
@may("give_advice")
def download_upload(token: str, upload_id: int) -> Answer:
    """An upload that was chosen for this adviser."""
    found = _open(token)
    if upload_id not in found.opinion.upload_ids:
        abort(404)
    upload = db.session.get_one(Upload, upload_id)
    return download(uploads(), upload, upload.name)


def _has_a_part(found: FoundAdvice) -> bool:
    """Who is signed in and works on the case, or asked for the BIN (bad story: an adviser passes the mail on, and the
    officer who waits for the advice gives it)."""
    actor = current_actor()
    return actor is not None and bool(roles_on(actor, found.case.place))


def _open(token: str) -> FoundAdvice:
    found = find_advice(db.session(), token, now())
    if found is None or found.state != "open" or _has_a_part(found):
        abort(404)
    return found


def download(store: FileStore, row: Document | Upload, name: str) -> Answer:
    content = content_of(store, row)
    if content is None:
        current_app.logger.error("%s %s: the file %s is missing or changed", row.__tablename__, row.id, row.sha256)
        abort(503)
    answer = send_file(BytesIO(content), row.media_type, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return private_answer(answer)


def closed_page(found: FoundAdvice) -> Answer:
    """Answered, withdrawn, or the consultation is over: what was answered and when. Who typed something again sees it
    once more, and that it was not kept."""
    is_again = request.method == "POST"
    typed = [str(ANSWERS.get(value, value)) for name, value in typed_text() if name in ("answer", "text")]
    page = render_template("advisers/advice_closed.html", state=found.state, typed=typed, is_again=is_again,
                           words=TENDENCIES, **_facts(found))  # fmt: skip
    return private(page, 409 if is_again else 410 if found.state == "over" else 200)


def _facts(found: FoundAdvice) -> dict[str, object]:
    return {"opinion": found.opinion, "case": found.case, "questions": QUESTIONS}


def told(found: FoundAdvice) -> dict[str, object]:
    """What the page tells: kind, name, area and motives, and what was chosen. Nothing about who asked for the BIN."""
    opinion, session = found.opinion, db.session()
    return {
        **_facts(found),
        "segments": area_in_words(session, found.case),
        "motives": session.scalar(select(FoundingRequest.motives).where(FoundingRequest.case_id == found.case.id)),
        "documents": session.scalars(select(Document).where(Document.id.in_(opinion.document_ids))).all(),
        "uploads": session.scalars(select(Upload).where(Upload.id.in_(opinion.upload_ids))).all(),
    }
