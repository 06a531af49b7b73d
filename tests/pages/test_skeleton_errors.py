"""What people see when something is refused or goes wrong, and that no input breaks the site."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Blueprint, Flask, g
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

import webapp
from models.case import FoundingCase
from models.database import db, writing
from models.person import Person
from models.rules.access import Role
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, submitted
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor
from webapp.forms import BinstartForm, CaseForm, refusal_to_form, render_form
from webapp.permissions import ROUTE_PERMISSIONS, may

TYPED = "Een lange uitleg die niemand graag twee keer typt."
FORM = """{% extends "base.html" %}{% from "macros/fields.html" import error_summary, field %}
{% block title %}x{% endblock %}{% block content %}{{ error_summary(form) }}<h1>x</h1>
<form method="post">{{ form.hidden_tag() }}{{ field(form.reason) }}</form>{% endblock %}"""


class ReasonForm(CaseForm):
    reason = TextAreaField("Reden", validators=[InputRequired("Vul de reden in.")])


class PlainForm(BinstartForm):
    reason = StringField("Reden")


def raising(error: Exception) -> Any:
    def view(**arguments: str) -> str:
        raise error

    return view


@pytest.fixture(autouse=True)
def _trouble(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An audience of tests alone, in which everything goes wrong."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "trouble.html").write_text(FORM, encoding="utf-8")
    blueprint = Blueprint("trouble", __name__, template_folder=str(folder))
    errors = {
        "not_allowed": NotAllowed("four_eyes", "Wie de aanvraag deed, beslist er niet over."),
        "stale": Stale("case_moved", "Het dossier staat nu in een andere fase."),
        "gate": GateNotMet("wrong_stage", "Dit kan niet in deze fase."),
        "invalid": Invalid("too_late", "Deze datum ligt in het verleden.", "starts_at"),
        "crash": RuntimeError("sleutel 4711 van de kluis"),
        "overflow": OverflowError("Python int too large to convert to SQLite INTEGER"),
    }
    for name, error in errors.items():
        view = may("see_case", case_argument="number")(raising(error))
        blueprint.add_url_rule(f"/dossier/<number>/{name}", name, view, methods=["GET", "POST"])
        blueprint.add_url_rule(f"/api/{name}", f"api_{name}", may("sign_in")(raising(error)))

    @blueprint.route("/dossier/<number>/reden", methods=["GET", "POST"])
    @may("see_case", case_argument="number")
    def give_reason(number: str) -> Any:
        form = ReasonForm()
        if form.validate_on_submit():
            g.case.name = "half veranderd"
            db.session.flush()
            refusal_to_form(form, Invalid("too_short", "De reden is te kort.", "reason"))
        return render_form("trouble.html", form)

    @blueprint.route("/los", methods=["GET", "POST"])
    @may("sign_in")
    def loose() -> Any:
        return render_form("trouble.html", PlainForm())

    @blueprint.get("/rij/<int:row_id>")
    @may("sign_in")
    def row(row_id: int) -> str:
        return str(db.session.get(Person, row_id))

    monkeypatch.setattr(webapp, "AUDIENCES", (*webapp.AUDIENCES, blueprint))
    yield
    ROUTE_PERMISSIONS.clear()


@pytest.fixture
def case(place: Place, engine: Engine) -> FoundingCase:
    with writing(engine) as session:
        return submitted(session, place)


@pytest.fixture
def officer(place: Place, signed_in: SignedIn) -> Visitor:
    return signed_in(place.people[Role.DESK_OFFICER])


def post(browser: Visitor, path: str, **values: str) -> Any:
    """Send values with a valid token, to a page that has no form of its own."""
    token = browser.read("/los").soup.select_one("main input[name=csrf_token]")
    assert token is not None
    return browser.send(path, {"csrf_token": str(token["value"]), **values})


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("not_allowed", 403, "Wie de aanvraag deed, beslist er niet over."),
        (
            "stale",
            409,
            "Iemand anders was u voor. Wat u deed is niet bewaard. Het dossier staat nu in een andere fase.",
        ),
        ("gate", 409, "Dit kan niet in deze fase."),
        ("invalid", 422, "Deze datum ligt in het verleden."),
        ("crash", 500, "Er liep iets mis bij ons"),
        ("overflow", 400, "dat niet kan"),
    ],
)
def test_a_refusal_says_which_rule_and_keeps_what_was_typed(
    case: FoundingCase, officer: Visitor, name: str, status: int, words: str
) -> None:
    page = post(officer, f"/dossier/{case.number}/{name}", reason=TYPED, password="geheim")

    assert page.status == status
    assert words in page.text
    assert TYPED in page.text
    assert "geheim" not in page.text
    assert "4711" not in page.text


@pytest.mark.parametrize("name", ["stale", "gate"])
def test_who_comes_too_late_sees_where_the_case_is_now(case: FoundingCase, officer: Visitor, name: str) -> None:
    page = post(officer, f"/dossier/{case.number}/{name}", reason=TYPED)

    assert case.number in page.text
    assert "Idee en voorbereiding" in page.text
    assert f"/dossier/{case.number}" in page.links()


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("not_allowed", 403, "four_eyes"), ("stale", 409, "case_moved"), ("gate", 409, "wrong_stage"),
     ("invalid", 422, "too_late"), ("crash", 500, "500"), ("bestaat-niet", 404, "not_found")],
)  # fmt: skip
def test_programs_get_refusals_as_json(client: Visitor, name: str, status: int, code: str) -> None:
    answer = client.get(f"/api/{name}")

    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["code"] == code


def test_a_fault_is_shown_at_its_field_and_in_the_summary(case: FoundingCase, officer: Visitor) -> None:
    page = officer.read(f"/dossier/{case.number}/reden").submit(reason="")

    error = page.soup.select_one("#reason-error")
    summary = page.soup.select_one('.govuk-error-summary a[href="#reason"]')
    area = page.soup.select_one("#reason")
    assert page.status == 422
    assert error is not None
    assert "Vul de reden in." in error.get_text()
    assert summary is not None
    assert area is not None
    assert "reason-error" in str(area["aria-describedby"]).split()
    assert page.soup.title is not None
    assert page.soup.title.get_text().startswith("Fout:")


def test_a_refused_action_changes_nothing_and_is_told_at_the_field(
    case: FoundingCase, officer: Visitor, engine: Engine
) -> None:
    page = officer.read(f"/dossier/{case.number}/reden").submit(reason=TYPED)

    assert page.status == 422
    assert page.faults == ["De reden is te kort."]
    assert TYPED in page.text
    with writing(engine) as session:
        assert session.scalars(select(FoundingCase.name)).one() == "BIN Kerkkwartier"


def test_a_form_about_a_case_carries_where_the_case_was(case: FoundingCase, officer: Visitor) -> None:
    page = officer.read(f"/dossier/{case.number}/reden")

    position = page.soup.select_one("main input[name=seen]")
    assert position is not None
    assert position["value"] == "idea:1"


def test_a_form_without_token_is_refused_and_keeps_what_was_typed(client: Visitor) -> None:
    page = client.send("/los", {"reason": TYPED})

    assert page.status == 400
    assert "te lang open" in page.title
    assert TYPED in page.text
    assert "/los" in page.links()


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 400), ("none", 400)]
)
def test_a_form_that_another_site_sends_is_refused(client: Visitor, site: str, status: int) -> None:
    page = client.send("/los", {"reason": TYPED}, headers={"Sec-Fetch-Site": site})

    assert page.status == status


def test_following_a_link_from_another_site_is_fine(client: Visitor) -> None:
    assert client.read("/los", headers={"Sec-Fetch-Site": "cross-site"}).status == 200


def test_typed_text_is_shown_as_text_never_as_html(client: Visitor) -> None:
    page = client.send("/los", {"reason": "<script>alert(1)</script>"})

    assert "<script>alert" not in page.response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/bestaat-niet", 404), ("/rij/99999999999999999999", 404), ("/rij/-1", 404), ("/rij/1", 200), ("/afmelden", 405),
     ("/los?x=%00", 400), ("/%00", 400), ("/los?%ff=%fe", 200), ("/aanmelden?next=%ff", 200), ("/rij/2147483647", 200)],
)  # fmt: skip
def test_odd_addresses_get_a_plain_answer(client: Visitor, path: str, status: int) -> None:
    page = client.read(path)

    assert page.status == status
    assert status == 200 or "Binstart" in page.text


def test_nul_in_a_form_is_refused(client: Visitor) -> None:
    assert post(client, "/los", reason="a\0b").status == 400


def test_a_request_that_is_too_large_is_refused(client: Visitor) -> None:
    as_file = client.post("/los", data={"file": (BytesIO(b"x" * 13_000_000), "groot.pdf")})
    as_text = client.post("/los", data={"reason": "x" * 600_000})

    assert as_file.status_code == as_text.status_code == 413
    assert "te groot" in as_file.get_data(as_text=True)


def test_who_asks_too_much_must_wait(client: Visitor) -> None:
    client.environ_base["REMOTE_ADDR"] = "192.0.2.44"

    answers = [client.get("/robots.txt").status_code for _ in range(301)]
    page = client.read("/hulp")

    assert answers == [200] * 300 + [429]
    assert page.title == "Even wachten"
    assert client.get("/healthz").status_code == 200  # who watches over the site may always ask
    assert client.get("/static/binstart.css").status_code == 200


SKELETON = [
    "/aanmelden",
    "/aanmelden/code",
    "/aanmelden/wachtwoord",
    "/aanmelden/link/x",
    "/account/naam",
    "/dev/clock",
]


@pytest.mark.parametrize("path", SKELETON)
@budget(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(st.text(max_size=8), st.text(max_size=30), max_size=3),
    form=st.dictionaries(
        st.sampled_from(["email", "code", "password", "name", "next", "moment", "days", "seen", "x"]),
        st.one_of(st.text(max_size=60), st.integers().map(str), st.dates(min_value=date(1, 1, 1)).map(str)),
        max_size=6,
    ),
)
def test_no_input_of_any_kind_breaks_a_page(
    app: Flask, place: Place, signed_in: SignedIn, path: str, query: dict[str, str], form: dict[str, str]
) -> None:
    browser = signed_in(place.people[Role.MAYOR]) if path.startswith("/account") else app.test_client()
    token = Visitor.read(browser, "/los").soup.select_one("main input[name=csrf_token]")  # type: ignore[arg-type]
    assert token is not None

    seen = browser.get(path, query_string=query)
    sent = browser.post(path, query_string=query, data={**form, "csrf_token": str(token["value"])})

    assert seen.status_code < 500, seen.status_code
    assert sent.status_code < 500, sent.status_code
    assert datetime.now(UTC)


def test_bytes_that_are_no_text_break_nothing(client: Visitor) -> None:
    for content_type in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "",
    ):
        answer = client.post("/aanmelden", data=b"\xff\xfe=%ff&email=\xc3\x28&--x\r\n", content_type=content_type)
        assert 400 <= answer.status_code < 500
