"""The page with the rules of every form holds every form, every refusal and every parameter (ASVS 2.1.1, 2.1.2)."""

import ast
import re
from collections.abc import Iterator
from inspect import getsource, unwrap
from pathlib import Path
from textwrap import dedent
from types import FunctionType, ModuleType
from typing import Any

import pytest
from flask import Flask
from wtforms import FieldList, Form, FormField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp, StopValidation

from binstart.form_rules.__main__ import PAGE
from binstart.form_rules.fields import FieldRules, rules_of
from binstart.form_rules.finding import MADE
from binstart.form_rules.page import CHARTER, written
from binstart.form_rules.reading import readings
from binstart.form_rules.refusing import rules
from models.rules.uploads import LARGEST_UPLOAD
from models.settings import settings
from webapp import create_app
from webapp.dates import DayField
from webapp.forms import PartForm, trimmed
from webapp.uploads import UploadField

ROOT = Path(__file__).parents[2]
WEBAPP = ROOT / "webapp"
# Functions that make a form, told on the page in another way than by `MADE`: row by row, from the table of sections.
OF_CHARTER = {CHARTER, "webapp.steering_group.section_forms._field"}


def test_the_page_is_what_the_command_would_write() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "python -m binstart.form_rules"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setenv("BINSTART_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BINSTART_SECRET_KEY", "a secret key for tests, long enough to be accepted")
    monkeypatch.setenv("BINSTART_DEMONSTRATION", "true")
    settings.cache_clear()
    yield create_app()
    settings.cache_clear()


