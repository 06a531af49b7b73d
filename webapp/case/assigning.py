"""Who has a case in hand and what one side notes for itself: the page, and taking, handing over, noting."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from models.database import db
from models.operations.cases import assigning
from models.person import Person
from models.queries.cases.assignments import assignments_of, colleagues, is_mentioned, notes_of
from models.queries.cases.ties import is_too_close
from models.rules.refusals import Invalid
from models.rules.sides import SIDES, sides_on
from webapp.case.acting import Answer, acting_person
from webapp.case.forms import ActionForm, a_text
from webapp.clock import now, today
from webapp.forms import refusal_to_form, render_form
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("assigning", __name__)


class TakeCaseForm(ActionForm):
    """Take it, as it stood on the page: `seen_holder` is who had it there."""

    seen_holder = HiddenField()


class HandOverCaseForm(ActionForm):
    """To whom, and a word of explanation."""

    colleague_id = SelectField(_l("Aan wie geeft u het dossier door?"), coerce=int, validate_choice=False,
                               validators=[InputRequired(_l("Kies een collega."))])  # fmt: skip
    explanation = a_text(_l("Wat moet uw collega weten?"), _l("Schrijf een woord uitleg."))


class WriteNoteForm(ActionForm):
    """The note, and who must see it."""

    text = a_text(_l("Uw nota"), _l("Schrijf uw nota."))
    colleague_ids = SelectMultipleField(
        _l("Wie vermeldt u?"),
        coerce=int,
        validate_choice=False,
        description=_l("Zij vinden het in hun werklijst en krijgen een mail."),
    )


@blueprint.get("/dossier/<number>/behandeling")
@may("work_on_case", case_argument="number")
def show_handling(number: str) -> str:
    """Who has the case in hand on each side, and the notes of one's own side."""
    actor, case = acting_person(), g.case
    side = sides_on(actor, case.place)[0]
    holders = assignments_of(db.session(), case.id)
    mine = holders.get(side)
    return render_template(
        "case/show_handling.html",
        case=case,
        side=side,
        sides=SIDES,
        holders=holders,
        is_mine=mine is not None and mine.person_id == actor.person_id,
        form=TakeCaseForm(seen_holder=mine.person_id if mine else assigning.NOBODY),
        has_colleagues=bool(_colleagues()),
        is_mentioned=is_mentioned(db.session(), case.id, actor.person_id),
        notes=notes_of(db.session(), case.id, sides_on(actor, case.place)),
    )


@blueprint.post("/dossier/<number>/behandeling/nemen")
@may("work_on_case", case_argument="number")
def take_case(number: str) -> Response:
    """Take it in hand."""
    seen = TakeCaseForm().seen_holder.data or ""
    holder = int(seen) if seen.isascii() and seen.isdigit() else assigning.NOBODY
    return _do(assigning.take_case, _("U behandelt dit dossier nu."), seen_holder=holder)


@blueprint.post("/dossier/<number>/behandeling/teruggeven")
@may("work_on_case", case_argument="number")
def give_back_case(number: str) -> Response:
    """Give it back to the team."""
    return _do(assigning.give_back_case, _("Het dossier is terug bij uw team."))


@blueprint.post("/dossier/<number>/behandeling/gezien")
@may("work_on_case", case_argument="number")
def see_mentions(number: str) -> Response:
    """Say that one saw the notes in which one is mentioned."""
    return _do(assigning.see_mentions, _("Genoteerd: u hebt de nota gezien."))


@blueprint.route("/dossier/<number>/behandeling/doorgeven", methods=["GET", "POST"])
@may("work_on_case", case_argument="number")
def hand_over_case(number: str) -> Answer:
    """Hand it over to a colleague."""
    form = HandOverCaseForm()
    form.colleague_id.choices = [SelectChoice(one.id, _named(one)) for one in _colleagues()]
    said = _("Het dossier is doorgegeven.")
    done = _fill_in(form, assigning.hand_over_case, said, "colleague_id", "explanation")
    return done or render_form("case/hand_over_case.html", form, case=g.case, side=_side())


@blueprint.route("/dossier/<number>/behandeling/nota", methods=["GET", "POST"])
@may("work_on_case", case_argument="number")
def write_note(number: str) -> Answer:
    """Note something for one's own side."""
    form = WriteNoteForm()
    form.colleague_ids.choices = [SelectChoice(one.id, one.name) for one in _colleagues()]
    done = _fill_in(form, assigning.write_note, _("De nota is bewaard."), "text", "colleague_ids")
    return done or render_form("case/write_note.html", form, case=g.case, side=_side())


def _fill_in(form: ActionForm, operation: Callable[..., None], said: str, *names: str) -> Response | None:
    if not form.validate_on_submit():
        return None
    g.typed = form.typed()
    try:
        return _do(operation, said, **{name: form[name].data for name in names})
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        return None


def _do(operation: Callable[..., None], said: str, **values: Any) -> Response:
    number = g.case.number
    operation(db.session(), g.case.id, acting_person(), now(), **values)
    commit()
    flash(said, "success")
    return redirect(url_for("assigning.show_handling", number=number))


def _side() -> str:
    return SIDES[sides_on(acting_person(), g.case.place)[0]]


def _named(person: Person) -> str:
    """A colleague's name, and whether the four eyes keep them from deciding here; never why."""
    return (
        _("%(name)s (beslist niet over dit dossier)", name=person.name)
        if is_too_close(db.session(), g.case, person)
        else person.name
    )


def _colleagues() -> list[Person]:
    actor = acting_person()
    side = sides_on(actor, g.case.place)[0]
    return [one for one in colleagues(db.session(), g.case, side, today()) if one.id != actor.person_id]
