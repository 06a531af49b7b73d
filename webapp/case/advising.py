"""What municipality and police both do with opinions: ask them, note what came in, answer advisers, withdraw."""

from flask import Blueprint, abort, g
from flask_babel import gettext as _

from models.database import db
from models.operations.cases.acting import settings_of
from models.operations.cases.terms import planned_end
from models.operations.consultation import advising
from models.operations.consultation.answering_advisers import answer_adviser as answer_adviser_operation
from models.opinion import Opinion
from models.queries.cases import case_parts
from models.rules.advice import MORE_TIME, QUESTIONS
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.advice_forms import (
    AnswerAdviserForm,
    AskOpinionForm,
    GiveOpinionForm,
    GrantTimeForm,
    WithdrawOpinionForm,
)
from webapp.clock import today
from webapp.permissions import may

blueprint = Blueprint("advising", __name__)


@blueprint.route("/dossier/<number>/ask-opinion", methods=["GET", "POST"])
@may("ask_opinion", case_argument="number")
def ask_opinion(number: str) -> Answer:
    """Ask somebody's opinion; the term of the municipality is filled in."""
    form = AskOpinionForm(data={"due_on": planned_end(db.session(), g.case, "opinion", settings_of(g.case), today()),
                                "adviser_kind": "other"})  # fmt: skip
    form.offer(case_parts.papers(db.session(), g.case), case_parts.uploads(db.session(), g.case))
    done = carry_out(form, advising.ask_opinion, _("Het advies is gevraagd."), adviser=form.adviser.data,
                     question=form.question.data, due_on=form.due_on.data, adviser_kind=form.adviser_kind.data,
                     email=form.email.data or "", shared=form.shared.data or [])  # fmt: skip
    return done or show_action("case/ask_opinion.html", "ask_opinion", form)


@blueprint.route("/dossier/<number>/give-opinion/<int:opinion_id>", methods=["GET", "POST"])
@may("give_opinion", case_argument="number")
def give_opinion(number: str, opinion_id: int) -> Answer:
    """Note an opinion that came in."""
    opinion = _opinion(opinion_id)
    form = GiveOpinionForm(data={"given_on": today()})
    done = carry_out(form, advising.give_opinion, _("Het advies is genoteerd."), opinion_id=opinion_id,
                     tendency=form.tendency.data, text=form.text.data, given_on=form.given_on.data)  # fmt: skip
    return done or show_action("case/give_opinion.html", "give_opinion", form, opinion=opinion)


@blueprint.route("/dossier/<number>/answer-adviser/<int:opinion_id>", methods=["GET", "POST"])
@may("answer_adviser", case_argument="number")
def answer_adviser(number: str, opinion_id: int) -> Answer:
    """Give an adviser more time or not, or answer their question."""
    opinion = _opinion(opinion_id)
    question = opinion.open_question or (opinion.questions[-1] if opinion.questions else None)
    if question is None:
        abort(404)
    is_about_time = question.kind == MORE_TIME
    form = GrantTimeForm(data={"due_on": question.wished_on}) if is_about_time else AnswerAdviserForm()
    is_granted = form.is_granted.data == "yes" if isinstance(form, GrantTimeForm) else True
    done = carry_out(form, answer_adviser_operation, _("De adviseur krijgt uw antwoord per mail."),
                     opinion_id=opinion_id, is_granted=is_granted, answer=form.answer.data or "",
                     due_on=form.due_on.data)  # fmt: skip
    return done or show_action("case/answer_adviser.html", "answer_adviser", form, opinion=opinion, question=question,
                               questions=QUESTIONS)  # fmt: skip


@blueprint.route("/dossier/<number>/withdraw-opinion/<int:opinion_id>", methods=["GET", "POST"])
@may("withdraw_opinion", case_argument="number")
def withdraw_opinion(number: str, opinion_id: int) -> Answer:
    """Take the question back; the case no longer waits for it."""
    opinion = _opinion(opinion_id)
    form = WithdrawOpinionForm()
    done = carry_out(form, advising.withdraw_opinion, _("De vraag om advies is ingetrokken."), opinion_id=opinion_id,
                     reason=form.reason.data)  # fmt: skip
    return done or show_action("case/withdraw_opinion.html", "withdraw_opinion", form, opinion=opinion)


def _opinion(opinion_id: int) -> Opinion:
    """The opinion, if it is one of this case; else it does not exist."""
    opinion = db.session.get(Opinion, opinion_id)
    if opinion is None or opinion.case_id != g.case.id:
        abort(404)
    return opinion
