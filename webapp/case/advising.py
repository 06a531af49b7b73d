"""What municipality and police both do with opinions: ask them, and note what came in."""

from flask import Blueprint, abort, g
from flask_babel import gettext as _

from models.database import db
from models.operations import advising
from models.operations.acting import settings_of
from models.operations.terms import planned_end
from models.opinion import Opinion
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.forms import AskOpinionForm, GiveOpinionForm
from webapp.clock import today
from webapp.permissions import may

blueprint = Blueprint("advising", __name__)


@blueprint.route("/dossier/<number>/ask-opinion", methods=["GET", "POST"])
@may("ask_opinion", case_argument="number")
def ask_opinion(number: str) -> Answer:
    """Ask somebody's opinion; the term of the municipality is filled in."""
    form = AskOpinionForm(data={"due_on": planned_end(db.session(), g.case, "opinion", settings_of(g.case), today())})
    done = carry_out(form, advising.ask_opinion, _("Het advies is gevraagd."), adviser=form.adviser.data,
                     question=form.question.data, due_on=form.due_on.data)  # fmt: skip
    return done or show_action("case/ask_opinion.html", "ask_opinion", form)


@blueprint.route("/dossier/<number>/give-opinion/<int:opinion_id>", methods=["GET", "POST"])
@may("give_opinion", case_argument="number")
def give_opinion(number: str, opinion_id: int) -> Answer:
    """Note an opinion that came in."""
    opinion = db.session.get(Opinion, opinion_id)
    if opinion is None or opinion.case_id != g.case.id:
        abort(404)
    form = GiveOpinionForm(data={"given_on": today()})
    done = carry_out(form, advising.give_opinion, _("Het advies is genoteerd."), opinion_id=opinion_id,
                     tendency=form.tendency.data, text=form.text.data, given_on=form.given_on.data)  # fmt: skip
    return done or show_action("case/give_opinion.html", "give_opinion", form, opinion=opinion)
