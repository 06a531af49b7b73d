"""The pages on which somebody asks for a network: one thing per page, saved at every step, checked, and sent."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from models.case import FoundingCase
from models.database import db
from models.operations.attempts import count_attempt, require_below_limit
from models.operations.receiving_applicants import receive_applicant
from models.operations.requesting import save_draft, submit_request
from models.request import RequestDraft
from models.rules.access import Actor
from models.rules.access import may as may_do
from models.rules.refusals import Invalid
from models.settings import settings
from webapp.account.signing_in import caller
from webapp.clock import now
from webapp.forms import BinstartForm, render_form
from webapp.permissions import current_actor, may
from webapp.resident.answers import PAGE_OF, CheckedRequest
from webapp.resident.blueprint import blueprint
from webapp.resident.request_forms import MOST_ROWS, AreaForm, OnBehalfForm, SubmitForm
from webapp.resident.rows import Row, is_empty, rows_in, with_rows
from webapp.resident.steps import ON_BEHALF, ON_BEHALF_STEP, STEPS, Step, WrittenRequest, answers_in
from webapp.transaction import commit, undo

Answer = str | tuple[str, int] | Response

SHORTEST_FILLING = timedelta(seconds=3)  # web.md 4.7: who sends a whole request faster is a program
MOST_DRAFTS = 20
# The player and the benchmarks come from the machine itself, as in webapp.security.
_OWN_MACHINE = ("127.0.0.1", "::1", "")
# Per page with rows: the name of the rows and the parts that make a row count as filled.
_ROWS = {
    "area": ("segments", ("street", "from_number", "to_number")),
    "candidates": ("candidate_coordinators", ("name", "email", "phone")),
}


@blueprint.get("/aanvraag")
@may("read_public_page")
def begin_request() -> Answer:
    """What it takes, how long, what happens; and the requests that one began before."""
    actor = current_actor()
    return render_template("resident/begin_request.html", drafts=open_drafts(actor) if actor else (), steps=STEPS,
                           form=BinstartForm(), takes_in=may_do(actor, "submit_request_as_staff"))  # fmt: skip


@blueprint.post("/aanvraag")
@may("submit_request")
def open_draft() -> Answer:
    """Begin a new request, or go on with one in which nothing stands yet."""
    if not BinstartForm().validate_on_submit():
        return redirect(url_for("resident.begin_request"))
    drafts = open_drafts(_actor())
    if len(drafts) >= MOST_DRAFTS:
        flash(_("U hebt al veel aanvragen die niet verzonden zijn. Ga verder met een van die aanvragen."), "message")
        return redirect(url_for("resident.begin_request"))
    empty = next((draft for draft in drafts if not draft.answers), None)
    draft = empty or save_draft(db.session(), _actor(), now(), draft_id=None, answers={})
    first = url_for("resident.fill_in_step", draft_id=draft.id, step=STEPS[0].slug)
    commit()
    return redirect(first)


@blueprint.route("/aanvraag/namens", methods=["GET", "POST"])
@may("submit_request_as_staff")
def open_draft_on_behalf() -> Answer:
    """Staff take in a request on paper, by phone or at the counter: for whom, and how it came in."""
    form = OnBehalfForm()
    if form.validate_on_submit():
        draft = save_draft(db.session(), _actor(), now(), draft_id=None, answers={ON_BEHALF: answers_in(request.form)})
        first = url_for("resident.fill_in_step", draft_id=draft.id, step=STEPS[0].slug)
        commit()
        return redirect(first)
    return render_form("resident/open_draft_on_behalf.html", form)


@blueprint.route("/aanvraag/<int:draft_id>/<step>", methods=["GET", "POST"])
@may("submit_request")
def fill_in_step(draft_id: int, step: str) -> Answer:
    """One page of the request: shown as it was saved, and saved again whatever button is pressed."""
    written = _written(draft_id)
    if written.draft.case_id is not None:
        return redirect(url_for("resident.confirm_request", draft_id=draft_id))
    page = written.step_at(step)
    if page is None:
        abort(404)
    if request.method == "GET":
        return _show(written, page, written.form(page))
    return _save(written, page)


def _save(written: WrittenRequest, page: Step) -> Answer:
    values = _with_rows_changed(written, page, request.form)
    _keep(written, page, values)
    action = "rows" if "remove" in values or "pick" in values else request.form.get("action", "continue")
    here = _address(written, page)
    if action == "later":
        flash(_("Uw aanvraag is bewaard. U kunt later verdergaan waar u gestopt bent."), "success")
        return redirect(url_for("resident.begin_request"))
    if action == "rows":
        return redirect(here)
    form = written.form(page, values)
    if not _is_fine(written, form, is_begun=action == "add"):
        return _show(written, page, form)
    if action == "add" and page.code in _ROWS:
        values = _with_empty_row(page, values)
        _keep(written, page, values)
        return redirect(here + _last_row(page, values))
    following = written.next_after(page)
    if following is None or _returns_to_check():
        return redirect(url_for("resident.check_request", draft_id=written.draft.id))
    return redirect(_address(written, following))


def _keep(written: WrittenRequest, page: Step, values: MultiDict[str, str]) -> None:
    save_draft(db.session(), _actor(), now(), draft_id=written.draft.id, answers={page.code: answers_in(values)})
    commit()


def _is_fine(written: WrittenRequest, form: BinstartForm, *, is_begun: bool) -> bool:
    """Whether the page is in order; `is_begun`: rows are still being added, so there may be none yet."""
    form.validate()
    if isinstance(form, AreaForm):
        written.rows_of(form).check(may_be_empty=is_begun)
    return not form.faults()


def _show(written: WrittenRequest, page: Step, form: BinstartForm) -> Answer:
    rows = written.rows_of(form) if isinstance(form, AreaForm) else None
    return render_form(
        "resident/fill_in_step.html",
        form,
        page=page,
        written=written,
        rows=rows,
        number=written.steps.index(page) + 1,
        back=_back(written, page),
        returns_to_check=_returns_to_check(),
    )


def _back(written: WrittenRequest, page: Step) -> str:
    if _returns_to_check():
        return url_for("resident.check_request", draft_id=written.draft.id)
    before = written.before(page)
    return _address(written, before) if before else url_for("resident.begin_request")


def _address(written: WrittenRequest, page: Step) -> str:
    check = 1 if _returns_to_check() else None
    return url_for("resident.fill_in_step", draft_id=written.draft.id, step=page.slug, check=check)


def _returns_to_check() -> bool:
    return request.args.get("check") == "1"


def _with_rows_changed(written: WrittenRequest, page: Step, values: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was sent, with a row more, one less, or a street chosen from the list in a row."""
    if page.code not in _ROWS:
        return values
    name, parts = _ROWS[page.code]
    rows = rows_in(values, name)[:MOST_ROWS]
    if "remove" in values:
        rows = [row for number, row in enumerate(rows) if str(number) != values["remove"]]
    elif "pick" in values:
        _pick(written, rows, values["pick"])
    else:
        rows = [row for row in rows if not is_empty(row, *parts)]
    return with_rows(values, name, rows)


