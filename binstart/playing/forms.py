"""A form on a page, filled in by the names of its fields, as a browser without JavaScript would send it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag

from binstart.playing.moments import Moment

Button = tuple[str, str]  # name and value

# The names of buttons that all forms share.
GO_ON = "continue"
MORE_ROWS = "add_row"
ADDING: tuple[Button, ...] = ((MORE_ROWS, ""), (MORE_ROWS, "1"), ("action", "add"))
YES_WORDS = ("yes", "true", "y", "1", "on", "ja")
NO_WORDS = ("no", "false", "n", "0", "", "nee")


class CannotFill(Exception):
    """The page has no field for a value, or the field does not offer it."""


@dataclass
class Control:
    """One field: its kind, what it holds, and what it offers when it is a choice (value to label)."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)


@dataclass
class Form:
    """One form: where it goes, its fields by name, and its submit buttons."""

    action: str
    method: str
    controls: dict[str, Control]
    buttons: list[Button]

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put values in the fields; a list of blocks goes to rows `name-0-part`, a block to `name-part`.

        Raises CannotFill naming the field that the page lacks.
        """
        for name, value in values.items():
            self._fill_one(name, value)

    def sent(self, press: Button | None = None) -> list[tuple[str, str]]:
        """What goes over the line, in the order of the page, with the name of the button that is pressed."""
        pairs = [(control.name, value) for control in self.controls.values() for value in control.values]
        name, value = press or self.main_button
        return [*pairs, (name, value)] if name else pairs

    @property
    def main_button(self) -> Button:
        """The button that sends the form: one without a name, else the one that goes on; ('', '') without either."""
        if ("", "") in self.buttons:
            return "", ""
        return next((button for button in self.buttons if button[1] == GO_ON), ("", ""))

    def button_for_row(self, name: str) -> Button | None:
        """The button that adds a row to these rows."""
        return next((button for button in ((MORE_ROWS, name), *ADDING) if button in self.buttons), None)

    def value(self, name: str) -> str:
        """What a field holds; '' when there is no such field."""
        control = self.controls.get(name)
        return control.values[0] if control and control.values else ""

    def rows(self, name: str) -> int:
        """How many rows `name-0-…`, `name-1-…` there are."""
        found = [re.match(rf"{re.escape(name)}-(\d+)(-|$)", other) for other in self.controls]
        return max((int(match[1]) + 1 for match in found if match), default=0)

    def _fill_one(self, name: str, value: Any) -> None:
        control = self.controls.get(name)
        if control is not None:
            control.values = _typed(control, value)
        elif isinstance(value, Moment) and self._fill_date_parts(name, value):
            return
        elif isinstance(value, Mapping):
            for part, inner in value.items():
                self._fill_one(f"{name}-{part}", inner)
        elif is_rows(value):
            for position, item in enumerate(value):
                self._fill_one(f"{name}-{position}", item)
        else:
            raise CannotFill(f"the page has no field '{name}'; it has {self.names()}")

    def _fill_date_parts(self, name: str, moment: Moment) -> bool:
        parts = {"day": moment.local.day, "month": moment.local.month, "year": moment.local.year}
        found = {f"{name}-{part}": number for part, number in parts.items()}
        if not set(found) <= set(self.controls):
            return False
        for part, number in found.items():
            self.controls[part].values = [str(number)]
        if f"{name}-time" in self.controls:
            self.controls[f"{name}-time"].values = [f"{moment.local:%H:%M}"]
        return True

    def names(self) -> list[str]:
        """The names of the fields that a person can fill in."""
        return [name for name, control in self.controls.items() if control.kind != "hidden"]


def is_rows(value: Any) -> bool:
    """Whether a value is a list of blocks, that goes to rows of a form."""
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)


def forms_of(page: BeautifulSoup) -> list[Form]:
    """The forms of a page."""
    return [_form(tag) for tag in page.find_all("form")]


def _form(tag: Tag) -> Form:
    form = Form(str(tag.get("action") or ""), str(tag.get("method") or "get").lower(), {}, [])
    for inner in tag.find_all(["input", "textarea", "select", "button"]):
        if inner.has_attr("disabled"):
            continue
        if inner.name == "button" or inner.get("type") in ("submit", "image"):
            _add_button(form, inner)
        elif inner.get("name") and inner.get("type") not in ("button", "reset"):
            _add_control(form, inner)
    return form


def _add_button(form: Form, tag: Tag) -> None:
    if tag.get("type") not in ("button", "reset"):
        form.buttons.append((str(tag.get("name") or ""), str(tag.get("value") or "") if tag.get("name") else ""))


def _add_control(form: Form, tag: Tag) -> None:
    name = str(tag["name"])
    kind = str(tag.get("type") or "text").lower() if tag.name == "input" else str(tag.name)
    control = form.controls.setdefault(name, Control(name, kind))
    if kind in ("radio", "checkbox"):
        value = str(tag.get("value", "on"))
        control.options[value] = _label_of(tag)
        if tag.has_attr("checked"):
            control.values.append(value)
    elif kind == "select":
        _add_options(control, tag)
    elif kind == "textarea":
        control.values = [tag.get_text().removeprefix("\n")]
    elif kind != "file":
        control.values.append(str(tag.get("value") or ""))


def _add_options(control: Control, tag: Tag) -> None:
    options = tag.find_all("option")
    for option in options:
        control.options[str(option.get("value", option.get_text(strip=True)))] = option.get_text(" ", strip=True)
    chosen = [option for option in options if option.has_attr("selected")]
    if not chosen and not tag.has_attr("multiple"):
        chosen = options[:1]
    control.values = [str(option.get("value", option.get_text(strip=True))) for option in chosen]


def _label_of(tag: Tag) -> str:
    page: Any = tag.find_parent("form")
    label = page.find("label", attrs={"for": tag.get("id")}) if tag.get("id") else tag.find_parent("label")
    return label.get_text(" ", strip=True) if label else ""


def _typed(control: Control, value: Any) -> list[str]:
    if control.kind == "checkbox":
        return _ticked(control, value)
    if isinstance(value, bool):
        return [_yes_or_no(control, value)]
    if isinstance(value, Moment):
        return [_moment(control, value)]
    if isinstance(value, list | tuple):
        if control.kind == "select":
            return [_offered(control, str(item)) for item in value]
        return ["\n".join(str(item) for item in value)]  # a text field with one item per line
    if isinstance(value, Mapping):
        raise CannotFill(f"the field '{control.name}' takes one value, not {sorted(value)}")
    return [_offered(control, str(value)) if control.options else str(value)]


def _ticked(control: Control, value: Any) -> list[str]:
    if isinstance(value, bool):
        return [next(iter(control.options))] if value else []
    wanted = value if isinstance(value, list | tuple) else [value]
    return [_offered(control, str(item)) for item in wanted]


def _yes_or_no(control: Control, value: bool) -> str:
    if not control.options:
        return "yes" if value else "no"
    for word in YES_WORDS if value else NO_WORDS:
        for option, label in control.options.items():
            if word in (option.lower(), label.lower()):
                return option
    raise CannotFill(f"'{control.name}' offers no {'yes' if value else 'no'}; it offers {control.options}")


def _moment(control: Control, moment: Moment) -> str:
    if control.kind == "datetime-local":
        return f"{moment.local:%Y-%m-%dT%H:%M}"
    if control.kind == "time":
        return f"{moment.local:%H:%M}"
    return f"{moment.local:%Y-%m-%d}"


def _offered(control: Control, wanted: str) -> str:
    if wanted in control.options:
        return wanted
    for value, label in control.options.items():
        if label == wanted:
            return value
    raise CannotFill(f"'{control.name}' does not offer '{wanted}'; it offers {sorted(control.options)}")
