"""What the procedure lets a person do can be done on a page; an action without a page would be a promise only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from models.rules.procedure import ACTIONS, GATES
from models.settings import settings
from tests.compiled_once import make_app
from webapp.permissions import ROUTE_PERMISSIONS

# The charter and the request have pages with addresses of their own; all others are named after the action.
NAMED_OTHERWISE = {
    "edit_charter", "freeze_charter", "reopen_charter", "sign_charter", "refuse_signature", "record_ink_signature",
    "check_ink_signature", "add_signatory", "open_section", "settle_remark", "comment_charter",
    "record_screening", "complete_request", "withdraw_request",
}  # fmt: skip

OF_ONE_OPINION = {"give_opinion", "answer_adviser", "withdraw_opinion"}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setenv("BINSTART_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BINSTART_SECRET_KEY", "a secret key for tests, long enough to be accepted")
    settings.cache_clear()
    yield make_app()
    settings.cache_clear()


def _rules(app: Flask, code: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if ROUTE_PERMISSIONS.get(rule.endpoint) == code]


@pytest.mark.parametrize("code", ACTIONS)
def test_every_action_of_the_procedure_can_be_done_on_a_page(app: Flask, code: str) -> None:
    assert any("POST" in (rule.methods or ()) for rule in _rules(app, code))


@pytest.mark.parametrize("code", sorted(ACTIONS.keys() - NAMED_OTHERWISE))
def test_the_page_of_an_action_has_its_name_in_the_address(app: Flask, code: str) -> None:
    address = f"/dossier/<number>/{code.replace('_', '-')}"
    more = "/<int:opinion_id>" if code in OF_ONE_OPINION else ""

    found = {rule.rule: rule.methods or set() for rule in _rules(app, code)}

    assert {"GET", "POST"} <= found[address + more]


@pytest.mark.parametrize("code", sorted({one.action for gate in GATES.values() for one in gate} - OF_ONE_OPINION))
def test_what_meets_a_condition_can_be_linked_from_the_case_page(app: Flask, code: str) -> None:
    from webapp.case.links import action_address

    with app.test_request_context():
        assert action_address(code, "OOS-2026-0001").startswith("/dossier/OOS-2026-0001")
