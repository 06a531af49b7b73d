"""The menu that each person gets, and the page where they land after signing in."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, current_app, g, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from models.database import db
from models.queries.authorities.authority_look import house_style_of
from models.rules.access import (
    CASE_ROLES,
    STAFF,
    Actor,
    Role,
    may,
    roles_anywhere,
)
from webapp.permissions import ROUTE_PERMISSIONS, current_actor
from webapp.signed_in import signed_in_session
from webapp.words import ROLE_NAMES


@dataclass(frozen=True)
class Entry:
    """One entry of the menu: shown to these roles (None: everybody) who may open it."""

    endpoint: str
    text: LazyString
    roles: frozenset[Role] | None = None


RESIDENT = CASE_ROLES

# Own work first, then what everybody sees.
MENU = (
    Entry("resident.list_my_cases", _l("Mijn dossiers"), RESIDENT),
    Entry("work_list.show_work_list", _l("Werklijst"), STAFF),
    Entry("insight.show_lead_times", _l("Inzicht"), STAFF),
    Entry("admin.show_overview", _l("Beheer"), frozenset({Role.ADMINISTRATOR})),
    Entry("public.look_up_street", _l("Is er een BIN in mijn straat?")),
    Entry("public.list_networks", _l("Alle BIN's")),
    Entry("public.explain", _l("Wat is een BIN?")),
)

# Where a person lands after signing in: the first that exists for one of their roles.
HOMES = (
    (STAFF, "work_list.show_work_list"),
    (frozenset({Role.ADMINISTRATOR}), "admin.show_overview"),
    (CASE_ROLES, "resident.list_my_cases"),
)


def init_navigation(app: Flask) -> None:
    """Make the menu and the signed-in person known to the templates."""
    app.jinja_env.globals["case_address"] = case_address
    app.context_processor(
        lambda: {
            "menu": menu,
            "house_look": house_look,
            "current_actor": current_actor,
            "function_of": function_of,
            "signed_in_session": signed_in_session,
        }
    )


@dataclass(frozen=True)
class HouseLook:
    """The house style of the municipality whose case this page is about."""

    slug: str
    version: int
    name: str
    colour: str
    has_logo: bool


def house_look() -> HouseLook | None:
    """Read once per page; None on pages that are about no case, and for the default."""
    if "house_look" not in g:
        case = g.get("case")
        is_styled = case is not None and case.municipality.has_house_style
        style = house_style_of(db.session(), case.municipality_id) if is_styled else None
        g.house_look = style and HouseLook(
            case.municipality.slug, style.version, style.name or case.municipality.name, style.colour,
            bool(style.logo_sha256),
        )  # fmt: skip
    look: HouseLook | None = g.house_look
    return look


def menu() -> list[dict[str, object]]:
    """The entries for who is asking: text, address, and whether this is the present page."""
    actor = current_actor()
    return [
        {"text": entry.text, "href": url_for(entry.endpoint), "current": request.endpoint == entry.endpoint}
        for entry in MENU
        if entry.endpoint in current_app.view_functions and _is_for(entry, actor)
    ]


def home_of(actor: Actor | None) -> str:
    """The address where this person's work is."""
    held = roles_anywhere(actor) if actor else frozenset()
    for roles, endpoint in HOMES:
        if not held.isdisjoint(roles) and endpoint in current_app.view_functions:
            return url_for(endpoint)
    return url_for("account.show_account") if actor else "/"


def case_address(number: str) -> str:
    """The address of a case, for whoever may see it."""
    return f"/dossier/{quote(number)}"


def function_of(actor: Actor) -> str:
    """The functions of a person as shown beside the name: 'burgemeester', or several with commas."""
    held = roles_anywhere(actor)
    return ", ".join(str(name) for role, name in ROLE_NAMES.items() if role in held)


def _is_for(entry: Entry, actor: Actor | None) -> bool:
    if entry.roles is not None and (actor is None or roles_anywhere(actor).isdisjoint(entry.roles)):
        return False
    return may(actor, ROUTE_PERMISSIONS[entry.endpoint])
