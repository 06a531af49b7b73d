"""Candidates for coordinator, deputy and stuurgroep: who stands, and how the meeting recognised each by name."""

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.candidate import Candidate
from models.clock import day_of
from models.database import db
from models.info_evening import InfoEvening
from models.operations.cases.acting import settings_of
from models.operations.evenings import nominating
from models.operations.evenings.informing import SEATS
from models.participant import Participant
from models.queries.evenings.attendance import present_at
from models.queries.evenings.candidates import candidate_in, candidates_of, proposals, recognised_candidates
from models.queries.evenings.evenings import all_evenings
from models.queries.evenings.participants import participant_in
from models.rules.ballots import why_no_ballots
from models.rules.candidates import FUNCTIONS, WAYS
from models.rules.procedure import Stage
from webapp.case.acting import acting_person, done, require_stage
from webapp.clock import now
from webapp.desk.candidate_forms import NominateForm, RecogniseForm, RemoveCandidateForm
from webapp.formatting import moment
from webapp.forms import number_of, render_form
from webapp.link_pages import private_answer
from webapp.permissions import may

blueprint = Blueprint("nominating", __name__)

Answer = tuple[str, int] | Response


@blueprint.get("/dossier/<number>/kandidaten")
@may("record_info_evening", case_argument="number")
def list_candidates(number: str) -> Response:
    """Every candidate with what the meeting decided, and who proposed themselves; after the stage only to read."""
    candidates = candidates_of(db.session(), g.case.id)
    is_open = g.case.stage == Stage.INFO_EVENING and g.case.ended_at is None
    return private_answer(
        render_template("desk/list_candidates.html", case=g.case, candidates=candidates, seats=SEATS,
                        functions=FUNCTIONS, ways=WAYS, meetings=_meetings(), final=_final(), is_open=is_open,
                        proposed=proposals(db.session(), g.case, candidates) if is_open else [],
                        recognised=recognised_candidates(candidates) if is_open else [])
    )  # fmt: skip


@blueprint.route("/dossier/<number>/kandidaten/noteren", methods=["GET", "POST"])
@may("record_info_evening", case_argument="number")
def nominate(number: str) -> Answer:
    """A new candidate; `?deelnemer=` and `?functie=` of who proposed themselves."""
    require_stage(g.case, "record_info_evening")
    participant = _participant()
    form = NominateForm(data={"role": request.args.get("functie", "")})
    if participant is not None:
        form.keep_for_participant()
    nomination = form.nomination(participant.id if participant else None)
    moved_on = done(form, lambda: nominating.nominate(db.session(), g.case.id, acting_person(), now(),
                                                   nomination=nomination, seen=form.seen.data or ""),
                 _("De kandidaat is genoteerd."), _list_address())  # fmt: skip
    return moved_on or render_form("desk/nominate.html", form, case=g.case, participant=participant,
                               minimum_age=settings_of(g.case).minimum_age)  # fmt: skip


@blueprint.route("/dossier/<number>/kandidaten/<int:candidate_id>", methods=["GET", "POST"])
@may("record_info_evening", case_argument="number")
def recognise(number: str, candidate_id: int) -> Answer:
    """What the meeting decided about one candidate."""
    require_stage(g.case, "record_info_evening")
    candidate = _candidate(candidate_id)
    form = RecogniseForm(data=_decided(candidate))
    meetings = _meetings()
    form.offer([(one.id, f"{moment(one.starts_at)}, {one.place}") for one in meetings])
    moved_on = done(form, lambda: nominating.recognise(db.session(), g.case.id, acting_person(), now(),
                                                    candidate_id=candidate_id, way=form.way.data or "",
                                                    evening_id=number_of(form.evening_id.data), counts=form.counts(),
                                                    seen=form.seen.data or ""),
                 _("De beslissing van de vergadering is genoteerd."), _list_address())  # fmt: skip
    present = present_at(db.session(), meetings[0].id).people if len(meetings) == 1 else 0
    return moved_on or render_form("desk/recognise.html", form, case=g.case, candidate=candidate, seats=SEATS,
                               meetings=meetings, present=present,
                               is_final=candidate.evening_id in _final())  # fmt: skip


@blueprint.route("/dossier/<number>/kandidaten/<int:candidate_id>/schrappen", methods=["GET", "POST"])
@may("record_info_evening", case_argument="number")
def remove_candidate(number: str, candidate_id: int) -> Answer:
    """Somebody is no candidate (any more)."""
    require_stage(g.case, "record_info_evening")
    candidate = _candidate(candidate_id)
    form = RemoveCandidateForm()
    moved_on = done(form, lambda: nominating.remove_candidate(db.session(), g.case.id, acting_person(), now(),
                                                           candidate_id=candidate_id, seen=form.seen.data or ""),
                 _("De kandidaat is geschrapt."), _list_address())  # fmt: skip
    return moved_on or render_form("desk/remove_candidate.html", form, case=g.case, candidate=candidate, seats=SEATS)


def _list_address() -> str:
    return url_for("nominating.list_candidates", number=g.case.number)


def _candidate(candidate_id: int) -> Candidate:
    candidate = candidate_in(db.session(), g.case.id, candidate_id)
    if candidate is None:
        abort(404)
    return candidate


def _participant() -> Participant | None:
    typed = request.args.get("deelnemer", "")
    if not typed:
        return None
    participant = participant_in(db.session(), g.case.id, number_of(typed))
    if participant is None:
        abort(404)
    return participant


def _meetings() -> list[InfoEvening]:
    """The evenings at which a meeting can have decided by now, the last one first."""
    today = day_of(now())
    return [
        one for one in reversed(all_evenings(db.session(), g.case.id))
        if not why_no_ballots(one.state, day_of(one.starts_at), today, is_final=one.minutes_approved_at is not None)
    ]  # fmt: skip


def _final() -> set[int | None]:
    """The evenings whose minutes are approved: what they decided about candidates stands."""
    return {one.id for one in all_evenings(db.session(), g.case.id) if one.minutes_approved_at is not None}


def _decided(candidate: Candidate) -> dict[str, object]:
    if candidate.evening_id is None:
        return {}
    shown: dict[str, object] = {"evening_id": str(candidate.evening_id), "way": candidate.way}
    if candidate.way != "vote":
        return shown
    return shown | {name: getattr(candidate, name) for name in ("votes_for", "votes_against", "abstentions", "invalid")}
