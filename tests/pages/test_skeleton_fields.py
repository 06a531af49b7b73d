"""Form fields as they are shown: each with its label, its hint and its error tied together for screen readers."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    EmailField,
    FieldList,
    FileField,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired

from webapp.forms import BinstartForm, PartForm

MISSING = "Vul dit in."


class AddressForm(PartForm):
    street = StringField("Straat", description="Zonder nummer", validators=[InputRequired(MISSING)])


def field(kind: Any, **values: Any) -> Any:
    return kind("Etiket", description="Een hint", validators=[InputRequired(MISSING)], **values)


CHOICES = {"a": "Eerste", "b": "Tweede"}


class EveryFieldForm(BinstartForm):
    text = field(StringField)
    email = field(EmailField)
    phone = field(TelField)
    number = field(IntegerField)
    amount = field(DecimalField)
    area = field(TextAreaField)
    password = field(PasswordField)
    choice = field(SelectField, choices=CHOICES)
    radios = field(RadioField, choices=CHOICES)
    boxes = field(SelectMultipleField, choices=CHOICES)
    agreed = field(BooleanField)
    day = field(DateField)
    hour = field(TimeField)
    file = field(FileField)
    address = FormField(AddressForm, "Adres")
    streets = FieldList(StringField("Straat", validators=[InputRequired(MISSING)]), "Straten", min_entries=2)


NAMES = [name for name in dir(EveryFieldForm) if name in EveryFieldForm.__dict__ and not name.startswith("_")]
PAGE = """{% from "macros/fields.html" import error_summary, field %}{{ error_summary(form) }}
{% for f in form %}{{ field(f, count=200 if f.type == "TextAreaField" else 0, hints={"a": "Uitleg"}) }}{% endfor %}"""


@pytest.fixture(params=["untouched", "faulty"])
def soup(app: Flask, request: pytest.FixtureRequest) -> Iterator[BeautifulSoup]:
    """All fields on a page, before and after an empty form was sent."""
    with app.test_request_context(method="POST"):
        form = EveryFieldForm(MultiDict() if request.param == "faulty" else None, meta={"csrf": False})
        if request.param == "faulty":
            form.validate()
        yield BeautifulSoup(render_template_string(PAGE, form=form), "html.parser")


@pytest.fixture
def faulty(app: Flask) -> Iterator[BeautifulSoup]:
    with app.test_request_context(method="POST"):
        form = EveryFieldForm(MultiDict(), meta={"csrf": False})
        form.validate()
        yield BeautifulSoup(render_template_string(PAGE, form=form), "html.parser")


def controls(soup: BeautifulSoup) -> list[Tag]:
    return soup.select("input, select, textarea")


def test_every_control_has_exactly_one_label(soup: BeautifulSoup) -> None:
    counts = {str(control["id"]): len(soup.select(f'label[for="{control["id"]}"]')) for control in controls(soup)}

    assert len(counts) == len(controls(soup)) > 18
    assert set(counts.values()) == {1}


def test_every_description_that_a_control_points_to_is_on_the_page_once(soup: BeautifulSoup) -> None:
    pointed = [name for tag in soup.select("[aria-describedby]") for name in str(tag["aria-describedby"]).split()]

    assert len(pointed) > 10
    assert {name: len(soup.select(f'[id="{name}"]')) for name in pointed} == dict.fromkeys(pointed, 1)


def test_every_hint_and_error_is_pointed_to(soup: BeautifulSoup) -> None:
    pointed = {name for tag in soup.select("[aria-describedby]") for name in str(tag["aria-describedby"]).split()}
    shown = {str(tag["id"]) for tag in soup.select(".govuk-hint[id], .govuk-error-message[id]")}

    assert shown <= pointed


def test_no_id_is_used_twice(soup: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in soup.select("[id]")]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("address", "streets", "choice")])
def test_every_kind_of_field_shows_its_fault(faulty: BeautifulSoup, name: str) -> None:
    error = faulty.select_one(f"#{name}-error")

    assert error is not None
    assert MISSING in error.get_text()


def test_every_link_in_the_summary_leads_to_a_control(faulty: BeautifulSoup) -> None:
    targets = [str(link["href"])[1:] for link in faulty.select(".govuk-error-summary a")]

    assert len(targets) >= len(NAMES)
    assert {target: len(faulty.select(f'[id="{target}"]')) for target in targets} == dict.fromkeys(targets, 1)
    assert {"address-street", "streets-0", "streets-1", "radios-0", "boxes-0"} <= set(targets)


def test_what_is_not_required_says_so(app: Flask) -> None:
    class LooseForm(BinstartForm):
        remark = StringField("Opmerking")

    with app.test_request_context():
        html = render_template_string(
            '{% from "macros/fields.html" import field %}{{ field(form.remark) }}', form=LooseForm()
        )

    assert "(niet verplicht)" in html


def test_what_was_typed_stays(app: Flask) -> None:
    typed = MultiDict([("text", "a<b>"), ("area", "twee\nregels"), ("radios", "b"), ("boxes", "a"), ("choice", "b"),
                       ("agreed", "y"), ("day", "2026-13-45"), ("number", "veel"), ("password", "geheim")])  # fmt: skip

    with app.test_request_context(method="POST"):
        form = EveryFieldForm(typed, meta={"csrf": False})
        form.validate()
        soup = BeautifulSoup(render_template_string(PAGE, form=form), "html.parser")

    def value(name: str) -> str:
        tag = soup.select_one(f"#{name}")
        assert tag is not None
        return str(tag.get("value", tag.get_text()))

    assert value("text") == "a<b>"
    assert value("area").strip().splitlines() == ["twee", "regels"]
    assert value("number") == "veel"
    assert value("day") == "2026-13-45"
    assert value("password") == ""
    checked = {str(tag["id"]) for tag in soup.select("[checked]")} | {
        str(tag["value"]) for tag in soup.select("#choice option[selected]")
    }
    assert checked == {"radios-1", "boxes-0", "agreed", "b"}
