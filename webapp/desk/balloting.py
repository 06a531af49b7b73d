"""Voting at the info evening, for the chair at the laptop: open a vote, see how many came in, close it."""

from flask import Blueprint, abort, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.ballot import Ballot
from models.clock import day_of
from models.database import db
from models.info_evening import InfoEvening
from models.operations.evenings import balloting
from models.queries.evenings.attendance import evening_at_door, present_at
from models.queries.evenings.ballots import ballots_of
from models.rules.ballots import WAYS, is_approved, subjects_of, why_no_ballots
from models.rules.refusals import GateNotMet
from webapp.case.acting import acting_person, done
from webapp.clock import now
from webapp.desk.ballot_forms import CloseBallotForm, OpenBallotForm
from webapp.forms import number_of, render_form
from webapp.permissions import may
from webapp.voting_address import voting_address

blueprint = Blueprint("balloting", __name__)

Answer = tuple[str, int] | Response


@blueprint.route("/dossier/<number>/ballots", methods=["GET", "POST"])
@may("record_info_evening", case_argument="number")
def list_ballots(number: str) -> Answer:
    """The votes of one evening (`?avond=`, else today's), and a form to open the next one, `?over=` what."""
    form = OpenBallotForm(data={"about": request.args.get("over", "")})
    evening = _evening(form)
    subjects = subjects_of(evening.extra_items)
    form.offer(subjects)
    opened = done(
        form,
        lambda: balloting.open_ballot_on(
            db.session(), g.case.id, acting_person(), now(), evening_id=evening.id, about=form.about.data or "",
            question=form.question.data or "", way=form.way.data or "", seen=form.seen.data or "",
        ),
        _("De stemming is open."),
        _list_address(evening.id),
    )  # fmt: skip
    if opened:
        return opened
    form.evening_id.data = str(evening.id)
    ballots = ballots_of(db.session(), evening.id)
    return render_form("desk/list_ballots.html", form, case=g.case, evening=evening, subjects=subjects, ways=WAYS,
                       present=present_at(db.session(), evening.id), is_approved=is_approved, closed=_closed(evening),
                       going_on=next((one for one in ballots if one.state == "open"), None),
                       address=voting_address(evening.id),
                       finished=[one for one in ballots if one.state == "closed"])  # fmt: skip


@blueprint.route("/dossier/<number>/ballots/<int:ballot_id>/close", methods=["GET", "POST"])
@may("record_info_evening", case_argument="number")
def close_ballot(number: str, ballot_id: int) -> Answer:
    """Close a vote: by hands or on paper with the counts."""
    ballot = db.session.get(Ballot, ballot_id)
    if ballot is None or ballot.case_id != g.case.id:
        abort(404)
    evening_id = ballot.evening_id
    form = CloseBallotForm()
    form.keep_for(ballot.way)
    closed = done(
        form,
        lambda: balloting.close_ballot(db.session(), g.case.id, acting_person(), now(), ballot_id=ballot_id,
                                       counts=form.counts(), seen=form.seen.data or ""),
        _("De stemming is afgesloten."),
        _list_address(evening_id),
    )  # fmt: skip
    return closed or render_form("desk/close_ballot.html", form, case=g.case, ballot=ballot, ways=WAYS,
                       present=present_at(db.session(), evening_id))  # fmt: skip


def _list_address(evening_id: int) -> str:
    return url_for("balloting.list_ballots", number=g.case.number, avond=evening_id)


def _evening(form: OpenBallotForm) -> InfoEvening:
    typed = form.evening_id.data if form.is_submitted() else request.args.get("avond", "")
    evening = evening_at_door(db.session(), g.case.id, number_of(typed), day_of(now()))
    if evening is None:
        raise GateNotMet("no_evening", _("Er is geen infoavond gepland."))
    return evening


def _closed(evening: InfoEvening) -> str:
    """Why no vote can be opened; empty: it can."""
    is_final = evening.minutes_approved_at is not None
    return why_no_ballots(evening.state, day_of(evening.starts_at), day_of(now()), is_final=is_final)
