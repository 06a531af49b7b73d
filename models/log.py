"""What each process says: one line per thing that happened, as text or as JSON, and never personal data.

Our own lines are an event with named values, each chosen where it is written. Of anybody else's line only the words of
the program stay, without what is filled in; of an exception only its kind and where it happened: its message may hold
an address, a name or what somebody typed.
"""

import logging
import re
import sys
import threading
from collections.abc import MutableMapping
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.stdlib import BoundLogger, ProcessorFormatter

from models.log_sending import CollectorHandler
from models.settings import settings
from models.tracing import trace_id

TEXT, JSON = "text", "json"
LONGEST_FOREIGN = 200  # characters
FRAMES = 8  # of an exception, the innermost

_ADDRESS = re.compile(r"\S+@\S+")
_HERE = str(Path(__file__).parents[1])


def _which_trace(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The number of the trace in which this happens, where traces are collected."""
    if found := trace_id():
        line["trace"] = found
    return line


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _which_trace,
]

structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *_SHARED, ProcessorFormatter.wrap_for_formatter],
    wrapper_class=BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
)


def _without_breaks(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Whatever a value holds, it makes no second line (ASVS 16.4.1)."""
    for name, value in line.items():
        if isinstance(value, str) and not value.isprintable():
            line[name] = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in value)
    return line


def log_of(name: str) -> Any:
    """The log of a part: `log_of("worker").info("work", flow="idea", outcome="done")`."""
    return structlog.stdlib.get_logger(f"binstart.{name}")


def log_handlers(log_format: str, stream: TextIO | None = None) -> list[logging.Handler]:
    """What takes the lines of this process: the stream and, where a setting names one, a collector elsewhere."""
    return [log_handler(log_format, stream), *([_collector_handler()] if settings().lines_endpoint else [])]


def log_handler(log_format: str, stream: TextIO | None = None) -> logging.Handler:
    """Writes lines in this format: text or json."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(log_format))
    return handler


def _collector_handler() -> logging.Handler:
    handler = CollectorHandler()
    handler.setFormatter(_formatter(JSON))
    return handler


def _formatter(log_format: str) -> logging.Formatter:
    in_json = log_format == JSON
    renderer: Any = structlog.processors.JSONRenderer() if in_json else structlog.processors.KeyValueRenderer(
        key_order=["timestamp", "level", "event"], drop_missing=True, repr_native_str=False
    )  # fmt: skip
    return ProcessorFormatter(
        foreign_pre_chain=[_only_the_words, *_SHARED],
        processors=[_where_it_failed, ProcessorFormatter.remove_processors_meta, _without_breaks, renderer],
        use_get_message=False,
    )


def set_up_log(log_format: str, stream: TextIO | None = None) -> None:
    """Everything that this process says goes one way, also what nobody caught."""
    root = logging.getLogger()
    root.handlers[:] = log_handlers(log_format, stream)
    root.setLevel(logging.WARNING)
    logging.getLogger("binstart").setLevel(logging.INFO)
    sys.excepthook = lambda kind, fault, tb: _tell_uncaught(fault, tb)
    threading.excepthook = lambda told: _tell_uncaught(told.exc_value, told.exc_traceback)


def _tell_uncaught(fault: BaseException | None, tb: TracebackType | None) -> None:
    if fault is not None and not isinstance(fault, KeyboardInterrupt):
        log_of("process").critical("uncaught", exc_info=(type(fault), fault, tb))


def _only_the_words(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The first line of somebody else's message as the program has it, without what is filled in."""
    words = str(line.get("event", "")).partition("\n")[0]
    line["event"] = _ADDRESS.sub("…", words)[:LONGEST_FOREIGN]
    record: logging.LogRecord | None = line.get("_record")
    line["by"] = record.name if record else ""
    return line


def _where_it_failed(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The kind of an exception, of what caused it, and the places in the code; never its message."""
    told = line.pop("exc_info", None)
    line.pop("stack_info", None)
    if told is True:
        told = sys.exc_info()
    fault = told[1] if isinstance(told, tuple) else told
    if not isinstance(fault, BaseException):
        return line
    kinds, cause = [type(fault).__name__], fault.__cause__ or fault.__context__
    while cause is not None and len(kinds) < FRAMES:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = extract_tb(fault.__traceback__)[-FRAMES:]
    line["fault"] = " < ".join(kinds)
    line["where"] = " > ".join(f"{one.filename.removeprefix(_HERE + '/')}:{one.lineno}" for one in frames)
    return line
