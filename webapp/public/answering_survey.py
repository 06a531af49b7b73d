"""A member answers the survey of their network by the link in their mail: without an account, once."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from models.database import db
from models.operations.evaluations.answering_surveys import FoundTicket, answer_survey, find_ticket
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.survey_form import BASELINE, FEWEST_ANSWERS, LONGEST_TEXT, questions_of
from webapp.case.survey_forms import AnswerSurveyForm, answers_in, keep_only
from webapp.clock import now, real_now
from webapp.forms import refusal_to_form, render_form
from webapp.link_pages import count_request, private, private_answer
from webapp.permissions import may
from webapp.transaction import commit, undo

blueprint = Blueprint("answering_survey", __name__)


@blueprint.get("/vragenlijst/<token>")
@may("answer_survey")
def show_questions(token: str) -> AnyResponse:
    """The questions. Looking changes nothing: mail programs open links by themselves."""
    found = find_ticket(db.session(), token, now())
    if found is None or found.state != "open":
        return _closed(found)
    return _questions(found, _form(found))


@blueprint.post("/vragenlijst/<token>")
@may("answer_survey")
def answer(token: str) -> AnyResponse:
    """Keep the answers, apart from who gave them."""
    count_request("survey_from_caller", real_now())
    found = find_ticket(db.session(), token, now())
    if found is None or found.state != "open":
        return _closed(found, 410 if found is None else 409)
    form = _form(found)
    if not form.validate_on_submit():
        return _questions(found, form)
    try:
        answer_survey(db.session(), token, now(), values=answers_in(form))
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        return _questions(found, form)
    except (Stale, GateNotMet, NotAllowed):
        undo()
        return _closed(find_ticket(db.session(), token, now()), 409)
    commit()
    return private_answer(redirect(url_for("answering_survey.show_questions", token=token)))


def _form(found: FoundTicket) -> AnswerSurveyForm:
    form = AnswerSurveyForm()
    keep_only(form, questions_of(found.survey.kind))
    return form


def _questions(found: FoundTicket, form: AnswerSurveyForm) -> AnyResponse:
    return private_answer(render_form(
        "public/answer_survey.html", form, network=found.network, survey=found.survey, fewest=FEWEST_ANSWERS,
        questions=questions_of(found.survey.kind), most=LONGEST_TEXT, is_baseline=found.survey.kind == BASELINE,
    ))  # fmt: skip


def _closed(found: FoundTicket | None, status: int = 200) -> AnyResponse:
    if found is None:
        return private(render_template("public/survey_unknown.html"), 410)
    return private(render_template("public/survey_closed.html", network=found.network, survey=found.survey,
                                   state=found.state, fewest=FEWEST_ANSWERS), status)  # fmt: skip