def _with_empty_row(page: Step, values: MultiDict[str, str]) -> MultiDict[str, str]:
    name, parts = _ROWS[page.code]
    rows = rows_in(values, name)
    return with_rows(values, name, [*rows, dict.fromkeys(parts, "")]) if len(rows) < MOST_ROWS else values


def _pick(written: WrittenRequest, rows: list[Row], chosen: str) -> None:
    number, _sign, street = chosen.partition(":")
    if number.isdecimal() and street.isdecimal() and int(number) < len(rows):
        label = written.street_label(int(street))
        rows[int(number)]["street"] = label or rows[int(number)].get("street", "")


def _last_row(page: Step, values: MultiDict[str, str]) -> str:
    name, parts = _ROWS[page.code]
    return f"#{name}-{len(rows_in(values, name)) - 1}-{parts[0]}"


@blueprint.route("/aanvraag/<int:draft_id>/controleren", methods=["GET", "POST"])
@may("submit_request")
def check_request(draft_id: int) -> Answer:
    """All answers with links to change them; sending opens the case."""
    written = _written(draft_id)
    if written.draft.case_id is not None:
        return redirect(url_for("resident.confirm_request", draft_id=draft_id))
    checked = CheckedRequest(written)
    form = SubmitForm()
    faults = checked.faults if form.is_submitted() else []
    if form.validate_on_submit() and not faults:
        refused = _submit(checked, form)
        if refused is None:
            return redirect(url_for("resident.confirm_request", draft_id=draft_id))
        written = _written(draft_id)
        checked, faults = CheckedRequest(written), [_page_of(written, refused)]
    page = render_template("resident/check_request.html", form=form, written=written, rows=checked.summary(),
                           faults=[(_address_of_fault(written, step), text) for step, text in faults],
                           missing=[step for step in written.steps if checked.forms[step.code].faults()])  # fmt: skip
    return page, 422 if faults else 200


def _submit(checked: CheckedRequest, form: SubmitForm) -> Invalid | None:
    """Open the case; the refusal when the rules find something wrong. Raises TooManyAttempts."""
    written, actor = checked.request, _actor()
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
        submit_request(db.session(), actor, now(), answers, initiator_id=initiator_id, draft_id=written.draft.id)
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
        require_below_limit(db.session(), "founding_request_from_caller", caller(), now())
        count_attempt(db.session(), "founding_request_from_caller", caller(), now())


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
    written = _written(draft_id)
    if written.draft.case_id is None:
        return redirect(url_for("resident.check_request", draft_id=draft_id))
    case = db.session.get_one(FoundingCase, written.draft.case_id)
    return render_template("resident/confirm_request.html", case=case, written=written)


def open_drafts(actor: Actor) -> list[RequestDraft]:
    """The requests that this person began and did not send, newest first."""
    return list(db.session.scalars(
        select(RequestDraft)
        .where(RequestDraft.person_id == actor.person_id, RequestDraft.case_id.is_(None))
        .order_by(RequestDraft.saved_at.desc(), RequestDraft.id.desc())
    ))  # fmt: skip


def _written(draft_id: int) -> WrittenRequest:
    """The request of this draft; 404 when it is not of who asks."""
    draft, actor = db.session.get(RequestDraft, draft_id), _actor()
    if draft is None or draft.person_id != actor.person_id:
        abort(404)
    return WrittenRequest(db.session(), draft, actor)


def _actor() -> Actor:
    actor = current_actor()
    assert actor is not None  # the view's @may made sure that somebody is signed in
    return actor
