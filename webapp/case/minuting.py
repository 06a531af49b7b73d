"""The minutes of an info evening: reading and comparing their versions, editing the text, and both approvals."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask_babel import gettext as _

from models.database import db
from models.info_evening import InfoEvening
from models.minutes import MinutesVersion
from models.operations.cases.acting import settings_of
from models.operations.evenings import writing_minutes
from models.queries.evenings.minutes import (
    MinutesPage,
    evening_to_approve,
    evening_to_write,
    held_evenings,
    read_minutes,
)
from models.rules.access import roles_on
from models.rules.minutes import FIGURES, INTRODUCTION, PARTIES, REMARKS, compare
from models.rules.procedure import ACTIONS, Stage, roles_for
from models.rules.refusals import GateNotMet
from webapp.case.acting import Answer, acting_person, carry_out, require_stage, show_action
from webapp.case.minuting_forms import EditMinutesForm, MinutesForm, form_for
from webapp.permissions import may

blueprint = Blueprint("minuting", __name__)

APPROVING = tuple(f"approve_minutes_as_{party}" for party in PARTIES)


@blueprint.get("/dossier/<number>/verslag")
@may("see_minutes", case_argument="number")
def show_minutes(number: str) -> str:
    """The versions of the minutes; `?versie=` another one than the last, `?van=` and `?tot=` what is compared."""
    meant = evening_to_write(db.session(), g.case.id)
    evening = _asked_evening(meant)
    if evening is None:
        return render_template("case/show_minutes.html", case=g.case, minutes=None)
    page = read_minutes(db.session(), evening)
    last = page.present.version
    shown, until = _asked(page, "versie", last), _asked(page, "tot", last)
    since = _asked(page, "van", max(1, until.version - 1))
    held = held_evenings(db.session(), g.case.id)
    return render_template(
        "case/show_minutes.html", case=g.case, minutes=page, shown=shown, since=since, until=until,
        changed=compare(since.sections, until.sections, page.parts), evenings=held if len(held) > 1 else (),
        can=_what_they_can(evening), parties=PARTIES,
    )  # fmt: skip


def _what_they_can(evening: InfoEvening) -> dict[str, str]:
    """What this person's function allows with these minutes while they are not final: action and title."""
    if evening.minutes_approved_at is not None or g.case.stage != Stage.INFO_EVENING or g.case.ended_at is not None:
        return {}
    held, settings = roles_on(acting_person(), g.case.place), settings_of(g.case)
    codes = ("edit_minutes", *APPROVING)
    return {code: ACTIONS[code].title for code in codes if not held.isdisjoint(roles_for(ACTIONS[code], settings))}


@blueprint.route("/dossier/<number>/edit-minutes", methods=["GET", "POST"])
@may("edit_minutes", case_argument="number")
def edit_minutes(number: str) -> Answer:
    """Write the next version."""
    page = _minutes("edit_minutes", evening_to_write(db.session(), g.case.id))
    items = {part: name for part, name in page.parts.items() if part in _items_of(page.present)}
    form = form_for(items)(data=_as_written(page.present))
    if not form.has_read(page.present.version):
        return _outdated("case/edit_minutes.html", "edit_minutes", form, page)
    done = carry_out(form, writing_minutes.edit_minutes, _("De nieuwe versie van het verslag is bewaard."),
                     items=form.items.data, introduction=form.introduction.data or "",
                     remarks=form.remarks.data or "", version=form.version,
                     evening_id=page.evening.id)  # fmt: skip
    return done or _shown("case/edit_minutes.html", "edit_minutes", form, page)


@blueprint.route("/dossier/<number>/approve-minutes-as-chair", methods=["GET", "POST"])
@may("approve_minutes_as_chair", case_argument="number")
def approve_minutes_as_chair(number: str) -> Answer:
    """Approve the last version for the chair of the evening."""
    return _approve("chair", writing_minutes.approve_minutes_as_chair)


@blueprint.route("/dossier/<number>/approve-minutes-as-police", methods=["GET", "POST"])
@may("approve_minutes_as_police", case_argument="number")
def approve_minutes_as_police(number: str) -> Answer:
    """Approve the last version for the police."""
    return _approve("police", writing_minutes.approve_minutes_as_police)


def _approve(party: str, operation: Callable[..., None]) -> Answer:
    action = f"approve_minutes_as_{party}"
    page = _minutes(action, evening_to_approve(db.session(), g.case.id, party))
    form = MinutesForm()
    if not form.has_read(page.present.version):
        return _outdated("case/approve_minutes.html", action, form, page)
    done = carry_out(form, operation, _("Uw goedkeuring van het verslag is bewaard."), version=form.version,
                     evening_id=page.evening.id)  # fmt: skip
    return done or _shown("case/approve_minutes.html", action, form, page)


def _minutes(action: str, meant: InfoEvening | None) -> MinutesPage:
    """The minutes of the evening of the address, else of the one that is meant."""
    require_stage(g.case, action)
    evening = _asked_evening(meant)
    if evening is None:
        raise GateNotMet("no_evening", _("Er is nog geen infoavond waarvan de resultaten genoteerd zijn."))
    return read_minutes(db.session(), evening)


def _asked_evening(meant: InfoEvening | None) -> InfoEvening | None:
    asked = request.args.get("avond", "")
    if not asked:
        return meant
    found = [one for one in held_evenings(db.session(), g.case.id) if str(one.id) == asked]
    return found[0] if found else abort(404)


def _asked(page: MinutesPage, name: str, otherwise: int) -> MinutesVersion:
    """The version that the address names, else another one."""
    typed = request.args.get(name, "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else otherwise
    return page.numbered(number) or abort(404)


def _items_of(version: MinutesVersion) -> Mapping[str, str]:
    around = (FIGURES, INTRODUCTION, REMARKS)
    return {part: text for part, text in version.sections.items() if part not in around}


def _as_written(version: MinutesVersion) -> dict[str, Any]:
    around = {part: version.sections.get(part, "") for part in (INTRODUCTION, REMARKS)}
    return {**around, "items": _items_of(version)}


def _shown(template: str, action: str, form: MinutesForm, page: MinutesPage, **values: Any) -> Answer:
    return show_action(template, action, form, evening=page.evening, title=ACTIONS[action].title, minutes=page,
                       parties=PARTIES, **values)  # fmt: skip


def _outdated(template: str, action: str, form: MinutesForm | EditMinutesForm, page: MinutesPage) -> Answer:
    """The form again, with what changed meanwhile: nothing was done, nothing that was typed is lost."""
    read = page.numbered(form.read)
    changed = compare(read.sections, page.present.sections, page.parts) if read else {}
    shown = _shown(template, action, form, page, changed=changed)
    return (shown[0], 409) if isinstance(shown, tuple) else shown
