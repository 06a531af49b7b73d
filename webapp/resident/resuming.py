"""Going on with a request elsewhere: the link that somebody asks on a page of the request, and the page it leads to."""

from flask import abort, redirect, render_template, request, url_for

from models.database import db
from models.operations.requests.resuming_drafts import find_resume_link, use_resume_link
from models.queries.accounts.people import actor_for, kind_of_account
from models.request import RequestDraft
from webapp.clock import real_now, today
from webapp.forms import BinstartForm
from webapp.link_pages import private
from webapp.permissions import current_actor, may
from webapp.resident.blueprint import blueprint
from webapp.resident.drafts import name_of, written_request
from webapp.resident.requesting import Answer
from webapp.resident.resume_mail import mail_link
from webapp.resident.steps import WrittenRequest
from webapp.signed_in import sign_in_browser
from webapp.transaction import commit


@blueprint.post("/aanvraag/<int:draft_id>/link")
@may("submit_request")
def ask_resume_link(draft_id: int) -> Answer:
    """Ask the link apart from a page of the request: from the check page."""
    written = written_request(draft_id)
    if BinstartForm().validate_on_submit():
        mail_link(written.draft)
    return redirect(url_for("resident.check_request", draft_id=draft_id))


@blueprint.route("/aanvraag/verder/<token>", methods=["GET", "POST"])
@may("read_public_page")
def resume_request(token: str) -> Answer:
    """The page of the link. Looking changes nothing: mail scanners and previews open links too."""
    if request.method == "HEAD":
        abort(405)
    found = find_resume_link(db.session(), token, real_now())
    actor = current_actor()
    if found is None:
        return _private("unknown", 410)
    if actor is not None and actor.person_id == found.draft.person_id:
        return redirect(_where(found.draft))
    if actor is not None:
        return _private("other", 403)
    if found.state == "sent":
        return _private("sent", 410)
    form = BinstartForm()
    if found.state != "open":
        if form.validate_on_submit():
            mail_link(found.draft)
            return redirect(url_for("resident.resume_request", token=token))
        return _private(found.state, 410, form=form)
    if form.validate_on_submit():
        return _go_on(token, found.draft)
    return _private("open", 200, form=form, name=name_of(found.draft))


def _go_on(token: str, draft: RequestDraft) -> Answer:
    where, person_id = _where(draft), draft.person_id
    if kind_of_account(db.session(), person_id, real_now().date()) != "resident":
        # Staff sign in as always: this link must not be a way around their second factor.
        return redirect(url_for("signing_in.ask_sign_in_link", next=where))
    if not use_resume_link(db.session(), token, real_now()):
        return redirect(url_for("resident.resume_request", token=token))
    sign_in_browser(person_id, "resume_link")
    commit()
    return redirect(where)


def _where(draft: RequestDraft) -> str:
    """The first page on which nothing stands yet or something is wrong; the check when there is none."""
    owner = actor_for(db.session(), draft.person_id, today())
    assert owner is not None  # the link of somebody who is no longer active is not found
    written = WrittenRequest(db.session(), draft, owner)
    steps = written.steps if draft.case_id is None else ()
    following = next((one for one in steps if one.code not in draft.answers or written.checked(one).faults()), None)
    if following is None:
        return url_for("resident.check_request", draft_id=draft.id)
    return url_for("resident.fill_in_step", draft_id=draft.id, step=following.slug)


def _private(state: str, status: int, **values: object) -> Answer:
    values = {"form": None, "name": "", **values}
    return private(render_template("resident/resume_request.html", state=state, **values), status)