def test_every_form_that_a_route_reads_stands_on_the_page(app: Flask) -> None:
    told = set(re.findall(r"^### `([\w.]+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    views = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    used = {endpoint: _forms_used_by(unwrap(app.view_functions[endpoint])) for endpoint in sorted(views)}

    assert {endpoint: forms - told for endpoint, forms in used.items() if forms - told} == {}
    assert len([forms for forms in used.values() if forms]) > 150  # the others read nothing but the token


def _forms_used_by(view: Any) -> set[str]:
    """The classes of forms that a view and the functions of its module name, and the functions that make them."""
    module, seen, waiting = view.__globals__, {view}, [view]
    found: set[str] = set()
    while waiting:
        for one in _named_in(waiting.pop(), module):
            if isinstance(one, type) and issubclass(one, Form) and not issubclass(one, PartForm):
                found.add(f"{one.__module__}.{one.__name__}")
            elif isinstance(one, FunctionType):
                name = f"{one.__module__}.{one.__name__}"
                found |= {name} & (MADE.keys() | {CHARTER})
                if unwrap(one).__globals__ is module and one not in seen:
                    seen.add(one)
                    waiting.append(one)
    return found


def _named_in(function: Any, module: dict[str, Any]) -> list[Any]:
    """What a function names of its module, and of modules that it names."""
    tree = ast.parse(dedent(getsource(unwrap(function))))
    named = [module.get(node.id) for node in ast.walk(tree) if isinstance(node, ast.Name)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            of = module.get(node.value.id)
            named.append(getattr(of, node.attr, None) if isinstance(of, ModuleType) else None)
    return named


def test_every_function_that_makes_a_form_is_told() -> None:
    making = set()
    for file in WEBAPP.rglob("*.py"):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(_makes_a_form(one) for one in ast.walk(node)):
                making.add(f"{module}.{node.name}")

    assert making == MADE.keys() | OF_CHARTER


def _makes_a_form(node: ast.AST) -> bool:
    if isinstance(node, ast.ClassDef):
        return any(ast.unparse(base).endswith("Form") for base in node.bases)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "type" and len(node.args) == 3
    return False


class Row(PartForm):
    """One row."""

    street = StringField("Straat", filters=[trimmed], validators=[Length(max=200)])

    def validate(self, extra_validators: Any = None) -> bool:
        """A street of another row is refused. And more."""
        return True


class Everything(Form):
    """One of many things."""

    name = StringField("Naam", validators=[InputRequired(), Length(min=2, max=40)], filters=[trimmed])
    code = StringField("Code", validators=[Length(min=4), Regexp(r"[0-9]+")])
    count = IntegerField("Hoeveel?", validators=[NumberRange(0, 10)])
    choice = RadioField("Kies", choices=["yes", "no"])
    offered = RadioField("Kies", validate_choice=False)
    on = DayField("Dag")
    rows = FieldList(FormField(Row), max_entries=5)
    scan = UploadField("Scan", needed="Kies een bestand.")

    def validate_on(self, field: DayField) -> None:
        """A day that must still come is refused."""
        raise StopValidation


def test_a_field_is_told_as_it_is_checked() -> None:
    told = {one.name: one for one in rules_of(Everything)}

    assert list(told) == ["name", "code", "count", "choice", "offered", "on", "rows", "rows[].street", "rows[]", "scan"]
    assert told["name"] == FieldRules("name", "one line", True, ("2 to 40 characters",), True)
    assert told["code"] == FieldRules("code", "one line", False, ("at least 4 characters", "like `[0-9]+`"), False)
    assert told["count"].rules == ("0 to 10",)
    assert told["choice"].rules == ("one of `yes`, `no`",)
    assert told["offered"].rules == ("one of what the page offers; the operation looks whether it is",)
    assert told["on"].rules == ("A day that must still come is refused.",)
    assert told["rows"].rules == ("at most 5 rows",)
    assert told["rows[].street"] == FieldRules("rows[].street", "one line", False, ("at most 200 characters",), True)
    assert told["rows[]"].rules == ("A street of another row is refused.",)
    assert told["scan"].is_needed
    assert f"at most {LARGEST_UPLOAD // 1024**2} MB" in told["scan"].kind


def test_a_kind_of_field_that_nobody_described_stops_the_writing() -> None:
    class OtherField(StringField):
        """A new kind."""

    class OtherForm(Form):
        """With it."""

        other = OtherField("Iets")

    with pytest.raises(KeyError, match="OtherField"):
        rules_of(OtherForm)


def test_every_refusal_in_the_source_stands_on_the_page() -> None:
    folders = [ROOT / "models", WEBAPP]
    source = [file.read_text(encoding="utf-8") for folder in folders for file in folder.rglob("*.py")]
    raised = sum(len(re.findall(r"\braise Invalid\(", text)) for text in source)
    told = rules()
    by_value = [one for one in told for _ in one.refusals if one.function.startswith("models.rules.charter_content.")]
    content = (ROOT / "models/rules/charter_content.py").read_text(encoding="utf-8")

    assert sum(len(one.refusals) for one in told) == raised + content.count("raise ValueError(")
    assert len(by_value) == content.count("raise ValueError(") + content.count("raise Invalid(")


def test_a_refusal_is_told_in_the_words_that_people_read() -> None:
    told = {one.function: one for one in rules()}

    days = told["models.operations.authorities.absences._check_days"].refusals
    assert ("last_on", "De laatste dag ligt vóór de eerste.") in [(one.field, one.sentence) for one in days]
    assert [one.sentence for one in told["models.rules.charter_content._line"].refusals] == ["Hoogstens 200 tekens."]


def test_every_function_that_reads_a_request_itself_stands_on_the_page() -> None:
    told = {one.function: one.names for one in readings()}
    source = "\n".join(file.read_text(encoding="utf-8") for file in WEBAPP.rglob("*.py"))
    names = set(re.findall(r"request\.(?:args|form|values)(?:\.get\(|\[)\"(\w+)\"", source))

    read = {name.partition(": ")[2] for names_of in told.values() for name in names_of}
    assert names - read == set()
    assert told["webapp.public.text_reports.report"] == ("JSON: all",)
    assert told["webapp.paging.asked_page"] == ("address: page",)
