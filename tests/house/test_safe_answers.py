"""What looks at every answer (tests/safe_answers.py) does see what is wrong with one."""

import pytest
from flask import Flask, Response

from tests.safe_answers import faults_of
from webapp.security import HEADERS, content_security_policy

SAFE = {**HEADERS, "Content-Security-Policy": content_security_policy()}


def _faults(body: str = "<p>Dag</p>", endpoint: str = "site.help", **headers: str | None) -> list[str]:
    app = Flask(__name__)
    given = {**SAFE, **{name.replace("_", "-"): value for name, value in headers.items()}}
    app.add_url_rule("/", "page", lambda: Response(body, headers={k: v for k, v in given.items() if v is not None}))
    return faults_of(endpoint, app.test_client().get("/"))


def test_a_safe_page_has_no_faults() -> None:
    assert _faults('<script src="/static/a.js"></script><a href="/hulp" class="on">Hulp</a>') == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script>alert(1)</script>", "<script> of its own"),
        ('<script src="https://elders.example/a.js"></script>', "<script> of its own"),
        ('<script src="//elders.example/a.js"></script>', "<script> from elsewhere: //elders.example/a.js"),
        ("<style>p { color: red }</style>", "<style> of its own"),
        ('<p style="color: red">', "style= in <p>"),
        ("<svg onload=alert(1)>", "onload= in <svg>"),
        ('<p hx-on:click="alert(1)">', "hx-on:click= in <p>"),
        ('<a href=" JavaScript:alert(1)">', "href=' JavaScript:alert(1)' in <a>"),
        ('<img src="https://elders.example/a.png">', "<img> from elsewhere: https://elders.example/a.png"),
        ('<form action="https://elders.example">', "<form> from elsewhere: https://elders.example"),
    ],
)
def test_what_a_page_brings_itself_or_fetches_from_elsewhere_is_seen(body: str, fault: str) -> None:
    assert fault in _faults(body)


@pytest.mark.parametrize("name", SAFE)
def test_a_header_that_is_missing_is_seen(name: str) -> None:
    assert len(_faults(**{name.replace("-", "_"): None})) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content_Security_Policy", content_security_policy() + " 'unsafe-inline'"),
        ("Content_Security_Policy", "sandbox; default-src 'none'"),  # of a page, which is no download
        ("Cross_Origin_Resource_Policy", "cross-origin"),
        ("Access_Control_Allow_Origin", "*"),
        ("Content_Type", "text/html"),
        ("Location", "https://elders.example/"),
        ("Location", "//elders.example/"),
    ],
)
def test_a_header_that_is_weaker_is_seen(name: str, value: str) -> None:
    assert len(_faults(**{name: value})) == 1


def test_what_one_page_may_is_not_let_pass_on_another() -> None:
    framed = content_security_policy().replace("frame-ancestors 'none'", "frame-ancestors *")

    assert _faults(endpoint="public_widget.show_widget", Content_Security_Policy=framed) == []
    assert len(_faults(endpoint="public.show_network", Content_Security_Policy=framed)) == 1
