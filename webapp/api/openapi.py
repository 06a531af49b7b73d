"""The description of the API for programs (OpenAPI 3.1), put together from what the views declare."""

import re
from typing import Any

from flask import Blueprint, Response, json
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from models.settings import settings
from webapp.api.answers import Problem
from webapp.api.declaring import JSON, PREFIX, READINGS, Reading
from webapp.permissions import may
from webapp.problems import PROBLEM_JSON, PROBLEMS
from webapp.public.open_data import open_answer

blueprint = Blueprint("api_description", __name__)

ABOUT = """Reads what one Belgian municipality or police zone may see of the neighbourhood information networks (BIN)
that are founded there. A token is made by an administrator of that authority; it acts for that authority only.

What never leaves: names, addresses, phone numbers and mail addresses of residents and members; voices, replies,
participants, candidates and seats; reasons, motives, opinions and other texts that somebody typed; notes and who has a
case in hand; screenings and the police's contacts with the judicial authority; who signed. A case in its first stage
has no name here: a resident typed it, and nobody read it yet."""
_REF = "#/components/schemas/{model}"
_PATH_PATTERNS = {"number": r"^[A-Z]{2,5}-[0-9]{4}-[0-9]{4,6}$", "slug": r"^[a-z0-9-]{1,80}$"}
_ALWAYS = ("bad_request", "invalid_token", "insufficient_scope", "method_not_allowed", "not_acceptable",
           "invalid_parameters", "too_many_requests")  # fmt: skip
_LIMIT_HEADERS = {
    "RateLimit-Policy": ("How many requests (q) are let through in how many seconds (w).", "string"),
    "RateLimit": ("How many requests are left (r), and the seconds (t) until they are counted anew.", "string"),
}


@blueprint.get(f"{PREFIX}/openapi.json")
@may("read_public_page")
def describe_api() -> Response:
    """The description, for everybody."""
    return open_answer(json.dumps(description()), JSON)


def description() -> dict[str, Any]:
    """The OpenAPI document as plain values."""
    models: list[type[BaseModel]] = [Problem, *(one.answer for one in READINGS)]
    _, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Binstart", "version": "1", "description": ABOUT,
                 "license": {"name": "Open data", "url": settings().open_data_licence}},
        "servers": [{"url": settings().base_url.rstrip("/")}],
        "security": [{"token": []}],
        "paths": {_path(one): {"get": _operation(one)} for one in READINGS},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {code: _problem(code) for code in PROBLEMS if code != "no_token"},
            "headers": {name: {"description": told, "schema": {"type": kind}}
                        for name, (told, kind) in _LIMIT_HEADERS.items()},
        },
    }  # fmt: skip


def _path(one: Reading) -> str:
    return PREFIX + re.sub(r"<(\w+)>", r"{\1}", one.path)


def _operation(one: Reading) -> dict[str, Any]:
    in_path = re.findall(r"<(\w+)>", one.path)
    refusals = [*_ALWAYS, *(["not_found"] if in_path else [])]
    return {
        "operationId": one.name,
        "summary": one.summary,
        "description": f"{one.description} Asks for the scope `{one.scope}`.",
        "security": [{"token": [one.scope]}],
        "parameters": [*(_in_path(name) for name in in_path), *_asked(one), _IF_NONE_MATCH],
        "responses": {
            "200": _found(one),
            "304": {"description": "Nothing changed since the answer with this ETag.", "headers": _headers("ETag")},
            **{str(PROBLEMS[code][0]): {"$ref": f"#/components/responses/{code}"} for code in sorted(refusals)},
        },
    }


_IF_NONE_MATCH = {"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"},
                  "description": "The ETag of an earlier answer: 304 when it still holds."}  # fmt: skip


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": _PATH_PATTERNS[name]}}


def _asked(one: Reading) -> list[dict[str, Any]]:
    schema = one.parameters.model_json_schema()
    known = schema.get("$defs", {})
    return [
        {"name": name, "in": "query", "required": False, "description": rule.get("description", ""),
         "schema": _plain(rule, known)}
        for name, rule in schema.get("properties", {}).items()
    ]  # fmt: skip


def _plain(rule: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out or has a value: never null, as a field of a model can be."""
    kept = {name: value for name, value in rule.items() if name not in ("anyOf", "default", "title", "description")}
    for choice in rule.get("anyOf", ()):
        if choice.get("type") != "null":
            kept |= choice
    if "$ref" in kept:
        kept |= known[kept.pop("$ref").rpartition("/")[2]]
    if rule.get("default") is not None:
        kept["default"] = rule["default"]
    return {name: value for name, value in kept.items() if name not in ("title", "description")}


def _found(one: Reading) -> dict[str, Any]:
    names = ("ETag", "Link") if one.has_pages else ("ETag",)
    return {
        "description": "What was asked.",
        "headers": _headers(*names),
        "content": {JSON: {"schema": {"$ref": _REF.format(model=one.answer.__name__)}}},
    }


def _headers(*names: str) -> dict[str, Any]:
    words = {
        "ETag": "Names this answer, for `If-None-Match`.",
        "Link": 'The next page, as rel="next"; absent on the last.',
    }
    own = {name: {"description": words[name], "schema": {"type": "string"}} for name in names}
    return own | {name: {"$ref": f"#/components/headers/{name}"} for name in _LIMIT_HEADERS}


def _problem(code: str) -> dict[str, Any]:
    status, title = PROBLEMS[code]
    headers: dict[str, Any] = {}
    if status in (401, 403):
        headers["WWW-Authenticate"] = {"description": "How to do it (RFC 6750).", "schema": {"type": "string"}}
    if status == 429:
        headers["Retry-After"] = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
    if status == 405:
        headers["Allow"] = {"description": "What can be done.", "schema": {"type": "string"}}
    return {"description": title, "headers": headers,
            "content": {PROBLEM_JSON: {"schema": {"$ref": _REF.format(model="Problem")}}}}  # fmt: skip
