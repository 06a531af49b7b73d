"""Checking the answers of a request and sending it: the case opens, and its number is shown."""

from datetime import timedelta

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from models.case import FoundingCase
from models.database import db
from models.operations.accounts.attempts import count_attempt, require_below_limit
from models.operations.requests.receiving_applicants import receive_applicant
from models.operations.requests.requesting import submit_request
from models.rules.access import Actor
from models.rules.refusals import Invalid
from models.settings import settings
from webapp.clock import now
from webapp.link_pages import caller
from webapp.permissions import may
from webapp.resident.answers import PAGE_OF, CheckedRequest
from webapp.resident.blueprint import blueprint
from webapp.resident.drafts import writer, written_request
from webapp.resident.request_forms import SubmitForm
from webapp.resident.requesting import Answer
from webapp.resident.steps import Step, WrittenRequest
from webapp.transaction import commit, undo

SHORTEST_FILLING = timedelta(seconds=3)  # web.md 4.7: who sends a whole request faster is a program
# The player and the benchmarks come from the machine itself, as in webapp.security.
_OWN_MACHINE = ("127.0.0.1", "::1", "")


@blueprint.route("/aanvraag/<int:draft_id>/controleren", methods=["GET", "POST"])
@may("submit_request")
def check_request(draft_id: int) -> Answer:
    """All answers with links to change them; sending opens the case."""
    written = written_request(draft_id)
    if written.draft.case_id is not None:
        return redirect(url_for("resident.confirm_request", draft_id=draft_id))
    checked = CheckedRequest(written)
    form = SubmitForm()
    faults: list[tuple[Step | None, str]] = [*checked.faults] if form.is_submitted() else []
    if form.validate_on_submit() and not faults:
        refused = _submit(checked, form)
        if refused is None:
            return redirect(url_for("resident.confirm_request", draft_id=draft_id))
        written = written_request(draft_id)
        checked, faults = CheckedRequest(written), [_page_of(written, refused)]
    page = render_template("resident/check_request.html", form=form, written=written, rows=checked.summary(),
                           faults=[(_address_of_fault(written, step), text) for step, text in faults],
                           missing=[step for step in written.steps if checked.forms[step.code].faults()])  # fmt: skip
    return page, 422 if faults else 200


def _submit(checked: CheckedRequest, form: SubmitForm) -> Invalid | None:
    """Open the case; the refusal when the rules find something wrong. Raises TooManyAttempts."""
    written, actor = checked.request, writer()
    try:
        _refuse_programs(written, form)
        answers = checked.answers()
        if written.is_on_behalf:
            applicant = receive_applicant(db.session(), now(), name=answers.applicant_name,
                                          email=answers.applicant_email, phone=answers.applicant_phone)  # fmt: skip
            initiator_id = applicant.id if applicant else None
        else:
            _count_request(actor)
            initiator_id = None
        submit_request(
            db.session(),
            actor,
            now(),
            answers,
            initiator_id=initiator_id,
            draft_id=written.draft.id,
            language=checked.language,
        )
    except Invalid as refusal:
        undo()
        return refusal
    commit()
    return None


def _refuse_programs(written: WrittenRequest, form: SubmitForm) -> None:
    """Instead of a puzzle that people with poor sight can't solve (web.md 4.7)."""
    is_too_fast = now() - written.draft.created_at < SHORTEST_FILLING and not settings().demonstration
    if form.website.data or is_too_fast:
        raise Invalid("looks_automatic", _("Uw aanvraag kon niet verzonden worden. Wacht even en probeer het opnieuw."))


def _count_request(actor: Actor) -> None:
    require_below_limit(db.session(), "founding_request_of_person", str(actor.person_id), now())
    count_attempt(db.session(), "founding_request_of_person", str(actor.person_id), now())
    if caller() not in _OWN_MACHINE:
        for kind in ("founding_requests_at_once", "founding_request_from_caller"):
            require_below_limit(db.session(), kind, caller(), now())
            count_attempt(db.session(), kind, caller(), now())


def _page_of(written: WrittenRequest, refusal: Invalid) -> tuple[Step | None, str]:
    code = PAGE_OF.get(refusal.field, "")
    return next((step for step in written.steps if step.code == code), None), refusal.sentence


def _address_of_fault(written: WrittenRequest, step: Step | None) -> str:
    if step is None:
        return ""
    return url_for("resident.fill_in_step", draft_id=written.draft.id, step=step.slug, check=1)


@blueprint.get("/aanvraag/<int:draft_id>/verzonden")
@may("submit_request")
def confirm_request(draft_id: int) -> Answer:
    """The case number, what happens next, and who acts."""
    written = written_request(draft_id)
    if written.draft.case_id is None:
        return redirect(url_for("resident.check_request", draft_id=draft_id))
    case = db.session.get_one(FoundingCase, written.draft.case_id)
    return render_template("resident/confirm_request.html", case=case, written=written)
