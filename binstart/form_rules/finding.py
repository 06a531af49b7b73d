"""Finds every form of the web app: those that stand in a module, and those that a function makes."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import walk_packages

from wtforms import Form

import webapp
from models.rules.procedure import AGENDA_ITEMS
from models.rules.standing_texts import STANDING
from webapp.admin.standing import form_for as standing_form
from webapp.case.evaluation_forms import VIEW_FORMS
from webapp.case.minuting_forms import form_for as minutes_form
from webapp.forms import PartForm
from webapp.steering_group.forms import reasons_form

FormClass = type[Form]

# Functions that make forms, and what they make; a house test finds those that are missing here. The sections of the
# charter are read from their own table (binstart.form_rules.charter).
MADE: dict[str, Callable[[], dict[str, FormClass]]] = {
    "webapp.admin.standing.form_for": lambda: {f"'{code}'": standing_form(code) for code in STANDING},
    "webapp.case.evaluation_forms._form": lambda: {f"'{side}'": form for side, form in VIEW_FORMS.items()},
    "webapp.case.minuting_forms.form_for": lambda: {"the fixed agenda": minutes_form(AGENDA_ITEMS)},
    "webapp.steering_group.forms.reasons_form": lambda: {"one reason": reasons_form({"section.what_is_unusual": []})},
}


def named_forms() -> dict[str, FormClass]:
    """Every form by the place where it stands, 'webapp.desk.forms.AskCompletionForm', in the order of these names.

    Parts of a form (PartForm) are not forms of their own: they are told with the form that holds them."""
    import_all()
    standing = {f"{one.__module__}.{one.__name__}": one for one in _below(Form) if _stands_in_its_module(one)}
    made = {f"{function}({of})": one for function, make in MADE.items() for of, one in make().items()}
    return dict(sorted((standing | made).items()))


def import_all() -> None:
    """Every module of the web app, so that all its forms are known."""
    for module in walk_packages(webapp.__path__, "webapp."):
        import_module(module.name)


def _below(above: FormClass) -> Iterator[FormClass]:
    for one in above.__subclasses__():
        yield one
        yield from _below(one)


def _stands_in_its_module(form: FormClass) -> bool:
    is_ours = form.__module__.startswith("webapp.") and not issubclass(form, PartForm)
    return is_ours and getattr(sys.modules[form.__module__], form.__name__, None) is form
