"""Every route states who may open it: `@may("give_opinion", case_argument="number")`. Without that nothing starts."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from flask import Flask, abort, g, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import Unauthorized

from models.authority import Authority
from models.case import FoundingCase
from models.database import db
from models.operations.cases.acting import settings_of
from models.queries.evenings.seats import offered_seat
from models.rules.access import (
    ANYONE,
    PERMISSIONS,
    PROGRAM,
    SIGNED_IN,
    Actor,
    Role,
    delegations_on,
    roles_anywhere,
    roles_on,
)
from models.rules.procedure import ACTIONS, roles_for
from models.rules.refusals import NotAllowed
from webapp.bearer import let_program_pass
from webapp.signed_in import current_actor
from webapp.words import ROLE_NAMES

__all__ = ["ROUTE_PERMISSIONS", "current_actor", "init_permissions", "may"]

View = Callable[..., Any]

# Which permission guards each endpoint; filled when the app starts, read by tests/house.
ROUTE_PERMISSIONS: dict[str, str] = {}

# Permissions that mean nothing without a case: a view that forgets to name it would show every case to every officer.
_ON_A_CASE = frozenset(
    {
        "see_case",
        "see_journal",
        "see_documents",
        "see_charter",
        "see_personal_data",
        "see_screening",
        "work_on_case",
        "open_upload",
        "see_voices",
        "see_letters",
        "check_in",
        "see_replies",
        "see_launch_kit",
        "edit_launch_kit",
        "ask_quote",
        "approve_launch_kit_as_municipality",
        "approve_launch_kit_as_police",
        "see_participants",
        "enter_participants",
        "see_succession",
        "begin_succession",
        "see_to_succession",
        "offer_as_successor",
        "screen_successor",
        "appoint_successor",
        "see_measures",
        "begin_measure",
        "give_hand_to_measure",
        "note_appeal",
    }
)


def may(permission: str, case_argument: str | None = None) -> Callable[[View], View]:
    """Guard a view with a permission (models.rules.access) or an action of the procedure (models.rules.procedure).

    With `case_argument`, the URL argument of that name is the number of a case; the case is then `g.case`. Who is not
    signed in goes to the sign-in page; who has no role on the case gets 404, as for a case that does not exist; who has
    a role but not the right gets 403 with the rule. Who was asked for the stuurgroep answers that first. What is for
    programs asks for a token (webapp.bearer).
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            _let_pass(permission, arguments[case_argument] if case_argument else None)
            return view(**arguments)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.case_argument = case_argument  # type: ignore[attr-defined]
        return guarded

    return guard


def init_permissions(app: Flask) -> None:
    """Check that every endpoint states a permission that exists. Raises ValueError naming the first that does not."""
    for endpoint, view in app.view_functions.items():
        if endpoint == "static":
            continue
        permission = getattr(view, "permission", None)
        if permission not in PERMISSIONS and permission not in ACTIONS:
            raise ValueError(f"{endpoint}: states no known permission ({permission!r})")
        argument = getattr(view, "case_argument", None)
        if argument is None and (permission in ACTIONS or permission in _ON_A_CASE):
            raise ValueError(f"{endpoint}: {permission!r} is about a case; name the case_argument")
        for rule in app.url_map.iter_rules(endpoint):
            if argument is not None and argument not in rule.arguments:
                raise ValueError(f"{endpoint}: {rule.rule} has no argument {argument!r}")
        ROUTE_PERMISSIONS[endpoint] = permission


def _let_pass(permission: str, number: str | None) -> None:
    if PERMISSIONS.get(permission) == ANYONE:
        return
    if PERMISSIONS.get(permission) == PROGRAM:
        let_program_pass(permission, number)
        return
    actor = current_actor()
    if actor is None:
        raise Unauthorized
    if number is not None:
        _let_pass_on_case(actor, permission, number)
        return
    roles = PERMISSIONS[permission]
    if roles != SIGNED_IN and roles_anywhere(actor).isdisjoint(roles):
        raise NotAllowed("no_role", _rule(frozenset(Role(role) for role in roles)))


@cache
def _case_of() -> Select[FoundingCase]:
    with_zone = joinedload(FoundingCase.municipality).joinedload(Authority.zone)  # settings need both, on every page
    with_terms = joinedload(FoundingCase.running_terms)
    return select(FoundingCase).where(FoundingCase.number == bindparam("of_number")).options(with_zone, with_terms)


def _let_pass_on_case(actor: Actor, permission: str, number: str) -> None:
    case = db.session.scalars(_case_of(), {"of_number": number}).unique().one_or_none()
    held = roles_on(actor, case.place) if case is not None else frozenset()
    if case is None:
        abort(404)
    needed = _roles_needed(permission, case)
    lets_pass = not held.isdisjoint(needed) or permission in delegations_on(actor, case.place)
    seat = offered_seat(db.session(), case.id, actor.person_id) if not lets_pass and request.method == "GET" else None
    if seat is not None:
        # The bad story: somebody opens the charter from their mail, is told that it does not exist, and gives up.
        abort(redirect(url_for("seats.answer_seat", seat_id=seat.id)))
    if not held:
        abort(404)
    g.case = case
    if not lets_pass:
        raise NotAllowed("no_role", _rule(needed))


def _roles_needed(permission: str, case: FoundingCase) -> frozenset[Role]:
    if permission in ACTIONS:
        return roles_for(ACTIONS[permission], settings_of(case))
    allowed = PERMISSIONS[permission]
    return frozenset(Role) if isinstance(allowed, str) else allowed


def _rule(roles: frozenset[Role]) -> str:
    names = ", ".join(sorted(str(ROLE_NAMES[role]) for role in roles))
    return _("Deze pagina is voorbehouden aan: %(names)s.", names=names)
