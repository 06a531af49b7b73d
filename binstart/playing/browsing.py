"""A person's browser: opens pages, fills in forms, follows where it is sent, and reads what a page says of errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urljoin

import httpx
from bs4 import BeautifulSoup

from binstart.playing.forms import Button, CannotFill, Form, forms_of, is_rows

# Forms that stand on every page; a step is never about them.
_EVERYWHERE = ("/afmelden",)

Files = Mapping[str, tuple[str, bytes, str]]  # per field: name, content and type of one file


class Broken(Exception):
    """The web app answered in a way that it never should: with an error of its own, or not at all."""


@dataclass(frozen=True)
class Page:
    """One answer of the web app, after all redirects. `path` is where we ended."""

    path: str
    status: int
    text: str
    headers: httpx.Headers
    content: bytes

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page as a tree."""
        return BeautifulSoup(self.text, "html.parser")

    @cached_property
    def faults(self) -> tuple[tuple[str, str], ...]:
        """What the error summary lists: the field it points at ('' for none) and the sentence."""
        lines = self.soup.select(".govuk-error-summary__list li")
        return tuple((_field_of(line), line.get_text(" ", strip=True)) for line in lines)

    @property
    def is_refused(self) -> bool:
        """Whether what was asked was not done."""
        return self.status >= 400 or bool(self.faults)

    @cached_property
    def says(self) -> str:
        """The content of the page as one line of text, without menu and footer."""
        main = self.soup.find("main") or self.soup
        return _one_line(main.get_text(" "))

    @cached_property
    def heading(self) -> str:
        """The title on the page."""
        found = self.soup.find("h1")
        return _one_line(found.get_text(" ")) if found else ""

    @property
    def refusal(self) -> str:
        """Why it was refused, as the person reads it."""
        if self.faults:
            return _one_line("; ".join(sentence for _, sentence in self.faults))
        paragraph = self.soup.select_one("main p.govuk-body")
        return _one_line(f"{self.heading}. {paragraph.get_text(' ') if paragraph else ''}")

    @cached_property
    def forms(self) -> list[Form]:
        """The forms that change something, without those that stand on every page."""
        return [form for form in forms_of(self.soup) if form.method == "post" and form.action not in _EVERYWHERE]

    def form_with(self, *names: str) -> Form:
        """The form that has these fields, or most of them; without names the first that changes something.

        Raises CannotFill when the page has no form to fill in.
        """
        if not self.forms:
            raise CannotFill(f"the page {self.path} ('{self.heading}') has no form to fill in")
        return max(self.forms, key=lambda form: sum(_is_there(form, name) for name in names))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_there(form: Form, name: str) -> bool:
    return name in form.controls or any(other.startswith(f"{name}-") for other in form.controls)


def _field_of(line: Any) -> str:
    link = line.find("a")
    return str(link.get("href", "")).lstrip("#") if link else ""


class Browser:
    """One person's browser with its own cookies. Every page that it sees is checked for errors of the system itself."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def open(self, path: str) -> Page:
        """Open an address and follow where it leads. Raises Broken."""
        return self._page("GET", path)

    def submit(
        self, page: Page, values: Mapping[str, Any], press: Button | None = None, form: Form | None = None,
        files: Files | None = None,
    ) -> Page:  # fmt: skip
        """Fill in the form of a page and send it. Lists of blocks go to the rows of the page, for which rows are added
        as needed; `files` go to its file fields. Raises CannotFill and Broken."""
        for name, value in values.items():
            if is_rows(value):
                page = self._with_rows(page, name, value)
                if page.is_refused:
                    return page
        form = form or page.form_with(*values)
        form.fill(values)
        return self._send(page, form, press, files)

    def ask(self, form: Form) -> Page:
        """Send a form that only asks something: its fields stand in the address."""
        return self._page("GET", f"{form.action}?{urlencode(form.sent())}")

    def _with_rows(self, page: Page, name: str, rows: Sequence[Any]) -> Page:
        """The page with at least so many rows to fill in; what stands in the others is filled in on the way."""
        form = page.form_with(name)
        while (there := form.rows(name)) < len(rows):
            button = form.button_for_row(name)
            if button is None:
                raise CannotFill(
                    f"{page.path} has {there} rows of '{name}' and no button for more; it has {form.buttons}"
                )
            form.fill({name: list(rows[:there])})
            page = self._send(page, form, button)
            if page.is_refused:
                return page
            form = page.form_with(name)
            if form.rows(name) <= there:
                raise CannotFill(f"{page.path}: the button for one more row of '{name}' brings none; there are {there}")
        return page

    def _send(self, page: Page, form: Form, press: Button | None, files: Files | None = None) -> Page:
        target = urljoin(page.path, form.action) if form.action else page.path
        return self._page("POST", target, form.sent(press), files)

    def _page(
        self, method: str, path: str, body: list[tuple[str, str]] | None = None, files: Files | None = None
    ) -> Page:
        data: dict[str, list[str]] = {}
        for name, value in body or []:
            data.setdefault(name, []).append(value)
        try:
            answer = self._client.request(method, path, data=data or None, files=files, follow_redirects=True)
        except httpx.HTTPError as error:
            raise Broken(f"{method} {path}: no answer from the web app ({error})") from None
        if answer.status_code >= 500:
            raise Broken(f"{method} {path}: the web app answered {answer.status_code}")
        is_text = answer.headers.get("content-type", "").startswith(("text/", "application/json"))
        text = answer.text if is_text else ""
        shown = str(answer.url.raw_path.decode("ascii"))
        return Page(shown, answer.status_code, text, answer.headers, answer.content)
