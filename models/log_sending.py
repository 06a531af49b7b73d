"""Lines go to a collector on another machine too, where a setting names one: who breaks in here can't change those.

OTLP over HTTP, as for traces (models/tracing.py). The line is the one of `logs/`, as JSON. They leave in a thread of
their own, a second later; what could not be handed over by then stands in `logs/` alone.
Source: ASVS 16.4.2, 16.4.3.
"""

import logging
from functools import lru_cache

from opentelemetry._logs import Logger, LogRecord, SeverityNumber

from models.settings import settings
from models.tracing import PATIENCE, told_as

OFTEN = 1000  # milliseconds between two deliveries
_SEVERITY = {
    logging.DEBUG: SeverityNumber.DEBUG,
    logging.INFO: SeverityNumber.INFO,
    logging.WARNING: SeverityNumber.WARN,
    logging.ERROR: SeverityNumber.ERROR,
    logging.CRITICAL: SeverityNumber.FATAL,
}


class CollectorHandler(logging.Handler):
    """Hands each line over to be sent."""

    def emit(self, record: logging.LogRecord) -> None:
        """Not what the sender says of itself: while the collector is away that would go round for ever."""
        if record.name.startswith("opentelemetry"):
            return
        try:
            line = LogRecord(
                timestamp=int(record.created * 1e9),
                severity_number=_SEVERITY.get(record.levelno, SeverityNumber.UNSPECIFIED),
                severity_text=record.levelname.lower(),
                body=self.format(record),
            )
            _collector().emit(line)
        except Exception:  # a line that could not be sent must not end what it tells of
            self.handleError(record)


@lru_cache
def _collector() -> Logger:
    """Made at the first line of each process; loaded only where somebody collects: it takes a while."""
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.sdk._logs import LoggerProvider
    from opentelemetry.sdk._logs.export import BatchLogRecordProcessor

    provider = LoggerProvider(resource=told_as())
    exporter = OTLPLogExporter(endpoint=settings().lines_endpoint, timeout=PATIENCE)
    provider.add_log_record_processor(BatchLogRecordProcessor(exporter, schedule_delay_millis=OFTEN))
    return provider.get_logger("binstart")
