"""A line for each thing that was tried around a control, and never who tried or what was typed (ASVS 16.3.3).

Who looks for an attack counts them by kind and route; one alone is often an accident: an old link, a cookie that ended.
A form of a case that moved meanwhile (409) is nobody's try.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, current_app, g, request
from wtforms import Field, FieldList, FormField, SelectField, SelectMultipleField

from models.log import log_of
from models.rules.access import ANYONE, PERMISSIONS
from models.rules.refusals import GateNotMet, Invalid
from webapp.request_log import method, role, route

# Kind of line -> what was tried. SECURITY.md, 'Lines and journals', has the same list (tests/house).
KINDS = {
    "forged_form": "a form without its token against forgery, or with another one",
    "other_site": "a form that another site sends",
    "impossible_text": "signs that nobody types, or more text than a form holds",
    "right_missing": "a page or an action without the right",
    "object_refused": "a case, file or row of others, or that there is not",
    "out_of_order": "an action that the stage does not have, of a page that is not old",
    "limit": "more often than a limit allows",
    "link_refused": "a link or code that is used, over, of something else or unknown",
    "key_refused": "a key of a program that is unknown, ended or revoked",
    "scope_missing": "what the key of a program may not read",
    "upload_refused": "a file whose content is not what we take, or damaged",
    "choice_not_offered": "a choice that the form did not offer",
}
LINK_ARGUMENTS = {"token", "code"}  # of addresses where what stands in them is all that lets one in
UPLOADS = {"upload_unknown_kind", "upload_damaged", "too_many_pixels"}  # codes of refusals; the others are accidents
OUT_OF_ORDER = {"wrong_stage", "case_ended"}

log = log_of("web")


def init_bypass_log(app: Flask) -> None:
    """Tell of each, once the answer is known."""
    app.after_request(_tell)


def note_bypass(kind: str, reason: str = "") -> None:
    """This request tried that; `reason`: a code of ours. The first that is noted stays."""
    assert kind in KINDS, kind
    g.setdefault("bypass", (kind, reason))


def note_upload(refusal: Invalid) -> None:
    """A file was refused: for what it is, or because it is empty or large."""
    if refusal.code in UPLOADS:
        note_bypass("upload_refused", refusal.code)


def note_order(refusal: GateNotMet) -> None:
    """A form for another stage than the case is in: a page that is only old is refused before (Stale)."""
    if refusal.code in OUT_OF_ORDER and request.method == "POST":
        note_bypass("out_of_order", refusal.code)


def note_choices(fields: Iterable[Field]) -> None:
    """The form was refused: because of a choice that it did not offer?"""
    if any(_is_not_offered(field) for field in fields):
        note_bypass("choice_not_offered")


def bypass_of(response: Response) -> tuple[str, str] | None:
    """What was tried around a control, as kind and reason: as noted, else as the answer tells. None: nothing."""
    if "bypass" in g:
        noted: tuple[str, str] = g.bypass
        return noted
    status, rule = response.status_code, request.url_rule
    if status == 429:
        return "limit", ""
    if rule is None or status < 400:
        return None
    if status == 401 and "Authorization" in request.headers:
        return "key_refused", ""
    if status == 403:
        return "right_missing", ""
    is_open = _is_for_anyone(rule.endpoint)
    if is_open and status in (404, 410) and LINK_ARGUMENTS & rule.arguments:
        return "link_refused", ""
    if not is_open and status == 404 and rule.arguments:
        return "object_refused", ""
    return None


def _is_for_anyone(endpoint: str) -> bool:
    permission = getattr(current_app.view_functions[endpoint], "permission", "")
    return PERMISSIONS.get(permission, ANYONE if not permission else "") == ANYONE


def _is_not_offered(field: Any) -> bool:
    if isinstance(field, FormField | FieldList):
        return any(_is_not_offered(part) for part in (field.form if isinstance(field, FormField) else field))
    if not isinstance(field, SelectField | SelectMultipleField) or not field.validate_choice:
        return False
    offered = {str(choice[0]) for choice in field.iter_choices()}
    return any(given and given not in offered for given in field.raw_data or ())


def _tell(response: Response) -> Response:
    if found := bypass_of(response):
        kind, reason = found
        log.warning("control tried", request=g.get("request_id", ""), kind=kind, reason=reason, method=method(),
                    route=route(), status=response.status_code, role=role())  # fmt: skip
    return response
