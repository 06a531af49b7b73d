"""What is tried around a control leaves a line of its own, without who or what was typed; what honest people do, or do
too late, leaves none (ASVS 16.3.3)."""

import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.datastructures import MultiDict

from models.case import FoundingCase
from models.database import writing
from models.log import set_up_log
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.factories import Place, advance_to, make_place, submitted
from tests.files import PDF
from tests.pages.api_steps import ask, token_for
from tests.pages.conftest import SignedIn
from tests.pages.sign_in_mails import ROOS, link_in, mails
from tests.pages.sign_in_mails import ask as ask_mail
from tests.pages.test_case_uploads import ScanForm
from tests.pages.visiting import Visitor
from webapp.bypass_log import KINDS
from webapp.site.metrics import REGISTRY, init_metrics

KEYS = {"timestamp", "level", "event", "request", "kind", "reason", "method", "route", "status", "role"}
Told = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def told() -> Iterator[Told]:
    """The lines about controls that this process wrote from now on."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    set_up_log("json", stream)
    yield lambda: [one for one in map(json.loads, stream.getvalue().splitlines()) if one["event"] == "control tried"]
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A case in IDEA."""
    with writing(engine) as session:
        return submitted(session, place)


def kinds(told: Told) -> list[tuple[str, int]]:
    return [(one["kind"], one["status"]) for one in told()]


@pytest.mark.parametrize("sent", [{}, {"csrf_token": "een-ander"}])
def test_a_form_without_its_token_or_with_another_one(client: Visitor, told: Told, sent: dict[str, str]) -> None:
    client.send("/aanmelden", {"email": ROOS, **sent})

    assert kinds(told) == [("forged_form", 400)]
    assert ROOS not in json.dumps(told())


def test_a_form_that_another_site_sends(client: Visitor, told: Told) -> None:
    client.send("/aanmelden", {}, headers={"Sec-Fetch-Site": "cross-site"})

    assert kinds(told) == [("other_site", 403)]


@pytest.mark.parametrize(("typed", "status"), [("a\0b", 400), ("a" * 500_001, 413)])
def test_signs_that_nobody_types_and_more_than_anybody_types(
    client: Visitor, told: Told, typed: str, status: int
) -> None:
    client.get("/zoeken", query_string={"q": typed})

    assert kinds(told) == [("impossible_text", status)]
    assert set(told()[0]) == KEYS


def test_a_case_of_others_and_a_page_for_other_functions(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn, told: Told
) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")

    signed_in(elsewhere.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}")
    signed_in(place.resident).read("/beheer")

    assert [(one["kind"], one["reason"], one["status"], one["route"], one["role"]) for one in told()] == [
        ("object_refused", "", 404, "/dossier/<number>", "desk_officer"),
        ("right_missing", "no_role", 403, "/beheer", "initiator"),
    ]
    assert case.number not in json.dumps(told())


def test_an_action_of_another_stage_with_a_page_of_this_one(
    case: FoundingCase, place: Place, signed_in: SignedIn, engine: Engine, told: Told
) -> None:
    with writing(engine) as session:
        advance_to(session, place, Stage.CONSULTATION, session.get_one(FoundingCase, case.id))
    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/edit-agreement")

    page.submit(to=f"/dossier/{case.number}/accept-request")

    assert kinds(told) == [("out_of_order", 409)]


def test_what_comes_too_late_is_nobodys_try(
    case: FoundingCase, place: Place, signed_in: SignedIn, engine: Engine, told: Told
) -> None:
    """The bad story: two officers have the page open, one is quicker, and the other stands among the attackers."""
    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/accept-request")
    with writing(engine) as session:
        advance_to(session, place, Stage.INFO_EVENING, session.get_one(FoundingCase, case.id))

    assert page.submit().status == 409
    assert page.visitor.read(page.path).status == 409
    assert told() == []


def test_a_limit_that_strikes(client: Visitor, place: Place, told: Told) -> None:
    for _ in range(4):
        client.read("/aanmelden").submit(email=ROOS)

    assert kinds(told) == [("limit", 429)]


def test_a_link_that_was_used_and_one_that_nobody_made(
    client: Visitor, place: Place, engine: Engine, told: Told
) -> None:
    ask_mail(client, ROOS)
    link = link_in(mails(engine)[0])
    client.read(link).submit()
    assert told() == []

    client.read(link)
    client.read("/aanmelden/link/onzin")
    client.read("/u/onzin")

    assert kinds(told) == [("link_refused", 410), ("link_refused", 410), ("link_refused", 404)]
    assert link.rpartition("/")[2] not in json.dumps(told())


def test_keys_of_programs(client: Visitor, place: Place, engine: Engine, told: Told, case: FoundingCase) -> None:
    limited = token_for(engine, place, scopes=["networks:read"])
    ask(client, limited, "/networks")
    client.get("/api/v1/networks")
    assert told() == []

    ask(client, "binstart_onzin", "/networks")
    ask(client, limited, "/cases")
    ask(client, token_for(engine, place), "/cases/WES-2026-0001")

    assert [(one["kind"], one["reason"], one["status"]) for one in told()] == [
        ("key_refused", "", 401), ("scope_missing", "cases:read", 403), ("object_refused", "", 404),
    ]  # fmt: skip


@pytest.mark.parametrize(("content", "reasons"), [(b"<html><script>", ["upload_unknown_kind"]), (b"", []), (PDF, [])])
def test_a_file_that_is_not_what_we_take(app: Flask, told: Told, content: bytes, reasons: list[str]) -> None:
    app.add_url_rule("/kies", methods=["POST"], view_func=lambda: (str(ScanForm(meta={"csrf": False}).validate()), 200))
    app.config["WTF_CSRF_ENABLED"] = False

    app.test_client().post("/kies", data=MultiDict([("scan", (BytesIO(content), "brief.pdf"))]))

    assert [(one["kind"], one["reason"]) for one in told()] == [("upload_refused", one) for one in reasons]


def test_a_choice_that_the_form_did_not_offer(
    case: FoundingCase, place: Place, signed_in: SignedIn, engine: Engine, told: Told
) -> None:
    with writing(engine) as session:
        advance_to(session, place, Stage.CONSULTATION, session.get_one(FoundingCase, case.id))
    page = signed_in(place.people[Role.POLICE_CHIEF]).read(f"/dossier/{case.number}/decide-as-police")
    page.submit()
    assert told() == []

    page.in_another_window().submit(is_approved="perhaps", reason="Een reden.")

    assert kinds(told) == [("choice_not_offered", 422)]


def test_pages_that_are_not_there_and_what_is_wrong_in_a_form_are_nobodys_try(
    client: Visitor, place: Place, signed_in: SignedIn, told: Told
) -> None:
    client.read("/")
    client.read("/nergens")
    client.read("/netwerken/nergens")
    client.read("/aanmelden").submit(email="geen adres")
    client.read("/beheer")
    signed_in(place.resident).read("/nergens")

    assert told() == []


def test_each_kind_can_be_counted(app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "metrics_token", "een teken")
    init_metrics(app)
    before = REGISTRY.get_sample_value("binstart_controls_tried_total", {"kind": "forged_form"}) or 0

    client.send("/aanmelden", {"email": ROOS})

    assert REGISTRY.get_sample_value("binstart_controls_tried_total", {"kind": "forged_form"}) == before + 1


def test_the_kinds_stand_in_the_words_about_safety() -> None:
    words = (Path(__file__).parents[2] / "SECURITY.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in words] == []
