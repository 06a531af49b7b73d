"""How an action page works: closed with the reason why, or a form that carries out one operation and goes back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.case import FoundingCase
from models.database import db
from models.info_evening import InfoEvening
from models.operations.cases.acting import settings_of
from models.queries.cases.case_page import CasePage, read_case_page
from models.queries.cases.choices import choices
from models.queries.evenings.minutes import minutes_state
from models.rules.access import Actor, delegations_on
from models.rules.procedure import ACTIONS, Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed
from webapp.case.forms import ActionForm
from webapp.case.showing import shown
from webapp.clock import now
from webapp.forms import render_form
from webapp.permissions import current_actor
from webapp.transaction import commit

Answer = tuple[str, int] | Response


def acting_person() -> Actor:
    """Who acts. The guard of the view let them pass, so somebody is signed in."""
    actor = current_actor()
    assert actor is not None
    return actor


def read_page() -> CasePage:
    """Everything about the case of this address, for who asks."""
    case: FoundingCase = g.case
    return read_case_page(db.session(), case, acting_person(), now())


def carry_out(form: ActionForm, operation: Callable[..., object], said: str, **values: Any) -> Response | None:
    """Do it once the form was sent in order, and go back to the case. None when there is nothing to do yet, or when
    what was filled in can't be: the form then says where.

    Other refusals (not allowed, stale, not now) go on to their own pages, with what was typed.
    """
    case: FoundingCase = g.case
    return done(
        form,
        lambda: operation(db.session(), case.id, acting_person(), now(), seen=form.seen.data or "", **values),
        said,
        url_for("case.show_case", number=case.number),
    )


def done(form: ActionForm, action: Callable[[], object], said: str, after: str) -> Response | None:
    """The same for an action that goes on to another page than that of the case: `after`, its address."""
    if not form.validate_on_submit():
        return None
    g.typed = form.typed()
    try:
        action()
    except Invalid as refusal:
        form.show(refusal)
        return None
    commit()
    flash(said, "success")
    return redirect(after)


def show_action(
    template: str, action: str, form: ActionForm, evening: InfoEvening | None = None, **values: Any
) -> Answer:
    """The page of an action. Opened where the action can't be done, it says why (409, or 403 for the four eyes).

    `evening`: the one that is acted on, where a case has several and the page of the case shows another one.
    """
    if not form.is_submitted():
        require_stage(g.case, action)
    page = read_page()
    if evening is not None:
        page = replace(page, evening=evening, minutes=minutes_state(db.session(), evening.id))
    if not form.is_submitted():
        _require_open(page, action)
    return render_form(template, form, settings=settings_of(g.case), delegated=delegated_here(action),
                       **shown(page, acting_person()), **values)  # fmt: skip


def delegated_here(action: str) -> str:
    """In whose name this person does this by delegation, as it is printed; empty: in their own function."""
    delegated = delegations_on(acting_person(), g.case.place).get(action)
    return delegated.printed if delegated else ""


def require_stage(case: FoundingCase, action: str) -> None:
    """Refuse an action of another stage, or of a case that has ended."""
    if case.ended_at is not None and not ACTIONS[action].after_end:
        raise GateNotMet("case_ended", _("Dit dossier is beëindigd; er kan niets meer in gebeuren."))
    if Stage(case.stage) not in ACTIONS[action].stages:
        title = ACTIONS[action].title
        raise GateNotMet("wrong_stage", _("‘%(title)s’ kan niet in de fase waarin het dossier nu is.", title=title))


def _require_open(page: CasePage, action: str) -> None:
    for choice in choices(page, acting_person()):
        if choice.code != action:
            continue
        if choice.is_four_eyes:
            raise NotAllowed("four_eyes", choice.obstacle)
        if choice.obstacle:
            raise GateNotMet("not_now", choice.obstacle)
