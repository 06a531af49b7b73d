"""What the API offers, declared once: from a declaration come the route, the checks, the answer and its description.

A view gets its parameters as a checked model and returns a model; JSON, ETag and refusals are made here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, ValidationError

from webapp.permissions import may
from webapp.problems import Problem

PREFIX = "/api/v1"
JSON = "application/json"

View = Callable[..., BaseModel]


class Parameters(BaseModel):
    """Base of what can be asked behind the question mark: other words are refused."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Reading:
    """One thing to read: its path, which scope it asks, its parameters, its answer, and its words."""

    name: str
    path: str
    scope: str
    parameters: type[Parameters]
    answer: type[BaseModel]
    summary: str
    description: str
    has_pages: bool


READINGS: list[Reading] = []


def reads(blueprint: Blueprint, path: str, scope: str, *, parameters: type[Parameters], answer: type[BaseModel],
          summary: str, has_pages: bool = False) -> Callable[[View], View]:  # fmt: skip
    """Declare a view of the API. `path`: as Flask writes it; with `<number>` it is about that case (`g.case`)."""

    def declare(view: View) -> View:
        told = " ".join((view.__doc__ or "").split())
        READINGS.append(Reading(view.__name__, path, scope, parameters, answer, summary, told, has_pages))

        @wraps(view)
        def answered(**arguments: Any) -> Response:
            _require_json()
            return _answer(view(_read(parameters), **arguments))

        guarded = may(scope, case_argument="number" if "<number>" in path else None)(answered)
        blueprint.get(PREFIX + path)(guarded)
        return view

    return declare


def _require_json() -> None:
    if request.headers.get("Accept") and not request.accept_mimetypes.best_match([JSON]):
        raise Problem("not_acceptable")


def _read(parameters: type[Parameters]) -> Parameters:
    given = {name: values[0] if len(values) == 1 else values for name, values in request.args.lists()}
    try:
        return parameters.model_validate(given)
    except ValidationError as error:
        faults = [
            {"detail": one["msg"], "pointer": "/query/" + "/".join(str(part) for part in one["loc"])}
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise Problem("invalid_parameters", errors=faults) from error


def _answer(found: BaseModel) -> Response:
    answer = Response(found.model_dump_json(by_alias=True), mimetype=JSON)
    following = getattr(found, "next", None)
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    answer.add_etag()
    return answer.make_conditional(request)  # type: ignore[return-value]
