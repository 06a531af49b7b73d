"""Traces from the click through the flow to the mail: one number goes along, and each part tells where the time went.

Off unless a setting names who collects them (OTLP over HTTP). A span holds names of parts, kinds and outcomes; never a
person, an address, a path or the message of an exception. Prefect's own spans stay off: they would name cases.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from opentelemetry.context import Context
from opentelemetry.trace import (
    INVALID_SPAN,
    Link,
    Span,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    format_trace_id,
    get_current_span,
    use_span,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from models.settings import settings

if TYPE_CHECKING:
    from opentelemetry.sdk.resources import Resource

PATIENCE = 2  # seconds that one delivery may take: who collects traces must not hold up who stops
_PROPAGATOR = TraceContextTextMapPropagator()

Value = str | int | bool


@lru_cache
def _tracer() -> Tracer | None:
    """Made at the first span of each process, not before it forks. None: nobody collects."""
    endpoint = settings().traces_endpoint
    if not endpoint:
        return None
    # Loaded only where somebody collects: it takes a while.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=told_as())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint, timeout=PATIENCE)))
    return provider.get_tracer("binstart")


def told_as() -> "Resource":
    """Who tells: the product and its version."""
    from opentelemetry.sdk.resources import Resource

    return Resource({"service.name": "binstart", "service.version": _version()})


def _version() -> str:
    try:
        return version("binstart")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"


@contextmanager
def span(name: str, *parents: str, kind: SpanKind = SpanKind.INTERNAL, **attributes: Value) -> Iterator[Span]:
    """A part of a trace. `parents`: what was kept with the work that asked for it; it goes on with the last and points
    at the others; without any it goes on with what runs here, or begins a trace."""
    tracer = _tracer()
    if tracer is None:
        yield INVALID_SPAN
        return
    known = [parent for parent in parents if parent]
    found = tracer.start_span(
        name, _context(known[-1]) if known else None, kind,
        {f"binstart.{key}": value for key, value in attributes.items()}, [_link(one) for one in known[:-1]],
    )  # fmt: skip
    with use_span(found, end_on_exit=True, record_exception=False, set_status_on_exception=False):
        try:
            yield found
        except Exception as error:
            note_fault(found, error)
            raise


def note_fault(found: Span, error: Exception) -> None:
    """What kind of fault it was; what it says stands with the work."""
    found.set_status(Status(StatusCode.ERROR))
    found.set_attribute("error.type", type(error).__name__)


def traceparent() -> str:
    """The number of what runs here, in the form of the W3C's header; empty where nobody collects."""
    carrier: dict[str, str] = {}
    _PROPAGATOR.inject(carrier)
    return carrier.get("traceparent", "")


def trace_id() -> str:
    """The number of the trace alone, for the log: 32 hexadecimal digits, or empty."""
    context = get_current_span().get_span_context()
    return format_trace_id(context.trace_id) if context.is_valid else ""


def _context(parent: str) -> Context:
    return _PROPAGATOR.extract({"traceparent": parent}, Context())


def _link(parent: str) -> Link:
    return Link(get_current_span(_context(parent)).get_span_context())
