"""Several people in one charter: keeping what one types as one types, who is where, who looks after which section."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, flash, g, jsonify, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from models.charter import CharterSection
from models.clock import BELGIUM
from models.database import db
from models.operations.charters.saving_sections import forget_typed, note_writing, own_section, save_section, tell_ready
from models.queries.charters.charter_history import others_writing
from models.queries.charters.charter_lacks import lacks_in
from models.queries.charters.charter_pages import OpenedSection, opened_section
from models.rules.charter_completeness import Lack
from models.rules.charter_content import read_content
from models.rules.pasted_text import told_of
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from webapp.case.acting import acting_person
from webapp.clock import now, today
from webapp.permissions import may
from webapp.security import limiter
from webapp.steering_group.section_forms import SectionForm, data_for, form_for, posted_values, revision_number
from webapp.steering_group.section_words import others_said
from webapp.steering_group.views import section_address
from webapp.transaction import commit, undo, write_more

blueprint = Blueprint("together", __name__)
NOT_TYPED = ("csrf_token", "seen")


def _opened(section_code: str) -> OpenedSection:
    """The section of this address, without all that its pages look up: each pause in typing comes here. Or 404."""
    present = opened_section(db.session(), g.case.id, section_code.replace("-", "_"))
    if present is None:
        abort(404)
    return present


@blueprint.post("/dossier/<number>/charter/<section_code>/bewaren")
@limiter.exempt  # people of one town hall share an address, and each pause in typing comes here
@may("edit_charter", case_argument="number")
def autosave(number: str, section_code: str) -> Response:
    """Keep what is being typed, for the script. What can't stand in the section yet is kept for who typed it."""
    present = _opened(section_code)
    form = form_for(present.section.code)()
    form.validate()
    content, problems = read_content(present.section.code, form.values(present.section))
    form.show_problems(problems)
    if form.faults():
        return _kept(present, form, "kept")
    try:
        row = save_section(db.session(), g.case.id, acting_person(), now(), section=present.section.code,
                           revision=form.seen_revision(), content=content, seen=form.seen.data or "")  # fmt: skip
    except Invalid as refusal:
        form.show(refusal)
        return _kept(present, form, "kept")
    except (Stale, GateNotMet, NotAllowed) as refusal:
        undo()
        return _kept(present, form, "conflict" if refusal.code == "section_saved_meanwhile" else "closed")
    note_writing(db.session(), row.id, acting_person(), now())
    told = told_of(form.values(present.section))
    others = others_writing(db.session(), row.id, acting_person().person_id, now())
    answer = jsonify(
        state="saved",
        said=" ".join([_("Bewaard om %(hour)s.", hour=f"{now().astimezone(BELGIUM):%H.%M}"), *told]),
        revision=row.revision,
        sent_revision=row.revision if row.content == content else row.revision - 1,
        changed=_changed_by_others(present, row, content),
        others=others_said(others),
        lacks=_lacks_said(lacks_in(db.session(), g.case, present.section.code, row.content, today())),
    )
    commit()
    return answer


def _kept(present: OpenedSection, form: SectionForm, state: str) -> Response:
    """Nothing of it stands in the section; the words themselves are safe."""
    write_more()
    typed = [[name, value] for name, values in request.form.lists() for value in values if name not in NOT_TYPED]
    note_writing(db.session(), present.id, acting_person(), now(), typed)
    others = others_writing(db.session(), present.id, acting_person().person_id, now())
    commit()
    said = {
        "kept": _("Er klopt nog iets niet. Wat u typte, is wel bewaard, alleen voor u."),
        "conflict": _("Iemand anders schreef op dezelfde plaats. Wat u typte, is alleen voor u bewaard. "
                      "Kies ‘Bewaren’: dan ziet u beide teksten naast elkaar."),
        "closed": _("Het charter kan nu niet veranderen. Wat u typte, is bewaard, alleen voor u."),
    }  # fmt: skip
    faults = {field.name: sentence for field, sentence in form.faults() if field is not None}
    return jsonify(state=state, said=said[state], others=others_said(others), faults=faults)


def _lacks_said(lacks: Sequence[Lack]) -> list[dict[str, str]]:
    """As the panel beside the form says them (`words`, and the id of the field in `place`), what blocks first."""
    in_order = sorted(lacks, key=lambda lack: not lack.blocks)
    return [{"words": _words_of(lack), "place": lack.place} for lack in in_order]


def _words_of(lack: Lack) -> str:
    if lack.blocks:
        return lack.sentence
    return _("Let op. %(sentence)s (%(source)s)", sentence=lack.sentence, source=lack.source)


def _changed_by_others(present: OpenedSection, row: CharterSection, mine: dict[str, Any]) -> dict[str, Any]:
    """What stands in fields of the form now because somebody else wrote there: names and values."""
    if row.content == mine:
        return {}
    merged = form_for(present.section.code)(formdata=None, data=data_for(present.section, row.content))
    before = form_for(present.section.code)(formdata=None, data=data_for(present.section, mine))
    own = posted_values(before)
    return {name: value for name, value in posted_values(merged).items() if own.get(name) != value}


@blueprint.post("/dossier/<number>/charter/<section_code>/hier")
@limiter.exempt
@may("edit_charter", case_argument="number")
def tell_here(number: str, section_code: str) -> Response:
    """Somebody still has this section open; who else has?"""
    present = _opened(section_code)
    actor = acting_person()
    note_writing(db.session(), present.id, actor, now(), keep_typed=True)
    others = others_writing(db.session(), present.id, actor.person_id, now())
    commit()
    return jsonify(others=others_said(others), revision=present.revision)


@blueprint.post("/dossier/<number>/charter/<section_code>/loslaten")
@may("edit_charter", case_argument="number")
def discard_typed(number: str, section_code: str) -> AnyResponse:
    """Let go of what I typed and that does not stand in the section."""
    present = _opened(section_code)
    forget_typed(db.session(), present.id, acting_person())
    commit()
    flash(_("Hieronder staat de tekst zoals ze bewaard is."), "success")
    return redirect(section_address(present.section.code))


@blueprint.post("/dossier/<number>/charter/<section_code>/eigenaar")
@may("edit_charter", case_argument="number")
def look_after(number: str, section_code: str) -> AnyResponse:
    """Take a section upon oneself, leave it, or say that it is ready (or not any more)."""
    present = _opened(section_code)
    code, wish = present.section.code, request.form.get("wish", "")
    values = {"section": code, "seen": request.form.get("seen", "")}
    if wish in ("own", "leave"):
        own_section(db.session(), g.case.id, acting_person(), now(), is_own=wish == "own", **values)
    elif wish in ("ready", "unready"):
        tell_ready(db.session(), g.case.id, acting_person(), now(), is_ready=wish == "ready",
                   revision=revision_number(request.form.get("revision", "")), **values)  # fmt: skip
    else:
        abort(400)
    commit()
    flash(_SAID[wish](), "success")
    return redirect(section_address(code))


_SAID = {
    "own": lambda: _("U neemt dit onderdeel op u."),
    "leave": lambda: _("Iemand anders kan dit onderdeel nu op zich nemen."),
    "ready": lambda: _("Dit onderdeel is klaar, tot iemand er iets aan verandert."),
    "unready": lambda: _("Dit onderdeel is nog niet klaar."),
}
