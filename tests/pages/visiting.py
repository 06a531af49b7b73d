"""Visits pages as a browser does: reads a page, fills in its form, presses its button. Tokens go along."""

from functools import cached_property
from secrets import token_urlsafe
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class Page:
    """One answer, as a person sees it."""

    def __init__(self, visitor: "Visitor", path: str, response: TestResponse) -> None:
        self.visitor, self.path, self.response = visitor, path, response
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("Location", "")

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The tags of the page; nothing where the answer is no page."""
        is_page = self.response.mimetype == "text/html"
        return BeautifulSoup(self.response.get_data(as_text=True) if is_page else "", "html.parser")

    @property
    def text(self) -> str:
        """All words on the page, with single spaces."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def title(self) -> str:
        """The heading of the page."""
        heading = self.soup.find("h1")
        return " ".join(heading.get_text(" ").split()) if heading else ""

    @property
    def faults(self) -> list[str]:
        """What the summary above the form lists."""
        return [item.get_text(strip=True) for item in self.soup.select(".govuk-error-summary__list li")]

    def links(self) -> list[str]:
        """The addresses of all links."""
        return [str(link["href"]) for link in self.soup.select("a[href]")]

    def follow(self) -> "Page":
        """The page to which this answer sends the browser."""
        assert self.location, (self.status, self.text)
        return self.visitor.read(self.location)

    def in_another_window(self) -> "Page":
        """The same page as it stood open in a second window: what it shows is as old, the keys of its forms are its
        own. The same form sent twice is led on (webapp.pressing)."""
        other = Page(self.visitor, self.path, self.response)
        for key in other.soup.select("input[name=press_key]"):
            key["value"] = token_urlsafe(16)
        return other

    def submit(
        self, action: str | None = None, button: tuple[str, str] | None = None, to: str = "", **values: Any
    ) -> "Page":
        """Fill in the form in the page's main part (or the one that goes to `action`) and send it; `to`: with a button
        that leads elsewhere."""
        form = self._form(action)
        filled = _filled_in(form)
        for name, value in values.items():
            filled.setlist(name, value if isinstance(value, list | tuple) else [value])
        if button is not None:
            filled.add(*button)
        target = to or str(form.get("action") or self.path)
        return self.visitor.send(target, filled)

    def _form(self, action: str | None) -> Tag:
        selector = f'form[action="{action}"]' if action else "main form"
        form = self.soup.select_one(selector)
        assert form is not None, f"no form {selector} on {self.path}: {self.text[:300]}"
        return form


class Visitor(FlaskClient):
    """A browser without scripts."""

    def read(self, path: str, **options: Any) -> Page:
        """Open a page."""
        return Page(self, path, self.get(path, **options))

    def send(self, path: str, values: MultiDict[str, Any] | dict[str, Any], **options: Any) -> Page:
        """Send form values as they are, without looking at a form first."""
        return Page(self, path, self.post(path, data=values, **options))


def _filled_in(form: Tag) -> MultiDict[str, Any]:
    """What a browser would send for a form that nobody touched."""
    values: MultiDict[str, Any] = MultiDict()
    for control in form.select("input[name], textarea[name], select[name]"):
        name = str(control["name"])
        if control.name == "textarea":
            values.add(name, control.get_text().removeprefix("\n"))
        elif control.name == "select":
            for option in control.select("option[selected]") or control.select("option")[:1]:
                values.add(name, str(option.get("value", option.get_text())))
        elif control.get("type") in ("checkbox", "radio"):
            if control.has_attr("checked"):
                values.add(name, str(control.get("value", "on")))
        elif control.get("type") not in ("file", "submit"):
            values.add(name, str(control.get("value", "")))
    return values
