"""How gunicorn serves the web app: two processes of four threads, that never outlive the one that started them."""

import gc
import os
import shutil
import tempfile
from typing import Any

from binstart.processes import die_with
from models.settings import settings

wsgi_app = "webapp:create_app()"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True  # the two processes share what they have loaded
timeout = 60
graceful_timeout = 4
keepalive = 5
control_socket_disable = True
logger_class = "binstart.web_log.WebLog"
# The processes show here that they live; on a slow disk a busy one would look dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108


if settings().metrics_token:  # set before anything is counted; the processes count into one folder
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="binstart-metrics-")


def post_fork(server: Any, worker: Any) -> None:
    """gunicorn calls this in each new process."""
    die_with(worker.ppid)


def child_exit(server: Any, worker: Any) -> None:
    """gunicorn calls this when one of its processes is gone."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """gunicorn calls this when it stops."""
    shutil.rmtree(os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""), ignore_errors=True)


def post_worker_init(worker: Any) -> None:
    """gunicorn calls this in each process once the app is there: /readyz then knows when it is asked to stop. A proxy
    that keeps its connection open hears it there, and sends visitors elsewhere."""
    worker.wsgi.config["IS_STOPPING"] = lambda: not worker.alive


def when_ready(server: Any) -> None:
    """gunicorn calls this before it makes the processes. What the app loaded stays for ever: collecting garbage need
    not look at it with each page, and the processes go on sharing its memory."""
    gc.collect()
    gc.freeze()
