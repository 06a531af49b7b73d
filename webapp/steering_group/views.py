"""Writing the charter: the overview of its sections, the editor of one section, and reading the whole text."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from documents.filling.charter import charter as charter_context
from documents.wording import euro
from models.charter import Charter
from models.database import db
from models.operations.charters.saving_sections import save_section
from models.queries.cases.cases import why_not_yet
from models.queries.charters.charter_comments import open_comments
from models.queries.charters.charter_history import others_writing, typed_and_not_kept, who_is_where
from models.queries.charters.charter_lacks import reasons_of
from models.queries.charters.charter_pages import CharterView, SectionView, said_at_evening, screenings_of, view_charter
from models.queries.charters.charters import record_of_version
from models.queries.charters.federal_checks import remarks_of
from models.queries.charters.standing_texts import NewerStanding, began_with, fingerprint_of_all, newer_standing
from models.queries.streets.streets_by_name import street_labels
from models.rules.access import Role, roles_on
from models.rules.access import may as may_do
from models.rules.charter_content import read_content
from models.rules.charter_sections import CHANNELS, MEMBER_TO_POLICE, SECTIONS
from models.rules.pasted_text import told_of
from models.rules.procedure import ACTIONS, Stage
from models.rules.refusals import GateNotMet, Invalid, Stale
from models.settings import settings
from webapp.case.acting import acting_person
from webapp.case.links import action_address
from webapp.clock import now, today
from webapp.permissions import may
from webapp.steering_group.changes import changes_of
from webapp.steering_group.section_forms import SectionForm, data_for, form_for
from webapp.steering_group.section_words import differences, others_said
from webapp.steering_group.signature_lines import signature_lines
from webapp.transaction import commit, undo

blueprint = Blueprint("steering_group", __name__)

blueprint.app_template_filter("euro")(euro)

Answer = str | tuple[str, int] | Response
EDITOR = "steering_group/edit_section.html"
ON_OVERVIEW = ("freeze_charter", "reopen_charter", "add_signatory", "open_section", "comment_charter")


@blueprint.context_processor
def _known_to_templates() -> dict[str, object]:
    return {"section_address": section_address, "member_to_police": MEMBER_TO_POLICE}


@blueprint.get("/dossier/<number>/charter")
@may("see_charter", case_argument="number")
def show_charter(number: str) -> str:
    """Where the charter stands: its sections, what is missing, who signed."""
    view, actor = charter_here(), acting_person()
    roles = roles_on(actor, g.case.place)
    is_open = g.case.stage == Stage.CHARTER.value and g.case.ended_at is None
    newer = _newer_here(view) if view.state == "draft" else ()
    return render_template(
        "steering_group/show_charter.html",
        case=g.case,
        view=view,
        may_edit=is_open and view.state == "draft" and not roles.isdisjoint(ACTIONS["edit_charter"].roles),
        actions={code: action_address(code, number) for code in ON_OVERVIEW if _is_offered(code, roles, view)},
        lines=signature_lines(view, g.case, actor),
        screenings=screenings_of(db.session(), g.case) if may_do(actor, "see_screening", g.case.place) else (),
        is_open=is_open,
        reasons=reasons_of(db.session(), view.id),
        changes=changes_of(db.session(), view.id),
        newer=newer,
        newer_fingerprint=fingerprint_of_all(newer),
        began_with=began_with(db.session(), g.case),
        remarks=remarks_of(db.session(), g.case.id) if g.case.stage == Stage.CHARTER.value else (),
        here=who_is_where(db.session(), view.id, now()),
        comments=open_comments(db.session(), g.case.id),
        is_screened=not any(
            one.code == "coordinator_suitable" and not one.is_met for one in why_not_yet(db.session(), g.case)
        ),
    )


def _newer_here(view: CharterView) -> tuple[NewerStanding, ...]:
    """The sections that stand open and whose standing text is another one by now."""
    opened = {one.section.code for one in view.sections if one.is_open}
    charter = db.session().get_one(Charter, view.id)
    return tuple(one for one in newer_standing(db.session(), g.case, charter) if one.section.code in opened)


def _is_offered(code: str, roles: frozenset[Role], view: CharterView) -> bool:
    if g.case.stage != Stage.CHARTER.value or g.case.ended_at is not None or roles.isdisjoint(ACTIONS[code].roles):
        return False
    return view.state == ("frozen" if code == "reopen_charter" else "draft")


@blueprint.get("/dossier/<number>/edit-charter")
@may("edit_charter", case_argument="number")
def edit_charter(number: str) -> Response:
    """The action of the procedure: it is done section by section."""
    return redirect(url_for("steering_group.show_charter", number=number))


@blueprint.get("/dossier/<number>/read-charter")
@may("see_charter", case_argument="number")
def read_charter(number: str) -> str:
    """The whole text as it will be printed; once frozen, as everyone signs it."""
    view = charter_here()
    record = record_of_version(db.session(), g.case, db.session().get_one(Charter, view.id), settings().base_url)
    return render_template("steering_group/read_charter.html", case=g.case, view=view, text=charter_context(record))


@blueprint.route("/dossier/<number>/charter/<section_code>", methods=["GET", "POST"])
@may("edit_charter", case_argument="number")
def edit_section(number: str, section_code: str) -> Answer:
    """Write one section."""
    present = section_here(section_code)
    if request.method == "GET":
        require_writable(present)
        typed = typed_and_not_kept(db.session(), present.id, acting_person().person_id)
        if typed:
            form = form_for(present.section.code)(formdata=MultiDict([(name, value) for name, value in typed]))
            return _editor(form, present, typed_before=True)
        form = form_for(present.section.code)(data=data_for(present.section, present.content))
        form.revision.data = str(present.revision)
        return _editor(form, present)
    form = form_for(present.section.code)()
    if "add_row" in request.form or "remove_row" in request.form:
        form.add_row(request.form.get("add_row", ""))
        form.remove_row(request.form.get("remove_row", ""))
        return _editor(form, present)
    return _save(form, present)


def section_here(section_code: str) -> SectionView:
    """The section of this address; 404 when there is none."""
    present = charter_here().section(section_code.replace("-", "_"))
    if present is None:
        abort(404)
    return present


def _save(form: SectionForm, present: SectionView) -> Answer:
    section = present.section
    form.validate()
    content, problems = read_content(section.code, form.values(section))
    form.show_problems(problems)
    if form.faults():
        return _editor(form, present, 422)
    g.typed = form.typed()
    try:
        row = save_section(db.session(), g.case.id, acting_person(), now(), section=section.code,
                           revision=form.seen_revision(), content=content, seen=form.seen.data or "")  # fmt: skip
    except Invalid as refusal:
        undo()
        form.show(refusal)
        return _editor(form, present, 422)
    except Stale as refusal:
        if refusal.code != "section_saved_meanwhile":
            raise
        undo()
        return _conflict(form, section.code, content)
    commit()
    said = _("‘%(title)s’ is bewaard.", title=section.title)
    if row.content != content:
        said = _("‘%(title)s’ is bewaard, samen met wat iemand anders intussen schreef.", title=section.title)
    flash(" ".join([said, *told_of(form.values(section))]), "success")
    return redirect(_next_address(section.number))


def _next_address(number: int) -> str:
    following = next((one for one in SECTIONS if one.number == number + 1), None)
    if "go_on" in request.form and following is not None:
        return section_address(following.code)
    return url_for("steering_group.show_charter", number=g.case.number, _anchor=f"deel-{number}")


def section_address(code: str) -> str:
    """The address of the editor of a section."""
    return url_for("steering_group.edit_section", number=g.case.number, section_code=code.replace("_", "-"))


def _conflict(form: SectionForm, code: str, mine: dict[str, object]) -> Answer:
    """Somebody else saved this section meanwhile: both texts beside each other, and mine still in the form."""
    present = charter_here().section(code)
    assert present is not None
    form.revision.data = str(present.revision)
    found = differences(present.section, mine, present.content)
    return _editor(form, present, 409, "steering_group/settle_conflict.html", differences=found)


def _editor(form: SectionForm, present: SectionView, status: int = 200,
            template: str = EDITOR, *, typed_before: bool = False, **more: object) -> tuple[str, int]:  # fmt: skip
    session, code = db.session(), present.section.code
    streets = street_labels(session, g.case.municipality_id).values() if code == "area" else ()
    page = render_template(
        template,
        form=form,
        case=g.case,
        present=present,
        section=present.section,
        said=said_at_evening(session, g.case, code),
        streets=streets,
        has_newer=any(one.section.code == code for one in _newer_here(charter_here())),
        remarks=[one for one in remarks_of(session, g.case.id) if one.section == code],
        comment_count=open_comments(session, g.case.id).get(code, 0),
        others=others_said(others_writing(session, present.id, acting_person().person_id, now())),
        autosaves=template == EDITOR,  # where two texts lie beside each other, people decide
        person_key=acting_person().person_id,
        is_mine=present.owner_id == acting_person().person_id,
        channels=CHANNELS if code == "communication_plan" else (),
        typed_before=typed_before,
        **more,
    )
    return page, status


def charter_here() -> CharterView:
    """The newest version of the charter of this case; 404 before there is one."""
    view = view_charter(db.session(), g.case, today())
    if view is None:
        abort(404)
    return view


def require_writable(present: SectionView) -> None:
    """Raises GateNotMet where this section can't be written now: another stage, frozen, or closed in an amendment."""
    require_draft(charter_here())
    if not present.is_open:
        raise GateNotMet("section_closed", _("‘%(title)s’ verandert niet in deze wijziging. De gemeente of de politie "
                                             "kan het ook openen.", title=present.section.title))  # fmt: skip


def require_draft(view: CharterView) -> None:
    """Raises GateNotMet where the text is not being written now."""
    if g.case.stage != Stage.CHARTER.value or g.case.ended_at is not None:
        raise GateNotMet("wrong_stage", _("Het charter wordt nu niet geschreven: het dossier is in een andere fase."))
    if view.state != "draft":
        raise GateNotMet("charter_frozen", _("De tekst van het charter ligt vast en verandert niet meer."))
