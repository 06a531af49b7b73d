"""A trace begins with each request: the route and how it ended, and neither the path nor who asked."""

from contextlib import ExitStack

from flask import Flask, Response, g
from opentelemetry.trace import Span, SpanKind

from models.tracing import note_fault, span
from webapp.request_log import method, route


def init_tracing(app: Flask) -> None:
    """Before the request is handled, and when nothing of it is left to do."""
    app.before_request(_begin)
    app.after_request(_note_status)
    app.teardown_request(_end)


def _begin() -> None:
    g.trace_scope = ExitStack()
    found = g.trace_scope.enter_context(span(f"{method()} {route()}", kind=SpanKind.SERVER))
    found.set_attributes({"http.request.method": method(), "http.route": route()})
    g.trace_span = found


def _note_status(response: Response) -> Response:
    if "trace_span" in g:
        g.trace_span.set_attribute("http.response.status_code", response.status_code)
    return response


def _end(error: BaseException | None) -> None:
    if "trace_scope" not in g:
        return
    found: Span = g.pop("trace_span")
    if isinstance(error, Exception):
        note_fault(found, error)
    g.pop("trace_scope").close()
