"""The papers of a case: its documents, each for the people it was made for, and its journal."""

from io import BytesIO

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound, Unauthorized
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from models.case import FoundingCase
from models.database import db
from models.document import Document
from models.file_store import documents
from models.operations.cases.choosing_language import choose_document_language as choose_language
from models.operations.keeping.uploading import content_of
from models.queries.cases import case_parts
from models.queries.cases.export import journal_export
from models.queries.evenings.invitations import has_letters
from models.rules.access import MUNICIPAL_ROLES, STAFF, holds, roles_on
from models.rules.audiences import may_open
from models.rules.languages import OWN_NAMES, document_languages
from models.rules.procedure import Stage
from models.rules.refusals import Invalid, NotAllowed
from webapp.case import words
from webapp.case.acting import Answer, acting_person
from webapp.case.forms import ActionForm, a_text
from webapp.case.sentences import journal_line
from webapp.case.showing import readable
from webapp.clock import now
from webapp.forms import refusal_to_form, render_form
from webapp.paging import asked_page
from webapp.permissions import current_actor, may
from webapp.transaction import commit

blueprint = Blueprint("papers", __name__)

LINES_PER_PAGE = 50


@blueprint.get("/dossier/<number>/documenten")
@may("see_documents", case_argument="number")
def list_documents(number: str) -> str:
    """All documents of a case that this person may open, and those that are still being made."""
    return render_template(
        "case/list_documents.html",
        case=g.case,
        papers=readable(case_parts.papers(db.session(), g.case), g.case.place, acting_person()),
        words=words,
        document_language=OWN_NAMES[g.case.document_language],
        has_languages=_document_languages() != (g.case.document_language,),
        chooses_language=holds(acting_person(), MUNICIPAL_ROLES, g.case.place),
        has_letters=holds(acting_person(), STAFF, g.case.place) and has_letters(db.session(), g.case.id),
        engine_has_work=case_parts.asked(db.session(), g.case, acting_person()).engine_has_work,
    )


class DocumentLanguageForm(ActionForm):
    """Which language from now on, and why."""

    language = RadioField(_l("In welke taal worden de documenten van dit dossier gemaakt?"),
                          validators=[InputRequired(_l("Kies een taal."))])  # fmt: skip
    reason = a_text(_l("Waarom?"), _l("Schrijf waarom, in een paar woorden."))


@blueprint.route("/dossier/<number>/documenten/taal", methods=["GET", "POST"])
@may("choose_document_language", case_argument="number")
def choose_document_language(number: str) -> Answer:
    """Choose another of the languages of the municipality."""
    form = DocumentLanguageForm(data={"language": g.case.document_language})
    form.language.choices = [SelectChoice(code, OWN_NAMES[code]) for code in _document_languages()]
    if form.validate_on_submit():
        g.typed = form.typed()
        try:
            choose_language(db.session(), g.case.id, acting_person(), now(), language=form.language.data,
                            reason=form.reason.data)  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("De volgende documenten worden in de gekozen taal gemaakt."), "success")
            return redirect(url_for("papers.list_documents", number=number))
    return render_form("case/choose_document_language.html", form, case=g.case)


def _document_languages() -> tuple[str, ...]:
    return document_languages(g.case.municipality.language_regime)


@blueprint.get("/document/<int:document_id>")
@may("open_document")
def download_document(document_id: int) -> Response | tuple[str, int]:
    """One document: a public one for anybody, the others for whom they were made. Its content is checked first."""
    document = db.session.get(Document, document_id)
    if document is None:
        raise NotFound
    _require_reader(document)
    content = content_of(documents(), document)
    if content is None:
        current_app.logger.error("document %s: the file %s is missing or changed", document.id, document.sha256)
        return render_template("case/document_damaged.html", document=document), 503
    answer = send_file(BytesIO(content), document.media_type, as_attachment=True, download_name=document.filename)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    del answer.headers["Cache-Control"]  # as for every page: never kept on the computer of who is signed in
    return answer


@blueprint.get("/dossier/<number>/dossierlogboek")
@may("see_journal", case_argument="number")
def show_journal(number: str) -> str:
    """What happened, the newest first; one stage at a time when asked."""
    stage = request.args.get("fase", "")
    stage = stage if stage in tuple(Stage) else ""
    page = asked_page()
    rows = case_parts.journal_rows(db.session(), g.case, stage=stage, newest=LINES_PER_PAGE + 1,
                                   skip=(page - 1) * LINES_PER_PAGE)  # fmt: skip
    return render_template(
        "case/show_journal.html",
        case=g.case,
        stage=stage,
        stages=tuple(Stage),
        lines=[journal_line(row) for row in rows[:LINES_PER_PAGE]],
        page=page,
        pages=page + (len(rows) > LINES_PER_PAGE),
    )


@blueprint.get("/dossier/<number>/journal.json")
@may("see_journal", case_argument="number")
def export_journal(number: str) -> Response:
    """The journal for programs, with the hashes that chain it."""
    answer = jsonify(journal_export(db.session(), g.case))
    answer.headers.set("Content-Disposition", "attachment", filename=f"journal-{number}.json")
    return answer


def _require_reader(document: Document) -> None:
    actor = current_actor()
    place = db.session.get_one(FoundingCase, document.case_id).place
    if may_open(actor, document.audience, place):
        return
    if actor is None:
        raise Unauthorized
    if not roles_on(actor, place):
        raise NotFound
    raise NotAllowed("other_audience", _("Dit document is niet voor u bestemd."))
