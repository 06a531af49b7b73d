"""Figures for Prometheus at /metrics: requests by route, and what waits, runs and fails; no word about any case.

Closed unless a token is set. gunicorn's processes keep their counts in one folder (`binstart.web_server`), so that
whichever answers tells of all.
"""

import hmac
import os
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from models.database import db
from models.file_store import documents
from models.queries.keeping.counting import effects_by_state, journal_entries
from models.queries.keeping.running import how_it_runs
from models.settings import settings
from webapp.bypass_log import bypass_of
from webapp.clock import real_now
from webapp.permissions import may
from webapp.request_log import method, route, seconds_taken
from webapp.sign_in_log import is_refused_sign_in

blueprint = Blueprint("metrics", __name__)

REGISTRY = CollectorRegistry()
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
REQUESTS = Histogram(
    "binstart_request_seconds", "How long requests took.", ("method", "route", "status"), buckets=SECONDS,
    registry=REGISTRY,
)  # fmt: skip
SIGN_INS_FAILED = Counter(
    "binstart_sign_ins_failed", "Sign-ins that were refused: a wrong code or password, or too many tries.", ("route",),
    registry=REGISTRY,
)  # fmt: skip

BYPASSES = Counter(
    "binstart_controls_tried", "What was tried around a control (SECURITY.md has the kinds).", ("kind",),
    registry=REGISTRY,
)  # fmt: skip


def init_metrics(app: Flask) -> None:
    """Count each request, where somebody may read the counts."""
    if settings().metrics_token:
        app.after_request(_count)


@blueprint.get("/metrics")
@may("read_metrics")
def tell_metrics() -> Response:
    """All figures in Prometheus' text format, for who has the token; where none is set there is no such page."""
    token = settings().metrics_token
    if not token:
        abort(404)
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return Response("", 401, {"WWW-Authenticate": "Bearer"})
    return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    """The counts of all processes and the figures of the database, of this moment."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(_Counts())
    registry.register(_Database())
    return registry


def _count(response: Response) -> Response:
    REQUESTS.labels(method(), route(), str(response.status_code)).observe(seconds_taken())
    if is_refused_sign_in(response):
        SIGN_INS_FAILED.labels(route()).inc()
    if found := bypass_of(response):
        BYPASSES.labels(found[0]).inc()
    return response


class _Counts(Collector):
    """The counts of this process, where there is only one."""

    def collect(self) -> Iterator[Metric]:
        """What was counted."""
        yield from REGISTRY.collect()


class _Database(Collector):
    """What the database knows of work, effects, workers and the journal."""

    def collect(self) -> Iterator[Metric]:
        """Asked anew for each reader."""
        at = real_now()
        seen = how_it_runs(db.session(), at)
        ages = [(at - pile.oldest_at).total_seconds() for pile in (seen.waiting, seen.failing) if pile.oldest_at]
        last = max((one.seen_at for one in seen.workers), default=None)
        told = (
            ("binstart_outbox_waiting", "Pieces of work that nobody took yet.", seen.waiting.count),
            ("binstart_outbox_failing", "Pieces of work that failed and will be tried again.", seen.failing.count),
            ("binstart_outbox_oldest_seconds", "Age of the oldest of both.", max(ages, default=0.0)),
            ("binstart_mails_failing", "Mails that failed and will be tried again.", seen.mails.failing.count),
            ("binstart_mails_given_up", "Mails given up in the last seven days.", seen.mails.given_up),
            ("binstart_journal_entries", "Entries in the journals.", journal_entries(db.session())),
            ("binstart_database_bytes", "Size of the database.", seen.database_size),
            ("binstart_workers", "Workers that showed themselves in the last day.", len(seen.workers)),
            ("binstart_worker_seen_seconds", "Since a worker showed itself; -1: none did.",
             (at - last).total_seconds() if last else -1.0),
            ("binstart_files_answer", "Whether files can be kept: 1, or 0.", int(documents().answers())),
        )  # fmt: skip
        for name, what, value in told:
            yield GaugeMetricFamily(name, what, value=value)
        effects = GaugeMetricFamily("binstart_effects", "Mails, documents and messages.", labels=("kind", "state"))
        for kind, state, count in effects_by_state(db.session()):
            effects.add_metric((kind, state), count)
        yield effects
        clockwork = GaugeMetricFamily("binstart_clockwork_seconds", "Since a part ran to its end.", labels=("name",))
        for name, moment in seen.clockwork.items():
            clockwork.add_metric((name,), (at - moment).total_seconds())
        yield clockwork
