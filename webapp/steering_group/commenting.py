"""Comments and suggestions: what is said about each piece of the charter, saying something, and answering."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.charter_comment import CharterComment
from models.database import db
from models.operations.charters.commenting import answer_comment, settle_comment, write_comment
from models.queries.charters.charter_comments import CommentLine, comments_on, discussed, open_comments
from models.queries.charters.charter_pages import SectionView
from models.rules.access import roles_on
from models.rules.charter_paragraphs import Paragraph, fingerprint_of_piece, paragraphs_of, taken_over
from models.rules.charter_sections import SECTION, SECTIONS
from models.rules.procedure import ACTIONS, Stage
from webapp.case.acting import acting_person, done, require_stage
from webapp.clock import now
from webapp.forms import number_of, render_form
from webapp.permissions import may
from webapp.steering_group.forms import AnswerCommentForm, WriteCommentForm
from webapp.steering_group.section_words import Piece, compare_words
from webapp.steering_group.views import charter_here, require_draft, section_here

blueprint = Blueprint("commenting", __name__)

Answer = tuple[str, int] | Response


@blueprint.get("/dossier/<number>/comment-charter")
@may("comment_charter", case_argument="number")
def choose_section(number: str) -> str:
    """Every section with what is open about it: the action of the procedure begins here."""
    require_stage(g.case, "comment_charter")
    counts = open_comments(db.session(), g.case.id)
    return render_template("steering_group/choose_section.html", case=g.case, counts=counts, sections=SECTIONS,
                           address=section_comments)  # fmt: skip


@blueprint.get("/dossier/<number>/charter/<section_code>/reacties")
@may("see_charter", case_argument="number")
def show_comments(number: str, section_code: str) -> str:
    """A section piece by piece, with what is said about each."""
    present = section_here(section_code)
    lines = comments_on(db.session(), g.case.id, present.section, present.content)
    return render_template(
        "steering_group/show_comments.html",
        case=g.case,
        section=present.section,
        pieces=discussed(present.section, present.content, lines),
        homeless=[one for one in lines if one.place is None and not one.outcome],
        settled=[one for one in lines if one.outcome],
        may_comment=_may("comment_charter"),
        may_edit=_may("edit_charter") and present.is_open,
        compare=compare_words,
        version=charter_here().version,
    )


@blueprint.route("/dossier/<number>/charter/<section_code>/reacties/nieuw", methods=["GET", "POST"])
@may("comment_charter", case_argument="number")
def write(number: str, section_code: str) -> Answer:
    """Say something about one piece, or suggest other words for it."""
    present = section_here(section_code)
    form = WriteCommentForm()
    answered = done(
        form,
        lambda: write_comment(db.session(), g.case.id, acting_person(), now(), section=present.section.code,
                              field=form.field_code.data or "", quote=form.quote.data or "", text=form.text.data or "",
                              suggestion=form.other_words(), seen=form.seen.data or ""),
        _("Uw reactie staat erbij."),
        section_comments(present.section.code),
    )  # fmt: skip
    if answered:
        return answered
    if not form.is_submitted():
        require_stage(g.case, "comment_charter")
        require_draft(charter_here())
        form.begin(_piece_here(present))
    return render_form("steering_group/write_comment.html", form, case=g.case, section=present.section,
                       piece=_piece_named(present, form), back=section_comments(present.section.code))  # fmt: skip


def _piece_here(present: SectionView) -> Paragraph:
    """The piece whose number stands in the address; the whole section where there is none."""
    pieces = paragraphs_of(present.section, present.content)
    chosen = number_of(request.args.get("plaats", ""))
    return pieces[chosen] if chosen < len(pieces) else pieces[0]


def _piece_named(present: SectionView, form: WriteCommentForm) -> Paragraph:
    """The piece as the form carries it; its label is ours, and not what a browser says."""
    pieces = paragraphs_of(present.section, present.content)
    code = form.field_code.data or ""
    known = next((one for one in pieces if one.field == code), pieces[0])
    return Paragraph(known.field, known.label, form.quote.data or "", known.is_text)


@blueprint.route("/dossier/<number>/reacties/<int:comment_id>", methods=["GET", "POST"])
@may("comment_charter", case_argument="number")
def answer(number: str, comment_id: int) -> Answer:
    """One comment: answer it, take it over, or close it."""
    row = db.session().get(CharterComment, comment_id)
    if row is None or row.case_id != g.case.id:
        abort(404)
    present = section_here(row.section)
    line = next(one for one in comments_on(db.session(), g.case.id, SECTION[row.section], present.content)
                if one.id == comment_id)  # fmt: skip
    becomes = _becomes(line, present)
    form = AnswerCommentForm()
    form.offer(line, can_take_over=becomes is not None and present.is_open and _may("edit_charter"))
    answered = done(form, lambda: _answer(form, comment_id), _("Uw antwoord is bewaard."),
                    section_comments(row.section))  # fmt: skip
    if answered:
        return answered
    if not form.is_submitted():
        require_stage(g.case, "comment_charter")
        require_draft(charter_here())
        form.piece.data = fingerprint_of_piece(present.section, present.content, row.field, row.quote)
    return render_form("steering_group/answer_comment.html", form, case=g.case, section=present.section, line=line,
                       becomes=becomes, suggested=_suggested(line), version=charter_here().version,
                       back=section_comments(row.section))  # fmt: skip


def _answer(form: AnswerCommentForm, comment_id: int) -> None:
    common: dict[str, Any] = {"comment_id": comment_id, "text": form.text.data or "", "seen": form.seen.data or ""}
    if form.outcome.data in (None, "", "open"):
        answer_comment(db.session(), g.case.id, acting_person(), now(), **common)
    else:
        settle_comment(db.session(), g.case.id, acting_person(), now(), outcome=form.outcome.data,
                       piece=form.piece.data or "", **common)  # fmt: skip


@dataclass(frozen=True)
class Becoming:
    """The piece as it stands now, and what it would become with the suggestion."""

    now: str
    pieces: tuple[Piece, ...]


def _becomes(line: CommentLine, present: SectionView) -> Becoming | None:
    if not line.suggestion or line.place is None:
        return None
    content = taken_over(present.section, present.content, line.field, line.quote, line.suggestion)
    if content is None:
        return None
    before, after = (_field_text(one, line.field) for one in (present.content, content))
    return Becoming(before, compare_words(before, after))


def _field_text(content: Mapping[str, Any], code: str) -> str:
    return str(content.get(code) or "")


def _suggested(line: CommentLine) -> tuple[Piece, ...]:
    return compare_words(line.quote, line.suggestion) if line.suggestion else ()


def section_comments(code: str) -> str:
    """The address of what is said about a section."""
    return url_for("commenting.show_comments", number=g.case.number, section_code=code.replace("_", "-"))


def _may(action: str) -> bool:
    is_open = g.case.stage == Stage.CHARTER.value and g.case.ended_at is None and charter_here().state == "draft"
    return is_open and not roles_on(acting_person(), g.case.place).isdisjoint(ACTIONS[action].roles)
