"""The page on which somebody accepts their seat in the stuurgroep, or leaves it to somebody else."""

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from models.case import FoundingCase
from models.database import db
from models.mandate import Mandate
from models.operations.evenings.answering_seats import ANSWERED, accept_seat, decline_seat
from models.queries.evenings.seats import offered_seat
from models.rules.refusals import Stale
from webapp.case.acting import Answer, acting_person, done
from webapp.case.forms import ActionForm, a_choice
from webapp.clock import now
from webapp.forms import render_form
from webapp.permissions import may

blueprint = Blueprint("seats", __name__)

ANSWERS = {"accept": _l("Ja, ik aanvaard"), "decline": _l("Nee, ik bedank")}


class AnswerSeatForm(ActionForm):
    """Yes or no. Who says yes is of age."""

    answer = a_choice(_l("Aanvaardt u deze plaats?"), ANSWERS, _l("Kies of u aanvaardt of bedankt."))
    is_of_age = BooleanField(_l("Ik ben 18 jaar of ouder"))


@blueprint.route("/stuurgroep/uitnodiging/<int:seat_id>", methods=["GET", "POST"])
@may("answer_seat")
def answer_seat(seat_id: int) -> Answer:
    """My invitation to the stuurgroep: what it asks, and my answer. Any other does not exist."""
    seat = db.session.get(Mandate, seat_id)
    if seat is None or seat.case_id is None or seat.person_id != acting_person().person_id:
        abort(404)
    if offered_seat(db.session(), seat.case_id, seat.person_id) is not seat:
        if request.method == "POST":
            raise Stale("seat_answered", ANSWERED)
        return render_template("steering_group/no_seat.html"), 200
    g.case = db.session.get_one(FoundingCase, seat.case_id)  # its house style
    form = AnswerSeatForm()
    accepts = form.answer.data == "accept"
    own_page = url_for("seats.answer_seat", seat_id=seat_id)
    after = url_for("case.show_case", number=g.case.number) if accepts else own_page
    said = _("U zit in de stuurgroep. Welkom!") if accepts else _("U bedankte voor deze plaats. Dat is genoteerd.")
    answered = done(form, lambda: _answer(form, accepts), said, after)
    return answered or render_form("steering_group/answer_seat.html", form, case=g.case, seat=seat)


def _answer(form: AnswerSeatForm, accepts: bool) -> None:
    if accepts:
        accept_seat(db.session(), g.case.id, acting_person(), now(), is_of_age=bool(form.is_of_age.data))
    else:
        decline_seat(db.session(), g.case.id, acting_person(), now())
