"""The pages on which somebody asks for a network: one thing per page, saved at every step, checked, and sent."""

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from models.clock import BELGIUM
from models.database import db
from models.operations.requests.discarding_drafts import discard_draft
from models.operations.requests.requesting import save_draft
from models.queries.requests.applicants import municipalities_of_staff
from models.rules.access import may as may_do
from webapp.clock import now, today
from webapp.forms import BinstartForm, render_form
from webapp.permissions import current_actor, may
from webapp.resident.area_map import area_drawing
from webapp.resident.blueprint import blueprint
from webapp.resident.drafts import open_drafts, writer, written_request
from webapp.resident.on_behalf_forms import OnBehalfForm
from webapp.resident.request_forms import MOST_CANDIDATES, MOST_STREETS, AreaForm
from webapp.resident.resume_mail import mail_link
from webapp.resident.rows import Row, is_empty, rows_in, with_rows
from webapp.resident.steps import ON_BEHALF, ON_BEHALF_STEP, STEPS, Step, WrittenRequest, answers_in
from webapp.security import limiter
from webapp.transaction import commit, write_more

Answer = str | tuple[str, int] | Response

MOST_DRAFTS = 20
# Per page with rows: their name, the parts that make a row count as filled, and how many there can be.
_ROWS = {
    "area": ("segments", ("street", "from_number", "to_number"), MOST_STREETS),
    "candidates": ("candidate_coordinators", ("name", "email", "phone"), MOST_CANDIDATES),
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
    drafts = open_drafts(writer())
    if len(drafts) >= MOST_DRAFTS:
        flash(_("U hebt al veel aanvragen die niet verzonden zijn. Ga verder met een van die aanvragen."), "message")
        return redirect(url_for("resident.begin_request"))
    empty = next((draft for draft in drafts if not draft.answers), None)
    draft = empty or save_draft(db.session(), writer(), now(), draft_id=None, answers={})
    first = url_for("resident.fill_in_step", draft_id=draft.id, step=STEPS[0].slug)
    commit()
    return redirect(first)


@blueprint.route("/aanvraag/namens", methods=["GET", "POST"])
@may("submit_request_as_staff")
def open_draft_on_behalf() -> Answer:
    """Staff take in a request on paper, by phone or at the counter: for whom, and how it came in."""
    form = OnBehalfForm()
    form.fit(municipalities_of_staff(db.session(), writer()))
    if form.validate_on_submit():
        first_answers = {ON_BEHALF: answers_in(ON_BEHALF_STEP, request.form)}
        draft = save_draft(db.session(), writer(), now(), draft_id=None, answers=first_answers)
        first = url_for("resident.fill_in_step", draft_id=draft.id, step=STEPS[0].slug)
        commit()
        return redirect(first)
    return render_form("resident/open_draft_on_behalf.html", form)


@blueprint.route("/aanvraag/<int:draft_id>/<step>", methods=["GET", "POST"])
@may("submit_request")
def fill_in_step(draft_id: int, step: str) -> Answer:
    """One page of the request: shown as it was saved, and saved again whatever button is pressed."""
    written = written_request(draft_id)
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
    if action == "link":
        write_more()
        mail_link(written.draft)
        return redirect(here)
    if action == "rows":
        return redirect(here)
    form = written.form(page, values)
    if not _is_fine(written, form, is_begun=action == "add"):
        return _show(written, page, form)
    if action == "add" and page.code in _ROWS:
        values = _with_empty_row(page, values)
        write_more()
        _keep(written, page, values)
        return redirect(here + _last_row(page, values))
    following = written.next_after(page)
    if following is None or _returns_to_check():
        return redirect(url_for("resident.check_request", draft_id=written.draft.id))
    return redirect(_address(written, following))


@blueprint.post("/aanvraag/<int:draft_id>/<step>/bewaren")
@limiter.limit("120 per minute")
@may("submit_request")
def save_step(draft_id: int, step: str) -> Response:
    """Keep what is being typed, for the script that does so by itself; on the page of the area also count."""
    written = written_request(draft_id)
    page = written.step_at(step)
    if page is None:
        abort(404)
    _keep(written, page, _with_rows_changed(written, page, request.form))
    form = written.form(page, request.form)
    form.validate()
    return jsonify(saved=f"{now().astimezone(BELGIUM):%H.%M}",
                   area=written.rows_of(form).told() if isinstance(form, AreaForm) else None)  # fmt: skip


@blueprint.get("/aanvraag/<int:draft_id>/gebied.geojson")
@may("submit_request")
def draw_area(draft_id: int) -> Response:
    """The chosen streets, with what lies around them, for the map beside the list."""
    answer = jsonify(area_drawing(db.session(), written_request(draft_id), today()))
    answer.mimetype = "application/geo+json"
    return answer


def _keep(written: WrittenRequest, page: Step, values: MultiDict[str, str]) -> None:
    save_draft(db.session(), writer(), now(), draft_id=written.draft.id, answers={page.code: answers_in(page, values)})
    commit()


def _is_fine(written: WrittenRequest, form: BinstartForm, *, is_begun: bool) -> bool:
    """Whether the page is in order; `is_begun`: rows are still being added, so there may be none yet."""
    form.validate()
    if isinstance(form, AreaForm):
        written.rows_of(form).check(may_be_empty=is_begun)
    return not form.faults()


def _show(written: WrittenRequest, page: Step, form: BinstartForm) -> Answer:
    rows = written.rows_of(form) if isinstance(form, AreaForm) else None
    if isinstance(form, AreaForm) and rows is not None and rows.overlaps:
        form.overlap_explanation.flags.required = True
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
    name, parts, most = _ROWS[page.code]
    rows = rows_in(values, name)[:most]
    if "remove" in values:
        rows = [row for number, row in enumerate(rows) if str(number) != values["remove"]]
    elif "pick" in values:
        _pick(written, rows, values["pick"])
    else:
        rows = [row for row in rows if not is_empty(row, *parts)]
    return with_rows(values, name, rows)


def _with_empty_row(page: Step, values: MultiDict[str, str]) -> MultiDict[str, str]:
    name, parts, most = _ROWS[page.code]
    rows = rows_in(values, name)
    return with_rows(values, name, [*rows, dict.fromkeys(parts, "")]) if len(rows) < most else values


def _pick(written: WrittenRequest, rows: list[Row], chosen: str) -> None:
    number, _sign, street = chosen.partition(":")
    if number.isdecimal() and street.isdecimal() and int(number) < len(rows):
        label = written.street_label(int(street))
        rows[int(number)]["street"] = label or rows[int(number)].get("street", "")


def _last_row(page: Step, values: MultiDict[str, str]) -> str:
    name, parts, _most = _ROWS[page.code]
    return f"#{name}-{len(rows_in(values, name)) - 1}-{parts[0]}"


@blueprint.route("/aanvraag/<int:draft_id>/weggooien", methods=["GET", "POST"])
@may("submit_request")
def discard_request(draft_id: int) -> Answer:
    """Throw a draft away, after asking whether that is meant."""
    written = written_request(draft_id)
    form = BinstartForm()
    if form.validate_on_submit():
        discard_draft(db.session(), writer(), draft_id)
        commit()
        flash(_("De aanvraag is weggegooid."), "success")
        return redirect(url_for("resident.begin_request"))
    return render_form("resident/discard_request.html", form, written=written)
